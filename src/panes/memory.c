/* What the agent remembers: the list, one interaction with its thread and what followed from it,
 * and those that are like it. */
#include <stdio.h>
#include <string.h>

#include "memory_pane.h"

#define LIST_CAPACITY 192

#define NO_INTERACTION "there is no interaction to open"
#define NO_LINK "choose a link with {down} and {up}; {open} follows it"

struct list *memory_list(const struct memory *m)
{
	return m->near_to[0] ? m->near : m->list;
}

static void pane_open(struct pane *p, void *console)
{
	struct memory *m = (struct memory *)p;
	struct err none = {0};

	m->console = console;
	m->list = list_new(LIST_CAPACITY);
	m->near = list_new(MEMORY_SIMILAR);
	m->view = textview_new();
	textview_gradual(m->view);
	memory_filter_open(m);
	memory_filter_by(m, SPAN_LIT(""), &none);
}

static void pane_close(struct pane *p)
{
	struct memory *m = (struct memory *)p;

	worker_forget(m->console->worker, m);
	list_free(&m->list);
	list_free(&m->near);
	textview_free(&m->view);
	filter_ask_clear(&m->ask);
	str_free(&m->filter_text);
	arena_free(&m->filter_arena);
	arena_free(&m->detail_arena);
	arena_free(&m->led_arena);
}

static void pane_changed(struct pane *p)
{
	struct memory *m = (struct memory *)p;

	memory_rows_look(m);
	if (m->focus[0])
		memory_load_detail(m, m->focus);
}

static void pane_enter(struct pane *p)
{
	struct memory *m = (struct memory *)p;

	if (m->focus[0])
		memory_load_detail(m, m->focus);
}

/* Looks at one: the detail shows it, and the list follows where it has the row. */
static void look_at(struct memory *m, const char *id)
{
	snprintf(m->focus, sizeof(m->focus), "%s", id);
	list_select(memory_list(m), m->focus);
}

static void pane_layout(struct pane *p, struct rect r)
{
	struct memory *m = (struct memory *)p;
	struct list *open = memory_list(m);
	const struct list_row *selected = list_selected(open);

	m->width = r.w;
	m->split = split_of(m->console, r, m->detail_focus);
	list_set_height(open, m->split.list.h);
	if (open == m->list && list_wants(open, LIST_END))
		memory_load_edge(m, LIST_END);
	else if (open == m->list && list_wants(open, LIST_START))
		memory_load_edge(m, LIST_START);
	if (!m->focus[0] && selected)
		look_at(m, selected->id);
	if (m->focus[0] && strcmp(m->focus, m->viewed) != 0 && strcmp(m->focus, m->asked) != 0)
		memory_load_detail(m, m->focus);
	textview_layout(m->view, m->split.detail.w, m->split.detail.h);
}

static bool pane_unfinished(const struct pane *p)
{
	return textview_unfinished(((const struct memory *)p)->view);
}

static bool pane_waits(const struct pane *p)
{
	const struct memory *m = (const struct memory *)p;

	return m->loading || strcmp(m->focus, m->viewed) != 0;
}

/* Looks at the selected row when a key comes before the frame that would. False, with a word about
 * it, when there is none. */
static bool has_focus(struct memory *m)
{
	const struct list_row *selected = list_selected(memory_list(m));

	if (!m->focus[0] && selected)
		look_at(m, selected->id);
	if (!m->focus[0])
		console_say(m->console, STYLE_DIM, NO_INTERACTION);
	return m->focus[0] != '\0';
}

static bool is_draft(const struct memory *m, const char *id)
{
	for (size_t i = 0; m->led_state == LED_KNOWN && i < m->led.draft_count; i++)
		if (strcmp(m->led.drafts[i].line.id, id) == 0)
			return true;
	return false;
}

static bool is_belief(const struct memory *m, const char *id)
{
	for (size_t i = 0; m->led_state == LED_KNOWN && i < m->led.change_count; i++)
		if (strcmp(m->led.changes[i].belief_id, id) == 0)
			return true;
	return false;
}

static void follow(struct memory *m)
{
	char id[UUID_TEXT];

	snprintf(id, sizeof(id), "%s", textview_target(m->view));
	if (strcmp(m->viewed, m->focus) != 0) {
		console_say(m->console, STYLE_DIM, "what it leads to is not on the screen yet");
	} else if (!id[0]) {
		console_say(m->console, STYLE_DIM, NO_LINK);
	} else if (is_draft(m, id)) {
		m->console->ops->show(m->console, PANE_QUEUE, id);
	} else if (is_belief(m, id)) {
		m->console->ops->show(m->console, PANE_BELIEFS, id);
	} else {
		trail_push(&m->trail, m->focus);
		look_at(m, id);
	}
}

static void go_back(struct memory *m)
{
	char to[UUID_TEXT];

	if (trail_back(&m->trail, m->focus, to))
		look_at(m, to);
	else if (m->detail_focus)
		m->detail_focus = false;
	else if (m->near_to[0])
		memory_near_close(m);
}

static void move_list(struct memory *m, enum action a)
{
	if (!list_act(memory_list(m), a) && !m->near_to[0])
		memory_load(m, a == ACTION_TOP ? PAGE_FIRST : PAGE_LAST);
	trail_clear(&m->trail);
	m->focus[0] = '\0';
}

/* Esc peels off one layer: the open detail, what is alike, the filter. */
static bool cancel(struct memory *m)
{
	struct err none = {0};

	if (m->detail_focus)
		m->detail_focus = false;
	else if (m->near_to[0])
		memory_near_close(m);
	else if (m->filter_text.len > 0)
		return memory_filter_by(m, SPAN_LIT(""), &none);
	else
		return false;
	return true;
}

static void refresh(struct memory *m)
{
	if (m->near_to[0])
		memory_near_load(m, m->near_to);
	else
		memory_refresh(m);
}

static bool pane_act(struct pane *p, enum action a)
{
	struct memory *m = (struct memory *)p;

	if (split_text_act(&m->split, m->view, m->detail_focus, a))
		return true;
	if (split_moves(a)) {
		move_list(m, a);
		return true;
	}
	switch (a) {
	case ACTION_OPEN:
		if (has_focus(m) && m->detail_focus)
			follow(m);
		else
			m->detail_focus = m->focus[0] != '\0';
		return true;
	case ACTION_BACK: go_back(m); return true;
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART: m->detail_focus = !m->detail_focus && has_focus(m); return true;
	case ACTION_SIMILAR:
		if (has_focus(m))
			memory_near_load(m, m->focus);
		return true;
	case ACTION_QUIT:
	case ACTION_CANCEL: return cancel(m);
	case ACTION_REFRESH: refresh(m); return true;
	case ACTION_FILTER: filter_ask(&m->ask, "filter", str_span(&m->filter_text)); return true;
	case ACTION_SORT: filter_ask_order(&m->ask, str_span(&m->filter_text)); return true;
	default: return false;
	}
}

static enum action pane_point(struct pane *p, const struct point *at)
{
	struct memory *m = (struct memory *)p;

	return split_point(memory_list(m), m->view, &m->detail_focus, at);
}

static bool pane_enabled(const struct pane *p, enum action a, const char **why)
{
	const struct memory *m = (const struct memory *)p;
	bool viewed = m->viewed[0] && strcmp(m->viewed, m->focus) == 0;

	*why = NULL;
	if (a != ACTION_OPEN && a != ACTION_SIMILAR)
		return true;
	if (m->loaded && !m->focus[0])
		*why = NO_INTERACTION;
	else if (a == ACTION_OPEN && m->detail_focus && viewed && !textview_target(m->view)[0])
		*why = NO_LINK;
	else if (a == ACTION_SIMILAR && viewed && !m->it.id[0])
		*why = "it was deleted";
	else if (a == ACTION_SIMILAR && viewed && m->it.embedding != EMBEDDING_FINE)
		*why = "it has no embedding that can be compared";
	return !*why;
}

static const enum action *pane_footer(const struct pane *p)
{
	static const enum action list[] = {ACTION_OPEN, ACTION_SIMILAR, ACTION_FILTER, ACTION_SORT,
		ACTION_REFRESH, ACTION_NONE};
	static const enum action detail[] = {ACTION_OPEN, ACTION_BACK, ACTION_SIMILAR, ACTION_NONE};
	static const enum action near[] = {
		ACTION_OPEN, ACTION_BACK, ACTION_SIMILAR, ACTION_REFRESH, ACTION_NONE};
	const struct memory *m = (const struct memory *)p;

	if (m->detail_focus)
		return detail;
	return m->near_to[0] ? near : list;
}

static void pane_show(struct pane *p, const char *id)
{
	struct memory *m = (struct memory *)p;

	if (m->focus[0])
		trail_push(&m->trail, m->focus);
	m->detail_focus = true;
	look_at(m, id);
}

static void pane_narrowed(struct pane *p)
{
	struct memory *m = (struct memory *)p;
	struct err none = {0};

	memory_filter_by(m, str_span(&m->filter_text), &none);
}

const struct pane_ops memory_pane = {
	.name = "Memory",
	.keys = KEYS_MEMORY,
	.size = sizeof(struct memory),
	.open = pane_open,
	.close = pane_close,
	.enter = pane_enter,
	.layout = pane_layout,
	.draw = memory_draw,
	.waits = pane_waits,
	.unfinished = pane_unfinished,
	.act = pane_act,
	.point = pane_point,
	.enabled = pane_enabled,
	.footer = pane_footer,
	.status = memory_status,
	.show = pane_show,
	.changed = pane_changed,
	.narrowed = pane_narrowed,
};
