/* Up and down, step by step and all the way, and what a step that fails leaves behind. */
#include "fixture.h"

static void from_base_to_head_and_back_only_alembic_version_is_left(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	go(*state, db, "head");
	assert_string_equal(
		scratch_ask(*state, db, "SELECT version_num FROM alembic_version"), "0010|\n");
	go(*state, db, "base");
	assert_string_equal(tables_of(*state, db), "alembic_version|\n");
	assert_string_equal(schema_of(*state, db), "");
	assert_string_equal(scratch_ask(*state, db, "SELECT * FROM alembic_version"), "");
	assert_true(state_of(*state, db).empty);
	db_close(&db);
}

static void each_step_undone_and_made_again_gives_the_same_schema(void **state)
{
	struct db *db = place_open(*state, "a", DB_CREATE);

	for (int i = 0; i < HEAD; i++) {
		const char *before = schema_of(*state, db);
		go(*state, db, "+1");
		const char *after = schema_of(*state, db);
		assert_string_not_equal(before, after);
		go(*state, db, "-1");
		assert_string_equal(schema_of(*state, db), before);
		go(*state, db, "+1");
		assert_string_equal(schema_of(*state, db), after);
	}
	db_close(&db);
}

static void relative_and_absolute_words_lead_to_their_revision(void **state)
{
	static const struct {
		const char *word, *revision;
	} walk[] = {{"+1", "0001|\n"}, {"0003", "0003|\n"}, {"-1", "0002|\n"}, {"+4", "0006|\n"},
		{"0003", "0003|\n"}, {"head", "0010|\n"}, {"-10", ""}, {"head", "0010|\n"}};
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
		"10|\n");
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

static void what_would_be_lost_is_named(void **state)
{
	struct migration_set set = builtin_set(*state);
	struct db *db = place_open(*state, "a", DB_CREATE);
	struct str lost = {0};
	struct err e = {0};

	go(*state, db, "head");
	/* Those to begin with could have been reworded since. */
	scratch_exec(db, "DELETE FROM console_reasons");
	struct migration_state now = state_of(*state, db);
	assert_int_equal(migrate_losses(db, &set, &now, 0, &lost, &e), 0);
	assert_string_equal(str_cstr(&lost), "");
	scratch_exec(db,
		"INSERT INTO personas (id, reddit_username, config)"
		" VALUES ('" PERSONA "', 'rosa', '{}');"
		"INSERT INTO agent_config (id, persona_id, config_key, config_value)"
		" VALUES ('" UUID("01") "', '" PERSONA "', 'k', '1')");
	assert_int_equal(migrate_losses(db, &set, &now, 6, &lost, &e), 0);
	assert_string_equal(str_cstr(&lost), "");
	assert_int_equal(migrate_losses(db, &set, &now, 0, &lost, &e), 0);
	assert_string_equal(str_cstr(&lost), "personas, agent_config");
	str_free(&lost);
	db_close(&db);
}

/* --- Steps that fail. --- */

/* A set of two: the first makes table a, the second is given. */
static struct migration_set set_of_two(struct place *p, const char *second)
{
	struct migration_set set;
	struct err e = {0};
	struct scratch *s = &p->s;

	assert_int_equal(mkdir(scratch_path(s, "m"), 0700), 0);
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

static void a_step_may_not_end_its_transaction(void **state)
{
	stays_at_the_first_step(
		state, "-- tenet:up\nROLLBACK;\n-- tenet:down\n", "ends the transaction");
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
		"UPDATE alembic_version SET version_num = '0011';"
		"INSERT INTO console_migrations SELECT '0011', name, checksum, down_sql,"
		" applied_at, applied_by, kind FROM console_migrations LIMIT 1");
	assert_int_equal(migrate_go(db, &set, 0, NULL, NULL, &e), -1);
	assert_int_equal(e.code, ERR_SCHEMA);
	assert_non_null(strstr(e.text, "0011"));
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

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(from_base_to_head_and_back_only_alembic_version_is_left),
		BOTH(each_step_undone_and_made_again_gives_the_same_schema),
		BOTH(relative_and_absolute_words_lead_to_their_revision),
		BOTH(each_step_is_recorded_with_checksum_and_way_back),
		BOTH(data_survives_steps_that_do_not_touch_it),
		BOTH(what_would_be_lost_is_named),
		BOTH(a_step_that_fails_leaves_the_last_whole_step),
		BOTH(a_step_may_not_end_its_transaction),
		BOTH(undoing_runs_what_was_stored_not_what_the_file_says_now),
		BOTH(a_newer_database_is_left_alone),
		BOTH(a_read_only_database_is_not_migrated),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
