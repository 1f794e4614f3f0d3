/*
 * A database for each case of the migration suite, on the engine that the case runs on. Names such
 * as "a" stand for a file in the case's folder, or for a database of the suite's own server.
 */
#ifndef TESTS_MIGRATE_FIXTURE_H
#define TESTS_MIGRATE_FIXTURE_H

#include "migrate/migrate.h"
#include "postgres/server.h"
#include "unit/db_scratch.h"

#define HEAD 15
#define FOREIGN_REVISION "7c2e41f09ab3"

/* Ids that both engines take. */
#define PERSONA "6513270e-269e-4d37-b2a7-4de452e6b438"
#define UUID(last) "00000000-0000-4000-8000-0000000000" last

struct place {
	struct scratch s; /* first: the scratch functions work on a place */
	enum db_engine engine;
	struct str made; /* names of the databases made so far, each ended by a blank */
};

/* --- The suite: cases, and the engines they run on. --- */

enum engines { ON_SQLITE = 1, ON_POSTGRES = 2, ON_BOTH = 3 };
struct migrate_case {
	const char *name;
	CMUnitTestFunction run;
	enum engines on;
};
/* clang-format off */
#define BOTH(f) {#f, f, ON_BOTH}
#define SQLITE(f) {#f, f, ON_SQLITE}
#define POSTGRES(f) {#f, f, ON_POSTGRES}
/* clang-format on */

/* What main returns. *state of a case is a struct place. */
int run_cases(const struct migrate_case *cases, size_t n);

/* --- Databases. --- */

/* DB_CREATE makes it, too, where it is not there yet. */
struct db *place_open(struct place *p, const char *name, enum db_access access);
/* None of that name is there (SQLite), or it is empty (PostgreSQL). */
void place_fresh(struct place *p, const char *name);
int place_try(
	struct place *p, const char *name, enum db_access access, struct db **out, struct err *e);
/* PostgreSQL: the URL for a role, with further parameters ("&options=…") or "". */
const char *place_url(struct place *p, const char *role, const char *name, const char *more);
struct db *place_open_url(struct place *p, const char *url);
/* A database with the agent's tables, its own revision, a persona and two drafts. On SQLite it is
 * as the agent left it. */
struct db *agent_database(struct place *p, const char *name);

/* Runs tests/data/agent.sql, whose words are SQLite's. */
void load_agent_sql(struct db *db);

struct migration_set builtin_set(struct place *p);
struct migration_state state_of(struct place *p, struct db *db);
/* Goes where `word` says ("+1", "0003", "base"). */
void go(struct place *p, struct db *db, const char *word);

/* Everything that the database says of its schema, but for the records of the migrations. */
const char *schema_of(struct place *p, struct db *db);
/* The names of the tables, in order. */
const char *tables_of(struct place *p, struct db *db);

#endif
