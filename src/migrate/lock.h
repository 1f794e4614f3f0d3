/* One migrator at a time. */
#ifndef MIGRATE_LOCK_H
#define MIGRATE_LOCK_H

#include "migrate/migrate.h"

/*
 * The turn of this process, from its first step to its last, so that of several that migrate at
 * once one does all of it. Whoever waits, as long as the run says (NULL: as MIGRATE_WAITS), asks
 * again and again, without a transaction in between: one that waits in a line can make the holder
 * wait, too. ERR_BUSY when that takes too long. A process that dies gives its turn back.
 *
 * SQLite: a lock (flock) on the folder of the file. PostgreSQL: an advisory lock of the session,
 * where the session is ours. It keeps the order only: that a step is made once is seen to by
 * lock_begin and the second look at the version.
 */
struct turn {
	struct db *db;
	int folder; /* -1: none */
	bool held; /* in the server */
};
int turn_take(struct db *db, const struct migrate_run *run, struct turn *out, struct err *e);
void turn_end(struct turn *t);

/* ERR_CANCELLED when the user of the run wants it to end. */
int lock_refuse_stopped(const struct migrate_run *run, struct err *e);

/* Begins a transaction in which nobody else migrates; SQLite lets in one writer anyway. */
int lock_begin(struct db *db, const struct migrate_run *run, struct err *e);

/* PostgreSQL: locks of tables and statements may take as long as they need (CREATE INDEX
 * CONCURRENTLY waits for every transaction that is open), and then as long as before. */
int lock_wait_long(struct db *db, struct err *e);
void lock_wait_as_before(struct db *db);

#endif
