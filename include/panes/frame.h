/* The lines around the panes: who and where above, what is going on and what the keys do below. */
#ifndef PANES_FRAME_H
#define PANES_FRAME_H

#include "panes/console.h"

#define FRAME_AROUND 4 /* columns of the status line around what a pane says there */

/* Each draws one row, but where it says more; an empty rectangle draws nothing. */
void frame_bar(struct screen *s, struct rect r, const struct console *c);
void frame_tabs(struct screen *s, struct rect r, const struct keymap *keys,
	const struct pane_ops *const *panes, int n, enum pane_id front);
/* The pane's own status (without a pane there is none), after it what is running, and the message;
 * each may be empty. A message that the line has no room for takes all lines of r; returns how many
 * lines were drawn. */
int frame_status(struct screen *s, struct rect r, const struct pane *p, struct span running,
	enum style style, struct span message);
/* How many lines a message needs where they have so many columns. */
int frame_lines(struct span message, int columns);
/* "1 of 9 · 3 marked" without the parts at its end that so many columns have no room for. */
struct span frame_whole_parts(struct span text, int columns);
/* One part of such a line from column x, with a blank on both sides; returns where the next may
 * begin. An empty text is no part. */
int frame_part(struct screen *s, struct rect r, int x, enum style style, struct span text);
/* The pane's actions that work now with their keys, as many as fit, then help, palette and quit. */
void frame_footer(struct screen *s, struct rect r, const struct keymap *keys, const struct pane *p);

#endif
