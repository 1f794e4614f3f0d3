/* What console_migrations remembers of each step: its source, the way back, who made it and when.
 */
#ifndef MIGRATE_RECORDS_H
#define MIGRATE_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

enum record_kind {
	RECORD_APPLIED, /* tenet ran it */
	RECORD_ADOPTED, /* the agent's own tool made what it makes */
	RECORD_STAMPED, /* somebody said so: nothing was run */
};

/* A step that runs outside of a transaction is recorded before it begins. */
enum record_state { RECORD_DONE, RECORD_GOING_UP, RECORD_GOING_DOWN };

struct migration_record {
	const char *revision, *name;
	const char *checksum; /* of the source, as struct migration has it */
	const char *down; /* SQL of this engine */
	const char *at; /* "2026-11-22 10:00:00", UTC */
	const char *by; /* the user of the system; NULL: not known */
	int64_t took; /* ms; -1: not known */
	enum record_kind kind;
	enum record_state state;
};

struct migration_records {
	struct migration_record *r; /* ordered by revision */
	size_t n;
};

/* "applied", "adopted", "stamped". */
const char *record_kind_name(enum record_kind kind);

/* All of them, in the arena; none where there is no console_migrations. Reads the table as tenet
 * 0.1 made it, too. */
int records_read(struct db *db, struct arena *a, struct migration_records *out, struct err *e);

/* The one of a revision, NULL when there is none. */
const struct migration_record *records_find(
	const struct migration_records *all, const char *revision);

/* Makes console_migrations where it is missing, and brings one that tenet 0.1 made up to date. In
 * the caller's transaction. */
int records_prepare(struct db *db, struct err *e);

/* Adds one; `at` and `by` are filled in where they are NULL. In the caller's transaction. */
int records_add(struct db *db, const struct migration_record *r, struct err *e);

/* The same row with other contents: `revision` says which, `r->revision` what it is from now on. */
int records_change(
	struct db *db, const char *revision, const struct migration_record *r, struct err *e);

int records_remove(struct db *db, const char *revision, struct err *e);
/* Drops the table. */
int records_drop(struct db *db, struct err *e);

/* alembic_version, shaped as the agent's own tool shapes it, and what it says: NULL for base. */
int version_make(struct db *db, struct err *e);
int version_set(struct db *db, const char *revision, struct err *e);

/* The statements that make the two tables, for scripts. */
const char *records_sql(void);
const char *version_sql(void);

#endif
