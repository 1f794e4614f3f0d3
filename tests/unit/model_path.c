/* Paths between two beliefs, compared with what trying everything finds. */
#include "model/path.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/relation.h"

#define MOST 30

/* A small graph as a matrix of weights; -1: no edge. */
struct world {
	int n;
	double weight[MOST][MOST]; /* the heaviest of both directions */
	int asked;
};

static void name_of(int node, char id[UUID_TEXT])
{
	snprintf(id, UUID_TEXT, "%08d-0000-4000-8000-000000000000", node);
}

static int ask(void *arg, struct path_net *net, const uint32_t *nodes, size_t n, struct err *e)
{
	struct world *w = arg;
	char id[UUID_TEXT];

	(void)e;
	for (size_t i = 0; i < n; i++) {
		int from = atoi(net->id[nodes[i]]);
		w->asked++;
		for (int to = 0; to < w->n; to++) {
			if (w->weight[from][to] == -1)
				continue;
			name_of(to, id);
			path_arc_add(net, nodes[i], path_node(net, id), w->weight[from][to]);
		}
	}
	return 0;
}

/* Floyd and Warshall, with the sums that the searches make smallest. */
static double least(const struct world *w, int from, int to, bool unit)
{
	double d[MOST][MOST];

	for (int i = 0; i < w->n; i++)
		for (int k = 0; k < w->n; k++) {
			double cost = unit ? 1 : -log(relation_weight(w->weight[i][k]));
			d[i][k] = i == k ? 0 : w->weight[i][k] == -1 ? INFINITY : cost;
		}
	for (int via = 0; via < w->n; via++)
		for (int i = 0; i < w->n; i++)
			for (int k = 0; k < w->n; k++)
				if (d[i][via] + d[via][k] < d[i][k])
					d[i][k] = d[i][via] + d[via][k];
	return d[from][to];
}

static double length_of(
	const struct world *w, const struct path_net *net, const struct path *p, bool unit)
{
	double sum = 0;

	for (size_t i = 0; i + 1 < p->n; i++) {
		double weight =
			w->weight[atoi(net->id[p->nodes[i]])][atoi(net->id[p->nodes[i + 1]])];
		assert_true(weight != -1);
		sum += unit ? 1 : -log(relation_weight(weight));
	}
	return sum;
}

static void check(struct world *w, int from, int to, bool unit)
{
	struct path_net net = {0};
	struct path p;
	struct err e = {0};
	char a[UUID_TEXT], b[UUID_TEXT];
	double best = least(w, from, to, unit);

	name_of(from, a);
	name_of(to, b);
	uint32_t start = path_node(&net, a), end = path_node(&net, b);
	assert_int_equal(
		(unit ? path_shortest : path_strongest)(&net, start, end, 1000, ask, w, &p, &e), 0);
	assert_false(p.gave_up);
	if (isinf(best)) {
		assert_int_equal(p.n, 0);
	} else {
		assert_true(p.n >= 2);
		assert_int_equal(p.nodes[0], start);
		assert_int_equal(p.nodes[p.n - 1], end);
		assert_true(fabs(length_of(w, &net, &p, unit) - best) < 1e-9);
	}
	path_clear(&p);
	path_net_clear(&net);
}

static uint32_t random_of(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)*seed * n) >> 32);
}

static void make_world(struct world *w, uint32_t seed)
{
	uint32_t r = seed;

	*w = (struct world){.n = 2 + (int)random_of(&r, MOST - 1)};
	for (int i = 0; i < w->n; i++)
		for (int k = 0; k < w->n; k++)
			w->weight[i][k] = -1;
	for (uint32_t i = random_of(&r, 3 * (uint32_t)w->n); i > 0; i--) {
		int from = (int)random_of(&r, (uint32_t)w->n),
		    to = (int)random_of(&r, (uint32_t)w->n);
		uint32_t kind = random_of(&r, 10);
		double weight = random_of(&r, 1001) / 1000.0;
		if (kind == 0)
			weight = (double)NAN;
		else if (kind == 1)
			weight = 0;
		if (from != to)
			w->weight[from][to] = w->weight[to][from] = weight;
	}
}

static void paths_are_as_good_as_trying_everything(void **state)
{
	struct world w;

	(void)state;
	for (uint32_t seed = 1; seed <= 2000; seed++) {
		make_world(&w, seed);
		check(&w, 0, w.n - 1, true);
		check(&w, 0, w.n - 1, false);
	}
}

static void a_search_that_may_look_at_few_says_that_it_gave_up(void **state)
{
	struct world w = {.n = 12};
	struct path_net net = {0};
	struct path p;
	struct err e = {0};
	char a[UUID_TEXT], b[UUID_TEXT];

	(void)state;
	for (int i = 0; i < 12; i++)
		for (int k = 0; k < 12; k++)
			w.weight[i][k] = abs(i - k) == 1 ? 0.5 : -1;
	name_of(0, a);
	name_of(11, b);
	uint32_t start = path_node(&net, a), end = path_node(&net, b);
	assert_int_equal(path_strongest(&net, start, end, 3, ask, &w, &p, &e), 0);
	assert_true(p.gave_up);
	assert_int_equal(p.n, 0);
	assert_int_equal(w.asked, 3);
	path_clear(&p);
	path_net_clear(&net);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_as_good_as_trying_everything),
		cmocka_unit_test(a_search_that_may_look_at_few_says_that_it_gave_up),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
