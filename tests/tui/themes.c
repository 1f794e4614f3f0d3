/* A user's own themes in the console, and what saving one does. */
#include "tui/fixture_walk.h"

#include <stdio.h>
#include <unistd.h>

#define MINE "tenet/themes/mine.json"
#define OTHER "tenet/themes/plaid.json"

static void put_file(struct walk *w, const char *name, const char *text)
{
	const char *path = arena_printf(&w->arena, "%s/config/%s", w->folder, name);
	const char *beside = arena_printf(&w->arena, "%s~", path);

	assert_int_equal(
		system(arena_printf(&w->arena, "mkdir -p %s/config/tenet/themes", w->folder)), 0);
	FILE *f = fopen(beside, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(rename(beside, path), 0);
}

/* With the folder of the user's settings. */
static void open_with(struct walk *w, const char *a, const char *b)
{
	const char *const args[] = {a, b, NULL};
	const char *const env[] = {
		arena_printf(&w->arena, "XDG_CONFIG_HOME=%s/config", w->folder), NULL};

	walk_open_with(w, args, env);
}

static void log_in(struct walk *w)
{
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "rosa (");
}

/* The style of the top line. */
static const char *bar(struct walk *w)
{
	return console_style(w->c, 0, 1);
}

static void saving_the_theme_changes_the_screen_at_once(void **state)
{
	struct walk *w = *state;

	put_file(w, MINE, "{\"styles\": {\"bar\": {\"fg\": 3, \"attributes\": []}}}");
	open_with(w, "--theme", "mine");
	log_in(w);
	assert_string_equal(bar(w), "fg 3");
	put_file(w, MINE, "{\"styles\": {\"bar\": {\"fg\": 5, \"attributes\": []}}}");
	console_wait_text(w->c, "theme mine, as it was saved", 20);
	assert_string_equal(bar(w), "fg 5");
}

static void a_theme_that_can_hardly_be_read_is_said_to_be_so(void **state)
{
	struct walk *w = *state;

	put_file(w, MINE, "{\"styles\": {\"bar\": {\"fg\": 3, \"attributes\": []}}}");
	open_with(w, "--theme", "mine");
	log_in(w);
	put_file(w, MINE, "{\"styles\": {\"text\": {\"fg\": \"#222222\", \"bg\": \"#202020\"}}}");
	console_wait_text(
		w->c, "theme mine, as it was saved · text: contrast 1.1, and text needs 4.5", 20);
}

static void a_bad_theme_is_said_while_the_old_one_stays(void **state)
{
	struct walk *w = *state;

	put_file(w, MINE, "{\"styles\": {\"bar\": {\"fg\": 3, \"attributes\": []}}}");
	open_with(w, "--theme", arena_printf(&w->arena, "%s/config/" MINE, w->folder));
	log_in(w);
	put_file(w, MINE, "{\"styles\":\n {\"bar\": {\"fg\": \"gren\"}}}");
	console_wait_text(w->c,
		"─ mine.json: line 2, column 17: no colour is called \"gren\": did you mean", 20);
	assert_string_equal(bar(w), "fg 3");
	put_file(w, MINE, "{\"styles\":\n {\"bar\": {\"fg\": \"green\", \"attributes\": []}}}");
	console_wait_text(w->c, "theme mine, as it was saved", 20);
	assert_string_equal(bar(w), "fg 2");
}

static void a_theme_that_is_gone_is_said_while_its_colours_stay(void **state)
{
	struct walk *w = *state;
	const char *path = arena_printf(&w->arena, "%s/config/" MINE, w->folder);

	put_file(w, MINE, "{\"styles\": {\"bar\": {\"fg\": 3, \"attributes\": []}}}");
	open_with(w, "--theme", "mine");
	log_in(w);
	assert_int_equal(unlink(path), 0);
	console_wait_text(w->c, "─ mine.json is gone (the colours stay as they were) ─", 20);
	assert_string_equal(bar(w), "fg 3");
	put_file(w, MINE, "{\"styles\": {\"bar\": {\"fg\": 5, \"attributes\": []}}}");
	console_wait_text(w->c, "theme mine, as it was saved", 20);
	assert_string_equal(bar(w), "fg 5");
}

static void a_bad_theme_at_the_start_is_refused(void **state)
{
	struct walk *w = *state;

	put_file(w, MINE, "{\"styles\":\n {\"bar\": {\"fg\": \"\\u001b[2Jx\"}}}");
	open_with(w, "--theme", "mine");
	assert_int_equal(console_wait_exit(w->c, 20), 1);
	console_expect(w->c, "line 2, column 17: no colour is called \"^[[2Jx\"");
}

static void own_themes_have_their_turn(void **state)
{
	static const char *const round[] = {"contrast", "dark", "light", "mine", "mono"};
	struct walk *w = *state;

	put_file(w, MINE, "{\"about\": \"of my own\"}");
	put_file(w, OTHER, "{\"styles\": 3}");
	open_with(w, NULL, NULL);
	log_in(w);
	for (size_t i = 0; i < 5; i++) {
		console_keys(w->c, "T");
		console_expect(w->c, arena_printf(&w->arena, "theme %s", round[i]));
	}
	/* One that is wrong as well; it is taken once it is right. */
	console_keys(w->c, "T");
	console_expect(w->c, "─ plaid.json: line 1, column 12: \"styles\" is an object");
	put_file(w, OTHER, "{\"styles\": {\"bar\": {\"fg\": 6, \"attributes\": []}}}");
	console_wait_text(w->c, "theme plaid, as it was saved", 20);
	assert_string_equal(bar(w), "fg 6");
	console_keys(w->c, "T");
	console_expect(w->c, "theme safe");
	console_keys(w->c, "T");
	console_expect(w->c, "theme default");
}

static void one_is_chosen_from_a_list_that_shows_them(void **state)
{
	struct walk *w = *state;

	put_file(w, MINE, "{\"styles\": {\"bar\": {\"fg\": 5, \"attributes\": []}}}");
	put_file(w, OTHER, "{\"styles\": 3}");
	open_with(w, NULL, NULL);
	log_in(w);
	const char *before = arena_strdup(&w->arena, bar(w));

	console_keys(w->c, ":mono" K_ENTER);
	console_expect(w->c, " Themes ");
	console_expect(w->c, "plaid.json: line 1, column 12");
	console_keys(w->c, "jjjj");
	assert_string_equal(bar(w), "fg 5");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, " Themes ");
	assert_string_equal(bar(w), before);

	console_keys(w->c, ":themes" K_ENTER);
	console_keys(w->c, "jjjj" K_ENTER);
	console_expect(w->c, "theme mine");
	console_expect_not(w->c, " Themes ");
	assert_string_equal(bar(w), "fg 5");

	/* What is wrong is not taken, and what is shown is still the last that can be. */
	console_keys(w->c, ":themes" K_ENTER);
	console_keys(w->c, "jj" K_ENTER);
	console_expect(w->c, " Themes ");
	console_expect(w->c, "─ plaid.json: line 1, column 12");
	console_expect_not(w->c, "take it");
	assert_string_equal(bar(w), "fg 5");
}

static void one_of_a_path_has_its_turn_too(void **state)
{
	struct walk *w = *state;

	put_file(w, "far.json", "{\"about\": \"from far away\"}");
	open_with(w, "--theme", arena_printf(&w->arena, "%s/config/far.json", w->folder));
	log_in(w);
	for (int i = 0; i < 6; i++) {
		console_keys(w->c, "T");
		console_expect_not(w->c, "theme far");
	}
	console_keys(w->c, "T");
	console_expect(w->c, "theme far: from far away");
}

static void a_restricted_console_reads_no_theme(void **state)
{
	static const char *const round[] = {
		"contrast", "dark", "light", "mono", "safe", "default", "contrast"};
	struct walk *w = *state;
	const char *const args[] = {"--restricted", NULL};
	const char *const env[] = {arena_printf(&w->arena, "HOME=%s", w->folder),
		arena_printf(&w->arena, "XDG_CONFIG_HOME=%s/config", w->folder), NULL};

	put_file(w, MINE, "{}");
	put_file(w, "tenet/themes/default.json", "{\"styles\": {\"bar\": {\"fg\": 3}}}");
	assert_int_equal(system(arena_printf(&w->arena, "ln -s config %s/.config", w->folder)), 0);
	walk_open_with(w, args, env);
	/* Its environment is a new one, without an idle signal. */
	console_wait_text(w->c, "Pass phrase", 20);
	console_send(w->c, ROSA K_TAB ROSAS_WORDS K_ENTER);
	console_wait_text(w->c, "rosa (", 20);
	assert_string_equal(bar(w), "bold");
	for (size_t i = 0; i < sizeof(round) / sizeof(round[0]); i++) {
		console_send(w->c, "T");
		console_wait_text(w->c, arena_printf(&w->arena, "theme %s", round[i]), 20);
	}
}

static void its_name_is_refused_there(void **state)
{
	struct walk *w = *state;
	const char *const args[] = {"--restricted", "--theme", "mine", NULL};
	const char *const env[] = {arena_printf(&w->arena, "HOME=%s", w->folder), NULL};

	put_file(w, MINE, "{}");
	assert_int_equal(system(arena_printf(&w->arena, "ln -s config %s/.config", w->folder)), 0);
	walk_open_with(w, args, env);
	assert_int_equal(console_wait_exit(w->c, 20), 2);
	console_expect(w->c, "tenet: no theme is called mine");
}

/* Fails at a cell that has a colour. */
static void expect_no_colour(struct walk *w)
{
	int rows, columns;

	console_size(w->c, &rows, &columns);
	for (int row = 0; row < rows; row++)
		for (int column = 0; column < columns; column++) {
			VTermScreenCell cell = console_cell(w->c, row, column);
			if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ||
				!VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
				fail_msg("row %d, column %d: %s", row, column,
					console_row(w->c, row));
		}
}

static void without_colour_each_state_is_a_sign_and_a_word(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("a\u200bpprove me"));
	open_with(w, "--theme", "mono");
	log_in(w);
	console_expect(w->c, "▲ Hidden or misleading content");
	console_keys(w->c, "x1");
	console_keys(w->c, "a");
	console_keys(w->c, "kk");
	console_expect(w->c, "✗ r/science          rejected");
	console_expect(w->c, "✓ r/");
	console_expect(w->c, "approved");
	expect_no_colour(w);
	for (char pane = '2'; pane <= '7'; pane++) {
		console_keys(w->c, (char[]){pane, '\0'});
		expect_no_colour(w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(saving_the_theme_changes_the_screen_at_once),
		WALK(a_theme_that_can_hardly_be_read_is_said_to_be_so),
		WALK(a_bad_theme_is_said_while_the_old_one_stays),
		WALK(a_theme_that_is_gone_is_said_while_its_colours_stay),
		WALK(a_bad_theme_at_the_start_is_refused),
		WALK(own_themes_have_their_turn),
		WALK(one_is_chosen_from_a_list_that_shows_them),
		WALK(one_of_a_path_has_its_turn_too),
		WALK(a_restricted_console_reads_no_theme),
		WALK(its_name_is_refused_there),
		WALK(without_colour_each_state_is_a_sign_and_a_word),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
