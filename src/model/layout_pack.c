/* Parts of a drawing that no edge ties to each other, beside and below each other. */
#include <stdint.h>

#include "layout_private.h"

/* One part as a drawing of its own, and what its boxes and edges are in the whole. */
struct part {
	struct layout l;
	struct layering ls;
	size_t *box, *edge;
};

static size_t root_of(size_t *up, size_t i)
{
	while (up[i] != i)
		i = up[i] = up[up[i]];
	return i;
}

/* The number of the part of each box that an edge meets, SIZE_MAX for the others; how many. */
static size_t find_parts(const struct layout *l, size_t *part, struct arena *a)
{
	size_t *up = arena_calloc(a, l->box_count + 1, sizeof(*up)), n = 0;

	for (size_t i = 0; i < l->box_count; i++)
		up[i] = i;
	for (size_t i = 0; i < l->edge_count; i++) {
		size_t from = root_of(up, l->edges[i].from), to = root_of(up, l->edges[i].to);
		if (from < to)
			up[to] = from;
		else
			up[from] = to;
	}
	/* A root comes before all that hangs on it. */
	for (size_t i = 0; i < l->box_count; i++) {
		size_t root = root_of(up, i);
		part[i] = l->boxes[i].layer < 0 ? SIZE_MAX : root == i ? n++ : part[root];
	}
	return n;
}

static void take_boxes(
	struct part *p, const struct layout *l, const size_t *part, size_t at, size_t *new_of)
{
	for (size_t i = 0; i < l->box_count; i++) {
		if (part[i] != at)
			continue;
		new_of[i] = p->l.box_count;
		p->box[p->l.box_count] = i;
		p->l.boxes[p->l.box_count++] = l->boxes[i];
	}
	for (size_t i = 0; i < l->edge_count; i++) {
		const struct layout_edge *e = &l->edges[i];
		if (part[e->from] != at)
			continue;
		new_of[l->box_count + i] = p->l.edge_count;
		p->edge[p->l.edge_count] = i;
		p->l.edges[p->l.edge_count++] =
			(struct layout_edge){.from = new_of[e->from], .to = new_of[e->to]};
	}
}

/* Its slots in the order of the whole, from the first layer in which it has any. */
static void take_layers(struct part *p, const struct layout *l, const struct layering *whole,
	const size_t *part, size_t at, const size_t *new_of, struct arena *a)
{
	size_t first = SIZE_MAX;

	p->ls.layers = arena_calloc(a, whole->n + 1, sizeof(*p->ls.layers));
	for (size_t i = 0; i < whole->n; i++) {
		const struct layout_layer *from = &whole->layers[i];
		struct layout_layer *to = &p->ls.layers[p->ls.n];
		to->slots = arena_calloc(a, from->n + 1, sizeof(*to->slots));
		for (size_t k = 0; k < from->n; k++) {
			struct layout_slot slot = from->slots[k];
			bool box = slot.box != SIZE_MAX;
			if (part[box ? slot.box : l->edges[slot.edge].from] != at)
				continue;
			if (box)
				slot.box = new_of[slot.box];
			else
				slot.edge = new_of[l->box_count + slot.edge];
			to->slots[to->n++] = slot;
		}
		if (to->n == 0)
			continue;
		first = first == SIZE_MAX ? i : first;
		p->ls.n++;
	}
	for (size_t i = 0; i < p->l.box_count; i++)
		p->l.boxes[i].layer -= (int)first;
}

static struct part *take_part(const struct layout *l, const struct layering *whole,
	const size_t *part, size_t at, struct arena *a)
{
	struct part *p = arena_calloc(a, 1, sizeof(*p));
	size_t *new_of = arena_calloc(a, l->box_count + l->edge_count + 1, sizeof(*new_of));

	p->box = arena_calloc(a, l->box_count + 1, sizeof(*p->box));
	p->edge = arena_calloc(a, l->edge_count + 1, sizeof(*p->edge));
	p->l.boxes = arena_calloc(a, l->box_count + 1, sizeof(*p->l.boxes));
	p->l.edges = arena_calloc(a, l->edge_count + 1, sizeof(*p->l.edges));
	take_boxes(p, l, part, at, new_of);
	take_layers(p, l, whole, part, at, new_of, a);
	return p;
}

static void put_part(struct layout *l, const struct part *p, int y, int x)
{
	for (size_t i = 0; i < p->l.box_count; i++) {
		struct layout_box *b = &l->boxes[p->box[i]];
		b->x = p->l.boxes[i].x + x;
		b->y = p->l.boxes[i].y + y;
		b->w = p->l.boxes[i].w;
	}
	for (size_t i = 0; i < p->l.edge_count; i++) {
		struct layout_edge *to = &l->edges[p->edge[i]];
		to->points = p->l.edges[i].points;
		to->n = p->l.edges[i].n;
		for (size_t k = 0; k < to->n; k++) {
			to->points[k].x += x;
			to->points[k].y += y;
		}
	}
}

void layout_pack(struct layout *l, const struct layering *given, int width, struct arena *a)
{
	size_t *part = arena_calloc(a, l->box_count + 1, sizeof(*part));
	size_t n = find_parts(l, part, a);
	int x = 0, y = 0, low = 0;

	if (n < 2)
		return;
	l->w = l->h = 0;
	for (size_t i = 0; i < n; i++) {
		struct part *p = take_part(l, given, part, i, a);
		layout_place_tied(&p->l, &p->ls, a);
		if (x > 0 && x + p->l.w > width) {
			x = 0;
			y += low + 1;
			low = 0;
		}
		put_part(l, p, y, x);
		l->w = x + p->l.w > l->w ? x + p->l.w : l->w;
		x += p->l.w + LAYOUT_GAP;
		low = p->l.h > low ? p->l.h : low;
		l->h = y + low;
	}
}
