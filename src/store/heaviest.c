/* The heaviest of many edges, with room for little more than those. */
#include "heaviest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "row.h"

static int by_weight(const void *a, const void *b)
{
	const struct light_edge *left = a, *right = b;
	double l = isnan(left->weight) ? (double)-INFINITY : left->weight;
	double r = isnan(right->weight) ? (double)-INFINITY : right->weight;

	if (l != r)
		return l > r ? -1 : 1;
	int order = span_compare(left->relation, right->relation);
	if (order == 0)
		order = strcmp(left->other, right->other);
	return order != 0 ? order : strcmp(left->key, right->key);
}

static void cut(struct heaviest *h)
{
	if (h->n > 0)
		qsort(h->v, h->n, sizeof(*h->v), by_weight);
	if (h->n < h->most)
		return;
	h->n = h->most;
	h->full = true;
}

void heaviest_add(struct heaviest *h, const struct light_edge *edge, struct arena *a)
{
	if (h->full && by_weight(edge, &h->v[h->most - 1]) > 0)
		return;
	h->v = row_room(a, h->v, h->n, sizeof(*h->v), &h->room);
	h->v[h->n] = *edge;
	h->v[h->n++].relation = arena_span(a, edge->relation);
	if (h->n == 2 * h->most)
		cut(h);
}

void heaviest_end(struct heaviest *h)
{
	cut(h);
}
