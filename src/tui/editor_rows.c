/* Rows of an editor: the part of the text around a place is wrapped, and kept until it changes. */
#include <string.h>

#include "editor_private.h"

static size_t line_start(const struct editor *e, size_t i)
{
	const struct wrap_cursor *from = &e->rows.lines.v[i].from;

	return from->run ? e->rows.part.to : e->rows.part.from + from->it.at;
}

static void wrap_part(struct editor *e, struct text_range part)
{
	struct wrap_shape shape = {.width = e->width};

	if (e->rows.width == e->width && e->rows.version == e->version &&
		e->rows.part.from == part.from)
		return;
	e->rows.part = part;
	e->rows.version = e->version;
	e->rows.width = e->width;
	e->rows.run = (struct wrap_run){.kind = WRAP_TEXT, .style = STYLE_TEXT};
	e->rows.run.text = editor_text_span(&e->text, part.from, part.to);
	e->rows.lines.n = 0;
	wrap_paragraph(&e->rows.run, 0, 1, shape, 0, &e->rows.lines);
	/* The empty row behind a line feed belongs to the next part, but for the last. */
	if (part.to < editor_text_size(&e->text) && e->rows.lines.n > 1 &&
		line_start(e, e->rows.lines.n - 1) == part.to)
		e->rows.lines.n--;
}

struct editor_row editor_row(struct editor *e, size_t at)
{
	wrap_part(e, editor_text_part(&e->text, at));
	size_t low = 0, high = e->rows.lines.n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (line_start(e, middle) <= at)
			low = middle;
		else
			high = middle;
	}
	size_t from = low ? line_start(e, low) : e->rows.part.from;
	size_t to = high < e->rows.lines.n ? line_start(e, high) : e->rows.part.to;
	return (struct editor_row){{from, to}, &e->rows.lines.v[low], e->rows.part.from};
}

struct editor_row editor_cursor_row(struct editor *e)
{
	struct editor_row row = editor_row(e, e->cursor);

	if (e->behind && e->cursor && row.range.from == e->cursor)
		return editor_row(e, e->cursor - 1);
	return row;
}

bool editor_row_next(struct editor *e, struct editor_row *row)
{
	struct editor_row next = editor_row(e, row->range.to);

	if (next.range.from <= row->range.from) {
		*row = next;
		return false;
	}
	*row = next;
	return true;
}

bool editor_row_previous(struct editor *e, struct editor_row *row)
{
	if (!row->range.from)
		return false;
	*row = editor_row(e, row->range.from - 1);
	return true;
}

int editor_row_column(const struct editor *e, const struct editor_row *row, size_t at)
{
	struct wrap_cursor c = row->line->from;
	struct wrap_item item;
	int column = 0;

	while (column < e->width && wrap_next(&e->rows.run, 1, &c, &item) &&
		row->base + item.cluster.from < at)
		column += wrap_width(&item, column);
	return column < e->width ? column : e->width;
}

static bool ends_in_feed(const struct editor *e, const struct text_range *r)
{
	return r->to > r->from && str_cstr(&e->text.bytes)[r->to - 1] == '\n';
}

size_t editor_row_last(const struct editor *e, const struct editor_row *row)
{
	if (row->range.to == editor_text_size(&e->text) && !ends_in_feed(e, &row->range))
		return row->range.to;
	return editor_text_previous(&e->text, row->range.to);
}

size_t editor_row_place(const struct editor *e, const struct editor_row *row, int column)
{
	struct wrap_cursor c = row->line->from;
	struct wrap_item item;
	size_t last = editor_row_last(e, row);
	size_t at = editor_text_edge_up(&e->text, row->range.from);
	int reached = 0;

	while (at < last && wrap_next(&e->rows.run, 1, &c, &item)) {
		reached += wrap_width(&item, reached);
		if (reached > column)
			break;
		if (row->base + item.cluster.to >= editor_text_next(&e->text, at))
			at = editor_text_next(&e->text, at);
	}
	return at < last ? at : last;
}
