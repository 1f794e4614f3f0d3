/* The list of beliefs, and the timeline of a stance. */
#include "tui/fixture_walk.h"

static void open_beliefs(struct walk *w)
{
	walk_open_size(w, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
}

static void the_list_has_confidence_edges_tags_and_locks(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	int row = console_find(w->c, "Strong encryption");
	const char *line = console_row(w->c, row);
	assert_non_null(strstr(line, "⊠"));
	assert_non_null(strstr(line, "0.910"));
	assert_non_null(strstr(line, "█"));
	console_expect(w->c, "日本語のドキュメント");
	console_expect(w->c, "1 of 24");
}

static void tags_stand_behind_a_title_that_leaves_them_room(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 24, 90);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2/focus" K_ENTER);
	console_expect(w->c, "Remote work helps focus  #work");
	console_expect(w->c, "1 of 1");
}

static void the_timeline_shows_every_version_and_why(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_keys(w->c, "t");
	console_expect(w->c, "Stances  AI systems should say what they are");
	console_expect(w->c, "1 of 3 versions");
	console_expect(w->c, "⊠ locked      0.900 +0.016");
	console_expect(w->c, "deprecated  0.884 +0.098");
	console_expect(w->c, "deprecated  0.786");
	console_keys(w->c, "G");
	console_expect(w->c, "3 of 3 versions");
	console_expect(w->c, "Initial belief seeded");
}

static void the_chart_spans_the_versions(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_keys(w->c, "t");
	int axis = console_find(w->c, "  .9│");
	assert_true(axis > 0);
	assert_true(console_find(w->c, "  .7≈") > axis);
	const char *dates = console_row(w->c, console_find(w->c, "  .7≈") + 2);
	assert_non_null(strstr(dates, "2026-09-01"));
	assert_non_null(strstr(dates, "2026-09-19"));
}

static void the_stances_pane_opens_with_the_belief_last_looked_at(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_keys(w->c, "j");
	console_keys(w->c, "1");
	console_keys(w->c, "3");
	console_expect(w->c, "Stances  Bayesian updating");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "2 of 24");
}

static void a_belief_without_a_stance_says_so(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"DELETE FROM stance_versions WHERE belief_id ="
		" '0cb1e29c-658c-4a14-95e6-0af593bd04cf'");
	open_beliefs(w);
	console_keys(w->c, "t");
	console_expect(w->c, "This belief has no stance yet.");
}

static void the_timeline_of_a_deleted_belief_is_not_that_of_another(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_keys(w->c, "t");
	console_expect(w->c, "Stances  AI systems should say");
	console_keys(w->c, "2j");
	walk_sql(w, "DELETE FROM belief_nodes WHERE title = 'Bayesian updating'");
	console_keys(w->c, "t");
	console_expect(w->c, "there is no belief");
	console_expect_not(w->c, "Stances  AI systems should say");
}

static void an_agent_without_beliefs_is_said_to_hold_none(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "DELETE FROM belief_nodes");
	open_beliefs(w);
	console_expect(w->c, "The agent holds no beliefs yet.");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "there is no belief to open");
	console_keys(w->c, "j");
	console_keys(w->c, "t");
	console_expect(w->c, "there is no belief to open");
	console_keys(w->c, "3");
	console_expect(w->c, "The agent holds no beliefs yet.");
	console_keys(w->c, "j");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "rosa (");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(the_list_has_confidence_edges_tags_and_locks),
		WALK_BOTH(tags_stand_behind_a_title_that_leaves_them_room),
		WALK_BOTH(the_timeline_shows_every_version_and_why),
		WALK_BOTH(the_chart_spans_the_versions),
		WALK_BOTH(the_stances_pane_opens_with_the_belief_last_looked_at),
		WALK_BOTH(a_belief_without_a_stance_says_so),
		WALK_BOTH(the_timeline_of_a_deleted_belief_is_not_that_of_another),
		WALK_BOTH(an_agent_without_beliefs_is_said_to_hold_none),
	};

	return RUN_WALKS(tests);
}
