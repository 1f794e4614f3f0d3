/* A graph as a flowchart of Mermaid. */
#include <math.h>
#include <string.h>

#include "base/sanitize.h"
#include "model/confidence.h"
#include "model/graph_write.h"
#include "model/relation.h"

/* Labels stand in quotes; what means something to Mermaid, or to the HTML that it makes, is written
 * by its number. */
void mermaid_quote(struct str *out, struct span text)
{
	struct str safe = {0};

	text_sanitize(&safe, text, TEXT_ONE_LINE);
	for (size_t i = 0; i < safe.len; i++) {
		if (strchr("\"#&<>`\\|;[]{}()", safe.p[i]))
			str_addf(out, "#%d;", safe.p[i]);
		else
			str_addc(out, safe.p[i]);
	}
	str_free(&safe);
}

static const char *arrow_of(struct span relation)
{
	switch (relation_of(relation)) {
	case REL_CONTRADICTS: return "==>";
	case REL_DEPENDS_ON:
	case REL_EVIDENCE_FOR: return "-.->";
	default: return "-->";
	}
}

void graph_write_mermaid(const struct graph *g, struct str *out)
{
	str_add(out, "flowchart TD\n");
	for (size_t i = 0; i < g->node_count; i++) {
		const struct graph_node *n = &g->nodes[i];
		str_addf(out, "    b%zu[\"", i);
		mermaid_quote(out, n->title.n > 0 ? n->title : SPAN_LIT("(no title)"));
		str_add(out, "<br>");
		confidence_say(n->confidence, n->confidence_broken, out);
		str_add(out, n->locked ? " locked\"]\n" : "\"]\n");
	}
	for (size_t i = 0; i < g->edge_count; i++) {
		const struct graph_edge *e = &g->edges[i];
		str_addf(out, "    b%zu %s|\"", e->source, arrow_of(e->relation));
		mermaid_quote(out, relation_words(e->relation, true));
		if (!isnan(e->weight))
			str_addf(out, " %.2f", e->weight);
		str_addf(out, "\"| b%zu\n", e->target);
	}
}
