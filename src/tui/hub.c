/* A hub: where its rows stand, and which of them is selected. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "hub_private.h"

#define BESIDE_COLUMNS 72
#define WIDE_COLUMNS 100
#define TWOFOLD_COLUMNS 36
#define LOW_ROWS 12 /* with fewer, the box above each other shows its first lines alone */
#define LOW_BOX 4
#define LONG_ROWS 5 /* with fewer, a long side does not say where it is */
#define BOX_LEAST 22
#define BOX_MOST 40
#define BOX_ALONE 66

static bool can_select(const struct hub_row *r)
{
	return r->kind == HUB_TIE || r->kind == HUB_SUB;
}

static void set_side(struct side *s, const struct hub_row *rows, size_t n)
{
	s->rows = rows;
	s->n = n;
	s->top = xrealloc(s->top, (n + 1) * sizeof(*s->top));
	s->scroll = 0;
	s->selected = HUB_NONE;
	s->total[0] = '\0';
}

static void widen_note(struct hub *h, const struct hub_row *r)
{
	int columns = can_select(r) && r->note[0] ? (int)strlen(r->note) + 1 : 0;

	h->note = columns > h->note ? columns : h->note;
}

void hub_set(struct hub *h, const struct hub_row *in, size_t in_count, const struct hub_row *out,
	size_t out_count)
{
	set_side(&h->sides[HUB_IN], in, in_count);
	set_side(&h->sides[HUB_OUT], out, out_count);
	h->note = 0;
	for (int i = HUB_IN; i <= HUB_OUT; i++)
		for (size_t row = 0; row < h->sides[i].n; row++)
			widen_note(h, &h->sides[i].rows[row]);
	h->at = HUB_OUT;
	h->scroll = 0;
	h->width = 0;
}

struct hub *hub_new(void)
{
	struct hub *h = xcalloc(1, sizeof(*h));

	h->box = textview_new();
	hub_set(h, NULL, 0, NULL, 0);
	return h;
}

void hub_free(struct hub **h)
{
	if (!*h)
		return;
	textview_free(&(*h)->box);
	free((*h)->sides[HUB_IN].top);
	free((*h)->sides[HUB_OUT].top);
	free(*h);
	*h = NULL;
}

void hub_total(struct hub *h, enum hub_side side, const char *total)
{
	struct side *s = &h->sides[side];

	snprintf(s->total, sizeof(s->total), "%s", total);
}

void hub_stack(struct hub *h)
{
	h->stacked = true;
}

struct textview *hub_box(struct hub *h)
{
	return h->box;
}

/* --- Where things stand. --- */

static void place_rows(const struct hub *h, struct side *s)
{
	int line = 0;

	for (size_t i = 0; i < s->n; i++) {
		s->top[i] = line;
		line += h->twofold && s->rows[i].kind == HUB_TIE ? 2 : 1;
	}
	s->top[s->n] = line;
}

static int within(int v, int least, int most)
{
	return v < least ? least : v > most ? most : v;
}

static void measure(struct hub *h, int width)
{
	h->width = width;
	h->beside = width >= BESIDE_COLUMNS && !h->stacked;
	h->label = width >= WIDE_COLUMNS ? 11 : 9;
	h->box_width =
		h->beside ? within(width / 4, BOX_LEAST, BOX_MOST) : within(width, 4, BOX_ALONE);
	h->text = h->beside ? (width - h->box_width) / 2 - h->label : width;
	if (h->beside)
		h->box_width = width - 2 * (h->text + h->label);
	h->twofold = h->beside && h->text < TWOFOLD_COLUMNS;
	textview_layout(h->box, h->box_width - 4, 1);
	h->box_height = textview_lines(h->box) + 2;
	place_rows(h, &h->sides[HUB_IN]);
	place_rows(h, &h->sides[HUB_OUT]);
}

bool hub_is_long(const struct hub *h, const struct side *s)
{
	return h->height >= LONG_ROWS && side_lines(s) > h->height;
}

int hub_start(const struct hub *h, enum hub_side side)
{
	int lines = side_lines(&h->sides[side]);

	return lines < h->height ? (h->height - lines) / 2 : -h->sides[side].scroll;
}

int hub_box_line(const struct hub *h)
{
	int lines = side_lines(&h->sides[HUB_IN]);

	return lines > 0 ? lines + 1 : 0;
}

int hub_out_line(const struct hub *h)
{
	return hub_box_line(h) + h->box_height;
}

bool hub_shows_box(const struct hub *h)
{
	int top = h->beside ? 0 : hub_box_line(h) - h->scroll;

	return !textview_more(h->box) && top >= 0 && top + h->box_height <= h->height;
}

int hub_wants(struct hub *h, int width)
{
	measure(h, width);
	int in = side_lines(&h->sides[HUB_IN]), out = side_lines(&h->sides[HUB_OUT]);
	int most = in > out ? in : out;

	if (!h->beside)
		return hub_out_line(h) + out;
	return most > h->box_height ? most : h->box_height;
}

/* Brings lines `first` to before `end` into the window, with the line above them where it fits. */
static int scroll_to(int scroll, int first, int end, int height, int total)
{
	if (end > scroll + height)
		scroll = end - height;
	if (first < scroll)
		scroll = first;
	if (scroll == first && scroll > 0 && end - first < height)
		scroll--;
	return within(scroll, 0, total > height ? total - height : 0);
}

/* Where the row that is selected ends; after the last one, with what is said behind it. */
static int end_of_selected(const struct side *s)
{
	size_t i = s->selected + 1;

	while (i < s->n && s->rows[i].kind == HUB_NOTE)
		i++;
	return s->top[i];
}

static void scroll_sides(struct hub *h)
{
	for (int i = HUB_IN; i <= HUB_OUT; i++) {
		struct side *s = &h->sides[i];
		bool some = s->selected != HUB_NONE;
		int first = some ? s->top[s->selected] : s->scroll;
		int end = some ? end_of_selected(s) : first;
		s->scroll = scroll_to(
			s->scroll, first, end, h->height - hub_is_long(h, s), side_lines(s));
	}
}

/* With nothing selected the box is what is shown, and as much of what leads in as fits. */
static void scroll_all(struct hub *h)
{
	const struct side *s = &h->sides[h->at];
	int base = h->at == HUB_OUT ? hub_out_line(h) : 0;
	int first = hub_box_line(h), end = hub_out_line(h);
	int total = end + side_lines(&h->sides[HUB_OUT]);

	if (s->selected != HUB_NONE) {
		first = base + s->top[s->selected];
		end = base + end_of_selected(s);
	}
	h->scroll = scroll_to(h->scroll, first, end, h->height, total);
}

void hub_layout(struct hub *h, int width, int height)
{
	measure(h, width);
	h->height = height;
	if (h->beside && h->box_height > height)
		h->box_height = height;
	if (!h->beside && height < LOW_ROWS && h->box_height > LOW_BOX)
		h->box_height = LOW_BOX;
	textview_layout(h->box, h->box_width - 4, h->box_height - 2);
	if (h->beside)
		scroll_sides(h);
	else
		scroll_all(h);
}

/* --- The selection. --- */

/* The row that can be selected `delta` of them away, or the last one there. HUB_NONE: from the
 * start or the end. */
static size_t step(const struct side *s, size_t from, int delta)
{
	size_t found = from, i = from == HUB_NONE && delta < 0 ? s->n : from;
	int left = delta < 0 ? -delta : delta;

	while (left > 0) {
		if (delta < 0 ? i == 0 : i + 1 == s->n || s->n == 0)
			break;
		i = delta < 0 ? i - 1 : i + 1; /* HUB_NONE + 1 is 0 */
		if (!can_select(&s->rows[i]))
			continue;
		found = i;
		left--;
	}
	return found;
}

static size_t nearest_line(const struct side *s, int line)
{
	size_t best = HUB_NONE;

	for (size_t i = 0; i < s->n; i++)
		if (can_select(&s->rows[i]) &&
			(best == HUB_NONE || abs(s->top[i] - line) < abs(s->top[best] - line)))
			best = i;
	return best;
}

static bool go_to_side(struct hub *h, enum hub_side side)
{
	const struct side *from = &h->sides[h->at];
	struct side *to = &h->sides[side];
	bool placed = h->width > 0 && from->selected != HUB_NONE;

	if (side == h->at)
		return false;
	if (to->selected == HUB_NONE) {
		int line = placed && h->beside
			? from->top[from->selected] + hub_start(h, h->at) - hub_start(h, side)
			: 0;
		to->selected = h->width > 0 ? nearest_line(to, line) : step(to, HUB_NONE, 1);
	}
	if (to->selected == HUB_NONE)
		return false;
	h->at = side;
	return true;
}

static bool move(struct hub *h, int delta)
{
	struct side *s = &h->sides[h->at];
	size_t to = step(s, s->selected, delta);
	enum hub_side other = h->at == HUB_IN ? HUB_OUT : HUB_IN;

	if (to == s->selected && !h->beside && (delta > 0) == (h->at == HUB_IN)) {
		size_t entry = step(&h->sides[other], HUB_NONE, delta > 0 ? 1 : -1);
		if (entry == HUB_NONE)
			return false;
		h->sides[other].selected = entry;
		h->at = other;
		return true;
	}
	bool moved = to != s->selected;
	s->selected = to;
	return moved;
}

bool hub_act(struct hub *h, enum action a)
{
	int page = h->height > 2 ? h->height - 2 : 1;

	switch (a) {
	case ACTION_DOWN: return move(h, 1);
	case ACTION_UP: return move(h, -1);
	case ACTION_PAGE_DOWN: return move(h, page);
	case ACTION_PAGE_UP: return move(h, -page);
	case ACTION_TOP: return move(h, -1000000);
	case ACTION_BOTTOM: return move(h, 1000000);
	case ACTION_LEFT: return go_to_side(h, HUB_IN);
	case ACTION_RIGHT: return go_to_side(h, HUB_OUT);
	default: return false;
	}
}

/* A spot's index is its row's, and which side it is on. */
enum pointed hub_point(struct hub *h, const struct point *at)
{
	enum hub_side side = at->index % 2 ? HUB_OUT : HUB_IN;
	size_t row = at->index / 2;
	const struct hub_row *was = hub_selected(h);

	if (at->on != h)
		return POINTED_ELSEWHERE;
	if (at->what == POINT_WHEEL)
		move(h, at->lines);
	if (at->what != POINT_PRESS || row >= h->sides[side].n ||
		!can_select(&h->sides[side].rows[row]))
		return POINTED;
	h->sides[side].selected = row;
	h->at = side;
	return hub_selected(h) == was ? POINTED_AGAIN : POINTED;
}

const struct hub_row *hub_selected(const struct hub *h)
{
	const struct side *s = &h->sides[h->at];

	return s->selected != HUB_NONE ? &s->rows[s->selected] : NULL;
}

bool hub_select(struct hub *h, size_t tag)
{
	for (int i = HUB_OUT; i >= HUB_IN; i--) {
		struct side *s = &h->sides[i];
		for (size_t row = 0; row < s->n; row++) {
			if (!can_select(&s->rows[row]) ||
				(tag != SIZE_MAX && s->rows[row].tag != tag))
				continue;
			s->selected = row;
			h->at = (enum hub_side)i;
			return true;
		}
	}
	return false;
}
