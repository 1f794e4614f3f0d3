/* What people change about beliefs, and what a change leads to, without a database. */
#ifndef MODEL_STEER_H
#define MODEL_STEER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/belief.h"
#include "model/confidence.h"
#include "model/stance.h"

/* A belief as it is steered. Texts are borrowed from the arena that loaded it. */
struct steer_belief {
	char id[UUID_TEXT], persona_id[UUID_TEXT];
	struct span persona, title, summary, tags;
	enum confidence_kind kind;
	double confidence; /* NAN for CONFIDENCE_NONE and CONFIDENCE_TEXT */
	struct span confidence_text; /* as stored */
	/* Its live stance, the newest of several. Without one: an empty id, STANCE_OTHER, and the
	 * text of the newest version, or the summary. */
	char stance_id[UUID_TEXT];
	struct span text;
	enum stance_status status; /* locked when any of them is */
	int64_t live; /* how many live stances there are */
	char update_id[UUID_TEXT]; /* its newest audit row; "": none */
};

/* "0.740", "no confidence", "1.7, which is beyond 0 to 1", "the text \"high\"". */
void steer_say_confidence(const struct steer_belief *b, struct str *out);

enum steer_what { STEER_NUDGE, STEER_SET, STEER_LOCK, STEER_UNLOCK, STEER_EDIT, STEER_EVIDENCE };

/* One change of one belief; of the members, those that its `what` names. */
struct steer_change {
	enum steer_what what;
	struct span reason; /* always */
	/* STEER_NUDGE, and STEER_EVIDENCE, where a direction of 0 leaves the confidence alone and a
	 * strength of STRENGTH_OTHER is none */
	enum belief_strength strength;
	int direction; /* +1, -1 */
	double confidence; /* STEER_SET; NAN: as it is */
	struct span text; /* STEER_SET; SPAN_NULL: as it is */
	struct span title, summary, tags; /* STEER_EDIT; SPAN_NULL: as it is */
	struct span source_type, source_ref; /* STEER_EVIDENCE */
};

/* What the belief is afterwards. */
struct steer_after {
	double confidence; /* NAN where there was none, and none was set */
	struct span text;
	enum stance_status status; /* STANCE_OTHER: still no live stance */
	bool version; /* a new version says so; else the live one stays the same row */
};

/*
 * What a change leads to. ERR_USAGE: it cannot be made at all (no reason, a confidence beyond 0 to
 * 1, nothing to change); ERR_CONSTRAINT: it has no confidence to nudge; ERR_CONFLICT: the belief is
 * locked, or is locked or unlocked already. The confidence of a nudge is that of belief_update. A
 * locked belief takes nothing but STEER_UNLOCK.
 */
int steer_plan(const struct steer_belief *b, const struct steer_change *c, struct steer_after *out,
	struct err *e);

/* Why a change by evidence leads the other way than it was meant to, or NULL where it does not. */
const char *steer_clamp_note(const struct steer_belief *b, const struct steer_change *c,
	const struct steer_after *after);

/* Why no undo goes back to what a belief was before another version said what it is: every belief
 * keeps its live stance, and a confidence is a number from 0 to 1 or none. NULL: it can. */
const char *steer_no_return(enum stance_status status, enum confidence_kind confidence);

/* Whether nothing that a change relies on differs between what was seen and what is there. */
bool steer_same(const struct steer_belief *seen, const struct steer_belief *now);

/* The parts that several changes check. ERR_USAGE with the sentence. */
int steer_check_reason(struct span reason, struct err *e);
int steer_check_confidence(double confidence, struct err *e);
int steer_check_title(struct span title, struct err *e); /* one line, 1 to 500 characters */
int steer_check_tags(struct span tags, struct err *e); /* a JSON array of texts */
/* `other` says on purpose that the relation is none of the four. A weight from 0 to 1. */
enum steer_relation { RELATION_KNOWN, RELATION_OTHER };
int steer_check_edge(struct span relation, enum steer_relation other, double weight, struct err *e);
int steer_check_evidence(struct span source_type, struct span source_ref, struct err *e);
int steer_check_unlocked(const struct steer_belief *b, struct err *e);

#define STEER_TITLE_MOST 500
#define STEER_RELATION_MOST 50

#endif
