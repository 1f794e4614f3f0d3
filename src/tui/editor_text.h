/* The bytes of an editor, and where its characters begin. Knows neither cursor nor screen. */
#ifndef TUI_EDITOR_TEXT_H
#define TUI_EDITOR_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "base/str.h"

/*
 * One string, and a table of parts of some thousand bytes, so that whatever a key asks for looks at
 * a part or two instead of the whole. A part ends after a line feed, or where lines are longer than
 * a part at the edge of a character; a row on the screen ends there as well. (Moving 10 MB for a
 * letter put in front of them takes a millisecond, which a cleverer store would not be worth.)
 */
struct editor_text {
	struct str bytes;
	struct text_part {
		size_t bytes, feeds, points; /* what it has of line feeds and code points */
	} * parts;
	size_t n, room; /* n > 0 once it was set */
};

/* Bytes [from, to) of the text. */
struct text_range {
	size_t from, to;
};

void editor_text_set(struct editor_text *t, struct span text);
void editor_text_free(struct editor_text *t);
/* Puts `by` in the place of [from, to). */
void editor_text_replace(struct editor_text *t, size_t from, size_t to, struct span by);

static inline size_t editor_text_size(const struct editor_text *t)
{
	return t->bytes.len;
}
struct span editor_text_span(const struct editor_text *t, size_t from, size_t to);

/* The part that holds the byte at `at`; the last one for the end of the text. */
struct text_range editor_text_part(const struct editor_text *t, size_t at);
/* Edges are where a character (text_step) begins or ends. The next one behind the edge `at`, and
 * the last one before it; at the ends of the text, `at` itself. */
size_t editor_text_next(const struct editor_text *t, size_t at);
size_t editor_text_previous(const struct editor_text *t, size_t at);
/* The last edge that is not behind `at`, and the first that is not before it. */
size_t editor_text_edge(const struct editor_text *t, size_t at);
size_t editor_text_edge_up(const struct editor_text *t, size_t at);

/* Of the line, which ends at a line feed or the end of the text: its first byte, and its end
 * without the line feed (or CR LF). */
size_t editor_text_line_start(const struct editor_text *t, size_t at);
size_t editor_text_line_end(const struct editor_text *t, size_t at);

/* Line feeds and code points before `at`; an invalid byte counts as a code point. */
struct text_part editor_text_count(const struct editor_text *t, size_t at);

#endif
