/* Layered drawings: boxes that do not touch, lines that end at their boxes and nowhere else. */
#include "model/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct picture {
	struct layout l;
	struct arena a;
	int *cell; /* 0 free, 1 box, else ways of lines: 2 across, 4 upright */
};

static struct picture drawn(size_t boxes, const size_t (*ends)[2], size_t edges)
{
	struct picture p = {.l = {.box_count = boxes, .edge_count = edges}};
	struct layering layers;

	p.l.boxes = arena_calloc(&p.a, boxes + 1, sizeof(*p.l.boxes));
	p.l.edges = arena_calloc(&p.a, edges + 1, sizeof(*p.l.edges));
	for (size_t i = 0; i < boxes; i++)
		p.l.boxes[i] = (struct layout_box){.w = 10, .h = 3 + (int)(i % 2)};
	for (size_t i = 0; i < edges; i++)
		p.l.edges[i] = (struct layout_edge){.from = ends[i][0], .to = ends[i][1]};
	layering_own(&p.l, &p.a, &layers);
	layout_place(&p.l, &layers, 80, &p.a);
	p.cell = arena_calloc(&p.a, (size_t)(p.l.w * p.l.h) + 1, sizeof(*p.cell));
	return p;
}

static int *cell_at(struct picture *p, int y, int x)
{
	assert_in_range(y, 0, p->l.h - 1);
	assert_in_range(x, 0, p->l.w - 1);
	return &p->cell[y * p->l.w + x];
}

static void put_boxes(struct picture *p)
{
	for (size_t i = 0; i < p->l.box_count; i++)
		for (int y = 0; y < p->l.boxes[i].h; y++)
			for (int x = 0; x < p->l.boxes[i].w; x++) {
				int *c = cell_at(p, p->l.boxes[i].y + y, p->l.boxes[i].x + x);
				assert_int_equal(*c, 0);
				*c = 1;
			}
}

/* Each cell of a line once: across, upright, or both where it bends. */
static void put_line(struct picture *p, const struct layout_edge *e)
{
	for (size_t i = 0; i + 1 < e->n; i++) {
		struct layout_point a = e->points[i], b = e->points[i + 1];
		bool across = a.y == b.y;
		assert_true(across != (a.x == b.x));
		int dy = (b.y > a.y) - (b.y < a.y), dx = (b.x > a.x) - (b.x < a.x);
		for (int y = a.y, x = a.x;; y += dy, x += dx) {
			int *c = cell_at(p, y, x), way = across ? 2 : 4;
			bool bend = (y == a.y && x == a.x && i > 0) ||
				(y == b.y && x == b.x && i + 2 < e->n);
			assert_int_equal(*c & 1, 0);
			if (*c & way && !(bend && y == a.y && x == a.x))
				fail_msg("two lines run along each other at %d, %d", y, x);
			if (bend && y == a.y && x == a.x) {
				assert_int_equal(*c & (2 | 4), 2 | 4);
			} else if (bend) {
				assert_int_equal(*c, 0);
				*c = 2 | 4;
			} else {
				*c |= way;
			}
			if (y == b.y && x == b.x)
				break;
		}
	}
}

/* The end of a line stands right above or below the box, off its corners. */
static void assert_meets(const struct layout_box *b, struct layout_point at)
{
	assert_true(at.x > b->x && at.x < b->x + b->w - 1);
	assert_true(at.y == b->y - 1 || at.y == b->y + b->h);
}

static void assert_sound(struct picture *p)
{
	put_boxes(p);
	for (size_t i = 0; i < p->l.edge_count; i++) {
		struct layout_edge *e = &p->l.edges[i];
		if (e->from == e->to) {
			assert_int_equal(e->n, 0);
			continue;
		}
		assert_true(e->n >= 2);
		assert_meets(&p->l.boxes[e->from], e->points[0]);
		assert_meets(&p->l.boxes[e->to], e->points[e->n - 1]);
		put_line(p, e);
	}
	arena_free(&p->a);
}

static void a_chain_stands_in_one_column_with_straight_lines(void **state)
{
	static const size_t ends[][2] = {{0, 1}, {1, 2}, {2, 3}};
	struct picture p = drawn(4, ends, 3);

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(p.l.boxes[i].layer, i);
		assert_int_equal(p.l.boxes[i].x, p.l.boxes[0].x);
	}
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(p.l.edges[i].n, 2);
	assert_sound(&p);
}

static void cycles_edges_to_itself_and_double_edges_are_drawn(void **state)
{
	static const size_t ends[][2] = {
		{0, 1}, {1, 2}, {2, 0}, {0, 0}, {0, 1}, {1, 0}, {3, 3}, {0, 2}};
	struct picture p = drawn(4, ends, 8);

	(void)state;
	assert_int_equal(p.l.boxes[3].layer, -1);
	assert_true(p.l.boxes[3].y > p.l.boxes[2].y);
	assert_sound(&p);
}

static void what_no_edge_meets_fills_rows_below(void **state)
{
	struct picture p = drawn(20, NULL, 0);

	(void)state;
	assert_true(p.l.w <= 80);
	assert_true(p.l.h > 8);
	assert_sound(&p);
}

static void what_is_not_tied_together_stands_in_rows_of_the_width(void **state)
{
	static const size_t pairs[][2] = {{0, 1}, {3, 2}, {4, 5}, {7, 6}, {8, 9}, {10, 11},
		{12, 13}, {14, 15}, {16, 17}, {17, 18}, {16, 18}};
	struct picture p = drawn(20, pairs, 11);

	(void)state;
	assert_in_range(p.l.w, 60, 80);
	assert_sound(&p);
}

static void nothing_at_all_takes_no_room(void **state)
{
	struct picture p = drawn(0, NULL, 0);

	(void)state;
	assert_int_equal(p.l.w, 0);
	assert_int_equal(p.l.h, 0);
	assert_sound(&p);
}

static void a_hub_is_as_wide_as_its_lines_need(void **state)
{
	size_t ends[60][2];

	(void)state;
	for (size_t i = 0; i < 60; i++) {
		ends[i][0] = i % 2 ? i + 1 : 0;
		ends[i][1] = i % 2 ? 0 : i + 1;
	}
	struct picture p = drawn(61, (const size_t(*)[2])ends, 60);
	assert_true(p.l.boxes[0].w >= 60);
	assert_sound(&p);
}

static void crossings_that_need_not_be_are_taken_out(void **state)
{
	static const size_t ends[][2] = {{0, 5}, {1, 4}, {2, 3}};
	struct picture p = drawn(6, ends, 3);

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(p.l.edges[i].n, 2);
	assert_sound(&p);
}

static uint32_t random_of(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)*seed * n) >> 32);
}

static void any_graph_is_drawn_without_a_line_along_another(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 400; seed++) {
		uint32_t r = seed;
		size_t boxes = 1 + random_of(&r, 24), edges = random_of(&r, 3 * (uint32_t)boxes);
		size_t ends[80][2];
		for (size_t i = 0; i < edges; i++) {
			ends[i][0] = random_of(&r, (uint32_t)boxes);
			ends[i][1] = random_of(&r, (uint32_t)boxes);
		}
		struct picture p = drawn(boxes, (const size_t(*)[2])ends, edges);
		assert_sound(&p);
	}
}

/* As tenet-layout answers: a chain of three and an edge past the one in the middle. */
static void layers_are_read_from_an_answer_and_nothing_else_is_taken_for_one(void **state)
{
	static const struct {
		size_t from, to;
	} ends[] = {{0, 1}, {1, 2}, {0, 2}, {3, 3}};
	static const char answer[] = "20.3 162.0\n12.0 90.0\n20.3 18.0\n"
				     "4 18.3 143.7 17.3 135.3 16.1 125.1 15.0 115.9\n"
				     "4 14.1 71.7 15.1 63.3 16.3 53.1 17.4 43.9\n"
				     "4 22.6 143.9 30.0 110.0 30.0 70.0 23.5 44.2\n";
	struct picture p = {.l = {.box_count = 4, .edge_count = 4}};
	struct layering layers;

	(void)state;
	p.l.boxes = arena_calloc(&p.a, 4, sizeof(*p.l.boxes));
	p.l.edges = arena_calloc(&p.a, 4, sizeof(*p.l.edges));
	for (size_t i = 0; i < 4; i++) {
		p.l.boxes[i] = (struct layout_box){.w = 24, .h = 4};
		p.l.edges[i] = (struct layout_edge){.from = ends[i].from, .to = ends[i].to};
	}
	assert_true(span_is(layering_ask(&p.l, &p.a), "3 3\n24\n24\n24\n0 1\n1 2\n0 2\n"));
	assert_int_equal(layering_read(&p.l, SPAN_LIT(""), &p.a, &layers), -1);
	assert_int_equal(layering_read(&p.l, SPAN_LIT("1 1 nan 2"), &p.a, &layers), -1);
	for (size_t n = 0; n + 8 < sizeof(answer); n += 7)
		assert_int_equal(layering_read(&p.l, (struct span){answer, n}, &p.a, &layers), -1);
	assert_int_equal(layering_read(&p.l, SPAN_LIT("1 5 2 5 3 5 0 0 0"), &p.a, &layers), -1);
	assert_int_equal(layering_read(&p.l, SPAN_LIT(answer), &p.a, &layers), 0);
	assert_int_equal(layers.n, 3);
	assert_int_equal(layers.layers[1].n, 2);
	assert_int_equal(layers.layers[1].slots[1].edge, 2);
	layout_place(&p.l, &layers, 80, &p.a);
	p.cell = arena_calloc(&p.a, (size_t)(p.l.w * p.l.h) + 1, sizeof(*p.cell));
	assert_sound(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_chain_stands_in_one_column_with_straight_lines),
		cmocka_unit_test(cycles_edges_to_itself_and_double_edges_are_drawn),
		cmocka_unit_test(what_no_edge_meets_fills_rows_below),
		cmocka_unit_test(what_is_not_tied_together_stands_in_rows_of_the_width),
		cmocka_unit_test(nothing_at_all_takes_no_room),
		cmocka_unit_test(a_hub_is_as_wide_as_its_lines_need),
		cmocka_unit_test(crossings_that_need_not_be_are_taken_out),
		cmocka_unit_test(layers_are_read_from_an_answer_and_nothing_else_is_taken_for_one),
		cmocka_unit_test(any_graph_is_drawn_without_a_line_along_another),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
