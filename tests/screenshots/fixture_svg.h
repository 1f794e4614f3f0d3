/* A screen as a picture. */
#ifndef TESTS_SCREENSHOTS_FIXTURE_SVG_H
#define TESTS_SCREENSHOTS_FIXTURE_SVG_H

#include <stdio.h>

#include "tui/fixture.h"

/* Writes the screen in a window frame with that title. Every cell stays in its column, whatever
 * font the reader has. */
void svg_write(FILE *out, const struct console *c, const char *title);

#endif
