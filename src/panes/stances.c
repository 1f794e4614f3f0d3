/* The timeline of one belief: how its stance and confidence moved, why, and what else happened. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "stances_pane.h"

#define LIST_CAPACITY 256
#define NEAR 48 /* rows from the newest within which new versions come by themselves */
#define CHART_ROWS 9
#define CHART_TALL 13 /* in a high window */
#define CHART_LEAST 5 /* of them, where the window is low */
#define LIST_LEAST 5

static void steered(void *arg, const char *belief_id);

static void stances_open(struct pane *p, void *console)
{
	struct stances *st = (struct stances *)p;

	st->console = console;
	st->versions = list_new(LIST_CAPACITY);
	st->events = list_new(LIST_CAPACITY);
	st->view = textview_new();
	steer_open(&st->steer, st->console, steered, st);
}

static void stances_close(struct pane *p)
{
	struct stances *st = (struct stances *)p;

	worker_forget(st->console->worker, st);
	steer_close(&st->steer);
	list_free(&st->versions);
	list_free(&st->events);
	textview_free(&st->view);
	str_free(&st->words);
	arena_free(&st->arena);
	arena_free(&st->mark_arena);
}

static void load(struct stances *st)
{
	stances_load(st, PAGE_FIRST);
	if (st->history)
		events_load(st, PAGE_FIRST);
}

static void steered(void *arg, const char *belief_id)
{
	(void)belief_id;
	load(arg);
}

static void stances_enter(struct pane *p)
{
	struct stances *st = (struct stances *)p;

	steer_doubt_ask(&st->steer);
	if (st->console->belief[0])
		memcpy(st->belief, st->console->belief, UUID_TEXT);
	if (strcmp(st->belief, st->loaded) != 0) {
		list_reset(st->events);
		st->events_loaded = false;
	}
	load(st);
}

static void stances_show(struct pane *p, const char *id)
{
	struct stances *st = (struct stances *)p;

	snprintf(st->belief, sizeof(st->belief), "%s", id);
	st->detail_focus = st->history = false;
}

struct list *stances_list(const struct stances *st)
{
	return st->history ? st->events : st->versions;
}

/* --- Layout --- */

static int64_t cursor_time(const struct stances *st)
{
	const struct list_row *row = list_selected(stances_list(st));

	if (!row)
		return TIME_NONE;
	return st->history ? event_of(row)->at : version_of(row)->created;
}

/* The cursor stands at the selected version, or at what held when the event happened. */
struct chart stances_chart(const struct stances *st)
{
	struct chart c = {.points = st->points,
		.n = st->n,
		.view = st->zoom,
		.at = cursor_time(st),
		.value = (double)NAN};

	if (st->history)
		c.value = chart_value(&c, c.at);
	else if (list_selected(st->versions))
		c.value = version_of(list_selected(st->versions))->confidence;
	return c;
}

static void place_chart(struct stances *st)
{
	struct rect *part = st->split.mode == SPLIT_STACKED ? &st->split.detail : &st->split.list;
	int rows = CHART_LEAST;

	st->chart = st->chart_head = (struct rect){0};
	if (part->h >= CHART_ROWS + LIST_LEAST)
		rows = part->h >= 3 * CHART_TALL ? CHART_TALL : CHART_ROWS;
	if (part->h < rows + LIST_LEAST || st->n == 0)
		return;
	if (part == &st->split.list) {
		st->chart = rect_inset(rect_bottom(part, rows), 0, 1);
		return;
	}
	/* It is of all versions: the heading of the one that is shown comes after it. */
	st->chart_head = st->split.detail_head;
	st->chart = rect_top(part, rows);
	st->split.detail_head.y = rect_top(part, 1).y;
}

/* False when the version before is not here yet. */
static bool show_comparison(struct stances *st, const struct stance *s)
{
	size_t i = list_selected_index(st->versions);
	bool marked = st->mark.id[0] && strcmp(st->mark.id, s->id) != 0;
	const struct stance *before = version_of(list_at(st->versions, i + 1));

	version_compare(s, marked ? &st->mark : before, marked, st->view);
	return marked || before || list_at_edge(st->versions, LIST_END);
}

static void show_selected(struct stances *st)
{
	const struct list_row *row = list_selected(stances_list(st));
	bool whole = true;

	if (!row) {
		if (st->viewed[0])
			textview_reset(st->view);
		st->viewed[0] = '\0';
		return;
	}
	if (strcmp(st->viewed, row->id) == 0)
		return;
	if (st->history)
		event_show(event_of(row), st->view);
	else if (st->compares)
		whole = show_comparison(st, version_of(row));
	else
		version_show(version_of(row), st->view);
	if (whole)
		memcpy(st->viewed, row->id, UUID_TEXT);
}

static void want_rows(struct stances *st)
{
	for (enum list_edge edge = LIST_START; edge <= LIST_END; edge++) {
		if (list_wants(st->versions, edge))
			stances_load_edge(st, edge);
		if (st->history && list_wants(st->events, edge))
			events_load_edge(st, edge);
	}
}

static void stances_layout(struct pane *p, struct rect r)
{
	struct stances *st = (struct stances *)p;

	st->split = split_of(st->console, r, st->detail_focus);
	place_chart(st);
	list_set_height(stances_list(st), st->split.list.h);
	want_rows(st);
	show_selected(st);
	struct chart chart = stances_chart(st);
	st->zoom = chart_moved(&chart);
	textview_layout(st->view, st->split.detail.w, st->split.detail.h);
}

static bool stances_wait(const struct pane *p)
{
	const struct stances *st = (const struct stances *)p;

	return (st->error.code == ERR_NONE && strcmp(st->belief, st->loaded) != 0) ||
		(st->history && st->loading_events);
}

/* --- Acting --- */

static void move(struct stances *st, enum action a)
{
	if (list_act(stances_list(st), a) || list_count(stances_list(st)) == 0)
		return;
	else if (st->history)
		events_load(st, a == ACTION_TOP ? PAGE_FIRST : PAGE_LAST);
	else
		stances_load(st, a == ACTION_TOP ? PAGE_FIRST : PAGE_LAST);
}

/* Why it cannot be zoomed so; NULL: it can. */
static const char *keeps_zoom(const struct stances *st, enum chart_zoom how)
{
	struct chart c = stances_chart(st);
	struct chart_view to = chart_zoomed(&c, how);

	if (st->n == 0)
		return "there is nothing to draw";
	if (st->chart.h == 0)
		return "there is no room for the chart here";
	if (to.from != st->zoom.from || to.to != st->zoom.to)
		return NULL;
	return how == CHART_IN ? "this is as near as it gets" : "this is all of the time";
}

/* Why it would do nothing now; NULL: it does. */
static const char *refusal(const struct stances *st, enum action a)
{
	bool none = !list_selected(stances_list(st));

	switch (a) {
	case ACTION_OPEN: return none ? "there is nothing to open" : NULL;
	case ACTION_MARK_VERSION:
		if (st->history)
			return "{history} goes back to the versions: {mark-version} marks one "
			       "there";
		return none ? "there is no version to mark" : NULL;
	case ACTION_COMPARE:
		if (st->history)
			return "{history} goes back to the versions: {compare} compares them there";
		return none ? "there is no version to compare" : NULL;
	case ACTION_ZOOM_IN: return keeps_zoom(st, CHART_IN);
	case ACTION_ZOOM_OUT: return keeps_zoom(st, CHART_OUT);
	case ACTION_HISTORY: return st->loaded[0] ? NULL : "there is no timeline";
	case ACTION_FILTER: return st->history ? NULL : "a timeline is shown whole";
	default: return NULL;
	}
}

static void mark(struct stances *st)
{
	const struct stance *s = version_of(list_selected(st->versions));

	if (!s)
		return;
	bool again = strcmp(st->mark.id, s->id) == 0;
	arena_clear(&st->mark_arena);
	st->mark = *s;
	if (again)
		st->mark = (struct stance){0};
	st->mark.text = arena_span(&st->mark_arena, st->mark.text);
	st->mark.status_text = arena_span(&st->mark_arena, st->mark.status_text);
	st->mark.rationale = SPAN_NULL;
	st->viewed[0] = '\0';
	console_say(st->console, STYLE_DIM, "%s",
		console_words(st->console,
			again ? "the mark is gone: {compare} compares with the version before"
			      : "marked: {compare} compares the selected version with this one")
			.text);
}

static void compare(struct stances *st)
{
	st->compares = !st->compares;
	if (st->split.mode == SPLIT_SINGLE)
		st->detail_focus = st->compares; /* there is no other place to see it */
	st->viewed[0] = '\0';
}

static void zoom(struct stances *st, enum chart_zoom how)
{
	struct chart c = stances_chart(st);

	st->zoom = chart_zoomed(&c, how);
}

static void turn(struct stances *st)
{
	st->history = !st->history;
	st->events_loaded = false;
	st->viewed[0] = '\0';
	st->detail_focus = false;
	if (st->history)
		events_load(st, PAGE_FIRST);
}

static bool go_back(struct stances *st, enum action a)
{
	if (st->compares && !st->history && list_selected(stances_list(st)))
		compare(st);
	else if (st->detail_focus)
		st->detail_focus = false;
	else if (st->history)
		turn(st);
	else if (a != ACTION_CANCEL)
		st->console->ops->show(st->console, PANE_BELIEFS, NULL);
	else
		return false;
	return true;
}

static bool stances_act(struct pane *p, enum action a)
{
	struct stances *st = (struct stances *)p;
	const char *why = refusal(st, a);

	if (why) {
		console_say_words(st->console, STYLE_DIM, why);
		return true;
	}
	if (split_text_act(&st->split, st->view, st->detail_focus, a))
		return true;
	if (split_moves(a)) {
		move(st, a);
		return true;
	}
	switch (a) {
	case ACTION_OLDER: list_act(stances_list(st), ACTION_DOWN); return true;
	case ACTION_NEWER: list_act(stances_list(st), ACTION_UP); return true;
	case ACTION_OPEN:
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART:
		st->detail_focus =
			(a == ACTION_OPEN || !st->detail_focus) && list_selected(stances_list(st));
		return true;
	case ACTION_MARK_VERSION: mark(st); return true;
	case ACTION_COMPARE: compare(st); return true;
	case ACTION_ZOOM_IN: zoom(st, CHART_IN); return true;
	case ACTION_ZOOM_OUT: zoom(st, CHART_OUT); return true;
	case ACTION_HISTORY: turn(st); return true;
	case ACTION_BACK:
	case ACTION_QUIT:
	case ACTION_CANCEL: return go_back(st, a);
	case ACTION_FILTER: events_ask_kinds(st); return true;
	case ACTION_REFRESH: load(st); return true;
	default: return steer_act(&st->steer, a, st->loaded, "");
	}
}

static enum action stances_point(struct pane *p, const struct point *at)
{
	struct stances *st = (struct stances *)p;

	return split_point(stances_list(st), st->view, &st->detail_focus, at);
}

static bool stances_enabled(const struct pane *p, enum action a, const char **why)
{
	const struct stances *st = (const struct stances *)p;

	*why = refusal(st, a);
	if (*why || !steer_enabled(st->console, a, st->loaded, "", why))
		return false;
	*why = st->locked ? steer_refuses_locked(a) : NULL;
	return !*why;
}

static const enum action *stances_footer(const struct pane *p)
{
	static const enum action list[] = {ACTION_OPEN, ACTION_COMPARE, ACTION_MARK_VERSION,
		ACTION_HISTORY, ACTION_BACK, ACTION_SET, ACTION_UNDO_CHANGE, ACTION_ZOOM_IN,
		ACTION_ZOOM_OUT, ACTION_REFRESH, ACTION_NONE};
	static const enum action event[] = {
		ACTION_FILTER, ACTION_HISTORY, ACTION_BACK, ACTION_NONE};
	static const enum action events[] = {ACTION_OPEN, ACTION_FILTER, ACTION_HISTORY,
		ACTION_BACK, ACTION_ZOOM_IN, ACTION_ZOOM_OUT, ACTION_REFRESH, ACTION_NONE};
	static const enum action detail[] = {ACTION_COMPARE, ACTION_BACK, ACTION_NONE};
	static const enum action none[] = {ACTION_BACK, ACTION_REFRESH, ACTION_NONE};
	const struct stances *st = (const struct stances *)p;

	if (!st->loading && !st->loaded[0])
		return none;
	if (st->history)
		return st->detail_focus ? event : events;
	return st->detail_focus ? detail : list;
}

static void add_position(const struct list *l, struct str *out)
{
	uint64_t position = list_position(l);
	char number[16];

	if (position == 0)
		return;
	console_number((int64_t)position, number);
	str_addf(out, "%s of ", number);
}

static void stances_status(const struct pane *p, struct str *out)
{
	const struct stances *st = (const struct stances *)p;
	char number[16];

	if (st->history) {
		add_position(st->events, out);
		console_number((int64_t)list_count(st->events), number);
		str_addf(out, "%s%s events%s", number,
			list_at_edge(st->events, LIST_END) ? "" : "+",
			st->without_decisions ? " · without decisions" : "");
	} else if (st->count > 0) {
		add_position(st->versions, out);
		console_number(st->count, number);
		str_addf(out, "%s version%s", number, st->count == 1 ? "" : "s");
	}
	if (st->stale)
		str_add(out, console_words(st->console, " · changed: {refresh}").text);
}

/* Who reads old versions is not taken away from them. */
static void stances_changed(struct pane *p)
{
	struct stances *st = (struct stances *)p;
	const struct list *l = stances_list(st);

	steer_doubt_ask(&st->steer);
	if (list_count(l) > 0 && (list_selected_index(l) >= NEAR || list_position(l) == 0))
		st->stale = true;
	else
		load(st);
}

const struct pane_ops stances_pane = {
	.name = "Stances",
	.keys = KEYS_STANCES,
	.size = sizeof(struct stances),
	.open = stances_open,
	.close = stances_close,
	.enter = stances_enter,
	.layout = stances_layout,
	.draw = stances_draw,
	.waits = stances_wait,
	.act = stances_act,
	.point = stances_point,
	.enabled = stances_enabled,
	.footer = stances_footer,
	.status = stances_status,
	.show = stances_show,
	.changed = stances_changed,
};
