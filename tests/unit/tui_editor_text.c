/* The text of an editor: its parts always agree with its bytes, whatever is put where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <locale.h>

#include "base/sanitize.h"
#include "base/utf8.h"

#include "../../src/tui/editor_text.h"

static size_t count_points(struct span s)
{
	size_t n = 0;
	uint32_t cp;

	for (size_t at = 0, step; at < s.n; at += step, n++) {
		step = utf8_decode(s, at, &cp);
		step = step ? step : 1;
	}
	return n;
}

/* The bytes are those of the model, the parts add up, and each begins at an edge of the whole. */
static void assert_sound(const struct editor_text *t, struct span model)
{
	size_t from = 0, feeds = 0, points = 0;

	assert_int_equal(editor_text_size(t), model.n);
	if (model.n)
		assert_memory_equal(t->bytes.p, model.p, model.n);
	assert_true(t->n > 0);
	for (size_t i = 0; i < t->n; i++) {
		struct text_range part = editor_text_part(t, from);
		assert_int_equal(part.from, from);
		assert_true(t->parts[i].bytes > 0 || t->n == 1);
		from += t->parts[i].bytes;
		feeds += t->parts[i].feeds;
		points += t->parts[i].points;
		assert_int_equal(editor_text_edge(t, from), from);
	}
	assert_int_equal(from, model.n);
	assert_int_equal(points, count_points(model));
	assert_int_equal(editor_text_count(t, model.n).points, points);
	assert_int_equal(editor_text_count(t, model.n).feeds, feeds);
}

/* Going through the text forward and backward meets the same edges. */
static void assert_edges(const struct editor_text *t)
{
	size_t end = editor_text_size(t), at = 0;

	assert_int_equal(editor_text_previous(t, 0), 0);
	assert_int_equal(editor_text_next(t, end), end);
	while (at < end) {
		size_t next = editor_text_next(t, at);
		assert_true(next > at);
		assert_int_equal(editor_text_previous(t, next), at);
		assert_int_equal(editor_text_edge(t, next - 1), at);
		assert_int_equal(editor_text_edge_up(t, at + 1), next);
		at = next;
	}
}

static const char *const bits[] = {"a", "b ", " ", "\n", "\r\n", "\r", "e\xcc\x81", "\xcc\x81",
	"漢字", "👩‍👩‍👧", "\xe2\x80\x8d", "🇩🇪", "🇫", "\xff", "\xe2\x80", "\t", "שלום",
	"\xe2\x80\x8b"};

static void add_random(struct str *out, size_t bytes, const char *const *from, size_t n)
{
	while (out->len < bytes)
		str_add(out, from[(size_t)rand() % n]);
}

static void replace(struct str *s, size_t from, size_t to, struct span by)
{
	struct str out = {0};

	str_addn(&out, s->p, from);
	str_adds(&out, by);
	str_addn(&out, s->p + to, s->len - to);
	str_free(s);
	*s = out;
	str_add(s, "");
}

static void change_at_random(size_t size, const char *const *from, size_t n, int rounds)
{
	struct editor_text t = {0};
	struct str model = {0};

	add_random(&model, size, from, n);
	editor_text_set(&t, str_span(&model));
	assert_sound(&t, str_span(&model));
	assert_edges(&t);
	for (int round = 0; round < rounds; round++) {
		struct str by = {0};
		size_t most = round % 10 ? 40 : 5000;
		size_t a = editor_text_edge(&t, (size_t)rand() % (model.len + 1));
		size_t b = a + (size_t)rand() % most;

		b = editor_text_edge(&t, b < model.len ? b : model.len);
		if (rand() % 2)
			b = a;
		add_random(&by, (size_t)rand() % most, bits, sizeof(bits) / sizeof(bits[0]));
		editor_text_replace(&t, a, b, str_span(&by));
		replace(&model, a, b, str_span(&by));
		str_free(&by);
		assert_sound(&t, str_span(&model));
	}
	assert_edges(&t);
	editor_text_free(&t);
	str_free(&model);
}

static void short_and_long_texts_survive_any_change(void **state)
{
	(void)state;
	srand(21);
	change_at_random(0, bits, sizeof(bits) / sizeof(bits[0]), 200);
	change_at_random(20000, bits, sizeof(bits) / sizeof(bits[0]), 60);
}

static void lines_longer_than_a_part_are_divided_between_characters(void **state)
{
	static const char *const blank[] = {"word ", "漢", "e\xcc\x81"}, *const flags[] = {"🇩"};

	(void)state;
	srand(22);
	change_at_random(15000, blank, 3, 30);
	change_at_random(15000, blank + 1, 1, 30);
	change_at_random(10000, flags, 1, 30);
}

static void a_text_of_nothing_but_marks_is_one_character(void **state)
{
	struct editor_text t = {0};
	struct str marks = {0};
	static const char *const mark[] = {"\xcc\x81"};

	(void)state;
	add_random(&marks, 30000, mark, 1);
	editor_text_set(&t, str_span(&marks));
	assert_int_equal(editor_text_next(&t, 0), marks.len);
	assert_int_equal(editor_text_previous(&t, marks.len), 0);
	editor_text_free(&t);
	str_free(&marks);
}

static void parts_shrink_with_the_text(void **state)
{
	struct editor_text t = {0};
	struct str text = {0};
	static const char *const lines[] = {"a line of some words\n"};

	(void)state;
	add_random(&text, 200000, lines, 1);
	editor_text_set(&t, str_span(&text));
	assert_true(t.n > 20 && t.n < 100);
	while (editor_text_size(&t) > 21)
		editor_text_replace(&t, 21, 42, SPAN_NULL);
	assert_int_equal(t.n, 1);
	editor_text_free(&t);
	str_free(&text);
}

static void lines_have_their_ends(void **state)
{
	struct editor_text t = {0};

	(void)state;
	editor_text_set(&t, SPAN_LIT("one\r\ntwo\n\nfour"));
	assert_int_equal(editor_text_line_end(&t, 0), 3);
	assert_int_equal(editor_text_line_start(&t, 3), 0);
	assert_int_equal(editor_text_line_start(&t, 5), 5);
	assert_int_equal(editor_text_line_end(&t, 5), 8);
	assert_int_equal(editor_text_line_end(&t, 9), 9);
	assert_int_equal(editor_text_line_end(&t, 10), 14);
	assert_int_equal(editor_text_line_start(&t, 14), 10);
	assert_int_equal(editor_text_count(&t, 10).feeds, 3);
	editor_text_free(&t);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_and_long_texts_survive_any_change),
		cmocka_unit_test(lines_longer_than_a_part_are_divided_between_characters),
		cmocka_unit_test(a_text_of_nothing_but_marks_is_one_character),
		cmocka_unit_test(parts_shrink_with_the_text),
		cmocka_unit_test(lines_have_their_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
