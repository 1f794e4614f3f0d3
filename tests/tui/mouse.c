/* The mouse: off until it is switched on, then it selects, opens and scrolls, and decides nothing.
 */
#include "tui/fixture_walk.h"

#include <signal.h>

#include "base/str.h"

#define DECISIONS "SELECT count(*) FROM console_decisions"

static const char *const with_mouse[] = {"--mouse", NULL};

/* 30 rows of 120 columns: the list stands in rows 3 to 27 and columns 0 to 59, the draft beside
 * it. */
static void open_wide(struct walk *w, const char *name, const char *words)
{
	walk_open_with(w, with_mouse, NULL);
	console_resize(w->c, 30, 120);
	walk_login(w, name, words);
}

static void expect_decided_nothing(struct walk *w)
{
	walk_expect_sql(w, DECISIONS, "0");
}

/* --- On and off --- */

static void it_is_off_and_its_reports_are_keys_that_nobody_knows(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	assert_false(console_wants_mouse(w->c));
	console_click(w->c, 6, 10);
	console_expect(w->c, "that key means nothing here");
	console_expect(w->c, "1 of 180");
	console_mouse_drag(w->c, 4, 8, 10);
	console_expect_not(w->c, "marked");
	console_click_on(w->c, "a approve");
	expect_decided_nothing(w);
}

static void by_its_name_it_is_switched_on_and_off_while_the_console_runs(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, ":mouse" K_ENTER);
	console_expect(w->c, "the mouse is on: click, drag, wheel · with Shift it selects text");
	assert_true(console_wants_mouse(w->c));
	console_click(w->c, 5, 10);
	console_expect(w->c, "3 of 180");
	console_keys(w->c, ":mouse" K_ENTER);
	console_expect(w->c, "the mouse is off: it selects text as the terminal does");
	assert_false(console_wants_mouse(w->c));
	console_click(w->c, 4, 10);
	console_expect(w->c, "3 of 180");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
}

static void the_terminal_has_it_back_while_the_console_is_stopped_and_at_the_end(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_type(w->c, K_CTRL_Z);
	console_wait_stop(w->c);
	console_expect_restored(w->c);
	console_continue(w->c);
	assert_true(console_wants_mouse(w->c));
	console_click(w->c, 6, 10);
	console_expect(w->c, "4 of 180");
	console_signal(w->c, SIGABRT);
	assert_int_equal(console_wait_exit(w->c, 20), 128 + SIGABRT);
	console_expect_restored(w->c);
}

/* --- Lists and texts --- */

static void a_click_selects_and_on_what_is_selected_opens(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_click(w->c, 6, 10);
	console_expect(w->c, "4 of 180");
	assert_int_equal(console_cursor(w->c).row, 6);
	console_expect_not(w->c, "Backspace back");
	console_click(w->c, 6, 10);
	console_expect(w->c, "Backspace back");
	console_click(w->c, 7, 10);
	console_expect_not(w->c, "Backspace back");
	console_expect(w->c, "5 of 180");
	console_click(w->c, 10, 80);
	console_expect(w->c, "Backspace back");
	console_keys(w->c, "\033[<2;10;5M\033[<2;10;5m\033[<1;10;5M\033[<1;10;5m");
	console_expect(w->c, "5 of 180");
	expect_decided_nothing(w);
}

static void the_wheel_scrolls_what_lies_under_it_by_three_lines(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_wheel(w->c, 10, 10, WHEEL_DOWN);
	console_expect(w->c, "4 of 180");
	assert_int_equal(console_cursor(w->c).row, 3);
	console_wheel(w->c, 10, 10, WHEEL_UP);
	console_expect(w->c, "4 of 180");
	assert_int_equal(console_cursor(w->c).row, 6);
	console_expect(w->c, "│ Our comment");
	const char *below = arena_strdup(&w->arena, strstr(console_row(w->c, 6), "│"));
	console_wheel(w->c, 10, 80, WHEEL_DOWN);
	assert_string_equal(strstr(console_row(w->c, 3), "│"), below);
	console_expect(w->c, "4 of 180");
	console_expect(w->c, " a approve  x reject  s skip");
}

static void what_the_wheel_leaves_unread_is_not_approved(void **state)
{
	struct walk *w = *state;
	struct str text = {0};

	for (int i = 0; i < 120; i++)
		str_addf(&text, "Line %d of it.\n\n", i);
	walk_add_first(w, str_span(&text));
	str_free(&text);
	open_wide(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "unread lines");
	console_wheel(w->c, 10, 80, WHEEL_DOWN);
	console_keys(w->c, "a");
	expect_decided_nothing(w);
}

static void a_drag_over_the_list_marks_what_it_passed(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_type(w->c, "\033[<0;11;6M\033[<32;11;7M\033[<32;11;9M");
	console_idle(w->c);
	console_expect(w->c, "range of 4");
	console_type(w->c, "\033[<0;11;9m");
	console_idle(w->c);
	console_expect(w->c, "4 marked");
	console_expect_not(w->c, "range of");
	console_mouse_drag(w->c, 14, 11, 10);
	console_expect(w->c, "8 marked");
	console_click(w->c, 20, 10);
	console_expect(w->c, "8 marked");
	expect_decided_nothing(w);
	/* Beyond the window it takes the list along. */
	console_keys(w->c, "Ug");
	console_click(w->c, 26, 10);
	console_mouse_drag(w->c, 27, 29, 10);
	console_expect(w->c, "3 marked");
}

static void a_click_within_a_range_that_v_began_does_not_end_it(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "v");
	console_click(w->c, 6, 10);
	console_expect(w->c, "range of 4");
	console_mouse_drag(w->c, 6, 8, 10);
	console_expect(w->c, "range of 6");
	console_keys(w->c, "v");
	console_expect(w->c, "6 marked");
}

/* --- What stands around --- */

static void tabs_and_the_keys_below_run_what_they_name_but_nothing_that_decides(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_click_on(w->c, "a approve");
	console_expect(w->c, "no click does approve: press a");
	console_click_on(w->c, "x reject");
	console_expect(w->c, "no click does reject: press x");
	console_click_on(w->c, "u undo");
	console_expect(w->c, "no click does undo: press u");
	console_click_on(w->c, "q close");
	console_expect(w->c, "no click does close: press q");
	expect_decided_nothing(w);
	console_click_on(w->c, "s skip");
	console_expect(w->c, "2 of 180");
	console_click_on(w->c, "4 Memory");
	console_expect(w->c, "─ Memory ");
	console_click_on(w->c, "1 Queue");
	console_expect(w->c, "2 of 180");
	console_click_on(w->c, "? help");
	console_expect(w->c, "What works here");
	console_click(w->c, 1, 4);
	console_click(w->c, 1, 64);
	console_expect(w->c, "What works here");
}

static void a_semicolon_waits_for_a_key_and_a_click_is_none_that_decides(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "*");
	console_expect(w->c, "180 marked");
	console_keys(w->c, ";");
	console_click_on(w->c, "a approve  x reject  Esc");
	console_expect(w->c, "no click does approve: press a");
	expect_decided_nothing(w);
	console_keys(w->c, ";");
	console_click(w->c, 29, 118);
	console_expect_not(w->c, "to all marked");
	console_keys(w->c, "a");
	console_expect_not(w->c, "Approve 180");
	walk_expect_sql(w, DECISIONS, "1");
}

/* --- Boxes, prompts, the editor --- */

static void in_the_palette_a_click_selects_and_another_runs_what_it_may(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, ":approve");
	console_click_on(w->c, "approve this draft");
	console_click_on(w->c, "approve this draft");
	console_expect(w->c, "no click does this: Enter does");
	expect_decided_nothing(w);
	console_keys(w->c, K_ESC);
	console_keys(w->c, ":");
	console_wheel(w->c, 10, 40, WHEEL_DOWN);
	console_expect(w->c, "4–");
	console_keys(w->c, "pulse");
	console_click_on(w->c, "go to how the queue does");
	console_expect(w->c, "arrived, by hour");
}

static void a_box_that_asks_is_answered_by_keys_alone(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "x");
	console_expect(w->c, "Reject the comment in r/de: why?");
	int row = console_find(w->c, "1  ");
	console_click(w->c, row, 6);
	console_click(w->c, row, 6);
	console_expect(w->c, "why?");
	console_click_on(w->c, "note  ");
	console_keys(w->c, "seen before");
	console_expect(w->c, "note    seen before");
	console_click_on(w->c, "reason  ");
	console_keys(w->c, "spam");
	console_expect(w->c, "reason  spam");
	console_click(w->c, 4, 80);
	console_expect(w->c, "why?");
	expect_decided_nothing(w);
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, "why?");
}

static void a_saved_filter_is_chosen_and_shown_by_two_clicks(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "/sub:science" K_ENTER);
	console_keys(w->c, "V");
	console_keys(w->c, "sbooks" K_ENTER);
	console_keys(w->c, K_ESC);
	console_keys(w->c, K_ESC);
	console_expect(w->c, " of 180");
	console_keys(w->c, "V");
	console_click_on(w->c, "flagged ");
	console_click_on(w->c, "books ");
	console_expect(w->c, "Saved filters");
	console_click_on(w->c, "books ");
	console_expect_not(w->c, "Saved filters");
	console_expect(w->c, "Queue  sub:science");
}

static void a_click_in_a_prompt_puts_the_cursor_there_and_nothing_below_is_reached(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "/sub:science");
	console_click(w->c, 29, 13);
	console_keys(w->c, "X");
	console_expect(w->c, "sub:Xscience");
	console_click(w->c, 8, 10);
	console_click_on(w->c, "4 Memory");
	console_expect(w->c, "sub:Xscience");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 of 180");
}

static void in_a_form_a_click_goes_to_a_field_and_picks_a_word(void **state)
{
	struct walk *w = *state;

	open_wide(w, ADMIN, ADMINS_WORDS);
	console_keys(w->c, "an umbrella for the ferry" K_ENTER "an umbrella for the ferry" K_ENTER);
	console_keys(w->c, "2");
	console_keys(w->c, "j");
	console_keys(w->c, "+");
	console_expect(w->c, "[ ");
	console_click_on(w->c, "strong");
	int button = console_find(w->c, "[ ");
	console_click_on(w->c, "[ ");
	assert_int_equal(console_cursor(w->c).row, button);
	console_click_on(w->c, "[ ");
	walk_expect_sql(w, "SELECT count(*) FROM belief_updates WHERE updated_by = 'admin'", "0");
	console_expect(w->c, "strong");
	console_keys(w->c, K_ESC);
}

static void in_the_editor_a_click_puts_the_cursor_and_a_drag_selects(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("first line here\nsecond line here"));
	open_wide(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "e");
	console_expect(w->c, "Editing");
	console_click(w->c, 3, 68);
	console_keys(w->c, "new ");
	console_expect(w->c, "first new line here");
	console_keys(w->c, "\033[<0;63;5M\033[<32;66;5M\033[<32;69;5M\033[<0;69;5m");
	console_keys(w->c, "third");
	console_expect(w->c, "third line here");
	expect_decided_nothing(w);
}

/* --- Beliefs --- */

static void beliefs_their_edges_and_versions_are_followed_by_clicks(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_click_on(w->c, "2 Beliefs");
	console_click(w->c, 6, 10);
	console_expect(w->c, "3 of ");
	assert_int_equal(console_cursor(w->c).row, 6);
	console_click(w->c, 6, 10);
	int row = console_cursor(w->c).row, column = console_cursor(w->c).col;
	console_click(w->c, row, column + 12);
	console_expect(w->c, "1 back: Backspace");
	console_keys(w->c, "t");
	console_expect(w->c, "1 of ");
	console_click(w->c, 4, 10);
	console_expect(w->c, "2 of ");
}

static void a_box_of_the_drawing_is_selected_and_opened(void **state)
{
	struct walk *w = *state;

	open_wide(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "2");
	console_keys(w->c, "j");
	console_keys(w->c, "m");
	console_click_on(w->c, "reasoning  ");
	console_expect(w->c, "─ Evidence-based reasoning ─");
	console_expect(w->c, "Around one belief");
	console_click_on(w->c, "reasoning  ");
	console_expect_not(w->c, "Around one belief");
	console_expect(w->c, "Belief  ");
	expect_decided_nothing(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(it_is_off_and_its_reports_are_keys_that_nobody_knows),
		WALK(by_its_name_it_is_switched_on_and_off_while_the_console_runs),
		WALK(the_terminal_has_it_back_while_the_console_is_stopped_and_at_the_end),
		WALK_BOTH(a_click_selects_and_on_what_is_selected_opens),
		WALK(the_wheel_scrolls_what_lies_under_it_by_three_lines),
		WALK(what_the_wheel_leaves_unread_is_not_approved),
		WALK_BOTH(a_drag_over_the_list_marks_what_it_passed),
		WALK(a_click_within_a_range_that_v_began_does_not_end_it),
		WALK(tabs_and_the_keys_below_run_what_they_name_but_nothing_that_decides),
		WALK(a_semicolon_waits_for_a_key_and_a_click_is_none_that_decides),
		WALK(in_the_palette_a_click_selects_and_another_runs_what_it_may),
		WALK(a_box_that_asks_is_answered_by_keys_alone),
		WALK(a_saved_filter_is_chosen_and_shown_by_two_clicks),
		WALK(a_click_in_a_prompt_puts_the_cursor_there_and_nothing_below_is_reached),
		WALK(in_a_form_a_click_goes_to_a_field_and_picks_a_word),
		WALK(in_the_editor_a_click_puts_the_cursor_and_a_drag_selects),
		WALK(beliefs_their_edges_and_versions_are_followed_by_clicks),
		WALK(a_box_of_the_drawing_is_selected_and_opened),
	};

	return RUN_WALKS(tests);
}
