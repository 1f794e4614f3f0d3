/* The pulse of the queue: how deep and old it is, what comes and what is decided, and by whom. */
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "panes/console.h"
#include "store/stats.h"
#include "tui/bars.h"
#include "tui/textview.h"

#define CHART_ROWS 6
#define SAID_ROWS 4 /* of a chart in lines */
#define METER 16
#define NARROW_METER 8
#define NARROW 48 /* columns below which the names need the room */
#define WIDE_CHARTS 60 /* columns from which the title stands in theirs */
#define MOST_SUBREDDITS 12

struct pulse {
	struct pane pane;
	struct console *console;
	struct textview *view;
	struct arena arena;
	struct stats stats;
	int64_t at; /* when it was read */
	bool loading, loaded;
	bool narrow; /* the numbers were written so */
	struct err error;
	struct rect head; /* where the charts have no room for it */
	struct rect charts, numbers;
};

struct pulse_task {
	struct task task;
	struct pulse *pane;
	int64_t at;
	struct stats stats;
};

static void pulse_run(struct task *task, void *context)
{
	struct pulse_task *t = (struct pulse_task *)task;

	stats_read(context, t->at, &task->arena, &t->stats, &task->err);
}

static void show_count(
	const struct pulse *p, const char *before, struct span name, int64_t n, int64_t most)
{
	struct textview *v = p->view;

	textview_block(v, 2, 4, false, NULL);
	textview_meter(
		v, most > 0 ? (double)n / (double)most : 0, p->narrow ? NARROW_METER : METER);
	textview_runf(v, STYLE_TEXT, " %7lld  %s", (long long)n, before);
	textview_field(v, STYLE_TEXT, name);
}

static void show_depth(const struct pulse *p, struct textview *v)
{
	const struct stats *s = &p->stats;
	int64_t most = s->status_n > 0 ? s->statuses[0].n : 0;

	textview_heading(v, "Drafts by status");
	for (size_t i = 0; i < s->status_n; i++)
		show_count(p, "", s->statuses[i].name.p ? s->statuses[i].name : SPAN_LIT("none"),
			s->statuses[i].n, most);
	if (s->status_n == 0)
		textview_line(v, STYLE_DIM, SPAN_LIT("  The agent has written no drafts yet."));
	textview_gap(v);
	if (s->subreddit_n == 0)
		return;
	textview_heading(v, "What waits, by subreddit");
	int64_t rest = s->pending;
	for (size_t i = 0; i < s->subreddit_n && i < MOST_SUBREDDITS; i++) {
		struct span name = s->subreddits[i].name;
		show_count(p, name.n > 0 ? "r/" : "",
			name.n > 0 ? name : SPAN_LIT("(no subreddit)"), s->subreddits[i].n,
			s->subreddits[0].n);
		rest -= s->subreddits[i].n;
	}
	if (rest > 0) {
		textview_block(v, 2, 4, false, NULL);
		textview_runf(v, STYLE_DIM, "… and %lld in other subreddits", (long long)rest);
	}
	textview_gap(v);
}

static void show_age(const struct pulse *p, struct textview *v)
{
	char half[12], oldest[12];

	textview_heading(v, "How long they have waited");
	textview_block(v, 2, 4, false, NULL);
	if (p->stats.age_p50 < 0) {
		textview_run(v, STYLE_DIM, SPAN_LIT("Nothing waits."));
	} else {
		time_format_duration(p->stats.age_p50, half);
		time_format_duration(p->stats.age_p95, oldest);
		textview_runf(v, STYLE_TEXT, "half of them %s or more", half);
		if (strcmp(half, oldest) != 0)
			textview_runf(v, STYLE_TEXT, ", one in twenty %s or more", oldest);
	}
	textview_gap(v);
}

static void show_moderators(const struct pulse *p, struct textview *v)
{
	const struct stats *s = &p->stats;

	textview_heading(v, "Decisions in the last seven days");
	for (size_t i = 0; i < s->moderator_n; i++) {
		const struct stats_moderator *m = &s->moderators[i];
		textview_block(v, 2, 4, false, NULL);
		textview_field(v, STYLE_STRONG, m->name);
		textview_runf(v, STYLE_TEXT, ": %lld approved, %lld rejected",
			(long long)m->approved, (long long)m->rejected);
		if (m->reversed > 0)
			textview_runf(v, STYLE_WARN, ", %lld taken back", (long long)m->reversed);
		if (m->median_ms >= 0)
			textview_runf(v, STYLE_DIM, ", looked at for %.1f s (median)",
				(double)m->median_ms / 1000);
	}
	if (s->moderator_n == 0)
		textview_line(v, STYLE_DIM, SPAN_LIT("  Nobody has decided anything."));
}

static void write_numbers(struct pulse *p)
{
	textview_reset(p->view);
	show_age(p, p->view);
	show_depth(p, p->view);
	show_moderators(p, p->view);
}

static void pulse_done(struct task *task)
{
	struct pulse_task *t = (struct pulse_task *)task;
	struct pulse *p = t->pane;

	p->loading = false;
	p->error = task->err;
	if (task->err.code != ERR_NONE) {
		console_say_error(p->console, &task->err);
		return;
	}
	arena_free(&p->arena);
	p->arena = task->arena;
	task->arena = (struct arena){0};
	p->stats = t->stats;
	p->at = t->at;
	p->loaded = true;
	write_numbers(p);
}

static void load(struct pulse *p)
{
	struct pulse_task *t = task_new(sizeof(*t));

	t->task.run = pulse_run;
	t->task.done = pulse_done;
	t->task.owner = p;
	t->task.mode = TASK_LATEST;
	t->task.what = "taking the pulse";
	t->pane = p;
	t->at = time_now();
	p->loading = true;
	worker_submit(p->console->worker, &t->task);
}

static void pulse_open(struct pane *pane, void *console)
{
	struct pulse *p = (struct pulse *)pane;

	p->console = console;
	p->view = textview_new();
}

static void pulse_close(struct pane *pane)
{
	struct pulse *p = (struct pulse *)pane;

	worker_forget(p->console->worker, p);
	textview_free(&p->view);
	arena_free(&p->arena);
}

static void pulse_enter(struct pane *pane)
{
	load((struct pulse *)pane);
}

static void pulse_layout(struct pane *pane, struct rect r)
{
	struct pulse *p = (struct pulse *)pane;
	int rows = p->console->plain ? 2 * SAID_ROWS : CHART_ROWS + 1;
	bool charts = r.h >= CHART_ROWS + 8;

	p->head = rect_top(&r, charts && r.w >= WIDE_CHARTS ? 0 : 1);
	p->charts = charts ? rect_top(&r, rows) : (struct rect){0};
	p->numbers = rect_inset(r, 0, 1);
	if (p->narrow != (r.w < NARROW)) {
		p->narrow = r.w < NARROW;
		if (p->loaded)
			write_numbers(p);
	}
	textview_layout(p->view, p->numbers.w, p->numbers.h);
}

static bool any(const int64_t *counts)
{
	for (size_t i = 0; i < STATS_HOURS; i++)
		if (counts[i] > 0)
			return true;
	return false;
}

static void join(const int64_t *counts, size_t hours, int64_t *bars)
{
	memset(bars, 0, STATS_HOURS / hours * sizeof(*bars));
	for (size_t i = 0; i < STATS_HOURS; i++)
		bars[i / hours] += counts[i];
}

static bool fit(const int64_t *counts, size_t hours, int columns)
{
	int64_t bars[STATS_HOURS];

	join(counts, hours, bars);
	return bars_fit(columns, bars, STATS_HOURS / hours);
}

/* How many hours a bar stands for where there is no room for a bar an hour. */
static size_t hours_joined(const struct stats *stats, int columns)
{
	size_t hours = 1;

	while (hours < STATS_HOURS &&
		(STATS_HOURS % hours != 0 || !fit(stats->arrived, hours, columns) ||
			!fit(stats->decided, hours, columns)))
		hours++;
	return hours;
}

static void draw_title(struct screen *s, struct rect r, const char *title)
{
	draw_hline(s, r, 0, 0, r.w, STYLE_BORDER);
	draw_fmt(s, r, 0, 1, STYLE_STRONG, " %s ", title);
}

static void draw_chart(struct screen *s, struct rect r, const char *title, size_t hours,
	enum style style, const int64_t *counts)
{
	struct rect head = rect_top(&r, 1);
	int64_t bars[STATS_HOURS];
	struct str text = {0};

	str_addf(&text, hours > 1 ? "%s, by %zu hours" : "%s, by hour", title, hours);
	if (screen_plain(s))
		str_add(&text, ", the last number is this hour's:");
	draw_title(s, head, str_cstr(&text));
	str_free(&text);
	join(counts, hours, bars);
	if (any(counts) || screen_plain(s))
		bars_draw(s, rect_inset(r, 0, 1), style, bars, STATS_HOURS / hours);
	else
		draw_fmt(s, r, 0, 2, STYLE_DIM, "Nothing in these %d hours.", STATS_HOURS);
}

static void draw_charts(const struct pulse *p, struct screen *s)
{
	struct rect right = p->charts;
	struct rect left =
		screen_plain(s) ? rect_top(&right, SAID_ROWS) : rect_left(&right, right.w / 2);
	size_t hours = screen_plain(s) ? 1 : hours_joined(&p->stats, left.w - 2);

	draw_chart(s, left, p->head.h > 0 ? "arrived" : "Pulse · arrived", hours, STYLE_ACCENT,
		p->stats.arrived);
	draw_chart(s, right, "decided", hours, STYLE_GOOD, p->stats.decided);
}

static void pulse_draw(const struct pane *pane, struct screen *s, struct rect r)
{
	const struct pulse *p = (const struct pulse *)pane;

	if (!p->loaded) {
		draw_str(s, r, 1, 2, p->loading ? STYLE_DIM : STYLE_BAD,
			p->loading ? "Taking the pulse …" : p->error.text);
		return;
	}
	if (p->head.h > 0)
		draw_title(s, p->head, "Pulse");
	if (p->charts.h > 0)
		draw_charts(p, s);
	textview_draw(p->view, s, p->numbers, true);
}

static bool pulse_waits(const struct pane *pane)
{
	const struct pulse *p = (const struct pulse *)pane;

	return p->loading && !p->loaded;
}

static bool pulse_act(struct pane *pane, enum action a)
{
	struct pulse *p = (struct pulse *)pane;

	switch (a) {
	case ACTION_DOWN:
	case ACTION_SCROLL_DOWN: textview_scroll(p->view, a == ACTION_DOWN ? 1 : 5); return true;
	case ACTION_UP:
	case ACTION_SCROLL_UP: textview_scroll(p->view, a == ACTION_UP ? -1 : -5); return true;
	case ACTION_PAGE_DOWN: textview_page(p->view, 1); return true;
	case ACTION_PAGE_UP: textview_page(p->view, -1); return true;
	case ACTION_TOP: textview_edge(p->view, -1); return true;
	case ACTION_BOTTOM: textview_edge(p->view, 1); return true;
	case ACTION_REFRESH: load(p); return true;
	default: return false;
	}
}

static enum action pulse_point(struct pane *p, const struct point *at)
{
	textview_point(((struct pulse *)p)->view, at);
	return ACTION_NONE;
}

static bool pulse_enabled(const struct pane *pane, enum action a, const char **why)
{
	(void)pane;
	switch (a) {
	case ACTION_FILTER: *why = "numbers are not filtered: {queue} has the drafts"; break;
	case ACTION_BACK: *why = "there is nothing to go back to"; break;
	case ACTION_OPEN:
	case ACTION_NEXT_PART:
	case ACTION_PREVIOUS_PART: *why = "there is nothing but these numbers"; break;
	default: *why = NULL;
	}
	return !*why;
}

static const enum action *pulse_footer(const struct pane *pane)
{
	static const enum action all[] = {ACTION_REFRESH, ACTION_NONE};
	static const enum action more[] = {ACTION_REFRESH, ACTION_SCROLL_DOWN, ACTION_NONE};

	return textview_more(((const struct pulse *)pane)->view) ? more : all;
}

static void pulse_status(const struct pane *pane, struct str *out)
{
	const struct pulse *p = (const struct pulse *)pane;
	char at[20], zone[12];

	if (!p->loaded)
		return;
	time_format_minutes(p->at, at);
	time_format_zone(p->at, zone);
	str_addf(out, "as of %s %s", at, zone);
	if (p->console->persona_id[0])
		str_add(out, " · all personas");
	if (p->charts.h > 0)
		str_addf(out, " · %d hours", STATS_HOURS);
	if (textview_more(p->view))
		str_add(out, console_words(p->console, " · {scroll-down}: more").text);
}

const struct pane_ops pulse_pane = {
	.name = "Pulse",
	.keys = KEYS_EVERYWHERE,
	.size = sizeof(struct pulse),
	.open = pulse_open,
	.close = pulse_close,
	.enter = pulse_enter,
	.layout = pulse_layout,
	.draw = pulse_draw,
	.waits = pulse_waits,
	.act = pulse_act,
	.point = pulse_point,
	.enabled = pulse_enabled,
	.footer = pulse_footer,
	.status = pulse_status,
};
