/* Drawing clusters one after the other in a row. */
#ifndef TUI_PEN_H
#define TUI_PEN_H

#include "base/sanitize.h"
#include "base/span.h"
#include "tui/draw.h"

/* Clusters that follow each other in one style are drawn in one go. */
struct pen {
	struct screen *s;
	struct rect row;
	int x; /* after what waits: the caller moves it on by what it gave */
	/* private */
	int from; /* where what waits begins */
	enum style style;
	struct span waiting; /* in the source */
	const char *source;
	uint32_t whole; /* of draw_text_part */
};

/* Draws a cluster of the text at `source`: in `escape` if it stands for something else. Clusters of
 * one source that follow each other are one text, in whatever parts they are drawn. */
void pen_cluster(struct pen *pen, enum style style, enum style escape, const char *source,
	const struct text_cluster *c);
/* Draws what waits. Call before anything else is drawn, and at the end. */
void pen_flush(struct pen *pen);

#endif
