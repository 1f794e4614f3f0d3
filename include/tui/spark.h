/* A row of small columns: how a share between 0 and 1 went. */
#ifndef TUI_SPARK_H
#define TUI_SPARK_H

#include <stddef.h>

#include "tui/draw.h"

/*
 * Draws the last `width` of the values, one a column, the newest in the last one: ▁ to █, in ASCII
 * `_`, `.`, `-` and `'` at four heights. All share one scale, 0 to 1, so that rows can be compared;
 * what is beyond it stands at its end, and NAN leaves a gap.
 */
void draw_spark(struct screen *s, struct rect r, int y, int x, int width, enum style style,
	const double *values, size_t n);

#endif
