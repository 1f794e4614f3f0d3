/* Beliefs and the edges between them: what is drawn, listed and written to files. */
#ifndef MODEL_GRAPH_H
#define MODEL_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/uuid.h"

struct graph_node {
	char id[UUID_TEXT];
	struct span title, persona; /* the persona's name */
	double confidence; /* NAN for NULL, and for what is no number */
	bool confidence_broken; /* see model/confidence.h */
	bool locked;
};

struct graph_edge {
	char id[UUID_TEXT];
	size_t source, target; /* positions in nodes */
	struct span relation;
	double weight; /* NAN for NULL, and for what is no number */
};

/* Some beliefs and all edges among them. Nodes stand in the order of their titles, edges in that of
 * their sources, relations and targets: the same data gives the same graph on both engines. */
struct graph {
	struct graph_node *nodes;
	size_t node_count;
	struct graph_edge *edges;
	size_t edge_count;
};

/* Position of a belief, or node_count. */
size_t graph_find(const struct graph *g, const char *id);
/* Whether its beliefs belong to more than one persona. */
bool graph_is_mixed(const struct graph *g);
/* Brings nodes and edges into the order above; edges follow their nodes. `a` is for scratch. */
void graph_sort(struct graph *g, struct arena *a);

/* --- What is around one belief. --- */

#define TIE_FOCUS SIZE_MAX

/* A line of the ego graph: an edge, and the belief at its other end. */
struct tie {
	char edge[UUID_TEXT], other[UUID_TEXT];
	struct span relation, title, persona_id; /* NULL where the other end was deleted */
	double weight, confidence; /* NAN for NULL, and for what is no number */
	bool confidence_broken; /* see model/confidence.h */
	bool outward; /* away from the focus, or from the belief that it hangs on */
	size_t parent; /* the line that it hangs on; TIE_FOCUS */
	int depth; /* 1 and on */
	int64_t edges; /* of the belief at the other end, in all; an edge to itself counts once */
	int64_t behind; /* of them, those that no line shows */
};

/* The ties of one direction and relation. */
struct tie_group {
	struct span relation;
	bool outward;
	int64_t count; /* in the database; fewer lines may stand for them */
};

/*
 * Ties in the order in which they are read: by direction (out first), relation, weight descending,
 * title; those of greater depth behind all that are nearer. An edge from the focus to itself goes
 * out, once. `in` and `out` count the edges in the database: for the weakest of very many there may
 * be no tie.
 */
struct ego {
	char focus[UUID_TEXT];
	struct tie *ties;
	size_t n;
	struct tie_group *groups;
	size_t group_count;
	int64_t in, out;
	int depth;
};

/* Brings the ties next to the focus into that order; those behind follow their lines. `a` owns what
 * is sorted. */
void ego_sort(struct ego *ego, struct arena *a);
/* Sets `behind` of each tie from what the others show. */
void ego_count(struct ego *ego);

#endif
