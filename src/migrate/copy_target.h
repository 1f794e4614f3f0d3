/* A database that rows are copied into, with a record in it of how far that is. */
#ifndef MIGRATE_COPY_TARGET_H
#define MIGRATE_COPY_TARGET_H

#include "copy_source.h"

/*
 * Takes a database that is at head and empty, or in which a copy of the same source was
 * interrupted (`resumed`); an error names the tables that hold other rows, or the other source.
 * On PostgreSQL its foreign keys and secondary indices are put aside, in the table console_copy,
 * until copy_target_finish. `batch` rows are committed at once, 0: as many as are good.
 */
struct copy_target;
int copy_target_new(struct db *db, const char *source, size_t batch, struct copy_target **out,
	bool *resumed, struct err *e);
struct copy_sink *copy_target_sink(struct copy_target *t);

/* Called between two steps; false stops. */
typedef bool copy_step(void *arg, const char *what);
/* Makes the keys and indices again, each in a transaction of its own, and looks at the foreign
 * keys. */
int copy_target_finish(struct db *db, copy_step *step, void *arg, struct err *e);
/* The copy is done: forgets that there was one. */
int copy_target_forget(struct db *db, struct err *e);

#endif
