/* Several screens of one console, one after the other, in one picture that moves. */
#ifndef TESTS_SCREENSHOTS_FIXTURE_FILM_H
#define TESTS_SCREENSHOTS_FIXTURE_FILM_H

#include "screenshots/fixture_svg.h"

#define FILM_MOST 16 /* frames */

struct film;

struct film *film_new(const struct svg_scheme *s);
void film_free(struct film **f);

/* What the screen shows now, under that title, for so long. All frames are of one size. */
void film_add(struct film *f, const struct console *c, const char *title, int ms);

/* Writes the frames as a loop. What does not move, or is asked not to, shows the first one. */
void film_write(FILE *out, const struct film *f, const struct console *c);

#endif
