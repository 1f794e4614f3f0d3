/* Another process holds the database for seconds: the keyboard does not wait for it. */
#include "tui/fixture_walk.h"

#define UNDECIDED "SELECT count(*) FROM pending_posts WHERE status = 'pending'"
#define DECISIONS "SELECT count(*) FROM console_decisions"

static void take_lock(struct walk *w)
{
	struct err e = {0};

	if (db_begin(w->db, &e) != 0)
		fail_msg("%s", e.text);
}

static void keys_are_answered_while_a_decision_waits(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	take_lock(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "saving r/de", 20);
	console_wait_text(w->c, "reply in r/changemyview", 20);
	console_type(w->c, "j");
	console_wait_text(w->c, "comment in r/newsokur", 20);
	console_type(w->c, "2");
	console_wait_text(w->c, "Beliefs ─", 20);
	console_type(w->c, "1");
	console_wait_text(w->c, "3 of 180", 20);
	walk_expect_sql(w, UNDECIDED, "180");
	db_rollback(w->db);
	console_idle(w->c);
	console_expect(w->c, "✓ approved r/de");
	walk_expect_sql(w, DECISIONS, "1");
	walk_expect_sql(w, UNDECIDED, "179");
}

static void what_takes_long_says_what_it_does_and_for_how_long(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	take_lock(w);
	console_type(w->c, "x");
	console_wait_text(w->c, "rejecting · 0.", 20);
	console_wait_text(w->c, "rejecting · 1.", 20);
	db_rollback(w->db);
	console_idle(w->c);
	console_expect(w->c, "rejected r/de · u takes it back");
}

static void a_lock_that_stays_fails_the_decision_and_says_so(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	take_lock(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "NOT approved: ", 60);
	console_expect(w->c, "FAILED r/de");
	console_expect(w->c, "1 of 180");
	db_rollback(w->db);
	walk_expect_sql(w, DECISIONS, "0");
	walk_expect_sql(w, UNDECIDED, "180");
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/de");
	walk_expect_sql(w, DECISIONS, "1");
}

static void control_c_ends_the_wait_of_a_decision(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	take_lock(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "approving · ", 20);
	console_type(w->c, K_CTRL_C);
	console_wait_text(w->c, "NOT approved: ", 3);
	console_expect(w->c, "FAILED r/de");
	db_rollback(w->db);
	console_idle(w->c);
	walk_expect_sql(w, DECISIONS, "0");
	walk_expect_sql(w, UNDECIDED, "180");
}

static void several_decisions_wait_in_their_order(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	take_lock(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "our agent wrote", 20);
	console_type(w->c, "x");
	console_wait_text(w->c, "saving r/changemyview", 20);
	console_wait_text(w->c, "comment in r/newsokur", 20);
	console_type(w->c, "a");
	console_wait_text(w->c, "saving r/newsokur", 20);
	db_rollback(w->db);
	console_idle(w->c);
	walk_expect_sql(w,
		"SELECT group_concat(action || ' ' || target_subreddit, ', ') FROM (SELECT * FROM"
		" console_decisions d JOIN pending_posts p ON p.id = d.post_id ORDER BY d.seq)",
		"approve de, reject changemyview, approve newsokur");
}

static void leaving_waits_for_a_decision_that_was_made(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	take_lock(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "saving r/de", 20);
	console_type(w->c, "q");
	console_wait_text(w->c, "saving what you decided", 20);
	db_rollback(w->db);
	walk_expect_exit(w, 0);
	walk_expect_sql(w, DECISIONS, "1");
}

static void a_lock_at_the_start_delays_the_opening_only(void **state)
{
	struct walk *w = *state;

	take_lock(w);
	walk_open_with(w, NULL, NULL);
	console_wait_text(w->c, "Pass phrase", 20);
	db_rollback(w->db);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "welcome, rosa");
}

static void a_database_that_stays_locked_is_given_up_with_a_word(void **state)
{
	struct walk *w = *state;

	take_lock(w);
	walk_open_with(w, NULL, NULL);
	assert_int_equal(console_wait_exit(w->c, 60), 1);
	console_expect_restored(w->c);
	console_expect(w->c, "tenet: ");
	console_expect(w->c, "locked");
	db_rollback(w->db);
	walk_expect_sql(w, "SELECT count(*) FROM sqlite_master WHERE name LIKE 'console%'", "0");
}

static void a_login_that_cannot_be_written_down_says_why(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	take_lock(w);
	console_type(w->c, ROSA K_TAB ROSAS_WORDS K_ENTER);
	console_wait_text(w->c, "locked", 60);
	console_expect_not(w->c, "Queue");
	db_rollback(w->db);
	console_idle(w->c);
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_expect(w->c, "welcome, rosa");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(keys_are_answered_while_a_decision_waits),
		WALK(what_takes_long_says_what_it_does_and_for_how_long),
		WALK(a_lock_that_stays_fails_the_decision_and_says_so),
		WALK(control_c_ends_the_wait_of_a_decision),
		WALK(several_decisions_wait_in_their_order),
		WALK(leaving_waits_for_a_decision_that_was_made),
		WALK(a_lock_at_the_start_delays_the_opening_only),
		WALK(a_database_that_stays_locked_is_given_up_with_a_word),
		WALK(a_login_that_cannot_be_written_down_says_why),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
