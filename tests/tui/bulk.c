/* Marks, and one step for all that is marked. */
#include "tui/fixture_walk.h"

#include "base/str.h"

#define UNDECIDED "SELECT count(*) FROM pending_posts WHERE status = 'pending'"
#define DECISIONS "SELECT count(*) FROM console_decisions"
#define BATCHES "SELECT count(DISTINCT batch_id) FROM console_decisions WHERE batch_id IS NOT NULL"

static void keys(struct walk *w, const char *const *all)
{
	for (; *all; all++)
		console_keys(w->c, *all);
}

static void mark(struct walk *w, int n)
{
	for (int i = 0; i < n; i++)
		console_keys(w->c, " ");
}

/* --- Marks. --- */

static void space_marks_a_draft_and_goes_down(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 3);
	console_expect(w->c, "4 of 180 · 3 marked");
	console_expect(w->c, "•r/de");
	console_keys(w->c, "k");
	console_keys(w->c, " ");
	console_expect(w->c, "2 marked");
	console_keys(w->c, "U");
	console_expect(w->c, "no draft is marked any more");
	console_expect_not(w->c, "•r/de");
	console_keys(w->c, "U");
	console_expect(w->c, "none was marked");
}

static void a_range_follows_the_cursor_there_and_back(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	keys(w, (const char *const[]){"j", "j", "v", "j", "j", "j", NULL});
	console_expect(w->c, "range of 4");
	keys(w, (const char *const[]){"k", "k", "k", "k", "k", NULL});
	console_expect(w->c, "range of 3");
	console_keys(w->c, "v");
	console_expect(w->c, "1 of 180 · 3 marked");
	keys(w, (const char *const[]){"G", "v", "k", "k", K_ESC, NULL});
	console_expect(w->c, "the range is left: its rows are not marked");
	console_expect_not(w->c, "range of");
	keys(w, (const char *const[]){"g", "j", "j", "j", "v", K_PGDN, " ", NULL});
	console_expect_not(w->c, "range of");
	console_expect_not(w->c, " · 3 marked");
}

static void a_decided_draft_is_not_marked(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_expect(w->c, "Space mark");
	keys(w, (const char *const[]){"a", "k", NULL});
	console_expect_not(w->c, "Space mark");
	keys(w, (const char *const[]){" ", NULL});
	console_expect(w->c, "not marked: marks are for drafts that can be decided");
	console_expect(w->c, "Space mark");
	keys(w, (const char *const[]){"k", "v", "j", "j", "v", NULL});
	console_expect(w->c, "2 marked");
}

static void a_star_marks_all_that_match_the_filter(void **state)
{
	struct walk *w = *state;
	const char *here = walk_text(w, UNDECIDED " AND lower(target_subreddit) = 'science'");
	struct str said = {0};

	walk_rosa(w);
	keys(w, (const char *const[]){"/", "sub:science", K_ENTER, "*", NULL});
	str_addf(&said, "%s marked: all that match", here);
	console_expect(w->c, str_cstr(&said));
	keys(w, (const char *const[]){K_ESC, "*", NULL});
	console_expect(w->c, "180 marked: all that match");
	str_free(&said);
}

#define MANY \
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit," \
	" status, created_at, updated_at)" \
	" SELECT gen_random_uuid(), p.id, 'one of many', 'comment', 'science', 'pending'," \
	" '2026-09-01 00:00:00', '2026-09-01 00:00:00'" \
	" FROM (SELECT id FROM personas LIMIT 1) p, generate_series(1, 90000)"

/* Each part of it is over in a moment; one of them is made to wait, until db_rollback. */
static void mark_all_and_wait(struct walk *w)
{
	struct err e = {0};

	console_type(w->c, "*");
	console_wait_text(w->c, "00 marked", 20);
	assert_int_equal(db_begin(w->db, &e), 0);
	walk_sql(w, "LOCK TABLE pending_posts IN ACCESS EXCLUSIVE MODE");
	console_wait_text(w->c, " marking drafts ", 20);
}

static void log_in_to_many(struct walk *w)
{
	w->address = arena_printf(&w->arena, "%s&options=-clock_timeout%%3D600000", w->address);
	walk_sql(w, MANY);
	walk_rosa(w);
}

/* In the small window the name and the number give way to the key that stops it. */
static void marking_many_says_how_far_it_is_and_stops(void **state)
{
	struct walk *w = *state;

	log_in_to_many(w);
	mark_all_and_wait(w);
	console_wait_text(w->c, "00 · ", 20);
	console_expect(w->c, " s · Ctrl-C stops");
	console_drag(w->c, 15, 40);
	console_wait_text(w->c, " marking ", 20);
	console_wait_text(w->c, " s · Ctrl-C ", 20);
	console_drag(w->c, 24, 80);
	console_wait_text(w->c, " s · Ctrl-C stops", 20);
	console_type(w->c, K_CTRL_C);
	console_wait_text(w->c, "00 marked so far", 20);
	db_rollback(w->db);
	console_idle(w->c);
	console_expect_not(w->c, "marking drafts");
}

/* The box stays: it was not what the key was for. */
static void what_runs_stops_under_a_box_too(void **state)
{
	static const struct {
		const char *key, *shows;
	} boxes[] = {{"?", "What works here"}, {":", "─ Do ─"}, {"/", "filter: "},
		{"V", "Saved filters"}};
	struct walk *w = *state;

	log_in_to_many(w);
	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
		mark_all_and_wait(w);
		console_type(w->c, boxes[i].key);
		console_wait_text(w->c, boxes[i].shows, 20);
		console_type(w->c, K_CTRL_C);
		db_rollback(w->db);
		console_idle(w->c);
		console_expect(w->c, boxes[i].shows);
		console_expect_not(w->c, "marking drafts");
		console_keys(w->c, K_ESC);
		console_expect_not(w->c, "90,180 marked");
		console_keys(w->c, "U");
	}
}

static void marks_stay_on_their_drafts(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 3);
	const char *before = walk_rows(w, 3, 5);
	keys(w, (const char *const[]){"/", "nobody wrote this", K_ENTER, NULL});
	console_expect(w->c, "3 marked");
	keys(w, (const char *const[]){K_ESC, "g", NULL});
	walk_add_first(w, SPAN_LIT("a draft that comes in between"));
	console_keys(w->c, "R");
	console_keys(w->c, "g");
	console_expect(w->c, "181 · 3 marked");
	console_keys(w->c, "j");
	console_keys(w->c, "j");
	console_keys(w->c, "j");
	console_keys(w->c, "j");
	assert_non_null(strstr(walk_rows(w, 4, 6), "•r/de"));
	assert_non_null(before);
}

/* --- One step for all. --- */

static void nothing_marked_means_nothing_done(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, ";");
	console_expect(w->c, "nothing is marked: Space marks a draft");
	/* Who typed on meant all that is marked, and not this one. */
	console_keys(w->c, "a");
	console_expect(w->c, "nothing is marked: Space marks a draft");
	walk_expect_sql(w, DECISIONS, "0");
	/* Any other key is one of its own. */
	console_keys(w->c, ";");
	console_keys(w->c, "j");
	console_expect(w->c, "2 of 180");
	console_keys(w->c, "a");
	walk_expect_sql(w, DECISIONS, "1");
	walk_expect_sql(w, BATCHES, "0");
}

static void keys_that_overtake_the_marking_decide_nothing_alone(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "*;a");
	walk_expect_sql(w, DECISIONS, "0");
}

static void only_the_two_keys_are_for_all_marked(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 2);
	console_keys(w->c, ";");
	console_expect(w->c, "to all marked: a approves · x rejects");
	console_expect(w->c, " a approve  x reject  Esc cancel  ? help");
	console_keys(w->c, "s");
	console_expect(w->c, "not for marked drafts: only a and x are");
	console_expect(w->c, "3 of 180");
	console_keys(w->c, ";");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "the marked drafts stay as they are");
	/* A key without a meaning ends it, too. */
	console_keys(w->c, ";");
	console_keys(w->c, "w");
	console_expect(w->c, "w means nothing here");
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/");
	walk_expect_sql(w, DECISIONS, "1");
}

static void the_question_says_what_is_at_stake_and_no_is_the_default(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 4);
	keys(w, (const char *const[]){"/", "sub:science", K_ENTER, ";", "a", NULL});
	console_expect(w->c, "Approve 4 drafts?");
	console_expect(w->c, "The filter hides ");
	console_expect(w->c, "to the end");
	keys(w, (const char *const[]){"a", K_ENTER, " ", NULL});
	console_expect(w->c, "Approve 4 drafts?");
	console_keys(w->c, "n");
	console_expect_not(w->c, "Approve 4 drafts?");
	console_expect(w->c, "4 marked");
	walk_expect_sql(w, DECISIONS, "0");
}

/* Who only passed over a long draft has seen its beginning. */
static void what_was_read_in_part_is_not_said_to_be_unopened(void **state)
{
	struct walk *w = *state;
	struct str text = {0};

	for (int i = 0; i < 60; i++)
		str_add(&text, "a line of many\n\n");
	walk_add_first(w, str_span(&text));
	walk_add_first(w, SPAN_LIT("a short one"));
	walk_open_size(w, 24, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	keys(w,
		(const char *const[]){
			"g", " ", " ", "/", "nobody wrote this", K_ENTER, "*", ";", "a", NULL});
	console_expect(w->c, "The filter hides 2 of them.");
	console_expect(w->c, "You have read 1 to the end, 1 in part.");
	keys(w, (const char *const[]){"n", K_ESC, "*", ";", "a", NULL});
	console_expect(w->c, "; never opened: 1");
	str_free(&text);
}

static void who_only_rushes_past_has_read_nothing(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_add_first(w, SPAN_LIT("a short one"));
	walk_add_first(w, SPAN_LIT("another"));
	walk_add_first(w, SPAN_LIT("one more"));
	keys(w, (const char *const[]){"R", "g", "   ", ";", "a", NULL});
	console_expect(w->c, "Approve 3 drafts?");
	console_expect(w->c, "You have read 1 to the end; never opened: 2.");
}

static void what_the_agents_check_flagged_is_counted_before_it_is_approved(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "UPDATE pending_posts SET draft_metadata = NULL");
	walk_add_first(w, SPAN_LIT("a flagged one"));
	walk_sql(w,
		"UPDATE pending_posts SET draft_metadata ="
		" '{\"evaluation\": {\"approved\": false, \"flags\": [\"off_topic\"]}}'"
		" WHERE content = 'a flagged one'");
	walk_rosa(w);
	keys(w, (const char *const[]){"g", " ", ";", "a", NULL});
	console_expect(w->c, "The agent's own check has flagged it.");
	keys(w, (const char *const[]){"n", " ", ";", "a", NULL});
	console_expect(w->c, "Flagged by the agent's own check: 1.");
	keys(w, (const char *const[]){"n", "g", " ", ";", "a", NULL});
	console_expect(w->c, "Approve 1 draft?");
	console_expect_not(w->c, "own check");
}

static void a_batch_of_one_is_spoken_of_as_one(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_add_first(w, SPAN_LIT("a short one"));
	keys(w, (const char *const[]){"R", "g", " ", ";", "x", "no", K_ENTER, NULL});
	console_expect(w->c, "Reject 1 draft?");
	console_expect(w->c, "The filter does not hide it.");
	console_expect(w->c, "You have read it to the end.");
	console_expect(w->c, "y reject it");
	console_keys(w->c, "y");
	console_expect(w->c, "│ ✗ dddddddd  r/science");
	console_expect(w->c, "one u takes it back, until you decide again");
}

static void leaving_says_first_that_marks_are_forgotten(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 2);
	console_keys(w->c, "q");
	console_expect(w->c, "leaving forgets 2 marked drafts · q again leaves");
	console_keys(w->c, "j");
	console_keys(w->c, "q");
	console_expect(w->c, "leaving forgets 2 marked drafts");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
}

static void leaving_from_elsewhere_tells_of_all_that_is_marked(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	keys(w, (const char *const[]){" ", "v", "j", "j", "2", " ", "7", "q", NULL});
	console_expect(w->c, "leaving forgets 4 marked drafts and 1 marked belief");
	keys(w, (const char *const[]){":", "quit", NULL});
	console_type(w->c, K_ENTER);
	walk_expect_exit(w, 0);
}

static void all_marked_are_decided_in_one_batch(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 5);
	keys(w, (const char *const[]){";", "a", "y", NULL});
	console_expect(w->c, "5 drafts approved");
	console_expect(w->c, "5 of 5 approved in ");
	console_expect(w->c, "one u takes all of it back, until you decide again");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "175 pending");
	console_expect_not(w->c, "marked");
	walk_expect_sql(w, DECISIONS " WHERE action = 'approve' AND actor = 'rosa'", "5");
	walk_expect_sql(w, BATCHES, "1");
	walk_expect_sql(w, UNDECIDED, "175");
	/* What was read to its end is decided on what was read. */
	walk_expect_sql(w, "SELECT count(seen_hash) > 0 FROM console_decisions", "1");
}

static void a_reason_is_asked_for_once(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 3);
	keys(w, (const char *const[]){";", "x", NULL});
	console_expect(w->c, "Reject 3 drafts: why?");
	keys(w, (const char *const[]){"same joke thrice", K_ENTER, NULL});
	console_expect(w->c, "Reject 3 drafts?");
	console_expect(w->c, "The reason: same joke thrice");
	console_keys(w->c, "y");
	console_expect(w->c, "3 drafts rejected");
	walk_expect_sql(w,
		DECISIONS " WHERE action = 'reject' AND reason = 'same joke thrice'"
			  " AND batch_id IS NOT NULL",
		"3");
}

static void a_reason_that_is_not_given_decides_nothing(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 3);
	keys(w, (const char *const[]){";", "x", K_ESC, NULL});
	console_expect(w->c, "3 marked");
	walk_expect_sql(w, DECISIONS, "0");
}

static void many_have_to_be_counted_by_who_decides(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	keys(w, (const char *const[]){"*", ";", "a", NULL});
	console_expect(w->c, "Approve 180 drafts?");
	console_expect(w->c, "type 180 and Enter");
	keys(w, (const char *const[]){"y", K_ENTER, NULL});
	console_expect(w->c, "that is not it; type 180");
	walk_expect_sql(w, DECISIONS, "0");
	keys(w, (const char *const[]){K_BACKSPACE, "180", K_ENTER, NULL});
	console_expect(w->c, " drafts approved");
	walk_expect_sql(w, BATCHES, "1");
}

#define A_THOUSAND \
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit," \
	" status, created_at, updated_at)" \
	" WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)" \
	" SELECT 'dddddddd-0000-4000-8000-00000000' || i, (SELECT id FROM personas LIMIT 1)," \
	" 'one of many', 'comment', 'thousand', 'pending', '2026-09-01 00:00:00'," \
	" '2026-09-01 00:00:00' FROM n"

static void the_place_in_a_long_report_has_numbers_that_can_be_read(void **state)
{
	struct walk *w = *state;

	walk_sql(w, A_THOUSAND);
	walk_rosa(w);
	keys(w, (const char *const[]){"/", "sub:thousand", K_ENTER, "*", ";", "a", NULL});
	keys(w, (const char *const[]){"1000", K_ENTER, NULL});
	console_wait_text(w->c, " · line 1 of 1,00", 20);
}

static void hidden_content_that_was_not_opened_stays_undecided(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	const char *id = walk_add_first(w, SPAN_LIT("safe \xE2\x80\xAE txet"));
	keys(w, (const char *const[]){"G", "*", ";", "a", NULL});
	console_expect(w->c, "What hides something that you have not looked at stays as it is.");
	keys(w, (const char *const[]){"181", K_ENTER, NULL});
	console_expect(w->c, "dddddddd  it hides what you did not look at · r/science");
	walk_expect_sql(w,
		arena_printf(&w->arena, "SELECT status FROM pending_posts WHERE id = '%s'", id),
		"pending");
	assert_true(walk_number(w, DECISIONS) > 170);
	console_keys(w->c, K_ESC);
	console_expect(w->c, " marked");
}

static void what_hides_is_approved_with_others_once_it_was_looked_at(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, SPAN_LIT("safe \xE2\x80\xAE txet"));

	walk_rosa(w);
	mark(w, 2);
	keys(w, (const char *const[]){"g", "j", ";", "a", "y", NULL});
	console_expect(w->c, "1 of 2 approved");
	console_expect(w->c, "dddddddd  it hides what you did not look at · r/science");
	keys(w, (const char *const[]){K_ESC, "g", "h", K_ESC, ";", "a", "y", NULL});
	console_expect(w->c, "1 of 1 approved");
	walk_expect_sql(w,
		arena_printf(&w->arena, "SELECT status FROM pending_posts WHERE id = '%s'", id),
		"approved");
}

static void what_others_decided_first_is_in_the_report(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 4);
	walk_sql_on(w,
		"UPDATE pending_posts SET status = 'rejected', reviewed_by = 'bruno',"
		" reviewed_at = '2026-11-22 11:00:00' WHERE id = '%s'",
		walk_first(w));
	keys(w, (const char *const[]){";", "a", NULL});
	console_expect(w->c, "Approve 3 drafts?");
	console_expect(w->c, "1 more cannot be decided: decided or deleted meanwhile.");
	console_keys(w->c, "y");
	console_expect(w->c, "3 of 4 approved");
	console_expect(w->c, "1 not: see below; still marked");
	console_expect(w->c, "rejected by bruno, 1h ago");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 marked");
	walk_expect_sql(w, DECISIONS, "3");
	keys(w, (const char *const[]){";", "x", "1", NULL});
	console_expect(
		w->c, "none of what is marked can be rejected: all of it is decided or deleted");
	console_expect_not(w->c, "Reject 1 draft?");
}

static void what_is_pending_again_meanwhile_is_not_decided_with_the_rest(void **state)
{
	struct walk *w = *state;
	const char *first = walk_first(w);

	walk_rosa(w);
	mark(w, 4);
	walk_sql_on(w, "UPDATE pending_posts SET status = 'rejected' WHERE id = '%s'", first);
	keys(w, (const char *const[]){";", "a", NULL});
	console_expect(w->c, "Approve 3 drafts?");
	walk_sql_on(w, "UPDATE pending_posts SET status = 'pending' WHERE id = '%s'", first);
	console_keys(w->c, "y");
	console_expect(w->c, "3 of 4 approved");
	console_expect(w->c, "it is pending again");
	walk_expect_sql(w, DECISIONS, "3");
}

static void who_lost_the_right_decides_nothing_and_is_told(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 3);
	keys(w, (const char *const[]){";", "a", NULL});
	walk_sql(w, "UPDATE console_accounts SET must_change_password = 1");
	console_keys(w->c, "y");
	console_expect(w->c, "0 of 3 approved");
	console_expect(w->c, "rosa must set a new pass phrase first");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "3 marked");
	walk_expect_sql(w, DECISIONS, "0");
}

static void ctrl_c_stops_a_batch(void **state)
{
	struct walk *w = *state;

	if (w->engine == DB_POSTGRES) /* the lock is waited for until the key is pressed */
		w->address =
			arena_printf(&w->arena, "%s&options=-clock_timeout%%3D600000", w->address);
	walk_rosa(w);
	mark(w, 3);
	keys(w, (const char *const[]){";", "a", NULL});
	walk_hold(w);
	console_type(w->c, "y");
	console_wait_text(w->c, "0 of 3", 10);
	console_keys(w->c, K_CTRL_C);
	console_expect(w->c, "stopped, as you asked");
	db_rollback(w->db);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "3 marked");
	walk_expect_sql(w, DECISIONS, "0");
}

/* The bar is the first to shrink, then what is of less use goes whole. */
static void how_a_batch_is_stopped_is_said_in_every_width(void **state)
{
	struct walk *w = *state;

	w->address = arena_printf(&w->arena, "%s&options=-clock_timeout%%3D600000", w->address);
	walk_rosa(w);
	keys(w, (const char *const[]){"*", ";", "a", NULL});
	console_keys(w->c, "180");
	walk_hold(w);
	console_type(w->c, K_ENTER);
	console_wait_text(w->c, "approving ──────────────── 0 of 180 · 0/s · ", 10);
	console_expect(w->c, " s · Ctrl-C stops");
	console_drag(w->c, 24, 60);
	console_wait_text(w->c, "approving ───────── 0 of 180", 10);
	console_wait_text(w->c, " s · Ctrl-C stops", 10);
	console_drag(w->c, 15, 40);
	console_wait_text(w->c, " approving 0 · ", 10);
	console_wait_text(w->c, " s · Ctrl-C stops", 10);
	console_expect_not(w->c, "0 of 180");
	console_keys(w->c, K_CTRL_C);
	db_rollback(w->db);
	console_drag(w->c, 24, 80);
	console_wait_text(w->c, "stopped, as you asked", 20);
}

/* --- Taking it back. --- */

static void one_u_takes_a_batch_back(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 5);
	keys(w, (const char *const[]){";", "a", "y", K_ESC, "u", NULL});
	console_expect(w->c, "Take back 5 decisions?");
	console_keys(w->c, "n");
	walk_expect_sql(w, DECISIONS, "5");
	keys(w, (const char *const[]){"u", "y", NULL});
	console_expect(w->c, "5 of 5 taken back");
	console_expect(w->c, "marked again · U unmarks all");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "180 pending");
	console_expect(w->c, "180 · 5 marked");
	walk_expect_sql(w, UNDECIDED, "180");
	walk_expect_sql(w,
		DECISIONS " u JOIN console_decisions d ON d.id = u.undoes WHERE u.action = 'undo'",
		"5");
	console_keys(w->c, "u");
	console_expect(w->c, "you have no decision to take back");
}

static void the_box_of_what_was_done_takes_it_back_by_the_key_it_names(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 4);
	keys(w, (const char *const[]){";", "a", "y", NULL});
	console_expect(w->c, " u takes it back · Esc closes");
	console_keys(w->c, "u");
	console_expect(w->c, "Take back 4 decisions?");
	console_expect_not(w->c, "4 of 4 approved");
	walk_expect_sql(w, DECISIONS, "4");
	console_keys(w->c, "y");
	console_expect(w->c, "4 of 4 taken back");
	/* There is nothing of it to take back. */
	console_expect_not(w->c, "takes it back");
	console_keys(w->c, "u");
	console_expect(w->c, "4 of 4 taken back");
	walk_expect_sql(w, UNDECIDED, "180");
}

static void a_batch_of_one_is_marked_again_when_it_is_taken_back(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 1);
	keys(w, (const char *const[]){";", "a", "y", K_ESC, NULL});
	console_expect_not(w->c, "1 marked");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back: pending again in r/de · marked again");
	console_expect(w->c, "1 marked");
	/* What was decided by itself had no mark. */
	keys(w, (const char *const[]){" ", "k", "a", "u", NULL});
	console_expect(w->c, "taken back: pending again");
	console_expect_not(w->c, "marked");
}

static void what_is_taken_back_is_in_the_list_again(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	keys(w, (const char *const[]){"/", "sub:science", K_ENTER, NULL});
	mark(w, 2);
	keys(w, (const char *const[]){";", "a", "y", K_ESC, K_ESC, "g", "j", "j", NULL});
	console_expect(w->c, "3 of 178");
	console_expect(w->c, "comment in r/newsokur");
	keys(w, (const char *const[]){"u", "y", K_ESC, NULL});
	console_expect(w->c, "3 of 180");
	console_expect(w->c, "comment in r/newsokur");
}

static void a_batch_of_an_earlier_session_is_taken_back_but_for_what_went_out(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "a");
	mark(w, 3);
	keys(w, (const char *const[]){";", "a", "y", K_ESC, "q", NULL});
	walk_expect_exit(w, 0);
	walk_sql(w,
		"UPDATE pending_posts SET draft_metadata = '{\"reddit_id\": \"t1_out\"}'"
		" WHERE id = (SELECT post_id FROM console_decisions WHERE seq = 3)");
	walk_rosa(w);
	keys(w, (const char *const[]){"u", "y", NULL});
	console_expect(w->c, "2 of 3 taken back");
	console_expect(w->c, "it was published as t1_out");
	/* The next one goes past it. */
	keys(w, (const char *const[]){K_ESC, "u", NULL});
	console_expect(w->c, "taken back: pending again in r/de");
	walk_expect_sql(w, UNDECIDED, "179");
}

static void what_is_loaded_for_a_prompt_does_not_stop_the_counting(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	mark(w, 2);
	keys(w, (const char *const[]){"/", "sub:science", K_ENTER, NULL});
	console_keys(w->c, ";a/");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "Approve 2 drafts?");
	console_expect(w->c, "The filter hides 2 of them.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(what_is_loaded_for_a_prompt_does_not_stop_the_counting),
		WALK_BOTH(space_marks_a_draft_and_goes_down),
		WALK_BOTH(a_range_follows_the_cursor_there_and_back),
		WALK_BOTH(a_decided_draft_is_not_marked),
		WALK_BOTH(a_star_marks_all_that_match_the_filter),
		WALK_POSTGRES(marking_many_says_how_far_it_is_and_stops),
		WALK_POSTGRES(what_runs_stops_under_a_box_too),
		WALK_BOTH(marks_stay_on_their_drafts),
		WALK_BOTH(nothing_marked_means_nothing_done),
		WALK_BOTH(keys_that_overtake_the_marking_decide_nothing_alone),
		WALK_BOTH(only_the_two_keys_are_for_all_marked),
		WALK_BOTH(the_question_says_what_is_at_stake_and_no_is_the_default),
		WALK(what_was_read_in_part_is_not_said_to_be_unopened),
		WALK(who_only_rushes_past_has_read_nothing),
		WALK_BOTH(what_the_agents_check_flagged_is_counted_before_it_is_approved),
		WALK(a_batch_of_one_is_spoken_of_as_one),
		WALK(leaving_says_first_that_marks_are_forgotten),
		WALK(leaving_from_elsewhere_tells_of_all_that_is_marked),
		WALK_BOTH(all_marked_are_decided_in_one_batch),
		WALK_BOTH(a_reason_is_asked_for_once),
		WALK_BOTH(a_reason_that_is_not_given_decides_nothing),
		WALK_BOTH(many_have_to_be_counted_by_who_decides),
		WALK(the_place_in_a_long_report_has_numbers_that_can_be_read),
		WALK_BOTH(hidden_content_that_was_not_opened_stays_undecided),
		WALK_BOTH(what_hides_is_approved_with_others_once_it_was_looked_at),
		WALK_BOTH(what_others_decided_first_is_in_the_report),
		WALK_BOTH(what_is_pending_again_meanwhile_is_not_decided_with_the_rest),
		WALK_BOTH(who_lost_the_right_decides_nothing_and_is_told),
		WALK_BOTH(ctrl_c_stops_a_batch),
		WALK_POSTGRES(how_a_batch_is_stopped_is_said_in_every_width),
		WALK_BOTH(one_u_takes_a_batch_back),
		WALK_BOTH(the_box_of_what_was_done_takes_it_back_by_the_key_it_names),
		WALK_BOTH(a_batch_of_one_is_marked_again_when_it_is_taken_back),
		WALK_BOTH(what_is_taken_back_is_in_the_list_again),
		WALK_BOTH(a_batch_of_an_earlier_session_is_taken_back_but_for_what_went_out),
	};

	return RUN_WALKS(tests);
}
