/* tenet beliefs graph. */
#include <stdlib.h>
#include <string.h>

#include "base/idmap.h"
#include "base/json.h"
#include "cli/print.h"
#include "commands.h"
#include "model/graph_write.h"
#include "model/layout.h"
#include "store/beliefs.h"
#include "store/graph.h"
#include "waiting.h"

/* A larger picture says nothing to anybody. */
#define PICTURE_MOST 400
#define PICTURE_WIDTH 140

static int add_around(
	struct db *db, const char *id, int depth, struct idmap *out, struct arena *a, struct err *e)
{
	char(*ids)[UUID_TEXT];
	size_t n;
	bool more;

	if (graph_reach(db, id, depth, SIZE_MAX, a, &ids, &n, &more, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		idmap_put(out, ids[i], NULL);
	return 0;
}

static int find_named(const struct call *c, struct db *db, int depth, struct idmap *out,
	struct arena *a, struct err *e)
{
	for (int i = 0; i < c->n; i++) {
		struct belief_detail d;
		if (beliefs_get_node(db, span_of(c->words[i]), a, &d, e) < 0 ||
			add_around(db, d.belief.id, depth, out, a, e) < 0)
			return -1;
	}
	return 0;
}

static int find_filtered(
	struct db *db, const char *filter, struct idmap *out, struct arena *a, struct err *e)
{
	struct filter f;
	char(*ids)[UUID_TEXT];
	size_t n;
	bool more;

	if (filter_parse(FILTER_BELIEFS, span_of(filter), a, &f, e) < 0 ||
		graph_filter(db, &f, SIZE_MAX / 2, a, &ids, &n, &more, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		idmap_put(out, ids[i], NULL);
	return 0;
}

static int read_depth(const struct call *c, int *out, struct err *e)
{
	const char *text = call_option(c, "--depth");

	*out = text ? text[0] - '0' : 0;
	if (text && (strlen(text) != 1 || *out < 0 || *out > EGO_DEPTH))
		return err_set(e, ERR_USAGE, "the depth is 0 to %d, not %s", EGO_DEPTH, text);
	if (text && c->n == 0)
		return err_set(e, ERR_USAGE, "--depth goes out from beliefs that are named");
	return 0;
}

static const char *format_of(const struct call *c)
{
	const char *format = call_option(c, "--format");

	return call_option(c, "--json") ? "json" : format ? format : "text";
}

/* Before anything of them is read. */
static int check_size(const struct call *c, size_t n, struct err *e)
{
	if (n <= PICTURE_MOST || strcmp(format_of(c), "svg") != 0)
		return 0;
	err_set(e, ERR_USAGE, "%zu beliefs are too many for a picture: at most %d", n,
		PICTURE_MOST);
	return err_hint(e, "--format dot takes any number, and --filter finds fewer");
}

static int read_graph(
	const struct call *c, struct db *db, struct arena *a, struct graph *g, struct err *e)
{
	const char *filter = call_option(c, "--filter");
	struct idmap found = {0};
	int depth, rc = -1;

	if (filter && c->n > 0)
		return err_set(e, ERR_USAGE, "name beliefs or filter them, not both");
	if (read_depth(c, &depth, e) < 0)
		return -1;
	int done = c->n > 0 ? find_named(c, db, depth, &found, a, e)
			    : find_filtered(db, filter, &found, a, e);
	size_t n = idmap_count(&found);
	if (done == 0 && check_size(c, n, e) == 0) {
		char(*ids)[UUID_TEXT] = arena_calloc(a, n, sizeof(*ids));
		for (size_t i = 0; i < n; i++)
			idmap_at(&found, i, ids[i]);
		rc = graph_among(db, (const char(*)[UUID_TEXT])ids, n, a, g, e);
	}
	idmap_clear(&found);
	return rc;
}

static void append(json_t *list, json_t *value)
{
	if (json_array_append_new(list, value) < 0)
		die_of_memory(0);
}

static json_t *graph_json(const struct graph *g)
{
	json_t *all = json_object(), *nodes = json_array(), *edges = json_array();

	for (size_t i = 0; i < g->node_count; i++) {
		const struct graph_node *n = &g->nodes[i];
		json_t *o = json_object();
		json_put(o, "id", json_from_text(span_of(n->id)));
		json_put(o, "persona", json_from_text(n->persona));
		json_put(o, "title", json_from_text(n->title));
		json_put(o, "current_confidence", json_from_real(n->confidence));
		json_put(o, "locked", json_boolean(n->locked));
		append(nodes, o);
	}
	for (size_t i = 0; i < g->edge_count; i++) {
		const struct graph_edge *edge = &g->edges[i];
		json_t *o = json_object();
		json_put(o, "id", json_from_text(span_of(edge->id)));
		json_put(o, "source_id", json_from_text(span_of(g->nodes[edge->source].id)));
		json_put(o, "target_id", json_from_text(span_of(g->nodes[edge->target].id)));
		json_put(o, "relation", json_from_text(edge->relation));
		json_put(o, "weight", json_from_real(edge->weight));
		append(edges, o);
	}
	json_put(all, "nodes", nodes);
	json_put(all, "edges", edges);
	return all;
}

static void write_picture(const struct graph *g, struct arena *a, struct str *out)
{
	struct layout l = {.box_count = g->node_count, .edge_count = g->edge_count};
	struct layering layers;

	l.boxes = arena_calloc(a, l.box_count + 1, sizeof(*l.boxes));
	l.edges = arena_calloc(a, l.edge_count + 1, sizeof(*l.edges));
	for (size_t i = 0; i < l.box_count; i++)
		l.boxes[i] = (struct layout_box){.w = GRAPH_BOX_WIDTH, .h = GRAPH_BOX_HEIGHT};
	for (size_t i = 0; i < l.edge_count; i++)
		l.edges[i] =
			(struct layout_edge){.from = g->edges[i].source, .to = g->edges[i].target};
	layering_own(&l, a, &layers);
	layout_place(&l, &layers, PICTURE_WIDTH, a);
	graph_write_svg(g, &l, out);
}

static void write_graph(const char *format, const struct graph *g, struct arena *a, struct str *out)
{
	if (strcmp(format, "svg") == 0)
		write_picture(g, a, out);
	else if (strcmp(format, "dot") == 0)
		graph_write_dot(g, out);
	else if (strcmp(format, "mermaid") == 0)
		graph_write_mermaid(g, out);
	else
		graph_write_text(g, out);
}

static int print_graph(const struct call *c, const struct graph *g, struct arena *a)
{
	const char *format = format_of(c);
	struct str out = {0};
	int status = EXIT_DONE;

	if (strcmp(format, "json") == 0)
		return print_json(graph_json(g)) < 0 ? EXIT_FAILED : EXIT_DONE;
	waiting_begin(c);
	write_graph(format, g, a, &out);
	waiting_end();
	if (out.len > 0 && fwrite(out.p, 1, out.len, stdout) != out.len)
		status = EXIT_FAILED;
	else if (g->node_count == 0)
		print_note(
			call_option(c, "--filter") ? "No beliefs match." : "There are no beliefs.");
	str_free(&out);
	return status;
}

static int read_whole(
	const struct call *c, struct db *db, struct arena *a, struct graph *g, struct err *e)
{
	waiting_begin(c);
	int result = read_graph(c, db, a, g, e);
	waiting_end();
	return result;
}

static int run_graph(const struct call *c)
{
	struct err e = {0};
	struct arena a = {0};
	struct db *db = NULL;
	struct graph g = {0};
	int status;

	if (command_open(c, DB_READ_ONLY, &a, &db, &e) < 0 || read_whole(c, db, &a, &g, &e) < 0)
		status = command_fail(&e);
	else
		status = print_graph(c, &g, &a);
	db_close(&db);
	arena_free(&a);
	return status;
}

static const char *const formats[] = {"text", "dot", "mermaid", "json", "svg", NULL};

static const struct option_spec options[] = {
	{"--filter", "F", "only beliefs that this filter finds", NULL},
	{"--depth", "N", "with what lies so many edges around those named", NULL},
	{"--format", "FORMAT", "how it is written (default: text)", formats},
	OPTION_JSON,
	OPTION_END,
};

const struct command command_beliefs_graph = {
	.name = "beliefs graph",
	.operands = "[ID…]",
	.max = -1,
	.help = "Write beliefs and the edges among them, for people or for programs",
	.options = options,
	.agents_only = true,
	.run = run_graph,
};
