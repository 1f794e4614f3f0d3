/* What the files that change beliefs share: holding one, writing versions, and the audit row. */
#ifndef STORE_STEER_WORK_H
#define STORE_STEER_WORK_H

#include <jansson.h>

#include "base/arena.h"
#include "db/db.h"
#include "store/steer.h"

/* Holds a belief and its live stances until the transaction ends: 1, 0 it is gone, -1. */
int steer_hold(
	struct db *db, const char *id, struct arena *a, struct steer_belief *out, struct err *e);
/* The same, and ERR_MISSING when it is gone, ERR_CONFLICT when it differs from what was seen. */
int steer_hold_seen(struct db *db, const struct steer_belief *seen, struct arena *a,
	struct steer_belief *out, struct err *e);

/* The times that rows of now get. */
struct steer_time {
	char created[20], updated[27];
};
struct steer_time steer_now(void);

/* Makes `after` what the belief is: all live stances become deprecated and a new one says it, or
 * the live one gets its status. */
int steer_write(struct db *db, const struct steer_belief *b, const struct steer_after *after,
	struct span rationale, struct err *e);

/* {"text", "confidence", "status"} as the agent keeps them. Null where there is no live stance. */
json_t *steer_json_before(const struct steer_belief *b);
json_t *steer_json_after(const struct steer_belief *b, const struct steer_after *after);
/* The text of the value, in the arena; takes the reference. */
struct span steer_json_text(json_t *value, struct arena *a);

struct steer_audit {
	const struct session *session;
	const char *id; /* of the row */
	const struct steer_belief *belief;
	json_t *before, *after; /* taken; may be NULL */
	struct span reason;
	const char *trigger; /* manual, evidence */
};
int steer_audit(struct db *db, const struct steer_audit *row, struct arena *a, struct err *e);

/* Runs the work, and says in the result whether its commit got no answer. */
struct steering {
	const struct session *session;
	struct arena *arena;
	struct steer_result *out;
	struct span reason;
};
int steer_run(struct db *db, int (*work)(struct db *db, void *arg, struct err *e), void *arg,
	struct steer_result *out, struct err *e);

#endif
