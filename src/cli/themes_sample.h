/* A theme as the console would draw it. */
#ifndef CLI_THEMES_SAMPLE_H
#define CLI_THEMES_SAMPLE_H

#include "tui/draw.h"

/* What the terminal can show. */
struct sample_terminal {
	int colours; /* term_colours */
	enum glyph_set glyphs;
	size_t columns;
};

/* A few rows in all of its styles, on standard output, with what they mean in words. */
void themes_sample(const struct theme *t, const struct sample_terminal *terminal);

#endif
