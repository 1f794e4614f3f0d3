/* How a belief came to be what it is: its live stance, and the last rows of its audit log. */
#ifndef CLI_BELIEF_PAST_H
#define CLI_BELIEF_PAST_H

#include <jansson.h>

#include "store/history.h"
#include "store/stances.h"

/* A version by the names of its columns. */
json_t *stance_json(const struct stance *s);

struct belief_past {
	struct stance *live;
	size_t live_count;
	struct history_page updates; /* newest first */
};
int belief_past_read(struct db *db, const char *belief_id, struct arena *a, struct belief_past *out,
	struct err *e);
/* Adds `live_stances` and `belief_updates`. */
void belief_past_put(json_t *belief, const struct belief_past *p);
void belief_past_print(const struct belief_past *p);

#endif
