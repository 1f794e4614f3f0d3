/* What the files share that take back a change of beliefs. */
#ifndef STORE_STEER_UNDO_H
#define STORE_STEER_UNDO_H

#include <jansson.h>

#include "base/arena.h"
#include "db/db.h"
#include "store/steer.h"

/* How an undo is known: by the beginning of its reason, before the id of what it takes back. */
#define UNDOES "undoes "
/* Of an update u: whether there is its undo, which is known by the beginning of its reason. */
#define TAKEN_BACK \
	"EXISTS (SELECT 1 FROM belief_updates t WHERE t.belief_id = u.belief_id" \
	" AND t.reason LIKE '" UNDOES "' || CAST(u.id AS TEXT) || ':%')"
/* Of an event d, that a belief was deleted. */
#define RESTORED \
	"EXISTS (SELECT 1 FROM console_events r WHERE r.kind = 'belief.restore'" \
	" AND r.detail = CAST(d.id AS TEXT))"

/* As steer_undo_find, without understanding it. */
int undo_by_id(
	struct db *db, struct span id, struct arena *a, struct steer_undo *out, struct err *e);
/* Finds out what kind of change it is, and puts into words what taking it back does. ERR_CONFLICT
 * when its values cannot be read, or are none that a belief can have again. */
int undo_understand(struct steer_undo *u, struct arena *a, struct err *e);
/* Whether two values have the same member; a number may differ in what no one sees. */
bool undo_same(const json_t *one, const json_t *other, const char *name);
enum stance_status undo_status(const json_t *value);

#endif
