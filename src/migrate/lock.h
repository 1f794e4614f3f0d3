/* One migrator at a time. */
#ifndef MIGRATE_LOCK_H
#define MIGRATE_LOCK_H

#include "migrate/migrate.h"

/*
 * Begins a transaction in which nobody else migrates. SQLite lets in one writer anyway. On
 * PostgreSQL an advisory lock is asked for again and again, without a transaction in between: who
 * waits for a lock in a line can make its holder wait, too. ERR_BUSY when that takes too long.
 */
int lock_begin(struct db *db, enum migrate_patience patience, struct err *e);

/* PostgreSQL: the lock outlives the transaction that has it, until lock_release; locks of tables
 * and statements may take as long as they need meanwhile. */
int lock_keep(struct db *db, struct err *e);
void lock_release(struct db *db);

/* A short sleep before the next look. */
void lock_pause(void);

#endif
