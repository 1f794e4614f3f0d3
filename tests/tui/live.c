/* Others work on the same file: the agent, and other moderators. */
#include <stdio.h>

#include "tui/fixture_walk.h"

#define DECISIONS "SELECT count(*) FROM console_decisions"

static const char add_last[] =
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, status,"
	" created_at) SELECT 'eeeeeeee-0000-4000-8000-000000000000', id, 'Fresh from the agent.', "
	"'comment',"
	" 'breaking', 'pending', '2026-11-22 11:59:00' FROM personas LIMIT 1";

static void a_new_draft_is_announced_and_moves_nothing(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "jj");
	const char *before = walk_rows(w, 2, -3);
	walk_sql(w, add_last);
	console_wait_text(w->c, "3 of 180 · 1 new: R", 20);
	console_wait_text(w->c, "181 pending", 20);
	assert_string_equal(walk_rows(w, 2, -3), before);
	console_keys(w->c, "R");
	console_expect(w->c, "3 of 181");
	console_expect_not(w->c, "1 new");
	console_keys(w->c, "G");
	console_expect(w->c, "Fresh from the agent.");
}

static void an_older_draft_that_comes_late_moves_nothing_either(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	const char *before = walk_rows(w, 2, -3);
	walk_add_first(w, SPAN_LIT("Late, but older than all others."));
	console_wait_text(w->c, "1 new: R", 20);
	assert_string_equal(walk_rows(w, 2, -3), before);
	console_keys(w->c, "R");
	console_expect(w->c, "2 of 181");
	console_keys(w->c, "g");
	console_expect(w->c, "Late, but older than all others.");
}

/* SQL that is done after the key was pressed and before the decision is made: the decision waits
 * for the lock that the SQL holds. */
static void press_and_lose(struct walk *w, const char *key, const char *sql, const char *id)
{
	walk_hold(w);
	walk_sql_on(w, sql, id);
	console_type(w->c, key);
	console_wait_text(w->c, "ing · ", 20);
	walk_commit(w);
	console_idle(w->c);
}

static void who_decides_second_is_told_who_was_first(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);

	walk_rosa(w);
	press_and_lose(w, "x1",
		"UPDATE pending_posts SET status = 'approved', reviewed_by = 'bruno',"
		" reviewed_at = '2026-11-22T11:58:00.000000' WHERE id = '%s'",
		id);
	console_expect(w->c, "Not decided: bruno approved it first, 2m ago.");
	console_expect(w->c, "Approved by bruno, 2m ago");
	console_expect(w->c, "1 of 180");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "x");
	console_expect(w->c, "this draft is decided already");
}

/* Without a key, as the draft itself is shown anew. */
static void why_a_draft_cannot_be_decided_goes_when_it_can(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);

	walk_sql_on(w, "UPDATE pending_posts SET status = 'approved' WHERE id = '%s'", id);
	walk_rosa(w);
	console_keys(w->c, "/status:approved" K_ENTER);
	console_keys(w->c, "x");
	console_expect(w->c, "this draft is decided already");
	walk_sql_on(w, "UPDATE pending_posts SET status = 'pending' WHERE id = '%s'", id);
	console_wait_text(w->c, "this draft is pending again", 20);
	console_expect_not(w->c, "decided already");
}

static void what_was_not_decided_is_not_said_any_more_when_it_is(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);

	walk_rosa(w);
	press_and_lose(w, "a",
		"UPDATE pending_posts SET content = 'Buy my coins instead.' WHERE id = '%s'", id);
	console_expect(w->c, "▲ Not decided: the draft changed since you saw it.");
	walk_sql_on(w, "UPDATE pending_posts SET status = 'approved' WHERE id = '%s'", id);
	console_wait_text(w->c, "this draft is approved by now", 20);
	console_wait_gone(w->c, "Not decided", 20);
}

static void a_draft_that_changed_is_shown_anew_and_decided_on_its_new_text(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);

	walk_rosa(w);
	press_and_lose(w, "a",
		"UPDATE pending_posts SET content = 'Buy my coins instead.' WHERE id = '%s'", id);
	console_expect(w->c,
		"▲ Not decided: the draft changed since you saw it. Here is what it says now.");
	console_expect(w->c, "Buy my coins instead.");
	console_expect(w->c, "180 pending");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "x1");
	console_expect(w->c, "rejected r/de");
	walk_expect_sql(w, "SELECT action || ': ' || content_before FROM console_decisions",
		"reject: Buy my coins instead.");
}

static void a_draft_that_is_being_decided_is_not_decided_twice(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_hold(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "approving · ", 20);
	console_type(w->c, "kx");
	console_wait_text(w->c, "this draft is being decided", 20);
	db_rollback(w->db);
	console_idle(w->c);
	walk_expect_sql(w, "SELECT action FROM console_decisions", "approve");
}

static void a_draft_that_was_deleted_is_not_decided(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);

	walk_rosa(w);
	press_and_lose(w, "a", "DELETE FROM pending_posts WHERE id = '%s'", id);
	console_expect(w->c, "Not decided: the draft was deleted.");
	console_expect(w->c, "r/de               deleted");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "a");
	console_expect(w->c, "this draft was deleted");
	console_keys(w->c, "j");
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/changemyview");
}

static void a_text_that_changes_under_the_reader_is_shown_from_its_beginning(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);

	walk_rosa(w);
	walk_sql_on(
		w, "UPDATE pending_posts SET content = 'Quite another text.' WHERE id = '%s'", id);
	console_wait_text(
		w->c, "▲ This draft changed while you read it: here is what it says now.", 20);
	console_expect(w->c, "Quite another text.");
	walk_expect_sql(w, DECISIONS, "0");
}

static void a_key_that_follows_a_change_at_once_decides_nothing(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);

	walk_rosa(w);
	walk_sql_on(w, "UPDATE pending_posts SET content = 'Buy my coins instead.' WHERE id = '%s'",
		id);
	console_keys(w->c, "a");
	console_expect(w->c, "Buy my coins instead.");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/de");
	walk_expect_sql(w, "SELECT content_before FROM console_decisions", "Buy my coins instead.");
}

static void a_change_must_be_read_before_a_key_counts(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);

	walk_rosa(w);
	walk_sql_on(
		w, "UPDATE pending_posts SET content = 'Quite another text.' WHERE id = '%s'", id);
	console_wait_text(w->c, "This draft changed while you read it", 20);
	console_keys(w->c, "a");
	console_expect(w->c, "not decided: what is on the screen has just changed; read it first");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "a");
	walk_expect_sql(w,
		"SELECT action || ': ' || content_before FROM console_decisions"
		" WHERE viewing_ms >= 1000",
		"approve: Quite another text.");
}

static void a_change_after_a_failure_is_told_too(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);

	walk_rosa(w);
	walk_sql(w, "UPDATE console_accounts SET must_change_password = 1");
	console_keys(w->c, "a");
	console_expect(w->c, "▲ draft 3d110dbb was not decided");
	walk_sql_on(
		w, "UPDATE pending_posts SET content = 'Quite another text.' WHERE id = '%s'", id);
	console_wait_text(w->c, "This draft changed while you read it", 20);
	console_expect(w->c, "Quite another text.");
}

/* A thread so long that the draft's own words do not fit below it. */
#define TEN_LINES "line\\nline\\nline\\nline\\nline\\nline\\nline\\nline\\nline\\nline\\n"
static const char long_thread[] = "UPDATE pending_posts SET draft_metadata ="
				  " '{\"original_reply\": {\"author\": \"eve\", \"body\":"
				  " \"" TEN_LINES TEN_LINES TEN_LINES "\"}}'"
				  " WHERE id = '%s'";

static void what_the_reader_must_know_is_seen_above_a_long_thread(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, SPAN_LIT("a\u200bpprove me"));

	walk_sql_on(w, long_thread, id);
	walk_rosa(w);
	console_expect(w->c, "▲ Hidden or misleading content in the draft:");
	walk_sql_on(w, "UPDATE pending_posts SET content = 'Plain words.' WHERE id = '%s'", id);
	console_wait_text(w->c, "▲ This draft changed while you read it", 20);
	console_keys(w->c, "s");
	console_keys(w->c, "k");
	console_expect(w->c, "▲ This draft changed while you read it");
}

static void set_clock(const char *path, const char *time)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(time, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* Of the draft that is shown as of those in the list, and nobody's place is lost by it. */
static void ages_in_a_draft_go_on_with_the_next_key(void **state)
{
	struct walk *w = *state;
	const char *clock = arena_printf(&w->arena, "%s/clock", w->folder);
	const char *env[] = {arena_printf(&w->arena, "TENET_NOW=%s", clock), NULL};

	set_clock(clock, "2026-11-22 12:00:00");
	walk_add_first(w, SPAN_LIT("One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix."));
	walk_open_with(w, NULL, env);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "x");
	console_keys(w->c, "1");
	console_keys(w->c, "k");
	console_expect(w->c, "Rejected by rosa, just now");
	set_clock(clock, "2026-11-22 12:03:00");
	console_keys(w->c, K_TAB);
	console_expect(w->c, "Rejected by rosa, 3m ago");
	console_keys(w->c, "J");
	console_expect_not(w->c, "Rejected by rosa");
	const char *before = walk_rows(w, 14, -3);
	set_clock(clock, "2026-11-22 12:08:00");
	console_keys(w->c, K_TAB);
	console_keys(w->c, K_TAB);
	assert_string_equal(walk_rows(w, 14, -3), before);
	console_keys(w->c, "K");
	console_expect(w->c, "Rejected by rosa, 8m ago");
}

static void a_decision_of_another_is_seen_without_a_key(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);

	walk_rosa(w);
	walk_sql_on(w,
		"UPDATE pending_posts SET status = 'rejected', reviewed_by = 'bruno',"
		" reviewed_at = '2026-11-22T11:58:00.000000' WHERE id = '%s'",
		id);
	console_wait_text(w->c, "Rejected by bruno, 2m ago", 20);
	console_wait_text(w->c, "179 pending", 20);
	console_expect(w->c, "✗ r/de               rejected");
	console_expect(w->c, "1 of 180");
}

static void who_may_decide_is_asked_when_it_is_decided(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w, "UPDATE console_accounts SET must_change_password = 1");
	console_keys(w->c, "a");
	console_expect(
		w->c, "▲ draft 3d110dbb was not decided: rosa must set a new pass phrase first");
	console_expect(w->c, "▲ r/de               FAILED");
	walk_expect_sql(w, DECISIONS, "0");
	walk_expect_sql(w, "SELECT count(*) FROM pending_posts WHERE status = 'pending'", "180");
}

static void a_stance_that_the_agent_adds_appears_on_the_timeline(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "2");
	console_keys(w->c, "t");
	console_expect(w->c, "1 of 3 versions");
	walk_sql(w,
		"INSERT INTO stance_versions (id, persona_id, belief_id, text, confidence, status,"
		" created_at) SELECT 'eeeeeeee-0000-4000-8000-000000000001', persona_id, id,"
		" 'Machines should always say so.', 0.95, 'deprecated', '2026-11-22 11:00:00'"
		" FROM belief_nodes WHERE id = '0cb1e29c-658c-4a14-95e6-0af593bd04cf'");
	console_wait_text(w->c, "of 4 versions", 20);
}

/* Both decide on the second draft, which bruno has open, while neither can write; whoever is second
 * is told. */
static void press_both_at_once(struct walk *w, struct console *rosas)
{
	console_keys(rosas, "s");
	console_expect(rosas, "2 of 180");
	console_expect(w->c, "2 of 180");
	console_wait_text(rosas, "open: bruno", 20);
	walk_hold(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "approving · ", 20);
	console_type(rosas, "xy1");
	console_wait_text(rosas, "rejecting · ", 20);
	db_rollback(w->db);
	console_idle(w->c);
	console_idle(rosas);
	if (console_has(w->c, "approved r/changemyview ·"))
		console_expect(rosas, "▲ Not decided: bruno approved it first, just now.");
	else
		console_expect(w->c, "▲ Not decided: rosa rejected it first, just now.");
}

static void of_two_moderators_at_two_consoles_the_second_is_told(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	struct console *rosas = w->c;
	walk_sql(w,
		"UPDATE admins SET username = 'bruno', hashed_password = (SELECT"
		" hashed_password FROM admins WHERE username = 'rosa')"
		" WHERE username = 'admin'");
	walk_open(w);
	walk_login(w, "bruno", ROSAS_WORDS);
	console_wait_text(w->c, "open: rosa", 20);
	console_keys(w->c, "a");
	console_keys(w->c, "y");
	console_expect(w->c, "approved r/de");
	console_wait_text(rosas, "Approved by bruno", 20);
	console_wait_text(rosas, "approved  ", 20);
	console_keys(rosas, "x");
	console_expect(rosas, "this draft is decided already");
	console_keys(rosas, "u");
	console_expect(rosas, "you have no decision to take back");
	press_both_at_once(w, rosas);
	console_free(&rosas);
	walk_expect_sql(w, "SELECT count(DISTINCT post_id) FROM console_decisions", "2");
	walk_expect_sql(w, DECISIONS, "2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(a_new_draft_is_announced_and_moves_nothing),
		/* A server does not know which draft came last, only which is the newest. */
		WALK(an_older_draft_that_comes_late_moves_nothing_either),
		WALK_BOTH(who_decides_second_is_told_who_was_first),
		WALK_BOTH(why_a_draft_cannot_be_decided_goes_when_it_can),
		WALK_BOTH(what_was_not_decided_is_not_said_any_more_when_it_is),
		WALK_BOTH(a_draft_that_changed_is_shown_anew_and_decided_on_its_new_text),
		WALK_BOTH(a_draft_that_is_being_decided_is_not_decided_twice),
		WALK_BOTH(a_draft_that_was_deleted_is_not_decided),
		WALK_BOTH(a_text_that_changes_under_the_reader_is_shown_from_its_beginning),
		WALK(a_key_that_follows_a_change_at_once_decides_nothing),
		WALK(a_change_must_be_read_before_a_key_counts),
		WALK(a_change_after_a_failure_is_told_too),
		WALK(what_the_reader_must_know_is_seen_above_a_long_thread),
		WALK(ages_in_a_draft_go_on_with_the_next_key),
		WALK_BOTH(a_decision_of_another_is_seen_without_a_key),
		WALK_BOTH(of_two_moderators_at_two_consoles_the_second_is_told),
		WALK_BOTH(who_may_decide_is_asked_when_it_is_decided),
		WALK_BOTH(a_stance_that_the_agent_adds_appears_on_the_timeline),
	};

	return RUN_WALKS(tests);
}
