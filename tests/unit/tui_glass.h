/* A screen without a terminal: draw.h on an array of cells, so that a widget's test can read what
 * it drew. A test that includes this needs neither draw.c nor curses. */
#ifndef TESTS_UNIT_TUI_GLASS_H
#define TESTS_UNIT_TUI_GLASS_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/str.h"
#include "tui/draw.h"

struct cell {
	char text[64]; /* "" is a blank, or the right half of a wide cluster */
	enum style style;
};

struct screen {
	int rows, columns;
	struct paging paging;
	bool ascii;
	struct cell *cells;
	int cursor_y, cursor_x; /* -1: nowhere */
	bool cursor_visible;
};

static inline struct screen *glass_new(int rows, int columns)
{
	struct screen *s = xcalloc(1, sizeof(*s));
	s->rows = rows;
	s->columns = columns;
	s->cells = xcalloc((size_t)rows * (size_t)columns + 1, sizeof(*s->cells));
	s->cursor_y = s->cursor_x = -1;
	s->paging.overlap = -1;
	return s;
}

static inline void glass_free(struct screen *s)
{
	free(s->cells);
	free(s);
}

static inline struct cell *glass_cell(struct screen *s, int y, int x)
{
	return &s->cells[y * s->columns + x];
}

static inline struct rect glass_whole(const struct screen *s)
{
	return (struct rect){0, 0, s->rows, s->columns};
}

/* A row as text without the blanks at its end; free with free(). */
static inline char *glass_row(struct screen *s, int y)
{
	struct str out = {0};
	size_t end = 0;
	for (int x = 0; x < s->columns; x++) {
		const char *text = glass_cell(s, y, x)->text;
		if (strcmp(text, "\x01") == 0)
			continue;
		str_add(&out, *text ? text : " ");
		if (*text && strcmp(text, " ") != 0)
			end = out.len;
	}
	char *row = xcalloc(1, end + 1);
	memcpy(row, str_cstr(&out), end);
	str_free(&out);
	return row;
}

#define assert_row(s, y, expected) \
	do { \
		char *row_ = glass_row(s, y); \
		assert_string_equal(row_, expected); \
		free(row_); \
	} while (0)

/* True if `n` columns from x lie within r and on the glass. */
static inline bool glass_inside(const struct screen *s, struct rect r, int y, int x, int n)
{
	return y >= 0 && y < r.h && x >= 0 && x + n <= r.w && r.y + y >= 0 && r.y + y < s->rows &&
		r.x + x >= 0 && r.x + x + n <= s->columns;
}

static inline void glass_put(struct screen *s, struct rect r, int y, int x, enum style style,
	const char *p, size_t n, int width)
{
	if (!glass_inside(s, r, y, x, width))
		return;
	struct cell *c = glass_cell(s, r.y + y, r.x + x);
	snprintf(c->text, sizeof(c->text), "%.*s", (int)n, p);
	c->style = style;
	for (int i = 1; i < width; i++) {
		snprintf(c[i].text, sizeof(c[i].text), "\x01");
		c[i].style = style;
	}
}

const char *glyph_text(const struct screen *s, enum glyph g)
{
	static const char *const pretty[GLYPH_COUNT] = {[GLYPH_CURSOR] = "▸",
		[GLYPH_MARK] = "•",
		[GLYPH_APPROVED] = "✓",
		[GLYPH_REJECTED] = "✗",
		[GLYPH_FLAG] = "⚑",
		[GLYPH_WARN] = "▲",
		[GLYPH_HIDES] = "▲",
		[GLYPH_LOCK] = "⊠",
		[GLYPH_QUOTE_BAR] = "│",
		[GLYPH_HLINE] = "─",
		[GLYPH_VLINE] = "│",
		[GLYPH_RIGHT] = "→",
		[GLYPH_BAR_FULL] = "█",
		[GLYPH_BAR_REST] = "░",
		[GLYPH_DOT] = "·",
		[GLYPH_ELLIPSIS] = "~"};
	static const char *const plain[GLYPH_COUNT] = {[GLYPH_CURSOR] = ">",
		[GLYPH_MARK] = "*",
		[GLYPH_QUOTE_BAR] = "|",
		[GLYPH_HLINE] = "-",
		[GLYPH_VLINE] = "|",
		[GLYPH_RIGHT] = ">",
		[GLYPH_BAR_FULL] = "#",
		[GLYPH_BAR_REST] = "."};
	const char *text = (s->ascii ? plain : pretty)[g];
	return text ? text : "+";
}

int draw_text_part(struct screen *s, struct rect r, int y, int x, enum style style,
	struct span text, uint32_t *whole)
{
	(void)whole;
	return draw_text(s, r, y, x, style, text);
}

int draw_text(struct screen *s, struct rect r, int y, int x, enum style style, struct span text)
{
	struct text_iter it;
	struct text_cluster c;
	text_begin(&it, text, TEXT_ONE_LINE);
	while (text_next(&it, &c)) {
		enum style own = c.escaped ? STYLE_ESCAPE : style;
		int step = c.escaped ? 1 : c.width;
		size_t bytes = c.escaped ? 1 : c.n;
		if (x + c.width > r.w) {
			glass_put(s, r, y, r.w - 1, style, "~", 1, 1);
			return r.w;
		}
		/* An escape of printable ASCII takes a cell a byte; of a symbol, one cell. */
		if (c.escaped && (int)c.n != c.width) {
			step = c.width;
			bytes = c.n;
		}
		for (size_t i = 0; i < c.n; i += bytes, x += step)
			glass_put(s, r, y, x, own, c.p + i, bytes, step);
	}
	return x;
}

int draw_str(struct screen *s, struct rect r, int y, int x, enum style style, const char *text)
{
	return draw_text(s, r, y, x, style, span_of(text));
}

int draw_fmt(struct screen *s, struct rect r, int y, int x, enum style style, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;
	va_start(ap, fmt);
	int n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		die_of_memory(0);
	x = draw_str(s, r, y, x, style, text);
	free(text);
	return x;
}

int draw_right(
	struct screen *s, struct rect r, int y, int right, enum style style, struct span text)
{
	int x = right - (int)text_width(text);
	draw_text(s, r, y, x < 0 ? 0 : x, style, text);
	return x < 0 ? 0 : x;
}

int draw_glyph(struct screen *s, struct rect r, int y, int x, enum style style, enum glyph g)
{
	const char *text = glyph_text(s, g);
	glass_put(s, r, y, x, style, text, strlen(text), 1);
	return x + 1;
}

void draw_fill(struct screen *s, struct rect r, enum style style)
{
	for (int y = 0; y < r.h; y++) {
		for (int x = 0; x < r.w; x++)
			glass_put(s, r, y, x, style, "", 0, 1);
	}
}

void draw_row_style(struct screen *s, struct rect r, int y, enum style style)
{
	for (int x = 0; x < r.w; x++) {
		if (glass_inside(s, r, y, x, 1))
			glass_cell(s, r.y + y, r.x + x)->style = style;
	}
}

void draw_hline(struct screen *s, struct rect r, int y, int x, int n, enum style style)
{
	for (int i = 0; i < n; i++)
		draw_glyph(s, r, y, x + i, style, GLYPH_HLINE);
}

void draw_vline(struct screen *s, struct rect r, int y, int x, int n, enum style style)
{
	for (int i = 0; i < n; i++)
		draw_glyph(s, r, y + i, x, style, GLYPH_VLINE);
}

void draw_box(struct screen *s, struct rect r, enum style style)
{
	draw_hline(s, r, 0, 0, r.w, style);
	draw_hline(s, r, r.h - 1, 0, r.w, style);
	draw_vline(s, r, 0, 0, r.h, style);
	draw_vline(s, r, 0, r.w - 1, r.h, style);
}

void draw_meter(struct screen *s, struct rect r, int y, int x, int width, double value)
{
	for (int i = 0; i < width; i++) {
		bool full = value * width > i;
		draw_glyph(s, r, y, x + i, full ? STYLE_METER : STYLE_METER_REST,
			full ? GLYPH_BAR_FULL : GLYPH_BAR_REST);
	}
}

void draw_cursor(struct screen *s, struct rect r, int y, int x, bool visible)
{
	if (!glass_inside(s, r, y, x, 1))
		return;
	s->cursor_y = r.y + y;
	s->cursor_x = r.x + x;
	s->cursor_visible = visible;
}

void draw_spot(struct screen *s, struct rect r, const void *on, size_t index)
{
	(void)s;
	(void)r;
	(void)on;
	(void)index;
}

int screen_rows(const struct screen *s)
{
	return s->rows;
}

int screen_columns(const struct screen *s)
{
	return s->columns;
}

struct paging screen_paging(const struct screen *s)
{
	return s->paging;
}

bool screen_ascii(const struct screen *s)
{
	return s->ascii;
}

/* It is looked at: what matters to lines alone is nothing here. */
bool screen_plain(const struct screen *s)
{
	(void)s;
	return false;
}

void draw_told(struct screen *s, struct rect r, int y, unsigned how)
{
	(void)s;
	(void)r;
	(void)y;
	(void)how;
}

struct rect draw_long_row(const struct screen *s, struct rect r, int y)
{
	(void)s;
	return (struct rect){r.y + y, r.x, 1, r.w};
}

int draw_column(const struct screen *s, int end, int column)
{
	(void)s;
	(void)end;
	return column;
}

struct rect rect_top(struct rect *r, int rows)
{
	rows = rows > r->h ? r->h : rows;
	struct rect top = {r->y, r->x, rows, r->w};
	r->y += rows;
	r->h -= rows;
	return top;
}

struct rect rect_bottom(struct rect *r, int rows)
{
	rows = rows > r->h ? r->h : rows;
	r->h -= rows;
	return (struct rect){r->y + r->h, r->x, rows, r->w};
}

struct rect rect_left(struct rect *r, int columns)
{
	columns = columns > r->w ? r->w : columns;
	struct rect left = {r->y, r->x, r->h, columns};
	r->x += columns;
	r->w -= columns;
	return left;
}

struct rect rect_right(struct rect *r, int columns)
{
	columns = columns > r->w ? r->w : columns;
	r->w -= columns;
	return (struct rect){r->y, r->x + r->w, r->h, columns};
}

struct rect rect_inset(struct rect r, int rows, int columns)
{
	return (struct rect){r.y + rows, r.x + columns, r.h - 2 * rows, r.w - 2 * columns};
}

#endif
