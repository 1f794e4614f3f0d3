/* What a row of belief_updates says that a belief was, before and after. */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

/* A column of JSON {text, confidence, status}. */
struct audit_value {
	bool readable; /* an object; else only `raw` says anything, and NULL says nothing */
	struct span raw;
	struct span text, status; /* SPAN_NULL when absent or no text */
	double confidence; /* NAN when absent or no number */
	bool confidence_broken; /* see model/confidence.h */
};

void audit_value_read(struct span column, struct arena *a, struct audit_value *out);

#endif
