/* The kinds of events that the log knows, in words. */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "base/str.h"

/* All kinds ("account.add") and what they begin with ("account"), ended by NULL. */
extern const char *const event_kinds[];

/* Adds what happened, for people: "added the account mia"; the kind itself when it is unknown.
 * `own`: the subject is who did it, who is not named a second time ("set a pass phrase of their
 * own"). */
void event_say(struct span kind, struct span subject, bool own, struct str *out);

/* Which events somebody wants to see; SPAN_NULL and TIME_NONE: all. In the arena. */
struct event_filter {
	struct span kind, by, words;
	int64_t since;
};
/* "kind:account by:rosa since:2d mia": the words that name no field are looked for, as one text.
 * ERR_USAGE for a field without a value, a kind that is none, or a time that is none. */
int event_filter_read(
	struct span text, int64_t now, struct arena *a, struct event_filter *out, struct err *e);
/* "2h", "3d" as in a filter, or a time as people type it (time_parse_typed). ERR_USAGE. */
int event_since_read(struct span text, int64_t now, struct arena *a, int64_t *out, struct err *e);

#endif
