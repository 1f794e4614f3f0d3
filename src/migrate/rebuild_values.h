/* What a rebuild would make of the values that it copies. */
#ifndef MIGRATE_REBUILD_VALUES_H
#define MIGRATE_REBUILD_VALUES_H

#include "base/str.h"
#include "db/db.h"

/*
 * SQLite turns a value into what the new type prefers: the text '007' becomes the number 7.
 * ERR_CONSTRAINT, with the column, the number of values and the first of them, when one would read
 * differently in `made`, the new table, than it does in `table`. A number for a text of the same
 * digits is no difference, and neither is 5.0 for 5. What makes sqlite3 refuse the same is added
 * to `script` when it is not NULL.
 */
int rebuild_refuse_changes(
	struct db *db, struct span table, struct span made, struct str *script, struct err *e);

#endif
