/* The editor: what keys do to the text, the selection, the clipboard and the history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <locale.h>

#include "base/err.h"
#include "base/str.h"
#include "base/utf8.h"
#include "tui/editor.h"

#define FAMILY "👩‍👩‍👧"
#define ZWSP "\xe2\x80\x8b"

static bool press(struct editor *e, uint32_t code)
{
	return editor_key(e,
		&(struct key){.code = code & ~(KEYM_SHIFT | KEYM_CTRL),
			.modifiers = code & (KEYM_SHIFT | KEYM_CTRL)});
}

static void press_times(struct editor *e, uint32_t code, int times)
{
	for (int i = 0; i < times; i++)
		assert_true(press(e, code));
}

static void type(struct editor *e, const char *text)
{
	struct span s = span_of(text);
	uint32_t cp;

	for (size_t at = 0, n; at < s.n; at += n) {
		n = utf8_decode(s, at, &cp);
		assert_true(press(e, cp == '\n' ? KEYC_ENTER : cp));
	}
}

static void paste(struct editor *e, struct span text)
{
	assert_true(editor_key(e, &(struct key){.code = KEYC_PASTE, .paste = text}));
}

static struct editor *with(const char *text)
{
	struct editor *e = editor_new();

	editor_set_text(e, span_of(text));
	editor_layout(e, 60, 15);
	return e;
}

static struct editor_status status(const struct editor *e)
{
	struct editor_status s;

	editor_status(e, &s);
	return s;
}

static const char *note(const struct editor *e)
{
	return status(e).note;
}

/* The text with the cursor in it as '^'. */
static void assert_edit(const struct editor *e, const char *expected)
{
	struct span text = editor_text(e);
	struct str out = {0};
	size_t at = editor_cursor(e);

	str_addn(&out, text.p, at);
	str_addc(&out, '^');
	str_addn(&out, text.p + at, text.n - at);
	assert_string_equal(str_cstr(&out), expected);
	str_free(&out);
}

static void assert_clip(const struct editor *e, const char *expected)
{
	assert_string_equal(editor_clipboard(e).p, expected);
}

static void typing_and_pasting_insert_at_the_cursor(void **state)
{
	struct editor *e = with("hllo");

	(void)state;
	assert_edit(e, "^hllo");
	press(e, KEYC_RIGHT);
	type(e, "e");
	assert_edit(e, "he^llo");
	press(e, KEYC_END);
	type(e, "\nthere");
	assert_edit(e, "hello\nthere^");
	press(e, KEYC_TAB);
	paste(e, SPAN_LIT("a\rb\r\nc\n\xff"));
	assert_edit(e, "hello\nthere\ta\nb\nc\n\xff^");
	assert_int_equal(status(e).line, 5);
	editor_free(&e);
	assert_null(e);
	editor_free(&e);
}

static void keys_that_are_not_its_own_are_left_to_others(void **state)
{
	static const uint32_t others[] = {KEYC_ESC, KEY_CTRL('c'), KEY_CTRL('l'), KEY_CTRL('s'),
		KEY_CTRL('q'), KEY_CTRL('o'), KEYC_F1, KEYC_UNKNOWN, KEYC_BACKTAB, 0x9B, 0xD800};
	struct editor *e = with("text");

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(press(e, others[i]));
	assert_edit(e, "^text");
	assert_false(editor_modified(e));
	assert_false(editor_do(e, EDITOR_NONE));
	assert_false(editor_do(e, EDITOR_NEXT));
	editor_free(&e);
}

static void a_character_moves_and_goes_as_one(void **state)
{
	struct editor *e = with("a" FAMILY "e\xcc\x81z");

	(void)state;
	press_times(e, KEYC_RIGHT, 2);
	assert_edit(e, "a" FAMILY "^e\xcc\x81z");
	press(e, KEYC_DELETE);
	assert_edit(e, "a" FAMILY "^z");
	press(e, KEYC_BACKSPACE);
	assert_edit(e, "a^z");
	type(e, "שלום");
	press(e, KEYC_BACKSPACE);
	assert_edit(e, "aשלו^z");
	editor_free(&e);
}

static void what_is_hidden_is_one_step_and_can_be_deleted(void **state)
{
	struct editor *e = with("pa" ZWSP "ss\xff\xe2\x80\x8d");

	(void)state;
	press_times(e, KEYC_RIGHT, 2);
	assert_edit(e, "pa^" ZWSP "ss\xff\xe2\x80\x8d");
	press(e, KEYC_DELETE);
	assert_edit(e, "pa^ss\xff\xe2\x80\x8d");
	press(e, KEYC_END);
	press(e, KEYC_BACKSPACE);
	assert_edit(e, "pass\xff^");
	press(e, KEYC_BACKSPACE);
	assert_edit(e, "pass^");
	editor_free(&e);
}

static void bytes_that_are_no_text_stay_as_they_are(void **state)
{
	static const char bytes[] = "a\0\xff\xc3 \xe2\x80\r x";
	struct span text = {bytes, sizeof(bytes) - 1};
	struct editor *e = editor_new();

	(void)state;
	editor_set_text(e, text);
	assert_true(span_eq(editor_text(e), text));
	press(e, KEYC_END);
	type(e, "!");
	press(e, KEYC_BACKSPACE);
	assert_true(span_eq(editor_text(e), text));
	assert_false(editor_modified(e));
	assert_int_equal(status(e).characters, 10);
	editor_free(&e);
}

static void lines_end_as_the_text_ends_them(void **state)
{
	struct editor *e = with("one\r\ntwo");

	(void)state;
	press(e, KEYC_END);
	assert_edit(e, "one^\r\ntwo");
	press(e, KEYC_RIGHT);
	assert_edit(e, "one\r\n^two");
	press(e, KEYC_ENTER);
	assert_edit(e, "one\r\n\r\n^two");
	paste(e, SPAN_LIT("a\rb\n"));
	assert_edit(e, "one\r\n\r\na\r\nb\r\n^two");
	press(e, KEYC_BACKSPACE);
	assert_edit(e, "one\r\n\r\na\r\nb^two");
	editor_free(&e);
}

static void words_are_jumped_over_and_deleted(void **state)
{
	struct editor *e = with("one two, (three)");

	(void)state;
	press(e, KEY_CTRL('n'));
	assert_edit(e, "one^ two, (three)");
	press(e, KEYM_CTRL | KEYC_RIGHT);
	assert_edit(e, "one two^, (three)");
	press_times(e, KEY_CTRL('n'), 2);
	assert_edit(e, "one two, (^three)");
	press(e, KEY_CTRL('p'));
	assert_edit(e, "one two, ^(three)");
	press(e, KEY_CTRL('w'));
	assert_edit(e, "one two^(three)");
	press(e, KEY_CTRL('w'));
	assert_edit(e, "one ^(three)");
	press(e, KEYM_CTRL | KEYC_DELETE);
	assert_edit(e, "one ^three)");
	press_times(e, KEYM_CTRL | KEYC_LEFT, 3);
	press(e, KEY_CTRL('w'));
	assert_edit(e, "^one three)");
	editor_free(&e);
}

static void shift_or_a_mark_selects_and_typing_replaces(void **state)
{
	struct editor *e = with("one two three");

	(void)state;
	press_times(e, KEYM_SHIFT | KEYC_RIGHT, 3);
	assert_int_equal(status(e).selected, 3);
	type(e, "1");
	assert_edit(e, "1^ two three");
	press(e, KEYC_RIGHT);
	press(e, KEY_CTRL('t'));
	assert_true(status(e).marking);
	press(e, KEY_CTRL('n'));
	assert_int_equal(status(e).selected, 3);
	press(e, KEYC_BACKSPACE);
	assert_edit(e, "1 ^ three");
	assert_false(status(e).marking);
	press(e, KEYM_SHIFT | KEYM_CTRL | KEYC_RIGHT);
	assert_int_equal(status(e).selected, 6);
	press(e, KEYC_LEFT);
	assert_edit(e, "1 ^ three");
	press(e, KEYM_SHIFT | KEYC_END);
	press(e, KEYC_RIGHT);
	assert_edit(e, "1  three^");
	assert_int_equal(status(e).selected, 0);
	press(e, KEY_CTRL('t'));
	assert_true(press(e, KEYC_ESC));
	assert_false(press(e, KEYC_ESC));
	editor_free(&e);
}

static void the_whole_text_is_selected_with_keys_of_any_terminal(void **state)
{
	struct editor *e = with("one\ntwo");

	(void)state;
	press(e, KEYC_DOWN);
	press(e, KEY_CTRL('g'));
	press(e, KEY_CTRL('t'));
	press(e, KEY_CTRL('g'));
	assert_int_equal(status(e).selected, 7);
	press(e, KEY_CTRL('x'));
	assert_edit(e, "^");
	assert_clip(e, "one\ntwo");
	editor_free(&e);
}

static void cut_copy_and_paste(void **state)
{
	struct editor *e = with("one two");

	(void)state;
	press(e, KEY_CTRL('v'));
	assert_string_equal(note(e), "nothing was cut or copied yet");
	press(e, KEY_CTRL('x'));
	assert_string_equal(note(e), "nothing is selected: Ctrl-T begins a selection");
	press_times(e, KEYM_SHIFT | KEYC_RIGHT, 4);
	assert_string_equal(note(e), "");
	assert_true(press(e, KEY_CTRL('c')));
	assert_clip(e, "one ");
	assert_int_equal(status(e).selected, 4);
	press(e, KEYC_END);
	press(e, KEY_CTRL('v'));
	assert_edit(e, "one twoone ^");
	press_times(e, KEYM_SHIFT | KEYC_LEFT, 4);
	press(e, KEY_CTRL('x'));
	press(e, KEYC_HOME);
	press(e, KEY_CTRL('v'));
	assert_edit(e, "one ^one two");
	editor_set_text(e, SPAN_LIT("next "));
	press(e, KEYC_END);
	press(e, KEY_CTRL('v'));
	assert_edit(e, "next one ^");
	editor_free(&e);
}

static void lines_cut_one_after_the_other_are_pasted_together(void **state)
{
	struct editor *e = with("one\ntwo\nthree");

	(void)state;
	press_times(e, KEY_CTRL('k'), 4);
	assert_edit(e, "^three");
	assert_clip(e, "one\ntwo\n");
	press(e, KEYC_END);
	press(e, KEY_CTRL('v'));
	assert_edit(e, "threeone\ntwo\n^");
	press(e, KEY_CTRL('k'));
	assert_string_equal(note(e), "there is nothing to cut");
	assert_clip(e, "one\ntwo\n");
	press_times(e, KEY_CTRL('u'), 2);
	assert_edit(e, "threeone\n^");
	assert_clip(e, "two\n");
	press(e, KEYC_UP);
	press_times(e, KEYM_SHIFT | KEYC_RIGHT, 5);
	press(e, KEY_CTRL('k'));
	assert_edit(e, "^one\n");
	assert_clip(e, "three");
	editor_free(&e);
}

static void undo_goes_by_words_and_redo_comes_back(void **state)
{
	struct editor *e = with("");

	(void)state;
	type(e, "hello brave world");
	assert_true(editor_modified(e));
	press(e, KEY_CTRL('z'));
	assert_edit(e, "hello brave ^");
	press(e, KEY_CTRL('z'));
	assert_edit(e, "hello ^");
	press(e, KEY_CTRL('y'));
	press(e, KEY_CTRL('r'));
	assert_edit(e, "hello brave world^");
	press(e, KEY_CTRL('r'));
	assert_string_equal(note(e), "nothing to do again");
	press_times(e, KEY_CTRL('z'), 3);
	assert_edit(e, "^");
	assert_false(editor_modified(e));
	press(e, KEY_CTRL('z'));
	assert_string_equal(note(e), "nothing to take back");
	editor_free(&e);
}

static void a_pause_parts_what_is_undone(void **state)
{
	struct editor *e = with("");

	(void)state;
	type(e, "ab");
	press(e, KEYC_LEFT);
	press(e, KEYC_RIGHT);
	type(e, "cd");
	press(e, KEY_CTRL('z'));
	assert_edit(e, "ab^");
	type(e, "x");
	press(e, KEY_CTRL('r'));
	assert_edit(e, "abx^");
	press_times(e, KEYC_BACKSPACE, 3);
	press(e, KEY_CTRL('z'));
	assert_edit(e, "abx^");
	editor_free(&e);
}

static void erasing_is_undone_by_words_and_puts_the_cursor_back(void **state)
{
	struct editor *e = with("one two");

	(void)state;
	press(e, KEYC_END);
	press_times(e, KEYC_BACKSPACE, 5);
	assert_edit(e, "on^");
	press(e, KEY_CTRL('z'));
	assert_edit(e, "one ^");
	press(e, KEY_CTRL('z'));
	assert_edit(e, "one two^");
	press(e, KEYC_HOME);
	press_times(e, KEYC_DELETE, 5);
	assert_edit(e, "^wo");
	press_times(e, KEY_CTRL('z'), 2);
	assert_edit(e, "^one two");
	press_times(e, KEYM_SHIFT | KEYC_RIGHT, 3);
	type(e, "1");
	press(e, KEY_CTRL('z'));
	assert_edit(e, "one^ two");
	editor_free(&e);
}

static void search_finds_while_it_is_typed_and_goes_on(void **state)
{
	struct editor *e = with("Über one, two, one, über");

	(void)state;
	press(e, KEY_CTRL('f'));
	assert_true(status(e).searching);
	type(e, "ON");
	assert_edit(e, "Über on^e, two, one, über");
	assert_int_equal(status(e).selected, 2);
	type(e, "e");
	press(e, KEYC_DOWN);
	assert_edit(e, "Über one, two, one^, über");
	press(e, KEY_CTRL('f'));
	assert_edit(e, "Über one^, two, one, über");
	assert_string_equal(note(e), "went on from the top");
	press(e, KEYC_UP);
	assert_edit(e, "Über one, two, one^, über");
	assert_string_equal(note(e), "went on from the bottom");
	press(e, KEYC_ENTER);
	assert_false(status(e).searching);
	type(e, "1");
	assert_edit(e, "Über one, two, 1^, über");
	press_times(e, KEY_CTRL('f'), 2);
	assert_edit(e, "Über one^, two, 1, über");
	press(e, KEYC_ESC);
	assert_edit(e, "Über one, two, 1^, über");
	press(e, KEY_CTRL('f'));
	paste(e, SPAN_LIT("ÜBER"));
	assert_edit(e, "Über one, two, 1, über^");
	type(e, "x");
	assert_string_equal(note(e), "not found");
	assert_edit(e, "Über one, two, 1^, über");
	press(e, KEYC_BACKSPACE);
	assert_edit(e, "Über one, two, 1, über^");
	editor_free(&e);
}

static void a_search_is_left_by_moving_and_changes_nothing(void **state)
{
	struct editor *e = with("one two\nthree");

	(void)state;
	press_times(e, KEY_CTRL('f'), 2);
	assert_string_equal(note(e), "type what to look for");
	type(e, "two");
	press(e, KEYC_TAB);
	assert_string_equal(note(e), "first end the search: Enter stays here, Esc goes back");
	assert_true(status(e).searching);
	press(e, KEYC_PGDN);
	assert_false(status(e).searching);
	assert_edit(e, "one two\nthree^");
	assert_false(editor_modified(e));
	press(e, KEY_CTRL('t'));
	press_times(e, KEY_CTRL('f'), 2);
	assert_edit(e, "one two^\nthree");
	assert_int_equal(status(e).selected, 6);
	press(e, KEYC_ENTER);
	assert_true(status(e).marking);
	editor_free(&e);
}

static void search_finds_whole_characters_and_odd_bytes(void **state)
{
	struct editor *e = with("ae\xcc\x81 \xff\xfe");

	(void)state;
	press(e, KEY_CTRL('f'));
	type(e, "e");
	assert_int_equal(editor_cursor(e), 4);
	assert_int_equal(status(e).selected, 2);
	press(e, KEYC_BACKSPACE);
	paste(e, SPAN_LIT("\xfe"));
	assert_int_equal(editor_cursor(e), 7);
	editor_free(&e);
}

static void the_status_counts_characters(void **state)
{
	struct editor *e = with("é漢\nab\xff");
	struct editor_status s = status(e);
	uint64_t version = editor_version(e);

	(void)state;
	assert_int_equal(s.characters, 6);
	assert_int_equal(s.lines, 2);
	press(e, KEYC_DOWN);
	press(e, KEYC_END);
	s = status(e);
	assert_int_equal(s.line, 2);
	assert_int_equal(s.column, 4);
	assert_int_equal(editor_version(e), version);
	type(e, "x");
	assert_true(editor_version(e) != version);
	assert_true(status(e).modified);
	press(e, KEYC_BACKSPACE);
	assert_false(status(e).modified);
	editor_free(&e);
}

static void a_cursor_that_was_kept_is_put_back(void **state)
{
	struct editor *e = with("a" FAMILY "b");

	(void)state;
	editor_go(e, 5);
	assert_int_equal(editor_cursor(e), 1);
	editor_go(e, 1000);
	assert_edit(e, "a" FAMILY "b^");
	editor_set_text(e, editor_text(e));
	assert_edit(e, "^a" FAMILY "b");
	editor_free(&e);
}

static void every_key_of_the_table_means_something_and_is_there_once(void **state)
{
	size_t n;
	const struct editor_binding *b = editor_bindings(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		char name[24];
		key_name(b[i].code, name);
		assert_true(name[0] && b[i].op != EDITOR_NONE && editor_op_help(b[i].op)[0]);
		for (size_t j = 0; j < i; j++)
			assert_false(b[i].code == b[j].code && b[i].searching == b[j].searching);
		assert_true(b[i].code != KEY_CTRL('b') && b[i].code != 0);
	}
}

/* Whether a key of the operation reaches tenet from every terminal, tmux and screen. */
static bool is_plain(const struct editor_binding *b)
{
	return !(b->code & (KEYM_CTRL | KEYM_SHIFT)) && b->code != KEYC_ESC &&
		b->code != KEY_CTRL('a') && b->code != KEY_CTRL('b') && b->code < KEYC_BACKTAB;
}

static void every_operation_has_a_key_that_every_terminal_sends(void **state)
{
	size_t n;
	const struct editor_binding *b = editor_bindings(&n);

	(void)state;
	for (int op = EDITOR_NONE + 1; op < EDITOR_OPS; op++) {
		bool plain = op == EDITOR_TOP || op == EDITOR_BOTTOM || /* Ctrl-G */
			op == EDITOR_DELETE_NEXT_WORD; /* Ctrl-T Ctrl-N Del */
		for (size_t i = 0; i < n && !plain; i++)
			plain = b[i].op == (enum editor_op)op && is_plain(&b[i]);
		assert_true(plain);
	}
}

/* --- Against a string --- */

#define STATES 400

struct model {
	char *text[STATES]; /* after each change, each its own step of the history */
	size_t cursor;
	int now, last;
};

static void model_change(struct model *m, size_t from, size_t to, const char *by)
{
	struct str s = {0};

	str_addn(&s, m->text[m->now], from);
	str_add(&s, by);
	str_add(&s, m->text[m->now] + to);
	while (m->last > m->now)
		free(m->text[m->last--]);
	m->text[m->last = ++m->now] = s.p;
	m->cursor = from + strlen(by);
}

static size_t at_most(size_t n, size_t most)
{
	return n < most ? n : most;
}

/* One random operation on both; a pause before each makes every change a step of its own. */
static void step(struct editor *e, struct model *m)
{
	static const char *const words[] = {
		"x", "two words", "\n", "tab\t", "", "a longer text\nof lines\n"};
	size_t n = strlen(m->text[m->now]);
	const char *word = words[rand() % 6];
	size_t to = at_most(m->cursor + (size_t)rand() % 6, n);

	editor_go(e, m->cursor);
	switch (rand() % 7) {
	case 0:
		m->cursor = n ? (size_t)rand() % (n + 1) : 0;
		editor_go(e, m->cursor);
		break;
	case 1:
		paste(e, span_of(word));
		if (*word)
			model_change(m, m->cursor, m->cursor, word);
		break;
	case 2:
		press(e, KEYC_BACKSPACE);
		if (m->cursor)
			model_change(m, m->cursor - 1, m->cursor, "");
		break;
	case 3:
		press(e, KEYC_DELETE);
		if (m->cursor < n)
			model_change(m, m->cursor, m->cursor + 1, "");
		break;
	case 4:
		press_times(e, KEYM_SHIFT | KEYC_RIGHT, (int)(to - m->cursor));
		paste(e, span_of(word));
		if (*word)
			model_change(m, m->cursor, to, word);
		else
			m->cursor = to;
		break;
	case 5:
		press(e, KEY_CTRL('z'));
		m->now -= m->now > 0;
		m->cursor = editor_cursor(e);
		break;
	default:
		press(e, KEY_CTRL('y'));
		m->now += m->now < m->last;
		m->cursor = editor_cursor(e);
	}
	if (rand() % 4 == 0)
		editor_layout(e, 5 + rand() % 40, 1 + rand() % 10);
}

static void any_operations_leave_what_a_plain_string_would(void **state)
{
	(void)state;
	srand(31);
	for (int round = 0; round < 15; round++) {
		struct editor *e = with("a first line\nand a second");
		struct model m = {.text = {xstrdup("a first line\nand a second")}};

		for (int i = 0; i < STATES - 1; i++) {
			step(e, &m);
			assert_true(span_is(editor_text(e), m.text[m.now]));
			assert_int_equal(editor_cursor(e), m.cursor);
			assert_int_equal(editor_modified(e), strcmp(m.text[m.now], m.text[0]) != 0);
		}
		while (m.last >= 0)
			free(m.text[m.last--]);
		editor_free(&e);
	}
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typing_and_pasting_insert_at_the_cursor),
		cmocka_unit_test(keys_that_are_not_its_own_are_left_to_others),
		cmocka_unit_test(a_character_moves_and_goes_as_one),
		cmocka_unit_test(what_is_hidden_is_one_step_and_can_be_deleted),
		cmocka_unit_test(bytes_that_are_no_text_stay_as_they_are),
		cmocka_unit_test(lines_end_as_the_text_ends_them),
		cmocka_unit_test(words_are_jumped_over_and_deleted),
		cmocka_unit_test(shift_or_a_mark_selects_and_typing_replaces),
		cmocka_unit_test(the_whole_text_is_selected_with_keys_of_any_terminal),
		cmocka_unit_test(cut_copy_and_paste),
		cmocka_unit_test(lines_cut_one_after_the_other_are_pasted_together),
		cmocka_unit_test(undo_goes_by_words_and_redo_comes_back),
		cmocka_unit_test(a_pause_parts_what_is_undone),
		cmocka_unit_test(erasing_is_undone_by_words_and_puts_the_cursor_back),
		cmocka_unit_test(search_finds_while_it_is_typed_and_goes_on),
		cmocka_unit_test(a_search_is_left_by_moving_and_changes_nothing),
		cmocka_unit_test(search_finds_whole_characters_and_odd_bytes),
		cmocka_unit_test(the_status_counts_characters),
		cmocka_unit_test(a_cursor_that_was_kept_is_put_back),
		cmocka_unit_test(every_key_of_the_table_means_something_and_is_there_once),
		cmocka_unit_test(every_operation_has_a_key_that_every_terminal_sends),
		cmocka_unit_test(any_operations_leave_what_a_plain_string_would),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
