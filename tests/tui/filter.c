/* Narrowing the queue, and the way back. */
#include "tui/fixture_walk.h"

static void words_narrow_the_list(void **state)
{
	struct walk *w = *state;
	walk_add_first(w, SPAN_LIT("A sentence about zebras."));

	walk_rosa(w);
	console_keys(w->c, "/zebras");
	console_expect(w->c, "filter: zebras");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "Queue  zebras");
	console_expect(w->c, "1 of 1");
	console_expect(w->c, "A sentence about zebras.");
	console_expect(w->c, "181 pending");
}

static void a_status_shows_what_was_decided(void **state)
{
	struct walk *w = *state;
	const char *count =
		walk_text(w, "SELECT count(*) FROM pending_posts WHERE status = 'rejected'");

	walk_rosa(w);
	console_keys(w->c, "/status:rejected" K_ENTER);
	console_expect(w->c, arena_printf(&w->arena, "1 of %s", count));
	console_expect(w->c, "✗ no subreddit       rejected");
	console_expect(w->c, "✗ r/changemyview     rejected");
	console_keys(w->c, "KKK");
	console_expect(w->c, "✗ Rejected by");
	console_keys(w->c, "a");
	console_expect(w->c, "this draft is decided already; D shows what you can take back");
}

static void a_subreddit_is_one_word(void **state)
{
	struct walk *w = *state;
	const char *count = walk_text(w,
		"SELECT count(*) FROM pending_posts WHERE status ="
		" 'pending' AND target_subreddit = 'science'");

	walk_rosa(w);
	console_keys(w->c, "/sub:science" K_ENTER);
	console_expect(w->c, arena_printf(&w->arena, "1 of %s", count));
	for (int row = 3; row < 8; row++)
		assert_non_null(strstr(console_row(w->c, row), "r/science"));
}

static void an_error_keeps_the_prompt_open_and_names_the_column(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "/science colour:red" K_ENTER);
	console_expect(w->c, "filter: science colour:red");
	console_expect(w->c, "column 9");
	console_expect(w->c, "Queue  status:pending");
	console_keys(w->c, "\025sub:de" K_ENTER);
	console_expect(w->c, "Queue  sub:de");
}

static void an_error_is_said_whole_at_80_columns(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "/status:nonsense" K_ENTER);
	console_expect(w->c, "unknown status \"nonsense\" (pending, approved, rejected, any)");
	console_keys(w->c, K_BACKSPACE);
	console_expect_not(w->c, "unknown status");
}

static void expect_rows(struct walk *w, const char *const rows[], int first, int n)
{
	for (int i = 0; i < n; i++)
		assert_string_equal(console_row(w->c, first + i), rows[i]);
}

static void an_error_is_said_whole_above_a_narrow_prompt_until_the_next_key(void **state)
{
	static const char *const field[] = {"─ column 1: unknown field \"flg\": did ───",
		"  you mean flag?", " filter: flg:any"};
	static const char *const value[] = {"─ column 8: unknown status \"nonsense\" ──",
		"  (pending, approved, rejected, any)", " filter: status:nonsense"};
	struct walk *w = *state;

	walk_open_size(w, 15, 40);
	walk_login(w, ROSA, ROSAS_WORDS);
	const char *before = walk_rows(w, 2, -3);
	console_keys(w->c, "/\025flg:any" K_ENTER);
	expect_rows(w, field, 12, 3);
	console_keys(w->c, K_BACKSPACE);
	console_expect_not(w->c, "you mean flag");
	console_keys(w->c, "\025status:nonsense" K_ENTER);
	expect_rows(w, value, 12, 3);
	console_keys(w->c, K_ESC);
	assert_string_equal(walk_rows(w, 2, -3), before);
}

static void escape_in_the_prompt_leaves_the_list_as_it_was(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "jj");
	console_keys(w->c, "/zebras");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, "filter:");
	console_expect(w->c, "3 of 180");
}

static void escape_clears_a_filter_and_then_does_no_more(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "/sub:science" K_ENTER);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "status:pending");
	console_expect(w->c, " of 180");
	console_keys(w->c, K_ESC);
	console_expect(w->c, " of 180");
}

static void selected_stays_without(struct walk *w, const char *filter, const char *order)
{
	walk_rosa(w);
	console_keys(w->c, arena_printf(&w->arena, "/%s" K_ENTER, filter));
	console_keys(w->c, "j");
	console_expect(w->c, "2 of ");
	const char *second = walk_text(w,
		arena_printf(&w->arena,
			"SELECT id FROM pending_posts WHERE status = 'pending' AND"
			" target_subreddit = 'newsokur' ORDER BY %s LIMIT 1 OFFSET 1",
			order));
	console_keys(w->c, K_ESC);
	console_expect(w->c, "Queue  status:pending");
	console_keys(w->c, "x1");
	console_expect(w->c, "rejected r/newsokur");
	walk_expect_sql(w, "SELECT post_id FROM console_decisions", second);
}

static void the_draft_that_was_selected_stays_so_without_the_filter(void **state)
{
	selected_stays_without(*state, "sub:newsokur", "created_at, id");
}

static void it_stays_so_when_the_order_was_another(void **state)
{
	selected_stays_without(*state, "sub:newsokur sort:newest", "created_at DESC, id DESC");
}

static void the_prompt_holds_the_filter_that_is_on(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "/sub:science" K_ENTER);
	console_keys(w->c, "/");
	console_expect(w->c, "filter: sub:science");
}

static void the_order_is_asked_for_with_its_own_key(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "o");
	console_expect(w->c, "order: sort:");
	console_keys(w->c, "-length" K_ENTER);
	console_expect(w->c, "Queue  sort:-length");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "/sub:science \"two sort:x words\" sort:conf" K_ENTER);
	console_keys(w->c, "o");
	console_expect(w->c, "order: sub:science \"two sort:x words\" sort:");
}

static void an_order_and_a_filter_are_one_line_of_the_command(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, ":sort newest" K_ENTER);
	console_expect(w->c, "Queue  sort:newest");
	console_keys(w->c, ":sort nicest" K_ENTER);
	console_expect(w->c, "unknown sort \"nicest\": did you mean newest?");
	console_keys(w->c, K_ESC);
	console_keys(w->c, ":filter sub:science" K_ENTER);
	console_expect(w->c, "Queue  sub:science");
	console_keys(w->c, ":filter " K_END " sort:conf" K_ENTER);
	console_expect(w->c, "Queue  sub:science sort:conf");
	console_keys(w->c, "7:sort newest");
	console_expect(w->c, "only in queue, beliefs, memory");
}

static void keys_of_the_queue_are_letters_in_the_prompt(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "/axuq");
	console_expect(w->c, "filter: axuq");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
}

static void a_pasted_filter_loses_its_line_breaks(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "/");
	console_keys(w->c, "\033[200~sub:sci\r\nence\033[201~");
	console_expect(w->c, "filter: sub:sci");
	console_expect(w->c, "1 of 180");
}

static void pasted_text_decides_nothing(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "\033[200~aaaaxxxx\033[201~");
	console_expect(w->c, "pasted text means nothing here");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
}

static void beliefs_are_found_by_words(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "2");
	console_keys(w->c, "/encryption" K_ENTER);
	console_expect(w->c, "1 of 1");
	console_expect(w->c, "Strong encryption must stay legal");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 24");
}

static void tab_completes_fields_and_what_is_in_the_database(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "/");
	console_keys(w->c, "s");
	console_expect(w->c, "Tab: status:  sub:  sort:");
	console_keys(w->c, "t" K_TAB);
	console_expect(w->c, "filter: status:");
	console_keys(w->c, "r" K_TAB " sub:la" K_TAB);
	console_expect(w->c, "filter: status:rejected sub:languagelearning");
	console_keys(w->c, " colour:" K_TAB);
	console_expect(w->c, "filter: status:rejected sub:languagelearning colour:");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 180");
}

static void tab_quotes_a_value_that_holds_a_blank(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "/flag:");
	console_expect(w->c, "Tab: any  none");
	console_keys(w->c, "ban" K_TAB);
	console_expect(w->c, "filter: flag:\"banned_keyword: ");
}

static void the_heading_says_the_order(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_expect(w->c, "oldest first");
	console_keys(w->c, "/sort:-length" K_ENTER);
	console_expect(w->c, "longest first");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(words_narrow_the_list),
		WALK_BOTH(a_status_shows_what_was_decided),
		WALK_BOTH(a_subreddit_is_one_word),
		WALK_BOTH(an_error_keeps_the_prompt_open_and_names_the_column),
		WALK_BOTH(an_error_is_said_whole_at_80_columns),
		WALK_BOTH(an_error_is_said_whole_above_a_narrow_prompt_until_the_next_key),
		WALK_BOTH(escape_in_the_prompt_leaves_the_list_as_it_was),
		WALK_BOTH(escape_clears_a_filter_and_then_does_no_more),
		WALK_BOTH(the_draft_that_was_selected_stays_so_without_the_filter),
		WALK_BOTH(it_stays_so_when_the_order_was_another),
		WALK_BOTH(the_prompt_holds_the_filter_that_is_on),
		WALK_BOTH(the_order_is_asked_for_with_its_own_key),
		WALK_BOTH(an_order_and_a_filter_are_one_line_of_the_command),
		WALK_BOTH(keys_of_the_queue_are_letters_in_the_prompt),
		WALK_BOTH(a_pasted_filter_loses_its_line_breaks),
		WALK_BOTH(pasted_text_decides_nothing),
		WALK_BOTH(beliefs_are_found_by_words),
		WALK_BOTH(tab_completes_fields_and_what_is_in_the_database),
		WALK_BOTH(tab_quotes_a_value_that_holds_a_blank),
		WALK_BOTH(the_heading_says_the_order),
	};

	return RUN_WALKS(tests);
}
