/* One belief as a text. */
#ifndef PANES_BELIEF_H
#define PANES_BELIEF_H

#include "model/belief.h"
#include "tui/draw.h"
#include "tui/textview.h"

/* What it is, in a few short lines: title, confidence, lock, tags, how much evidence. */
void belief_box(const struct belief_detail *d, struct textview *v);
/* The rest of it: summary, evidence, where it comes from. Both fill the view anew. */
void belief_show(const struct belief_detail *d, struct textview *v);

/* A confidence as model/confidence.h says it; `style` is for one that is right. */
void belief_confidence(struct textview *v, enum style style, double value, bool broken);
/* The same in a row: short, at the right of CONFIDENCE_COLUMNS from x on; the column behind them.
 */
int belief_draw_confidence(
	struct screen *s, struct rect r, int x, enum style style, double value, bool broken);

#endif
