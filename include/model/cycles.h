/* Cycles in a directed graph. */
#ifndef MODEL_CYCLES_H
#define MODEL_CYCLES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct cycle_edge {
	uint32_t from, to;
};

/* One set of nodes that all reach each other, two at least, and one of the shortest ways round
 * within it from its lowest node. */
struct cycle {
	uint32_t *path; /* each node once; the last one leads to the first */
	size_t length;
	size_t members; /* nodes of the set */
};

/*
 * All such sets, in the order of their lowest nodes; an edge from a node to itself is none. Nodes
 * are 0 to `nodes` less one; `edges` is put in order. Everything found lives in the arena; time
 * and memory are linear.
 *
 * R. Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion.
 */
void cycles_find(struct cycle_edge *edges, size_t n, uint32_t nodes, struct arena *a,
	struct cycle **out, size_t *found);

#endif
