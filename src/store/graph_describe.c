/* What the tables say of the ties around a belief that were found in indices alone. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/idmap.h"
#include "graph_row.h"
#include "row.h"
#include "store/graph.h"

static const char edges_by_key[] =
	"SELECT w.key, e.id FROM " SQLITE_IDS("$1") " JOIN belief_edges e ON e.rowid = w.value";

static int name_edges(struct db *db, struct ego *ego, struct arena *a, struct err *e)
{
	char(*keys)[UUID_TEXT] = arena_calloc(a, ego->n, sizeof(*keys));
	struct stmt *st = db_prepare(db, edges_by_key, e);
	int step;

	if (!st)
		return -1;
	for (size_t i = 0; i < ego->n; i++)
		memcpy(keys[i], ego->ties[i].edge, UUID_TEXT);
	stmt_text(st, 1, ids_json((const char(*)[UUID_TEXT])keys, ego->n, a));
	while ((step = stmt_step(st, e)) > 0)
		row_copy(ego->ties[col_int(st, 0)].edge, UUID_TEXT, col_text(st, 1));
	stmt_done(&st);
	return step;
}

/* With its edges in all, each direction up to EGO_COUNTED. */
#define BELIEFS(ids) \
	"SELECT o.id, o.title, o.current_confidence, o.persona_id," \
	" (SELECT count(*) FROM (SELECT 1 FROM belief_edges x WHERE x.source_id = o.id" \
	" LIMIT 2000) AS xo)" \
	" + (SELECT count(*) FROM (SELECT 1 FROM belief_edges x WHERE x.target_id = o.id" \
	" AND x.source_id <> x.target_id LIMIT 2000) AS xi)" \
	" FROM " ids " JOIN belief_nodes o ON o.id = w.value"
_Static_assert(EGO_COUNTED == 2000, "the statements say so");

static const char *const beliefs_of[] = {
	[DB_SQLITE] = BELIEFS(SQLITE_IDS("$1")),
	[DB_POSTGRES] = BELIEFS(POSTGRES_IDS("$1")),
};

struct far_end {
	struct span title, persona_id;
	double confidence;
	bool broken;
	int64_t edges;
};

static int by_id(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* In their order, so that an index is read from front to back. */
static struct span ends_json(const struct ego *ego, struct idmap *ends, struct arena *a)
{
	char(*ids)[UUID_TEXT] = arena_calloc(a, ego->n, sizeof(*ids));
	const struct far_end gone = {.confidence = (double)NAN};
	size_t n = 0;

	for (size_t i = 0; i < ego->n; i++)
		if (idmap_put(ends, ego->ties[i].other, &gone))
			memcpy(ids[n++], ego->ties[i].other, UUID_TEXT);
	qsort(ids, n, sizeof(*ids), by_id);
	return ids_json((const char(*)[UUID_TEXT])ids, n, a);
}

/* Whoever writes to SQLite without foreign keys leaves edges behind that lead nowhere. */
static int read_ends(
	struct db *db, const struct ego *ego, struct idmap *ends, struct arena *a, struct err *e)
{
	struct stmt *st = db_prepare(db, beliefs_of[db_engine(db)], e);
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, ends_json(ego, ends, a));
	while ((step = stmt_step(st, e)) > 0) {
		char id[UUID_TEXT];
		struct far_end end = {.title = row_text(st, 1, a),
			.persona_id = row_text(st, 3, a),
			.edges = col_int(st, 4)};
		end.confidence = row_confidence(st, 2, &end.broken);
		row_copy(id, sizeof(id), col_text(st, 0));
		idmap_put(ends, id, &end);
	}
	stmt_done(&st);
	return step;
}

int graph_describe(struct db *db, struct ego *ego, struct arena *a, struct err *e)
{
	struct idmap ends = {.value = sizeof(struct far_end)};
	int rc = -1;

	if (ego->n == 0)
		return 0;
	if (db_engine(db) == DB_SQLITE && name_edges(db, ego, a, e) < 0)
		goto out;
	if (read_ends(db, ego, &ends, a, e) < 0)
		goto out;
	for (size_t i = 0; i < ego->n; i++) {
		struct tie *t = &ego->ties[i];
		struct far_end end;
		memcpy(&end, idmap_get(&ends, t->other), sizeof(end));
		t->title = end.title;
		t->persona_id = end.persona_id;
		t->confidence = end.confidence;
		t->confidence_broken = end.broken;
		t->edges = end.edges;
	}
	rc = 0;
out:
	idmap_clear(&ends);
	return rc;
}
