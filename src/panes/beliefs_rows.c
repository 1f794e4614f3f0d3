/* The rows around the cursor read again, when somebody changed data: whether it was any of these.
 */
#include <math.h>
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
	struct filter filter;
	int64_t total;
};

static void rows_run(struct task *task, void *context)
{
	struct rows_task *t = (struct rows_task *)task;
	const char(*ids)[UUID_TEXT] = (const char(*)[UUID_TEXT])t->ids;

	if (beliefs_rows(context, ids, t->n, &task->arena, t->rows, &task->err) == 0 &&
		beliefs_courses(context, ids, t->n, t->courses, &task->err) == 0)
		beliefs_count(context, &t->filter, CONSOLE_COUNT_CAP, &t->total, &task->err);
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

static bool same_number(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static bool alike(const struct belief *a, const struct belief *b)
{
	return same_number(a->confidence, b->confidence) &&
		a->confidence_broken == b->confidence_broken && a->locked == b->locked &&
		a->edges_in == b->edges_in && a->edges_out == b->edges_out &&
		a->evidence == b->evidence && a->updated == b->updated &&
		span_eq(a->title, b->title) && span_eq(a->tags, b->tags);
}

/* What came or went elsewhere shows in how many there are, as far as they are counted. */
static bool others_came_or_went(const struct beliefs *b, int64_t total)
{
	return b->total >= 0 && (total != b->total || total >= CONSOLE_COUNT_CAP);
}

static void rows_done(struct task *task)
{
	struct rows_task *t = (struct rows_task *)task;

	if (task->err.code != ERR_NONE)
		return;
	t->pane->stale |= others_came_or_went(t->pane, t->total);
	for (size_t i = 0; i < t->n; i++) {
		struct list_row *found = list_find(t->pane->list, t->ids[i]);
		if (!found)
			continue;
		struct belief_row *row = found->data;
		row->gone = !t->rows[i].id[0];
		t->pane->stale |= row->gone || !alike(&row->belief, &t->rows[i]);
		if (row->gone)
			continue;
		beliefs_row_follow(row, &t->rows[i]);
		row->course = t->courses[i];
	}
}

void beliefs_rows_refresh(struct beliefs *b)
{
	size_t count = list_count(b->list);

	if (count == 0) {
		b->stale = b->loaded;
		return;
	}
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
	t->filter = filter_copy(&b->filter, &t->task.arena);
	t->n = to - from;
	t->ids = arena_calloc(&t->task.arena, t->n, sizeof(*t->ids));
	t->rows = arena_calloc(&t->task.arena, t->n, sizeof(*t->rows));
	t->courses = arena_calloc(&t->task.arena, t->n, sizeof(*t->courses));
	for (size_t i = 0; i < t->n; i++)
		memcpy(t->ids[i], list_at(b->list, from + i)->id, UUID_TEXT);
	worker_submit(b->console->worker, &t->task);
}
