/* How one text became another, by words, to be read. */
#ifndef PANES_CHANGES_H
#define PANES_CHANGES_H

#include "tui/textview.h"

/*
 * Adds blocks to the view: what was deleted stands [-so-], what was inserted {+so+}, in colours
 * beside the signs; line breaks that come or go are named, as is whatever hides. Lines far from any
 * change are counted instead of shown, and long stretches without one are cut. Texts that are equal
 * give one sentence. Where more than half a megabyte lies between the first and the last change,
 * nobody waits for the comparison: all that stands there now is shown as inserted.
 */
void changes_show(struct textview *v, struct span old, struct span new);

/* The part of both texts, from word to word, outside of which they are the same. */
struct changes_part {
	struct span old, new;
};
struct changes_part changes_between(struct span old, struct span new);

#endif
