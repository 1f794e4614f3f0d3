/* Beliefs: the list with its confidence bars, and one belief with the edges that can be followed.
 */
#include <stdio.h>
#include <string.h>

#include "beliefs_pane.h"

#define LIST_CAPACITY 192

static void beliefs_open(struct pane *p, void *console)
{
	struct beliefs *b = (struct beliefs *)p;

	b->console = console;
	b->list = list_new(LIST_CAPACITY);
	b->view = textview_new();
	b->total = -1;
	beliefs_filter_open(b);
	beliefs_load(b, PAGE_FIRST);
}

static void beliefs_close(struct pane *p)
{
	struct beliefs *b = (struct beliefs *)p;

	worker_forget(b->console->worker, b);
	list_free(&b->list);
	textview_free(&b->view);
	beliefs_filter_clear(b);
	beliefs_marks_clear(b);
	arena_free(&b->detail_arena);
}

static void beliefs_changed(struct pane *p)
{
	struct beliefs *b = (struct beliefs *)p;

	b->stale = b->loaded;
	beliefs_rows_refresh(b);
	if (b->focus[0])
		beliefs_load_detail(b, b->focus);
}

static void beliefs_enter(struct pane *p)
{
	struct beliefs *b = (struct beliefs *)p;

	if (b->focus[0])
		beliefs_load_detail(b, b->focus);
}

/* Looks at a belief: the detail shows it, and the list follows where it has the row. */
static void look_at(struct beliefs *b, const char *id)
{
	snprintf(b->focus, sizeof(b->focus), "%s", id);
	snprintf(b->console->belief, sizeof(b->console->belief), "%s", id);
	list_select(b->list, id);
}

static void beliefs_layout(struct pane *p, struct rect r)
{
	struct beliefs *b = (struct beliefs *)p;
	const struct list_row *selected = list_selected(b->list);

	b->split = split_of(r, b->detail_focus);
	list_set_height(b->list, beliefs_rows_of(b).h);
	if (list_wants(b->list, LIST_END))
		beliefs_load_edge(b, LIST_END);
	else if (list_wants(b->list, LIST_START))
		beliefs_load_edge(b, LIST_START);
	if (!b->focus[0] && selected)
		look_at(b, selected->id);
	if (b->focus[0] && strcmp(b->focus, b->viewed) != 0 && strcmp(b->focus, b->asked) != 0)
		beliefs_load_detail(b, b->focus);
	textview_layout(b->view, b->split.detail.w, b->split.detail.h);
}

static bool beliefs_wait(const struct pane *p)
{
	const struct beliefs *b = (const struct beliefs *)p;

	return b->loading || strcmp(b->focus, b->viewed) != 0;
}

static void beliefs_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct beliefs *b = (const struct beliefs *)p;
	struct str head = {0}, note = {0};
	bool ready = b->viewed[0] && strcmp(b->viewed, b->focus) == 0;

	(void)r;
	str_add(&head, "Beliefs");
	if (b->filter_text.len > 0)
		str_addf(&head, "  %s", str_cstr(&b->filter_text));
	if (b->from_queue && b->trail_length <= b->foot)
		str_add(&note, "back to the draft: Backspace");
	else if (b->trail_length > 0)
		str_addf(&note, "%zu back: Backspace", b->trail_length);
	else if (textview_more(b->view))
		str_add(&note, "J: more");
	split_draw(s, &b->split, b->detail_focus, str_span(&head), beliefs_order(b),
		ready ? SPAN_LIT("Belief") : SPAN_LIT(""), str_span(&note));
	beliefs_draw_list(b, s);
	if (ready)
		textview_draw(b->view, s, b->split.detail, b->detail_focus);
	str_free(&head);
	str_free(&note);
}

static void push_trail(struct beliefs *b)
{
	if (b->trail_length == BELIEFS_TRAIL) {
		memmove(b->trail[0], b->trail[1], sizeof(b->trail) - sizeof(b->trail[0]));
		b->trail_length--;
		b->foot -= b->foot > 0;
	}
	memcpy(b->trail[b->trail_length++], b->focus, UUID_TEXT);
}

/* Looks at the selected belief when a key comes before the frame that would. False, with a word
 * about it, when there is none. */
static bool has_focus(struct beliefs *b)
{
	const struct list_row *selected = list_selected(b->list);

	if (!b->focus[0] && selected)
		look_at(b, selected->id);
	if (!b->focus[0])
		console_say(b->console, STYLE_DIM, "there is no belief to open");
	return b->focus[0] != '\0';
}

static void open_part(struct beliefs *b)
{
	if (!has_focus(b))
		return;
	if (!b->detail_focus) {
		b->detail_focus = true;
		beliefs_choose_edge(b);
		return;
	}
	const char *target = textview_target(b->view);
	if (strcmp(b->viewed, b->focus) != 0) {
		console_say(b->console, STYLE_DIM, "its edges are not on the screen yet");
		return;
	}
	if (!target[0]) {
		console_say(b->console, STYLE_DIM, "choose an edge with j and k; Enter follows it");
		return;
	}
	char id[UUID_TEXT];
	snprintf(id, sizeof(id), "%s", target);
	push_trail(b);
	look_at(b, id);
}

static void go_back(struct beliefs *b)
{
	if (b->from_queue && b->trail_length <= b->foot) {
		b->from_queue = false;
		b->console->ops->show(b->console, PANE_QUEUE, NULL);
		return;
	}
	if (b->trail_length == 0) {
		b->detail_focus = false;
		return;
	}
	look_at(b, b->trail[--b->trail_length]);
}

void beliefs_move(struct beliefs *b, enum action a)
{
	if (!list_act(b->list, a))
		beliefs_load(b, a == ACTION_TOP ? PAGE_FIRST : PAGE_LAST);
	b->trail_length = 0;
	b->from_queue = false;
	b->focus[0] = '\0';
}

static bool cancel(struct beliefs *b)
{
	struct err none = {0};

	if (b->detail_focus) {
		b->detail_focus = false;
		return true;
	}
	return b->filter.n > 0 && beliefs_filter(b, SPAN_LIT(""), &none);
}

static bool beliefs_act(struct pane *p, enum action a)
{
	struct beliefs *b = (struct beliefs *)p;

	switch (a) {
	case ACTION_DOWN:
	case ACTION_UP:
	case ACTION_PAGE_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_TOP:
	case ACTION_BOTTOM:
		if (b->detail_focus)
			textview_act(b->view, a);
		else
			beliefs_move(b, a);
		beliefs_marks_act(b, a);
		return true;
	case ACTION_SCROLL_DOWN: textview_scroll(b->view, b->split.detail.h / 2 + 1); return true;
	case ACTION_SCROLL_UP: textview_scroll(b->view, -(b->split.detail.h / 2 + 1)); return true;
	case ACTION_OPEN: open_part(b); return true;
	case ACTION_BACK: go_back(b); return true;
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART:
		b->detail_focus = !b->detail_focus && has_focus(b);
		beliefs_choose_edge(b);
		return true;
	case ACTION_STANCES:
		if (has_focus(b))
			b->console->ops->show(b->console, PANE_STANCES, b->focus);
		return true;
	case ACTION_QUIT:
	case ACTION_CANCEL: return cancel(b);
	case ACTION_REFRESH: beliefs_reload(b); return true;
	case ACTION_FILTER: filter_ask(&b->ask, "filter", str_span(&b->filter_text)); return true;
	case ACTION_SORT: filter_ask_order(&b->ask, str_span(&b->filter_text)); return true;
	default: return beliefs_marks_act(b, a);
	}
}

static bool beliefs_enabled(const struct pane *p, enum action a, const char **why)
{
	(void)p;
	(void)a;
	(void)why;
	return true;
}

static const enum action *beliefs_footer(const struct pane *p)
{
	static const enum action list[] = {ACTION_OPEN, ACTION_STANCES, ACTION_FILTER, ACTION_SORT,
		ACTION_MARK, ACTION_REFRESH, ACTION_NONE};
	static const enum action marked[] = {ACTION_MARK, ACTION_RANGE, ACTION_MARK_ALL,
		ACTION_UNMARK_ALL, ACTION_OPEN, ACTION_FILTER, ACTION_NONE};
	static const enum action detail[] = {ACTION_OPEN, ACTION_BACK, ACTION_STANCES, ACTION_NONE};

	const struct beliefs *b = (const struct beliefs *)p;

	if (b->detail_focus)
		return detail;
	return idmap_count(&b->marks.set) > 0 || b->marks.range_end[0] ? marked : list;
}

static void beliefs_status(const struct pane *p, struct str *out)
{
	const struct beliefs *b = (const struct beliefs *)p;
	uint64_t position = list_position(b->list);
	char number[16];

	if (!b->loaded || b->total < 0)
		return;
	console_count(b->total, number);
	if (position > 0)
		str_addf(out, "%llu of ", (unsigned long long)position);
	str_add(out, number);
	marks_status(&b->marks, out);
	if (b->stale)
		str_add(out, " · changed: R");
}

static void beliefs_show(struct pane *p, const char *id)
{
	struct beliefs *b = (struct beliefs *)p;

	if (b->focus[0])
		push_trail(b);
	if (b->console->came_from == PANE_QUEUE) {
		b->from_queue = true;
		b->foot = b->trail_length;
	}
	b->detail_focus = true;
	look_at(b, id);
}

const struct pane_ops beliefs_pane = {
	.name = "Beliefs",
	.keys = KEYS_BELIEFS,
	.size = sizeof(struct beliefs),
	.open = beliefs_open,
	.close = beliefs_close,
	.enter = beliefs_enter,
	.layout = beliefs_layout,
	.draw = beliefs_draw,
	.waits = beliefs_wait,
	.act = beliefs_act,
	.enabled = beliefs_enabled,
	.footer = beliefs_footer,
	.status = beliefs_status,
	.show = beliefs_show,
	.changed = beliefs_changed,
};
