/* Where rows come from, and where they go: a database or a file, behind one table of functions
 * each.
 */
#ifndef MIGRATE_COPY_SOURCE_H
#define MIGRATE_COPY_SOURCE_H

#include "copy_row.h"

/* First member of a source's own struct. */
struct copy_source {
	/* 1: the rows of this table come next; 0: it has no such table; -1. */
	int (*begin)(struct copy_source *s, const struct copy_table *t, struct err *e);
	/* 1 and a row, borrowed until the next call; 0 after the last; -1. */
	int (*next)(struct copy_source *s, struct copy_row *out, struct err *e);
	/* After the last table. */
	int (*finish)(struct copy_source *s, struct err *e);
	void (*close)(struct copy_source *s);
};

/* How far a table is: rows of the source that were looked at, and what those add up to that went
 * on. */
struct copy_mark {
	int64_t read;
	struct digest kept;
};

/* A row that the engine refused, with what it said. 0: go on without it. */
typedef int copy_refused(void *arg, const struct copy_row *r, const struct row_hash *h,
	const char *why, struct err *e);

/* First member of a sink's own struct; the caller sets the last two. */
struct copy_sink {
	/* `done` is how far an interrupted copy was. */
	int (*begin)(struct copy_sink *s, const struct copy_table *t, struct copy_mark *done,
		struct err *e);
	int (*put)(struct copy_sink *s, const struct copy_row *r, const struct row_hash *h,
		struct err *e);
	/* Puts down what there is since the last time, and with it how far the table is now; calls
	 * `refused`, which may change the mark. */
	int (*commit)(struct copy_sink *s, const struct copy_mark *now, struct err *e);
	bool (*full)(const struct copy_sink *s); /* time to commit */
	void (*close)(struct copy_sink *s);
	copy_refused *refused;
	void *arg;
};

/* --- copy_read.c: a database, within a read transaction of the caller's. --- */

enum copy_look { COPY_LOOK_AT_PARENTS, COPY_LOOK_AT_ROWS };
/* Owned by the caller; the database is borrowed. */
struct copy_source *copy_read_new(struct db *db, enum copy_look look);
int copy_count(struct db *db, const struct copy_table *t, int64_t *out, struct err *e);
/* Tables and columns of the database that are not copied, as a list of words in `out`. */
int copy_left_out(struct db *db, struct str *out, struct err *e);

/* --- copy_row_text.c: a row as one JSON object. --- */

/* A row that was checked, or one that may hold anything. */
enum copy_trust { COPY_CHECKED, COPY_UNCHECKED };
void copy_row_write(const struct copy_row *r, enum copy_trust trust, struct str *out);
void copy_add_string(struct str *out, struct span text);
/* Reads what copy_row_write wrote of a checked row, or others wrote like it: a column that is not
 * named is NULL. Texts are in the arena, or borrowed from `text`. 0, or -1 with what is wrong. */
int copy_row_parse(struct span text, const struct copy_table *t, struct arena *a,
	struct copy_row *out, struct err *e);

#endif
