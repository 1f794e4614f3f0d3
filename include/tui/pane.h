/* What a pane is to the console: a table of functions. */
#ifndef TUI_PANE_H
#define TUI_PANE_H

#include <stdbool.h>

#include "base/str.h"
#include "tui/action.h"
#include "tui/draw.h"
#include "tui/keymap.h"

/* First member of each pane's own struct. */
struct pane {
	const struct pane_ops *ops;
	bool opened; /* `open` was called */
};

struct pane_ops {
	const char *name;
	enum key_place keys;
	size_t size; /* of the pane's own struct */
	/* First time it is shown; every time it is shown again (load what is stale); and the end.
	 * `console` is what the panes share. */
	void (*open)(struct pane *p, void *console);
	void (*close)(struct pane *p);
	/* Makes ready for drawing in r (wraps text, asks for pages); then draws: reads state,
	 * writes cells, nothing else. */
	void (*layout)(struct pane *p, struct rect r);
	void (*draw)(struct pane *p, struct screen *s, struct rect r);
	/* True if the action meant something here. */
	bool (*act)(struct pane *p, enum action a);
	/* What the top line says of it ("180 pending"). */
	void (*title)(const struct pane *p, struct str *out);
	/* The actions that the footer shows now, most useful first, ended by ACTION_NONE. */
	const enum action *(*footer)(const struct pane *p);
	/* Whether an action works now; sets `*why` when not. */
	bool (*enabled)(const struct pane *p, enum action a, const char **why);
	/* Shows the thing with this id (following a link from another pane). May be NULL. */
	void (*show)(struct pane *p, const char *id);
	/* Data changed in the database, by anybody. May be NULL. */
	void (*changed)(struct pane *p);
	/* The frame that was drawn is on the glass. May be NULL. */
	void (*painted)(struct pane *p);
};

#endif
