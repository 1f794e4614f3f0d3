/* Some beliefs and the edges among them. */
#include <string.h>

#include "base/idmap.h"
#include "graph_row.h"
#include "row.h"
#include "store/graph.h"

#define NODES(ids) \
	"SELECT b.id, b.title, s.reddit_username, b.current_confidence, EXISTS (SELECT 1 FROM" \
	" stance_versions t WHERE t.belief_id = b.id AND t.status = 'locked') FROM " ids \
	" JOIN belief_nodes b ON b.id = w.value LEFT JOIN personas s ON s.id = b.persona_id"
#define AMONG(ids, edges, target) \
	"SELECT e.id, e.source_id, e.target_id, e.relation, e.weight FROM " ids edges \
	" WHERE " target " IN (SELECT w.value FROM " ids ")"

static const char *const nodes_of[] = {
	[DB_SQLITE] = NODES(SQLITE_IDS("$1")),
	[DB_POSTGRES] = NODES(POSTGRES_IDS("$1")),
};

/* SQLite would fetch each of the edges that lead to one of them, thousands where it is a hub: the
 * plus keeps it in the index that knows both ends. */
static const char *const edges_among[] = {
	[DB_SQLITE] = AMONG(SQLITE_IDS("$1"),
		" JOIN belief_edges g ON g.source_id = w.value"
		" JOIN belief_edges e ON e.rowid = g.rowid",
		"+g.target_id"),
	[DB_POSTGRES] = AMONG(
		POSTGRES_IDS("$1"), " JOIN belief_edges e ON e.source_id = w.value", "e.target_id"),
};

/* `places` gets where each belief stands. */
static int read_nodes(struct db *db, struct span ids, struct arena *a, struct graph *out,
	struct idmap *places, struct err *e)
{
	struct stmt *st = db_prepare(db, nodes_of[db_engine(db)], e);
	size_t room = 0;
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, ids);
	while ((step = stmt_step(st, e)) > 0) {
		char id[UUID_TEXT];
		row_copy(id, sizeof(id), col_text(st, 0));
		if (!idmap_put(places, id, &out->node_count))
			continue; /* asked for twice */
		out->nodes = row_room(a, out->nodes, out->node_count, sizeof(*out->nodes), &room);
		struct graph_node *node = &out->nodes[out->node_count++];
		memcpy(node->id, id, UUID_TEXT);
		node->title = row_text(st, 1, a);
		node->persona = row_text(st, 2, a);
		node->confidence = row_confidence(st, 3, &node->confidence_broken);
		node->locked = col_int(st, 4) != 0;
	}
	stmt_done(&st);
	return step;
}

static size_t place_of(const struct idmap *places, struct span id)
{
	char text[UUID_TEXT];
	size_t at;

	row_copy(text, sizeof(text), id);
	const void *found = idmap_get(places, text);
	if (!found)
		return SIZE_MAX;
	memcpy(&at, found, sizeof(at));
	return at;
}

static int read_edges(struct db *db, struct span ids, struct arena *a, struct graph *out,
	const struct idmap *places, struct err *e)
{
	struct stmt *st = db_prepare(db, edges_among[db_engine(db)], e);
	size_t room = 0;
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, ids);
	while ((step = stmt_step(st, e)) > 0) {
		struct graph_edge edge = {.weight = row_real(st, 4)};
		row_copy(edge.id, sizeof(edge.id), col_text(st, 0));
		edge.source = place_of(places, col_text(st, 1));
		edge.target = place_of(places, col_text(st, 2));
		if (edge.source == SIZE_MAX || edge.target == SIZE_MAX)
			continue;
		edge.relation = row_text(st, 3, a);
		out->edges = row_room(a, out->edges, out->edge_count, sizeof(*out->edges), &room);
		out->edges[out->edge_count++] = edge;
	}
	stmt_done(&st);
	return step;
}

int graph_among(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct graph *out, struct err *e)
{
	struct idmap places = {.value = sizeof(size_t)}, asked = {0};
	char(*once)[UUID_TEXT] = arena_calloc(a, n, sizeof(*once));
	bool own = !db_in_transaction(db);
	size_t count = 0;
	int rc = -1;

	*out = (struct graph){0};
	for (size_t i = 0; i < n; i++)
		if (idmap_put(&asked, ids[i], NULL))
			memcpy(once[count++], ids[i], UUID_TEXT);
	struct span list = ids_json((const char(*)[UUID_TEXT])once, count, a);
	if (own && db_begin_read(db, e) < 0)
		goto out;
	if (read_nodes(db, list, a, out, &places, e) == 0 &&
		read_edges(db, list, a, out, &places, e) == 0)
		rc = 0;
	if (own)
		db_rollback(db);
	if (rc == 0)
		graph_sort(out, a);
out:
	idmap_clear(&places);
	idmap_clear(&asked);
	return rc;
}
