/* A graph as a picture: the cells of the layout, ten by twenty points each. */
#include <math.h>

#include "base/sanitize.h"
#include "model/confidence.h"
#include "model/graph_write.h"
#include "model/relation.h"

#define CELL_W 10
#define CELL_H 20
#define MARGIN 20
#define TITLE_COLUMNS 24

void xml_escape(struct str *out, struct span text)
{
	struct str safe = {0};

	text_sanitize(&safe, text, TEXT_ONE_LINE);
	for (size_t i = 0; i < safe.len; i++)
		switch (safe.p[i]) {
		case '&': str_add(out, "&amp;"); break;
		case '<': str_add(out, "&lt;"); break;
		case '>': str_add(out, "&gt;"); break;
		case '"': str_add(out, "&quot;"); break;
		case '\'': str_add(out, "&#39;"); break;
		default: str_addc(out, safe.p[i]);
		}
	str_free(&safe);
}

static const char head[] =
	"<style>\n"
	"text { font-family: ui-monospace, \"DejaVu Sans Mono\", monospace; font-size: 14px; fill:"
	" #24292f }\n"
	".number { fill: #57606a }\n"
	".belief { fill: #f6f8fa; stroke: #57606a }\n"
	".edge { fill: none; stroke: #57606a; stroke-width: 1.5 }\n"
	".contradicts { stroke: #b35900; stroke-width: 3 }\n"
	".depends_on { stroke-dasharray: 7 4 }\n"
	".evidence_for { stroke-dasharray: 2 4 }\n"
	".head { fill: #57606a }\n"
	"@media (prefers-color-scheme: dark) {\n"
	"text { fill: #e6edf3 }\n"
	".number, .head { fill: #9aa4ae }\n"
	".belief { fill: #22272e; stroke: #9aa4ae }\n"
	".edge { stroke: #9aa4ae }\n"
	".contradicts { stroke: #f0a050 }\n"
	"}\n"
	"</style>\n";

static int px(int column)
{
	return MARGIN + column * CELL_W;
}

static int py(int row)
{
	return MARGIN + row * CELL_H;
}

static const char *class_of(struct span relation)
{
	switch (relation_of(relation)) {
	case REL_CONTRADICTS: return "edge contradicts";
	case REL_DEPENDS_ON: return "edge depends_on";
	case REL_EVIDENCE_FOR: return "edge evidence_for";
	default: return "edge";
	}
}

static void add_text(struct str *out, int x, int y, const char *class, struct span text)
{
	str_addf(out, "<text x=\"%d\" y=\"%d\"%s>", x, y, class);
	xml_escape(out, text);
	str_add(out, "</text>\n");
}

static void add_box(struct str *out, const struct graph_node *n, const struct layout_box *b)
{
	struct span title = n->title.n > 0 ? n->title : SPAN_LIT("(no title)");
	size_t first = text_fit(title, TITLE_COLUMNS);
	struct span rest = {title.p + first, title.n - first};
	size_t second = text_fit(rest, TITLE_COLUMNS - 1);
	int x = px(b->x), y = py(b->y);

	str_addf(out, "<g><title>");
	xml_escape(out, title);
	str_addf(out,
		"</title>\n<rect class=\"belief\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\""
		" rx=\"6\"/>\n",
		x, y, b->w * CELL_W, b->h * CELL_H);
	add_text(out, x + 10, y + 26, "", (struct span){title.p, first});
	if (second > 0) {
		str_addf(out, "<text x=\"%d\" y=\"%d\">", x + 10, y + 46);
		xml_escape(out, (struct span){rest.p, second});
		str_add(out, second < rest.n ? "…</text>\n" : "</text>\n");
	}
	str_addf(out, "<text class=\"number\" x=\"%d\" y=\"%d\">", x + 10, y + 82);
	confidence_say(n->confidence, n->confidence_broken, out);
	str_add(out, n->locked ? " locked</text></g>\n" : "</text></g>\n");
}

/* The middle of the cells, and at the ends the borders of the boxes. */
static void add_edge(
	struct str *out, const struct graph_edge *e, const struct layout_edge *l, bool down)
{
	char weight[8];

	if (l->n == 0)
		return;
	str_addf(out, "<g><title>");
	xml_escape(out, relation_words(e->relation, true));
	if (!isnan(e->weight))
		str_addf(out, " %.2f", e->weight);
	str_addf(out, "</title>\n<polyline class=\"%s\" points=\"", class_of(e->relation));
	for (size_t i = 0; i < l->n; i++) {
		int y = py(l->points[i].y) + CELL_H / 2;
		if (i == 0)
			y += down ? -CELL_H / 2 : CELL_H / 2;
		str_addf(out, "%s%d,%d", i ? " " : "", px(l->points[i].x) + CELL_W / 2, y);
	}
	const struct layout_point *end = &l->points[l->n - 1];
	int x = px(end->x) + CELL_W / 2, y = py(end->y) + (down ? CELL_H : 0);
	int back = down ? -9 : 9;
	str_addf(out, "\"/>\n<polygon class=\"head\" points=\"%d,%d %d,%d %d,%d\"/>\n", x, y, x - 5,
		y + back, x + 5, y + back);
	relation_weight_text(e->weight, weight);
	str_addf(out, "<text class=\"number\" x=\"%d\" y=\"%d\">%c", x + 7, down ? y - 4 : y + 14,
		relation_letter(e->relation));
	xml_escape(out, span_of(weight));
	str_add(out, "</text></g>\n");
}

/* Edges from a belief to itself have no line. */
static void add_loops(struct str *out, const struct graph *g, const struct layout *l)
{
	for (size_t i = 0; i < g->edge_count; i++) {
		const struct layout_box *b = &l->boxes[g->edges[i].source];
		if (g->edges[i].source != g->edges[i].target)
			continue;
		str_addf(out, "<text class=\"number\" x=\"%d\" y=\"%d\">", px(b->x + b->w) - 110,
			py(b->y) + 82);
		str_add(out, "to itself</text>\n");
	}
}

void graph_write_svg(const struct graph *g, const struct layout *l, struct str *out)
{
	int w = l->w * CELL_W + 2 * MARGIN, h = l->h * CELL_H + 2 * MARGIN;

	str_addf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\""
		"0 0 %d %d\">\n",
		w, h, w, h);
	str_add(out, head);
	for (size_t i = 0; i < g->edge_count; i++) {
		const struct graph_edge *e = &g->edges[i];
		add_edge(out, e, &l->edges[i], l->boxes[e->source].y < l->boxes[e->target].y);
	}
	for (size_t i = 0; i < g->node_count; i++)
		add_box(out, &g->nodes[i], &l->boxes[i]);
	add_loops(out, g, l);
	str_add(out, "</svg>\n");
}
