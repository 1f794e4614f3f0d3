/* Rows of belief_nodes with what hangs on them. */
#ifndef STORE_BELIEF_ROW_H
#define STORE_BELIEF_ROW_H

#include "base/arena.h"
#include "db/db.h"
#include "model/belief.h"

/* In order of their titles beliefs stand by code points; letters of ASCII are one in both cases. */
#define SQLITE_TITLE(table) "lower(" table ".title)"
#define POSTGRES_TITLE(table) "lower(" table ".title COLLATE \"C\")"

/* How many hang on a belief b. An edge to itself goes out. */
#define BELIEF_EDGES_IN \
	"(SELECT count(*) FROM belief_edges g WHERE g.target_id = b.id" \
	" AND g.source_id <> g.target_id)"
#define BELIEF_EDGES_OUT "(SELECT count(*) FROM belief_edges g WHERE g.source_id = b.id)"
#define BELIEF_EVIDENCE "(SELECT count(*) FROM evidence_links v WHERE v.belief_id = b.id)"

/* The columns that belief_row_read expects, and further ones, the `key`; the counts come from
 * indices. */
#define BELIEF_ROW(key) BELIEF_ROW_FROM(key, "belief_nodes b")
#define BELIEF_ROW_FROM(key, from) \
	"SELECT b.id, b.persona_id, s.reddit_username, b.title, b.summary, b.current_confidence," \
	" b.tags, b.created_at, b.updated_at," \
	" " BELIEF_EDGES_IN ", " BELIEF_EDGES_OUT ", " BELIEF_EVIDENCE "," \
	" EXISTS (SELECT 1 FROM stance_versions t WHERE t.belief_id = b.id" \
	" AND t.status = 'locked')," \
	" " key " FROM " from " LEFT JOIN personas s ON s.id = b.persona_id"
#define BELIEF_KEY 13

void belief_row_read(struct stmt *st, struct arena *a, struct belief *out);

#endif
