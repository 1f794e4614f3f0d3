/* The filter of the memory pane. */
#include <string.h>

#include "memory_pane.h"

bool memory_filter_by(struct memory *m, struct span text, struct err *problem)
{
	struct arena a = {0};
	struct filter f;
	struct span copy = arena_span(&a, text);

	if (filter_parse(FILTER_INTERACTIONS, copy, &a, &f, problem) < 0) {
		arena_free(&a);
		return false;
	}
	console_require_persona(m->console, &f, &a);
	str_clear(&m->filter_text);
	str_adds(&m->filter_text, copy);
	m->filter = f;
	arena_free(&m->filter_arena);
	m->filter_arena = a;
	m->total = -1;
	if (m->near_to[0])
		memory_near_close(m);
	list_reset(m->list);
	m->loaded = false;
	m->detail_focus = false;
	m->trail_length = 0;
	m->focus[0] = '\0';
	memory_load(m, PAGE_FIRST);
	return true;
}

static bool filter_done(void *arg, struct span text, struct err *problem)
{
	return memory_filter_by(arg, text, problem);
}

static void complete(
	void *arg, struct span text, size_t cursor, struct arena *a, struct prompt_choices *out)
{
	struct filter_completion c;

	(void)arg;
	filter_complete(FILTER_INTERACTIONS, text, cursor, a, &c);
	*out = (struct prompt_choices){.start = c.start, .end = c.end};
	out->v = arena_calloc(a, c.n, sizeof(*out->v));
	for (size_t i = 0; i < c.n; i++)
		out->v[out->n++] = span_of(c.choices[i]);
}

void memory_ask_filter(struct memory *m)
{
	m->console->ops->prompt(
		m->console, "filter", str_span(&m->filter_text), filter_done, complete, m);
}
