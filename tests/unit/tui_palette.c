/* The palette: its lines, the filter, what Enter runs, and that it survives any size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <ctype.h>
#include <locale.h>

#include "tui/palette.h"

#include "tui_glass.h"

static struct keymap *map;

static int make_keymap(void **state)
{
	(void)state;
	map = keymap_new();
	return 0;
}

static int drop_keymap(void **state)
{
	(void)state;
	keymap_free(&map);
	return 0;
}

static enum palette_result press(struct palette *p, uint32_t code)
{
	return palette_key(p, &(struct key){.code = code});
}

static void type(struct palette *p, const char *text)
{
	for (; *text; text++)
		assert_int_equal(press(p, (unsigned char)*text), PALETTE_STAY);
}

/* All that a large screen shows, rows ended by line feeds. */
static char *drawn(struct palette *p, int rows, int columns)
{
	struct screen *s = glass_new(rows, columns);
	struct str out = {0};
	palette_draw(p, s, glass_whole(s));
	for (int y = 0; y < rows; y++) {
		char *row = glass_row(s, y);
		str_add(&out, row);
		str_addc(&out, '\n');
		free(row);
	}
	glass_free(s);
	return out.p;
}

static void assert_says(struct palette *p, const char *text)
{
	char *all = drawn(p, 70, 100);
	if (!strstr(all, text))
		fail_msg("no \"%s\" in:\n%s", text, all);
	free(all);
}

static size_t count(const char *text, const char *word)
{
	size_t n = 0;
	for (; (text = strstr(text, word)); text += strlen(word))
		n++;
	return n;
}

static void names_leave_a_gap_before_what_they_mean(void **state)
{
	(void)state;
	for (int a = 1; a < ACTION_COUNT; a++)
		assert_true(strlen(action_info((enum action)a)->name) < 15);
}

static void each_action_has_one_line_with_all_its_keys(void **state)
{
	(void)state;
	struct palette *p =
		palette_open(map, KEYS_QUEUE, PALETTE_HERE, "Keys of the queue", NULL, NULL);
	char *all = drawn(p, 60, 100);
	assert_int_equal(count(all, action_info(ACTION_DOWN)->help), 1);
	assert_int_equal(count(all, action_info(ACTION_APPROVE)->help), 1);
	assert_int_equal(count(all, action_info(ACTION_STANCES)->help), 0);
	assert_non_null(strstr(all, "j, Down"));
	assert_non_null(strstr(all, "Keys of the queue"));
	assert_true(strstr(all, action_info(ACTION_APPROVE)->help) <
		strstr(all, action_info(ACTION_DOWN)->help));
	free(all);
	palette_close(&p);
	assert_null(p);
}

static void every_binding_of_a_place_can_be_reached_by_name(void **state)
{
	(void)state;
	size_t n;
	const struct key_binding *table = keymap_table(map, &n);
	for (size_t i = 0; i < n; i++) {
		struct palette *p = palette_open(map, table[i].place, PALETTE_HERE, "", NULL, NULL);
		type(p, action_info(table[i].action)->help);
		assert_int_equal(press(p, KEYC_ENTER), PALETTE_RUN);
		assert_int_equal(palette_action(p), table[i].action);
		palette_close(&p);
	}
}

static void all_typed_words_must_occur_in_any_order_and_case(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", NULL, NULL);
	type(p, "DRAFT agent Approve");
	assert_int_equal(palette_action(p), ACTION_APPROVE);
	assert_says(p, "1 of ");
	type(p, " zzz");
	assert_int_equal(palette_action(p), ACTION_NONE);
	assert_says(p, "nothing matches");
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_STAY);
	press(p, KEY_CTRL('u'));
	type(p, "pgdn");
	assert_int_equal(palette_action(p), ACTION_PAGE_DOWN);
	palette_close(&p);
}

static void an_action_that_is_named_comes_before_those_that_speak_of_it(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", NULL, NULL);
	type(p, "help");
	assert_int_equal(palette_action(p), ACTION_HELP);
	press(p, KEY_CTRL('u'));
	type(p, "next");
	assert_int_equal(palette_action(p), ACTION_NEXT_PART);
	press(p, KEY_CTRL('u'));
	type(p, "publish");
	assert_int_equal(palette_action(p), ACTION_APPROVE);
	palette_close(&p);
}

static void enter_runs_nothing_before_one_typed_or_chose(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", NULL, NULL);
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_STAY);
	assert_says(p, "choose a line first");
	press(p, KEYC_DOWN);
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_RUN);
	assert_int_equal(palette_action(p), ACTION_APPROVE);
	assert_int_equal(press(p, KEYC_ESC), PALETTE_CLOSE);
	palette_close(&p);
}

static void letters_type_and_only_arrows_move(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", NULL, NULL);
	press(p, KEYC_DOWN);
	press(p, KEYC_DOWN);
	assert_int_equal(palette_action(p), ACTION_REJECT);
	press(p, KEYC_UP);
	press(p, KEYC_UP);
	assert_int_equal(palette_action(p), ACTION_APPROVE);
	type(p, "j");
	assert_says(p, " j ");
	press(p, KEYC_LEFT);
	type(p, "re");
	assert_says(p, " rej ");
	assert_int_equal(palette_action(p), ACTION_REJECT);
	palette_close(&p);
}

static void the_selected_line_is_always_on_the_screen(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", NULL, NULL);
	press(p, KEYC_DOWN);
	srand(1);
	for (int i = 0; i < 300; i++) {
		static const uint32_t keys[] = {KEYC_UP, KEYC_DOWN, KEYC_PGUP, KEYC_PGDN};
		press(p, keys[rand() % 4]);
		struct screen *s = glass_new(rand() % 20 + 5, 100);
		palette_draw(p, s, glass_whole(s));
		int y = 0;
		while (y < s->rows - 1 && glass_cell(s, y, 50)->style != STYLE_SELECTED)
			y++;
		char *row = glass_row(s, y);
		assert_non_null(strstr(row, action_info(palette_action(p))->name));
		free(row);
		glass_free(s);
	}
	for (int i = 0; i < 100; i++)
		press(p, KEYC_PGDN);
	enum action last = palette_action(p);
	press(p, KEYC_DOWN);
	assert_int_equal(palette_action(p), last);
	palette_close(&p);
}

static bool shows(struct palette *p, int rows, int columns, const char *text)
{
	char *all = drawn(p, rows, columns);
	bool found = strstr(all, text) != NULL;
	free(all);
	return found;
}

static void the_part_that_is_shown_is_named_and_pages_turn(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", NULL, NULL);
	assert_true(shows(p, 24, 80, "1–18 of 56 · PgDn more · Enter runs · Esc closes"));
	assert_true(shows(p, 24, 80, "approve this draft"));
	assert_false(shows(p, 24, 80, "Esc       cancel"));
	press(p, KEYC_PGDN);
	assert_true(shows(p, 24, 80, "18–35 of 56 · "));
	press(p, KEYC_PGDN);
	assert_true(shows(p, 24, 80, "35–52 of 56 · PgUp, PgDn more"));
	press(p, KEYC_PGDN);
	assert_true(shows(p, 24, 80, "39–56 of 56 · PgUp more"));
	assert_false(shows(p, 24, 80, "approve this draft"));
	assert_true(shows(p, 24, 80, "Esc       cancel"));
	assert_int_equal(palette_action(p), ACTION_NONE);
	press(p, KEYC_DOWN);
	assert_true(palette_action(p) != ACTION_NONE && palette_action(p) != ACTION_APPROVE);
	for (int i = 0; i < 3; i++)
		press(p, KEYC_PGUP);
	assert_true(shows(p, 24, 80, "1–18 of 56"));
	assert_true(shows(p, 15, 40, "PgDn more · Esc closes"));
	assert_true(shows(p, 62, 100, "56 of 56 · Enter runs · Esc closes"));
	palette_close(&p);
}

static void each_help_fits_80_columns_and_is_whole_on_fewer_when_chosen(void **state)
{
	(void)state;
	for (enum key_place place = KEYS_EVERYWHERE; place < KEYS_PLACES; place++) {
		struct palette *p = palette_open(map, place, PALETTE_HERE, "", NULL, NULL);
		assert_false(shows(p, 60, 80, "~"));
		palette_close(&p);
	}
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", NULL, NULL);
	assert_true(shows(p, 15, 40, "choose a line"));
	type(p, "undo");
	assert_true(shows(p, 15, 40, "│ take back your last decision, "));
	assert_true(shows(p, 15, 40, "│ unless published "));
	palette_close(&p);
}

static void the_help_is_closed_by_its_key_and_the_words_behind_a_colon_stay_words(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", NULL, NULL);
	assert_int_equal(press(p, '?'), PALETTE_CLOSE);
	assert_int_equal(press(p, ':'), PALETTE_STAY);
	type(p, "field:");
	assert_int_equal(palette_action(p), ACTION_FILTER);
	assert_int_equal(press(p, '?'), PALETTE_STAY);
	palette_close(&p);
}

static bool only_reading(void *arg, enum action a, const char **why)
{
	if (a != ACTION_APPROVE)
		return true;
	*why = arg;
	return false;
}

static void a_disabled_action_says_why_and_is_not_run(void **state)
{
	(void)state;
	char why[] = "read-only";
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", only_reading, why);
	assert_says(p, "approve this draft: the agent will publish it (read-only)");
	type(p, "approve");
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_STAY);
	assert_says(p, " read-only");
	palette_close(&p);
	p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", only_reading, NULL);
	assert_says(p, "approve this draft: the agent will publish it (not now)");
	palette_close(&p);
}

/* Approving, rejecting and sorting do not work. */
static bool no_decisions(void *arg, enum action a, const char **why)
{
	(void)arg;
	*why = a == ACTION_APPROVE || a == ACTION_REJECT ? "you may only read" : NULL;
	return !*why && a != ACTION_SORT;
}

static void assert_order(struct palette *p, const char *first, const char *second)
{
	char *all = drawn(p, 70, 100);
	const char *one = strstr(all, first), *two = strstr(all, second);
	if (!one || !two || one > two)
		fail_msg("\"%s\" is not before \"%s\" in:\n%s", first, second, all);
	free(all);
}

static void what_does_not_work_stands_below_a_line_with_its_reason(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "Keys", no_decisions, NULL);
	assert_order(p, "skip", "Not now");
	assert_order(p, "one row down", "Not now");
	assert_order(
		p, "Not now", "approve this draft: the agent will publish it (you may only read)");
	assert_order(p, "Not now", "order the list by something else (not now)");
	/* So they do while one searches. */
	type(p, "draft");
	assert_order(p, "skip", "Not now");
	assert_order(p, "Not now", "approve this draft");
	press(p, KEY_CTRL('u'));
	type(p, "agent will publish");
	assert_order(p, "Not now", "approve this draft");
	assert_says(p, "1 of 56");
	palette_close(&p);
	p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "Keys", NULL, NULL);
	assert_false(shows(p, 70, 100, "Not now"));
	palette_close(&p);
	p = palette_open(map, KEYS_QUEUE, PALETTE_ALL, "Do", NULL, NULL);
	type(p, "lock");
	assert_order(p, "lock the screen", "Not here, or not now");
	assert_order(p, "Not here, or not now", "only in beliefs");
	palette_close(&p);
}

static void what_was_named_is_selected_although_it_does_not_work(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", no_decisions, NULL);
	type(p, "approve"); /* of which the help of edit speaks, too */
	assert_order(p, "edit what this draft says, then approve that", "Not now");
	assert_int_equal(palette_action(p), ACTION_APPROVE);
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_STAY);
	assert_says(p, "│ you may only read ");
	press(p, KEYC_PGUP);
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_RUN);
	assert_int_equal(palette_action(p), ACTION_EDIT);
	/* Of two that only speak of it, the one that works. */
	press(p, KEY_CTRL('u'));
	type(p, "then approve");
	assert_int_equal(palette_action(p), ACTION_EDIT);
	press(p, KEY_CTRL('u'));
	type(p, "this draft");
	assert_int_equal(palette_action(p), ACTION_SKIP);
	palette_close(&p);
}

static bool unless_gone(void *arg, enum action a, const char **why)
{
	*why = *(bool *)arg && a == ACTION_APPROVE ? "gone" : NULL;
	return !*why;
}

static void what_ceases_to_work_moves_below_and_stays_selected(void **state)
{
	(void)state;
	bool gone = false;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", unless_gone, &gone);
	press(p, KEYC_DOWN);
	assert_int_equal(palette_action(p), ACTION_APPROVE);
	assert_order(p, "approve", "reject");
	gone = true;
	assert_order(p, "Not now", "approve this draft");
	assert_int_equal(palette_action(p), ACTION_APPROVE);
	palette_close(&p);
}

static void another_word_finds_an_action_before_those_that_speak_of_it(void **state)
{
	static const struct {
		const char *typed;
		enum action found;
	} words[] = {{"exit", ACTION_QUIT}, {"logout", ACTION_QUIT}, {"quit", ACTION_QUIT},
		{"themes", ACTION_THEMES}, {"dark", ACTION_THEMES}, {"colours", ACTION_THEMES},
		{"search", ACTION_FILTER}, {"find", ACTION_FILTER}, {"settings", ACTION_PANE_5},
		{"unlock", ACTION_LOCK_BELIEF}, {"Accept", ACTION_APPROVE},
		{"password", ACTION_PASS_PHRASE}, {"dark theme", ACTION_THEMES},
		{"help", ACTION_HELP}, {"config", ACTION_PANE_5},
		{"settings-f", ACTION_SETTINGS_FILE}, {"zone", ACTION_SETTINGS_FILE},
		{"dates", ACTION_SETTINGS_FILE}, {"config.json", ACTION_SETTINGS_FILE},
		{"keys", ACTION_HELP}};
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_ALL, "", NULL, NULL);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		type(p, words[i].typed);
		if (palette_action(p) != words[i].found)
			fail_msg("%s is %s", words[i].typed, action_info(palette_action(p))->name);
		press(p, KEY_CTRL('u'));
	}
	palette_close(&p);
}

static void other_words_are_in_lower_case_and_not_the_name_again(void **state)
{
	(void)state;
	for (int a = 1; a < ACTION_COUNT; a++)
		for (const char *const *word = action_words((enum action)a); *word; word++) {
			assert_string_not_equal(*word, action_info((enum action)a)->name);
			for (const char *c = *word; *c; c++)
				assert_true(*c == '-' || islower(*c) || isdigit(*c));
		}
}

/* Whether it stands in the list, which is gone through by Down. */
static bool lists(struct palette *p, enum action a)
{
	enum action last = ACTION_NONE;
	while (palette_action(p) != a && palette_action(p) != last) {
		last = palette_action(p);
		press(p, KEYC_DOWN);
	}
	return palette_action(p) == a;
}

static void assert_found(struct palette *p, const char *typed, enum action a)
{
	press(p, KEY_CTRL('u'));
	type(p, typed);
	if (!lists(p, a))
		fail_msg("\"%s\" does not find %s", typed, action_info(a)->name);
}

static void a_slip_of_the_finger_finds_what_was_meant(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_ALL, "", NULL, NULL);
	for (int a = 1; a < ACTION_COUNT; a++) {
		const char *name = action_info((enum action)a)->name;
		size_t n = strlen(name), i = n / 2;
		char slip[32];
		if (n < 5) /* with a letter less it is too short to guess */
			continue;
		snprintf(slip, sizeof(slip), "%.*s%c%c%s", (int)i, name, name[i + 1], name[i],
			name + i + 2);
		assert_found(p, slip, (enum action)a);
		snprintf(slip, sizeof(slip), "%.*s%s", (int)i, name, name + i + 1);
		assert_found(p, slip, (enum action)a);
		snprintf(slip, sizeof(slip), "%.*sq%s", (int)i, name, name + i + 1);
		assert_found(p, slip, (enum action)a);
	}
	palette_close(&p);
}

static void assert_first(struct palette *p, const char *typed, enum action a)
{
	press(p, KEY_CTRL('u'));
	type(p, typed);
	if (palette_action(p) != a)
		fail_msg("\"%s\" is %s", typed, action_info(palette_action(p))->name);
}

static void a_slip_comes_behind_what_was_typed_without_one(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_ALL, "", NULL, NULL);
	assert_first(p, "aprove", ACTION_APPROVE);
	assert_first(p, "rejcet", ACTION_REJECT);
	assert_first(p, "timelnie", ACTION_STANCES);
	assert_first(p, "REJCET", ACTION_REJECT);
	assert_first(p, "qiut", ACTION_QUIT);
	assert_first(p, "pass-pharsee", ACTION_PASS_PHRASE); /* two of them */
	/* One letter from mark, and the word for a theme. */
	assert_first(p, "dark", ACTION_THEMES);
	assert_false(lists(p, ACTION_MARK));
	/* One letter from role, and abbreviates others. */
	assert_first(p, "roel", ACTION_PREVIOUS_BELIEF);
	assert_true(lists(p, ACTION_ROLE));
	/* Two are too many for a short word, and one for a shorter one. */
	assert_first(p, "rjecet", ACTION_NONE);
	assert_first(p, "ste", ACTION_STEP_UP);
	assert_first(p, "zet", ACTION_NONE);
	palette_close(&p);
}

static void what_is_guessed_runs_only_once_it_was_seen(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_ALL, "", NULL, NULL);
	type(p, "rejcet");
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_STAY);
	assert_says(p, "this is a guess: Enter again runs it");
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_RUN);
	assert_int_equal(palette_action(p), ACTION_REJECT);
	press(p, KEY_CTRL('u'));
	type(p, "reject");
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_RUN);
	palette_close(&p);
}

static void a_blank_behind_a_name_that_asks_for_words_goes_on_to_them(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_ALL, "", NULL, NULL);
	type(p, "sort");
	assert_int_equal(press(p, ' '), PALETTE_ASK);
	assert_int_equal(palette_action(p), ACTION_SORT);
	press(p, KEY_CTRL('u'));
	type(p, "order by"); /* not its name */
	press(p, KEY_CTRL('u'));
	type(p, "sor "); /* not all of it */
	press(p, KEY_CTRL('u'));
	type(p, "approve "); /* asks for nothing */
	palette_close(&p);
	p = palette_open(map, KEYS_PEOPLE, PALETTE_ALL, "", NULL, NULL);
	type(p, "sort newest");
	assert_says(p, "only in queue, beliefs, memory");
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_STAY);
	palette_close(&p);
}

static void lines_are_cut_between_words_and_the_reason_is_kept(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", no_decisions, NULL);
	assert_true(shows(p, 15, 40, "skip           leave this~"));
	type(p, "approve");
	assert_true(shows(p, 15, 40, "approve        you may~"));
	palette_close(&p);
}

static void it_takes_the_whole_of_a_small_screen_and_survives_the_smallest(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_BELIEFS, PALETTE_HERE, "Keys", NULL, NULL);
	for (int rows = 0; rows < 16; rows++) {
		for (int columns = 0; columns < 60; columns += columns < 12 ? 1 : 9) {
			press(p, KEYC_PGDN);
			free(drawn(p, rows, columns));
		}
	}
	struct screen *s = glass_new(10, 40);
	palette_draw(p, s, glass_whole(s));
	assert_string_equal(glass_cell(s, 0, 20)->text, "─");
	assert_string_equal(glass_cell(s, 5, 39)->text, "│");
	assert_int_equal(s->cursor_y, 1);
	assert_true(s->cursor_visible);
	glass_free(s);
	palette_close(&p);
}

static void what_works_elsewhere_is_found_and_says_where(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_ALL, "Do", NULL, NULL);
	type(p, "lock-belief");
	assert_int_equal(palette_action(p), ACTION_LOCK_BELIEF);
	assert_says(p, "only in beliefs, stances");
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_STAY);
	assert_says(p, " only in beliefs, stances");
	palette_close(&p);
	/* The list of what works here has none of it. */
	p = palette_open(map, KEYS_QUEUE, PALETTE_HERE, "", NULL, NULL);
	type(p, "lock-belief");
	assert_int_equal(palette_action(p), ACTION_NONE);
	palette_close(&p);
}

static void letters_of_a_name_find_it_behind_what_has_them_as_a_word(void **state)
{
	(void)state;
	struct palette *p = palette_open(map, KEYS_QUEUE, PALETTE_ALL, "Do", NULL, NULL);
	type(p, "mka");
	assert_int_equal(palette_action(p), ACTION_MARK_ALL);
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_RUN);
	press(p, KEY_CTRL('u'));
	type(p, "mkz");
	assert_int_equal(palette_action(p), ACTION_NONE);
	press(p, KEY_CTRL('u'));
	type(p, "open"); /* named, though other names hold these letters, too */
	assert_int_equal(palette_action(p), ACTION_OPEN);
	palette_close(&p);
}

static void helps_and_refusals_name_the_keys_that_are_bound(void **state)
{
	(void)state;
	char why[] = "not before {undo}";
	struct key_text keys = {SPAN_LIT("g a"), 0};
	struct err e = {0};
	size_t fault;
	struct keymap *other = keymap_new();
	assert_int_equal(keymap_rebind(other, SPAN_LIT("top"), NULL, 0, &fault, &e), 0);
	assert_int_equal(keymap_rebind(other, SPAN_LIT("approve"), &keys, 1, &fault, &e), 0);
	struct palette *p = palette_open(other, KEYS_QUEUE, PALETTE_HERE, "", only_reading, why);
	assert_says(p, "do the next key, g a or x, to all that is marked");
	assert_says(p, "(not before u)");
	type(p, "approve");
	assert_int_equal(press(p, KEYC_ENTER), PALETTE_STAY);
	assert_says(p, " not before u ");
	palette_close(&p);
	keymap_free(&other);
}

/* Of two places one may mean something else by the same sign, and one may have none. */
static void the_signs_are_those_of_the_place(void **state)
{
	static const struct {
		enum key_place place;
		const char *row;
	} legends[] = {
		{KEYS_QUEUE, "/  • marked  ⚑ flagged  ▲ hides  ✓ approved  ✗ rejected"},
		{KEYS_BELIEFS, "/  • marked  ⊠ locked"},
		{KEYS_STANCES, "/  • marked  ⊠ locked"},
		{KEYS_MEMORY, "/  ▲ hides"},
		{KEYS_PEOPLE,
			"/  ✗ disabled  ▲ must change, waits or ran out  ✓ in  ⊠ second factor"},
		{KEYS_MINE, "/  ✓ approved  ✗ rejected"},
		{KEYS_FINDINGS, "/  ✗ wrong  ▲ doubtful  · worth a look"},
		{KEYS_DRAWING, "/  ⊠ locked"},
		{KEYS_CONFIG, "/"},
		{KEYS_EVERYWHERE, "/"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(legends) / sizeof(*legends); i++) {
		struct palette *p =
			palette_open(map, legends[i].place, PALETTE_HERE, "", NULL, NULL);
		char *all = drawn(p, 40, 80);
		const char *first = strchr(all, '/'), *to = legends[i].row;

		for (; *first && *to; first++) /* but for how many blanks stand between */
			if (*first == *to)
				to++;
			else if (*first != ' ')
				break;
		first += strspn(first, " ");
		if (*to || strncmp(first, "│", strlen("│")) != 0)
			fail_msg("%s: %s", key_place_name(legends[i].place), all);
		free(all);
		palette_close(&p);
	}
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_leave_a_gap_before_what_they_mean),
		cmocka_unit_test(each_action_has_one_line_with_all_its_keys),
		cmocka_unit_test(every_binding_of_a_place_can_be_reached_by_name),
		cmocka_unit_test(all_typed_words_must_occur_in_any_order_and_case),
		cmocka_unit_test(an_action_that_is_named_comes_before_those_that_speak_of_it),
		cmocka_unit_test(enter_runs_nothing_before_one_typed_or_chose),
		cmocka_unit_test(letters_type_and_only_arrows_move),
		cmocka_unit_test(the_selected_line_is_always_on_the_screen),
		cmocka_unit_test(the_part_that_is_shown_is_named_and_pages_turn),
		cmocka_unit_test(each_help_fits_80_columns_and_is_whole_on_fewer_when_chosen),
		cmocka_unit_test(
			the_help_is_closed_by_its_key_and_the_words_behind_a_colon_stay_words),
		cmocka_unit_test(a_disabled_action_says_why_and_is_not_run),
		cmocka_unit_test(it_takes_the_whole_of_a_small_screen_and_survives_the_smallest),
		cmocka_unit_test(what_works_elsewhere_is_found_and_says_where),
		cmocka_unit_test(letters_of_a_name_find_it_behind_what_has_them_as_a_word),
		cmocka_unit_test(helps_and_refusals_name_the_keys_that_are_bound),
		cmocka_unit_test(what_does_not_work_stands_below_a_line_with_its_reason),
		cmocka_unit_test(what_was_named_is_selected_although_it_does_not_work),
		cmocka_unit_test(what_ceases_to_work_moves_below_and_stays_selected),
		cmocka_unit_test(another_word_finds_an_action_before_those_that_speak_of_it),
		cmocka_unit_test(other_words_are_in_lower_case_and_not_the_name_again),
		cmocka_unit_test(a_slip_of_the_finger_finds_what_was_meant),
		cmocka_unit_test(a_slip_comes_behind_what_was_typed_without_one),
		cmocka_unit_test(what_is_guessed_runs_only_once_it_was_seen),
		cmocka_unit_test(a_blank_behind_a_name_that_asks_for_words_goes_on_to_them),
		cmocka_unit_test(lines_are_cut_between_words_and_the_reason_is_kept),
		cmocka_unit_test(the_signs_are_those_of_the_place),
	};
	return cmocka_run_group_tests(tests, make_keymap, drop_keymap);
}
