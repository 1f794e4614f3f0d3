/*
 * tenet-layout: layers for a drawing, by Graphviz, in a process of its own: what its library
 * allocates, crashes on or takes long for does not touch the console. Standard input says how many
 * boxes and edges there are, a width in cells for each box, and the ends of each edge. Standard
 * output gets the middle of each box and the curve of each edge, in cells.
 */
#include <stdio.h>
#include <stdlib.h>

#include <graphviz/gvc.h>

#define POINTS_PER_CELL 7.2
#define MOST 100000

static int read_number(int most)
{
	int n;

	return scanf("%d", &n) == 1 && n >= 0 && n <= most ? n : -1;
}

/* The library takes names that it does not change without saying so. */
static void set(Agraph_t *g, int kind, const char *name, const char *value)
{
	agattr(g, kind, (char *)name, (char *)value);
}

static Agnode_t *add_box(Agraph_t *g, int width)
{
	char text[32];
	Agnode_t *node = agnode(g, NULL, 1);

	snprintf(text, sizeof(text), "%.2f", width * POINTS_PER_CELL / 72);
	agsafeset(node, (char *)"width", text, (char *)"1");
	return node;
}

static void print_edge(Agedge_t *edge)
{
	const splines *s = ED_spl(edge);
	int n = s && s->size > 0 ? s->list[0].size : 0;

	printf("%d", n);
	for (int i = 0; i < n; i++)
		printf(" %.1f %.1f", s->list[0].list[i].x / POINTS_PER_CELL, s->list[0].list[i].y);
	printf("\n");
}

/* Reads what is drawn, lays it out and prints where all of it stands. */
static int lay_out(Agraph_t *g, GVC_t *gvc, Agnode_t **node, int boxes, Agedge_t **edge, int edges)
{
	for (int i = 0; i < boxes; i++) {
		int width = read_number(MOST);
		if (width < 0)
			return 1;
		node[i] = add_box(g, width);
	}
	for (int i = 0; i < edges; i++) {
		int from = read_number(boxes - 1), to = read_number(boxes - 1);
		if (from < 0 || to < 0)
			return 1;
		edge[i] = agedge(g, node[from], node[to], NULL, 1);
	}
	if (gvLayout(gvc, g, "dot") != 0)
		return 1;
	for (int i = 0; i < boxes; i++)
		printf("%.1f %.1f\n", ND_coord(node[i]).x / POINTS_PER_CELL, ND_coord(node[i]).y);
	for (int i = 0; i < edges; i++)
		print_edge(edge[i]);
	return fflush(stdout) == 0 ? 0 : 1;
}

int main(void)
{
	int boxes = read_number(MOST), edges = read_number(MOST);
	GVC_t *gvc = gvContext();
	Agraph_t *g = agopen((char *)"g", Agdirected, NULL);

	if (boxes < 0 || edges < 0)
		return 1;
	set(g, AGRAPH, "ranksep", "0.5");
	set(g, AGRAPH, "nodesep", "0.3");
	set(g, AGNODE, "shape", "box");
	set(g, AGNODE, "fixedsize", "true");
	set(g, AGNODE, "height", "0.5");
	Agnode_t **node = calloc((size_t)boxes + 1, sizeof(*node));
	Agedge_t **edge = calloc((size_t)edges + 1, sizeof(*edge));
	int status = node && edge ? lay_out(g, gvc, node, boxes, edge, edges) : 1;
	free(node);
	free(edge);
	return status;
}
