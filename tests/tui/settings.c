/* What a user set in config.json: other keys, which everything on the screen names; dates; the pane
 * at the start; and a file with a fault. */
#include "tui/fixture_walk.h"

#include <stdio.h>
#include <unistd.h>

static void put_file(struct walk *w, const char *name, const char *text)
{
	const char *folder = arena_printf(&w->arena, "%s/config/tenet", w->folder);

	assert_int_equal(system(arena_printf(&w->arena, "mkdir -p %s/themes", folder)), 0);
	FILE *f = fopen(arena_printf(&w->arena, "%s/%s", folder, name), "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void start(struct walk *w, const char *settings)
{
	static const char *const args[] = {NULL};
	const char *const env[] = {
		arena_printf(&w->arena, "XDG_CONFIG_HOME=%s/config", w->folder), NULL};

	put_file(w, "config.json", settings);
	walk_open_with(w, args, env);
}

/* The login wraps what it says, so that any blank may be the end of a row. */
static void expect_wrapped(struct walk *w, const char *text)
{
	const char *all = "";
	int rows, columns;

	console_wait_text(w->c, "Enter continues", 20);
	console_size(w->c, &rows, &columns);
	for (int row = 0; row < rows; row++) {
		const char *line = console_row(w->c, row);
		all = arena_printf(&w->arena, "%s %s", all, line + strspn(line, " "));
	}
	if (!strstr(all, text))
		fail_msg("\"%s\" is not in%s", text, all);
}

static void log_in(struct walk *w)
{
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "rosa (");
}

static const char keys[] = "{\"keys\": {\"approve\": [\"g a\"], \"reject\": [\"g r\"], "
			   "\"undo\": [\"Z\"], \"mark\": [\"M\"], \"unmark-all\": [\"%\"], "
			   "\"refresh\": [\"F5\"], \"help\": [\"F1\"], \"filter\": [\"F\"], "
			   "\"top\": [\"Home\"], \"findings\": [\"F2\"], \"reasons\": []}}";

static void expect_pending(struct walk *w, const char *n)
{
	walk_expect_sql(w, "SELECT count(*) FROM pending_posts WHERE status = 'pending'", n);
}

static void what_is_said_names_the_keys_that_are_bound(void **state)
{
	struct walk *w = *state;

	start(w, keys);
	log_in(w);
	console_expect(w->c, "g a approve");
	console_expect(w->c, "g r reject");
	console_expect(w->c, "F1 help");
	console_expect_not(w->c, "? help");
	/* The old keys mean nothing. */
	console_keys(w->c, "a");
	console_expect(w->c, "a means nothing here · F1 lists what does");
	console_keys(w->c, "x");
	console_expect(w->c, "x means nothing here");
	console_keys(w->c, "?");
	console_expect(w->c, "? means nothing here");
	console_keys(w->c, "\033a");
	console_expect(w->c, "that key means nothing here");
	console_keys(w->c, "M%");
	console_expect(w->c, "no draft is marked any more");
	console_keys(w->c, ";");
	console_expect(w->c, "nothing is marked: M marks a draft, * all that match");
	console_keys(w->c, "M*");
	console_expect(w->c, "; then g a or g r decides them · % unmarks all");
	console_keys(w->c, "%");
	console_keys(w->c, "Fzzzzzz" K_ENTER);
	console_expect(w->c, "F changes it · Esc clears it");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "\033OP");
	console_expect(w->c, "g a ");
	console_expect(w->c, "do the next key, g a or g r, to all");
	console_keys(w->c, K_ESC);
	expect_pending(w, "180");
}

static void a_chord_beside_a_key_is_told_from_two_keys(void **state)
{
	struct walk *w = *state;

	start(w, "{\"keys\": {\"raise\": [\"g +\"], \"top\": [\"Home\"]}}");
	log_in(w);
	console_keys(w->c, "2");
	console_keys(w->c, "j"); /* the first one is locked */
	console_resize(w->c, 24, 120);
	console_expect(w->c, "g +, - nudge");
}

static void the_keys_of_one_place_are_the_only_ones_there(void **state)
{
	struct walk *w = *state;

	start(w, "{\"keys\": {\"queue.filter\": [\"f\"]}}");
	log_in(w);
	console_keys(w->c, "/");
	console_expect(w->c, "/ means nothing here");
	console_keys(w->c, "?filter");
	console_expect(w->c, "▸f         filter  ");
	console_expect_not(w->c, "/, f");
	console_keys(w->c, K_ESC K_ESC);
	console_keys(w->c, "fzzzzzz" K_ENTER);
	console_expect(w->c, "f changes it · Esc clears it");
	console_keys(w->c, "2/zzzzzz" K_ENTER);
	console_expect(w->c, "/ changes it");
}

static void an_action_without_keys_is_shown_as_one_calls_it(void **state)
{
	struct walk *w = *state;

	start(w, "{\"keys\": {\"reject\": []}}");
	log_in(w);
	console_expect(w->c, "a approve  :reject  s skip");
	console_keys(w->c, "?");
	console_expect(w->c, " :reject ");
	console_keys(w->c, K_ESC);
	console_resize(w->c, 24, 120);
	console_keys(w->c, "?");
	console_expect(w->c, ":reject                  reject this draft");
	console_keys(w->c, K_ESC);
	console_keys(w->c, K_ENTER ":reject" K_ENTER);
	console_expect(w->c, "why?");
}

static void a_chord_says_what_may_follow_and_decides_only_when_whole(void **state)
{
	struct walk *w = *state;

	start(w, keys);
	log_in(w);
	console_type(w->c, "g");
	console_wait_text(w->c, "Esc: none of them", 20);
	console_expect(w->c, "approve this draft");
	console_expect(w->c, "reject this draft");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, "Esc: none of them");
	console_keys(w->c, "a");
	console_expect(w->c, "a means nothing here");
	console_keys(w->c, "gz");
	console_expect(w->c, "g z means nothing here · F1 lists what does");
	expect_pending(w, "180");
	console_keys(w->c, "JJJJJJJJga");
	console_expect(w->c, "· Z takes it back");
	expect_pending(w, "179");
	console_keys(w->c, "Z");
	console_expect(w->c, "taken back");
	expect_pending(w, "180");
}

static void a_chord_of_more_than_the_window_holds_says_how_many(void **state)
{
	static const char *const names[] = {"approve", "reject", "skip", "undo", "edit", "mark",
		"range", "mark-all", "unmark-all", "hidden", "copy", "copy-id", "sort", "views",
		"reasons", "refresh"};
	struct walk *w = *state;
	const char *bound = "";

	for (size_t i = 0; i < 16; i++)
		bound = arena_printf(&w->arena, "%s%s\"%s\": [\"g %c\"]", bound, i ? ", " : "",
			names[i], (int)('a' + i));
	start(w, arena_printf(&w->arena, "{\"keys\": {%s, \"top\": [\"Home\"]}}", bound));
	log_in(w);
	console_resize(w->c, 15, 40);
	console_type(w->c, "g");
	console_wait_text(w->c, "Esc: none of them", 20);
	console_expect(w->c, "and 5 more: Esc, then ?");
	console_expect(w->c, "j       show");
	console_expect_not(w->c, "k       copy");
	console_resize(w->c, 24, 80);
	console_wait_text(w->c, "k       copy", 20);
	console_expect_not(w->c, " more: Esc, then ?");
}

static void the_box_of_a_batch_takes_the_key_that_is_bound(void **state)
{
	struct walk *w = *state;

	start(w, keys);
	log_in(w);
	console_keys(w->c, "MM;ga");
	console_keys(w->c, "y");
	console_expect(w->c, " Z takes it back · Esc closes");
	console_keys(w->c, "u");
	console_expect(w->c, "2 of 2 approved");
	console_keys(w->c, "Z");
	console_expect(w->c, "Take back 2 decisions?");
	console_keys(w->c, "y");
	console_expect(w->c, "2 of 2 taken back");
	expect_pending(w, "180");
}

/* The key behind ; may be a chord: it is for all that is marked, never for one draft alone. */
static void a_chord_is_one_key(void **state)
{
	struct walk *w = *state;

	start(w, keys);
	log_in(w);
	console_keys(w->c, "MM;ga");
	console_expect(w->c, "2 drafts");
	console_keys(w->c, K_ESC);
	console_keys(w->c, ";g" K_ESC);
	expect_pending(w, "180");
}

static void another_pane_and_absolute_dates_at_the_start(void **state)
{
	struct walk *w = *state;

	start(w, "{\"start\": \"beliefs\", \"dates\": \"absolute\"}");
	log_in(w);
	console_expect(w->c, "─ Beliefs");
	console_resize(w->c, 40, 160);
	console_expect(w->c, " changed │");
	console_expect(w->c, "  Sep 04 │");
	console_keys(w->c, "1");
	console_expect(w->c, "─ Queue");
	console_expect(w->c, "▸ Sep 21 r/de  ");
}

static void a_file_with_a_fault_is_said_before_and_after_the_login(void **state)
{
	struct walk *w = *state;

	start(w, "{\"keys\":\n {\"aprove\": [\"y\"]}}");
	expect_wrapped(w,
		"config.json: line 2, column 3: there is no action \"aprove\" (did you mean "
		"approve?) · the usual settings hold");
	log_in(w);
	console_expect(w->c, "─ config.json: line 2, column 3: there is no action \"aprove\" ─");
	console_expect(w->c, "a approve");
}

static void that_the_usual_settings_hold_is_said_where_there_is_room(void **state)
{
	struct walk *w = *state;

	start(w, "{\"bell\": 1,\n \"keys\": {\"approve\": [\"x\"]}}");
	console_resize(w->c, 24, 120);
	log_in(w);
	console_expect(w->c,
		"─ config.json: line 1, column 10: bell is true or false (and 1 more) · the usual "
		"settings hold ─");
}

static void the_nearest_name_is_said_where_there_is_room(void **state)
{
	struct walk *w = *state;

	start(w, "{\"bel\": true}");
	log_in(w);
	console_expect(w->c,
		"─ config.json: line 1, column 2: there is no setting \"bel\" (did you mean "
		"bell?)");
}

static void a_theme_that_is_none_is_said_where_it_is_named(void **state)
{
	struct walk *w = *state;

	start(w, "{\"bell\": true,\n \"theme\": \"drak\"}");
	expect_wrapped(w,
		"config.json: line 2, column 11: no theme is called drak (did you mean \"dark\"? ");
	log_in(w);
	console_expect(
		w->c, "─ config.json: line 2, column 11: no theme is called drak (did you mean ─");
	console_expect(w->c, "  \"dark\"?)");
}

static void faults_are_counted_as_config_check_counts_them(void **state)
{
	struct walk *w = *state;

	start(w, "{\n\"theme\": \"drak\",\n\"mouse\": 1,\n\"dates\": 2}");
	expect_wrapped(w,
		"config.json: line 2, column 10: no theme is called drak (did you mean \"dark\"? "
		"and 2 more: tenet config-check lists them)");
	log_in(w);
	console_expect(
		w->c, "─ config.json: line 2, column 10: no theme is called drak (and 2 more) ─");
}

/* Where one line has no room for both places, that of the fault is the one that is needed. */
static void a_theme_with_a_fault_is_said_with_its_own_place(void **state)
{
	struct walk *w = *state;

	put_file(w, "themes/mine.json", "{\"styles\":\n {\"selectd\": {}}}");
	start(w, "{\"theme\": \"mine\"}");
	expect_wrapped(w, "config.json: line 1, column 11: /");
	expect_wrapped(w, "mine.json: line 2, column 3: no style is called \"selectd\"");
	expect_wrapped(w, "(the theme default holds)");
	log_in(w);
	console_expect(w->c,
		"─ mine.json: line 2, column 3: no style is called \"selectd\": did you mean");
}

static void a_date_of_the_log_is_one_of_the_zone_on_the_screen(void **state)
{
	struct walk *w = *state;

	start(w, "{\"dates\": \"absolute\", \"zone\": \"Europe/Berlin\", \"start\": \"people\"}");
	log_in(w);
	walk_sql(w,
		"INSERT INTO console_events (id, at, kind, subject) VALUES"
		" ('eeeeeeee-0000-4000-8000-000000000001', '2026-11-19 22:59:59', 'seed', "
		"'before'),"
		" ('eeeeeeee-0000-4000-8000-000000000002', '2026-11-19 23:00:00', 'seed', "
		"'midnight')");
	console_keys(w->c, "h");
	console_expect(w->c, "sowed before");
	console_keys(w->c, "/since:2026-11-20" K_ENTER);
	console_expect(w->c, "Nov 20  sowed midnight");
	console_expect_not(w->c, "sowed before");
	console_expect(w->c, "since 2026-11-20 00:00 CET");
	console_keys(w->c, "/\025since:2026-11-20Z" K_ENTER);
	console_expect_not(w->c, "sowed midnight");
	console_expect(w->c, "since 2026-11-20 01:00 CET");
	/* What was typed is shortened before what it was taken for is. */
	console_resize(w->c, 40, 120);
	console_keys(w->c, "/\025since:2026-11-20T10:30:15" K_ENTER);
	console_expect(w->c, "The log  since:2026-11-20… ── since 2026-11-20 10:30 CET");
}

static void a_whole_date_is_said_once(void **state)
{
	struct walk *w = *state;

	start(w, "{\"dates\": \"absolute\"}");
	log_in(w);
	console_keys(w->c, "x1");
	console_keys(w->c, "D");
	console_expect(w->c, "✗ You rejected it, 2026-11-22 12:00 UTC");
	console_expect_not(w->c, "at 12:00");
	console_keys(w->c, "3");
	console_expect(w->c, "2026-09-19 09:21 UTC · ⊠ locked");
	console_expect_not(w->c, "Sep 19");
	console_keys(w->c, "6");
	console_expect(w->c, "last login 2026-11-22 12:00");
	console_expect_not(w->c, "12:00, at 12:00");
	console_keys(w->c, "3");
	console_keys(w->c, "h");
	console_expect(w->c, "audit  2026-09-19 09:21 UTC");
	console_expect_not(w->c, "UTC · on ");
	console_keys(w->c, "5");
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "yes" K_ENTER);
	console_expect(w->c, "Changed by rosa, 2026-11-22 12:00 UTC");
}

static void the_file_is_named_where_one_looks_for_settings(void **state)
{
	struct walk *w = *state;

	start(w, "{}");
	console_resize(w->c, 24, 200);
	log_in(w);
	console_keys(w->c, ":settings");
	console_expect(w->c, "config         go to the agent's settings");
	console_expect(w->c, ":settings-file           say where config.json is");
	console_keys(w->c, "-file" K_ENTER);
	console_expect(w->c,
		arena_printf(&w->arena,
			"─ %s/config/tenet/config.json · read at the start · tenet(5)", w->folder));
	assert_int_equal(
		unlink(arena_printf(&w->arena, "%s/config/tenet/config.json", w->folder)), 0);
	console_keys(w->c, ":settings-file" K_ENTER);
	console_expect(w->c, "tenet/config.json: not there yet · tenet(5)");
}

static void a_file_that_was_refused_is_not_called_read(void **state)
{
	struct walk *w = *state;

	start(w, "{\"keys\": {\"approve\": [\"x\"]}}");
	console_resize(w->c, 24, 200);
	log_in(w);
	console_keys(w->c, ":settings-file" K_ENTER);
	console_expect(w->c,
		arena_printf(&w->arena,
			"─ %s/config/tenet/config.json · not taken at the start: "
			"line 1, column 23: x means both approve and reject · "
			"the usual settings hold ─",
			w->folder));
}

static void with_a_margin_a_mouse_hits_the_row_it_points_at(void **state)
{
	struct walk *w = *state;

	start(w, "{\"margin\": 3, \"mouse\": true}");
	log_in(w);
	console_keys(w->c, "G");
	console_click(w->c, 4, 10);
	assert_int_equal(console_cursor(w->c).row, 4);
	console_mouse_drag(w->c, 5, 6, 10);
	console_expect(w->c, "2 marked");
	assert_int_equal(console_cursor(w->c).row, 6);
	console_click(w->c, 4, 10);
	console_click(w->c, 4, 10);
	console_expect(w->c, "Backspace back");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(what_is_said_names_the_keys_that_are_bound),
		WALK(a_chord_beside_a_key_is_told_from_two_keys),
		WALK(the_keys_of_one_place_are_the_only_ones_there),
		WALK(an_action_without_keys_is_shown_as_one_calls_it),
		WALK(a_chord_says_what_may_follow_and_decides_only_when_whole),
		WALK(a_chord_of_more_than_the_window_holds_says_how_many),
		WALK(the_box_of_a_batch_takes_the_key_that_is_bound),
		WALK(a_chord_is_one_key),
		WALK(another_pane_and_absolute_dates_at_the_start),
		WALK(a_file_with_a_fault_is_said_before_and_after_the_login),
		WALK(that_the_usual_settings_hold_is_said_where_there_is_room),
		WALK(the_nearest_name_is_said_where_there_is_room),
		WALK(a_theme_that_is_none_is_said_where_it_is_named),
		WALK(faults_are_counted_as_config_check_counts_them),
		WALK(a_theme_with_a_fault_is_said_with_its_own_place),
		WALK(a_date_of_the_log_is_one_of_the_zone_on_the_screen),
		WALK(a_whole_date_is_said_once),
		WALK(the_file_is_named_where_one_looks_for_settings),
		WALK(a_file_that_was_refused_is_not_called_read),
		WALK(with_a_margin_a_mouse_hits_the_row_it_points_at),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
