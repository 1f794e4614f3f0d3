/* The timeline of one belief. */
#ifndef STORE_STANCES_H
#define STORE_STANCES_H

#include "base/arena.h"
#include "db/db.h"
#include "model/stance.h"

/* All versions of a belief, newest first, each with its change against the version before; up to
 * `limit` (0: all). ERR_MISSING when the belief does not exist. */
int stances_list(struct db *db, const char *belief_id, size_t limit, struct arena *a,
	struct stance **out, size_t *n, struct err *e);

#endif
