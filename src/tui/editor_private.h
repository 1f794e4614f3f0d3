/* The inside of an editor, for the files that it is made of. */
#ifndef TUI_EDITOR_PRIVATE_H
#define TUI_EDITOR_PRIVATE_H

#include "base/str.h"
#include "editor_history.h"
#include "editor_text.h"
#include "tui/editor.h"
#include "tui/lineedit.h"
#include "wrap.h"

#define EDITOR_NOWHERE SIZE_MAX

struct editor_search {
	bool open;
	struct lineedit needle;
	struct str last; /* what was looked for before */
	size_t cursor, anchor; /* where it began */
	struct text_range found;
};

struct editor {
	struct editor_text text;
	struct editor_history history;
	struct str original, clip;
	uint64_t version;
	size_t cursor; /* an edge, as are all places in the text */
	size_t anchor; /* the other end of the selection, or EDITOR_NOWHERE */
	bool marking; /* moves keep the anchor */
	bool behind; /* shown behind the row before, not at the start of its own */
	int wanted; /* the column that up and down try to keep, or -1 */
	bool cutting; /* the last operation cut a line's rest: the next one adds to the clipboard */
	const char *note;
	struct editor_search search;
	/* the window */
	size_t top; /* where its first row begins */
	int width; /* columns that rows are wrapped for */
	int height;
	/* the rows of one part of the text, of this version and width */
	struct {
		struct wrap_run run;
		struct wrap_lines lines;
		struct text_range part;
		uint64_t version;
		int width; /* 0: none */
	} rows;
};

/* --- Rows: a line of the text, or as much of it as fits --- */

struct editor_row {
	struct text_range range; /* with the line feed, or the blanks that the break swallowed */
	const struct wrap_line *line; /* until another row is asked for */
	size_t base; /* what offsets in its clusters count from */
};

/* The row that the byte at `at` is in. */
struct editor_row editor_row(struct editor *e, size_t at);
/* The row that the cursor is shown in. */
struct editor_row editor_cursor_row(struct editor *e);
/* True and the row after or before; false at the ends. */
bool editor_row_next(struct editor *e, struct editor_row *row);
bool editor_row_previous(struct editor *e, struct editor_row *row);
/* The column of an edge in the row; never behind the last column. */
int editor_row_column(const struct editor *e, const struct editor_row *row, size_t at);
/* The last edge of the row where the cursor can be shown in it. */
size_t editor_row_last(const struct editor *e, const struct editor_row *row);
/* The edge of the row at this column or before it. */
size_t editor_row_place(const struct editor *e, const struct editor_row *row, int column);

/* --- Moving --- */

bool editor_is_move(enum editor_op op);
void editor_move(struct editor *e, enum editor_op op);
/* A word with the blanks before or behind it, seen from an edge. */
size_t editor_word_left(const struct editor *e, size_t at);
size_t editor_word_right(const struct editor *e, size_t at);

/* --- Changing --- */

/* `again`: the operation before this one cut a part of a line as well. */
void editor_edit(struct editor *e, enum editor_op op, bool again);
/* False for what is no character. */
bool editor_type(struct editor *e, uint32_t code);
void editor_paste(struct editor *e, struct span text);

/* --- Selecting and searching --- */

/* The selection; false and an empty range when there is none. */
bool editor_selection(const struct editor *e, struct text_range *out);
void editor_unselect(struct editor *e);

void editor_search_open(struct editor *e);
/* A key that edits what is looked for; true if it used it. */
bool editor_search_key(struct editor *e, const struct key *k);
void editor_search_do(struct editor *e, enum editor_op op);

#endif
