/* What is wrong in the graph: found, explained, and reached without leaving the console. */
#include "tui/fixture_walk.h"

#define NUCLEAR "6b0d549b-6f03-475a-9600-a35a099950d8"
#define STORAGE "8d116ece-1738-47d9-bd9c-172411e20b8f"

static void open_findings(struct walk *w, int rows, int columns)
{
	walk_open_size(w, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	console_keys(w->c, "f");
	console_expect(w->c, "12 findings");
}

static void the_strongest_tension_and_its_evidence_are_seen_at_once(void **state)
{
	struct walk *w = *state;

	open_findings(w, 40, 120);
	console_expect(w->c, "▲ Tensions");
	console_expect(w->c, "2 doubtful");
	console_expect(w->c, "▸     Nuclear power belongs");
	console_expect(w->c, "\"Nuclear power belongs in a clean grid\" (0.710)");
	console_expect(w->c, "weight × the weaker confidence = 0.248");
	console_expect(w->c, "What stands behind each side");
	console_expect(w->c, "0.710 Nuclear power belongs in a clean grid");
	console_expect(w->c, "weak  reddit_comment  t1_961ef9a");
	console_expect(w->c, "0.740 Renewables plus storage can carry most");
	console_expect(w->c, "strong  external_link  https://example.org/study/601");
	console_keys(w->c, "/");
	console_expect(w->c, "all that was found is listed");
}

static void enter_jumps_to_the_belief_and_backspace_comes_back(void **state)
{
	struct walk *w = *state;

	open_findings(w, 40, 120);
	console_keys(w->c, "j" K_ENTER);
	console_expect(w->c, "back to the findings: Backspace");
	console_expect(w->c, "Decades of experiments show that spacing");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "▸     Spaced repetition works");
	console_expect(w->c, "2 of 12 findings");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "2 of 12 findings");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "f");
	console_expect(w->c, "▸     Spaced repetition works");
}

static void the_other_side_is_reached_from_the_detail(void **state)
{
	struct walk *w = *state;

	open_findings(w, 40, 120);
	console_keys(w->c, K_TAB);
	for (int i = 0; i < 9 && !console_has(w->c, "▸ ━━━━━━── 0.740 Renew"); i++)
		console_keys(w->c, "j");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "back to the findings: Backspace");
	console_expect(w->c, "Falling battery prices make a mostly renewable grid");
}

static void a_kind_says_why_it_matters(void **state)
{
	struct walk *w = *state;

	open_findings(w, 40, 120);
	console_keys(w->c, "g");
	console_expect(w->c, "Tensions: 2, doubtful");
	console_expect(w->c, "held strongly (confidence 0.7");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "this is a kind: j goes to its first finding");
}

static void what_was_mended_is_gone_when_one_looks_again(void **state)
{
	struct walk *w = *state;

	open_findings(w, 40, 120);
	walk_sql(w,
		"UPDATE belief_edges SET relation = 'supports' WHERE source_id = '" NUCLEAR
		"' AND target_id = '" STORAGE "'");
	console_wait_text(w->c, "changed: R", 20);
	console_keys(w->c, "R");
	console_expect(w->c, "11 findings");
	console_expect(w->c, "▸     Spaced repetition works");
}

static void what_others_do_elsewhere_is_not_said_to_change_them(void **state)
{
	struct walk *w = *state;

	open_findings(w, 40, 120);
	walk_others_move(w);
	console_expect_not(w->c, "changed: R");
	walk_sql(w, "UPDATE belief_nodes SET current_confidence = 0.123 WHERE title LIKE 'Bayes%'");
	console_wait_text(w->c, "changed: R", 20);
	console_keys(w->c, "R");
	console_expect_not(w->c, "changed: R");
}

static void a_belief_that_was_deleted_meanwhile_is_said_to_be(void **state)
{
	struct walk *w = *state;

	open_findings(w, 40, 120);
	walk_sql(w, "DELETE FROM belief_nodes WHERE title = 'Learning styles are a myth'");
	console_keys(w->c, "j");
	console_expect(w->c, "This belief does not exist.");
}

static void looking_can_be_cancelled_and_begun_again(void **state)
{
	struct walk *w = *state;

	open_findings(w, 40, 120);
	walk_sql(w, "BEGIN; LOCK TABLE belief_edges IN ACCESS EXCLUSIVE MODE");
	console_type(w->c, "R");
	console_wait_text(w->c, "looking for what is wrong", 20);
	console_type(w->c, K_CTRL_C);
	console_wait_text(w->c, "0 of 14 kinds looked for, stopped", 20);
	walk_sql(w, "ROLLBACK");
	console_keys(w->c, "R");
	console_expect_not(w->c, "stopped");
	console_expect(w->c, "12 findings");
}

static void a_sound_graph_is_said_to_be(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "DELETE FROM belief_edges; DELETE FROM belief_nodes");
	walk_open_size(w, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	console_keys(w->c, "f");
	console_expect(w->c, "Nothing was found to be wrong.");
	console_keys(w->c, "jkgG" K_ENTER K_TAB);
	console_expect(w->c, "0 findings");
	console_keys(w->c, "q");
	console_expect(w->c, "The agent holds no beliefs yet.");
}

static void more_than_anybody_reads_are_counted_up_to_a_bound(void **state)
{
	static const char *const many[] = {
		[DB_SQLITE] = "INSERT INTO belief_nodes (id, persona_id, title, summary,"
			      " current_confidence, tags) WITH RECURSIVE n (i) AS (SELECT 1 UNION"
			      " ALL SELECT i + 1 FROM n WHERE i < 700) SELECT printf("
			      "'eeeeeeee-0000-4000-8000-%012d', i), (SELECT id FROM personas LIMIT"
			      " 1), 'Belief ' || i, '', 0.99, '[]' FROM n",
		[DB_POSTGRES] =
			"INSERT INTO belief_nodes (id, persona_id, title, summary,"
			" current_confidence, tags) SELECT CAST('eeeeeeee-0000-4000-8000-' ||"
			" lpad(CAST(i AS text), 12, '0') AS uuid), (SELECT id FROM personas LIMIT "
			"1),"
			" 'Belief ' || i, '', 0.99, '[]' FROM generate_series(1, 700) i",
	};
	struct walk *w = *state;

	walk_sql(w, many[w->engine]);
	walk_open_size(w, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	console_keys(w->c, "f");
	console_expect(w->c, "500+ doubtful");
	console_expect(w->c, "1,005+ findings");
	console_keys(w->c, "gjjj");
	console_expect(w->c, "Only the first 500 are listed;");
}

static void in_ascii_the_explanation_has_no_escapes(void **state)
{
	struct walk *w = *state;
	static const char *const args[] = {"--ascii", NULL};

	walk_open_with(w, args, NULL);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_resize(w->c, 40, 120);
	console_keys(w->c, "2");
	console_keys(w->c, "f");
	console_expect(w->c, "weight x the weaker confidence = 0.248");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(the_strongest_tension_and_its_evidence_are_seen_at_once),
		WALK_BOTH(enter_jumps_to_the_belief_and_backspace_comes_back),
		WALK_BOTH(the_other_side_is_reached_from_the_detail),
		WALK_BOTH(a_kind_says_why_it_matters),
		WALK_BOTH(what_was_mended_is_gone_when_one_looks_again),
		WALK_BOTH(what_others_do_elsewhere_is_not_said_to_change_them),
		WALK_BOTH(a_belief_that_was_deleted_meanwhile_is_said_to_be),
		WALK_POSTGRES(looking_can_be_cancelled_and_begun_again),
		WALK_BOTH(a_sound_graph_is_said_to_be),
		WALK_BOTH(more_than_anybody_reads_are_counted_up_to_a_bound),
		WALK(in_ascii_the_explanation_has_no_escapes),
	};

	return RUN_WALKS(tests);
}
