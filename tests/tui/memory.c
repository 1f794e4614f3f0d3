/* The agent's memory: the list, threads, what followed, and what is alike. */
#include "tui/fixture_walk.h"

#define K_CTRL_U "\025"

static void open_memory_at(struct walk *w, int rows, int columns)
{
	walk_open_size(w, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "4");
}

static void open_memory(struct walk *w)
{
	open_memory_at(w, 40, 120);
}

static void the_list_has_age_subreddit_type_score_and_text(void **state)
{
	struct walk *w = *state;

	open_memory(w);
	console_expect(w->c, "Memory ──");
	console_expect(w->c, "newest first");
	console_expect(w->c, "▸  9w r/languagelearning post       249   Could you say");
	console_expect(w->c, "1 of 120");
	console_keys(w->c, "G");
	console_expect(w->c, "120 of 120");
	console_keys(w->c, "k");
	console_expect(w->c, "post in r/changemyview");
}

static void a_filter_finds_by_field_and_word_and_says_what_is_wrong(void **state)
{
	struct walk *w = *state;

	open_memory(w);
	console_keys(w->c, "/sub:science score<0" K_ENTER);
	console_expect(w->c, "Memory  sub:science score<0");
	console_expect(w->c, "1 of 2");
	console_keys(w->c, "/" K_CTRL_U "nothing:5" K_ENTER);
	console_expect(w->c, "column 1");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "/" K_CTRL_U "zebras" K_ENTER);
	console_expect(w->c, "No interaction matches this filter.");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 120");
	console_keys(w->c, "/sort:score" K_ENTER);
	console_expect(w->c, "by score");
	console_expect(w->c, "reply      398");
	console_keys(w->c, "onewest" K_ENTER);
	console_expect(w->c, "Memory  sort:newest");
}

static void tab_completes_the_fields_of_this_list(void **state)
{
	struct walk *w = *state;

	open_memory(w);
	console_keys(w->c, "/sco\t");
	console_expect(w->c, "filter: score");
	console_keys(w->c, K_CTRL_U "has:e\t");
	console_expect(w->c, "has:embedding");
}

static void tab_completes_names_from_the_database(void **state)
{
	struct walk *w = *state;

	open_memory(w);
	console_keys(w->c, "/");
	console_keys(w->c, "sub:langu\t" K_ENTER);
	console_expect(w->c, "Memory  sub:languagelearning");
	console_keys(w->c, "/" K_CTRL_U);
	console_keys(w->c, "persona:hon\t" K_ENTER);
	console_expect(w->c, "Memory  persona:HonestBubble");
}

/* A thread of three, the first answering what the agent does not know. */
static const char thread[] =
	"UPDATE interactions SET parent_id = 't1_138b' WHERE reddit_id = 't1_138c';"
	"UPDATE interactions SET parent_id = 't1_138c' WHERE reddit_id = 't1_138d';"
	"UPDATE interactions SET parent_id = 't3_beyond' WHERE reddit_id = 't1_138b'";

static void a_thread_can_be_followed_and_backspace_comes_back(void **state)
{
	struct walk *w = *state;

	walk_sql(w, thread);
	open_memory(w);
	console_keys(w->c, "/reddit:t1_138c" K_ENTER);
	console_expect(w->c, "t3_beyond, which the agent does not remember");
	console_expect(w->c, "t1_138b +219  Small correction");
	console_expect(w->c, "Answers to it");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "j");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "reply in r/nutrition");
	console_expect(w->c, "1 back: Backspace");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "comment in r/changemyview");
	console_keys(w->c, K_BACKSPACE);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 120");
}

static void a_thread_that_goes_round_is_called_a_loop(void **state)
{
	struct walk *w = *state;

	walk_sql(w, thread);
	walk_sql(w, "UPDATE interactions SET parent_id = 't1_138d' WHERE reddit_id = 't1_138b'");
	open_memory(w);
	console_keys(w->c, "/reddit:t1_138c" K_ENTER);
	console_expect(w->c, "A loop: the first of them answers");
}

/* The second undecided draft answers it, and a belief has it as evidence. */
static const char effects[] =
	"UPDATE pending_posts SET parent_id = 't1_138c' WHERE id ="
	" '3d110dbb-f3bb-4654-9ca3-32df298c21ba';"
	"UPDATE interactions SET subreddit = 'de' WHERE reddit_id = 't1_138c';"
	"INSERT INTO evidence_links (id, persona_id, belief_id, source_type, source_ref, strength,"
	" created_at) SELECT 'ffffffff-0000-4000-8000-000000000001', persona_id, id, "
	"'reddit_comment',"
	" 't1_138c', 'strong', '2026-09-03 09:00:00' FROM belief_nodes WHERE id = "
	"'9531985d-5d9d-49f8-9818-e811892f902b';"
	"UPDATE belief_updates SET reason = 'After t1_138c' WHERE id ="
	" '58d5563d-ab2c-431e-a315-128862c33a4f'";

static void what_it_led_to_is_named_and_enter_goes_there(void **state)
{
	struct walk *w = *state;

	walk_sql(w, effects);
	open_memory(w);
	console_keys(w->c, "/reddit:t1_138c" K_ENTER);
	console_expect(w->c, "draft answers it  pending  I disagree");
	console_expect(w->c, "↓ 0.950 → 0.907  Evidence-based reasoning: After");
	console_expect(w->c, "evidence for Evidence-based reasoning: strong");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "jj");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Beliefs ");
	console_expect(w->c, "Evidence-based reasoning");
	console_keys(w->c, "4");
	console_keys(w->c, "k");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Queue ");
	console_expect(w->c, "comment in r/de");
	console_expect(w->c, "I disagree, but let me first");
}

static void a_draft_that_is_not_in_the_list_is_shown_alone(void **state)
{
	struct walk *w = *state;

	walk_sql(w, effects);
	walk_sql(w,
		"UPDATE pending_posts SET status = 'approved' WHERE id ="
		" '3d110dbb-f3bb-4654-9ca3-32df298c21ba'");
	open_memory(w);
	console_keys(w->c, "/reddit:t1_138c" K_ENTER);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "j");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "this draft alone");
	console_expect(w->c, "id:3d110dbb");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 179");
}

static void s_lists_what_is_alike_with_the_cosine(void **state)
{
	struct walk *w = *state;

	open_memory(w);
	console_keys(w->c, "/reddit:t1_138b" K_ENTER);
	console_keys(w->c, "s");
	console_expect(w->c, "Memory  like 0c6f2fcc");
	console_expect(w->c, "▸1.00 r/urbanplanning");
	console_expect(w->c, " 0.83 r/newsokur");
	console_expect(w->c, "104 of 119 compared · 15 have no embedding");
	console_keys(w->c, "j");
	console_keys(w->c, "s");
	console_expect(w->c, "like 7f834533");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "Memory  reddit:t1_138b");
}

static void what_cannot_be_compared_is_counted_and_said(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE interactions SET embedding = substr(embedding, 1, 1534) WHERE reddit_id ="
		" 't1_138a'; UPDATE interactions SET embedding = substr(embedding, 1, 64)"
		" WHERE reddit_id = 't1_138c'");
	open_memory(w);
	console_keys(w->c, "/reddit:t1_138b" K_ENTER);
	console_keys(w->c, "s");
	console_expect(w->c,
		"102 of 119 compared · 15 have no embedding · 2 skipped: 1 odd length, "
		"1 another dimension");
	console_resize(w->c, 24, 80);
	console_expect(w->c, "102 of 119 compared · 15 have no embedding · 2 skipped ─");
	console_resize(w->c, 24, 50);
	console_expect(w->c, "102 of 119 compared · 17 not ─");
	console_resize(w->c, 24, 20);
	console_expect(w->c, "102 of 119 comp…");
	console_resize(w->c, 40, 120);
	console_keys(w->c, K_ESC);
	console_keys(w->c, "/" K_CTRL_U "reddit:t1_138a" K_ENTER);
	console_expect(w->c, "has a length that is no multiple of");
	console_keys(w->c, "s");
	console_expect(w->c, "nothing can be compared with 2e9dde73");
}

static void an_agent_without_a_memory_is_said_to_have_none(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "DELETE FROM interactions");
	open_memory(w);
	console_expect(w->c, "The agent remembers nothing yet.");
	console_keys(w->c, "s");
	console_expect(w->c, "there is no interaction to open");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "j");
	console_expect(w->c, "The agent remembers nothing yet.");
}

static void one_that_was_deleted_says_so(void **state)
{
	struct walk *w = *state;

	open_memory(w);
	walk_sql(w, "DELETE FROM interactions WHERE reddit_id = 't1_13ff'");
	console_wait_text(w->c, "This interaction was deleted.", 20);
	console_keys(w->c, "R");
	console_expect(w->c, "1 of 119");
}

static void what_is_read_again_keeps_the_row_at_hand(void **state)
{
	struct walk *w = *state;

	open_memory(w);
	console_keys(w->c, "jjjjj");
	console_expect(w->c, "6 of 120");
	walk_sql(w, "DELETE FROM interactions WHERE reddit_id = 't1_13ff'");
	console_wait_text(w->c, "changed: R", 20);
	console_keys(w->c, "R");
	console_expect(w->c, "5 of 119");
}

static void what_others_do_elsewhere_is_not_said_to_change_the_list(void **state)
{
	struct walk *w = *state;

	open_memory(w);
	walk_others_move(w);
	console_expect_not(w->c, "changed: R");
	walk_sql(w, "UPDATE interactions SET content = 'Edited.' WHERE reddit_id = 't1_13fe'");
	console_wait_text(w->c, "changed: R", 20);
	console_keys(w->c, "R");
	console_expect_not(w->c, "changed: R");
}

#define MANY(id) \
	"INSERT INTO interactions (id, persona_id, content, interaction_type, reddit_id," \
	" subreddit, created_at) SELECT " id ", (SELECT id FROM personas LIMIT 1)," \
	" 'Old', 'post', 't3_old' || n, 'old', '2026-01-01 10:00:00' FROM "

/* Neither the start of the list nor its end is loaded then. */
static void in_the_middle_of_the_list_too_only_its_rows_count(void **state)
{
	static const char *const many[] = {
		[DB_SQLITE] =
			"WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s"
			" WHERE n < 600) " MANY("printf('eeeeeeee-0000-4000-8000-%012d', n)") "s",
		[DB_POSTGRES] =
			MANY("CAST('eeeeeeee-0000-4000-8000-' || lpad(CAST(n AS text), 12, '0') AS"
			     " uuid)") "generate_series(1, 600) n",
	};
	struct walk *w = *state;

	walk_sql(w, many[w->engine]);
	open_memory(w);
	for (int i = 0; i < 12; i++)
		console_keys(w->c, K_PGDN);
	walk_others_move(w);
	console_expect_not(w->c, "changed: R");
	walk_sql(w,
		"UPDATE interactions SET subreddit = 'zebras' WHERE id ="
		" 'eeeeeeee-0000-4000-8000-000000000300'");
	console_wait_text(w->c, "changed: R", 20);
}

static void an_empty_list_says_that_something_came(void **state)
{
	struct walk *w = *state;

	open_memory(w);
	console_keys(w->c, "/sub:zebras" K_ENTER);
	walk_others_move(w);
	console_expect_not(w->c, "changed: R");
	walk_sql(w, "UPDATE interactions SET subreddit = 'zebras' WHERE reddit_id = 't1_13fe'");
	console_wait_text(w->c, "changed: R", 20);
}

static void what_hides_in_a_memory_is_made_visible(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE interactions SET content = 'safe \xE2\x80\xAE txt', metadata ="
		" '{\"note\": \"\xE2\x80\x8B\"}' WHERE reddit_id = 't1_13ff'");
	open_memory(w);
	console_expect(w->c, "Hidden or misleading content in this interaction");
	console_expect(w->c, "<U+202E>");
}

static void metadata_that_is_no_json_is_shown_as_it_stands(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "UPDATE interactions SET metadata = '{no' WHERE reddit_id = 't1_13ff'");
	walk_sql(w, "UPDATE interactions SET metadata = NULL WHERE reddit_id = 't1_13fe'");
	open_memory(w);
	console_expect(w->c, "The metadata is not JSON");
	console_keys(w->c, "j");
	console_expect(w->c, "The agent left no metadata with it.");
}

static void the_memory_at_three_sizes(void **state)
{
	static const struct {
		int rows, columns;
		const char *list, *similar;
	} sizes[] = {
		{24, 80, "memory-24x80", "similar-24x80"},
		{40, 120, "memory-40x120", "similar-40x120"},
		{50, 200, "memory-50x200", "similar-50x200"},
	};
	struct walk *w = *state;

	walk_sql(w, thread);
	walk_sql(w, effects);
	open_memory_at(w, sizes[0].rows, sizes[0].columns);
	for (size_t i = 0; i < 3; i++) {
		console_resize(w->c, sizes[i].rows, sizes[i].columns);
		console_keys(w->c, "/reddit:t1_138c" K_ENTER);
		console_expect_screen(w->c, sizes[i].list);
		console_keys(w->c, "s");
		console_expect_screen(w->c, sizes[i].similar);
		console_keys(w->c, K_BACKSPACE);
		console_keys(w->c, K_ESC);
	}
}

static void a_narrow_window_shows_one_part_at_a_time(void **state)
{
	struct walk *w = *state;

	open_memory_at(w, 15, 40);
	console_expect(w->c, "1 of 120");
	console_expect_not(w->c, "post in r/languagelearning");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "post in r/languagelearning");
	console_keys(w->c, K_BACKSPACE);
	console_expect_not(w->c, "post in r/languagelearning");
	for (int n = 1; n < 12; n += 3)
		console_resize(w->c, n, n);
	console_resize(w->c, 24, 80);
	console_expect(w->c, "1 of 120");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(the_list_has_age_subreddit_type_score_and_text),
		WALK_BOTH(a_filter_finds_by_field_and_word_and_says_what_is_wrong),
		WALK(tab_completes_the_fields_of_this_list),
		WALK_BOTH(tab_completes_names_from_the_database),
		WALK_BOTH(a_thread_can_be_followed_and_backspace_comes_back),
		WALK_BOTH(a_thread_that_goes_round_is_called_a_loop),
		WALK_BOTH(what_it_led_to_is_named_and_enter_goes_there),
		WALK_BOTH(a_draft_that_is_not_in_the_list_is_shown_alone),
		WALK_BOTH(s_lists_what_is_alike_with_the_cosine),
		WALK_BOTH(what_cannot_be_compared_is_counted_and_said),
		WALK_BOTH(an_agent_without_a_memory_is_said_to_have_none),
		WALK_BOTH(one_that_was_deleted_says_so),
		WALK_BOTH(what_is_read_again_keeps_the_row_at_hand),
		WALK_BOTH(what_others_do_elsewhere_is_not_said_to_change_the_list),
		WALK_BOTH(in_the_middle_of_the_list_too_only_its_rows_count),
		WALK_BOTH(an_empty_list_says_that_something_came),
		WALK_BOTH(what_hides_in_a_memory_is_made_visible),
		WALK(metadata_that_is_no_json_is_shown_as_it_stands),
		WALK(the_memory_at_three_sizes),
		WALK(a_narrow_window_shows_one_part_at_a_time),
	};

	return RUN_WALKS(tests);
}
