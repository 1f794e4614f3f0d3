/* Collects clusters for fewer and longer calls to draw_text. */
#include "pen.h"

void pen_flush(struct pen *pen)
{
	if (pen->waiting.n)
		draw_text_part(
			pen->s, pen->row, 0, pen->from, pen->style, pen->waiting, &pen->whole);
	pen->waiting = SPAN_NULL;
}

static void begin_source(struct pen *pen, const char *source)
{
	pen_flush(pen);
	pen->source = source;
	pen->whole = 0;
}

void pen_cluster(struct pen *pen, enum style style, enum style escape, const char *source,
	const struct text_cluster *c)
{
	const char *p = source + c->from;
	if (source != pen->source)
		begin_source(pen, source);
	if (c->escaped || c->p != p) {
		pen_flush(pen);
		draw_text_part(pen->s, pen->row, 0, pen->x, c->escaped ? escape : style,
			(struct span){c->p, c->n}, &pen->whole);
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
