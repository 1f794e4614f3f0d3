/* The drawn graph: a window on some beliefs as boxes, with their edges. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drawing_pane.h"
#include "ego.h"
#include "store/graph.h"

#define NO_EDGE "no edge leads from here"

void drawing_show(struct console *c, const struct drawing_of *of)
{
	c->drawing.what = of->what;
	c->drawing.depth = of->depth;
	memcpy(c->drawing.focus, of->focus, UUID_TEXT);
	str_clear(&c->drawing.filter);
	str_adds(&c->drawing.filter, str_span(&of->filter));
	idmap_clear(&c->drawing.these);
	idmap_copy(&c->drawing.these, &of->these);
	c->ops->show(c, PANE_DRAWING, of->focus);
}

/* What is drawn is narrowed; the list it came from stays as it is. */
static bool filter_done(void *drawing, struct span text, struct err *problem)
{
	struct drawing *d = drawing;
	struct drawing_of *of = &d->console->drawing;
	struct arena a = {0};
	struct filter f;
	int parsed = filter_parse(FILTER_BELIEFS, text, &a, &f, problem);

	if (parsed == 0) {
		of->what = DRAW_FILTER;
		str_clear(&of->filter);
		str_adds(&of->filter, text);
		drawing_load(d);
	}
	arena_free(&a);
	return parsed == 0;
}

static void drawing_open(struct pane *p, void *console)
{
	static const enum filter_field fields[] = {
		FILTER_TAG, FILTER_REL, FILTER_BY, FILTER_PERSONA};
	struct drawing *d = (struct drawing *)p;

	d->console = console;
	d->why = textview_new();
	d->ask = (struct filter_ask){
		.console = d->console,
		.dialect = FILTER_BELIEFS,
		.fields = fields,
		.n = sizeof(fields) / sizeof(fields[0]),
		.owner = d,
		.kind = DRAWING_VALUES,
		.done = filter_done,
	};
}

static void drawing_close(struct pane *p)
{
	struct drawing *d = (struct drawing *)p;

	worker_forget(d->console->worker, d);
	arena_free(&d->picture.arena);
	textview_free(&d->why);
	filter_ask_clear(&d->ask);
	str_free(&d->console->drawing.filter);
	idmap_clear(&d->console->drawing.these);
}

static void drawing_show_id(struct pane *p, const char *id)
{
	struct drawing *d = (struct drawing *)p;

	snprintf(d->selected, sizeof(d->selected), "%s", id);
	d->loaded = false;
}

static void drawing_enter(struct pane *p)
{
	drawing_load((struct drawing *)p);
}

static void drawing_changed(struct pane *p)
{
	struct drawing *d = (struct drawing *)p;

	if (d->loaded)
		drawing_load(d);
}

/* What is around a belief and what was marked stay the same. */
static void drawing_narrowed(struct pane *p)
{
	if (((struct drawing *)p)->console->drawing.what == DRAW_FILTER)
		drawing_changed(p);
}

/* --- The window. --- */

const struct layout *drawing_layout_of(const struct drawing *d)
{
	return &d->picture.size[d->size];
}

bool drawing_fits(const struct drawing *d)
{
	const struct layout *l = drawing_layout_of(d);

	return l->w <= d->window.w && l->h <= d->window.h;
}

static int within(int v, int least, int most)
{
	return v > most ? most : v < least ? least : v;
}

/* The first cell in the window, so that cells `first` to before `end` are in it; the map may stand
 * on `free` cells behind the last one. */
static int follow(int from, int first, int end, int room, int all, int free)
{
	if (all <= room)
		return -(room - all) / 2;
	if (end + 1 > from + room)
		from = end + 1 - room;
	if (first - 1 < from)
		from = first - 1;
	return within(from, 0, all - room + free);
}

static void move_window(struct drawing *d)
{
	const struct layout *l = drawing_layout_of(d);
	const struct layout_box *b = d->at < l->box_count ? &l->boxes[d->at] : NULL;
	struct rect map = drawing_map_size(d);
	bool to = b && d->follow;

	d->top = follow(d->top, to ? b->y : d->top + 1, to ? b->y + b->h : d->top, d->window.h,
		l->h, map.h);
	d->left = follow(d->left, to ? b->x : d->left + 1, to ? b->x + b->w : d->left, d->window.w,
		l->w, map.w);
	d->follow = false;
}

/* The largest boxes with which all of it fits, else those of middle height. */
static void choose_size(struct drawing *d)
{
	int size = d->size;

	for (d->size = DRAWING_LARGE; d->size < DRAWING_SIZES && !drawing_fits(d); d->size++)
		;
	if (d->size == DRAWING_SIZES)
		d->size = DRAWING_MIDDLE;
	d->follow = d->follow || d->size != size;
}

static void drawing_layout(struct pane *p, struct rect r)
{
	struct drawing *d = (struct drawing *)p;

	rect_top(&r, 1);
	rect_bottom(&r, 1);
	d->follow = d->follow || r.w != d->window.w || r.h != d->window.h;
	d->window = r;
	/* Parts stand in rows of the window's width. */
	if (r.w > 0 && r.w != d->width && (d->loaded || d->loading))
		drawing_load(d);
	if (drawing_is_refused(d)) {
		int top = textview_top(d->why);
		drawing_refuse(d);
		textview_layout(d->why, r.w, r.h - 1);
		textview_scroll(d->why, top);
	}
	if (!d->loaded || d->picture.graph.node_count == 0)
		return;
	choose_size(d);
	move_window(d);
}

static bool drawing_waits(const struct pane *p)
{
	return ((const struct drawing *)p)->loading;
}

/* --- Keys. --- */

static void select_at(struct drawing *d, size_t at)
{
	d->at = at;
	d->centre = SIZE_MAX;
	d->follow = true;
	memcpy(d->selected, d->picture.graph.nodes[at].id, UUID_TEXT);
	snprintf(d->console->belief, sizeof(d->console->belief), "%s", d->selected);
}

/* The nearest box that way; what lies aside counts double, cells being twice as high as wide. */
static void move(struct drawing *d, int dy, int dx)
{
	const struct layout *l = drawing_layout_of(d);
	const struct layout_box *from = &l->boxes[d->at];
	size_t best = l->box_count;
	int least = 0;

	for (size_t i = 0; i < l->box_count; i++) {
		const struct layout_box *b = &l->boxes[i];
		int down = 2 * (b->y - from->y), across = b->x + b->w / 2 - from->x - from->w / 2;
		int along = dy ? dy * down : dx * across;
		int aside = abs(dy ? across : down);
		if (i == d->at || along <= 0 || (dx && aside > along))
			continue;
		if (best == l->box_count || along + 2 * aside < least) {
			best = i;
			least = along + 2 * aside;
		}
	}
	if (best < l->box_count)
		select_at(d, best);
	else
		console_say(d->console, STYLE_DIM, "no belief stands further that way");
}

/* The beliefs that edges tie to one, each once. */
static size_t neighbours(const struct graph *g, size_t of, size_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < g->edge_count; i++) {
		const struct graph_edge *e = &g->edges[i];
		size_t k = 0, other = e->source == of ? e->target : e->source;
		if (other == of || (e->source != of && e->target != of))
			continue;
		while (k < n && out[k] != other)
			k++;
		if (k == n)
			out[n++] = other;
	}
	return n;
}

/* One neighbour after the other of the belief at which the first of these keys was pressed. */
static void next_neighbour(struct drawing *d, int step)
{
	const struct graph *g = &d->picture.graph;
	size_t *others = xcalloc(g->node_count + 1, sizeof(*others)), at = 0;
	size_t centre = d->centre < g->node_count && d->centre != d->at ? d->centre : d->at;
	size_t n = neighbours(g, centre, others);

	while (at < n && others[at] != d->at)
		at++;
	if (n == 0)
		console_say(d->console, STYLE_DIM, NO_EDGE);
	else if (at == n)
		select_at(d, others[step > 0 ? 0 : n - 1]);
	else
		select_at(d, others[(at + (step > 0 ? 1 : n - 1)) % n]);
	d->centre = centre;
	free(others);
}

static void go_back(struct drawing *d)
{
	d->console->ops->show(d->console, PANE_BELIEFS, NULL);
}

static const char *keeps_depth(const struct drawing *d, int by)
{
	const struct drawing_of *of = &d->console->drawing;

	return of->what == DRAW_AROUND ? ego_keeps_depth(of->depth, by)
				       : "only what is around one belief has a depth";
}

static void deepen(struct drawing *d, int by)
{
	const char *why = keeps_depth(d, by);

	if (why) {
		console_say_words(d->console, STYLE_DIM, why);
		return;
	}
	d->console->drawing.depth += by;
	drawing_load(d);
}

static void pan(struct drawing *d, int dy, int dx)
{
	d->top += dy * (d->window.h / 2 + 1);
	d->left += dx * (d->window.w / 2 + 1);
}

static bool act_on_belief(struct drawing *d, enum action a)
{
	switch (a) {
	case ACTION_DOWN: move(d, 1, 0); return true;
	case ACTION_UP: move(d, -1, 0); return true;
	case ACTION_LEFT: move(d, 0, -1); return true;
	case ACTION_RIGHT: move(d, 0, 1); return true;
	case ACTION_NEXT_BELIEF:
	case ACTION_NEXT_PART: next_neighbour(d, 1); return true;
	case ACTION_PREVIOUS_BELIEF:
	case ACTION_PREVIOUS_PART: next_neighbour(d, -1); return true;
	case ACTION_OPEN: d->console->ops->show(d->console, PANE_BELIEFS, d->selected); return true;
	case ACTION_STANCES:
		d->console->ops->show(d->console, PANE_STANCES, d->selected);
		return true;
	case ACTION_PAGE_DOWN:
	case ACTION_SCROLL_DOWN: pan(d, 1, 0); return true;
	case ACTION_PAGE_UP:
	case ACTION_SCROLL_UP: pan(d, -1, 0); return true;
	case ACTION_PAN_LEFT: pan(d, 0, -1); return true;
	case ACTION_PAN_RIGHT: pan(d, 0, 1); return true;
	case ACTION_MINIMAP: d->no_map = !d->no_map; return true;
	default: return false;
	}
}

static const char *keeps_filter(const struct drawing *d)
{
	switch (d->console->drawing.what) {
	case DRAW_FILTER: return NULL;
	case DRAW_THESE:
		return "marked beliefs are drawn: {back}, {beliefs.unmark-all}, {filter} and "
		       "{draw} draw what {filter} finds";
	default: return "only what a filter found is filtered: {back}, {filter} and {draw}";
	}
}

static void filter(struct drawing *d)
{
	const char *why = keeps_filter(d);

	if (why)
		console_say_words(d->console, STYLE_DIM, why);
	else
		filter_ask(&d->ask, "filter", str_span(&d->console->drawing.filter));
}

static const char *nothing_drawn(const struct drawing *d)
{
	const struct drawing_of *of = &d->console->drawing;

	if (of->what == DRAW_FILTER)
		return "nothing is drawn: {filter} finds other beliefs, {back} goes back";
	if (of->what == DRAW_AROUND && of->depth > 1 && d->picture.count > 0)
		return "nothing is drawn: {shallower} draws less, {back} goes back";
	return "nothing is drawn: {back} goes back";
}

/* Where nothing is drawn, keys scroll what is said instead, or are told what works. */
static bool read_why(struct drawing *d, enum action a)
{
	bool down = a == ACTION_DOWN || a == ACTION_PAGE_DOWN || a == ACTION_SCROLL_DOWN;
	bool up = a == ACTION_UP || a == ACTION_PAGE_UP || a == ACTION_SCROLL_UP;

	if ((down || up) && textview_scroll(d->why, down ? 1 : -1))
		return true;
	if (!down && !up && a != ACTION_LEFT && a != ACTION_RIGHT && a != ACTION_OPEN &&
		a != ACTION_NEXT_BELIEF && a != ACTION_PREVIOUS_BELIEF && a != ACTION_PAN_LEFT &&
		a != ACTION_PAN_RIGHT)
		return false;
	console_say_words(d->console, STYLE_DIM, nothing_drawn(d));
	return true;
}

/* The box that is pointed at; box_count for none. */
static size_t box_at(const struct drawing *d, int y, int x)
{
	const struct layout *l = drawing_layout_of(d);
	size_t i = 0;

	for (; i < l->box_count; i++) {
		const struct layout_box *b = &l->boxes[i];
		if (y >= b->y && y < b->y + b->h && x >= b->x && x < b->x + b->w)
			break;
	}
	return i;
}

static enum action drawing_point(struct pane *p, const struct point *at)
{
	struct drawing *d = (struct drawing *)p;

	textview_point(d->why, at);
	if (at->on != d)
		return ACTION_NONE;
	if (at->what == POINT_WHEEL)
		d->top += at->lines;
	if (at->what != POINT_PRESS)
		return ACTION_NONE;
	size_t box = box_at(d, at->y + d->top, at->x + d->left);
	if (box == drawing_layout_of(d)->box_count)
		return ACTION_NONE;
	if (box == d->at)
		return ACTION_OPEN;
	select_at(d, box);
	return ACTION_NONE;
}

static bool drawing_act(struct pane *p, enum action a)
{
	struct drawing *d = (struct drawing *)p;

	switch (a) {
	case ACTION_BACK:
	case ACTION_QUIT:
	case ACTION_CANCEL: go_back(d); return true;
	case ACTION_REFRESH: drawing_load(d); return true;
	case ACTION_FILTER: filter(d); return true;
	case ACTION_SHALLOWER:
	case ACTION_DEEPER: deepen(d, a == ACTION_DEEPER ? 1 : -1); return true;
	default: break;
	}
	if (drawing_is_refused(d))
		return read_why(d, a);
	if (!d->loaded || d->at >= drawing_layout_of(d)->box_count)
		return false;
	return act_on_belief(d, a);
}

static bool has_neighbour(const struct drawing *d)
{
	const struct graph *g = &d->picture.graph;

	for (size_t i = 0; i < g->edge_count; i++)
		if ((g->edges[i].source == d->at) != (g->edges[i].target == d->at))
			return true;
	return false;
}

static bool drawing_enabled(const struct pane *p, enum action a, const char **why)
{
	const struct drawing *d = (const struct drawing *)p;
	const struct layout *l = drawing_layout_of(d);

	*why = NULL;
	switch (a) {
	case ACTION_FILTER: *why = keeps_filter(d); break;
	case ACTION_OPEN: *why = drawing_is_refused(d) ? nothing_drawn(d) : NULL; break;
	case ACTION_SHALLOWER: *why = keeps_depth(d, -1); break;
	case ACTION_DEEPER: *why = keeps_depth(d, 1); break;
	case ACTION_TOP:
	case ACTION_BOTTOM:
		*why = "a drawing has no rows: {down} {up} {left} {right} go from box to box";
		break;
	case ACTION_NEXT_BELIEF:
	case ACTION_PREVIOUS_BELIEF: *why = has_neighbour(d) ? NULL : NO_EDGE; break;
	case ACTION_PAN_LEFT:
	case ACTION_PAN_RIGHT:
		*why = l->w > d->window.w ? NULL : "all of its width is shown";
		break;
	case ACTION_SCROLL_DOWN:
	case ACTION_SCROLL_UP:
		*why = l->h > d->window.h ? NULL : "all of its height is shown";
		break;
	default: break;
	}
	return !*why;
}

static const enum action *drawing_footer(const struct pane *p)
{
	static const enum action whole[] = {ACTION_OPEN, ACTION_NEXT_BELIEF, ACTION_BACK,
		ACTION_FILTER, ACTION_DEEPER, ACTION_STANCES, ACTION_NONE};
	static const enum action part[] = {ACTION_SCROLL_DOWN, ACTION_SCROLL_UP, ACTION_PAN_LEFT,
		ACTION_PAN_RIGHT, ACTION_OPEN, ACTION_NEXT_BELIEF, ACTION_BACK, ACTION_MINIMAP,
		ACTION_FILTER, ACTION_SHALLOWER, ACTION_NONE};
	static const enum action none[] = {
		ACTION_BACK, ACTION_FILTER, ACTION_SHALLOWER, ACTION_REFRESH, ACTION_NONE};
	const struct drawing *d = (const struct drawing *)p;

	if (!d->loading && (!d->loaded || d->picture.graph.node_count == 0))
		return none;
	return drawing_fits(d) ? whole : part;
}

static void drawing_status(const struct pane *p, struct str *out)
{
	const struct drawing *d = (const struct drawing *)p;

	if (!d->loaded || d->at >= d->picture.graph.node_count)
		return;
	const struct graph_node *n = &d->picture.graph.nodes[d->at];
	text_sanitize(out, n->title.n > 0 ? n->title : SPAN_LIT("(no title)"), TEXT_ONE_LINE);
	if (graph_is_mixed(&d->picture.graph)) {
		str_add(out, " · ");
		text_sanitize(out, n->persona, TEXT_ONE_LINE);
	}
}

const struct pane_ops drawing_pane = {
	.name = "Drawing",
	.keys = KEYS_DRAWING,
	.size = sizeof(struct drawing),
	.open = drawing_open,
	.close = drawing_close,
	.enter = drawing_enter,
	.layout = drawing_layout,
	.draw = drawing_draw,
	.waits = drawing_waits,
	.act = drawing_act,
	.point = drawing_point,
	.enabled = drawing_enabled,
	.footer = drawing_footer,
	.status = drawing_status,
	.show = drawing_show_id,
	.changed = drawing_changed,
	.narrowed = drawing_narrowed,
};
