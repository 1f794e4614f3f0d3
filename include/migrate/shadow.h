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

/* What the first `steps` give, what the next one makes of it, and what undoing that one leaves. */
struct shadow_trip {
	struct catalog before, up, down;
};
int shadow_of_trip(struct db *db, const struct migration_set *set, size_t steps, struct arena *a,
	struct shadow_trip *out, struct err *e);

#endif
