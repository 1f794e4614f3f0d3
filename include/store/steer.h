/* Changing beliefs: each change is one transaction with its audit row. */
#ifndef STORE_STEER_H
#define STORE_STEER_H

#include "base/arena.h"
#include "db/db.h"
#include "model/steer.h"
#include "store/session.h"

/* By exact id, title, or a prefix of the id, as beliefs_get has it. ERR_MISSING. */
int steer_find(
	struct db *db, struct span name, struct arena *a, struct steer_belief *out, struct err *e);

/* What was done. In the arena that the call was given. */
struct steer_result {
	char update_id[UUID_TEXT]; /* the row of belief_updates; of a deletion, the event's id */
	char belief_id[UUID_TEXT];
	struct steer_belief before;
	struct steer_after after;
	struct span said; /* of an undo: what was taken back, as a sentence */
	bool in_doubt; /* the call failed, but the commit got no answer: it may stand */
};

/*
 * Changes one belief, if it still is what was `seen`. ERR_CONFLICT: it changed meanwhile (who made
 * it what, and when), or it is locked; ERR_MISSING: it is gone; ERR_USAGE: see steer_plan;
 * ERR_DENIED. Whatever the number of live stances was, there is one afterwards when the change
 * writes a version or a status. The audit row is in the name of the session; its trigger is
 * "evidence" when evidence was linked, else "manual".
 */
int steer_change(struct db *db, const struct session *s, const struct steer_belief *seen,
	const struct steer_change *c, struct arena *a, struct steer_result *out, struct err *e);

#endif
