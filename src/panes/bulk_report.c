/* The end of a batch, draft by draft: what was not done first. */
#include "bulk_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/uuid.h"
#include "panes/console.h"
#include "tui/textview.h"

#define SHORT_ID 8
#define COLUMNS 100
#define NARROW 60 /* columns from which on down a reason has a row of its own */
#define TEXTS 1000 /* of what was done: a hundred thousand texts would take more than all else */

struct report_line {
	char id[SHORT_ID + 1];
	const char *why; /* "": nothing to say */
	const char *text; /* safe for drawing only through draw_text, as the reason is */
};

struct lines {
	struct report_line *all;
	size_t n, room;
};

struct report {
	struct overlay overlay;
	struct arena arena;
	struct lines kinds[REPORT_KINDS];
	const char *title;
	struct textview *summary; /* NULL before report_overlay */
	struct report_undo undo;
	enum style done_style;
	enum glyph done;
	size_t top; /* row */
	int height, width; /* of the window, as it was drawn */
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
	for (enum report_kind i = 0; i < REPORT_KINDS; i++)
		free((*r)->kinds[i].all);
	textview_free(&(*r)->summary);
	arena_free(&(*r)->arena);
	free(*r);
	*r = NULL;
}

void report_add(
	struct report *r, enum report_kind kind, const char *id, struct span why, struct span text)
{
	struct lines *l = &r->kinds[kind];

	if (l->n == l->room) {
		l->room = l->room ? l->room * 2 : 64;
		l->all = xrealloc(l->all, l->room * sizeof(*l->all));
	}
	struct report_line *line = &l->all[l->n++];
	*line = (struct report_line){0};
	memcpy(line->id, id, strnlen(id, SHORT_ID));
	line->why = "";
	line->text = "done";
	if (kind != REPORT_NOT_DONE && l->n > TEXTS)
		return;
	line->text = arena_memdup(&r->arena, text.p, text.n);
	if (why.n > 0)
		line->why = arena_memdup(&r->arena, why.p, why.n);
}

/* In a narrow window what is said of a draft stands below it. */
static size_t rows_each(const struct report *r, enum report_kind kind)
{
	return kind != REPORT_DONE && r->width < NARROW ? 2 : 1;
}

static size_t row_count(const struct report *r)
{
	size_t n = 0;

	for (enum report_kind i = 0; i < REPORT_KINDS; i++)
		n += r->kinds[i].n * rows_each(r, i);
	return n;
}

static void scroll(struct report *r, int64_t by)
{
	size_t height = r->height > 0 ? (size_t)r->height : 1, n = row_count(r);
	size_t last = n > height ? n - height : 0;

	if (by < 0)
		r->top = (size_t)-by > r->top ? 0 : r->top - (size_t)-by;
	else
		r->top = (size_t)by > last - r->top ? last : r->top + (size_t)by;
}

static enum overlay_result report_key(struct overlay *o, const struct key *k)
{
	struct report *r = (struct report *)o;
	int64_t page = r->height > 1 ? r->height - 1 : 1, all = (int64_t)row_count(r);

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

static void draw_line(const struct report *r, struct screen *s, struct rect in, int y,
	enum report_kind kind, const struct report_line *line)
{
	const enum glyph glyphs[] = {GLYPH_WARN, GLYPH_PENDING, r->done};
	bool bad = kind == REPORT_NOT_DONE;
	enum style style = bad ? STYLE_TEXT : STYLE_DIM;
	int x = 2 + SHORT_ID + 2;

	draw_glyph(s, in, y, 0, bad ? STYLE_WARN : r->done_style, glyphs[kind]);
	draw_text(s, in, y, 2, bad ? STYLE_WARN : STYLE_DIM, span_of(line->id));
	if (line->why[0] && rows_each(r, kind) == 1) {
		x = draw_str(s, in, y, x, style, line->why);
		x = draw_str(s, in, y, x, style, line->text[0] ? " · " : "");
	}
	draw_str(s, in, y, x, style, line->text);
}

static void draw_row(const struct report *r, struct screen *s, struct rect in, int y, size_t row)
{
	for (enum report_kind kind = 0; kind < REPORT_KINDS; kind++) {
		const struct lines *l = &r->kinds[kind];
		size_t each = rows_each(r, kind), rows = l->n * each;
		if (row >= rows) {
			row -= rows;
			continue;
		}
		if (row % each == 0)
			draw_line(r, s, in, y, kind, &l->all[row / each]);
		else
			draw_str(s, in, y, 2, STYLE_TEXT, l->all[row / each].why);
		return;
	}
}

/* What is cut on a narrow line comes last. */
static void draw_keys(const struct report *r, struct screen *s, struct rect hint, bool scrolls)
{
	char undo[24], line[16], lines[16];
	int x = 0;

	console_number((int64_t)r->top + 1, line);
	console_number((int64_t)row_count(r), lines);
	draw_told(s, hint, 0, DRAW_TOLD_FIRST);
	if (r->undo.key != KEYC_NONE) {
		key_name(r->undo.key, undo);
		x = draw_fmt(s, hint, 0, x, STYLE_DIM, "%s takes it back · ", undo);
	}
	x = draw_str(s, hint, 0, x, STYLE_DIM, "Esc closes");
	if (scrolls)
		draw_fmt(s, hint, 0, x, STYLE_DIM, " · j k PgDn PgUp scroll · line %s of %s", line,
			lines);
}

static void report_draw(struct overlay *o, struct screen *s, struct rect r)
{
	struct report *report = (struct report *)o;
	int most = r.h - 4, columns = r.w - 6 < COLUMNS ? r.w - 6 : COLUMNS;

	report->width = columns;
	size_t n = row_count(report);
	textview_layout(report->summary, columns, most);
	int summary = textview_lines(report->summary);
	int rows = summary + 2 + (n < 1000 ? (int)n : 1000);
	struct rect in = overlay_box(s, r, rows < most ? rows : most, columns, report->title);
	struct rect hint = rect_bottom(&in, in.h > 2 ? 1 : 0);

	if (!screen_plain(s)) /* its row would be said last */
		draw_cursor(s, in, 0, 0, false);
	textview_draw(report->summary, s, rect_top(&in, summary + 1), false);
	report->height = in.h;
	draw_spot(s, in, report, 0);
	scroll(report, 0);
	for (int y = 0; y < in.h && report->top + (size_t)y < n; y++)
		draw_row(report, s, in, y, report->top + (size_t)y);
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
	r->summary = textview_new();
	textview_reset(r->summary);
	textview_line(r->summary, STYLE_TEXT, summary);
	r->undo = *undo;
	return &r->overlay;
}
