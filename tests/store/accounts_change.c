/* Changing somebody's account: who may, what is told of it, and that an admin remains. */
#include <string.h>

#include "base/time.h"
#include "fixture_beside.h"
#include "fixture_login.h"
#include "model/password.h"
#include "store/accounts.h"
#include "store/sessions.h"

#define PHRASE "seven quiet harbours"
/* Of no pass phrase, but of the form that lets somebody log in. */
#define HASH "$2b$12$CeiW6MMIDq9DBzjM0LEf7OjgbSTgguftkA9OaHsiLlIliv/XNwhlu"

static struct session given(struct store *s, const char *name, enum role role)
{
	struct session who = store_account(s, name, role);

	store_exec(s->db,
		"UPDATE admins SET hashed_password = '" HASH "' WHERE hashed_password = '*'");
	return who;
}

static struct account look(struct store *s, const char *name)
{
	struct account x;
	struct err e = {0};

	assert_ok(accounts_find(s->db, span_of(name), &s->arena, &x, &e), e);
	return x;
}

static const char *last_event(struct store *s)
{
	return store_text(s,
		"SELECT kind || ' ' || actor || ' ' || subject || ': ' || coalesce(detail, '')"
		" FROM console_events ORDER BY seq DESC LIMIT 1");
}

static struct session in(struct store *s, struct session who)
{
	struct err e = {0};

	assert_ok(sessions_begin(s->db, &who, &(struct session_place){"", "", 1}, &e), e);
	return who;
}

static bool stands(struct store *s, const struct session *who)
{
	struct session_now now;
	struct err e = {0};

	assert_ok(sessions_look(s->db, who, &now, &e), e);
	return !now.over;
}

static void a_role_holds_at_once_and_is_told(void **state)
{
	struct store *s = *state;
	struct session ada = given(s, "ada", ROLE_ADMIN),
		       mia = in(s, given(s, "mia", ROLE_MODERATOR));
	struct account x = look(s, "mia");
	struct err e = {0};

	assert_ok(accounts_set_role(s->db, &ada, &x, ROLE_OPERATOR, &e), e);
	assert_string_equal(last_event(s), "account.role ada mia: moderator → operator");
	assert_ok(session_check(s->db, &mia, MAY_STEER, &e), e);
	x = look(s, "mia");
	assert_int_equal(x.role, ROLE_OPERATOR);
	assert_fails(accounts_set_role(s->db, &ada, &x, ROLE_OPERATOR, &e), e, ERR_CONSTRAINT);
	assert_says(e, "mia is operator already");
	err_clear(&e);
	assert_fails(accounts_set_role(s->db, &ada, &x, ROLE_NONE, &e), e, ERR_USAGE);
	err_clear(&e);
	assert_fails(accounts_set_role(s->db, &mia, &x, ROLE_ADMIN, &e), e, ERR_DENIED);
}

static void an_account_of_the_agent_gets_its_row(void **state)
{
	struct store *s = *state;
	struct session ada = given(s, "ada", ROLE_ADMIN);
	struct account x = look(s, "rosa");
	struct err e = {0};

	assert_int_equal(x.role, ROLE_ADMIN);
	assert_false(x.has_role);
	assert_ok(accounts_set_role(s->db, &ada, &x, ROLE_MODERATOR, &e), e);
	assert_string_equal(last_event(s), "account.role ada rosa: admin → moderator");
	x = look(s, "rosa");
	assert_true(x.has_role);
	assert_int_equal(x.role, ROLE_MODERATOR);
	x = look(s, "admin");
	assert_ok(accounts_disable(s->db, &ada, &x, &e), e);
	x = look(s, "admin");
	assert_true(x.disabled && x.has_role);
	assert_int_equal(x.role, ROLE_ADMIN);
}

static void whoever_is_disabled_is_out_and_comes_back_when_enabled(void **state)
{
	struct store *s = *state;
	struct session ada = given(s, "ada", ROLE_ADMIN),
		       mia = in(s, given(s, "mia", ROLE_MODERATOR));
	struct account x = look(s, "mia");
	struct err e = {0};

	assert_ok(accounts_disable(s->db, &ada, &x, &e), e);
	assert_string_equal(last_event(s), "account.disable ada mia: enabled → disabled");
	assert_false(stands(s, &mia));
	assert_fails(accounts_disable(s->db, &ada, &x, &e), e, ERR_CONFLICT);
	err_clear(&e);
	x = look(s, "mia");
	assert_fails(accounts_disable(s->db, &ada, &x, &e), e, ERR_CONSTRAINT);
	err_clear(&e);
	assert_ok(accounts_enable(s->db, &ada, &x, &e), e);
	assert_string_equal(last_event(s), "account.enable ada mia: disabled → enabled");
	assert_false(stands(s, &mia));
	mia = in(s, mia);
	assert_true(stands(s, &mia));
	store_exec(s->db,
		"UPDATE console_accounts SET failures = 9, next_try_at = '2099-01-01 00:00:00'");
	x = look(s, "mia");
	assert_ok(accounts_enable(s->db, &ada, &x, &e), e);
	assert_string_equal(last_event(s), "account.enable ada mia: waiting → enabled");
	x = look(s, "mia");
	assert_int_equal(x.failures, 0);
	assert_true(x.next_try == TIME_NONE);
}

static void who_changed_an_account_meanwhile_is_said(void **state)
{
	struct store *s = *state;
	struct session ada = given(s, "ada", ROLE_ADMIN), bob = given(s, "bob", ROLE_ADMIN);
	struct session mia = given(s, "mia", ROLE_MODERATOR);
	struct account seen = look(s, "mia"), x = seen;
	struct err e = {0};
	char one_time[PASSWORD_ONE_TIME];

	(void)mia;
	login_at("2026-11-22T10:04:00");
	assert_ok(accounts_set_role(s->db, &ada, &x, ROLE_OPERATOR, &e), e);
	unsetenv("TENET_NOW");
	assert_fails(accounts_set_role(s->db, &bob, &seen, ROLE_ADMIN, &e), e, ERR_CONFLICT);
	assert_says(e, "ada changed this account at 2026-11-22 10:04");
	assert_says(e, "mia, operator, enabled");
	err_clear(&e);
	assert_fails(accounts_reset(s->db, &bob, &seen, one_time, &e), e, ERR_CONFLICT);
	err_clear(&e);
	assert_fails(accounts_rename(s->db, &bob, &seen, SPAN_LIT("zoe"), &e), e, ERR_CONFLICT);
	err_clear(&e);
	store_exec(s->db, "DELETE FROM admins WHERE username = 'mia'");
	assert_fails(accounts_disable(s->db, &bob, &seen, &e), e, ERR_MISSING);
	assert_says(e, "the account mia was deleted");
}

static void the_last_admin_who_can_log_in_stays_one(void **state)
{
	static const char *const hindrances[] = {
		"UPDATE console_accounts SET disabled = 1",
		"UPDATE console_accounts SET role = 'operator'",
		"UPDATE console_accounts SET must_change_password = 1,"
		" password_expires_at = '2020-01-01T00:00:00.000000'",
		"UPDATE admins SET hashed_password = '*0'",
		"UPDATE admins SET hashed_password = ''",
		"UPDATE admins SET hashed_password = replace(hashed_password, '$12$', '$31$')",
		"UPDATE admins SET hashed_password = replace(hashed_password, 'w', '!')",
		"UPDATE admins SET hashed_password = hashed_password || 'x'",
	};
	struct store *s = *state;
	struct session ada = given(s, "ada", ROLE_ADMIN), bob = given(s, "bob", ROLE_ADMIN);
	struct account x = look(s, "ada");
	struct err e = {0};

	for (size_t i = 0; i < sizeof(hindrances) / sizeof(hindrances[0]); i++) {
		const char *column = strstr(hindrances[i], "admins") ? "id" : "account_id";
		store_exec(s->db,
			arena_printf(
				&s->arena, "%s WHERE %s = '%s'", hindrances[i], column, bob.id));
		assert_fails(
			accounts_set_role(s->db, &ada, &x, ROLE_OPERATOR, &e), e, ERR_CONSTRAINT);
		assert_says(e, "ada is the last admin who can log in");
		err_clear(&e);
		assert_fails(accounts_disable(s->db, &ada, &x, &e), e, ERR_CONSTRAINT);
		err_clear(&e);
		store_exec(s->db,
			"UPDATE console_accounts SET disabled = 0, role = 'admin',"
			" must_change_password = 0, password_expires_at = NULL;"
			"UPDATE admins SET hashed_password = '" HASH "'");
	}
	assert_ok(accounts_set_role(s->db, &bob, &x, ROLE_OPERATOR, &e), e);
	x = look(s, "bob");
	assert_fails(accounts_disable(s->db, &bob, &x, &e), e, ERR_CONSTRAINT);
}

static void ones_own_right_is_taken_by_another_admin(void **state)
{
	struct store *s = *state;
	struct session ada = given(s, "ada", ROLE_ADMIN), bob = given(s, "bob", ROLE_ADMIN);
	struct account x = look(s, "ada");
	struct err e = {0};

	assert_fails(accounts_set_role(s->db, &ada, &x, ROLE_OPERATOR, &e), e, ERR_CONSTRAINT);
	assert_says(e, "one's own role is only changed by another admin");
	err_clear(&e);
	assert_fails(accounts_disable(s->db, &ada, &x, &e), e, ERR_CONSTRAINT);
	assert_says(e, "one's own account is only disabled by another admin");
	err_clear(&e);
	assert_fails(accounts_set_role(s->db, &ada, &x, ROLE_ADMIN, &e), e, ERR_CONSTRAINT);
	assert_says(e, "ada is admin already");
	err_clear(&e);
	store_exec(s->db,
		arena_printf(
			&s->arena, "DELETE FROM console_accounts WHERE account_id = '%s'", ada.id));
	x = look(s, "ada");
	assert_ok(accounts_set_role(s->db, &ada, &x, ROLE_ADMIN, &e), e);
	x = look(s, "ada");
	assert_ok(accounts_disable(s->db, &bob, &x, &e), e);
	assert_string_equal(last_event(s), "account.disable bob ada: enabled → disabled");
}

static void names_that_could_be_taken_for_another_are_refused(void **state)
{
	struct store *s = *state;
	struct session ada = given(s, "ada", ROLE_ADMIN),
		       mia = in(s, given(s, "mia", ROLE_MODERATOR));
	struct account x = look(s, "mia");
	struct err e = {0};

	given(s, "Zoe\xCC\x88", ROLE_MODERATOR);
	static const char *const taken[] = {
		"ada", "ADA", "zoe\xCC\x88", "Zo\xC3\xAB", "ZO\xC3\x8B"};
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		assert_fails(
			accounts_rename(s->db, &ada, &x, span_of(taken[i]), &e), e, ERR_CONSTRAINT);
		err_clear(&e);
		assert_fails(accounts_add(s->db, &ada, span_of(taken[i]), SPAN_LIT(PHRASE),
				     ROLE_MODERATOR, false, &e),
			e, ERR_CONSTRAINT);
		err_clear(&e);
	}
	assert_fails(accounts_rename(s->db, &ada, &x, SPAN_LIT("a\tb"), &e), e, ERR_USAGE);
	err_clear(&e);
	assert_fails(accounts_rename(s->db, &ada, &x, SPAN_LIT("mia"), &e), e, ERR_CONSTRAINT);
	err_clear(&e);
	assert_true(stands(s, &mia));
	assert_ok(accounts_rename(s->db, &ada, &x, SPAN_LIT("Mia"), &e), e);
	assert_string_equal(last_event(s), "account.rename ada mia: mia → Mia");
	assert_false(stands(s, &mia));
	x = look(s, "Mia");
	ada = in(s, ada);
	x = look(s, "ada");
	assert_ok(accounts_rename(s->db, &ada, &x, SPAN_LIT("Ada"), &e), e);
	assert_true(stands(s, &ada));
}

static void a_pass_phrase_for_one_login_is_shown_once_and_runs_out(void **state)
{
	struct store *s = *state;
	struct session ada = given(s, "ada", ROLE_ADMIN),
		       mia = in(s, given(s, "mia", ROLE_MODERATOR));
	struct account x = look(s, "mia"), own = look(s, "ada");
	char one_time[PASSWORD_ONE_TIME], another[PASSWORD_ONE_TIME];
	struct session back;
	struct err e = {0};

	login_at("2026-11-22T10:00:00");
	assert_fails(accounts_reset(s->db, &ada, &own, one_time, &e), e, ERR_USAGE);
	err_clear(&e);
	assert_ok(accounts_reset(s->db, &ada, &x, another, &e), e);
	assert_ok(accounts_reset(s->db, &ada, &x, one_time, &e), e);
	assert_string_not_equal(one_time, another);
	assert_string_equal(last_event(s), "account.reset ada mia: until 2026-11-29 10:00");
	assert_false(stands(s, &mia));
	assert_ok(session_login(s->db, SPAN_LIT("mia"), span_of(one_time), &back, &e), e);
	assert_true(back.must_change);
	assert_fails(session_check(s->db, &back, MAY_DECIDE, &e), e, ERR_DENIED);
	err_clear(&e);
	login_at("2026-11-29T10:00:01");
	assert_fails(
		session_login(s->db, SPAN_LIT("mia"), span_of(one_time), &back, &e), e, ERR_DENIED);
	assert_says(e, "this pass phrase was for one login, and ran out at 2026-11-29 10:00");
	assert_non_null(strstr(e.hint, "tenet accounts reset mia"));
	err_clear(&e);
	/* Whoever has another one is told no more than anybody. */
	assert_fails(
		session_login(s->db, SPAN_LIT("mia"), span_of(another), &back, &e), e, ERR_DENIED);
	assert_says(e, "login failed");
	err_clear(&e);
	login_at("2026-11-29T10:00:05");
	ada.since = time_now(); /* she has logged in again */
	assert_ok(accounts_reset(s->db, &ada, &x, one_time, &e), e);
	assert_ok(session_login(s->db, SPAN_LIT("mia"), span_of(one_time), &back, &e), e);
	assert_ok(accounts_set_password(s->db, &back, SPAN_LIT("mia"), SPAN_LIT(PHRASE), &e), e);
	login_at("2027-11-29T10:00:00");
	assert_ok(session_login(s->db, SPAN_LIT("mia"), SPAN_LIT(PHRASE), &back, &e), e);
	assert_false(back.must_change);
	unsetenv("TENET_NOW");
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM console_events WHERE detail LIKE"
				 " '%-%-%-%-%'"),
		0);
}

static void a_password_that_is_set_ends_the_sessions_that_did_not_set_it(void **state)
{
	struct store *s = *state;
	struct session ada = in(s, given(s, "ada", ROLE_ADMIN)),
		       mia = given(s, "mia", ROLE_MODERATOR);
	struct session here = in(s, mia), there = in(s, mia);
	struct err e = {0};

	assert_ok(accounts_set_password(s->db, &here, SPAN_LIT("mia"), SPAN_LIT(PHRASE), &e), e);
	assert_true(stands(s, &here));
	assert_false(stands(s, &there));
	assert_true(stands(s, &ada));
	assert_ok(accounts_set_password(
			  s->db, &ada, SPAN_LIT("mia"), SPAN_LIT("another long phrase"), &e),
		e);
	assert_false(stands(s, &here));
	assert_true(stands(s, &ada));
	assert_true(look(s, "mia").must_change);
	assert_true(look(s, "mia").expires != TIME_NONE);
}

static int change_own(
	struct store *s, const struct session *who, const char *present, struct err *e)
{
	const struct session_place place = {"", "", 1};

	return accounts_change_password(s->db, who, &place, span_of(present), SPAN_LIT(PHRASE), e);
}

/* As a failed login does, a wrong one lets the next try wait, and is told no other way. */
static void who_is_in_changes_the_own_password_by_the_present_one(void **state)
{
	static const char refusal[] =
		"not changed: wrong pass phrase, or too soon after a failed try";
	struct store *s = *state;
	struct err e = {0};

	store_exec(s->db, login_rosa);
	login_at("2026-11-22 10:00:00");
	struct session here = in(s, login_ok(s->db, "Rosa", LOGIN_PHRASE)),
		       there = in(s, login_ok(s->db, "Rosa", LOGIN_PHRASE));
	assert_fails(change_own(s, &here, "wrong", &e), e, ERR_DENIED);
	assert_string_equal(e.text, refusal);
	err_clear(&e);
	assert_int_equal(look(s, "Rosa").failures, 1);
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM console_events"
				 " WHERE kind = 'login.failed' AND subject = 'Rosa'"),
		1);
	assert_fails(change_own(s, &here, LOGIN_PHRASE, &e), e, ERR_DENIED);
	assert_string_equal(e.text, refusal);
	err_clear(&e);
	login_at("2026-11-22 10:00:01");
	assert_true(stands(s, &there));
	assert_ok(change_own(s, &here, LOGIN_PHRASE, &e), e);
	assert_string_equal(last_event(s), "account.password Rosa Rosa: ");
	assert_int_equal(look(s, "Rosa").failures, 0);
	assert_true(stands(s, &here));
	assert_false(stands(s, &there));
	assert_fails(change_own(s, &there, PHRASE, &e), e, ERR_DENIED);
	assert_says(e, "Rosa ended this session");
	err_clear(&e);
	login_refused(s->db, "Rosa", LOGIN_PHRASE);
	login_at("2026-11-22 10:00:02");
	login_ok(s->db, "Rosa", PHRASE);
}

static void the_own_new_password_keeps_the_rules(void **state)
{
	const struct session_place place = {"", "", 1};
	struct store *s = *state;
	struct session mia = in(s, given(s, "mia", ROLE_MODERATOR));
	struct err e = {0};

	assert_fails(change_own(s, &mia, PHRASE, &e), e, ERR_USAGE);
	assert_says(e, "the new pass phrase is the old one");
	err_clear(&e);
	assert_fails(accounts_change_password(
			     s->db, &mia, &place, SPAN_LIT(PHRASE), SPAN_LIT("too short"), &e),
		e, ERR_USAGE);
	assert_says(e, "too short");
	err_clear(&e);
	assert_int_equal(look(s, "mia").failures, 0);
}

/* --- Two at once. --- */

struct rival {
	struct session by;
	struct account whom;
};

/* Of the refusals that two in a race may meet. */
static bool is_late(const struct err *e)
{
	return e->code == ERR_DENIED || e->code == ERR_CONSTRAINT || e->code == ERR_CONFLICT;
}

static void demote_beside(struct db *db, void *arg)
{
	const struct rival *r = arg;
	struct err e = {0};

	beside_ready();
	if (accounts_set_role(db, &r->by, &r->whom, ROLE_OPERATOR, &e) < 0 && !is_late(&e))
		beside_fail(e.text);
}

static void assert_one_admin(struct store *s)
{
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM console_accounts WHERE role = 'admin'"
				 " AND disabled = 0"),
		1);
	store_exec(s->db, "UPDATE console_accounts SET role = 'admin'");
}

static void race(struct store *s, struct rival *here, struct rival *there)
{
	for (int i = 0; i < 10; i++) {
		struct err e = {0};
		struct beside other = beside_start(s, demote_beside, there);
		beside_wait(&other);
		if (accounts_set_role(s->db, &here->by, &here->whom, ROLE_OPERATOR, &e) < 0 &&
			!is_late(&e))
			fail_msg("%s", e.text);
		beside_join(&other);
		assert_one_admin(s);
	}
}

static void two_admins_cannot_demote_each_other(void **state)
{
	struct store *s = *state;
	struct rival ada = {.by = given(s, "ada", ROLE_ADMIN)};
	struct rival bob = {.by = given(s, "bob", ROLE_ADMIN)};

	ada.whom = look(s, "bob");
	bob.whom = look(s, "ada");
	race(s, &ada, &bob);
}

static void fail_to_log_in(struct db *db, void *arg)
{
	struct session out;
	struct err e = {0};

	(void)arg;
	beside_ready();
	session_login(db, SPAN_LIT("rosa"), SPAN_LIT("no such phrase"), &out, &e);
	if (e.code != ERR_DENIED)
		beside_fail(e.text);
}

/* Both make the row of an account that the agent made. */
static void a_login_at_the_same_moment_does_not_hinder_a_role(void **state)
{
	struct store *s = *state;
	struct session ada = given(s, "ada", ROLE_ADMIN);

	for (int i = 0; i < 5; i++) {
		struct account x = look(s, "rosa");
		struct err e = {0};
		struct beside other = beside_start(s, fail_to_log_in, NULL);
		beside_wait(&other);
		assert_ok(accounts_set_role(s->db, &ada, &x, ROLE_MODERATOR, &e), e);
		beside_join(&other);
		assert_int_equal(look(s, "rosa").role, ROLE_MODERATOR);
		store_exec(s->db,
			"DELETE FROM console_accounts WHERE account_id ="
			" (SELECT id FROM admins WHERE username = 'rosa')");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(a_role_holds_at_once_and_is_told),
		AMONG_ROWS(an_account_of_the_agent_gets_its_row),
		ON_FRESH(whoever_is_disabled_is_out_and_comes_back_when_enabled),
		ON_FRESH(who_changed_an_account_meanwhile_is_said),
		ON_FRESH(the_last_admin_who_can_log_in_stays_one),
		ON_FRESH(ones_own_right_is_taken_by_another_admin),
		IN_TURKISH(names_that_could_be_taken_for_another_are_refused),
		ON_FRESH(a_pass_phrase_for_one_login_is_shown_once_and_runs_out),
		ON_FRESH(a_password_that_is_set_ends_the_sessions_that_did_not_set_it),
		AT_ANY_TIME(who_is_in_changes_the_own_password_by_the_present_one),
		ON_FRESH(the_own_new_password_keeps_the_rules),
		ON_FRESH(two_admins_cannot_demote_each_other),
		AMONG_ROWS(a_login_at_the_same_moment_does_not_hinder_a_role),
	};

	return RUN_CASES(tests);
}
