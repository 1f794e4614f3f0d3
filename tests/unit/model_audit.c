/* What the audit log says that a belief was: read where it can be, kept as it is where not. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/audit.h"

static struct audit_value read(struct arena *a, const char *column)
{
	struct audit_value v;

	audit_value_read(span_of(column), a, &v);
	return v;
}

static void a_value_says_text_confidence_and_status(void **state)
{
	struct arena a = {0};

	(void)state;
	struct audit_value v = read(
		&a, "{\"text\": \"so\", \"confidence\": 0.5, \"status\": \"locked\", \"x\": 1}");
	assert_true(v.readable);
	assert_true(span_is(v.text, "so"));
	assert_true(span_is(v.status, "locked"));
	assert_float_equal(v.confidence, 0.5, 1e-12);
	arena_free(&a);
}

static void what_is_missing_or_of_another_type_is_absent(void **state)
{
	struct arena a = {0};

	(void)state;
	struct audit_value v = read(&a, "{\"text\": 7, \"confidence\": \"high\"}");
	assert_true(v.readable);
	assert_null(v.text.p);
	assert_null(v.status.p);
	assert_true(isnan(v.confidence));
	assert_true(v.confidence_broken);
	assert_false(read(&a, "{\"confidence\": null}").confidence_broken);
	assert_false(read(&a, "{}").confidence_broken);
	arena_free(&a);
}

static void a_confidence_out_of_range_is_told_apart(void **state)
{
	struct arena a = {0};

	(void)state;
	struct audit_value v = read(&a, "{\"confidence\": 7.5}");
	assert_float_equal(v.confidence, 7.5, 1e-12);
	assert_true(v.confidence_broken);
	assert_false(read(&a, "{\"confidence\": 1}").confidence_broken);
	arena_free(&a);
}

static void what_is_no_object_is_kept_as_it_is(void **state)
{
	static const char *const broken[] = {"", "{", "[1]", "0.5", "\"text\"", "null", "not JSON"};
	struct arena a = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct audit_value v = read(&a, broken[i]);
		assert_false(v.readable);
		assert_true(span_is(v.raw, broken[i]));
		assert_true(isnan(v.confidence));
	}
	arena_free(&a);
}

static void nothing_was_said(void **state)
{
	struct arena a = {0};

	(void)state;
	struct audit_value v = read(&a, NULL);
	assert_false(v.readable);
	assert_null(v.raw.p);
	arena_free(&a);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_says_text_confidence_and_status),
		cmocka_unit_test(what_is_missing_or_of_another_type_is_absent),
		cmocka_unit_test(a_confidence_out_of_range_is_told_apart),
		cmocka_unit_test(what_is_no_object_is_kept_as_it_is),
		cmocka_unit_test(nothing_was_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
