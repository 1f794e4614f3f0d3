/* What is said around the drawing, and in its place when there is none. */
#include "drawing_pane.h"
#include "ego.h"
#include "model/relation.h"
#include "panes/belief.h"

#define AROUND_HEAD 4 /* columns of the line beside what it says */
#define NEEDS_COLUMNS 20 /* " needs 1234x567 " and what stands around it */

static void head_of(const struct drawing *d, bool all, struct str *out)
{
	const struct drawing_of *of = &d->console->drawing;
	const struct graph *g = &d->picture.graph;
	bool counted = d->loaded && g->node_count > 0;

	switch (of->what) {
	case DRAW_AROUND:
		str_addf(out, all ? "Around one belief, depth %d" : "Depth %d", of->depth);
		break;
	case DRAW_FILTER:
		str_add(out, of->filter.len ? "Beliefs  " : "All beliefs");
		str_adds(out, str_span(&of->filter));
		console_say_persona(d->console, out);
		break;
	case DRAW_THESE: str_add(out, all ? "Marked beliefs" : "Marked"); break;
	}
	if (counted && all)
		str_addf(out, " · %zu %s · %zu %s", g->node_count,
			g->node_count == 1 ? "belief" : "beliefs", g->edge_count,
			g->edge_count == 1 ? "edge" : "edges");
	else if (counted)
		str_addf(out, " · %zu", g->node_count);
}

/* Whether it fits, and who laid it out; the first thing stays longest where there is no room. */
static void draw_note(const struct drawing *d, struct screen *s, struct rect r, int room)
{
	const struct layout *l = drawing_layout_of(d);
	bool fits = drawing_fits(d);
	struct str note[3] = {0};

	str_addf(&note[0], " needs %dx%d, this is %dx%d · %s ", l->w, l->h, d->window.w,
		d->window.h, d->picture.by);
	str_addf(&note[1], " needs %dx%d, this is %dx%d ", l->w, l->h, d->window.w, d->window.h);
	if (fits)
		str_addf(&note[2], " %s ", d->picture.by);
	else
		str_addf(&note[2], " needs %dx%d ", l->w, l->h);
	for (int i = fits ? 2 : 0; i < 3; i++)
		if ((int)text_width(str_span(&note[i])) <= room) {
			draw_right(s, r, 0, r.w - 2, fits ? STYLE_DIM : STYLE_WARN,
				str_span(&note[i]));
			break;
		}
	for (int i = 0; i < 3; i++)
		str_free(&note[i]);
}

static void draw_head(const struct drawing *d, struct screen *s, struct rect r)
{
	struct str head = {0};
	bool drawn = d->loaded && d->picture.graph.node_count > 0;
	int beside = drawn && !drawing_fits(d) ? NEEDS_COLUMNS : AROUND_HEAD;

	head_of(d, true, &head);
	if (!screen_plain(s) && (int)text_width(str_span(&head)) + beside > r.w) {
		str_clear(&head);
		head_of(d, false, &head);
	}
	draw_hline(s, r, 0, 0, r.w, STYLE_BORDER);
	draw_str(s, r, 0, 1, STYLE_TEXT, " ");
	int x = draw_text(s, r, 0, 2, STYLE_STRONG, str_span(&head));
	draw_str(s, r, 0, x, STYLE_TEXT, " ");
	if (drawn && d->picture.by && !screen_plain(s))
		draw_note(d, s, r, r.w - x - 3);
	str_free(&head);
}

/* Which line means which relation; those outside the four by their names. */
static void draw_legend(const struct drawing *d, struct screen *s, struct rect r)
{
	const struct graph *g = &d->picture.graph;
	struct arena a = {0};
	struct span *seen = arena_calloc(&a, g->edge_count + 1, sizeof(*seen));
	size_t n = 0;
	int x = 1;

	for (size_t i = 0; i < g->edge_count; i++) {
		struct span relation = g->edges[i].relation;
		size_t k = 0;
		while (k < n && !span_eq(seen[k], relation))
			k++;
		if (k < n)
			continue;
		seen[n++] = relation;
		struct span word = relation_words(relation, true);
		char letter[2] = {relation_letter(relation)};
		if (x + 5 + (int)text_width(word) > r.w - 2) {
			draw_glyph(s, r, 0, x, STYLE_DIM, GLYPH_ELLIPSIS);
			break;
		}
		for (int c = 0; c < 2; c++)
			line_draw(s, r, 0, x + c, ego_style(relation), WAY_LEFT | WAY_RIGHT,
				ego_line(relation), false);
		x = draw_str(s, r, 0, x + 2, ego_style(relation), letter) + 1;
		x = draw_text(s, r, 0, x, STYLE_DIM, word) + 2;
	}
	arena_free(&a);
}

bool drawing_is_refused(const struct drawing *d)
{
	return d->loaded && (d->picture.graph.node_count == 0 || d->picture.edges > DRAWING_EDGES);
}

/* What so many of the smallest boxes take in rows as wide as the window, without any line. */
static void say_least_size(const struct drawing *d, int64_t count)
{
	int64_t a_row = (d->window.w + DRAWING_GAP) / (DRAWING_BOX + DRAWING_GAP);
	int64_t rows = a_row > 0 ? (count + a_row - 1) / a_row : count;
	char high[16];

	console_number(rows * DRAWING_LOW, high);
	textview_block(d->why, 2, 2, false, NULL);
	textview_runf(d->why, STYLE_TEXT, "They need at least %dx%s; this is %dx%d.",
		d->window.w > DRAWING_BOX ? d->window.w : DRAWING_BOX, high, d->window.w,
		d->window.h);
}

static void say_key(const struct drawing *d, enum action a, const char *does)
{
	textview_block(d->why, 2, 4, false, NULL);
	textview_run(d->why, STYLE_KEY, span_of(console_key(d->console, a).text));
	textview_run(d->why, STYLE_TEXT, span_of(console_words(d->console, does).text));
}

static void say_what_helps(const struct drawing *d)
{
	const struct drawing_of *of = &d->console->drawing;

	textview_gap(d->why);
	switch (of->what) {
	case DRAW_FILTER:
		say_key(d, ACTION_FILTER, " finds fewer: ");
		textview_run(d->why, STYLE_DIM,
			SPAN_LIT("tag:science  rel:contradicts  conf>0.8  locked:yes  evidence:0"
				 "  changed<7d"));
		say_key(d, ACTION_BACK,
			" goes back; {open} and {draw} there draw what is around one belief.");
		break;
	case DRAW_THESE:
		say_key(d, ACTION_BACK,
			" goes back; there {beliefs.mark} unmarks one belief, {beliefs.unmark-all} "
			"all of them, and {draw} draws those left.");
		break;
	case DRAW_AROUND:
		if (of->depth > 1) {
			say_key(d, ACTION_SHALLOWER, " draws less:");
			textview_runf(d->why, STYLE_TEXT, " what is around it to depth %d.",
				of->depth - 1);
		}
		say_key(d, ACTION_BACK,
			" goes back; {filter} and {draw} there draw what a filter finds.");
		break;
	}
	textview_line(d->why, STYLE_DIM, SPAN_LIT("  tenet beliefs graph writes all of it."));
}

void drawing_refuse(struct drawing *d)
{
	const struct picture *p = &d->picture;
	char number[16];

	textview_reset(d->why);
	textview_block(d->why, 2, 2, false, NULL);
	if (p->count > DRAWING_MOST) {
		console_count(p->count, number);
		textview_runf(d->why, STYLE_WARN,
			"%s beliefs are too many for a drawing that can be read.", number);
		say_least_size(d, p->count);
		textview_block(d->why, 2, 2, false, NULL);
		textview_runf(d->why, STYLE_TEXT,
			"At most %d are laid out: of more, a window would show boxes without "
			"their neighbours, and the map one grey area.",
			DRAWING_MOST);
	} else if (p->edges > DRAWING_EDGES) {
		console_number(p->edges, number);
		textview_runf(d->why, STYLE_WARN,
			"%s edges are too many for a drawing that can be read.", number);
		textview_block(d->why, 2, 2, false, NULL);
		textview_runf(d->why, STYLE_TEXT, "At most %d are drawn.", DRAWING_EDGES);
	} else {
		textview_run(d->why, STYLE_TEXT, SPAN_LIT("There is no belief to draw."));
		return;
	}
	say_what_helps(d);
}

static int say_node(
	const struct drawing *d, struct screen *s, struct rect r, int y, int x, size_t node)
{
	const struct graph_node *n = &d->picture.graph.nodes[node];

	x = n->title.n > 0 ? draw_text(s, r, y, x, STYLE_TEXT, n->title)
			   : draw_str(s, r, y, x, STYLE_DIM, "(no title)");
	x = belief_draw_confidence(s, (struct rect){r.y + y, r.x, 1, r.w}, x + 2, STYLE_TEXT,
		n->confidence, n->confidence_broken);
	return n->locked ? draw_str(s, r, y, x + 2, STYLE_WARN, "locked") : x;
}

/* In lines there is no drawing, but the belief that is selected in it and each of its edges. */
static void say_drawing(const struct drawing *d, struct screen *s, struct rect r)
{
	const struct graph *g = &d->picture.graph;
	struct rect last = rect_bottom(&r, 1);
	size_t left = 0;
	int y = 1;

	if (d->at >= g->node_count) {
		draw_str(s, r, 0, 0, STYLE_DIM, "no belief is selected: the arrow keys select one");
		return;
	}
	draw_subject(s, d->selected);
	for (int row = 0; row < r.h; row++)
		draw_told(s, r, row, DRAW_TOLD_TEXT);
	say_node(d, s, r, 0, 0, d->at);
	for (size_t i = 0; i < g->edge_count; i++) {
		const struct graph_edge *e = &g->edges[i];
		bool out = e->source == d->at;
		char weight[8];
		if (!out && e->target != d->at)
			continue;
		if (y >= r.h) {
			left++;
			continue;
		}
		relation_weight_text(e->weight, weight);
		int x = draw_text(s, r, y, 2, STYLE_TEXT, relation_words(e->relation, out));
		x = draw_fmt(s, r, y, x, STYLE_TEXT, " %s", weight);
		say_node(d, s, r, y++, x + 2, out ? e->target : e->source);
	}
	if (left > 0)
		draw_fmt(s, last, 0, 0, STYLE_DIM, "and %zu more: Enter opens the belief", left);
}

void drawing_draw(const struct pane *p, struct screen *s, struct rect r)
{
	const struct drawing *d = (const struct drawing *)p;
	struct rect head = rect_top(&r, 1), legend = rect_bottom(&r, 1);

	if (d->loaded || !screen_plain(s))
		draw_head(d, s, head);
	if (!d->loaded && d->error.code != ERR_NONE)
		draw_str(s, r, 1, 2, STYLE_BAD, d->error.text);
	else if (!d->loaded)
		draw_str(s, r, 1, 2, STYLE_DIM, "Laying out …");
	else if (drawing_is_refused(d))
		textview_draw(d->why, s, (struct rect){r.y + 1, r.x, r.h - 1, r.w}, true);
	else if (screen_plain(s))
		say_drawing(d, s, r);
	else
		drawing_paint(d, s);
	if (d->loaded && !screen_plain(s))
		draw_legend(d, s, legend);
}
