/* Events in words, and the filter of the log. */
#include "model/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/time.h"

static void says(const char *kind, const char *subject, bool own, const char *expected)
{
	struct str out = {0};

	event_say(span_of(kind), subject ? span_of(subject) : SPAN_NULL, own, &out);
	assert_string_equal(str_cstr(&out), expected);
	str_free(&out);
}

static void an_event_reads_as_the_end_of_a_sentence(void **state)
{
	(void)state;
	says("account.add", "mia", false, "added the account mia");
	says("account.password", "mia", false, "set the pass phrase of mia");
	says("account.password", "mia", true, "set a pass phrase of their own");
	says("login", "mia", true, "logged in");
	says("session.end", "mia", true, "ended a session of mia");
	says("brewed", "tea", false, "brewed tea");
	says("seed", NULL, false, "sowed");
}

static int64_t at(const char *text)
{
	int64_t t;

	assert_true(time_parse(span_of(text), &t));
	return t;
}

static void a_filter_names_fields_and_words(void **state)
{
	struct arena a = {0};
	struct event_filter f;
	struct err e = {0};
	int64_t now = at("2026-11-22 10:00:00");

	(void)state;
	assert_int_equal(
		event_filter_read(SPAN_LIT("kind:account by:rosa since:2d mia b"), now, &a, &f, &e),
		0);
	assert_true(span_is(f.kind, "account"));
	assert_true(span_is(f.by, "rosa"));
	assert_true(span_is(f.words, "mia b"));
	assert_int_equal(f.since, at("2026-11-20 10:00:00"));
	assert_int_equal(event_filter_read(SPAN_LIT("since:999999999w a\0b"), now, &a, &f, &e), 0);
	assert_int_equal(f.since, at("1027-07-23 10:00:00"));
	assert_int_equal(f.words.n, 3);
	assert_int_equal(event_since_read(SPAN_LIT("2026-11-20 10:30"), now, &a, &f.since, &e), 0);
	assert_int_equal(f.since, at("2026-11-20 10:30:00"));
	assert_int_equal(event_filter_read(SPAN_LIT(""), now, &a, &f, &e), 0);
	assert_null(f.kind.p);
	assert_int_equal(f.since, TIME_NONE);
	arena_free(&a);
}

static void a_filter_that_cannot_be_read_is_refused(void **state)
{
	static const char *const texts[] = {
		"kind:", "kind:accounts", "by:", "since:soon", "since:", "since:2d\"x"};
	const struct span ends_early = {"since:2d\0x", 10};
	struct arena a = {0};
	struct event_filter f;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct err e = {0};
		assert_int_equal(event_filter_read(span_of(texts[i]), 0, &a, &f, &e), -1);
		assert_int_equal(e.code, ERR_USAGE);
	}
	assert_int_equal(event_filter_read(ends_early, 0, &a, &f, NULL), -1);
	arena_free(&a);
}

static void a_kind_that_is_none_names_a_near_one_or_all(void **state)
{
	struct arena a = {0};
	struct event_filter f;
	struct err e = {0};

	(void)state;
	event_filter_read(SPAN_LIT("kind:acount.add"), 0, &a, &f, &e);
	assert_string_equal(e.text, "there is no kind \"acount.add\": did you mean account.add?");
	err_clear(&e);
	event_filter_read(SPAN_LIT("kind:tea"), 0, &a, &f, &e);
	assert_string_equal(e.text,
		"there is no kind \"tea\" (account, belief, config, login, logout, migrate,"
		" persona, reason, seed, session)");
	arena_free(&a);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_reads_as_the_end_of_a_sentence),
		cmocka_unit_test(a_filter_names_fields_and_words),
		cmocka_unit_test(a_filter_that_cannot_be_read_is_refused),
		cmocka_unit_test(a_kind_that_is_none_names_a_near_one_or_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
