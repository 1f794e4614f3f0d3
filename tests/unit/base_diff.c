/* The difference by words: what is compared, that both texts come back, and that it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <locale.h>

#include "base/diff.h"
#include "base/str.h"

/* The pieces as one line: kept, [-deleted-], {+inserted+}. */
static char *said(struct span old, struct span new)
{
	static const char *const open[] = {"", "[-", "{+"}, *const close[] = {"", "-]", "+}"};
	struct arena a = {0};
	struct diff d;
	struct str out = {0};

	diff_words(old, new, &a, &d);
	assert_false(d.coarse);
	for (size_t i = 0; i < d.n; i++) {
		str_add(&out, open[d.v[i].kind]);
		str_adds(&out, d.v[i].text);
		str_add(&out, close[d.v[i].kind]);
	}
	arena_free(&a);
	str_add(&out, "");
	return out.p;
}

static void assert_diff(const char *old, const char *new, const char *expected)
{
	char *is = said(span_of(old), span_of(new));

	assert_string_equal(is, expected);
	free(is);
}

static void assert_side(const struct diff *d, enum diff_kind without, struct span text)
{
	struct str side = {0};

	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].kind != without)
			str_adds(&side, d->v[i].text);
	assert_int_equal(side.len, text.n);
	if (text.n)
		assert_memory_equal(side.p, text.p, text.n);
	str_free(&side);
}

static void words_are_compared_whole(void **state)
{
	(void)state;
	assert_diff("the quick fox", "the slow fox", "the [-quick-]{+slow+} fox");
	assert_diff("one three", "one two three", "one {+two +}three");
	assert_diff("I don't know.", "I do not know!", "I [-don't-]{+do not+} know[-.-]{+!+}");
	assert_diff("l’État", "l’état", "[-l’État-]{+l’état+}");
	assert_diff("snake_case x2", "snake_cases x2", "[-snake_case-]{+snake_cases+} x2");
	assert_diff("f(a, b)", "f(a; b)", "f(a[-,-]{+;+} b)");
	assert_diff("'quoted'", "quoted", "[-'-]quoted[-'-]");
}

static void equal_and_empty_texts_have_no_changes(void **state)
{
	(void)state;
	assert_diff("", "", "");
	assert_diff("same\ntext", "same\ntext", "same\ntext");
	assert_diff("", "new", "{+new+}");
	assert_diff("old", "", "[-old-]");
	assert_diff(NULL, "new", "{+new+}");
}

static void blanks_and_line_breaks_count(void **state)
{
	(void)state;
	assert_diff("a  b", "a b", "a[-  -]{+ +}b");
	assert_diff("a b",
		"a\xc2\xa0"
		"b",
		"a[- -]{+\xc2\xa0+}b");
	assert_diff("a\nb", "a\n\nb", "a\n{+\n+}b");
	assert_diff("a\r\nb", "a\nb", "a[-\r\n-]{+\n+}b");
	assert_diff("end \n", "end\n", "end[- -]\n");
}

static void a_blank_between_two_changes_is_read_with_them(void **state)
{
	(void)state;
	assert_diff(
		"so the quick fox ran", "so a slow fox ran", "so [-the quick-]{+a slow+} fox ran");
	assert_diff("a b\nc d", "x b\ny d", "[-a-]{+x+} b\n[-c-]{+y+} d");
}

static void scripts_without_blanks_are_compared_by_characters(void **state)
{
	(void)state;
	assert_diff("我喜欢科学", "我热爱科学", "我[-喜欢-]{+热爱+}科学");
	assert_diff("これはペンです", "これは本です", "これは[-ペン-]{+本+}です");
	assert_diff("안녕 세계", "안녕 친구", "안녕 [-세계-]{+친구+}");
	assert_diff("\xe0\xb8\x81\xe0\xb8\xb4\xe0\xb8\x99", "\xe0\xb8\x81\xe0\xb8\xb5\xe0\xb8\x99",
		"[-\xe0\xb8\x81\xe0\xb8\xb4-]{+\xe0\xb8\x81\xe0\xb8\xb5+}\xe0\xb8\x99");
}

static void marks_and_emoji_stay_whole(void **state)
{
	(void)state;
	assert_diff("cafe\xcc\x81", "cafe", "[-cafe\xcc\x81-]{+cafe+}");
	assert_diff("👩‍👩‍👧 a", "👩‍👩‍👦 a",
		"[-👩‍👩‍👧-]{+👩‍👩‍👦+} a");
	assert_diff("🇩🇪🇫🇷", "🇩🇪🇮🇹", "🇩🇪[-🇫🇷-]{+🇮🇹+}");
	assert_diff("שלום עולם", "שלום חבר", "שלום [-עולם-]{+חבר+}");
}

static void what_is_hidden_is_a_change_of_its_own(void **state)
{
	(void)state;
	assert_diff("password", "pass\xe2\x80\x8bword", "pass{+\xe2\x80\x8b+}word");
	assert_diff("a pass\xe2\x80\x8bword", "a pass\xe2\x80\x8eword",
		"a pass[-\xe2\x80\x8b-]{+\xe2\x80\x8e+}word");
	assert_diff("password", "pass\xe2\x80\x8bwords", "[-password-]{+pass\xe2\x80\x8bwords+}");
	assert_diff("pass word", "pass \xe2\x80\x8bword", "pass {+\xe2\x80\x8b+}word");
	assert_diff("word", "word\xe2\x80\x8d", "word{+\xe2\x80\x8d+}");
	assert_diff("a.b",
		"a.\xe2\x80\xae"
		"b",
		"a.{+\xe2\x80\xae+}b");
	assert_diff("ok", "ok\xf3\xa0\x81\xa1", "ok{+\xf3\xa0\x81\xa1+}");
	assert_diff("x\xef\xb8\x8f", "x", "x[-\xef\xb8\x8f-]");
}

static void bytes_that_are_no_text_are_kept(void **state)
{
	struct span old = {"a\0b \xff\xc3", 6}, new = {"a\0b \xfe\xc3", 6};
	char *is = said(old, new);

	(void)state;
	assert_memory_equal(is, "a\0b [-\xff-]{+\xfe+}\xc3", 15);
	free(is);
}

static void add_random(struct str *out, int words)
{
	static const char *const parts[] = {"a", "b", "word", " ", " ", "\n", "\r\n", ".", "漢",
		"字", "\xff", "\xe2\x80\x8b", "\xcc\x81", "👩‍👧", "'", "\t", "\xe2\x80",
		"ไทย"};

	for (int i = 0; i < words; i++)
		str_add(out, parts[(size_t)rand() % (sizeof(parts) / sizeof(parts[0]))]);
}

/* Copies with a change every now and then. */
static void add_changed(struct str *out, struct span text)
{
	for (size_t i = 0; i < text.n; i++) {
		int dice = rand() % 30;
		if (dice == 0)
			add_random(out, 1 + rand() % 3);
		if (dice != 1)
			str_addc(out, text.p[i]);
	}
}

static void both_texts_come_back_from_any_pair(void **state)
{
	(void)state;
	srand(5);
	for (int round = 0; round < 3000; round++) {
		struct arena a = {0};
		struct str old = {0}, new = {0};
		struct diff d;

		add_random(&old, rand() % 60);
		if (round % 3)
			add_changed(&new, str_span(&old));
		else
			add_random(&new, rand() % 60);
		diff_words(str_span(&old), str_span(&new), &a, &d);
		assert_side(&d, DIFF_INSERTED, str_span(&old));
		assert_side(&d, DIFF_DELETED, str_span(&new));
		for (size_t i = 1; i < d.n; i++)
			assert_true(d.v[i].kind != d.v[i - 1].kind &&
				(d.v[i].kind != DIFF_DELETED || d.v[i - 1].kind == DIFF_KEPT));
		str_free(&old);
		str_free(&new);
		arena_free(&a);
	}
}

/* The most letters that both have in their order, by the table that everybody knows. */
static size_t longest_common(struct span a, struct span b)
{
	size_t row[2][65] = {{0}};

	for (size_t i = 1; i <= a.n; i++)
		for (size_t j = 1; j <= b.n; j++) {
			size_t best = row[(i - 1) & 1][j] > row[i & 1][j - 1] ? row[(i - 1) & 1][j]
									      : row[i & 1][j - 1];
			row[i & 1][j] =
				a.p[i - 1] == b.p[j - 1] ? row[(i - 1) & 1][j - 1] + 1 : best;
		}
	return row[a.n & 1][b.n];
}

static void nothing_is_called_changed_that_need_not_be(void **state)
{
	(void)state;
	srand(9);
	for (int round = 0; round < 2000; round++) {
		char text[2][64];
		struct span s[2];
		struct arena a = {0};
		struct diff d;
		size_t kept = 0;

		for (int side = 0; side < 2; side++) {
			s[side] = (struct span){text[side], (size_t)rand() % 65};
			for (size_t i = 0; i < s[side].n; i++)
				text[side][i] = "+-*/"[rand() % 4];
		}
		diff_words(s[0], s[1], &a, &d);
		for (size_t i = 0; i < d.n; i++)
			kept += d.v[i].kind == DIFF_KEPT ? d.v[i].text.n : 0;
		assert_int_equal(kept, longest_common(s[0], s[1]));
		arena_free(&a);
	}
}

/* `n` words, each one of `words`, with a line break now and then. */
static void add_words(struct str *out, int n, int words)
{
	for (int i = 0; i < n; i++)
		str_addf(out, "w%d%s", rand() % words, i % 12 == 11 ? "\n" : " ");
}

static void two_long_texts_that_are_unlike_come_to_an_end(void **state)
{
	struct str old = {0}, new = {0};
	struct arena a = {0};
	struct diff d;

	(void)state;
	srand(1);
	add_words(&old, 200000, 50);
	add_words(&new, 200000, 50);
	diff_words(str_span(&old), str_span(&new), &a, &d);
	assert_true(d.coarse);
	assert_side(&d, DIFF_INSERTED, str_span(&old));
	assert_side(&d, DIFF_DELETED, str_span(&new));
	arena_free(&a);
	str_free(&old);
	str_free(&new);
}

static void a_long_text_with_changes_all_over_is_not_coarse(void **state)
{
	struct str old = {0}, new = {0};
	struct arena a = {0};
	struct diff d;
	size_t kept = 0;

	(void)state;
	srand(2);
	add_words(&old, 100000, 5000);
	for (size_t i = 0; i < old.len; i++) {
		if (rand() % 200 == 0)
			str_add(&new, "new ");
		str_addc(&new, old.p[i]);
	}
	diff_words(str_span(&old), str_span(&new), &a, &d);
	assert_false(d.coarse);
	assert_side(&d, DIFF_INSERTED, str_span(&old));
	assert_side(&d, DIFF_DELETED, str_span(&new));
	for (size_t i = 0; i < d.n; i++)
		kept += d.v[i].kind == DIFF_KEPT ? d.v[i].text.n : 0;
	assert_true(kept > old.len * 9 / 10);
	arena_free(&a);
	str_free(&old);
	str_free(&new);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_compared_whole),
		cmocka_unit_test(equal_and_empty_texts_have_no_changes),
		cmocka_unit_test(blanks_and_line_breaks_count),
		cmocka_unit_test(a_blank_between_two_changes_is_read_with_them),
		cmocka_unit_test(scripts_without_blanks_are_compared_by_characters),
		cmocka_unit_test(marks_and_emoji_stay_whole),
		cmocka_unit_test(what_is_hidden_is_a_change_of_its_own),
		cmocka_unit_test(bytes_that_are_no_text_are_kept),
		cmocka_unit_test(both_texts_come_back_from_any_pair),
		cmocka_unit_test(nothing_is_called_changed_that_need_not_be),
		cmocka_unit_test(two_long_texts_that_are_unlike_come_to_an_end),
		cmocka_unit_test(a_long_text_with_changes_all_over_is_not_coarse),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
