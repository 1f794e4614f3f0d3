/* Metadata from elsewhere is read without trust and without fuss. */
#include "base/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static json_t *read_text(const char *text)
{
	struct err e = {0};
	json_t *value = json_read(span_of(text), &e);

	assert_non_null(value);
	return value;
}

static void assert_dumps(json_t *value, const char *expected)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);

	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
	json_decref(value);
}

static void any_value_is_json(void **state)
{
	(void)state;
	assert_dumps(read_text(" 12 "), "12");
	assert_dumps(read_text("null"), "null");
	assert_dumps(read_text("\"text\""), "\"text\"");
	assert_dumps(read_text("{\"a\":1,\"a\":2}"), "{\"a\":2}");
}

static void an_error_names_line_and_column(void **state)
{
	static const char *const bad[] = {
		"", "{\"a\":}", "[1,\n2,\nx]", "1 2", "\"\\ud800\"", "nan"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err e = {0};
		unsigned line, column;
		assert_null(json_read(span_of(bad[i]), &e));
		assert_int_equal(
			sscanf(e.text, "not JSON: line %u, column %u: ", &line, &column), 2);
		assert_true(line >= 1 && column >= 1);
	}
	struct err e = {0};
	assert_null(json_read(span_of(bad[2]), &e));
	assert_memory_equal(e.text, "not JSON: line 3, column ", 25);
	err_clear(&e);
	assert_null(json_read(SPAN_NULL, &e));
	assert_int_equal(e.code, ERR_OTHER);
	assert_null(json_read(SPAN_LIT("[1,2]\0"), NULL));
}

static void assert_refused(struct span text, const char *why)
{
	struct err e = {0};

	assert_null(json_read(text, &e));
	if (strstr(e.text, why) != e.text)
		fail_msg("\"%s\" does not begin with \"%s\"", e.text, why);
}

static void json_beyond_a_limit_is_not_called_anything_else(void **state)
{
	static char deep[200000];

	(void)state;
	memset(deep, '[', sizeof(deep));
	assert_refused((struct span){deep, sizeof(deep)}, "nested deeper than 2,048 levels");
	assert_refused(SPAN_LIT("{\"a\": 1e999}"),
		"JSON with a number that is too large: line 1, column 11");
	assert_refused(SPAN_LIT("[123456789012345678901]"), "JSON with a number that is too large");
	assert_refused(SPAN_LIT("{\"a\\u0000b\": 1}"), "JSON with U+0000 in a member's name");
}

static void a_text_may_hold_nul(void **state)
{
	struct arena a = {0};
	json_t *o = read_text("{\"body\":\"a\\u0000b\",\"flag\":true}");

	(void)state;
	assert_true(span_eq(json_get_text(o, "body", &a), SPAN_LIT("a\0b")));
	assert_int_equal(json_get_flag(o, "flag", 0), 1);
	assert_dumps(o, "{\"body\":\"a\\u0000b\",\"flag\":true}");
	arena_free(&a);
}

static void members_of_another_type_count_as_missing(void **state)
{
	struct arena a = {0};
	json_t *o = read_text("{\"s\":\"x\",\"n\":3,\"r\":0.5,\"t\":true,\"z\":null,\"l\":[]}");

	(void)state;
	assert_true(span_is(json_get_text(o, "s", &a), "x"));
	assert_null(json_get_text(o, "n", &a).p);
	assert_null(json_get_text(o, "z", &a).p);
	assert_null(json_get_text(o, "absent", &a).p);
	assert_int_equal(json_get_int(o, "n", -1), 3);
	assert_int_equal(json_get_int(o, "r", -1), -1);
	assert_true(json_get_real(o, "r", -1) == 0.5);
	assert_true(json_get_real(o, "n", -1) == 3.0);
	assert_true(json_get_real(o, "s", -1) == -1.0);
	assert_int_equal(json_get_flag(o, "t", 7), 1);
	assert_int_equal(json_get_flag(o, "n", 7), 7);
	assert_null(json_get_text(json_object_get(o, "l"), "s", &a).p);
	assert_int_equal(json_get_int(NULL, "s", 9), 9);
	json_decref(o);
	arena_free(&a);
}

static void text_outlives_the_document_it_came_from(void **state)
{
	struct arena a = {0};
	json_t *o = read_text("{\"body\":\"Grüße 😀\"}");
	struct span body = json_get_text(o, "body", &a);

	(void)state;
	json_decref(o);
	assert_true(span_is(body, "Grüße 😀"));
	arena_free(&a);
}

static void invalid_bytes_become_replacement_characters(void **state)
{
	(void)state;
	assert_dumps(json_from_text(SPAN_LIT("a\xFF\xC0z")), "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\"");
	assert_dumps(json_from_text(SPAN_LIT("plain 漢")), "\"plain 漢\"");
	assert_dumps(json_from_text(SPAN_LIT("nul\0in")), "\"nul\\u0000in\"");
	assert_dumps(json_from_text(SPAN_LIT("")), "\"\"");
	assert_dumps(json_from_text(SPAN_NULL), "null");
}

static void a_number_that_json_has_no_word_for_is_null(void **state)
{
	(void)state;
	assert_dumps(json_from_real(0.5), "0.5");
	assert_dumps(json_from_real(INFINITY), "null");
	assert_dumps(json_from_real(-INFINITY), "null");
	assert_dumps(json_from_real(NAN), "null");
}

static void a_column_that_is_no_json_is_kept_as_text(void **state)
{
	(void)state;
	assert_dumps(json_from_column(SPAN_LIT("{\"tone\":\"dry\"}")), "{\"tone\":\"dry\"}");
	assert_dumps(json_from_column(SPAN_LIT("{'tone': 'dry'}")), "\"{'tone': 'dry'}\"");
	assert_dumps(json_from_column(SPAN_LIT("\xFF")), "\"\xEF\xBF\xBD\"");
	assert_dumps(json_from_column(SPAN_LIT("")), "\"\"");
	assert_dumps(json_from_column(SPAN_NULL), "null");
}

static void a_put_value_belongs_to_its_object(void **state)
{
	json_t *o = json_object();

	(void)state;
	json_put(o, "n", json_integer(1));
	json_put(o, "n", json_integer(2));
	assert_dumps(o, "{\"n\":2}");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_value_is_json),
		cmocka_unit_test(an_error_names_line_and_column),
		cmocka_unit_test(json_beyond_a_limit_is_not_called_anything_else),
		cmocka_unit_test(a_text_may_hold_nul),
		cmocka_unit_test(members_of_another_type_count_as_missing),
		cmocka_unit_test(text_outlives_the_document_it_came_from),
		cmocka_unit_test(invalid_bytes_become_replacement_characters),
		cmocka_unit_test(a_number_that_json_has_no_word_for_is_null),
		cmocka_unit_test(a_column_that_is_no_json_is_kept_as_text),
		cmocka_unit_test(a_put_value_belongs_to_its_object),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
