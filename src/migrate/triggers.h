/* Triggers of SQLite that cannot run any more. */
#ifndef MIGRATE_TRIGGERS_H
#define MIGRATE_TRIGGERS_H

#include "base/str.h"
#include "db/db.h"

/*
 * A rename looks at the expressions of triggers, but not at the columns that they set: only a
 * statement that would fire them tells. Adds to `broken` what cannot be done to which table, before
 * a step; and refuses (ERR_SCHEMA) what cannot be done after it and could before.
 */
int triggers_keep(struct db *db, struct str *broken, struct err *e);
int triggers_refuse(struct db *db, const struct str *broken, struct err *e);

#endif
