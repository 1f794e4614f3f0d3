/* The box that shows how two beliefs hang together: chains of beliefs with the edges between them.
 */
#include "paths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ego.h"
#include "model/relation.h"
#include "panes/belief.h"
#include "tui/textview.h"

#define COLUMNS 76

struct paths_box {
	struct overlay overlay;
	struct console *console;
	struct textview *view;
};

static void show_node(struct textview *v, const struct graph_node *n, bool first, bool last)
{
	textview_block(v, 2, 4, false, n->id);
	textview_glyph(v, STYLE_BORDER, first ? GLYPH_TL : last ? GLYPH_BL : GLYPH_TEE_RIGHT);
	textview_run(v, STYLE_TEXT, SPAN_LIT(" "));
	textview_field(v, STYLE_STRONG, n->title.n > 0 ? n->title : SPAN_LIT("(no title)"));
	textview_run(v, STYLE_DIM, SPAN_LIT("  "));
	belief_confidence(v, STYLE_DIM, n->confidence, n->confidence_broken);
}

/* The arrow says which way the edge leads; the words read from its source. */
static void show_edge(struct textview *v, const struct path_step *s)
{
	enum style style = ego_style(s->relation);

	textview_block(v, 2, 4, false, NULL);
	textview_glyph(v, STYLE_BORDER, GLYPH_VLINE);
	textview_run(v, STYLE_TEXT, SPAN_LIT("    "));
	textview_glyph(v, style, s->forward ? GLYPH_DOWN : GLYPH_UP);
	textview_runf(v, style, " %c ", relation_letter(s->relation));
	textview_field(v, style, relation_words(s->relation, true));
	if (isnan(s->weight))
		textview_runf(v, STYLE_WARN, "  no weight, taken as %.2f", RELATION_WEIGHT_UNKNOWN);
	else if (s->weight < 0 || s->weight > 1)
		textview_runf(v, STYLE_WARN, "  weight %.3g, taken as %.0f", s->weight,
			relation_weight(s->weight));
	else
		textview_runf(v, STYLE_DIM, "  %.2f", s->weight);
}

static void show_chain(struct textview *v, const char *name, const struct graph_path *p)
{
	textview_block(v, 0, 0, false, NULL);
	textview_runf(v, STYLE_STRONG, "%s", name);
	textview_runf(v, STYLE_DIM, "  %zu %s · weights multiply to %.3f", p->n - 1,
		p->n == 2 ? "edge" : "edges", p->product);
	for (size_t i = 0; i < p->n; i++) {
		show_node(v, &p->steps[i].node, i == 0, i + 1 == p->n);
		if (i + 1 < p->n)
			show_edge(v, &p->steps[i]);
	}
	if (p->gave_up)
		textview_line(v, STYLE_WARN,
			SPAN_LIT("The search stopped here: there may be a better one."));
	textview_gap(v);
}

static bool is_same(const struct graph_path *a, const struct graph_path *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->steps[i].node.id, b->steps[i].node.id) != 0)
			return false;
	return true;
}

static void show_none(struct textview *v, const struct graph_paths *p)
{
	for (int i = 0; i < 2; i++) {
		textview_block(v, 2, 4, false, p->ends[i].id);
		textview_field(v, STYLE_STRONG, p->ends[i].title);
	}
	textview_gap(v);
	textview_line(v, STYLE_WARN,
		p->shortest.gave_up ? SPAN_LIT("No path was found before the search stopped.")
				    : SPAN_LIT("No path leads from one to the other."));
}

static void fill(struct paths_box *b, const struct graph_paths *p)
{
	struct textview *v = b->view;
	char number[16];

	if (p->shortest.n == 0) {
		show_none(v, p);
	} else if (is_same(&p->shortest, &p->strongest)) {
		show_chain(v, "Shortest and strongest", &p->shortest);
	} else {
		show_chain(v, "Shortest", &p->shortest);
		if (p->strongest.n > 0)
			show_chain(v, "Strongest", &p->strongest);
		else
			textview_line(v, STYLE_DIM,
				SPAN_LIT("No path of weights above zero: none is strongest."));
	}
	console_number((int64_t)p->looked_at, number);
	textview_block(v, 0, 0, false, NULL);
	textview_runf(v, STYLE_DIM, "The edges of %s belief%s were looked at, in both directions.",
		number, p->looked_at == 1 ? "" : "s");
}

static enum overlay_result box_key(struct overlay *o, const struct key *k)
{
	struct paths_box *b = (struct paths_box *)o;
	const char *target = textview_target(b->view);

	switch (k->code) {
	case 'q':
	case 'p':
	case KEYC_ESC:
	case KEYC_BACKSPACE:
	case KEY_CTRL('C'): return OVERLAY_CLOSE;
	case 'j':
	case KEYC_DOWN: textview_move(b->view, 1); return OVERLAY_STAY;
	case 'k':
	case KEYC_UP: textview_move(b->view, -1); return OVERLAY_STAY;
	case KEYC_PGDN: textview_page(b->view, 1); return OVERLAY_STAY;
	case KEYC_PGUP: textview_page(b->view, -1); return OVERLAY_STAY;
	case KEYC_ENTER:
		if (!target[0])
			return OVERLAY_STAY;
		b->console->ops->show(b->console, PANE_BELIEFS, target);
		return OVERLAY_CLOSE;
	default: return OVERLAY_STAY;
	}
}

static enum overlay_result box_point(struct overlay *o, const struct point *at)
{
	struct paths_box *b = (struct paths_box *)o;
	bool again = textview_point(b->view, at) == POINTED_AGAIN;

	return again ? box_key(o, &(struct key){.code = KEYC_ENTER}) : OVERLAY_STAY;
}

static void box_draw(struct overlay *o, struct screen *s, struct rect r)
{
	struct paths_box *b = (struct paths_box *)o;
	int w = r.w - 4 < COLUMNS ? r.w - 4 : COLUMNS;

	textview_layout(b->view, w, r.h);
	struct rect in =
		overlay_box(s, r, textview_lines(b->view) + 2, COLUMNS, "How they hang together");
	struct rect hint = in.h > 3 ? rect_bottom(&in, 1) : (struct rect){0};
	textview_layout(b->view, in.w, in.h);
	textview_draw(b->view, s, in, true);
	draw_str(s, hint, 0, 0, STYLE_DIM, "j k beliefs · Enter goes there · Esc closes");
}

static void box_free(struct overlay *o)
{
	struct paths_box *b = (struct paths_box *)o;

	textview_free(&b->view);
	free(b);
}

struct overlay *paths_new(struct console *c, const struct graph_paths *p)
{
	static const struct overlay_ops ops = {box_key, box_draw, box_free, box_point};
	struct paths_box *b = xcalloc(1, sizeof(*b));

	b->overlay.ops = &ops;
	b->console = c;
	b->view = textview_new();
	fill(b, p);
	textview_select(b->view, p->ends[0].id);
	return &b->overlay;
}
