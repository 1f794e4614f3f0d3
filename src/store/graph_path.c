/* How two beliefs hang together: paths through edges that are read as the search needs them. */
#include <string.h>

#include "graph_row.h"
#include "model/path.h"
#include "model/relation.h"
#include "row.h"
#include "store/graph.h"

#define ARCS(ids, join) \
	"SELECT w.value, g.target_id, g.weight FROM " ids " JOIN belief_edges g" \
	" ON g.source_id = w.value" join( \
		"g.target_id") " UNION ALL SELECT w.value, g.source_id, g.weight FROM " ids \
			       " JOIN belief_edges g" \
			       " ON g.target_id = w.value" join("g.source_id")
#define STANDS(other) " JOIN belief_nodes o ON o.id = " other
#define NOTHING(other) ""

/* Edges whose other end was deleted lead nowhere. Only SQLite can have them, and to look at each
 * end costs as much as all the rest: it is done once a path went through such an end. */
enum arcs { ARCS_ALL, ARCS_STANDING };
static const char *const arcs_of[][2] = {
	[DB_SQLITE] = {ARCS(SQLITE_IDS("$1"), NOTHING), ARCS(SQLITE_IDS("$1"), STANDS)},
	[DB_POSTGRES] = {ARCS(POSTGRES_IDS("$1"), NOTHING), ARCS(POSTGRES_IDS("$1"), NOTHING)},
};

struct asking {
	struct db *db;
	enum arcs which;
};

static int read_arcs(
	void *arg, struct path_net *net, const uint32_t *nodes, size_t n, struct err *e)
{
	const struct asking *asking = arg;
	struct db *db = asking->db;
	struct arena a = {0};
	struct stmt *st = db_prepare(db, arcs_of[db_engine(db)][asking->which], e);
	char(*ids)[UUID_TEXT] = arena_calloc(&a, n, sizeof(*ids));
	char last[UUID_TEXT] = "";
	uint32_t source = 0; /* the node `last`: the edges of one stand together */
	int step = -1;

	if (!st)
		goto out;
	for (size_t i = 0; i < n; i++)
		memcpy(ids[i], net->id[nodes[i]], UUID_TEXT);
	stmt_text(st, 1, ids_json((const char(*)[UUID_TEXT])ids, n, &a));
	while ((step = stmt_step(st, e)) > 0) {
		char from[UUID_TEXT], to[UUID_TEXT];
		row_copy(from, sizeof(from), col_text(st, 0));
		row_copy(to, sizeof(to), col_text(st, 1));
		if (strcmp(from, to) == 0)
			continue;
		if (strcmp(from, last) != 0)
			source = path_node(net, memcpy(last, from, sizeof(last)));
		path_arc_add(net, source, path_node(net, to), row_real(st, 2));
	}
	stmt_done(&st);
out:
	arena_free(&a);
	return step;
}

/* The heaviest edge between two beliefs, in either direction. */
static void find_edge(const struct graph *g, struct path_step *from, const char *to)
{
	double most = -1;

	for (size_t i = 0; i < g->edge_count; i++) {
		const struct graph_edge *e = &g->edges[i];
		const char *source = g->nodes[e->source].id, *target = g->nodes[e->target].id;
		bool forward = strcmp(source, from->node.id) == 0 && strcmp(target, to) == 0;
		bool back = strcmp(target, from->node.id) == 0 && strcmp(source, to) == 0;
		if ((!forward && !back) || relation_weight(e->weight) <= most)
			continue;
		most = relation_weight(e->weight);
		from->relation = e->relation;
		from->weight = e->weight;
		from->forward = forward;
	}
}

static int describe(struct db *db, const struct path_net *net, const struct path *p,
	struct arena *a, struct graph_path *out, struct err *e)
{
	char(*ids)[UUID_TEXT] = arena_calloc(a, p->n, sizeof(*ids));
	struct graph g;

	*out = (struct graph_path){.gave_up = p->gave_up, .product = 1};
	if (p->n == 0)
		return 0;
	for (size_t i = 0; i < p->n; i++)
		memcpy(ids[i], net->id[p->nodes[i]], UUID_TEXT);
	if (graph_among(db, (const char(*)[UUID_TEXT])ids, p->n, a, &g, e) < 0)
		return -1;
	out->steps = arena_calloc(a, p->n, sizeof(*out->steps));
	for (size_t i = 0; i < p->n; i++) {
		size_t at = graph_find(&g, ids[i]);
		if (at == g.node_count)
			return err_set(e, ERR_MISSING, "there is no belief \"%s\"", ids[i]);
		out->steps[i].node = g.nodes[at];
	}
	for (size_t i = 0; i + 1 < p->n; i++) {
		find_edge(&g, &out->steps[i], ids[i + 1]);
		out->product *= relation_weight(out->steps[i].weight);
	}
	out->n = p->n;
	return 0;
}

static int find_ends(struct db *db, const char (*ids)[UUID_TEXT], struct arena *a,
	struct graph_paths *out, struct err *e)
{
	struct graph g;

	if (graph_among(db, ids, 2, a, &g, e) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		size_t at = graph_find(&g, ids[i]);
		if (at == g.node_count)
			return err_set(e, ERR_MISSING, "there is no belief \"%s\"", ids[i]);
		out->ends[i] = g.nodes[at];
	}
	return 0;
}

/* ERR_MISSING when a path leads through a belief that was deleted. */
static int search(struct db *db, enum arcs which, const char (*ends)[UUID_TEXT], struct arena *a,
	struct graph_paths *out, struct err *e)
{
	struct asking asking = {db, which};
	struct path_net net = {0};
	struct path shortest = {0}, strongest = {0};
	uint32_t from = path_node(&net, ends[0]), to = path_node(&net, ends[1]);
	int rc = -1;

	if (path_shortest(&net, from, to, PATH_MOST, read_arcs, &asking, &shortest, e) == 0 &&
		path_strongest(&net, from, to, PATH_MOST, read_arcs, &asking, &strongest, e) == 0 &&
		describe(db, &net, &shortest, a, &out->shortest, e) == 0 &&
		describe(db, &net, &strongest, a, &out->strongest, e) == 0)
		rc = 0;
	out->looked_at = net.asked_count;
	path_clear(&shortest);
	path_clear(&strongest);
	path_net_clear(&net);
	return rc;
}

static int find_both(struct db *db, const char *from, const char *to, struct arena *a,
	struct graph_paths *out, struct err *e)
{
	char ends[2][UUID_TEXT];
	struct err why = {0};

	row_copy(ends[0], UUID_TEXT, span_of(from));
	row_copy(ends[1], UUID_TEXT, span_of(to));
	if (find_ends(db, (const char(*)[UUID_TEXT])ends, a, out, e) < 0)
		return -1;
	if (search(db, ARCS_ALL, (const char(*)[UUID_TEXT])ends, a, out, &why) == 0)
		return 0;
	if (why.code != ERR_MISSING) {
		*e = why;
		return -1;
	}
	return search(db, ARCS_STANDING, (const char(*)[UUID_TEXT])ends, a, out, e);
}

/* One snapshot: a path through edges that were never there together would be none. */
int graph_paths_find(struct db *db, const char *from, const char *to, struct arena *a,
	struct graph_paths *out, struct err *e)
{
	bool own = !db_in_transaction(db);

	*out = (struct graph_paths){0};
	if (own && db_begin_read(db, e) < 0)
		return -1;
	int rc = find_both(db, from, to, a, out, e);
	if (own)
		db_rollback(db);
	return rc;
}
