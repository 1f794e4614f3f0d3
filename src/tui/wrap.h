/* Breaks the runs of a paragraph into lines. Knows widths, not screens. */
#ifndef TUI_WRAP_H
#define TUI_WRAP_H

#include <stdbool.h>
#include <stddef.h>

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
/*
 * Adds the lines of the runs from `first` to before `end`, at least one. Breaks at blanks, after a
 * hyphen or slash within a word, and beside wide (CJK) characters; what is longer than a line is
 * divided between items. Linear in the text.
 */
void wrap_paragraph(const struct wrap_run *runs, size_t first, size_t end, struct wrap_shape shape,
	size_t block, struct wrap_lines *out);

#endif
