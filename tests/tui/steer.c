/* Changing beliefs from the console: each box, what it writes, and what it refuses. */
#include "tui/fixture_walk.h"

#define RAISED "Bayesian updating"
#define BELIEF "(SELECT id FROM belief_nodes WHERE title = 'Bayesian updating')"

/* With the second belief selected, which has edges both ways. */
static void open_second(struct walk *w, int rows, int columns)
{
	walk_open_size(w, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	console_keys(w->c, "j");
	console_expect(w->c, "2 of 24");
}

static void expect_confidence(struct walk *w, const char *expected)
{
	walk_expect_sql(w,
		"SELECT CAST(current_confidence AS TEXT) FROM belief_nodes"
		" WHERE title = '" RAISED "'",
		expected);
	walk_expect_sql(w,
		"SELECT CAST(confidence AS TEXT) FROM stance_versions WHERE belief_id = " BELIEF
		" AND status IN ('current', 'locked')",
		expected);
}

static void a_nudge_shows_where_it_leads_and_is_undone(void **state)
{
	struct walk *w = *state;

	open_second(w, 24, 80);
	console_keys(w->c, "-");
	console_expect(w->c, "confidence 0.900 → 0.875");
	console_expect(w->c, "The audit log will name rosa.");
	console_keys(w->c, "---");
	console_keys(w->c, K_RIGHT);
	console_expect(w->c, "confidence 0.900 → 0.845");
	console_keys(w->c, K_ENTER K_ENTER K_ENTER);
	console_expect(w->c, "say why: a change needs a reason");
	console_keys(w->c, "as the thread shows" K_ENTER);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "nudged to 0.845 · u undoes");
	expect_confidence(w, "0.845");
	console_expect(w->c, "0.845 Bayesian updating");
	walk_expect_sql(w,
		"SELECT reason || ' ' || updated_by || ' ' || trigger_type FROM belief_updates"
		" WHERE updated_by = 'rosa'",
		"as the thread shows rosa manual");
	console_keys(w->c, "u");
	console_expect(w->c, "confidence 0.845 back to 0.900");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "taken back: confidence 0.845 back to 0.900");
	expect_confidence(w, "0.9");
	console_keys(w->c, "u");
	console_expect(w->c, "rosa made no change that could be taken back");
}

static void the_nudge_box_on_small_and_on_wide_screens(void **state)
{
	struct walk *w = *state;

	open_second(w, 24, 80);
	console_keys(w->c, "-");
	console_keys(w->c, K_RIGHT K_TAB "as the thread shows");
	walk_expect_screen(w, "steer-nudge-80x24");
	console_resize(w->c, 40, 120);
	walk_expect_screen(w, "steer-nudge-120x40");
}

/* What it is about and what it would do, before blank rows, hints and the other fields. */
static void a_box_says_on_a_small_screen_what_it_would_do(void **state)
{
	static const struct {
		int rows, columns;
		const char *key, *says[3];
	} boxes[] = {
		{15, 40, "d", {RAISED, "With it go ", "its title"}},
		{15, 40, "i", {RAISED, "confidence 0.900", "source"}},
		{15, 40, "c", {RAISED, "supports", "words of the other"}},
		{14, 36, "+", {RAISED, "0.900 →", "reason"}},
		{14, 36, "!", {RAISED, "Locked, nobody changes it, the", "reason"}},
		{10, 30, "+", {RAISED, "0.900 →", "evidence"}},
		{10, 30, "!", {RAISED, "Locked, nobody changes it", "reason"}},
	};
	struct walk *w = *state;

	open_second(w, 24, 80);
	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
		console_resize(w->c, boxes[i].rows, boxes[i].columns);
		console_keys(w->c, boxes[i].key);
		for (int k = 0; k < 3; k++)
			console_expect(w->c, boxes[i].says[k]);
		console_keys(w->c, K_ESC);
		console_expect_not(w->c, boxes[i].says[2]);
	}
	console_resize(w->c, 15, 40);
	console_keys(w->c, "i");
	console_keys(w->c, "typed" K_ESC);
	console_expect(w->c, "Throw away what was typed?");
	console_expect(w->c, "goes on typing");
}

static void leaving_asks_when_something_was_typed(void **state)
{
	struct walk *w = *state;

	open_second(w, 24, 80);
	console_keys(w->c, "+");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, "Raise the confidence");
	console_keys(w->c, "+");
	console_keys(w->c, K_TAB "because" K_ESC);
	console_expect(w->c, "Throw away what was typed?");
	console_keys(w->c, "n");
	console_expect(w->c, "because");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "y");
	console_expect_not(w->c, "because");
	expect_confidence(w, "0.9");
}

static void a_locked_belief_says_so_until_it_is_unlocked(void **state)
{
	struct walk *w = *state;

	open_second(w, 24, 80);
	console_keys(w->c, "!");
	console_keys(w->c, "until we know more" K_ENTER);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "locked · u undoes");
	console_expect(w->c, "! unlock");
	console_expect_not(w->c, "+ - nudge");
	console_expect_not(w->c, "= set");
	console_keys(w->c, "+");
	console_expect(w->c, "it is locked: ! unlocks it");
	console_expect_not(w->c, "Raise the confidence");
	console_keys(w->c, "!");
	console_expect(w->c, "It is locked. Unlocked, the agent");
	console_expect(w->c, "─ Unlock ─");
	console_keys(w->c, "we do\023");
	console_expect(w->c, "unlocked · u undoes");
	console_expect(w->c, "! lock ");
	expect_confidence(w, "0.9");
}

static void confidence_and_stance_are_set_together(void **state)
{
	struct walk *w = *state;

	open_second(w, 24, 80);
	console_keys(w->c, "=");
	console_expect(w->c, "nothing is changed yet");
	console_keys(w->c,
		"\025"
		"1.5" K_TAB K_TAB "because\023");
	console_expect(w->c, "a confidence is a number from 0 to 1");
	console_keys(w->c,
		"\025"
		"0.25" K_TAB "\007"
		"Perhaps. \023");
	console_expect(w->c, "set to 0.250, with another text · u undoes");
	expect_confidence(w, "0.25");
	walk_expect_sql(w,
		"SELECT substr(text, 1, 9) FROM stance_versions WHERE belief_id = " BELIEF
		" AND status = 'current'",
		"Perhaps. ");
}

static void a_nudge_says_what_it_cannot_do(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "UPDATE belief_nodes SET current_confidence = 1 WHERE title = '" RAISED "'");
	open_second(w, 24, 80);
	console_keys(w->c, "+");
	console_expect(w->c, "confidence 1.000 → 0.990");
	console_expect(w->c, "evidence keeps a confidence from 0.010 to 0.990");
	console_keys(w->c, K_ESC);
	walk_sql(w, "UPDATE belief_nodes SET current_confidence = NULL WHERE title = '" RAISED "'");
	console_keys(w->c, "+");
	console_expect(w->c, "it cannot be nudged: it has no confidence: set a confidence first");
}

static void another_text_is_shown_before_it_is_saved(void **state)
{
	struct walk *w = *state;

	open_second(w, 40, 120);
	console_keys(w->c, "=");
	console_expect(w->c, "nothing is changed yet");
	console_keys(w->c,
		K_TAB "\007"
		      "Perhaps. ");
	console_expect(w->c, "confidence 0.900 stays");
	console_expect(w->c, "with another text:");
	console_expect(w->c, "{+Perhaps. +}Move");
	console_keys(w->c, K_TAB "because\023");
	console_expect(w->c, "0.900, with another text · u undoes");
}

static void a_number_that_is_typed_takes_the_place_of_the_one_there(void **state)
{
	struct walk *w = *state;

	open_second(w, 24, 80);
	console_keys(w->c, "=");
	console_keys(w->c, "0.6");
	console_expect(w->c, "confidence 0.900 → 0.600");
	console_keys(w->c, ".7");
	console_expect(w->c, "no number from 0 to 1: 0.6.7");
	console_expect_not(w->c, "nothing would change");
	console_keys(w->c, K_TAB K_TAB "because\023");
	console_expect(w->c, "a confidence is a number from 0 to 1");
	console_keys(w->c, K_BACKSPACE K_BACKSPACE "\023");
	console_expect(w->c, "set to 0.600 · u undoes");
	expect_confidence(w, "0.6");
}

static void what_cannot_be_taken_back_is_neither_promised_nor_in_the_way(void **state)
{
	struct walk *w = *state;

	open_second(w, 24, 80);
	console_keys(w->c, "-");
	console_keys(w->c, K_TAB "because\023");
	console_expect(w->c, "nudged to 0.875 · u undoes");
	/* The clock of a walk stands still. */
	walk_sql(w,
		"UPDATE belief_updates SET created_at = '2026-11-20 10:00:00',"
		" updated_at = '2026-11-20 10:00:00' WHERE updated_by = 'rosa'");
	walk_sql(w,
		"UPDATE stance_versions SET status = 'deprecated' WHERE belief_id ="
		" (SELECT id FROM belief_nodes WHERE title LIKE 'Cities should%')");
	console_keys(w->c, "j");
	console_expect(w->c, "3 of 24");
	console_keys(w->c, "=");
	console_expect(w->c, "This cannot be taken back: it had no live stance.");
	console_keys(w->c, "0.5");
	console_expect(w->c, "→ 0.500");
	console_keys(w->c, K_TAB K_TAB "because\023");
	console_expect(w->c, "set to 0.500 · cannot be taken back: it had no live stance");
	console_expect_not(w->c, "u undoes");
	console_keys(w->c, "u");
	console_expect(w->c, "Cities should build more housing: it cannot be taken back");
	console_expect(w->c, "So this one, which is older:");
	console_expect(w->c, "confidence 0.875 back to 0.900");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "taken back: confidence 0.875 back to 0.900");
	expect_confidence(w, "0.9");
	console_keys(w->c, "u");
	console_expect(w->c, "it cannot be taken back: it had no live ─");
	assert_string_equal(console_row(w->c, 23), "  stance");
}

static void what_the_agent_changed_meanwhile_is_said_and_shown(void **state)
{
	struct walk *w = *state;

	open_second(w, 40, 120);
	console_keys(w->c, "+");
	console_keys(w->c, K_TAB "because");
	walk_sql(w, "UPDATE belief_nodes SET current_confidence = 0.5 WHERE title = '" RAISED "'");
	walk_sql(w,
		"UPDATE stance_versions SET confidence = 0.5 WHERE status = 'current' AND"
		" belief_id = " BELIEF);
	console_keys(w->c, "\023");
	console_expect(w->c, "it changed meanwhile: 0.900 became 0.500");
	console_expect(w->c, "confidence 0.500 → 0.562");
	console_expect(w->c, "because");
	console_expect(w->c, "what you see is new, 0.500: Tab, then Ctrl-S to raise it");
	console_keys(w->c, "\023");
	console_expect(w->c, "what you see is new, 0.500: Tab, then Ctrl-S to raise it");
	expect_confidence(w, "0.5");
	console_keys(w->c, K_TAB "\023");
	console_expect(w->c, "nudged to 0.562 · u undoes");
	expect_confidence(w, "0.562");
}

static void a_belief_deleted_meanwhile_is_said(void **state)
{
	struct walk *w = *state;

	open_second(w, 24, 80);
	console_keys(w->c, "+");
	console_keys(w->c, K_TAB "because");
	walk_sql(w, "DELETE FROM belief_nodes WHERE title = '" RAISED "'");
	console_keys(w->c, "\023");
	console_expect(w->c, "not saved: it was deleted meanwhile");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "y");
	console_keys(w->c, "+");
	console_expect(w->c, "this belief was deleted");
	console_keys(w->c, "t");
	console_expect(w->c, "this belief was deleted");
	console_expect(w->c, "Beliefs");
}

static void words_and_evidence_are_changed(void **state)
{
	struct walk *w = *state;

	open_second(w, 24, 80);
	console_keys(w->c, "e");
	console_keys(w->c,
		" by Bayes" K_TAB K_TAB "\025"
		"[1]" K_TAB "because\023");
	console_expect(w->c, "tags are a JSON array of texts");
	console_keys(w->c,
		"\025"
		"[\"a\"]\023");
	console_expect(w->c, "saved · u undoes");
	walk_expect_sql(w,
		"SELECT title || ' ' || CAST(tags AS TEXT) FROM belief_nodes WHERE title LIKE"
		" 'Bayesian%'",
		"Bayesian updating by Bayes [\"a\"]");
	console_keys(w->c, "i");
	console_keys(w->c, "https://example.org/1" K_TAB K_RIGHT K_TAB "f" K_TAB "because\023");
	console_expect(w->c, "evidence linked, nudged to 0.845 · u undoes");
	walk_expect_sql(w,
		"SELECT source_type || ' ' || strength FROM evidence_links WHERE source_ref ="
		" 'https://example.org/1'",
		"note moderate");
	console_keys(w->c, "u");
	console_expect(w->c, "the evidence goes");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "taken back");
	walk_expect_sql(w,
		"SELECT count(*) FROM evidence_links WHERE source_ref = 'https://example.org/1'",
		"0");
}

static void an_edge_is_linked_changed_deleted_and_brought_back(void **state)
{
	struct walk *w = *state;

	open_second(w, 40, 120);
	console_keys(w->c, "c");
	console_keys(w->c, "zzz");
	console_expect(w->c, "no other belief has these words in its title");
	console_keys(w->c,
		"\025"
		"civil");
	console_expect(w->c, "▸ Civility wins arguments");
	console_keys(w->c,
		K_ENTER "c" K_TAB K_TAB "\025"
			"0.35" K_TAB "because\023");
	console_expect(w->c, "linked · u undoes");
#define EDGE \
	"SELECT relation || ' ' || CAST(weight AS TEXT) FROM belief_edges WHERE source_id =" \
	" " BELIEF " AND target_id = (SELECT id FROM belief_nodes WHERE title LIKE 'Civility%')"
	walk_expect_sql(w, EDGE, "contradicts 0.35");
	console_keys(w->c, "w");
	console_expect(w->c, "choose an edge first");
	console_keys(w->c, K_TAB);
	console_keys(w->c, "w");
	console_expect(w->c, "Change an edge");
	console_keys(w->c, "o" K_TAB "inspired_by" K_TAB K_TAB "because\023");
	console_expect(w->c, "edge changed · u undoes");
	console_keys(w->c, "d");
	console_expect(w->c, "Delete an edge");
	console_keys(w->c, "because\023");
	console_expect(w->c, "edge deleted · u brings it back");
	console_keys(w->c, "u");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "taken back: the edge");
}

static void a_belief_is_added_deleted_by_its_title_and_brought_back(void **state)
{
	struct walk *w = *state;

	open_second(w, 24, 80);
	console_keys(w->c, "A");
	console_keys(w->c, "Tea helps" K_TAB "It does." K_TAB K_TAB K_TAB "because\023");
	console_expect(w->c, "added · u undoes");
	console_expect(w->c, "Tea helps");
	console_expect_not(w->c, "changed: R");
	console_keys(w->c, "d");
	console_expect(w->c, "With it go 0 edges, 1 stance, 0 pieces of evidence and 1 audit row");
	console_keys(w->c, "Tea" K_TAB "because\023");
	console_expect(w->c, "that is not its title");
	console_keys(w->c, " helps\023");
	console_expect(w->c, "deleted with 0 edges, 1 stance");
	walk_expect_sql(w, "SELECT count(*) FROM belief_nodes WHERE title = 'Tea helps'", "0");
	console_keys(w->c, "u");
	console_expect(w->c, "it comes back with all that went with it");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "taken back");
	walk_expect_sql(w, "SELECT count(*) FROM belief_nodes WHERE title = 'Tea helps'", "1");
}

static void the_timeline_steers_as_well(void **state)
{
	struct walk *w = *state;

	open_second(w, 40, 120);
	console_keys(w->c, "t");
	console_keys(w->c, "-");
	console_keys(w->c, K_TAB "because\023");
	console_expect(w->c, "nudged to 0.875 · u undoes");
	console_expect(w->c, "because");
	expect_confidence(w, "0.875");
}

static void the_history_says_what_was_done(void **state)
{
	struct walk *w = *state;

	open_second(w, 40, 160);
	console_keys(w->c, "!");
	console_keys(w->c, "wait\023");
	console_expect(w->c, "locked · u undoes");
	console_keys(w->c, "!");
	console_keys(w->c, "go on\023");
	console_expect(w->c, "unlocked · u undoes");
	console_keys(w->c, "c");
	console_keys(w->c, "civil");
	console_expect(w->c, "▸ Civility wins arguments");
	console_keys(w->c,
		K_ENTER K_TAB K_TAB "\025"
				    "0.35" K_TAB "because\023");
	console_expect(w->c, "linked · u undoes");
	walk_sql(w,
		"UPDATE belief_updates SET created_at = '2026-11-22 12:00:07' WHERE reason ="
		" 'because'");
	console_keys(w->c, "t");
	console_keys(w->c, "h");
	console_expect(w->c, "2026-11-22 12:00:07 → audit    tied to \"Civility wins arguments");
	console_expect(w->c, "2026-11-22 12:00:00 → audit    unlocked go on");
	console_expect(w->c, "2026-11-22 12:00:00 → audit    locked wait");
	console_expect(w->c, "    → audit    0.924 → 0.900");
	console_keys(w->c, "g");
	console_expect(w->c, "change");
	console_expect(w->c, "by supports, 0.35");
	console_expect_not(w->c, "+0.000");
	console_expect_not(w->c, "The text is the same.");
}

static void who_may_not_steer_is_told(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	console_idle(w->c);
	walk_sql(w,
		"INSERT INTO console_accounts (account_id, role)"
		" SELECT id, 'moderator' FROM admins WHERE username = 'rosa'");
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	console_keys(w->c, "+");
	console_expect(w->c, "only operators and admins may steer beliefs");
	console_expect_not(w->c, "Raise the confidence");
	console_expect_not(w->c, "nudge");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "m draw");
	console_expect_not(w->c, "c connect");
	console_expect_not(w->c, "w edge");
}

static void the_footer_of_an_opened_belief_says_how_to_steer_it(void **state)
{
	struct walk *w = *state;

	open_second(w, 40, 120);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "+ - nudge  = set  ! lock  u undo  p path");
}

static void words_of_another_personas_belief_are_said_to_be_that(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE belief_nodes SET persona_id = (SELECT id FROM personas WHERE"
		" reddit_username = 'NightOwlSkeptic') WHERE title LIKE 'Civility wins%'");
	open_second(w, 24, 80);
	console_keys(w->c, "c");
	console_keys(w->c, "\023");
	console_expect(w->c, "type words of the other belief's title");
	console_keys(w->c, "civility wins");
	console_expect(w->c, "it is a belief of NightOwlSkeptic: edges across personas");
	console_keys(w->c, "\023");
	console_expect(w->c, "it is a belief of NightOwlSkeptic: edges across personas");
	console_keys(w->c, "\025zzz");
	console_expect(w->c, "no other belief has these words in its title");
	console_keys(w->c, "\023");
	console_expect(w->c, "no other belief has these words in its title");
	console_keys(w->c,
		"\025"
		"cities");
	console_keys(w->c, "\023");
	console_expect(w->c, "choose a belief: Enter takes the one that is marked");
}

int main(void)
{
	const struct CMUnitTest walks[] = {
		WALK_BOTH(a_nudge_shows_where_it_leads_and_is_undone),
		WALK(the_nudge_box_on_small_and_on_wide_screens),
		WALK(a_box_says_on_a_small_screen_what_it_would_do),
		WALK(leaving_asks_when_something_was_typed),
		WALK_BOTH(a_locked_belief_says_so_until_it_is_unlocked),
		WALK_BOTH(confidence_and_stance_are_set_together),
		WALK_BOTH(a_nudge_says_what_it_cannot_do),
		WALK_BOTH(another_text_is_shown_before_it_is_saved),
		WALK(a_number_that_is_typed_takes_the_place_of_the_one_there),
		WALK_BOTH(what_cannot_be_taken_back_is_neither_promised_nor_in_the_way),
		WALK_BOTH(what_the_agent_changed_meanwhile_is_said_and_shown),
		WALK_BOTH(a_belief_deleted_meanwhile_is_said),
		WALK_BOTH(words_and_evidence_are_changed),
		WALK_BOTH(an_edge_is_linked_changed_deleted_and_brought_back),
		WALK_BOTH(a_belief_is_added_deleted_by_its_title_and_brought_back),
		WALK_BOTH(the_timeline_steers_as_well),
		WALK_BOTH(the_history_says_what_was_done),
		WALK_BOTH(who_may_not_steer_is_told),
		WALK(the_footer_of_an_opened_belief_says_how_to_steer_it),
		WALK_BOTH(words_of_another_personas_belief_are_said_to_be_that),
	};

	return RUN_WALKS(walks);
}
