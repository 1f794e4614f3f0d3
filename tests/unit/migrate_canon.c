/* JSON has one spelling for each value; what jansson or JSONB could not hold has none. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "../../src/migrate/canon.h"
#include "base/json.h"

static const char *spell(const char *text, struct str *out)
{
	str_clear(out);
	return canon_json(span_of(text), out);
}

static void is_spelled(const char *text, const char *expected)
{
	struct str out = {0};
	const char *why = spell(text, &out);

	if (why)
		fail_msg("%s: %s", text, *why ? why : "syntax");
	assert_string_equal(str_cstr(&out), expected);
	str_free(&out);
}

static void blanks_and_the_order_of_members_do_not_matter(void **state)
{
	(void)state;
	is_spelled(" { \"b\" : [ 1 , true ] ,\n\t\"a\" : null } ", "{\"a\":null,\"b\":[1,true]}");
	is_spelled("{\"ab\":1,\"a\":2,\"\":3}", "{\"\":3,\"a\":2,\"ab\":1}");
	is_spelled("{\"z\":{\"y\":1,\"x\":2},\"a\":{}}", "{\"a\":{},\"z\":{\"x\":2,\"y\":1}}");
	is_spelled("[]", "[]");
	is_spelled("\"\"", "\"\"");
}

static void escapes_are_written_in_one_way(void **state)
{
	(void)state;
	is_spelled("\"\\u0041\\/\\\"\\\\\\n\\u00e9\\ud83d\\ude42\"", "\"A/\\\"\\\\\\u000aé🙂\"");
}

static void numbers_are_their_digits(void **state)
{
	static const char *const same[][2] = {{"0", "0"}, {"-0", "0"}, {"0.000", "0"},
		{"-0e5", "0"}, {"1", "1"}, {"100", "1e2"}, {"1.50", "15e-1"}, {"-1.5e0", "-15e-1"},
		{"0.1", "1e-1"}, {"1e-1", "1e-1"}, {"10E+1", "1e2"}, {"1.0", "1"},
		{"9223372036854775807", "9223372036854775807"},
		{"-9223372036854775808", "-9223372036854775808"},
		{"0.1000000000000000055511151231257827", "1000000000000000055511151231257827e-34"}};

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		is_spelled(same[i][0], same[i][1]);
}

static void what_one_side_could_not_hold_is_refused(void **state)
{
	static const char *const bad[][2] = {
		{"\"\\u0000\"", "holds U+0000, which PostgreSQL does not keep"},
		{"\"\\ud800\"", "holds half of a surrogate pair"},
		{"\"\\ud800\\u0041\"", "holds half of a surrogate pair"},
		{"\"\\udc00\\ud800\"", "holds half of a surrogate pair"},
		{"{\"a\":1,\"\\u0061\":1}", "holds an object with one name twice"},
		{"{\"b\":1,\"a\":1,\"b\":1}", "holds an object with one name twice"},
		{"9223372036854775808", "holds a whole number that does not fit 64 bits"},
		{"1e19", "holds a whole number that does not fit 64 bits"},
		{"-9223372036854775809", "holds a whole number that does not fit 64 bits"},
		{"1e400", "holds a number that is too large"},
		{"-2e308", "holds a number that is too large"},
		{"1e-16384", "holds a number with more than 16383 places"},
		{"\"\xff\"", "is not valid UTF-8"},
		{"\"\xed\xa0\x80\"", "is not valid UTF-8"},
		{"", ""},
		{"nul", ""},
		{"01", ""},
		{"1.", ""},
		{".5", ""},
		{"+1", ""},
		{"1e", ""},
		{"[1,]", ""},
		{"{\"a\":1,}", ""},
		{"{a:1}", ""},
		{"NaN", ""},
		{"Infinity", ""},
		{"'a'", ""},
		{"\"\t\"", ""},
		{"[1] 2", ""},
		{"\"", ""},
		{"\"\\x\"", ""},
		{"-", ""},
	};
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *why = spell(bad[i][0], &out);
		if (!why || strcmp(why, bad[i][1]) != 0)
			fail_msg("%s: %s", bad[i][0], why ? why : "was taken");
	}
	str_free(&out);
}

static void a_number_as_large_as_a_double_is_taken_only_with_a_fraction(void **state)
{
	struct str text = {0}, out = {0};

	(void)state;
	str_add(&text, "1797");
	for (int i = 0; i < 305; i++)
		str_addc(&text, '0');
	str_add(&text, ".5");
	assert_null(spell(str_cstr(&text), &out));
	text.p[3] = '8';
	assert_string_equal(spell(str_cstr(&text), &out), "holds a number that is too large");
	str_free(&text);
	str_free(&out);
}

static void nested(struct str *text, int depth)
{
	str_clear(text);
	for (int i = 0; i < depth; i++)
		str_addc(text, '[');
	for (int i = 0; i < depth; i++)
		str_addc(text, ']');
}

static void levels_end_where_jansson_ends(void **state)
{
	struct str text = {0}, out = {0};
	json_t *value;

	(void)state;
	nested(&text, 2048);
	assert_null(spell(str_cstr(&text), &out));
	value = json_read(str_span(&text), NULL);
	assert_non_null(value);
	json_decref(value);
	nested(&text, 2049);
	assert_string_equal(spell(str_cstr(&text), &out), "is nested deeper than 2048 levels");
	assert_null(json_read(str_span(&text), NULL));
	str_free(&text);
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_and_the_order_of_members_do_not_matter),
		cmocka_unit_test(escapes_are_written_in_one_way),
		cmocka_unit_test(numbers_are_their_digits),
		cmocka_unit_test(what_one_side_could_not_hold_is_refused),
		cmocka_unit_test(a_number_as_large_as_a_double_is_taken_only_with_a_fraction),
		cmocka_unit_test(levels_end_where_jansson_ends),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
