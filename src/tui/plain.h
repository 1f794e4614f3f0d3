/* Instead of a picture, lines: what changed on a screen that nobody sees is written below what was
 * written before, for a screen reader, a braille line or a log (--plain). */
#ifndef SRC_TUI_PLAIN_H
#define SRC_TUI_PLAIN_H

#include <stdbool.h>

#include "base/str.h"
#include "tui/draw.h"

/* In a cell that holds a glyph: no code point is as large, so that no text can pretend to be one.
 */
#define PLAIN_GLYPH 0x110000

#define PLAIN_ROW 140 /* columns of a list's row, whatever the terminal has: it is heard */
#define PLAIN_SAID 500 /* columns of what happened: an error, the name of a file */

/* A row as it is said. */
struct plain_row {
	struct str text;
	struct str same; /* what it is compared by: an age that ticks is no change */
	int y;
	unsigned told; /* of enum draw_told */
	bool said;
};

/* What was said of one level: the pane, or a box above it. */
struct plain_frame {
	const void *place;
	struct plain_row *rows; /* those that say anything, from above */
	size_t n;
	size_t cursor; /* the row with the cursor, or n */
	bool typed; /* text is typed there */
	size_t column; /* of the cursor in its text */
	struct str subject; /* what its text is about */
};

struct plain {
	bool ascii; /* words instead of the last glyphs, too */
	unsigned char *told; /* of each row of the screen */
	int rows;
	int columns; /* of a page and of the terminal's line; rows of lists are longer */
	struct plain_frame *levels; /* from the pane up */
	size_t level_n;
	size_t level; /* of the frame that is drawn now, and whose it is */
	const void *place;
	struct str subject;
	bool all; /* the next frame is said whole */
	bool keyed; /* keys came since the last frame */
	bool moves; /* one of them moves a selection */
	bool open; /* the last line waits for what is typed, without its end */
};

struct plain *plain_new(bool ascii);
void plain_free(struct plain **p);

/* Before a frame of so many rows is drawn. */
void plain_begin(struct plain *p, int rows);
/* Reads the frame off the screen of curses and adds to `out` what is to be written: text, CR LF, CR
 * and BS. */
void plain_say(struct plain *p, struct screen *s, struct str *out);
/* Ends the line that waits for more. */
void plain_end_line(struct plain *p, struct str *out);
/* Nothing was said yet: the terminal was somebody else's for a while. */
void plain_forget(struct plain *p);

/* plain_read.c: the rows of the screen as text. */
void plain_read(const struct plain *p, struct screen *s, struct plain_frame *out);
void plain_frame_clear(struct plain_frame *f);

#endif
