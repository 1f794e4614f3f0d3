/* The frame: the lines around the pane in front, what lies over it, and what runs. */
#include <limits.h>
#include <poll.h>

#include "app_parts.h"
#include "base/time.h"
#include "panes/frame.h"

#define GRACE_MS 4 /* a frame waits so long for an answer that is on its way */
#define BAR 16 /* columns, or as few as … */
#define BAR_LEAST 4
#define SPIN 2 /* what turns, and a blank */
#define SAY_FIRST_MS 1000
#define SAY_AGAIN_MS 5000

static void add_seconds(struct str *out, int64_t ms)
{
	str_addf(out, "%lld.%lld s", (long long)(ms / 1000), (long long)(ms / 100 % 10));
}

/* Work as its line says it. */
struct work {
	const char *what, *stops; /* "stops" or "leaves", behind Ctrl-C; NULL: it stops already */
	int64_t done, total, us; /* 0: it does not say */
	bool batch; /* it has a bar and a rate */
};

/* What is left out of a line that is too narrow, each with those before it. */
enum brief { BRIEF_NOT, BRIEF_RATE, BRIEF_TOTAL, BRIEF_STOPS, BRIEF_WHAT, BRIEF_DONE };

static void say_rows(const struct work *w, enum brief brief, struct str *out)
{
	char number[16];

	if (brief >= BRIEF_DONE || (w->done == 0 && !w->batch))
		return;
	console_number(w->done, number);
	str_addf(out, " %s", number);
	if (brief < BRIEF_TOTAL && w->total > 0) {
		console_number(w->total, number);
		str_addf(out, " of %s", number);
	}
	if (brief < BRIEF_RATE && w->batch) {
		console_number(w->us > 0 ? w->done * 1000000 / w->us : 0, number);
		str_addf(out, " · %s/s", number);
	}
}

/* Without a sign before it; `bar` 0: without that. */
static void say_briefly(
	const struct app *a, const struct work *w, enum brief brief, int bar, struct str *out)
{
	size_t what = brief < BRIEF_WHAT ? strlen(w->what) : strcspn(w->what, " ");
	int full = w->total > 0 ? (int)(w->done * bar / w->total) : 0;

	str_addn(out, w->what, what);
	if (bar > 0)
		str_addc(out, ' ');
	for (int i = 0; i < bar; i++)
		str_add(out, glyph_text(a->screen, i < full ? GLYPH_BAR_FULL : GLYPH_BAR_REST));
	say_rows(w, brief, out);
	str_add(out, " · ");
	add_seconds(out, w->us / 1000);
	str_addf(out, " · %s", w->stops ? "Ctrl-C" : "stopping");
	if (w->stops && brief < BRIEF_STOPS)
		str_addf(out, " %s", w->stops);
}

/* "approving ━━━━────  1,500 of 12,000 · 3,400/s · 0.4 s · Ctrl-C stops", or with what turns
 * before it where there is no bar, or no room for one. */
static void say_work_within(const struct app *a, const struct work *w, int columns, struct str *out)
{
	enum brief brief = BRIEF_NOT;
	int spare = 0, bar = 0;

	for (; brief <= BRIEF_DONE; brief++) {
		struct str line = {0};

		say_briefly(a, w, brief, 0, &line);
		spare = columns - (int)text_width(str_span(&line));
		str_free(&line);
		if (spare >= SPIN || brief == BRIEF_DONE)
			break;
	}
	if (w->batch && spare > BAR_LEAST)
		bar = spare > BAR ? BAR : spare - 1;
	if (screen_plain(a->screen))
		bar = 0;
	else if (bar == 0 && spare >= SPIN)
		str_addf(out, "%s ",
			glyph_text(a->screen,
				GLYPH_SPIN_1 + (enum glyph)(w->us / 1000 / SPIN_MS % 4)));
	say_briefly(a, w, brief, bar, out);
}

/* What runs longer than a moment says what it is, how long it has been, and how to stop it. */
static bool say_running(struct app *a, int columns, struct str *out)
{
	const struct console_progress *p = &a->console.progress;
	struct work w = {.what = p->what, .done = (int64_t)p->done, .total = (int64_t)p->total};
	int64_t since = p->since;

	w.batch = p->total > 0;
	w.stops = w.batch && p->stop ? NULL : app_logged_in(a) ? "stops" : "leaves";
	if (!w.what)
		w.what = worker_running(a->console.worker, &since, &w.done, &w.total);
	if (!w.what)
		return false;
	w.us = time_monotonic() - since;
	if (!w.batch && w.us / 1000 < SLOW_MS)
		return false;
	say_work_within(a, &w, columns, out);
	return true;
}

/* Said when work turns out to be long, and then now and then: nobody can look away from a voice. */
static void say_running_seldom(struct app *a)
{
	struct str now = {0};
	int64_t at = time_monotonic() / 1000;

	a->slow = say_running(a, INT_MAX, &now);
	if (!a->slow) {
		str_clear(&a->running);
		a->running_at = at + SAY_FIRST_MS;
	} else if (at >= a->running_at) {
		str_clear(&a->running);
		str_adds(&a->running, str_span(&now));
		a->running_at = at + SAY_AGAIN_MS;
	}
	str_free(&now);
}

/* The line below is the prompt's, so that what is wrong goes on from the pane's last rows. */
static void paint_problem(struct app *a, struct rect r)
{
	struct span problem = span_of(a->prompt.problem.text);
	int lines = frame_lines(problem, r.w);

	r.h = lines <= r.y ? lines : r.y + 1;
	r.y -= r.h - 1;
	frame_status(a->screen, r, NULL, SPAN_NULL, STYLE_BAD, problem);
}

/* Over the status line and, if need be, the footer's: returns how many of them it took. */
static int paint_status(struct app *a, struct rect r)
{
	struct str running = {0}, choices = {0};
	int lines = 1;

	a->slow = say_running(a, r.w - 3, &running);
	if (a->prompt.open) {
		prompt_say_choices(&a->prompt, &choices);
		r.h = 1;
	}
	if (a->prompt.open && a->prompt.problem.code != ERR_NONE)
		paint_problem(a, r);
	else if (choices.len > 0)
		frame_status(a->screen, r, NULL, SPAN_NULL, STYLE_DIM, str_span(&choices));
	else
		lines = frame_status(a->screen, r, a->pane[a->front], str_span(&running),
			a->message_style, str_span(&a->message));
	str_free(&running);
	str_free(&choices);
	return lines;
}

/* Most answers take less than a frame of a film: one that changes this screen goes into the frame
 * that it belongs to instead of a second one. */
static void layout(struct app *a, struct rect r)
{
	struct pane *p = a->pane[a->front];
	struct pollfd ready = {worker_fd(a->console.worker), POLLIN, 0};
	int64_t until = time_monotonic() + GRACE_MS * 1000;

	p->ops->layout(p, r);
	while (p->ops->waits && p->ops->waits(p)) {
		int64_t left = (until - time_monotonic()) / 1000;
		if (left <= 0 || poll(&ready, 1, (int)left) <= 0)
			return;
		app_take_results(a);
		a->dirty = false;
		p = a->pane[a->front];
		p->ops->layout(p, r);
	}
}

static void paint_work(struct app *a, struct rect r)
{
	struct rect bar = r.h >= 5 ? rect_top(&r, 1) : (struct rect){0};
	struct rect tabs = r.h >= 8 ? rect_top(&r, 1) : (struct rect){0};
	struct rect footer = r.h >= 3 || a->prompt.open ? rect_bottom(&r, 1) : (struct rect){0};
	struct rect status = r.h >= 3 ? rect_bottom(&r, 1) : (struct rect){0};

	app_tour_draw(a, &r);
	layout(a, r); /* first: it may take answers that change all the rest */
	struct pane *p = a->pane[a->front];
	if (bar.h > 0)
		frame_bar(a->screen, bar, &a->console);
	if (tabs.h > 0)
		frame_tabs(a->screen, tabs, a->console.keymap, app_panes, PANE_COUNT, a->front);
	p->ops->draw(p, a->screen, r);
	int lines = 0;
	if (status.h > 0) {
		status.h += footer.h;
		lines = paint_status(a, status);
	}
	if (a->prompt.open) {
		draw_cover(a->screen);
		prompt_draw(&a->prompt, a->screen, footer);
	} else if (lines < 2 && !a->over && !a->palette) { /* else the pane's keys do not work */
		frame_footer(a->screen, footer, a->console.keymap, p);
	}
}

/* In lines: what happened comes first, then where one is. The keys are what ? lists. */
static void say_around(struct app *a, struct rect *r)
{
	struct rect top = rect_top(r, 3);

	frame_bar(a->screen, rect_top(&top, 1), &a->console);
	say_running_seldom(a);
	draw_text(a->screen, top, 0, 0, STYLE_TEXT, str_span(&a->running));
	draw_text(a->screen, draw_whole_row(a->screen, top, 1), 0, 0, STYLE_TEXT,
		str_span(&a->message));
	draw_told(a->screen, top, 1, a->message_new ? DRAW_TOLD_NEWS : DRAW_TOLD_QUIET);
	a->message_new = false;
}

static void say_prompt(struct app *a, struct rect r)
{
	struct rect above = draw_whole_row(a->screen, rect_top(&r, 1), 0);
	struct str choices = {0};

	if (a->prompt.problem.code != ERR_NONE) {
		draw_str(a->screen, above, 0, 0, STYLE_BAD, a->prompt.problem.text);
	} else if (a->prompt.asked) {
		prompt_say_choices(&a->prompt, &choices);
		if (choices.len == 0)
			str_add(&choices, "Tab: nothing completes it");
		draw_text(a->screen, above, 0, 0, STYLE_TEXT, str_span(&choices));
	}
	prompt_draw(&a->prompt, a->screen, r);
	str_free(&choices);
}

/* The 180 of "1 of 180 · 1 new: R". */
static struct span total_of(struct span status)
{
	static const char of[] = " of ";
	const char *at = status.n > 0 ? memmem(status.p, status.n, of, strlen(of)) : NULL;

	if (!at)
		return SPAN_NULL;
	at += strlen(of);
	const char *end = memchr(at, ' ', (size_t)(status.p + status.n - at));
	return (struct span){at, (size_t)((end ? end : status.p + status.n) - at)};
}

/* Where one is in a list is said at first, and when all of it has come and is of another length: it
 * was filtered. */
static void say_status(struct app *a, struct rect r)
{
	struct pane *p = a->pane[a->front];
	bool waits = p->ops->waits && p->ops->waits(p);
	struct str own = {0};

	p->ops->status(p, &own);
	struct span total = total_of(str_span(&own));
	draw_text(a->screen, r, 0, 0, STYLE_TEXT, str_span(&own));
	if (waits || total.n == 0 || span_eq(total, str_span(&a->total)))
		draw_told(a->screen, r, 0, DRAW_TOLD_FIRST);
	if (!waits) {
		str_clear(&a->total);
		str_adds(&a->total, total);
	}
	str_free(&own);
}

static void say_work(struct app *a, struct rect r)
{
	say_around(a, &r);
	struct rect footer = rect_bottom(&r, 2), status = rect_bottom(&r, 1);

	rect_bottom(&r, TERM_SPARE_ROWS); /* boxes may be larger than a page of text */
	if (a->over) { /* no answer is taken here, which may end the box that is said */
		a->pane[a->front]->ops->layout(a->pane[a->front], r);
		return;
	}
	app_tour_draw(a, &r);
	layout(a, r);
	struct pane *p = a->pane[a->front];
	if (a->over)
		return;
	p->ops->draw(p, a->screen, r);
	say_status(a, status);
	if (a->prompt.open)
		say_prompt(a, footer);
}

static void say_login(struct app *a, struct rect r)
{
	say_running_seldom(a);
	login_draw(&a->login, a->screen, r, str_span(&a->running));
}

/* Only what has the keys is there. */
static void say_all(struct app *a, struct rect r)
{
	const void *place = app_logged_in(a) ? (const void *)a->pane[a->front] : &a->login;
	size_t level = 0;

	if (app_logged_in(a))
		for (struct overlay *o = a->over; o; o = o->below, level++)
			place = a->over;
	if (a->palette)
		term_place(a->screen, level + 1, a->palette);
	else if (a->chord.shown)
		term_place(a->screen, level + 1, &a->chord);
	else
		term_place(a->screen, level, place);
	if (a->palette)
		palette_draw(a->palette, a->screen, r);
	else if (a->chord.shown)
		app_chord_draw(a, r);
	else if (!app_logged_in(a))
		say_login(a, r);
	else
		say_work(a, r);
	if (level > 0 && !a->palette && !a->chord.shown)
		a->over->ops->draw(a->over, a->screen, rect_inset(r, 3, 0));
}

static void paint_overlays(struct app *a, struct overlay *o, struct rect r)
{
	if (!o)
		return;
	paint_overlays(a, o->below, r);
	draw_cover(a->screen); /* the uppermost has the mouse as it has the keys */
	o->ops->draw(o, a->screen, r);
}

static void paint_login(struct app *a, struct rect r)
{
	struct str running = {0};

	a->slow = say_running(a, INT_MAX, &running); /* its box goes on in the next line */
	login_draw(&a->login, a->screen, r, str_span(&running));
	str_free(&running);
}

void app_paint(struct app *a)
{
	struct rect whole = {0, 0, screen_rows(a->screen), screen_columns(a->screen)};
	struct pane *p = a->pane[a->front];

	a->dirty = false;
	term_begin(a->screen);
	if (a->console.plain) {
		say_all(a, whole);
	} else if (app_logged_in(a)) {
		paint_work(a, whole);
		paint_overlays(a, a->over, whole);
	} else {
		paint_login(a, whole);
	}
	if (!a->console.plain)
		app_chord_draw(a, whole);
	if (a->palette && !a->console.plain) {
		draw_cover(a->screen);
		palette_draw(a->palette, a->screen, whole);
	}
	if (!term_end(a->screen)) {
		app_lost(a);
		return;
	}
	if (app_logged_in(a) && !a->palette && !a->over && p->ops->painted)
		p->ops->painted(p);
	a->test_due = true;
}
