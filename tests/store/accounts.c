/* Accounts: who may add them, what they may be called, whose password may be set. */
#include "store/accounts.h"

#include <string.h>

#include "base/str.h"
#include "fixture.h"
#include "model/password.h"
#include "store/seed.h"

#define PHRASE "seven quiet harbours"

static const struct session nobody = {0};

static int add(struct store *s, const struct session *actor, const char *name, enum role role,
	struct err *e)
{
	return accounts_add(s->db, actor, span_of(name), SPAN_LIT(PHRASE), role, false, e);
}

static bool setting_up(struct store *s)
{
	struct err e = {0};
	bool out = false;

	assert_ok(accounts_setting_up(s->db, &out, &e), e);
	return out;
}

/* The account with the well-known password. */
static int sow_admin(struct store *s, struct err *e)
{
	struct str report = {0};
	int rc = seed_admin(s->db, &nobody, &report, e);

	str_free(&report);
	return rc;
}

static void the_first_account_needs_no_login_and_the_second_does(void **state)
{
	struct store *s = *state;
	struct err e = {0};

	assert_true(setting_up(s));
	assert_ok(add(s, &nobody, "ada", ROLE_ADMIN, &e), e);
	assert_false(setting_up(s));
	assert_fails(add(s, &nobody, "eve", ROLE_ADMIN, &e), e, ERR_DENIED);
	assert_int_equal(store_number(s, "SELECT count(*) FROM admins"), 1);
}

static enum role default_role(struct store *s)
{
	struct err e = {0};
	enum role role = ROLE_NONE;

	assert_ok(accounts_default_role(s->db, &role, &e), e);
	return role;
}

static void the_first_account_is_an_admin(void **state)
{
	struct store *s = *state;
	struct err e = {0};

	assert_int_equal(default_role(s), ROLE_ADMIN);
	assert_fails(add(s, &nobody, "bob", ROLE_MODERATOR, &e), e, ERR_USAGE);
	assert_says(e, "the first account must be an admin");
	assert_int_equal(store_number(s, "SELECT count(*) FROM admins"), 0);
	err_clear(&e);
	assert_ok(add(s, &nobody, "ada", ROLE_ADMIN, &e), e);
	assert_int_equal(default_role(s), ROLE_MODERATOR);
	store_exec(s->db, "UPDATE console_accounts SET disabled = 1");
	assert_int_equal(default_role(s), ROLE_ADMIN);
}

static void beside_an_admin_with_a_well_known_password_any_role_may_be_first(void **state)
{
	struct store *s = *state;
	struct err e = {0};

	assert_ok(sow_admin(s, &e), e);
	assert_int_equal(default_role(s), ROLE_MODERATOR);
	assert_ok(add(s, &nobody, "bob", ROLE_MODERATOR, &e), e);
}

static void accounts_are_there_once_the_consoles_tables_are(void **state)
{
	struct store *s = *state;
	struct err e = {0};
	bool there = false;

	assert_ok(accounts_there(s->db, &there, &e), e);
	assert_true(there);
	store_exec(s->db, "ALTER TABLE console_accounts RENAME TO elsewhere");
	assert_ok(accounts_there(s->db, &there, &e), e);
	assert_false(there);
	store_exec(s->db, "ALTER TABLE elsewhere RENAME TO console_accounts");
}

static void an_account_with_a_well_known_password_does_not_end_the_setting_up(void **state)
{
	struct store *s = *state;
	struct err e = {0};

	assert_ok(sow_admin(s, &e), e);
	assert_true(setting_up(s));
	assert_ok(add(s, &nobody, "ada", ROLE_ADMIN, &e), e);
	assert_false(setting_up(s));
}

/* It is known to whoever it was made for, and to nobody else. */
static void a_first_account_that_must_change_its_password_ends_the_setting_up(void **state)
{
	struct store *s = *state;
	struct account x;
	struct err e = {0};

	assert_ok(accounts_add(
			  s->db, &nobody, SPAN_LIT("mo"), SPAN_LIT(PHRASE), ROLE_ADMIN, true, &e),
		e);
	assert_false(setting_up(s));
	assert_fails(add(s, &nobody, "eve", ROLE_ADMIN, &e), e, ERR_DENIED);
	err_clear(&e);
	assert_ok(accounts_find(s->db, SPAN_LIT("mo"), &s->arena, &x, &e), e);
	assert_true(x.expires > time_now() && x.expires <= time_now() + ACCOUNT_ONE_TIME);
}

static void the_agents_accounts_are_real_ones(void **state)
{
	struct store *s = *state;
	struct err e = {0};

	assert_false(setting_up(s));
	assert_fails(add(s, &nobody, "eve", ROLE_ADMIN, &e), e, ERR_DENIED);
}

static void only_an_admin_adds_accounts(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct session olu = store_account(s, "olu", ROLE_OPERATOR);
	struct err e = {0};

	assert_fails(add(s, &olu, "eve", ROLE_MODERATOR, &e), e, ERR_DENIED);
	err_clear(&e);
	assert_ok(add(s, &ada, "mia", ROLE_MODERATOR, &e), e);
	struct session mia;
	assert_ok(session_login(s->db, SPAN_LIT("mia"), SPAN_LIT(PHRASE), &mia, &e), e);
	assert_int_equal(mia.role, ROLE_MODERATOR);
	assert_string_equal(store_text(s,
				    "SELECT actor || ' ' || subject || ' ' || detail"
				    " FROM console_events WHERE kind = 'account.add'"),
		"ada mia moderator");
}

static void names_that_could_fool_somebody_are_refused(void **state)
{
	static const char *const names[] = {"", " ada", "ada ", "a\tb", "a\nb",
		"a\xE2\x80\x8B"
		"da",
		"ad\xE2\x80\xAE"
		"a",
		"\xFF", "a\x1B[31m",
		"a name of more than sixty-three bytes, which no login role could have",
		"\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244"
		"\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244"
		"\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244"
		"\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244"};
	struct store *s = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct err e = {0};
		assert_fails(add(s, &nobody, names[i], ROLE_ADMIN, &e), e, ERR_USAGE);
	}
	assert_int_equal(store_number(s, "SELECT count(*) FROM admins"), 0);
	struct err e = {0};
	assert_ok(add(s, &nobody, "Zoë van der Berg", ROLE_ADMIN, &e), e);
}

static void a_name_is_taken_whatever_its_case(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "Ada", ROLE_ADMIN);
	struct err e = {0};

	assert_fails(add(s, &ada, "aDA", ROLE_MODERATOR, &e), e, ERR_CONSTRAINT);
	assert_says(e, "Ada already");
	assert_false(db_in_transaction(s->db));
	err_clear(&e);
	assert_ok(add(s, &ada, "Kim", ROLE_MODERATOR, &e), e);
	assert_fails(add(s, &ada, "KIM", ROLE_MODERATOR, &e), e, ERR_CONSTRAINT);
	err_clear(&e);
	assert_ok(add(s, &ada, "Özil", ROLE_MODERATOR, &e), e);
	assert_fails(add(s, &ada, "özil", ROLE_MODERATOR, &e), e, ERR_CONSTRAINT);
}

static void accounts_are_listed_in_one_order_whatever_the_language(void **state)
{
	struct store *s = *state;
	struct account *list;
	struct err e = {0};
	size_t n;

	store_account(s, "zoe", ROLE_ADMIN);
	store_account(s, "Ärne", ROLE_MODERATOR);
	store_account(s, "ida", ROLE_MODERATOR);
	store_account(s, "Ian", ROLE_MODERATOR);
	assert_ok(accounts_list(s->db, &s->arena, &list, &n, &e), e);
	assert_int_equal(n, 4);
	assert_span(list[0].username, "Ian");
	assert_span(list[1].username, "ida");
	assert_span(list[2].username, "zoe");
	assert_span(list[3].username, "Ärne");
}

static void a_weak_password_is_refused(void **state)
{
	struct store *s = *state;
	struct err e = {0};

	assert_fails(accounts_add(s->db, &nobody, SPAN_LIT("ada"), SPAN_LIT(PASSWORD_DEFAULT),
			     ROLE_ADMIN, false, &e),
		e, ERR_USAGE);
	assert_int_equal(store_number(s, "SELECT count(*) FROM admins"), 0);
}

static void accounts_are_listed_by_name_with_what_the_console_knows(void **state)
{
	struct store *s = *state;
	struct account *list;
	struct err e = {0};
	size_t n;

	store_account(s, "Mia", ROLE_MODERATOR);
	assert_ok(accounts_list(s->db, &s->arena, &list, &n, &e), e);
	assert_int_equal(n, 3);
	assert_span(list[0].username, "admin");
	assert_int_equal(list[0].role, ROLE_ADMIN);
	assert_null(list[0].last_login.p);
	assert_span(list[1].username, "Mia");
	assert_int_equal(list[1].role, ROLE_MODERATOR);
	assert_span(list[2].username, "rosa");
}

static int set_password(struct store *s, const struct session *actor, const char *name,
	const char *password, struct err *e)
{
	return accounts_set_password(s->db, actor, span_of(name), span_of(password), e);
}

static void ones_own_password_can_be_set_but_not_to_the_old_one(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct err e = {0};

	store_exec(s->db, "UPDATE console_accounts SET must_change_password = 1");
	assert_ok(set_password(s, &mia, "mia", PHRASE, &e), e);
	assert_int_equal(store_number(s, "SELECT must_change_password FROM console_accounts"), 0);
	assert_fails(set_password(s, &mia, "mia", PHRASE, &e), e, ERR_USAGE);
	assert_says(e, "old one");
	err_clear(&e);
	assert_fails(set_password(s, &mia, "mia", "short", &e), e, ERR_USAGE);
	err_clear(&e);
	store_exec(s->db, "UPDATE console_accounts SET disabled = 1");
	assert_fails(set_password(s, &mia, "mia", "another long phrase", &e), e, ERR_DENIED);
}

static void somebody_elses_password_is_set_by_an_admin_and_for_one_login(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct err e = {0};

	assert_fails(set_password(s, &mia, "ada", PHRASE, &e), e, ERR_DENIED);
	err_clear(&e);
	assert_fails(set_password(s, &ada, "zed", PHRASE, &e), e, ERR_MISSING);
	err_clear(&e);
	assert_ok(set_password(s, &ada, "mia", PHRASE, &e), e);
	struct session back;
	assert_ok(session_login(s->db, SPAN_LIT("mia"), SPAN_LIT(PHRASE), &back, &e), e);
	assert_true(back.must_change);
}

static void a_well_known_password_and_a_missing_role_are_found(void **state)
{
	struct store *s = *state;
	struct account *list;
	struct err e = {0};
	size_t n, defaults = 0, roles = 0;

	(void)store_account(s, "Zoe", ROLE_MODERATOR);
	assert_ok(accounts_list(s->db, &s->arena, &list, &n, &e), e);
	for (size_t i = 0; i < n; i++) {
		bool is_default = false;
		assert_ok(accounts_uses_default(s->db, &list[i], &is_default, &e), e);
		assert_int_equal(is_default, span_is(list[i].username, "admin"));
		assert_int_equal(list[i].has_role, span_is(list[i].username, "Zoe"));
		defaults += is_default;
		roles += list[i].has_role;
	}
	assert_int_equal(defaults, 1);
	assert_int_equal(roles, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(the_first_account_needs_no_login_and_the_second_does),
		ON_FRESH(an_account_with_a_well_known_password_does_not_end_the_setting_up),
		ON_FRESH(a_first_account_that_must_change_its_password_ends_the_setting_up),
		ON_FRESH(the_first_account_is_an_admin),
		ON_FRESH(beside_an_admin_with_a_well_known_password_any_role_may_be_first),
		ON_BOTH(accounts_are_there_once_the_consoles_tables_are),
		AMONG_ROWS(the_agents_accounts_are_real_ones),
		ON_BOTH(only_an_admin_adds_accounts),
		ON_FRESH(names_that_could_fool_somebody_are_refused),
		IN_TURKISH(a_name_is_taken_whatever_its_case),
		IN_TURKISH(accounts_are_listed_in_one_order_whatever_the_language),
		ON_FRESH(a_weak_password_is_refused),
		AMONG_ROWS(accounts_are_listed_by_name_with_what_the_console_knows),
		AMONG_ROWS(a_well_known_password_and_a_missing_role_are_found),
		ON_FRESH(ones_own_password_can_be_set_but_not_to_the_old_one),
		ON_FRESH(somebody_elses_password_is_set_by_an_admin_and_for_one_login),
	};

	return RUN_CASES(tests);
}
