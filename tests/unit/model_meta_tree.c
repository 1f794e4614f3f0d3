/* JSON as a tree: its shape and types are kept, and no JSON is too large or too deep. */
#include "model/meta_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/str.h"

/* One line of text for each line of the tree. */
static void write_tree(const struct meta_tree *t, struct str *out)
{
	static const char *const marks[] = {"\"", "", "(", ""};

	for (size_t i = 0; i < t->n; i++) {
		const struct meta_line *line = &t->lines[i];
		str_addf(out, "%*s", line->depth * 2, "");
		str_adds(out, line->key.p ? line->key : SPAN_LIT("-"));
		str_addf(out, " %s", marks[line->kind]);
		str_adds(out, line->value);
		if (line->left > 0)
			str_addf(out, " +%zu", line->left);
		str_addc(out, '\n');
	}
}

static struct meta_tree *tree_of(const char *json, struct arena *a)
{
	struct meta_tree *t = arena_alloc(a, sizeof(*t));

	meta_tree_add(t, SPAN_LIT("key"), span_of(json), a);
	return t;
}

static void assert_tree(const char *json, const char *expected)
{
	struct arena a = {0};
	struct str text = {0};

	write_tree(tree_of(json, &a), &text);
	assert_string_equal(str_cstr(&text), expected);
	str_free(&text);
	arena_free(&a);
}

static void types_are_kept(void **state)
{
	(void)state;
	assert_tree("\"5\"", "key \"5\n");
	assert_tree("5", "key 5\n");
	assert_tree("5.0", "key 5.0\n");
	assert_tree("null", "key null\n");
	assert_tree("true", "key true\n");
	assert_tree("{}", "key {}\n");
	assert_tree("[]", "key []\n");
	assert_tree("\"\"", "key \"\n");
}

static void members_stand_one_level_deeper(void **state)
{
	(void)state;
	assert_tree("{\"a\": {\"b\": [1, \"two\", {\"c\": false}]}, \"d\": null}",
		"key (2 members\n  a (1 member\n    b (3 items\n      - 1\n      - \"two\n"
		"      - (1 member\n        c false\n  d null\n");
}

static void what_is_deep_is_folded_with_its_size(void **state)
{
	struct arena a = {0};

	(void)state;
	struct meta_tree *t = tree_of("[[[[[[[[1, 2]]]]]]]]", &a);
	assert_int_equal(t->n, META_TREE_DEPTH);
	assert_int_equal(t->lines[t->n - 1].kind, META_FOLD);
	assert_true(span_is(t->lines[t->n - 1].value, "… 1 item, too deep to be shown"));
	arena_free(&a);
}

static void what_is_long_is_folded_with_its_count(void **state)
{
	struct arena a = {0};
	struct str json = {0};

	(void)state;
	str_add(&json, "[[[[[0");
	for (int i = 1; i < 1000; i++)
		str_addf(&json, ",%d", i);
	str_add(&json, "],1],2],3],4]");
	struct meta_tree *t = tree_of(str_cstr(&json), &a);
	assert_true(span_is(t->lines[META_TREE_LINES].value, "… and 805 more"));
	assert_true(span_is(t->lines[t->n - 1].value, "… and 1 more"));
	for (int i = 0; i < 3; i++)
		meta_tree_add(t, SPAN_LIT("another"), SPAN_LIT("1"), &a);
	assert_true(t->n <= sizeof(t->lines) / sizeof(t->lines[0]));
	str_free(&json);
	arena_free(&a);
}

static void a_long_text_is_cut_between_characters(void **state)
{
	struct arena a = {0};
	struct str json = {0};

	(void)state;
	str_add(&json, "\"x");
	for (int i = 0; i < 1500; i++)
		str_add(&json, "\303\244");
	str_add(&json, "\"");
	struct meta_tree *t = tree_of(str_cstr(&json), &a);
	assert_int_equal(t->lines[0].value.n, 1999);
	assert_int_equal(t->lines[0].left, 1002);
	str_free(&json);
	arena_free(&a);
}

static void what_cannot_be_read_says_how_much_it_is(void **state)
{
	(void)state;
	assert_tree("not JSON", "key … 8 bytes of JSON\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_are_kept),
		cmocka_unit_test(members_stand_one_level_deeper),
		cmocka_unit_test(what_is_deep_is_folded_with_its_size),
		cmocka_unit_test(what_is_long_is_folded_with_its_count),
		cmocka_unit_test(a_long_text_is_cut_between_characters),
		cmocka_unit_test(what_cannot_be_read_says_how_much_it_is),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
