/* JSON that is about to be stored: what is wrong is named by its place, and the rest keeps its say.
 */
#include "base/json_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

static void what_is_json_passes(void **state)
{
	static const char *const good[] = {"null", " true\n", "-0", "0.5e-3", "\"\"", "[]", "{}",
		"[[], {}, [1, 2]]", "{\"a\": {\"a\": 1}, \"A\": 2}", "\"\\ud83d\\ude00 \\u00e9 é\"",
		"9223372036854775807", "\"\\/\\b\\f\\n\\r\\t\\\\\\\"\""};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct err e = {0};
		if (json_check(span_of(good[i]), NULL, &e) < 0)
			fail_msg("%s: %s", good[i], e.text);
	}
}

static void the_first_thing_that_is_wrong_is_named_by_line_and_column(void **state)
{
	static const struct {
		const char *json, *says;
	} wrong[] = {
		{"", "line 1, column 1: a value is missing"},
		{" \n ", "line 2, column 2: a value is missing"},
		{"{\"a\": 1,}", "line 1, column 9: there is a comma too many before this"},
		{"[1,]", "line 1, column 4: there is a comma too many before this"},
		{"{\"a\": 1, 2}", "line 1, column 10: a member's name in double quotes is missing"},
		{"[1,}", "line 1, column 4: a value is missing"},
		{"[1 2]", "line 1, column 4: a comma or the closing bracket is missing"},
		{"[1}", "line 1, column 3: a comma"},
		{"{\"a\" 1}", "line 1, column 6: the colon"},
		{"{a: 1}", "line 1, column 2: this is no value"},
		{"{'a': 1}", "line 1, column 2: a text stands in double quotes"},
		{"{“a”: 1}", "line 1, column 2: a text stands in double quotes"},
		{"// mine\n{}", "line 1, column 1: JSON has no comments"},
		{"{} # mine", "line 1, column 4: JSON has no comments"},
		{"\xEF\xBB\xBF{}", "line 1, column 1: a byte order mark, which JSON has not"},
		{"\xFF\xFE{", "line 1, column 1: bytes that are not UTF-8"},
		{"[True]", "line 1, column 2: true, false and null are written in small letters"},
		{"[nULL]", "line 1, column 2: true, false and null are written in small letters"},
		{"[nul]", "line 1, column 2: this is no value; a text stands in double quotes"},
		{"{+}", "line 1, column 2: nothing of JSON begins so"},
		{"{} {}", "line 1, column 4: there is more behind"},
		{"{} x", "line 1, column 4: there is more behind"},
		{"{} // x", "line 1, column 4: JSON has no comments"},
		{"[NaN]", "line 1, column 2: JSON has neither NaN nor Infinity"},
		{"[-Infinity]", "line 1, column 2: JSON has neither"},
		{"[01]", "line 1, column 2: a number does not begin with 0"},
		{"[.5]", "line 1, column 2: nothing of JSON"},
		{"[1.]", "line 1, column 2: a number needs a digit behind its point"},
		{"[1e]", "line 1, column 2: a number needs a digit behind its e"},
		{"[1x]", "line 1, column 2: this is no number"},
		{"[1e999]", "line 1, column 2: a number that large"},
		{"[9223372036854775808]", "line 1, column 2: a number that large"},
		{"[\"\\ud800\"]", "line 1, column 3: half of a surrogate pair"},
		{"[\"\\ud800\\u0041\"]", "line 1, column 3: half of a surrogate pair"},
		{"[\"\\udc00\"]", "line 1, column 3: half of a surrogate pair"},
		{"[\"\\u0000\"]", "line 1, column 3: U+0000 cannot be stored"},
		{"[\"\\u12g4\"]", "line 1, column 3: \\u takes four digits"},
		{"[\"\\x\"]", "line 1, column 3: a backslash stands before"},
		{"[\"a\nb\"]", "line 1, column 4: a line break or control character"},
		{"[\"\xff\"]", "line 1, column 3: bytes that are not UTF-8"},
		{"[\"abc]", "line 1, column 2: the text that begins here"},
		{"{\"é\": \"日本\", \"é\": 2}", "line 1, column 13: this member stands twice"},
		{"{\"a\": 1,\n \"b\": {\"a\": 1},\n \"a\": 2}", "line 3, column 2: this member"},
		{"{\"a\": 1, \"\\u0061\": 2}", "line 1, column 10: this member"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct err e = {0};
		struct json_place where;
		unsigned line = 0, column = 0;
		if (json_check(span_of(wrong[i].json), &where, &e) == 0)
			fail_msg("%s passed", wrong[i].json);
		if (strncmp(e.text, wrong[i].says, strlen(wrong[i].says)) != 0)
			fail_msg("%s: %s", wrong[i].json, e.text);
		assert_int_equal(e.code, ERR_USAGE);
		assert_int_equal(sscanf(e.text, "line %u, column %u", &line, &column), 2);
		assert_int_equal(where.line, line);
		assert_int_equal(where.column, column);
		assert_true(where.at <= strlen(wrong[i].json));
	}
}

static struct str many(const char *text, size_t n)
{
	struct str out = {0};

	for (size_t i = 0; i < n; i++)
		str_add(&out, text);
	return out;
}

static void deep_and_long_texts_are_refused_in_words(void **state)
{
	struct str deep = many("[", 1000), deepest = many("[", JSON_DEEPEST), long_one = {0};
	struct err e = {0};

	(void)state;
	assert_true(json_check(str_span(&deep), NULL, &e) < 0);
	assert_string_equal(
		e.text, "line 1, column 101: more than 100 lists and objects inside each other");
	for (int i = 0; i < JSON_DEEPEST; i++)
		str_add(&deepest, "]");
	err_clear(&e);
	assert_int_equal(json_check(str_span(&deepest), NULL, &e), 0);
	str_add(&long_one, "\"");
	while (long_one.len < 10u * 1024 * 1024)
		str_add(&long_one, "0123456789abcdef");
	str_add(&long_one, "\"");
	assert_true(json_check(str_span(&long_one), NULL, &e) < 0);
	assert_non_null(strstr(e.text, "a value may have 1 MB"));
	str_free(&deep);
	str_free(&deepest);
	str_free(&long_one);
}

static void assert_laid_out(const char *json, enum json_layout layout, const char *expected)
{
	struct str out = {0};

	assert_int_equal(json_check(span_of(json), NULL, NULL), 0);
	assert_int_equal(json_lay_out(&out, span_of(json), layout, NULL), 0);
	assert_string_equal(str_cstr(&out), expected);
	str_free(&out);
}

static void what_is_stored_is_what_the_agent_would_write(void **state)
{
	(void)state;
	assert_laid_out("{\"b\":[1,2 , {}],\n\"a\" :\"é\\/\\u00E9😀\"}", JSON_STORED,
		"{\"b\": [1, 2, {}], \"a\": \"\\u00e9/\\u00e9\\ud83d\\ude00\"}");
	assert_laid_out("[0.10,1e3,-0,12345678901234567]", JSON_STORED,
		"[0.10, 1e3, -0, 12345678901234567]");
	assert_laid_out("\"\\u001f\x7f\\n\"", JSON_STORED, "\"\\u001f\x7f\\n\"");
}

static void people_read_letters_and_see_what_hides(void **state)
{
	(void)state;
	assert_laid_out("{\"b\":[1,{}],\"a\":[]}", JSON_LINES,
		"{\n  \"b\": [\n    1,\n    {}\n  ],\n  \"a\": []\n}");
	assert_laid_out("\"\\u00e9\\u202e\\u200b\"", JSON_LINE, "\"é\\u202e\\u200b\"");
	assert_laid_out("\"\\ud83d\\ude00\"", JSON_LINE, "\"😀\"");
}

static bool hides_a(struct span text, enum json_string what)
{
	return what == JSON_NAME ? span_is(text, "a") : span_is(text, "hush");
}

static void members_are_hidden_whole_however_they_are_spelled(void **state)
{
	struct str out = {0};

	(void)state;
	assert_int_equal(
		json_lay_out(&out,
			SPAN_LIT("{\"a\": {\"x\": [1, {\"a\": 2}]}, \"b\": [{\"\\u0061\":\"s\"}],"
				 " \"c\": \"a\", \"hush\": [\"\\u0068ush\"]}"),
			JSON_STORED, hides_a),
		3);
	assert_string_equal(str_cstr(&out),
		"{\"a\": \"(hidden)\", \"b\": [{\"a\": \"(hidden)\"}], \"c\": \"a\","
		" \"hush\": [\"(hidden)\"]}");
	str_free(&out);
}

static void parts_are_walked_in_their_order(void **state)
{
	struct span json =
		SPAN_LIT("\n{ \"a\" : [1, \"x:\", {}], \"b\\u0063\": {\"d\": 2} , \"\": []}");
	struct json_part p;
	size_t at = 0, in = 0;

	(void)state;
	assert_true(json_part_next(json, &at, &p));
	assert_true(span_is(p.name, "\"a\""));
	assert_true(span_is(p.value, "[1, \"x:\", {}]"));
	static const char *const items[] = {"1", "\"x:\"", "{}"};
	for (size_t i = 0; i < 3; i++) {
		struct json_part item;
		assert_true(json_part_next(p.value, &in, &item));
		assert_null(item.name.p);
		assert_true(span_is(item.value, items[i]));
	}
	struct json_part none;
	assert_false(json_part_next(p.value, &in, &none));
	assert_true(json_part_next(json, &at, &p));
	assert_true(span_is(p.name, "\"b\\u0063\""));
	assert_true(span_is(p.value, "{\"d\": 2}"));
	assert_int_equal(json_place_at(json, (size_t)(p.value.p - json.p)).line, 2);
	assert_int_equal(json_place_at(json, (size_t)(p.value.p - json.p)).column, 35);
	assert_true(json_part_next(json, &at, &p));
	assert_true(span_is(p.name, "\"\""));
	in = 0;
	assert_false(json_part_next(p.value, &in, &none));
	assert_false(json_part_next(json, &at, &p));
	in = 0;
	assert_false(json_part_next(SPAN_LIT("3"), &in, &none));
	in = 0;
	assert_false(json_part_next(SPAN_LIT(""), &in, &none));
}

static void a_member_is_found_as_it_stands(void **state)
{
	struct span json = SPAN_LIT("{\"before\": {\"after\": 1}, \"after\": [0.10], \"n\": 3}");

	(void)state;
	assert_true(span_is(json_text_member(json, "before"), "{\"after\": 1}"));
	assert_true(span_is(json_text_member(json, "after"), "[0.10]"));
	assert_true(span_is(json_text_member(json, "n"), "3"));
	assert_null(json_text_member(json, "x").p);
	assert_null(json_text_member(SPAN_LIT("[\"n\", 1]"), "n").p);
	assert_null(json_text_member(SPAN_LIT("{\"n\""), "n").p);
	assert_null(json_text_member(SPAN_NULL, "n").p);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_json_passes),
		cmocka_unit_test(the_first_thing_that_is_wrong_is_named_by_line_and_column),
		cmocka_unit_test(deep_and_long_texts_are_refused_in_words),
		cmocka_unit_test(what_is_stored_is_what_the_agent_would_write),
		cmocka_unit_test(people_read_letters_and_see_what_hides),
		cmocka_unit_test(members_are_hidden_whole_however_they_are_spelled),
		cmocka_unit_test(parts_are_walked_in_their_order),
		cmocka_unit_test(a_member_is_found_as_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
