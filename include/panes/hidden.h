/* The box that shows what a draft hides: each finding with its place, in words and in bytes. */
#ifndef PANES_HIDDEN_H
#define PANES_HIDDEN_H

#include "panes/draft.h"
#include "tui/overlay.h"

struct hidden_ask {
	const struct draft *draft; /* what is needed of it is copied */
	/* It was on the screen and is closed: the id and the hash of what was looked at. */
	void (*seen)(void *arg, const char *id, const char *hash);
	void *arg;
};

struct overlay *hidden_new(const struct hidden_ask *ask);

#endif
