/* The mouse in a text that is being edited. */
#include "editor_private.h"

/* The row that is pointed at: one above or below the window while it is dragged out of it. */
static struct editor_row row_at(struct editor *e, int y)
{
	struct editor_row row = editor_row(e, e->top);

	if (y < 0)
		editor_row_previous(e, &row);
	for (int i = 0; i < y && i <= e->height && editor_row_next(e, &row); i++)
		;
	return row;
}

static void go(struct editor *e, const struct point *at)
{
	struct editor_row row = row_at(e, at->y);

	e->cursor = editor_row_place(e, &row, at->x < 0 ? 0 : at->x);
	e->behind = false;
	e->wanted = -1;
}

static void scroll(struct editor *e, int lines)
{
	struct editor_row top = editor_row(e, e->top);

	for (int i = 0; i != lines; i += lines > 0 ? 1 : -1) {
		if (lines > 0)
			editor_row_next(e, &top);
		else
			editor_row_previous(e, &top);
		editor_do(e, lines > 0 ? EDITOR_DOWN : EDITOR_UP);
	}
	e->top = top.range.from;
}

enum pointed editor_point(struct editor *e, const struct point *at)
{
	size_t was = e->cursor;

	if (at->on != e)
		return POINTED_ELSEWHERE;
	if (e->search.open)
		return POINTED; /* typing goes there */
	if (at->what == POINT_WHEEL) {
		scroll(e, at->lines);
	} else if (at->what == POINT_PRESS) {
		editor_go(e, was);
		go(e, at);
	} else if (at->what == POINT_DRAG) {
		if (e->anchor == EDITOR_NOWHERE)
			e->anchor = was;
		go(e, at);
	}
	return POINTED;
}
