/* The belief graph: what is around one belief, and the edges among some. */
#ifndef STORE_GRAPH_H
#define STORE_GRAPH_H

#include <stdbool.h>

#include "db/db.h"
#include "model/filter.h"
#include "model/graph.h"

#define EGO_DEPTH 3
/* Lines at the most: of one relation and direction next to the focus, of one direction in all,
 * where many relations have each fewer of them. */
#define EGO_GROUP 200
#define EGO_SIDE 600
/* Edges of a neighbour are counted up to here in each direction: it is for a hint. */
#define EGO_COUNTED 2000

/*
 * The edges of one belief, and up to `depth` (1 to EGO_DEPTH) of what hangs on its neighbours: of
 * each the heaviest few, for the first few dozen. Five questions to the database and one for
 * each further level, whatever the number of edges. Everything in the arena. A belief that is not
 * there has no ties.
 */
int graph_around(
	struct db *db, const char *id, int depth, struct arena *a, struct ego *out, struct err *e);

/* Ids of the belief and of all that lies up to `depth` edges from it in either direction, itself
 * first, up to `most`; `more` when there are others. None of one that is not there; what an edge
 * names may not exist. */
int graph_reach(struct db *db, const char *id, int depth, size_t most, struct arena *a,
	char (**ids)[UUID_TEXT], size_t *n, bool *more, struct err *e);

/* These beliefs and the edges among them, sorted. Ids that are not there are left out. */
int graph_among(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct graph *out, struct err *e);

/* Ids of the beliefs that a filter finds, in the order of the list, up to `most`; `more` when there
 * are others. */
int graph_filter(struct db *db, const struct filter *filter, size_t most, struct arena *a,
	char (**ids)[UUID_TEXT], size_t *n, bool *more, struct err *e);

/* Beliefs that a search for paths looks at, at the most. */
#define PATH_MOST 50000

struct path_step {
	struct graph_node node;
	/* The edge to the next one, the heaviest of several; none at the end. */
	struct span relation;
	double weight;
	bool forward; /* it leads from this one to the next */
};

/* From one end to the other; n 0: there is none. */
struct graph_path {
	struct path_step *steps;
	size_t n;
	double product; /* of the weights, as relation_weight takes them */
	bool gave_up; /* more than PATH_MOST beliefs would have to be looked at */
};

struct graph_paths {
	struct graph_path shortest, strongest;
	struct graph_node ends[2];
	size_t looked_at; /* beliefs */
};

/* How two beliefs hang together (see model/path.h). ERR_MISSING when one of them is gone. */
int graph_paths_find(struct db *db, const char *from, const char *to, struct arena *a,
	struct graph_paths *out, struct err *e);

#endif
