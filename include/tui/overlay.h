/* What lies over a pane and takes every key until it closes: a question, a choice, an editor. */
#ifndef TUI_OVERLAY_H
#define TUI_OVERLAY_H

#include "tui/draw.h"
#include "tui/key.h"
#include "tui/point.h"

struct overlay;

enum overlay_result { OVERLAY_STAY, OVERLAY_CLOSE };

/* Everything runs on the UI thread and runs no SQL. */
struct overlay_ops {
	/* After OVERLAY_CLOSE it is freed, and what lies below has the keys again. */
	enum overlay_result (*key)(struct overlay *o, const struct key *k);
	/* Lays out and draws itself somewhere in r. */
	void (*draw)(struct overlay *o, struct screen *s, struct rect r);
	void (*free)(struct overlay *o);
	/* The mouse, over what was drawn last. It selects, scrolls and opens what only shows
	 * something; it never answers. May be NULL. */
	enum overlay_result (*point)(struct overlay *o, const struct point *at);
};

/* First member of each overlay's own struct. */
struct overlay {
	const struct overlay_ops *ops;
	struct overlay *below; /* whoever shows overlays sets it */
	bool undoes; /* Ctrl-Z takes back what was typed, and so does not lead to the shell */
};

/* Draws an empty box with a title in the middle of r, as large as fits up to this many rows and
 * columns of content; returns the place for the content. */
struct rect overlay_box(struct screen *s, struct rect r, int rows, int columns, const char *title);

/* Names keys and what they do, in pairs ended by NULL; in as many rows as r has, what does not fit
 * into them is left out. */
void overlay_keys(struct screen *s, struct rect r, const char *const *pairs);

#endif
