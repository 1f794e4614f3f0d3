/* Steps over time, plotted in dots of braille or in single characters. */
#include "tui/chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/time.h"
#include "base/utf8.h"
#include "tui/lines.h"

#define LEAST_ROWS 3
#define LEAST_COLUMNS 12
#define LABELS 4 /* columns: three of label, one of axis */
#define DATE 10
#define MINUTE 16 /* a date with its time of day */
#define MOST_DATES 5
#define GAP 4 /* between two of them, at least */
#define LEAST_VIEW (60 * TIME_SECOND)
#define SHORT_VIEW (3 * 24 * 3600 * TIME_SECOND)
#define NARROW 2 /* tenths: values that move no more are shown larger even over all of time */
#define LOW_ROWS 4 /* with no more, every row counts: all values are shown as large as they fit */
#define TICK_ROWS 7 /* from so many on one of them is the axis of time */
#define DENSE_ROWS 4 /* from so many steps on, a label stands on every second row at most */

/* What an ASCII cell holds; a braille cell holds its eight dots in the order of Unicode. */
enum { ACROSS = 1, UPRIGHT = 2 };

struct plot {
	struct rect r;
	bool ascii;
	int dots_x, dots_y; /* in a cell */
	int w; /* in dots */
	unsigned char *cells;
	int64_t first, last;
	double low, high; /* the values at the bottom and the top */
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

/* The highest and the lowest value stand in the middle of the first and of the last row, so that
 * the row of a value is the one whose label is nearest to it. */
static int row_of(const struct plot *p, double v)
{
	double part = (p->high - v) / (p->high - p->low);
	return (int)(fmin(fmax(part, 0), 1) * (p->r.h - 1) * p->dots_y + p->dots_y / 2.0 + 1e-9);
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

/* The first point that is later than t; n when none is. */
static size_t point_after(const struct chart *c, int64_t t)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->points[middle].t > t)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* The points whose steps are in view: the first may begin before it. */
static size_t first_in_view(const struct plot *p, const struct chart *c)
{
	size_t i = point_after(c, p->first);

	while (i > 0 && c->points[i - 1].t >= p->first)
		i--;
	return i > 0 ? i - 1 : 0;
}

static void plot_steps(struct plot *p, const struct chart *c)
{
	const struct chart_point *points = c->points;

	for (size_t i = first_in_view(p, c); i < c->n && points[i].t <= p->last; i++) {
		if (isnan(points[i].v))
			continue;
		int x = column_at(p, points[i].t);
		int y = row_of(p, points[i].v);
		int end = i + 1 < c->n ? column_at(p, points[i + 1].t) : p->w - 1;
		plot_across(p, x, end, y);
		if (i > 0 && points[i].t >= p->first && !isnan(points[i - 1].v) &&
			row_of(p, points[i - 1].v) != y)
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

/* ".85", "1.0": in three columns. */
static void draw_value(struct screen *s, struct rect r, int y, double v)
{
	char text[16];
	int hundredths = (int)lround(v * 100);

	if (hundredths >= 100 || hundredths % 100 == 0)
		snprintf(text, sizeof(text), hundredths > 0 ? "1.0" : "0");
	else if (hundredths % 10 == 0)
		snprintf(text, sizeof(text), ".%d", hundredths / 10);
	else
		snprintf(text, sizeof(text), ".%02d", hundredths);
	draw_right(s, r, y, LABELS - 1, STYLE_DIM, span_of(text));
}

/* How many rows lie between two labels, for values from tenth to tenth in `rows` rows: only values
 * that a row stands for, at even steps that are read easily. All of them: only the ends have one.
 */
static int label_step(int rows, int tenths)
{
	int n = rows - 1;

	for (int k = n >= DENSE_ROWS ? 2 : 1; k < n; k++)
		if (n % k == 0 && tenths * 10 * k % n == 0 && tenths * 10 * k / n % 5 == 0)
			return k;
	return n > 0 && tenths * 10 % n == 0 && tenths * 10 / n % 5 == 0 ? 1 : n;
}

static int tenths_of(const struct plot *p)
{
	return (int)lround((p->high - p->low) * 10);
}

/* A scale that does not begin at 0 is broken at its foot. */
static void draw_axis(const struct plot *p, struct screen *s, struct rect r)
{
	int step = label_step(r.h, tenths_of(p));

	draw_vline(s, r, 0, LABELS - 1, r.h, STYLE_BORDER);
	for (int y = 0; y < r.h; y += step)
		draw_value(s, r, y, p->high - (p->high - p->low) * y / (r.h - 1));
	if (p->low > 0)
		draw_str(s, r, r.h - 1, LABELS - 1, STYLE_WARN, p->ascii ? "~" : "≈");
}

static struct span date_of(int64_t t, bool minutes, char out[20])
{
	time_format_minutes(t, out);
	if (t != TIME_NONE && !minutes)
		out[DATE] = '\0';
	return span_of(out);
}

static void draw_tick(struct screen *s, struct rect ticks, int x)
{
	line_draw(s, ticks, 0, x, STYLE_BORDER, WAY_LEFT | WAY_RIGHT | WAY_DOWN, LINE_PLAIN, false);
}

/* The axis of time, with a tick at its ends. */
static void draw_ticks(struct screen *s, struct rect ticks)
{
	if (ticks.h == 0)
		return;
	draw_hline(s, ticks, 0, LABELS, ticks.w - LABELS, STYLE_BORDER);
	line_draw(s, ticks, 0, LABELS - 1, STYLE_BORDER, WAY_UP | WAY_RIGHT, LINE_PLAIN, false);
	draw_tick(s, ticks, LABELS);
	draw_tick(s, ticks, ticks.w - 1);
}

/* The last date stands below the end; the others as many as fit, each below its time. */
static void draw_dates(const struct plot *p, struct screen *s, struct rect r, struct rect ticks)
{
	double length = (double)p->last - (double)p->first;
	bool minutes = length > 0 && length < (double)SHORT_VIEW;
	int width = minutes ? MINUTE : DATE;
	char first[20], last[20];
	struct span a = date_of(p->first, minutes, first);
	struct span b = date_of(p->last, minutes, last);

	if (span_eq(a, b)) {
		draw_text(s, r, 0, r.w >= LABELS + (int)a.n ? LABELS : 0, STYLE_DIM, a);
		return;
	}
	draw_right(s, r, 0, r.w, STYLE_DIM, b);
	if ((size_t)r.w <= a.n + b.n)
		return;
	draw_text(s, r, 0, (size_t)r.w > LABELS + a.n + b.n ? LABELS : 0, STYLE_DIM, a);
	int n = (r.w - LABELS + GAP) / (width + GAP);
	n = n > MOST_DATES ? MOST_DATES : n;
	for (int i = 1; i < n - 1; i++) {
		char text[20];
		int64_t t = p->first + (int64_t)(length * i / (n - 1));
		int x = LABELS + (r.w - LABELS - 1) * i / (n - 1);
		draw_text(s, r, 0, x - width / 2, STYLE_DIM, date_of(t, minutes, text));
		if (ticks.h > 0)
			draw_tick(s, ticks, x);
	}
}

/* The time that the points span; points without a known time stand at its start. */
static struct chart_view whole(const struct chart *c)
{
	struct chart_view all = {c->points[c->n - 1].t, c->points[c->n - 1].t};

	for (size_t i = c->n; i-- > 0 && c->points[i].t != TIME_NONE;)
		all.from = c->points[i].t;
	return all;
}

static bool is_whole(const struct chart_view *v)
{
	return v->from >= v->to;
}

/* So far that few rows stand for tenths; over all of it where that is not to be had. */
static void widen(int *from, int *to, int rows)
{
	int n = rows - 1, more = n > 0 ? (n - (*to - *from) % n) % n : 0;

	if (rows > LOW_ROWS)
		return;
	if (*to - *from + more > 10) {
		*from = 0;
		*to = 10;
		return;
	}
	int up = more < 10 - *to ? more : 10 - *to;
	*to += up;
	*from -= more - up;
}

static void span_values(struct plot *p, const struct chart *c, int rows)
{
	double low = NAN, high = NAN;

	p->low = 0;
	p->high = 1;
	for (size_t i = first_in_view(p, c); i < c->n && c->points[i].t <= p->last; i++) {
		low = fmin(c->points[i].v, low);
		high = fmax(c->points[i].v, high);
	}
	if (isnan(low) || (is_whole(&c->view) && low >= high))
		return;
	/* A hair of patience: .7 is a little less in binary. */
	int from = (int)floor(fmin(fmax(low, 0), 1) * 10 + 1e-9);
	int to = (int)ceil(fmin(fmax(high, 0), 1) * 10 - 1e-9);
	if (from >= to)
		to < 10 ? to++ : from--;
	bool large = !is_whole(&c->view) || to - from <= NARROW;
	if (!large && rows > LOW_ROWS)
		return;
	widen(&from, &to, rows);
	p->low = from / 10.0;
	p->high = to / 10.0;
}

static void draw_plot(const struct plot *p, struct screen *s, const struct chart *c)
{
	for (int y = 0; y < p->r.h; y++)
		for (int x = 0; x < p->r.w; x++)
			draw_cell(p, s, y, x);
	if (!isnan(c->value) && c->at <= p->last && (c->at >= p->first || is_whole(&c->view)))
		draw_glyph(s, p->r, row_of(p, c->value) / p->dots_y,
			column_at(p, c->at) / p->dots_x, STYLE_SELECTED, GLYPH_MARK);
}

/* The ends and the extremes; each point has a row of its own in the list beside it. */
static void say_chart(struct screen *s, struct rect r, const struct chart *c)
{
	struct plot p = {.first = is_whole(&c->view) ? INT64_MIN : c->view.from,
		.last = is_whole(&c->view) ? INT64_MAX : c->view.to};
	size_t first = first_in_view(&p, c), last = c->n;
	double low = NAN, high = NAN;
	char from[20], to[20];

	while (first < c->n && isnan(c->points[first].v))
		first++;
	for (size_t i = first; i < c->n && c->points[i].t <= p.last; i++) {
		low = fmin(c->points[i].v, low);
		high = fmax(c->points[i].v, high);
		last = isnan(c->points[i].v) ? last : i;
	}
	if (last >= c->n) {
		draw_str(s, r, 0, 0, STYLE_DIM, "no number in this time");
		return;
	}
	date_of(c->points[first].t, false, from);
	date_of(c->points[last].t, false, to);
	draw_fmt(s, r, 0, 0, STYLE_TEXT, "from %.2f (%s) to %.2f (%s), between %.2f and %.2f",
		c->points[first].v, from, c->points[last].v, to, low, high);
}

void chart_draw(struct screen *s, struct rect r, const struct chart *c)
{
	if (screen_plain(s) && r.h > 0 && c->n > 0) {
		say_chart(s, r, c);
		return;
	}
	if (r.h < LEAST_ROWS || r.w < LEAST_COLUMNS || c->n == 0)
		return;
	struct plot p = {.ascii = screen_ascii(s)};
	struct chart_view view = is_whole(&c->view) ? whole(c) : c->view;
	struct rect dates = rect_bottom(&r, 1);
	struct rect ticks = rect_bottom(&r, r.h >= TICK_ROWS ? 1 : 0);
	p.first = view.from;
	p.last = view.to;
	span_values(&p, c, r.h);
	/* An even number of steps has a middle to be labelled. */
	if (r.h > 3 && label_step(r.h, tenths_of(&p)) == r.h - 1)
		rect_top(&r, 1);
	draw_axis(&p, s, r);
	rect_left(&r, LABELS);
	p.r = r;
	p.dots_x = p.ascii ? 1 : 2;
	p.dots_y = p.ascii ? 1 : 4;
	p.w = r.w * p.dots_x;
	p.cells = xcalloc((size_t)r.w * (size_t)r.h, 1);
	plot_steps(&p, c);
	draw_plot(&p, s, c);
	free(p.cells);
	draw_ticks(s, ticks);
	draw_dates(&p, s, dates, ticks);
}

struct chart_view chart_zoomed(const struct chart *c, enum chart_zoom how)
{
	if (c->n == 0 || (is_whole(&c->view) && how == CHART_OUT))
		return (struct chart_view){0};
	struct chart_view all = whole(c), v = is_whole(&c->view) ? all : c->view;
	int64_t length = v.to - v.from, wanted = how == CHART_IN ? length / 2 : length * 2;

	if (wanted >= all.to - all.from)
		return (struct chart_view){0};
	if (wanted < LEAST_VIEW)
		return c->view;
	int64_t at = c->at == TIME_NONE || c->at < all.from ? all.from : c->at;
	v.from = at - wanted / 2;
	if (v.from > all.to - wanted)
		v.from = all.to - wanted;
	if (v.from < all.from)
		v.from = all.from;
	v.to = v.from + wanted;
	return v;
}

struct chart_view chart_moved(const struct chart *c)
{
	struct chart_view v = c->view;
	int64_t by = 0;

	if (is_whole(&v) || c->at == TIME_NONE)
		return v;
	if (c->at < v.from)
		by = c->at - v.from;
	else if (c->at > v.to)
		by = c->at - v.to;
	return (struct chart_view){v.from + by, v.to + by};
}

double chart_value(const struct chart *c, int64_t t)
{
	size_t after = point_after(c, t);

	return after > 0 ? c->points[after - 1].v : (double)NAN;
}
