/* Layers for a drawing, found by ourselves. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "layout_private.h"

#define SWEEPS 12

/* The edges as the layers see them: down, without those from a box to itself. */
struct digraph {
	struct layout *l;
	size_t *top, *bottom; /* of each edge; the ends of one that was turned are exchanged */
	size_t *first_out, *out; /* edges of each box */
	size_t *first_in, *in;
};

static void index_edges(
	const struct layout *l, const size_t *end, struct arena *a, size_t **first, size_t **list)
{
	*first = arena_calloc(a, l->box_count + 2, sizeof(**first));
	*list = arena_calloc(a, l->edge_count + 1, sizeof(**list));
	for (size_t i = 0; i < l->edge_count; i++)
		if (!layout_is_loop(&l->edges[i]))
			(*first)[end[i] + 2]++;
	for (size_t i = 2; i < l->box_count + 2; i++)
		(*first)[i] += (*first)[i - 1];
	for (size_t i = 0; i < l->edge_count; i++)
		if (!layout_is_loop(&l->edges[i]))
			(*list)[(*first)[end[i] + 1]++] = i;
}

static void read_edges(struct digraph *g, struct arena *a)
{
	index_edges(g->l, g->top, a, &g->first_out, &g->out);
	index_edges(g->l, g->bottom, a, &g->first_in, &g->in);
}

/* A walk in depth; an edge to a box that the walk stands on closes a cycle, and is turned. */
static void break_cycles(struct digraph *g, struct arena *a)
{
	enum { UNSEEN, OPEN, DONE };
	size_t n = g->l->box_count;
	unsigned char *state = arena_calloc(a, n, 1);
	size_t *stack = arena_calloc(a, n + 1, sizeof(*stack));
	size_t *next = arena_calloc(a, n + 1, sizeof(*next));

	for (size_t start = 0; start < n; start++) {
		size_t depth = 0;
		if (state[start] != UNSEEN)
			continue;
		stack[depth++] = start;
		state[start] = OPEN;
		next[start] = g->first_out[start];
		while (depth > 0) {
			size_t at = stack[depth - 1];
			if (next[at] == g->first_out[at + 1]) {
				state[at] = DONE;
				depth--;
				continue;
			}
			size_t edge = g->out[next[at]++], to = g->l->edges[edge].to;
			if (state[to] == OPEN) {
				g->top[edge] = to;
				g->bottom[edge] = at;
			} else if (state[to] == UNSEEN) {
				state[to] = OPEN;
				next[to] = g->first_out[to];
				stack[depth++] = to;
			}
		}
	}
}

/* Boxes so that each edge leads to a later one; gives how many there are. */
static size_t sort_boxes(const struct digraph *g, size_t *order, struct arena *a)
{
	size_t n = 0, count = g->l->box_count;
	size_t *waiting = arena_calloc(a, count + 1, sizeof(*waiting));

	for (size_t i = 0; i < count; i++) {
		waiting[i] = g->first_in[i + 1] - g->first_in[i];
		if (waiting[i] == 0)
			order[n++] = i;
	}
	for (size_t done = 0; done < n; done++)
		for (size_t i = g->first_out[order[done]]; i < g->first_out[order[done] + 1]; i++)
			if (--waiting[g->bottom[g->out[i]]] == 0)
				order[n++] = g->bottom[g->out[i]];
	return n;
}

/* The longest way from above; what begins a way then goes down to what it leads to. */
static void find_layers(const struct digraph *g, struct arena *a)
{
	struct layout_box *boxes = g->l->boxes;
	size_t *order = arena_calloc(a, g->l->box_count + 1, sizeof(*order));
	size_t n = sort_boxes(g, order, a);

	for (size_t i = 0; i < n; i++) {
		struct layout_box *b = &boxes[order[i]];
		bool met = g->first_in[order[i]] < g->first_in[order[i] + 1] ||
			g->first_out[order[i]] < g->first_out[order[i] + 1];
		b->layer = met ? 0 : -1;
		for (size_t k = g->first_in[order[i]]; k < g->first_in[order[i] + 1]; k++)
			if (boxes[g->top[g->in[k]]].layer >= b->layer)
				b->layer = boxes[g->top[g->in[k]]].layer + 1;
	}
	for (size_t i = n; i-- > 0;) {
		size_t at = order[i], from = g->first_out[at], end = g->first_out[at + 1];
		int least = INT32_MAX;
		if (g->first_in[at] < g->first_in[at + 1] || from == end)
			continue;
		for (size_t k = from; k < end; k++)
			if (boxes[g->bottom[g->out[k]]].layer < least)
				least = boxes[g->bottom[g->out[k]]].layer;
		boxes[at].layer = least - 1;
	}
}

/* --- The order within the layers. --- */

/* Neighbouring positions of each slot, one layer up and one down. */
static void barycentres(const struct pieces *p, struct layering *ls, size_t layer, bool from_above)
{
	struct layout_layer *here = &ls->layers[layer];
	const struct layout_layer *there = &ls->layers[from_above ? layer - 1 : layer + 1];
	size_t channel = from_above ? layer - 1 : layer;
	const struct channel *c = &p->channels[channel];

	for (size_t i = 0; i < here->n; i++) {
		double sum = 0;
		size_t n = 0;
		const struct ends *e = from_above ? &c->lower[i] : &c->upper[i];
		for (size_t k = 0; k < e->n; k++, n++)
			sum += there->slots[e->other[k]].x;
		if (n > 0)
			here->slots[i].x = sum / (double)n;
	}
}

struct sorted {
	struct layout_slot slot;
	size_t before;
};

static int by_x(const void *a, const void *b)
{
	const struct sorted *l = a, *r = b;

	if (l->slot.x < r->slot.x || l->slot.x > r->slot.x)
		return l->slot.x < r->slot.x ? -1 : 1;
	return l->before < r->before ? -1 : l->before > r->before;
}

static void sort_layer(struct layout_layer *layer, struct arena *a)
{
	struct sorted *s = arena_calloc(a, layer->n + 1, sizeof(*s));

	for (size_t i = 0; i < layer->n; i++)
		s[i] = (struct sorted){layer->slots[i], i};
	if (layer->n > 1)
		qsort(s, layer->n, sizeof(*s), by_x);
	for (size_t i = 0; i < layer->n; i++) {
		layer->slots[i] = s[i].slot;
		layer->slots[i].x = (double)i;
	}
}

/* Crossings between two layers: inversions, counted in a tree of sums (Fenwick). */
static uint64_t channel_crossings(const struct channel *c, size_t upper, size_t lower, size_t *sums)
{
	uint64_t crossings = 0;
	size_t seen = 0;

	memset(sums, 0, (lower + 1) * sizeof(*sums));
	for (size_t i = 0; i < upper; i++) {
		const struct ends *e = &c->upper[i];
		for (size_t k = 0; k < e->n; k++) {
			size_t not_right = 0;
			for (size_t at = e->other[k] + 1; at > 0; at -= at & (~at + 1))
				not_right += sums[at];
			crossings += seen - not_right;
		}
		for (size_t k = 0; k < e->n; k++, seen++)
			for (size_t at = e->other[k] + 1; at <= lower; at += at & (~at + 1))
				sums[at]++;
	}
	return crossings;
}

static uint64_t crossings(const struct pieces *p, const struct layering *ls, struct arena *a)
{
	uint64_t n = 0;
	size_t most = 0;

	for (size_t i = 0; i < ls->n; i++)
		most = ls->layers[i].n > most ? ls->layers[i].n : most;
	size_t *sums = arena_calloc(a, most + 2, sizeof(*sums));
	for (size_t i = 0; i + 1 < ls->n; i++)
		n += channel_crossings(&p->channels[i], ls->layers[i].n, ls->layers[i + 1].n, sums);
	return n;
}

static void copy_layers(struct layering *to, const struct layering *from)
{
	for (size_t i = 0; i < from->n; i++)
		memcpy(to->layers[i].slots, from->layers[i].slots,
			from->layers[i].n * sizeof(*from->layers[i].slots));
}

static void sweep(struct layout *l, struct layering *ls, bool down, struct arena *a)
{
	for (size_t i = 1; i < ls->n; i++) {
		size_t layer = down ? i : ls->n - 1 - i;
		struct pieces p;
		pieces_find(l, ls, a, &p);
		barycentres(&p, ls, layer, down);
		sort_layer(&ls->layers[layer], a);
	}
}

static void order_layers(struct layout *l, struct layering *ls, struct arena *a)
{
	struct layering best = {.n = ls->n};
	struct arena scratch = {0};
	struct pieces p;

	best.layers = arena_calloc(a, ls->n + 1, sizeof(*best.layers));
	for (size_t i = 0; i < ls->n; i++)
		best.layers[i] = (struct layout_layer){
			arena_calloc(a, ls->layers[i].n + 1, sizeof(*best.layers[i].slots)),
			ls->layers[i].n};
	copy_layers(&best, ls);
	pieces_find(l, ls, &scratch, &p);
	uint64_t least = crossings(&p, ls, &scratch);
	for (int turn = 0; turn < SWEEPS && least > 0; turn++) {
		arena_clear(&scratch);
		sweep(l, ls, turn % 2 == 0, &scratch);
		pieces_find(l, ls, &scratch, &p);
		uint64_t now = crossings(&p, ls, &scratch);
		if (now < least) {
			least = now;
			copy_layers(&best, ls);
		}
	}
	copy_layers(ls, &best);
	arena_free(&scratch);
}

/* Boxes stand in the order in which a walk along the edges meets them, so that what hangs together
 * begins together. */
static void walk_order(const struct digraph *g, size_t *order, struct arena *a)
{
	size_t n = 0, count = g->l->box_count;
	bool *seen = arena_calloc(a, count, sizeof(*seen));
	size_t *queue = arena_calloc(a, count + 1, sizeof(*queue));

	for (size_t start = 0; start < count; start++) {
		size_t from = n;
		if (seen[start])
			continue;
		seen[start] = true;
		queue[n++] = start;
		for (; from < n; from++)
			for (int way = 0; way < 2; way++) {
				const size_t *first = way ? g->first_in : g->first_out;
				const size_t *list = way ? g->in : g->out;
				size_t at = queue[from];
				for (size_t k = first[at]; k < first[at + 1]; k++) {
					size_t to = way ? g->top[list[k]] : g->bottom[list[k]];
					if (!seen[to])
						queue[n++] = to;
					seen[to] = true;
				}
			}
	}
	memcpy(order, queue, count * sizeof(*order));
}

static void fill_layers(const struct digraph *g, struct arena *a, struct layering *out)
{
	const struct layout *l = g->l;
	size_t *order = arena_calloc(a, l->box_count + 1, sizeof(*order));
	int deepest = -1;

	walk_order(g, order, a);
	for (size_t i = 0; i < l->box_count; i++)
		deepest = l->boxes[i].layer > deepest ? l->boxes[i].layer : deepest;
	layering_make(out, (size_t)(deepest + 1), l, a);
	for (size_t i = 0; i < l->box_count; i++) {
		size_t box = order[i];
		if (l->boxes[box].layer >= 0)
			layering_add(out, l->boxes[box].layer,
				(struct layout_slot){.box = box, .edge = SIZE_MAX});
		for (size_t k = g->first_out[box]; k < g->first_out[box + 1]; k++) {
			size_t edge = g->out[k];
			int end = l->boxes[g->bottom[edge]].layer;
			for (int layer = l->boxes[box].layer + 1; layer < end; layer++)
				layering_add(out, layer,
					(struct layout_slot){.box = SIZE_MAX, .edge = edge});
		}
	}
	for (size_t i = 0; i < out->n; i++)
		for (size_t k = 0; k < out->layers[i].n; k++)
			out->layers[i].slots[k].x = (double)k;
}

void layering_own(struct layout *l, struct arena *a, struct layering *out)
{
	struct digraph g = {.l = l};

	g.top = arena_calloc(a, l->edge_count + 1, sizeof(*g.top));
	g.bottom = arena_calloc(a, l->edge_count + 1, sizeof(*g.bottom));
	for (size_t i = 0; i < l->edge_count; i++) {
		g.top[i] = l->edges[i].from;
		g.bottom[i] = l->edges[i].to;
	}
	read_edges(&g, a);
	break_cycles(&g, a);
	read_edges(&g, a);
	find_layers(&g, a);
	layout_widen(l, a);
	fill_layers(&g, a, out);
	order_layers(l, out, a);
	layout_settle(l, out, a);
}
