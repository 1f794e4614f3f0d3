/* The model of the graph: how relations are written, the order of a graph, what a tie hides. */
#include "model/graph.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/relation.h"

static const char *weight_of(double weight)
{
	static char text[8];

	relation_weight_text(weight, text);
	return text;
}

static void a_weight_is_written_in_three_columns(void **state)
{
	(void)state;
	assert_string_equal(weight_of(0.9), ".90");
	assert_string_equal(weight_of(0), ".00");
	assert_string_equal(weight_of(0.996), "1.0");
	assert_string_equal(weight_of(1), "1.0");
	assert_string_equal(weight_of(NAN), "-");
	assert_string_equal(weight_of(-0.1), "<0!");
	assert_string_equal(weight_of(1e300), ">1!");
	assert_string_equal(weight_of(INFINITY), ">1!");
}

static void a_weight_that_is_none_counts_half_in_a_path(void **state)
{
	(void)state;
	assert_true(relation_weight(NAN) == 0.5);
	assert_true(relation_weight(-3) == 0);
	assert_true(relation_weight(7) == 1);
	assert_true(relation_weight(0.25) == 0.25);
}

static void relations_outside_the_four_have_small_letters_and_their_own_names(void **state)
{
	(void)state;
	assert_int_equal(relation_letter(SPAN_LIT("supports")), 'S');
	assert_int_equal(relation_letter(SPAN_LIT("inspired_by")), 'i');
	assert_int_equal(relation_letter(SPAN_LIT("Supports")), 's');
	assert_int_equal(relation_letter(SPAN_LIT("\033[2J")), '?');
	assert_int_equal(relation_letter(SPAN_LIT("")), '?');
	assert_int_equal(relation_letter(SPAN_NULL), '?');
	assert_true(span_is(relation_words(SPAN_LIT("depends_on"), false), "needed by"));
	assert_true(span_is(relation_words(SPAN_LIT("inspired_by"), false), "inspired_by"));
	assert_true(span_is(relation_words(SPAN_NULL, true), "(no relation)"));
}

static void sorting_moves_edges_with_their_beliefs(void **state)
{
	struct arena a = {0};
	struct graph_node nodes[] = {{.id = "2", .title = SPAN_LIT("b")},
		{.id = "3", .title = SPAN_LIT("c")}, {.id = "1", .title = SPAN_LIT("a")}};
	struct graph_edge edges[] = {{.id = "x", .source = 1, .target = 2},
		{.id = "y", .source = 2, .target = 0}, {.id = "z", .source = 0, .target = 0}};
	struct graph g = {nodes, 3, edges, 3};

	(void)state;
	graph_sort(&g, &a);
	assert_string_equal(nodes[0].id, "1");
	assert_string_equal(nodes[2].id, "3");
	assert_string_equal(edges[0].id, "y");
	assert_string_equal(nodes[edges[0].target].id, "2");
	assert_string_equal(edges[1].id, "z");
	assert_int_equal(edges[1].source, edges[1].target);
	assert_string_equal(nodes[edges[2].source].id, "3");
	assert_int_equal(graph_find(&g, "2"), 1);
	assert_int_equal(graph_find(&g, "9"), 3);
	arena_free(&a);
}

static void what_no_line_shows_lies_behind(void **state)
{
	struct tie ties[] = {
		{.edge = "a", .other = "B", .parent = TIE_FOCUS, .depth = 1, .edges = 5},
		{.edge = "b", .other = "B", .parent = TIE_FOCUS, .depth = 1, .edges = 5},
		{.edge = "c", .other = "C", .parent = 0, .depth = 2, .edges = 2},
		{.edge = "d", .other = "F", .parent = TIE_FOCUS, .depth = 1, .edges = 4},
	};
	struct ego ego = {.focus = "F", .ties = ties, .n = 4};

	(void)state;
	ego_count(&ego);
	assert_int_equal(ties[0].behind, 2);
	assert_int_equal(ties[1].behind, 2);
	assert_int_equal(ties[2].behind, 1);
	assert_int_equal(ties[3].behind, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_weight_is_written_in_three_columns),
		cmocka_unit_test(a_weight_that_is_none_counts_half_in_a_path),
		cmocka_unit_test(relations_outside_the_four_have_small_letters_and_their_own_names),
		cmocka_unit_test(sorting_moves_edges_with_their_beliefs),
		cmocka_unit_test(what_no_line_shows_lies_behind),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
