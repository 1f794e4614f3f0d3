/* Who is in: sessions of consoles from login to end, and what an end means. */
#include "store/sessions.h"

#include <string.h>

#include "base/time.h"
#include "fixture_login.h"
#include "store/claims.h"

static const struct session_place office = {"203.0.113.7", "drafts", 4711};

static struct session in(struct store *s, const char *name, enum role role)
{
	struct session who = store_account(s, name, role);
	struct err e = {0};

	assert_ok(sessions_begin(s->db, &who, &office, &e), e);
	return who;
}

static size_t count(struct store *s, struct session_row **list)
{
	struct err e = {0};
	size_t n;

	assert_ok(sessions_list(s->db, &s->arena, list, &n, &e), e);
	return n;
}

static void who_is_in_since_when_from_where_and_on_what(void **state)
{
	struct store *s = *state;
	struct session_row *list;
	struct err e = {0};
	char idle[12];

	login_at("2026-11-22T10:00:00.5");
	struct session mia = in(s, "mia", ROLE_MODERATOR);
	const char *draft = store_draft(s, &(struct store_draft){.content = "x"});
	assert_ok(claims_take(s->db, &mia, draft, &e), e);
	login_at("2026-11-22T10:04:00");
	in(s, "otto", ROLE_OPERATOR);
	assert_ok(sessions_seen(s->db, &mia, time_now() - 90 * TIME_SECOND, &e), e);
	assert_int_equal(count(s, &list), 2);
	assert_true(span_is(list[0].name, "mia"));
	assert_string_equal(list[0].id, mia.console);
	assert_true(span_is(list[0].origin, "203.0.113.7"));
	assert_true(span_is(list[0].host, "drafts"));
	assert_int_equal(list[0].pid, 4711);
	assert_true(span_is(list[0].draft, draft));
	assert_int_equal(list[0].seen - list[0].since, 149500000);
	session_idle(&list[0], time_now(), idle);
	assert_string_equal(idle, "now");
	session_idle(&list[0], time_now() + 90 * TIME_SECOND, idle);
	assert_string_equal(idle, "3m");
	assert_true(span_is(list[1].name, "otto"));
	assert_null(list[1].draft.p);
	unsetenv("TENET_NOW");
}

/* A claim is of the account. */
static void which_of_several_sessions_has_the_draft_is_not_known(void **state)
{
	struct store *s = *state;
	struct session_row *list;
	struct err e = {0};

	login_at("2026-11-22T10:00:00");
	struct session mia = in(s, "mia", ROLE_MODERATOR), again = mia;
	login_at("2026-11-22T10:00:30");
	in(s, "otto", ROLE_OPERATOR);
	const char *draft = store_draft(s, &(struct store_draft){.content = "x"});
	assert_ok(claims_take(s->db, &mia, draft, &e), e);
	assert_int_equal(count(s, &list), 2);
	assert_true(span_is(list[0].draft, draft) && !list[0].shared && !list[1].shared);
	memset(again.console, 0, sizeof(again.console));
	assert_ok(sessions_begin(s->db, &again, &office, &e), e);
	login_at("2026-11-22T10:01:00");
	assert_int_equal(count(s, &list), 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(list[i].shared, span_is(list[i].name, "mia"));
	assert_ok(sessions_end(s->db, &mia, &e), e);
	/* The claim may be left from the one that ended, until the other one renews it. */
	assert_int_equal(count(s, &list), 2);
	assert_true(!list[0].shared && !list[1].shared);
	assert_null(list[0].draft.p);
	assert_null(list[1].draft.p);
	assert_ok(claims_take(s->db, &again, draft, &e), e);
	assert_int_equal(count(s, &list), 2);
	assert_true(span_is(list[span_is(list[1].name, "mia")].draft, draft));
	unsetenv("TENET_NOW");
}

static void a_session_that_was_ended_writes_nothing_more(void **state)
{
	struct store *s = *state;
	struct session mia = in(s, "mia", ROLE_MODERATOR), anna = in(s, "anna", ROLE_ADMIN);
	struct session_row *list;
	struct err e = {0};

	assert_ok(session_check(s->db, &mia, MAY_DECIDE, &e), e);
	assert_ok(sessions_stop(s->db, &anna, mia.console, &e), e);
	assert_fails(session_check(s->db, &mia, MAY_DECIDE, &e), e, ERR_DENIED);
	assert_says(e, "anna ended this session of mia");
	err_clear(&e);
	assert_int_equal(count(s, &list), 1);
	assert_string_equal(
		store_text(s,
			"SELECT kind || ' ' || actor || ' ' || subject FROM console_events"
			" ORDER BY seq DESC LIMIT 1"),
		"session.end anna mia");
	/* Once is enough, and mia can come back. */
	assert_fails(sessions_stop(s->db, &anna, mia.console, &e), e, ERR_MISSING);
	err_clear(&e);
	assert_ok(sessions_begin(s->db, &mia, &office, &e), e);
	assert_ok(session_check(s->db, &mia, MAY_DECIDE, &e), e);
}

static void nobody_but_an_admin_ends_the_sessions_of_others(void **state)
{
	struct store *s = *state;
	struct session mia = in(s, "mia", ROLE_MODERATOR), otto = in(s, "otto", ROLE_OPERATOR);
	struct session again = mia, nobody = {0};
	struct err e = {0};

	assert_fails(sessions_stop(s->db, &otto, mia.console, &e), e, ERR_DENIED);
	err_clear(&e);
	assert_fails(sessions_stop(s->db, &nobody, mia.console, &e), e, ERR_DENIED);
	err_clear(&e);
	assert_ok(session_check(s->db, &mia, MAY_DECIDE, &e), e);
	memset(again.console, 0, sizeof(again.console));
	assert_ok(sessions_begin(s->db, &again, &office, &e), e);
	assert_ok(sessions_stop(s->db, &again, mia.console, &e), e);
	assert_fails(session_check(s->db, &mia, MAY_DECIDE, &e), e, ERR_DENIED);
	err_clear(&e);
}

static void a_console_ends_its_own_session_once(void **state)
{
	struct store *s = *state;
	struct session mia = in(s, "mia", ROLE_MODERATOR);
	struct session_row *list;
	struct err e = {0};

	assert_ok(sessions_end(s->db, &mia, &e), e);
	assert_ok(sessions_end(s->db, &mia, &e), e);
	assert_int_equal(count(s, &list), 0);
	assert_int_equal(
		store_number(s, "SELECT count(*) FROM console_events WHERE kind = 'logout'"), 1);
}

/* A screen that was locked and opened again is one session, which begins anew. */
static void unlocking_takes_the_place_of_the_session_before(void **state)
{
	struct store *s = *state;
	struct session mia = in(s, "mia", ROLE_MODERATOR), before = mia;
	struct session_row *list;
	struct err e = {0};

	assert_ok(sessions_begin(s->db, &mia, &office, &e), e);
	assert_string_not_equal(mia.console, before.console);
	assert_int_equal(count(s, &list), 1);
	assert_fails(session_check(s->db, &before, MAY_DECIDE, &e), e, ERR_DENIED);
	err_clear(&e);
}

static void a_console_that_was_killed_is_out_after_half_a_day(void **state)
{
	struct store *s = *state;
	struct session_row *list;
	struct err e = {0};

	login_at("2026-11-22T10:00:00");
	struct session mia = in(s, "mia", ROLE_MODERATOR);
	login_at("2026-11-22T21:59:59");
	assert_int_equal(count(s, &list), 1);
	login_at("2026-11-22T22:00:00");
	assert_int_equal(count(s, &list), 0);
	/* Its row goes with a later login. */
	login_at("2026-12-23T10:00:00");
	assert_ok(sessions_begin(s->db, &mia, &office, &e), e);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_sessions"), 1);
	unsetenv("TENET_NOW");
}

/* Where somebody comes from is told by the environment, which may hold anything. */
static void an_odd_origin_is_cut_or_left_out(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	char longest[1000];
	struct session_place odd = {longest, "", 1};
	struct session_row *list;
	struct err e = {0};

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_ok(sessions_begin(s->db, &mia, &odd, &e), e);
	assert_int_equal(count(s, &list), 1);
	assert_int_equal(list[0].origin.n, 255);
	assert_null(list[0].host.p);
	odd.origin = NULL;
	assert_ok(sessions_begin(s->db, &mia, &odd, &e), e);
	assert_int_equal(count(s, &list), 1);
	assert_null(list[0].origin.p);
}

static void a_look_says_what_has_become_of_account_and_session(void **state)
{
	struct store *s = *state;
	struct session mia = in(s, "mia", ROLE_MODERATOR);
	struct session_now now;
	struct err e = {0};

	assert_ok(sessions_look(s->db, &mia, &now, &e), e);
	assert_false(now.over);
	assert_int_equal(now.role, ROLE_MODERATOR);
	store_exec(s->db, "UPDATE console_accounts SET role = 'operator'");
	assert_ok(sessions_look(s->db, &mia, &now, &e), e);
	assert_int_equal(now.role, ROLE_OPERATOR);
	store_exec(s->db, "UPDATE console_accounts SET disabled = 1");
	assert_ok(sessions_look(s->db, &mia, &now, &e), e);
	assert_true(now.over);
	assert_string_equal(now.why, "the account mia is disabled");
	store_exec(s->db,
		"UPDATE console_accounts SET disabled = 0;"
		"UPDATE console_sessions SET ended_at = '2026-11-22 10:00:00',"
		" ended_by = 'anna'");
	assert_ok(sessions_look(s->db, &mia, &now, &e), e);
	assert_string_equal(now.why, "anna ended this session of mia");
	store_exec(s->db, "DELETE FROM admins");
	assert_ok(sessions_look(s->db, &mia, &now, &e), e);
	assert_string_equal(now.why, "the account mia does not exist any more");
}

static void a_look_counts_the_other_accounts_that_are_here(void **state)
{
	struct store *s = *state;
	struct session mia = in(s, "mia", ROLE_MODERATOR), ada = in(s, "ada", ROLE_ADMIN);
	struct session again = ada; /* on another machine */
	struct session_now now;
	struct err e = {0};

	in(s, "zoe", ROLE_OPERATOR);
	again.console[0] = '\0';
	assert_ok(sessions_begin(s->db, &again, &office, &e), e);
	assert_ok(sessions_look(s->db, &mia, &now, &e), e);
	assert_int_equal(now.others, 2);
	store_exec(s->db,
		"UPDATE console_sessions SET seen_at = '2026-11-22T09:00:00.000000'"
		" WHERE actor = 'zoe'");
	assert_ok(sessions_look(s->db, &mia, &now, &e), e);
	assert_int_equal(now.others, 1);
	assert_ok(sessions_end(s->db, &ada, &e), e);
	assert_ok(sessions_look(s->db, &mia, &now, &e), e);
	assert_int_equal(now.others, 1);
	assert_ok(sessions_end(s->db, &again, &e), e);
	assert_ok(sessions_look(s->db, &mia, &now, &e), e);
	assert_int_equal(now.others, 0);
}

static void all_sessions_of_an_account_end_but_one(void **state)
{
	struct store *s = *state;
	struct session mia = in(s, "mia", ROLE_MODERATOR), other = mia;
	struct session_row *list;
	struct err e = {0};

	memset(other.console, 0, sizeof(other.console));
	assert_ok(sessions_begin(s->db, &other, &office, &e), e);
	in(s, "otto", ROLE_OPERATOR);
	assert_ok(sessions_stop_all(s->db, mia.id, other.console, "mia", &e), e);
	assert_int_equal(count(s, &list), 2);
	assert_ok(session_check(s->db, &other, MAY_DECIDE, &e), e);
	assert_ok(sessions_stop_all(s->db, mia.id, "", "anna", &e), e);
	assert_int_equal(count(s, &list), 1);
	assert_true(span_is(list[0].name, "otto"));
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest cases[] = {
		ON_FRESH(who_is_in_since_when_from_where_and_on_what),
		ON_FRESH(which_of_several_sessions_has_the_draft_is_not_known),
		ON_FRESH(a_session_that_was_ended_writes_nothing_more),
		ON_FRESH(nobody_but_an_admin_ends_the_sessions_of_others),
		ON_FRESH(a_console_ends_its_own_session_once),
		ON_FRESH(unlocking_takes_the_place_of_the_session_before),
		ON_FRESH(a_console_that_was_killed_is_out_after_half_a_day),
		ON_FRESH(an_odd_origin_is_cut_or_left_out),
		ON_FRESH(a_look_says_what_has_become_of_account_and_session),
		ON_FRESH(a_look_counts_the_other_accounts_that_are_here),
		ON_FRESH(all_sessions_of_an_account_end_but_one),
	};
	return RUN_CASES(cases);
}
