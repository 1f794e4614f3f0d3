/* The box that asks why a draft is rejected: a digit picks a saved reason, or one types. */
#ifndef PANES_REASONS_H
#define PANES_REASONS_H

#include "store/reasons.h"
#include "tui/overlay.h"

/* The texts are borrowed for the call. */
typedef void reasons_done(void *arg, struct span reason, struct span note);

struct reasons_ask {
	const char *title; /* "Reject the reply in r/science" */
	const struct reason *list; /* those that fit, the first nine have a digit */
	size_t n;
	uint32_t opened_by; /* the key: held down, it types nothing */
	reasons_done *done; /* not called when one gives up */
	void (*drop)(void *arg); /* always, at the end */
	void *arg;
};

/* Copies what it is given. */
struct overlay *reasons_new(const struct reasons_ask *ask);

#endif
