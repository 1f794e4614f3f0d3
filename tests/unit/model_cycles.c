/* Cycles: what is found is one, and what every node that reaches itself is part of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/cycles.h"

#define MOST 12

static void no_edges_have_no_cycle(void **state)
{
	struct arena a = {0};
	struct cycle *c;
	size_t n;

	(void)state;
	cycles_find(NULL, 0, 0, &a, &c, &n);
	assert_int_equal(n, 0);
	struct cycle_edge loop[] = {{1, 1}, {0, 1}};
	cycles_find(loop, 2, 2, &a, &c, &n);
	assert_int_equal(n, 0);
	arena_free(&a);
}

static void the_way_round_is_the_shortest_from_the_lowest_node(void **state)
{
	struct cycle_edge edges[] = {
		{3, 1}, {1, 2}, {2, 3}, {2, 1}, {0, 1}, {5, 6}, {6, 5}, {3, 4}};
	struct arena a = {0};
	struct cycle *c;
	size_t n;

	(void)state;
	cycles_find(edges, 8, 7, &a, &c, &n);
	assert_int_equal(n, 2);
	assert_int_equal(c[0].members, 3);
	assert_int_equal(c[0].length, 2);
	assert_int_equal(c[0].path[0], 1);
	assert_int_equal(c[0].path[1], 2);
	assert_int_equal(c[1].path[0], 5);
	arena_free(&a);
}

/* Whether each node reaches each other one. */
static void reach(const struct cycle_edge *edges, size_t n, bool reached[MOST][MOST])
{
	memset(reached, 0, sizeof(bool[MOST][MOST]));
	for (size_t i = 0; i < n; i++)
		reached[edges[i].from][edges[i].to] = true;
	for (int k = 0; k < MOST; k++)
		for (int i = 0; i < MOST; i++)
			for (int j = 0; j < MOST; j++)
				reached[i][j] |= reached[i][k] && reached[k][j];
}

static bool is_edge(const struct cycle_edge *edges, size_t n, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < n; i++)
		if (edges[i].from == from && edges[i].to == to)
			return true;
	return false;
}

static void check(struct cycle_edge *edges, size_t n, uint32_t nodes)
{
	bool reached[MOST][MOST], found[MOST] = {false};
	struct arena a = {0};
	struct cycle *c;
	size_t count;

	reach(edges, n, reached);
	cycles_find(edges, n, nodes, &a, &c, &count);
	for (size_t i = 0; i < count; i++) {
		size_t members = 0;
		assert_true(c[i].length > 1 && c[i].length <= c[i].members);
		assert_false(found[c[i].path[0]]);
		for (size_t k = 0; k < c[i].length; k++)
			assert_true(
				is_edge(edges, n, c[i].path[k], c[i].path[(k + 1) % c[i].length]));
		for (uint32_t other = 0; other < nodes; other++) {
			bool both = other == c[i].path[0] ||
				(reached[c[i].path[0]][other] && reached[other][c[i].path[0]]);
			members += both;
			found[other] |= both;
		}
		assert_int_equal(members, c[i].members);
	}
	for (uint32_t x = 0; x < nodes; x++)
		for (uint32_t y = 0; y < nodes; y++)
			if (x != y && reached[x][y] && reached[y][x])
				assert_true(found[x] && found[y]);
	arena_free(&a);
}

static void random_graphs_agree_with_looking_at_every_pair(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct cycle_edge edges[3 * MOST];
		uint32_t nodes = 1 + (uint32_t)(round % MOST);
		size_t n = (size_t)(round % (3 * MOST));
		for (size_t i = 0; i < n; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			edges[i] = (struct cycle_edge){
				(uint32_t)(seed >> 33) % nodes, (uint32_t)(seed >> 48) % nodes};
		}
		check(edges, n, nodes);
	}
}

static void a_ring_of_all_edges_that_there_may_be_is_one_cycle(void **state)
{
	enum { RING = 300000 };
	struct cycle_edge *edges = calloc(RING, sizeof(*edges));
	struct arena a = {0};
	struct cycle *c;
	size_t n;

	(void)state;
	for (uint32_t i = 0; i < RING; i++)
		edges[i] = (struct cycle_edge){i, (i + 1) % RING};
	cycles_find(edges, RING, RING, &a, &c, &n);
	assert_int_equal(n, 1);
	assert_int_equal(c[0].members, RING);
	assert_int_equal(c[0].length, RING);
	free(edges);
	arena_free(&a);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_edges_have_no_cycle),
		cmocka_unit_test(the_way_round_is_the_shortest_from_the_lowest_node),
		cmocka_unit_test(random_graphs_agree_with_looking_at_every_pair),
		cmocka_unit_test(a_ring_of_all_edges_that_there_may_be_is_one_cycle),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
