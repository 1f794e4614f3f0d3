/* Who the agent is on Reddit. */
#ifndef MODEL_PERSONA_H
#define MODEL_PERSONA_H

#include <stdbool.h>

#include "base/err.h"
#include "base/span.h"
#include "base/uuid.h"

/* A row of personas; texts are in the arena of whoever read it. */
struct persona {
	char id[UUID_TEXT];
	struct span username, display_name, config, created_at, updated_at;
	bool hides; /* the config holds what looks like a secret, and shows "(hidden)" there */
};

/* ERR_USAGE for what is no name on Reddit: 3 to 20 letters, digits, "_" and "-". */
int persona_check_username(struct span name, struct err *e);
/* ERR_USAGE for what hides something, or is longer than the 255 characters that its column holds.
 */
int persona_check_display_name(struct span name, struct err *e);
/* ERR_USAGE unless it is one JSON object that json_check passes: with the line and the column of
 * the first thing that is wrong. Members that nobody knows are fine; ERR_DENIED for what looks like
 * a secret (model/config_key.h). */
int persona_check_config(struct span json, struct err *e);
/* The same for what takes the place of another one's config, of which only what is open was seen:
 * ERR_DENIED, unless nothing changes, when that hides something. */
int persona_check_change(const struct persona *was, struct span json, struct err *e);

#endif
