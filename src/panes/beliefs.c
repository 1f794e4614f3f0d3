/* Beliefs: the list with its confidence bars, and one belief with the edges that can be followed.
 */
#include <stdio.h>
#include <string.h>

#include "beliefs_pane.h"
#include "store/graph.h"

#define LIST_CAPACITY 192
#define WHOLE_COLUMNS 150 /* below it, a graph with the focus takes the place of the list */

#define NO_BELIEF "there is no belief to open"
#define NO_EDGE "there is no edge to follow"
#define DELETED "this belief was deleted"
#define NOTHING_AHEAD "{back} has not come back from anywhere"

static void steered(void *arg, const char *belief_id);

static void beliefs_open(struct pane *p, void *console)
{
	struct beliefs *b = (struct beliefs *)p;

	b->console = console;
	b->list = list_new(LIST_CAPACITY);
	ego_open(&b->ego, console);
	if (b->console->plain)
		hub_stack(b->ego.hub);
	b->total = -1;
	beliefs_filter_open(b);
	steer_open(&b->steer, b->console, steered, b);
	beliefs_load(b, PAGE_FIRST);
}

static void beliefs_close(struct pane *p)
{
	struct beliefs *b = (struct beliefs *)p;

	worker_forget(b->console->worker, b);
	steer_close(&b->steer);
	list_free(&b->list);
	ego_close(&b->ego);
	beliefs_filter_clear(b);
	beliefs_marks_clear(b);
}

static void beliefs_changed(struct pane *p)
{
	struct beliefs *b = (struct beliefs *)p;

	steer_doubt_ask(&b->steer);
	beliefs_rows_refresh(b);
	if (b->focus[0])
		beliefs_load_detail(b, b->focus);
}

static void beliefs_enter(struct pane *p)
{
	struct beliefs *b = (struct beliefs *)p;

	steer_doubt_ask(&b->steer);
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

	if (b->detail_focus && r.w < WHOLE_COLUMNS && !b->console->plain)
		b->split = split_single(r, true);
	else
		b->split = split_long_rows(b->console, r, b->detail_focus);
	list_set_height(b->list, beliefs_rows_of(b).h);
	if (list_wants(b->list, LIST_END))
		beliefs_load_edge(b, LIST_END);
	else if (list_wants(b->list, LIST_START))
		beliefs_load_edge(b, LIST_START);
	if (!b->focus[0] && selected)
		look_at(b, selected->id);
	if (b->focus[0] && strcmp(b->focus, b->viewed) != 0 && strcmp(b->focus, b->asked) != 0)
		beliefs_load_detail(b, b->focus);
	ego_layout(&b->ego, b->split.detail);
}

static bool beliefs_wait(const struct pane *p)
{
	const struct beliefs *b = (const struct beliefs *)p;

	return b->loading || strcmp(b->focus, b->viewed) != 0;
}

static void beliefs_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct beliefs *b = (const struct beliefs *)p;
	struct str head = {0}, title = {0}, note = {0};
	bool ready = b->viewed[0] && strcmp(b->viewed, b->focus) == 0;

	(void)r;
	str_add(&head, "Beliefs");
	if (b->filter_text.len > 0)
		str_addf(&head, "  %s", str_cstr(&b->filter_text));
	console_say_persona(b->console, &head);
	if (ready)
		ego_heading(&b->ego, &title);
	if (b->from_elsewhere && b->trail.back_count <= b->foot)
		str_addf(&note, "back to the %s: %s",
			b->back_to == PANE_QUEUE ? "draft" : "findings",
			console_key(b->console, ACTION_BACK).text);
	else
		trail_note(&b->trail, b->console, &note);
	draw_subject(s, b->viewed);
	split_draw(s, &b->split, b->detail_focus, str_span(&head), beliefs_order(b),
		str_span(&title), str_span(&note));
	beliefs_draw_list(b, s);
	if (ready)
		ego_draw(&b->ego, s, b->detail_focus);
	str_free(&head);
	str_free(&title);
	str_free(&note);
}

static void push_trail(struct beliefs *b)
{
	if (trail_push(&b->trail, b->focus))
		b->foot -= b->foot > 0;
}

/* A box of ours changed a belief: another one than the one looked at comes to the front. Nobody has
 * to be told that the list is old who made it so. */
static void steered(void *arg, const char *belief_id)
{
	struct beliefs *b = arg;

	if (strcmp(belief_id, b->focus) == 0) {
		beliefs_load_detail(b, b->focus);
		return;
	}
	if (b->focus[0])
		push_trail(b);
	look_at(b, belief_id);
	beliefs_refresh(b);
}

/* Looks at the selected belief when a key comes before the frame that would. False, with a word
 * about it, when there is none. */
static bool has_focus(struct beliefs *b)
{
	const struct list_row *selected = list_selected(b->list);

	if (!b->focus[0] && selected)
		look_at(b, selected->id);
	if (!b->focus[0])
		console_say(b->console, STYLE_DIM, NO_BELIEF);
	return b->focus[0] != '\0';
}

/* What is looked at is there no more. */
static bool is_gone(const struct beliefs *b)
{
	return b->focus[0] && strcmp(b->viewed, b->focus) == 0 && !b->ego.shown[0];
}

/* The same, said. */
static bool says_gone(const struct beliefs *b)
{
	if (is_gone(b))
		console_say(b->console, STYLE_WARN, DELETED);
	return is_gone(b);
}

static void open_part(struct beliefs *b)
{
	if (!has_focus(b))
		return;
	if (!b->detail_focus) {
		b->detail_focus = true;
		ego_choose(&b->ego);
		return;
	}
	const struct tie *tie = ego_selected(&b->ego);
	if (strcmp(b->viewed, b->focus) != 0) {
		console_say(b->console, STYLE_DIM, "its edges are not on the screen yet");
		return;
	}
	if (says_gone(b))
		return;
	if (!tie) {
		console_say(b->console, STYLE_DIM, NO_EDGE);
		return;
	}
	char id[UUID_TEXT];
	memcpy(id, tie->other, UUID_TEXT);
	push_trail(b);
	look_at(b, id);
}

static void go_back(struct beliefs *b)
{
	char to[UUID_TEXT];

	if (b->from_elsewhere && b->trail.back_count <= b->foot) {
		b->from_elsewhere = false;
		b->console->ops->show(b->console, b->back_to, NULL);
	} else if (trail_back(&b->trail, b->focus, to)) {
		look_at(b, to);
	} else {
		b->detail_focus = false;
	}
}

static void go_forward(struct beliefs *b)
{
	char to[UUID_TEXT];

	if (trail_forward(&b->trail, b->focus, to))
		look_at(b, to);
	else
		console_say(b->console, STYLE_DIM, NOTHING_AHEAD);
}

static void change_depth(struct beliefs *b, int by)
{
	const char *why = ego_keeps_depth(b->ego.depth, by);

	if (!has_focus(b))
		return;
	if (why) {
		console_say_words(b->console, STYLE_DIM, why);
		return;
	}
	b->ego.depth += by;
	beliefs_load_detail(b, b->focus);
}

/* Why the graph has no column on that side. */
static const char *nothing_there(const struct ego_view *v, enum action a)
{
	if (a == ACTION_LEFT)
		return v->ego.in > 0 ? "this is the first column" : "nothing leads in";
	return v->ego.out > 0 ? "this is the last column" : "nothing leads out";
}

/* From the list, right leads into the graph. */
static void go_across(struct beliefs *b, enum action a)
{
	if (!b->detail_focus && a == ACTION_RIGHT)
		open_part(b);
	else if (b->detail_focus && !ego_act(&b->ego, a))
		console_say(b->console, STYLE_DIM, "%s", nothing_there(&b->ego, a));
}

static void forget_way(struct beliefs *b)
{
	trail_clear(&b->trail);
	b->from_elsewhere = false;
	b->focus[0] = '\0';
}

void beliefs_move(struct beliefs *b, enum action a)
{
	if (!list_act(b->list, a))
		beliefs_load(b, a == ACTION_TOP ? PAGE_FIRST : PAGE_LAST);
	forget_way(b);
}

static bool cancel(struct beliefs *b)
{
	struct err none = {0};
	bool path = b->path_from[0] != '\0';

	if (path)
		console_say(b->console, STYLE_DIM, "no path is looked for any more");
	b->path_from[0] = '\0';
	if (b->detail_focus && !path && b->from_elsewhere && b->trail.back_count <= b->foot) {
		go_back(b);
		return true;
	}
	if (b->detail_focus || path) {
		b->detail_focus = false;
		return true;
	}
	return b->filter.n > 0 && beliefs_filter(b, SPAN_LIT(""), &none);
}

/* The selected edge; "" for none. */
static const char *edge_here(const struct beliefs *b)
{
	const struct tie *tie = b->detail_focus ? ego_selected(&b->ego) : NULL;

	return tie ? tie->edge : "";
}

/* Those that are marked, the beliefs of the filter, or what is around the one that is looked at. */
static void draw_graph(struct beliefs *b)
{
	struct drawing_of of = {.what = DRAW_AROUND, .depth = b->ego.depth};

	if (!has_focus(b))
		return;
	memcpy(of.focus, b->focus, UUID_TEXT);
	if (!b->detail_focus && idmap_count(&b->marks.set) > 0) {
		of.what = DRAW_THESE;
		of.these = b->marks.set;
	} else if (!b->detail_focus && b->filter_text.len > 0) {
		of.what = DRAW_FILTER;
		of.filter = b->filter_text;
	}
	drawing_show(b->console, &of);
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
			ego_act(&b->ego, a);
		else
			beliefs_move(b, a);
		beliefs_marks_act(b, a);
		return true;
	case ACTION_LEFT:
	case ACTION_RIGHT: go_across(b, a); return true;
	case ACTION_SCROLL_DOWN: textview_scroll(b->ego.text, b->ego.rest.h / 2 + 1); return true;
	case ACTION_SCROLL_UP: textview_scroll(b->ego.text, -(b->ego.rest.h / 2 + 1)); return true;
	case ACTION_FORWARD: go_forward(b); return true;
	case ACTION_SHALLOWER:
	case ACTION_DEEPER: change_depth(b, a == ACTION_DEEPER ? 1 : -1); return true;
	case ACTION_OPEN: open_part(b); return true;
	case ACTION_BACK: go_back(b); return true;
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART:
		b->detail_focus = !b->detail_focus && has_focus(b);
		ego_choose(&b->ego);
		return true;
	case ACTION_DRAW: draw_graph(b); return true;
	case ACTION_PATH:
		if (has_focus(b) && !says_gone(b))
			beliefs_path(b);
		return true;
	case ACTION_STANCES:
		if (has_focus(b) && !says_gone(b))
			b->console->ops->show(b->console, PANE_STANCES, b->focus);
		return true;
	case ACTION_QUIT: return cancel(b);
	case ACTION_CANCEL: return marks_range_leave(&b->marks, b->console) || cancel(b);
	case ACTION_REFRESH: beliefs_refresh(b); return true;
	case ACTION_FILTER: filter_ask(&b->ask, "filter", str_span(&b->filter_text)); return true;
	case ACTION_SORT: filter_ask_order(&b->ask, str_span(&b->filter_text)); return true;
	default: break;
	}
	if (beliefs_marks_act(b, a))
		return true;
	const struct list_row *selected = list_selected(b->list);
	if (!b->focus[0] && selected)
		look_at(b, selected->id);
	return steer_act(&b->steer, a, is_gone(b) ? STEER_GONE : b->focus, edge_here(b));
}

/* Another row of the list is another place to begin with, as when keys move to it. */
static bool point_at_list(struct beliefs *b, const struct point *at)
{
	size_t was = list_selected_index(b->list);
	bool again = list_point(b->list, at) == POINTED_AGAIN && !b->detail_focus;

	if (at->on == b->list && at->what == POINT_PRESS)
		b->detail_focus = false;
	if (list_selected_index(b->list) != was)
		forget_way(b);
	return again;
}

static enum action beliefs_point(struct pane *p, const struct point *at)
{
	struct beliefs *b = (struct beliefs *)p;

	if (marks_drag(&b->marks, b->list, at))
		beliefs_marks_act(b, ACTION_RANGE);
	bool opens = point_at_list(b, at);
	beliefs_marks_act(b, ACTION_NONE);
	textview_point(b->ego.text, at);
	enum pointed in_graph = hub_point(b->ego.hub, at);
	if (in_graph && at->what == POINT_PRESS) {
		opens = in_graph == POINTED_AGAIN && b->detail_focus;
		b->detail_focus = has_focus(b);
	}
	return opens ? ACTION_OPEN : ACTION_NONE;
}

/* Why it would do nothing now; NULL: it does. */
static const char *refusal(const struct beliefs *b, enum action a)
{
	bool none = b->loaded && !b->focus[0];

	if (is_gone(b) && (a == ACTION_STANCES || a == ACTION_PATH || a == ACTION_OPEN))
		return DELETED;
	switch (a) {
	case ACTION_OPEN:
		if (b->detail_focus && !ego_selected(&b->ego))
			return NO_EDGE;
		return none ? NO_BELIEF : NULL;
	case ACTION_MARK:
	case ACTION_RANGE:
	case ACTION_DRAW:
	case ACTION_PATH:
	case ACTION_STANCES: return none ? NO_BELIEF : NULL;
	case ACTION_FORWARD: return b->trail.ahead_count > 0 ? NULL : NOTHING_AHEAD;
	case ACTION_SHALLOWER: return ego_keeps_depth(b->ego.depth, -1);
	case ACTION_DEEPER: return ego_keeps_depth(b->ego.depth, 1);
	default: return NULL;
	}
}

static bool is_locked(const struct beliefs *b)
{
	return strcmp(b->ego.shown, b->focus) == 0 && b->ego.detail.belief.locked;
}

static bool beliefs_enabled(const struct pane *p, enum action a, const char **why)
{
	const struct beliefs *b = (const struct beliefs *)p;

	*why = refusal(b, a);
	if (*why ||
		!steer_enabled(
			b->console, a, is_gone(b) ? STEER_GONE : b->focus, edge_here(b), why))
		return false;
	*why = is_locked(b) ? steer_refuses_locked(a) : NULL;
	return !*why;
}

static const enum action *beliefs_footer(const struct pane *p)
{
	static const enum action list[] = {ACTION_RAISE, ACTION_LOWER, ACTION_SET,
		ACTION_LOCK_BELIEF, ACTION_UNDO_CHANGE, ACTION_FILTER, ACTION_MARK, ACTION_PATH,
		ACTION_DRAW, ACTION_OPEN, ACTION_STANCES, ACTION_PANE_FINDINGS, ACTION_SORT,
		ACTION_REFRESH, ACTION_NONE};
	/* Where one sees only the list, the way to the rest comes first. */
	static const enum action alone[] = {ACTION_OPEN, ACTION_RAISE, ACTION_LOWER, ACTION_SET,
		ACTION_LOCK_BELIEF, ACTION_FILTER, ACTION_MARK, ACTION_STANCES, ACTION_NONE};
	static const enum action marked[] = {ACTION_MARK, ACTION_RANGE, ACTION_MARK_ALL,
		ACTION_UNMARK_ALL, ACTION_DRAW, ACTION_PATH, ACTION_OPEN, ACTION_NONE};
	static const enum action detail[] = {ACTION_OPEN, ACTION_BACK, ACTION_FORWARD, ACTION_RAISE,
		ACTION_LOWER, ACTION_SET, ACTION_LOCK_BELIEF, ACTION_UNDO_CHANGE, ACTION_PATH,
		ACTION_DRAW, ACTION_STANCES, ACTION_MARK, ACTION_LINK, ACTION_CHANGE_EDGE,
		ACTION_DELETE, ACTION_DEEPER, ACTION_NONE};
	static const enum action gone[] = {ACTION_BACK, ACTION_REFRESH, ACTION_NONE};
	const struct beliefs *b = (const struct beliefs *)p;

	if (b->detail_focus)
		return strcmp(b->viewed, b->focus) == 0 && !b->ego.shown[0] ? gone : detail;
	if (idmap_count(&b->marks.set) > 0 || b->marks.range_end[0])
		return marked;
	return b->split.mode == SPLIT_SINGLE ? alone : list;
}

static const char *beliefs_called(const struct pane *p, enum action a)
{
	const struct beliefs *b = (const struct beliefs *)p;

	return a == ACTION_LOCK_BELIEF && is_locked(b) ? "unlock" : NULL;
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
	if (b->path_from[0])
		str_add(out, console_words(b->console, " · path: {path} at its other end").text);
	if (b->stale)
		str_add(out, console_words(b->console, " · changed: {refresh}").text);
}

static void beliefs_show(struct pane *p, const char *id)
{
	struct beliefs *b = (struct beliefs *)p;

	if (b->focus[0])
		push_trail(b);
	enum pane_id from = b->console->came_from;
	if (from == PANE_QUEUE || from == PANE_FINDINGS) {
		b->from_elsewhere = true;
		b->back_to = from;
		b->foot = b->trail.back_count;
	}
	b->detail_focus = true;
	look_at(b, id);
}

static void beliefs_narrowed(struct pane *p)
{
	struct beliefs *b = (struct beliefs *)p;
	struct err none = {0};

	beliefs_filter(b, str_span(&b->filter_text), &none);
}

static size_t count_marks(const struct pane *p)
{
	return marks_count(&((const struct beliefs *)p)->marks);
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
	.point = beliefs_point,
	.enabled = beliefs_enabled,
	.footer = beliefs_footer,
	.called = beliefs_called,
	.status = beliefs_status,
	.marked = count_marks,
	.show = beliefs_show,
	.changed = beliefs_changed,
	.narrowed = beliefs_narrowed,
};
