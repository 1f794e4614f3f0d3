/* The editor on the screen: how it wraps, where the cursor stands, and what the window shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>

#include "base/utf8.h"
#include "tui/editor.h"

#include "tui_glass.h"

#define FAMILY "👩‍👩‍👧"

static bool press(struct editor *e, uint32_t code)
{
	uint32_t held = code & (KEYM_SHIFT | KEYM_CTRL);

	return editor_key(e, &(struct key){.code = code & ~held, .modifiers = held});
}

static void press_times(struct editor *e, uint32_t code, int times)
{
	for (int i = 0; i < times; i++)
		assert_true(press(e, code));
}

static struct editor *with(const char *text, int width, int height)
{
	struct editor *e = editor_new();

	editor_set_text(e, span_of(text));
	editor_layout(e, width, height);
	return e;
}

static struct screen *drawn(struct editor *e, int width, int height)
{
	struct screen *s = glass_new(height, width);

	editor_layout(e, width, height);
	editor_draw(e, s, glass_whole(s), true);
	assert_true(s->cursor_y >= 0);
	assert_true(s->cursor_visible);
	return s;
}

/* The rows of the window, each ended by a '|', with the cursor's place behind them. */
static void assert_window(struct editor *e, int width, int height, const char *expected)
{
	struct screen *s = drawn(e, width, height);
	struct str out = {0};

	for (int y = 0; y < s->rows; y++) {
		char *row = glass_row(s, y);
		str_addf(&out, "%s|", row);
		free(row);
	}
	str_addf(&out, " %d:%d", s->cursor_y, s->cursor_x);
	assert_string_equal(str_cstr(&out), expected);
	str_free(&out);
	glass_free(s);
}

static void text_wraps_at_words_with_a_column_for_the_cursor(void **state)
{
	struct editor *e = with("the quick brown fox jumps\n\nover", 17, 5);

	(void)state;
	assert_window(e, 17, 5, "the quick brown|fox jumps||over|| 0:0");
	press(e, KEYC_END);
	assert_window(e, 17, 5, "the quick brown|fox jumps||over|| 0:15");
	press(e, KEYC_RIGHT);
	assert_window(e, 17, 5, "the quick brown|fox jumps||over|| 1:0");
	press(e, KEYC_END);
	press(e, KEYC_RIGHT);
	assert_window(e, 17, 5, "the quick brown|fox jumps||over|| 2:0");
	press(e, KEY_CTRL('g'));
	press(e, KEY_CTRL('g'));
	assert_window(e, 17, 5, "the quick brown|fox jumps||over|| 3:4");
	editor_free(&e);
}

static void home_and_end_go_by_rows_and_then_by_lines(void **state)
{
	struct editor *e = with("one two three four five\nsix", 12, 4);

	(void)state;
	assert_window(e, 12, 4, "one two|three four|five|six| 0:0");
	press(e, KEYC_DOWN);
	press(e, KEYC_RIGHT);
	press(e, KEYC_END);
	assert_int_equal(editor_cursor(e), 18);
	press(e, KEYC_END);
	assert_int_equal(editor_cursor(e), 23);
	press(e, KEYC_HOME);
	assert_int_equal(editor_cursor(e), 19);
	press(e, KEYC_HOME);
	assert_int_equal(editor_cursor(e), 0);
	editor_free(&e);
}

static void the_end_of_a_full_row_is_behind_its_last_character(void **state)
{
	struct editor *e = with("漢字漢字漢字", 9, 3);

	(void)state;
	press(e, KEYC_END);
	assert_window(e, 9, 3, "漢字漢字|漢字|| 0:8");
	press(e, KEYC_UP);
	press(e, KEYC_END);
	press(e, KEYC_DOWN);
	assert_window(e, 9, 3, "漢字漢字|漢字|| 1:4");
	press(e, KEYC_HOME);
	assert_window(e, 9, 3, "漢字漢字|漢字|| 1:0");
	press(e, KEYC_UP);
	press_times(e, KEYC_END, 2);
	assert_window(e, 9, 3, "漢字漢字|漢字|| 1:4");
	press(e, KEYC_UP);
	press(e, KEYC_END);
	press(e, KEYC_DELETE);
	assert_window(e, 9, 3, "漢字漢字|字|| 1:0");
	editor_free(&e);
}

static void up_and_down_keep_the_column(void **state)
{
	struct editor *e = with("one two three\nab\nfour five six", 30, 5);

	(void)state;
	press_times(e, KEYC_RIGHT, 9);
	press(e, KEYC_DOWN);
	assert_int_equal(editor_cursor(e), 16);
	press(e, KEYC_DOWN);
	assert_int_equal(editor_cursor(e), 26);
	press(e, KEYC_DOWN);
	assert_int_equal(editor_cursor(e), 30);
	press_times(e, KEYC_UP, 2);
	assert_int_equal(editor_cursor(e), 9);
	press(e, KEYC_UP);
	assert_int_equal(editor_cursor(e), 0);
	editor_set_text(e, span_of("漢字漢\nabcdef"));
	press_times(e, KEYC_RIGHT, 2);
	press(e, KEYC_DOWN);
	assert_int_equal(editor_cursor(e), 14);
	press(e, KEYC_LEFT);
	press(e, KEYC_UP);
	assert_int_equal(editor_cursor(e), 3);
	editor_free(&e);
}

static void blanks_at_a_break_hold_the_cursor_at_the_edge(void **state)
{
	struct editor *e = with("0123456789    next", 11, 3);

	(void)state;
	press_times(e, KEYC_RIGHT, 12);
	assert_window(e, 11, 3, "0123456789|next|| 0:10");
	press_times(e, KEYC_RIGHT, 2);
	assert_window(e, 11, 3, "0123456789|next|| 1:0");
	editor_free(&e);
}

static void tabs_and_line_ends_have_their_columns(void **state)
{
	struct editor *e = with("a\tb\r\nc", 20, 3);

	(void)state;
	press_times(e, KEYC_RIGHT, 2);
	assert_window(e, 20, 3, "a       b|c|| 0:8");
	press_times(e, KEYC_RIGHT, 2);
	assert_window(e, 20, 3, "a       b|c|| 1:0");
	editor_free(&e);
}

static void what_is_hidden_is_named_and_one_step_wide(void **state)
{
	struct editor *e = with("a\xe2\x80\xae"
				"b\x1b\xff",
		40, 2);

	(void)state;
	press_times(e, KEYC_RIGHT, 2);
	assert_window(e, 40, 2, "a<U+202E>b^[<FF>|| 0:9");
	struct screen *s = drawn(e, 40, 2);
	assert_int_equal(glass_cell(s, 0, 0)->style, STYLE_TEXT);
	assert_int_equal(glass_cell(s, 0, 1)->style, STYLE_ESCAPE);
	glass_free(s);
	press(e, KEYC_BACKSPACE);
	assert_window(e, 40, 2, "ab^[<FF>|| 0:1");
	editor_free(&e);
}

static void wide_joined_and_reordered_characters_keep_the_cursor_in_place(void **state)
{
	struct editor *e = with("漢" FAMILY "e\xcc\x81|", 40, 1);

	(void)state;
	press(e, KEYC_RIGHT);
	assert_window(e, 40, 1, "漢👩👩👧e\xcc\x81|| 0:2");
	press(e, KEYC_RIGHT);
	assert_window(e, 40, 1, "漢👩👩👧e\xcc\x81|| 0:8");
	press(e, KEYC_RIGHT);
	assert_window(e, 40, 1, "漢👩👩👧e\xcc\x81|| 0:9");
	editor_set_text(e, span_of("שלום"));
	press_times(e, KEYC_RIGHT, 2);
	assert_window(e, 40, 1, "שלום| 0:2");
	editor_free(&e);
}

static void the_selection_is_seen_line_ends_and_escapes_too(void **state)
{
	struct editor *e = with("ab\n\x1b\tc", 20, 3);

	(void)state;
	press(e, KEYC_RIGHT);
	press_times(e, KEYM_SHIFT | KEYC_RIGHT, 4);
	struct screen *s = drawn(e, 20, 3);
	assert_int_equal(glass_cell(s, 0, 0)->style, STYLE_TEXT);
	assert_int_equal(glass_cell(s, 0, 1)->style, STYLE_SELECTED);
	assert_int_equal(glass_cell(s, 0, 2)->style, STYLE_SELECTED);
	assert_int_equal(glass_cell(s, 0, 3)->style, STYLE_TEXT);
	assert_int_equal(glass_cell(s, 1, 0)->style, STYLE_SELECTED);
	assert_int_equal(glass_cell(s, 1, 7)->style, STYLE_SELECTED);
	assert_int_equal(glass_cell(s, 1, 8)->style, STYLE_TEXT);
	glass_free(s);
	editor_free(&e);
}

static void the_search_has_the_last_row_and_the_cursor(void **state)
{
	struct editor *e = with("one\ntwo\nthree\nfour", 20, 4);

	(void)state;
	press_times(e, KEYC_DOWN, 3);
	assert_window(e, 20, 4, "one|two|three|four| 3:0");
	press(e, KEY_CTRL('f'));
	assert_window(e, 20, 4, "two|three|four|search| 3:7");
	press(e, 't');
	press(e, 'w');
	struct screen *s = drawn(e, 20, 4);
	assert_row(s, 3, "search tw");
	assert_int_equal(glass_cell(s, 0, 0)->style, STYLE_SELECTED);
	glass_free(s);
	press(e, KEYC_ENTER);
	assert_window(e, 20, 4, "one|two|three|four| 1:2");
	editor_free(&e);
}

static struct editor *with_lines(int n, int width, int height)
{
	struct str text = {0};

	for (int i = 1; i <= n; i++)
		str_addf(&text, "line %d%s", i, i < n ? "\n" : "");
	struct editor *e = with(str_cstr(&text), width, height);
	str_free(&text);
	return e;
}

static void pages_overlap_by_a_row_and_the_window_follows(void **state)
{
	struct editor *e = with_lines(9, 20, 3);

	(void)state;
	press(e, KEYC_PGDN);
	assert_window(e, 20, 3, "line 3|line 4|line 5| 0:0");
	press_times(e, KEYC_DOWN, 2);
	assert_window(e, 20, 3, "line 3|line 4|line 5| 2:0");
	press(e, KEYC_DOWN);
	assert_window(e, 20, 3, "line 4|line 5|line 6| 2:0");
	press(e, KEYC_PGUP);
	assert_window(e, 20, 3, "line 2|line 3|line 4| 2:0");
	press_times(e, KEYC_PGDN, 9);
	assert_window(e, 20, 3, "line 7|line 8|line 9| 2:6");
	press(e, KEY_CTRL('g'));
	assert_window(e, 20, 3, "line 1|line 2|line 3| 0:0");
	editor_free(&e);
}

static void a_higher_window_is_filled_and_a_changed_text_keeps_its_place(void **state)
{
	struct editor *e = with_lines(9, 20, 3);

	(void)state;
	press(e, KEY_CTRL('g'));
	assert_window(e, 20, 3, "line 7|line 8|line 9| 2:6");
	assert_window(e, 20, 5, "line 5|line 6|line 7|line 8|line 9| 4:6");
	press(e, KEYC_BACKSPACE);
	press(e, KEYC_BACKSPACE);
	assert_window(e, 20, 3, "line 7|line 8|line| 2:4");
	press(e, KEYC_PGUP);
	press(e, KEYC_HOME);
	press(e, KEYC_ENTER);
	assert_window(e, 20, 3, "line 6||line 7| 2:0");
	editor_free(&e);
}

static void a_line_put_before_the_first_is_seen(void **state)
{
	struct editor *e = with_lines(9, 20, 3);

	(void)state;
	press(e, KEYC_ENTER);
	assert_window(e, 20, 3, "|line 1|line 2| 1:0");
	press(e, KEYC_BACKSPACE);
	assert_window(e, 20, 3, "line 1|line 2|line 3| 0:0");
	editor_free(&e);
}

static void small_and_empty_windows_are_survived(void **state)
{
	struct editor *e = with("some words, \xe2\x80\xae and " FAMILY " too\n\tx", 20, 4);
	struct screen *s = glass_new(4, 20);

	(void)state;
	for (int search = 0; search < 2; search++) {
		for (int w = -1; w <= 20; w++)
			for (int h = -1; h <= 4; h++) {
				editor_layout(e, w, h);
				editor_draw(e, s, (struct rect){0, 0, h, w}, true);
				press(e, KEYC_DOWN);
				press(e, KEYC_PGUP);
				press(e, KEYC_END);
			}
		press(e, KEY_CTRL('f'));
	}
	glass_free(s);
	editor_free(&e);
}

/* Every cursor step is seen inside the window, on the cell that its row and column say. */
static void walk(struct editor *e, int width, int height, uint32_t key)
{
	size_t was;

	do {
		was = editor_cursor(e);
		glass_free(drawn(e, width, height));
		press(e, key);
	} while (editor_cursor(e) != was);
}

static void the_cursor_gets_through_any_text_and_stays_in_the_window(void **state)
{
	static const char *const bits[] = {"word ", "漢字", FAMILY,
		"👩🏽‍👩🏿‍👧🏾", "\n", "\r\n", "\t", "\xff", "\xe2\x80\x8b",
		"e\xcc\x81", "long-hyphened/path ", "  ", "שלום ", "🇩🇪"};
	static const int sizes[][2] = {{60, 15}, {20, 4}, {5, 2}};

	(void)state;
	srand(41);
	for (int round = 0; round < 12; round++) {
		struct str text = {0};
		for (int i = 0; i < 60; i++)
			str_add(&text, bits[(size_t)rand() % (sizeof(bits) / sizeof(bits[0]))]);
		for (int i = 0; i < 3; i++) {
			int w = sizes[i][0], h = sizes[i][1];
			struct editor *e = with(str_cstr(&text), w, h);
			walk(e, w, h, KEYC_RIGHT);
			assert_int_equal(editor_cursor(e), text.len);
			walk(e, w, h, KEYC_UP);
			assert_int_equal(editor_cursor(e), 0);
			walk(e, w, h, KEYC_DOWN);
			assert_int_equal(editor_cursor(e), text.len);
			walk(e, w, h, KEYC_PGUP);
			assert_int_equal(editor_cursor(e), 0);
			walk(e, w, h, KEY_CTRL('n'));
			assert_int_equal(editor_cursor(e), text.len);
			walk(e, w, h, KEY_CTRL('p'));
			assert_int_equal(editor_cursor(e), 0);
			walk(e, w, h, KEYC_PGDN);
			assert_int_equal(editor_cursor(e), text.len);
			walk(e, w, h, KEYC_LEFT);
			assert_int_equal(editor_cursor(e), 0);
			editor_free(&e);
		}
		str_free(&text);
	}
}

/* Only the rows near the cursor are looked at: how long the text is makes no difference. */
static void a_long_text_is_opened_at_its_end_and_edited(void **state)
{
	struct str text = {0};

	(void)state;
	for (int i = 0; i < 100000; i++)
		str_addf(&text, "%d%s", i, i % 1000 ? " words of a very long line " : "\n");
	struct editor *e = with(str_cstr(&text), 60, 15);
	press(e, KEY_CTRL('g'));
	glass_free(drawn(e, 60, 15));
	press_times(e, KEYC_PGUP, 20);
	press(e, 'x');
	glass_free(drawn(e, 60, 15));
	press(e, KEY_CTRL('z'));
	assert_false(editor_modified(e));
	editor_free(&e);
	str_free(&text);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_wraps_at_words_with_a_column_for_the_cursor),
		cmocka_unit_test(home_and_end_go_by_rows_and_then_by_lines),
		cmocka_unit_test(the_end_of_a_full_row_is_behind_its_last_character),
		cmocka_unit_test(up_and_down_keep_the_column),
		cmocka_unit_test(blanks_at_a_break_hold_the_cursor_at_the_edge),
		cmocka_unit_test(tabs_and_line_ends_have_their_columns),
		cmocka_unit_test(what_is_hidden_is_named_and_one_step_wide),
		cmocka_unit_test(wide_joined_and_reordered_characters_keep_the_cursor_in_place),
		cmocka_unit_test(the_selection_is_seen_line_ends_and_escapes_too),
		cmocka_unit_test(the_search_has_the_last_row_and_the_cursor),
		cmocka_unit_test(pages_overlap_by_a_row_and_the_window_follows),
		cmocka_unit_test(a_higher_window_is_filled_and_a_changed_text_keeps_its_place),
		cmocka_unit_test(a_line_put_before_the_first_is_seen),
		cmocka_unit_test(small_and_empty_windows_are_survived),
		cmocka_unit_test(the_cursor_gets_through_any_text_and_stays_in_the_window),
		cmocka_unit_test(a_long_text_is_opened_at_its_end_and_edited),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
