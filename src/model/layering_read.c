/* Layers for a drawing, from the answer of tenet-layout. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/str.h"
#include "layout_private.h"

#define SAMPLES 16 /* of a curve between two of its ends */

/* The boxes that an edge meets, and the edges between two: what is asked about. */
static size_t *number_boxes(const struct layout *l, struct arena *a, size_t *boxes, size_t *edges)
{
	size_t *number = arena_calloc(a, l->box_count + 1, sizeof(*number));

	*boxes = *edges = 0;
	for (size_t i = 0; i < l->edge_count; i++)
		if (!layout_is_loop(&l->edges[i])) {
			number[l->edges[i].from] = number[l->edges[i].to] = 1;
			++*edges;
		}
	for (size_t i = 0; i < l->box_count; i++)
		number[i] = number[i] ? (*boxes)++ : SIZE_MAX;
	return number;
}

struct span layering_ask(const struct layout *l, struct arena *a)
{
	struct str out = {0};
	size_t boxes, edges;
	const size_t *number = number_boxes(l, a, &boxes, &edges);

	str_addf(&out, "%zu %zu\n", boxes, edges);
	for (size_t i = 0; i < l->box_count; i++)
		if (number[i] != SIZE_MAX)
			str_addf(&out, "%d\n", l->boxes[i].w);
	for (size_t i = 0; i < l->edge_count; i++)
		if (!layout_is_loop(&l->edges[i]))
			str_addf(&out, "%zu %zu\n", number[l->edges[i].from],
				number[l->edges[i].to]);
	struct span asked = arena_span(a, str_span(&out));
	str_free(&out);
	return asked;
}

struct spot {
	double x, y;
};

/* The next number of the answer; false at its end, and for what is none or beyond all drawings. */
static bool next_number(const char **at, double *out)
{
	char *end;

	*out = strtod(*at, &end);
	if (end == *at || !isfinite(*out) || fabs(*out) > 1e7)
		return false;
	*at = end;
	return true;
}

static bool next_spot(const char **at, struct spot *out)
{
	return next_number(at, &out->x) && next_number(at, &out->y);
}

/* Where the curve (cubic pieces, three spots each after the first) is nearest to a height. */
static double x_at(const struct spot *c, size_t n, double y)
{
	double best = c[0].x, least = (double)INFINITY;

	for (size_t i = 0; i + 3 < n; i += 3)
		for (int k = 0; k <= SAMPLES; k++) {
			double t = (double)k / SAMPLES, u = 1 - t;
			double b0 = u * u * u, b1 = 3 * u * u * t, b2 = 3 * u * t * t,
			       b3 = t * t * t;
			double height =
				b0 * c[i].y + b1 * c[i + 1].y + b2 * c[i + 2].y + b3 * c[i + 3].y;
			if (fabs(height - y) >= least)
				continue;
			least = fabs(height - y);
			best = b0 * c[i].x + b1 * c[i + 1].x + b2 * c[i + 2].x + b3 * c[i + 3].x;
		}
	return best;
}

static int downward(const void *a, const void *b)
{
	double l = *(const double *)a, r = *(const double *)b;

	return (l < r) - (l > r);
}

/* The heights of the layers from the top, each once. */
static size_t find_heights(const struct layout *l, const struct spot *spots, double *heights)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < l->box_count; i++)
		if (l->boxes[i].layer >= 0)
			heights[n++] = spots[i].y;
	if (n > 0)
		qsort(heights, n, sizeof(*heights), downward);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || heights[kept - 1] - heights[i] > 1)
			heights[kept++] = heights[i];
	return kept;
}

static int by_x(const void *a, const void *b)
{
	const struct layout_slot *l = a, *r = b;

	return (l->x > r->x) - (l->x < r->x);
}

/* The pieces of an edge in the layers that it passes. */
static bool add_edge(const struct layout *l, size_t edge, const double *heights,
	const struct spot *curve, size_t n, struct layering *out)
{
	int from = l->boxes[l->edges[edge].from].layer, to = l->boxes[l->edges[edge].to].layer;
	int top = from < to ? from : to, bottom = from < to ? to : from;

	if (from == to || (bottom - top > 1 && n < 4))
		return false;
	for (int layer = top + 1; layer < bottom; layer++)
		layering_add(out, layer,
			(struct layout_slot){.box = SIZE_MAX,
				.edge = edge,
				.x = x_at(curve, n, heights[layer])});
	return true;
}

static bool read_edges(const struct layout *l, const double *heights, const char **at,
	struct arena *a, struct layering *out)
{
	for (size_t i = 0; i < l->edge_count; i++) {
		double n;
		if (layout_is_loop(&l->edges[i]))
			continue;
		if (!next_number(at, &n) || n < 0 || n > 100000)
			return false;
		struct spot *curve = arena_calloc(a, (size_t)n + 1, sizeof(*curve));
		for (size_t k = 0; k < (size_t)n; k++)
			if (!next_spot(at, &curve[k]))
				return false;
		if (!add_edge(l, i, heights, curve, (size_t)n, out))
			return false;
	}
	return true;
}

int layering_read(struct layout *l, struct span answer, struct arena *a, struct layering *out)
{
	const char *at = arena_memdup(a, answer.p, answer.n);
	size_t boxes, edges;
	const size_t *number = number_boxes(l, a, &boxes, &edges);
	struct spot *spots = arena_calloc(a, l->box_count + 1, sizeof(*spots));
	double *heights = arena_calloc(a, l->box_count + 1, sizeof(*heights));

	for (size_t i = 0; i < l->box_count; i++) {
		l->boxes[i].layer = number[i] != SIZE_MAX ? 0 : -1;
		if (number[i] != SIZE_MAX && !next_spot(&at, &spots[i]))
			return -1;
	}
	size_t layers = find_heights(l, spots, heights);
	for (size_t i = 0; i < l->box_count; i++)
		while (l->boxes[i].layer >= 0 && (size_t)l->boxes[i].layer + 1 < layers &&
			spots[i].y < heights[l->boxes[i].layer] - 1)
			l->boxes[i].layer++;
	layering_make(out, layers, l, a);
	for (size_t i = 0; i < l->box_count; i++)
		if (l->boxes[i].layer >= 0)
			layering_add(out, l->boxes[i].layer,
				(struct layout_slot){.box = i, .edge = SIZE_MAX, .x = spots[i].x});
	if (!read_edges(l, heights, &at, a, out))
		return -1;
	for (size_t i = 0; i < out->n; i++)
		qsort(out->layers[i].slots, out->layers[i].n, sizeof(struct layout_slot), by_x);
	return 0;
}
