/* Rows of belief_nodes with what hangs on them. */
#ifndef STORE_BELIEF_ROW_H
#define STORE_BELIEF_ROW_H

#include "base/arena.h"
#include "db/db.h"
#include "model/belief.h"

/* In order of their titles beliefs stand by code points; letters of ASCII are one in both cases. */
#define SQLITE_TITLE(table) "lower(" table ".title)"
#define POSTGRES_TITLE(table) "lower(" table ".title COLLATE \"C\")"

/* The columns that belief_row_read expects, and a further one, the `key`; the counts come from the
 * indices of the agent. */
#define BELIEF_ROW(key) \
	"SELECT b.id, b.persona_id, s.reddit_username, b.title, b.summary, b.current_confidence," \
	" b.tags, b.created_at, b.updated_at," \
	" (SELECT count(*) FROM belief_edges g WHERE g.target_id = b.id" \
	" AND g.source_id <> g.target_id)," \
	" (SELECT count(*) FROM belief_edges g WHERE g.source_id = b.id)," \
	" (SELECT count(*) FROM evidence_links v WHERE v.belief_id = b.id)," \
	" EXISTS (SELECT 1 FROM stance_versions t WHERE t.belief_id = b.id" \
	" AND t.status = 'locked')," \
	" " key " FROM belief_nodes b LEFT JOIN personas s ON s.id = b.persona_id"
#define BELIEF_KEY 13

void belief_row_read(struct stmt *st, struct arena *a, struct belief *out);

#endif
