/* The end of a batch, draft by draft: what was not done first. */
#include "bulk_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/uuid.h"

#define SHORT_ID 8
#define COLUMNS 100
#define TEXTS 1000 /* of what was done: a hundred thousand texts would take more than all else */

struct report_line {
	char id[SHORT_ID + 1];
	const char *text; /* safe for drawing only through draw_text; NULL: not kept */
};

struct lines {
	struct report_line *all;
	size_t n, room;
};

struct report {
	struct overlay overlay;
	struct arena arena;
	struct lines kinds[2]; /* by enum report_kind */
	const char *title, *summary;
	struct report_undo undo;
	enum style done_style;
	enum glyph done;
	size_t top;
	int height; /* of the window, as it was drawn */
};

struct report *report_new(enum style style, enum glyph done)
{
	struct report *r = xcalloc(1, sizeof(*r));

	r->done_style = style;
	r->done = done;
	return r;
}

void report_free(struct report **r)
{
	if (!*r)
		return;
	free((*r)->kinds[REPORT_DONE].all);
	free((*r)->kinds[REPORT_NOT_DONE].all);
	arena_free(&(*r)->arena);
	free(*r);
	*r = NULL;
}

void report_add(struct report *r, enum report_kind kind, const char *id, struct span text)
{
	struct lines *l = &r->kinds[kind];

	if (l->n == l->room) {
		l->room = l->room ? l->room * 2 : 64;
		l->all = xrealloc(l->all, l->room * sizeof(*l->all));
	}
	struct report_line *line = &l->all[l->n++];
	*line = (struct report_line){0};
	memcpy(line->id, id, strnlen(id, SHORT_ID));
	if (kind == REPORT_NOT_DONE || l->n <= TEXTS)
		line->text = arena_memdup(&r->arena, text.p, text.n);
}

static size_t line_count(const struct report *r)
{
	return r->kinds[REPORT_DONE].n + r->kinds[REPORT_NOT_DONE].n;
}

static void scroll(struct report *r, int64_t by)
{
	size_t height = r->height > 0 ? (size_t)r->height : 1, n = line_count(r);
	size_t last = n > height ? n - height : 0;

	if (by < 0)
		r->top = (size_t)-by > r->top ? 0 : r->top - (size_t)-by;
	else
		r->top = (size_t)by > last - r->top ? last : r->top + (size_t)by;
}

static enum overlay_result report_key(struct overlay *o, const struct key *k)
{
	struct report *r = (struct report *)o;
	int64_t page = r->height > 1 ? r->height - 1 : 1, all = (int64_t)line_count(r);

	if ((k->code | k->modifiers) == r->undo.key) {
		r->undo.begin(r->undo.arg);
		return OVERLAY_CLOSE;
	}
	switch (k->code) {
	case 'j':
	case KEYC_DOWN: scroll(r, 1); break;
	case 'k':
	case KEYC_UP: scroll(r, -1); break;
	case ' ':
	case KEYC_PGDN: scroll(r, page); break;
	case KEYC_PGUP: scroll(r, -page); break;
	case 'g':
	case KEYC_HOME: scroll(r, -all); break;
	case 'G':
	case KEYC_END: scroll(r, all); break;
	case 'q':
	case KEYC_ESC:
	case KEYC_ENTER:
	case KEY_CTRL('C'): return OVERLAY_CLOSE;
	default: break;
	}
	return OVERLAY_STAY;
}

static enum overlay_result report_point(struct overlay *o, const struct point *at)
{
	struct report *r = (struct report *)o;

	if (at->on == r && at->what == POINT_WHEEL)
		scroll(r, at->lines);
	return OVERLAY_STAY;
}

static void draw_line(const struct report *r, struct screen *s, struct rect in, int y, size_t i)
{
	const struct lines *failed = &r->kinds[REPORT_NOT_DONE], *done = &r->kinds[REPORT_DONE];
	bool bad = i < failed->n;
	const struct report_line *line = bad ? &failed->all[i] : &done->all[i - failed->n];
	enum style style = bad ? STYLE_WARN : STYLE_DIM;

	draw_glyph(s, in, y, 0, bad ? STYLE_WARN : r->done_style, bad ? GLYPH_WARN : r->done);
	draw_text(s, in, y, 2, style, span_of(line->id));
	draw_str(s, in, y, 2 + SHORT_ID + 2, bad ? STYLE_TEXT : STYLE_DIM,
		line->text ? line->text : "done");
}

/* The lines of the summary, and a blank one. */
static int draw_summary(const struct report *r, struct screen *s, struct rect in)
{
	struct span rest = span_of(r->summary);
	int y = 0;

	while (rest.n > 0) {
		const char *end = memchr(rest.p, '\n', rest.n);
		size_t n = end ? (size_t)(end - rest.p) : rest.n;
		draw_text(s, in, y++, 0, STYLE_TEXT, (struct span){rest.p, n});
		n += end != NULL;
		rest = (struct span){rest.p + n, rest.n - n};
	}
	return y + 1;
}

static void draw_keys(const struct report *r, struct screen *s, struct rect hint, bool scrolls)
{
	char undo[24];
	int x = 0;

	draw_told(s, hint, 0, DRAW_TOLD_FIRST);
	if (scrolls)
		x = draw_fmt(s, hint, 0, x, STYLE_DIM, "j k PgDn PgUp scroll · line %zu of %zu · ",
			r->top + 1, line_count(r));
	if (r->undo.key != KEYC_NONE) {
		key_name(r->undo.key, undo);
		x = draw_fmt(s, hint, 0, x, STYLE_DIM, "%s takes it back · ", undo);
	}
	draw_str(s, hint, 0, x, STYLE_DIM, "Esc closes");
}

static void report_draw(struct overlay *o, struct screen *s, struct rect r)
{
	struct report *report = (struct report *)o;
	size_t n = line_count(report);
	int rows = 6 + (n < 1000 ? (int)n : 1000);
	struct rect in = overlay_box(s, r, rows < r.h - 4 ? rows : r.h - 4,
		r.w - 6 < COLUMNS ? r.w - 6 : COLUMNS, report->title);
	struct rect hint = rect_bottom(&in, in.h > 2 ? 1 : 0);

	if (!screen_plain(s)) /* its row would be said last */
		draw_cursor(s, in, 0, 0, false);
	rect_top(&in, draw_summary(report, s, in));
	report->height = in.h;
	draw_spot(s, in, report, 0);
	scroll(report, 0);
	for (int y = 0; y < in.h && report->top + (size_t)y < n; y++)
		draw_line(report, s, in, y, report->top + (size_t)y);
	draw_keys(report, s, hint, n > (size_t)in.h);
}

static void overlay_free(struct overlay *o)
{
	struct report *r = (struct report *)o;

	report_free(&r);
}

struct overlay *report_overlay(struct report **from, const char *title, struct span summary,
	const struct report_undo *undo)
{
	static const struct overlay_ops ops = {report_key, report_draw, overlay_free, report_point};
	struct report *r = *from;

	*from = NULL;
	r->overlay.ops = &ops;
	r->title = arena_strdup(&r->arena, title);
	r->summary = arena_memdup(&r->arena, summary.p, summary.n);
	r->undo = *undo;
	return &r->overlay;
}
