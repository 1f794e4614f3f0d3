/* Asking for a list's filter, with its values from the database to complete it. */
#include "panes/filter_ask.h"

#include <string.h>
#include <strings.h>

#include "store/filter_values.h"

#define VALUES_MOST 200

struct values_task {
	struct task task;
	struct filter_ask *ask;
	struct filter_ask_values found[FILTER_ASK_FIELDS];
};

static void values_run(struct task *task, void *context)
{
	struct values_task *t = (struct values_task *)task;
	const struct filter_ask *f = t->ask;

	for (size_t i = 0; i < f->n; i++)
		if (filter_values(context, f->dialect, f->fields[i], SPAN_LIT(""), VALUES_MOST,
			    &task->arena, &t->found[i].v, &t->found[i].n, &task->err) < 0)
			return;
}

static void values_done(struct task *task)
{
	struct values_task *t = (struct values_task *)task;
	struct filter_ask *f = t->ask;

	task->quiet = true;
	if (task->err.code != ERR_NONE)
		return; /* one types them in full */
	arena_free(&f->arena);
	f->arena = task->arena;
	task->arena = (struct arena){0};
	memcpy(f->values, t->found, sizeof(f->values));
}

static void load_values(struct filter_ask *f)
{
	struct values_task *t = task_new(sizeof(*t));

	t->task.run = values_run;
	t->task.done = values_done;
	t->task.owner = f->owner;
	t->task.kind = f->kind;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for names";
	t->ask = f;
	worker_submit(f->console->worker, &t->task);
}

static bool begins(struct span value, struct span typed)
{
	return value.n >= typed.n && strncasecmp(value.p, typed.p, typed.n) == 0;
}

static void add_values(const struct filter_ask_values *values, const struct filter_completion *c,
	struct arena *a, struct prompt_choices *out)
{
	for (size_t i = 0; i < values->n; i++) {
		struct span value = values->v[i], written = filter_written(value, a);
		if (written.p && begins(value, c->typed) && !filter_has_choice(c, value))
			out->v[out->n++] = written;
	}
}

static void complete(
	void *arg, struct span text, size_t cursor, struct arena *a, struct prompt_choices *out)
{
	const struct filter_ask *f = arg;
	struct filter_completion c;

	filter_complete(f->dialect, text, cursor, a, &c);
	*out = (struct prompt_choices){.start = c.start, .end = c.end};
	out->v = arena_calloc(a, c.n + VALUES_MOST, sizeof(*out->v));
	for (size_t i = 0; i < c.n; i++)
		out->v[out->n++] = span_of(c.choices[i]);
	for (size_t i = 0; i < f->n; i++)
		if (f->fields[i] == c.field)
			add_values(&f->values[i], &c, a, out);
}

/* --- Asking for it. --- */

static bool ask_done(void *arg, struct span text, struct err *problem)
{
	const struct filter_ask *f = arg;

	return f->done(f->owner, text, problem);
}

void filter_ask(struct filter_ask *f, const char *label, struct span initial)
{
	load_values(f);
	f->console->ops->prompt(f->console, label, initial, ask_done, complete, f);
}

bool filter_ask_read(const struct filter_ask *f, struct span text, struct filter *filter,
	struct arena *arena, struct str *kept, struct err *problem)
{
	struct arena a = {0};
	struct filter read;
	struct span copy = arena_span(&a, text);

	if (filter_parse(f->dialect, copy, &a, &read, problem) < 0) {
		arena_free(&a);
		return false;
	}
	console_require_persona(f->console, &read, &a);
	str_clear(kept);
	str_adds(kept, copy);
	*filter = read;
	arena_free(arena);
	*arena = a;
	return true;
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

void filter_ask_order(struct filter_ask *f, struct span text)
{
	static const char sort[] = "sort:";
	struct str rest = {0};

	for (size_t n; (n = term_length(text)) > 0; text = (struct span){text.p + n, text.n - n})
		if (n < strlen(sort) || memcmp(text.p, sort, strlen(sort)) != 0)
			str_addn(&rest, text.p, n);
	if (rest.len > 0 && rest.p[rest.len - 1] != ' ')
		str_add(&rest, " ");
	str_add(&rest, sort);
	filter_ask(f, "order", str_span(&rest));
	str_free(&rest);
}

void filter_ask_clear(struct filter_ask *f)
{
	arena_free(&f->arena);
}
