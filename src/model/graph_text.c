/* A graph as text: each belief, and below it what it leads to. */
#include <math.h>

#include "base/sanitize.h"
#include "model/confidence.h"
#include "model/graph_write.h"
#include "model/relation.h"

#define SHORT_ID 8

static void add_weight(struct str *out, double value)
{
	if (isnan(value))
		str_add(out, "    -");
	else
		str_addf(out, "%.3f", value);
}

static void add_title(struct str *out, struct span title)
{
	if (title.n > 0)
		text_sanitize(out, title, TEXT_ONE_LINE);
	else
		str_add(out, "(no title)");
}

static void add_node(struct str *out, const struct graph_node *n, bool mixed)
{
	char number[CONFIDENCE_COLUMNS + 1];

	confidence_short(n->confidence, n->confidence_broken, number);
	str_addf(out, "%.*s  %*s  ", SHORT_ID, n->id, CONFIDENCE_COLUMNS, number);
	add_title(out, n->title);
	if (n->locked)
		str_add(out, " (locked)");
	if (mixed) {
		str_add(out, " [");
		text_sanitize(out, n->persona, TEXT_ONE_LINE);
		str_addc(out, ']');
	}
	str_addc(out, '\n');
}

void graph_write_text(const struct graph *g, struct str *out)
{
	bool mixed = graph_is_mixed(g);

	for (size_t i = 0, at = 0; i < g->node_count; i++) {
		add_node(out, &g->nodes[i], mixed);
		for (; at < g->edge_count && g->edges[at].source == i; at++) {
			const struct graph_edge *e = &g->edges[at];
			const struct graph_node *to = &g->nodes[e->target];
			str_add(out, "    ");
			text_sanitize(out, relation_words(e->relation, true), TEXT_ONE_LINE);
			str_add(out, "  ");
			add_weight(out, e->weight);
			str_addf(out, "  %.*s  ", SHORT_ID, to->id);
			add_title(out, to->title);
			str_addc(out, '\n');
		}
	}
}
