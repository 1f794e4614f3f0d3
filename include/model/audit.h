/* What a row of belief_updates says that a belief was, before and after. */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/str.h"

/* A column of JSON {text, confidence, status}. */
struct audit_value {
	bool readable; /* an object; else only `raw` says anything, and NULL says nothing */
	struct span raw;
	struct span text, status, summary; /* SPAN_NULL when absent or no text */
	double confidence; /* NAN when absent or no number */
	bool confidence_broken; /* see model/confidence.h */
};

void audit_value_read(struct span column, struct arena *a, struct audit_value *out);
/* As far as it is shown. */
bool audit_same_confidence(const struct audit_value *old, const struct audit_value *new);

/*
 * Adds in words what a row did beside text and confidence: "locked", "tied to "Tea helps" by
 * supports, 0.8", "evidence linked: note "I slept well", weak", "title "Tea" became "Tea helps"",
 * "tags added: tea; tags removed: health". Nothing for one that did no more, as those of the agent.
 * `other` is the title of the belief that audit_other names; SPAN_NULL: it is gone.
 */
void audit_say(struct span old_value, struct span new_value, struct span other, struct str *out);
/* The id of the belief to which the row's edge leads, in the arena; SPAN_NULL: it is about none. */
struct span audit_other(struct span old_value, struct span new_value, struct arena *a);

#endif
