/* Conditions in a printed script, which stops where one of them does not hold. */
#ifndef MIGRATE_GUARD_H
#define MIGRATE_GUARD_H

#include "base/str.h"
#include "db/db.h"

/* Adds SQL that fails with `message` (without quotes) unless `condition`, an expression, is true;
 * for within a transaction, which is to be rolled back then. */
void guard_add(struct str *out, enum db_engine engine, const char *message, const char *condition);

#endif
