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

/* What was done. In the arena that the call was given. The caller zeroes it, but for `dry`. */
struct steer_result {
	bool dry; /* set by the caller: all of it happens but the commit */
	char update_id[UUID_TEXT]; /* the row of belief_updates; of a deletion, the event's id */
	char belief_id[UUID_TEXT];
	char edge_id[UUID_TEXT]; /* of a change of an edge */
	struct steer_belief before;
	struct steer_after after;
	struct span old_value, new_value; /* of steer_change: JSON, as the audit row has them */
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

/* Whether the change with this id, which was left in doubt, stands. */
int steer_known(
	struct db *db, const char *belief_id, const char *update_id, bool *stands, struct err *e);

/* --- Edges. Their audit row is one of the belief that they go out from. --- */

struct steer_edge {
	char id[UUID_TEXT], source_id[UUID_TEXT], target_id[UUID_TEXT];
	struct span source_title, target_title, relation, created_at;
	double weight; /* NAN for NULL */
};
/* By its id, or a prefix of at least four characters that no other edge has. ERR_MISSING. */
int steer_edge_find(
	struct db *db, struct span id, struct arena *a, struct steer_edge *out, struct err *e);
/* By its ends and its relation. ERR_MISSING; ERR_USAGE: there are several. */
int steer_edge_between(struct db *db, const char *source, struct span relation, const char *target,
	struct arena *a, struct steer_edge *out, struct err *e);

struct steer_edge_change {
	struct span relation;
	enum steer_relation other; /* RELATION_OTHER: it is none of the four on purpose */
	double weight;
	struct span reason;
};
/*
 * Adds, changes or deletes an edge. ERR_CONSTRAINT: from a belief to itself or to one of another
 * persona, or there is one with these ends and this relation; ERR_CONFLICT: the belief that it goes
 * out from is locked, or the edge is not what was seen; ERR_MISSING: one of them is gone.
 */
int steer_edge_add(struct db *db, const struct session *s, const char *source, const char *target,
	const struct steer_edge_change *c, struct arena *a, struct steer_result *out,
	struct err *e);
int steer_edge_set(struct db *db, const struct session *s, const struct steer_edge *seen,
	const struct steer_edge_change *c, struct arena *a, struct steer_result *out,
	struct err *e);
int steer_edge_delete(struct db *db, const struct session *s, const struct steer_edge *seen,
	struct span reason, struct arena *a, struct steer_result *out, struct err *e);

/* Beliefs that an edge from this one could lead to: of the same persona, every word in the title,
 * by title, `most` at most. */
struct steer_target {
	char id[UUID_TEXT];
	struct span title;
};
int steer_targets(struct db *db, const struct steer_belief *source, struct span words, size_t most,
	struct arena *a, struct steer_target **out, size_t *n, struct err *e);
/* Whose the first such belief of another persona is, to which no edge may lead. 1, or 0 when there
 * is none. */
int steer_target_elsewhere(struct db *db, const struct steer_belief *source, struct span words,
	struct arena *a, struct span *persona, struct err *e);

/* --- Beliefs as a whole --- */

struct steer_new {
	struct span persona; /* its name or id; SPAN_NULL: the only one there is */
	struct span title, summary, text; /* text: what the stance says; SPAN_NULL: the summary */
	struct span tags; /* SPAN_NULL: none */
	double confidence;
	struct span reason;
};
/* With its first stance. ERR_CONSTRAINT: the persona has a belief of this title. */
int steer_add(struct db *db, const struct session *s, const struct steer_new *n, struct arena *a,
	struct steer_result *out, struct err *e);

/* What goes with a belief that is deleted. */
struct steer_toll {
	int64_t edges, stances, evidence, updates;
};
int steer_toll(struct db *db, const char *belief_id, struct steer_toll *out, struct err *e);
/* "6 edges, 8 stances, 2 pieces of evidence and 7 audit rows". */
void steer_say_toll(const struct steer_toll *toll, struct str *out);

/*
 * Deletes it with all that hangs on it, if that is still what was `seen` and counted, and the title
 * is its own. An event "belief.delete" keeps every row of it, so that steer_undo brings them back;
 * `update_id` of the result is that event's. ERR_USAGE: another title; ERR_CONFLICT as everywhere.
 */
int steer_delete(struct db *db, const struct session *s, const struct steer_belief *seen,
	const struct steer_toll *toll, struct span title, struct span reason, struct arena *a,
	struct steer_result *out, struct err *e);

/* --- Taking back --- */

enum steer_undo_what {
	UNDO_STANCE, /* confidence, text, lock, title, summary, tags, and linked evidence */
	UNDO_EDGE,
	UNDO_ADD, /* deletes the belief that was added */
	UNDO_DELETE, /* brings back what was deleted */
};
struct steer_undo {
	enum steer_undo_what what;
	char id[UUID_TEXT]; /* of the audit row, or of the event */
	char belief_id[UUID_TEXT];
	struct span title, by, at, reason, before, after; /* before, after: JSON */
	struct span said; /* what it does: "confidence 0.793 back to 0.740" */
	/* Of one's newest: the newer one that was passed over, "Tea helps: it cannot be taken back:
	 * it had no live stance". SPAN_NULL: none. */
	struct span passed;
};
/* What `id`, or the one that begins so (SPAN_NULL: the newest change of one's own that still
 * stands, is no undo, and can be taken back) was, and what taking it back would do. ERR_MISSING;
 * ERR_CONFLICT: taken back before, its values cannot be read, or steer_no_return. */
int steer_undo_find(struct db *db, const struct session *s, struct span id, struct arena *a,
	struct steer_undo *out, struct err *e);
/* Takes it back by a further change, whose reason begins with "undoes " and its id. ERR_CONFLICT:
 * the belief moved on since. A reason of SPAN_NULL is that of the change. */
int steer_undo(struct db *db, const struct session *s, const struct steer_undo *u,
	struct span reason, struct arena *a, struct steer_result *out, struct err *e);

#endif
