/* Whether an open database is one that this program can work on. */
#ifndef MIGRATE_READY_H
#define MIGRATE_READY_H

#include "base/str.h"
#include "db/db.h"
#include "migrate/migrate.h"

/*
 * Looks at the tables of an open database and returns 0 when work can begin. ERR_SCHEMA otherwise,
 * with the step that helps: empty
 * ("tenet db upgrade head"), behind, ahead of this program, a table or column missing (named).
 * A database that the agent migrated, whose ten tables are right, and that lacks only the console's
 * own tables gets them (one sentence in `notice`), a file with rows after a backup beside it
 * (migrate/backup.h); a read-only one without them is ERR_READONLY.
 */
int migrate_ready(struct db *db, struct str *notice, struct err *e);

/* For hints: what stands behind `db upgrade head` where somebody has to log in for it,
 * " --user NAME", else "". */
const char *migrate_login_words(struct db *db, const struct migration_state *s);

#endif
