/* The kinds of events that the log knows, in words. */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "base/span.h"

/* All kinds ("account.add") and what they begin with ("account"), ended by NULL. */
extern const char *const event_kinds[];

/* What happened, for people: "added the account"; the kind itself when it is unknown. The subject
 * of the event may be put behind it. */
struct span event_words(struct span kind);

#endif
