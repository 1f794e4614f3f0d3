/* A graph as text for people, for Graphviz, for Mermaid, and as a picture. */
#ifndef MODEL_GRAPH_WRITE_H
#define MODEL_GRAPH_WRITE_H

#include "base/str.h"
#include "model/graph.h"
#include "model/layout.h"

/* All of them append, sanitize what is untrusted, and quote it as the format asks. The same graph
 * gives the same bytes. */

/* Each belief with the edges that lead out of it. */
void graph_write_text(const struct graph *g, struct str *out);
/* The DOT language (graphviz.org/doc/info/lang.html). */
void graph_write_dot(const struct graph *g, struct str *out);
/* A flowchart (mermaid.js.org/syntax/flowchart.html). */
void graph_write_mermaid(const struct graph *g, struct str *out);
/* A picture for light and dark pages. `l` has a box of GRAPH_BOX_WIDTH × GRAPH_BOX_HEIGHT cells for
 * each belief, and is placed. */
#define GRAPH_BOX_WIDTH 26
#define GRAPH_BOX_HEIGHT 5
void graph_write_svg(const struct graph *g, const struct layout *l, struct str *out);

/* The parts, for tests: a text between quotes of DOT; a label of Mermaid; a text or an attribute of
 * XML. */
void dot_quote(struct str *out, struct span text);
void mermaid_quote(struct str *out, struct span text);
void xml_escape(struct str *out, struct span text);

#endif
