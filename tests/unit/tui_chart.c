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
	struct chart c = {.points = points, .n = n, .at = TIME_NONE, .value = NAN};
	s->ascii = ascii;
	if (cursor >= 0 && (size_t)cursor < n) {
		c.at = points[cursor].t;
		c.value = points[cursor].v;
	}
	chart_draw(s, glass_whole(s), &c);
	return s;
}

static struct screen *draw_view(int rows, int columns, const struct chart *c)
{
	struct screen *s = glass_new(rows, columns);
	s->ascii = true;
	chart_draw(s, glass_whole(s), c);
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
	assert_row(s, 0, "1.0│⠤⠤⠤⠤⠤⠤⠤⢤");
	assert_row(s, 1, "  0│       ⠸");
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

static const struct chart_point months[] = {
	{MAY_1, 0.62}, {MAY_1 + 40 * DAY, 0.7}, {MAY_1 + 41 * DAY, 0.78}, {MAY_1 + 80 * DAY, 0.3}};

static void dates_stand_below_their_times_as_many_as_fit(void **state)
{
	(void)state;
	const struct chart c = {.points = months, .n = 4, .at = TIME_NONE, .value = NAN};
	struct screen *s = draw_view(4, 64, &c);
	assert_row(s, 3, "    2026-05-01    2026-05-27          2026-06-23      2026-07-20");
	glass_free(s);
}

static void a_view_shows_its_part_of_time_from_tenth_to_tenth(void **state)
{
	(void)state;
	const struct chart c = {.points = months,
		.n = 4,
		.view = {MAY_1 + 30 * DAY, MAY_1 + 50 * DAY},
		.at = MAY_1 + 41 * DAY,
		.value = 0.78};
	struct screen *s = draw_view(6, 25, &c);
	assert_row(s, 0, " .8|           *---------");
	assert_row(s, 1, "   |           |");
	assert_row(s, 2, " .7|          ++");
	assert_row(s, 3, "   |          |");
	assert_row(s, 4, " .6~----------+");
	assert_row(s, 5, "    2026-05-31 2026-06-20");
	glass_free(s);
}

static void small_steps_are_seen_over_all_of_time(void **state)
{
	(void)state;
	const struct chart_point points[] = {
		{MAY_1, 0.9}, {MAY_1 + 10 * DAY, 0.92}, {MAY_1 + 20 * DAY, 0.95}};
	struct screen *s = draw(true, 6, 25, points, 3, -1);
	assert_row(s, 0, "1.0|");
	assert_row(s, 2, ".95|                    +");
	assert_row(s, 3, "   |          +---------+");
	assert_row(s, 4, " .9~----------+");
	glass_free(s);
}

static void few_rows_have_even_labels_and_points_at_the_nearest(void **state)
{
	(void)state;
	const struct chart_point points[] = {
		{MAY_1, 0.87}, {MAY_1 + 10 * DAY, 0.31}, {MAY_1 + 20 * DAY, 0.7}};
	struct screen *s = draw(true, 5, 25, points, 3, -1);
	assert_row(s, 0, " .9|----------+");
	assert_row(s, 1, " .7|          |         +");
	assert_row(s, 2, " .5|          |         |");
	assert_row(s, 3, " .3~          +---------+");
	glass_free(s);
	/* From 0 to 1 in three steps nothing between would be round: two steps. */
	const struct chart_point wide[] = {{MAY_1, 0.05}, {MAY_1 + 10 * DAY, 0.97}};
	s = draw(true, 5, 25, wide, 2, -1);
	assert_row(s, 0, "");
	assert_row(s, 1, "1.0|                    +");
	assert_row(s, 2, " .5|                    |");
	assert_row(s, 3, "  0|--------------------+");
	glass_free(s);
}

static void a_high_chart_has_ticks_above_its_dates(void **state)
{
	(void)state;
	const struct chart c = {.points = months, .n = 4, .at = TIME_NONE, .value = NAN};
	struct screen *s = draw_view(8, 64, &c);
	for (int y = 0; y < 6; y++) {
		static const char *const labels[] = {
			"1.0|", " .8|", " .6|", " .4|", " .2|", "  0|"};
		char *row = glass_row(s, y);
		assert_memory_equal(row, labels[y], 4);
		free(row);
	}
	assert_row(s, 6, "   ++------------------+-------------------+-------------------+");
	assert_row(s, 7, "    2026-05-01    2026-05-27          2026-06-23      2026-07-20");
	glass_free(s);
}

static void a_short_view_says_the_time_of_day(void **state)
{
	(void)state;
	const struct chart c = {.points = months,
		.n = 4,
		.view = {MAY_1 + 40 * DAY, MAY_1 + 42 * DAY},
		.at = TIME_NONE,
		.value = NAN};
	struct screen *s = draw_view(4, 44, &c);
	assert_row(s, 3, "    2026-06-10 00:00        2026-06-12 00:00");
	glass_free(s);
}

static void zooming_halves_time_around_the_cursor_and_gives_it_back(void **state)
{
	(void)state;
	struct chart c = {.points = months, .n = 4, .at = MAY_1 + 40 * DAY, .value = 0.7};
	c.view = chart_zoomed(&c, CHART_IN);
	assert_true(c.view.from == MAY_1 + 20 * DAY && c.view.to == MAY_1 + 60 * DAY);
	c.at = MAY_1 + 80 * DAY;
	c.view = chart_moved(&c);
	assert_true(c.view.from == MAY_1 + 40 * DAY && c.view.to == MAY_1 + 80 * DAY);
	c.view = chart_zoomed(&c, CHART_IN);
	assert_true(c.view.from == MAY_1 + 60 * DAY && c.view.to == MAY_1 + 80 * DAY);
	for (int i = 0; i < 60; i++) {
		c.view = chart_zoomed(&c, CHART_IN);
		assert_true(c.view.to - c.view.from >= 60 * TIME_SECOND);
	}
	for (int i = 0; i < 60; i++)
		c.view = chart_zoomed(&c, CHART_OUT);
	assert_true(c.view.from == 0 && c.view.to == 0);
}

static void zooming_survives_times_that_are_not_known(void **state)
{
	(void)state;
	const struct chart_point points[] = {{TIME_NONE, 1}, {TIME_NONE, 0.2}};
	struct chart c = {.points = points, .n = 2, .at = TIME_NONE, .value = 1};
	for (int i = 0; i < 3; i++) {
		c.view = chart_zoomed(&c, i == 2 ? CHART_OUT : CHART_IN);
		c.view = chart_moved(&c);
		glass_free(draw_view(6, 40, &c));
	}
	c.n = 0;
	c.view = chart_zoomed(&c, CHART_IN);
	assert_true(c.view.from == c.view.to);
	assert_true(isnan(chart_value(&c, MAY_1)));
}

static void a_value_holds_from_its_point_on(void **state)
{
	(void)state;
	const struct chart c = {.points = months, .n = 4};
	assert_true(isnan(chart_value(&c, MAY_1 - DAY)));
	assert_float_equal(chart_value(&c, MAY_1), 0.62, 1e-9);
	assert_float_equal(chart_value(&c, MAY_1 + 40 * DAY + 1), 0.7, 1e-9);
	assert_float_equal(chart_value(&c, MAY_1 + 900 * DAY), 0.3, 1e-9);
}

static void thousands_of_points_in_a_column_are_a_line_from_lowest_to_highest(void **state)
{
	(void)state;
	static struct chart_point points[10000];
	for (int i = 0; i < 10000; i++)
		points[i] = (struct chart_point){MAY_1 + i * TIME_SECOND, i % 2 ? 0.9 : 0.1};
	struct screen *s = draw(true, 12, 14, points, 10000, -1);
	assert_row(s, 1, "1.0|");
	for (int y = 2; y < 9; y++)
		assert_string_equal(glass_cell(s, y, 8)->text, y == 2 || y == 8 ? "+" : "|");
	assert_row(s, 3, ".75|||||||||||");
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
		cmocka_unit_test(dates_stand_below_their_times_as_many_as_fit),
		cmocka_unit_test(a_view_shows_its_part_of_time_from_tenth_to_tenth),
		cmocka_unit_test(small_steps_are_seen_over_all_of_time),
		cmocka_unit_test(few_rows_have_even_labels_and_points_at_the_nearest),
		cmocka_unit_test(a_high_chart_has_ticks_above_its_dates),
		cmocka_unit_test(a_short_view_says_the_time_of_day),
		cmocka_unit_test(zooming_halves_time_around_the_cursor_and_gives_it_back),
		cmocka_unit_test(zooming_survives_times_that_are_not_known),
		cmocka_unit_test(a_value_holds_from_its_point_on),
		cmocka_unit_test(thousands_of_points_in_a_column_are_a_line_from_lowest_to_highest),
		cmocka_unit_test(nothing_is_drawn_where_there_is_no_room_or_nothing_to_draw),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
