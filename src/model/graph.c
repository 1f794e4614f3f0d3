/* Beliefs and the edges between them. */
#include "model/graph.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/idmap.h"

size_t graph_find(const struct graph *g, const char *id)
{
	size_t i = 0;

	while (i < g->node_count && strcmp(g->nodes[i].id, id) != 0)
		i++;
	return i;
}

bool graph_is_mixed(const struct graph *g)
{
	for (size_t i = 1; i < g->node_count; i++)
		if (!span_eq(g->nodes[i].persona, g->nodes[0].persona))
			return true;
	return false;
}

static int by_title(const void *a, const void *b)
{
	const struct graph_node *left = a, *right = b;
	int order = span_compare(left->title, right->title);

	return order != 0 ? order : strcmp(left->id, right->id);
}

static int by_ends(const void *a, const void *b)
{
	const struct graph_edge *left = a, *right = b;

	if (left->source != right->source)
		return left->source < right->source ? -1 : 1;
	int order = span_compare(left->relation, right->relation);
	if (order != 0)
		return order;
	if (left->target != right->target)
		return left->target < right->target ? -1 : 1;
	return strcmp(left->id, right->id);
}

void graph_sort(struct graph *g, struct arena *a)
{
	struct idmap places = {.value = sizeof(size_t)};
	size_t *now = arena_calloc(a, g->node_count, sizeof(*now));
	const struct graph_node *before = (const struct graph_node *)arena_memdup(
		a, (const char *)g->nodes, g->node_count * sizeof(*g->nodes));

	if (g->node_count > 0)
		qsort(g->nodes, g->node_count, sizeof(*g->nodes), by_title);
	for (size_t i = 0; i < g->node_count; i++)
		idmap_put(&places, g->nodes[i].id, &i);
	for (size_t i = 0; i < g->node_count; i++)
		memcpy(&now[i], idmap_get(&places, before[i].id), sizeof(now[i]));
	for (size_t i = 0; i < g->edge_count; i++) {
		g->edges[i].source = now[g->edges[i].source];
		g->edges[i].target = now[g->edges[i].target];
	}
	if (g->edge_count > 0)
		qsort(g->edges, g->edge_count, sizeof(*g->edges), by_ends);
	idmap_clear(&places);
}

/* As both engines order titles (lower in the collation C): letters of ASCII are one in both cases.
 */
static int compare_titles(struct span a, struct span b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++) {
		unsigned char l = (unsigned char)a.p[i], r = (unsigned char)b.p[i];
		l = l >= 'A' && l <= 'Z' ? (unsigned char)(l - 'A' + 'a') : l;
		r = r >= 'A' && r <= 'Z' ? (unsigned char)(r - 'A' + 'a') : r;
		if (l != r)
			return l < r ? -1 : 1;
	}
	return (a.n > b.n) - (a.n < b.n);
}

static double weight_of(const struct tie *t)
{
	return isnan(t->weight) ? (double)-INFINITY : t->weight;
}

static int by_weight(const void *a, const void *b)
{
	const struct tie *left = *(const struct tie *const *)a;
	const struct tie *right = *(const struct tie *const *)b;

	if (left->outward != right->outward)
		return left->outward ? -1 : 1;
	int order = span_compare(left->relation, right->relation);
	if (order == 0 && weight_of(left) != weight_of(right))
		order = weight_of(left) > weight_of(right) ? -1 : 1;
	if (order == 0)
		order = compare_titles(left->title, right->title);
	if (order == 0)
		order = strcmp(left->other, right->other);
	return order != 0 ? order : strcmp(left->edge, right->edge);
}

void ego_sort(struct ego *ego, struct arena *a)
{
	const struct tie **order = arena_calloc(a, ego->n, sizeof(*order));
	struct tie *sorted = arena_calloc(a, ego->n, sizeof(*sorted));
	size_t *now = arena_calloc(a, ego->n, sizeof(*now)), near = 0;

	for (size_t i = 0; i < ego->n; i++) {
		order[i] = &ego->ties[i];
		near += ego->ties[i].depth == 1;
	}
	if (near > 0)
		qsort(order, near, sizeof(*order), by_weight);
	for (size_t i = 0; i < ego->n; i++) {
		sorted[i] = *order[i];
		now[order[i] - ego->ties] = i;
		if (sorted[i].parent != TIE_FOCUS)
			sorted[i].parent = now[sorted[i].parent];
	}
	ego->ties = sorted;
}

static int64_t shown_of(const struct idmap *shown, const char *id)
{
	const void *known = idmap_get(shown, id);
	int64_t n = 0;

	if (known)
		memcpy(&n, known, sizeof(n));
	return n;
}

static void show_at(struct idmap *shown, const char *id)
{
	int64_t n = shown_of(shown, id) + 1;

	idmap_put(shown, id, &n);
}

void ego_count(struct ego *ego)
{
	struct idmap shown = {.value = sizeof(int64_t)}, edges = {0};

	for (size_t i = 0; i < ego->n; i++) {
		const struct tie *t = &ego->ties[i];
		const char *from = t->parent == TIE_FOCUS ? ego->focus : ego->ties[t->parent].other;
		if (!idmap_put(&edges, t->edge, NULL))
			continue; /* stands in a line before, seen from its other end */
		show_at(&shown, t->other);
		if (strcmp(from, t->other) != 0)
			show_at(&shown, from);
	}
	for (size_t i = 0; i < ego->n; i++) {
		struct tie *t = &ego->ties[i];
		t->behind = t->edges - shown_of(&shown, t->other);
		/* What the focus has stands in the groups; a list that was cut hides nothing. */
		if (t->behind < 0 || strcmp(t->other, ego->focus) == 0)
			t->behind = 0;
	}
	idmap_clear(&shown);
	idmap_clear(&edges);
}
