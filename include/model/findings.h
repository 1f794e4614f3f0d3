/* What can be wrong in the graph of beliefs, and why it matters. */
#ifndef MODEL_FINDINGS_H
#define MODEL_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"

/* From here on a belief counts as strong: it takes one strong piece of evidence, or four weak ones,
 * to bring even odds so far (.731, see belief_update). */
#define FINDING_STRONG 0.7
/* Confidences are rounded to three places: what differs by more than half of the last one is not
 * the same number. */
#define FINDING_DRIFT_LEAST 0.0005
/* A season: what nothing has moved for so long was neither tested nor used. */
#define FINDING_STALE_DAYS 90

/* In the order in which they are listed. */
enum finding_kind {
	FINDING_TENSION, /* two strong beliefs tied by `contradicts` */
	FINDING_TWO_WAYS, /* supported and contradicted by the same belief */
	FINDING_CYCLE, /* of depends_on */
	FINDING_NO_EVIDENCE, /* a strong belief with nothing linked */
	FINDING_DRIFT, /* the live stance says another confidence than the belief */
	FINDING_LIVE, /* no live stance, or several */
	FINDING_PERSONAS, /* an edge between beliefs of two personas, or that belongs to a third */
	FINDING_SELF_EDGE,
	FINDING_DOUBLE_EDGE,
	FINDING_CONFIDENCE, /* none, not from 0 to 1, or no number */
	FINDING_TAGS, /* no JSON array */
	FINDING_AUDIT, /* audit rows whose old or new value is no JSON object */
	FINDING_NO_END, /* an edge from or to a belief that does not exist */
	FINDING_STALE, /* not touched for FINDING_STALE_DAYS */
	FINDING_KINDS
};

enum finding_severity { FINDING_WRONG, FINDING_DOUBTFUL, FINDING_WORTH_A_LOOK };

struct finding_info {
	const char *name; /* "tension": for commands */
	const char *title; /* "Tensions" */
	enum finding_severity severity;
	const char *why; /* what such a finding means and what can be done, in sentences */
};
const struct finding_info *finding_info(enum finding_kind kind);
/* "wrong", "doubtful", "worth a look" */
const char *finding_severity_name(enum finding_severity severity);
/* FINDING_KINDS for an unknown name. */
enum finding_kind finding_named(struct span name);

/* One place where something is wrong; what a kind does not have is empty, NAN or 0. */
struct finding {
	enum finding_kind kind;
	char belief[UUID_TEXT], other[UUID_TEXT]; /* edges: source and target */
	struct span title, other_title;
	double confidence, other_confidence; /* NAN: none, or no number */
	bool confidence_broken, other_broken; /* see model/confidence.h */
	struct span detail; /* relation; the stored value; beliefs on a cycle; persona */
	struct span
		other_detail; /* persona of the other one; the engine's type of the stored
				 confidence; "source", "target" or "both": the end that is gone */
	double weight; /* of the edge; of what supports; drift: the stance's confidence */
	bool weight_broken; /* drift: as of a confidence */
	double other_weight; /* of what contradicts */
	int64_t count; /* live stances, drift: that differ; equal edges; beliefs that hang in one
			  cycle; audit rows */
	int64_t since; /* stale: when it was last touched; else TIME_NONE */
};

/* Adds one sentence for people. Titles stand in it as they are: it needs the sanitizer. */
void finding_explain(const struct finding *f, struct str *out);

#endif
