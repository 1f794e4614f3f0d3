/* Any bytes as the titles and the relation of a graph: each format quotes them, so that nothing of
 * them closes a quote or an element, and no control byte gets through. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/graph_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_bytes(const struct str *out)
{
	check(utf8_valid((struct span){out->p, out->len}));
	for (size_t i = 0; i < out->len; i++) {
		unsigned char c = (unsigned char)out->p[i];
		check((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t');
	}
}

/* Quotes end on the line they begin on; a backslash hides the next byte where `escapes`. */
static void check_quotes(const struct str *out, bool escapes)
{
	bool inside = false;

	for (size_t i = 0; i < out->len; i++) {
		if (escapes && inside && out->p[i] == '\\')
			check(++i < out->len);
		else if (out->p[i] == '"')
			inside = !inside;
		else
			check(!inside || out->p[i] != '\n');
	}
	check(!inside);
}

/* As many elements are closed as opened, no bare ampersand, no '<' within a tag. */
static void check_xml(const struct str *out)
{
	static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
	bool tag = false;
	int depth = 0;

	for (size_t i = 0; i < out->len; i++) {
		const char *p = out->p + i;
		if (*p == '<') {
			check(!tag);
			tag = true;
			depth += p[1] == '/' ? -1 : 1;
			check(depth >= 0);
		} else if (*p == '>') {
			check(tag);
			tag = false;
			depth -= p[-1] == '/';
		} else if (*p == '&') {
			size_t n = 0;
			while (n < 5 && strncmp(p, entities[n], strlen(entities[n])) != 0)
				n++;
			check(n < 5);
		}
	}
	check(!tag && depth == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t half = size / 2;
	const char *p = size ? (const char *)data : "";
	struct span a = {p, half}, b = {p + half, size - half};
	struct graph_node nodes[] = {
		{.id = "a", .title = a, .persona = b, .confidence = NAN},
		{.id = "b", .title = b, .persona = a, .confidence = 0.5, .locked = true},
	};
	struct graph_edge edges[] = {
		{.id = "c", .source = 0, .target = 1, .relation = a, .weight = 0.5},
		{.id = "d", .source = 1, .target = 1, .relation = b, .weight = NAN},
	};
	struct graph g = {nodes, 2, edges, 2};
	struct layout_point points[] = {{13, 5}, {13, 9}};
	struct layout_box boxes[] = {
		{.w = GRAPH_BOX_WIDTH, .h = GRAPH_BOX_HEIGHT},
		{.y = 10, .w = GRAPH_BOX_WIDTH, .h = GRAPH_BOX_HEIGHT},
	};
	struct layout_edge lines[] = {{.points = points, .n = 2}, {0}};
	struct layout l = {.boxes = boxes,
		.box_count = 2,
		.edges = lines,
		.edge_count = 2,
		.w = GRAPH_BOX_WIDTH,
		.h = 15};
	struct str text = {0}, dot = {0}, mermaid = {0}, svg = {0};

	graph_write_text(&g, &text);
	check_bytes(&text);
	graph_write_dot(&g, &dot);
	check_bytes(&dot);
	check_quotes(&dot, true);
	graph_write_mermaid(&g, &mermaid);
	check_bytes(&mermaid);
	check_quotes(&mermaid, false);
	graph_write_svg(&g, &l, &svg);
	check_bytes(&svg);
	check_xml(&svg);
	str_free(&text);
	str_free(&dot);
	str_free(&mermaid);
	str_free(&svg);
	return 0;
}
