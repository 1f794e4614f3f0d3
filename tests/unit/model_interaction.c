/* The metadata of an interaction: what is known has a name, all else is a tree, nothing fails. */
#include "model/interaction.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct interaction_meta read_meta(const char *json, struct arena *a)
{
	struct interaction_meta m;

	interaction_meta_read(span_of(json), a, &m);
	return m;
}

static void score_cost_and_author_have_names_and_all_else_is_a_tree(void **state)
{
	struct arena a = {0};
	struct interaction_meta m = read_meta("{\"score\": -3, \"cost\": 0.25, \"author\": \"me\","
					      " \"total_tokens\": 7, \"deep\": {\"a\": 1}}",
		&a);

	(void)state;
	assert_int_equal(m.state, META_OK);
	assert_true(m.has_score);
	assert_int_equal(m.score, -3);
	assert_float_equal(m.cost, 0.25, 1e-9);
	assert_true(span_is(m.author, "me"));
	assert_int_equal(m.tree->n, 3);
	assert_true(span_is(m.tree->lines[0].key, "total_tokens"));
	arena_free(&a);
}

static void what_has_another_type_is_shown_as_it_is(void **state)
{
	struct arena a = {0};
	struct interaction_meta m = read_meta("{\"score\": 1.5, \"cost\": \"much\"}", &a);

	(void)state;
	assert_false(m.has_score);
	assert_true(isnan(m.cost));
	assert_int_equal(m.tree->n, 2);
	arena_free(&a);
}

static void metadata_may_be_missing_or_no_json(void **state)
{
	struct arena a = {0};

	(void)state;
	assert_int_equal(read_meta(NULL, &a).state, META_NONE);
	assert_int_equal(read_meta("null", &a).state, META_NONE);
	assert_int_equal(read_meta("[1]", &a).state, META_INVALID);
	assert_string_equal(read_meta("[1]", &a).problem, "JSON, but not an object");
	struct interaction_meta m = read_meta("{score: 1}", &a);
	assert_int_equal(m.state, META_INVALID);
	assert_non_null(strstr(m.problem, "not JSON: line 1"));
	assert_null(read_meta("{}", &a).tree);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(score_cost_and_author_have_names_and_all_else_is_a_tree),
		cmocka_unit_test(what_has_another_type_is_shown_as_it_is),
		cmocka_unit_test(metadata_may_be_missing_or_no_json),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
