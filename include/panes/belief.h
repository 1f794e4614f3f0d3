/* One belief as a text whose edges can be followed. */
#ifndef PANES_BELIEF_H
#define PANES_BELIEF_H

#include "model/belief.h"
#include "tui/textview.h"

/* Fills the view; each edge is a target that names the belief at its other end. */
void belief_show(const struct belief_detail *d, struct textview *v);

#endif
