/* All rows of a belief as JSON, and back. */
#ifndef STORE_STEER_ROWS_H
#define STORE_STEER_ROWS_H

#include <jansson.h>

#include "base/arena.h"
#include "db/db.h"

/*
 * {"belief_nodes": [[…], …], "stance_versions": …}: of each table the rows that go with the belief,
 * each an array of its columns, byte for byte: what JSON cannot hold as text is {"hex": "…"}. NULL
 * on error.
 */
json_t *steer_rows_read(struct db *db, const char *belief_id, struct err *e);
/* Writes them again. Edges to beliefs that are gone are left out and counted. */
int steer_rows_write(
	struct db *db, const json_t *all, struct arena *a, int64_t *lost, struct err *e);

#endif
