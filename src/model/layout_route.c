/* The lines of a layered drawing: where they meet the boxes, and on which rows they run across. */
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "layout_private.h"

#define APART 6 /* columns between lines that meet a box, where it has them */

/* --- Where lines meet boxes. --- */

struct wish {
	size_t piece;
	double x;
};

static int by_wish(const void *a, const void *b)
{
	const struct wish *l = a, *r = b;

	if (l->x < r->x || l->x > r->x)
		return l->x < r->x ? -1 : 1;
	return l->piece < r->piece ? -1 : l->piece > r->piece;
}

/* Two columns or more for each line, within the box and without its corners. */
static void share_side(const struct layout_box *b, struct wish *w, size_t n, struct arena *a)
{
	double *wanted = arena_calloc(a, n + 1, sizeof(*wanted));
	double *weight = arena_calloc(a, n + 1, sizeof(*weight));
	int *distance = arena_calloc(a, n + 1, sizeof(*distance));
	int first = b->x + 1, last = b->x + b->w - 2,
	    apart = n > 1 ? (last - first) / (int)(n - 1) : 0;

	apart = apart > APART ? APART : apart < 2 ? 2 : apart;
	if (n > 1)
		qsort(w, n, sizeof(*w), by_wish);
	for (size_t i = 0; i < n; i++) {
		wanted[i] = fmin(fmax(w[i].x, first), last);
		weight[i] = 1;
		distance[i] = apart;
	}
	layout_spread(wanted, weight, distance, n, a);
	for (size_t i = 0; i < n; i++) {
		int least = first + apart * (int)i, most = last - apart * (int)(n - 1 - i);
		w[i].x = fmin(fmax(round(wanted[i]), least), most);
		if (i > 0 && w[i].x < w[i - 1].x + apart)
			w[i].x = w[i - 1].x + apart;
	}
}

static void meet_slot(const struct layout *l, struct channel *c, const struct layout_slot *s,
	const struct ends *e, const struct layout_layer *beyond, bool below, struct arena *a)
{
	struct wish *w = arena_calloc(a, e->n + 1, sizeof(*w));

	for (size_t i = 0; i < e->n; i++) {
		struct piece *p = &c->pieces[e->piece[i]];
		w[i] = (struct wish){e->piece[i], below ? p->top : beyond->slots[e->other[i]].x};
	}
	if (s->box != SIZE_MAX)
		share_side(&l->boxes[s->box], w, e->n, a);
	for (size_t i = 0; i < e->n; i++) {
		int x = s->box != SIZE_MAX ? (int)w[i].x : (int)s->x;
		*(below ? &c->pieces[w[i].piece].bottom : &c->pieces[w[i].piece].top) = x;
	}
}

/* --- Which row a piece runs across on. --- */

static bool is_straight(const struct piece *p)
{
	return p->top == p->bottom;
}

/* The piece that begins in the column in which this one ends: it must leave the column further up.
 */
static size_t begins_in(const struct channel *c, int column)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->pieces[i].top == column && !is_straight(&c->pieces[i]))
			return i;
	return SIZE_MAX;
}

static bool is_taken(const struct channel *c, int column, size_t but)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->pieces[i].top == column ||
			(i != but && abs(c->pieces[i].bottom - column) < 2))
			return true;
	return false;
}

/* Following who must be above whom, does one come back? Then the end moves to a free column of its
 * box. A line that passes a layer has none, and the other one's end moves. */
static void untie(const struct layout *l, const struct layout_layer *below, struct channel *c)
{
	for (size_t i = 0; i < c->n; i++) {
		size_t at = i, steps = 0;
		do
			at = is_straight(&c->pieces[at]) ? SIZE_MAX
							 : begins_in(c, c->pieces[at].bottom);
		while (at != SIZE_MAX && at != i && ++steps <= c->n);
		const struct layout_slot *s = &below->slots[c->pieces[i].lower];
		if (at != i || s->box == SIZE_MAX)
			continue;
		const struct layout_box *b = &l->boxes[s->box];
		for (int x = b->x + 1; x < b->x + b->w - 1; x++)
			if (!is_taken(c, x, i)) {
				c->pieces[i].bottom = x;
				break;
			}
	}
}

static bool overlap(const struct piece *a, const struct piece *b)
{
	int a_first = a->top < a->bottom ? a->top : a->bottom;
	int a_last = a->top < a->bottom ? a->bottom : a->top;
	int b_first = b->top < b->bottom ? b->top : b->bottom;
	int b_last = b->top < b->bottom ? b->bottom : b->top;

	return a_first <= b_last + 1 && b_first <= a_last + 1;
}

static bool track_is_free(const struct channel *c, const struct piece *p, int track)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->pieces[i].track == track && overlap(&c->pieces[i], p))
			return false;
	return true;
}

static void take_track(struct channel *c, struct piece *p, int least)
{
	int track = least;

	while (!track_is_free(c, p, track))
		track++;
	p->track = track;
	if (track >= c->tracks)
		c->tracks = track + 1;
}

/* Piece by piece, each once those are settled that must run above it. */
static void find_tracks(struct channel *c, struct arena *a)
{
	size_t *above = arena_calloc(a, c->n + 1, sizeof(*above)), left = 0;
	bool moved = true;

	for (size_t i = 0; i < c->n; i++) {
		struct piece *p = &c->pieces[i];
		p->track = -1;
		above[i] = is_straight(p) ? SIZE_MAX : begins_in(c, p->bottom);
		left += !is_straight(p);
	}
	while (left > 0) {
		bool force = !moved;
		moved = false;
		for (size_t i = 0; i < c->n && left > 0; i++) {
			struct piece *p = &c->pieces[i];
			size_t other = above[i];
			if (is_straight(p) || p->track >= 0)
				continue;
			if (other != SIZE_MAX && c->pieces[other].track < 0 && !force)
				continue;
			int least = other != SIZE_MAX && c->pieces[other].track >= 0
				? c->pieces[other].track + 1
				: 0;
			take_track(c, p, least);
			moved = true;
			force = false;
			left--;
		}
	}
}

/* --- Points. --- */

static void add_point(struct layout_edge *e, int y, int x)
{
	const struct layout_point here = {y, x};
	struct layout_point *last = e->points + e->n; /* behind it */

	if (e->n > 0 && last[-1].y == y && last[-1].x == x)
		return;
	if (e->n > 1 &&
		((last[-2].x == x && last[-1].x == x) || (last[-2].y == y && last[-1].y == y)))
		last[-1] = here;
	else
		e->points[e->n++] = here;
}

/* From above to below, whatever the direction of the edge. */
static void add_piece(struct layout_edge *e, const struct piece *p, int first, int last)
{
	int across = first + 1 + p->track;

	add_point(e, first, p->top);
	if (!is_straight(p)) {
		add_point(e, across, p->top);
		add_point(e, across, p->bottom);
	}
	add_point(e, last, p->bottom);
}

static void turn_round(struct layout_edge *e)
{
	for (size_t i = 0; i < e->n / 2; i++) {
		struct layout_point other = e->points[e->n - 1 - i];
		e->points[e->n - 1 - i] = e->points[i];
		e->points[i] = other;
	}
}

static int layer_height(const struct layout *l, const struct layout_layer *layer)
{
	int h = 0;

	for (size_t i = 0; i < layer->n; i++)
		if (layer->slots[i].box != SIZE_MAX && l->boxes[layer->slots[i].box].h > h)
			h = l->boxes[layer->slots[i].box].h;
	return h;
}

static void place_rows(struct layout *l, const struct layering *ls, const struct pieces *p)
{
	int y = 0;

	for (size_t i = 0; i < ls->n; i++) {
		for (size_t k = 0; k < ls->layers[i].n; k++)
			if (ls->layers[i].slots[k].box != SIZE_MAX)
				l->boxes[ls->layers[i].slots[k].box].y = y;
		y += layer_height(l, &ls->layers[i]);
		l->h = y;
		if (i + 1 < ls->n)
			y += p->channels[i].tracks + 2;
	}
}

/* Pieces of one edge come channel after channel; a box lower than others of its layer has its line
 * begin right below it. */
static void draw_lines(struct layout *l, const struct layering *ls, const struct pieces *p)
{
	for (size_t i = 0; i + 1 < ls->n; i++) {
		const struct channel *c = &p->channels[i];
		int top = 0, bottom = 0;
		for (size_t k = 0; k < ls->layers[i].n; k++)
			if (ls->layers[i].slots[k].box != SIZE_MAX)
				top = l->boxes[ls->layers[i].slots[k].box].y;
		top += layer_height(l, &ls->layers[i]);
		bottom = top + c->tracks + 1;
		for (size_t k = 0; k < c->n; k++) {
			const struct piece *piece = &c->pieces[k];
			const struct layout_slot *s = &ls->layers[i].slots[piece->upper];
			struct layout_edge *e = &l->edges[piece->edge];
			if (s->box != SIZE_MAX)
				add_point(e, l->boxes[s->box].y + l->boxes[s->box].h, piece->top);
			add_piece(e, piece, top, bottom);
		}
	}
}

void layout_route(struct layout *l, const struct layering *ls, struct arena *a)
{
	struct pieces p;

	pieces_find(l, ls, a, &p);
	for (size_t i = 0; i + 1 < ls->n; i++) {
		struct channel *c = &p.channels[i];
		const struct layout_layer *upper = &ls->layers[i], *lower = &ls->layers[i + 1];
		for (size_t k = 0; k < upper->n; k++)
			meet_slot(l, c, &upper->slots[k], &c->upper[k], lower, false, a);
		for (size_t k = 0; k < lower->n; k++)
			meet_slot(l, c, &lower->slots[k], &c->lower[k], upper, true, a);
		untie(l, lower, c);
		find_tracks(c, a);
	}
	for (size_t i = 0; i < l->edge_count; i++) {
		struct layout_edge *e = &l->edges[i];
		int passes = abs(l->boxes[e->from].layer - l->boxes[e->to].layer);
		e->n = 0;
		e->points = arena_calloc(a, (size_t)passes * 6 + 2, sizeof(*e->points));
	}
	place_rows(l, ls, &p);
	draw_lines(l, ls, &p);
	for (size_t i = 0; i < l->edge_count; i++)
		if (l->boxes[l->edges[i].from].layer > l->boxes[l->edges[i].to].layer)
			turn_round(&l->edges[i]);
}
