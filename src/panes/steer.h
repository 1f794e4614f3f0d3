/* The actions that change beliefs, for any pane that shows one: each opens a small box. */
#ifndef STEER_H
#define STEER_H

#include "panes/console.h"

struct steer_box;

/* Embedded in a pane, zeroed, then steer_open. */
struct steer {
	struct console *console;
	void (*changed)(void *arg, const char *belief_id); /* something was written to it */
	void *arg;
	struct steer_box *box; /* the one that is open, or NULL */
	/* A change that may have been saved when the connection was lost; "": none */
	char doubt_belief[UUID_TEXT], doubt_update[UUID_TEXT];
};

void steer_open(struct steer *s, struct console *c,
	void (*changed)(void *arg, const char *belief_id), void *arg);
void steer_close(struct steer *s);
/* Whenever the pane comes to the front, or data changed: looks up what is in doubt. */
void steer_doubt_ask(struct steer *s);
#define STEER_GONE "deleted" /* in place of a belief that was looked at and is there no more */
/* True if the action is one of steering, whatever came of it. The belief that is looked at and the
 * edge that is selected; "" for none. */
bool steer_act(struct steer *s, enum action a, const char *belief, const char *edge);
/* For pane_ops.enabled, with the same belief and edge: false, and why, for an action of steering
 * that would open no box. */
bool steer_enabled(const struct console *c, enum action a, const char *belief, const char *edge,
	const char **why);
/* Why a belief that is locked takes no such action; NULL: it does. */
const char *steer_refuses_locked(enum action a);

#endif
