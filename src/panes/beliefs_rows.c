/* The rows around the cursor read again, when somebody changed data. */
#include <string.h>

#include "beliefs_pane.h"

#define ROWS_AROUND 100

struct rows_task {
	struct task task;
	struct beliefs *pane;
	char (*ids)[UUID_TEXT];
	size_t n;
	struct belief *rows;
	struct belief_course *courses;
};

static void rows_run(struct task *task, void *context)
{
	struct rows_task *t = (struct rows_task *)task;
	const char(*ids)[UUID_TEXT] = (const char(*)[UUID_TEXT])t->ids;

	if (beliefs_rows(context, ids, t->n, &task->arena, t->rows, &task->err) == 0)
		beliefs_courses(context, ids, t->n, t->courses, &task->err);
}

/* What the list shows in numbers follows; a new title waits for R, as its text lives in its page
 * and the order may hang on it. */
void beliefs_row_follow(struct belief_row *row, const struct belief *now)
{
	struct belief *shown = &row->belief;

	shown->confidence = now->confidence;
	shown->confidence_broken = now->confidence_broken;
	shown->locked = now->locked;
	shown->edges_in = now->edges_in;
	shown->edges_out = now->edges_out;
	shown->evidence = now->evidence;
	shown->updated = now->updated;
}

static void rows_done(struct task *task)
{
	struct rows_task *t = (struct rows_task *)task;

	if (task->err.code != ERR_NONE)
		return;
	for (size_t i = 0; i < t->n; i++) {
		struct list_row *found = list_find(t->pane->list, t->ids[i]);
		if (!found)
			continue;
		struct belief_row *row = found->data;
		row->gone = !t->rows[i].id[0];
		if (row->gone)
			continue;
		beliefs_row_follow(row, &t->rows[i]);
		row->course = t->courses[i];
	}
}

void beliefs_rows_refresh(struct beliefs *b)
{
	size_t count = list_count(b->list);

	if (count == 0)
		return;
	size_t at = list_selected_index(b->list);
	size_t from = at > ROWS_AROUND ? at - ROWS_AROUND : 0;
	size_t to = at + ROWS_AROUND < count ? at + ROWS_AROUND : count;
	struct rows_task *t = task_new(sizeof(*t));
	t->task.run = rows_run;
	t->task.done = rows_done;
	t->task.owner = b;
	t->task.kind = BELIEFS_ROWS;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for changes";
	t->pane = b;
	t->n = to - from;
	t->ids = arena_calloc(&t->task.arena, t->n, sizeof(*t->ids));
	t->rows = arena_calloc(&t->task.arena, t->n, sizeof(*t->rows));
	t->courses = arena_calloc(&t->task.arena, t->n, sizeof(*t->courses));
	for (size_t i = 0; i < t->n; i++)
		memcpy(t->ids[i], list_at(b->list, from + i)->id, UUID_TEXT);
	worker_submit(b->console->worker, &t->task);
}
