/* Steps that PostgreSQL runs without a transaction, and what is known of one that did not end. */
#include <sys/wait.h>

#include "fixture.h"
#include "migrate/records.h"

#define A "-- tenet:up\nCREATE TABLE a (x INTEGER);\n-- tenet:down\nDROP TABLE a;\n"

static struct migration_set set_with(struct place *p, const char *up, const char *down)
{
	struct migration_set set;
	struct err e = {0};
	struct scratch *s = &p->s;

	(void)mkdir(scratch_path(s, "m"), 0700);
	scratch_write(s, "m/0001_a.sql", SPAN_LIT(A));
	scratch_write(s, "m/0002_b.sql",
		span_of(arena_printf(&s->a,
			"-- tenet:no-transaction\n-- tenet:up\n%s\n-- tenet:down\n%s\n", up,
			down)));
	if (migrations_load(scratch_path(s, "m"), p->engine, &s->a, &set, &e) != 0)
		fail_msg("%s", e.text);
	return set;
}

#define INDEX_UP \
	"-- only: postgres\nCREATE INDEX CONCURRENTLY a_x ON a (x);\n-- end\n" \
	"-- only: sqlite\nCREATE INDEX a_x ON a (x);\n-- end"
#define INDEX_DOWN \
	"-- only: postgres\nDROP INDEX CONCURRENTLY a_x;\n-- end\n" \
	"-- only: sqlite\nDROP INDEX a_x;\n-- end"

static const char records[] =
	"SELECT revision, kind, state FROM console_migrations ORDER BY revision";
static const char version[] = "SELECT version_num FROM alembic_version";

static void an_index_is_made_and_dropped_while_others_work(void **state)
{
	struct migration_set set = set_with(*state, INDEX_UP, INDEX_DOWN);
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	if (migrate_go(db, &set, 2, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	assert_string_equal(
		scratch_ask(*state, db, records), "0001|applied|done|\n0002|applied|done|\n");
	assert_string_equal(scratch_ask(*state, db, version), "0002|\n");
	assert_non_null(strstr(schema_of(*state, db), "a_x"));
	if (migrate_go(db, &set, 1, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	assert_string_equal(scratch_ask(*state, db, records), "0001|applied|done|\n");
	assert_null(strstr(schema_of(*state, db), "a_x"));
	db_close(&db);
}

/* The way back is bare, too, when only the record of it is left. */
static void the_session_waits_as_long_as_before_afterwards(void **state)
{
	struct migration_set set = set_with(*state, INDEX_UP, INDEX_DOWN);
	struct db *db = place_open(*state, "a", DB_READ_WRITE);
	static const char waits[] = "SELECT current_setting('lock_timeout'),"
				    " current_setting('statement_timeout'),"
				    " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')";
	struct err e = {0};

	const char *before = scratch_ask(*state, db, waits);
	assert_int_equal(migrate_go(db, &set, 2, NULL, NULL, &e), 0);
	set.m[1].down = "SELECT nonsense";
	assert_int_equal(migrate_go(db, &set, 0, NULL, NULL, &e), 0);
	assert_string_equal(scratch_ask(*state, db, waits), before);
	db_close(&db);
}

static void is_explained(struct db *db, const struct migration_set *set, size_t target)
{
	struct err e = {0};

	assert_int_equal(migrate_go(db, set, target, NULL, NULL, &e), -1);
	assert_int_equal(e.code, ERR_SCHEMA);
	if (!strstr(e.text, "0002_b was begun without a transaction by") ||
		!strstr(e.text, "on its way up") || !strstr(e.text, "a part of it may be there"))
		fail_msg("%s", e.text);
	if (!strstr(e.hint, " db stamp 0002") || !strstr(e.hint, " db stamp 0001"))
		fail_msg("%s", e.hint);
	assert_false(db_in_transaction(db));
}

static void a_step_that_failed_is_found_and_explained(void **state)
{
	struct migration_set set = set_with(*state,
		"CREATE TABLE b (x INTEGER);\nCREATE INDEX CONCURRENTLY nowhere_x ON nowhere (x);",
		"DROP TABLE b;");
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	assert_int_equal(migrate_go(db, &set, 2, NULL, NULL, &e), -1);
	assert_non_null(strstr(e.text, "m/0002_b.sql failed without a transaction around it"));
	assert_non_null(strstr(e.hint, "tenet db show 0002"));
	assert_string_equal(
		scratch_ask(*state, db, records), "0001|applied|done|\n0002|applied|up|\n");
	assert_string_equal(scratch_ask(*state, db, version), "0001|\n");
	struct migration_state now;
	err_clear(&e);
	assert_int_equal(migrate_state(db, &set, &now, &e), 0);
	assert_int_equal(now.applied, 1);
	assert_true(now.halfway);
	is_explained(db, &set, 2);
	is_explained(db, &set, 0);
	db_close(&db);
}

/* The server's process goes on for a moment; what it finishes is not known either. */
static void a_run_that_was_killed_is_found_and_explained(void **state)
{
	struct migration_set set =
		set_with(*state, "CREATE TABLE b (x INTEGER);\nSELECT pg_sleep(600);", "");
	struct db *db = place_open(*state, "a", DB_CREATE);
	static const char asleep[] = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
				     " WHERE query LIKE 'SELECT pg_sleep%' AND datname ="
				     " current_database()";
	struct err e = {0};

	db_close(&db);
	pid_t pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		db = place_open(*state, "a", DB_READ_WRITE);
		_exit(migrate_go(db, &set, 2, NULL, NULL, &e) == 0 ? 0 : 1);
	}
	db = place_open(*state, "a", DB_READ_WRITE);
	while (scratch_ask(*state, db, asleep)[0] == '\0')
		;
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	is_explained(db, &set, 2);
	db_close(&db);
}

/* A child that does this with a connection of its own. */
static pid_t in_a_child(struct place *p, const struct migration_set *set,
	int (*work)(struct db *, const struct migration_set *, struct err *))
{
	pid_t pid = fork();

	assert_int_not_equal(pid, -1);
	if (pid != 0)
		return pid;
	struct err e = {0};
	struct db *db = place_open(p, "a", DB_READ_WRITE);
	_exit(work(db, set, &e) == 0 ? 0 : 1);
}

static int make_both(struct db *db, const struct migration_set *set, struct err *e)
{
	return migrate_go(db, set, 2, NULL, NULL, e);
}

static int stamp_the_first(struct db *db, const struct migration_set *set, struct err *e)
{
	return migrate_stamp(db, set, 1, e);
}

static void wait_for_query(struct place *p, struct db *db, const char *like)
{
	const char *sql = arena_printf(&p->s.a,
		"SELECT 1 FROM pg_stat_activity WHERE query LIKE '%s%%'"
		" AND pid <> pg_backend_pid() AND datname = current_database()",
		like);

	while (scratch_ask(&p->s, db, sql)[0] == '\0')
		;
}

static void is_done(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void a_stamp_waits_for_the_step_that_is_at_work(void **state)
{
	struct place *p = *state;
	struct migration_set set =
		set_with(p, "SELECT pg_advisory_xact_lock(7);\nCREATE TABLE b (x INTEGER);", "");
	struct db *db = place_open(p, "a", DB_CREATE);
	struct err e = {0};
	bool at_work;

	scratch_exec(db, "SELECT pg_advisory_lock(7)");
	assert_int_equal(migrate_at_work(db, &at_work, &e), 0);
	assert_false(at_work);
	pid_t runner = in_a_child(p, &set, make_both);
	wait_for_query(p, db, "SELECT pg_advisory_xact_lock(7)");
	assert_int_equal(migrate_at_work(db, &at_work, &e), 0);
	assert_true(at_work);
	pid_t stamper = in_a_child(p, &set, stamp_the_first);
	wait_for_query(p, db, "SELECT pg_try_advisory_lock(");
	assert_string_equal(
		scratch_ask(&p->s, db, records), "0001|applied|done|\n0002|applied|up|\n");
	scratch_exec(db, "SELECT pg_advisory_unlock(7)");
	is_done(runner);
	is_done(stamper);
	assert_string_equal(scratch_ask(&p->s, db, records), "0001|applied|done|\n");
	assert_string_equal(tables_of(p, db), "a|\nalembic_version|\nb|\nconsole_migrations|\n");
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(an_index_is_made_and_dropped_while_others_work),
		POSTGRES(the_session_waits_as_long_as_before_afterwards),
		POSTGRES(a_step_that_failed_is_found_and_explained),
		POSTGRES(a_run_that_was_killed_is_found_and_explained),
		POSTGRES(a_stamp_waits_for_the_step_that_is_at_work),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
