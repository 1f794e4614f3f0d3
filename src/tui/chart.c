/* Steps over time, plotted in dots of braille or in single characters. */
#include "tui/chart.h"

#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/time.h"
#include "base/utf8.h"

#define LEAST_ROWS 3
#define LEAST_COLUMNS 12
#define LABELS 4 /* columns: three of label, one of axis */
#define DATE 10

/* What an ASCII cell holds; a braille cell holds its eight dots in the order of Unicode. */
enum { ACROSS = 1, UPRIGHT = 2 };

struct plot {
	struct rect r;
	bool ascii;
	int dots_x, dots_y; /* in a cell */
	int w, h; /* in dots */
	unsigned char *cells;
	int64_t first, last;
};

static void set_dot(struct plot *p, int x, int y, unsigned char stroke)
{
	static const unsigned char braille[4][2] = {
		{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
	unsigned char *cell = &p->cells[y / p->dots_y * p->r.w + x / p->dots_x];
	*cell |= p->ascii ? stroke : braille[y % 4][x % 2];
}

static int column_at(const struct plot *p, int64_t t)
{
	double length = (double)p->last - (double)p->first;
	double part = length > 0 ? ((double)t - (double)p->first) / length : 0;
	return (int)lround(fmin(fmax(part, 0), 1) * (p->w - 1));
}

static int row_of(const struct plot *p, double v)
{
	return (int)lround((1 - fmin(fmax(v, 0), 1)) * (p->h - 1));
}

static void plot_across(struct plot *p, int from, int to, int y)
{
	for (int x = from; x <= to; x++)
		set_dot(p, x, y, ACROSS);
}

static void plot_upright(struct plot *p, int x, int from, int to)
{
	for (int y = from < to ? from : to; y <= (from < to ? to : from); y++)
		set_dot(p, x, y, UPRIGHT);
}

static void plot_steps(struct plot *p, const struct chart_point *points, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (isnan(points[i].v))
			continue;
		int x = column_at(p, points[i].t);
		int y = row_of(p, points[i].v);
		int end = i + 1 < n ? column_at(p, points[i + 1].t) : p->w - 1;
		plot_across(p, x, end, y);
		if (i > 0 && !isnan(points[i - 1].v) && row_of(p, points[i - 1].v) != y)
			plot_upright(p, x, row_of(p, points[i - 1].v), y);
	}
}

static void draw_cell(const struct plot *p, struct screen *s, int y, int x)
{
	static const char *const plain[] = {"", "-", "|", "+"};
	char braille[4];
	unsigned char cell = p->cells[y * p->r.w + x];
	if (!cell)
		return;
	if (p->ascii) {
		draw_str(s, p->r, y, x, STYLE_METER, plain[cell]);
		return;
	}
	size_t n = utf8_encode(0x2800u + cell, braille);
	draw_text(s, p->r, y, x, STYLE_METER, (struct span){braille, n});
}

static void draw_axis(struct screen *s, struct rect r)
{
	draw_vline(s, r, 0, LABELS - 1, r.h, STYLE_BORDER);
	draw_str(s, r, 0, 0, STYLE_DIM, "1.0");
	draw_str(s, r, r.h - 1, 2, STYLE_DIM, "0");
	if (r.h >= 3)
		draw_str(s, r, (r.h - 1) / 2, 1, STYLE_DIM, ".5");
}

static struct span date_of(int64_t t, char out[20])
{
	time_format_minutes(t, out);
	if (t != TIME_NONE)
		out[DATE] = '\0';
	return span_of(out);
}

/* Both dates where there is room, else the last one. */
static void draw_dates(const struct plot *p, struct screen *s, struct rect r)
{
	char first[20], last[20];
	struct span a = date_of(p->first, first);
	struct span b = date_of(p->last, last);
	if (span_eq(a, b))
		draw_text(s, r, 0, r.w >= LABELS + (int)a.n ? LABELS : 0, STYLE_DIM, a);
	else
		draw_right(s, r, 0, r.w, STYLE_DIM, b);
	if (!span_eq(a, b) && (size_t)r.w > a.n + b.n)
		draw_text(s, r, 0, (size_t)r.w > LABELS + a.n + b.n ? LABELS : 0, STYLE_DIM, a);
}

/* The time that the chart spans; points without a known time stand at its start. */
static void span_time(struct plot *p, const struct chart_point *points, size_t n)
{
	p->first = p->last = points[n - 1].t;
	for (size_t i = n; i-- > 0 && points[i].t != TIME_NONE;)
		p->first = points[i].t;
}

void chart_draw(
	struct screen *s, struct rect r, const struct chart_point *points, size_t n, int cursor)
{
	if (r.h < LEAST_ROWS || r.w < LEAST_COLUMNS || n == 0)
		return;
	struct plot p = {.ascii = screen_ascii(s)};
	struct rect dates = rect_bottom(&r, 1);
	draw_axis(s, r);
	rect_left(&r, LABELS);
	p.r = r;
	p.dots_x = p.ascii ? 1 : 2;
	p.dots_y = p.ascii ? 1 : 4;
	p.w = r.w * p.dots_x;
	p.h = r.h * p.dots_y;
	p.cells = xcalloc((size_t)r.w * (size_t)r.h, 1);
	span_time(&p, points, n);
	plot_steps(&p, points, n);
	for (int y = 0; y < r.h; y++) {
		for (int x = 0; x < r.w; x++)
			draw_cell(&p, s, y, x);
	}
	if (cursor >= 0 && (size_t)cursor < n && !isnan(points[cursor].v))
		draw_glyph(s, r, row_of(&p, points[cursor].v) / p.dots_y,
			column_at(&p, points[cursor].t) / p.dots_x, STYLE_SELECTED, GLYPH_MARK);
	free(p.cells);
	draw_dates(&p, s, dates);
}
