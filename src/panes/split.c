/* How a list and its detail share a pane. */
#include "panes/split.h"

#include <string.h>

/* The list takes its share of the room up to what its rows need, and what is more than a text is
 * read in. */
#define LIST_COLUMNS 72
#define DETAIL_COLUMNS 104

static int list_width(int all, int share)
{
	int width = share < LIST_COLUMNS ? share : LIST_COLUMNS;

	return all - DETAIL_COLUMNS > width ? all - DETAIL_COLUMNS : width;
}

static struct split beside(struct rect r, int width)
{
	struct split sp = {.mode = SPLIT_BESIDE};
	struct rect left = rect_left(&r, width);
	sp.list_head = rect_top(&left, 1);
	sp.list = left;
	sp.line = rect_left(&r, 1);
	sp.detail_head = rect_top(&r, 1);
	sp.detail = rect_inset(r, 0, 1);
	return sp;
}

static struct split stacked(struct rect r)
{
	struct split sp = {.mode = SPLIT_STACKED};
	int rows = r.h / 3;
	struct rect upper = rect_top(&r, rows < 4 ? 4 : rows);

	sp.list_head = rect_top(&upper, 1);
	sp.list = upper;
	sp.detail_head = rect_top(&r, 1);
	sp.detail = rect_inset(r, 0, 1);
	return sp;
}

struct split split_single(struct rect r, bool detail)
{
	struct split sp = {.mode = SPLIT_SINGLE};
	struct rect head = rect_top(&r, 1);

	if (detail) {
		sp.detail_head = head;
		sp.detail = r.w > 20 ? rect_inset(r, 0, 1) : r;
	} else {
		sp.list_head = head;
		sp.list = r;
	}
	return sp;
}

static struct split divide(const struct console *c, struct rect r, bool detail_has_focus, int share)
{
	if (c->plain) {
		struct rect note = rect_bottom(&r, 1);
		struct split sp = split_single(r, detail_has_focus);
		sp.note = note;
		return sp;
	}
	if (r.w >= SPLIT_BESIDE_COLUMNS)
		return beside(r, list_width(r.w, share));
	if (r.w >= SPLIT_STACK_COLUMNS && r.h >= SPLIT_STACK_ROWS)
		return stacked(r);
	return split_single(r, detail_has_focus);
}

struct split split_of(const struct console *c, struct rect r, bool detail_has_focus)
{
	return divide(c, r, detail_has_focus, r.w / 2);
}

struct split split_long_rows(const struct console *c, struct rect r, bool detail_has_focus)
{
	return divide(c, r, detail_has_focus, r.w * 5 / 9);
}

/* What follows the first " · " of a note; nothing when there is none. */
static struct span shorter(struct span note)
{
	static const char dot[] = " · ";
	const char *at = note.n ? memmem(note.p, note.n, dot, strlen(dot)) : NULL;

	if (!at)
		return SPAN_LIT("");
	size_t skip = (size_t)(at - note.p) + strlen(dot);
	return (struct span){note.p + skip, note.n - skip};
}

/* The note gives way, part by part, when the title needs the room, but for what it insists on. */
static void draw_head(struct screen *s, struct rect r, bool focused, struct span title,
	struct span note, int insists)
{
	struct rect room = r;
	int left = r.w - (int)text_width(title) - 8;

	if (r.w <= 0 || r.h <= 0)
		return;
	draw_hline(s, r, 0, 0, r.w, STYLE_BORDER);
	room.w -= 2;
	if (left < insists && insists <= room.w - 8)
		left = insists;
	while (note.n > 0 && (int)text_width(note) > left)
		note = shorter(note);
	if (note.n > 0) {
		int x = draw_right(s, r, 0, r.w - 2, STYLE_DIM, note);
		draw_str(s, r, 0, x - 1, STYLE_DIM, " ");
		draw_str(s, r, 0, r.w - 2, STYLE_DIM, " ");
		room.w = x - 2;
	}
	if (title.n == 0)
		return;
	int x = draw_str(s, room, 0, 1, STYLE_TEXT, " ");
	x = draw_text(s, room, 0, x, focused ? STYLE_STRONG : STYLE_DIM, title);
	draw_str(s, r, 0, x, STYLE_TEXT, " ");
}

void split_draw(struct screen *s, const struct split *sp, bool detail_has_focus,
	struct span list_title, struct span list_note, struct span detail_title,
	struct span detail_note)
{
	if (sp->note.h > 0) {
		draw_text(s, sp->note, 0, 0, STYLE_DIM,
			sp->detail_head.h > 0 ? detail_note : list_note);
		list_note = detail_note = SPAN_NULL;
	}
	draw_head(s, sp->list_head, !detail_has_focus, list_title, list_note, 0);
	draw_head(s, sp->detail_head, detail_has_focus, detail_title, detail_note, sp->insists);
	if (sp->mode != SPLIT_BESIDE)
		return;
	draw_vline(s, sp->line, 0, 0, sp->line.h, STYLE_BORDER);
	draw_glyph(s, sp->line, 0, 0, STYLE_BORDER, GLYPH_TEE_DOWN);
}

void split_draw_empty(const struct split *sp, struct screen *s, enum style style, const char *first,
	const char *then)
{
	struct rect r = sp->list.w > 0 ? sp->list : sp->detail;
	int y = draw_wrapped(s, r, 1, 2, style, span_of(first));

	draw_wrapped(s, r, y, 2, STYLE_DIM, span_of(then));
	if (!screen_plain(s)) /* its row would be said last */
		draw_cursor(s, r, 1, 2, false);
}

bool split_moves(enum action a)
{
	return a >= ACTION_DOWN && a <= ACTION_BOTTOM;
}

bool split_text_act(
	const struct split *sp, struct textview *v, bool detail_has_focus, enum action a)
{
	int half = sp->detail.h / 2 + 1;

	if (a == ACTION_SCROLL_DOWN || a == ACTION_SCROLL_UP)
		textview_scroll(v, a == ACTION_SCROLL_DOWN ? half : -half);
	else if (detail_has_focus && split_moves(a))
		textview_act(v, a);
	else
		return false;
	return true;
}

enum action split_point(
	struct list *l, struct textview *v, bool *detail_has_focus, const struct point *at)
{
	bool had = *detail_has_focus;
	enum pointed in_list = list_point(l, at), in_text = textview_point(v, at);

	if (at->what == POINT_PRESS && (in_list || in_text))
		*detail_has_focus = in_text != POINTED_ELSEWHERE;
	bool opens = had ? in_text == POINTED_AGAIN : in_list == POINTED_AGAIN;
	return opens ? ACTION_OPEN : ACTION_NONE;
}
