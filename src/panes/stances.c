/* The timeline of one belief: how its stance and confidence moved, and why. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "panes/console.h"
#include "panes/split.h"
#include "steer.h"
#include "store/beliefs.h"
#include "store/stances.h"
#include "tui/chart.h"
#include "tui/list.h"
#include "tui/textview.h"

#define VERSIONS 2000
#define CHART_ROWS 9
#define CHART_LEAST 5 /* of them, where the window is low */

enum { LOAD_TIMELINE = 1 };

struct stances {
	struct pane pane;
	struct console *console;
	struct list *list;
	struct textview *view;
	struct split split;
	struct rect chart;
	bool detail_focus;

	char belief[UUID_TEXT]; /* whose timeline is wanted, and whose is loaded */
	char loaded[UUID_TEXT];
	struct arena arena;
	struct span title;
	bool locked;
	bool none; /* the agent holds no beliefs: there is nobody's timeline */
	struct chart_point *points; /* oldest first */
	size_t n;
	struct err error;
	char viewed[UUID_TEXT];
	struct steer steer;
};

struct timeline_task {
	struct task task;
	struct stances *pane;
	char belief[UUID_TEXT];
	struct belief_detail detail;
	struct stance *rows;
	size_t n;
};

static void timeline_run(struct task *task, void *context)
{
	struct timeline_task *t = (struct timeline_task *)task;
	struct err *e = &task->err;

	if (!t->belief[0]) {
		struct belief_query first = {.from = PAGE_FIRST, .limit = 1};
		struct belief_page page;
		if (beliefs_page(context, &first, &task->arena, &page, e) < 0 || page.n == 0)
			return;
		memcpy(t->belief, page.rows[0].id, UUID_TEXT);
	}
	if (beliefs_get(context, span_of(t->belief), &task->arena, &t->detail, e) < 0)
		return;
	stances_list(context, t->belief, VERSIONS, &task->arena, &t->rows, &t->n, e);
}

static void fill_list(struct stances *st, struct timeline_task *t)
{
	struct list_page page = {.n = t->n};
	struct list_row *selected = list_selected(st->list);
	char id[UUID_TEXT] = "";

	if (selected)
		memcpy(id, selected->id, UUID_TEXT);
	page.rows = arena_calloc(&page.arena, t->n, sizeof(*page.rows));
	st->points = arena_calloc(&t->task.arena, t->n, sizeof(*st->points));
	st->n = t->n;
	for (size_t i = 0; i < t->n; i++) {
		const struct stance *s = &t->rows[i];
		memcpy(page.rows[i].id, s->id, UUID_TEXT);
		page.rows[i].data = &t->rows[i];
		st->points[t->n - 1 - i] = (struct chart_point){s->created, s->confidence};
	}
	list_begin(st->list, &page, false, false);
	if (!list_select(st->list, id) && t->n > 0)
		list_select_index(st->list, 0);
}

/* What was loaded belongs to another belief, or to one that is gone. */
static void forget(struct stances *st)
{
	list_reset(st->list);
	textview_reset(st->view);
	st->n = 0;
	st->loaded[0] = st->viewed[0] = '\0';
	st->locked = false;
}

static void timeline_done(struct task *task)
{
	struct timeline_task *t = (struct timeline_task *)task;
	struct stances *st = t->pane;

	if (task->err.code != ERR_NONE) {
		st->error = task->err;
		if (task->err.code == ERR_MISSING || strcmp(st->loaded, t->belief) != 0)
			forget(st);
		console_say_error(st->console, &task->err);
		return;
	}
	err_clear(&st->error);
	st->none = !t->belief[0];
	struct arena old = st->arena;
	memcpy(st->belief, t->belief, UUID_TEXT);
	memcpy(st->loaded, t->belief, UUID_TEXT);
	st->title = t->detail.belief.title;
	st->locked = t->detail.belief.locked;
	fill_list(st, t);
	st->viewed[0] = '\0';
	st->arena = task->arena;
	task->arena = (struct arena){0};
	arena_free(&old);
}

static void load(struct stances *st)
{
	struct timeline_task *t = task_new(sizeof(*t));

	t->task.run = timeline_run;
	t->task.done = timeline_done;
	t->task.owner = st;
	t->task.kind = LOAD_TIMELINE;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading the timeline";
	t->pane = st;
	memcpy(t->belief, st->belief, UUID_TEXT);
	worker_submit(st->console->worker, &t->task);
}

static void steered(void *arg, const char *belief_id)
{
	(void)belief_id;
	load(arg);
}

static void stances_open(struct pane *p, void *console)
{
	struct stances *st = (struct stances *)p;

	st->console = console;
	st->list = list_new(VERSIONS);
	st->view = textview_new();
	steer_open(&st->steer, st->console, steered, st);
}

static void stances_close(struct pane *p)
{
	struct stances *st = (struct stances *)p;

	worker_forget(st->console->worker, st);
	steer_close(&st->steer);
	list_free(&st->list);
	textview_free(&st->view);
	arena_free(&st->arena);
}

static void stances_enter(struct pane *p)
{
	struct stances *st = (struct stances *)p;

	if (st->console->belief[0])
		memcpy(st->belief, st->console->belief, UUID_TEXT);
	load(st);
}

static void stances_show(struct pane *p, const char *id)
{
	struct stances *st = (struct stances *)p;

	snprintf(st->belief, sizeof(st->belief), "%s", id);
	st->detail_focus = false;
}

static void show_version(struct stances *st, const struct stance *s)
{
	struct textview *v = st->view;
	char at[20], ago[24];

	textview_reset(v);
	time_format_minutes(s->created, at);
	time_format_ago(s->created, time_now(), ago);
	textview_block(v, 0, 0, false, NULL);
	textview_runf(v, STYLE_DIM, "%s UTC · %s · ", at, ago);
	textview_field(v, s->status == STANCE_LOCKED ? STYLE_WARN : STYLE_TEXT,
		s->status_text.p ? s->status_text : SPAN_LIT("no status"));
	textview_block(v, 0, 0, false, NULL);
	textview_meter(v, s->confidence, 20);
	if (isnan(s->confidence))
		textview_run(v, STYLE_WARN, SPAN_LIT("  no confidence"));
	else
		textview_runf(v, STYLE_TEXT, "  %.3f", s->confidence);
	if (!isnan(s->change))
		textview_runf(v, s->change < 0 ? STYLE_BAD : STYLE_GOOD, "  %+.3f", s->change);
	textview_gap(v);
	textview_block(v, 2, 2, false, NULL);
	textview_run(v, STYLE_TEXT, s->text);
	textview_gap(v);
	textview_heading(v, "Why");
	textview_block(v, 2, 2, false, NULL);
	if (s->rationale.p)
		textview_run(v, STYLE_TEXT, s->rationale);
	else
		textview_run(v, STYLE_DIM, SPAN_LIT("No rationale was written down."));
}

static void stances_layout(struct pane *p, struct rect r)
{
	struct stances *st = (struct stances *)p;
	const struct list_row *selected = list_selected(st->list);

	st->split = split_of(r, st->detail_focus);
	struct rect *part = st->split.mode == SPLIT_STACKED ? &st->split.detail : &st->split.list;
	st->chart = (struct rect){0};
	int rows = part->h >= CHART_ROWS + 5 ? CHART_ROWS : CHART_LEAST;
	if (part->h >= rows + 5 && st->n > 0) {
		if (part == &st->split.list)
			st->chart = rect_inset(rect_bottom(part, rows), 0, 1);
		else
			st->chart = rect_top(part, rows);
	}
	list_set_height(st->list, st->split.list.h);
	if (selected && strcmp(st->viewed, selected->id) != 0) {
		memcpy(st->viewed, selected->id, UUID_TEXT);
		show_version(st, selected->data);
	}
	textview_layout(st->view, st->split.detail.w, st->split.detail.h);
}

static bool stances_wait(const struct pane *p)
{
	const struct stances *st = (const struct stances *)p;

	return st->error.code == ERR_NONE && strcmp(st->belief, st->loaded) != 0;
}

static void draw_row(
	void *arg, struct screen *s, struct rect r, const struct list_row *data, bool selected)
{
	const struct stance *v = data->data;
	bool live = v->status == STANCE_CURRENT || v->status == STANCE_LOCKED;
	enum style style = live ? STYLE_TEXT : STYLE_DIM;
	char at[20];

	(void)arg;
	if (selected)
		draw_glyph(s, r, 0, 0, STYLE_STRONG, GLYPH_CURSOR);
	time_format_minutes(v->created, at);
	int x = draw_str(s, r, 0, 2, STYLE_DIM, r.w >= 56 ? at : at + 5) + 1;
	if (v->status == STANCE_LOCKED)
		draw_glyph(s, r, 0, x, STYLE_WARN, GLYPH_LOCK);
	struct rect cell = r;
	cell.w = x + 13 < r.w ? x + 13 : r.w;
	draw_text(s, cell, 0, x + 2, style, v->status_text.p ? v->status_text : SPAN_LIT("–"));
	x += 14;
	if (isnan(v->confidence))
		draw_str(s, r, 0, x, STYLE_DIM, "  –");
	else
		draw_fmt(s, r, 0, x, style, "%.3f", v->confidence);
	if (!isnan(v->change) && v->change != 0)
		draw_fmt(
			s, r, 0, x + 6, v->change < 0 ? STYLE_BAD : STYLE_GOOD, "%+.3f", v->change);
	if (v->rationale.p)
		draw_text(s, r, 0, x + 14, STYLE_DIM, v->rationale);
}

static void stances_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct stances *st = (const struct stances *)p;
	struct str head = {0}, note = {0};

	(void)r;
	str_add(&head, "Stances");
	if (st->loaded[0]) {
		str_add(&head, "  ");
		str_adds(&head, st->title);
	}
	if (st->locked)
		str_add(&note, "the belief is locked");
	split_draw(s, &st->split, st->detail_focus, str_span(&head), SPAN_LIT("newest first"),
		st->n > 0 ? SPAN_LIT("Version") : SPAN_LIT(""), str_span(&note));
	if (st->n > 0) {
		list_draw(st->list, s, st->split.list, !st->detail_focus, draw_row, NULL);
		size_t at = list_selected_index(st->list);
		chart_draw(s, st->chart, st->points, st->n, (int)(st->n - 1 - at));
		textview_draw(st->view, s, st->split.detail, st->detail_focus);
	} else if (st->error.code != ERR_NONE) {
		draw_str(s, st->split.list, 1, 2, STYLE_BAD, st->error.text);
	} else if (st->none) {
		draw_str(s, st->split.list, 1, 2, STYLE_TEXT, "The agent holds no beliefs yet.");
	} else if (!st->loaded[0]) {
		draw_str(s, st->split.list, 1, 2, STYLE_DIM, "Loading the timeline …");
	} else {
		draw_str(s, st->split.list, 1, 2, STYLE_TEXT, "This belief has no stance yet.");
	}
	str_free(&head);
	str_free(&note);
}

static bool stances_act(struct pane *p, enum action a)
{
	struct stances *st = (struct stances *)p;

	switch (a) {
	case ACTION_DOWN:
	case ACTION_UP:
	case ACTION_PAGE_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_TOP:
	case ACTION_BOTTOM:
		if (st->detail_focus)
			textview_act(st->view, a);
		else
			list_act(st->list, a);
		return true;
	case ACTION_SCROLL_DOWN: textview_scroll(st->view, st->split.detail.h / 2 + 1); return true;
	case ACTION_SCROLL_UP:
		textview_scroll(st->view, -(st->split.detail.h / 2 + 1));
		return true;
	case ACTION_OPEN:
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART:
		st->detail_focus = (a == ACTION_OPEN || !st->detail_focus) && st->n > 0;
		return true;
	case ACTION_BACK:
	case ACTION_QUIT:
	case ACTION_CANCEL:
		if (!st->detail_focus && a != ACTION_BACK)
			return false;
		if (!st->detail_focus)
			st->console->ops->show(st->console, PANE_BELIEFS, NULL);
		st->detail_focus = false;
		return true;
	case ACTION_REFRESH: load(st); return true;
	default: return steer_act(&st->steer, a, st->loaded, "");
	}
}

static bool stances_enabled(const struct pane *p, enum action a, const char **why)
{
	if (a != ACTION_FILTER)
		return steer_enabled(((const struct stances *)p)->console, a, why);
	*why = "a timeline is shown whole";
	return false;
}

static const enum action *stances_footer(const struct pane *p)
{
	static const enum action list[] = {ACTION_OPEN, ACTION_BACK, ACTION_RAISE, ACTION_LOWER,
		ACTION_SET, ACTION_UNDO_CHANGE, ACTION_REFRESH, ACTION_NONE};
	static const enum action detail[] = {ACTION_BACK, ACTION_NONE};

	return ((const struct stances *)p)->detail_focus ? detail : list;
}

static void stances_status(const struct pane *p, struct str *out)
{
	const struct stances *st = (const struct stances *)p;

	if (st->n > 0)
		str_addf(out, "%zu of %zu versions%s", list_selected_index(st->list) + 1, st->n,
			st->n == VERSIONS ? ", the newest" : "");
}

static void stances_changed(struct pane *p)
{
	load((struct stances *)p);
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
	.enabled = stances_enabled,
	.footer = stances_footer,
	.status = stances_status,
	.show = stances_show,
	.changed = stances_changed,
};
