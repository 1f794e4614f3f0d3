/* The growing string keeps bytes, lengths and its final NUL. */
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void an_empty_string_is_text_and_not_null(void **state)
{
	struct str s = {0};

	(void)state;
	assert_string_equal(str_cstr(&s), "");
	assert_non_null(str_span(&s).p);
	assert_int_equal(str_span(&s).n, 0);
	str_free(&s);
}

static void pieces_follow_each_other(void **state)
{
	struct str s = {0};

	(void)state;
	str_add(&s, "belief");
	str_addc(&s, ' ');
	str_addf(&s, "%.2f", 0.75);
	str_adds(&s, SPAN_LIT(", locked"));
	str_addn(&s, "!!", 1);
	assert_string_equal(str_cstr(&s), "belief 0.75, locked!");
	assert_int_equal(s.len, strlen(s.p));
	str_free(&s);
}

static void nul_bytes_are_bytes(void **state)
{
	struct str s = {0};

	(void)state;
	str_adds(&s, SPAN_LIT("a\0b"));
	str_adds(&s, SPAN_NULL);
	str_addc(&s, '\0');
	assert_int_equal(s.len, 4);
	assert_memory_equal(s.p, "a\0b\0", 5);
	str_free(&s);
}

static void a_long_format_is_never_cut(void **state)
{
	struct str s = {0};

	(void)state;
	str_add(&s, "<");
	str_addf(&s, "%0100000d>", 1);
	assert_int_equal(s.len, 100002);
	assert_string_equal(s.p + 99999, "01>");
	str_free(&s);
}

static void reserved_room_is_there(void **state)
{
	struct str s = {0};

	(void)state;
	str_add(&s, "x");
	memset(str_reserve(&s, 5000), 'y', 5000);
	s.len += 5000;
	str_addc(&s, 'z');
	assert_int_equal(strlen(str_cstr(&s)), 5002);
	assert_int_equal(s.p[5000], 'y');
	str_free(&s);
}

static void clearing_keeps_the_memory(void **state)
{
	struct str s = {0};

	(void)state;
	str_clear(&s);
	str_add(&s, "draft");
	size_t cap = s.cap;
	str_clear(&s);
	assert_string_equal(str_cstr(&s), "");
	assert_int_equal(s.len, 0);
	assert_int_equal(s.cap, cap);
	str_free(&s);
	assert_null(s.p);
}

static void equal_spans_are_equal_bytes_and_null_equals_only_null(void **state)
{
	(void)state;
	assert_true(span_eq(SPAN_NULL, SPAN_NULL));
	assert_false(span_eq(SPAN_NULL, SPAN_LIT("")));
	assert_true(span_eq(SPAN_LIT("a\0b"), SPAN_LIT("a\0b")));
	assert_false(span_eq(SPAN_LIT("a\0b"), SPAN_LIT("a\0c")));
	assert_true(span_is(SPAN_LIT("pending"), "pending"));
	assert_false(span_is(SPAN_LIT("pending"), "pend"));
	assert_null(span_of(NULL).p);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_string_is_text_and_not_null),
		cmocka_unit_test(pieces_follow_each_other),
		cmocka_unit_test(nul_bytes_are_bytes),
		cmocka_unit_test(a_long_format_is_never_cut),
		cmocka_unit_test(reserved_room_is_there),
		cmocka_unit_test(clearing_keeps_the_memory),
		cmocka_unit_test(equal_spans_are_equal_bytes_and_null_equals_only_null),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
