/* What the files of a layout share. */
#ifndef MODEL_LAYOUT_PRIVATE_H
#define MODEL_LAYOUT_PRIVATE_H

#include "model/layout.h"

#define LAYOUT_GAP 3 /* columns between two boxes */

/* Where the pieces of edges that meet a slot go: positions in the layer beyond, and the pieces. */
struct ends {
	size_t *other, *piece;
	size_t n;
};

/* A piece leads from a slot of one layer to one of the next. */
struct piece {
	size_t edge;
	size_t upper, lower; /* positions of the slots */
	int top, bottom; /* columns of its ends */
	int track; /* 0 and on; -1 for a straight one */
};

/* The space between two layers. */
struct channel {
	struct ends *upper, *lower; /* of each slot above and below */
	struct piece *pieces; /* by their edges */
	size_t n;
	int tracks;
};

struct pieces {
	struct channel *channels; /* one fewer than layers */
};

static inline bool layout_is_loop(const struct layout_edge *e)
{
	return e->from == e->to;
}
/* Layers with room for all that may stand in them, and one more at the end of one. */
void layering_make(struct layering *out, size_t layers, const struct layout *l, struct arena *a);
void layering_add(struct layering *out, int layer, struct layout_slot slot);

void pieces_find(
	const struct layout *l, const struct layering *ls, struct arena *a, struct pieces *out);

/* Columns between the middles of two slots beside each other, at least. */
int layout_distance(
	const struct layout *l, const struct layout_slot *left, const struct layout_slot *right);
/* Moves what is in order to the nearest places that keep so much distance: wanted[i] is changed,
 * distance[i] lies between i - 1 and i. Weights are how much a thing insists. */
void layout_spread(
	double *wanted, const double *weight, const int *distance, size_t n, struct arena *a);
/* Makes boxes wide enough for the lines that meet them, once their layers are known. */
void layout_widen(struct layout *l, struct arena *a);
/* Sets x of the slots to columns in which edges run as straight as they can, by their order. */
void layout_settle(struct layout *l, struct layering *ls, struct arena *a);
/* Places what edges tie together in layers; boxes without edges are left alone. */
void layout_place_tied(struct layout *l, const struct layering *given, struct arena *a);
/* Places the same again, those parts that no edge ties to each other in rows, none wider than
 * `width` unless one part is. One part alone stays where it is. */
void layout_pack(struct layout *l, const struct layering *given, int width, struct arena *a);
/* Lines for the edges, and the rows of the layers. */
void layout_route(struct layout *l, const struct layering *ls, struct arena *a);

#endif
