/* The drafts around the selection, loaded whole before they are asked for. */
#include <stdlib.h>
#include <string.h>

#include "queue.h"

#define AHEAD 4

static void to_front(struct queue *q, int i)
{
	struct draft *d = q->draft[i];

	memmove(&q->draft[1], &q->draft[0], (size_t)i * sizeof(q->draft[0]));
	q->draft[0] = d;
}

static int slot_of(const struct queue *q, const char *id)
{
	for (int i = 0; i < QUEUE_DRAFTS; i++)
		if (q->draft[i] && strcmp(q->draft[i]->post.id, id) == 0)
			return i;
	return -1;
}

struct draft *queue_draft(struct queue *q, const char *id)
{
	int i = slot_of(q, id);

	if (i < 0)
		return NULL;
	to_front(q, i);
	return q->draft[0];
}

static void drop(struct draft **d)
{
	if (*d)
		draft_free(*d);
	free(*d);
	*d = NULL;
}

void queue_draft_forget(struct queue *q, const char *id)
{
	int i = slot_of(q, id);

	if (i >= 0)
		drop(&q->draft[i]);
}

void queue_drafts_clear(struct queue *q)
{
	for (int i = 0; i < QUEUE_DRAFTS; i++)
		drop(&q->draft[i]);
}

/* What is on the screen says otherwise from now on: the reader will be shown how. */
static void remember(struct queue *q, const struct draft *newer)
{
	int i = slot_of(q, newer->post.id);

	if (i < 0 || strcmp(q->draft[i]->post.hash, newer->post.hash) == 0 ||
		strcmp(q->draft[i]->post.hash, q->shown_hash) != 0)
		return;
	str_clear(&q->replaced);
	str_adds(&q->replaced, q->draft[i]->post.content);
	memcpy(q->replaced_hash, q->shown_hash, sizeof(q->replaced_hash));
}

/* Goes in second, so that a draft loaded ahead never pushes out the one being read. */
static void keep(struct queue *q, struct draft *d)
{
	remember(q, d);
	queue_draft_forget(q, d->post.id);
	drop(&q->draft[QUEUE_DRAFTS - 1]);
	memmove(&q->draft[2], &q->draft[1], (QUEUE_DRAFTS - 2) * sizeof(q->draft[0]));
	q->draft[1] = d;
}

struct draft_task {
	struct task task;
	struct queue *queue;
	char id[UUID_TEXT];
	struct draft *draft;
};

static void draft_run(struct task *task, void *context)
{
	struct draft_task *t = (struct draft_task *)task;

	draft_load(context, t->id, t->draft, &task->err);
}

static void draft_done(struct task *task)
{
	struct draft_task *t = (struct draft_task *)task;
	struct queue *q = t->queue;

	if (strcmp(q->wanted, t->id) == 0)
		q->wanted[0] = '\0';
	const struct list_row *selected = list_selected(q->list);
	task->quiet = selected && strcmp(selected->id, t->id) != 0;
	if (task->err.code == ERR_NONE) {
		keep(q, t->draft);
		t->draft = NULL;
		queue_drafts_want(q);
		return;
	}
	memcpy(q->failed, t->id, UUID_TEXT);
	q->draft_error = task->err;
	queue_draft_forget(q, t->id);
}

static void draft_clear(struct task *task)
{
	drop(&((struct draft_task *)task)->draft);
}

static void load(struct queue *q, const char *id)
{
	struct draft_task *t = task_new(sizeof(*t));

	t->task.run = draft_run;
	t->task.done = draft_done;
	t->task.clear = draft_clear;
	t->task.owner = q;
	t->task.kind = QUEUE_DRAFT;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the draft";
	t->queue = q;
	t->draft = xcalloc(1, sizeof(*t->draft));
	memcpy(t->id, id, UUID_TEXT);
	memcpy(q->wanted, id, UUID_TEXT);
	worker_submit(q->console->worker, &t->task);
}

void queue_drafts_want(struct queue *q)
{
	const struct list_row *selected = list_selected(q->list);

	if (!selected)
		return;
	if (!queue_draft(q, selected->id)) {
		if (strcmp(q->wanted, selected->id) != 0 && strcmp(q->failed, selected->id) != 0)
			load(q, selected->id);
		return;
	}
	if (q->wanted[0])
		return;
	size_t at = list_selected_index(q->list), n = list_count(q->list);
	for (size_t i = at + 1; i < n && i <= at + AHEAD; i++) {
		const struct list_row *row = list_at(q->list, i);
		if (slot_of(q, row->id) < 0 && strcmp(q->failed, row->id) != 0) {
			load(q, row->id);
			return;
		}
	}
}

void queue_draft_verify(struct queue *q)
{
	const struct list_row *selected = list_selected(q->list);

	q->failed[0] = '\0';
	for (int i = 1; i < QUEUE_DRAFTS; i++)
		drop(&q->draft[i]);
	if (selected)
		load(q, selected->id);
}
