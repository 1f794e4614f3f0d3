/* Runs migrations one transaction at a time, each with its bookkeeping. */
#include <time.h>

#include "base/time.h"
#include "migrate/migrate.h"
#include "migrate/records.h"
#include "schema.h"

static int log_step(struct db *db, const struct migration *m, enum record_kind kind, int64_t took,
	struct err *e)
{
	const struct migration_record r = {.revision = m->revision,
		.name = m->name,
		.checksum = m->checksum,
		.down = m->down,
		.took = took,
		.kind = kind};

	return records_add(db, &r, e);
}

/* Makes the tables of the bookkeeping where they are missing. Steps that are there without a record
 * get one: those of the agent's own tool once its tables were found to be right. */
static int keep_books(struct db *db, const struct migration_set *set,
	const struct migration_state *state, struct err *e)
{
	struct schema_tables tables;

	if (schema_look(db, &tables, e) != 0)
		return -1;
	if (state->ours && !tables.alembic && version_make(db, e) != 0)
		return -1;
	if (tables.log)
		return records_prepare(db, e);
	if (!state->ours && schema_check(db, SCHEMA_AGENT, e) != 0)
		return -1;
	if (records_prepare(db, e) != 0)
		return -1;
	for (size_t i = 0; i < state->applied; i++)
		if (log_step(db, &set->m[i], state->ours ? RECORD_STAMPED : RECORD_ADOPTED, -1,
			    e) != 0)
			return -1;
	return 0;
}

static int run_sql(struct db *db, const char *sql, struct err *e)
{
	if (db_exec(db, sql, e) != 0)
		return -1;
	if (!db_in_transaction(db))
		return err_set(e, ERR_OTHER, "the migration ends the transaction it runs in");
	return 0;
}

static int up(struct db *db, const struct migration_set *set, const struct migration_state *state,
	struct err *e)
{
	const struct migration *m = &set->m[state->applied];
	int64_t began = time_monotonic();

	if (run_sql(db, m->up, e) != 0)
		return -1;
	int64_t took = (time_monotonic() - began) / 1000;
	if (log_step(db, m, RECORD_APPLIED, took, e) != 0)
		return -1;
	return state->ours ? version_set(db, m->revision, e) : 0;
}

static const char stored_down[] = "SELECT down_sql FROM console_migrations WHERE revision = $1";

/* The SQL that undoes a step: as it was when the step was applied. */
static int down_sql(struct db *db, const struct migration *m, struct str *out, struct err *e)
{
	struct stmt *st = db_prepare(db, stored_down, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(m->revision));
	int row = stmt_step(st, e);
	if (row == 1)
		str_adds(out, col_text(st, 0));
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

/* With the last step that is not somebody else's, the log goes too. */
static int unlog_step(struct db *db, const struct migration *m, size_t left,
	const struct migration_state *state, struct err *e)
{
	return left == state->adopted ? records_drop(db, e) : records_remove(db, m->revision, e);
}

static int down(struct db *db, const struct migration_set *set, const struct migration_state *state,
	struct err *e)
{
	size_t left = state->applied - 1;
	const struct migration *m = &set->m[left];
	struct str sql = {0};
	int result = down_sql(db, m, &sql, e);

	if (result == 0)
		result = run_sql(db, str_cstr(&sql), e);
	if (result == 0)
		result = unlog_step(db, m, left, state, e);
	if (result == 0 && state->ours)
		result = version_set(db, left ? set->m[left - 1].revision : NULL, e);
	str_free(&sql);
	return result;
}

enum direction { UP, DOWN };

static int refuse(struct db *db, const struct migration_state *state, size_t target, struct err *e)
{
	if (state->newer) {
		err_set(e, ERR_SCHEMA, "%s is at revision %s, which this tenet does not know",
			db_name(db), state->unknown);
		return err_hint(e, "use the tenet that migrated it, or a newer one");
	}
	if (target < state->adopted)
		return err_set(e, ERR_USAGE,
			"the agent's own tool made the first %zu steps: they stay", state->adopted);
	return 0;
}

static int apply(struct db *db, const struct migration_set *set,
	const struct migration_state *state, enum direction way, struct err *e)
{
	const struct migration *m = &set->m[way == UP ? state->applied : state->applied - 1];
	int result = keep_books(db, set, state, e);

	if (result == 0)
		result = way == UP ? up(db, set, state, e) : down(db, set, state, e);
	if (result == 0)
		result = db_commit(db, e);
	if (result == 0)
		return 0;
	err_prefix(e, way == UP ? "cannot apply %s" : "cannot undo %s", m->path);
	if (db_lost(db))
		return err_hint(e, "`tenet db current` says where the database stands now");
	return err_hint(e, "the database stays at %s",
		state->applied ? set->m[state->applied - 1].revision : "base");
}

/* --- One migrator at a time. SQLite's db_begin lets in one writer anyway. --- */

#define LOCK_TRIES 600
#define LOCK_PAUSE 50000000 /* ns */

/* Given back at the end of the transaction; the first number says what it is for. */
static const char try_lock[] = "SELECT pg_try_advisory_xact_lock(1952804453, n.oid::int)"
			       " FROM pg_catalog.pg_namespace n WHERE n.nspname = current_schema()";

static int take_lock(struct db *db, bool *taken, struct err *e)
{
	struct stmt *st = db_prepare(db, try_lock, e);
	int row = st ? stmt_step(st, e) : -1;

	/* Where there is no schema, nothing needs a lock: looking at it will say so. */
	*taken = row == 0 || (row == 1 && col_int(st, 0) != 0);
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

/* Asks again and again instead of waiting in line: a transaction that waits for a lock can make
 * the one that holds it wait, too. */
static int only_migrator(struct db *db, struct err *e)
{
	static const struct timespec pause = {.tv_nsec = LOCK_PAUSE};
	bool taken = false;

	if (db_engine(db) == DB_SQLITE)
		return 0;
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (take_lock(db, &taken, e) != 0)
			return -1;
		if (taken)
			return 0;
		(void)nanosleep(&pause, NULL);
	}
	return err_set(e, ERR_BUSY, "somebody else is migrating %s", db_name(db));
}

/* One step towards the target, in one transaction that looks again where the database stands. 1: it
 * was made, 0: nothing is left to do in this direction. */
static int step(struct db *db, const struct migration_set *set, size_t target, enum direction way,
	const struct migration **made, struct err *e)
{
	struct migration_state state;
	int result = -1;

	if (db_begin(db, e) != 0)
		return -1;
	if (only_migrator(db, e) != 0 || migrate_state(db, set, &state, e) != 0 ||
		refuse(db, &state, target, e) != 0)
		goto out;
	if (way == UP ? state.applied >= target : state.applied <= target) {
		result = 0;
		goto out;
	}
	*made = &set->m[way == UP ? state.applied : state.applied - 1];
	result = apply(db, set, &state, way, e) == 0 ? 1 : -1;
out:
	db_rollback(db);
	return result;
}

#define STEP_TRIES 5

/* A step that met the agent's transactions (a deadlock) is made again. */
static int step_again(struct db *db, const struct migration_set *set, size_t target,
	enum direction way, const struct migration **made, struct err *e)
{
	for (int i = 1; i < STEP_TRIES; i++) {
		struct err why = {0};
		int result = step(db, set, target, way, made, &why);
		if (result >= 0)
			return result;
		if (why.code != ERR_RETRY) {
			err_set(e, why.code, "%s", why.text);
			return why.hint[0] ? err_hint(e, "%s", why.hint) : -1;
		}
	}
	return step(db, set, target, way, made, e);
}

int migrate_go(struct db *db, const struct migration_set *set, size_t target,
	migrate_report *report, void *arg, struct err *e)
{
	struct migration_state state;
	const struct migration *made = NULL;
	int result;

	if (migrate_state(db, set, &state, e) != 0 || refuse(db, &state, target, e) != 0)
		return -1;
	if (state.applied == target)
		return 0;
	enum direction way = state.applied < target ? UP : DOWN;
	while ((result = step_again(db, set, target, way, &made, e)) == 1)
		if (report)
			report(arg, made, way == UP);
	return result;
}
