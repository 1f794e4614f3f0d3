/* How two beliefs hang together: the shortest and the strongest path between them. */
#ifndef MODEL_PATH_H
#define MODEL_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/idmap.h"

#define PATH_NONE UINT32_MAX

/* What is known of the graph so far: beliefs by numbers, and of those that were asked for all their
 * edges, seen from there, in either direction. Embedded; path_net_clear gives it back. */
struct path_arc {
	uint32_t to, next; /* next: of the same belief */
	double cost; /* −ln of the weight; INFINITY for a weight of 0 */
};

struct path_net {
	struct idmap ids; /* each with its number */
	char (*id)[UUID_TEXT]; /* by number */
	uint32_t *first; /* of each belief, its first arc */
	bool *asked;
	struct path_arc *arcs;
	size_t n, room, arc_count, arc_room, asked_count;
};

/* The number of a belief, a new one if need be. */
uint32_t path_node(struct path_net *net, const char *id);
/* An edge of `from`, which was asked for. NULL weights, and those out of range, count as
 * relation_weight says. */
void path_arc_add(struct path_net *net, uint32_t from, uint32_t to, double weight);
void path_net_clear(struct path_net *net);

/* Adds all edges of these beliefs, which are marked as asked already. -1 ends the search. */
typedef int path_ask(
	void *arg, struct path_net *net, const uint32_t *nodes, size_t n, struct err *e);

/* Beliefs from one end to the other; none when there is no path. Freed by path_clear. */
struct path {
	uint32_t *nodes;
	size_t n;
	bool gave_up; /* before all was searched: more than `most` beliefs were looked at */
};

void path_clear(struct path *p);

/*
 * The path with the fewest edges (from both ends in breadth), and the one whose weights have the
 * largest product (Dijkstra from both ends on −ln w). The direction of edges does not matter. Edges
 * are asked for where the search arrives, many beliefs at once, up to `most` of them.
 */
int path_shortest(struct path_net *net, uint32_t from, uint32_t to, size_t most, path_ask *ask,
	void *arg, struct path *out, struct err *e);
int path_strongest(struct path_net *net, uint32_t from, uint32_t to, size_t most, path_ask *ask,
	void *arg, struct path *out, struct err *e);

#endif
