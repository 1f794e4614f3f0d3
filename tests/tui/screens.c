/* Stored screens of what is seldom there; gallery.c has every pane as it always is. */
#include "tui/fixture_walk.h"

static void the_login_screen_shows_a_name_and_no_pass_phrase(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	console_keys(w->c, "rosa" K_TAB "tulips");
	console_expect_screen(w->c, "login-typed");
}

static void open_queue(struct walk *w, int rows, int columns)
{
	walk_open_size(w, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
}

static void decisions_in_the_queue_are_seen(void **state)
{
	struct walk *w = *state;

	open_queue(w, 40, 120);
	console_keys(w->c, "a");
	console_keys(w->c, "x1");
	console_expect_screen(w->c, "queue-decided");
}

static void a_draft_says_what_it_does_to_beliefs(void **state)
{
	struct walk *w = *state;

	open_queue(w, 40, 120);
	console_keys(w->c, "ss");
	console_expect_screen(w->c, "draft-beliefs");
}

static void metadata_that_is_not_json_is_shown_as_it_stands(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, SPAN_LIT("An ordinary thought."));

	walk_sql(w,
		arena_printf(&w->arena,
			"UPDATE pending_posts SET draft_metadata = '{not json' WHERE id = '%s'",
			id));
	open_queue(w, 24, 80);
	console_expect_screen(w->c, "metadata-not-json");
}

static void help_is_searched_by_typing(void **state)
{
	struct walk *w = *state;

	open_queue(w, 40, 120);
	console_keys(w->c, "?");
	console_keys(w->c, "undo");
	console_expect_screen(w->c, "help-searched");
}

static void hidden_content_is_named_and_shown(void **state)
{
	struct walk *w = *state;

	walk_add_first(w,
		SPAN_LIT("harmless start \033[2J\033[H and then a cleared screen,"
			 " a\u200bppro\u200cve and user\u202ejpg.exe"));
	open_queue(w, 24, 80);
	console_expect_screen(w->c, "hidden-content");
}

static void an_empty_queue_says_so(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "UPDATE pending_posts SET status = 'rejected'");
	open_queue(w, 24, 80);
	console_expect_screen(w->c, "queue-empty");
	console_expect_not(w->c, "a approve");
	console_expect(w->c, "u undo  / filter");
	console_keys(w->c, "a");
	console_expect(w->c, "there is no draft to decide on");
}

static void a_filter_without_rows_says_how_to_clear_it(void **state)
{
	struct walk *w = *state;

	open_queue(w, 24, 80);
	console_keys(w->c, "/zebras" K_ENTER);
	console_expect_screen(w->c, "queue-no-match");
}

static void the_choice_of_a_new_pass_phrase(void **state)
{
	struct walk *w = *state;

	walk_open(w);
	walk_login(w, ADMIN, ADMINS_WORDS);
	console_expect_screen(w->c, "new-pass-phrase");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(the_login_screen_shows_a_name_and_no_pass_phrase),
		WALK(the_choice_of_a_new_pass_phrase),
		WALK(decisions_in_the_queue_are_seen),
		WALK(a_draft_says_what_it_does_to_beliefs),
		WALK(metadata_that_is_not_json_is_shown_as_it_stands),
		WALK(help_is_searched_by_typing),
		WALK(hidden_content_is_named_and_shown),
		WALK(an_empty_queue_says_so),
		WALK(a_filter_without_rows_says_how_to_clear_it),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
