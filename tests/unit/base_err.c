/* Errors are sentences, the first one wins, and none is cut inside a character. */
#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

static void the_first_error_wins(void **state)
{
	struct err e = {0};

	(void)state;
	assert_int_equal(err_set(&e, ERR_BUSY, "cannot open %s: locked", "a.db"), -1);
	assert_int_equal(err_set(&e, ERR_FULL, "disk is full"), -1);
	assert_int_equal(e.code, ERR_BUSY);
	assert_string_equal(e.text, "cannot open a.db: locked");
}

static void a_caller_may_pass_no_error(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, ERR_OTHER, "x"), -1);
	assert_int_equal(err_hint(NULL, "x"), -1);
	assert_int_equal(err_prefix(NULL, "x"), -1);
}

static void a_prefix_says_on_what_it_failed(void **state)
{
	struct err e = {0};

	(void)state;
	err_set(&e, ERR_CORRUPT, "file is not a database");
	assert_int_equal(err_prefix(&e, "cannot open %s", "data.db"), -1);
	assert_string_equal(e.text, "cannot open data.db: file is not a database");
	assert_int_equal(e.code, ERR_CORRUPT);
}

static void a_success_takes_no_prefix(void **state)
{
	struct err e = {0};

	(void)state;
	err_prefix(&e, "cannot open");
	assert_int_equal(e.code, ERR_NONE);
	assert_string_equal(e.text, "");
}

static void the_first_hint_stays(void **state)
{
	struct err e = {0};

	(void)state;
	err_set(&e, ERR_MISSING, "there is no data.db");
	err_hint(&e, "make one: %s", "tenet db upgrade head");
	err_hint(&e, "something vaguer");
	assert_string_equal(e.hint, "make one: tenet db upgrade head");
}

static void a_sentence_too_long_ends_in_an_ellipsis_at_a_character(void **state)
{
	struct err e = {0};
	char text[2000];

	(void)state;
	for (size_t shift = 0; shift < 4; shift++) {
		memset(text, 'x', shift);
		for (size_t i = shift; i + 4 < sizeof(text); i += 4)
			memcpy(text + i, "😀", 5);
		err_clear(&e);
		err_set(&e, ERR_OTHER, "%s", text);
		size_t n = strlen(e.text);
		assert_in_range(n, sizeof(e.text) - 8, sizeof(e.text) - 1);
		assert_string_equal(e.text + n - strlen("…"), "…");
		assert_true(utf8_valid(span_of(e.text)));
		err_prefix(&e, "%s", text);
		assert_true(utf8_valid(span_of(e.text)));
	}
}

static void what_another_error_says_is_taken_over_whole(void **state)
{
	struct err first = {0}, other = {0}, e = {0};

	(void)state;
	err_set(&other, ERR_BUSY, "somebody works there");
	err_hint(&other, "try again");
	assert_int_equal(err_take(&e, &other), -1);
	assert_int_equal(e.code, ERR_BUSY);
	assert_string_equal(e.text, "somebody works there");
	assert_string_equal(e.hint, "try again");
	err_set(&first, ERR_OTHER, "one");
	assert_int_equal(err_take(&first, &other), -1);
	assert_string_equal(first.text, "one");
	assert_string_equal(first.hint, "");
	assert_int_equal(err_take(NULL, &other), -1);
}

static void a_cleared_error_can_be_used_again(void **state)
{
	struct err e = {0};

	(void)state;
	err_set(&e, ERR_OTHER, "one");
	err_hint(&e, "hint");
	err_clear(&e);
	assert_int_equal(e.code, ERR_NONE);
	assert_string_equal(e.hint, "");
	err_set(&e, ERR_LOST, "two");
	assert_string_equal(e.text, "two");
}

static void allocations_of_nothing_are_still_memory(void **state)
{
	char *p = xmalloc(0), *q = xcalloc(0, 8), *copy = xstrdup("tulip");

	(void)state;
	assert_non_null(p);
	assert_non_null(q);
	assert_string_equal(copy, "tulip");
	p = xrealloc(p, 4);
	memcpy(p, "abc", 4);
	assert_string_equal(p, "abc");
	free(p);
	free(q);
	free(copy);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_error_wins),
		cmocka_unit_test(a_caller_may_pass_no_error),
		cmocka_unit_test(a_prefix_says_on_what_it_failed),
		cmocka_unit_test(a_success_takes_no_prefix),
		cmocka_unit_test(the_first_hint_stays),
		cmocka_unit_test(a_sentence_too_long_ends_in_an_ellipsis_at_a_character),
		cmocka_unit_test(what_another_error_says_is_taken_over_whole),
		cmocka_unit_test(a_cleared_error_can_be_used_again),
		cmocka_unit_test(allocations_of_nothing_are_still_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
