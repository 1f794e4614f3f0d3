/* Breaks the runs of a paragraph into lines. Knows widths, not screens. */
#ifndef TUI_WRAP_H
#define TUI_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sanitize.h"
#include "base/span.h"
#include "tui/draw.h"

enum wrap_kind { WRAP_TEXT, WRAP_GLYPH, WRAP_METER };

/* A stretch of one style, or one drawing within the line. */
struct wrap_run {
	enum wrap_kind kind;
	enum style style;
	struct span text; /* WRAP_TEXT: borrowed */
	bool one_line; /* WRAP_TEXT: its line feeds are shown and break nothing */
	bool lookalikes; /* WRAP_TEXT: words of look-alike letters stand out */
	enum glyph glyph;
	double value; /* WRAP_METER */
	int width;
};

/* A place between two items of the runs. */
struct wrap_cursor {
	size_t run;
	struct text_iter it;
};

/* What is never divided: a cluster that is safe to draw, a glyph, a meter. */
struct wrap_item {
	const struct wrap_run *run;
	struct text_cluster cluster; /* WRAP_TEXT; borrowed from the cursor until its next step */
};

struct wrap_line {
	size_t block; /* the caller's */
	struct wrap_cursor from;
	size_t items; /* from there; blanks at the break and the line feed are not among them */
	int indent;
};

/* Owned; free `v` with free(). */
struct wrap_lines {
	struct wrap_line *v;
	size_t n, room;
};

void wrap_start(const struct wrap_run *runs, size_t first, size_t end, struct wrap_cursor *c);
/* The next item of the runs before `end`; false when there is none. */
bool wrap_next(
	const struct wrap_run *runs, size_t end, struct wrap_cursor *c, struct wrap_item *out);
/* Columns of an item that stands at `column`, counted from the indent (a tab depends on it). */
int wrap_width(const struct wrap_item *item, int column);

struct wrap_shape {
	int width; /* columns of the window */
	int indent, hang; /* columns before the first line, and before the others */
};

struct wrap_line *wrap_add(struct wrap_lines *lines);

/* What an item is to the one before and after it. */
enum wrap_part { WRAP_FEED, WRAP_BLANK, WRAP_WORD, WRAP_DIGIT, WRAP_WIDE, WRAP_HYPHEN, WRAP_SLASH };

/* A place where a line may end, and what follows may begin the next one. */
struct wrap_place {
	bool set;
	size_t kept; /* items that stay when the line is broken here */
	struct wrap_cursor next; /* where the next line would begin */
	size_t items; /* of this line up to `next` */
	int column;
};

/* A paragraph that is being broken into lines. */
struct wrapper {
	/* private */
	struct wrap_shape shape;
	struct wrap_cursor at;
	struct wrap_line line; /* being filled */
	int column; /* from the indent */
	size_t kept; /* items without the blanks at the end */
	bool soft; /* the line began at a break, not at a line feed */
	enum wrap_part before[2]; /* the last item's, and that of the one before it */
	uint32_t last; /* the last item's first character */
	struct wrap_place place; /* the last good one */
	struct wrap_place letter; /* the last between letters, for what is longer than a line */
};

void wrap_begin(struct wrapper *w, const struct wrap_run *runs, size_t first, size_t end,
	struct wrap_shape shape, size_t block);
/*
 * Adds the lines of the runs from `first` to before `end`, at least one. Breaks at blanks, after a
 * hyphen or slash within a word, and beside wide (CJK) characters, but not where a closing sign
 * would begin a line or an opening one end it; what is longer than a line is divided between
 * letters. Linear in the text. Takes `*items` items at most, and what it took from them: true when
 * the paragraph is done, else it is to be called again.
 */
bool wrap_more(struct wrapper *w, const struct wrap_run *runs, size_t end, size_t *items,
	struct wrap_lines *out);
/* All of it. */
void wrap_paragraph(const struct wrap_run *runs, size_t first, size_t end, struct wrap_shape shape,
	size_t block, struct wrap_lines *out);

#endif
