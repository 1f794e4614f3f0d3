/* A layered drawing in cells: boxes in rows, edges as lines of straight pieces between the rows. */
#ifndef MODEL_LAYOUT_H
#define MODEL_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

struct layout_box {
	int w, h; /* given, at least 4 × 3; layout_place makes those wider that many edges meet */
	int x, y; /* found: the left upper cell */
	int layer; /* found: 0 at the top; -1 for a box that no edge meets, which stands below */
};

struct layout_point {
	int y, x;
};

struct layout_edge {
	size_t from, to; /* given: positions of boxes; an edge from a box to itself has no line */
	/* Found: from the cell below or above one box to that of the other, in the direction of the
	 * edge; two that follow each other share a row or a column. */
	struct layout_point *points;
	size_t n;
};

struct layout {
	struct layout_box *boxes;
	size_t box_count;
	struct layout_edge *edges;
	size_t edge_count;
	int w, h; /* found: of the whole drawing */
};

/* What a piece of a long edge or a box is to its layer. */
struct layout_slot {
	size_t box; /* SIZE_MAX for a piece of an edge */
	size_t edge;
	double x; /* its middle: where it would like to be */
};

struct layout_layer {
	struct layout_slot *slots; /* from the left */
	size_t n;
};

/* The boxes that edges meet, and the long edges between them, in layers: edges lead from one layer
 * to a further one, most of them down. */
struct layering {
	struct layout_layer *layers;
	size_t n;
};

/*
 * Our own layers: cycles are broken where a walk in depth meets itself, the longest path settles
 * the layer, and the order within one comes from the barycentres of the neighbours (Sugiyama,
 * Tagawa, Toda: Methods for visual understanding of hierarchical system structures, 1981). Sets the
 * layers of the boxes.
 */
void layering_own(struct layout *l, struct arena *a, struct layering *out);

/*
 * Layers out of what tenet-layout answered (see layering_ask). -1 when it is no answer to this
 * question.
 */
int layering_read(struct layout *l, struct span answer, struct arena *a, struct layering *out);
/* What tenet-layout is asked: "BOXES EDGES", a width for each box that an edge meets, and the ends
 * of each edge, a line each. */
struct span layering_ask(const struct layout *l, struct arena *a);

/*
 * Places boxes and lines. Boxes never touch each other, and lines touch boxes only at their ends;
 * two lines share cells only where they cross. `width` is what the boxes without edges, which stand
 * below the others, may take of a row.
 */
void layout_place(struct layout *l, const struct layering *given, int width, struct arena *a);

#endif
