/* The loaded rows read again, when somebody changed data: whether it was any of these. */
#include <stdio.h>
#include <string.h>

#include "memory_tasks.h"

struct rows_task {
	struct task task;
	struct memory *pane;
	struct memory_query query;
	char first[UUID_TEXT]; /* of the loaded rows; "": there are none */
	size_t n;
	struct memory_page page;
};

static void rows_run(struct task *task, void *context)
{
	struct rows_task *t = (struct rows_task *)task;

	memory_page(context, &t->query, &task->arena, &t->page, &task->err);
}

static bool alike(const struct memory_line *a, const struct memory_line *b)
{
	return strcmp(a->id, b->id) == 0 && a->created == b->created && a->hides == b->hides &&
		a->has_score == b->has_score && a->score == b->score && span_eq(a->type, b->type) &&
		span_eq(a->subreddit, b->subreddit) && span_eq(a->snippet, b->snippet);
}

static bool all_alike(const struct list *l, const struct memory_page *now)
{
	if (now->n != list_count(l) || now->more == list_at_edge(l, LIST_END))
		return false;
	for (size_t i = 0; i < now->n; i++) {
		const struct memory_row *row = list_at(l, i)->data;
		if (!alike(&row->line, &now->lines[i]))
			return false;
	}
	return true;
}

static const char *first_of(const struct list *l)
{
	return list_count(l) > 0 ? list_at(l, 0)->id : "";
}

static void rows_done(struct task *task)
{
	struct rows_task *t = (struct rows_task *)task;
	struct memory *m = t->pane;

	task->quiet = true;
	if (task->err.code != ERR_NONE || m->stale)
		return;
	/* A page came to the list meanwhile: these are not its rows any more. */
	if (t->n != list_count(m->list) || strcmp(t->first, first_of(m->list)) != 0) {
		memory_rows_look(m);
		return;
	}
	m->stale = !all_alike(m->list, &t->page);
	task->quiet = !m->stale;
}

/* One page of at most as many rows as the list holds. It does not see what came or went beyond
 * them, nor what no row shows. */
void memory_rows_look(struct memory *m)
{
	size_t n = list_count(m->list);

	if (!m->loaded || m->stale)
		return;
	struct rows_task *t = task_new(sizeof(*t));
	t->task.run = rows_run;
	t->task.done = rows_done;
	t->task.owner = m;
	t->task.kind = MEMORY_TASK_ROWS;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for changes";
	t->pane = m;
	t->n = n;
	snprintf(t->first, sizeof(t->first), "%s", first_of(m->list));
	t->query.filter = filter_copy(&m->filter, &t->task.arena);
	t->query.limit = n > 0 ? n : 1;
	t->query.from = PAGE_FIRST;
	if (n > 0 && !list_at_edge(m->list, LIST_START)) {
		t->query.from = PAGE_AT;
		t->query.key = ((const struct memory_row *)list_at(m->list, 0)->data)->line.key;
	}
	worker_submit(m->console->worker, &t->task);
}
