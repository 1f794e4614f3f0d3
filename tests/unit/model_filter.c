/* The filter language: what it reads, and where its errors point. */
#include "model/filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

/* The filter written out again in one fixed form. */
static void say(const struct filter *f, struct str *out)
{
	static const char *const names[] = {
		[FILTER_WORD] = "word",
		[FILTER_STATUS] = "status",
		[FILTER_SUB] = "sub",
	};

	for (size_t i = 0; i < f->n; i++) {
		const struct filter_term *t = &f->terms[i];
		str_addf(out, "%s%s%s=", i ? " " : "", t->negated ? "not " : "", names[t->field]);
		str_adds(out, t->value);
		str_addf(out, "@%zu", t->column);
	}
}

static void assert_read(const char *text, const char *expected)
{
	struct arena a = {0};
	struct filter f;
	struct err e = {0};
	struct str s = {0};

	if (filter_parse(span_of(text), &a, &f, &e))
		fail_msg("%s: %s", text, e.text);
	say(&f, &s);
	assert_string_equal(str_cstr(&s), expected);
	str_free(&s);
	arena_free(&a);
}

static void assert_refused(const char *text, const char *expected)
{
	struct arena a = {0};
	struct filter f;
	struct err e = {0};

	assert_int_equal(filter_parse(span_of(text), &a, &f, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_string_equal(e.text, expected);
	arena_free(&a);
}

static void assert_status(const char *text, const char *expected)
{
	struct arena a = {0};
	struct filter f;

	assert_int_equal(filter_parse(span_of(text), &a, &f, NULL), 0);
	const char *status = filter_status(&f);
	if (expected)
		assert_string_equal(status, expected);
	else
		assert_null(status);
	arena_free(&a);
}

static void words_and_fields_are_read_with_their_columns(void **state)
{
	(void)state;
	assert_read(NULL, "");
	assert_read("", "");
	assert_read(" \t ", "");
	assert_read("lottery", "word=lottery@1");
	assert_read("sub:science !lottery \"two words\" status:pending",
		"sub=science@1 not word=lottery@13 word=two words@22 status=pending@34");
	assert_read("  !sub:de", "not sub=de@3");
	assert_read("größer für", "word=größer@1 word=für@8");
}

static void quotes_keep_blanks_colons_and_bangs(void **state)
{
	(void)state;
	assert_read("\"status: done\"", "word=status: done@1");
	assert_read("!\"!x\"", "not word=!x@1");
	assert_read("sub:\"r/science\"", "sub=science@1");
	assert_read("\"a\"b", "word=a@1 word=b@4");
	assert_read("5\"disk :x", "word=5\"disk@1 word=:x@8");
	assert_read("10:30", "word=10:30@1");
}

static void field_names_and_statuses_may_be_written_in_capitals(void **state)
{
	(void)state;
	assert_read("Status:Approved SUB:Science", "status=approved@1 sub=Science@17");
}

static void a_subreddit_may_be_named_with_its_prefix(void **state)
{
	(void)state;
	assert_read("sub:r/science sub:/r/de", "sub=science@1 sub=de@15");
	assert_refused("sub:r/", "column 5: a value is missing");
}

static void errors_point_at_the_column(void **state)
{
	(void)state;
	assert_refused("für foo:bar", "column 5: unknown field \"foo\" (status, sub)");
	assert_refused("x !age:3h", "column 4: unknown field \"age\" (status, sub)");
	assert_refused("status:done",
		"column 8: unknown status \"done\" (pending, approved, rejected, any)");
	assert_refused("a sub:", "column 7: a value is missing");
	assert_refused("a ! b", "column 4: a value is missing");
	assert_refused("\"\"", "column 1: a value is missing");
	assert_refused("a \"b c", "column 3: this quote is not closed");
	assert_refused("!status:any", "column 1: !status:any would match nothing");
}

static void thirty_two_terms_are_enough(void **state)
{
	struct str s = {0};
	struct arena a = {0};
	struct filter f;
	struct err e = {0};

	(void)state;
	for (int i = 0; i < 32; i++)
		str_add(&s, "x ");
	assert_int_equal(filter_parse(str_span(&s), &a, &f, &e), 0);
	assert_int_equal(f.n, 32);
	str_add(&s, "y");
	assert_int_equal(filter_parse(str_span(&s), &a, &f, &e), -1);
	assert_string_equal(e.text, "column 65: more than 32 terms");
	str_free(&s);
	arena_free(&a);
}

static void a_filter_without_status_asks_for_pending_drafts(void **state)
{
	(void)state;
	assert_status("", "pending");
	assert_status("lottery sub:de", "pending");
	assert_status("status:rejected lottery", "rejected");
	assert_status("status:any", NULL);
	assert_status("!status:pending", NULL);
	assert_status("status:pending status:approved", NULL);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_fields_are_read_with_their_columns),
		cmocka_unit_test(quotes_keep_blanks_colons_and_bangs),
		cmocka_unit_test(field_names_and_statuses_may_be_written_in_capitals),
		cmocka_unit_test(a_subreddit_may_be_named_with_its_prefix),
		cmocka_unit_test(errors_point_at_the_column),
		cmocka_unit_test(thirty_two_terms_are_enough),
		cmocka_unit_test(a_filter_without_status_asks_for_pending_drafts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
