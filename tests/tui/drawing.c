/* The drawn graph: beliefs as boxes, their edges as lines, in a window that moves. */
#include "tui/fixture_walk.h"

#define EVIDENCE "9531985d-5d9d-49f8-9818-e811892f902b"

/* Pictures must not hang on the version of Graphviz. */
static void open_beliefs(struct walk *w, int rows, int columns)
{
	static const char *const env[] = {"TENET_LAYOUT=own", NULL};

	walk_open_with(w, NULL, env);
	console_resize(w->c, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
}

static void find(struct walk *w, const char *words)
{
	console_keys(w->c, "/");
	console_keys(w->c, words);
	console_keys(w->c, K_ENTER);
}

/* How many rows have a word at least twice. */
static int whole_rows(struct walk *w, const char *word)
{
	int n = 0;

	for (int y = 0; y < 20; y++) {
		const char *first = strstr(console_row(w->c, y), word);
		n += first && strstr(first + strlen(word), word);
	}
	return n;
}

static void m_draws_what_is_around_a_belief(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 40, 120);
	find(w, "Evidence-based");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "m");
	console_expect(w->c, "Around one belief, depth 1 · 4 beliefs · 4 edges");
	console_expect(w->c, "┃ Evidence-based");
	console_expect(w->c, "▾S");
	console_keys(w->c, ">");
	console_expect(w->c, "depth 2 · 8 beliefs");
	console_keys(w->c, "<<");
	console_expect(w->c, "the depth is 1 to 3");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "Belief  1 in · 3 out");
}

static void m_in_a_filtered_list_draws_what_the_filter_finds(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 40, 120);
	find(w, "policy");
	console_keys(w->c, "m");
	console_expect(w->c, "Beliefs  policy · 6 beliefs · 5 edges");
	console_expect(w->c, "══C contradicts");
	console_expect_not(w->c, "> deeper");
}

static void the_persona_that_is_chosen_narrows_what_the_filter_finds(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE belief_nodes SET persona_id = (SELECT id FROM personas WHERE"
		" reddit_username = 'NightOwlSkeptic') WHERE title ="
		" 'Privacy is a right'");
	open_beliefs(w, 40, 120);
	find(w, "policy");
	console_keys(w->c, "P");
	console_keys(w->c, "jj" K_ENTER);
	console_expect(w->c, "1 of 1");
	console_keys(w->c, "m");
	console_expect(w->c, "Beliefs  policy · NightOwlSkeptic · 1 belief · 0 edges");
	console_keys(w->c, "P");
	console_keys(w->c, "g" K_ENTER);
	console_expect(w->c, "Beliefs  policy · 6 beliefs · 5 edges");
	console_keys(w->c, "P");
	console_keys(w->c, "j" K_ENTER);
	console_expect(w->c, "Beliefs  policy · HonestBubble · 5 beliefs");
}

static void keys_move_along_edges_and_enter_looks_at_the_belief(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 40, 120);
	find(w, "Evidence-based");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "m");
	console_keys(w->c, "j");
	console_expect_not(w->c, "┃ Evidence-based");
	console_keys(w->c, "k");
	console_expect(w->c, "┃ Evidence-based");
	console_keys(w->c, "n");
	const char *first = walk_rows(w, -2, -2);
	console_keys(w->c, "n");
	assert_string_not_equal(walk_rows(w, -2, -2), first);
	console_keys(w->c, "N");
	assert_string_equal(walk_rows(w, -2, -2), first);
	console_keys(w->c, "nN");
	assert_string_equal(walk_rows(w, -2, -2), first);
	console_keys(w->c, "k");
	console_keys(w->c, K_ENTER);
	console_expect_not(w->c, "Around one belief");
	console_expect(w->c, "back: Backspace");
}

static void the_keys_are_explained_in_words_of_the_drawing(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 40, 120);
	find(w, "Evidence-based");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "m");
	console_keys(w->c, "kkkk");
	console_expect(w->c, "no belief stands further that way");
	console_keys(w->c, "G");
	console_expect(w->c, "a drawing has no rows: j k h l go from box to box");
	console_keys(w->c, "?");
	console_expect(w->c, "select the next belief to the left");
	console_expect_not(w->c, "to what leads in");
	console_keys(w->c, K_PGDN);
	console_expect(w->c, "move the window over the drawing down (all of its height is shown)");
}

static void what_does_not_fit_says_so_and_pans(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 24, 80);
	find(w, "e");
	console_keys(w->c, "m");
	console_expect(w->c, " needs 116x");
	console_expect(w->c, "this is 80x18");
	console_expect(w->c, "map: z");
	const char *before = walk_rows(w, 3, -4);
	console_keys(w->c, "}");
	assert_string_not_equal(walk_rows(w, 3, -4), before);
	console_keys(w->c, "{");
	assert_string_equal(walk_rows(w, 3, -4), before);
	console_keys(w->c, "J");
	assert_string_not_equal(walk_rows(w, 3, -4), before);
	console_keys(w->c, "K");
	console_keys(w->c, "z");
	console_expect_not(w->c, "map: z");
	console_resize(w->c, 60, 230);
	console_expect_not(w->c, "this is");
}

static void a_box_that_the_window_cuts_is_clipped_not_drawn_anew(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 24, 80);
	find(w, "conf>0.6");
	console_keys(w->c, "m");
	console_expect(w->c, "map: z");
	console_keys(w->c, "z");
	console_expect(w->c, "│ Bayesian");
	console_keys(w->c, "J");
	assert_non_null(strstr(console_row(w->c, 3), "└─ 0.830 ──────────────┘"));
	assert_non_null(strstr(console_row(w->c, 3), "└─ 0.900 ──"));
}

static void the_map_never_hides_the_selected_belief(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 20, 50);
	find(w, "Evidence-based");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, ">>");
	console_keys(w->c, "m");
	console_expect(w->c, "map: z");
	for (int i = 0; i < 12; i++) {
		console_keys(w->c, "n");
		console_expect(w->c, "┏━━━━━━━━━━━━━━━━━━━━━━┓");
		assert_int_equal(whole_rows(w, "┃"), 2);
		console_expect(w->c, "━━┛");
	}
}

/* Also where it lies between two rows of the map, each of which stands for more than it shows. */
static void the_map_says_where_the_window_is(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 20, 80);
	console_keys(w->c, "/conf>0.6" K_ENTER);
	console_keys(w->c, "m");
	for (int i = 0; i < 4; i++) {
		console_expect(w->c, "map: z");
		console_expect(w->c, "··"); /* a cell without a belief, in the window */
		console_keys(w->c, "J");
	}
}

static void ten_thousand_beliefs_are_refused_kindly(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 10000)"
		" INSERT INTO belief_nodes (id, persona_id, title, summary) SELECT"
		" 'ffffffff-0000-4000-8000-' || CAST(100000000000 + x AS TEXT), persona_id,"
		" 'Zebra ' || CAST(x AS TEXT), 'x' FROM n, belief_nodes WHERE id = '" EVIDENCE "'");
	open_beliefs(w, 24, 80);
	find(w, "zebra");
	console_keys(w->c, "m");
	console_expect(w->c, "10,000 beliefs are too many for a drawing that can be read.");
	console_expect(w->c, "They need at least 80x10,002; this is 80x18.");
	console_expect(w->c, "/ finds fewer: tag:science");
	console_expect(w->c, " Backspace back  / filter  R ");
	console_expect_not(w->c, "> deeper");
	console_keys(w->c, "j");
	console_expect(w->c, "nothing is drawn: / finds other beliefs, Backspace goes back");
	console_keys(w->c, "lnz}" K_ENTER);
	console_resize(w->c, 12, 40);
	console_expect_not(w->c, "tenet beliefs graph");
	console_keys(w->c, "jjjjjjjjj");
	console_expect(w->c, "tenet beliefs graph");
	console_resize(w->c, 24, 80);
	find(w, " 9999");
	console_expect(w->c, "1 belief · 0 edges");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "1 of 10,000");
}

/* Two hundred and fifty beliefs around one, and four more around each of them. */
static const char star[] =
	"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1250)"
	" INSERT INTO belief_nodes (id, persona_id, title, summary) SELECT"
	" 'ffffffff-0000-4000-8000-' || CAST(100000000000 + x AS TEXT), persona_id,"
	" 'Zebra ' || CAST(x AS TEXT), 'x' FROM n, belief_nodes WHERE id = '" EVIDENCE "';"
	"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation, weight) SELECT"
	" 'eeeeeeee' || substr(id, 9), persona_id, id, CASE WHEN substr(id, 25) > '100000000250'"
	" THEN substr(id, 1, 24) || (100000000001 + (CAST(substr(id, 25) AS INTEGER) - 1) % 250)"
	" ELSE '" EVIDENCE "' END, 'supports', 0.5 FROM belief_nodes WHERE title LIKE 'Zebra %'";

static void too_much_around_one_belief_names_less_depth(void **state)
{
	struct walk *w = *state;

	walk_sql(w, star);
	open_beliefs(w, 24, 80);
	find(w, "Evidence-based");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, ">>");
	console_expect(w->c, "depth 3");
	console_keys(w->c, "m");
	console_expect(w->c, "are too many for a drawing that can be read.");
	console_expect(w->c, "< draws less: what is around it to depth 2.");
	console_expect(w->c, "/ and m there draw what a filter finds.");
	console_expect(w->c, " Backspace back  < shallower  R ");
	console_expect_not(w->c, "/ filter");
	console_keys(w->c, "/");
	console_expect(w->c, "only what a filter found is filtered");
	console_keys(w->c, "n");
	console_expect(w->c, "nothing is drawn: < draws less, Backspace goes back");
	console_keys(w->c, "<");
	console_expect(w->c, "to depth 1.");
	console_keys(w->c, "<");
	console_expect(w->c, "Around one belief, depth 1 · 2");
}

static void too_many_marks_are_told_how_to_mark_fewer(void **state)
{
	struct walk *w = *state;

	walk_sql(w, star);
	open_beliefs(w, 24, 80);
	find(w, "zebra");
	console_keys(w->c, "*");
	console_expect(w->c, "1,250 marked");
	console_keys(w->c, "m");
	console_expect(w->c, "1,250 beliefs are too many for a drawing that can be read.");
	console_expect(w->c, "Space unmarks one belief, U all of them");
	console_expect_not(w->c, "/ filter");
	console_expect_not(w->c, "< shallower");
	console_keys(w->c, "/");
	console_expect(w->c, "marked beliefs are drawn: Backspace, U, / and m");
	console_keys(w->c, K_BACKSPACE);
	console_keys(w->c, "U");
	console_keys(w->c, "m");
	console_expect(w->c, "/ filter");
}

static void a_belief_deleted_under_the_drawing_leaves_it(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 40, 120);
	find(w, "Evidence-based");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "m");
	walk_sql(w, "DELETE FROM belief_nodes WHERE id = '" EVIDENCE "'");
	console_wait_text(w->c, "There is no belief to draw.", 20);
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "This belief was deleted.");
}

static void odd_edges_are_drawn(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation)"
		" SELECT 'ffffffff-0000-4000-8000-000000000001', persona_id, id, id, 'supports'"
		" FROM belief_nodes WHERE id = '" EVIDENCE "'");
	walk_sql(w,
		"UPDATE belief_nodes SET title = replace(hex(zeroblob(250)), '0', '本')"
		" WHERE id = '" EVIDENCE "'");
	walk_sql(w, "UPDATE belief_edges SET relation = '\033[2J' WHERE relation = 'evidence_for'");
	open_beliefs(w, 40, 120);
	console_keys(w->c, "G");
	console_keys(w->c, "m");
	console_expect(w->c, "本本");
	console_expect(w->c, "self:S");
	console_expect(w->c, "? ^[[2J");
	console_resize(w->c, 5, 20);
	console_resize(w->c, 1, 1);
	console_resize(w->c, 24, 80);
	console_expect(w->c, "本本");
}

static void eight_beliefs_at_three_sizes(void **state)
{
	struct walk *w = *state;

	open_beliefs(w, 40, 120);
	find(w, "Evidence-based");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, ">m");
	walk_expect_screen(w, "drawing-8-40x120");
	console_resize(w->c, 24, 80);
	walk_expect_screen(w, "drawing-8-24x80");
	console_resize(w->c, 50, 200);
	walk_expect_screen(w, "drawing-8-50x200");
}

/* Two more hang on beliefs of the second level. */
static void twelve_beliefs_at_three_sizes(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation, weight)"
		" SELECT 'ffffffff-0000-4000-8000-000000000001', a.persona_id, a.id, b.id,"
		" 'contradicts', 0.5 FROM belief_nodes a, belief_nodes b WHERE"
		" a.title LIKE 'Learning styles%' AND b.title LIKE 'Climate%'");
	walk_sql(w,
		"INSERT INTO belief_edges (id, persona_id, source_id, target_id, relation, weight)"
		" SELECT 'ffffffff-0000-4000-8000-000000000002', a.persona_id, b.id, a.id,"
		" 'depends_on', 0.5 FROM belief_nodes a, belief_nodes b WHERE"
		" a.title LIKE 'Learning styles%' AND b.title LIKE 'Privacy%'");
	open_beliefs(w, 40, 120);
	find(w, "Evidence-based");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, ">>m");
	console_expect(w->c, "12 beliefs");
	walk_expect_screen(w, "drawing-12-40x120");
	console_resize(w->c, 24, 80);
	walk_expect_screen(w, "drawing-12-24x80");
	console_resize(w->c, 50, 200);
	walk_expect_screen(w, "drawing-12-50x200");
}

/* Its pictures differ from version to version; whatever it is, all beliefs are on them. */
static void graphviz_lays_out_all_of_them_where_it_is_there(void **state)
{
	static const char *const titles[] = {"Evidence-based", "Bayesian updating", "Vaccines",
		"Replication", "Sugar", "Spaced", "Learning"};
	struct walk *w = *state;

	walk_open_with(w, NULL, NULL);
	console_resize(w->c, 60, 200);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	find(w, "Evidence-based");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, ">m");
	console_expect(w->c, "8 beliefs · 9 edges");
	console_expect_not(w->c, "Graphviz failed");
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		console_expect(w->c, titles[i]);
}

static void the_drawing_in_ascii(void **state)
{
	struct walk *w = *state;
	static const char *const args[] = {"--ascii", NULL},
				 *const env[] = {"TENET_LAYOUT=own", NULL};

	walk_open_with(w, args, env);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	find(w, "Evidence-based");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, ">m");
	walk_expect_screen(w, "drawing-ascii");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(m_draws_what_is_around_a_belief),
		WALK_BOTH(m_in_a_filtered_list_draws_what_the_filter_finds),
		WALK_BOTH(the_persona_that_is_chosen_narrows_what_the_filter_finds),
		WALK(keys_move_along_edges_and_enter_looks_at_the_belief),
		WALK(the_keys_are_explained_in_words_of_the_drawing),
		WALK(what_does_not_fit_says_so_and_pans),
		WALK(a_box_that_the_window_cuts_is_clipped_not_drawn_anew),
		WALK(the_map_never_hides_the_selected_belief),
		WALK(too_much_around_one_belief_names_less_depth),
		WALK(too_many_marks_are_told_how_to_mark_fewer),
		WALK(the_map_says_where_the_window_is),
		WALK(ten_thousand_beliefs_are_refused_kindly),
		WALK_BOTH(a_belief_deleted_under_the_drawing_leaves_it),
		WALK(odd_edges_are_drawn),
		WALK(eight_beliefs_at_three_sizes),
		WALK(twelve_beliefs_at_three_sizes),
		WALK(graphviz_lays_out_all_of_them_where_it_is_there),
		WALK(the_drawing_in_ascii),
	};

	return RUN_WALKS(tests);
}
