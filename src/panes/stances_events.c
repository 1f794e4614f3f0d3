/* What happened around a belief, of every kind in one list by time: asked of the worker, and
 * narrowed to some kinds. */
#include <string.h>

#include "stances_pane.h"

#define PAGE_ROWS 64

enum { LOAD_EVENTS = 20 };

/* --- What is asked of the worker --- */

struct events_task {
	struct task task;
	struct stances *pane;
	char belief[UUID_TEXT];
	struct history_query query;
	bool fresh, quick;
	enum list_edge edge;
	struct history_page page;
};

static void events_run(struct task *task, void *context)
{
	struct events_task *t = (struct events_task *)task;

	t->query.belief_id = t->belief;
	history_page(context, &t->query, &task->arena, &t->page, &task->err);
}

static struct list_page take_page(struct events_task *t)
{
	struct list_page page = {.n = t->page.n};

	page.rows = arena_calloc(&t->task.arena, page.n, sizeof(*page.rows));
	for (size_t i = 0; i < page.n; i++) {
		memcpy(page.rows[i].id, t->page.rows[i].key.id, UUID_TEXT);
		page.rows[i].data = &t->page.rows[i];
	}
	page.arena = t->task.arena;
	t->task.arena = (struct arena){0};
	return page;
}

/* By their seconds, those at the seam of two pages as well. */
static void tell_apart(struct stances *st, struct events_task *t)
{
	size_t n = list_count(st->events), rows = t->page.n;

	if (!t->fresh && n > 0 && rows > 0)
		history_tell_apart(event_of(list_at(st->events, t->edge == LIST_START ? 0 : n - 1)),
			&t->page.rows[t->edge == LIST_START ? rows - 1 : 0]);
	st->seconds = st->seconds && !t->fresh;
	for (size_t i = 0; i < rows; i++)
		st->seconds = st->seconds || t->page.rows[i].seconds;
}

static void events_done(struct task *task)
{
	struct events_task *t = (struct events_task *)task;
	struct stances *st = t->pane;

	st->loading_events = false;
	if (!st->history)
		return; /* the belief was left, or is gone */
	st->events_error = task->err;
	if (task->err.code != ERR_NONE) {
		console_say_error(st->console, &task->err);
		if (!t->fresh)
			list_ask_failed(st->events, t->edge);
		return;
	}
	bool last = t->query.from == PAGE_LAST, more = t->page.more;
	tell_apart(st, t);
	struct list_page page = take_page(t);
	if (!t->fresh) {
		list_put(st->events, t->edge, &page, more);
		return;
	}
	const struct list_row *selected = list_selected(st->events);
	/* Who has not moved yet looks at the newest, whatever comes on top of it. */
	bool keeps = !st->without_decisions || list_selected_index(st->events) > 0;
	char id[UUID_TEXT] = "";
	st->without_decisions = t->quick;
	if (selected && keeps)
		memcpy(id, selected->id, UUID_TEXT);
	list_begin(st->events, &page, last && more, !last && more);
	if ((last || !list_select(st->events, id)) && list_count(st->events) > 0)
		list_select_index(st->events, last ? list_count(st->events) - 1 : 0);
	st->events_loaded = true;
	if (t->quick)
		events_load(st, PAGE_FIRST);
}

static struct events_task *new_task(struct stances *st, enum page_from from)
{
	struct events_task *t = task_new(sizeof(*t));

	t->task.run = events_run;
	t->task.done = events_done;
	t->task.owner = st;
	t->task.kind = LOAD_EVENTS;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading what happened";
	t->pane = st;
	memcpy(t->belief, st->belief, UUID_TEXT);
	t->query = (struct history_query){.kinds = st->kinds, .from = from, .limit = PAGE_ROWS};
	st->loading_events = true;
	return t;
}

void events_load(struct stances *st, enum page_from from)
{
	struct events_task *t = new_task(st, from);
	unsigned all = st->kinds ? st->kinds : (1u << HISTORY_KINDS) - 1;
	unsigned others = all & ~(1u << HISTORY_DECISION);

	/* Decisions may take seconds to be found; the rest is there at once. */
	t->quick = !st->events_loaded && from == PAGE_FIRST && others && others != all;
	if (t->quick)
		t->query.kinds = others;
	t->fresh = true;
	worker_submit(st->console->worker, &t->task);
}

void events_load_edge(struct stances *st, enum list_edge edge)
{
	size_t n = list_count(st->events);

	if (n == 0 || st->loading_events)
		return;
	struct events_task *t = new_task(st, edge == LIST_START ? PAGE_BEFORE : PAGE_AFTER);
	t->query.key = event_of(list_at(st->events, edge == LIST_START ? 0 : n - 1))->key;
	t->edge = edge;
	list_asked(st->events, edge);
	worker_submit(st->console->worker, &t->task);
}

/* --- Which kinds --- */

static int kind_named(struct span word)
{
	for (int k = 0; k < HISTORY_KINDS; k++)
		if (span_is(word, history_kind_name((enum history_kind)k)))
			return k;
	return -1;
}

static struct span next_word(struct span text, size_t *at)
{
	while (*at < text.n && text.p[*at] == ' ')
		++*at;
	size_t start = *at;
	while (*at < text.n && text.p[*at] != ' ')
		++*at;
	return (struct span){text.p + start, *at - start};
}

static bool kinds_done(void *arg, struct span text, struct err *problem)
{
	struct stances *st = arg;
	unsigned kinds = 0;

	for (size_t at = 0; at < text.n;) {
		struct span word = next_word(text, &at);
		int k = word.n > 0 ? kind_named(word) : -1;
		if (k < 0 && word.n > 0) {
			err_set(problem, ERR_USAGE,
				"column %zu: there is no kind %.*s; there are decision, audit,"
				" evidence and memory",
				at - word.n + 1, (int)word.n, word.p);
			return false;
		}
		kinds |= k < 0 ? 0 : 1u << k;
	}
	st->kinds = kinds;
	str_clear(&st->words);
	str_adds(&st->words, text);
	list_reset(st->events);
	st->viewed[0] = '\0';
	st->events_loaded = false;
	events_load(st, PAGE_FIRST);
	return true;
}

static void complete_kind(
	void *arg, struct span text, size_t cursor, struct arena *a, struct prompt_choices *out)
{
	(void)arg;
	out->start = out->end = cursor;
	while (out->start > 0 && text.p[out->start - 1] != ' ')
		out->start--;
	size_t n = cursor - out->start;
	out->v = arena_calloc(a, HISTORY_KINDS, sizeof(*out->v));
	for (int k = 0; k < HISTORY_KINDS; k++) {
		const char *name = history_kind_name((enum history_kind)k);
		if (strncmp(name, text.p + out->start, n) == 0)
			out->v[out->n++] = span_of(name);
	}
}

void events_ask_kinds(struct stances *st)
{
	st->console->ops->prompt(
		st->console, "kinds", str_span(&st->words), kinds_done, complete_kind, st);
}
