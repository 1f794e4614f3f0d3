/* A second factor: set up, asked for, and taken away. */
#include "store/second_factor.h"

#include <string.h>

#include "base/time.h"
#include "fixture_login.h"
#include "store/accounts.h"

#define PHRASE "fifteen letters"
/* PHRASE at the lowest cost: bcrypt is not what is tested here. */
static const char cheap[] = "UPDATE admins SET hashed_password ="
			    " '$2y$04$EZucQk9CLvBEt1Ecp3NwJeIzfU3Hd35pJNMh1tErVRVhbg.KDitxq'";
static const char no_wait[] = "UPDATE console_accounts SET failures = 0, next_try_at = NULL";

/* What the phone shows, so many steps of 30 seconds from now. */
static const char *code_of(struct store *s, const char *secret, int steps)
{
	unsigned char key[TOTP_SECRET_BYTES];

	assert_int_equal(base32_decode(span_of(secret), key, sizeof(key)), sizeof(key));
	int64_t step = time_now() / TIME_SECOND / 30 + steps;
	return arena_printf(&s->arena, "%06u", hotp_value(key, sizeof(key), (uint64_t)step));
}

static struct account look(struct store *s, const char *name)
{
	struct account x;
	struct err e = {0};

	assert_ok(accounts_find(s->db, span_of(name), &s->arena, &x, &e), e);
	return x;
}

struct setup {
	struct session mia;
	char secret[TOTP_SECRET_TEXT];
	char codes[TOTP_CODES][TOTP_CODE_TEXT];
};

static void set_up(struct store *s, struct setup *u)
{
	struct err e = {0};

	login_at("2026-11-22 10:00:00");
	u->mia = store_account(s, "mia", ROLE_MODERATOR);
	store_exec(s->db, cheap);
	assert_ok(second_factor_begin(s->db, &u->mia, u->secret, &e), e);
	assert_ok(second_factor_confirm(
			  s->db, &u->mia, span_of(code_of(s, u->secret, 0)), u->codes, &e),
		e);
	login_at("2026-11-22 10:10:00");
}

/* ERR_NONE: she is in. */
static enum err_code try(struct store *s, const char *password, const char *code)
{
	const struct credentials c = {
		.name = SPAN_LIT("mia"), .password = span_of(password), .code = span_of(code)};
	struct session out = {0};
	struct err e = {0};

	if (session_login_with(s->db, &c, &out, &e) == 0)
		return ERR_NONE;
	assert_string_equal(out.id, "");
	return e.code;
}

static void it_is_off_until_it_was_confirmed(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	char secret[TOTP_SECRET_TEXT], codes[TOTP_CODES][TOTP_CODE_TEXT];
	struct second_factor f;
	struct err e = {0};

	login_at("2026-11-22 10:00:00");
	store_exec(s->db, cheap);
	assert_fails(
		second_factor_confirm(s->db, &mia, SPAN_LIT("123456"), codes, &e), e, ERR_CONFLICT);
	err_clear(&e);
	assert_ok(second_factor_begin(s->db, &mia, secret, &e), e);
	assert_int_equal(try(s, PHRASE, NULL), ERR_NONE);
	assert_fails(second_factor_confirm(s->db, &mia, span_of(code_of(s, secret, 5)), codes, &e),
		e, ERR_USAGE);
	err_clear(&e);
	assert_ok(second_factor_look(s->db, &mia, &f, &e), e);
	assert_false(f.on);
	assert_ok(second_factor_confirm(s->db, &mia, span_of(code_of(s, secret, 0)), codes, &e), e);
	assert_ok(second_factor_look(s->db, &mia, &f, &e), e);
	assert_true(f.on);
	assert_int_equal(f.left, TOTP_CODES);
	assert_int_equal(try(s, PHRASE, NULL), ERR_CODE);
	assert_fails(second_factor_begin(s->db, &mia, secret, &e), e, ERR_CONFLICT);
	assert_string_equal(store_text(s,
				    "SELECT detail FROM console_events"
				    " WHERE kind = 'account.second_factor'"),
		"switched on");
}

static void a_login_needs_the_pass_phrase_and_the_code(void **state)
{
	struct store *s = *state;
	struct setup u;

	set_up(s, &u);
	assert_int_equal(try(s, "wrong", NULL), ERR_DENIED);
	store_exec(s->db, no_wait);
	assert_int_equal(try(s, "wrong", code_of(s, u.secret, 0)), ERR_DENIED);
	store_exec(s->db, no_wait);
	assert_int_equal(try(s, PHRASE, NULL), ERR_CODE);
	assert_int_equal(try(s, PHRASE, ""), ERR_DENIED);
	store_exec(s->db, no_wait);
	assert_int_equal(try(s, PHRASE, code_of(s, u.secret, 0)), ERR_NONE);
}

static void a_code_is_accepted_once(void **state)
{
	struct store *s = *state;
	struct setup u;

	set_up(s, &u);
	assert_int_equal(try(s, PHRASE, code_of(s, u.secret, 0)), ERR_NONE);
	assert_int_equal(try(s, PHRASE, code_of(s, u.secret, 0)), ERR_DENIED);
	store_exec(s->db, no_wait);
	assert_int_equal(try(s, PHRASE, code_of(s, u.secret, -1)), ERR_DENIED);
	store_exec(s->db, no_wait);
	assert_int_equal(try(s, PHRASE, code_of(s, u.secret, 1)), ERR_NONE);
}

static void wrong_codes_wait_like_wrong_pass_phrases(void **state)
{
	struct store *s = *state;
	struct setup u;

	set_up(s, &u);
	assert_int_equal(try(s, PHRASE, "000000"), ERR_DENIED);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 1);
	assert_int_equal(try(s, PHRASE, code_of(s, u.secret, 0)), ERR_DENIED);
	login_at("2026-11-22 10:10:01");
	/* The right pass phrase alone takes nothing back. */
	assert_int_equal(try(s, PHRASE, NULL), ERR_CODE);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 1);
	assert_int_equal(try(s, PHRASE, "000000"), ERR_DENIED);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 2);
	login_at("2026-11-22 10:10:02");
	assert_int_equal(try(s, PHRASE, code_of(s, u.secret, 0)), ERR_DENIED);
	login_at("2026-11-22 10:10:03");
	assert_int_equal(try(s, PHRASE, code_of(s, u.secret, 0)), ERR_NONE);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 0);
}

static void a_recovery_code_lets_in_once_and_is_stored_as_its_hash(void **state)
{
	struct store *s = *state;
	struct second_factor f;
	struct err e = {0};
	struct setup u;

	set_up(s, &u);
	assert_null(strstr(store_text(s, "SELECT codes FROM console_totp"), u.codes[3]));
	assert_int_equal(try(s, PHRASE, u.codes[3]), ERR_NONE);
	assert_int_equal(try(s, PHRASE, u.codes[3]), ERR_DENIED);
	store_exec(s->db, no_wait);
	assert_int_equal(try(s, PHRASE, u.codes[9]), ERR_NONE);
	assert_ok(second_factor_look(s->db, &u.mia, &f, &e), e);
	assert_int_equal(f.left, TOTP_CODES - 2);
	assert_string_equal(
		store_text(s,
			"SELECT detail FROM console_events"
			" WHERE kind = 'account.second_factor' ORDER BY seq DESC LIMIT 1"),
		"a recovery code was used; 8 left");
}

static void it_is_switched_off_with_the_pass_phrase(void **state)
{
	struct store *s = *state;
	struct err e = {0};
	struct setup u;

	set_up(s, &u);
	assert_fails(second_factor_off(s->db, &u.mia, SPAN_LIT("wrong"), &e), e, ERR_DENIED);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 1);
	err_clear(&e);
	assert_fails(second_factor_off(s->db, &u.mia, SPAN_LIT(PHRASE), &e), e, ERR_DENIED);
	err_clear(&e);
	login_at("2026-11-22 10:10:01");
	assert_ok(second_factor_off(s->db, &u.mia, SPAN_LIT(PHRASE), &e), e);
	assert_int_equal(try(s, PHRASE, NULL), ERR_NONE);
	assert_fails(second_factor_off(s->db, &u.mia, SPAN_LIT(PHRASE), &e), e, ERR_MISSING);
}

static void an_admin_takes_it_away_and_nobody_else(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN), pia;
	struct account mia;
	struct err e = {0};
	struct setup u;

	set_up(s, &u);
	pia = store_account(s, "pia", ROLE_OPERATOR);
	mia = look(s, "mia");
	assert_fails(second_factor_remove(s->db, &pia, &mia, &e), e, ERR_DENIED);
	err_clear(&e);
	assert_int_equal(try(s, PHRASE, NULL), ERR_CODE);
	assert_ok(second_factor_remove(s->db, &ada, &mia, &e), e);
	assert_int_equal(try(s, PHRASE, NULL), ERR_NONE);
	assert_string_equal(store_text(s,
				    "SELECT actor || ' ' || subject || ' ' || detail FROM"
				    " console_events WHERE kind = 'account.second_factor'"
				    " ORDER BY seq DESC LIMIT 1"),
		"ada mia taken away");
	assert_fails(second_factor_remove(s->db, &ada, &mia, &e), e, ERR_MISSING);
}

static void what_was_not_confirmed_or_is_ones_own_is_not_taken_away(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN),
		       mia = store_account(s, "mia", ROLE_MODERATOR);
	struct account seen = look(s, "mia"), own = look(s, "ada");
	char secret[TOTP_SECRET_TEXT];
	struct err e = {0};

	assert_ok(second_factor_begin(s->db, &mia, secret, &e), e);
	assert_fails(second_factor_remove(s->db, &ada, &seen, &e), e, ERR_MISSING);
	err_clear(&e);
	assert_fails(second_factor_remove(s->db, &ada, &own, &e), e, ERR_USAGE);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_totp"), 1);
}

static void an_account_that_changed_since_keeps_it(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct account mia;
	struct err e = {0};
	struct setup u;

	set_up(s, &u);
	mia = look(s, "mia");
	store_exec(s->db, "UPDATE admins SET username = 'miranda' WHERE username = 'mia'");
	assert_fails(second_factor_remove(s->db, &ada, &mia, &e), e, ERR_CONFLICT);
	err_clear(&e);
	store_exec(s->db, "DELETE FROM admins WHERE username = 'miranda'");
	assert_fails(second_factor_remove(s->db, &ada, &mia, &e), e, ERR_MISSING);
}

static void a_read_only_database_asks_for_it_too(void **state)
{
	struct store *s = *state;
	struct db *writer = s->db;
	struct setup u;

	set_up(s, &u);
	s->db = store_connect(s, DB_READ_ONLY);
	assert_int_equal(try(s, PHRASE, NULL), ERR_CODE);
	assert_int_equal(try(s, PHRASE, "000000"), ERR_DENIED);
	assert_int_equal(try(s, PHRASE, u.codes[0]), ERR_DENIED);
	assert_int_equal(try(s, PHRASE, code_of(s, u.secret, 0)), ERR_NONE);
	db_close(&s->db);
	s->db = writer;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_ANY_TIME(it_is_off_until_it_was_confirmed),
		AT_ANY_TIME(a_login_needs_the_pass_phrase_and_the_code),
		AT_ANY_TIME(a_code_is_accepted_once),
		AT_ANY_TIME(wrong_codes_wait_like_wrong_pass_phrases),
		AT_ANY_TIME(a_recovery_code_lets_in_once_and_is_stored_as_its_hash),
		AT_ANY_TIME(it_is_switched_off_with_the_pass_phrase),
		AT_ANY_TIME(an_admin_takes_it_away_and_nobody_else),
		AT_ANY_TIME(what_was_not_confirmed_or_is_ones_own_is_not_taken_away),
		AT_ANY_TIME(an_account_that_changed_since_keeps_it),
		AT_ANY_TIME(a_read_only_database_asks_for_it_too),
	};

	return RUN_CASES(tests);
}
