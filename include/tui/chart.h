/* A line chart over time in braille, with an ASCII fallback. */
#ifndef TUI_CHART_H
#define TUI_CHART_H

#include <stddef.h>
#include <stdint.h>

#include "tui/draw.h"

struct chart_point {
	int64_t t; /* microseconds; points ordered by it */
	double v; /* 0 to 1; NAN leaves a gap */
};

/* The part of time that is looked at; zeroed: all that the points span. */
struct chart_view {
	int64_t from, to;
};

struct chart {
	const struct chart_point *points;
	size_t n;
	struct chart_view view;
	int64_t at; /* where the cursor stands; TIME_NONE: nowhere */
	double value; /* and how high; NAN: nowhere */
};

/*
 * Draws steps (a value holds until the next point): values on the left, 0 to 1 where all of time is
 * looked at and the steps reach over more than two tenths, or none is made; else, and in four rows
 * or fewer, from tenth to tenth about as far as the steps in view reach, and the foot of the axis
 * is broken when it does not begin at 0. Labels stand only on rows that stand for their values;
 * below are as many dates as fit, with the time of day where the view is shorter than three days.
 * Many points in one column become a line from the lowest to the highest. Below 3×12 cells it draws
 * nothing.
 */
void chart_draw(struct screen *s, struct rect r, const struct chart *c);

/* Half or twice the time around `at`, never less than a minute; twice all of it is all of it. */
enum chart_zoom { CHART_IN, CHART_OUT };
struct chart_view chart_zoomed(const struct chart *c, enum chart_zoom how);
/* The same view moved as little as shows `at`. */
struct chart_view chart_moved(const struct chart *c);
/* The value that holds at a time: that of the last point at it or before; NAN before the first. */
double chart_value(const struct chart *c, int64_t t);

#endif
