/* JSON as text: checked strictly before it is stored, and laid out without changing what it says:
 * numbers keep their digits, members their order and their number. */
#ifndef BASE_JSON_TEXT_H
#define BASE_JSON_TEXT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/span.h"
#include "base/str.h"

/* More is refused: neither the agent's reader nor a screen would get on with it. */
#define JSON_LONGEST (1024 * 1024) /* bytes */
#define JSON_DEEPEST 100 /* lists and objects inside each other */

/* Where in a text: from 1 on, columns in characters. `at` in bytes. */
struct json_place {
	size_t line, column, at;
};

/*
 * Whether the text is one JSON value of RFC 8259 that every reader takes for the same: no member
 * twice, no NaN, no half of a surrogate pair, no U+0000, no number beyond 64 bits or a double, and
 * within the two bounds. ERR_USAGE: "line 2, column 7: a value is missing", and the same in `where`
 * (may be NULL). Takes neither stack nor time beyond the length of the text.
 */
int json_check(struct span text, struct json_place *where, struct err *e);
/*
 * The same without two of its reasons, of which `flaw` is told instead, each time, with the place
 * in bytes: a member that stands twice, a number that cannot be kept. What is told of a text that
 * then turns out to be no JSON means nothing.
 */
typedef void json_flaw(void *arg, size_t at, const char *what);
int json_check_grammar(
	struct span text, json_flaw *flaw, void *arg, struct json_place *where, struct err *e);
/* The place of a byte of the text. */
struct json_place json_place_at(struct span text, size_t at);

enum json_layout {
	JSON_STORED, /* as Python's json.dumps writes it: one line of ASCII */
	JSON_LINE, /* for people: letters as letters, and what cannot be seen escaped */
	JSON_LINES /* the same, indented */
};

/* Whether what a member of this name holds, or this string, is to be kept from everybody; both are
 * decoded. */
enum json_string { JSON_NAME, JSON_VALUE };
typedef bool json_hides(struct span text, enum json_string what);

/* Adds a text that json_check passed in a layout; what `hides` (may be NULL) says is written as
 * "(hidden)". Returns how many values were. */
size_t json_lay_out(struct str *out, struct span json, enum json_layout layout, json_hides *hides);

/* A member of an object, or an item of a list, as it stands in the text. Borrowed. */
struct json_part {
	struct span name; /* with its quotes; SPAN_NULL in a list */
	struct span value;
};

/* Walks an object or a list of a text that json_check passed: `size_t at = 0;`, then each call
 * gives the next part, false behind the last and for any other value. */
bool json_part_next(struct span whole, size_t *at, struct json_part *out);

/* What a member of an object holds, as it stands in a text that json_check passed: SPAN_NULL when
 * it is no object or has no such member. `name` is ASCII that needs no escape. Borrowed. */
struct span json_text_member(struct span json, const char *name);

#endif
