/* Looking for text whatever its letter case: the rule in every script, and that the two ways of
 * looking agree. */
#include "base/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"

static bool finds(const char *sought, struct span text)
{
	struct fold *f = fold_new(span_of(sought));
	bool found = fold_find(f, text, NULL);

	fold_free(&f);
	assert_null(f);
	return found;
}

static void assert_found(const char *sought, const char *text)
{
	if (!finds(sought, span_of(text)))
		fail_msg("\"%s\" is not found in \"%s\"", sought, text);
}

static void assert_missed(const char *sought, const char *text)
{
	if (finds(sought, span_of(text)))
		fail_msg("\"%s\" is found in \"%s\"", sought, text);
}

static void letters_of_ascii_match_in_either_case(void **state)
{
	(void)state;
	assert_found("lottery", "the LoTTery");
	assert_found("LOTTERY", "lottery");
	assert_found("a", "bA");
	assert_missed("lottery", "lotter");
	assert_missed("lottery", "lotteri");
	assert_missed("@[", "`{");
	assert_found("aab", "aaAB");
	assert_found("ana", "bANANa");
	assert_missed("abc", "ab");
}

static void every_text_holds_the_empty_one_but_null_holds_nothing(void **state)
{
	(void)state;
	assert_found("", "");
	assert_found("", "x");
	assert_missed("x", "");
	assert_false(finds("", SPAN_NULL));
}

static void letters_match_in_every_script(void **state)
{
	(void)state;
	assert_found("größe", "DIE GRÖSSE");
	assert_found("GRÖSSE", "größe");
	assert_found("STRASSE", "Straße");
	assert_found("straße", "STRASSE");
	assert_found("ẞ", "ss");
	assert_found("ΟΔΟΣ", "η οδος");
	assert_found("οδοσ", "οδος");
	assert_found("ОТРЫВОК", "первый отрывок");
	assert_found("ვეფხი", "ᲕᲔᲤᲮᲘ");
	assert_found("ԵՒ", "և");
	assert_missed("о", "o"); /* Cyrillic and Latin */
	assert_missed("é", "e");
	assert_found("语言", "自然语言");
}

static void the_four_turkish_is_are_one_letter(void **state)
{
	static const char *const all[] = {"i", "I", "ı", "İ", "i̇"};

	(void)state;
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < 5; k++)
			assert_found(all[i], all[k]);
	assert_found("istanbul", "İSTANBUL");
	assert_found("İstanbul", "ISTANBUL");
	assert_found("ısparta", "ISPARTA");
	assert_found("diyarbakır", "DİYARBAKIR");
}

static void signs_that_fold_to_ascii_are_found_by_a_word_of_ascii(void **state)
{
	(void)state;
	assert_found("kelvin", "Kelvin"); /* U+212A */
	assert_found("fish", "a ﬁſh");
	assert_found("messe", "Meßbar? Meße!");
	assert_missed("fish", "ﬂish");
}

static void bytes_that_are_no_text_are_compared_as_they_are(void **state)
{
	(void)state;
	assert_true(finds("word", (struct span){"\xFF\0WORD", 6}));
	assert_true(finds("\xFF", (struct span){"a\xFF", 2}));
	assert_false(finds("\xFE", (struct span){"a\xFF", 2}));
	assert_false(finds("ö", (struct span){"\xC3", 1}));
}

static void a_long_text_is_left_when_nobody_waits_for_it(void **state)
{
	static atomic_bool stop = true;
	struct str text = {0};
	struct fold *f = fold_new(SPAN_LIT("ö"));

	(void)state;
	for (int i = 0; i < 100000; i++)
		str_add(&text, "я");
	str_add(&text, "ö");
	assert_true(fold_find(f, str_span(&text), NULL));
	assert_false(fold_find(f, str_span(&text), &stop));
	fold_free(&f);
	str_free(&text);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_of_ascii_match_in_either_case),
		cmocka_unit_test(every_text_holds_the_empty_one_but_null_holds_nothing),
		cmocka_unit_test(letters_match_in_every_script),
		cmocka_unit_test(the_four_turkish_is_are_one_letter),
		cmocka_unit_test(signs_that_fold_to_ascii_are_found_by_a_word_of_ascii),
		cmocka_unit_test(bytes_that_are_no_text_are_compared_as_they_are),
		cmocka_unit_test(a_long_text_is_left_when_nobody_waits_for_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
