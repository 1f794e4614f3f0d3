/* The list of beliefs: filter, order, marks, and what changes while one looks. */
#include "base/str.h"
#include "tui/fixture_walk.h"

static void open_beliefs(struct walk *w, int rows, int columns)
{
	walk_open_size(w, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	console_expect(w->c, "1 of 24");
}

static void the_list_at_three_sizes(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE belief_nodes SET current_confidence = NULL WHERE title LIKE 'Bayes%';"
		"UPDATE belief_nodes SET tags = '{}' WHERE title LIKE 'Civil%';"
		"UPDATE belief_nodes SET title = '' WHERE title LIKE 'Cities%'");
	open_beliefs(w, 24, 80);
	walk_expect_screen(w, "belief-list-24x80");
	console_resize(w->c, 40, 120);
	walk_expect_screen(w, "belief-list-40x120");
	console_resize(w->c, 50, 200);
	walk_expect_screen(w, "belief-list-50x200");
	console_keys(w->c, "/conf<0.8 sort:changed" K_ENTER);
	console_keys(w->c, "jj  v");
	walk_expect_screen(w, "belief-list-marked");
}

static void no_number_is_cut_at_any_width(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 24, 80);
	for (int columns = 59; columns >= 20; columns -= 3) {
		console_resize(w->c, 24, columns);
		console_expect(w->c, "0.900 AI ");
	}
}

static void a_filter_shows_what_matches_and_an_error_names_the_column(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 24, 80);
	console_keys(w->c, "/conf>0.9 evidence:0" K_ENTER);
	console_expect(w->c, "Beliefs  conf>0.9 evidence:0");
	console_expect(w->c, "Vaccines are");
	console_expect(w->c, "1 of 1");
	console_keys(w->c, "/\025conf>0.9 colour:red" K_ENTER);
	console_expect(w->c, "filter: conf>0.9 colour:red");
	console_expect(w->c, "column 10");
	console_keys(w->c, "\025tag:nothing" K_ENTER);
	console_expect(w->c, "No belief matches this filter.");
	console_expect(w->c, "/ changes it");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 24");
}

static void tab_completes_fields_and_what_is_in_the_database(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 24, 80);
	console_keys(w->c, "/");
	console_keys(w->c, "tag:nut");
	console_wait_text(w->c, "nutrition", 20);
	console_keys(w->c, "\t" K_ENTER);
	console_expect(w->c, "Beliefs  tag:nutrition");
	console_expect(w->c, "Sugar is not a poison");
	console_keys(w->c, "/\025rel:con\t" K_ENTER);
	console_expect(w->c, "Beliefs  rel:contradicts");
}

static void the_order_is_asked_for_and_kept_with_the_filter(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 24, 80);
	console_keys(w->c, "/conf>0 tag:science" K_ENTER);
	console_keys(w->c, "o");
	console_expect(w->c, "order: conf>0 tag:science sort:");
	console_keys(w->c, "-conf" K_ENTER);
	console_expect(w->c, "most sure first");
	assert_int_equal(console_find(w->c, "0.970 Vaccines"), 4);
	console_keys(w->c, "o-evidence" K_ENTER);
	console_expect(w->c, "least evidence first");
	console_keys(w->c, "oconf" K_ENTER);
	console_expect(w->c, "least sure first");
	assert_int_equal(console_find(w->c, "0.870 Replication"), 4);
}

static void marks_stay_on_their_beliefs_whatever_the_list_shows(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 24, 80);
	console_keys(w->c, "  ");
	console_expect(w->c, "2 marked");
	console_expect(w->c, "3 of 24");
	console_keys(w->c, "/Bayesian" K_ENTER);
	console_expect(w->c, "•");
	console_expect(w->c, "2 marked");
	console_keys(w->c, " ");
	console_expect(w->c, "1 marked");
	console_keys(w->c, "U");
	console_expect(w->c, "no belief is marked any more");
	console_expect_not(w->c, "1 marked");
	console_keys(w->c, "U");
	console_expect(w->c, "none was marked");
}

static void a_range_and_all_that_match_are_marked(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 24, 80);
	console_keys(w->c, "vjj");
	console_expect(w->c, "range of 3");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "the range is left: its rows are not marked");
	for (const char *k = "kkvjj"; *k; k++)
		console_keys(w->c, (const char[]){*k, '\0'});
	console_expect(w->c, "range of 3");
	console_keys(w->c, "kv");
	console_expect(w->c, "2 marked");
	console_keys(w->c, "U/tag:science" K_ENTER);
	console_keys(w->c, "*");
	console_expect(w->c, "marked: all that match");
	console_expect(w->c,
		arena_printf(&w->arena, "%s marked",
			walk_text(w,
				"SELECT count(*) FROM belief_nodes WHERE"
				" CAST(tags AS TEXT) LIKE '%\"science\"%'")));
	console_keys(w->c, "/\025tag:nothing" K_ENTER "*");
	console_expect(w->c, "no belief matches: none is marked");
}

static void marking_all_says_how_far_it_is_and_stops(void **state)
{
	struct walk *w = *state;
	struct err e = {0};

	open_beliefs(w, 24, 80);
	assert_int_equal(db_begin(w->db, &e), 0);
	walk_sql(w, "LOCK TABLE belief_nodes IN ACCESS EXCLUSIVE MODE");
	console_type(w->c, "*");
	console_wait_text(w->c, " marking beliefs ", 20);
	console_type(w->c, K_CTRL_C);
	console_wait_text(w->c, "0 marked so far", 20);
	db_rollback(w->db);
	console_idle(w->c);
	console_expect_not(w->c, "marking beliefs");
}

static void what_others_change_is_shown_and_said(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 24, 80);
	walk_sql(w,
		"UPDATE belief_nodes SET current_confidence = 0.123 WHERE title LIKE 'Bayes%';"
		"DELETE FROM belief_nodes WHERE title LIKE 'Cities%'");
	console_wait_text(w->c, "0.123 Bayesian", 20);
	console_wait_text(w->c, "deleted Cities", 20);
	console_expect(w->c, "changed: R");
	console_keys(w->c, "R");
	console_expect(w->c, "1 of 23");
	console_expect_not(w->c, "changed: R");
}

static void what_others_change_elsewhere_is_not_said(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 24, 80);
	walk_sql(w,
		"UPDATE pending_posts SET status = 'rejected' WHERE id = (SELECT min(id) FROM"
		" pending_posts WHERE status = 'pending')");
	console_wait_text(w->c, "179 pending", 20);
	console_expect_not(w->c, "changed: R");
	walk_sql(w,
		"INSERT INTO belief_nodes (id, persona_id, title, summary) SELECT"
		" 'ffffffff-0000-4000-8000-000000000001', persona_id, 'Zebras', 'x' FROM "
		"belief_nodes"
		" WHERE title LIKE 'Bayes%'");
	console_wait_text(w->c, "changed: R", 20);
}

static void what_is_read_again_keeps_the_belief_at_hand(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 40, 120);
	console_keys(w->c, "jjjjj");
	console_keys(w->c, "R");
	console_expect(w->c, "6 of 24");
	console_keys(w->c, K_ENTER);
	walk_sql(w,
		"UPDATE belief_nodes SET title = 'AA zebras count' WHERE id = (SELECT id FROM"
		" belief_nodes ORDER BY lower(title) LIMIT 1 OFFSET 5)");
	console_wait_text(w->c, "│ AA zebras count", 20);
	console_keys(w->c, "R");
	console_expect(w->c, "│ AA zebras count");
	console_expect(w->c, "1 of 24");
	console_keys(w->c, K_ESC);
	walk_sql(w, "DELETE FROM belief_nodes WHERE title = 'AA zebras count'");
	console_wait_text(w->c, "deleted AA zebras", 20);
	console_keys(w->c, "R");
	console_expect(w->c, "1 of 23");
}

static void an_opened_belief_says_what_is_wrong_with_its_confidence(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"PRAGMA ignore_check_constraints = 1;"
		"UPDATE belief_nodes SET current_confidence = 'abc' WHERE title LIKE 'AI %';"
		"UPDATE belief_nodes SET current_confidence = -3 WHERE title LIKE 'Bayes%'");
	open_beliefs(w, 40, 120);
	console_keys(w->c, "/AI" K_ENTER);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "─ no number");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "/\025Bayesian" K_ENTER);
	console_expect(w->c, "-3.0!");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "-3.000 not 0–1");
}

static void a_wide_terminal_shows_whole_titles(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 50, 200);
	console_expect(w->c, "Renewables plus storage can carry");
}

static void a_title_of_five_hundred_wide_characters_takes_its_room_and_no_more(void **state)
{
	struct walk *w = *state;
	struct str title = {0};

	for (int i = 0; i < 500; i++)
		str_add(&title, "漢");
	walk_sql(w,
		arena_printf(&w->arena,
			"UPDATE belief_nodes SET title = '%s' WHERE title LIKE 'Bayes%%'",
			str_cstr(&title)));
	open_beliefs(w, 24, 80);
	console_keys(w->c, "/漢漢 sort:conf" K_ENTER);
	assert_non_null(strstr(console_row(w->c, 4), "漢…"));
	assert_non_null(strstr(console_row(w->c, 4), "3    2  10w"));
	str_free(&title);
}

int main(void)
{
	const struct CMUnitTest walks[] = {
		WALK(the_list_at_three_sizes),
		WALK(no_number_is_cut_at_any_width),
		WALK_BOTH(a_filter_shows_what_matches_and_an_error_names_the_column),
		WALK_BOTH(tab_completes_fields_and_what_is_in_the_database),
		WALK_BOTH(the_order_is_asked_for_and_kept_with_the_filter),
		WALK_BOTH(marks_stay_on_their_beliefs_whatever_the_list_shows),
		WALK_BOTH(a_range_and_all_that_match_are_marked),
		WALK_POSTGRES(marking_all_says_how_far_it_is_and_stops),
		WALK_BOTH(what_others_change_is_shown_and_said),
		WALK(what_others_change_elsewhere_is_not_said),
		WALK_BOTH(what_is_read_again_keeps_the_belief_at_hand),
		WALK(an_opened_belief_says_what_is_wrong_with_its_confidence),
		WALK(a_wide_terminal_shows_whole_titles),
		WALK_BOTH(a_title_of_five_hundred_wide_characters_takes_its_room_and_no_more),
	};

	return RUN_WALKS(walks);
}
