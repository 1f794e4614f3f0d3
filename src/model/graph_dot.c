/* A graph in the language of Graphviz. */
#include <math.h>

#include "base/sanitize.h"
#include "model/confidence.h"
#include "model/graph_write.h"
#include "model/relation.h"

/* Within quotes only the quote and the backslash mean something. */
void dot_quote(struct str *out, struct span text)
{
	struct str safe = {0};

	text_sanitize(&safe, text, TEXT_ONE_LINE);
	for (size_t i = 0; i < safe.len; i++) {
		if (safe.p[i] == '"' || safe.p[i] == '\\')
			str_addc(out, '\\');
		str_addc(out, safe.p[i]);
	}
	str_free(&safe);
}

static const char *style_of(struct span relation)
{
	switch (relation_of(relation)) {
	case REL_CONTRADICTS: return "color=\"black:invis:black\"";
	case REL_DEPENDS_ON: return "style=dashed";
	case REL_EVIDENCE_FOR: return "style=dotted";
	default: return "style=solid";
	}
}

static void add_node(struct str *out, const struct graph_node *n)
{
	str_add(out, "\t\"");
	dot_quote(out, span_of(n->id));
	str_add(out, "\" [label=\"");
	dot_quote(out, n->title.n > 0 ? n->title : SPAN_LIT("(no title)"));
	str_add(out, "\\n");
	confidence_say(n->confidence, n->confidence_broken, out);
	str_add(out, n->locked ? " (locked)\"];\n" : "\"];\n");
}

static void add_edge(struct str *out, const struct graph *g, const struct graph_edge *e)
{
	str_add(out, "\t\"");
	dot_quote(out, span_of(g->nodes[e->source].id));
	str_add(out, "\" -> \"");
	dot_quote(out, span_of(g->nodes[e->target].id));
	str_add(out, "\" [label=\"");
	dot_quote(out, relation_words(e->relation, true));
	if (!isnan(e->weight))
		str_addf(out, " %.2f", e->weight);
	str_addf(out, "\", %s];\n", style_of(e->relation));
}

void graph_write_dot(const struct graph *g, struct str *out)
{
	str_add(out, "digraph beliefs {\n\tnode [shape=box];\n");
	for (size_t i = 0; i < g->node_count; i++)
		add_node(out, &g->nodes[i]);
	for (size_t i = 0; i < g->edge_count; i++)
		add_edge(out, g, &g->edges[i]);
	str_add(out, "}\n");
}
