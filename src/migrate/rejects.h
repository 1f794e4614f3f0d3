/* The rows that stayed behind, for people in a file, and for the rows that hang on them. */
#ifndef MIGRATE_REJECTS_H
#define MIGRATE_REJECTS_H

#include <jansson.h>
#include <stdio.h>

#include "copy_row.h"
#include "new_file.h"

/*
 * One JSON object a line: table, key, column (null: the row as a whole), reason, and the row as it
 * is: JSON where it is good, {"hex": …} for bytes that are no text. `{0}` keeps none: the first bad
 * row is an error.
 */
struct rejects {
	struct new_file as;
	FILE *file; /* NULL: there is no file */
	int64_t rows;
	json_t *keys; /* by table: the keys of those that others may hang on */
};

/* ERR_USAGE when there is something of that name: those of another copy stay. */
int rejects_refuse(const char *path, struct err *e);
/* Makes the file, for its owner only, under another name beside it. */
int rejects_open(struct rejects *r, const char *path, struct err *e);
/* Writes the row down, or, without a file, turns it into the error. */
int rejects_add(
	struct rejects *r, const struct copy_row *row, const struct copy_fault *why, struct err *e);
/* Whether the row names one that was rejected; `why` says which. */
bool rejects_hang_on(const struct rejects *r, const struct copy_row *row, struct copy_fault *why);
/* 0 once all of it is on the disk, under its name; without rows there is no file. Frees it,
 * whatever the result. */
int rejects_keep(struct rejects *r, struct err *e);
/* Nothing is left of it. */
void rejects_drop(struct rejects *r);

#endif
