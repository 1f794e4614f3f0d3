/* Kinds and sizes of terminals that people have. */
#include "tui/fixture_walk.h"

#define DECISIONS "SELECT count(*) FROM console_decisions"

/* Logs in and approves one draft on this kind of terminal. */
static void work_on(struct walk *w, const char *term)
{
	const char *const env[] = {arena_printf(&w->arena, "TERM=%s", term), NULL};

	walk_open_with(w, NULL, env);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "1 of 180");
	console_expect(w->c, "I disagree, but let me first say what I think you get right.");
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/de");
	console_keys(w->c, K_PGDN);
	console_expect(w->c, " 180 ");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	walk_expect_sql(w, DECISIONS, "1");
}

static void a_vt100_is_enough(void **state)
{
	work_on(*state, "vt100");
}

static void the_linux_console_is_enough(void **state)
{
	work_on(*state, "linux");
}

static void an_old_xterm_is_enough(void **state)
{
	work_on(*state, "xterm");
}

static void screen_is_enough(void **state)
{
	work_on(*state, "screen");
}

static void tmux_is_enough(void **state)
{
	work_on(*state, "tmux-256color");
}

static void open_with(struct walk *w, const char *arg, const char *env)
{
	const char *const args[] = {arg, NULL}, *const envs[] = {env, NULL};

	walk_open_with(w, args, env ? envs : NULL);
	console_idle(w->c);
}

/* Fails at the first cell that is not ASCII. */
static void expect_ascii(struct walk *w)
{
	int rows, columns;

	console_size(w->c, &rows, &columns);
	for (int row = 0; row < rows; row++)
		for (int column = 0; column < columns; column++)
			if (console_cell(w->c, row, column).chars[0] >= 0x80)
				fail_msg("row %d, column %d: %s", row, column,
					console_row(w->c, row));
}

/* Everything that the console draws itself; the one draft holds ASCII only. */
static void tour_in_ascii(struct walk *w)
{
	expect_ascii(w);
	console_expect(w->c, "Enter continues - Tab next field - Ctrl-C leaves");
	walk_login(w, ROSA, ROSAS_WORDS);
	expect_ascii(w);
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/science - u takes it back");
	expect_ascii(w);
	console_keys(w->c, "?");
	expect_ascii(w);
	console_keys(w->c, K_ESC);
	console_keys(w->c, "2");
	expect_ascii(w);
	console_keys(w->c, "t");
	expect_ascii(w);
	console_resize(w->c, 40, 120);
	expect_ascii(w);
}

static void keep_ascii_only(struct walk *w)
{
	walk_sql(w,
		"DELETE FROM pending_posts; DELETE FROM belief_nodes WHERE title NOT LIKE"
		" 'Privacy%'; UPDATE stance_versions SET rationale = 'so it seems';");
	walk_add_first(w, SPAN_LIT("Plain words."));
}

static void ascii_draws_with_ascii_alone(void **state)
{
	struct walk *w = *state;

	keep_ascii_only(w);
	open_with(w, "--ascii", NULL);
	tour_in_ascii(w);
}

static void a_locale_without_utf8_gets_ascii(void **state)
{
	struct walk *w = *state;

	keep_ascii_only(w);
	open_with(w, NULL, "LC_ALL=C");
	tour_in_ascii(w);
}

static void a_locale_without_utf8_sees_what_the_draft_says(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("Zoë said 日本 and more."));
	open_with(w, NULL, "LC_ALL=C");
	walk_login(w, ROSA, ROSAS_WORDS);
	expect_ascii(w);
	console_expect(w->c, "Zo");
	console_expect(w->c, "and more.");
}

static bool is_coloured(const VTermScreenCell *cell)
{
	return !VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
}

static int coloured_cells(struct walk *w)
{
	int rows, columns, n = 0;

	console_size(w->c, &rows, &columns);
	for (int row = 0; row < rows; row++)
		for (int column = 0; column < columns; column++) {
			VTermScreenCell cell = console_cell(w->c, row, column);
			n += is_coloured(&cell);
		}
	return n;
}

/* Coloured cells of a login, a hidden text, a decision, the beliefs and a timeline. */
static int tour_for_colours(struct walk *w)
{
	int n = coloured_cells(w);

	walk_login(w, ROSA, ROSAS_WORDS);
	n += coloured_cells(w);
	console_keys(w->c, "x1");
	n += coloured_cells(w);
	console_keys(w->c, "2");
	n += coloured_cells(w);
	console_keys(w->c, "t");
	return n + coloured_cells(w);
}

static void no_color_means_no_colour_and_state_stays_a_word(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("a\u200bpprove me"));
	open_with(w, NULL, "NO_COLOR=1");
	assert_int_equal(tour_for_colours(w), 0);
	console_keys(w->c, "1");
	console_keys(w->c, "k");
	console_expect(w->c, "✗ r/science          rejected");
	console_expect(w->c, "▲ Hidden or misleading content");
}

static void without_no_color_there_are_colours(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("a\u200bpprove me"));
	open_with(w, NULL, NULL);
	assert_true(tour_for_colours(w) > 0);
}

static void an_unknown_theme_is_refused_with_the_names_there_are(void **state)
{
	static const char *const args[] = {"--theme", "plaid", NULL};
	struct walk *w = *state;

	walk_open_with(w, args, NULL);
	assert_int_equal(console_wait_exit(w->c, 20), 2);
	console_expect(w->c, "tenet: no theme is called plaid");
	console_expect(w->c, "default");
}

static void each_theme_draws_the_same_words(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	for (int i = 0; i < 6; i++) {
		console_keys(w->c, "T");
		console_expect(w->c, "theme ");
		console_expect(w->c, "rosa (admin) · 180 pending");
		console_expect(w->c, "I disagree, but let me first say");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(a_vt100_is_enough),
		WALK(the_linux_console_is_enough),
		WALK(an_old_xterm_is_enough),
		WALK(screen_is_enough),
		WALK(tmux_is_enough),
		WALK(ascii_draws_with_ascii_alone),
		WALK(a_locale_without_utf8_gets_ascii),
		WALK(a_locale_without_utf8_sees_what_the_draft_says),
		WALK(no_color_means_no_colour_and_state_stays_a_word),
		WALK(without_no_color_there_are_colours),
		WALK(an_unknown_theme_is_refused_with_the_names_there_are),
		WALK(each_theme_draws_the_same_words),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
