/* One step up or down within a transaction that has begun, and the bookkeeping that goes with it.
 */
#ifndef MIGRATE_STEP_H
#define MIGRATE_STEP_H

#include "migrate/migrate.h"

enum direction { UP, DOWN };

/* How many steps are recorded, those without a file included. */
size_t step_position(const struct migration_state *now);

/* The step that comes next from here, in the arena: of one that has no file, what is recorded. */
int step_find(struct db *db, const struct migration_set *set, const struct migration_state *now,
	enum direction way, struct arena *a, struct migration *out, struct err *e);

/* Its SQL in this direction. */
const char *step_sql(const struct migration *m, enum direction way);

/* Runs one statement of a step within a transaction; what would end it is refused. */
int step_run_statement(struct db *db, struct span statement, struct err *e);

/* Runs a section within a transaction, which began with the foreign keys off if it rebuilds a
 * table. Adds what was run to `script` when it is not NULL. */
int step_run(struct db *db, const char *sql, struct str *script, struct err *e);

/* Runs it and writes it down. */
int step_make(struct db *db, const struct migration_set *set, const struct migration_state *now,
	const struct migration *m, enum direction way, struct err *e);

/* For a step without a transaction: writes down that it begins; runs it, one statement after the
 * other; writes down that it is done. The first and the last in a transaction each. */
int step_intend(struct db *db, const struct migration_set *set, const struct migration_state *now,
	const struct migration *m, enum direction way, struct err *e);
int step_run_bare(struct db *db, const struct migration *m, enum direction way, struct err *e);
int step_finish(struct db *db, const struct migration_set *set, const struct migration *m,
	enum direction way, int64_t took, struct err *e);

/* The tables of the bookkeeping, with a record for each step that has none. */
int step_keep_books(struct db *db, const struct migration_set *set,
	const struct migration_state *now, struct err *e);

#endif
