/* The filter of the memory pane. */
#include "memory_pane.h"
#include "memory_tasks.h"

bool memory_filter_by(struct memory *m, struct span text, struct err *problem)
{
	if (!filter_ask_read(&m->ask, text, &m->filter, &m->filter_arena, &m->filter_text, problem))
		return false;
	m->total = -1;
	if (m->near_to[0])
		memory_near_close(m);
	list_reset(m->list);
	m->loaded = false;
	m->detail_focus = false;
	trail_clear(&m->trail);
	m->focus[0] = '\0';
	memory_load(m, PAGE_FIRST);
	return true;
}

static bool filter_done(void *memory, struct span text, struct err *problem)
{
	return memory_filter_by(memory, text, problem);
}

void memory_filter_open(struct memory *m)
{
	static const enum filter_field fields[] = {FILTER_SUB, FILTER_PERSONA};

	m->ask = (struct filter_ask){
		.console = m->console,
		.dialect = FILTER_INTERACTIONS,
		.fields = fields,
		.n = sizeof(fields) / sizeof(fields[0]),
		.owner = m,
		.kind = MEMORY_TASK_VALUES,
		.done = filter_done,
	};
}
