/* Any size from 1 × 1 up, and any change of it. */
#include "tui/fixture_walk.h"

#include <sched.h>
#include <time.h>

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

/* --- Storms --- */

#define BURST 12 /* changes of size between two keys */

/* The same numbers in each run (MMIX, Knuth). */
static int draw_lot(uint64_t *seed, int most)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((*seed >> 33) % (uint64_t)most) + 1;
}

static void drag_anywhere(struct walk *w, uint64_t *seed)
{
	for (int i = 0; i < BURST; i++)
		console_drag(w->c, draw_lot(seed, 100), draw_lot(seed, 300));
}

static void press_each(struct walk *w, const char *keys)
{
	for (char key[2] = {*keys}; *key; *key = *++keys)
		console_keys(w->c, key);
}

/* Keys and rows of the agent come in between; in the end the place looks as it would have. */
static void storm(struct walk *w, const char *place, const char *keys, uint64_t seed)
{
	press_each(w, place);
	for (int i = 0; i < 3; i++) {
		drag_anywhere(w, &seed);
		console_type(w->c, keys);
		drag_anywhere(w, &seed);
		walk_sql(w, "UPDATE pending_posts SET updated_at = '2026-11-22 11:00:00'");
	}
	console_drag(w->c, 24, 80);
	console_settle(w->c);
	const char *after = walk_rows(w, 0, -1);
	console_keys(w->c, K_CTRL_L);
	assert_string_equal(walk_rows(w, 0, -1), after);
}

static void storms_in_every_pane_are_survived(void **state)
{
	static const char *const places[] = {
		"1", K_ENTER, "2", K_ENTER, "t", "3", "4", "5", "6", "7", "D", "2f", "2*m"};
	struct walk *w = *state;

	walk_open(w);
	storm(w, "ro", K_TAB K_BACKTAB, 1);
	walk_login(w, "sa", ROSAS_WORDS);
	console_expect(w->c, "rosa (");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		storm(w, places[i], "jk", i + 2);
	console_keys(w->c, "1");
	console_expect(w->c, "1 of 180");
}

/* Keys that open what lies over a pane, and those that close it. */
static const struct {
	const char *open, *close;
} overlays[] = {
	{"?", K_ESC},
	{":", K_ESC},
	{"/", K_ESC},
	{"P", K_ESC},
	{"1x", K_ESC},
	{"1e", K_ESC},
	{"1h", K_ESC},
	{"1X", K_ESC},
	{"1V", K_ESC},
	{"1*;a", K_ESC K_ESC "U"},
	{"2+", K_ESC},
	{"2=", K_ESC},
	{"2A", K_ESC},
	{"2e", K_ESC},
	{"2c", K_ESC},
	{"2w", K_ESC},
	{"2d", K_ESC},
	{"2i", K_ESC},
	{"2p", K_ESC},
	{"3h", K_ESC},
	{"5e", K_ESC},
	{"6A", K_ESC},
	{"6p", K_ESC},
	{":pass phrase" K_ENTER, K_ESC},
	{":factor" K_ENTER, K_ESC},
	{"L", ROSAS_WORDS K_ENTER},
};

static void storms_over_everything_that_opens_are_survived(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	for (size_t i = 0; i < sizeof(overlays) / sizeof(overlays[0]); i++) {
		storm(w, overlays[i].open, K_CTRL_L, i + 100);
		console_keys(w->c, overlays[i].close);
		console_keys(w->c, K_ESC);
		console_keys(w->c, K_ESC);
	}
	console_keys(w->c, "1");
	console_expect(w->c, "1 of 180");
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* On a machine that is slow to send the burst it may be more than one. */
static void a_burst_of_sizes_is_painted_once(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_resize(w->c, 40, 120);
	uint64_t before = console_sent(w->c);
	console_settle(w->c);
	uint64_t frame = console_sent(w->c) - before;
	int64_t began = now_ms();
	before = console_sent(w->c);
	for (int i = 0; i < 60; i++) {
		console_drag(w->c, 40, 120 - i % 2);
		sched_yield();
	}
	int64_t took = now_ms() - began;
	console_settle(w->c);
	uint64_t frames = (console_sent(w->c) - before + frame / 2) / frame;
	if (frames > 1 + (uint64_t)took / 30)
		fail_msg("%d frames for one burst of %d ms", (int)frames, (int)took);
}

/* --- List and detail --- */

enum shape { BESIDE, STACKED, SINGLE };

/* The heading of the list stands in row 2; that of the detail beside it, below it, or nowhere. */
static enum shape shape_of(struct walk *w)
{
	int rows, columns;

	console_size(w->c, &rows, &columns);
	if (strstr(console_row(w->c, 2), "┬"))
		return BESIDE;
	for (int row = 3; row < rows - 2; row++)
		if (strncmp(console_row(w->c, row), "─", strlen("─")) == 0)
			return STACKED;
	return SINGLE;
}

static void list_and_detail_stand_beside_each_other_stacked_or_alone(void **state)
{
	static const struct {
		int rows, columns;
		enum shape shape;
	} sizes[] = {{24, 100, BESIDE}, {24, 99, STACKED}, {24, 60, STACKED}, {24, 59, SINGLE},
		{15, 60, SINGLE}, {10, 100, BESIDE}};
	static const char *const places[] = {"1", "2", "t", "h", "4", "5", "6", "h", "D", "2f"};
	struct walk *w = *state;

	walk_rosa(w);
	for (size_t p = 0; p < sizeof(places) / sizeof(places[0]); p++) {
		press_each(w, places[p]);
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			console_resize(w->c, sizes[i].rows, sizes[i].columns);
			if (shape_of(w) != sizes[i].shape)
				fail_msg("%s at %d x %d", places[p], sizes[i].rows,
					sizes[i].columns);
		}
	}
}

/* What is alone leads to the other part by Enter, or by Tab, as the last row says. */
static void what_stands_alone_names_the_way_to_the_other_part(void **state)
{
	static const struct {
		const char *pane, *named, *key, *there;
	} places[] = {
		{"1", "Enter open", K_ENTER, "comment in r/de"},
		{"2", "Enter open", K_ENTER, "─ Belief 0.900 locked"},
		{"4", "Enter open", K_ENTER, "post in r/"},
		{"5", "Tab next-part", K_TAB, "─ auto_posting_enabled ─"},
		{"6", "Enter open", K_ENTER, "last login"},
	};
	struct walk *w = *state;

	walk_open_size(w, 15, 40);
	walk_login(w, ROSA, ROSAS_WORDS);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		console_keys(w->c, places[i].pane);
		console_expect(w->c, places[i].named);
		console_expect(w->c, "? help");
		console_keys(w->c, places[i].key);
		console_expect(w->c, places[i].there);
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
		WALK(storms_in_every_pane_are_survived),
		WALK(storms_over_everything_that_opens_are_survived),
		WALK(a_burst_of_sizes_is_painted_once),
		WALK(list_and_detail_stand_beside_each_other_stacked_or_alone),
		WALK(what_stands_alone_names_the_way_to_the_other_part),
		WALK(the_login_survives_any_size),
		WALK(at_15_by_60_a_whole_decision_can_be_made),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
