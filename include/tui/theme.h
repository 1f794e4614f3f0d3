/* Styles by meaning, and the themes that colour them. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/json_fault.h"
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
	STYLE_QR, /* a drawing that phones read: dark on light in every theme */
	STYLE_COUNT
};

enum attribute {
	ATTR_BOLD = 1,
	ATTR_DIM = 2,
	ATTR_UNDERLINE = 4,
	ATTR_REVERSE = 8,
	ATTR_ITALIC = 16
};

/* A colour: -1 the terminal's own, 0 to 15 its palette, 16 to 255 the fixed 256, or COLOUR_RGB |
 * 0xrrggbb. */
#define COLOUR_OWN (-1)
#define COLOUR_RGB 0x1000000

struct theme_pair {
	int32_t fg, bg;
	uint8_t attributes;
};

struct theme {
	char name[64];
	char about[128];
	struct theme_pair pair[STYLE_COUNT];
};

/* As the theme files spell them: "selected-dim"; "bold", by the bit of enum attribute, NULL behind
 * the last. */
const char *style_name(enum style s);
const char *attribute_name(size_t i);
/* "own", "red", "bright-red", "#rrggbb"; false for any other text. */
bool theme_colour_read(const char *name, int32_t *out);
/* NULL for a colour that is a number or red, green and blue. */
const char *theme_colour_name(int32_t colour);

/* The themes built in (embedded from themes/); the one at 0 is "default". ERR_MISSING when there is
 * none. Those that are files: tui/themes.h. */
size_t theme_count(void);
int theme_load(size_t i, struct theme *out, struct err *e);
int theme_find(const char *name, struct theme *out, struct err *e);
/* The file of one of them; SPAN_NULL when there is none. */
struct span theme_text(const char *name);

/*
 * Parses a theme file: {"name", "about", "styles": {"selected": {"fg", "bg", "attributes": []}}}.
 * Colours are names ("own", "red", "bright-red", …), numbers 0 to 255 or "#rrggbb". Every style
 * that it does not name is the default theme's; one that it names has nothing of that. Errors:
 * "line 3, column 14: no style is called \"selectd\": did you mean \"selected\"?". `out` is
 * untouched on failure.
 */
int theme_parse(struct span json, struct theme *out, struct err *e);
/* The same with all that is wrong, in the arena; NULL: it is good. */
struct json_fault *theme_faults(struct span json, struct theme *out, struct arena *a);

/* The nearest colour that a terminal with so many colours has (8, 16, 88, 256, or more: direct
 * colour): a number for its palette, COLOUR_OWN as it is, and for direct colour the rgb value. */
int32_t theme_colour(int32_t colour, int colours);
/* What such a terminal shows for a style. Of eight colours a grey is the one of black and white
 * that can be read on the ground, any other the most alike in hue that can (a contrast of 3); and
 * the selected row is reversed where its colours come out as those of text. */
struct theme_pair theme_shown(const struct theme *t, enum style s, int colours);
/* A colour that is not the terminal's own as 0xrrggbb: those of the palette as xterm shows them. */
int32_t theme_rgb(int32_t colour);

#endif
