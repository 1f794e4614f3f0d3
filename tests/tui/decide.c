/* Deciding in the queue: on what was on the screen, once, and taking it back. */
#include "tui/fixture_walk.h"

#include <time.h>

#include "base/str.h"
#include "store/posts.h"

#define UNDECIDED "SELECT count(*) FROM pending_posts WHERE status = 'pending'"
#define DECISIONS "SELECT count(*) FROM console_decisions"

static void a_decision_names_what_was_on_the_screen(void **state)
{
	struct walk *w = *state;
	const char *id = walk_first(w);
	struct post before = {0};
	struct err e = {0};

	assert_int_equal(posts_get(w->db, span_of(id), &w->arena, &before, &e), 0);
	walk_rosa(w);
	console_keys(w->c, "a");
	walk_expect_sql(w, "SELECT post_id FROM console_decisions", id);
	walk_expect_sql(w, "SELECT seen_hash FROM console_decisions", before.hash);
	walk_expect_sql(w, "SELECT actor FROM console_decisions", ROSA);
}

static void keys_typed_ahead_decide_one_draft(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "aaaa");
	console_expect(w->c, "approved r/de");
	console_expect(w->c, "179 pending");
	walk_expect_sql(w, DECISIONS, "1");
	console_keys(w->c, "x111");
	walk_expect_sql(w, DECISIONS, "2");
	walk_expect_sql(w, UNDECIDED, "178");
}

/* At the pace of somebody who types. */
static void the_rest_of_a_reason_that_begins_with_a_digit_is_no_command(void **state)
{
	static const struct timespec pace = {.tv_nsec = 100 * 1000 * 1000};
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x");
	for (const char *p = "2 ads"; *p; p++) {
		console_type(w->c, (char[]){*p, '\0'});
		nanosleep(&pace, NULL);
	}
	console_idle(w->c);
	console_expect(w->c, "not taken: right behind a digit");
	console_expect_not(w->c, "marked");
	walk_expect_sql(w, DECISIONS, "1");
	console_keys(w->c, "a");
	walk_expect_sql(w, DECISIONS, "2");
}

/* As often as a keyboard repeats: thirty times in a second. */
static void hold_key(struct walk *w, const char *key)
{
	static const struct timespec pace = {.tv_nsec = 30 * 1000 * 1000};

	for (int i = 0; i < 30; i++) {
		console_type(w->c, key);
		nanosleep(&pace, NULL);
	}
	console_idle(w->c);
}

static void a_held_key_decides_once(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	hold_key(w, "a");
	walk_expect_sql(w, DECISIONS, "1");
	console_expect(w->c, "the key was held");
	console_keys(w->c, "a");
	walk_expect_sql(w, DECISIONS, "2");
	walk_expect_sql(w, DECISIONS " WHERE viewing_ms < 150", "0");
}

static void a_held_x_opens_the_box_and_types_nothing(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	hold_key(w, "x");
	console_expect(w->c, "Reject the comment in r/de: why?");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "no reason yet");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, "why?");
	walk_expect_sql(w, DECISIONS, "0");
}

static void the_hint_says_what_the_keys_do_now(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x");
	console_expect(w->c, "1–6 rejects");
	console_keys(w->c, K_DOWN);
	console_expect(w->c, "type a reason · ");
	console_expect_not(w->c, "Enter rejects");
	console_keys(w->c, "s");
	console_expect(w->c, "Enter rejects");
}

static void a_reason_that_there_is_no_room_for_rejects_nothing(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 10, 30);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "x");
	console_expect(w->c, "1–5 or type it");
	console_keys(w->c, "6");
	console_expect(w->c, "no room for it: type it");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
	console_keys(w->c, "5");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "1");
}

static void a_digit_rejects_with_the_saved_reason(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x9");
	console_expect(w->c, "no reason has this digit");
	console_keys(w->c, "3");
	console_expect(w->c, "rejected r/de");
	walk_expect_sql(w, "SELECT action || ' ' || reason FROM console_decisions", "reject tone");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions WHERE note IS NULL", "1");
}

static void a_reason_of_ones_own_and_a_note_are_kept(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x");
	console_keys(w->c, "cites 3 dead links" K_TAB "ask Bruno" K_ENTER);
	console_expect(w->c, "rejected r/de");
	walk_expect_sql(w, "SELECT reason || '|' || note FROM console_decisions",
		"cites 3 dead links|ask Bruno");
}

static void a_note_can_go_with_a_saved_reason(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x" K_TAB "see the sidebar" K_TAB "5");
	console_expect(w->c, "rejected r/de");
	walk_expect_sql(
		w, "SELECT reason || '|' || note FROM console_decisions", "rules|see the sidebar");
}

static void a_reason_for_another_subreddit_is_not_offered(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w,
		"INSERT INTO console_reasons (id, code, text, subreddit, post_type, position) "
		"VALUES"
		" ('f0000000-0000-4000-8000-000000000001', 'deutsch', 'Ist nicht auf Deutsch',"
		" 'DE', 'comment', -2),"
		" ('f0000000-0000-4000-8000-000000000002', 'anecdote', 'Is an anecdote',"
		" 'science', NULL, -1)");
	console_keys(w->c, "R");
	console_keys(w->c, "x");
	console_expect(w->c, "1  Ist nicht auf Deutsch");
	console_expect_not(w->c, "Is an anecdote");
}

static void without_saved_reasons_one_types(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w,
		"INSERT INTO console_reasons (id, code, text, subreddit) VALUES"
		" ('f0000000-0000-4000-8000-000000000001', 'x', 'For others only', 'elsewhere')");
	console_keys(w->c, "R");
	console_keys(w->c, "x");
	console_expect(w->c, "No reason is saved for drafts of this kind.");
	console_keys(w->c, "1");
	console_expect(w->c, "no reason has this digit");
	console_keys(w->c, "no" K_ENTER);
	walk_expect_sql(w, "SELECT reason FROM console_decisions", "no");
}

static void what_changes_while_one_looks_for_a_reason_is_not_rejected(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x");
	walk_sql_on(w, "UPDATE pending_posts SET content = 'Quite another text.' WHERE id = '%s'",
		walk_first(w));
	console_keys(w->c, "1");
	console_expect(w->c, "Not decided: the draft changed since you saw it.");
	walk_expect_sql(w, DECISIONS, "0");
}

/* 80 lines, of which the last says what the others hide. */
static const char *add_long_draft(struct walk *w)
{
	struct str text = {0};

	for (int i = 1; i < 80; i++)
		str_addf(&text, "%d: nothing that anybody would mind.\n", i);
	str_add(&text, "80: and here is what it is about.");
	const char *id = walk_add_first(w, str_span(&text));
	str_free(&text);
	return id;
}

static void what_was_not_on_the_screen_is_not_approved(void **state)
{
	struct walk *w = *state;

	add_long_draft(w);
	walk_rosa(w);
	console_expect(w->c, "unread lines · J: ");
	console_keys(w->c, "a");
	console_expect(w->c, "not approved: ");
	console_expect(w->c, "unread · J goes on");
	walk_expect_sql(w, DECISIONS, "0");
	for (int i = 0; i < 12; i++)
		console_keys(w->c, "J");
	console_expect(w->c, "80: and here is what it is about.");
	console_expect_not(w->c, "unread lines");
	console_keys(w->c, "a");
	console_expect(w->c, "approved");
	walk_expect_sql(w, DECISIONS, "1");
}

/* Until it says something else. */
static void what_was_read_to_its_end_need_not_be_read_again(void **state)
{
	struct walk *w = *state;
	const char *id = add_long_draft(w);

	walk_rosa(w);
	for (int i = 0; i < 12; i++)
		console_keys(w->c, "J");
	console_keys(w->c, "a");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back");
	console_expect(w->c, "J: more");
	console_keys(w->c, "j");
	console_keys(w->c, "k");
	console_expect_not(w->c, "unread lines");
	walk_sql_on(w, "UPDATE pending_posts SET content = content || ' And more.' WHERE id = '%s'",
		id);
	console_wait_text(w->c, "This draft changed while you read it", 20);
	console_keys(w->c, "j");
	console_keys(w->c, "k");
	console_expect(w->c, "unread lines");
	console_keys(w->c, "a");
	console_expect(w->c, "unread · J goes on");
	walk_sql_on(w,
		"UPDATE pending_posts SET content = replace(content, ' And more.', '')"
		" WHERE id = '%s'",
		id);
	console_wait_gone(w->c, "unread lines", 20);
	console_keys(w->c, "j");
	console_keys(w->c, "k");
	console_keys(w->c, "a");
	console_expect(w->c, "approved");
	walk_expect_sql(w,
		"SELECT status FROM pending_posts WHERE id = (SELECT post_id FROM"
		" console_decisions LIMIT 1)",
		"approved");
}

static void a_narrow_heading_says_first_what_is_unread(void **state)
{
	struct walk *w = *state;
	const char *id = add_long_draft(w);

	walk_sql_on(w,
		"UPDATE pending_posts SET target_subreddit = 'explainlikeimfive'"
		" WHERE id = '%s'",
		id);
	walk_open_size(w, 15, 40);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, " comment in r/expla");
	console_expect(w->c, "J: ");
	console_expect(w->c, " left ");
	console_keys(w->c, "a");
	console_expect(w->c, "unread · J goes on");
	walk_expect_sql(w, DECISIONS, "0");
}

static void a_jump_to_the_end_has_not_shown_the_middle(void **state)
{
	struct walk *w = *state;

	add_long_draft(w);
	walk_rosa(w);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "G");
	console_keys(w->c, "a");
	console_expect(w->c, "not approved: ");
	console_expect(w->c, "unread · J goes on");
	walk_expect_sql(w, DECISIONS, "0");
}

static void what_was_not_on_the_screen_can_be_rejected(void **state)
{
	struct walk *w = *state;

	add_long_draft(w);
	walk_rosa(w);
	console_keys(w->c, "x1");
	walk_expect_sql(w, "SELECT action FROM console_decisions", "reject");
}

static void moving_and_deciding_in_one_breath_decides_nothing(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "ja");
	console_expect(w->c, "not decided: the draft was not on the screen yet");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "a");
	walk_expect_sql(w, DECISIONS, "1");
}

static void a_long_answer_goes_on_in_the_line_of_the_keys(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 15, 40);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "sa");
	assert_string_equal(console_row(w->c, 13), "─ not decided: the draft was not on ────");
	assert_string_equal(console_row(w->c, 14), "  the screen yet");
	console_keys(w->c, "J");
	console_expect(w->c, " a approve  x reject  ? help  q close");
	walk_expect_sql(w, DECISIONS, "0");
}

static void a_list_without_the_draft_beside_it_decides_nothing(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 15, 40);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "a");
	console_expect(w->c, "Enter opens the draft");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "a");
	console_expect(w->c, "2 unread · J goes on");
	console_keys(w->c, "J");
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/de");
	walk_expect_sql(w, DECISIONS, "1");
}

static void a_skipped_draft_stays_undecided(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "s");
	console_expect(w->c, "2 of 180");
	console_keys(w->c, "x1");
	walk_expect_sql(w,
		"SELECT p.target_subreddit FROM console_decisions d JOIN pending_posts p"
		" ON p.id = d.post_id",
		"changemyview");
	walk_expect_sql(w, UNDECIDED, "179");
}

static void a_decided_draft_is_not_decided_again(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "a");
	console_keys(w->c, "k");
	console_expect(w->c, "Approved by rosa");
	console_expect_not(w->c, "a approve");
	console_keys(w->c, "?/approve");
	console_expect(w->c, "a         approve        this draft is decided already");
	console_keys(w->c, K_ESC K_ESC);
	console_keys(w->c, "x");
	console_expect(w->c, "this draft is decided already");
	walk_expect_sql(w, DECISIONS, "1");
}

static void undo_walks_back_through_ones_own_decisions(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "a");
	console_keys(w->c, "x1");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back: pending again in r/changemyview");
	console_expect(w->c, "2 of 180");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back: pending again in r/de");
	console_expect(w->c, "1 of 180");
	console_keys(w->c, "u");
	console_expect(w->c, "you have no decision to take back");
	walk_expect_sql(w, UNDECIDED, "180");
	walk_expect_sql(w, DECISIONS, "4");
}

static void what_was_taken_back_can_be_decided_anew(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "a");
	console_keys(w->c, "u");
	console_keys(w->c, "x1");
	console_expect(w->c, "rejected r/de");
	walk_expect_sql(w,
		"SELECT status FROM pending_posts p JOIN console_decisions d"
		" ON d.post_id = p.id WHERE d.action = 'reject'",
		"rejected");
	console_keys(w->c, "k");
	console_keys(w->c, "J");
	console_expect(w->c, "taken back by rosa");
}

static void a_published_draft_stays_out_and_the_one_before_comes_back(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "a");
	console_keys(w->c, "a");
	walk_sql(w,
		"UPDATE pending_posts SET draft_metadata = '{\"reddit_id\": \"t1_out\"}'"
		" WHERE id = (SELECT post_id FROM console_decisions WHERE seq = 2)");
	console_keys(w->c, "u");
	console_expect(w->c, "not taken back: it was published as t1_out");
	console_expect(w->c, "u again");
	walk_expect_sql(w, DECISIONS, "2");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back: pending again in r/de");
	walk_expect_sql(w,
		DECISIONS " WHERE action = 'undo' AND post_id ="
			  " (SELECT post_id FROM console_decisions WHERE seq = 1)",
		"1");
}

static void another_moderators_decision_is_not_mine_to_take_back(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "a");
	walk_sql(w,
		"UPDATE pending_posts SET reviewed_by = 'bruno', status = 'rejected'"
		" WHERE id = (SELECT post_id FROM console_decisions)");
	console_keys(w->c, "u");
	console_expect(w->c, "not taken back: it is rejected by now");
	walk_expect_sql(w, DECISIONS, "1");
}

static void keys_without_a_meaning_say_so(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "w");
	console_expect(w->c, "w means nothing here");
	console_keys(w->c, K_CTRL_C);
	console_expect(w->c, "nothing to cancel");
	console_keys(w->c, "t");
	console_expect(w->c, "means nothing here");
	walk_expect_sql(w, DECISIONS, "0");
}

static void escape_never_leaves_the_console(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	for (int i = 0; i < 3; i++)
		console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 180");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(a_decision_names_what_was_on_the_screen),
		WALK_BOTH(keys_typed_ahead_decide_one_draft),
		WALK_BOTH(the_rest_of_a_reason_that_begins_with_a_digit_is_no_command),
		WALK_BOTH(a_held_key_decides_once),
		WALK_BOTH(a_held_x_opens_the_box_and_types_nothing),
		WALK(the_hint_says_what_the_keys_do_now),
		WALK(a_reason_that_there_is_no_room_for_rejects_nothing),
		WALK_BOTH(a_digit_rejects_with_the_saved_reason),
		WALK_BOTH(a_reason_of_ones_own_and_a_note_are_kept),
		WALK_BOTH(a_note_can_go_with_a_saved_reason),
		WALK_BOTH(a_reason_for_another_subreddit_is_not_offered),
		WALK_BOTH(without_saved_reasons_one_types),
		WALK_BOTH(what_changes_while_one_looks_for_a_reason_is_not_rejected),
		WALK_BOTH(what_was_not_on_the_screen_is_not_approved),
		WALK_BOTH(what_was_read_to_its_end_need_not_be_read_again),
		WALK_BOTH(a_narrow_heading_says_first_what_is_unread),
		WALK_BOTH(a_jump_to_the_end_has_not_shown_the_middle),
		WALK_BOTH(what_was_not_on_the_screen_can_be_rejected),
		WALK_BOTH(moving_and_deciding_in_one_breath_decides_nothing),
		WALK_BOTH(a_long_answer_goes_on_in_the_line_of_the_keys),
		WALK_BOTH(a_list_without_the_draft_beside_it_decides_nothing),
		WALK_BOTH(a_skipped_draft_stays_undecided),
		WALK_BOTH(a_decided_draft_is_not_decided_again),
		WALK_BOTH(undo_walks_back_through_ones_own_decisions),
		WALK_BOTH(what_was_taken_back_can_be_decided_anew),
		WALK_BOTH(a_published_draft_stays_out_and_the_one_before_comes_back),
		WALK_BOTH(another_moderators_decision_is_not_mine_to_take_back),
		WALK_BOTH(keys_without_a_meaning_say_so),
		WALK_BOTH(escape_never_leaves_the_console),
	};

	return RUN_WALKS(tests);
}
