/* Tables, text and JSON on standard output, and notes on standard error, where nothing untrusted
 * arrives raw. */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/span.h"

/* Colour only repeats what a word or a glyph says, and only on a terminal without NO_COLOR. */
enum print_style { PRINT_PLAIN, PRINT_STRONG, PRINT_DIM, PRINT_GOOD, PRINT_BAD, PRINT_WARN };

/*
 * An aligned table: columns measured in terminal cells, everything sanitized. On a terminal
 * headings are bold and lines are cut to its width, the widest columns to what leaves the others
 * room, and a cell that holds a text from right to left is closed off, so that it moves no other;
 * a file or a pipe gets the text alone. A heading ">EDGES" aligns its column to the right; one that
 * begins with "-" may be left out where a terminal is narrow, and a line below then says so. Rows
 * are printed some hundred at a time, so that a table of any length takes little memory; each batch
 * is at least as wide as the one before.
 */
struct table;
struct table *table_new(const char *const *headings); /* NULL-terminated */
/* A line below says so, too, when a cell was cut: for one whose texts people came to read. */
void table_tell_cut(struct table *t);
void table_cell(
	struct table *t, struct span text); /* next cell of the current row; a row ends by itself */
void table_cellf(struct table *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* At most so many characters of it, and then an ellipsis: --json has all. */
void table_cell_cut(struct table *t, struct span text, size_t most);
/* A weight or the like with three places, "-" for NAN. */
void table_number(struct table *t, double value);
/* A confidence, as model/confidence.h keeps it: what is no number says so. */
void table_confidence(struct table *t, double value, bool broken);
/* A stored time, "2026-11-22 10:00"; what is no time as it is. */
void table_time(struct table *t, struct span stored);
void table_cell_styled(struct table *t, enum print_style style, struct span text);
/* Prints and frees. With no rows prints `empty` to stderr instead; NULL: nothing, because an error
 * says why there are none. Returns 0, or -1 when standard output could not be written. */
int table_print(struct table **t, const char *empty);

/* One line of JSON in ASCII; takes the reference. Returns 0, or -1 when standard output could not
 * be written. */
int print_json(json_t *value);
/* Sanitized text to standard output: "name  value" lines of `show` commands (none for NULL), and
 * many-line bodies. In print_quote each line comes after `prefix`, and on a terminal long ones are
 * wrapped at blanks; print_body is for what is copied as it stands. */
void print_field(const char *name, struct span value);
void print_fieldf(const char *name, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A stored time, "2026-11-22 10:00 (2h ago)", and who it was by; what is no time as it is. */
void print_time(const char *name, struct span stored);
void print_time_by(const char *name, struct span stored, struct span by);
void print_body(struct span text);
void print_quote(const char *prefix, struct span text);
/* One sanitized line, which on a terminal goes on below where it does not fit, in a style where
 * there is colour. Untrusted bytes may hold NUL: print_text. */
void print_line(enum print_style style, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same, of which what does not fit on a terminal goes on below from a column, a word that is
 * longer than a row, too. */
void print_hanging(enum print_style style, size_t column, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* One such line on standard error: what is said beside a result. */
void print_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A blank line, and the heading of a section. */
void print_heading(const char *text);
void print_text(enum print_style style, struct span text);
/* True when standard output takes no more: a long list may stop. */
bool print_lost(void);
/* Flushes; -1 when anything written to standard output was lost (full disk, closed pipe). */
int print_end(void);

/* Whether standard output is a terminal that takes colour, and its width in cells (0: no terminal).
 */
bool print_coloured(void);
size_t print_columns(void);
/* The escape sequence that begins a style ("" for plain). */
const char *print_style_on(enum print_style style);

#endif
