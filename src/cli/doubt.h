/* A connection that was lost while a change was being saved. */
#ifndef CLI_DOUBT_H
#define CLI_DOUBT_H

#include "db/db.h"

/*
 * After posts_decide or posts_undo failed with `e`. 0: the ledger has the row, so that the change
 * stands after all, and `e` is cleared. -1: it does not stand, or nobody can say; `e` says which.
 * Without a doubt (no ledger_id) `e` stays as it is. Takes some 20 s when the server stays away.
 */
int doubt_settle(struct db *db, const char *post_id, const char *ledger_id, struct err *e);

#endif
