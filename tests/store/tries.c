/* How many guesses are looked at, and whom they do not keep out. */
#include <string.h>

#include "../../src/store/tries.h"
#include "base/time.h"
#include "fixture_login.h"
#include "store/session.h"
#include "store/sessions.h"

static void a_clock_that_was_set_back_holds_nobody_up_for_longer(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	login_at("2036-11-22 10:00:00");
	login_refused(s->db, "Rosa", "wrong");
	login_at("2026-11-22 10:00:00");
	login_ok(s->db, "Rosa", LOGIN_PHRASE);
	login_at("2026-11-22 10:00:10");
	login_refused(s->db, "Rosa", "wrong");
	login_refused(s->db, "Rosa", LOGIN_PHRASE);
	login_at("2026-11-22 10:00:09");
	login_ok(s->db, "Rosa", LOGIN_PHRASE);
}

static const struct session_place home = {.origin = "2001:db8::7", .host = "gate"};
static const struct session_place elsewhere = {.origin = "203.0.113.9", .host = "gate"};

/* A console of hers that began and ended there. */
static void was_in(struct store *s, const struct session_place *place)
{
	struct session rosa = login_ok(s->db, "Rosa", LOGIN_PHRASE);
	struct err e = {0};

	assert_ok(sessions_begin(s->db, &rosa, place, &e), e);
	assert_ok(sessions_end(s->db, &rosa, &e), e);
}

static int log_in_from(struct store *s, const struct session_place *place, const char *password)
{
	struct session out;
	struct err e = {0};
	int rc = session_login_with(s->db,
		&(struct credentials){
			.place = place, .name = SPAN_LIT("Rosa"), .password = span_of(password)},
		&out, &e);

	if (rc < 0)
		assert_string_equal(e.text, LOGIN_REFUSAL);
	return rc;
}

/* Whether this try, a wrong one, was looked at. Without the work that hides it, which would take
 * ten thousand tries an hour. */
static bool guess(struct store *s, const struct session_place *place)
{
	struct login l = {.name = SPAN_LIT("Rosa"), .place = place};
	struct err e = {0};

	assert_ok(tries_begin(s->db, &l, &e), e);
	if (l.allowed)
		assert_ok(tries_failed(s->db, &l, &e), e);
	return l.allowed;
}

#define A_DAY_OF_GUESSES 10000

static int guess_for_a_day(struct store *s, const struct session_place *place)
{
	int64_t start, looked = 0;
	char now[27];

	assert_true(time_parse(SPAN_LIT("2026-11-22 00:00:00"), &start));
	for (int i = 0; i < A_DAY_OF_GUESSES; i++) {
		time_format_micros(start + i * (24 * 3600 * TIME_SECOND / A_DAY_OF_GUESSES), now);
		login_at(now);
		looked += guess(s, place);
	}
	return (int)looked;
}

static void of_ten_thousand_guesses_in_a_day_fewer_than_a_hundred_are_looked_at(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	login_at("2026-11-21 10:00:00");
	was_in(s, &home);
	int looked = guess_for_a_day(s, &elsewhere);
	assert_true(looked < 100 && looked > 60);
	assert_int_equal(log_in_from(s, &elsewhere, LOGIN_PHRASE), -1);
	assert_int_equal(log_in_from(s, NULL, LOGIN_PHRASE), -1);
	assert_int_equal(log_in_from(s, &home, LOGIN_PHRASE), 0);
}

static void hold_up(struct store *s)
{
	store_exec(s->db,
		"UPDATE console_accounts SET failures = 20, next_try_at = '2026-11-22 10:15:00'");
}

/* After more failures in a row than an owner makes. */
static void after_the_last_guess_the_owner_waits_half_an_hour_at_most(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	login_at("2026-11-22 10:00:00");
	store_exec(s->db,
		"INSERT INTO console_accounts (account_id, role, failures)"
		" SELECT id, 'admin', 5000 FROM admins");
	assert_true(guess(s, &elsewhere));
	login_at("2026-11-22 10:29:59.999999");
	assert_false(guess(s, &elsewhere));
	login_at("2026-11-22 10:30:00");
	assert_int_equal(log_in_from(s, NULL, LOGIN_PHRASE), 0);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 0);
}

static void a_known_place_is_good_for_three_tries_and_each_is_spent(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	login_at("2026-11-22 10:00:00");
	for (int i = 0; i < 5; i++)
		was_in(s, &home);
	hold_up(s);
	assert_false(guess(s, &elsewhere));
	assert_true(guess(s, &home));
	assert_true(guess(s, &home));
	assert_true(guess(s, &home));
	assert_false(guess(s, &home));
	assert_int_equal(log_in_from(s, &home, LOGIN_PHRASE), -1);
}

static void a_place_is_known_by_sessions_that_the_owner_ended_there_lately(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	login_at("2026-10-22 10:00:00");
	was_in(s, &home);
	login_at("2026-11-22 10:00:00");
	hold_up(s);
	assert_false(guess(s, &home));
	store_exec(s->db, "UPDATE console_accounts SET failures = 0, next_try_at = NULL");
	was_in(s, &home);
	store_exec(s->db, "UPDATE console_sessions SET ended_by = 'admin'");
	hold_up(s);
	assert_false(guess(s, &home));
	store_exec(s->db, "UPDATE console_sessions SET ended_by = NULL, ended_at = NULL");
	assert_false(guess(s, &home));
}

/* Or the wait would be longer than what is counted accounts for, and be none. */
static void a_failure_that_a_login_overtook_waits_as_the_first(void **state)
{
	struct store *s = *state;
	struct login tried = {.name = SPAN_LIT("Rosa")};
	struct err e = {0};

	store_exec(s->db, login_rosa);
	for (int n = 2; n <= 8; n++) {
		login_at("2026-11-22 10:00:00");
		for (int i = 0; i < n; i++)
			assert_ok(tries_begin(s->db, &tried, &e), e);
		assert_int_equal(tried.row.failures, n);
		store_exec(s->db, "UPDATE console_accounts SET failures = 0, next_try_at = NULL");
		assert_ok(tries_failed(s->db, &tried, &e), e);
		assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 1);
		login_refused(s->db, "Rosa", LOGIN_PHRASE);
		login_at("2026-11-22 10:00:01");
		login_ok(s->db, "Rosa", LOGIN_PHRASE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_ANY_TIME(a_clock_that_was_set_back_holds_nobody_up_for_longer),
		AT_ANY_TIME(of_ten_thousand_guesses_in_a_day_fewer_than_a_hundred_are_looked_at),
		AT_ANY_TIME(after_the_last_guess_the_owner_waits_half_an_hour_at_most),
		AT_ANY_TIME(a_known_place_is_good_for_three_tries_and_each_is_spent),
		AT_ANY_TIME(a_place_is_known_by_sessions_that_the_owner_ended_there_lately),
		AT_ANY_TIME(a_failure_that_a_login_overtook_waits_as_the_first),
	};

	return RUN_CASES(tests);
}
