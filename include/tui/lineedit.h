/* One line of text being typed: prompts, the login form, the filter. */
#ifndef TUI_LINEEDIT_H
#define TUI_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "tui/draw.h"
#include "tui/key.h"
#include "tui/point.h"

#define LINEEDIT_MOST 1024 /* bytes, with an end */

/* Embedded; `buf` is overwritten before it is given back when `secret`. */
struct lineedit {
	char buf[LINEEDIT_MOST];
	size_t len;
	size_t at; /* byte offset of the cursor, at a cluster's edge */
	bool secret; /* shows nothing of what is typed, not even its length */
	bool selected; /* all of it: what is typed next takes its place */
	bool full; /* a key was refused because the buffer is full: say so */
};

/* Puts the cursor at the end. Text that does not fit is cut between characters and sets `full`. */
void lineedit_set(struct lineedit *e, struct span text);
/* Selects all of it; a key that moves the cursor keeps the text and ends the selection. */
void lineedit_select(struct lineedit *e);
/* Takes characters, paste (whole or not at all; line breaks become blanks, those at its end are
 * dropped), arrows, Home, End, Backspace, Delete, Ctrl-A/E/U/W/K. True if it used the key. */
bool lineedit_key(struct lineedit *e, const struct key *k);
/*
 * Where secrets are typed, a pasted text is taken field by field: a Tab or the end of a line goes
 * on to the next one, as when they are typed, so that no secret is shown behind a name. How many
 * fields a key fills: 1 when it pastes nothing, a line end behind the last is none, and SIZE_MAX
 * stands for control characters that no field takes. What fills more fields than there are is
 * refused, with the sentence below.
 */
size_t lineedit_parts(const struct key *k);
extern const char lineedit_one_line[];
/* Cuts the text of the first field off a paste; false: it was the last. */
bool lineedit_cut(struct key *paste, struct key *part);
/* Whether a paste is one by its speed alone, and ends with Enter. */
bool lineedit_enters(const struct key *k);
struct span lineedit_text(const struct lineedit *e);
/* Draws in one row of r and puts the cursor there; scrolls sideways. */
void lineedit_draw(struct lineedit *e, struct screen *s, struct rect r, int y, int x, int width);
/* Puts the cursor at the character that is pointed at. */
enum pointed lineedit_point(struct lineedit *e, const struct point *at);
/* Overwrites and empties; call it before the memory of a secret goes out of scope. */
void lineedit_wipe(struct lineedit *e);

#endif
