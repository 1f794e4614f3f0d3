/* Who the agent is on Reddit. */
#ifndef MODEL_PERSONA_H
#define MODEL_PERSONA_H

#include "base/err.h"
#include "base/span.h"
#include "base/uuid.h"

/* A row of personas; texts are in the arena of whoever read it. */
struct persona {
	char id[UUID_TEXT];
	struct span username, display_name, config, created_at, updated_at;
};

/* ERR_USAGE for what is no name on Reddit: 3 to 20 letters, digits, "_" and "-". */
int persona_check_username(struct span name, struct err *e);
/* ERR_USAGE for what hides something, or is longer than the 255 characters that its column holds.
 */
int persona_check_display_name(struct span name, struct err *e);
/* ERR_USAGE unless it is one JSON object in which no member stands twice: with the line and the
 * column of the first thing that is wrong. Members that nobody knows are fine. */
int persona_check_config(struct span json, struct err *e);

#endif
