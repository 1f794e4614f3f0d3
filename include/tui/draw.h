/* Drawing on the screen: clipped, sanitized, by meaning. The only way to a cell. */
#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/sanitize.h"
#include "base/span.h"
#include "tui/theme.h"

struct screen; /* term.h opens it */

/* Rows and columns; h or w of 0 or less is empty, and drawing there does nothing. */
struct rect {
	int y, x, h, w;
};

/* Parts of a rectangle. Counts larger than the rectangle take all of it. */
struct rect rect_top(struct rect *r, int rows); /* cuts rows off the top and returns them */
struct rect rect_bottom(struct rect *r, int rows); /* … off the bottom */
struct rect rect_left(struct rect *r, int columns); /* … off the left */
struct rect rect_right(struct rect *r, int columns); /* … off the right */
struct rect rect_inset(struct rect r, int rows, int columns);

/* Fixed drawings with an ASCII fallback (--ascii, or a locale without UTF-8). */
enum glyph {
	GLYPH_CURSOR, /* ▸ > */
	GLYPH_MARK, /* • * */
	GLYPH_APPROVED, /* ✓ + */
	GLYPH_REJECTED, /* ✗ x */
	GLYPH_PENDING, /* ○ o */
	GLYPH_FLAG, /* ⚑ ! */
	GLYPH_WARN, /* ▲ ! */
	GLYPH_HIDES, /* ▲ ?, beside a flag */
	GLYPH_LOCK, /* ⊠ L */
	GLYPH_UP, /* ↑ ^ */
	GLYPH_DOWN, /* ↓ v */
	GLYPH_RIGHT, /* → > */
	GLYPH_LEFT, /* ← < */
	GLYPH_SAME, /* = */
	GLYPH_QUOTE_BAR, /* │ | */
	GLYPH_BAR_FULL, /* ━ # */
	GLYPH_BAR_REST, /* ─ . */
	GLYPH_SPIN_1, /* ▘ | */
	GLYPH_SPIN_2, /* ▝ / */
	GLYPH_SPIN_3, /* ▗ - */
	GLYPH_SPIN_4, /* ▖ \, and round again */
	GLYPH_ELLIPSIS, /* … ~ */
	GLYPH_DOT, /* · - */
	GLYPH_PLUS, /* + */
	GLYPH_MENU, /* ▾ v */
	GLYPH_DELETED,
	GLYPH_DELETED_END, /* the - of [-600-] */
	GLYPH_ADDED,
	GLYPH_ADDED_END, /* the + of {+5+} */
	GLYPH_HLINE,
	GLYPH_VLINE, /* ─ │ */
	GLYPH_TEE_DOWN,
	GLYPH_TEE_UP,
	GLYPH_TEE_LEFT,
	GLYPH_TEE_RIGHT, /* ┬ ┴ ┤ ├ */
	GLYPH_TL,
	GLYPH_TR,
	GLYPH_BL,
	GLYPH_BR, /* ┌ ┐ └ ┘ */
	GLYPH_COUNT
};

/* Columns of the glyph on this screen (1), and its safe bytes; or those of a set. */
const char *glyph_text(const struct screen *s, enum glyph g);
enum glyph_set { GLYPHS_UTF8, GLYPHS_ASCII };
const char *glyph_in(enum glyph_set set, enum glyph g);

/* From here on nothing is drawn outside r, or again on all of the screen. */
void draw_clip(struct screen *s, struct rect r);
void draw_unclip(struct screen *s);

/*
 * Draws one line of untrusted bytes in `r` at row y, column x (relative to r), cut at the right
 * edge with an ellipsis when it does not fit. Everything passes the sanitizer; what it escaped is
 * drawn in STYLE_ESCAPE. Returns the column after the last cell drawn.
 */
int draw_text(struct screen *s, struct rect r, int y, int x, enum style style, struct span text);
/* draw_text for a part of a text that stands in one row in several; *whole is 0 before the first.
 * Where letters go from right to left, each text is closed off from its neighbours, but not its
 * parts from each other. */
int draw_text_part(struct screen *s, struct rect r, int y, int x, enum style style,
	struct span text, uint32_t *whole);
int draw_str(struct screen *s, struct rect r, int y, int x, enum style style, const char *text);
int draw_fmt(struct screen *s, struct rect r, int y, int x, enum style style, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));
/* From the row y on in as many as it needs, broken at blanks, with one column left at the end; what
 * the last row has no room for is cut. In lines it is one. Returns the row below. */
int draw_wrapped(struct screen *s, struct rect r, int y, int x, enum style style, struct span text);
/* The same as draw_text, right-aligned to the column before `right`; returns the column where it
 * starts. */
int draw_right(
	struct screen *s, struct rect r, int y, int right, enum style style, struct span text);
int draw_glyph(struct screen *s, struct rect r, int y, int x, enum style style, enum glyph g);

/* Fills with blanks of a style; lines; a horizontal meter of `width` columns for 0..1 (NAN: all
 * rest). */
void draw_fill(struct screen *s, struct rect r, enum style style);
void draw_row_style(struct screen *s, struct rect r, int y,
	enum style style); /* restyles a whole row that was drawn, keeping what it says */
void draw_hline(struct screen *s, struct rect r, int y, int x, int n, enum style style);
void draw_vline(struct screen *s, struct rect r, int y, int x, int n, enum style style);
void draw_box(struct screen *s, struct rect r, enum style style);
void draw_meter(struct screen *s, struct rect r, int y, int x, int width, double value);

/* Where the hardware cursor rests after the frame (selected row, text field); visible only where
 * text is typed. */
void draw_cursor(struct screen *s, struct rect r, int y, int x, bool visible);

/*
 * Without a picture (--plain) rows are said: a row that is new as it stands, and the one with the
 * cursor when the cursor comes to it. What a row is beside that; elsewhere it means nothing.
 */
enum draw_told {
	DRAW_TOLD_TEXT = 1, /* blanks are a part of it; the cursor means nothing there … */
	DRAW_TOLD_PICKED = 2, /* … but where it is chosen */
	DRAW_TOLD_QUIET = 4, /* said only when all is asked for, or with the cursor on it */
	DRAW_TOLD_FIRST = 8, /* said only when nothing stood there before */
	DRAW_TOLD_NEWS = 16, /* said again although it reads the same */
};
void draw_told(struct screen *s, struct rect r, int y, unsigned how);
/* What the text of this frame is about: that of something else is new, even where it reads the
 * same. */
void draw_subject(struct screen *s, const char *id);
/* The row of a list: in lines it may be longer than the list is wide. */
struct rect draw_long_row(const struct screen *s, struct rect r, int y);
/* A row that says what happened: in lines nothing of it is cut. */
struct rect draw_whole_row(const struct screen *s, struct rect r, int y);
/* Where the next column of a row begins: in lines, behind what was drawn up to `end`. */
int draw_column(const struct screen *s, int end, int column);

/* What was drawn in r can be pointed at: part `index` of the widget `on`, which is only compared
 * (point.h). It lies over all that was drawn before. After draw_cover nothing of that can be
 * pointed at any more: something lies over it, or it is gone. */
void draw_spot(struct screen *s, struct rect r, const void *on, size_t index);
void draw_cover(struct screen *s);

/* How people turn pages; lists and texts take it from the screen that they are drawn on. */
struct paging {
	int overlap; /* rows of a page that the next one shows again; below 0: as usual */
	int margin; /* rows of a list in sight before and behind the selected one */
};
struct paging screen_paging(const struct screen *s);

int screen_rows(const struct screen *s);
int screen_columns(const struct screen *s);
bool screen_ascii(const struct screen *s);
/* Boxes, rules, bars and lines are not drawn there; glyphs are words. */
bool screen_plain(const struct screen *s);

#endif
