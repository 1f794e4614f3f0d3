/* Styles by meaning, and the themes that colour them. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"

/* What a cell means. Colour never stands alone: what uses these also writes a glyph or a word. */
enum style {
	STYLE_TEXT,
	STYLE_DIM, /* secondary text */
	STYLE_STRONG, /* headings */
	STYLE_BORDER,
	STYLE_BAR, /* the top line */
	STYLE_TAB, /* a pane's name */
	STYLE_TAB_ON, /* the pane that is open */
	STYLE_SELECTED, /* the selected row where the focus is */
	STYLE_SELECTED_DIM, /* the selected row of a part without the focus */
	STYLE_KEY, /* a key in the footer or help */
	STYLE_GOOD, /* approved, up, done */
	STYLE_BAD, /* rejected, down, failed */
	STYLE_WARN, /* flags, hidden content */
	STYLE_ACCENT, /* links, followable things */
	STYLE_ESCAPE, /* stands for a character that cannot be shown */
	STYLE_QUOTE, /* the thread that a draft answers */
	STYLE_INPUT, /* a field being edited */
	STYLE_METER, /* the filled part of a bar or chart */
	STYLE_METER_REST,
	STYLE_COUNT
};

enum attribute {
	ATTR_BOLD = 1,
	ATTR_DIM = 2,
	ATTR_UNDERLINE = 4,
	ATTR_REVERSE = 8,
	ATTR_ITALIC = 16
};

/* -1 the terminal's own, 0 to 15 its palette, 16 to 255 the fixed 256; or 0x1000000 | rgb, brought
 * down to what the terminal has. */
struct theme_pair {
	int32_t fg, bg;
	uint8_t attributes;
};

struct theme {
	char name[64];
	char about[128];
	struct theme_pair pair[STYLE_COUNT];
};

const char *style_name(enum style s); /* "selected-dim", as the theme files spell it */

/* The themes built in (embedded from themes/), by position or by name; NULL past the end or for an
 * unknown name. The first is the default. */
const struct theme *theme_at(size_t i);
const struct theme *theme_named(const char *name);
/* Parses a theme file; every style that it does not name keeps the default's. Errors: line, column,
 * unknown style or colour. */
int theme_parse(struct span json, struct theme *out, struct err *e);

#endif
