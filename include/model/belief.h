/* Beliefs, their edges and evidence. */
#ifndef MODEL_BELIEF_H
#define MODEL_BELIEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/uuid.h"

/* Relations that the agent documents; others occur and are shown by their own name. */
enum relation { REL_SUPPORTS, REL_CONTRADICTS, REL_DEPENDS_ON, REL_EVIDENCE_FOR, REL_OTHER };
enum relation relation_of(struct span text);

enum belief_strength { STRENGTH_WEAK, STRENGTH_MODERATE, STRENGTH_STRONG, STRENGTH_OTHER };
enum belief_strength strength_of(struct span text);

/* The words that the agent has for them, and for the kinds of evidence; each list ends with NULL.
 */
extern const char *const relation_names[], *const strength_names[], *const evidence_kinds[];
bool is_evidence_kind(struct span text);

/*
 * p' = logistic(logit(p) ± 5·δ) with δ = 0.05 weak, 0.10 moderate, 0.20 strong; p clamped to [0.01,
 * 0.99] before and after, rounded to three places (D3: the agent's own rule). `direction` is +1 or
 * -1.
 */
double belief_update(double p, enum belief_strength strength, int direction);

struct belief {
	char id[UUID_TEXT];
	struct span persona_id, persona, title, summary, tags, created_at,
		updated_at; /* as stored */
	struct span *tag; /* tags as texts; none when the column is NULL or not a JSON array */
	size_t tag_count;
	bool tags_broken; /* not NULL and not an array of texts */
	double confidence; /* NAN for NULL, and for what is no number */
	bool confidence_broken; /* not NULL and not a number from 0 to 1: see model/confidence.h */
	int64_t updated;
	int64_t edges_in, edges_out, evidence;
	bool locked; /* its live stance is locked */
};

/* Reads the tags column into tag, tag_count and tags_broken. */
void belief_tags_read(struct belief *b, struct arena *a);

struct belief_edge {
	char id[UUID_TEXT];
	char other_id[UUID_TEXT]; /* the belief at the other end */
	struct span relation, other_title;
	double weight, other_confidence; /* NAN for NULL, and for what is no number */
	bool other_broken; /* its confidence, as of a belief */
};

struct evidence {
	char id[UUID_TEXT];
	struct span source_type, source_ref, strength, created_at;
};

/* A belief with all that the detail shows. */
struct belief_detail {
	struct belief belief;
	struct belief_edge *in, *out; /* ordered by relation, weight descending, title */
	size_t in_count, out_count;
	struct evidence *evidence;
	size_t evidence_count;
};

#endif
