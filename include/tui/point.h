/*
 * Pointing with the mouse. Whoever draws says what can be pointed at (draw_spot); the pointer finds
 * it again, and the pane or the box in front hands it to its widgets: list_point, textview_point
 * and so on take what is theirs. A click selects; on what is selected already it opens.
 *
 * A click never decides: see point_may_run.
 */
#ifndef TUI_POINT_H
#define TUI_POINT_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/action.h"
#include "tui/draw.h"
#include "tui/key.h"

struct point {
	/* The left button went down; it moved on while down; it came up after that; the wheel. */
	enum { POINT_PRESS, POINT_DRAG, POINT_DROP, POINT_WHEEL } what;
	const void *on; /* what draw_spot was told; never followed, as it may be gone */
	size_t index;
	int y, x; /* from where that begins; while it is dragged, perhaps outside of it */
	int lines; /* POINT_WHEEL: down, or up below 0 */
};

/* What a widget says of it. */
enum pointed {
	POINTED_ELSEWHERE, /* none of its business */
	POINTED,
	POINTED_AGAIN, /* at what was selected already: Enter would open it */
};

/* A spot whose index is an action that a click runs: tabs, the keys in the footer. */
extern const char point_actions[];

/* Embedded, zeroed but for `lines`. */
struct pointer {
	int lines; /* that a notch of the wheel moves */
	struct point held; /* where the button went down */
	struct rect r; /* all of that spot */
	bool down, dragged;
	int y, x; /* where it was last */
};

/* What a report of the mouse points at; false when it is nothing. */
bool pointer_find(
	struct pointer *p, const struct screen *s, const struct mouse *m, struct point *out);

/* Whether a click may run an action. */
bool point_may_run(enum action a);

/* The row of a window of `height` rows from `top` that is pointed at; while it is dragged beyond
 * the window, the one before or behind it. SIZE_MAX: there is none. */
size_t point_row(const struct point *p, size_t top, size_t height, size_t count);

#endif
