/* The timeline of a belief: versions, the chart and its cursor, comparisons, and all that happened.
 */
#include "tui/fixture_walk.h"

#define BAYES "ec66a787-95e7-41d1-b731-af10506bf2ef"

static void open_timeline(struct walk *w, int rows, int columns)
{
	walk_open_size(w, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	console_keys(w->c, "j");
	console_keys(w->c, "t");
	console_expect(w->c, "Stances  Bayesian updating");
}

static void a_version_has_time_age_status_confidence_change_and_why(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 40, 120);
	console_expect(w->c, "2026-10-07 09:14  46d   deprecated  0.924 +0.006  Conf");
	console_keys(w->c, "j");
	console_expect(w->c, "2026-10-07 09:14 UTC · 46d ago · deprecated");
	console_expect(w->c, "Confidence: 0.918 → 0.924");
	console_expect(w->c, "2 of 6 versions");
}

static void the_chart_has_a_heading_of_its_own_between_list_and_version(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 40, 80);
	int chart = console_find(w->c, "─ Confidence ─"), axis = console_find(w->c, "└┬");
	assert_in_range(axis, chart + 1, 38);
	assert_int_equal(console_find(w->c, "─ Version ─"), axis + 2);
	console_resize(w->c, 40, 120);
	console_expect_not(w->c, "─ Confidence ─");
}

static void a_status_that_is_cut_keeps_a_blank_before_the_number(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 10, 30);
	console_expect(w->c, "depreca… 0.924");
}

static int cursor_column(struct walk *w)
{
	int rows, columns;

	console_size(w->c, &rows, &columns);
	for (int y = console_find(w->c, " 1.0│"); y < rows - 3; y++)
		for (int x = 6; x < 59; x++)
			if (strstr(console_style(w->c, y, x), "reverse"))
				return x;
	return -1;
}

static void the_cursor_walks_the_versions_in_list_and_chart(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 40, 120);
	int newest = cursor_column(w);
	console_keys(w->c, "j");
	int older = cursor_column(w);
	assert_true(older > 0 && older < newest);
	console_keys(w->c, K_LEFT);
	console_expect(w->c, "3 of 6 versions");
	assert_true(cursor_column(w) < older);
	console_keys(w->c, K_RIGHT K_RIGHT);
	console_expect(w->c, "1 of 6 versions");
	assert_int_equal(cursor_column(w), newest);
}

static void the_chart_is_zoomed_around_the_cursor(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 40, 120);
	console_keys(w->c, "j");
	console_keys(w->c, "Z");
	console_expect(w->c, "this is all of the time");
	console_keys(w->c, "z");
	console_expect_not(w->c, "     2026-09-01");
	console_expect(w->c, " .8≈");
	console_keys(w->c, "G");
	console_expect(w->c, "     2026-09-01");
	console_keys(w->c, "Z");
	console_expect(w->c, " 1.0│");
	console_expect(w->c, "2026-10-16 │");
	for (int i = 0; i < 18; i++)
		console_keys(w->c, "z");
	console_expect(w->c, "this is as near as it gets");
}

static void the_footer_offers_only_the_zoom_that_there_is(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 50, 200);
	console_expect(w->c, "z zoom-in");
	console_expect_not(w->c, "Z zoom-out");
	console_keys(w->c, "z");
	console_expect(w->c, "Z zoom-out");
	console_keys(w->c, "Z");
	console_expect_not(w->c, "Z zoom-out");
}

static void a_version_is_compared_with_the_one_before(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE stance_versions SET text = 'Move a belief in small steps.' WHERE"
		" belief_id = '" BAYES "' AND abs(confidence - 0.918) < 0.0001");
	open_timeline(w, 40, 120);
	console_keys(w->c, "jc");
	console_expect(w->c, "What changed");
	console_expect(w->c, "the version before and this one");
	console_expect(w->c, "[-");
	console_expect(w->c, "{+");
	console_expect(w->c, "+0.006");
	console_keys(w->c, "G");
	console_expect(w->c, "This is the first version: nothing was before it.");
	console_keys(w->c, "c");
	console_expect_not(w->c, "What changed");
}

static void a_marked_version_is_compared_with_any_other(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 40, 120);
	console_keys(w->c, "G");
	console_keys(w->c, " ");
	console_expect(w->c, "marked: c compares");
	console_keys(w->c, "gc");
	console_expect(w->c, "the marked version and this one");
	console_expect(w->c, "-0.050");
	console_expect(w->c, "from  2026-09-01 12:10 · deprecated · 0.950");
	console_keys(w->c, "G ");
	console_expect(w->c, "the mark is gone");
	console_keys(w->c, "g");
	console_expect(w->c, "the version before and this one");
}

static void what_happened_stands_in_one_list_by_time(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 40, 120);
	console_keys(w->c, "h");
	console_expect(w->c, "History  Bayesian updating");
	console_expect(w->c, "→ audit    0.924 → 0.900");
	console_expect(w->c, "+ evidence ");
	console_expect(w->c, "│ memory   ");
	console_expect(w->c, "trigger");
	console_keys(w->c, "h");
	console_expect(w->c, "Stances  Bayesian updating");
	console_expect(w->c, "1 of 6 versions");
}

static void what_happened_is_filtered_by_kind(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 40, 120);
	console_keys(w->c, "h");
	console_keys(w->c, "/evi" K_TAB K_ENTER);
	console_expect(w->c, "only evidence");
	console_expect(w->c, "1 of 2 events");
	console_expect_not(w->c, "audit");
	console_keys(w->c, "/ shopping" K_ENTER);
	console_expect(w->c, "column 10: there is no kind shopping");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "/");
	for (int i = 0; i < 8; i++)
		console_keys(w->c, K_BACKSPACE);
	console_keys(w->c, "decision" K_ENTER);
	console_expect(w->c, "Nothing of this kind happened. / chooses another.");
}

static void a_decision_says_what_the_draft_proposed(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	walk_sql(w,
		"INSERT INTO console_decisions (id, post_id, actor, action, reason, note,"
		" decided_at) SELECT '0000aaaa-0000-4000-8000-000000000001', id, 'ingrid',"
		" 'approve', 'fine', 'well argued', '2026-11-20 10:00:00' FROM pending_posts"
		" WHERE id = (SELECT id FROM pending_posts WHERE CAST(draft_metadata AS text) LIKE"
		" '%830e07bc-1e39%' ORDER BY id LIMIT 1)");
	console_keys(w->c, "2/climate change requires" K_ENTER);
	console_keys(w->c, "t");
	console_keys(w->c, "h");
	console_expect(w->c, "✓ decision approved ingrid ");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "fine: well argued");
	console_expect(w->c, "What the draft proposed for this belief:");
	console_expect(w->c, "confidence  0.");
}

static void an_audit_row_that_cannot_be_read_is_shown_as_it_is(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE belief_updates SET old_value = '\"it was {so}\"', new_value = '[1]'"
		" WHERE belief_id = '" BAYES "'");
	open_timeline(w, 40, 120);
	console_keys(w->c, "h");
	console_expect(w->c, "audit    unreadable");
	console_expect(w->c, "The old value cannot be read; as it stands:");
	console_expect(w->c, "it was {so}");
	console_expect(w->c, "The new value cannot be read; as it stands:");
}

static void a_confidence_that_is_none_is_no_step_of_the_chart(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE stance_versions SET confidence = NULL WHERE belief_id = '" BAYES
		"' AND abs(confidence - 0.924) < 0.0001");
	open_timeline(w, 40, 120);
	console_expect(w->c, "current     0.900         Conf");
	console_keys(w->c, "j");
	console_expect(w->c, "no confidence");
	console_keys(w->c, "c");
	console_expect(w->c, "deprecated · no confidence");
	console_keys(w->c, "zz");
	console_expect(w->c, "2 of 6 versions");
}

static void a_confidence_that_is_none_is_named_in_each_row(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"PRAGMA ignore_check_constraints = 1;"
		"UPDATE stance_versions SET confidence = 'high' WHERE belief_id = '" BAYES
		"' AND abs(confidence - 0.924) < 0.0001;"
		"UPDATE belief_updates SET old_value = '{\"confidence\": \"high\"}',"
		" new_value = '{\"confidence\": -3}' WHERE belief_id = '" BAYES "'");
	open_timeline(w, 40, 120);
	console_expect(w->c, "deprecated  text?");
	console_keys(w->c, "h");
	console_expect(w->c, "text? → -3.0!");
	console_expect(w->c, "no number → -3.000 not 0–1");
}

static void going_back_goes_step_by_step(struct walk *w, const char *key)
{
	console_keys(w->c, "c");
	console_expect(w->c, "What changed");
	console_keys(w->c, key);
	console_expect_not(w->c, "What changed");
	console_expect(w->c, " Version ");
}

static void the_comparison_is_left_before_the_timeline_and_that_before_the_program(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 40, 120);
	going_back_goes_step_by_step(w, "q");
	going_back_goes_step_by_step(w, K_BACKSPACE);
	going_back_goes_step_by_step(w, K_ESC);
	console_keys(w->c, "h");
	console_keys(w->c, "q");
	console_expect(w->c, " Version ");
	console_keys(w->c, "q");
	console_expect(w->c, "2 of 24");
	console_keys(w->c, "q");
	walk_expect_exit(w, 0);
}

static void a_belief_deleted_while_it_is_shown_is_said_to_be_gone(void **state)
{
	struct walk *w = *state;

	open_timeline(w, 40, 120);
	console_keys(w->c, " ch");
	walk_sql(w, "DELETE FROM belief_nodes WHERE id = '" BAYES "'");
	console_wait_text(w->c, "there is no belief", 20);
	console_expect_not(w->c, "Bayesian updating");
	console_expect_not(w->c, "= set");
	console_keys(w->c, "hjkczZ ");
	console_keys(w->c, "R");
	console_expect(w->c, "there is no belief");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "of 2");
}

static const char *const many_versions[] = {
	[DB_SQLITE] =
		"INSERT INTO stance_versions (id, text, confidence, status, created_at,"
		" persona_id, belief_id) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT"
		" i + 1 FROM n WHERE i < 10000) SELECT printf("
		"'eeeeeeee-0000-4000-8000-%012d', i), 'wording ' || i, 0.3 + i % 5 / 10.0,"
		" 'deprecated', datetime('2025-01-01', i || ' hours'), (SELECT persona_id FROM"
		" belief_nodes WHERE id = '" BAYES "'), '" BAYES "' FROM n",
	[DB_POSTGRES] =
		"INSERT INTO stance_versions (id, text, confidence, status, created_at, persona_id,"
		" belief_id) SELECT CAST('eeeeeeee-0000-4000-8000-' || lpad(CAST(i AS text), 12,"
		" '0') AS uuid), 'wording ' || i, 0.3 + i % 5 / 10.0, 'deprecated', TIMESTAMP"
		" '2025-01-01' + i * INTERVAL '1 hour', (SELECT persona_id FROM belief_nodes WHERE"
		" id = '" BAYES "'), '" BAYES "' FROM generate_series(1, 10000) i",
};

static void ten_thousand_versions_are_walked_from_end_to_end(void **state)
{
	struct walk *w = *state;

	walk_sql(w, many_versions[w->engine]);
	open_timeline(w, 24, 80);
	console_expect(w->c, "1 of 10,006 versions");
	console_keys(w->c, "G");
	console_expect(w->c, "10,006 versions");
	console_expect(w->c, "wording 1");
	for (int i = 0; i < 40; i++)
		console_keys(w->c, K_PGUP);
	console_expect_not(w->c, "wording 1 ");
	console_keys(w->c, "g");
	console_expect(w->c, "1 of 10,006 versions");
	for (int i = 0; i < 60; i++)
		console_keys(w->c, K_PGDN);
	console_expect(w->c, "301 of 10,006 versions");
	console_keys(w->c, "c");
	console_expect(w->c, "{+");
}

static void the_screens_of_the_timeline(void **state)
{
	static const int sizes[][2] = {{24, 80}, {40, 120}, {50, 200}};
	struct walk *w = *state;

	open_timeline(w, 40, 120);
	console_keys(w->c, "j");
	for (int i = 0; i < 3; i++) {
		const char *size = (const char *const[]){"24x80", "40x120", "50x200"}[i];
		console_resize(w->c, sizes[i][0], sizes[i][1]);
		console_expect_screen(w->c, arena_printf(&w->arena, "timeline-%s", size));
		console_keys(w->c, "zc");
		console_expect_screen(w->c, arena_printf(&w->arena, "timeline-diff-%s", size));
		console_keys(w->c, "Zch");
		console_expect_screen(w->c, arena_printf(&w->arena, "timeline-history-%s", size));
		console_keys(w->c, "h");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(a_version_has_time_age_status_confidence_change_and_why),
		WALK(the_chart_has_a_heading_of_its_own_between_list_and_version),
		WALK(a_status_that_is_cut_keeps_a_blank_before_the_number),
		WALK_BOTH(the_cursor_walks_the_versions_in_list_and_chart),
		WALK_BOTH(the_chart_is_zoomed_around_the_cursor),
		WALK(the_footer_offers_only_the_zoom_that_there_is),
		WALK_BOTH(a_version_is_compared_with_the_one_before),
		WALK_BOTH(a_marked_version_is_compared_with_any_other),
		WALK_BOTH(what_happened_stands_in_one_list_by_time),
		WALK_BOTH(what_happened_is_filtered_by_kind),
		WALK_BOTH(a_decision_says_what_the_draft_proposed),
		WALK_BOTH(an_audit_row_that_cannot_be_read_is_shown_as_it_is),
		WALK_BOTH(a_confidence_that_is_none_is_no_step_of_the_chart),
		WALK(a_confidence_that_is_none_is_named_in_each_row),
		WALK(the_comparison_is_left_before_the_timeline_and_that_before_the_program),
		WALK_BOTH(a_belief_deleted_while_it_is_shown_is_said_to_be_gone),
		WALK_BOTH(ten_thousand_versions_are_walked_from_end_to_end),
		WALK(the_screens_of_the_timeline),
	};

	return RUN_WALKS(tests);
}
