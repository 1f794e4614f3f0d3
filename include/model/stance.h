/* Versions of a belief's stance. */
#ifndef MODEL_STANCE_H
#define MODEL_STANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "base/uuid.h"

enum stance_status { STANCE_CURRENT, STANCE_DEPRECATED, STANCE_LOCKED, STANCE_OTHER };
enum stance_status stance_status_of(struct span text);

struct stance {
	char id[UUID_TEXT];
	struct span persona_id, belief_id, text, status_text, rationale, created_at, updated_at;
	enum stance_status status;
	double confidence; /* NAN for NULL, and for what is no number */
	bool confidence_broken; /* see model/confidence.h */
	double change; /* against the version before it in time; NAN for the first or when either is
			  no number */
	int64_t created;
};

#endif
