/* The line editor: whole characters, paste, limits, secrets, and what is drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <locale.h>

#include "base/utf8.h"
#include "tui/lineedit.h"

#include "tui_glass.h"

#define FAMILY "👩‍👩‍👧"

static bool press(struct lineedit *e, uint32_t code)
{
	return lineedit_key(e, &(struct key){.code = code});
}

static void type(struct lineedit *e, const char *text)
{
	struct span s = span_of(text);
	uint32_t cp;
	for (size_t at = 0, n; at < s.n; at += n) {
		n = utf8_decode(s, at, &cp);
		assert_true(press(e, cp));
	}
}

static void paste(struct lineedit *e, struct span text)
{
	assert_true(lineedit_key(e, &(struct key){.code = KEYC_PASTE, .paste = text}));
}

/* The text with the cursor in it as '^'. */
static void assert_edit(const struct lineedit *e, const char *expected)
{
	struct str out = {0};
	str_addn(&out, e->buf, e->at);
	str_addc(&out, '^');
	str_addn(&out, e->buf + e->at, e->len - e->at);
	assert_string_equal(str_cstr(&out), expected);
	str_free(&out);
}

static void typing_inserts_at_the_cursor(void **state)
{
	(void)state;
	struct lineedit e = {0};
	type(&e, "hllo");
	press(&e, KEYC_HOME);
	press(&e, KEYC_RIGHT);
	type(&e, "e");
	assert_edit(&e, "he^llo");
	press(&e, KEYC_END);
	type(&e, "!");
	assert_edit(&e, "hello!^");
	press(&e, KEY_CTRL('a'));
	assert_edit(&e, "^hello!");
	assert_true(press(&e, KEYC_LEFT));
	assert_edit(&e, "^hello!");
	press(&e, KEY_CTRL('e'));
	press(&e, KEYC_RIGHT);
	assert_edit(&e, "hello!^");
}

static void what_is_typed_takes_the_place_of_what_is_selected(void **state)
{
	(void)state;
	struct lineedit e = {0};
	lineedit_set(&e, SPAN_LIT("0.71"));
	lineedit_select(&e);
	assert_false(press(&e, KEYC_TAB));
	type(&e, "0.6");
	assert_edit(&e, "0.6^");
	lineedit_select(&e);
	press(&e, KEYC_LEFT);
	type(&e, "5");
	assert_edit(&e, "0.5^6");
	lineedit_select(&e);
	paste(&e, SPAN_LIT("7\n8.9"));
	assert_edit(&e, "7 8.9^");
	lineedit_select(&e);
	press(&e, KEYC_BACKSPACE);
	assert_edit(&e, "^");
}

static void keys_that_are_no_text_are_left_to_others(void **state)
{
	(void)state;
	struct lineedit e = {0};
	assert_false(press(&e, KEYC_ENTER));
	assert_false(press(&e, KEYC_ESC));
	assert_false(press(&e, KEYC_TAB));
	assert_false(press(&e, KEYC_UP));
	assert_false(press(&e, KEYC_UNKNOWN));
	assert_false(press(&e, 0));
	assert_false(press(&e, 0x9B));
	assert_false(press(&e, 0xD800));
	assert_edit(&e, "^");
}

static void a_character_of_many_code_points_moves_and_goes_as_one(void **state)
{
	(void)state;
	struct lineedit e = {0};
	type(&e, "a" FAMILY "e\xcc\x81z");
	assert_edit(&e, "a" FAMILY "e\xcc\x81z^");
	press(&e, KEYC_LEFT);
	press(&e, KEYC_LEFT);
	assert_edit(&e, "a" FAMILY "^e\xcc\x81z");
	press(&e, KEYC_DELETE);
	assert_edit(&e, "a" FAMILY "^z");
	press(&e, KEYC_BACKSPACE);
	assert_edit(&e, "a^z");
	press(&e, KEYC_BACKSPACE);
	press(&e, KEYC_BACKSPACE);
	assert_edit(&e, "^z");
	press(&e, KEYC_DELETE);
	press(&e, KEYC_DELETE);
	assert_edit(&e, "^");
}

static void the_cursor_never_stands_inside_a_character(void **state)
{
	(void)state;
	struct lineedit e = {0};
	type(&e, "e\xcc\x81x");
	press(&e, KEYC_HOME);
	type(&e, "👩‍");
	assert_int_equal(e.at, strlen("👩‍"));
	lineedit_set(&e, span_of("🇩🇪"));
	press(&e, KEYC_HOME);
	type(&e, "🇫");
	assert_int_equal(e.at, strlen("🇫🇩"));
	paste(&e, span_of("\xff\xcc"));
	press(&e, KEYC_LEFT);
	press(&e, KEYC_LEFT);
	assert_int_equal(e.at, strlen("🇫🇩"));
}

static void words_and_ends_are_erased(void **state)
{
	(void)state;
	struct lineedit e = {0};
	lineedit_set(&e, SPAN_LIT("status:pending  sub:science "));
	press(&e, KEY_CTRL('w'));
	assert_edit(&e, "status:pending  ^");
	press(&e, KEY_CTRL('w'));
	assert_edit(&e, "^");
	press(&e, KEY_CTRL('w'));
	lineedit_set(&e, SPAN_LIT("one two"));
	press(&e, KEYC_LEFT);
	press(&e, KEYC_LEFT);
	press(&e, KEYC_LEFT);
	press(&e, KEY_CTRL('k'));
	assert_edit(&e, "one ^");
	lineedit_set(&e, SPAN_LIT("one two"));
	press(&e, KEYC_LEFT);
	press(&e, KEY_CTRL('u'));
	assert_edit(&e, "^o");
}

static void pasted_line_breaks_become_blanks_but_for_the_last(void **state)
{
	(void)state;
	struct lineedit e = {0};
	lineedit_set(&e, SPAN_LIT("<>"));
	press(&e, KEYC_LEFT);
	paste(&e, SPAN_LIT("a\nb\r\nc\rd\n"));
	assert_edit(&e, "<a b c d^>");
	paste(&e, SPAN_LIT("\r\n"));
	paste(&e, SPAN_NULL);
	assert_edit(&e, "<a b c d^>");
	lineedit_wipe(&e);
	paste(&e, (struct span){"a\0b", 3});
	assert_int_equal(e.len, 3);
}

static size_t parts(const char *text)
{
	return lineedit_parts(&(struct key){.code = KEYC_PASTE, .paste = span_of(text)});
}

static void a_paste_is_cut_where_a_tab_or_the_end_of_a_line_would_go_on(void **state)
{
	struct key rest = {.code = KEYC_PASTE, .paste = SPAN_LIT("rosa\tté a\r\n\rb\n")}, part;
	const char *const expected[] = {"rosa", "té a", "", "b"};

	(void)state;
	assert_int_equal(lineedit_parts(&rest), 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(lineedit_cut(&rest, &part), i < 3);
		assert_true(span_is(part.paste, expected[i]));
	}
	assert_int_equal(parts("a\nb"), 2);
	assert_int_equal(parts("\nb"), 2);
	assert_int_equal(parts("rosa\t"), 2);
	assert_int_equal(parts("a b"), 1);
	assert_int_equal(parts("a\r\n\n"), 1);
	assert_int_equal(parts("\n"), 1);
	assert_int_equal(parts(""), 1);
	assert_int_equal(parts("a\tb\033[A"), SIZE_MAX);
	assert_int_equal(parts("\x7f"), SIZE_MAX);
	assert_int_equal(parts("\xc2\x85"), SIZE_MAX);
	assert_int_equal(lineedit_parts(&(struct key){.code = KEYC_TAB}), 1);
}

static void what_does_not_fit_is_refused_whole_and_said(void **state)
{
	(void)state;
	struct lineedit e = {0};
	char big[sizeof(e.buf) + 1];
	memset(big, 'x', sizeof(big));
	paste(&e, (struct span){big, sizeof(big)});
	assert_true(e.full);
	assert_int_equal(e.len, 0);
	paste(&e, (struct span){big, sizeof(e.buf) - 1});
	assert_false(e.full);
	assert_true(press(&e, 0xE9));
	assert_true(e.full);
	assert_int_equal(e.len, sizeof(e.buf) - 1);
	press(&e, 'x');
	assert_false(e.full);
	press(&e, 'x');
	assert_true(e.full);
	press(&e, KEYC_BACKSPACE);
	assert_false(e.full);
	memcpy(big + sizeof(e.buf) - 1, "é", 2);
	lineedit_set(&e, (struct span){big, sizeof(e.buf) + 1});
	assert_true(e.full);
	assert_int_equal(e.len, sizeof(e.buf) - 1);
}

static size_t bytes_left(const struct lineedit *e)
{
	size_t n = 0;
	for (size_t i = 0; i < sizeof(e->buf); i++)
		n += e->buf[i] != 0;
	return n;
}

static void nothing_erased_stays_in_memory(void **state)
{
	(void)state;
	struct lineedit e = {.secret = true};
	type(&e, "correct horse battery");
	press(&e, KEY_CTRL('w'));
	press(&e, KEYC_BACKSPACE);
	assert_int_equal(bytes_left(&e), strlen("correct horse"));
	press(&e, KEY_CTRL('u'));
	assert_int_equal(bytes_left(&e), 0);
	paste(&e, SPAN_LIT("a\r\nb"));
	assert_int_equal(bytes_left(&e), 3);
	lineedit_set(&e, SPAN_LIT("x"));
	assert_int_equal(bytes_left(&e), 1);
	type(&e, "staple");
	lineedit_wipe(&e);
	assert_int_equal(bytes_left(&e), 0);
	assert_edit(&e, "^");
	assert_true(e.secret);
}

static void a_secret_shows_neither_its_letters_nor_its_length(void **state)
{
	(void)state;
	struct lineedit e = {.secret = true};
	struct screen *s = glass_new(1, 20);
	type(&e, "changeme123");
	press(&e, KEYC_LEFT);
	lineedit_draw(&e, s, glass_whole(s), 0, 4, 10);
	assert_row(s, 0, "");
	assert_int_equal(glass_cell(s, 0, 4)->style, STYLE_INPUT);
	assert_int_equal(glass_cell(s, 0, 13)->style, STYLE_INPUT);
	assert_int_equal(glass_cell(s, 0, 14)->style, STYLE_TEXT);
	assert_int_equal(s->cursor_x, 4);
	assert_true(s->cursor_visible);
	glass_free(s);
}

static void assert_drawn(struct lineedit *e, int width, const char *text, int cursor)
{
	struct screen *s = glass_new(1, 30);
	lineedit_draw(e, s, glass_whole(s), 0, 0, width);
	assert_row(s, 0, text);
	assert_int_equal(s->cursor_x, cursor);
	glass_free(s);
}

static void the_line_scrolls_sideways_with_the_cursor(void **state)
{
	(void)state;
	struct lineedit e = {0};
	lineedit_set(&e, SPAN_LIT("0123456789"));
	assert_drawn(&e, 12, "0123456789", 10);
	assert_drawn(&e, 11, "0123456789", 10);
	assert_drawn(&e, 10, "123456789", 9);
	assert_drawn(&e, 5, "6789", 4);
	press(&e, KEYC_HOME);
	assert_drawn(&e, 5, "01234", 0);
	lineedit_set(&e, span_of("漢字漢字"));
	assert_drawn(&e, 6, "漢字", 4);
	press(&e, KEYC_LEFT);
	assert_drawn(&e, 6, "字漢字", 4);
	press(&e, KEYC_HOME);
	assert_drawn(&e, 5, "漢字", 0);
	lineedit_set(&e,
		SPAN_LIT("a\x1b"
			 "b"));
	assert_drawn(&e, 10, "a^[b", 4);
}

static void a_field_of_no_width_is_survived(void **state)
{
	(void)state;
	struct lineedit e = {0};
	lineedit_set(&e, SPAN_LIT("text"));
	struct screen *s = glass_new(1, 1);
	for (int width = -1; width < 3; width++) {
		lineedit_draw(&e, s, glass_whole(s), 0, 0, width);
		lineedit_draw(&e, s, glass_whole(s), 0, 5, width);
		lineedit_draw(&e, s, glass_whole(s), 3, 0, width);
		lineedit_draw(&e, s, (struct rect){0, 0, 0, 0}, 0, 0, width);
	}
	assert_int_equal(s->cursor_x, 0);
	glass_free(s);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typing_inserts_at_the_cursor),
		cmocka_unit_test(what_is_typed_takes_the_place_of_what_is_selected),
		cmocka_unit_test(keys_that_are_no_text_are_left_to_others),
		cmocka_unit_test(a_character_of_many_code_points_moves_and_goes_as_one),
		cmocka_unit_test(the_cursor_never_stands_inside_a_character),
		cmocka_unit_test(words_and_ends_are_erased),
		cmocka_unit_test(pasted_line_breaks_become_blanks_but_for_the_last),
		cmocka_unit_test(a_paste_is_cut_where_a_tab_or_the_end_of_a_line_would_go_on),
		cmocka_unit_test(what_does_not_fit_is_refused_whole_and_said),
		cmocka_unit_test(nothing_erased_stays_in_memory),
		cmocka_unit_test(a_secret_shows_neither_its_letters_nor_its_length),
		cmocka_unit_test(the_line_scrolls_sideways_with_the_cursor),
		cmocka_unit_test(a_field_of_no_width_is_survived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
