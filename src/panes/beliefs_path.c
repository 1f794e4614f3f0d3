/* From one belief to another: which two, and the search on the worker. */
#include <string.h>

#include "beliefs_pane.h"
#include "paths.h"

enum { LOAD_PATHS = 20 }; /* beside those of beliefs_load.c */

struct paths_task {
	struct task task;
	struct beliefs *pane;
	char from[UUID_TEXT], to[UUID_TEXT];
	struct graph_paths paths;
};

static void paths_run(struct task *task, void *context)
{
	struct paths_task *t = (struct paths_task *)task;

	graph_paths_find(context, t->from, t->to, &task->arena, &t->paths, &task->err);
}

static void paths_done(struct task *task)
{
	struct paths_task *t = (struct paths_task *)task;
	struct console *c = t->pane->console;

	if (task->err.code == ERR_NONE)
		c->ops->later(c, paths_new(c, &t->paths));
	else
		console_say_error(c, &task->err);
}

void beliefs_find_paths(struct beliefs *b, const char *from, const char *to)
{
	struct paths_task *t = task_new(sizeof(*t));

	t->task.run = paths_run;
	t->task.done = paths_done;
	t->task.owner = b;
	t->task.kind = LOAD_PATHS;
	t->task.mode = TASK_LATEST;
	t->task.what = "looking for a path";
	t->pane = b;
	memcpy(t->from, from, UUID_TEXT);
	memcpy(t->to, to, UUID_TEXT);
	worker_submit(b->console->worker, &t->task);
}

/* The belief that a key means: the neighbour that is selected in the graph, else the one that is
 * looked at. */
static const char *meant(const struct beliefs *b)
{
	const struct tie *tie = b->detail_focus ? ego_selected(&b->ego) : NULL;

	return tie && b->path_from[0] ? tie->other : b->focus;
}

void beliefs_path(struct beliefs *b)
{
	const char *here = meant(b);
	char marked[2][UUID_TEXT];

	if (beliefs_marked(b, marked, 2) == 2) {
		beliefs_find_paths(b, marked[0], marked[1]);
		b->path_from[0] = '\0';
	} else if (!b->path_from[0]) {
		memcpy(b->path_from, b->focus, UUID_TEXT);
		console_say(b->console, STYLE_ACCENT,
			"a path from here: go to another belief and press {path} again");
	} else if (strcmp(b->path_from, here) == 0) {
		b->path_from[0] = '\0';
		console_say(b->console, STYLE_DIM, "no path is looked for any more");
	} else {
		beliefs_find_paths(b, b->path_from, here);
		b->path_from[0] = '\0';
	}
}
