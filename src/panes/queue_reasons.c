/* Why a draft is rejected: the saved reasons, and the box that asks for one. */
#include <stdlib.h>
#include <string.h>

#include "panes/reasons.h"
#include "queue.h"

struct reasons_task {
	struct task task;
	struct queue *queue;
	struct reason *list;
	size_t n;
};

static void reasons_run(struct task *task, void *context)
{
	struct reasons_task *t = (struct reasons_task *)task;

	reasons_list(context, &task->arena, &t->list, &t->n, &task->err);
}

/* Those that tenet begins with get an id when they are saved; their code stays. */
static bool is_same(const struct reason *one, const struct reason *other)
{
	return (one->id[0] && strcmp(one->id, other->id) == 0) || span_eq(one->code, other->code);
}

/* Its index in the list that is there; behind it when it is new. */
static size_t place(const struct queue *q, const struct reason *r)
{
	size_t i = 0;

	while (i < q->reason_count && !is_same(&q->reasons[i], r))
		i++;
	return i;
}

/* A digit rejects at once: to a hand that learned it, it means the same until the next login. */
static void keep_order(const struct queue *q, struct reason *list, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct reason one = list[i];
		size_t to = place(q, &one), at = i;
		for (; at > 0 && place(q, &list[at - 1]) > to; at--)
			list[at] = list[at - 1];
		list[at] = one;
	}
}

static void reasons_loaded(struct task *task)
{
	struct reasons_task *t = (struct reasons_task *)task;
	struct queue *q = t->queue;

	task->quiet = true;
	if (task->err.code != ERR_NONE)
		return; /* one can still type a reason */
	keep_order(q, t->list, t->n);
	arena_free(&q->reasons_arena);
	q->reasons_arena = task->arena;
	task->arena = (struct arena){0};
	q->reasons = t->list;
	q->reason_count = t->n;
}

void queue_reasons_load(struct queue *q)
{
	struct reasons_task *t = task_new(sizeof(*t));

	t->task.run = reasons_run;
	t->task.done = reasons_loaded;
	t->task.owner = q;
	t->task.kind = QUEUE_REASONS;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading reasons";
	t->queue = q;
	worker_submit(q->console->worker, &t->task);
}

/* What is rejected is what was on the screen when the key was pressed. */
struct rejecting {
	struct queue *queue;
	struct verdict verdict;
};

static void rejected(void *arg, struct span reason, struct span note)
{
	struct rejecting *r = arg;

	r->verdict.reason = reason;
	r->verdict.note = note;
	queue_submit(r->queue, &r->verdict);
}

void queue_ask_reason(struct queue *q, const struct verdict *v)
{
	const struct queue_row *row = queue_row_of(list_find(q->list, v->id));
	struct span subreddit = row ? row->line.target_subreddit : SPAN_NULL;
	struct span type = row ? row->line.post_type : SPAN_NULL;
	struct rejecting *r = xcalloc(1, sizeof(*r));
	struct reason *fit = xcalloc(q->reason_count + 1, sizeof(*fit));
	struct reasons_ask ask = {.list = fit,
		.opened_by = q->console->key_code,
		.done = rejected,
		.drop = free,
		.arg = r};
	struct str title = {0};

	*r = (struct rejecting){q, *v};
	for (size_t i = 0; i < q->reason_count; i++)
		if (reason_fits(&q->reasons[i], subreddit, type))
			fit[ask.n++] = q->reasons[i];
	str_add(&title, "Reject the ");
	str_adds(&title, type.p ? type : SPAN_LIT("draft"));
	if (subreddit.p) {
		str_add(&title, " in r/");
		str_adds(&title, subreddit);
	}
	str_add(&title, ": why?");
	ask.title = str_cstr(&title);
	q->console->ops->overlay(q->console, reasons_new(&ask));
	str_free(&title);
	free(fit);
}
