/* A layered drawing: from layers to places. */
#include "model/layout.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>

#include "layout_private.h"

#define LINE_GAP 2 /* between a line and what is beside it */
#define STRAIGHTENING 8
#define LONG_WEIGHT 8 /* how much the piece of a long edge insists on standing below the others */

void layering_make(struct layering *out, size_t layers, const struct layout *l, struct arena *a)
{
	size_t *room = arena_calloc(a, layers + 1, sizeof(*room));

	*out = (struct layering){.n = layers};
	for (size_t i = 0; i < l->box_count; i++)
		if (l->boxes[i].layer >= 0)
			room[l->boxes[i].layer]++;
	for (size_t i = 0; i < l->edge_count; i++) {
		int from = l->boxes[l->edges[i].from].layer, to = l->boxes[l->edges[i].to].layer;
		for (int k = (from < to ? from : to) + 1; k < (from < to ? to : from); k++)
			room[k]++;
	}
	out->layers = arena_calloc(a, layers + 1, sizeof(*out->layers));
	for (size_t i = 0; i < layers; i++)
		out->layers[i].slots = arena_calloc(a, room[i] + 1, sizeof(struct layout_slot));
}

void layering_add(struct layering *out, int layer, struct layout_slot slot)
{
	struct layout_layer *at = &out->layers[layer];

	at->slots[at->n++] = slot;
}

/* --- Pieces of edges. --- */

/* Where each box and each long edge stands in the layers. */
struct places {
	size_t *box; /* position of each box in its layer */
	size_t **edge; /* of each edge, positions in the layers that it passes */
};

static void find_places(
	const struct layout *l, const struct layering *ls, struct arena *a, struct places *out)
{
	out->box = arena_calloc(a, l->box_count + 1, sizeof(*out->box));
	out->edge = arena_calloc(a, l->edge_count + 1, sizeof(*out->edge));
	for (size_t i = 0; i < l->edge_count; i++) {
		int from = l->boxes[l->edges[i].from].layer, to = l->boxes[l->edges[i].to].layer;
		int passes = (from < to ? to - from : from - to) - 1;
		if (passes > 0)
			out->edge[i] = arena_calloc(a, (size_t)passes, sizeof(**out->edge));
	}
	for (size_t i = 0; i < ls->n; i++)
		for (size_t k = 0; k < ls->layers[i].n; k++) {
			const struct layout_slot *s = &ls->layers[i].slots[k];
			if (s->box != SIZE_MAX) {
				out->box[s->box] = k;
				continue;
			}
			const struct layout_edge *e = &l->edges[s->edge];
			int from = l->boxes[e->from].layer, to = l->boxes[e->to].layer;
			out->edge[s->edge][(int)i - (from < to ? from : to) - 1] = k;
		}
}

static void count_ends(struct channel *c, struct arena *a, size_t upper, size_t lower)
{
	c->upper = arena_calloc(a, upper + 1, sizeof(*c->upper));
	c->lower = arena_calloc(a, lower + 1, sizeof(*c->lower));
	for (size_t i = 0; i < c->n; i++) {
		c->upper[c->pieces[i].upper].n++;
		c->lower[c->pieces[i].lower].n++;
	}
	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < (side ? lower : upper); i++) {
			struct ends *e = side ? &c->lower[i] : &c->upper[i];
			e->other = arena_calloc(a, e->n + 1, sizeof(*e->other));
			e->piece = arena_calloc(a, e->n + 1, sizeof(*e->piece));
			e->n = 0;
		}
	for (size_t i = 0; i < c->n; i++) {
		struct ends *up = &c->upper[c->pieces[i].upper];
		struct ends *down = &c->lower[c->pieces[i].lower];
		up->piece[up->n] = i;
		up->other[up->n++] = c->pieces[i].lower;
		down->piece[down->n] = i;
		down->other[down->n++] = c->pieces[i].upper;
	}
}

void pieces_find(
	const struct layout *l, const struct layering *ls, struct arena *a, struct pieces *out)
{
	struct places at;

	find_places(l, ls, a, &at);
	out->channels = arena_calloc(a, ls->n + 1, sizeof(*out->channels));
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; turn == 1 && i + 1 < ls->n; i++) {
			struct channel *c = &out->channels[i];
			c->pieces = arena_calloc(a, c->n + 1, sizeof(*c->pieces));
			c->n = 0;
		}
		for (size_t i = 0; i < l->edge_count; i++) {
			const struct layout_edge *e = &l->edges[i];
			int from = l->boxes[e->from].layer, to = l->boxes[e->to].layer;
			bool down = from < to;
			size_t upper = at.box[down ? e->from : e->to];
			int first = down ? from : to, last = down ? to : from;
			for (int k = first; k < last; k++) {
				struct channel *c = &out->channels[k];
				size_t lower = k + 1 == last ? at.box[down ? e->to : e->from]
							     : at.edge[i][k - first];
				if (turn == 1)
					c->pieces[c->n] = (struct piece){
						.edge = i, .upper = upper, .lower = lower};
				c->n++;
				upper = lower;
			}
		}
	}
	for (size_t i = 0; i + 1 < ls->n; i++)
		count_ends(&out->channels[i], a, ls->layers[i].n, ls->layers[i + 1].n);
}

/* --- Columns. --- */

static int half(const struct layout *l, const struct layout_slot *s, bool right)
{
	if (s->box == SIZE_MAX)
		return 0;
	return right ? l->boxes[s->box].w - l->boxes[s->box].w / 2 : l->boxes[s->box].w / 2;
}

int layout_distance(
	const struct layout *l, const struct layout_slot *left, const struct layout_slot *right)
{
	bool boxes = left->box != SIZE_MAX && right->box != SIZE_MAX;

	return half(l, left, true) + half(l, right, false) + (boxes ? LAYOUT_GAP : LINE_GAP);
}

/* Least squares with order kept: neighbours that come too close become one block, which goes to the
 * mean of what they want (pool adjacent violators). */
void layout_spread(
	double *wanted, const double *weight, const int *distance, size_t n, struct arena *a)
{
	struct block {
		double mean, weight;
		size_t first;
	} *blocks = arena_calloc(a, n + 1, sizeof(*blocks));
	double offset = 0;
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		offset += i > 0 ? distance[i] : 0;
		blocks[count++] = (struct block){wanted[i] - offset, weight[i], i};
		while (count > 1 && blocks[count - 2].mean > blocks[count - 1].mean) {
			struct block *left = &blocks[count - 2], *right = &blocks[count - 1];
			left->mean = (left->mean * left->weight + right->mean * right->weight) /
				(left->weight + right->weight);
			left->weight += right->weight;
			count--;
		}
	}
	offset = 0;
	for (size_t i = 0, at = 0; i < n; i++) {
		offset += i > 0 ? distance[i] : 0;
		if (at + 1 < count && blocks[at + 1].first == i)
			at++;
		wanted[i] = blocks[at].mean + offset;
	}
}

static void settle_layer(struct layout *l, struct layout_layer *layer, struct arena *a)
{
	double *wanted = arena_calloc(a, layer->n + 1, sizeof(*wanted));
	double *weight = arena_calloc(a, layer->n + 1, sizeof(*weight));
	int *distance = arena_calloc(a, layer->n + 1, sizeof(*distance));

	for (size_t i = 0; i < layer->n; i++) {
		const struct layout_slot *s = &layer->slots[i];
		wanted[i] = s->x;
		weight[i] = s->box == SIZE_MAX ? LONG_WEIGHT : 1;
		distance[i] = i > 0 ? layout_distance(l, s - 1, s) : 0;
	}
	layout_spread(wanted, weight, distance, layer->n, a);
	for (size_t i = 0; i < layer->n; i++)
		layer->slots[i].x = round(wanted[i]);
	/* Rounding may take a column. */
	for (size_t i = 1; i < layer->n; i++) {
		double least = layer->slots[i - 1].x + distance[i];
		if (layer->slots[i].x < least)
			layer->slots[i].x = least;
	}
}

static double mean_of(const struct layout_layer *there, const struct ends *e, double own)
{
	double sum = 0;

	for (size_t i = 0; i < e->n; i++)
		sum += there->slots[e->other[i]].x;
	return e->n > 0 ? sum / (double)e->n : own;
}

void layout_settle(struct layout *l, struct layering *ls, struct arena *a)
{
	struct pieces p;

	for (size_t i = 0; i < ls->n; i++) {
		double x = 0;
		for (size_t k = 0; k < ls->layers[i].n; k++) {
			struct layout_slot *s = &ls->layers[i].slots[k];
			x += k > 0 ? layout_distance(l, s - 1, s) : 0;
			s->x = x;
		}
	}
	pieces_find(l, ls, a, &p);
	for (int turn = 0; turn < STRAIGHTENING; turn++)
		for (size_t i = 1; i < ls->n; i++) {
			bool down = turn % 2 == 0;
			size_t at = down ? i : ls->n - 1 - i;
			struct layout_layer *here = &ls->layers[at];
			const struct layout_layer *there = &ls->layers[down ? at - 1 : at + 1];
			const struct channel *c = &p.channels[down ? at - 1 : at];
			for (size_t k = 0; k < here->n; k++)
				here->slots[k].x = mean_of(there,
					down ? &c->lower[k] : &c->upper[k], here->slots[k].x);
			settle_layer(l, here, a);
		}
}

/* --- The whole. --- */

/* An edge needs two columns where it meets a box. */
void layout_widen(struct layout *l, struct arena *a)
{
	int *up = arena_calloc(a, l->box_count + 1, sizeof(*up));
	int *down = arena_calloc(a, l->box_count + 1, sizeof(*down));

	for (size_t i = 0; i < l->edge_count; i++) {
		const struct layout_edge *e = &l->edges[i];
		if (layout_is_loop(e))
			continue;
		bool falls = l->boxes[e->from].layer < l->boxes[e->to].layer;
		down[falls ? e->from : e->to]++;
		up[falls ? e->to : e->from]++;
	}
	for (size_t i = 0; i < l->box_count; i++) {
		int most = up[i] > down[i] ? up[i] : down[i];
		if (l->boxes[i].w < 2 * most + 3)
			l->boxes[i].w = 2 * most + 3;
	}
}

/* The first column of the whole drawing is 0. */
static void place_columns(struct layout *l, const struct layering *ls)
{
	int least = INT_MAX;

	for (size_t i = 0; i < ls->n; i++)
		for (size_t k = 0; k < ls->layers[i].n; k++) {
			const struct layout_slot *s = &ls->layers[i].slots[k];
			int left = (int)s->x - half(l, s, false);
			least = left < least ? left : least;
		}
	for (size_t i = 0; i < ls->n; i++)
		for (size_t k = 0; k < ls->layers[i].n; k++) {
			struct layout_slot *s = &ls->layers[i].slots[k];
			s->x -= least;
			if (s->box != SIZE_MAX)
				l->boxes[s->box].x = (int)s->x - half(l, s, false);
			int right = (int)s->x + (s->box != SIZE_MAX ? half(l, s, true) : 1);
			l->w = right > l->w ? right : l->w;
		}
}

static void place_alone(struct layout *l, int width)
{
	int x = 0, y = l->h > 0 ? l->h + 1 : 0, low = 0;

	for (size_t i = 0; i < l->box_count; i++) {
		struct layout_box *b = &l->boxes[i];
		if (b->layer >= 0)
			continue;
		if (x > 0 && x + b->w > width) {
			x = 0;
			y += low + 1;
			low = 0;
		}
		b->x = x;
		b->y = y;
		x += b->w + LAYOUT_GAP;
		low = b->h > low ? b->h : low;
		l->w = b->x + b->w > l->w ? b->x + b->w : l->w;
		l->h = y + low;
	}
}

void layout_place_tied(struct layout *l, const struct layering *given, struct arena *a)
{
	struct layering ls = *given;

	l->w = l->h = 0;
	layout_widen(l, a);
	ls.layers = arena_calloc(a, ls.n + 1, sizeof(*ls.layers));
	for (size_t i = 0; i < ls.n; i++) {
		ls.layers[i].n = given->layers[i].n;
		ls.layers[i].slots =
			(struct layout_slot *)arena_memdup(a, (const char *)given->layers[i].slots,
				given->layers[i].n * sizeof(struct layout_slot));
		settle_layer(l, &ls.layers[i], a);
	}
	place_columns(l, &ls);
	layout_route(l, &ls, a);
}

void layout_place(struct layout *l, const struct layering *given, int width, struct arena *a)
{
	layout_place_tied(l, given, a);
	if (l->w > width)
		layout_pack(l, given, width, a);
	place_alone(l, l->w > width ? l->w : width);
}
