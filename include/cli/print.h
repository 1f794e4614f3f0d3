/* Tables and JSON on standard output. */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/span.h"

/* An aligned table: columns measured in terminal cells, everything sanitized, the last column cut
 * to the terminal's width when it is one, bold headings on a terminal. */
struct table;
struct table *table_new(const char *const *headings); /* NULL-terminated */
void table_cell(
	struct table *t, struct span text); /* next cell of the current row; a row ends by itself */
void table_cellf(struct table *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Prints and frees. With no rows prints `empty` to stderr instead. Returns 0, or -1 when standard
 * output could not be written. */
int table_print(struct table **t, const char *empty);

/* One line of JSON; takes the reference. Returns 0, or -1 when standard output could not be
 * written. */
int print_json(json_t *value);
/* Sanitized text to standard output: "name: value" lines of `show` commands, and many-line bodies.
 */
void print_field(const char *name, struct span value);
void print_body(struct span text);
/* Flushes; -1 when anything written to standard output was lost (full disk, closed pipe). */
int print_end(void);

#endif
