/* Drafts that need two approvers, for the server that is to look after them, too. */
#ifndef STORE_FOUR_EYES_RULE_H
#define STORE_FOUR_EYES_RULE_H

#include "base/str.h"
#include "db/db.h"

/*
 * Appends statements of PL/pgSQL, one for each filter that a persona has set: `two` becomes true
 * when the draft in the variable `p` matches the filter whose text is in `asked`, and false when it
 * does not and was NULL. Settings that cannot be understood are left out. Only on PostgreSQL.
 */
int four_eyes_spell(struct db *db, struct str *out, struct err *e);

#endif
