/* The kinds of events that the log knows, in words. */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/* All kinds ("account.add") and what they begin with ("account"), ended by NULL. */
extern const char *const event_kinds[];

/* What happened, for people: "added the account"; the kind itself when it is unknown. The subject
 * of the event may be put behind it. */
struct span event_words(struct span kind);

/* Which events somebody wants to see; SPAN_NULL and TIME_NONE: all. In the arena. */
struct event_filter {
	struct span kind, by, words;
	int64_t since;
};
/* "kind:account by:rosa since:2d mia": the words that name no field are looked for, as one text.
 * ERR_USAGE for a field without a value, a kind that is none, or a time that is none. */
int event_filter_read(
	struct span text, int64_t now, struct arena *a, struct event_filter *out, struct err *e);
/* "2h", "3d" as in a filter, or a time as the database has it. ERR_USAGE. */
int event_since_read(struct span text, int64_t now, struct arena *a, int64_t *out, struct err *e);

#endif
