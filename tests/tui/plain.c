/* --plain: each change is a line that can be read aloud, and nothing else is sent. */
#include "tui/fixture_raw.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/utf8.h"

#define NEW_WORDS "seven quiet harbours"

static const char *const dumb[] = {"TERM=dumb", NULL};
static const char *const plain[] = {"--database", "agent.db", "--plain", NULL};

/* What is sent in answer to keys; borrowed until the next call. */
static const char *answer(struct walk *w, struct raw *r, const char *keys)
{
	size_t before = raw_sent(r).n;

	raw_keys(r, keys);
	struct span sent = raw_sent(r);
	return arena_printf(&w->arena, "%.*s", (int)(sent.n - before), sent.p + before);
}

static void expect(const char *said, const char *text)
{
	if (!strstr(said, text))
		fail_msg("no \"%s\" in \"%s\"", text, said);
}

static void expect_not(const char *said, const char *text)
{
	if (strstr(said, text))
		fail_msg("\"%s\" in \"%s\"", text, said);
}

static int count(const char *said, const char *text)
{
	int n = 0;

	for (const char *at = said; (at = strstr(at, text)); at += strlen(text))
		n++;
	return n;
}

/* Each by itself: what comes at once is a paste. */
static void log_in_on(struct raw *r)
{
	raw_keys(r, ROSA);
	raw_keys(r, K_ENTER);
	raw_keys(r, ROSAS_WORDS);
	raw_keys(r, K_ENTER);
}

static struct raw *log_in(struct walk *w)
{
	struct raw *r = raw_start(w, plain, NULL, NULL, dumb);

	raw_keys(r, "");
	log_in_on(r);
	return r;
}

static void leave_open(struct raw *r)
{
	raw_keys(r, "q");
	assert_int_equal(raw_wait(r), 0);
}

static void leave(struct raw **r)
{
	leave_open(*r);
	raw_free(r);
}

static void write_settings(struct walk *w, const char *json)
{
	const char *folder = arena_printf(&w->arena, "%s/tenet", w->folder);

	assert_int_equal(mkdir(folder, 0700), 0);
	FILE *f = fopen(arena_printf(&w->arena, "%s/config.json", folder), "w");
	assert_non_null(f);
	assert_true(fputs(json, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void log_in_says_where_one_is_and_never_what_is_secret(void **state)
{
	struct walk *w = *state;
	struct raw *r = raw_start(w, plain, NULL, NULL, dumb);

	const char *said = answer(w, r, "");
	said = answer(w, r, "rosa");
	assert_string_equal(said, "rosa");
	expect(answer(w, r, K_ENTER), "Pass phrase: ");
	assert_string_equal(answer(w, r, ROSAS_WORDS), "");
	said = answer(w, r, K_ENTER);
	expect(said, "welcome, rosa · ? lists the keys\r\n");
	expect(said, "Queue, status:pending\r\n");
	expect(said, "1 of 180\r\n");
	leave(&r);
}

static void a_login_that_fails_says_so(void **state)
{
	struct walk *w = *state;
	struct raw *r = raw_start(w, plain, NULL, NULL, dumb);

	raw_keys(r, "rosa");
	raw_keys(r, K_ENTER);
	assert_string_equal(answer(w, r, "wrong words"), "");
	expect(answer(w, r, K_ENTER), "login failed: ");
	raw_free(&r);
}

/* As a program types that fills in what it keeps. */
static void what_comes_at_once_goes_on_at_a_tab_and_shows_no_secret(void **state)
{
	struct walk *w = *state;
	struct raw *r = raw_start(w, plain, NULL, NULL, dumb);

	raw_keys(r, "");
	expect(answer(w, r, ROSA K_TAB), "Pass phrase: ");
	expect(answer(w, r, K_BACKTAB), "User: rosa");
	expect(answer(w, r, "\033[A\033[Brosa"), "more than one line of plain text");
	raw_keys(r, K_ESC);
	const char *said = answer(w, r, ROSA K_TAB ROSAS_WORDS K_ENTER);
	expect(said, "welcome, rosa");
	expect_not(said, "tulips");
	expect_not(said, "\t");
	raw_keys(r, ":");
	raw_keys(r, "pass-phrase");
	expect(answer(w, r, K_ENTER), "present one: ");
	said = answer(w, r, ROSAS_WORDS K_TAB NEW_WORDS K_TAB NEW_WORDS K_ENTER);
	expect(said, "[ change it ]");
	expect_not(said, "tulips");
	expect_not(said, "harbours");
	expect(answer(w, r, K_ENTER), "changed your pass phrase");
	raw_keys(r, "L");
	expect(answer(w, r, NEW_WORDS K_ENTER), "welcome back, rosa");
	leave(&r);
}

static void the_row_that_is_selected_is_said_once_a_key(void **state)
{
	struct walk *w = *state;
	walk_add_first(w, SPAN_LIT("The second one."));
	walk_add_first(w, SPAN_LIT("The first one."));
	struct raw *r = log_in(w);
	const char *said = answer(w, r, "j");

	assert_int_equal(count(said, "one."), 1);
	assert_int_equal(count(said, "\r\n"), 1);
	expect_not(said, "Queue");
	said = answer(w, r, "k");
	assert_int_equal(count(said, "one."), 1);
	assert_int_equal(count(said, "\r\n"), 1);
	expect(answer(w, r, " "), "1 marked\r\n");
	expect(answer(w, r, "k"), "marked, ");
	expect(answer(w, r, " "), "0 marked\r\n");
	raw_keys(r, "k");
	expect(answer(w, r, "v"), "move to where the range ends");
	raw_keys(r, "j");
	expect(answer(w, r, "v"), "2 marked\r\n");
	raw_keys(r, "Uk");
	/* At the end nothing is said twice, and that it is the end is. */
	assert_string_equal(answer(w, r, "k"), "no more\r\n");
	assert_string_equal(answer(w, r, "k"), "no more\r\n");
	/* All rows, when one asks for them. */
	assert_true(count(answer(w, r, K_CTRL_L), "\r\n") > 10);
	leave(&r);
}

static void a_draft_is_said_page_by_page_before_it_is_approved(void **state)
{
	struct walk *w = *state;
	struct str text = {0};

	for (int i = 1; i <= 60; i++)
		str_addf(&text, "Line %d of it.\n\n", i);
	walk_add_first(w, str_span(&text));
	str_free(&text);
	struct raw *r = log_in(w);
	const char *said = answer(w, r, K_ENTER);
	expect(said, "Line 1 of it.\r\n");
	expect(said, "unread lines");
	expect_not(said, "Line 40 of it.");
	expect_not(answer(w, r, "a"), "approved r/");
	said = answer(w, r, K_PGDN);
	expect_not(said, "Line 1 of it.");
	for (int i = 0; i < 20; i++)
		raw_keys(r, K_PGDN);
	struct span all = raw_sent(r);
	for (int i = 1; i <= 60; i++) {
		const char *line = arena_printf(&w->arena, "Line %d of it.\r\n", i);
		assert_non_null(memmem(all.p, all.n, line, strlen(line)));
	}
	expect(answer(w, r, K_PGDN), "no more");
	said = answer(w, r, "a");
	expect(said, "approved r/");
	/* What was done is said before where it led to. */
	assert_true(strstr(said, "approved r/") < strstr(said, " in r/"));
	raw_keys(r, K_BACKSPACE);
	leave(&r);
}

static void two_drafts_of_the_same_words_are_both_said(void **state)
{
	struct walk *w = *state;
	walk_add_first(w, SPAN_LIT("The same words in both."));
	walk_add_first(w, SPAN_LIT("The same words in both."));
	struct raw *r = log_in(w);

	expect(answer(w, r, K_ENTER), "The same words in both.\r\n");
	expect(answer(w, r, "a"), "The same words in both.\r\n");
	raw_keys(r, K_BACKSPACE);
	leave(&r);
}

static void what_was_edited_is_said_whole_before_it_is_approved(void **state)
{
	struct walk *w = *state;
	struct str text = {0};

	str_add(&text, "A first line.\n\nA second line.\n\nA third line.");
	for (int i = 0; i < 40; i++)
		str_add(&text, "\n\nIt goes on.");
	walk_add_first(w, str_span(&text));
	str_free(&text);
	struct raw *r = log_in(w);

	raw_keys(r, K_ENTER);
	expect(answer(w, r, "e"), "A first line.");
	raw_keys(r, "Indeed. ");
	const char *said = answer(w, r, "\023");
	expect(said, "{ added: Indeed. }A first line.");
	expect(said, "The whole text, as it would be published\r\n");
	said = strstr(said, "The whole text");
	expect(said, "Indeed. A first line.");
	expect(said, "A second line.");
	expect(said, "A third line.");
	raw_keys(r, K_ESC);
	raw_keys(r, K_BACKSPACE);
	leave(&r);
}

static void what_is_typed_is_echoed_and_rubbed_out(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);

	expect(answer(w, r, "/"), "filter: ");
	assert_string_equal(answer(w, r, "su"), "su");
	assert_string_equal(answer(w, r, "b:scx"), "b:scx");
	assert_string_equal(answer(w, r, K_BACKSPACE), "\b \b");
	assert_string_equal(answer(w, r, K_LEFT), "\b");
	assert_string_equal(answer(w, r, K_RIGHT), "c");
	raw_keys(r, "\025");
	assert_string_equal(answer(w, r, "nowhere:x"), "nowhere:x");
	expect(answer(w, r, K_ENTER), "nowhere");
	expect(answer(w, r, K_ESC), "r/");
	leave(&r);
}

static void a_box_says_itself_and_then_the_row_one_is_back_on(void **state)
{
	struct walk *w = *state;
	walk_add_first(w, SPAN_LIT("The first one."));
	struct raw *r = log_in(w);
	leave(&r);
	walk_sql(w,
		"INSERT INTO console_reasons (id, code, text) VALUES"
		" ('cccccccc-0000-4000-8000-000000000001', 'aside', 'Has little to do with"
		" what it answers, which a page of eighty columns would not hold'),"
		" ('cccccccc-0000-4000-8000-000000000002', 'tone', 'Rude')");
	r = log_in(w);
	const char *said = answer(w, r, "?");

	expect(said, "What works here\r\n");
	expect(said, "skip, leave this draft undecided");
	expect(said, "Backspace, back, ");
	expect(said, "search: ");
	expect_not(said, "The first one.");
	said = answer(w, r, K_ESC);
	expect(said, "The first one.");
	expect_not(said, "Queue");
	/* Where all is found, the list is long, and is heard when one asks for it. */
	said = answer(w, r, ":");
	expect(said, "search: ");
	expect_not(said, "approve, ");
	expect(answer(w, r, "approve"), "a, approve, approve this draft");
	raw_keys(r, K_ESC);
	raw_keys(r, K_ENTER);
	said = answer(w, r, "x");
	expect(said, "why?\r\n");
	expect(said, "1, ");
	assert_true(strstr(said, "1, ") < strstr(said, "2, "));
	expect(said,
		", Has little to do with what it answers, which a page of eighty columns would\r\n"
		"not hold, aside\r\n");
	expect_not(said, "note:");
	expect(answer(w, r, K_DOWN), "reason: ");
	said = answer(w, r, K_DOWN);
	expect(said, "note: ");
	expect_not(said, "reason");
	raw_keys(r, K_ESC);
	raw_keys(r, K_BACKSPACE);
	leave(&r);
}

/* Of how many one is said when that is another number, and not with each row. */
static void a_filter_says_how_many_it_finds(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);

	raw_keys(r, "/");
	raw_keys(r, "sub:science");
	const char *said = answer(w, r, K_ENTER);
	expect(said, "Queue, sub:science\r\n");
	expect(said, "1 of 13\r\n");
	expect_not(answer(w, r, "j"), " of ");
	expect(answer(w, r, K_ESC), "19 of 180\r\n");
	assert_string_equal(answer(w, r, K_ESC), "there is nothing to leave here\r\n");
	raw_keys(r, "/");
	raw_keys(r, "nowhere:");
	expect(answer(w, r, K_TAB), "Tab: nothing completes it\r\nfilter: nowhere:");
	raw_keys(r, K_ESC);
	leave(&r);
}

static void what_is_still_looked_for_is_counted_at_the_end(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);

	raw_keys(r, "2");
	const char *said = answer(w, r, "f");
	expect(said, "1 of 12 findings\r\n");
	assert_true(count(said, " looked for") <= 1);
	raw_keys(r, "q");
	leave(&r);
}

/* Longer than a line of the terminal: it goes on in the next one. */
static void what_happened_is_said_whole(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);

	expect(answer(w, r, "Y"), "the draft's id: ");
	raw_keys(r, "6");
	raw_keys(r, "h");
	raw_keys(r, "/");
	raw_keys(r, "since:foo");
	const char *said = answer(w, r, K_ENTER);
	expect(said, "is neither an age");
	expect_not(said, "…");
	expect(said, "2026-11-22T10:00)\r\n");
	raw_keys(r, K_ESC);
	raw_keys(r, "2");
	expect(answer(w, r, " "), "1 marked\r\n");
	expect(answer(w, r, "q"), "leaving forgets 1 marked belief · q again leaves\r\n");
	leave(&r);
}

static void a_batch_is_counted_and_reported_line_by_line(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);

	expect(answer(w, r, "*"), "180 marked");
	raw_keys(r, ";");
	expect(answer(w, r, "a"), "type 180 and Enter to approve them: ");
	assert_string_equal(answer(w, r, "12"), "12");
	expect(answer(w, r, K_ENTER), "\r\nthat is not it; type 180 and Enter to approve them: 12");
	expect(answer(w, r, K_BACKSPACE), "\r\ntype 180 and Enter to approve them: 1");
	raw_keys(r, K_BACKSPACE);
	raw_keys(r, "180");
	const char *said = answer(w, r, K_ENTER);
	expect(said, "180 of 180 approved");
	assert_int_equal(count(said, "approved"), 1);
	expect(said, "line 1 of 180");
	said = answer(w, r, "j");
	assert_int_equal(count(said, "\r\n"), 1);
	expect_not(said, "line 2");
	assert_int_equal(count(answer(w, r, "k"), "\r\n"), 1);
	assert_string_equal(answer(w, r, "k"), "no more\r\n");
	raw_keys(r, K_ESC);
	leave(&r);
}

static void all_rows_of_a_box_are_said_once_and_then_the_selected_one(void **state)
{
	static const char *const views[] = {"waiting", "flagged", "old", "unsure", "decided"};
	struct walk *w = *state;
	struct raw *r = log_in(w);
	const char *said = answer(w, r, "V");

	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		expect(said, arena_printf(&w->arena, "%s, built-in ", views[i]));
	said = answer(w, r, "j");
	expect(said, "flagged, built-in ");
	assert_int_equal(count(said, "built-in"), 1);
	raw_keys(r, "G");
	assert_string_equal(answer(w, r, "j"), answer(w, r, "j"));
	raw_keys(r, K_ESC);
	leave(&r);
}

/* What belongs into a field is said with its name, and does not stand where one types. */
static void a_field_says_its_name_and_what_belongs_there(void **state)
{
	static const char why[] = "reason (why; it stands in the audit log): ";
	struct walk *w = *state;
	struct raw *r = log_in(w);

	raw_keys(r, "2");
	raw_keys(r, "j");
	const char *said = answer(w, r, "=");
	expect(said, "confidence (from 0 to 1): 0.9");
	assert_int_equal(count(said, "(from 0 to 1)"), 1);
	said = answer(w, r, K_TAB);
	expect(said, "stance (what it says), line by line:\r\n");
	said = answer(w, r, K_TAB);
	expect(said, why);
	assert_string_equal(said + strlen(said) - strlen(why), why);
	assert_string_equal(answer(w, r, "so"), "so");
	expect(answer(w, r, K_ESC), "Throw away what was typed?");
	raw_keys(r, "y");
	expect(answer(w, r, "A"), "title: ");
	raw_keys(r, K_ESC);
	leave(&r);
}

static void the_title_of_a_neighbour_is_said_whole(void **state)
{
	struct walk *w = *state;
	const char *title = "A neighbour whose title is so long that a page of eighty columns "
			    "would not hold it";

	walk_sql(w,
		arena_printf(&w->arena,
			"UPDATE belief_nodes SET title = '%s' WHERE title LIKE 'Vaccines are%%'",
			title));
	struct raw *r = log_in(w);
	raw_keys(r, "2");
	raw_keys(r, "/");
	raw_keys(r, "Evidence-based");
	raw_keys(r, K_ENTER);
	raw_keys(r, K_ENTER);
	raw_keys(r, K_DOWN);
	expect(answer(w, r, K_CTRL_L), "of eighty\r\ncolumns would not hold it, 0.970, +1\r\n");
	raw_keys(r, K_ESC);
	raw_keys(r, K_ESC);
	leave(&r);
}

static void what_is_offered_is_said_below_what_is_typed(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);

	raw_keys(r, "2");
	raw_keys(r, "j");
	expect(answer(w, r, "c"), "to (words of the other belief's title): ");
	raw_keys(r, "be");
	const char *said = answer(w, r, K_DOWN);
	expect(said, "2 of ");
	expect_not(said, "1 of ");
	raw_keys(r, K_ESC);
	raw_keys(r, "y");
	leave(&r);
}

static void a_locked_stance_is_said_to_be_so_once(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "UPDATE stance_versions SET status = 'locked' WHERE status = 'current'");
	struct raw *r = log_in(w);
	raw_keys(r, "2");
	const char *said = answer(w, r, "t");
	expect(said, "w, locked, 0.");
	assert_int_equal(count(said, "locked"), 1);
	raw_keys(r, K_BACKSPACE);
	leave(&r);
}

static void what_the_palette_finds_is_said_and_why_it_is_not_run(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);
	const char *said = answer(w, r, ":");

	expect(said, "Do\r\n");
	expect(said, "Esc closes\r\n");
	expect(said, "search: ");
	/* Key by key: what is selected now, and no line of the list beside it. */
	expect(answer(w, r, "s"),
		"s, skip, leave this draft undecided and go to the next\r\nsearch: s");
	said = answer(w, r, "o");
	expect(said, "o, sort, order the list by something else\r\nsearch: so");
	assert_int_equal(count(said, "\r\n"), 2); /* one ends the line that was typed */
	raw_keys(r, "\025");
	expect(answer(w, r, "tou"), ":tour, show the first steps again");
	expect(answer(w, r, "zz"), "nothing matches\r\n");
	raw_keys(r, "\025");
	expect(answer(w, r, "rejcet"), "x, reject, reject this draft");
	/* At the end of the list it is said that one is still there, and each time why not. */
	expect(answer(w, r, K_DOWN), "x, reject, ");
	raw_keys(r, "\025");
	expect(answer(w, r, "lock-belief"), "lock-belief, ");
	for (int i = 0; i < 2; i++)
		expect(answer(w, r, K_ENTER), "only in beliefs, stances\r\n");
	raw_keys(r, "\025");
	raw_keys(r, "tour");
	said = answer(w, r, K_ENTER);
	expect(said, "First steps\r\n");
	expect(said, "j and k go through the drafts; J reads on in the one that Enter opened.\r\n");
	expect(answer(w, r, K_ESC), "that was the tour");
	said = answer(w, r, "?");
	expect(said, "What works here\r\n");
	expect(said, "PgDn more");
	said = answer(w, r, K_PGDN);
	expect(said, "Not now\r\n");
	expect(said, "E, edit-outside, edit in your own editor (needs --allow-editor)\r\n");
	raw_keys(r, K_ESC);
	leave(&r);
}

/* Where the list alone is said, nothing of a draft can be read on or decided. */
static void what_is_not_open_is_neither_scrolled_nor_decided(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);

	assert_string_equal(answer(w, r, "J"), "Enter opens the draft first\r\n");
	assert_string_equal(answer(w, r, "a"), "Enter opens the draft first\r\n");
	raw_keys(r, ":");
	expect(answer(w, r, "approve"), "(Enter opens the\r\ndraft first)\r\n");
	raw_keys(r, K_ESC);
	leave(&r);
}

static void the_pulse_says_all_its_hours(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);
	const char *said = answer(w, r, "7");

	expect(said, "Pulse · arrived, by hour, the last number is this hour's:\r\n");
	const char *hours = strchr(strstr(said, "Pulse"), '\n') + 1;
	int numbers = 0;
	for (char *end; strtol(hours, &end, 10), end != hours; hours = end)
		numbers++;
	assert_int_equal(numbers, 48);
	leave(&r);
}

static void there_are_no_colours_in_lines(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);

	expect(answer(w, r, "T"), "but there are no colours here (--plain)\r\n");
	leave(&r);
}

static void the_same_message_is_said_each_time(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);

	for (int i = 0; i < 2; i++)
		assert_string_equal(
			answer(w, r, "~"), "~ means nothing here · ? lists what does\r\n");
	leave(&r);
}

/* Control characters that are sent, and what only draws. */
static void expect_lines(struct span sent)
{
	uint32_t cp;

	for (size_t at = 0, n; at < sent.n; at += n) {
		n = utf8_decode(sent, at, &cp);
		assert_true(n > 0);
		bool control = (cp < 0x20 && cp != '\r' && cp != '\n' && cp != '\b') ||
			cp == 0x7F || (cp >= 0x80 && cp < 0xA0);
		bool drawn = (cp >= 0x2500 && cp < 0x2600) || (cp >= 0x2800 && cp < 0x2900);
		size_t from = at < 60 ? 0 : at - 60;
		if (control || drawn)
			fail_msg("U+%04X after \"%.*s\"", (unsigned)cp, (int)(at - from),
				sent.p + from);
	}
}

static void every_pane_is_said_in_lines_alone(void **state)
{
	static const char *const keys[] = {"j", K_ENTER, K_PGDN, "h", "j", K_ESC, K_BACKSPACE, "V",
		K_ESC, "P", K_ESC, "X", K_ESC, ":", "lo", K_DOWN, K_ESC, " ", "j", " ", "U", "2",
		"j", K_ENTER, "j", K_BACKSPACE, "m", "j", "l", "q", "+", K_ESC, "=", K_ESC, "t",
		"j", "c", K_BACKSPACE, "h", "j", "q", "2", "f", "j", K_ENTER, "q", "4", "j",
		K_ENTER, K_BACKSPACE, "s", K_ESC, "5", "j", K_ENTER, K_ESC, "6", "j", K_TAB, "7",
		"j", "D", "1", K_CTRL_L, "L", ROSAS_WORDS, K_ENTER, "1", NULL};
	static const char *const seen[] = {"Queue, ", "Hidden content\r\n", "Saved filters\r\n",
		"Personas\r\n", "Do\r\n", "Beliefs\r\n", " belief", "Stances, ", "What changed\r\n",
		"History, ", "Findings\r\n", "Memory\r\n", "Config\r\n", "People\r\n",
		"arrived, by hour", "Your decisions\r\n", "the screen is locked\r\n"};
	struct walk *w = *state;
	struct raw *r = log_in(w);

	for (size_t i = 0; keys[i]; i++)
		raw_keys(r, keys[i]);
	struct span sent = raw_sent(r);
	expect_lines(sent);
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		if (!memmem(sent.p, sent.n, seen[i], strlen(seen[i])))
			fail_msg("the walk came past no \"%s\"", seen[i]);
	leave(&r);
}

/* Nothing marks it: a dumb terminal is not asked to. */
static void pasted_text_decides_nothing_and_is_typed_into_a_field(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);
	const char *nothing = "pasted text means nothing here · ? lists what does\r\n";

	raw_keys(r, K_ENTER);
	raw_watch(r, 200); /* no decision counts sooner */
	assert_string_equal(answer(w, r, "aaaa"), nothing);
	assert_string_equal(answer(w, r, "a" K_ENTER "a" K_ENTER "xya"), nothing);
	raw_keys(r, K_BACKSPACE);
	raw_keys(r, "/");
	assert_string_equal(answer(w, r, "sub:science\r"), "sub:science");
	raw_keys(r, K_ESC);
	raw_keys(r, "X");
	expect_not(answer(w, r, "aaaa" K_ENTER), "approved");
	raw_keys(r, K_ESC);
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "0");
	leave(&r);
}

static void the_only_sequence_asks_for_marks_around_what_is_pasted(void **state)
{
	static const char on[] = "\033[?2004h", off[] = "\033[?2004l";
	struct walk *w = *state;
	struct raw *r = raw_start(w, plain, NULL, NULL, NULL);

	raw_keys(r, "");
	log_in_on(r);
	raw_keys(r, K_ENTER);
	expect(answer(w, r, "\033[200~a\033[201~"), "pasted text means nothing here");
	raw_keys(r, K_BACKSPACE);
	leave_open(r);
	struct span sent = raw_sent(r);
	const char *all = arena_printf(&w->arena, "%.*s", (int)sent.n, sent.p);
	assert_memory_equal(all, on, strlen(on));
	expect(all, off);
	assert_int_equal(count(all, "\033"), 2);
	raw_free(&r);
}

static void the_settings_can_ask_for_it(void **state)
{
	static const char *const args[] = {"--database", "agent.db", NULL};
	struct walk *w = *state;
	const char *env[] = {"TERM=dumb", NULL, NULL};

	env[1] = arena_printf(&w->arena, "XDG_CONFIG_HOME=%s", w->folder);
	write_settings(w, "{\"plain\": true}");
	struct raw *r = raw_start(w, args, NULL, NULL, env);
	raw_keys(r, "");
	log_in_on(r);
	expect(answer(w, r, K_CTRL_L), "Queue, status:pending\r\n");
	leave(&r);
}

/* Ages are looked at every ten seconds. */
static void nothing_is_said_while_nothing_changes(void **state)
{
	struct walk *w = *state;
	struct raw *r = log_in(w);
	size_t before = raw_sent(r).n;

	raw_watch(r, 11000);
	assert_int_equal(raw_sent(r).n, before);
	leave(&r);
}

static void control_z_and_q_leave_the_terminal_as_it_was(void **state)
{
	static const char *const args[] = {"--plain", NULL};
	struct walk *w = *state;

	walk_open_with(w, args, NULL);
	console_keys(w->c, ROSA);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, ROSAS_WORDS);
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "welcome, rosa");
	console_type(w->c, K_CTRL_Z);
	console_wait_stop(w->c);
	console_expect_restored(w->c);
	console_continue(w->c);
	console_keys(w->c, "j");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
}

static void it_can_be_sent_into_a_file(void **state)
{
	struct walk *w = *state;
	const char *path = arena_printf(&w->arena, "%s/log", w->folder);
	FILE *f = fopen(path, "w");
	char text[8192] = "";

	assert_non_null(f);
	fclose(f);
	struct raw *r = raw_start(w, plain, NULL, "log", NULL);
	log_in_on(r);
	raw_keys(r, "q");
	assert_int_equal(raw_wait(r), 0);
	assert_int_equal(raw_sent(r).n, 0);
	raw_free(&r);
	f = fopen(path, "r");
	assert_non_null(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	expect(text, "welcome, rosa");
	expect_not(text, "\033");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK(log_in_says_where_one_is_and_never_what_is_secret),
		WALK(a_login_that_fails_says_so),
		WALK(what_comes_at_once_goes_on_at_a_tab_and_shows_no_secret),
		WALK(the_row_that_is_selected_is_said_once_a_key),
		WALK(a_draft_is_said_page_by_page_before_it_is_approved),
		WALK(two_drafts_of_the_same_words_are_both_said),
		WALK(what_was_edited_is_said_whole_before_it_is_approved),
		WALK(what_is_typed_is_echoed_and_rubbed_out),
		WALK(a_box_says_itself_and_then_the_row_one_is_back_on),
		WALK(a_filter_says_how_many_it_finds),
		WALK(what_is_still_looked_for_is_counted_at_the_end),
		WALK(what_happened_is_said_whole),
		WALK(a_batch_is_counted_and_reported_line_by_line),
		WALK(all_rows_of_a_box_are_said_once_and_then_the_selected_one),
		WALK(a_field_says_its_name_and_what_belongs_there),
		WALK(the_title_of_a_neighbour_is_said_whole),
		WALK(what_is_offered_is_said_below_what_is_typed),
		WALK(a_locked_stance_is_said_to_be_so_once),
		WALK(what_the_palette_finds_is_said_and_why_it_is_not_run),
		WALK(what_is_not_open_is_neither_scrolled_nor_decided),
		WALK(the_pulse_says_all_its_hours),
		WALK(there_are_no_colours_in_lines),
		WALK(the_same_message_is_said_each_time),
		WALK(every_pane_is_said_in_lines_alone),
		WALK(pasted_text_decides_nothing_and_is_typed_into_a_field),
		WALK(the_only_sequence_asks_for_marks_around_what_is_pasted),
		WALK(the_settings_can_ask_for_it),
		WALK(nothing_is_said_while_nothing_changes),
		WALK(control_z_and_q_leave_the_terminal_as_it_was),
		WALK(it_can_be_sent_into_a_file),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
