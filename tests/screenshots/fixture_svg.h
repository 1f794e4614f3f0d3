/* A screen as a picture. */
#ifndef TESTS_SCREENSHOTS_FIXTURE_SVG_H
#define TESTS_SCREENSHOTS_FIXTURE_SVG_H

#include <stdio.h>

#include "screenshots/fixture_shapes.h"
#include "tui/fixture.h"

/* The colours of a window, and the sixteen that a terminal in it has of its own. */
struct svg_scheme {
	const char *name; /* also that of the theme which the console takes in it */
	struct rgb paper, ink, edge, title;
	struct rgb palette[16];
};

/* "dark" or "light"; NULL for another name. */
const struct svg_scheme *svg_scheme(const char *name);

/* Writes the screen in a window frame with that title. Every cell stays in its column, whatever
 * font the reader has. */
void svg_write(FILE *out, const struct svg_scheme *s, const struct console *c, const char *title);

/* The same in parts. */
void svg_begin(FILE *out, const struct svg_scheme *s, const struct console *c);
void svg_title(FILE *out, const struct svg_scheme *s, const struct console *c, const char *title);
void svg_row(FILE *out, const struct svg_scheme *s, const struct console *c, int row);
void svg_end(FILE *out);

#endif
