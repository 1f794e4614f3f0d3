/* Asking for the filter of the queue, and what it can be completed with. */
#include "store/filter_values.h"

#include <string.h>
#include <strings.h>

#include "queue.h"

#define VALUES_MOST 200

/* The fields whose values are in the database. */
static const enum filter_field fields[QUEUE_VALUES] = {
	FILTER_SUB, FILTER_PERSONA, FILTER_BY, FILTER_FLAG, FILTER_REASON};

struct values_task {
	struct task task;
	struct queue *queue;
	struct queue_values found[QUEUE_VALUES];
};

static void values_run(struct task *task, void *context)
{
	struct values_task *t = (struct values_task *)task;

	for (int i = 0; i < QUEUE_VALUES; i++)
		if (filter_values(context, FILTER_DRAFTS, fields[i], SPAN_LIT(""), VALUES_MOST,
			    &task->arena, &t->found[i].v, &t->found[i].n, &task->err) < 0)
			return;
}

static void values_done(struct task *task)
{
	struct values_task *t = (struct values_task *)task;
	struct queue *q = t->queue;

	task->quiet = true;
	if (task->err.code != ERR_NONE)
		return; /* one types them in full */
	arena_free(&q->values_arena);
	q->values_arena = task->arena;
	task->arena = (struct arena){0};
	memcpy(q->values, t->found, sizeof(q->values));
}

static void load_values(struct queue *q)
{
	struct values_task *t = task_new(sizeof(*t));

	t->task.run = values_run;
	t->task.done = values_done;
	t->task.owner = q;
	t->task.kind = QUEUE_VALUES_OF_FILTER;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for subreddits and names";
	t->queue = q;
	worker_submit(q->console->worker, &t->task);
}

static bool needs_quotes(struct span value)
{
	for (size_t i = 0; i < value.n; i++)
		if (strchr(" \t\n|()!\"<>:", value.p[i]))
			return true;
	return value.n == 0;
}

static bool begins(struct span value, struct span typed)
{
	return value.n >= typed.n && strncasecmp(value.p, typed.p, typed.n) == 0;
}

static void add_values(const struct queue_values *values, struct span typed, struct arena *a,
	struct prompt_choices *out)
{
	out->v = arena_calloc(a, values->n, sizeof(*out->v));
	for (size_t i = 0; i < values->n; i++)
		if (begins(values->v[i], typed) && !needs_quotes(values->v[i]))
			out->v[out->n++] = values->v[i];
}

static void complete(
	void *arg, struct span text, size_t cursor, struct arena *a, struct prompt_choices *out)
{
	const struct queue *q = arg;
	struct filter_completion c;

	filter_complete(FILTER_DRAFTS, text, cursor, a, &c);
	*out = (struct prompt_choices){.start = c.start, .end = c.end};
	for (int i = 0; c.n == 0 && i < QUEUE_VALUES; i++)
		if (fields[i] == c.field)
			add_values(&q->values[i], c.typed, a, out);
	if (c.n == 0)
		return;
	out->v = arena_calloc(a, c.n, sizeof(*out->v));
	for (size_t i = 0; i < c.n; i++)
		out->v[out->n++] = span_of(c.choices[i]);
}

/* --- Asking for it --- */

static bool filter_done(void *arg, struct span text, struct err *problem)
{
	return queue_filter(arg, text, problem);
}

void queue_ask_filter(struct queue *q, const char *label, struct span initial)
{
	load_values(q);
	q->console->ops->prompt(q->console, label, initial, filter_done, complete, q);
}

/* The length of the first term, with the blanks behind it; quotes hold blanks together. */
static size_t term_length(struct span s)
{
	bool quoted = false;
	size_t n = 0;

	for (; n < s.n && (quoted || s.p[n] != ' '); n++)
		quoted ^= s.p[n] == '"';
	while (n < s.n && s.p[n] == ' ')
		n++;
	return n;
}

/* What the list is ordered by is a part of the filter: it comes again, to be completed. */
void queue_ask_order(struct queue *q)
{
	static const char sort[] = "sort:";
	struct str text = {0};
	struct span rest = str_span(&q->filter_text);

	for (size_t n; (n = term_length(rest)) > 0; rest = (struct span){rest.p + n, rest.n - n})
		if (n < strlen(sort) || memcmp(rest.p, sort, strlen(sort)) != 0)
			str_addn(&text, rest.p, n);
	if (text.len > 0 && text.p[text.len - 1] != ' ')
		str_add(&text, " ");
	str_add(&text, sort);
	queue_ask_filter(q, "order", str_span(&text));
	str_free(&text);
}
