/* The belief graph by its edges, and the timeline of a stance. */
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
	assert_non_null(strstr(line, "⚿"));
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

static void edges_lead_out_and_backspace_leads_back(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_keys(w->c, K_ENTER);
	const char *start = walk_rows(w, 3, -3);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "1 back: Backspace");
	console_expect_not(w->c, "People deserve to know when they talk to a machine.");
	console_keys(w->c, "j");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "2 back: Backspace");
	console_keys(w->c, K_BACKSPACE);
	console_keys(w->c, K_BACKSPACE);
	assert_string_equal(walk_rows(w, 3, -3), start);
	console_keys(w->c, K_BACKSPACE);
	console_keys(w->c, "j");
	console_expect(w->c, "2 of 24");
}

static void keys_typed_ahead_open_the_belief_they_reach_and_follow_no_other(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_BACKSPACE);
	console_keys(w->c, "jj" K_ENTER K_ENTER);
	console_expect(w->c, "3 of 24");
	console_expect(w->c, "Supply restrictions explain");
	console_expect(w->c, "its edges are not on the screen yet");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "1 back: Backspace");
	console_expect(w->c, "Rent control");
}

static void the_list_follows_the_edge(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_ENTER);
	assert_non_null(
		strstr(console_row(w->c, console_find(w->c, "0.860 Moderation needs")), "▸"));
}

static void an_edge_says_relation_weight_and_the_belief_at_its_end(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_expect(w->c, "→ supports");
	console_expect(w->c, "0.860 Moderation needs humans  weight 0.50");
	console_expect(w->c, "← supported by");
	console_expect(w->c, "No evidence is linked to this belief.");
	walk_sql(w,
		"UPDATE belief_edges SET relation = 'inspired_by' WHERE source_id ="
		" '0cb1e29c-658c-4a14-95e6-0af593bd04cf'");
	console_wait_text(w->c, "→ inspired_by", 20);
}

static void evidence_says_strength_kind_and_source(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"INSERT INTO evidence_links (id, persona_id, belief_id, source_type,"
		" source_ref, strength) SELECT 'ffffffff-0000-4000-8000-000000000001',"
		" persona_id, id, 'external_link', 'https://example.org/study', 'strong'"
		" FROM belief_nodes WHERE title LIKE 'AI systems%'");
	open_beliefs(w);
	console_expect(w->c, "strong  external_link  https://example.org/study");
}

static void a_belief_without_edges_has_nothing_to_follow(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_keys(w->c, "/tabs" K_ENTER);
	console_expect(w->c, "No edges to other beliefs.");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "choose an edge with j and k");
}

static void the_timeline_shows_every_version_and_why(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_keys(w->c, "t");
	console_expect(w->c, "Stances  AI systems should say what they are");
	console_expect(w->c, "1 of 3 versions");
	console_expect(w->c, "⚿ locked      0.900 +0.016");
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
	int axis = console_find(w->c, " 1.0│");
	assert_true(axis > 0);
	assert_true(console_find(w->c, "  0│") > axis);
	const char *dates = console_row(w->c, console_find(w->c, "  0│") + 1);
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
		WALK_BOTH(edges_lead_out_and_backspace_leads_back),
		WALK_BOTH(keys_typed_ahead_open_the_belief_they_reach_and_follow_no_other),
		WALK_BOTH(the_list_follows_the_edge),
		WALK_BOTH(an_edge_says_relation_weight_and_the_belief_at_its_end),
		WALK_BOTH(evidence_says_strength_kind_and_source),
		WALK_BOTH(a_belief_without_edges_has_nothing_to_follow),
		WALK_BOTH(the_timeline_shows_every_version_and_why),
		WALK_BOTH(the_chart_spans_the_versions),
		WALK_BOTH(the_stances_pane_opens_with_the_belief_last_looked_at),
		WALK_BOTH(a_belief_without_a_stance_says_so),
		WALK_BOTH(the_timeline_of_a_deleted_belief_is_not_that_of_another),
		WALK_BOTH(an_agent_without_beliefs_is_said_to_hold_none),
	};

	return RUN_WALKS(tests);
}
