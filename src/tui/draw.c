/* Drawing: what is asked for in styles and untrusted bytes becomes cells, inside a rectangle. */
#include "tui/draw.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/err.h"
#include "base/str.h"
#include "base/utf8.h"
#include "plain.h"
#include "screen.h"

static int at_most(int want, int have)
{
	int n = want < have ? want : have;

	return n > 0 ? n : 0;
}

struct rect rect_top(struct rect *r, int rows)
{
	struct rect cut = *r;

	cut.h = at_most(rows, r->h);
	r->y += cut.h;
	r->h -= cut.h;
	return cut;
}

struct rect rect_bottom(struct rect *r, int rows)
{
	struct rect cut = *r;

	cut.h = at_most(rows, r->h);
	r->h -= cut.h;
	cut.y = r->y + r->h;
	return cut;
}

struct rect rect_left(struct rect *r, int columns)
{
	struct rect cut = *r;

	cut.w = at_most(columns, r->w);
	r->x += cut.w;
	r->w -= cut.w;
	return cut;
}

struct rect rect_right(struct rect *r, int columns)
{
	struct rect cut = *r;

	cut.w = at_most(columns, r->w);
	r->w -= cut.w;
	cut.x = r->x + r->w;
	return cut;
}

struct rect rect_inset(struct rect r, int rows, int columns)
{
	return (struct rect){r.y + rows, r.x + columns, r.h - 2 * rows, r.w - 2 * columns};
}

static const struct {
	const char *utf8, *ascii;
} glyphs[GLYPH_COUNT] = {
	[GLYPH_CURSOR] = {"▸", ">"},
	[GLYPH_MARK] = {"•", "*"},
	[GLYPH_APPROVED] = {"✓", "+"},
	[GLYPH_REJECTED] = {"✗", "x"},
	[GLYPH_PENDING] = {"○", "o"},
	[GLYPH_FLAG] = {"⚑", "!"},
	[GLYPH_WARN] = {"▲", "!"},
	[GLYPH_HIDES] = {"▲", "?"},
	[GLYPH_LOCK] = {"⊠", "L"},
	[GLYPH_UP] = {"↑", "^"},
	[GLYPH_DOWN] = {"↓", "v"},
	[GLYPH_RIGHT] = {"→", ">"},
	[GLYPH_LEFT] = {"←", "<"},
	[GLYPH_SAME] = {"=", "="},
	[GLYPH_QUOTE_BAR] = {"│", "|"},
	[GLYPH_BAR_FULL] = {"━", "#"},
	[GLYPH_BAR_REST] = {"─", "."},
	[GLYPH_SPIN_1] = {"▘", "|"},
	[GLYPH_SPIN_2] = {"▝", "/"},
	[GLYPH_SPIN_3] = {"▗", "-"},
	[GLYPH_SPIN_4] = {"▖", "\\"},
	[GLYPH_ELLIPSIS] = {"…", "~"},
	[GLYPH_DOT] = {"·", "-"},
	[GLYPH_PLUS] = {"+", "+"},
	[GLYPH_MENU] = {"▾", "v"},
	[GLYPH_DELETED] = {"-", "-"},
	[GLYPH_DELETED_END] = {"-", "-"},
	[GLYPH_ADDED] = {"+", "+"},
	[GLYPH_ADDED_END] = {"+", "+"},
	[GLYPH_HLINE] = {"─", "-"},
	[GLYPH_VLINE] = {"│", "|"},
	[GLYPH_TEE_DOWN] = {"┬", "+"},
	[GLYPH_TEE_UP] = {"┴", "+"},
	[GLYPH_TEE_LEFT] = {"┤", "+"},
	[GLYPH_TEE_RIGHT] = {"├", "+"},
	[GLYPH_TL] = {"┌", "+"},
	[GLYPH_TR] = {"┐", "+"},
	[GLYPH_BL] = {"└", "+"},
	[GLYPH_BR] = {"┘", "+"},
};

const char *glyph_text(const struct screen *s, enum glyph g)
{
	return glyph_in(s->ascii ? GLYPHS_ASCII : GLYPHS_UTF8, g);
}

const char *glyph_in(enum glyph_set set, enum glyph g)
{
	return set == GLYPHS_ASCII ? glyphs[g].ascii : glyphs[g].utf8;
}

struct paging screen_paging(const struct screen *s)
{
	return s->paging;
}

int screen_rows(const struct screen *s)
{
	return s->rows;
}

int screen_columns(const struct screen *s)
{
	return s->plain ? s->plain->columns : s->columns;
}

bool screen_ascii(const struct screen *s)
{
	return s->ascii;
}

bool screen_plain(const struct screen *s)
{
	return s->plain != NULL;
}

/* The part of a that lies in b; its size may be negative. */
static struct rect common(struct rect a, struct rect b)
{
	int bottom = a.h < b.y + b.h - a.y ? a.y + a.h : b.y + b.h;
	int right = a.w < b.x + b.w - a.x ? a.x + a.w : b.x + b.w;

	a.y = a.y > b.y ? a.y : b.y;
	a.x = a.x > b.x ? a.x : b.x;
	a.h = bottom - a.y;
	a.w = right - a.x;
	return a;
}

void draw_clip(struct screen *s, struct rect r)
{
	s->window = common(r, s->window);
}

void draw_unclip(struct screen *s)
{
	s->window = (struct rect){0, 0, s->rows, s->columns};
}

/* Whether the cells x to x+w of row y lie in r and in the window; then says where. */
static bool place(const struct screen *s, struct rect r, int y, int x, int w, int *sy, int *sx)
{
	*sy = r.y + y;
	*sx = r.x + x;
	const struct rect *in = &s->window;
	return y >= 0 && y < r.h && x >= 0 && w <= r.w - x && *sy >= in->y && *sy < in->y + in->h &&
		*sx >= in->x && w <= in->x + in->w - *sx;
}

static void put_cell(struct screen *s, int sy, int sx, enum style style, const wchar_t *text)
{
	cchar_t cell;

	if (setcchar(&cell, text, s->look[style].attributes, s->look[style].pair, NULL) != OK)
		return;
	mvadd_wchnstr(sy, sx, &cell, 1);
	isolate_cell(s, sy, sx, (uint32_t)text[0], utf8_width((uint32_t)text[0]));
}

/*
 * Terminals disagree about the width of what is more than one letter with its marks: the sanitizer
 * takes joined emoji apart, and here variation selectors are left out, and a flag is shown as its
 * two letters in STYLE_ESCAPE. So only such code points are sent as every terminal counts alike:
 * one base and up to four marks without width in a cell. Columns left over are blank.
 */
static bool is_flag_letter(uint32_t cp)
{
	return cp >= 0x1F1E6 && cp <= 0x1F1FF;
}

/* What only shapes its neighbours. A non-joiner at the end of a cluster keeps Arabic letters apart;
 * before a mark it would take the mark's room. */
static bool is_left_out(uint32_t cp, bool last)
{
	return cp == 0x200D || (cp == 0x200C && !last) || (cp >= 0x180B && cp <= 0x180F) ||
		(cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

static wchar_t shown(uint32_t cp, int room)
{
	if (is_flag_letter(cp))
		return (wchar_t)('A' + (cp - 0x1F1E6));
	if (cp < 0x80)
		return (wchar_t)cp;
	int w = utf8_width(cp);
	return w > 0 && w <= room ? (wchar_t)cp : L'?';
}

static void put_cluster(
	struct screen *s, int sy, int sx, enum style style, const struct text_cluster *c)
{
	struct span bytes = {c->p, c->n};
	wchar_t cell[CCHARW_MAX + 1] = {0};
	size_t n = 0;
	int used = 0, cell_x = 0;
	uint32_t cp;

	for (size_t at = 0, step; at < bytes.n; at += step) {
		step = utf8_decode(bytes, at, &cp);
		if (step == 0)
			break;
		if (is_flag_letter(cp))
			style = STYLE_ESCAPE;
		if (is_left_out(cp, at + step == bytes.n))
			continue;
		if (n > 0 && utf8_width(cp) == 0) {
			if (n < CCHARW_MAX)
				cell[n++] = (wchar_t)cp;
			continue;
		}
		if (used >= c->width)
			break;
		if (n > 0)
			put_cell(s, sy, sx + cell_x, style, cell);
		cell_x = used;
		wmemset(cell, 0, CCHARW_MAX + 1);
		cell[0] = shown(cp, c->width - used);
		n = 1;
		used += utf8_width((uint32_t)cell[0]);
	}
	if (n > 0)
		put_cell(s, sy, sx + cell_x, style, cell);
	for (; used < c->width; used++)
		put_cell(s, sy, sx + used, style, L" ");
}

/* Columns of the text, as far as `limit` and one more: enough to know whether it fits. */
static int width_up_to(struct span text, int limit)
{
	struct text_iter it;
	struct text_cluster c;
	int width = 0;

	text_begin(&it, text, TEXT_ONE_LINE);
	while (width <= limit && text_next(&it, &c))
		width += c.width;
	return width;
}

int draw_text_part(struct screen *s, struct rect r, int y, int x, enum style style,
	struct span text, uint32_t *whole)
{
	struct text_iter it;
	struct text_cluster c;
	int sy, sx;
	int room = r.w - x;

	if (y < 0 || y >= r.h || room <= 0)
		return x;
	bool cut = width_up_to(text, room) > room;
	int end = cut ? r.w - 1 : r.w;

	/* Each text is one by itself where letters go from right to left: see isolate.c. */
	if (*whole == 0)
		*whole = isolate_text(s);
	s->isolation.now = *whole;
	text_begin(&it, text, TEXT_ONE_LINE);
	while (text_next(&it, &c) && x + c.width <= end) {
		if (c.width > 0 && place(s, r, y, x, c.width, &sy, &sx))
			put_cluster(s, sy, sx, c.escaped ? STYLE_ESCAPE : style, &c);
		x += c.width;
	}
	s->isolation.now = 0;
	return cut ? draw_glyph(s, r, y, x, style, GLYPH_ELLIPSIS) : x;
}

int draw_text(struct screen *s, struct rect r, int y, int x, enum style style, struct span text)
{
	uint32_t whole = 0;

	return draw_text_part(s, r, y, x, style, text, &whole);
}

int draw_str(struct screen *s, struct rect r, int y, int x, enum style style, const char *text)
{
	return draw_text(s, r, y, x, style, span_of(text));
}

int draw_fmt(struct screen *s, struct rect r, int y, int x, enum style style, const char *fmt, ...)
{
	char *text;
	va_list args;

	va_start(args, fmt);
	int n = vasprintf(&text, fmt, args);
	va_end(args);
	if (n < 0)
		die_of_memory(0);
	x = draw_text(s, r, y, x, style, (struct span){text, (size_t)n});
	free(text);
	return x;
}

int draw_right(
	struct screen *s, struct rect r, int y, int right, enum style style, struct span text)
{
	int limit = right < r.w ? right : r.w;
	int start = limit - width_up_to(text, limit);

	if (limit < r.w)
		r.w = limit;
	if (start < 0)
		start = 0;
	draw_text(s, r, y, start, style, text);
	return start;
}

int draw_glyph(struct screen *s, struct rect r, int y, int x, enum style style, enum glyph g)
{
	const wchar_t word[] = {PLAIN_GLYPH + (wchar_t)g, 0};
	int sy, sx;

	if (place(s, r, y, x, 1, &sy, &sx) && s->plain) {
		put_cell(s, sy, sx, style, word);
	} else if (place(s, r, y, x, 1, &sy, &sx)) {
		struct text_cluster c = {
			.p = glyph_text(s, g), .n = strlen(glyph_text(s, g)), .width = 1};

		put_cluster(s, sy, sx, style, &c);
	}
	return x + 1;
}

void draw_fill(struct screen *s, struct rect r, enum style style)
{
	r = common(r, s->window);
	for (int y = 0; y < r.h; y++)
		for (int x = 0; x < r.w; x++)
			put_cell(s, r.y + y, r.x + x, style, L" ");
}

void draw_row_style(struct screen *s, struct rect r, int y, enum style style)
{
	if (y < 0 || y >= r.h)
		return;
	r = common((struct rect){r.y + y, r.x, 1, r.w}, s->window);
	if (r.h > 0 && r.w > 0)
		mvchgat(r.y, r.x, r.w, s->look[style].attributes, s->look[style].pair, NULL);
}

void draw_hline(struct screen *s, struct rect r, int y, int x, int n, enum style style)
{
	for (int end = n < r.w - x ? x + n : r.w; x < end && !s->plain; x++)
		draw_glyph(s, r, y, x, style, GLYPH_HLINE);
}

void draw_vline(struct screen *s, struct rect r, int y, int x, int n, enum style style)
{
	for (int end = n < r.h - y ? y + n : r.h; y < end && !s->plain; y++)
		draw_glyph(s, r, y, x, style, GLYPH_VLINE);
}

void draw_box(struct screen *s, struct rect r, enum style style)
{
	if (r.h < 2 || r.w < 2 || s->plain)
		return;
	draw_hline(s, r, 0, 1, r.w - 2, style);
	draw_hline(s, r, r.h - 1, 1, r.w - 2, style);
	draw_vline(s, r, 1, 0, r.h - 2, style);
	draw_vline(s, r, 1, r.w - 1, r.h - 2, style);
	draw_glyph(s, r, 0, 0, style, GLYPH_TL);
	draw_glyph(s, r, 0, r.w - 1, style, GLYPH_TR);
	draw_glyph(s, r, r.h - 1, 0, style, GLYPH_BL);
	draw_glyph(s, r, r.h - 1, r.w - 1, style, GLYPH_BR);
}

void draw_meter(struct screen *s, struct rect r, int y, int x, int width, double value)
{
	int full = 0;

	if (!isnan(value))
		full = (int)lround(fmin(fmax(value, 0), 1) * width);
	for (int i = 0; i < width && !s->plain; i++)
		draw_glyph(s, r, y, x + i, i < full ? STYLE_METER : STYLE_METER_REST,
			i < full ? GLYPH_BAR_FULL : GLYPH_BAR_REST);
}

void draw_cursor(struct screen *s, struct rect r, int y, int x, bool visible)
{
	int sy, sx;

	if (!place(s, r, y, x, 1, &sy, &sx))
		return;
	s->cursor_y = sy;
	s->cursor_x = sx;
	s->cursor_wanted = visible;
}

void draw_spot(struct screen *s, struct rect r, const void *on, size_t index)
{
	if (r.h <= 0 || r.w <= 0)
		return;
	if (s->spot_count == s->spot_room) {
		s->spot_room = s->spot_room ? s->spot_room * 2 : 32;
		s->spots = xrealloc(s->spots, s->spot_room * sizeof(*s->spots));
	}
	s->spots[s->spot_count++] = (struct spot){r, on, index};
}

void draw_cover(struct screen *s)
{
	s->spot_count = 0;
}
