/* Draws the lines of a text view that its window shows. */
#include <string.h>

#include "pen.h"
#include "textview_private.h"

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

/* From blank to blank, around `at`. */
static struct span word_around(struct span text, size_t at)
{
	size_t from = at, to = at;

	while (from > 0 && !is_blank(text.p[from - 1]))
		from--;
	while (to < text.n && !is_blank(text.p[to]))
		to++;
	return (struct span){text.p + from, to - from};
}

/* Only what the window shows is judged, and a long word once. */
static bool misleads(struct textview *v, struct span text, size_t at)
{
	const char *p = text.p + at;

	if (is_blank(*p))
		return false;
	if (p < v->word.p || p >= v->word.p + v->word.n) {
		v->word = word_around(text, at);
		v->misleads = text_misleads(v->word);
	}
	return v->misleads;
}

static enum style style_of(struct textview *v, const struct wrap_item *item)
{
	const struct wrap_run *run = item->run;

	return run->lookalikes && misleads(v, run->text, item->cluster.from) ? STYLE_ESCAPE
									     : run->style;
}

static void draw_item(struct textview *v, struct pen *pen, const struct wrap_item *item, int width)
{
	const struct wrap_run *run = item->run;
	if (run->kind == WRAP_TEXT && item->cluster.p[0] != '\t') {
		pen_cluster(pen, style_of(v, item), STYLE_ESCAPE, run->text.p, &item->cluster);
	} else {
		pen_flush(pen);
		if (run->kind == WRAP_GLYPH)
			draw_glyph(pen->s, pen->row, 0, pen->x, run->style, run->glyph);
		else if (run->kind == WRAP_METER)
			draw_meter(pen->s, pen->row, 0, pen->x, width, run->value);
	}
	pen->x += width;
}

static void draw_items(
	struct textview *v, struct screen *s, struct rect row, const struct wrap_line *line)
{
	struct pen pen = {.s = s, .row = row, .x = line->indent};
	struct wrap_cursor at = line->from;
	struct wrap_item item;
	size_t end = v->blocks[line->block].end_run;
	for (size_t i = 0; i < line->items && wrap_next(v->runs, end, &at, &item); i++)
		draw_item(v, &pen, &item, wrap_width(&item, pen.x - line->indent));
	pen_flush(&pen);
	if (v->blocks[line->block].cut)
		draw_glyph(s, row, 0, pen.x < row.w ? pen.x : row.w - 1, STYLE_DIM, GLYPH_ELLIPSIS);
}

static void draw_line(
	struct textview *v, struct screen *s, struct rect row, const struct wrap_line *line)
{
	const struct textview_block *b = &v->blocks[line->block];
	if (b->kind == TEXTVIEW_HEADING) {
		int x = draw_str(s, row, 0, 0, STYLE_STRONG, b->heading) + 1;
		draw_hline(s, row, 0, x, row.w - x, STYLE_BORDER);
	} else if (b->kind == TEXTVIEW_TEXT) {
		if (b->bar)
			draw_glyph(s, row, 0, b->bar_column, STYLE_QUOTE, GLYPH_QUOTE_BAR);
		draw_items(v, s, row, line);
	}
}

void textview_draw(struct textview *v, struct screen *s, struct rect r, bool focused)
{
	bool marked = false;
	v->overlap = screen_paging(s).overlap;
	draw_spot(s, r, v, 0);
	for (int y = 0; y < r.h && v->top + (size_t)y < v->lines.n; y++) {
		const struct wrap_line *line = &v->lines.v[v->top + (size_t)y];
		draw_line(v, s, (struct rect){r.y + y, r.x, 1, r.w}, line);
		draw_told(s, r, y, DRAW_TOLD_TEXT);
		if (!focused || line->block != v->selected)
			continue;
		if (!marked) {
			draw_glyph(s, r, y, 0, STYLE_SELECTED, GLYPH_CURSOR);
			draw_cursor(s, r, y, 0, false);
			draw_told(s, r, y, DRAW_TOLD_PICKED);
		}
		draw_row_style(s, r, y, STYLE_SELECTED);
		marked = true;
	}
	if (focused && !marked)
		draw_cursor(s, r, 0, 0, false);
}
