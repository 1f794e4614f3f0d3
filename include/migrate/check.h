/* Whether files, records, declared schema and database say the same. */
#ifndef MIGRATE_CHECK_H
#define MIGRATE_CHECK_H

#include "migrate/migrate.h"

/* What was compared: the files with what was recorded of them, what the files give with what
 * schema.sql declares, the database with what the files give. */
enum check_part { CHECK_FILES, CHECK_SCHEMA, CHECK_DATABASE };

struct check_finding {
	enum check_part part;
	const char *what, *way; /* "index", "missing"; of a file "file", "changed";
				    of the records themselves "record", "missing" */
	const char *table, *object; /* NULL: none */
	const char *text; /* one sentence */
	const char *excuse; /* why it does not matter; NULL: it does */
};

/* In the arena. */
struct check {
	struct check_finding *f; /* by part, and there by table */
	size_t n, matter; /* how many matter */
	const char *left_out[3]; /* by part: why it was not compared; NULL: it was */
};

/*
 * Compares all three; what the database has from the files is compared at the database's own
 * revision. A database that is as the files make it, where these make what is declared, is as
 * declared. `db` NULL leaves the database out, `engine` says then for which one. Only reads, but
 * PostgreSQL makes a schema that it rolls back.
 */
int check_all(struct db *db, enum db_engine engine, const char *dir, struct arena *a,
	struct check *out, struct err *e);

/* The agent's ten tables as the first steps make them against those of the database, the console's
 * left out: for a database that was never adopted. */
int check_agent(struct db *db, const struct migration_set *set, struct arena *a, struct check *out,
	struct err *e);

/* The first step that has no record while a later one of the set has; NULL: there is none. */
const char *check_gap(const struct migration_set *set, const struct migration_state *state);

const char *check_part_name(enum check_part part);

#endif
