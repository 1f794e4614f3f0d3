/* The shortest and the strongest path between two beliefs. */
#include "model/path.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/relation.h"

/* Beliefs whose edges are asked for together: the one that is needed, and those that stand next. Of
 * more most would never be needed: each costs as much as a question of its own. */
#define AT_ONCE_SHORTEST 16
#define AT_ONCE_STRONGEST 8

/* --- What is known of the graph. --- */

uint32_t path_node(struct path_net *net, const char *id)
{
	uint32_t at = (uint32_t)net->n;

	net->ids.value = sizeof(at);
	const void *known = idmap_get(&net->ids, id);
	if (known) {
		memcpy(&at, known, sizeof(at));
		return at;
	}
	idmap_put(&net->ids, id, &at);
	if (net->n == net->room) {
		net->room = net->room ? 2 * net->room : 1024;
		net->id = xrealloc(net->id, net->room * sizeof(*net->id));
		net->first = xrealloc(net->first, net->room * sizeof(*net->first));
		net->asked = xrealloc(net->asked, net->room * sizeof(*net->asked));
	}
	memset(net->id[at], 0, UUID_TEXT);
	memcpy(net->id[at], id, strnlen(id, UUID_TEXT - 1));
	net->first[at] = PATH_NONE;
	net->asked[at] = false;
	net->n++;
	return at;
}

void path_arc_add(struct path_net *net, uint32_t from, uint32_t to, double weight)
{
	if (net->arc_count == net->arc_room) {
		net->arc_room = net->arc_room ? 2 * net->arc_room : 4096;
		net->arcs = xrealloc(net->arcs, net->arc_room * sizeof(*net->arcs));
	}
	net->arcs[net->arc_count] =
		(struct path_arc){to, net->first[from], -log(relation_weight(weight))};
	net->first[from] = (uint32_t)net->arc_count++;
}

void path_net_clear(struct path_net *net)
{
	idmap_clear(&net->ids);
	free(net->id);
	free(net->first);
	free(net->asked);
	free(net->arcs);
	*net = (struct path_net){0};
}

void path_clear(struct path *p)
{
	free(p->nodes);
	*p = (struct path){0};
}

/* --- A search from both ends. --- */

struct entry {
	double cost;
	uint32_t node;
};

struct end {
	double *cost; /* of each belief; INFINITY: not reached */
	uint32_t *via; /* the belief before it */
	bool *settled;
	struct entry *heap; /* the nearest first */
	size_t n, room;
};

struct search {
	struct path_net *net;
	struct end end[2];
	size_t room; /* beliefs that the ends have room for */
	size_t most;
	path_ask *ask;
	void *arg;
	bool unit; /* each edge costs one */
	double best; /* of the paths found so far */
	uint32_t meet;
	bool gave_up;
};

static void make_room(struct search *s)
{
	if (s->end[0].cost && s->net->n <= s->room)
		return;
	size_t room = s->net->room;
	for (int i = 0; i < 2; i++) {
		struct end *e = &s->end[i];
		e->cost = xrealloc(e->cost, room * sizeof(*e->cost));
		e->via = xrealloc(e->via, room * sizeof(*e->via));
		e->settled = xrealloc(e->settled, room * sizeof(*e->settled));
		for (size_t k = s->room; k < room; k++) {
			e->cost[k] = (double)INFINITY;
			e->settled[k] = false;
		}
	}
	s->room = room;
}

static void push(struct end *e, double cost, uint32_t node)
{
	if (e->n == e->room) {
		e->room = e->room ? 2 * e->room : 256;
		e->heap = xrealloc(e->heap, e->room * sizeof(*e->heap));
	}
	size_t at = e->n++;
	for (; at > 0 && e->heap[(at - 1) / 2].cost > cost; at = (at - 1) / 2)
		e->heap[at] = e->heap[(at - 1) / 2];
	e->heap[at] = (struct entry){cost, node};
}

static struct entry pop(struct end *e)
{
	struct entry top = e->heap[0], last = e->heap[--e->n];
	size_t at = 0;

	for (size_t child; (child = 2 * at + 1) < e->n; at = child) {
		if (child + 1 < e->n && e->heap[child + 1].cost < e->heap[child].cost)
			child++;
		if (e->heap[child].cost >= last.cost)
			break;
		e->heap[at] = e->heap[child];
	}
	e->heap[at] = last;
	return top;
}

/* What was reached by a better way later stands in the heap still. */
static void drop_settled(struct end *e)
{
	while (e->n > 0 && e->settled[e->heap[0].node])
		pop(e);
}

/* Whether no path that is unknown still, and leads through a belief that one end reaches at this
 * cost, is better than the best: between that belief and what stands next at the other end is an
 * edge at least. */
static bool comes_late(const struct search *s, double cost, const struct end *other)
{
	return cost + other->heap[0].cost + (s->unit ? 1 : 0) >= s->best;
}

/* Edges of a belief, and of those that are likely to be next. */
static int ask_for(struct search *s, int side, uint32_t node, struct err *err)
{
	const struct end *e = &s->end[side], *other = &s->end[1 - side];
	size_t at_once = s->unit ? AT_ONCE_SHORTEST : AT_ONCE_STRONGEST;
	uint32_t wanted[AT_ONCE_SHORTEST];
	size_t n = 0;

	if (s->net->asked[node])
		return 0;
	if (s->net->asked_count >= s->most) {
		s->gave_up = true;
		return 0;
	}
	wanted[n++] = node;
	s->net->asked[node] = true;
	for (size_t i = 0; i < e->n && i < 4 * at_once && n < at_once; i++) {
		const struct entry *next = &e->heap[i];
		if (s->net->asked[next->node] || e->settled[next->node] ||
			comes_late(s, next->cost, other))
			continue;
		wanted[n++] = next->node;
		s->net->asked[next->node] = true;
	}
	s->net->asked_count += n;
	int rc = s->ask(s->arg, s->net, wanted, n, err);
	make_room(s);
	return rc;
}

static void reach(struct search *s, int side, uint32_t node, uint32_t via, double cost)
{
	struct end *e = &s->end[side];

	if (!(cost < e->cost[node]))
		return;
	e->cost[node] = cost;
	e->via[node] = via;
	push(e, cost, node);
	double both = cost + s->end[1 - side].cost[node];
	if (both < s->best) {
		s->best = both;
		s->meet = node;
	}
}

/* Settles the nearest belief of one end. */
static int settle(struct search *s, int side, struct err *err)
{
	struct end *e = &s->end[side];
	struct entry top = pop(e);

	e->settled[top.node] = true;
	if (ask_for(s, side, top.node, err) < 0)
		return -1;
	for (uint32_t i = s->net->first[top.node]; i != PATH_NONE; i = s->net->arcs[i].next) {
		const struct path_arc *arc = &s->net->arcs[i];
		double cost = s->unit ? 1 : arc->cost;
		if (isfinite(cost))
			reach(s, side, arc->to, top.node, top.cost + cost);
	}
	return 0;
}

/* No path is better than the two nearest together (Pohl: Bi-directional search, 1971). */
static int search(struct search *s, uint32_t from, uint32_t to, struct err *err)
{
	reach(s, 0, from, PATH_NONE, 0);
	reach(s, 1, to, PATH_NONE, 0);
	for (;;) {
		struct end *a = &s->end[0], *b = &s->end[1];
		drop_settled(a);
		drop_settled(b);
		if (a->n == 0 || b->n == 0 || comes_late(s, a->heap[0].cost, b) || s->gave_up)
			return 0;
		if (settle(s, a->n <= b->n ? 0 : 1, err) < 0)
			return -1;
	}
}

/* From the meeting to both ends. */
static void read_path(const struct search *s, struct path *out)
{
	size_t before = 0, after = 0;

	if (s->meet == PATH_NONE)
		return;
	for (uint32_t at = s->meet; at != PATH_NONE; at = s->end[0].via[at])
		before++;
	for (uint32_t at = s->end[1].via[s->meet]; at != PATH_NONE; at = s->end[1].via[at])
		after++;
	out->n = before + after;
	out->nodes = xcalloc(out->n, sizeof(*out->nodes));
	size_t i = before;
	for (uint32_t at = s->meet; at != PATH_NONE; at = s->end[0].via[at])
		out->nodes[--i] = at;
	i = before;
	for (uint32_t at = s->end[1].via[s->meet]; at != PATH_NONE; at = s->end[1].via[at])
		out->nodes[i++] = at;
}

static int find(struct path_net *net, uint32_t from, uint32_t to, bool unit, size_t most,
	path_ask *ask, void *arg, struct path *out, struct err *e)
{
	struct search s = {.net = net,
		.most = most,
		.ask = ask,
		.arg = arg,
		.unit = unit,
		.best = (double)INFINITY,
		.meet = PATH_NONE};

	*out = (struct path){0};
	make_room(&s);
	int rc = search(&s, from, to, e);
	if (rc == 0)
		read_path(&s, out);
	out->gave_up = s.gave_up;
	for (int i = 0; i < 2; i++) {
		free(s.end[i].cost);
		free(s.end[i].via);
		free(s.end[i].settled);
		free(s.end[i].heap);
	}
	return rc;
}

int path_shortest(struct path_net *net, uint32_t from, uint32_t to, size_t most, path_ask *ask,
	void *arg, struct path *out, struct err *e)
{
	return find(net, from, to, true, most, ask, arg, out, e);
}

int path_strongest(struct path_net *net, uint32_t from, uint32_t to, size_t most, path_ask *ask,
	void *arg, struct path *out, struct err *e)
{
	return find(net, from, to, false, most, ask, arg, out, e);
}
