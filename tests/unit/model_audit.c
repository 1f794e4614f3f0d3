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

/* --- What was done, in words --- */

#define STAYS "\"text\": \"so\", \"confidence\": 0.5"
#define WAS "{" STAYS ", \"status\": \"current\""

static void assert_said(const char *old, const char *new, const char *other, const char *expected)
{
	struct str said = {0};

	audit_say(span_of(old), span_of(new), span_of(other), &said);
	assert_string_equal(str_cstr(&said), expected);
	str_free(&said);
}

static void what_the_agent_writes_says_nothing_more(void **state)
{
	(void)state;
	assert_said(WAS "}", "{\"text\": \"no\", \"confidence\": 1, \"status\": \"current\"}", NULL,
		"");
	assert_said(NULL, WAS "}", NULL, "");
	assert_said("not JSON", "[]", NULL, "");
}

static void a_lock_is_said(void **state)
{
	static const char locked[] = "{" STAYS ", \"status\": \"locked\"}";

	(void)state;
	assert_said(WAS "}", locked, NULL, "locked");
	assert_said(locked, WAS "}", NULL, "unlocked");
}

#define EDGE(relation, weight) \
	WAS ", \"edge\": {\"target_id\": \"12345678-90\", \"relation\": \"" relation \
	    "\", \"weight\": " weight "}}"
#define NO_EDGE WAS ", \"edge\": null}"

static void an_edge_is_said_with_its_other_end(void **state)
{
	struct arena a = {0};

	(void)state;
	assert_said(NO_EDGE, EDGE("supports", "0.8"), "Tea", "tied to \"Tea\" by supports, 0.8");
	assert_said(
		EDGE("supports", "null"), NO_EDGE, "Tea", "no longer tied to \"Tea\" by supports");
	assert_said(EDGE("supports", "0.8"), EDGE("contradicts", "1"), NULL,
		"tied to a belief that is gone (12345678) by contradicts, 1 instead of supports, "
		"0.8");
	assert_true(span_is(
		audit_other(SPAN_LIT(EDGE("a", "1")), SPAN_LIT(NO_EDGE), &a), "12345678-90"));
	assert_null(audit_other(SPAN_LIT(WAS "}"), SPAN_NULL, &a).p);
	arena_free(&a);
}

static void evidence_is_said(void **state)
{
	static const char with[] = WAS ", \"evidence\": {\"source_type\": \"note\","
				       " \"source_ref\": \"I slept\", \"strength\": \"weak\"}}";
	static const char without[] = WAS ", \"evidence\": null}";

	(void)state;
	assert_said(without, with, NULL, "evidence linked: note \"I slept\", weak");
	assert_said(with, without, NULL, "evidence removed: note \"I slept\", weak");
}

static void other_words_are_said(void **state)
{
	(void)state;
	assert_said(WAS ", \"title\": \"Tea\", \"summary\": null}",
		WAS ", \"title\": \"Tea helps\", \"summary\": \"s\"}", NULL,
		"title \"Tea\" became \"Tea helps\"; another summary");
	assert_said(WAS ", \"tags\": \"[\\\"a\\\", \\\"b\\\"]\"}",
		WAS ", \"tags\": \"[\\\"c\\\", \\\"b\\\", \\\"d\\\"]\"}", NULL,
		"tags added: c, d; tags removed: a");
	assert_said(WAS ", \"tags\": null}", WAS ", \"tags\": \"[1]\"}", NULL, "tags written anew");
	assert_said("{\"title\": null}", WAS ", \"title\": \"Tea\", \"summary\": \"s\"}", NULL,
		"added");
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
		cmocka_unit_test(what_the_agent_writes_says_nothing_more),
		cmocka_unit_test(a_lock_is_said),
		cmocka_unit_test(an_edge_is_said_with_its_other_end),
		cmocka_unit_test(evidence_is_said),
		cmocka_unit_test(other_words_are_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
