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

/* Draws steps (a value holds until the next point) with labels 1.0, .5, 0 on the left and first and
 * last date below. `cursor` highlights one point (-1: none). Below 3×12 cells it draws nothing. */
void chart_draw(
	struct screen *s, struct rect r, const struct chart_point *points, size_t n, int cursor);

#endif
