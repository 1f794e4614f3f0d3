/* Menus: which row is chosen, and that it is always one of those shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <locale.h>

#include "tui/menu.h"

#include "tui_glass.h"

static void draw_number(const void *arg, struct screen *s, struct rect r, size_t i, bool selected)
{
	(void)arg;
	draw_fmt(s, r, 0, 2, STYLE_TEXT, "%zu%s", i, selected ? "!" : "");
}

/* The rows of a window of this height, each ended by a '|'. */
static void assert_shows(struct menu *m, int rows, const char *expected)
{
	struct screen *s = glass_new(rows, 8);
	struct str out = {0};

	menu_draw(m, s, glass_whole(s), draw_number, NULL);
	for (int y = 0; y < rows; y++) {
		char *row = glass_row(s, y);
		str_add(&out, row);
		str_addc(&out, '|');
		free(row);
	}
	assert_string_equal(str_cstr(&out), expected);
	if (m->n > 0 && rows > 0)
		assert_int_equal(s->cursor_y, (int)(m->at - m->top));
	str_free(&out);
	glass_free(s);
}

static void press(struct menu *m, uint32_t code)
{
	assert_true(menu_key(m, &(struct key){.code = code}));
}

static void the_selected_row_is_always_shown(void **state)
{
	struct menu m = {0};

	(void)state;
	menu_set(&m, 5);
	assert_shows(&m, 3, "▸ 0!|  1|  2|");
	press(&m, 'j');
	press(&m, KEYC_DOWN);
	press(&m, 'j');
	assert_shows(&m, 3, "  1|  2|▸ 3!|");
	press(&m, 'G');
	press(&m, 'j');
	assert_shows(&m, 3, "  2|  3|▸ 4!|");
	press(&m, 'k');
	press(&m, KEYC_UP);
	press(&m, 'k');
	assert_shows(&m, 3, "▸ 1!|  2|  3|");
	press(&m, 'g');
	press(&m, 'k');
	assert_shows(&m, 3, "▸ 0!|  1|  2|");
}

static void pages_are_one_row_less_than_the_window(void **state)
{
	struct menu m = {0};

	(void)state;
	menu_set(&m, 9);
	assert_shows(&m, 3, "▸ 0!|  1|  2|");
	press(&m, KEYC_PGDN);
	assert_int_equal(m.at, 2);
	press(&m, KEYC_END);
	press(&m, KEYC_PGUP);
	assert_int_equal(m.at, 6);
	press(&m, KEYC_HOME);
	press(&m, KEYC_PGUP);
	assert_int_equal(m.at, 0);
}

static void fewer_rows_leave_the_selection_among_them(void **state)
{
	struct menu m = {0};

	(void)state;
	menu_set(&m, 5);
	press(&m, 'G');
	assert_shows(&m, 2, "  3|▸ 4!|");
	menu_set(&m, 2);
	assert_shows(&m, 2, "  0|▸ 1!|");
	menu_set(&m, 0);
	assert_shows(&m, 2, "||");
	press(&m, 'j');
	press(&m, 'G');
	press(&m, KEYC_PGUP);
	assert_int_equal(m.at, 0);
	menu_set(&m, 1);
	assert_shows(&m, 0, "");
	assert_shows(&m, 1, "▸ 0!|");
}

static void other_keys_are_not_taken(void **state)
{
	struct menu m = {0};

	(void)state;
	menu_set(&m, 2);
	assert_false(menu_key(&m, &(struct key){.code = KEYC_ENTER}));
	assert_false(menu_key(&m, &(struct key){.code = 'd'}));
	assert_int_equal(m.at, 0);
}

static enum pointed point(struct menu *m, struct point at)
{
	at.on = m;
	return menu_point(m, &at);
}

static void a_click_selects_the_row_and_the_wheel_moves_three(void **state)
{
	struct menu m = {0};

	(void)state;
	assert_int_equal(point(&m, (struct point){.y = 1}), POINTED);
	menu_set(&m, 9);
	assert_shows(&m, 3, "▸ 0!|  1|  2|");
	assert_int_equal(point(&m, (struct point){.y = 0}), POINTED_AGAIN);
	assert_int_equal(point(&m, (struct point){.y = 2}), POINTED);
	assert_shows(&m, 3, "  0|  1|▸ 2!|");
	point(&m, (struct point){.what = POINT_WHEEL, .lines = 3});
	assert_shows(&m, 3, "  3|  4|▸ 5!|");
	assert_int_equal(point(&m, (struct point){.y = 0}), POINTED);
	assert_int_equal(m.at, 3);
	point(&m, (struct point){.what = POINT_WHEEL, .lines = -6});
	assert_int_equal(m.at, 0);
	assert_int_equal(menu_point(&m, &(struct point){.on = &state, .y = 1}), POINTED_ELSEWHERE);
	menu_set(&m, 2);
	assert_int_equal(point(&m, (struct point){.y = 2}), POINTED);
	assert_int_equal(m.at, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_selected_row_is_always_shown),
		cmocka_unit_test(pages_are_one_row_less_than_the_window),
		cmocka_unit_test(fewer_rows_leave_the_selection_among_them),
		cmocka_unit_test(other_keys_are_not_taken),
		cmocka_unit_test(a_click_selects_the_row_and_the_wheel_moves_three),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
