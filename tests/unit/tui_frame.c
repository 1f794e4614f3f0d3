/* Promises of sparing bytes. */
#include "../../src/tui/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void becomes(struct span before, const char *after)
{
	struct str out = {0};

	frame_spare(&out, before);
	assert_string_equal(str_cstr(&out), after);
	str_free(&out);
}

static void text_and_movement_stay_as_they_are(void **state)
{
	(void)state;
	becomes(SPAN_LIT("abc\033[3;4Hd\xc3\xa9\r\033[K\033E\033[?25l"),
		"abc\033[3;4Hd\xc3\xa9\r\033[K\033E\033[?25l");
	becomes(SPAN_LIT("(B [m"), "(B [m");
	becomes(SPAN_LIT(""), "");
}

static void the_character_set_is_not_left_again_and_again(void **state)
{
	(void)state;
	becomes(SPAN_LIT("a\033(B\033[mb\033(Bc"), "a\033[mbc");
}

static void adjacent_styles_become_one_sequence(void **state)
{
	(void)state;
	becomes(SPAN_LIT("\033(B\033[0;1m\033[35mx"), "\033[0;1;35mx");
	becomes(SPAN_LIT("\033[m\033[38;5;4m\033[48;5;7mx\033[1my"),
		"\033[;38;5;4;48;5;7mx\033[1my");
}

static void what_a_reset_undoes_is_left_out(void **state)
{
	(void)state;
	becomes(SPAN_LIT("x\033[39m\033(B\033[my"), "x\033[my");
	becomes(SPAN_LIT("\033[35m\033[1m\033(B\033[0;7mx"), "\033[0;7mx");
	becomes(SPAN_LIT("\033[35mx\033[m"), "\033[35mx\033[m");
	/* 38;5;0 is a colour and no reset. */
	becomes(SPAN_LIT("\033[1m\033[38;5;0mx"), "\033[1;38;5;0mx");
}

static void styles_apart_from_each_other_stay_apart(void **state)
{
	(void)state;
	becomes(SPAN_LIT("\033[1m\033[4;4H\033[m"), "\033[1m\033[4;4H\033[m");
}

static void repeated_characters_are_written_out(void **state)
{
	(void)state;
	becomes(SPAN_LIT("a-\033[4bz"), "a-----z");
}

static void a_sequence_cut_off_at_the_end_stays(void **state)
{
	(void)state;
	becomes(SPAN_LIT("a\033"), "a\033");
	becomes(SPAN_LIT("a\033["), "a\033[");
	becomes(SPAN_LIT("a\033[1;"), "a\033[1;");
	becomes(SPAN_LIT("a\033("), "a\033(");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_and_movement_stay_as_they_are),
		cmocka_unit_test(the_character_set_is_not_left_again_and_again),
		cmocka_unit_test(adjacent_styles_become_one_sequence),
		cmocka_unit_test(what_a_reset_undoes_is_left_out),
		cmocka_unit_test(styles_apart_from_each_other_stay_apart),
		cmocka_unit_test(repeated_characters_are_written_out),
		cmocka_unit_test(a_sequence_cut_off_at_the_end_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
