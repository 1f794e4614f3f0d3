/* Paints the drawn graph: boxes, lines, arrows, and the map of the whole. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sanitize.h"
#include "base/utf8.h"
#include "drawing_pane.h"
#include "ego.h"
#include "model/confidence.h"
#include "model/relation.h"

#define METER 10

struct brush {
	const struct drawing *d;
	const struct layout *l;
	struct screen *s;
	struct rect r;
};

/* --- Lines: what meets in a cell is known only when all of them were walked. --- */

struct cell {
	unsigned char ways, kind;
	enum style style;
};

static void touch(struct cell *cells, struct rect r, int y, int x, unsigned ways,
	enum line_kind kind, enum style style)
{
	if (y < 0 || y >= r.h || x < 0 || x >= r.w)
		return;
	struct cell *c = &cells[y * r.w + x];
	c->ways |= (unsigned char)ways;
	c->kind = (unsigned char)kind;
	c->style = style;
}

static void walk_line(const struct brush *b, struct cell *cells, const struct layout_edge *e,
	enum line_kind kind, enum style style)
{
	for (size_t i = 0; i + 1 < e->n; i++) {
		struct layout_point from = e->points[i], to = e->points[i + 1];
		int dy = (to.y > from.y) - (to.y < from.y), dx = (to.x > from.x) - (to.x < from.x);
		unsigned out = dy > 0 ? WAY_DOWN : dy < 0 ? WAY_UP : dx > 0 ? WAY_RIGHT : WAY_LEFT;
		unsigned in = dy > 0 ? WAY_UP : dy < 0 ? WAY_DOWN : dx > 0 ? WAY_LEFT : WAY_RIGHT;
		for (int y = from.y, x = from.x;; y += dy, x += dx) {
			bool first = y == from.y && x == from.x, last = y == to.y && x == to.x;
			/* The ends reach out to their boxes. */
			unsigned ways =
				(first && i > 0 ? 0 : in) | (last && i + 2 < e->n ? 0 : out);
			touch(cells, b->r, y - b->d->top, x - b->d->left, ways, kind, style);
			if (last)
				break;
		}
	}
}

static bool is_chosen(const struct brush *b, const struct graph_edge *e)
{
	return e->source == b->d->at || e->target == b->d->at;
}

static void paint_lines(const struct brush *b, bool chosen)
{
	const struct graph *g = &b->d->picture.graph;
	struct cell *cells = xcalloc((size_t)b->r.h * (size_t)b->r.w, sizeof(*cells));

	for (size_t i = 0; i < g->edge_count; i++)
		if (is_chosen(b, &g->edges[i]) == chosen)
			walk_line(b, cells, &b->l->edges[i], ego_line(g->edges[i].relation),
				chosen ? ego_style(g->edges[i].relation) : STYLE_BORDER);
	for (int y = 0; y < b->r.h; y++)
		for (int x = 0; x < b->r.w; x++) {
			const struct cell *c = &cells[y * b->r.w + x];
			if (c->ways)
				line_draw(b->s, b->r, y, x, c->style, c->ways,
					(enum line_kind)c->kind, chosen);
		}
	free(cells);
}

static void paint_heads(const struct brush *b, bool chosen)
{
	const struct graph *g = &b->d->picture.graph;

	for (size_t i = 0; i < g->edge_count; i++) {
		const struct layout_edge *line = &b->l->edges[i];
		const struct graph_edge *e = &g->edges[i];
		if (line->n == 0 || is_chosen(b, e) != chosen)
			continue;
		struct layout_point end = line->points[line->n - 1];
		int y = end.y - b->d->top, x = end.x - b->d->left;
		bool down = end.y < b->l->boxes[e->target].y;
		enum style style = chosen ? ego_style(e->relation) : STYLE_DIM;
		char letter[2] = {relation_letter(e->relation)};
		if (y < 0 || y >= b->r.h || x < 0)
			continue;
		line_head(b->s, b->r, y, x, chosen ? STYLE_STRONG : STYLE_DIM,
			down ? WAY_DOWN : WAY_UP);
		draw_str(b->s, b->r, y, x + 1, style, letter);
	}
}

/* --- Boxes. --- */

static void paint_title(
	const struct brush *b, struct rect inside, struct span title, int lines, enum style style)
{
	if (title.n == 0) {
		draw_str(b->s, inside, 0, 0, STYLE_DIM, "(no title)");
		return;
	}
	size_t first = lines > 1 ? text_fit(title, inside.w) : title.n;
	draw_text(b->s, inside, 0, 0, style, (struct span){title.p, first});
	if (first < title.n)
		draw_text(
			b->s, inside, 1, 0, style, (struct span){title.p + first, title.n - first});
}

static void paint_border(const struct brush *b, struct rect r, enum style style, bool heavy)
{
	for (int x = 1; x < r.w - 1; x++) {
		line_draw(b->s, r, 0, x, style, WAY_LEFT | WAY_RIGHT, LINE_PLAIN, heavy);
		line_draw(b->s, r, r.h - 1, x, style, WAY_LEFT | WAY_RIGHT, LINE_PLAIN, heavy);
	}
	for (int y = 1; y < r.h - 1; y++) {
		line_draw(b->s, r, y, 0, style, WAY_UP | WAY_DOWN, LINE_PLAIN, heavy);
		line_draw(b->s, r, y, r.w - 1, style, WAY_UP | WAY_DOWN, LINE_PLAIN, heavy);
	}
	line_draw(b->s, r, 0, 0, style, WAY_DOWN | WAY_RIGHT, LINE_PLAIN, heavy);
	line_draw(b->s, r, 0, r.w - 1, style, WAY_DOWN | WAY_LEFT, LINE_PLAIN, heavy);
	line_draw(b->s, r, r.h - 1, 0, style, WAY_UP | WAY_RIGHT, LINE_PLAIN, heavy);
	line_draw(b->s, r, r.h - 1, r.w - 1, style, WAY_UP | WAY_LEFT, LINE_PLAIN, heavy);
}

/* The letters of edges from the belief to itself, which have no line. */
static int paint_loops(const struct brush *b, struct rect r, int y, int x, size_t node)
{
	const struct graph *g = &b->d->picture.graph;
	bool any = false;

	for (size_t i = 0; i < g->edge_count; i++) {
		char letter[2] = {relation_letter(g->edges[i].relation)};
		if (g->edges[i].source != node || g->edges[i].target != node)
			continue;
		if (!any)
			x = draw_str(b->s, r, y, x, STYLE_WARN, " self:");
		any = true;
		x = draw_str(b->s, r, y, x, STYLE_WARN, letter);
	}
	return x;
}

static bool has_loop(const struct graph *g, size_t node)
{
	size_t i = 0;

	while (i < g->edge_count && (g->edges[i].source != node || g->edges[i].target != node))
		i++;
	return i < g->edge_count;
}

static int paint_number(const struct brush *b, struct rect r, int y, int x, size_t node, bool meter)
{
	const struct graph_node *n = &b->d->picture.graph.nodes[node];
	bool right = !confidence_wrong(n->confidence, n->confidence_broken);
	char number[CONFIDENCE_COLUMNS + 1];

	if (meter && !has_loop(&b->d->picture.graph, node)) {
		draw_meter(b->s, r, y, x, METER, right ? n->confidence : (double)NAN);
		x += METER + 1;
	}
	confidence_short(n->confidence, n->confidence_broken, number);
	x = draw_str(b->s, r, y, x, right ? STYLE_TEXT : STYLE_WARN, number);
	if (n->locked) {
		x = draw_str(b->s, r, y, x, STYLE_TEXT, " ");
		x = draw_glyph(b->s, r, y, x, STYLE_WARN, GLYPH_LOCK);
	}
	return paint_loops(b, r, y, x, node);
}

static bool is_beside(const struct brush *b, size_t node)
{
	const struct graph *g = &b->d->picture.graph;

	for (size_t i = 0; i < g->edge_count; i++)
		if (is_chosen(b, &g->edges[i]) &&
			(g->edges[i].source == node || g->edges[i].target == node))
			return true;
	return false;
}

static void paint_box(const struct brush *b, size_t node)
{
	const struct layout_box *box = &b->l->boxes[node];
	int y = box->y - b->d->top, x = box->x - b->d->left;
	bool chosen = node == b->d->at, beside = is_beside(b, node);
	enum style style = chosen ? STYLE_STRONG : beside ? STYLE_TEXT : STYLE_DIM;

	if (y + box->h <= 0 || y >= b->r.h || x + box->w <= 0 || x >= b->r.w)
		return;
	struct rect r = {b->r.y + y, b->r.x + x, box->h, box->w};
	draw_fill(b->s, r, STYLE_TEXT);
	paint_border(b, r, style, chosen);
	bool large = b->d->size == DRAWING_LARGE;
	struct rect inside = rect_inset(r, 1, 2);
	paint_title(b, inside, b->d->picture.graph.nodes[node].title,
		b->d->size == DRAWING_SMALL ? 1 : 2, style);
	if (large) {
		paint_number(b, inside, 2, 0, node, true);
	} else {
		draw_str(b->s, r, r.h - 1, 2, STYLE_TEXT, " ");
		int end = paint_number(b, r, r.h - 1, 3, node, false);
		draw_str(b->s, r, r.h - 1, end, STYLE_TEXT, " ");
	}
	if (chosen)
		draw_cursor(b->s, inside, 0, 0, false);
}

/* --- The map: the whole drawing in dots, and the window on it. --- */

struct map {
	struct rect r;
	double dot_h, dot_w; /* cells of the drawing for a dot */
	int dots_y, dots_x; /* dots of a cell of the map */
};

static bool map_dot(const struct brush *b, const struct map *m, int y, int x)
{
	double middle_y = (y + 0.5) * m->dot_h, middle_x = (x + 0.5) * m->dot_w;

	for (size_t i = 0; i < b->l->box_count; i++) {
		const struct layout_box *box = &b->l->boxes[i];
		if (middle_y >= box->y && middle_y < box->y + box->h && middle_x >= box->x &&
			middle_x < box->x + box->w)
			return true;
	}
	return false;
}

/* Whether two stretches share half of the shorter one, so that a window between two cells of the
 * map, and smaller than either, is in one of them all the same. */
static bool share_half(double one, double length, int other, int other_length)
{
	double from = one > other ? one : other;
	double to = one + length < other + other_length ? one + length : other + other_length;

	return 2 * (to - from) >= (length < other_length ? length : other_length);
}

static bool in_window(const struct brush *b, const struct map *m, int y, int x)
{
	double h = m->dot_h * m->dots_y, w = m->dot_w * m->dots_x;

	return share_half(y * h, h, b->d->top, b->r.h) && share_half(x * w, w, b->d->left, b->r.w);
}

static void paint_map_cell(const struct brush *b, const struct map *m, int y, int x)
{
	static const unsigned char dots[4][2] = {
		{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
	unsigned char cell = 0;
	char braille[4];
	bool here = in_window(b, m, y, x);
	enum style style = here ? STYLE_SELECTED : STYLE_DIM;

	for (int i = 0; i < m->dots_y; i++)
		for (int k = 0; k < m->dots_x; k++)
			if (map_dot(b, m, y * m->dots_y + i, x * m->dots_x + k))
				cell |= dots[i][k];
	if (screen_ascii(b->s)) {
		draw_str(b->s, m->r, y, x, style, cell ? "#" : here ? "." : " ");
		return;
	}
	size_t n = utf8_encode(0x2800u + cell, braille);
	if (cell)
		draw_text(b->s, m->r, y, x, style, (struct span){braille, n});
	else
		draw_str(b->s, m->r, y, x, style, here ? "·" : " ");
}

static int overlap(int from, int length, int other, int other_length)
{
	int first = from > other ? from : other;
	int end = from + length < other + other_length ? from + length : other + other_length;

	return end > first ? end - first : 0;
}

/* How many cells of boxes the map would hide there; INT_MAX where one is of the selected box. */
static int hidden_by(const struct brush *b, struct rect map)
{
	int cells = 0;

	for (size_t i = 0; i < b->l->box_count; i++) {
		const struct layout_box *box = &b->l->boxes[i];
		int here = overlap(map.y, map.h, b->r.y + box->y - b->d->top, box->h) *
			overlap(map.x, map.w, b->r.x + box->x - b->d->left, box->w);
		if (here > 0 && i == b->d->at)
			return INT_MAX;
		cells += here;
	}
	return cells;
}

/* The corner in which it hides least; false when the selected box reaches into each of them. */
static bool place_map(const struct brush *b, struct rect *map)
{
	int bottom = b->r.y + b->r.h - map->h, right = b->r.x + b->r.w - map->w, least = INT_MAX;
	const struct layout_point corners[] = {
		{bottom, right}, {b->r.y, right}, {bottom, b->r.x}, {b->r.y, b->r.x}};

	for (size_t i = 0; i < sizeof(corners) / sizeof(*corners); i++) {
		struct rect there = {corners[i].y, corners[i].x, map->h, map->w};
		int hidden = hidden_by(b, there);
		if (hidden >= least)
			continue;
		least = hidden;
		*map = there;
	}
	return least < INT_MAX;
}

struct rect drawing_map_size(const struct drawing *d)
{
	int w = d->window.w / 4 < 28 ? d->window.w / 4 : 28;
	int h = d->window.h / 4 < 8 ? d->window.h / 4 : 8;

	if (w < 8 || h < 3 || d->no_map || drawing_fits(d))
		return (struct rect){0};
	return (struct rect){.h = h + 2, .w = w + 2};
}

static void paint_map(const struct brush *b)
{
	struct map m = {.dots_y = screen_ascii(b->s) ? 1 : 4, .dots_x = screen_ascii(b->s) ? 1 : 2};
	struct rect frame = drawing_map_size(b->d);
	int w = frame.w - 2, h = frame.h - 2;

	if (frame.h == 0 || !place_map(b, &frame))
		return;
	draw_spot(b->s, frame, &b->d->no_map, 0);
	draw_fill(b->s, frame, STYLE_TEXT);
	draw_box(b->s, frame, STYLE_BORDER);
	draw_str(b->s, frame, 0, 2, STYLE_DIM,
		console_words(b->d->console, " map: {minimap} ").text);
	m.r = rect_inset(frame, 1, 1);
	m.dot_h = (double)b->l->h / (h * m.dots_y);
	m.dot_w = (double)b->l->w / (w * m.dots_x);
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++)
			paint_map_cell(b, &m, y, x);
}

void drawing_paint(const struct drawing *d, struct screen *s)
{
	struct brush b = {d, &d->picture.size[d->size], s, d->window};

	if (b.r.h <= 0 || b.r.w <= 0)
		return;
	draw_spot(s, b.r, d, 0);
	draw_cursor(s, b.r, 0, 0, false); /* while the selected box is outside */
	draw_clip(s, b.r); /* what the edge of the window cuts is drawn whole */
	paint_lines(&b, false);
	paint_lines(&b, true);
	for (size_t i = 0; i < b.l->box_count; i++)
		paint_box(&b, i);
	paint_heads(&b, false);
	paint_heads(&b, true);
	paint_map(&b);
	draw_unclip(s);
}
