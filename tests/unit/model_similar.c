/* Which texts are alike: those that share rare words, whatever else they share. */
#include "model/similar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static size_t best_of(const char *text, const char *const *others, size_t n,
	struct similar_match *out, size_t most)
{
	struct similar *s = similar_new(span_of(text));

	for (size_t i = 0; i < n; i++)
		similar_add(s, span_of(others[i]));
	size_t found = similar_best(s, out, most);
	similar_free(&s);
	assert_null(s);
	return found;
}

static void assert_word(struct span actual, const char *expected)
{
	if (!span_is(actual, expected))
		fail_msg("\"%.*s\", not \"%s\"", (int)actual.n, actual.p ? actual.p : "", expected);
}

static void rare_words_count_and_common_ones_do_not(void **state)
{
	static const char *const others[] = {"there would have been something else",
		"there would have been a reactor whose turbine broke", "there would have been less",
		"there would have been more", "there would have been nothing"};
	struct similar_match m[3];

	(void)state;
	assert_int_equal(
		best_of("There would have been a REACTOR and a turbine here.", others, 5, m, 3), 1);
	assert_int_equal(m[0].index, 1);
	assert_word(m[0].words[0], "REACTOR");
	assert_word(m[0].words[1], "turbine");
	assert_null(m[0].words[2].p);
}

static void the_best_come_first_and_no_more_than_are_asked_for(void **state)
{
	static const char *const others[] = {"alpha bravo", "alpha bravo charlie delta",
		"alpha bravo charlie", "none of these", "none of them", "nothing", "no", "not",
		"alpha1", "nor", "never", "neither", "nobody"};
	struct similar_match m[2];

	(void)state;
	assert_int_equal(best_of("alpha bravo charlie delta", others, 13, m, 2), 2);
	assert_int_equal(m[0].index, 1);
	assert_int_equal(m[1].index, 2);
	assert_word(m[0].words[0], "delta");
	assert_true(m[0].score > m[1].score);
}

static void one_shared_word_is_chance_and_short_ones_are_no_words(void **state)
{
	static const char *const others[] = {"a zebra ate it", "we do it so as to be in on it"};
	struct similar_match m[2];

	(void)state;
	assert_int_equal(best_of("zebra: we do it so as to be in on it", others, 2, m, 2), 0);
}

static void letter_case_is_ignored_in_every_script(void **state)
{
	static const char *const others[] = {"ЗЕБРЫ ПОЛОСАТЫЕ", "nothing alike"};
	struct similar_match m[1];

	(void)state;
	assert_int_equal(best_of("зебры полосатые", others, 2, m, 1), 1);
	assert_int_equal(m[0].index, 0);
}

static void nothing_is_like_nothing_and_broken_bytes_part_words(void **state)
{
	static const char *const others[] = {"", "zeb\xffra str\xc0ipes", "zebra stripes"};
	struct similar_match m[3];

	(void)state;
	assert_int_equal(best_of("", others, 3, m, 3), 0);
	assert_int_equal(best_of("zebra stripes", others, 3, m, 3), 1);
	assert_int_equal(m[0].index, 2);
	assert_int_equal(best_of("zebra stripes", NULL, 0, m, 3), 0);
}

static void only_the_first_words_of_a_long_text_count(void **state)
{
	static const char *const others[] = {
		"word0 word1 word254 word255", "word256 word257", "", "", ""};
	char text[SIMILAR_WORDS * 9 + 32];
	struct similar_match m[2];
	int at = 0;

	(void)state;
	for (int i = 0; i < SIMILAR_WORDS + 2; i++)
		at += snprintf(text + at, sizeof(text) - (size_t)at, "word%d ", i);
	assert_int_equal(best_of(text, others, 5, m, 2), 1);
	assert_int_equal(m[0].index, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rare_words_count_and_common_ones_do_not),
		cmocka_unit_test(the_best_come_first_and_no_more_than_are_asked_for),
		cmocka_unit_test(one_shared_word_is_chance_and_short_ones_are_no_words),
		cmocka_unit_test(letter_case_is_ignored_in_every_script),
		cmocka_unit_test(nothing_is_like_nothing_and_broken_bytes_part_words),
		cmocka_unit_test(only_the_first_words_of_a_long_text_count),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
