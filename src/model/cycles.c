/* Strongly connected sets by Tarjan's algorithm, and a way round in each by breadth first. */
#include "model/cycles.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define NONE UINT32_MAX

struct graph {
	const struct cycle_edge *edges; /* by `from` */
	size_t *first; /* of a node: its edges are first[node] up to first[node + 1] */
	uint32_t nodes;
	uint32_t *set; /* the lowest node of each one's set, when it is known */
};

static int by_source(const void *a, const void *b)
{
	const struct cycle_edge *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

static void index_edges(struct graph *g, size_t n)
{
	size_t at = 0;

	g->first = xcalloc((size_t)g->nodes + 1, sizeof(*g->first));
	for (uint32_t node = 0; node <= g->nodes; node++) {
		while (at < n && g->edges[at].from < node)
			at++;
		g->first[node] = at;
	}
}

/* --- Sets --- */

struct search {
	uint32_t *number; /* in the order of finding, from 1; 0: not found yet */
	uint32_t *low;
	uint32_t *stack, stack_n; /* found, and of no set yet */
	uint32_t *path, path_n; /* from the root to the node that is looked at */
	size_t *next; /* edge of each node on the path */
	uint32_t numbered;
};

static void enter(struct search *s, const struct graph *g, uint32_t node)
{
	s->number[node] = s->low[node] = ++s->numbered;
	s->stack[s->stack_n++] = node;
	s->path[s->path_n++] = node;
	s->next[node] = g->first[node];
}

/* The nodes above it on the stack are its set. */
static void close_set(struct search *s, struct graph *g, uint32_t node)
{
	uint32_t top = s->stack_n, lowest = NONE;

	do {
		uint32_t member = s->stack[--s->stack_n];
		lowest = member < lowest ? member : lowest;
		if (member == node)
			break;
	} while (true);
	for (uint32_t i = s->stack_n; i < top; i++)
		g->set[s->stack[i]] = lowest;
}

static void lower(struct search *s, uint32_t node, uint32_t to)
{
	if (to < s->low[node])
		s->low[node] = to;
}

static void walk_from(struct search *s, struct graph *g, uint32_t root)
{
	enter(s, g, root);
	while (s->path_n > 0) {
		uint32_t node = s->path[s->path_n - 1];
		if (s->next[node] < g->first[node + 1]) {
			uint32_t to = g->edges[s->next[node]++].to;
			if (s->number[to] == 0)
				enter(s, g, to);
			else if (g->set[to] == NONE)
				lower(s, node, s->number[to]);
			continue;
		}
		s->path_n--;
		if (s->path_n > 0)
			lower(s, s->path[s->path_n - 1], s->low[node]);
		if (s->low[node] == s->number[node])
			close_set(s, g, node);
	}
}

static void find_sets(struct graph *g)
{
	size_t n = g->nodes;
	struct search s = {
		.number = xcalloc(n, sizeof(uint32_t)),
		.low = xcalloc(n, sizeof(uint32_t)),
		.stack = xcalloc(n, sizeof(uint32_t)),
		.path = xcalloc(n, sizeof(uint32_t)),
		.next = xcalloc(n, sizeof(size_t)),
	};

	g->set = xcalloc(n, sizeof(*g->set));
	memset(g->set, 0xFF, n * sizeof(*g->set));
	for (uint32_t node = 0; node < g->nodes; node++)
		if (s.number[node] == 0)
			walk_from(&s, g, node);
	free(s.number);
	free(s.low);
	free(s.stack);
	free(s.path);
	free(s.next);
}

/* --- A way round --- */

/* The shortest way from a node back to itself: what each was reached from, and the last one. Within
 * a set of several there is one. Every set is walked once, so that all of them cost what they hold.
 */
static uint32_t walk_round(const struct graph *g, uint32_t start, uint32_t *from, uint32_t *queue)
{
	size_t head = 0, tail = 0;

	queue[tail++] = start;
	while (head < tail) {
		uint32_t node = queue[head++];
		for (size_t i = g->first[node]; i < g->first[node + 1]; i++) {
			uint32_t to = g->edges[i].to;
			if (to == start && node != start)
				return node;
			if (g->set[to] != start || to == start || from[to] != NONE)
				continue;
			from[to] = node;
			queue[tail++] = to;
		}
	}
	return start;
}

static void keep(const struct graph *g, uint32_t start, uint32_t *from, uint32_t *queue,
	struct arena *a, struct cycle *out)
{
	uint32_t last = walk_round(g, start, from, queue);

	out->length = 1;
	for (uint32_t node = last; node != start; node = from[node])
		out->length++;
	out->path = arena_calloc(a, out->length, sizeof(*out->path));
	size_t at = out->length;
	for (uint32_t node = last; node != start; node = from[node])
		out->path[--at] = node;
	out->path[0] = start;
}

void cycles_find(struct cycle_edge *edges, size_t n, uint32_t nodes, struct arena *a,
	struct cycle **out, size_t *found)
{
	struct graph g = {.edges = edges, .nodes = nodes};
	size_t room = 0;

	*out = NULL;
	*found = 0;
	if (nodes == 0)
		return;
	qsort(edges, n, sizeof(*edges), by_source);
	index_edges(&g, n);
	find_sets(&g);
	size_t *members = xcalloc(nodes, sizeof(*members));
	for (uint32_t node = 0; node < nodes; node++)
		members[g.set[node]]++;
	for (uint32_t node = 0; node < nodes; node++)
		room += members[node] > 1;
	uint32_t *from = xcalloc(nodes, sizeof(*from)), *queue = xcalloc(nodes, sizeof(*queue));
	memset(from, 0xFF, nodes * sizeof(*from));
	*out = arena_calloc(a, room, sizeof(**out));
	for (uint32_t node = 0; node < nodes; node++) {
		if (members[node] < 2)
			continue;
		(*out)[*found].members = members[node];
		keep(&g, node, from, queue, a, &(*out)[(*found)++]);
	}
	free(members);
	free(from);
	free(queue);
	free(g.set);
	free(g.first);
}
