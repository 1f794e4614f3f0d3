/* Copies of an SQLite file that are whole or not there. */
#ifndef MIGRATE_BACKUP_H
#define MIGRATE_BACKUP_H

#include "db/db.h"

/* Whether a database is an SQLite file with rows in it, those of the bookkeeping not counted. */
int backup_needed(struct db *db, bool *out, struct err *e);

/* A name beside the file, in the arena: FILE.REVISION.20261122-100000.bak, with -2, -3 … before
 * .bak where that is taken. */
const char *backup_name(const struct db_address *where, const char *revision, struct arena *a);

/*
 * Writes all that is committed to `path`, which must not exist: under another name first, mode
 * 0600, then checked (integrity_check), synced, renamed and its folder synced. Nothing is left of
 * one that failed, or that db_cancel of the connection stopped while it copied or checked. A
 * transaction of the connection may be open. ERR_OTHER on PostgreSQL.
 */
int backup_write(struct db *db, const char *path, struct err *e);

#endif
