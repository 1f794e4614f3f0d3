/* The ego graph: what leads into a belief and out of it, and the way through the graph. */
#include "tui/fixture_walk.h"

#define MACHINES "0cb1e29c-658c-4a14-95e6-0af593bd04cf" /* AI systems should say what they are */
#define BAYES "ec66a787-95e7-41d1-b731-af10506bf2ef"
#define EVIDENCE "9531985d-5d9d-49f8-9818-e811892f902b"

static void open_beliefs(struct walk *w)
{
	walk_open_size(w, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
}

static void look_at(struct walk *w, const char *words)
{
	console_keys(w->c, "/");
	console_keys(w->c, words);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_ENTER);
}

static void edges_lead_out_and_backspace_and_bracket_lead_back_and_forth(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_keys(w->c, K_ENTER);
	const char *start = walk_rows(w, 3, -3);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "1 back: Backspace");
	console_expect_not(w->c, "People deserve to know when they talk to a machine.");
	const char *second = walk_rows(w, 3, -3);
	console_keys(w->c, K_RIGHT);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "2 back: Backspace");
	console_expect_not(w->c, "] forward");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "] forward");
	assert_string_equal(walk_rows(w, 3, -3), second);
	console_expect(w->c, "1 ahead: ]");
	console_keys(w->c, K_BACKSPACE);
	assert_string_equal(walk_rows(w, 3, -3), start);
	console_keys(w->c, "]");
	assert_string_equal(walk_rows(w, 3, -3), second);
	console_keys(w->c, "1");
	console_keys(w->c, "2");
	assert_string_equal(walk_rows(w, 3, -3), second);
	console_keys(w->c, K_BACKSPACE);
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
	console_keys(w->c, K_TAB);
	assert_non_null(
		strstr(console_row(w->c, console_find(w->c, "0.860 Moderation needs")), "▸"));
}

static void an_edge_says_relation_weight_and_the_belief_at_its_end(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	console_expect(w->c, "supports 1");
	console_expect(w->c, "└─S.50▸ @ Moderation needs humans");
	console_expect(w->c, "supported by 1");
	console_expect(w->c, "No evidence is linked to this belief.");
	walk_sql(w,
		"UPDATE belief_edges SET relation = 'inspired_by', weight = NULL"
		" WHERE source_id = '" MACHINES "'");
	console_wait_text(w->c, "inspired_by 1", 20);
	console_expect(w->c, "└─i-──▸ @ Moderation needs humans");
	walk_sql(w,
		"UPDATE belief_edges SET relation = 'contradicts', weight = 3"
		" WHERE source_id = '" MACHINES "'");
	console_wait_text(w->c, "contradicts 1", 20);
	console_expect(w->c, "└═C>1!▸ @ Moderation needs humans");
}

static void with_the_focus_the_graph_stands_in_three_columns(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "Evidence-based");
	const char *row = console_row(w->c, console_find(w->c, "needed by 1"));
	assert_non_null(row);
	console_expect(w->c, "╌╌D .70");
	console_expect(w->c, "┈E .95▸");
	console_expect(w->c, "Belief  1 in · 3 out");
	console_keys(w->c, K_LEFT);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Belief  2 in · 1 out");
	console_keys(w->c, K_LEFT);
	console_keys(w->c, "jjjj");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Belief  0 in · 2 out");
	console_keys(w->c, K_LEFT);
	console_expect(w->c, "nothing leads in");
}

static void depth_shows_what_lies_behind_and_counts_what_it_folds(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "Bayesian updating");
	int row = console_find(w->c, "Evidence-based");
	assert_non_null(strstr(console_row(w->c, row + 1), "+2"));
	console_keys(w->c, ">");
	console_expect(w->c, "depth 2");
	console_expect(w->c, "→E.95 Vaccines");
	console_keys(w->c, ">");
	console_expect(w->c, "depth 3");
	console_keys(w->c, ">");
	console_expect(w->c, "the depth is 1 to 3");
	console_keys(w->c, "<<");
	console_expect_not(w->c, "depth 2");
	console_keys(w->c, "<");
	console_expect(w->c, "the depth is 1 to 3");
}

static void a_narrow_column_shortens_the_title_and_keeps_confidence_and_what_is_folded(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "Moderation needs humans");
	console_keys(w->c, ">>");
	console_resize(w->c, 24, 80);
	console_expect(w->c, "←S.40 @ O… .83");
	console_expect(w->c, "→S.65 @… .90 +2");
	console_resize(w->c, 50, 200);
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, ".90 +2");
}

static void a_count_of_two_digits_behind_a_neighbour_is_whole(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 30)"
		" INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation, weight)"
		" SELECT 'ffffffff-0000-4000-8000-' || CAST(100000000000 + x AS TEXT), "
		"b.persona_id, b.id, 'c6f87718-6d76-407e-881e-d162ae2eb154', 'supports', 0.5"
		" FROM n, belief_nodes b WHERE b.id = '" EVIDENCE "'");
	open_beliefs(w);
	look_at(w, "Moderation needs humans");
	console_resize(w->c, 24, 80);
	console_expect(w->c, "━━━━━─ 0.840 +31");
}

static void a_neighbour_behind_a_neighbour_can_be_followed(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "Bayesian updating");
	console_keys(w->c, ">");
	console_keys(w->c, K_RIGHT "j");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "1 back: Backspace");
	console_expect_not(w->c, "Move a belief in proportion");
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
	console_expect(w->c, "1 evidence");
}

static void a_belief_without_edges_has_nothing_to_follow(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "tabs");
	console_expect(w->c, "no edges");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "there is no edge to follow");
}

static void a_belief_deleted_while_it_is_looked_at_says_so_and_leads_back(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "Bayesian");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Strong claims need strong evidence");
	walk_sql(w, "DELETE FROM belief_nodes WHERE id = '" EVIDENCE "'");
	console_wait_text(w->c, "This belief was deleted.", 20);
	console_expect_not(w->c, "> deeper");
	console_keys(w->c, "j" K_RIGHT ">");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "Move a belief in proportion");
	console_expect(w->c, "Belief  ");
}

static void nothing_is_painted_over_a_belief_that_was_the_only_match(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "Bayesian updating");
	console_expect(w->c, "Belief  ");
	walk_sql(w, "DELETE FROM belief_nodes WHERE id = '" BAYES "'");
	console_keys(w->c, "R");
	console_wait_text(w->c, "This belief was deleted.", 20);
	console_expect_not(w->c, "No belief matches");
	console_keys(w->c, "R");
	console_expect(w->c, "This belief was deleted.");
	console_expect_not(w->c, "No belief matches");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "No belief matches this filter.");
	console_keys(w->c, "R");
	console_expect(w->c, "No belief matches this filter.");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 23");
}

static void edges_to_itself_double_edges_and_other_personas_are_shown_as_they_are(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation,"
		" weight) SELECT 'ffffffff-0000-4000-8000-00000000000' || n.x, persona_id, id, id,"
		" 'supports', 0.1 FROM belief_nodes, (SELECT 1 AS x UNION ALL SELECT 2) n"
		" WHERE id = '" BAYES "' AND n.x = 1 UNION ALL"
		" SELECT 'ffffffff-0000-4000-8000-00000000000' || n.x, b.persona_id, b.id, '"
		"8e81973e-0bec-47b0-b898-d190f9ebdacc', 'depends_on', 0.7 FROM belief_nodes b,"
		" (SELECT 2 AS x UNION ALL SELECT 3) n WHERE b.id = '" BAYES "'");
	open_beliefs(w);
	look_at(w, "Bayesian updating");
	console_expect(w->c, "depends on 3");
	console_expect(w->c, "@ Mod");
	console_expect(w->c, "─ @ another persona ");
	console_expect(w->c, "4 out");
	console_keys(w->c, "G");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "1 back: Backspace");
	console_expect(w->c, "Move a belief in proportion");
}

static void a_title_of_five_hundred_wide_characters_leaves_room(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE belief_nodes SET title = replace(hex(zeroblob(250)), '0', '本')"
		" WHERE id = '" BAYES "'");
	open_beliefs(w);
	console_keys(w->c, "G" K_ENTER);
	console_expect(w->c, "本本本本");
	console_expect(w->c, "2 evidence");
	console_expect(w->c, "Move a belief in proportion");
	console_resize(w->c, 24, 80);
	console_expect(w->c, "2 evidence");
	console_resize(w->c, 12, 30);
	console_expect(w->c, "本本");
	console_resize(w->c, 1, 1);
	console_resize(w->c, 24, 80);
}

static void hubs_name_how_many_more_there_are(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1500)"
		" INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation, weight)"
		" SELECT 'ffffffff-0000-4000-8000-' || CAST(100000000000 + x AS TEXT), "
		"b.persona_id,"
		" b.id, '" BAYES
		"', 'supports', x / 2000.0 FROM n, belief_nodes b WHERE b.id = '" EVIDENCE "'");
	open_beliefs(w);
	look_at(w, "Bayesian updating");
	console_expect(w->c, "1,502 in");
	console_expect(w->c, "supported by 1,502");
	console_keys(w->c, K_LEFT "G");
	console_expect(w->c, "… 1,302 more, none heavier");
	console_expect(w->c, "–200 of 1,502");
	console_expect(w->c, "supported by 1,502");
	console_keys(w->c, "g");
	console_expect(w->c, "1–11 of 1,502");
	console_resize(w->c, 24, 80);
	console_expect(w->c, "1–5 of 1,502");
	console_keys(w->c, "jjjjjjj");
	console_expect(w->c, "4–8 of 1,502");
	console_expect(w->c, "supported by 1,502");
}

static void p_at_two_beliefs_shows_how_they_hang_together(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "Evidence-based");
	console_keys(w->c, "p");
	console_expect(w->c, "go to another belief and press p again");
	console_keys(w->c, "/");
	console_keys(w->c, "\025Learning" K_ENTER);
	console_keys(w->c, "p");
	console_expect(w->c, "How they hang together");
	console_expect(w->c, "Shortest and strongest  2 edges · weights multiply to 0.680");
	console_expect(w->c, "┌ Evidence-based reasoning  0.950");
	console_expect(w->c, "↓ S supports  0.85");
	console_expect(w->c, "└ Learning styles are a myth");
	console_keys(w->c, "j" K_ENTER);
	console_expect_not(w->c, "How they hang together");
	console_expect(w->c, "Belief  1 in · 2 out");
	console_keys(w->c, "p");
	console_keys(w->c, "/");
	console_keys(w->c, "\025Tabs" K_ENTER);
	console_keys(w->c, "p");
	console_expect(w->c, "No path leads from one to the other.");
	console_expect(w->c, "beliefs were looked at");
	console_keys(w->c, "q");
	console_keys(w->c, "pp");
	console_expect(w->c, "no path is looked for any more");
}

static void two_marks_win_over_a_path_that_was_begun_and_escape_forgets_it(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "Evidence-based");
	console_keys(w->c, "p");
	console_expect(w->c, "path: p at its other end");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "no path is looked for any more");
	console_expect_not(w->c, "path: p at its other end");
	console_keys(w->c, "p");
	console_keys(w->c, "/");
	console_keys(w->c, "\025Bayesian" K_ENTER);
	console_keys(w->c, " ");
	console_keys(w->c, "/");
	console_keys(w->c, "\025Learning" K_ENTER);
	console_keys(w->c, " p");
	console_expect(w->c, "How they hang together");
	console_expect_not(w->c, "┌ Evidence-based");
	console_keys(w->c, "q");
	console_expect_not(w->c, "path: p at its other end");
}

static void the_last_column_is_not_said_to_lead_nowhere(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "Evidence-based");
	console_keys(w->c, K_RIGHT);
	console_keys(w->c, K_RIGHT);
	console_keys(w->c, K_RIGHT);
	console_expect(w->c, "this is the last column");
}

static void the_legend_names_what_is_there_and_shortens_where_it_must(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "UPDATE belief_edges SET relation = '' WHERE relation = 'evidence_for'");
	open_beliefs(w);
	look_at(w, "Evidence-based");
	console_expect(w->c, "? (no relation)  S supports  D depends_on");
	console_expect_not(w->c, "C contradicts");
	console_resize(w->c, 20, 40);
	console_expect(w->c, "S supp");
	console_expect(w->c, "D depe");
}

static void a_path_is_a_chain(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation)"
		" SELECT 'ffffffff-0000-4000-8000-000000000001', persona_id,"
		" (SELECT id FROM belief_nodes WHERE title LIKE 'Learning styles%'), id,"
		" 'contradicts' FROM belief_nodes WHERE id = '" BAYES "'");
	walk_sql(w, "UPDATE belief_edges SET weight = 0.01 WHERE relation = 'contradicts'");
	open_beliefs(w);
	look_at(w, "Bayesian");
	console_keys(w->c, "p");
	console_keys(w->c, "/");
	console_keys(w->c, "\025Learning" K_ENTER);
	console_keys(w->c, "p");
	console_expect_screen(w->c, "path-40x120");
	console_resize(w->c, 24, 80);
	console_expect_screen(w->c, "path-24x80");
	console_resize(w->c, 3, 10);
}

/* Where its box has no room for it, or is not in the window. */
static void the_confidence_of_a_belief_stands_in_its_heading(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 15, 40);
	walk_sql(w,
		"UPDATE belief_nodes SET title = 'Evidence-based reasoning is what one should"
		" follow, whoever says otherwise' WHERE id = '" EVIDENCE "'");
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	look_at(w, "Evidence-based");
	console_expect(w->c, "─ Belief 0.950  1 in · 3 out ─");
	console_keys(w->c, "!");
	console_keys(w->c, "so" K_TAB K_ENTER);
	console_expect(w->c, "─ Belief 0.950 locked  1 in · 3 out ─");
	console_resize(w->c, 40, 120);
	console_expect(w->c, "─ Belief  1 in · 3 out ─");
}

static void the_ego_graph_at_four_sizes(void **state)
{
	struct walk *w = *state;

	open_beliefs(w);
	look_at(w, "Evidence-based");
	console_expect_screen(w->c, "ego-40x120");
	console_resize(w->c, 24, 80);
	console_expect_screen(w->c, "ego-24x80");
	console_resize(w->c, 15, 40);
	console_expect_screen(w->c, "ego-15x40");
	console_resize(w->c, 50, 200);
	console_keys(w->c, ">>" K_LEFT);
	console_expect_screen(w->c, "ego-50x200");
}

static void the_ego_graph_in_ascii(void **state)
{
	struct walk *w = *state;
	static const char *const args[] = {"--ascii", NULL};

	walk_open_with(w, args, NULL);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_resize(w->c, 40, 120);
	console_keys(w->c, "2");
	look_at(w, "Evidence-based");
	console_expect_screen(w->c, "ego-ascii");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(edges_lead_out_and_backspace_and_bracket_lead_back_and_forth),
		WALK_BOTH(keys_typed_ahead_open_the_belief_they_reach_and_follow_no_other),
		WALK_BOTH(the_list_follows_the_edge),
		WALK_BOTH(an_edge_says_relation_weight_and_the_belief_at_its_end),
		WALK_BOTH(with_the_focus_the_graph_stands_in_three_columns),
		WALK_BOTH(depth_shows_what_lies_behind_and_counts_what_it_folds),
		WALK(a_narrow_column_shortens_the_title_and_keeps_confidence_and_what_is_folded),
		WALK(a_count_of_two_digits_behind_a_neighbour_is_whole),
		WALK_BOTH(a_neighbour_behind_a_neighbour_can_be_followed),
		WALK_BOTH(evidence_says_strength_kind_and_source),
		WALK_BOTH(a_belief_without_edges_has_nothing_to_follow),
		WALK_BOTH(a_belief_deleted_while_it_is_looked_at_says_so_and_leads_back),
		WALK_BOTH(nothing_is_painted_over_a_belief_that_was_the_only_match),
		WALK(edges_to_itself_double_edges_and_other_personas_are_shown_as_they_are),
		WALK(a_title_of_five_hundred_wide_characters_leaves_room),
		WALK(hubs_name_how_many_more_there_are),
		WALK_BOTH(p_at_two_beliefs_shows_how_they_hang_together),
		WALK_BOTH(two_marks_win_over_a_path_that_was_begun_and_escape_forgets_it),
		WALK(the_last_column_is_not_said_to_lead_nowhere),
		WALK(the_legend_names_what_is_there_and_shortens_where_it_must),
		WALK(a_path_is_a_chain),
		WALK_BOTH(the_confidence_of_a_belief_stands_in_its_heading),
		WALK(the_ego_graph_at_four_sizes),
		WALK(the_ego_graph_in_ascii),
	};

	return RUN_WALKS(tests);
}
