/* A database that rows are copied into, with a record in it of how far that is. */
#ifndef MIGRATE_COPY_TARGET_H
#define MIGRATE_COPY_TARGET_H

#include "copy_state.h"

/*
 * Begins a copy into a database that is at head: an error names the tables that hold rows, or says
 * that another copy began meanwhile. On PostgreSQL its foreign keys and secondary indices are put
 * aside, in the table console_copy, until copy_target_finish.
 */
int copy_target_start(struct db *db, const struct copy_origin *from, struct err *e);

/* One in which a copy began, now or before it was interrupted. `batch` rows are committed at once,
 * 0: as many as are good. */
struct copy_target;
struct copy_target *copy_target_new(struct db *db, size_t batch);
struct copy_sink *copy_target_sink(struct copy_target *t);

/* Called between two steps; false stops. */
typedef bool copy_step(void *arg, const char *what);
/* Makes the keys and indices again, each in a transaction of its own, and looks at the foreign
 * keys. */
int copy_target_finish(struct db *db, copy_step *step, void *arg, struct err *e);
/* The copy is done: forgets that there was one. */
int copy_target_forget(struct db *db, struct err *e);

#endif
