/* Gives a table of SQLite a new definition, which ALTER TABLE cannot. */
#ifndef MIGRATE_REBUILD_H
#define MIGRATE_REBUILD_H

#include "base/str.h"
#include "db/db.h"

/*
 * The procedure of https://www.sqlite.org/lang_altertable.html (section 7). `sql` is the new CREATE
 * TABLE under the table's own name; columns of the same name are copied, rows keep their rowids. In
 * the caller's transaction, which began with the foreign keys switched off. Views and triggers that
 * do not fit the new table are errors, and so are values that would read differently in a new type.
 * What is run is added to `script` when it is not NULL, with what the table must be like where that
 * runs.
 */
int rebuild_table(
	struct db *db, struct span table, struct span sql, struct str *script, struct err *e);

/*
 * Rows that refer to nothing, before a step with the foreign keys off and after it: remembers them,
 * and refuses (ERR_CONSTRAINT) what was not there before. Within one transaction. What does the
 * same is added to `script` when it is not NULL.
 */
int rebuild_keep_orphans(struct db *db, struct str *script, struct err *e);
int rebuild_refuse_orphans(struct db *db, struct str *script, struct err *e);

/* Switches the foreign keys of the connection off or on, and reads back whether they are; outside
 * of a transaction. */
int rebuild_keys_off(struct db *db, struct err *e);
int rebuild_keys_on(struct db *db, struct err *e);

#endif
