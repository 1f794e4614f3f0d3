/* A text of many lines being edited. Knows no files and no database. */
#ifndef TUI_EDITOR_H
#define TUI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "tui/draw.h"
#include "tui/key.h"
#include "tui/point.h"

struct editor;

struct editor *editor_new(void);
void editor_free(struct editor **e);

/* Starts over with a copy of the text, unmodified, the cursor at its beginning. What was cut or
 * copied stays. */
void editor_set_text(struct editor *e, struct span text);
/* Byte for byte what was set, but for what was edited. Borrowed until the next change. */
struct span editor_text(const struct editor *e);
/* Whether the text differs from what was set: taking everything back makes it false again. */
bool editor_modified(const struct editor *e);
/* Another number after every change of the text: what has this one need not be kept again. */
uint64_t editor_version(const struct editor *e);

/* The cursor as a byte offset; going there takes the edge of a character at or before it. */
size_t editor_cursor(const struct editor *e);
void editor_go(struct editor *e, size_t at);
/* What was cut or copied last (to send it to the terminal's clipboard, too). Borrowed. */
struct span editor_clipboard(const struct editor *e);

enum editor_op {
	EDITOR_NONE,
	/* moving; with Shift, or after EDITOR_MARK, they select */
	EDITOR_LEFT,
	EDITOR_RIGHT,
	EDITOR_UP,
	EDITOR_DOWN,
	EDITOR_WORD_LEFT,
	EDITOR_WORD_RIGHT,
	EDITOR_HOME, /* of the row; there already: of the line */
	EDITOR_END,
	EDITOR_PAGE_UP,
	EDITOR_PAGE_DOWN,
	EDITOR_TOP,
	EDITOR_BOTTOM,
	EDITOR_TURN, /* to the top; there already: to the bottom */
	/* changing */
	EDITOR_NEWLINE, /* as the text ends its lines: LF or CR LF */
	EDITOR_TAB,
	EDITOR_BACKSPACE,
	EDITOR_DELETE,
	EDITOR_DELETE_WORD,
	EDITOR_DELETE_NEXT_WORD,
	EDITOR_CUT_END, /* with a selection: that. One after the other, they add up */
	EDITOR_CUT_START,
	EDITOR_MARK,
	EDITOR_CUT,
	EDITOR_COPY,
	EDITOR_PASTE,
	EDITOR_UNDO,
	EDITOR_REDO,
	EDITOR_SEARCH,
	/* while the search is open */
	EDITOR_NEXT,
	EDITOR_PREVIOUS,
	EDITOR_FOUND, /* closes it and stays; what was found is selected */
	EDITOR_GIVE_UP, /* closes it and goes back. Otherwise: drops the selection */
	EDITOR_OPS
};

/* True if it meant something; then `note` of the status says what could not be done. */
bool editor_do(struct editor *e, enum editor_op op);
/*
 * Typed characters, pastes (kept as they are, but CR becomes a line break, as terminals send it),
 * and the keys of the table. False for a key that is somebody else's: Ctrl-C, too, while nothing is
 * selected, and Esc when there is nothing to leave. Ask the editor before keymap_action: it has its
 * own Ctrl-Z. Never used: Ctrl-B/L/O/Q/S/Space, \, ], ^, _, Alt and function keys.
 */
bool editor_key(struct editor *e, const struct key *k);

/* Puts the cursor where a click points, selects while it is dragged; the wheel moves the text. */
enum pointed editor_point(struct editor *e, const struct point *at);

struct editor_binding {
	uint32_t code; /* key_name spells it; with modifiers (key.h) */
	enum editor_op op;
	bool searching; /* works while the search is open; all others while it is not */
};
/* The whole table, in the order in which help shows it. */
const struct editor_binding *editor_bindings(size_t *n);
/* "cut to the end of the line"; "" for EDITOR_NONE. */
const char *editor_op_help(enum editor_op op);

/* Places the window so that it shows the cursor. Cheap: only rows near it are wrapped. Call before
 * draw. The last column is left for the cursor behind a full row. */
void editor_layout(struct editor *e, int width, int height);
/* Draws the window, and in its last row the search while it is open. The hardware cursor goes to
 * where typing goes. */
void editor_draw(struct editor *e, struct screen *s, struct rect r, bool focused);

struct editor_status {
	size_t line, lines; /* from 1 */
	size_t column; /* from 1; code points, like all that follows; an invalid byte is one */
	size_t characters;
	size_t selected;
	bool modified;
	bool marking; /* moving selects */
	bool searching;
	const char *note; /* why the last key did nothing, or "" */
};
void editor_status(const struct editor *e, struct editor_status *out);

#endif
