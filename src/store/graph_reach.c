/* All that lies up to some edges from a belief, by their ids. */
#include "base/idmap.h"
#include "graph_row.h"
#include "row.h"
#include "store/graph.h"

#define AT_ONCE 500

#define NEIGHBOURS(ids) \
	"SELECT g.target_id FROM " ids " JOIN belief_edges g ON g.source_id = w.value" \
	" UNION SELECT g.source_id FROM " ids " JOIN belief_edges g ON g.target_id = w.value"
static const char *const neighbours[] = {
	[DB_SQLITE] = NEIGHBOURS(SQLITE_IDS("$1")),
	[DB_POSTGRES] = NEIGHBOURS(POSTGRES_IDS("$1")),
};

/* Adds the neighbours of those from `at` on, AT_ONCE of them at the most and none behind `end`. */
static int add_neighbours(struct db *db, struct idmap *found, size_t at, size_t end, size_t most,
	bool *more, struct err *e)
{
	size_t n = end - at < AT_ONCE ? end - at : AT_ONCE;
	struct stmt *st = db_prepare(db, neighbours[db_engine(db)], e);
	struct arena a = {0};
	int step = -1;

	if (!st)
		return -1;
	char(*ids)[UUID_TEXT] = arena_calloc(&a, n, sizeof(*ids));
	for (size_t i = 0; i < n; i++)
		idmap_at(found, at + i, ids[i]);
	stmt_text(st, 1, ids_json((const char(*)[UUID_TEXT])ids, n, &a));
	while (!*more && (step = stmt_step(st, e)) > 0) {
		char id[UUID_TEXT];
		row_copy(id, sizeof(id), col_text(st, 0));
		if (idmap_count(found) < most)
			idmap_put(found, id, NULL);
		else
			*more = !idmap_get(found, id);
	}
	stmt_done(&st);
	arena_free(&a);
	return step < 0 ? -1 : 0;
}

int graph_reach(struct db *db, const char *id, int depth, size_t most, struct arena *a,
	char (**ids)[UUID_TEXT], size_t *n, bool *more, struct err *e)
{
	struct idmap found = {0};
	int64_t there = 0;
	size_t at = 0;
	int rc = graph_belief_there(db, id, &there, e);

	*more = false;
	if (there)
		idmap_put(&found, id, NULL);
	for (int d = 0; d < depth; d++) {
		size_t end = idmap_count(&found);
		for (; at < end && rc == 0 && !*more; at += AT_ONCE)
			rc = add_neighbours(db, &found, at, end, most, more, e);
		at = end;
	}
	*n = idmap_count(&found);
	*ids = arena_calloc(a, *n + 1, sizeof(**ids));
	for (size_t i = 0; i < *n; i++)
		idmap_at(&found, i, (*ids)[i]);
	idmap_clear(&found);
	return rc;
}
