/* Logging in, and failing to. */
#include "store/session.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"
#include "fixture_beside.h"
#include "fixture_login.h"
#include "model/password.h"
#include "store/accounts.h"
#include "store/sessions.h"

static void the_agents_own_account_logs_in(void **state)
{
	struct store *s = *state;

	login_at("2026-11-22T10:00:00.25");
	struct session rosa = login_ok(s->db, "rosa", LOGIN_PHRASE);
	unsetenv("TENET_NOW");
	assert_string_equal(rosa.name, "rosa");
	assert_int_equal(rosa.role, ROLE_ADMIN);
	assert_false(rosa.must_change);
	assert_string_equal(store_text(s, "SELECT last_login_at FROM console_accounts"),
		"2026-11-22T10:00:00.250000");
	assert_string_equal(
		store_text(s, "SELECT kind || ' ' || actor FROM console_events"), "login rosa");
}

/* Who is about to bring it up: nobody can have a second factor, or a password that runs out. */
static void an_earlier_revision_is_logged_in_to(void **state)
{
	struct store *s = *state;
	struct session out = {0};
	struct err e = {0};

	store_exec(s->db, "ALTER TABLE console_totp RENAME TO console_totp_away");
	store_exec(s->db, "ALTER TABLE console_accounts RENAME password_expires_at TO away");
	int rosa = session_login(s->db, SPAN_LIT("rosa"), SPAN_LIT(LOGIN_PHRASE), &out, &e);
	struct err first = e;
	int admin = rosa < 0
		? -1
		: session_login(s->db, SPAN_LIT("admin"), SPAN_LIT(PASSWORD_DEFAULT), &out, &e);
	store_exec(s->db, "ALTER TABLE console_accounts RENAME away TO password_expires_at");
	store_exec(s->db, "ALTER TABLE console_totp_away RENAME TO console_totp");
	assert_ok(rosa, first);
	assert_ok(admin, e);
}

static void a_well_known_password_must_be_changed_before_anything_is_written(void **state)
{
	struct store *s = *state;
	struct session admin = login_ok(s->db, "admin", PASSWORD_DEFAULT);
	struct err e = {0};

	assert_true(admin.must_change);
	assert_fails(session_check(s->db, &admin, MAY_DECIDE, &e), e, ERR_DENIED);
	assert_says(e, "must set a new pass phrase first");
	err_clear(&e);
	assert_ok(accounts_set_password(
			  s->db, &admin, SPAN_LIT("admin"), SPAN_LIT("seven quiet harbours"), &e),
		e);
	assert_ok(session_check(s->db, &admin, MAY_DECIDE, &e), e);
	assert_false(login_ok(s->db, "admin", "seven quiet harbours").must_change);
}

static void a_name_matches_exactly_or_else_without_case(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	assert_string_equal(login_ok(s->db, "ROSA", LOGIN_PHRASE).name, "Rosa");
	store_account(s, "rosa", ROLE_MODERATOR);
	assert_string_equal(login_ok(s->db, "Rosa", LOGIN_PHRASE).name, "Rosa");
	/* Two that differ in case only: nobody knows who is meant. */
	login_refused(s->db, "ROSA", LOGIN_PHRASE);
}

/* é as one character and as an e with an accent behind it. */
#define COMPOSED "Ren\xC3\xA9"
#define APART "Rene\xCC\x81"

static void a_name_matches_however_its_accents_were_typed(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct err e = {0};

	store_exec(s->db, login_rosa);
	store_exec(s->db, "UPDATE admins SET username = '" APART "' WHERE username = 'Rosa'");
	assert_string_equal(login_ok(s->db, COMPOSED, LOGIN_PHRASE).name, APART);
	assert_string_equal(login_ok(s->db, "REN\xC3\x89", LOGIN_PHRASE).name, APART);
	assert_fails(accounts_add(s->db, &ada, SPAN_LIT(COMPOSED), SPAN_LIT("seven quiet harbours"),
			     ROLE_MODERATOR, false, &e),
		e, ERR_CONSTRAINT);
	store_account(s, COMPOSED, ROLE_MODERATOR);
	assert_string_equal(login_ok(s->db, APART, LOGIN_PHRASE).name, APART);
	login_refused(s->db, COMPOSED, LOGIN_PHRASE);
	login_refused(s->db, "REN\xC3\x89", LOGIN_PHRASE);
}

static void a_name_that_no_account_can_have_is_refused_like_any_other(void **state)
{
	struct store *s = *state;
	char name[300];
	struct session out;
	struct err e = {0};

	store_exec(s->db, login_rosa);
	memset(name, 'a', sizeof(name));
	assert_fails(session_login(s->db, (struct span){name, sizeof(name)}, SPAN_LIT(LOGIN_PHRASE),
			     &out, &e),
		e, ERR_DENIED);
	assert_string_equal(e.text, LOGIN_REFUSAL);
	err_clear(&e);
	assert_fails(session_login(s->db, SPAN_LIT("Rosa\0"), SPAN_LIT(LOGIN_PHRASE), &out, &e), e,
		ERR_DENIED);
	assert_string_equal(e.text, LOGIN_REFUSAL);
	login_refused(s->db, "Ro\x1Bsa", LOGIN_PHRASE);
	login_refused(s->db, "Rosa\n", LOGIN_PHRASE);
	login_refused(s->db, "Rosa ", LOGIN_PHRASE);
	login_refused(s->db, "\xFF\xFE", LOGIN_PHRASE);
}

/* Whatever the language of the database. */
static void a_name_without_case_is_the_same_in_every_language(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	store_exec(s->db, "UPDATE admins SET username = 'Kim'");
	assert_string_equal(login_ok(s->db, "KIM", LOGIN_PHRASE).name, "Kim");
	login_refused(s->db, "KÄ°M", LOGIN_PHRASE);
}

static void every_failure_says_the_same(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	store_account(s, "broken", ROLE_MODERATOR);
	login_refused(s->db, "nobody", LOGIN_PHRASE);
	login_refused(s->db, "", "");
	login_refused(s->db, "broken", LOGIN_PHRASE);
	login_refused(s->db, "Rosa", "tulips and typewriters 1932");
	login_refused(s->db, "Rosa", LOGIN_PHRASE);
	store_exec(s->db, "UPDATE console_accounts SET next_try_at = NULL, disabled = 1");
	login_refused(s->db, "Rosa", LOGIN_PHRASE);
	store_exec(s->db, "UPDATE console_accounts SET next_try_at = NULL, disabled = 0");
	login_ok(s->db, "Rosa", LOGIN_PHRASE);
}

/* In processor time, which other programs do not lengthen. */
static long work_of_refusal(struct store *s, const char *name)
{
	clock_t start = clock();

	login_refused(s->db, name, "not the password at all");
	return clock() - start;
}

static void an_unknown_user_takes_as_long_as_a_known_one(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	work_of_refusal(s, "nobody");
	long wrong = work_of_refusal(s, "Rosa");
	long too_soon = work_of_refusal(s, "Rosa");
	long unknown = work_of_refusal(s, "nobody");
	/* One bcrypt takes at least fifty times as long as all else; none or two would show. */
	assert_true(too_soon > wrong / 2 && too_soon < wrong * 2);
	assert_true(unknown > wrong / 2 && unknown < wrong * 2);
}

static void what_is_no_usable_hash_is_refused_like_a_wrong_password(void **state)
{
	static const char *const hashes[] = {"", "*0", "ab.dZ.XJCh6Ls",
		"$2b$03$yGTCfHh.LYmsDDurXEAxQu18a5gXm9Hgtt6y3DLF7ZRe/wJ/x1J2O",
		"$2b$31$yGTCfHh.LYmsDDurXEAxQu18a5gXm9Hgtt6y3DLF7ZRe/wJ/x1J2O",
		"$2b$12$yGTCfHh.LYmsDDurXEAxQu18a5g"};
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	long unknown = work_of_refusal(s, "nobody");
	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++) {
		store_exec(s->db,
			arena_printf(
				&s->arena, "UPDATE admins SET hashed_password = '%s'", hashes[i]));
		store_exec(s->db, "UPDATE console_accounts SET failures = 0, next_try_at = NULL");
		login_refused(s->db, "Rosa", "");
		store_exec(s->db, "UPDATE console_accounts SET failures = 0, next_try_at = NULL");
		login_refused(s->db, "Rosa", hashes[i]);
		store_exec(s->db, "UPDATE console_accounts SET failures = 0, next_try_at = NULL");
		long work = work_of_refusal(s, "Rosa");
		assert_true(work > unknown / 2 && work < unknown * 2);
	}
}

#define CHEAP "fifteen letters"
#define CHEAP_HASH "$2y$04$EZucQk9CLvBEt1Ecp3NwJeIzfU3Hd35pJNMh1tErVRVhbg.KDitxq"

static void a_cheap_hash_does_not_show_by_the_time_that_a_wrong_password_takes(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	store_exec(s->db, "UPDATE admins SET hashed_password = '" CHEAP_HASH "'");
	long unknown = work_of_refusal(s, "nobody");
	long known = work_of_refusal(s, "Rosa");
	assert_true(known > unknown / 2 && known < unknown * 2);
}

static void a_costly_hash_makes_every_refusal_as_costly(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	long before = work_of_refusal(s, "nobody");
	store_exec(s->db,
		"UPDATE admins SET hashed_password ="
		" '$2b$14$yGTCfHh.LYmsDDurXEAxQu18a5gXm9Hgtt6y3DLF7ZRe/wJ/x1J2O'");
	long unknown = work_of_refusal(s, "nobody");
	long known = work_of_refusal(s, "Rosa");
	assert_true(unknown > 2 * before);
	assert_true(known > unknown / 2 && known < unknown * 2);
}

static const char *hash_of(struct store *s)
{
	return store_text(s, "SELECT hashed_password FROM admins");
}

static void a_dated_hash_is_made_anew_after_a_login_and_not_before(void **state)
{
	struct store *s = *state;
	struct err e = {0};

	store_exec(s->db, login_rosa);
	store_exec(s->db, "UPDATE admins SET hashed_password = '" CHEAP_HASH "'");
	login_refused(s->db, "Rosa", "fifteen lettres");
	assert_string_equal(hash_of(s), CHEAP_HASH);
	store_exec(s->db, "UPDATE console_accounts SET failures = 0, next_try_at = NULL");
	struct session rosa = login_ok(s->db, "Rosa", CHEAP);
	assert_ok(session_rehash(s->db, &rosa, SPAN_LIT("fifteen lettres"), &e), e);
	assert_string_equal(hash_of(s), CHEAP_HASH);
	assert_ok(session_rehash(s->db, &rosa, SPAN_LIT(CHEAP), &e), e);
	const char *anew = hash_of(s);
	assert_memory_equal(anew, "$2b$12$", 7);
	assert_string_equal(store_text(s,
				    "SELECT detail FROM console_events"
				    " WHERE kind = 'account.password' AND subject = 'Rosa'"),
		"the same, hashed anew");
	login_ok(s->db, "Rosa", CHEAP);
	assert_ok(session_rehash(s->db, &rosa, SPAN_LIT(CHEAP), &e), e);
	assert_string_equal(hash_of(s), anew);
}

/* Without the date, and without the fraction that is always nought here. */
static const char *next_try(struct store *s)
{
	const char *time = store_text(s, "SELECT next_try_at FROM console_accounts");

	return arena_printf(&s->arena, "%.8s", strlen(time) > 11 ? time + 11 : time);
}

static void the_delay_doubles_with_each_failure_up_to_a_quarter_of_an_hour(void **state)
{
	static const char *const nexts[] = {"10:00:01", "10:00:03", "10:00:07", "10:00:15"};
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	login_at("2026-11-22 10:00:00");
	for (size_t i = 0; i < sizeof(nexts) / sizeof(nexts[0]); i++) {
		login_refused(s->db, "Rosa", "wrong");
		assert_string_equal(next_try(s), nexts[i]);
		login_at(arena_printf(&s->arena, "2026-11-22 %s", nexts[i]));
	}
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 4);
	store_exec(s->db, "UPDATE console_accounts SET failures = 40");
	login_refused(s->db, "Rosa", "wrong");
	assert_string_equal(next_try(s), "10:15:15");
}

static void a_try_that_comes_too_soon_is_refused_and_costs_nothing_more(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	login_at("2026-11-22 10:00:00");
	login_refused(s->db, "Rosa", "wrong");
	login_at("2026-11-22 10:00:00.9");
	login_refused(s->db, "Rosa", LOGIN_PHRASE);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 1);
	login_at("2026-11-22 10:00:01");
	login_ok(s->db, "Rosa", LOGIN_PHRASE);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 0);
	assert_string_equal(store_text(s, "SELECT next_try_at FROM console_accounts"), "");
}

/* A child; no connection is open while it is made, because SQLite does not survive a fork. */
static pid_t divide(struct store *s)
{
	db_close(&s->db);
	pid_t child = fork();
	assert_true(child >= 0);
	s->db = store_connect(s, DB_READ_WRITE);
	return child;
}

/* Processes that log in at the same moment; how many got in. */
static int log_in_at_once(struct store *s, int n, const char *password)
{
	int start[2], in = 0;

	assert_int_equal(pipe(start), 0);
	for (int i = 0; i < n; i++) {
		if (divide(s) > 0)
			continue;
		struct session out;
		struct err e = {0};
		char c;
		db_set_busy_timeout(s->db, 60000);
		close(start[1]);
		/* Ends when the other end is closed by all: none begins before all are there. */
		bool begun = read(start[0], &c, 1) == 0;
		int rc = begun ? session_login(s->db, SPAN_LIT("Rosa"), span_of(password), &out, &e)
			       : -1;
		_exit(rc == 0 ? 0 : e.code == ERR_DENIED ? 1 : 2);
	}
	close(start[0]);
	close(start[1]);
	for (int i = 0; i < n; i++) {
		int status;
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
		in += WEXITSTATUS(status) == 0;
	}
	return in;
}

static void six_logins_at_once_all_get_in(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	login_at("2026-11-22 10:00:00");
	assert_int_equal(log_in_at_once(s, 6, LOGIN_PHRASE), 6);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 0);
	assert_int_equal(
		store_number(
			s, "SELECT count(*) FROM console_accounts WHERE next_try_at IS NOT NULL"),
		0);
}

static void a_burst_of_wrong_guesses_gets_eight_looks_at_most(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	login_at("2026-11-22 10:00:00");
	assert_int_equal(log_in_at_once(s, 14, "wrong"), 0);
	int64_t counted = store_number(s, "SELECT failures FROM console_accounts");
	assert_true(counted >= 1 && counted <= 8);
	login_refused(s->db, "Rosa", LOGIN_PHRASE);
}

/* Another try of the same account, which is the first that is counted. */
static void try_first(struct db *db, void *arg)
{
	struct err e = {0};

	(void)arg;
	beside_must(db_begin(db, &e), e);
	if (db_engine(db) == DB_POSTGRES)
		beside_exec(db, "SELECT id FROM admins FOR NO KEY UPDATE");
	beside_exec(db,
		"INSERT INTO console_accounts (account_id, role, failures)"
		" SELECT id, 'moderator', 6 FROM admins");
	beside_ready();
	beside_until_waited_for(db);
	beside_must(db_commit(db, &e), e);
}

static void whoever_waited_for_the_first_try_counts_on(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	struct beside b = beside_start(s, try_first, NULL);
	beside_wait(&b);
	login_refused(s->db, "Rosa", "wrong");
	beside_join(&b);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 7);
}

/* The engines write a whole second in different forms. */
static void assert_next_try(struct store *s, const char *expected)
{
	int64_t next, then;

	assert_true(time_parse(
		span_of(store_text(s, "SELECT next_try_at FROM console_accounts")), &next));
	assert_true(time_parse(span_of(expected), &then));
	assert_int_equal(next, then);
}

static void an_eighth_try_holds_up_the_ninth_before_it_ends(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	login_at("2026-11-22 10:00:00");
	store_exec(s->db,
		"INSERT INTO console_accounts (account_id, role, failures)"
		" SELECT id, 'admin', 7 FROM admins");
	pid_t child = divide(s);
	if (child == 0) {
		struct session out;
		session_login(s->db, SPAN_LIT("Rosa"), SPAN_LIT("wrong"), &out, NULL);
		_exit(0);
	}
	/* The first commit that counts it holds the next one up, too. */
	while (store_number(s, "SELECT failures FROM console_accounts") == 7)
		;
	assert_next_try(s, "2026-11-22 10:02:08");
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_next_try(s, "2026-11-22 10:02:08");
}

static void a_try_that_is_cut_off_stays_counted(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	pid_t child = divide(s);
	if (child == 0) {
		struct session out;
		session_login(s->db, SPAN_LIT("Rosa"), SPAN_LIT("wrong"), &out, NULL);
		_exit(0);
	}
	while (store_number(s, "SELECT coalesce(max(failures), 0) FROM console_accounts") == 0)
		;
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 1);
}

static void a_read_only_database_lets_in_and_records_nothing(void **state)
{
	struct store *s = *state;

	store_exec(s->db, login_rosa);
	struct db *reader = store_connect(s, DB_READ_ONLY);
	login_refused(reader, "Rosa", "wrong");
	assert_string_equal(login_ok(reader, "Rosa", LOGIN_PHRASE).name, "Rosa");
	db_close(&reader);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_accounts"), 0);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_events"), 0);
}

static void a_role_is_read_again_for_each_write(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct err e = {0};

	assert_ok(session_check(s->db, &ada, MAY_MANAGE, &e), e);
	store_exec(s->db, "UPDATE console_accounts SET role = 'moderator'");
	assert_fails(session_check(s->db, &ada, MAY_MANAGE, &e), e, ERR_DENIED);
	assert_says(e, "ada (moderator) may not");
	err_clear(&e);
	assert_ok(session_check(s->db, &ada, MAY_DECIDE, &e), e);
}

static void a_session_of_more_than_twelve_hours_writes_nothing(void **state)
{
	struct store *s = *state;
	struct session ada = store_account(s, "ada", ROLE_ADMIN);
	struct session_now now;
	struct err e = {0};

	login_at("2026-11-22 10:00:00");
	ada.since = time_now();
	login_at("2026-11-22 22:00:00");
	assert_ok(session_check(s->db, &ada, MAY_DECIDE, &e), e);
	login_at("2026-11-22 22:00:00.000001");
	assert_fails(session_check(s->db, &ada, MAY_DECIDE, &e), e, ERR_DENIED);
	assert_says(e, "ada logged in more than 12 hours ago");
	err_clear(&e);
	assert_ok(sessions_look(s->db, &ada, &now, &e), e);
	assert_true(now.over);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AMONG_ROWS(the_agents_own_account_logs_in),
		AMONG_ROWS(an_earlier_revision_is_logged_in_to),
		AMONG_ROWS(a_well_known_password_must_be_changed_before_anything_is_written),
		ON_FRESH(a_name_matches_exactly_or_else_without_case),
		ON_FRESH(a_name_matches_however_its_accents_were_typed),
		ON_FRESH(a_name_that_no_account_can_have_is_refused_like_any_other),
		IN_TURKISH(a_name_without_case_is_the_same_in_every_language),
		ON_FRESH(every_failure_says_the_same),
		ON_FRESH(an_unknown_user_takes_as_long_as_a_known_one),
		ON_FRESH(what_is_no_usable_hash_is_refused_like_a_wrong_password),
		ON_FRESH(a_cheap_hash_does_not_show_by_the_time_that_a_wrong_password_takes),
		ON_FRESH(a_costly_hash_makes_every_refusal_as_costly),
		ON_FRESH(a_dated_hash_is_made_anew_after_a_login_and_not_before),
		AT_ANY_TIME(the_delay_doubles_with_each_failure_up_to_a_quarter_of_an_hour),
		AT_ANY_TIME(a_try_that_comes_too_soon_is_refused_and_costs_nothing_more),
		AT_ANY_TIME(six_logins_at_once_all_get_in),
		AT_ANY_TIME(a_burst_of_wrong_guesses_gets_eight_looks_at_most),
		ON_FRESH(whoever_waited_for_the_first_try_counts_on),
		AT_ANY_TIME(an_eighth_try_holds_up_the_ninth_before_it_ends),
		ON_FRESH(a_try_that_is_cut_off_stays_counted),
		ON_FRESH(a_read_only_database_lets_in_and_records_nothing),
		AT_ANY_TIME(a_session_of_more_than_twelve_hours_writes_nothing),
		ON_BOTH(a_role_is_read_again_for_each_write),
	};

	return RUN_CASES(tests);
}
