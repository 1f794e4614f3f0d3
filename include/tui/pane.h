/* What a pane is to the console: a table of functions. */
#ifndef TUI_PANE_H
#define TUI_PANE_H

#include <stdbool.h>

#include "base/str.h"
#include "tui/action.h"
#include "tui/draw.h"
#include "tui/keymap.h"
#include "tui/point.h"

/* First member of each pane's own struct. */
struct pane {
	const struct pane_ops *ops;
};

/* Panes receive actions, never keys. Everything here runs on the UI thread and runs no SQL. */
struct pane_ops {
	const char *name;
	enum key_place keys;
	size_t size; /* of the pane's own struct, which starts zeroed */

	/* Once, before anything else; `console` is what the panes share. And the end. */
	void (*open)(struct pane *p, void *console);
	void (*close)(struct pane *p);

	/* Each time it comes to the front: the place to load what is missing or stale. */
	void (*enter)(struct pane *p);
	/* Another comes to the front, or the screen is locked. May be NULL. */
	void (*leave)(struct pane *p);
	/* Makes ready for drawing in r (wraps text, asks the worker for pages); then draw, which
	 * reads state and writes cells and does nothing else. */
	void (*layout)(struct pane *p, struct rect r);
	void (*draw)(const struct pane *p, struct screen *s, struct rect r);
	/* An answer that will change what is on the screen is on its way. May be NULL. */
	bool (*waits)(const struct pane *p);
	/* What was laid out is not all: with nothing else to do, lay out and draw again. May be
	 * NULL. */
	bool (*unfinished)(const struct pane *p);
	/* Milliseconds until a key may act on what has just come on the screen; 0 for now. May be
	 * NULL. */
	int (*settles)(const struct pane *p);
	/* The frame that was drawn is on the glass. May be NULL. */
	void (*painted)(struct pane *p);

	/* True if the action meant something here. */
	bool (*act)(struct pane *p, enum action a);
	/* The mouse, over what was drawn last. Returns what it means as an action, or ACTION_NONE
	 * when it only selects or scrolls. May be NULL. */
	enum action (*point)(struct pane *p, const struct point *at);
	/* Whether an action works now; sets `*why` when not. */
	bool (*enabled)(const struct pane *p, enum action a, const char **why);
	/* The actions that the footer offers now, most useful first, ended by ACTION_NONE. */
	const enum action *(*footer)(const struct pane *p);
	/* What the footer calls an action that does something else here than its name says; NULL:
	 * as ever. May be NULL. */
	const char *(*called)(const struct pane *p, enum action a);
	/* What the line under the pane says: "3 of 180 · 4 new ↓ R". */
	void (*status)(const struct pane *p, struct str *out);

	/* Shows the thing with this id (following a link from another pane). May be NULL. */
	void (*show)(struct pane *p, const char *id);
	/* Somebody else changed the database. May be NULL. */
	void (*changed)(struct pane *p);
	/* Time passed: writes anew what says how long ago something was. May be NULL. */
	void (*aged)(struct pane *p);
	/* How many rows are marked, which is forgotten at the end. May be NULL. */
	size_t (*marked)(const struct pane *p);
	/* What all lists are narrowed to was chosen anew: reads its own again. May be NULL. */
	void (*narrowed)(struct pane *p);
};

#endif
