/* The table console_copy: what a copy must remember when it is interrupted. */
#ifndef MIGRATE_COPY_STATE_H
#define MIGRATE_COPY_STATE_H

#include "copy_source.h"

/* Where the rows come from. */
struct copy_origin {
	const char *name; /* for people */
	const char *identity; /* the same for all names of one source */
};

/* Whether there is one. 1, 0, -1. */
int copy_state_there(struct db *db, struct err *e);
/* In the caller's transaction: makes it. */
int copy_state_make(struct db *db, const struct copy_origin *from, struct err *e);
int copy_state_source(struct db *db, struct str *identity, struct str *name, struct err *e);

int copy_state_read(
	struct db *db, const struct copy_table *t, struct copy_mark *out, struct err *e);
/* In the caller's transaction. An error when it does not stand where `before` says: another
 * copy is at work. */
int copy_state_write(struct db *db, const struct copy_table *t, const struct copy_mark *before,
	const struct copy_mark *now, struct err *e);

/* A row that the engine refused, so that an interrupted copy leaves it out again. */
int copy_state_refuse(struct db *db, const struct copy_row *r, const char *why, struct err *e);
/* Why this row was refused before; empty: it was not. */
int copy_state_refused(struct db *db, const struct copy_row *r, struct str *why, struct err *e);
int copy_state_any_refused(struct db *db, bool *out, struct err *e);

/* PostgreSQL, in the caller's transaction: takes the foreign keys and the secondary indices of the
 * copied tables off, and notes how to make them again. */
int copy_state_put_aside(struct db *db, struct err *e);
/* The next one to make again: its name and its SQL. 1, 0 there is none left, -1. */
int copy_state_next_aside(struct db *db, struct str *name, struct str *sql, struct err *e);
/* In the caller's transaction: it is made. */
int copy_state_made(struct db *db, const char *name, struct err *e);

#endif
