/* Up and down, step by step and all the way, and what a step that fails leaves behind. */
#include "fixture.h"

static void from_base_to_head_and_back_only_alembic_version_is_left(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "head");
	assert_string_equal(
		scratch_ask(*state, db, "SELECT version_num FROM alembic_version"), "0015|\n");
	go(*state, db, "base");
	assert_string_equal(tables_of(*state, db), "alembic_version|\n");
	assert_string_equal(schema_of(*state, db), "");
	assert_string_equal(scratch_ask(*state, db, "SELECT * FROM alembic_version"), "");
	assert_true(state_of(*state, db).empty);
	db_close(&db);
}

static void relative_and_absolute_words_lead_to_their_revision(void **state)
{
	static const struct {
		const char *word, *revision;
	} walk[] = {{"+1", "0001|\n"}, {"0003", "0003|\n"}, {"-1", "0002|\n"}, {"+4", "0006|\n"},
		{"0003", "0003|\n"}, {"head", "0015|\n"}, {"-15", ""}, {"head", "0015|\n"}};
	struct db *db = place_open(*state, "a", DB_CREATE);

	for (size_t i = 0; i < sizeof(walk) / sizeof(walk[0]); i++) {
		go(*state, db, walk[i].word);
		assert_string_equal(
			scratch_ask(*state, db, "SELECT version_num FROM alembic_version"),
			walk[i].revision);
	}
	db_close(&db);
}

static void each_step_is_recorded_with_checksum_and_way_back(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct str expected = {0};

	go(*state, db, "head");
	for (size_t i = 0; i < set.n; i++)
		str_addf(&expected, "%s|%s|%s|%s|applied|\n", set.m[i].revision, set.m[i].name,
			set.m[i].checksum, set.m[i].down);
	assert_string_equal(scratch_ask(*state, db,
				    "SELECT revision, name, checksum, down_sql, kind"
				    " FROM console_migrations ORDER BY revision"),
		str_cstr(&expected));
	assert_string_equal(scratch_ask(*state, db,
				    "SELECT count(*) FROM console_migrations"
				    " WHERE applied_at LIKE '20__-__-__ __:__:__'"),
		"15|\n");
	str_free(&expected);
	db_close(&db);
}

static void data_survives_steps_that_do_not_touch_it(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "1");
	scratch_exec(db,
		"INSERT INTO personas (id, reddit_username, config)"
		" VALUES ('" PERSONA "', 'rosa', '{}')");
	go(*state, db, "head");
	go(*state, db, "1");
	assert_string_equal(
		scratch_ask(*state, db, "SELECT reddit_username FROM personas"), "rosa|\n");
	db_close(&db);
}

/* --- What would be lost. --- */

static void loses(
	struct db *db, const struct migration_set *set, size_t target, const char *expected)
{
	struct migration_state now;
	struct migrate_losses losses;
	struct arena a = {0};
	struct str lost = {0};
	struct err e = {0};

	assert_int_equal(migrate_state(db, set, &now, &e), 0);
	if (migrate_losses(db, set, &now, target, &a, &losses, &e) != 0)
		fail_msg("%s", e.text);
	migrate_losses_add(&losses, &lost);
	assert_string_equal(str_cstr(&lost), expected);
	str_free(&lost);
	arena_free(&a);
}

static void what_would_be_lost_is_named_and_counted(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "head");
	loses(db, &set, 0, "");
	scratch_exec(db,
		"INSERT INTO personas (id, reddit_username, config)"
		" VALUES ('" PERSONA "', 'rosa', '{}');"
		"INSERT INTO agent_config (id, persona_id, config_key, config_value)"
		" VALUES ('" UUID("01") "', '" PERSONA "', 'k', '1'),"
					" ('" UUID("02") "', '" PERSONA "', 'l', '1')");
	loses(db, &set, 6, "");
	loses(db, &set, 0, "agent_config (2 rows), personas (1 row)");
	db_close(&db);
}

/* --- Steps that fail. --- */

/* A set of two: the first makes table a, the second is given. */
static struct migration_set set_of_two(struct place *p, const char *second)
{
	struct migration_set set;
	struct err e = {0};
	struct scratch *s = &p->s;

	(void)mkdir(scratch_path(s, "m"), 0700);
	scratch_write(s, "m/0001_a.sql",
		SPAN_LIT("-- tenet:up\nCREATE TABLE a (x INTEGER);\n-- tenet:down\nDROP TABLE "
			 "a;\n"));
	scratch_write(s, "m/0002_b.sql", span_of(second));
	if (migrations_load(scratch_path(s, "m"), p->engine, &s->a, &set, &e) != 0)
		fail_msg("%s", e.text);
	return set;
}

static void stays_at_the_first_step(void **state, const char *second, const char *why)
{
	struct migration_set set = set_of_two(*state, second);
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	assert_int_equal(migrate_go(db, &set, 2, NULL, NULL, &e), -1);
	assert_non_null(strstr(e.text, "m/0002_b.sql"));
	if (!strstr(e.text, why))
		fail_msg("\"%s\" does not say \"%s\"", e.text, why);
	assert_non_null(strstr(e.hint, "stays at 0001"));
	assert_false(db_in_transaction(db));
	assert_string_equal(tables_of(*state, db), "a|\nalembic_version|\nconsole_migrations|\n");
	assert_string_equal(
		scratch_ask(*state, db, "SELECT version_num FROM alembic_version"), "0001|\n");
	db_close(&db);
}

static void a_step_that_fails_leaves_the_last_whole_step(void **state)
{
	stays_at_the_first_step(state,
		"-- tenet:up\nCREATE TABLE b (x INTEGER);\nCREATE TABLE a (x INTEGER);\n-- "
		"tenet:down\n",
		"already exists");
}

/* Files may not say so: they are not even read. */
static void a_step_may_not_end_its_transaction(void **state)
{
	struct migration_set set = set_of_two(*state, "-- tenet:up\n-- tenet:down\n");
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	set.m[1].up = "CREATE TABLE b (x INTEGER); COMMIT";
	assert_int_equal(migrate_go(db, &set, 2, NULL, NULL, &e), -1);
	assert_non_null(strstr(e.text, "may not say COMMIT"));
	assert_string_equal(tables_of(*state, db), "a|\nalembic_version|\nconsole_migrations|\n");
	assert_false(db_in_transaction(db));
	assert_string_equal(
		scratch_ask(*state, db, "SELECT version_num FROM alembic_version"), "0001|\n");
	db_close(&db);
}

static void undoing_runs_what_was_stored_not_what_the_file_says_now(void **state)
{
	struct migration_set set = set_of_two(
		*state, "-- tenet:up\nCREATE TABLE b (x INTEGER);\n-- tenet:down\nDROP TABLE b;\n");
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	assert_int_equal(migrate_go(db, &set, 2, NULL, NULL, &e), 0);
	set.m[1].down = "DROP TABLE a";
	assert_int_equal(migrate_go(db, &set, 1, NULL, NULL, &e), 0);
	assert_string_equal(tables_of(*state, db), "a|\nalembic_version|\nconsole_migrations|\n");
	db_close(&db);
}

static void a_newer_database_is_left_alone(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	go(*state, db, "head");
	scratch_exec(db,
		"UPDATE alembic_version SET version_num = '0016';"
		"INSERT INTO console_migrations SELECT '0016', name, checksum, down_sql,"
		" applied_at, applied_by, kind, took_ms, state FROM console_migrations LIMIT 1");
	assert_int_equal(migrate_go(db, &set, 0, NULL, NULL, &e), -1);
	assert_int_equal(e.code, ERR_SCHEMA);
	assert_non_null(strstr(e.text, "0016"));
	db_close(&db);
}

static void a_read_only_database_is_not_migrated(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	db_close(&db);
	db = place_open(*state, "a", DB_READ_ONLY);
	assert_int_equal(migrate_go(db, &set, HEAD, NULL, NULL, &e), -1);
	assert_int_equal(e.code, ERR_READONLY);
	db_close(&db);
}

/* The second step's statements, on a table with a row, and what is said to be lost. */
static void going_up_loses(struct place *p, const char *sql, const char *expected)
{
	struct migration_set set =
		set_of_two(p, arena_printf(&p->s.a, "-- tenet:up\n%s\n-- tenet:down\n", sql));
	struct db *db = place_open(p, "a", DB_CREATE);
	struct err e = {0};

	if (migrate_go(db, &set, 1, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	scratch_exec(db, "DELETE FROM a; INSERT INTO a VALUES (1)");
	loses(db, &set, 2, expected);
	db_close(&db);
}

static void a_way_up_can_lose_rows_and_columns_too(void **state)
{
	going_up_loses(*state, "CREATE TABLE b (x INTEGER);", "");
	going_up_loses(*state, "drop table if exists public.nowhere, \"a\";", "a (1 row)");
	going_up_loses(*state, "ALTER TABLE A ADD y TEXT; ALTER TABLE A DROP COLUMN X;",
		"the column X of A (1 row)");
	going_up_loses(*state, "ALTER TABLE ONLY a ALTER x DROP NOT NULL, DROP CONSTRAINT c;", "");
	going_up_loses(*state, "/* a */ DELETE FROM a WHERE x = 2; DELETE FROM a;", "a (1 row)");
	going_up_loses(*state, "SELECT 'DROP TABLE a'; -- DROP TABLE a;", "");
}

/* Table a of 3 rows, on which 4 rows of b hang. */
static void moving_rows_loses(struct place *p, const char *sql, const char *expected)
{
	struct migration_set set =
		set_of_two(p, arena_printf(&p->s.a, "-- tenet:up\n%s\n-- tenet:down\n", sql));
	struct db *db = place_open(p, "a", DB_CREATE);
	struct err e = {0};

	if (migrate_go(db, &set, 1, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	scratch_exec(db,
		"DROP TABLE IF EXISTS b; DROP TABLE a;"
		"CREATE TABLE a (x INTEGER PRIMARY KEY, y TEXT);"
		"CREATE TABLE b (a INTEGER REFERENCES a (x) ON DELETE CASCADE);"
		"INSERT INTO a VALUES (1, 'one'), (2, 'two'), (3, NULL);"
		"INSERT INTO b VALUES (1), (1), (2), (3)");
	loses(db, &set, 2, expected);
	assert_string_equal(scratch_ask(&p->s, db, "SELECT count(*), count(y) FROM a"), "3|2|\n");
	assert_string_equal(scratch_ask(&p->s, db, "SELECT count(*) FROM b"), "4|\n");
	assert_false(db_in_transaction(db));
	db_close(&db);
}

static void rows_that_only_running_it_tells_are_counted(void **state)
{
	struct place *p = *state;

	moving_rows_loses(p, "DELETE FROM a;", "a (3 rows), b (4 rows)");
	moving_rows_loses(p, "DELETE FROM a WHERE x = 1;", "a (1 of 3 rows), b (2 of 4 rows)");
	moving_rows_loses(p,
		"WITH w AS (SELECT 2 AS x) DELETE FROM a WHERE x IN (SELECT x FROM w);",
		"a (1 of 3 rows), b (1 of 4 rows)");
	moving_rows_loses(p, "UPDATE a SET y = NULL WHERE x > 1;", "what y of a holds (1 row)");
	moving_rows_loses(p, "UPDATE a SET y = 'three' WHERE x = 3;", "");
	moving_rows_loses(p, "ALTER TABLE a RENAME TO c; DELETE FROM c WHERE x = 2;",
		"b (1 of 4 rows), c (1 of 3 rows)");
	moving_rows_loses(p, "DELETE FROM b; DROP TABLE b;", "b (4 rows)");
}

static void what_cannot_be_tried_is_said_to_be_that(void **state)
{
	moving_rows_loses(*state, "DELETE FROM nowhere;",
		arena_printf(&((struct place *)*state)->s.a,
			"perhaps rows, by %s (it cannot be tried beforehand)",
			scratch_path(*state, "m/0002_b.sql")));
}

static void postgres_loses_rows_in_more_ways(void **state)
{
	struct place *p = *state;

	moving_rows_loses(p, "-- only: postgres\nDO $$ BEGIN DELETE FROM a; END $$;\n-- end",
		"a (3 rows), b (4 rows)");
	moving_rows_loses(
		p, "-- only: postgres\nDO $$ BEGIN DROP TABLE b; END $$;\n-- end", "b (4 rows)");
	moving_rows_loses(p, "TRUNCATE a CASCADE;", "a (3 rows), b (4 rows)");
	moving_rows_loses(p, "ALTER TABLE a ALTER COLUMN y TYPE varchar(1) USING left(y, 1);",
		"perhaps, by another type, a part of y of a (2 rows)");
	moving_rows_loses(p, "ALTER TABLE a ALTER y SET DATA TYPE varchar(9);",
		"perhaps, by another type, a part of y of a (2 rows)");
}

static void a_rebuild_that_leaves_a_column_out_loses_it(void **state)
{
	going_up_loses(*state,
		"-- rebuild: a\nCREATE TABLE a (y INTEGER, z TEXT CHECK (length(z) > x));\n-- end",
		"the column x of a (1 row)");
	going_up_loses(
		*state, "-- rebuild: a\nCREATE TABLE a (y INTEGER, \"X\" TEXT);\n-- end", "");
}

/* --- Trying without doing. --- */

static void count_step(void *arg, const struct migration *m, bool up)
{
	(void)m;
	(void)up;
	++*(int *)arg;
}

static void a_trial_runs_every_step_and_leaves_nothing(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = place_open(*state, "a", DB_CREATE);
	int steps = 0;
	struct migrate_run run = {
		.target = HEAD, .rolls_back = true, .report = count_step, .arg = &steps};
	struct err e = {0};

	assert_int_equal(migrate_run(db, &set, &run, &e), 0);
	assert_int_equal(steps, HEAD);
	assert_string_equal(tables_of(*state, db), "");
	go(*state, db, "head");
	const char *schema = schema_of(*state, db);
	run.target = 0;
	assert_int_equal(migrate_run(db, &set, &run, &e), 0);
	assert_int_equal(steps, 2 * HEAD);
	assert_string_equal(schema_of(*state, db), schema);
	assert_int_equal(state_of(*state, db).applied, HEAD);
	db_close(&db);
}

static void a_trial_finds_the_step_that_fails(void **state)
{
	struct migration_set set =
		set_of_two(*state, "-- tenet:up\nCREATE TABLE a (x INTEGER);\n-- tenet:down\n");
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct migrate_run run = {.target = 2, .rolls_back = true};
	struct err e = {0};

	assert_int_equal(migrate_run(db, &set, &run, &e), -1);
	assert_non_null(strstr(e.text, "m/0002_b.sql"));
	assert_non_null(strstr(e.hint, "nothing was changed"));
	assert_string_equal(tables_of(*state, db), "");
	db_close(&db);
}

/* --- Ending it. --- */

static bool after_two_steps(void *arg)
{
	return *(int *)arg >= 2;
}

static void a_run_that_is_stopped_ends_at_a_whole_step(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = place_open(*state, "a", DB_CREATE);
	int steps = 0;
	struct migrate_run run = {
		.target = HEAD, .report = count_step, .stopped = after_two_steps, .arg = &steps};
	struct err e = {0};

	assert_int_equal(migrate_run(db, &set, &run, &e), -1);
	assert_int_equal(e.code, ERR_CANCELLED);
	assert_non_null(strstr(e.hint, "the database stays at 0002"));
	assert_false(db_in_transaction(db));
	assert_int_equal(state_of(*state, db).applied, 2);
	go(*state, db, "head");
	db_close(&db);
}

/* --- Stamps. --- */

static void stamping_writes_the_records_and_runs_nothing(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	go(*state, db, "0002");
	const char *schema = schema_of(*state, db);
	assert_int_equal(migrate_stamp(db, &set, 4, &e), 0);
	assert_string_equal(scratch_ask(*state, db,
				    "SELECT revision, kind, state FROM console_migrations"
				    " ORDER BY revision"),
		"0001|applied|done|\n0002|applied|done|\n0003|stamped|done|\n0004|stamped|done|\n");
	assert_int_equal(state_of(*state, db).applied, 4);
	assert_string_equal(schema_of(*state, db), schema);
	assert_int_equal(migrate_stamp(db, &set, 0, &e), 0);
	assert_int_equal(state_of(*state, db).applied, 0);
	assert_int_equal(migrate_stamp(db, &set, 2, &e), 0);
	go(*state, db, "head");
	go(*state, db, "base");
	assert_string_equal(tables_of(*state, db), "alembic_version|\n");
	db_close(&db);
}

static void a_stamp_leaves_what_the_agent_made(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = agent_database(*state, "agent");
	struct err e = {0};

	assert_int_equal(migrate_stamp(db, &set, 3, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	err_clear(&e);
	go(*state, db, "head");
	assert_int_equal(migrate_stamp(db, &set, 7, &e), 0);
	struct migration_state now = state_of(*state, db);
	assert_false(now.ours);
	assert_int_equal(now.applied, 7);
	assert_string_equal(scratch_ask(*state, db, "SELECT version_num FROM alembic_version"),
		FOREIGN_REVISION "|\n");
	db_close(&db);
}

static void ensuring_a_version_makes_its_table_and_nothing_else(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct err e = {0};

	for (int i = 0; i < 2; i++) {
		assert_int_equal(migrate_ensure_version(db, &set, &e), 0);
		assert_string_equal(tables_of(*state, db), "alembic_version|\n");
		assert_true(state_of(*state, db).empty);
	}
	db_close(&db);
	db = agent_database(*state, "agent");
	scratch_exec(db, "DROP TABLE alembic_version");
	const char *tables = tables_of(*state, db);
	assert_int_equal(migrate_ensure_version(db, &set, &e), 0);
	assert_string_equal(tables_of(*state, db), tables);
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(from_base_to_head_and_back_only_alembic_version_is_left),
		BOTH(relative_and_absolute_words_lead_to_their_revision),
		BOTH(each_step_is_recorded_with_checksum_and_way_back),
		BOTH(data_survives_steps_that_do_not_touch_it),
		BOTH(what_would_be_lost_is_named_and_counted),
		BOTH(a_way_up_can_lose_rows_and_columns_too),
		BOTH(rows_that_only_running_it_tells_are_counted),
		BOTH(what_cannot_be_tried_is_said_to_be_that),
		POSTGRES(postgres_loses_rows_in_more_ways),
		SQLITE(a_rebuild_that_leaves_a_column_out_loses_it),
		BOTH(a_trial_runs_every_step_and_leaves_nothing),
		BOTH(a_trial_finds_the_step_that_fails),
		BOTH(a_run_that_is_stopped_ends_at_a_whole_step),
		BOTH(stamping_writes_the_records_and_runs_nothing),
		BOTH(a_stamp_leaves_what_the_agent_made),
		BOTH(ensuring_a_version_makes_its_table_and_nothing_else),
		BOTH(a_step_that_fails_leaves_the_last_whole_step),
		BOTH(a_step_may_not_end_its_transaction),
		BOTH(undoing_runs_what_was_stored_not_what_the_file_says_now),
		BOTH(a_newer_database_is_left_alone),
		BOTH(a_read_only_database_is_not_migrated),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
