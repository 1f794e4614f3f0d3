/* Any size from 1 × 1 up, and any change of it. */
#include "tui/fixture_walk.h"

/* Keys that visit every pane, both parts, the prompt and the help; none decides or leaves. */
static void wander(struct walk *w)
{
	static const char *const keys[] = {"j", "k", K_PGDN, K_PGUP, "G", "g", K_ENTER, "J",
		K_BACKSPACE, "2", "j", K_ENTER, K_ENTER, "G", "t", "j", K_ENTER, K_BACKSPACE,
		K_BACKSPACE, "3", "1", "/", "zebra", K_ESC, "?", "undo", K_ESC, ":", K_ESC, "T",
		"R", K_CTRL_L};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		console_keys(w->c, keys[i]);
}

static void live_at(struct walk *w, int rows, int columns)
{
	walk_open_size(w, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
	wander(w);
	console_resize(w->c, 24, 80);
	console_expect(w->c, "1 of 180");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
}

static void one_cell_is_survived(void **state)
{
	live_at(*state, 1, 1);
}

static void three_rows_of_ten_are_survived(void **state)
{
	live_at(*state, 3, 10);
}

static void one_row_is_survived(void **state)
{
	live_at(*state, 1, 200);
}

static void one_column_is_survived(void **state)
{
	live_at(*state, 100, 1);
}

static void a_wall_of_screens_is_filled(void **state)
{
	live_at(*state, 100, 300);
}

static void a_storm_of_sizes_ends_in_the_screen_of_the_last(void **state)
{
	static const int sizes[][2] = {{1, 1}, {3, 10}, {100, 300}, {15, 60}, {24, 79}, {24, 100},
		{24, 99}, {8, 40}, {7, 40}, {5, 20}, {4, 20}, {2, 80}, {50, 60}, {12, 59},
		{40, 120}};
	static const char *const places[] = {
		"1", K_ENTER, "2", K_ENTER, "3", "c", "h", "2", "f", "?"};
	struct walk *w = *state;

	walk_rosa(w);
	for (size_t p = 0; p < sizeof(places) / sizeof(places[0]); p++) {
		console_keys(w->c, places[p]);
		const char *before = walk_rows(w, 0, -1);
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
			console_resize(w->c, sizes[i][0], sizes[i][1]);
		console_resize(w->c, 24, 80);
		assert_string_equal(walk_rows(w, 0, -1), before);
	}
}

static void the_login_survives_any_size(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 1, 1);
	console_keys(w->c, "ros" K_TAB "x" K_BACKTAB "a");
	console_resize(w->c, 100, 300);
	console_expect(w->c, "rosa");
	console_resize(w->c, 3, 10);
	console_resize(w->c, 24, 80);
	console_expect(w->c, "User              rosa");
}

static void at_15_by_60_a_whole_decision_can_be_made(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 15, 60);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "I disagree, but let me first say what I think");
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/de");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(one_cell_is_survived),
		WALK(three_rows_of_ten_are_survived),
		WALK(one_row_is_survived),
		WALK(one_column_is_survived),
		WALK(a_wall_of_screens_is_filled),
		WALK(a_storm_of_sizes_ends_in_the_screen_of_the_last),
		WALK(the_login_survives_any_size),
		WALK(at_15_by_60_a_whole_decision_can_be_made),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
