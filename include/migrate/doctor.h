/* Whether a database is well: what the engine itself can say of it. */
#ifndef MIGRATE_DOCTOR_H
#define MIGRATE_DOCTOR_H

#include "migrate/migrate.h"

enum doctor_state { DOCTOR_OK, DOCTOR_WARN, DOCTOR_BAD };

struct doctor_line {
	enum doctor_state state;
	const char *what; /* "integrity" */
	const char *text; /* what was found, and what follows from it; half a sentence */
	const char *todo; /* what to do; NULL: nothing */
};

/* In the arena. */
struct doctor {
	struct doctor_line *l;
	size_t n;
};

void doctor_add(struct doctor *d, struct arena *a, const struct doctor_line *line);

/* Integrity, foreign keys, log, migrations, library or server, rights. Only reads. What cannot be
 * looked at becomes a line of its own. */
void doctor_database(
	struct db *db, const struct migration_set *set, struct arena *a, struct doctor *out);

/* Of that only the line about foreign keys: rows that refer to ones that are not there, or, on
 * PostgreSQL, keys that may have such rows. */
void doctor_foreign_keys(struct db *db, struct arena *a, struct doctor *out);

/* The newest time that a row bears, in microseconds; TIME_NONE: there is none. On a database at
 * head. */
int doctor_newest(struct db *db, int64_t *out, struct err *e);

/* "ok", "warn", "bad". */
const char *doctor_state_name(enum doctor_state state);

#endif
