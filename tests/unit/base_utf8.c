/* Code points, clusters and widths. */
#include "base/utf8.h"

#include <dlfcn.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <wchar.h>
#include <wctype.h>

#include <cmocka.h>

#include "base/err.h"

static void every_code_point_survives_encoding_and_decoding(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		char bytes[4];
		uint32_t back = ~cp;
		size_t n = utf8_encode(cp, bytes);
		if (cp >= 0xD800 && cp <= 0xDFFF) {
			assert_int_equal(n, 0);
			continue;
		}
		assert_int_equal(n, cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4);
		assert_int_equal(utf8_decode((struct span){bytes, n}, 0, &back), n);
		assert_int_equal(back, cp);
		if (n > 1)
			assert_int_equal(utf8_decode((struct span){bytes, n - 1}, 0, &back), 0);
	}
	char bytes[4];
	assert_int_equal(utf8_encode(0x110000, bytes), 0);
}

static void malformed_sequences_are_refused(void **state)
{
	const struct span bad[] = {
		SPAN_LIT("\x80"), /* a continuation alone */
		SPAN_LIT("\xC0\xAF"), /* overlong */
		SPAN_LIT("\xC1\xBF"),
		SPAN_LIT("\xE0\x80\xAF"),
		SPAN_LIT("\xF0\x80\x80\xAF"),
		SPAN_LIT("\xED\xA0\x80"), /* a surrogate */
		SPAN_LIT("\xF4\x90\x80\x80"), /* above U+10FFFF */
		SPAN_LIT("\xF5\x80\x80\x80"),
		SPAN_LIT("\xFF"),
		SPAN_LIT("\xE2\x82"), /* truncated */
		SPAN_LIT("\xE2\x28\xA1"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		uint32_t cp;
		assert_int_equal(utf8_decode(bad[i], 0, &cp), 0);
		assert_int_equal(utf8_cluster(bad[i], 0), 1);
		assert_false(utf8_valid(bad[i]));
	}
	assert_true(utf8_valid(SPAN_LIT("nul \0 is valid, and long enough: Füße 漢字 😀")));
	assert_false(utf8_valid(SPAN_LIT("eight ascii, then \xFF and some more")));
	assert_true(utf8_valid(SPAN_NULL));
}

struct example {
	const char *text;
	int width;
};

static void each_of_these_is_one_cluster_of_its_width(void **state)
{
	static const struct example examples[] = {
		{"a", 1},
		{"é", 1},
		{"e\u0301", 1},
		{"漢", 2},
		{"한", 2},
		{"\u1112\u1161\u11AB", 2}, /* the same syllable in three letters */
		{"कि", 2}, /* a spacing mark has a column */
		{"क्", 1},
		{"👍🏽", 2},
		{"❤", 1},
		{"❤\uFE0F", 2},
		{"1\uFE0F\u20E3", 2},
		{"🇩🇪", 2},
		{"👨\u200D👩\u200D👧", 2},
		{"🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", 2},
		{"\r\n", 0},
		{"\n", 0},
		{"\u0301", 0},
		{"\u200B", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		struct span s = span_of(examples[i].text);
		assert_int_equal(utf8_cluster(s, 0), s.n);
		assert_int_equal(utf8_cluster_width(s), examples[i].width);
	}
}

static void clusters_end_where_the_next_begins(void **state)
{
	struct span s = SPAN_LIT("ae\u0301漢🇩🇪🇫🇷\xFFz");
	static const size_t lengths[] = {1, 3, 3, 8, 8, 1, 1};
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		assert_int_equal(utf8_cluster(s, at), lengths[i]);
		at += lengths[i];
	}
	assert_int_equal(at, s.n);
}

static void a_megabyte_of_marks_on_one_letter_falls_into_bounded_clusters(void **state)
{
	size_t n = 1 << 20;
	char *text = xmalloc(n + 1);

	(void)state;
	text[0] = 'Z';
	for (size_t i = 1; i + 1 < n; i += 2)
		memcpy(text + i, "\u0301", 3);
	struct span s = {text, n - 1};
	size_t clusters = 0;
	for (size_t at = 0; at < s.n; at += utf8_cluster(s, at)) {
		assert_true(utf8_cluster(s, at) <= 64);
		clusters++;
	}
	assert_true(clusters > 10000);
	free(text);
}

/* Other programs that stand between us and the terminal ask the C library. */
static void widths_are_those_of_the_c_library_where_it_knows_the_character(void **state)
{
	int (*library)(wchar_t);

	(void)state;
	*(void **)&library = dlsym(RTLD_NEXT, "wcwidth");
	assert_non_null(library);
	assert_ptr_not_equal(library, wcwidth);
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
		int width = library((wchar_t)cp);
		if (width >= 0 && iswprint((wint_t)cp) && utf8_width(cp) != width)
			fail_msg("U+%04X: %d, not %d", cp, utf8_width(cp), width);
		assert_int_equal(wcwidth((wchar_t)cp), utf8_width(cp));
	}
	assert_int_equal(wcwidth(0), 0);
	assert_int_equal(utf8_width(0x110000), -1);
	setlocale(LC_CTYPE, "C");
	assert_int_equal(utf8_width(0x6F22), 2);
}

static void ambiguous_characters_are_as_wide_as_the_terminal_is_said_to_draw_them(void **state)
{
	static const char *const ambiguous[] = {"я", "Ω", "é", "“", "…", "│", "✽", "①", "°"};
	static const char *const others[] = {"a", "ä", "漢", "▾", "ｱ", "א"};

	(void)state;
	for (int wide = 0; wide < 2; wide++) {
		utf8_set_ambiguous(wide ? UTF8_AMBIGUOUS_WIDE : UTF8_AMBIGUOUS_NARROW);
		for (size_t i = 0; i < sizeof(ambiguous) / sizeof(ambiguous[0]); i++)
			assert_int_equal(utf8_cluster_width(span_of(ambiguous[i])), wide + 1);
		assert_int_equal(utf8_cluster_width(SPAN_LIT("ё\u0301")), wide + 1);
		assert_int_equal(utf8_width(0x0301), 0);
		assert_int_equal(utf8_ambiguous() == UTF8_AMBIGUOUS_WIDE, wide);
		for (size_t i = 0; i < 6; i++)
			assert_int_equal(utf8_cluster_width(span_of(others[i])), i == 2 ? 2 : 1);
	}
	utf8_set_ambiguous(UTF8_AMBIGUOUS_NARROW);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point_survives_encoding_and_decoding),
		cmocka_unit_test(malformed_sequences_are_refused),
		cmocka_unit_test(each_of_these_is_one_cluster_of_its_width),
		cmocka_unit_test(widths_are_those_of_the_c_library_where_it_knows_the_character),
		cmocka_unit_test(
			ambiguous_characters_are_as_wide_as_the_terminal_is_said_to_draw_them),
		cmocka_unit_test(clusters_end_where_the_next_begins),
		cmocka_unit_test(a_megabyte_of_marks_on_one_letter_falls_into_bounded_clusters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
