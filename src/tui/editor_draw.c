/* The window of an editor: which rows it shows, and what they look like. */
#include "editor_private.h"
#include "pen.h"

#define NARROWEST 4 /* columns that rows are wrapped for at least */

/* --- Where the window stands --- */

static int text_height(const struct editor *e)
{
	int height = e->height - (e->search.open ? 1 : 0);

	return height > 0 ? height : 1;
}

/* Goes back by rows; stops at the first. */
static struct editor_row rows_before(struct editor *e, struct editor_row row, int n)
{
	while (n-- > 0 && editor_row_previous(e, &row))
		;
	return row;
}

/* Moves the window as little as shows the cursor, and not beyond the end of the text. */
static void reveal(struct editor *e)
{
	size_t cursor = editor_cursor_row(e).range.from;
	int height = text_height(e), shown = 1;
	size_t size = editor_text_size(&e->text);
	struct editor_row row = editor_row(e, e->top < size ? e->top : size);

	e->top = row.range.from < cursor ? row.range.from : cursor;
	row = editor_row(e, e->top);
	bool seen = row.range.from == cursor;
	while (shown < height && editor_row_next(e, &row)) {
		seen = seen || row.range.from == cursor;
		shown++;
	}
	if (!seen)
		row = editor_row(e, cursor);
	if (!seen || shown < height)
		e->top = rows_before(e, row, height - 1).range.from;
}

void editor_layout(struct editor *e, int width, int height)
{
	e->width = width - 1 > NARROWEST ? width - 1 : NARROWEST;
	e->height = height;
	reveal(e);
}

/* --- What it shows --- */

/* A tab or line break is seen where it is selected only, as blanks. */
static void draw_layout(struct pen *pen, int width, bool on)
{
	int room = pen->row.w - pen->x;

	pen_flush(pen);
	if (on)
		draw_fill(pen->s,
			(struct rect){
				pen->row.y, pen->row.x + pen->x, 1, width < room ? width : room},
			STYLE_SELECTED);
}

/* The blanks that a break swallowed are drawn as far as there is room for them. */
static void draw_row(struct editor *e, struct screen *s, struct rect r,
	const struct editor_row *row, struct text_range selected)
{
	struct pen pen = {.s = s, .row = r};
	struct wrap_cursor at = row->line->from;
	struct wrap_item item;

	for (size_t i = 0; pen.x <= e->width && wrap_next(&e->rows.run, 1, &at, &item); i++) {
		size_t from = row->base + item.cluster.from;
		bool on = from >= selected.from && from < selected.to;
		int width = item.cluster.p[0] == '\n' ? 1 : wrap_width(&item, pen.x);

		if (from >= row->range.to || (i >= row->line->items && pen.x + width > r.w))
			break;
		if (item.cluster.p[0] == '\t' || item.cluster.p[0] == '\n')
			draw_layout(&pen, width, on);
		else
			pen_cluster(&pen, on ? STYLE_SELECTED : STYLE_TEXT,
				on ? STYLE_SELECTED : STYLE_ESCAPE, e->rows.run.text.p,
				&item.cluster);
		pen.x += width;
	}
	pen_flush(&pen);
}

static void draw_search(struct editor *e, struct screen *s, struct rect r)
{
	int x = draw_str(s, r, 0, 0, STYLE_KEY, "search ");

	lineedit_draw(&e->search.needle, s, r, 0, x, r.w - x);
}

void editor_draw(struct editor *e, struct screen *s, struct rect r, bool focused)
{
	struct rect bottom = rect_bottom(&r, e->search.open ? 1 : 0);
	struct editor_row row = editor_cursor_row(e);
	size_t cursor = row.range.from;
	int x = editor_row_column(e, &row, e->cursor);
	struct text_range selected;

	draw_spot(s, r, e, 0);
	editor_selection(e, &selected);
	row = editor_row(e, e->top);
	for (int y = 0; y < r.h; y++) {
		draw_row(e, s, (struct rect){r.y + y, r.x, 1, r.w}, &row, selected);
		draw_told(s, r, y, DRAW_TOLD_QUIET);
		if (row.range.from == cursor && focused)
			draw_cursor(s, r, y, x < r.w ? x : r.w - 1, true);
		if (!editor_row_next(e, &row))
			break;
	}
	if (e->search.open)
		draw_search(e, s, bottom);
}
