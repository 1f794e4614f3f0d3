/* What a target word means, and where a database is found to stand. */
#include "migrate/migrate.h"
#include "unit/db_scratch.h"

/* --- Targets, in the set of now. --- */

static size_t target(struct scratch *s, const char *word, struct migration_state now, struct err *e)
{
	struct migration_set set;
	struct err loading = {0};
	size_t out = 99;

	assert_int_equal(migrations_load(NULL, DB_SQLITE, &s->a, &set, &loading), 0);
	assert_int_equal(set.n, 15);
	if (migrate_target(word, &set, &now, &out, e) != 0)
		return 99;
	return out;
}

static void words_are_revisions_head_base_and_steps(void **state)
{
	static const struct {
		const char *word;
		size_t applied, target;
	} cases[] = {
		{"head", 3, 15},
		{"base", 3, 0},
		{"0003", 12, 3},
		{"3", 0, 3},
		{"08", 0, 8},
		{"+1", 3, 4},
		{"+5", 3, 8},
		{"-1", 3, 2},
		{"-3", 3, 0},
		{"+0", 3, 3},
		{"-0", 3, 3},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = {0};
		struct migration_state now = {.ours = true, .applied = cases[i].applied};
		assert_int_equal(target(*state, cases[i].word, now, &e), cases[i].target);
	}
}

static void a_word_that_names_no_step_is_wrong_usage(void **state)
{
	static const char *const words[] = {"", "0000", "0016", "99999999999999999999", "heads",
		"+13", "-4", "+", "-", "+x", "3x", "+99999999999999999999"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct err e = {0};
		struct migration_state now = {.ours = true, .applied = 3};
		assert_int_equal(target(*state, words[i], now, &e), 99);
		assert_int_equal(e.code, ERR_USAGE);
	}
}

static void adopted_steps_stay(void **state)
{
	struct migration_state now = {.applied = 8, .adopted = 7};
	struct err e = {0};

	assert_int_equal(target(*state, "-1", now, &e), 7);
	assert_int_equal(target(*state, "base", now, &e), 99);
	assert_int_equal(e.code, ERR_USAGE);
	assert_non_null(strstr(e.text, "cannot go below 0007"));
}

/* --- States. --- */

static int try_state(struct scratch *s, const char *sql, struct migration_state *out, struct err *e)
{
	struct migration_set set;
	struct db *db = scratch_open(s, "a.db", DB_CREATE);

	assert_int_equal(migrations_load(NULL, DB_SQLITE, &s->a, &set, e), 0);
	scratch_exec(db, sql);
	int result = migrate_state(db, &set, out, e);
	db_close(&db);
	return result;
}

static struct migration_state state_of(void **state, const char *sql)
{
	struct migration_state out;
	struct err e = {0};

	if (try_state(*state, sql, &out, &e) != 0)
		fail_msg("%s", e.text);
	return out;
}

#define ALEMBIC "CREATE TABLE alembic_version (version_num VARCHAR(32));"
#define AT(revision) ALEMBIC "INSERT INTO alembic_version VALUES ('" revision "');"
#define LOG "CREATE TABLE console_migrations (revision, kind);"
#define LOGGED(revision, kind) "INSERT INTO console_migrations VALUES ('" revision "', '" kind "');"

static void a_file_without_tables_is_empty(void **state)
{
	struct migration_state s = state_of(state, "");

	assert_true(s.ours && s.empty);
	assert_int_equal(s.applied, 0);
}

static void a_database_at_base_is_empty(void **state)
{
	struct migration_state s = state_of(state, ALEMBIC);

	assert_true(s.ours && s.empty);
	assert_int_equal(s.applied, 0);
}

static void our_own_records_say_how_far_it_is(void **state)
{
	struct migration_state s =
		state_of(state, AT("0002") LOG LOGGED("0001", "applied") LOGGED("0002", "applied"));

	assert_true(s.ours && !s.empty && !s.newer);
	assert_int_equal(s.applied, 2);
	assert_int_equal(s.adopted, 0);
}

static void our_revision_counts_when_the_records_are_gone(void **state)
{
	struct migration_state s = state_of(state, AT("0003") "CREATE TABLE personas (id)");

	assert_true(s.ours);
	assert_int_equal(s.applied, 3);
}

static void a_foreign_revision_makes_the_tables_the_agents(void **state)
{
	struct migration_state s = state_of(state, AT("7c2e41f09ab3") "CREATE TABLE personas (id)");

	assert_false(s.ours);
	assert_string_equal(s.foreign, "7c2e41f09ab3");
	assert_int_equal(s.applied, 7);
	assert_int_equal(s.adopted, 7);
}

static void tables_without_any_revision_are_the_agents(void **state)
{
	struct migration_state s = state_of(state, "CREATE TABLE admins (id)");

	assert_false(s.ours);
	assert_string_equal(s.foreign, "");
	assert_int_equal(s.adopted, 7);
}

static void an_adopted_database_keeps_its_foreign_revision(void **state)
{
	struct migration_state s = state_of(
		state, AT("7c2e41f09ab3") LOG LOGGED("0001", "adopted") LOGGED("0002", "applied"));

	assert_false(s.ours);
	assert_string_equal(s.foreign, "7c2e41f09ab3");
	assert_int_equal(s.applied, 2);
	assert_int_equal(s.adopted, 1);
}

static void a_revision_that_nobody_knows_is_newer(void **state)
{
	struct migration_state s = state_of(state, AT("9999") "CREATE TABLE personas (id)");

	assert_true(s.newer);
	assert_string_equal(s.unknown, "9999");
}

static void a_record_that_nobody_knows_is_newer(void **state)
{
	struct migration_state s =
		state_of(state, AT("0009") LOG LOGGED("0001", "applied") LOGGED("0009", "applied"));

	assert_true(s.newer);
	assert_string_equal(s.unknown, "0009");
}

static void a_foreign_revision_over_our_own_records_is_newer(void **state)
{
	struct migration_state s =
		state_of(state, AT("abcdef012345") LOG LOGGED("0001", "applied"));

	assert_true(s.newer);
	assert_string_equal(s.unknown, "abcdef012345");
}

static void a_contradiction_between_the_two_records_is_said(void **state)
{
	struct migration_state out;
	struct err e = {0};

	assert_int_equal(try_state(*state, AT("0003") LOG LOGGED("0001", "applied"), &out, &e), -1);
	assert_int_equal(e.code, ERR_SCHEMA);
	assert_non_null(strstr(e.text, "contradicts itself"));
	assert_non_null(strstr(e.text, "\"0003\""));
	assert_non_null(strstr(e.text, "end at 0001"));
	assert_non_null(strstr(e.hint, " db stamp 0001`"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		TEST(words_are_revisions_head_base_and_steps),
		TEST(a_word_that_names_no_step_is_wrong_usage),
		TEST(adopted_steps_stay),
		TEST(a_file_without_tables_is_empty),
		TEST(a_database_at_base_is_empty),
		TEST(our_own_records_say_how_far_it_is),
		TEST(our_revision_counts_when_the_records_are_gone),
		TEST(a_foreign_revision_makes_the_tables_the_agents),
		TEST(tables_without_any_revision_are_the_agents),
		TEST(an_adopted_database_keeps_its_foreign_revision),
		TEST(a_revision_that_nobody_knows_is_newer),
		TEST(a_record_that_nobody_knows_is_newer),
		TEST(a_foreign_revision_over_our_own_records_is_newer),
		TEST(a_contradiction_between_the_two_records_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
