/* Small columns: their heights, what fits, and what is no number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <math.h>

#include "tui/spark.h"

#include "tui_glass.h"

static void assert_drawn(
	bool ascii, int width, const double *values, size_t n, const char *expected)
{
	struct screen *s = glass_new(1, 12);

	s->ascii = ascii;
	draw_spark(s, glass_whole(s), 0, 1, width, STYLE_METER, values, n);
	char *row = glass_row(s, 0);
	assert_string_equal(row, expected);
	free(row);
	glass_free(s);
}

static void a_column_is_as_high_as_its_share(void **state)
{
	static const double values[] = {0, 0.13, 0.26, 0.38, 0.51, 0.63, 0.76, 1};

	(void)state;
	assert_drawn(false, 8, values, 8, " ▁▂▃▄▅▆▇█");
	assert_drawn(true, 8, values, 8, " __..--''");
}

static void the_newest_stand_at_the_end_and_the_oldest_give_way(void **state)
{
	static const double values[] = {0, 0, 1, 0.5};

	(void)state;
	assert_drawn(false, 2, values, 4, " █▅");
	assert_drawn(false, 6, values, 4, "   ▁▁█▅");
	assert_drawn(false, 0, values, 4, "");
	assert_drawn(false, 4, values, 0, "");
}

static void what_is_beyond_the_scale_stands_at_its_end_and_what_is_no_number_is_a_gap(void **state)
{
	static const double values[] = {-3, NAN, 7.5};

	(void)state;
	assert_drawn(false, 3, values, 3, " ▁ █");
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_column_is_as_high_as_its_share),
		cmocka_unit_test(the_newest_stand_at_the_end_and_the_oldest_give_way),
		cmocka_unit_test(
			what_is_beyond_the_scale_stands_at_its_end_and_what_is_no_number_is_a_gap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
