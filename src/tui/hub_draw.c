/* Draws a hub: rows, the box, and the lines between them. */
#include <math.h>
#include <string.h>

#include "hub_private.h"

#define NUMBER 6 /* columns of a number and the blank before it */
#define BRIEF 4 /* the same where there is little room */
#define NOTE 5
#define METER 8

struct pencil {
	const struct hub *h;
	struct screen *s;
	struct rect r;
	bool focused;
};

/* Number and note at the right end, from column x on; gives the column where they begin. The title
 * gives way to them. */
static int draw_tail(const struct pencil *p, struct rect r, int y, int x, const struct hub_row *row)
{
	bool narrow = r.w < 30;
	int end = r.w - (narrow ? p->h->note : NOTE);

	if (narrow && end - BRIEF < x)
		return r.w;
	draw_right(p->s, r, y, r.w, STYLE_DIM, span_of(row->note));
	draw_right(p->s, r, y, end, STYLE_TEXT, span_of(narrow ? row->brief : row->number));
	end -= narrow ? BRIEF : NUMBER;
	if (r.w >= 56) {
		end -= METER;
		draw_meter(p->s, r, y, end, METER, row->value);
		end--;
	}
	return end;
}

static void draw_title(
	const struct pencil *p, struct rect r, int y, int x, int end, const struct hub_row *row)
{
	r.w = end;
	if (row->text.n > 0)
		draw_text(p->s, r, y, x, STYLE_TEXT, row->text);
	else
		draw_str(p->s, r, y, x, STYLE_DIM, "(no title)");
}

/* Where no line is drawn, what it would say. */
static int draw_said(const struct pencil *p, struct rect r, int y, int x, const struct hub_row *row)
{
	x = draw_text(p->s, r, y, x, row->style, row->word);
	return draw_str(p->s, r, y, x + 1, STYLE_TEXT, row->weight) + 2;
}

/* What hangs on a tie has no line, but an arrow. */
static void draw_sub(const struct pencil *p, struct rect r, int y, int x, const struct hub_row *row)
{
	char letter[2] = {row->letter};

	if (screen_plain(p->s)) {
		x = draw_fmt(p->s, r, y, x, STYLE_DIM, "behind it, step %d: ", row->indent + 2);
		x = draw_said(p, r, y, x, row);
		draw_title(p, r, y, x, draw_tail(p, r, y, x, row), row);
		return;
	}
	x += 2 * row->indent;
	draw_glyph(p->s, r, y, x, STYLE_DIM, row->outward ? GLYPH_RIGHT : GLYPH_LEFT);
	draw_str(p->s, r, y, x + 1, row->style, letter);
	x = draw_str(p->s, r, y, x + 2, STYLE_DIM, row->weight);
	draw_title(p, r, y, x + 1, draw_tail(p, r, y, x, row), row);
}

/* A row's text, from column x of r on. */
static void draw_text_of(
	const struct pencil *p, struct rect r, int y, int x, const struct hub_row *row)
{
	switch (row->kind) {
	case HUB_HEAD:
		x = draw_text(p->s, r, y, p->h->beside ? 0 : x, row->style, row->text);
		draw_str(p->s, r, y, x + 1, STYLE_DIM, row->note);
		return;
	case HUB_NOTE: draw_text(p->s, r, y, x, STYLE_DIM, row->text); return;
	case HUB_SUB: draw_sub(p, r, y, x, row); return;
	case HUB_TIE: break;
	}
	if (!p->h->twofold) {
		draw_title(p, r, y, x, draw_tail(p, r, y, x, row), row);
		return;
	}
	int room = r.w - x - NUMBER - p->h->note, meter = room < METER ? room : METER;
	draw_title(p, r, y, x, r.w, row);
	draw_meter(p->s, r, y + 1, x, meter, row->value);
	int after = draw_str(p->s, r, y + 1, x + meter + 1, STYLE_TEXT, row->number);
	draw_str(p->s, r, y + 1, after + 1, STYLE_DIM, row->note);
}

/* What a click on a row selects: its lines, or what the side shows of them. */
static void mark_spot(
	const struct pencil *p, struct rect side, int y, enum hub_side which, size_t row)
{
	const struct side *s = &p->h->sides[which];
	struct rect lines = {side.y + y, side.x, s->top[row + 1] - s->top[row], side.w};

	draw_spot(p->s, lines, p->h, 2 * row + (which == HUB_OUT));
}

static void draw_selection(const struct pencil *p, struct rect r, int y, const struct hub_row *row)
{
	enum style style = p->focused ? STYLE_SELECTED : STYLE_SELECTED_DIM;

	/* What leads out has an arrow there, and its line is heavy. */
	if (!p->h->beside || p->h->at == HUB_IN || row->kind == HUB_SUB)
		draw_glyph(p->s, r, y, 0, STYLE_STRONG, GLYPH_CURSOR);
	if (!p->focused)
		return;
	draw_row_style(p->s, r, y, style);
	if (p->h->twofold && row->kind == HUB_TIE)
		draw_row_style(p->s, r, y + 1, style);
	draw_cursor(p->s, r, y, 0, false);
	draw_told(p->s, r, y, DRAW_TOLD_PICKED);
}

/* "─S .90─" from column x on, `wide` with one more of each blank and line. */
static int draw_label(const struct pencil *p, struct rect r, int y, int x,
	const struct hub_row *row, bool wide, bool chosen)
{
	enum style style = chosen ? STYLE_STRONG : row->style;
	unsigned across = WAY_LEFT | WAY_RIGHT;
	char letter[2] = {row->letter};

	if (screen_plain(p->s))
		return draw_said(p, r, y, x, row);
	for (int i = wide ? 0 : 1; i < 2; i++)
		line_draw(p->s, r, y, x++, style, across, row->line, chosen);
	x = draw_str(p->s, r, y, x, style, letter) + (wide ? 1 : 0);
	draw_str(p->s, r, y, x, chosen ? STYLE_STRONG : STYLE_TEXT, row->weight);
	for (int i = (int)strlen(row->weight); i < 3; i++)
		line_draw(p->s, r, y, x + i, style, across, row->line, chosen);
	return x + 3;
}

/* --- Three columns. --- */

/* Whether a tie begins at a line, and is over before another. */
static bool tie_at(const struct side *side, int line, int end)
{
	for (size_t i = 0; i < side->n; i++)
		if (side->rows[i].kind == HUB_TIE && side->top[i] == line)
			return side->top[i + 1] <= end;
	return false;
}

/* The lines that are left to rows where a long side says what else there is. */
static void shown_lines(const struct pencil *p, const struct side *side, int *top, int *end)
{
	bool is_long = hub_is_long(p->h, side);

	*top = is_long && side->scroll > 0;
	*end = p->r.h - is_long;
}

static void draw_trunk(const struct pencil *p, enum hub_side which, int x, int junction)
{
	const struct side *side = &p->h->sides[which];
	int start = hub_start(p->h, which), first = junction, last = junction, top, end;

	shown_lines(p, side, &top, &end);
	for (size_t i = 0; i < side->n; i++) {
		int y = start + side->top[i];
		if (side->rows[i].kind != HUB_TIE)
			continue;
		first = y < first ? y : first;
		last = y > last ? y : last;
	}
	for (int y = first < 0 ? 0 : first; y <= last && y < p->r.h; y++) {
		unsigned ways = (y > first ? WAY_UP : 0) | (y < last ? WAY_DOWN : 0);
		if (y >= top && tie_at(side, y - start, end - start))
			ways |= which == HUB_IN ? WAY_LEFT : WAY_RIGHT;
		if (y == junction)
			ways |= which == HUB_IN ? WAY_RIGHT : WAY_LEFT;
		line_draw(p->s, p->r, y, x, STYLE_BORDER, ways, LINE_PLAIN, false);
	}
}

/* Of a long side, the head of the group that was scrolled into above, and "12–31 of 201" below. */
static void draw_place(const struct pencil *p, struct rect text, const struct side *side)
{
	const struct hub_row *head = NULL;
	size_t before = 0, last = 0;
	int from, to;

	shown_lines(p, side, &from, &to);
	from += side->scroll;
	to += side->scroll;
	for (size_t i = 0; i < side->n; i++) {
		if (side->rows[i].kind == HUB_HEAD && side->top[i] < from)
			head = &side->rows[i];
		if (side->rows[i].kind != HUB_TIE)
			continue;
		before += side->top[i] < from;
		last += side->top[i + 1] <= to;
	}
	if (head && side->scroll > 0)
		draw_text_of(p, text, 0, 2, head);
	if (before < last)
		draw_fmt(p->s, text, to - side->scroll, 2, STYLE_DIM, "%zu–%zu of %s", before + 1,
			last, side->total);
}

static void draw_side(const struct pencil *p, enum hub_side which)
{
	const struct hub *h = p->h;
	const struct side *side = &h->sides[which];
	struct rect text = p->r;
	int start = hub_start(h, which);
	bool wide = h->label > 9;
	int top, end;

	shown_lines(p, side, &top, &end);
	if (which == HUB_IN)
		rect_right(&text, p->r.w - h->text);
	else
		rect_left(&text, p->r.w - h->text);
	if (hub_is_long(h, side))
		draw_place(p, text, side);
	for (size_t i = 0; i < side->n; i++) {
		const struct hub_row *row = &side->rows[i];
		int y = start + side->top[i];
		if (y < top || start + side->top[i + 1] > end)
			continue;
		bool chosen = p->focused && which == h->at && i == side->selected;
		draw_text_of(p, text, y, 2, row);
		mark_spot(p, text, y, which, i);
		if (which == h->at && i == side->selected)
			draw_selection(p, text, y, row);
		if (row->kind != HUB_TIE)
			continue;
		if (which == HUB_IN) {
			int x = draw_label(p, p->r, y, h->text + 1, row, wide, chosen);
			line_draw(p->s, p->r, y, x, chosen ? STYLE_STRONG : row->style,
				WAY_LEFT | WAY_RIGHT, row->line, chosen);
		} else {
			int x = draw_label(
				p, p->r, y, p->r.w - h->text - h->label + 2, row, wide, chosen);
			line_head(p->s, p->r, y, x, chosen ? STYLE_STRONG : row->style, WAY_RIGHT);
		}
	}
}

static void draw_centre(const struct pencil *p, struct rect box, bool focused)
{
	draw_box(p->s, box, focused ? STYLE_STRONG : STYLE_BORDER);
	textview_draw(p->h->box, p->s, rect_inset(box, 1, 2), false);
	if (focused && !hub_selected(p->h) && !screen_plain(p->s))
		draw_cursor(p->s, box, 1, 2, false);
}

static void draw_beside(const struct pencil *p)
{
	const struct hub *h = p->h;
	struct rect box = {p->r.y + (p->r.h - h->box_height) / 2, p->r.x + h->text + h->label,
		h->box_height, h->box_width};
	int junction = (p->r.h - h->box_height) / 2 + h->box_height / 2;
	int left = h->text + h->label - 2, right = h->text + h->label + h->box_width;

	draw_side(p, HUB_IN);
	draw_side(p, HUB_OUT);
	draw_centre(p, box, p->focused);
	if (h->sides[HUB_IN].n > 0) {
		draw_trunk(p, HUB_IN, left, junction);
		line_head(p->s, p->r, junction, left + 1, STYLE_STRONG, WAY_RIGHT);
	}
	if (h->sides[HUB_OUT].n > 0) {
		line_draw(p->s, p->r, junction, right - 1, STYLE_BORDER,
			WAY_UP | WAY_DOWN | WAY_RIGHT, LINE_PLAIN, false);
		line_draw(p->s, p->r, junction, right, STYLE_BORDER, WAY_LEFT | WAY_RIGHT,
			LINE_PLAIN, false);
		draw_trunk(p, HUB_OUT, right + 1, junction);
	}
}

/* --- Above each other. --- */

#define TRUNK 2

/* The lines of a side run from the box along its left: how far, in lines of the side. */
static int last_tie(const struct side *side)
{
	int last = -1;

	for (size_t i = 0; i < side->n; i++)
		if (side->rows[i].kind == HUB_TIE)
			last = side->top[i];
	return last;
}

static int first_tie(const struct side *side)
{
	for (size_t i = 0; i < side->n; i++)
		if (side->rows[i].kind == HUB_TIE)
			return side->top[i];
	return -1;
}

static void draw_stack(const struct pencil *p, enum hub_side which)
{
	const struct hub *h = p->h;
	const struct side *side = &h->sides[which];
	int base = (which == HUB_OUT ? hub_out_line(h) : 0) - h->scroll;
	int from = which == HUB_IN ? first_tie(side) : 0;
	int to = which == HUB_IN ? side_lines(side) - 1 : last_tie(side);

	for (size_t i = 0; i < side->n; i++) {
		const struct hub_row *row = &side->rows[i];
		int line = side->top[i], y = base + line;
		if (y < 0 || y >= p->r.h)
			continue;
		bool chosen = p->focused && which == h->at && i == side->selected;
		int x = TRUNK + 1;
		unsigned ways = 0;
		if (line >= from && line <= to)
			ways = (line > from || which == HUB_OUT ? WAY_UP : 0) |
				(line < to || which == HUB_IN ? WAY_DOWN : 0);
		if (row->kind == HUB_TIE) {
			x = draw_label(p, p->r, y, x, row, false, chosen);
			if (which == HUB_OUT)
				line_head(p->s, p->r, y, x, row->style, WAY_RIGHT);
			else
				line_draw(p->s, p->r, y, x, row->style, WAY_LEFT | WAY_RIGHT,
					row->line, chosen);
			ways |= WAY_RIGHT;
		}
		struct rect text = p->r;
		text.w = draw_long_row(p->s, text, y).w;
		draw_text_of(p, text, y, row->kind == HUB_TIE ? x + 2 : TRUNK + 2, row);
		mark_spot(p, text, y, which, i);
		line_draw(p->s, p->r, y, TRUNK, STYLE_BORDER, ways, LINE_PLAIN, false);
		if (which == h->at && i == side->selected)
			draw_selection(p, p->r, y, row);
	}
}

static void draw_above(const struct pencil *p)
{
	const struct hub *h = p->h;
	int y = hub_box_line(h) - h->scroll;
	struct rect box = {p->r.y + y, p->r.x, h->box_height, h->box_width};

	draw_stack(p, HUB_IN);
	if (side_lines(&h->sides[HUB_IN]) > 0)
		line_head(p->s, p->r, y - 1, TRUNK, STYLE_STRONG, WAY_DOWN);
	if (y >= 0 && y + h->box_height <= p->r.h) {
		draw_centre(p, box, p->focused);
		if (last_tie(&h->sides[HUB_OUT]) >= 0)
			line_draw(p->s, box, h->box_height - 1, TRUNK, STYLE_BORDER,
				WAY_LEFT | WAY_RIGHT | WAY_DOWN, LINE_PLAIN, false);
	} else {
		/* A part of the box: its lines, without those that close it. */
		for (int i = 0; i < h->box_height; i++)
			if (y + i >= 0 && y + i < p->r.h) {
				draw_glyph(p->s, p->r, y + i, 0, STYLE_BORDER, GLYPH_VLINE);
				draw_glyph(p->s, p->r, y + i, h->box_width - 1, STYLE_BORDER,
					GLYPH_VLINE);
			}
	}
	draw_stack(p, HUB_OUT);
}

void hub_draw(const struct hub *h, struct screen *s, struct rect r, bool focused)
{
	struct pencil p = {h, s, r, focused};

	if (r.h <= 0 || r.w <= 0)
		return;
	if (h->beside)
		draw_beside(&p);
	else
		draw_above(&p);
}
