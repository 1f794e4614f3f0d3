/* Another process holds the database for seconds: the keyboard does not wait for it. */
#include "tui/fixture_walk.h"

#include <time.h>

#include "postgres/relay.h"

#define UNDECIDED "SELECT count(*) FROM pending_posts WHERE status = 'pending'"
#define DECISIONS "SELECT count(*) FROM console_decisions"

static void keys_are_answered_while_a_decision_waits(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "r/de               saving", 20);
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
	console_expect(w->c, "✓ r/de               approved");
	walk_expect_sql(w, DECISIONS, "1");
	walk_expect_sql(w, UNDECIDED, "179");
}

static void what_takes_long_says_what_it_does_and_for_how_long(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	console_type(w->c, "x1");
	console_wait_text(w->c, "rejecting · 0.", 20);
	console_wait_text(w->c, "▝ rejecting · ", 20);
	console_wait_text(w->c, "▖ rejecting · ", 20);
	console_wait_text(w->c, "rejecting · 1.", 20);
	db_rollback(w->db);
	console_idle(w->c);
	console_expect(w->c, "rejected r/de · u takes it back");
}

static void a_lock_that_stays_fails_the_decision_and_says_so(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "▲ draft 3d110dbb was not decided: agent.db is locked", 60);
	console_expect(w->c, "▸   ▲ r/de               FAILED");
	db_rollback(w->db);
	walk_expect_sql(w, DECISIONS, "0");
	walk_expect_sql(w, UNDECIDED, "180");
	console_idle(w->c);
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/de");
	walk_expect_sql(w, DECISIONS, "1");
}

static void control_c_ends_the_wait_of_a_decision(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "approving · ", 20);
	console_type(w->c, K_CTRL_C);
	console_wait_text(w->c, "▲ draft 3d110dbb was not decided: cancelled", 20);
	console_expect(w->c, "▲ r/de               FAILED");
	db_rollback(w->db);
	console_idle(w->c);
	walk_expect_sql(w, DECISIONS, "0");
	walk_expect_sql(w, UNDECIDED, "180");
}

/* No idle line comes while the lock is held, and a key counts only when a draft could be read. */
static void read_a_moment(void)
{
	static const struct timespec moment = {.tv_nsec = 300 * 1000 * 1000};

	nanosleep(&moment, NULL);
}

/* What comes sooner behind a digit could be the rest of a reason. */
static void type_no_reason(void)
{
	nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
}

static void several_decisions_wait_in_their_order(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "reply in r/changemyview", 20);
	read_a_moment();
	console_type(w->c, "x1");
	console_wait_text(w->c, "r/changemyview     saving", 20);
	console_wait_text(w->c, "comment in r/newsokur", 20);
	type_no_reason();
	console_type(w->c, "a");
	console_wait_text(w->c, "r/newsokur         saving", 20);
	db_rollback(w->db);
	console_idle(w->c);
	walk_expect_sql(w,
		"SELECT action || ' ' || target_subreddit FROM console_decisions d"
		" JOIN pending_posts p ON p.id = d.post_id ORDER BY d.seq",
		"approve de reject changemyview approve newsokur");
}

static void reject(struct walk *w, int draft)
{
	console_wait_text(w->c, arena_printf(&w->arena, "   This ends draft %d.", draft), 20);
	type_no_reason();
	console_type(w->c, "x");
	console_wait_text(w->c, "why?", 20);
	console_type(w->c, "1");
}

/* It is the first decision whose answer does not come, and nothing that was asked before it. */
static void reject_ten(struct walk *w, struct relay *r, int from)
{
	relay_break(r, "off-topic", RELAY_HOLD);
	reject(w, from);
	while (!relay_broke(r))
		;
	for (int i = from + 1; i < from + 10; i++)
		reject(w, i);
	console_wait_text(w->c, arena_printf(&w->arena, "   This ends draft %d.", from + 10), 20);
	console_expect(w->c, "saving");
}

/* What was loaded ahead is decided on; what piled up meanwhile is saved in one transaction. */
static void ten_drafts_are_decided_before_the_first_answer_comes(void **state)
{
	struct walk *w = *state;
	char url[SERVER_URL];
	struct relay *r = relay_start(walk_server(), "walk", url);

	for (int i = 0; i < 32; i++)
		walk_add_first(w,
			span_of(arena_printf(&w->arena, "Draft %d.\n\nThis ends draft %d.", i, i)));
	w->address = arena_strdup(&w->arena, url);
	walk_rosa(w);
	for (int round = 0; round < 3; round++) {
		reject_ten(w, r, 10 * round);
		walk_expect_sql(w, DECISIONS, arena_printf(&w->arena, "%d", 10 * round));
		relay_late(r, 0);
		console_idle(w->c);
		console_expect_not(w->c, "saving");
	}
	walk_expect_sql(w,
		"SELECT left(p.content, 8) FROM console_decisions d JOIN pending_posts p"
		" ON p.id = d.post_id ORDER BY d.seq LIMIT 10",
		"Draft 0. Draft 1. Draft 2. Draft 3. Draft 4. Draft 5. Draft 6. Draft 7. Draft 8."
		" Draft 9.");
	walk_expect_sql(w, DECISIONS, "30");
	walk_expect_sql(w, "SELECT count(DISTINCT xmin::text) FROM console_decisions", "6");
	console_free(&w->c);
	relay_stop(&r);
}

static void leaving_waits_for_a_decision_that_was_made(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "r/de               saving", 20);
	console_type(w->c, "q");
	console_wait_text(w->c, "saving what you decided", 20);
	db_rollback(w->db);
	walk_expect_exit(w, 0);
	walk_expect_sql(w, DECISIONS, "1");
}

/* Presses the key and leaves while the lock is held. */
static void press_and_leave(struct walk *w, const char *key)
{
	console_type(w->c, key);
	console_wait_text(w->c, " s · Ctrl-C stops", 20);
	console_type(w->c, "q");
	console_wait_text(w->c, "saving what you decided", 20);
}

static void commit(struct walk *w, const char *sql)
{
	walk_sql(w, sql);
	walk_commit(w);
}

/* The console is still there, says this, and then can be left as always. */
static void expect_stays(struct walk *w, const char *said)
{
	console_wait_text(w->c, said, 20);
	console_idle(w->c);
	console_expect(w->c, said);
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
}

static void leaving_does_not_go_on_when_a_decision_fails(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	/* Before the decision asks for the account, or each could wait for the other. */
	walk_sql(w, "UPDATE console_accounts SET must_change_password = 1");
	press_and_leave(w, "a");
	walk_commit(w);
	expect_stays(w, "▲ draft 3d110dbb was not decided: rosa must set a new pass phrase first");
	walk_expect_sql(w, DECISIONS, "0");
}

static void leaving_does_not_go_on_when_another_was_first(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	press_and_leave(w, "a");
	commit(w,
		"UPDATE pending_posts SET status = 'rejected', reviewed_by = 'mia', reviewed_at ="
		" '2026-11-22T11:55:00.000000' WHERE id = '3d110dbb-f3bb-4654-9ca3-32df298c21ba'");
	expect_stays(w, "▲ Not decided: mia rejected it first, 5m ago.");
	walk_expect_sql(w, DECISIONS, "0");
}

static void leaving_does_not_go_on_when_nothing_is_taken_back(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "a");
	walk_hold(w);
	press_and_leave(w, "u");
	commit(w,
		"UPDATE pending_posts SET draft_metadata = '{\"reddit_id\": \"t1_out\"}'"
		" WHERE id = '3d110dbb-f3bb-4654-9ca3-32df298c21ba'");
	expect_stays(w, "not taken back: it was published as t1_out");
}

static void control_c_ends_the_wait_of_who_leaves(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	press_and_leave(w, "a");
	console_type(w->c, "x1" K_CTRL_C);
	console_wait_text(w->c, "▲ draft 3d110dbb was not decided: cancelled", 20);
	db_rollback(w->db);
	expect_stays(w, "▲ draft 3d110dbb was not decided: cancelled");
	walk_expect_sql(w, DECISIONS, "0");
	walk_expect_sql(w, UNDECIDED, "180");
}

static void a_lock_at_the_start_delays_the_opening_only(void **state)
{
	struct walk *w = *state;

	walk_hold(w);
	walk_open_with(w, NULL, NULL);
	console_wait_text(w->c, "Pass phrase", 20);
	db_rollback(w->db);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "welcome, rosa");
}

static void the_login_says_what_it_waits_for_and_can_be_left(void **state)
{
	struct walk *w = *state;

	walk_hold(w);
	walk_open_with(w, NULL, NULL);
	console_wait_text(w->c, "opening the database · 0.", 20);
	console_wait_text(w->c, "▝ opening the database · ", 20);
	console_expect(w->c, " s · Ctrl-C leaves");
	console_send(w->c, K_CTRL_C);
	walk_expect_exit(w, 0);
	db_rollback(w->db);
}

static void the_login_says_how_long_the_pass_phrase_is_checked(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	walk_hold(w);
	console_type(w->c, ROSA K_TAB ROSAS_WORDS K_ENTER);
	console_wait_text(w->c, "checking · 0.", 20);
	console_wait_text(w->c, "▖ checking · ", 20);
	db_rollback(w->db);
	console_wait_text(w->c, "welcome, rosa", 20);
	console_expect_not(w->c, "checking");
}

static void a_database_that_stays_locked_is_given_up_with_a_word(void **state)
{
	struct walk *w = *state;

	walk_hold(w);
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
	walk_hold(w);
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
		WALK_BOTH(keys_are_answered_while_a_decision_waits),
		WALK_BOTH(what_takes_long_says_what_it_does_and_for_how_long),
		WALK(a_lock_that_stays_fails_the_decision_and_says_so),
		WALK_BOTH(control_c_ends_the_wait_of_a_decision),
		WALK_BOTH(several_decisions_wait_in_their_order),
		WALK_POSTGRES(ten_drafts_are_decided_before_the_first_answer_comes),
		WALK_BOTH(leaving_waits_for_a_decision_that_was_made),
		WALK_BOTH(leaving_does_not_go_on_when_a_decision_fails),
		WALK_BOTH(leaving_does_not_go_on_when_another_was_first),
		WALK_BOTH(leaving_does_not_go_on_when_nothing_is_taken_back),
		WALK_BOTH(control_c_ends_the_wait_of_who_leaves),
		WALK(a_lock_at_the_start_delays_the_opening_only),
		WALK(the_login_says_what_it_waits_for_and_can_be_left),
		WALK(the_login_says_how_long_the_pass_phrase_is_checked),
		WALK(a_database_that_stays_locked_is_given_up_with_a_word),
		WALK(a_login_that_cannot_be_written_down_says_why),
	};

	return RUN_WALKS(tests);
}
