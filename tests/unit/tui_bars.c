/* Bars: their heights, their label, and what does not fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>

#include "tui/bars.h"

#include "tui_glass.h"

/* The rows, each ended by a '|'. */
static void assert_drawn(
	bool ascii, int rows, int columns, const int64_t *counts, size_t n, const char *expected)
{
	struct screen *s = glass_new(rows, columns);
	struct str out = {0};

	s->ascii = ascii;
	bars_draw(s, glass_whole(s), STYLE_METER, counts, n);
	for (int y = 0; y < rows; y++) {
		char *row = glass_row(s, y);
		str_add(&out, row);
		str_addc(&out, '|');
		free(row);
	}
	assert_string_equal(str_cstr(&out), expected);
	str_free(&out);
	glass_free(s);
}

static void a_bar_is_as_high_as_its_part_of_the_largest(void **state)
{
	static const int64_t counts[] = {0, 1, 2, 3, 4};

	(void)state;
	assert_drawn(false, 2, 8, counts, 5, "4│   ▄█|0│ ▄███|");
	assert_drawn(true, 2, 8, counts, 5, "4|   .#|0| .###|");
}

static void where_there_is_room_a_bar_has_two_columns(void **state)
{
	static const int64_t counts[] = {1, 2};

	(void)state;
	assert_drawn(false, 2, 12, counts, 2, "2│  ██|0│████|");
}

static void any_count_but_none_is_seen(void **state)
{
	static const int64_t counts[] = {1, 0, 100000, 1, 1, 1};

	(void)state;
	assert_drawn(false, 2, 14, counts, 6, "100000│  █|     0│▁ █▁▁▁|");
}

static void the_last_ones_are_those_that_fit(void **state)
{
	static const int64_t counts[] = {9, 9, 9, 9, 1, 1, 1, 1, 1, 9};

	(void)state;
	assert_drawn(false, 2, 8, counts, 10, "9│     █|0│▂▂▂▂▂█|");
}

static void all_fit_beside_the_label(void **state)
{
	static const int64_t counts[] = {9, 10, 1};

	(void)state;
	assert_true(bars_fit(6, counts, 3));
	assert_false(bars_fit(5, counts, 3));
	assert_true(bars_fit(3, counts, 1));
}

static void nothing_is_drawn_where_there_is_nothing_or_no_room(void **state)
{
	static const int64_t counts[] = {0, 0};

	(void)state;
	assert_drawn(false, 2, 8, counts, 2, "0│|0│|");
	assert_drawn(false, 1, 8, counts, 2, "|");
	assert_drawn(false, 2, 7, counts, 2, "||");
	assert_drawn(false, 2, 8, counts, 0, "||");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bar_is_as_high_as_its_part_of_the_largest),
		cmocka_unit_test(where_there_is_room_a_bar_has_two_columns),
		cmocka_unit_test(any_count_but_none_is_seen),
		cmocka_unit_test(the_last_ones_are_those_that_fit),
		cmocka_unit_test(all_fit_beside_the_label),
		cmocka_unit_test(nothing_is_drawn_where_there_is_nothing_or_no_room),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
