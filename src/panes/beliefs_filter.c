/* The filter of the beliefs, and asking for it. */
#include "beliefs_pane.h"

bool beliefs_filter(struct beliefs *b, struct span text, struct err *problem)
{
	if (!filter_ask_read(&b->ask, text, &b->filter, &b->filter_arena, &b->filter_text, problem))
		return false;
	beliefs_marks_filtered(b);
	b->detail_focus = false;
	trail_clear(&b->trail);
	b->from_elsewhere = false;
	beliefs_reload(b);
	return true;
}

static bool filter_done(void *beliefs, struct span text, struct err *problem)
{
	return beliefs_filter(beliefs, text, problem);
}

void beliefs_filter_open(struct beliefs *b)
{
	static const enum filter_field fields[] = {
		FILTER_TAG, FILTER_REL, FILTER_BY, FILTER_PERSONA};
	struct err none = {0};

	b->ask = (struct filter_ask){
		.console = b->console,
		.dialect = FILTER_BELIEFS,
		.fields = fields,
		.n = sizeof(fields) / sizeof(fields[0]),
		.owner = b,
		.kind = BELIEFS_VALUES,
		.done = filter_done,
	};
	filter_ask_read(
		&b->ask, SPAN_LIT(""), &b->filter, &b->filter_arena, &b->filter_text, &none);
}

void beliefs_filter_clear(struct beliefs *b)
{
	filter_ask_clear(&b->ask);
	arena_free(&b->filter_arena);
	str_free(&b->filter_text);
}
