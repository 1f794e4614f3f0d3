/* A bar chart of counts, in eighths of a cell, with an ASCII fallback. */
#ifndef TUI_BARS_H
#define TUI_BARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/draw.h"

/*
 * Draws one bar for each of the `n` counts (0 or more), the last one at the right edge, all below
 * the largest, whose number stands on the left above a 0. As many of the last ones as fit; two
 * columns each where there is room for all. Any count but 0 shows at least something. Below 2×8
 * cells it draws nothing. In lines the numbers are said.
 */
void bars_draw(struct screen *s, struct rect r, enum style style, const int64_t *counts, size_t n);
/* Whether so many columns have room for all of them. */
bool bars_fit(int columns, const int64_t *counts, size_t n);

#endif
