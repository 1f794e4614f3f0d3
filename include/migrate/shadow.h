/* The schemas that migrations give and that schema.sql declares, made where nobody sees them and
 * read back. */
#ifndef MIGRATE_SHADOW_H
#define MIGRATE_SHADOW_H

#include "migrate/compare.h"
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

/* What stands after each step up, `set->n` + 1 of them from the empty one; and of the step after
 * `up[i]`, what is not as it was there once that one step is undone, or why it cannot be. */
struct shadow_walk {
	struct catalog *up;
	struct differences *left;
	const char **stuck; /* NULL: it can be undone */
};
int shadow_of_walk(struct db *db, const struct migration_set *set, struct arena *a,
	struct shadow_walk *out, struct err *e);

#endif
