/* The picture, asked of the worker: beliefs, edges, and their places. */
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "drawing_pane.h"
#include "store/beliefs.h"
#include "store/graph.h"

#define LAYOUT_MS 2000
#define LAYOUT_MOST (8 * 1024 * 1024)

struct picture_task {
	struct task task;
	struct drawing *pane;
	struct drawing_of of;
	struct span persona; /* whose beliefs a filter finds; "": everybody's */
	int width;
	struct picture picture;
};

/* The ids of what is to be drawn; one more than fits is enough to know that it does not. */
static int find_ids(
	struct db *db, struct picture_task *t, char (**ids)[UUID_TEXT], size_t *n, struct err *e)
{
	struct picture *p = &t->picture;
	struct filter f = {0};
	bool more = false;

	switch (t->of.what) {
	case DRAW_AROUND:
		if (graph_reach(db, t->of.focus, t->of.depth, CONSOLE_COUNT_CAP, &p->arena, ids, n,
			    &more, e) < 0)
			return -1;
		p->count = (int64_t)*n + more;
		return 0;
	case DRAW_FILTER:
		if (filter_parse(FILTER_BELIEFS, str_span(&t->of.filter), &p->arena, &f, e) < 0)
			return -1;
		if (t->persona.n > 0)
			filter_require(&f, FILTER_PERSONA, t->persona, &p->arena);
		if (graph_filter(db, &f, DRAWING_MOST, &p->arena, ids, n, &more, e) < 0)
			return -1;
		break;
	case DRAW_THESE:
		*n = idmap_count(&t->of.these);
		*ids = arena_calloc(&p->arena, *n, sizeof(**ids));
		for (size_t i = 0; i < *n; i++)
			idmap_at(&t->of.these, i, (*ids)[i]);
		break;
	}
	p->count = (int64_t)*n;
	return more ? beliefs_count(db, &f, CONSOLE_COUNT_CAP, &p->count, e) : 0;
}

/* Graphviz in its own process, unless it is not there, takes too long, or TENET_LAYOUT says "own";
 * `by` gets who did it. -1 when it was cancelled. */
static int find_layers(struct task *task, struct layout *l, struct arena *a,
	struct layering *layers, const char **by)
{
	const char *wanted = getenv("TENET_LAYOUT");
	struct str answer = {0};
	struct err e = {0};

	*by = "own layout";
	if (!wanted || strcmp(wanted, "own") != 0) {
		if (child_run("tenet-layout", layering_ask(l, a), LAYOUT_MS, LAYOUT_MOST,
			    &task->stop, &answer, &e) == 0 &&
			layering_read(l, str_span(&answer), a, layers) == 0)
			*by = "by Graphviz";
		else if (e.code != ERR_MISSING)
			*by = "own layout: Graphviz failed";
	}
	str_free(&answer);
	if (e.code == ERR_CANCELLED) {
		task->err = e;
		return -1;
	}
	if (strcmp(*by, "by Graphviz") != 0)
		layering_own(l, a, layers);
	return 0;
}

static void place(struct picture_task *t)
{
	static const int heights[] = {5, 4, DRAWING_LOW};
	struct picture *p = &t->picture;
	const struct graph *g = &p->graph;
	struct layering layers;

	for (int i = 0; i < DRAWING_SIZES; i++) {
		struct layout *l = &p->size[i];
		*l = (struct layout){.box_count = g->node_count, .edge_count = g->edge_count};
		l->boxes = arena_calloc(&p->arena, g->node_count + 1, sizeof(*l->boxes));
		l->edges = arena_calloc(&p->arena, g->edge_count + 1, sizeof(*l->edges));
		for (size_t k = 0; k < g->node_count; k++)
			l->boxes[k] = (struct layout_box){.w = DRAWING_BOX, .h = heights[i]};
		for (size_t k = 0; k < g->edge_count; k++)
			l->edges[k] = (struct layout_edge){
				.from = g->edges[k].source, .to = g->edges[k].target};
		if (i == 0) {
			if (find_layers(&t->task, l, &p->arena, &layers, &p->by) < 0)
				return;
		} else {
			for (size_t k = 0; k < g->node_count; k++)
				l->boxes[k].layer = p->size[0].boxes[k].layer;
		}
		layout_place(l, &layers, t->width, &p->arena);
	}
}

static void picture_run(struct task *task, void *context)
{
	struct picture_task *t = (struct picture_task *)task;
	struct picture *p = &t->picture;
	char(*ids)[UUID_TEXT] = NULL;
	size_t n = 0;

	if (find_ids(context, t, &ids, &n, &task->err) < 0 || p->count > DRAWING_MOST)
		return;
	if (graph_among(context, (const char(*)[UUID_TEXT])ids, n, &p->arena, &p->graph,
		    &task->err) < 0)
		return;
	p->edges = (int64_t)p->graph.edge_count;
	if (p->edges <= DRAWING_EDGES)
		place(t);
}

static void picture_done(struct task *task)
{
	struct picture_task *t = (struct picture_task *)task;
	struct drawing *d = t->pane;

	d->loading = false;
	d->error = task->err;
	if (task->err.code != ERR_NONE) {
		console_say_error(d->console, &task->err);
		return;
	}
	arena_free(&d->picture.arena);
	d->picture = t->picture;
	t->picture.arena = (struct arena){0};
	d->loaded = d->follow = true;
	d->centre = SIZE_MAX;
	d->at = graph_find(&d->picture.graph, d->selected);
	if (d->at == d->picture.graph.node_count && d->at > 0)
		d->at = 0;
}

static void picture_clear(struct task *task)
{
	struct picture_task *t = (struct picture_task *)task;

	arena_free(&t->picture.arena);
	str_free(&t->of.filter);
	idmap_clear(&t->of.these);
}

void drawing_load(struct drawing *d)
{
	struct picture_task *t = task_new(sizeof(*t));
	const struct drawing_of *of = &d->console->drawing;

	t->task.run = picture_run;
	t->task.done = picture_done;
	t->task.clear = picture_clear;
	t->task.owner = d;
	t->task.kind = DRAWING_PICTURE;
	t->task.mode = TASK_LATEST;
	t->task.what = "laying out the drawing";
	t->pane = d;
	t->width = d->width = d->window.w > 0 ? d->window.w : 80;
	t->of.what = of->what;
	t->of.depth = of->depth;
	memcpy(t->of.focus, of->focus, UUID_TEXT);
	str_adds(&t->of.filter, str_span(&of->filter));
	idmap_copy(&t->of.these, &of->these);
	t->persona = arena_span(&t->task.arena, str_span(&d->console->persona));
	d->loading = true;
	worker_submit(d->console->worker, &t->task);
}
