/* The drawn graph: some beliefs as boxes and their edges as lines. */
#ifndef PANES_DRAWING_H
#define PANES_DRAWING_H

#include "base/idmap.h"
#include "base/str.h"
#include "base/uuid.h"

struct console;

/* What is to be drawn: what is around a belief, the beliefs that a filter finds, or just these. */
struct drawing_of {
	enum { DRAW_AROUND, DRAW_FILTER, DRAW_THESE } what;
	char focus[UUID_TEXT]; /* of DRAW_AROUND; of the others what is selected first, or "" */
	int depth;
	struct str filter;
	struct idmap these;
};

/* Brings the drawing to the front. The set stays the caller's: ids are copied; `filter` and `these`
 * may be empty where `what` does not need them. */
void drawing_show(struct console *c, const struct drawing_of *of);

#endif
