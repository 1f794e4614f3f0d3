/* Where two texts begin and end to differ. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>

#include "base/str.h"
#include "panes/changes.h"

static void assert_between(const char *old, const char *new, const char *expected)
{
	struct changes_part part = changes_between(span_of(old), span_of(new));
	struct str out = {0};

	str_adds(&out, part.old);
	str_addc(&out, '|');
	str_adds(&out, part.new);
	assert_string_equal(str_cstr(&out), expected);
	str_free(&out);
}

static void words_are_not_cut(void **state)
{
	(void)state;
	assert_between("a cat sat here", "a dog sat here", "cat |dog ");
	assert_between("one two three", "one twofold three", "two |twofold ");
	assert_between("one\ntwo\nthree", "one\nthree", "two\n|");
	assert_between("one two", "one two two", "|two ");
	assert_between("x", "x y", "x|x y");
	assert_between("", "new", "|new");
	assert_between("gone", "", "gone|");
}

/* An accent after a blank belongs to the blank. */
static void marks_stay_with_what_they_stand_on(void **state)
{
	(void)state;
	assert_between("a \xcc\x81 z b", "a \xcc\x81 y b", "z |y ");
	assert_between("a b", "a \xcc\x81 b", "a |a \xcc\x81 ");
}

static void equal_texts_have_nothing_between(void **state)
{
	struct changes_part part = changes_between(SPAN_LIT("a b c"), SPAN_LIT("a b c"));

	(void)state;
	assert_true(span_eq(part.old, part.new));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_not_cut),
		cmocka_unit_test(marks_stay_with_what_they_stand_on),
		cmocka_unit_test(equal_texts_have_nothing_between),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
