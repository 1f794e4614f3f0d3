/* Writes the migration that leads from one schema to another, for both engines. */
#ifndef MIGRATE_WRITE_H
#define MIGRATE_WRITE_H

#include "migrate/compare.h"

/* Two schemas in words: read back from SQLite after migrations and schema.sql were expanded with
 * MIGRATION_WORDS. The texts are what PostgreSQL would run of either, in words, too: where an index
 * or a trigger is another one there, they say so. */
struct write_from {
	const struct catalog *have, *want;
	const char *have_postgres, *want_postgres;
};

/* The sections of a file in words, each ended by a line feed or empty; and what a person must still
 * look at, one sentence each. In the arena. */
struct written {
	const char *up, *down;
	const char **notes;
	size_t n;
};

/*
 * Renames follow the hints `-- was: NAME`. What would drop a table, a column, a key, a check, an
 * index or a trigger is written out, but commented, and so is what undoes it; a check without a
 * name that PostgreSQL would call the same is another form of it. What SQLite's ALTER TABLE cannot
 * do becomes a rebuild.
 */
void write_changes(const struct write_from *from, const struct differences *d, struct arena *a,
	struct written *out);

#endif
