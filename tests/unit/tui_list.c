/* The list: paging, selection by id, the window on the screen, and what is kept in memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tui/list.h"

#include "tui_glass.h"

/* A page of the rows numbered `first` and up. */
static struct list_page page_of(int first, int n)
{
	struct list_page page = {.n = (size_t)n};
	page.rows = arena_calloc(&page.arena, page.n, sizeof(*page.rows));
	for (int i = 0; i < n; i++) {
		snprintf(page.rows[i].id, sizeof(page.rows[i].id), "%d", first + i);
		page.rows[i].data = arena_strdup(&page.arena, page.rows[i].id);
	}
	return page;
}

static void put(struct list *l, enum list_edge edge, int first, int n, bool more)
{
	struct list_page page = page_of(first, n);
	list_put(l, edge, &page, more);
	assert_null(page.rows);
	assert_null(page.arena.head);
}

static void begin(struct list *l, int first, int n, bool before, bool after)
{
	struct list_page page = page_of(first, n);
	list_begin(l, &page, before, after);
}

static void draw_number(
	void *arg, struct screen *s, struct rect row, const struct list_row *data, bool selected)
{
	(void)arg;
	draw_str(s, row, 0, 0, STYLE_TEXT, selected ? ">" : " ");
	draw_str(s, row, 0, 1, STYLE_TEXT, data->data);
}

/* The screen line of the selection, and the number in the first line. */
static int place_on_screen(struct list *l, int height, int *first)
{
	struct screen *s = glass_new(height, 10);
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	char *row = glass_row(s, 0);
	*first = atoi(row[0] == '>' ? row + 1 : row);
	int y = s->cursor_y;
	free(row);
	glass_free(s);
	return y;
}

static void assert_place(struct list *l, int height, int y, int first)
{
	int shown;
	assert_int_equal(place_on_screen(l, height, &shown), y);
	assert_int_equal(shown, first);
}

static void an_empty_list_has_nothing_selected_and_moves_nowhere(void **state)
{
	(void)state;
	struct list *l = list_new(100);
	assert_null(list_selected(l));
	assert_null(list_at(l, 0));
	assert_null(list_find(l, "1"));
	assert_false(list_move(l, 1));
	assert_false(list_page_move(l, -1));
	assert_false(list_select(l, "1"));
	list_select_index(l, 7);
	assert_int_equal(list_position(l), 0);
	assert_false(list_wants(l, LIST_END));
	struct screen *s = glass_new(3, 10);
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	assert_row(s, 0, "");
	assert_int_equal(s->cursor_y, -1);
	glass_free(s);
	list_free(&l);
	assert_null(l);
	list_free(&l);
}

static void the_selection_stays_inside_what_is_loaded(void **state)
{
	(void)state;
	struct list *l = list_new(100);
	list_set_height(l, 5);
	begin(l, 1, 8, false, false);
	assert_string_equal(list_selected(l)->id, "1");
	assert_false(list_move(l, -1));
	assert_true(list_move(l, 3));
	assert_string_equal(list_selected(l)->id, "4");
	assert_true(list_move(l, INT32_MAX));
	assert_string_equal(list_selected(l)->id, "8");
	assert_false(list_move(l, 1));
	assert_true(list_move(l, INT32_MIN));
	assert_string_equal(list_selected(l)->id, "1");
	list_select_index(l, SIZE_MAX);
	assert_string_equal(list_selected(l)->id, "8");
	list_free(&l);
}

static void the_window_follows_with_the_least_movement(void **state)
{
	(void)state;
	struct list *l = list_new(100);
	begin(l, 1, 20, false, false);
	list_set_height(l, 5);
	list_move(l, 4);
	assert_place(l, 5, 4, 1);
	list_move(l, 1);
	assert_place(l, 5, 4, 2);
	list_move(l, -4);
	assert_place(l, 5, 0, 2);
	list_move(l, -1);
	assert_place(l, 5, 0, 1);
	list_select(l, "20");
	assert_place(l, 5, 4, 16);
	list_free(&l);
}

static void a_margin_keeps_rows_in_sight_around_the_selection(void **state)
{
	(void)state;
	struct list *l = list_new(100);
	struct screen *s = glass_new(5, 10);
	s->paging.margin = 1;
	begin(l, 1, 20, false, false);
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	list_move(l, 3);
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	assert_int_equal(s->cursor_y, 3); /* and one below it */
	list_move(l, 1);
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	assert_int_equal(s->cursor_y, 3);
	list_move(l, 15);
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	assert_int_equal(s->cursor_y, 4); /* there is none behind the last */
	s->paging.margin = 20;
	list_move(l, -5);
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	assert_int_equal(s->cursor_y, 2);
	glass_free(s);
	list_free(&l);
}

static void a_page_shows_again_as_many_rows_as_are_asked_for(void **state)
{
	static const struct {
		int overlap, selected;
	} cases[] = {{-1, 5}, {0, 5}, {2, 3}, {9, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct list *l = list_new(100);
		struct screen *s = glass_new(5, 10);
		s->paging.overlap = cases[i].overlap;
		begin(l, 1, 20, false, false);
		list_draw(l, s, glass_whole(s), true, draw_number, NULL);
		list_act(l, ACTION_PAGE_DOWN);
		assert_int_equal(list_selected_index(l), cases[i].selected);
		glass_free(s);
		list_free(&l);
	}
}

static void a_screen_further_keeps_the_place_on_the_screen(void **state)
{
	(void)state;
	struct list *l = list_new(100);
	begin(l, 1, 22, false, false);
	list_set_height(l, 5);
	list_move(l, 2);
	assert_true(list_page_move(l, 1));
	assert_place(l, 5, 2, 6);
	assert_true(list_page_move(l, 2));
	assert_place(l, 5, 2, 16);
	assert_true(list_page_move(l, 1));
	assert_place(l, 5, 4, 18);
	assert_false(list_page_move(l, 1));
	assert_true(list_page_move(l, -1));
	assert_place(l, 5, 4, 13);
	assert_true(list_page_move(l, -100));
	assert_place(l, 5, 0, 1);
	list_free(&l);
}

static void pages_put_in_front_move_nothing_on_the_screen(void **state)
{
	(void)state;
	struct list *l = list_new(1000);
	begin(l, 100, 20, true, true);
	list_set_height(l, 5);
	list_move(l, 7);
	list_move(l, -2);
	int first;
	int y = place_on_screen(l, 5, &first);
	put(l, LIST_START, 90, 10, true);
	put(l, LIST_START, 70, 20, false);
	assert_string_equal(list_selected(l)->id, "105");
	assert_int_equal(list_selected_index(l), 35);
	assert_place(l, 5, y, first);
	for (size_t i = 0; i < list_count(l); i++)
		assert_int_equal(atoi(list_at(l, i)->id), 70 + (int)i);
	list_free(&l);
}

static void a_window_that_grows_leaves_no_blank_lines(void **state)
{
	(void)state;
	struct list *l = list_new(100);
	begin(l, 1, 20, false, false);
	list_set_height(l, 3);
	list_move(l, 19);
	assert_place(l, 3, 2, 18);
	assert_place(l, 10, 9, 11);
	assert_place(l, 30, 19, 1);
	assert_place(l, 2, 1, 19);
	list_free(&l);
}

static void the_selection_is_always_on_the_screen_at_any_height(void **state)
{
	(void)state;
	struct list *l = list_new(100);
	begin(l, 0, 50, false, false);
	srand(7);
	for (int i = 0; i < 2000; i++) {
		int height = rand() % 12 + 1;
		list_set_height(l, rand() % 3 ? height : 0);
		if (rand() % 2)
			list_move(l, rand() % 41 - 20);
		else
			list_page_move(l, rand() % 5 - 2);
		int first;
		int y = place_on_screen(l, height, &first);
		assert_in_range(y, 0, height - 1);
		assert_int_equal(first + y, atoi(list_selected(l)->id));
		assert_true(first + height <= 50);
	}
	list_free(&l);
}

static void a_page_is_asked_for_once_and_only_within_two_screens(void **state)
{
	(void)state;
	struct list *l = list_new(1000);
	begin(l, 0, 50, false, true);
	list_set_height(l, 10);
	assert_false(list_wants(l, LIST_START));
	assert_false(list_wants(l, LIST_END));
	list_move(l, 29);
	assert_false(list_wants(l, LIST_END));
	list_move(l, 1);
	assert_true(list_wants(l, LIST_END));
	list_asked(l, LIST_END);
	assert_false(list_wants(l, LIST_END));
	list_ask_failed(l, LIST_END);
	assert_true(list_wants(l, LIST_END));
	list_asked(l, LIST_END);
	put(l, LIST_END, 50, 5, true);
	assert_false(list_wants(l, LIST_END));
	list_move(l, 5);
	assert_true(list_wants(l, LIST_END));
	put(l, LIST_END, 55, 0, false);
	assert_false(list_wants(l, LIST_END));
	assert_true(list_at_edge(l, LIST_END));
	assert_int_equal(list_count(l), 55);
	list_free(&l);
}

static void a_short_first_page_asks_for_both_edges(void **state)
{
	(void)state;
	struct list *l = list_new(1000);
	begin(l, 500, 3, true, true);
	list_set_height(l, 10);
	assert_true(list_wants(l, LIST_START));
	assert_true(list_wants(l, LIST_END));
	assert_false(list_at_edge(l, LIST_START));
	list_free(&l);
}

/* Loads what the list wants from a table of `total` rows, pages of 20; returns how many. */
static int load(struct list *l, int total)
{
	int loads = 0;
	for (;;) {
		int first = atoi(list_at(l, 0)->id);
		int end = atoi(list_at(l, list_count(l) - 1)->id) + 1;
		if (list_wants(l, LIST_END)) {
			list_asked(l, LIST_END);
			int n = total - end < 20 ? total - end : 20;
			put(l, LIST_END, end, n, end + n < total);
		} else if (list_wants(l, LIST_START)) {
			list_asked(l, LIST_START);
			int n = first < 20 ? first : 20;
			put(l, LIST_START, first - n, n, first - n > 0);
		} else {
			return loads;
		}
		loads++;
		assert_true(loads < 100);
	}
}

static void walking_a_long_table_keeps_memory_flat_and_positions_right(void **state)
{
	(void)state;
	struct list *l = list_new(200);
	begin(l, 0, 20, false, true);
	list_set_height(l, 10);
	int at = 0;
	srand(11);
	for (int i = 0; i < 6000; i++) {
		load(l, 3000);
		int by = i < 3200 ? 1 : i < 5000 ? -2 : rand() % 41 - 20;
		int was = at;
		list_move(l, by);
		at = atoi(list_selected(l)->id);
		assert_true(at == was + by || at == 0 || at == 2999);
		assert_int_equal(list_position(l), at + 1);
		assert_true(list_count(l) <= 220);
		size_t last = list_count(l) - 1;
		assert_int_equal(atoi(list_at(l, last)->id) - atoi(list_at(l, 0)->id), last);
	}
	list_free(&l);
}

static void two_edges_never_evict_each_other_for_ever(void **state)
{
	(void)state;
	struct list *l = list_new(30); /* smaller than what a high window wants around it */
	begin(l, 500, 20, true, true);
	list_set_height(l, 40);
	assert_true(load(l, 1000) < 20);
	assert_int_equal(load(l, 1000), 0);
	list_move(l, 30);
	assert_true(load(l, 1000) < 10);
	list_free(&l);
}

static void an_answer_on_its_way_still_fits_where_it_was_asked(void **state)
{
	(void)state;
	struct list *l = list_new(100);
	begin(l, 1000, 90, true, true);
	list_set_height(l, 5);
	put(l, LIST_END, 1090, 10, true);
	put(l, LIST_END, 1100, 10, true);
	put(l, LIST_END, 1110, 10, true);
	list_asked(l, LIST_END);
	list_select_index(l, 0);
	put(l, LIST_START, 900, 100, true);
	put(l, LIST_START, 800, 100, true);
	put(l, LIST_END, 1120, 10, true);
	for (size_t i = 1; i < list_count(l); i++)
		assert_int_equal(atoi(list_at(l, i)->id), atoi(list_at(l, i - 1)->id) + 1);
	assert_non_null(list_find(l, "1000"));
	assert_string_equal(list_selected(l)->id, "1000");
	assert_true(list_count(l) <= 320);
	list_free(&l);
}

static void a_list_begun_in_the_middle_knows_no_position_until_it_meets_the_start(void **state)
{
	(void)state;
	struct list *l = list_new(1000);
	begin(l, 30, 10, true, false);
	list_set_height(l, 5);
	assert_int_equal(list_position(l), 0);
	put(l, LIST_START, 10, 20, true);
	assert_int_equal(list_position(l), 0);
	put(l, LIST_START, 0, 10, false);
	assert_int_equal(list_position(l), 31);
	list_select(l, "0");
	assert_int_equal(list_position(l), 1);
	list_free(&l);
}

static void beginning_again_forgets_everything(void **state)
{
	(void)state;
	struct list *l = list_new(1000);
	begin(l, 0, 50, false, true);
	list_set_height(l, 5);
	list_move(l, 40);
	list_asked(l, LIST_END);
	begin(l, 7, 10, false, true);
	assert_int_equal(list_count(l), 10);
	assert_string_equal(list_selected(l)->id, "7");
	assert_true(list_wants(l, LIST_END));
	assert_place(l, 5, 0, 7);
	list_reset(l);
	assert_null(list_selected(l));
	assert_null(list_find(l, "7"));
	list_free(&l);
}

static void the_selected_row_wears_the_style_of_the_focus_and_has_the_cursor(void **state)
{
	(void)state;
	struct list *l = list_new(100);
	begin(l, 1, 3, false, false);
	list_move(l, 1);
	struct screen *s = glass_new(6, 12);
	struct rect r = {1, 2, 4, 8};
	list_draw(l, s, r, true, draw_number, NULL);
	assert_row(s, 1, "   1");
	assert_row(s, 2, "  >2");
	assert_row(s, 3, "   3");
	assert_row(s, 4, "");
	assert_int_equal(glass_cell(s, 2, 9)->style, STYLE_SELECTED);
	assert_int_equal(glass_cell(s, 2, 10)->style, STYLE_TEXT);
	assert_int_equal(glass_cell(s, 1, 2)->style, STYLE_TEXT);
	assert_int_equal(s->cursor_y, 2);
	assert_int_equal(s->cursor_x, 2);
	assert_false(s->cursor_visible);
	s->cursor_y = -1;
	list_draw(l, s, r, false, draw_number, NULL);
	assert_int_equal(glass_cell(s, 2, 9)->style, STYLE_SELECTED_DIM);
	assert_int_equal(s->cursor_y, -1);
	list_draw(l, s, (struct rect){0, 0, 0, 0}, true, draw_number, NULL);
	glass_free(s);
	list_free(&l);
}

static enum pointed point(struct list *l, struct point at)
{
	at.on = l;
	return list_point(l, &at);
}

static void a_click_selects_a_row_and_the_wheel_moves_the_window(void **state)
{
	struct list *l = list_new(100);
	int first;

	(void)state;
	assert_int_equal(point(l, (struct point){.y = 1}), POINTED_ELSEWHERE);
	begin(l, 0, 20, false, false);
	place_on_screen(l, 5, &first);
	assert_int_equal(point(l, (struct point){.y = 0}), POINTED_AGAIN);
	assert_int_equal(point(l, (struct point){.y = 4}), POINTED);
	assert_int_equal(list_selected_index(l), 4);
	point(l, (struct point){.what = POINT_WHEEL, .lines = 3});
	assert_int_equal(list_selected_index(l), 4);
	assert_int_equal(place_on_screen(l, 5, &first), 1);
	assert_int_equal(first, 3);
	point(l, (struct point){.what = POINT_WHEEL, .lines = 3});
	assert_int_equal(list_selected_index(l), 6);
	point(l, (struct point){.what = POINT_WHEEL, .lines = 300});
	assert_int_equal(place_on_screen(l, 5, &first), 0);
	assert_int_equal(first, 15);
	point(l, (struct point){.what = POINT_WHEEL, .lines = -9});
	assert_int_equal(place_on_screen(l, 5, &first), 4);
	assert_int_equal(first, 6);
	list_free(&l);
}

static void a_drag_beyond_the_window_takes_it_along(void **state)
{
	struct list *l = list_new(100);
	int first;

	(void)state;
	begin(l, 0, 20, false, false);
	place_on_screen(l, 5, &first);
	point(l, (struct point){.y = 4});
	for (int i = 0; i < 3; i++)
		point(l, (struct point){.what = POINT_DRAG, .y = 7});
	assert_int_equal(list_selected_index(l), 7);
	assert_int_equal(place_on_screen(l, 5, &first), 4);
	for (int i = 0; i < 30; i++)
		point(l, (struct point){.what = POINT_DRAG, .y = 7});
	assert_int_equal(list_selected_index(l), 19);
	for (int i = 0; i < 30; i++)
		point(l, (struct point){.what = POINT_DRAG, .y = -1});
	assert_int_equal(list_selected_index(l), 0);
	list_free(&l);
}

static void a_margin_is_for_keys_and_under_a_mouse_nothing_moves(void **state)
{
	struct list *l = list_new(100);
	struct screen *s = glass_new(9, 10);

	(void)state;
	s->paging.margin = 3;
	begin(l, 0, 20, false, false);
	list_act(l, ACTION_BOTTOM);
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	for (int y = 1; y < 9; y += 7) {
		assert_int_equal(point(l, (struct point){.y = y}), POINTED);
		list_draw(l, s, glass_whole(s), true, draw_number, NULL);
		assert_int_equal(list_selected_index(l), 11 + y);
		assert_int_equal(s->cursor_y, y);
		assert_int_equal(point(l, (struct point){.y = y}), POINTED_AGAIN);
	}
	point(l, (struct point){.what = POINT_DRAG, .y = 0});
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	assert_int_equal(list_selected_index(l), 11);
	point(l, (struct point){.what = POINT_WHEEL, .lines = -3});
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	assert_int_equal(s->cursor_y, 3);
	list_move(l, -1);
	list_draw(l, s, glass_whole(s), true, draw_number, NULL);
	assert_int_equal(s->cursor_y, 3);
	glass_free(s);
	list_free(&l);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_list_has_nothing_selected_and_moves_nowhere),
		cmocka_unit_test(the_selection_stays_inside_what_is_loaded),
		cmocka_unit_test(the_window_follows_with_the_least_movement),
		cmocka_unit_test(a_margin_keeps_rows_in_sight_around_the_selection),
		cmocka_unit_test(a_page_shows_again_as_many_rows_as_are_asked_for),
		cmocka_unit_test(a_screen_further_keeps_the_place_on_the_screen),
		cmocka_unit_test(pages_put_in_front_move_nothing_on_the_screen),
		cmocka_unit_test(a_window_that_grows_leaves_no_blank_lines),
		cmocka_unit_test(the_selection_is_always_on_the_screen_at_any_height),
		cmocka_unit_test(a_page_is_asked_for_once_and_only_within_two_screens),
		cmocka_unit_test(a_short_first_page_asks_for_both_edges),
		cmocka_unit_test(walking_a_long_table_keeps_memory_flat_and_positions_right),
		cmocka_unit_test(two_edges_never_evict_each_other_for_ever),
		cmocka_unit_test(an_answer_on_its_way_still_fits_where_it_was_asked),
		cmocka_unit_test(
			a_list_begun_in_the_middle_knows_no_position_until_it_meets_the_start),
		cmocka_unit_test(beginning_again_forgets_everything),
		cmocka_unit_test(a_click_selects_a_row_and_the_wheel_moves_the_window),
		cmocka_unit_test(a_drag_beyond_the_window_takes_it_along),
		cmocka_unit_test(a_margin_is_for_keys_and_under_a_mouse_nothing_moves),
		cmocka_unit_test(the_selected_row_wears_the_style_of_the_focus_and_has_the_cursor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
