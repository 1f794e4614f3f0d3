/* A console to take pictures of, and the files for them. */
#ifndef TESTS_SCREENSHOTS_FIXTURE_SCENE_H
#define TESTS_SCREENSHOTS_FIXTURE_SCENE_H

#include "screenshots/fixture_svg.h"

#define LOG_IN "demo" K_TAB "a calm cup of tea" K_ENTER

struct console *scene_start(
	const struct svg_scheme *s, const char *database, int rows, int columns);

/* Opens FOLDER/NAME-SCHEME.svg to write, and closes it. What fails ends the program. */
FILE *scene_open(const struct svg_scheme *s, const char *folder, const char *name);
void scene_close(FILE *out, const char *name);

#endif
