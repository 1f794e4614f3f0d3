/* Kinds and sizes of terminals that people have. */
#include "tui/fixture_raw.h"

#include <stdio.h>
#include <sys/stat.h>

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

static void a_plain_tmux_is_enough(void **state)
{
	work_on(*state, "tmux");
}

static void a_screen_of_256_colours_is_enough(void **state)
{
	work_on(*state, "screen-256color");
}

/* --- Bytes --- */

#define SYNC_ON "\033[?2026h"
#define SYNC_OFF "\033[?2026l"
#define SYNC_ASK "\033[?2026$p"

/* All bytes of a login, the help, a decision and the end, on this kind of terminal, in this theme.
 * `says` is what the terminal says first. */
static const char *tour_in_bytes(
	struct walk *w, const char *term, const char *theme, const char *says)
{
	const char *const args[] = {
		"--database", w->address, "--theme", theme ? theme : "default", NULL};
	const char *const env[] = {arena_printf(&w->arena, "TERM=%s", term),
		arena_printf(&w->arena,
			"TERMINFO_DIRS=%s:/etc/terminfo:/lib/terminfo:/usr/share/terminfo",
			w->folder),
		NULL};
	struct raw *r = raw_start(w, args, NULL, NULL, env);

	raw_keys(r, says);
	raw_keys(r, ROSA "\t" ROSAS_WORDS "\r");
	raw_keys(r, "?");
	raw_keys(r, "\033");
	raw_keys(r, "a");
	raw_keys(r, "q");
	assert_int_equal(raw_wait(r), 0);
	const char *sent = arena_printf(&w->arena, "%.*s", (int)raw_sent(r).n, raw_sent(r).p);
	raw_free(&r);
	if (!strstr(sent, "approved"))
		fail_msg("on %s no draft was approved", term);
	return sent;
}

static void expect_sent(const char *sent, const char *bytes)
{
	if (!strstr(sent, bytes))
		fail_msg("^[%s was not sent", bytes + 1);
}

static void expect_not_sent(const char *sent, const char *bytes)
{
	if (strstr(sent, bytes))
		fail_msg("^[%s was sent", bytes + 1);
}

static void a_terminal_that_says_so_gets_synchronized_updates(void **state)
{
	struct walk *w = *state;
	const char *sent = tour_in_bytes(w, "xterm-256color", NULL, "\033[?2026;2$y");

	expect_sent(sent, SYNC_ASK);
	expect_sent(sent, SYNC_ON);
	if (strstr(sent, "means nothing"))
		fail_msg("the answer acted as a key");
	const char *on = strstr(sent, SYNC_ON);
	for (; on; on = strstr(on + 1, SYNC_ON))
		expect_sent(on, SYNC_OFF);
}

static void a_terminal_that_does_not_say_so_gets_none(void **state)
{
	expect_not_sent(tour_in_bytes(*state, "xterm-256color", NULL, "\033[?2026;0$y"), SYNC_ON);
}

static void a_terminal_of_a_family_that_knows_is_not_asked(void **state)
{
	const char *sent = tour_in_bytes(*state, "tmux-256color", NULL, "");

	expect_not_sent(sent, SYNC_ASK);
	expect_sent(sent, SYNC_ON);
}

/* The letters of an SGR sequence that sets one of the colours beyond the first eight. */
static bool sets_colour_beyond(const char *sent, int most)
{
	for (const char *p = sent; (p = strstr(p, "\033[")); p += 2) {
		const char *q = p + 2;
		while (*q && strchr("0123456789;", *q)) {
			int n = (int)strtol(q, (char **)&q, 10);
			bool rich = n == 38 || n == 48, bright = (n >= 90 && n <= 107);
			if ((rich && most < 256) || (bright && most < 16) ||
				(n >= 30 && n <= 47 && most < 8)) {
				while (*q && strchr("0123456789;", *q))
					q++;
				if (*q == 'm')
					return true;
				break;
			}
			q += *q == ';';
		}
	}
	return false;
}

static void no_terminal_gets_more_colours_than_it_has(void **state)
{
	static const struct {
		const char *term;
		int colours;
	} kinds[] = {{"vt100", 0}, {"linux", 8}, {"xterm", 8}, {"screen", 8}, {"xterm-16color", 16},
		{"xterm-256color", 256}};
	struct walk *w = *state;

	walk_enter(w);
	int made = system("infocmp xterm-256color | sed -e 's/^xterm-256color.*/xterm-16color,/'"
			  " -e 's/colors#0x100/colors#16/' -e 's/pairs#0x[0-9a-f]*/pairs#256/'"
			  " -e 's/setab=[^,]*,//' -e 's/setaf=[^,]*,//' >16.ti && "
			  "echo '\tsetaf=\\E[%?%p1%{8}%<%t%p1%{30}%+%e%p1%{82}%+%;%dm,"
			  " setab=\\E[%?%p1%{8}%<%t%p1%{40}%+%e%p1%{92}%+%;%dm,' >>16.ti && "
			  "tic -x -o . 16.ti");
	walk_leave();
	assert_int_equal(made, 0);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *sent = tour_in_bytes(w, kinds[i].term, "dark", "");
		if (sets_colour_beyond(sent, kinds[i].colours))
			fail_msg("%s is sent a colour that it does not have", kinds[i].term);
		if (kinds[i].colours > 0 && !sets_colour_beyond(sent, 0))
			fail_msg("%s is sent no colour", kinds[i].term);
		walk_sql(w, "DELETE FROM console_sessions");
	}
}

static void no_terminal_gets_sequences_that_it_lacks(void **state)
{
	static const struct {
		const char *term;
		const char *lacks[6];
	} kinds[] = {
		{"vt100", {"\033[?1049", "\033[?25", "\033]", "\033[?2026", "\033[?1000"}},
		{"linux", {"\033[?1049", "\033]", "\033[?2026", "\033[?1000"}},
		{"screen", {"\033[?1000", "\033]"}},
		{"vt52", {"\033[", "\033]"}},
	};
	struct walk *w = *state;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *sent = tour_in_bytes(w, kinds[i].term, NULL, "");
		for (const char *const *lack = kinds[i].lacks; *lack; lack++)
			expect_not_sent(sent, *lack);
	}
}

/* Starts the console under strace, which writes down what is written to the terminal. */
static void open_traced(struct walk *w)
{
	static const char *const env[] = {"ASAN_OPTIONS=detect_leaks=0", NULL};
	const char *script = arena_printf(&w->arena, "%s/traced", w->folder);

	walk_enter(w); /* makes the name absolute */
	walk_leave();
	const char *tenet = arena_strdup(&w->arena, getenv("TENET"));
	FILE *out = fopen(script, "w");
	assert_non_null(out);
	fprintf(out, "#!/bin/sh\nexec strace -o trace -e trace=write %s \"$@\"\n", tenet);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(chmod(script, 0700), 0);
	assert_int_equal(setenv("TENET", script, 1), 0);
	walk_open_with(w, NULL, env);
	assert_int_equal(setenv("TENET", tenet, 1), 0);
}

static int writes_to_terminal(struct walk *w)
{
	FILE *in = fopen(arena_printf(&w->arena, "%s/trace", w->folder), "r");
	char *line = NULL;
	size_t size = 0;
	int n = 0;

	assert_non_null(in);
	while (getline(&line, &size, in) > 0)
		n += strncmp(line, "write(1,", 8) == 0;
	free(line);
	fclose(in);
	return n;
}

static void a_frame_is_one_write(void **state)
{
	static const char *const keys[] = {"?", K_ESC, ":", K_ESC, K_CTRL_L};
	struct walk *w = *state;

	if (system("command -v strace >/dev/null") != 0)
		skip();
	open_traced(w);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_resize(w->c, 100, 300);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		int before = writes_to_terminal(w);
		console_keys(w->c, keys[i]);
		assert_int_equal(writes_to_terminal(w) - before, 1);
	}
}

/* --- Letters and colours --- */

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
		WALK(a_plain_tmux_is_enough),
		WALK(a_screen_of_256_colours_is_enough),
		WALK(a_terminal_that_says_so_gets_synchronized_updates),
		WALK(a_terminal_that_does_not_say_so_gets_none),
		WALK(a_terminal_of_a_family_that_knows_is_not_asked),
		WALK(no_terminal_gets_more_colours_than_it_has),
		WALK(no_terminal_gets_sequences_that_it_lacks),
		WALK(a_frame_is_one_write),
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
