/* Looking for what is wrong in the graph of beliefs. */
#ifndef STORE_FINDINGS_H
#define STORE_FINDINGS_H

#include <stdbool.h>

#include "base/arena.h"
#include "db/db.h"
#include "model/findings.h"

/* As many of a kind as anybody goes through by hand. */
#define FINDINGS_MOST 500

struct finding_list {
	struct finding *rows;
	size_t n;
	bool more; /* there are further ones */
};

/*
 * All findings of one kind, or those that name a belief of one persona (SPAN_NULL: all), up to
 * `limit`, in an order that does not change: tensions by the weight of the edge times the weaker
 * confidence, the strongest first; strong beliefs by confidence; stale ones by how long; all others
 * by their ids. Each looks at every belief or every edge once; cycles load all edges of depends_on.
 * `now` is where 90 days are counted from.
 */
int findings_of_kind(struct db *db, enum finding_kind kind, int64_t now, struct span persona_id,
	size_t limit, struct arena *a, struct finding_list *out, struct err *e);

/*
 * What the findings are computed from, in a short text to be compared: another one says that rows
 * changed, of whatever persona, not that a finding did. Each table is read once. On SQLite it does
 * not see everything that was changed in a row which kept its updated_at, a title for one; who
 * writes through tenet, or as the agent does, sets that.
 */
int findings_state(struct db *db, struct arena *a, struct span *out, struct err *e);

#endif
