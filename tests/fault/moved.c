/* The database file is deleted or replaced while the program has it open: a decision would go to a
 * file that nobody finds again, so there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/fixture.h"
#include "fault/fixture_decide.h"

struct scene {
	char *path, *other;
	struct db *db;
};

static int prepare(void **state)
{
	struct scene *s = xcalloc(1, sizeof(*s));

	s->path = scratch_path("moved.db");
	s->other = scratch_path("other.db");
	decide_prepare(s->path, 10);
	s->db = decide_open(s->path);
	*state = s;
	return 0;
}

static int clean(void **state)
{
	struct scene *s = *state;

	db_close(&s->db);
	unlink(s->path);
	unlink(s->other);
	free(s->path);
	free(s->other);
	free(s);
	return 0;
}

static void expect_refusal(struct scene *s)
{
	struct err e = {0};

	assert_int_equal(decide_draft(s->db, 2, &e), -1);
	assert_int_equal(e.code, ERR_LOST);
	assert_non_null(strstr(e.text, "was moved or deleted"));
	assert_non_null(strstr(e.text, "was not decided"));
	assert_false(db_in_transaction(s->db));
}

static void expect_decision(struct scene *s, int draft)
{
	struct err e = {0};

	if (decide_draft(s->db, draft, &e) != 0)
		fail_msg("%s", e.text);
}

static void no_decision_goes_to_a_file_that_was_deleted(void **state)
{
	struct scene *s = *state;

	expect_decision(s, 1);
	assert_int_equal(unlink(s->path), 0);
	expect_refusal(s);
}

static void no_decision_goes_to_a_file_that_was_moved_away_until_it_is_back(void **state)
{
	struct scene *s = *state;

	expect_decision(s, 1);
	assert_int_equal(rename(s->path, s->other), 0);
	expect_refusal(s);
	assert_int_equal(rename(s->other, s->path), 0);
	expect_decision(s, 2);
	db_close(&s->db);
	decide_expect(s->path, 1, 3, (const bool[]){true, true, false});
}

static void no_decision_goes_to_a_file_that_was_replaced(void **state)
{
	struct scene *s = *state;

	decide_prepare(s->other, 10);
	expect_decision(s, 1);
	assert_int_equal(rename(s->other, s->path), 0);
	expect_refusal(s);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			no_decision_goes_to_a_file_that_was_deleted, prepare, clean),
		cmocka_unit_test_setup_teardown(
			no_decision_goes_to_a_file_that_was_moved_away_until_it_is_back, prepare,
			clean),
		cmocka_unit_test_setup_teardown(
			no_decision_goes_to_a_file_that_was_replaced, prepare, clean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
