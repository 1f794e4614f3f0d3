/* Migrations: files in two engines' words, the plan between two revisions, and running it. */
#ifndef MIGRATE_MIGRATE_H
#define MIGRATE_MIGRATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"

/* One file `NNNN_name.sql`, expanded for one engine. Lives in the arena that loaded it. */
struct migration {
	char revision[5]; /* "0001" */
	const char *name; /* "personas" */
	const char *path; /* for messages: "migrations/0001_personas.sql" */
	const char *up, *down;
	bool missing; /* there is no file of this number, and later ones are there */
	char checksum[65]; /* SHA-256 of the source, line ends normalised */
};

struct migration_set {
	struct migration *m; /* ordered by revision, one for each number from 0001 */
	size_t n;
};

/* Loads the embedded migrations, or the *.sql of `dir`. Errors name file and line: unknown word,
 * missing section, two files of one number, a gap. */
int migrations_load(const char *dir, enum db_engine engine, struct arena *a,
	struct migration_set *out, struct err *e);
/* The same for a database that may know more than the files: a gap is no error, and a migration
 * that is missing stands there without name, SQL and checksum. */
int migrations_load_any(const char *dir, enum db_engine engine, struct arena *a,
	struct migration_set *out, struct err *e);
/* ERR_OTHER for the first that is missing of the steps from `from` to before `to`. */
int migrations_refuse_gap(const struct migration_set *set, size_t from, size_t to, struct err *e);

/* An engine's own SQL, or the words left as they are, in the quotes of a name: `"{{id}}"`. SQLite
 * takes these for types and defaults, so that a schema in words can be made there and read back. */
enum migration_words { MIGRATION_SQL, MIGRATION_WORDS };

/* As migrations_load, in words; the blocks are those of `engine`. */
int migrations_load_words(const char *dir, enum db_engine engine, struct arena *a,
	struct migration_set *out, struct err *e);

/* schema.sql: the whole schema as the migrations should make it. `sql` is NULL where `dir` has no
 * such file; `path` is for messages. In the arena. */
struct declared {
	const char *path, *sql;
};
int declared_load(const char *dir, enum db_engine engine, enum migration_words words,
	struct arena *a, struct declared *out, struct err *e);

/* Where a database stands. */
struct migration_state {
	bool ours; /* alembic_version is ours to write; false: the agent's own tool migrated it
		      (foreign says its revision) */
	char foreign[64];
	size_t applied; /* how many of the set, from the first, are in the database */
	size_t adopted; /* the first of them that the agent's own tool made: they stay */
	bool newer; /* it is at a revision that the set does not know; `unknown` names it */
	char unknown[64];
	size_t beyond; /* recorded steps above those of the set: what undoes them is recorded */
	bool halfway; /* a step outside of a transaction was begun and not ended: `unsure` */
	char unsure[64];
	bool empty; /* no tables at all, or only an empty alembic_version */
};
/* ERR_SCHEMA when alembic_version and console_migrations contradict each other. */
int migrate_state(
	struct db *db, const struct migration_set *set, struct migration_state *out, struct err *e);
/* The same for who is about to say what is true: the records are believed then. */
int migrate_state_recorded(
	struct db *db, const struct migration_set *set, struct migration_state *out, struct err *e);
/* Whether another process is migrating the database now; for a state that is `halfway`. */
int migrate_at_work(struct db *db, bool *out, struct err *e);

/* Resolves head, base, current, NNNN (leading zeros may be left out: 3), a prefix that only one
 * begins with (002), +N, -N, and any of these with steps behind it (0004-1, head-2) against a state
 * to a count of applied steps. ERR_USAGE says what there is; so does a target below the adopted
 * steps. */
int migrate_target(const char *word, const struct migration_set *set,
	const struct migration_state *now, size_t *out, struct err *e);

struct migrate_loss {
	const char *table, *column; /* NULL: nobody knows; of no single column */
	int64_t rows; /* -1: nobody knows */
	const char *text; /* "personas (1 row)" */
};

struct migrate_losses {
	struct migrate_loss *l;
	size_t n;
};

/* Finds what going to `target` would drop or delete of the rows that are there now: "personas (1
 * row)", "the column tags of belief_nodes (12 rows)". DROP TABLE, DROP COLUMN, another type, and
 * rebuilds that leave a column out are read from the SQL of the steps; where something else moves
 * rows (DELETE, UPDATE, DO), the steps are run in a transaction that is rolled back, and rows and
 * values that are not NULL are counted. What cannot be run beforehand is said to be that. */
int migrate_losses(struct db *db, const struct migration_set *set,
	const struct migration_state *now, size_t target, struct arena *a,
	struct migrate_losses *out, struct err *e);
/* Adds their texts, with commas between them. */
void migrate_losses_add(const struct migrate_losses *losses, struct str *out);

/* ERR_SCHEMA for a step that was begun without a transaction and did not end, with what to do; 0
 * when there is none. */
int migrate_refuse_halfway(struct db *db, const struct migration_state *now, struct err *e);

/* Writes down that the database is at `target`, without running anything: steps that were not
 * recorded are stamped, those above it are forgotten. Ends what is said of a step that did not end,
 * and a contradiction. In one transaction, once no other process is migrating. */
int migrate_stamp(struct db *db, const struct migration_set *set, size_t target, struct err *e);
/* Makes alembic_version where it is missing and the database is not the agent's own, and brings
 * the records up to date. */
int migrate_ensure_version(struct db *db, const struct migration_set *set, struct err *e);

/*
 * Adds the SQL that would go from one count of steps to another, bookkeeping included, for people
 * who run it by hand. Needs no database: the set says for which engine. ERR_OTHER when a migration
 * fails in a new database in memory, where SQLite's rebuilds are tried out.
 *
 * Each step looks first, in its transaction, whether the database is where it begins, and fails
 * where it is not; so does a rebuild that would leave rows without what they refer to, or drop what
 * only the live table has. The agent's own revision stays, and console_migrations is made where it
 * is missing.
 */
int migrate_script(const struct migration_set *set, enum db_engine engine, size_t from, size_t to,
	struct str *out, struct err *e);

/*
 * Goes up or down to `target` applied steps; on a database that the agent migrated and that was
 * never adopted, looks at its ten tables first (ERR_SCHEMA) and records them as adopted. Down runs
 * the down SQL that was stored when the step was applied; up needs files that are as they were
 * (faults.h). `report` is called after each step that was committed. An error leaves the database
 * at the last whole step and says which.
 *
 * Each step is one transaction with its bookkeeping and looks at the version again inside it. Of
 * several processes that migrate at once one does it, and the others wait until it is done. A step
 * that PostgreSQL runs without a transaction is recorded as begun first; when it did not end, later
 * runs say so and what to do.
 */
typedef void migrate_report(void *arg, const struct migration *m, bool up);
enum migrate_patience {
	MIGRATE_WAITS, /* minutes for another migrator, and again for locks */
	MIGRATE_HURRIES /* somebody waits for a screen */
};
struct migrate_run {
	size_t target;
	enum migrate_patience patience;
	bool undoes_unknown; /* down: steps that have no file, too, with what was recorded */
	bool rolls_back; /* all steps in one transaction, which is rolled back in the end */
	/* NULL, or called once while nobody else can write, before the first step of this process.
	 */
	int (*before)(void *arg, struct err *e);
	migrate_report *report; /* or NULL */
	/* NULL, or whether the user wants it to end; asked while waiting and between steps. It is
	 * ERR_CANCELLED then, as when a step is cancelled (db_cancel). */
	bool (*stopped)(void *arg);
	void *arg;
};
int migrate_run(struct db *db, const struct migration_set *set, const struct migrate_run *run,
	struct err *e);
/* The same with nothing but a report. */
int migrate_go(struct db *db, const struct migration_set *set, size_t target,
	migrate_report *report, void *arg, struct err *e);

/* The words: expands {{…}}, -- only: ENGINE … -- end, splits up and down. For files and their
 * tests. */
int migration_expand(const char *path, struct span source, enum db_engine engine, struct arena *a,
	struct migration *out, struct err *e);

#endif
