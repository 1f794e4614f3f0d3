/* Many ids in one question, a JSON array of them as one value; and the ties around a belief. */
#ifndef STORE_GRAPH_ROW_H
#define STORE_GRAPH_ROW_H

#include "base/arena.h"
#include "base/span.h"
#include "base/uuid.h"
#include "db/db.h"
#include "model/graph.h"

/* The rows of the array bound to `place`, as w.value: what is no id is left out on PostgreSQL. */
#define SQLITE_IDS(place) "json_each(" place ") w"
#define POSTGRES_IDS(place) \
	"(SELECT CAST(value AS uuid) AS value FROM json_array_elements_text(CAST(" place \
	" AS json)) AS j(value)) w"

/* 1: the belief is there; 0: it is not. */
int graph_belief_there(struct db *db, const char *id, int64_t *out, struct err *e);

struct span ids_json(const char (*ids)[UUID_TEXT], size_t n, struct arena *a);

/* Of ties that have their other ends, and keys as their edges (see heaviest.h), all the rest. */
int graph_describe(struct db *db, struct ego *ego, struct arena *a, struct err *e);

#endif
