/* Logging in, and failing to. */
#include "store/session.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"
#include "fixture.h"
#include "model/password.h"
#include "store/accounts.h"

#define PHRASE "tulips and typewriters 1931"
static const char refusal[] =
	"login failed: wrong user or pass phrase, or too soon after a failed try";

/* rosa's row of the agent's database: PHRASE, as the agent's own bcrypt hashed it. */
static const char add_rosa[] = "INSERT INTO admins (id, username, hashed_password) VALUES"
			       " ('aaaaaaaa-0000-4000-8000-0000000000ff', 'Rosa',"
			       " '$2b$12$yGTCfHh.LYmsDDurXEAxQu18a5gXm9Hgtt6y3DLF7ZRe/wJ/x1J2O')";

static void at(const char *time)
{
	assert_int_equal(setenv("TENET_NOW", time, 1), 0);
}

static int thaw(void **state)
{
	unsetenv("TENET_NOW");
	return store_drop(state);
}

#define AT_ANY_TIME(f) \
	{#f "_on_sqlite", f, store_fresh_sqlite, thaw, NULL}, \
	{ \
#f "_on_postgres", f, store_fresh_postgres, thaw, NULL \
	}

static void assert_refused(struct db *db, const char *name, const char *password)
{
	struct session out = {0};
	struct err e = {0};

	assert_fails(session_login(db, span_of(name), span_of(password), &out, &e), e, ERR_DENIED);
	assert_string_equal(e.text, refusal);
	assert_string_equal(out.id, "");
	assert_false(db_in_transaction(db));
}

static struct session log_in(struct db *db, const char *name, const char *password)
{
	struct session out = {0};
	struct err e = {0};

	assert_ok(session_login(db, span_of(name), span_of(password), &out, &e), e);
	assert_false(db_in_transaction(db));
	return out;
}

static void the_agents_own_account_logs_in(void **state)
{
	struct store *s = *state;

	at("2026-11-22T10:00:00.25");
	struct session rosa = log_in(s->db, "rosa", PHRASE);
	unsetenv("TENET_NOW");
	assert_string_equal(rosa.name, "rosa");
	assert_int_equal(rosa.role, ROLE_ADMIN);
	assert_false(rosa.must_change);
	assert_string_equal(store_text(s, "SELECT last_login_at FROM console_accounts"),
		"2026-11-22T10:00:00.250000");
	assert_string_equal(
		store_text(s, "SELECT kind || ' ' || actor FROM console_events"), "login rosa");
}

static void a_well_known_password_must_be_changed_before_anything_is_written(void **state)
{
	struct store *s = *state;
	struct session admin = log_in(s->db, "admin", PASSWORD_DEFAULT);
	struct err e = {0};

	assert_true(admin.must_change);
	assert_fails(session_check(s->db, &admin, MAY_DECIDE, &e), e, ERR_DENIED);
	assert_says(e, "must set a new pass phrase first");
	err_clear(&e);
	assert_ok(accounts_set_password(
			  s->db, &admin, SPAN_LIT("admin"), SPAN_LIT("seven quiet harbours"), &e),
		e);
	assert_ok(session_check(s->db, &admin, MAY_DECIDE, &e), e);
	assert_false(log_in(s->db, "admin", "seven quiet harbours").must_change);
}

static void a_name_matches_exactly_or_else_without_case(void **state)
{
	struct store *s = *state;

	store_exec(s->db, add_rosa);
	assert_string_equal(log_in(s->db, "ROSA", PHRASE).name, "Rosa");
	store_account(s, "rosa", ROLE_MODERATOR);
	assert_string_equal(log_in(s->db, "Rosa", PHRASE).name, "Rosa");
	/* Two that differ in case only: nobody knows who is meant. */
	assert_refused(s->db, "ROSA", PHRASE);
}

/* Whatever the language of the database. */
static void a_name_without_case_is_the_same_in_every_language(void **state)
{
	struct store *s = *state;

	store_exec(s->db, add_rosa);
	store_exec(s->db, "UPDATE admins SET username = 'Kim'");
	assert_string_equal(log_in(s->db, "KIM", PHRASE).name, "Kim");
	assert_refused(s->db, "KÄ°M", PHRASE);
}

static void every_failure_says_the_same(void **state)
{
	struct store *s = *state;

	store_exec(s->db, add_rosa);
	store_account(s, "broken", ROLE_MODERATOR);
	assert_refused(s->db, "nobody", PHRASE);
	assert_refused(s->db, "", "");
	assert_refused(s->db, "broken", PHRASE);
	assert_refused(s->db, "Rosa", "tulips and typewriters 1932");
	assert_refused(s->db, "Rosa", PHRASE);
	store_exec(s->db, "UPDATE console_accounts SET next_try_at = NULL, disabled = 1");
	assert_refused(s->db, "Rosa", PHRASE);
	store_exec(s->db, "UPDATE console_accounts SET next_try_at = NULL, disabled = 0");
	log_in(s->db, "Rosa", PHRASE);
}

/* In processor time, which other programs do not lengthen. */
static long work_of_refusal(struct store *s, const char *name)
{
	clock_t start = clock();

	assert_refused(s->db, name, "not the password at all");
	return clock() - start;
}

static void an_unknown_user_takes_as_long_as_a_known_one(void **state)
{
	struct store *s = *state;

	store_exec(s->db, add_rosa);
	work_of_refusal(s, "nobody");
	long wrong = work_of_refusal(s, "Rosa");
	long too_soon = work_of_refusal(s, "Rosa");
	long unknown = work_of_refusal(s, "nobody");
	/* One bcrypt takes at least fifty times as long as all else; none or two would show. */
	assert_true(too_soon > wrong / 2 && too_soon < wrong * 2);
	assert_true(unknown > wrong / 2 && unknown < wrong * 2);
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

	store_exec(s->db, add_rosa);
	at("2026-11-22 10:00:00");
	for (size_t i = 0; i < sizeof(nexts) / sizeof(nexts[0]); i++) {
		assert_refused(s->db, "Rosa", "wrong");
		assert_string_equal(next_try(s), nexts[i]);
		at(arena_printf(&s->arena, "2026-11-22 %s", nexts[i]));
	}
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 4);
	store_exec(s->db, "UPDATE console_accounts SET failures = 40");
	assert_refused(s->db, "Rosa", "wrong");
	assert_string_equal(next_try(s), "10:15:15");
}

static void a_try_that_comes_too_soon_is_refused_and_costs_nothing_more(void **state)
{
	struct store *s = *state;

	store_exec(s->db, add_rosa);
	at("2026-11-22 10:00:00");
	assert_refused(s->db, "Rosa", "wrong");
	at("2026-11-22 10:00:00.9");
	assert_refused(s->db, "Rosa", PHRASE);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 1);
	at("2026-11-22 10:00:01");
	log_in(s->db, "Rosa", PHRASE);
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

	store_exec(s->db, add_rosa);
	at("2026-11-22 10:00:00");
	assert_int_equal(log_in_at_once(s, 6, PHRASE), 6);
	assert_int_equal(store_number(s, "SELECT failures FROM console_accounts"), 0);
	assert_int_equal(
		store_number(
			s, "SELECT count(*) FROM console_accounts WHERE next_try_at IS NOT NULL"),
		0);
}

static void a_burst_of_wrong_guesses_gets_eight_looks_at_most(void **state)
{
	struct store *s = *state;

	store_exec(s->db, add_rosa);
	at("2026-11-22 10:00:00");
	assert_int_equal(log_in_at_once(s, 14, "wrong"), 0);
	int64_t counted = store_number(s, "SELECT failures FROM console_accounts");
	assert_true(counted >= 1 && counted <= 8);
	assert_refused(s->db, "Rosa", PHRASE);
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

	store_exec(s->db, add_rosa);
	at("2026-11-22 10:00:00");
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

	store_exec(s->db, add_rosa);
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

	store_exec(s->db, add_rosa);
	struct db *reader = store_connect(s, DB_READ_ONLY);
	assert_refused(reader, "Rosa", "wrong");
	assert_string_equal(log_in(reader, "Rosa", PHRASE).name, "Rosa");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		AMONG_ROWS(the_agents_own_account_logs_in),
		AMONG_ROWS(a_well_known_password_must_be_changed_before_anything_is_written),
		ON_FRESH(a_name_matches_exactly_or_else_without_case),
		IN_TURKISH(a_name_without_case_is_the_same_in_every_language),
		ON_FRESH(every_failure_says_the_same),
		ON_FRESH(an_unknown_user_takes_as_long_as_a_known_one),
		AT_ANY_TIME(the_delay_doubles_with_each_failure_up_to_a_quarter_of_an_hour),
		AT_ANY_TIME(a_try_that_comes_too_soon_is_refused_and_costs_nothing_more),
		AT_ANY_TIME(six_logins_at_once_all_get_in),
		AT_ANY_TIME(a_burst_of_wrong_guesses_gets_eight_looks_at_most),
		AT_ANY_TIME(an_eighth_try_holds_up_the_ninth_before_it_ends),
		ON_FRESH(a_try_that_is_cut_off_stays_counted),
		ON_FRESH(a_read_only_database_lets_in_and_records_nothing),
		ON_BOTH(a_role_is_read_again_for_each_write),
	};

	return RUN_CASES(tests);
}
