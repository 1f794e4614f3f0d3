/* The way in, the lock, and the way out again. */
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "tui/fixture_walk.h"

static void a_pass_phrase_never_reaches_the_screen(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	console_keys(w->c, ROSA K_TAB ROSAS_WORDS);
	console_expect_not(w->c, "tulips");
	console_expect_not(w->c, "1931");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "welcome, rosa");
	console_expect_not(w->c, "tulips");
}

/* What the screen says after a failed try, without the name that was typed. */
static const char *refusal_for(struct walk *w, const char *name, const char *words)
{
	walk_open(w);
	walk_login(w, name, words);
	const char *said = walk_rows(w, 12, -1);
	console_keys(w->c, K_CTRL_C);
	walk_expect_exit(w, 0);
	return said;
}

static void an_unknown_user_and_a_wrong_pass_phrase_are_refused_alike(void **state)
{
	struct walk *w = *state;

	walk_open(w); /* the first login screen says more */
	console_type(w->c, K_CTRL_C);
	walk_expect_exit(w, 0);
	const char *known = refusal_for(w, ROSA, "daffodils and typewriters 1931");

	assert_non_null(strstr(known, "login failed"));
	assert_string_equal(refusal_for(w, "nobody", "daffodils and typewriters 1931"), known);
}

static void a_failed_try_delays_the_next_one(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	walk_login(w, ROSA, "daffodils and typewriters 1931");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "not tried: after a failed try the next one can begin in 1 s");
	walk_expect_sql(w,
		"SELECT count(*) FROM console_accounts c JOIN admins a ON a.id = c.account_id"
		" WHERE a.username = 'rosa' AND failures = 1"
		" AND next_try_at = '2026-11-22T12:00:01.000000'",
		"1");
}

static void the_right_pass_phrase_is_refused_while_the_account_waits(void **state)
{
	struct walk *w = *state;

	assert_non_null(strstr(refusal_for(w, ROSA, "daffodils"), "login failed"));
	assert_non_null(strstr(refusal_for(w, ROSA, ROSAS_WORDS), "too soon"));
}

static void who_logs_in_with_the_seeded_pass_phrase_must_choose_another(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	walk_login(w, ADMIN, ADMINS_WORDS);
	console_expect(w->c, "New pass phrase");
	console_keys(w->c, ADMINS_WORDS K_ENTER ADMINS_WORDS K_ENTER);
	console_expect(w->c, "the pass phrase that everybody knows");
	console_expect_not(w->c, "Queue");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "New pass phrase");
	console_keys(w->c, K_CTRL_C);
	walk_expect_exit(w, 0);
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
	walk_expect_sql(w,
		"SELECT must_change_password FROM console_accounts c JOIN admins a"
		" ON a.id = c.account_id WHERE a.username = 'admin'",
		"1");
}

#define PASTED(text) "\033[200~" text "\033[201~"
#define SEVERAL "what was pasted is more than one line of plain text: nothing was taken"

static void what_is_pasted_goes_on_at_a_tab_as_what_is_typed(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	console_keys(w->c, PASTED(ROSA K_TAB ROSAS_WORDS "\n"));
	console_expect(w->c, "User              rosa");
	console_expect_not(w->c, "tulips");
	console_expect_not(w->c, "welcome");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "welcome, rosa");
	console_keys(w->c, "L");
	console_keys(w->c, PASTED(ROSA K_TAB ROSAS_WORDS));
	console_expect(w->c, SEVERAL);
	console_keys(w->c, PASTED(ROSAS_WORDS));
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "welcome back, rosa");
}

static void a_pasted_line_is_taken_without_its_end_and_too_many_are_refused(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	console_keys(w->c, PASTED(ROSA "\n" ROSAS_WORDS "\nmore"));
	console_expect(w->c, SEVERAL);
	console_expect_not(w->c, "rosa");
	console_expect_not(w->c, "tulips");
	console_keys(w->c, PASTED(ROSA "\b"));
	console_expect(w->c, SEVERAL);
	console_expect_not(w->c, "rosa");
	console_keys(w->c, PASTED(ROSA "\r\n"));
	console_expect(w->c, "User              rosa");
	console_keys(w->c, K_TAB "tulips and ");
	console_keys(w->c, PASTED("typewriters\n1931"));
	console_expect(w->c, SEVERAL);
	console_keys(w->c, PASTED("typewriters 1931\n"));
	console_expect_not(w->c, "welcome");
	console_expect_not(w->c, SEVERAL);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "welcome, rosa");
}

static void a_new_pass_phrase_of_several_lines_is_refused(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	walk_login(w, ADMIN, ADMINS_WORDS);
	console_keys(w->c, PASTED("a calm cup\nof\ntea"));
	console_expect(w->c, SEVERAL);
	console_keys(w->c, PASTED("a calm cup of tea\nor two"));
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "the two were not the same");
	console_keys(w->c, "a calm cup of ");
	console_keys(w->c, PASTED("tea\n"));
	console_keys(w->c, K_ENTER "a calm cup of tea");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "welcome, admin");
}

static void a_well_known_pass_phrase_is_not_taken(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	walk_login(w, ADMIN, ADMINS_WORDS);
	console_keys(w->c, "passwordpassword" K_ENTER "passwordpassword" K_ENTER);
	console_expect_not(w->c, "welcome");
	console_expect(w->c, "New pass phrase");
	console_expect(w->c, "well-known");
}

static void only_the_same_user_unlocks_and_finds_what_was_left(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "jjj" K_TAB);
	const char *before = walk_rows(w, 2, -3);
	console_keys(w->c, "L");
	console_expect(w->c, "the screen is locked");
	console_expect_not(w->c, "Queue");
	console_expect_not(w->c, "pending");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "welcome back, rosa");
	assert_string_equal(walk_rows(w, 2, -3), before);
}

static void the_name_on_a_locked_screen_cannot_be_changed(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "L");
	console_keys(w->c, K_UP "x" K_BACKTAB "y" K_TAB "z");
	console_expect(w->c, "User              rosa");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "login failed");
}

static void a_lock_closes_what_was_open(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "/science");
	console_keys(w->c, K_ESC);
	console_keys(w->c, ":lock" K_ENTER);
	console_expect(w->c, "the screen is locked");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect_not(w->c, "filter:");
	console_expect(w->c, "status:pending");
}

static void set_clock(const char *path, const char *time)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(time, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* A console whose clock is a file. */
static char *rosa_at_ten(struct walk *w)
{
	struct str clock = {0}, env = {0};

	str_addf(&clock, "%s/clock", w->folder);
	str_addf(&env, "TENET_NOW=%s", clock.p);
	set_clock(clock.p, "2026-11-22 10:00:00");
	walk_open_with(w, NULL, (const char *const[]){env.p, NULL});
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "welcome, rosa");
	str_free(&env);
	return clock.p;
}

static void after_twelve_hours_the_pass_phrase_is_asked_for_and_nothing_is_lost(void **state)
{
	struct walk *w = *state;
	char *clock = rosa_at_ten(w);

	console_keys(w->c, "j");
	console_keys(w->c, "e");
	console_keys(w->c, "A word of mine. ");
	console_expect(w->c, "A word of mine.");
	set_clock(clock, "2026-11-22 22:00:00");
	console_keys(w->c, "And more. ");
	console_expect(w->c, "And more.");
	set_clock(clock, "2026-11-22 22:00:01");
	console_keys(w->c, "x");
	console_expect(w->c, "twelve hours since the login: the pass phrase again");
	console_expect_not(w->c, "A word of mine.");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "A word of mine. And more.");
	free(clock);
}

static void what_stands_in_a_prompt_is_there_after_the_lock(void **state)
{
	struct walk *w = *state;
	char *clock = rosa_at_ten(w);

	console_keys(w->c, "/science");
	set_clock(clock, "2026-11-22 22:00:01");
	console_keys(w->c, "x");
	console_expect(w->c, "twelve hours since the login");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "science");
	console_keys(w->c, " type:reply" K_ENTER);
	console_expect(w->c, "science type:reply");
	free(clock);
}

static void control_c_leaves_a_locked_screen(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "L");
	console_type(w->c, K_CTRL_C);
	walk_expect_exit(w, 0);
}

static void control_c_leaves_the_login_screen(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	console_type(w->c, "ros" K_CTRL_C);
	walk_expect_exit(w, 0);
}

static void a_disabled_account_cannot_log_in(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	walk_sql(w, "UPDATE console_accounts SET disabled = 1");
	assert_non_null(strstr(refusal_for(w, ROSA, ROSAS_WORDS), "login failed"));
}

static void tables_that_were_added_are_spoken_of_once(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	console_expect(
		w->c, "added the console's own tables to agent.db; the agent's tables and its");
	console_expect(w->c, "revision 7c2e41f09ab3 are as they were, and");
	console_expect(w->c, ".bak beside it is the file before that");
	console_type(w->c, K_CTRL_C);
	walk_expect_exit(w, 0);
	walk_open(w);
	console_expect_not(w->c, "added the console's own tables");
}

static void a_notice_of_the_site_stands_on_the_login_screen(void **state)
{
	static const char *const env[] = {"TENET_LOGIN_NOTE=be kind\033[2J", NULL};
	struct walk *w = *state;

	walk_open_with(w, NULL, env);
	console_idle(w->c);
	console_expect(w->c, "be kind^[[2J");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(a_pass_phrase_never_reaches_the_screen),
		WALK_BOTH(an_unknown_user_and_a_wrong_pass_phrase_are_refused_alike),
		WALK_BOTH(a_failed_try_delays_the_next_one),
		WALK_BOTH(the_right_pass_phrase_is_refused_while_the_account_waits),
		WALK_BOTH(who_logs_in_with_the_seeded_pass_phrase_must_choose_another),
		WALK(what_is_pasted_goes_on_at_a_tab_as_what_is_typed),
		WALK(a_pasted_line_is_taken_without_its_end_and_too_many_are_refused),
		WALK(a_new_pass_phrase_of_several_lines_is_refused),
		WALK_BOTH(a_well_known_pass_phrase_is_not_taken),
		WALK_BOTH(only_the_same_user_unlocks_and_finds_what_was_left),
		WALK_BOTH(the_name_on_a_locked_screen_cannot_be_changed),
		WALK_BOTH(a_lock_closes_what_was_open),
		WALK_BOTH(after_twelve_hours_the_pass_phrase_is_asked_for_and_nothing_is_lost),
		WALK_BOTH(what_stands_in_a_prompt_is_there_after_the_lock),
		WALK_BOTH(control_c_leaves_a_locked_screen),
		WALK_BOTH(control_c_leaves_the_login_screen),
		WALK_BOTH(a_disabled_account_cannot_log_in),
		WALK(tables_that_were_added_are_spoken_of_once),
		WALK_BOTH(a_notice_of_the_site_stands_on_the_login_screen),
	};

	return RUN_WALKS(tests);
}
