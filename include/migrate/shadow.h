/* The schemas that migrations give and that schema.sql declares, made where nobody sees them and
 * read back. */
#ifndef MIGRATE_SHADOW_H
#define MIGRATE_SHADOW_H

#include "migrate/catalog.h"
#include "migrate/migrate.h"

/*
 * Makes a schema and reads it back: on SQLite in memory, on PostgreSQL in a schema of its own that
 * is rolled back. `db` says the engine; SQLite's is not touched, and NULL means SQLite, too.
 * PostgreSQL: ERR_DENIED when the role may not make a schema. Not inside a transaction.
 */
int shadow_of_steps(struct db *db, const struct migration_set *set, size_t steps, struct arena *a,
	struct catalog *out, struct err *e);
int shadow_of_sql(struct db *db, const char *path, const char *sql, struct arena *a,
	struct catalog *out, struct err *e);

/* What stands after each step up, `set->n` + 1 of them from the empty one, and what is left of it
 * when that one step is undone: `down[i]` stands where `up[i]` did. The last of `down` is the last
 * of `up`. */
struct shadow_walk {
	struct catalog *up, *down;
	const char **stuck; /* why the step after `up[i]` cannot be undone; NULL: it can */
};
int shadow_of_walk(struct db *db, const struct migration_set *set, struct arena *a,
	struct shadow_walk *out, struct err *e);

#endif
