/* The chart: steps, gaps, clamping, dates, the cursor, and small rectangles. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <locale.h>

#include "base/time.h"
#include "tui/chart.h"

#include "tui_glass.h"

#define DAY (24 * 3600 * TIME_SECOND)
#define MAY_1 (20574 * DAY) /* 2026-05-01 */

static struct screen *draw(
	bool ascii, int rows, int columns, const struct chart_point *points, size_t n, int cursor)
{
	struct screen *s = glass_new(rows, columns);
	s->ascii = ascii;
	chart_draw(s, glass_whole(s), points, n, cursor);
	return s;
}

static void values_are_steps_that_hold_until_the_next(void **state)
{
	(void)state;
	const struct chart_point points[] = {
		{MAY_1, 0}, {MAY_1 + 10 * DAY, 1}, {MAY_1 + 20 * DAY, 0.5}};
	struct screen *s = draw(true, 6, 25, points, 3, -1);
	assert_row(s, 0, "1.0|          +---------+");
	assert_row(s, 1, "   |          |         |");
	assert_row(s, 2, " .5|          |         +");
	assert_row(s, 3, "   |          |");
	assert_row(s, 4, "  0|----------+");
	assert_row(s, 5, "    2026-05-01 2026-05-21");
	glass_free(s);
}

static void braille_has_two_by_four_dots_a_cell(void **state)
{
	(void)state;
	const struct chart_point points[] = {{MAY_1, 1}, {MAY_1 + 15 * DAY, 0}};
	struct screen *s = draw(false, 3, 12, points, 2, -1);
	assert_row(s, 0, "1.0│⠉⠉⠉⠉⠉⠉⠉⢹");
	assert_row(s, 1, "  0│       ⢸");
	assert_row(s, 2, "  2026-05-16");
	assert_int_equal(glass_cell(s, 0, 4)->style, STYLE_METER);
	glass_free(s);
}

static void a_value_that_is_no_number_leaves_a_gap(void **state)
{
	(void)state;
	const struct chart_point points[] = {
		{MAY_1, 0}, {MAY_1 + 5 * DAY, NAN}, {MAY_1 + 15 * DAY, 0}, {MAY_1 + 20 * DAY, 0}};
	struct screen *s = draw(true, 3, 25, points, 4, 1);
	assert_row(s, 0, "1.0|");
	assert_row(s, 1, "  0|------         ------");
	glass_free(s);
}

static void one_point_is_a_level_with_one_date(void **state)
{
	(void)state;
	const struct chart_point point = {MAY_1, 0.5};
	struct screen *s = draw(true, 4, 20, &point, 1, 0);
	assert_row(s, 0, "1.0|");
	assert_row(s, 1, " .5|*---------------");
	assert_row(s, 2, "  0|");
	assert_row(s, 3, "    2026-05-01");
	assert_int_equal(glass_cell(s, 1, 4)->style, STYLE_SELECTED);
	glass_free(s);
}

static void points_of_one_time_stand_above_each_other(void **state)
{
	(void)state;
	const struct chart_point points[] = {{MAY_1, 0}, {MAY_1, 1}, {MAY_1, 0.5}};
	struct screen *s = draw(true, 4, 14, points, 3, 2);
	assert_row(s, 0, "1.0|+");
	assert_row(s, 1, " .5|*---------");
	assert_row(s, 2, "  0|+");
	glass_free(s);
}

static void values_out_of_range_are_drawn_at_the_edge(void **state)
{
	(void)state;
	const struct chart_point points[] = {
		{MAY_1, -7}, {MAY_1 + DAY, INFINITY}, {MAY_1 + 2 * DAY, 1e300}};
	struct screen *s = draw(true, 3, 15, points, 3, -1);
	assert_row(s, 0, "1.0|     +-----");
	assert_row(s, 1, "  0|-----+");
	glass_free(s);
}

static void a_time_that_is_not_known_stands_at_the_start(void **state)
{
	(void)state;
	const struct chart_point points[] = {{TIME_NONE, 1}, {MAY_1, 0}, {MAY_1 + 10 * DAY, 0}};
	struct screen *s = draw(true, 3, 25, points, 3, -1);
	assert_row(s, 0, "1.0|+");
	assert_row(s, 1, "  0|+--------------------");
	assert_row(s, 2, "    2026-05-01 2026-05-11");
	glass_free(s);
	s = draw(true, 3, 25, points, 1, -1);
	assert_row(s, 0, "1.0|---------------------");
	assert_row(s, 2, "    unknown time");
	glass_free(s);
}

static void the_cursor_marks_its_point(void **state)
{
	(void)state;
	const struct chart_point points[] = {
		{MAY_1, 0}, {MAY_1 + 10 * DAY, 1}, {MAY_1 + 20 * DAY, 0.5}};
	struct screen *s = draw(false, 6, 24, points, 3, 1);
	assert_string_equal(glass_cell(s, 0, 4 + 10)->text, "•");
	assert_int_equal(glass_cell(s, 0, 4 + 10)->style, STYLE_SELECTED);
	glass_free(s);
	s = draw(false, 6, 24, points, 3, 3);
	for (int i = 0; i < s->rows * s->columns; i++)
		assert_int_not_equal(s->cells[i].style, STYLE_SELECTED);
	glass_free(s);
}

static void nothing_is_drawn_where_there_is_no_room_or_nothing_to_draw(void **state)
{
	(void)state;
	const struct chart_point point = {MAY_1, 1};
	for (int rows = 0; rows < 8; rows++) {
		for (int columns = 0; columns < 40; columns++) {
			struct screen *s = draw(rows % 2, rows, columns, &point, 1, 0);
			bool room = rows >= 3 && columns >= 12;
			bool drawn = false;
			for (int i = 0; i < rows * columns; i++)
				drawn |= s->cells[i].text[0] != '\0';
			assert_int_equal(drawn, room);
			glass_free(s);
		}
	}
	struct screen *s = draw(true, 5, 30, NULL, 0, -1);
	assert_row(s, 0, "");
	glass_free(s);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_steps_that_hold_until_the_next),
		cmocka_unit_test(braille_has_two_by_four_dots_a_cell),
		cmocka_unit_test(a_value_that_is_no_number_leaves_a_gap),
		cmocka_unit_test(one_point_is_a_level_with_one_date),
		cmocka_unit_test(points_of_one_time_stand_above_each_other),
		cmocka_unit_test(values_out_of_range_are_drawn_at_the_edge),
		cmocka_unit_test(a_time_that_is_not_known_stands_at_the_start),
		cmocka_unit_test(the_cursor_marks_its_point),
		cmocka_unit_test(nothing_is_drawn_where_there_is_no_room_or_nothing_to_draw),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
