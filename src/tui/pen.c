/* Collects clusters for fewer and longer calls to draw_text. */
#include "pen.h"

void pen_flush(struct pen *pen)
{
	if (pen->waiting.n)
		draw_text(pen->s, pen->row, 0, pen->from, pen->style, pen->waiting);
	pen->waiting = SPAN_NULL;
}

void pen_cluster(struct pen *pen, enum style style, enum style escape, const char *source,
	const struct text_cluster *c)
{
	const char *p = source + c->from;
	if (c->escaped || c->p != p) {
		pen_flush(pen);
		draw_text(pen->s, pen->row, 0, pen->x, c->escaped ? escape : style,
			(struct span){c->p, c->n});
		return;
	}
	if (!pen->waiting.n || pen->waiting.p + pen->waiting.n != p || pen->style != style) {
		pen_flush(pen);
		pen->waiting.p = p;
		pen->from = pen->x;
		pen->style = style;
	}
	pen->waiting.n += c->n;
}
