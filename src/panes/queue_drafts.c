/* The drafts around the selection, loaded whole before they are asked for, and their context after
 * them. */
#include <stdlib.h>
#include <string.h>

#include "queue.h"

#define AHEAD 10
/* Beyond it nothing is loaded ahead any more: drafts of megabytes are few, and memory is less. */
#define BYTES_MOST (2 * 1024 * 1024)

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

const struct draft *queue_draft_loaded(const struct queue *q, const char *id)
{
	int i = slot_of(q, id);

	return i < 0 ? NULL : q->draft[i];
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

static size_t bytes_held(const struct queue *q)
{
	size_t sum = 0;

	for (int i = 0; i < QUEUE_DRAFTS; i++)
		if (q->draft[i])
			sum += q->draft[i]->arena.used + q->draft[i]->context.arena.used;
	return sum;
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

/* The same text read again goes on with the context it had, until that is read again, too. */
static void take_context(struct queue *q, struct draft *d)
{
	int i = slot_of(q, d->post.id);

	if (i < 0 || strcmp(q->draft[i]->post.hash, d->post.hash) != 0)
		return;
	d->context = q->draft[i]->context;
	d->context.stale = true;
	q->draft[i]->context = (struct draft_context){0};
}

static bool is_near(const struct queue *q, const struct draft *d, size_t at)
{
	for (size_t i = at; i <= at + AHEAD && i < list_count(q->list); i++)
		if (strcmp(list_at(q->list, i)->id, d->post.id) == 0)
			return true;
	return false;
}

/* The slot that the next draft takes: an empty one, or what was left behind, or the last. */
static int slot_to_fill(const struct queue *q)
{
	size_t at = list_selected(q->list) ? list_selected_index(q->list) : 0;

	for (int i = QUEUE_DRAFTS - 1; i > 0; i--)
		if (!q->draft[i])
			return i;
	for (int i = QUEUE_DRAFTS - 1; i > 0; i--)
		if (!is_near(q, q->draft[i], at))
			return i;
	return QUEUE_DRAFTS - 1;
}

/* Goes in second, so that a draft loaded ahead never pushes out the one being read. */
static void keep(struct queue *q, struct draft *d)
{
	remember(q, d);
	take_context(q, d);
	queue_draft_forget(q, d->post.id);
	int slot = slot_to_fill(q);
	drop(&q->draft[slot]);
	memmove(&q->draft[2], &q->draft[1], (size_t)(slot - 1) * sizeof(q->draft[0]));
	q->draft[1] = d;
}

struct draft_task {
	struct task task;
	struct queue *queue;
	unsigned changes; /* until it was asked for */
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
		t->draft->stale = t->changes != q->changes;
		keep(q, t->draft);
		t->draft = NULL;
		queue_question_over(q);
		queue_drafts_want(q);
		return;
	}
	struct queue_row *row = queue_row_of(list_find(q->list, t->id));
	if (task->err.code != ERR_MISSING)
		q->failed_ahead = true;
	else if (row)
		row->state = ROW_GONE;
	queue_question_over(q);
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
	t->changes = q->changes;
	t->draft = xcalloc(1, sizeof(*t->draft));
	memcpy(t->id, id, UUID_TEXT);
	memcpy(q->wanted, id, UUID_TEXT);
	q->wanted_more = false; /* it is dropped if it was */
	worker_submit(q->console->worker, &t->task);
}

struct ahead_task {
	struct task task;
	struct queue *queue;
	unsigned changes; /* until it was asked for */
	char ids[AHEAD + 1][UUID_TEXT];
	struct draft *drafts[AHEAD + 1];
	size_t n;
};

static void ahead_run(struct task *task, void *context)
{
	struct ahead_task *t = (struct ahead_task *)task;

	draft_load_ahead(context, (const char(*)[UUID_TEXT])t->ids, t->n, t->drafts, &task->err);
}

static void ahead_done(struct task *task)
{
	struct ahead_task *t = (struct ahead_task *)task;
	struct queue *q = t->queue;
	const struct list_row *selected = list_selected(q->list);
	const char *left_out = NULL;

	q->wanted_more = false;
	q->failed_ahead = task->err.code != ERR_NONE;
	task->quiet = true;
	for (size_t i = t->n; i-- > 0 && !q->failed_ahead;) {
		if (selected && strcmp(selected->id, t->ids[i]) == 0)
			task->quiet = false;
		if (t->drafts[i]->post.id[0]) {
			t->drafts[i]->stale = t->changes != q->changes;
			keep(q, t->drafts[i]);
			t->drafts[i] = NULL;
		} else {
			left_out = t->ids[i];
		}
	}
	queue_question_over(q);
	if (left_out)
		load(q, left_out);
	else
		queue_drafts_want(q);
}

static void ahead_clear(struct task *task)
{
	struct ahead_task *t = (struct ahead_task *)task;

	for (size_t i = 0; i < t->n; i++)
		drop(&t->drafts[i]);
}

struct context_task {
	struct task task;
	struct queue *queue;
	struct post post;
	struct draft_context context;
};

static void context_run(struct task *task, void *db)
{
	struct context_task *t = (struct context_task *)task;

	draft_context_load(db, &t->post, &t->context, &task->err);
}

static void context_done(struct task *task)
{
	struct context_task *t = (struct context_task *)task;
	struct queue *q = t->queue;
	int i = slot_of(q, t->post.id);
	const struct list_row *selected = list_selected(q->list);

	q->wanted_more = false;
	task->quiet = !selected || strcmp(selected->id, t->post.id) != 0;
	if (i >= 0) {
		struct draft_context *c = &q->draft[i]->context;
		arena_free(&c->arena);
		*c = t->context;
		t->context = (struct draft_context){0};
		c->failed = task->err;
		c->serial = ++q->contexts;
	}
	queue_drafts_want(q);
}

static void context_clear(struct task *task)
{
	arena_free(&((struct context_task *)task)->context.arena);
}

static void load_context(struct queue *q, const struct draft *d)
{
	struct context_task *t = task_new(sizeof(*t));

	t->task.run = context_run;
	t->task.done = context_done;
	t->task.clear = context_clear;
	t->task.owner = q;
	t->task.kind = QUEUE_DRAFT; /* one for both: a draft never waits for another's context */
	t->task.mode = TASK_LATEST;
	t->task.what = "loading what stands beside the draft";
	t->queue = q;
	t->post = draft_context_of(d, &t->task.arena);
	q->wanted_more = true;
	worker_submit(q->console->worker, &t->task);
}

static bool is_wanted(const struct queue *q, const struct list_row *row)
{
	int slot = slot_of(q, row->id);

	return (slot < 0 || q->draft[slot]->stale) && strcmp(q->failed, row->id) != 0 &&
		queue_row_of(row)->state != ROW_GONE;
}

/* Asks for those of these rows that are missing or may have changed; false when none are. */
static bool want_drafts(struct queue *q, size_t from, size_t to)
{
	struct ahead_task *t = task_new(sizeof(*t));

	for (size_t i = from; i <= to && i < list_count(q->list); i++) {
		const struct list_row *row = list_at(q->list, i);
		if (!is_wanted(q, row))
			continue;
		memcpy(t->ids[t->n], row->id, UUID_TEXT);
		t->drafts[t->n++] = xcalloc(1, sizeof(struct draft));
	}
	if (t->n == 0) {
		free(t);
		return false;
	}
	t->task.run = ahead_run;
	t->task.done = ahead_done;
	t->task.clear = ahead_clear;
	t->task.owner = q;
	t->task.kind = QUEUE_DRAFT;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the next drafts";
	t->queue = q;
	t->changes = q->changes;
	q->wanted_more = true;
	worker_submit(q->console->worker, &t->task);
	return true;
}

static bool want_context(struct queue *q, size_t from, size_t to)
{
	for (size_t i = from; i <= to && i < list_count(q->list); i++) {
		int slot = slot_of(q, list_at(q->list, i)->id);
		const struct draft *d = slot < 0 ? NULL : q->draft[slot];
		if (d && (d->context.serial == 0 || d->context.stale)) {
			load_context(q, d);
			return true;
		}
	}
	return false;
}

/* What was left behind makes room for what comes. */
static bool make_room(struct queue *q, size_t at)
{
	for (int i = QUEUE_DRAFTS - 1; i > 0 && bytes_held(q) >= BYTES_MOST; i--)
		if (q->draft[i] && !is_near(q, q->draft[i], at))
			drop(&q->draft[i]);
	return bytes_held(q) < BYTES_MOST;
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
	if (q->wanted[0] || q->wanted_more || q->failed_ahead)
		return;
	size_t at = list_selected_index(q->list);
	bool room = make_room(q, at);
	if (!want_drafts(q, at, room ? at + AHEAD : at))
		want_context(q, at, room ? at + AHEAD : at);
}

void queue_draft_verify(struct queue *q)
{
	q->failed[0] = '\0';
	q->failed_ahead = false;
	q->changes++;
	for (int i = 0; i < QUEUE_DRAFTS; i++)
		if (q->draft[i])
			q->draft[i]->stale = true;
	queue_drafts_want(q);
}
