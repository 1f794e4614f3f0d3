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

/* Adds ", by NAME at TIME ("reason")" of an audit row; nothing where there is none. */
int steer_say_who(struct db *db, const char *update_id, struct str *out, struct err *e);

/* The times that rows of now get. */
struct steer_time {
	char created[20], updated[27];
};
struct steer_time steer_now(void);

/* Makes `after` what the belief is: all live stances become deprecated and a new one says it, or
 * the live one gets its status. */
int steer_write(struct db *db, const struct steer_belief *b, const struct steer_after *after,
	struct span rationale, struct err *e);

/* What a belief is called and says. */
int steer_write_words(struct db *db, const struct steer_belief *b, struct span title,
	struct span summary, struct span tags, struct err *e);
int steer_insert_evidence(struct db *db, const struct steer_belief *b, struct span id,
	struct span source_type, struct span source_ref, struct span strength, struct err *e);

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

/* ERR_USAGE when PostgreSQL could not keep the text; before it would say so in its own words. */
int steer_check_kept(struct db *db, struct span text, struct err *e);

/* Runs the work, and says in the result whether its commit got no answer. */
int steer_run(struct db *db, int (*work)(struct db *db, void *arg, struct err *e), void *arg,
	struct steer_result *out, struct err *e);

/* steer_edge.c */
int steer_edge_hold(
	struct db *db, const char *id, struct arena *a, struct steer_edge *out, struct err *e);
/* Holds the belief that an edge goes out from; it must be there and unlocked. */
int steer_hold_unlocked(
	struct db *db, const char *id, struct arena *a, struct steer_belief *out, struct err *e);
int steer_edge_insert(
	struct db *db, const char *persona_id, const struct steer_edge *g, struct err *e);
int steer_edge_update(struct db *db, const struct steer_edge *g, struct err *e);
int steer_edge_remove(struct db *db, const char *id, struct err *e);
/* ERR_CONSTRAINT when another one has its ends and its relation. */
int steer_edge_check_single(struct db *db, const struct steer_edge *g, struct err *e);
json_t *steer_edge_json(const struct steer_edge *g);
/* Fills in the values and writes the row: NULL for an edge that is not there. */
int steer_edge_audit(struct db *db, struct steer_audit *row, const struct steer_edge *before,
	const struct steer_edge *after, struct arena *a, struct err *e);

/* steer_delete.c: within a transaction. */
int steer_delete_held(struct db *db, const struct session *s, const struct steer_belief *b,
	const char *event_id, struct span reason, struct err *e);
/* Brings back what the event's detail keeps. `lost`: edges whose other end is gone. */
int steer_restore(struct db *db, struct span detail, struct arena *a, int64_t *lost, struct err *e);

#endif
