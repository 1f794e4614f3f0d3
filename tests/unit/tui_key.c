/* Promises of the key decoder. */
#include "tui/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void feed(struct key_decoder *d, const char *bytes)
{
	size_t n = strlen(bytes);

	assert_int_equal(key_feed(d, (const unsigned char *)bytes, n), n);
}

static void expect(struct key_decoder *d, uint32_t code)
{
	struct key k;
	bool more;

	assert_true(key_next(d, false, &k, &more));
	assert_int_equal(k.code, code);
}

static void expect_none(struct key_decoder *d)
{
	struct key k;
	bool more;

	assert_false(key_next(d, false, &k, &more));
	assert_false(more);
}

/* What the bytes mean when they come at once and nothing follows. */
static void means(const char *bytes, uint32_t code)
{
	struct key_decoder d = {0};

	feed(&d, bytes);
	expect(&d, code);
	expect_none(&d);
	key_decoder_free(&d);
}

static void xterm_vt_linux_and_rxvt_sequences_are_the_same_keys(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		uint32_t code;
	} known[] = {{"\033[A", KEYC_UP}, {"\033OA", KEYC_UP}, {"\033[B", KEYC_DOWN},
		{"\033OB", KEYC_DOWN}, {"\033[C", KEYC_RIGHT}, {"\033OD", KEYC_LEFT},
		{"\033[H", KEYC_HOME}, {"\033OH", KEYC_HOME}, {"\033[1~", KEYC_HOME},
		{"\033[7~", KEYC_HOME}, {"\033[F", KEYC_END}, {"\033[4~", KEYC_END},
		{"\033[8~", KEYC_END}, {"\033[5~", KEYC_PGUP}, {"\033[6~", KEYC_PGDN},
		{"\033[2~", KEYC_INSERT}, {"\033[3~", KEYC_DELETE}, {"\033[Z", KEYC_BACKTAB},
		{"\033OP", KEYC_F1}, {"\033[11~", KEYC_F1}, {"\033[[A", KEYC_F1},
		{"\033[[E", KEYC_F1 + 4}, {"\033[15~", KEYC_F1 + 4}, {"\033[24~", KEYC_F12},
		{"\r", KEYC_ENTER}, {"\t", KEYC_TAB}, {"\177", KEYC_BACKSPACE},
		{"\b", KEYC_BACKSPACE}, {"\003", KEY_CTRL('C')}, {" ", KEYC_SPACE},
		{"\033OM", KEYC_ENTER}};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		means(known[i].bytes, known[i].code);
}

static void held(const char *bytes, uint32_t code, uint32_t modifiers)
{
	struct key_decoder d = {0};
	struct key k;
	bool more;

	feed(&d, bytes);
	assert_true(key_next(&d, false, &k, &more));
	assert_int_equal(k.code, code);
	assert_int_equal(k.modifiers, modifiers);
	key_decoder_free(&d);
}

static void what_is_held_down_stands_beside_the_key(void **state)
{
	char name[24];

	(void)state;
	held("\033[D", KEYC_LEFT, 0);
	held("\033[1;2D", KEYC_LEFT, KEYM_SHIFT);
	held("\033[1;5C", KEYC_RIGHT, KEYM_CTRL);
	held("\033[1;6H", KEYC_HOME, KEYM_SHIFT | KEYM_CTRL);
	held("\033[1;3A", KEYC_UP, 0);
	held("\033[3;5~", KEYC_DELETE, KEYM_CTRL);
	held("\033[3$", KEYC_DELETE, KEYM_SHIFT);
	held("\033[8^", KEYC_END, KEYM_CTRL);
	held("\033[a", KEYC_UP, KEYM_SHIFT);
	held("\033Od", KEYC_LEFT, KEYM_CTRL);
	held("\033[1;99999D", KEYC_LEFT, 0);
	held("\033[1;2;5D", KEYC_LEFT, KEYM_SHIFT);
	held("\033[1;5y", KEYC_UNKNOWN, 0);
	key_name(KEYM_SHIFT | KEYC_LEFT, name);
	assert_string_equal(name, "Shift-Left");
	key_name(KEYM_CTRL | KEYM_SHIFT | KEYC_BACKSPACE, name);
	assert_string_equal(name, "Ctrl-Shift-Backspace");
}

static void modifiers_are_no_part_of_the_code(void **state)
{
	(void)state;
	means("\033[1;5A", KEYC_UP);
	means("\033[1;2H", KEYC_HOME);
	means("\033[5;5~", KEYC_PGUP);
	means("\033[3$", KEYC_DELETE);
	means("\033[6^", KEYC_PGDN);
	means("\033Oa", KEYC_UP);
	means("\033[1;2P", KEYC_F1);
}

static void a_lone_escape_waits_and_is_escape_when_flushed(void **state)
{
	struct key_decoder d = {0};
	struct key k;
	bool more;

	(void)state;
	feed(&d, "\033");
	assert_false(key_next(&d, false, &k, &more));
	assert_true(more);
	assert_true(key_next(&d, true, &k, &more));
	assert_int_equal(k.code, KEYC_ESC);
	assert_false(key_next(&d, true, &k, &more));
}

static void two_escapes_are_two(void **state)
{
	struct key_decoder d = {0};
	struct key k;
	bool more;

	(void)state;
	feed(&d, "\033\033");
	assert_false(key_next(&d, false, &k, &more));
	for (int i = 0; i < 2; i++) {
		assert_true(key_next(&d, true, &k, &more));
		assert_int_equal(k.code, KEYC_ESC);
	}
	assert_false(key_next(&d, true, &k, &more));
}

static void alt_with_any_key_is_one_unknown_key(void **state)
{
	(void)state;
	means("\033a", KEYC_UNKNOWN);
	means("\033x", KEYC_UNKNOWN);
	means("\033\r", KEYC_UNKNOWN);
	means("\033\177", KEYC_UNKNOWN);
	means("\033\303\244", KEYC_UNKNOWN);
	means("\033\033[A", KEYC_UNKNOWN);
	means("\033\033OA", KEYC_UNKNOWN);
}

static void alt_with_the_begin_of_a_sequence_is_one_unknown_key(void **state)
{
	struct key k;
	bool more;
	static const char *const begun[] = {"\033[", "\033O", "\033]", "\033P", "\033[1;"};

	(void)state;
	for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++) {
		struct key_decoder d = {0};

		feed(&d, begun[i]);
		assert_false(key_next(&d, false, &k, &more));
		assert_true(more);
		assert_true(key_next(&d, true, &k, &more));
		assert_int_equal(k.code, KEYC_UNKNOWN);
		assert_false(key_next(&d, true, &k, &more));
	}
}

static void a_sequence_that_comes_byte_by_byte_is_one_key(void **state)
{
	static const char bytes[] = "\033[1;5B";
	struct key_decoder d = {0};
	struct key k;
	bool more;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes) - 2; i++) {
		key_feed(&d, (const unsigned char *)bytes + i, 1);
		assert_false(key_next(&d, false, &k, &more));
		assert_true(more);
	}
	feed(&d, "B");
	expect(&d, KEYC_DOWN);
	expect_none(&d);
}

static void an_unknown_sequence_is_one_key_and_none_of_its_letters(void **state)
{
	(void)state;
	means("\033[99~", KEYC_UNKNOWN);
	means("\033[97;5u", KEYC_UNKNOWN);
	means("\033[?2027;2$y", KEYC_UNKNOWN);
	means("\033[?1;2c", KEYC_UNKNOWN);
	means("\033[>1;10;0c", KEYC_UNKNOWN);
	means("\033[I", KEYC_UNKNOWN);
}

static void a_report_of_the_terminal_does_not_act_as_keys(void **state)
{
	(void)state;
	means("\033]11;rgb:aaaa/xxxx/uuuu\033\\", KEYC_UNKNOWN);
	means("\033]11;rgb:aaaa/xxxx/uuuu\a", KEYC_UNKNOWN);
	means("\033P1+r544e\033\\", KEYC_UNKNOWN);
}

static void the_answer_about_synchronized_updates_is_known(void **state)
{
	(void)state;
	means("\033[?2026;1$y", KEYC_SYNC);
	means("\033[?2026;2$y", KEYC_SYNC);
	means("\033[?2026;0$y", KEYC_NO_SYNC);
	means("\033[?2026;4$y", KEYC_NO_SYNC);
	means("\033[?2026;22$y", KEYC_UNKNOWN);
	means("\033[?2026;$y", KEYC_UNKNOWN);
}

static void control_c_inside_a_broken_sequence_is_kept(void **state)
{
	struct key_decoder d = {0};

	(void)state;
	feed(&d, "\033[1;\003");
	expect(&d, KEYC_UNKNOWN);
	expect(&d, 3);
	expect_none(&d);
}

static void letters_of_all_scripts_are_keys(void **state)
{
	(void)state;
	means("j", 'j');
	means("\303\244", 0xe4);
	means("\344\270\255", 0x4e2d);
	means("\360\237\221\251", 0x1f469);
}

static void invalid_bytes_are_unknown_keys_and_take_nothing_with_them(void **state)
{
	struct key_decoder d = {0};

	(void)state;
	feed(&d, "\377a\303(\342\202b\302\200");
	expect(&d, KEYC_UNKNOWN);
	expect(&d, 'a');
	expect(&d, KEYC_UNKNOWN);
	expect(&d, '(');
	expect(&d, KEYC_UNKNOWN);
	expect(&d, KEYC_UNKNOWN);
	expect(&d, 'b');
	expect(&d, KEYC_UNKNOWN);
	expect_none(&d);
}

static void a_letter_that_comes_in_two_reads_waits_for_its_end(void **state)
{
	struct key_decoder d = {0};
	struct key k;
	bool more;

	(void)state;
	feed(&d, "\344\270");
	assert_false(key_next(&d, false, &k, &more));
	assert_true(more);
	feed(&d, "\255");
	expect(&d, 0x4e2d);
}

static void a_paste_is_one_key_whatever_it_holds(void **state)
{
	struct key_decoder d = {0};
	struct key k;
	bool more;

	(void)state;
	feed(&d, "\033[200~aaa\033\003q\r\n\033[A\033[201~j");
	assert_true(key_next(&d, false, &k, &more));
	assert_int_equal(k.code, KEYC_PASTE);
	assert_true(span_is(k.paste, "aaa\033\003q\r\n\033[A"));
	expect(&d, 'j');
	key_decoder_free(&d);
}

static void a_paste_larger_than_the_buffer_arrives_whole(void **state)
{
	struct key_decoder d = {0};
	struct key k;
	bool more;
	unsigned char chunk[1000];

	(void)state;
	memset(chunk, 'x', sizeof(chunk));
	feed(&d, "\033[200~");
	for (int i = 0; i < 20; i++) {
		assert_int_equal(key_feed(&d, chunk, sizeof(chunk)), sizeof(chunk));
		assert_false(key_next(&d, false, &k, &more));
	}
	/* The end mark comes in two reads. */
	feed(&d, "\033[20");
	assert_false(key_next(&d, false, &k, &more));
	feed(&d, "1~");
	assert_true(key_next(&d, false, &k, &more));
	assert_int_equal(k.paste.n, 20 * sizeof(chunk));
	key_decoder_free(&d);
}

static void a_paste_that_is_too_large_says_that_it_was_cut(void **state)
{
	struct key_decoder d = {0};
	struct key k;
	bool more;
	unsigned char chunk[4000];

	(void)state;
	memset(chunk, 'x', sizeof(chunk));
	feed(&d, "\033[200~");
	for (size_t n = 0; n <= KEY_PASTE_MOST; n += sizeof(chunk)) {
		assert_int_equal(key_feed(&d, chunk, sizeof(chunk)), sizeof(chunk));
		assert_false(key_next(&d, false, &k, &more));
	}
	feed(&d, "\033[201~");
	assert_true(key_next(&d, false, &k, &more));
	assert_true(k.cut);
	assert_int_equal(k.paste.n, KEY_PASTE_MOST);
	feed(&d, "\033[200~short\033[201~");
	assert_true(key_next(&d, false, &k, &more));
	assert_false(k.cut);
	key_decoder_free(&d);
}

static void a_paste_without_an_end_is_taken_when_flushed(void **state)
{
	struct key_decoder d = {0};
	struct key k;
	bool more;

	(void)state;
	feed(&d, "\033[200~abc\033[2");
	assert_false(key_next(&d, false, &k, &more));
	assert_true(more);
	assert_true(key_next(&d, true, &k, &more));
	assert_true(span_is(k.paste, "abc\033[2"));
	feed(&d, "j");
	expect(&d, 'j');
	key_decoder_free(&d);
}

static void characters_that_come_at_once_are_a_paste(void **state)
{
	static const char *const pasted[] = {
		"aaaa", "a\ra\ra\ra", "x\033[Baaa", "\303\251t\303\251s", "  yy", "aaaa\033[200~a"};
	static const char *const typed[] = {"aaa", "a\r", "\033[B\033[B\033[B\033[B\033[B",
		"\r\r\r\r\r", "\177\177\177\177", "\303\251\303\251", "\033[200~aaaa"};
	(void)state;

	for (size_t i = 0; i < sizeof(pasted) / sizeof(pasted[0]); i++) {
		struct key_decoder d = {0};
		struct key k;
		bool more;
		feed(&d, pasted[i]);
		key_find_burst(&d);
		assert_false(key_next(&d, false, &k, &more));
		feed(&d, "tail");
		key_find_burst(&d);
		assert_true(key_next(&d, true, &k, &more));
		assert_int_equal(k.code, KEYC_PASTE);
		assert_int_equal(k.paste.n, strlen(pasted[i]) + 4);
		feed(&d, "j");
		key_find_burst(&d);
		expect(&d, 'j');
		key_decoder_free(&d);
	}
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		struct key_decoder d = {0};
		feed(&d, typed[i]);
		key_find_burst(&d);
		assert_false(d.burst);
		key_decoder_free(&d);
	}
}

static void escape_right_before_a_paste_does_not_let_the_paste_act(void **state)
{
	struct key_decoder d = {0};

	(void)state;
	feed(&d, "\033\033[200~ax\033[201~");
	expect(&d, KEYC_ESC);
	expect(&d, KEYC_PASTE);
	expect_none(&d);
	key_decoder_free(&d);
}

static void a_full_buffer_takes_no_more_and_never_sticks(void **state)
{
	struct key_decoder d = {0};
	unsigned char zeros[5000];

	(void)state;
	memset(zeros, '0', sizeof(zeros));
	feed(&d, "\033[");
	assert_int_equal(key_feed(&d, zeros, sizeof(zeros)), sizeof(d.buf) - 2);
	expect(&d, KEYC_UNKNOWN);
	feed(&d, "j");
	expect(&d, 'j');
}

static void points(const char *bytes, struct mouse expected)
{
	struct key_decoder d = {.mouse = true};
	struct key k;
	bool more;

	feed(&d, bytes);
	assert_true(key_next(&d, false, &k, &more));
	assert_int_equal(k.code, KEYC_MOUSE);
	assert_int_equal(k.mouse.what, expected.what);
	assert_int_equal(k.mouse.button, expected.button);
	assert_int_equal(k.mouse.y, expected.y);
	assert_int_equal(k.mouse.x, expected.x);
	expect_none(&d);
	key_decoder_free(&d);
}

static void a_report_of_the_mouse_says_what_it_did_and_where(void **state)
{
	(void)state;
	points("\033[<0;1;1M", (struct mouse){MOUSE_DOWN, 0, 0, 0});
	points("\033[<0;120;40m", (struct mouse){MOUSE_UP, 0, 39, 119});
	points("\033[<32;7;9M", (struct mouse){MOUSE_MOVED, 0, 8, 6});
	points("\033[<2;7;9M", (struct mouse){MOUSE_DOWN, 2, 8, 6});
	points("\033[<64;7;9M", (struct mouse){MOUSE_WHEEL_UP, 0, 8, 6});
	points("\033[<65;9999;9999M", (struct mouse){MOUSE_WHEEL_DOWN, 1, 9998, 9998});
	/* With Shift or Ctrl, where the terminal leaves that to us, it is the same. */
	points("\033[<20;7;9M", (struct mouse){MOUSE_DOWN, 0, 8, 6});
}

static void what_is_no_report_of_the_mouse_is_one_unknown_key(void **state)
{
	static const char *const none[] = {"\033[<0;0;1M", "\033[<0;1;0M", "\033[<0;1M", "\033[<M",
		"\033[<;;M", "\033[<0;1;1;1M", "\033[<0;10000;1M", "\033[<99999999999;1;1M",
		"\033[<-1;1;1M", "\033[<0;1;1X", "\033[<66;1;1M", "\033[<64;1;1m", "\033[<35;1;1M",
		"\033[<128;1;1M", "\033[0;1;1M", "\033]<0;1;1M\a"};

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		struct key_decoder d = {.mouse = true};
		feed(&d, none[i]);
		expect(&d, KEYC_UNKNOWN);
		expect_none(&d);
	}
}

static void while_the_mouse_is_off_its_reports_are_unknown_keys(void **state)
{
	(void)state;
	means("\033[<0;1;1M", KEYC_UNKNOWN);
	means("\033[<65;1;1M", KEYC_UNKNOWN);
}

/* The three bytes behind it are a button and a place, and may be any letters. */
static void a_report_of_the_old_kind_does_not_act_as_keys(void **state)
{
	struct key_decoder d = {.mouse = true};
	struct key k;
	bool more;

	(void)state;
	feed(&d, "\033[Maxqj");
	expect(&d, KEYC_UNKNOWN);
	expect(&d, 'j');
	expect_none(&d);
	feed(&d, "\033[Ma");
	assert_false(key_next(&d, false, &k, &more));
	assert_true(more);
	feed(&d, "xa");
	expect(&d, KEYC_UNKNOWN);
	expect_none(&d);
}

static void keys_are_named_as_people_call_them(void **state)
{
	char out[24];

	(void)state;
#define NAMED(code, text) (key_name(code, out), assert_string_equal(out, text))
	NAMED('j', "j");
	NAMED(KEYC_ENTER, "Enter");
	NAMED(KEYC_PGDN, "PgDn");
	NAMED(KEY_CTRL('C'), "Ctrl-C");
	NAMED(KEYC_SPACE, "Space");
	NAMED(KEYC_F12, "F12");
	NAMED(KEYC_BACKTAB, "Shift-Tab");
	NAMED(0x4e2d, "中");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xterm_vt_linux_and_rxvt_sequences_are_the_same_keys),
		cmocka_unit_test(what_is_held_down_stands_beside_the_key),
		cmocka_unit_test(modifiers_are_no_part_of_the_code),
		cmocka_unit_test(a_lone_escape_waits_and_is_escape_when_flushed),
		cmocka_unit_test(two_escapes_are_two),
		cmocka_unit_test(alt_with_any_key_is_one_unknown_key),
		cmocka_unit_test(alt_with_the_begin_of_a_sequence_is_one_unknown_key),
		cmocka_unit_test(a_sequence_that_comes_byte_by_byte_is_one_key),
		cmocka_unit_test(an_unknown_sequence_is_one_key_and_none_of_its_letters),
		cmocka_unit_test(a_report_of_the_terminal_does_not_act_as_keys),
		cmocka_unit_test(the_answer_about_synchronized_updates_is_known),
		cmocka_unit_test(control_c_inside_a_broken_sequence_is_kept),
		cmocka_unit_test(letters_of_all_scripts_are_keys),
		cmocka_unit_test(invalid_bytes_are_unknown_keys_and_take_nothing_with_them),
		cmocka_unit_test(a_letter_that_comes_in_two_reads_waits_for_its_end),
		cmocka_unit_test(a_paste_is_one_key_whatever_it_holds),
		cmocka_unit_test(a_paste_larger_than_the_buffer_arrives_whole),
		cmocka_unit_test(a_paste_that_is_too_large_says_that_it_was_cut),
		cmocka_unit_test(a_paste_without_an_end_is_taken_when_flushed),
		cmocka_unit_test(characters_that_come_at_once_are_a_paste),
		cmocka_unit_test(escape_right_before_a_paste_does_not_let_the_paste_act),
		cmocka_unit_test(a_full_buffer_takes_no_more_and_never_sticks),
		cmocka_unit_test(a_report_of_the_mouse_says_what_it_did_and_where),
		cmocka_unit_test(what_is_no_report_of_the_mouse_is_one_unknown_key),
		cmocka_unit_test(while_the_mouse_is_off_its_reports_are_unknown_keys),
		cmocka_unit_test(a_report_of_the_old_kind_does_not_act_as_keys),
		cmocka_unit_test(keys_are_named_as_people_call_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
