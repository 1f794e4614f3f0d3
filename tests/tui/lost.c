/* The server goes away under the console, at each moment at which it matters, and comes back. */
#include "tui/fixture_walk.h"

#include "postgres/relay.h"

#define DECISIONS "SELECT count(*) FROM console_decisions"
#define LOST "the connection is lost: you can go on reading; trying again"
#define BACK "the connection is back"

/* The other process has lost its connection, too. */
static void come_back(struct walk *w)
{
	struct err e = {0};

	server_restart(walk_server());
	if (db_reconnect(w->db, &e) != 0)
		fail_msg("%s", e.text);
}

/* The console comes to its server through a line that can be cut. */
static struct relay *open_relay(struct walk *w)
{
	char url[SERVER_URL];
	struct relay *r = relay_start(walk_server(), "walk", url);

	w->address = arena_strdup(&w->arena, url);
	return r;
}

static void close_relay(struct walk *w, struct relay *r)
{
	console_free(&w->c);
	relay_stop(&r);
}

/* What came on the screen by itself must be read first. */
static void approve(struct walk *w)
{
	do {
		console_keys(w->c, "a");
	} while (console_has(w->c, "read it first"));
	console_expect(w->c, "approved r/de");
	walk_expect_sql(w, DECISIONS, "1");
}

/* --- Login. --- */

static void a_login_without_a_server_says_why_and_works_when_it_is_back(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	server_crash(walk_server());
	console_type(w->c, ROSA K_TAB ROSAS_WORDS K_ENTER);
	console_wait_text(w->c, "lost the connection to postgresql://postgres@/walk", 20);
	console_expect_not(w->c, "Queue");
	come_back(w);
	do {
		console_keys(w->c, ROSAS_WORDS K_ENTER);
	} while (console_has(w->c, "connection to postgresql"));
	console_expect(w->c, "welcome, rosa");
	console_expect(w->c, "1 of 180");
}

/* --- Page. --- */

static void what_is_on_the_screen_can_be_read_while_the_server_is_gone(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "jj");
	const char *before = walk_rows(w, 3, -3);
	server_crash(walk_server());
	console_wait_text(w->c, LOST, 60);
	assert_string_equal(walk_rows(w, 3, -3), before);
	console_keys(w->c, "J");
	console_keys(w->c, "K");
	console_keys(w->c, "kj");
	console_expect(w->c, "3 of 180");
	assert_string_equal(walk_rows(w, 3, -3), before);
	come_back(w);
	console_wait_text(w->c, BACK, 60);
	console_idle(w->c);
	console_expect(w->c, "3 of 180");
	assert_string_equal(walk_rows(w, 3, -3), before);
}

static bool has_context(struct walk *w)
{
	return console_has(w->c, "Its last drafts in this subreddit") ||
		console_has(w->c, "Its first draft in this subreddit.");
}

static void ten_drafts_ahead_can_be_read_with_what_stands_beside_them(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	server_crash(walk_server());
	console_wait_text(w->c, LOST, 60);
	for (int i = 2; i <= 11; i++) {
		console_keys(w->c, "j");
		console_expect(w->c, arena_printf(&w->arena, "%d of 180", i));
		console_expect_not(w->c, "Loading the draft");
		for (int page = 0; page < 20 && !has_context(w); page++)
			console_keys(w->c, "J");
		assert_true(has_context(w));
	}
	come_back(w);
	console_wait_text(w->c, BACK, 60);
}

static void a_page_that_did_not_come_leaves_the_reader_where_he_was(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	walk_rosa(w);
	console_keys(w->c, "jj");
	const char *before = walk_rows(w, 3, -3);
	relay_break(r, "DESC", RELAY_LOSE_REQUEST);
	console_keys(w->c, "G");
	assert_true(relay_broke(r));
	assert_string_equal(walk_rows(w, 3, -3), before);
	console_wait_text(w->c, BACK, 60);
	console_expect(w->c, "3 of 180");
	console_keys(w->c, "G");
	console_expect(w->c, "▸  8w r/newsokur");
	close_relay(w, r);
}

/* --- Decision. --- */

static void a_decision_without_a_server_is_not_made_and_can_be_made_again(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	server_crash(walk_server());
	console_keys(w->c, "a");
	console_expect(w->c, "▲ draft 3d110dbb was not decided");
	come_back(w);
	console_wait_text(w->c, BACK, 60);
	console_idle(w->c);
	walk_expect_sql(w, DECISIONS, "0");
	console_expect(w->c, "1 of 180");
	approve(w);
}

static void a_line_that_breaks_during_a_decision_decides_nothing(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	walk_rosa(w);
	relay_break(r, "UPDATE pending_posts", RELAY_LOSE_ANSWER);
	console_keys(w->c, "a");
	assert_true(relay_broke(r));
	console_expect(w->c, "▲ draft 3d110dbb was not decided");
	console_wait_text(w->c, BACK, 60);
	walk_expect_sql(w, DECISIONS, "0");
	approve(w);
	close_relay(w, r);
}

/* A firewall forgets the connection: nobody is told, and nothing passes any more. */
static void a_line_that_falls_silent_is_given_up_with_control_c(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	walk_rosa(w);
	relay_silence(r);
	console_type(w->c, "a");
	console_wait_text(w->c, "approving · ", 20);
	console_type(w->c, K_CTRL_C);
	console_wait_text(w->c, "▲ draft 3d110dbb was not decided", 20);
	console_wait_text(w->c, BACK, 60);
	walk_expect_sql(w, DECISIONS, "0");
	console_idle(w->c);
	approve(w);
	close_relay(w, r);
}

static void a_decision_that_takes_the_server_too_long_is_not_made(void **state)
{
	struct walk *w = *state;

	w->address = arena_printf(&w->arena, "%s&options=-cstatement_timeout%%3D400", w->address);
	walk_rosa(w);
	walk_hold(w);
	console_type(w->c, "a");
	console_wait_text(w->c, "▲ draft 3d110dbb was not decided", 20);
	console_expect(w->c, "statement timeout");
	walk_commit(w);
	console_idle(w->c);
	walk_expect_sql(w, DECISIONS, "0");
	approve(w);
}

/* --- COMMIT. --- */

static void a_commit_that_never_arrived_is_looked_up_and_said_not_to_stand(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	walk_rosa(w);
	relay_break_commit(r, "approve", RELAY_LOSE_REQUEST);
	console_keys(w->c, "a");
	console_wait_text(w->c, "Not decided: the connection was lost before it was saved.", 60);
	console_idle(w->c);
	walk_expect_sql(w, DECISIONS, "0");
	approve(w);
	close_relay(w, r);
}

static void a_commit_whose_answer_was_lost_is_looked_up_and_said_to_stand(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	walk_rosa(w);
	relay_break_commit(r, "reject", RELAY_LOSE_ANSWER);
	console_keys(w->c, "x1");
	console_wait_text(w->c, "it was saved before the connection was lost: rejected", 60);
	console_wait_text(w->c, "179 pending", 20);
	console_expect(w->c, "✗ r/de               rejected");
	console_expect(w->c, "2 of 180");
	walk_expect_sql(w, DECISIONS, "1");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back: pending again in r/de");
	close_relay(w, r);
}

static void a_taking_back_whose_answer_was_lost_is_looked_up_among_ones_own_decisions(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	walk_rosa(w);
	console_keys(w->c, "x1");
	console_keys(w->c, "D");
	relay_break_commit(r, "undo", RELAY_LOSE_ANSWER);
	console_keys(w->c, "u");
	console_wait_text(w->c, "connected again: the decision was taken back", 60);
	console_wait_text(w->c, "▸ now ✗ taken back", 20);
	walk_expect_sql(w, DECISIONS " WHERE action = 'undo'", "1");
	console_keys(w->c, "1");
	console_keys(w->c, "x1");
	console_keys(w->c, "D");
	relay_break_commit(r, "undo", RELAY_LOSE_REQUEST);
	console_keys(w->c, "u");
	console_wait_text(w->c, "connected again: the decision was not taken back", 60);
	console_expect(w->c, "▸ now ✗ rejected");
	walk_expect_sql(w, DECISIONS " WHERE action = 'undo'", "1");
	close_relay(w, r);
}

/* A commit stops here before it is one. */
static const char stop_before_commit[] =
	"CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$"
	" BEGIN PERFORM pg_sleep(600); RETURN NULL; END; $$;"
	"CREATE CONSTRAINT TRIGGER stop AFTER INSERT ON console_decisions"
	" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stop()";
static const char commits_that_sleep[] =
	"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";

static void a_server_that_dies_during_a_commit_is_asked_what_became_of_it(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w, stop_before_commit);
	console_type(w->c, "a");
	while (walk_number(w, commits_that_sleep) == 0)
		;
	server_crash(walk_server());
	come_back(w);
	walk_sql(w, "DROP FUNCTION stop() CASCADE");
	console_wait_text(w->c, "Not decided: the connection was lost before it was saved.", 60);
	console_idle(w->c);
	walk_expect_sql(w, DECISIONS, "0");
	approve(w);
}

/* --- The editor, a question, a batch. --- */

#define TEXT "Teh cat sat on the mat."
#define K_CTRL_S "\023"
#define EDITED "SELECT content_after FROM console_decisions"

static void the_text_in_the_editor_outlives_the_server(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT(TEXT));
	walk_rosa(w);
	console_keys(w->c, "e");
	console_keys(w->c, "Oh! ");
	server_crash(walk_server());
	console_keys(w->c, K_CTRL_S);
	console_keys(w->c, "a");
	console_expect(w->c, "your text is still here");
	console_expect(w->c, "Oh! " TEXT);
	come_back(w);
	walk_expect_sql(w, DECISIONS, "0");
	do {
		console_keys(w->c, K_CTRL_S);
		console_keys(w->c, "a");
	} while (console_has(w->c, "your text is still here"));
	console_expect(w->c, "as you edited it");
	walk_expect_sql(w, EDITED, "Oh! " TEXT);
}

static void an_edited_draft_whose_answer_was_lost_is_looked_up(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	walk_add_first(w, SPAN_LIT(TEXT));
	walk_rosa(w);
	console_keys(w->c, "e");
	console_keys(w->c, "Oh! " K_CTRL_S);
	relay_break_commit(r, "approve", RELAY_LOSE_ANSWER);
	console_keys(w->c, "a");
	console_wait_text(w->c, "it was saved before the connection was lost: approved", 60);
	walk_expect_sql(w, EDITED, "Oh! " TEXT);
	close_relay(w, r);
}

static void a_reason_given_while_the_server_is_gone_can_be_given_again(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x");
	server_crash(walk_server());
	console_keys(w->c, "1");
	console_expect(w->c, "▲ draft 3d110dbb was not decided");
	come_back(w);
	console_wait_text(w->c, BACK, 60);
	console_idle(w->c);
	walk_expect_sql(w, DECISIONS, "0");
	do {
		console_keys(w->c, "x1");
	} while (console_has(w->c, "read it first"));
	console_expect(w->c, "rejected r/de");
	walk_expect_sql(w, DECISIONS, "1");
}

/* The whole queue is marked; the line breaks at the first batch that is saved. */
static void mark_all_and_approve(struct walk *w, struct relay *r, enum relay_fault fault)
{
	walk_rosa(w);
	console_keys(w->c, "*");
	console_wait_text(w->c, "180 marked", 20);
	console_keys(w->c, ";");
	console_keys(w->c, "a");
	relay_break_commit(r, "approve", fault);
	console_keys(w->c, "180" K_ENTER);
	console_idle(w->c);
}

static void a_batch_whose_answer_was_lost_is_looked_up(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	mark_all_and_approve(w, r, RELAY_LOSE_ANSWER);
	console_wait_text(w->c, " of 180 approved", 60);
	console_expect(w->c, "still marked");
	console_expect(w->c, "the connection was lost, and the rest was not tried");
	const char *saved = walk_text(w, DECISIONS);
	console_expect(w->c, arena_printf(&w->arena, "─ %s drafts approved ─", saved));
	console_keys(w->c, K_ESC);
	console_keys(w->c, "u");
	console_keys(w->c, "y");
	console_wait_text(w->c, arena_printf(&w->arena, "─ %s drafts taken back ─", saved), 20);
	walk_expect_sql(w, "SELECT count(*) FROM pending_posts WHERE status = 'pending'", "180");
	close_relay(w, r);
}

static void a_batch_that_was_never_saved_stays_marked(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	mark_all_and_approve(w, r, RELAY_LOSE_REQUEST);
	console_wait_text(w->c, "0 of 180 approved", 60);
	console_expect(w->c, "180 not tried; still marked");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "180 marked");
	close_relay(w, r);
}

/* --- Steering. --- */

#define STEERED "SELECT count(*) FROM belief_updates WHERE updated_by = 'rosa'"

static void nudge_and_lose(struct walk *w, struct relay *r, enum relay_fault fault)
{
	walk_open(w);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	console_keys(w->c, "j");
	console_expect(w->c, "2 of 24");
	console_keys(w->c, "-");
	relay_break_commit(r, "because", fault);
	console_keys(w->c, K_TAB "because" K_CTRL_S);
	assert_true(relay_broke(r));
}

static void a_nudge_whose_answer_was_lost_is_looked_up_and_said_to_stand(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	nudge_and_lose(w, r, RELAY_LOSE_ANSWER);
	console_wait_text(w->c, "it was saved before the connection was lost · u undoes", 60);
	console_idle(w->c);
	console_expect_not(w->c, "Lower the confidence");
	console_wait_text(w->c, "0.875 Bayesian updating", 20);
	walk_expect_sql(w, STEERED, "1");
	close_relay(w, r);
}

static void a_nudge_that_never_arrived_is_said_not_to_stand_and_can_be_made_again(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	nudge_and_lose(w, r, RELAY_LOSE_REQUEST);
	console_wait_text(w->c, "not saved: the connection was lost before it was", 60);
	console_idle(w->c);
	console_expect(w->c, "Lower the confidence");
	console_expect(w->c, "because");
	walk_expect_sql(w, STEERED, "0");
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "nudged to 0.875 · u undoes");
	walk_expect_sql(w, STEERED, "1");
	close_relay(w, r);
}

/* --- LISTEN. --- */

static const char add_last[] =
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, status,"
	" created_at) SELECT 'eeeeeeee-0000-4000-8000-000000000000', id, 'Fresh from the agent.',"
	" 'comment', 'breaking', 'pending', '2026-11-22 11:59:00' FROM personas LIMIT 1";

static void what_changed_while_the_line_was_cut_is_shown_when_it_is_back(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	walk_rosa(w);
	relay_break(r, "LISTEN", RELAY_LOSE_REQUEST);
	server_crash(walk_server());
	come_back(w);
	walk_sql(w, add_last);
	console_wait_text(w->c, BACK, 60);
	assert_true(relay_broke(r));
	console_wait_text(w->c, "1 of 180 · 1 new: R", 20);
	console_wait_text(w->c, "181 pending", 20);
	walk_sql(w,
		"UPDATE pending_posts SET status = 'rejected', reviewed_by = 'bruno'"
		" WHERE target_subreddit = 'breaking'");
	console_wait_text(w->c, "180 pending", 20);
	close_relay(w, r);
}

/* No notification comes through it: the console looks for itself. */
static void changes_are_seen_through_a_proxy_that_lends_sessions(void **state)
{
	struct walk *w = *state;
	struct relay *r = open_relay(w);

	relay_lend_sessions(r);
	walk_rosa(w);
	walk_sql(w, add_last);
	console_wait_text(w->c, "1 of 180 · 1 new: R", 20);
	approve(w);
	close_relay(w, r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_POSTGRES(a_login_without_a_server_says_why_and_works_when_it_is_back),
		WALK_POSTGRES(what_is_on_the_screen_can_be_read_while_the_server_is_gone),
		WALK_POSTGRES(ten_drafts_ahead_can_be_read_with_what_stands_beside_them),
		WALK_POSTGRES(a_page_that_did_not_come_leaves_the_reader_where_he_was),
		WALK_POSTGRES(a_decision_without_a_server_is_not_made_and_can_be_made_again),
		WALK_POSTGRES(a_line_that_breaks_during_a_decision_decides_nothing),
		WALK_POSTGRES(a_line_that_falls_silent_is_given_up_with_control_c),
		WALK_POSTGRES(a_decision_that_takes_the_server_too_long_is_not_made),
		WALK_POSTGRES(a_commit_that_never_arrived_is_looked_up_and_said_not_to_stand),
		WALK_POSTGRES(a_commit_whose_answer_was_lost_is_looked_up_and_said_to_stand),
		WALK_POSTGRES(
			a_taking_back_whose_answer_was_lost_is_looked_up_among_ones_own_decisions),
		WALK_POSTGRES(a_server_that_dies_during_a_commit_is_asked_what_became_of_it),
		WALK_POSTGRES(the_text_in_the_editor_outlives_the_server),
		WALK_POSTGRES(an_edited_draft_whose_answer_was_lost_is_looked_up),
		WALK_POSTGRES(a_reason_given_while_the_server_is_gone_can_be_given_again),
		WALK_POSTGRES(a_batch_whose_answer_was_lost_is_looked_up),
		WALK_POSTGRES(a_batch_that_was_never_saved_stays_marked),
		WALK_POSTGRES(a_nudge_whose_answer_was_lost_is_looked_up_and_said_to_stand),
		WALK_POSTGRES(
			a_nudge_that_never_arrived_is_said_not_to_stand_and_can_be_made_again),
		WALK_POSTGRES(what_changed_while_the_line_was_cut_is_shown_when_it_is_back),
		WALK_POSTGRES(changes_are_seen_through_a_proxy_that_lends_sessions),
	};

	return RUN_WALKS(tests);
}
