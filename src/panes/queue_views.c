/* Saved filters, how many drafts each shows, and changes to them, asked of the worker. */
#include <string.h>

#include "views.h"

/* Of the box: nobody waits for them once it is closed. */
enum { VIEWS_LIST = 1, VIEWS_COUNT };

/* --- Counting, one after another --- */

struct count_task {
	struct task task;
	struct views *views;
	struct view view;
	int64_t count;
};

static void count_run(struct task *task, void *context)
{
	struct count_task *t = (struct count_task *)task;

	views_count(context, &t->view, CONSOLE_COUNT_CAP, &t->count, &task->err);
}

static void count_next(struct views *v);

static struct views_row *find_row(const struct views *v, const struct view *like)
{
	for (size_t i = 0; i < v->menu.n; i++)
		if (strcmp(v->rows[i].view.id, like->id) == 0 &&
			span_eq(v->rows[i].view.name, like->name))
			return &v->rows[i];
	return NULL;
}

static void count_done(struct task *task)
{
	struct count_task *t = (struct count_task *)task;
	struct views_row *row = find_row(t->views, &t->view);

	t->views->counting = false;
	if (row) {
		row->counted = true;
		row->problem = task->err;
		row->count = task->err.code == ERR_NONE ? t->count : -1;
	}
	count_next(t->views);
}

static void count_next(struct views *v)
{
	size_t i = 0;

	while (i < v->menu.n && v->rows[i].counted)
		i++;
	if (i == v->menu.n || v->counting)
		return;
	struct count_task *t = task_new(sizeof(*t));
	t->task.run = count_run;
	t->task.done = count_done;
	t->task.owner = v;
	t->task.kind = VIEWS_COUNT;
	t->task.mode = TASK_LATEST;
	t->task.what = "counting drafts";
	t->views = v;
	t->view = v->rows[i].view;
	t->view.name = arena_span(&t->task.arena, t->view.name);
	t->view.filter = arena_span(&t->task.arena, t->view.filter);
	v->counting = true;
	worker_submit(v->queue->console->worker, &t->task);
}

/* --- The list --- */

struct list_task {
	struct task task;
	struct views *views;
	struct session session;
	struct view *list;
	size_t n;
};

static void list_run(struct task *task, void *context)
{
	struct list_task *t = (struct list_task *)task;

	views_list(context, &t->session, "queue", &task->arena, &t->list, &t->n, &task->err);
}

/* What was counted before stays on the screen until it is counted anew. */
static void fill_rows(struct views *v, struct list_task *t)
{
	struct views_row *rows = arena_calloc(&t->task.arena, t->n, sizeof(*rows));
	const struct views_row *selected = views_selected(v);
	size_t at = v->menu.at;

	for (size_t i = 0; i < t->n; i++) {
		const struct views_row *old = find_row(v, &t->list[i]);
		rows[i].view = t->list[i];
		rows[i].count =
			old && span_eq(old->view.filter, t->list[i].filter) ? old->count : -1;
		if (v->select[0] ? strcmp(v->select, t->list[i].id) == 0
				 : selected && old == selected)
			at = i;
	}
	v->rows = rows;
	v->menu.at = at;
	menu_set(&v->menu, t->n);
	v->select[0] = '\0';
}

static void list_done(struct task *task)
{
	struct list_task *t = (struct list_task *)task;
	struct views *v = t->views;

	v->load_error = task->err;
	if (task->err.code != ERR_NONE)
		return;
	fill_rows(v, t);
	arena_free(&v->arena);
	v->arena = task->arena;
	task->arena = (struct arena){0};
	v->loaded = true;
	count_next(v);
}

void views_load(struct views *v)
{
	struct list_task *t = task_new(sizeof(*t));

	t->task.run = list_run;
	t->task.done = list_done;
	t->task.owner = v;
	t->task.kind = VIEWS_LIST;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading saved filters";
	t->views = v;
	t->session = v->queue->console->session;
	worker_submit(v->queue->console->worker, &t->task);
}

/* A round that is under way is not begun anew: where much is written, none would end. */
void queue_views_changed(struct queue *q)
{
	if (q->views && !q->views->counting)
		views_load(q->views);
}

/* --- Changes --- */

struct write_task {
	struct task task;
	struct queue *queue;
	struct session session;
	enum { ADDS, RENAMES, DELETES } does;
	enum view_owner owner;
	char id[UUID_TEXT];
	struct span name, filter;
};

static void write_run(struct task *task, void *context)
{
	struct write_task *t = (struct write_task *)task;
	struct err *e = &task->err;

	switch (t->does) {
	case ADDS:
		views_add(context, &t->session, "queue", t->owner, t->name, t->filter, t->id, e);
		break;
	case RENAMES: views_rename(context, &t->session, t->id, t->name, e); break;
	case DELETES: views_delete(context, &t->session, t->id, e); break;
	}
}

static void write_done(struct task *task)
{
	static const char *const done[] = {"saved", "renamed", "deleted"};
	struct write_task *t = (struct write_task *)task;
	struct queue *q = t->queue;
	struct views *v = q->views;
	bool failed = task->err.code != ERR_NONE;

	q->console->writes--;
	q->console->failed = q->console->failed || failed;
	said_outcome(v ? &v->said : NULL, q->console, done[t->does], &task->err);
	if (!v)
		return;
	v->writing = false;
	if (failed && task->err.code != ERR_MISSING)
		return; /* what was typed stays to be corrected */
	v->stage = VIEWS_CHOOSING;
	if (t->does != DELETES)
		memcpy(v->select, t->id, UUID_TEXT);
	views_load(v);
}

static struct write_task *write_task(struct queue *q)
{
	struct write_task *t = task_new(sizeof(*t));

	t->task.run = write_run;
	t->task.done = write_done;
	t->task.owner = q;
	t->task.mode = TASK_KEEP;
	t->task.what = "saving";
	t->queue = q;
	t->session = q->console->session;
	q->console->writes++;
	if (q->views)
		q->views->writing = true;
	return t;
}

void views_save(struct views *v, enum view_owner owner, struct span name)
{
	struct write_task *t = write_task(v->queue);

	t->does = ADDS;
	t->owner = owner;
	t->name = arena_span(&t->task.arena, name);
	t->filter = arena_span(&t->task.arena, str_span(&v->queue->filter_text));
	worker_submit(v->queue->console->worker, &t->task);
}

void views_rename_to(struct views *v, const char *id, struct span name)
{
	struct write_task *t = write_task(v->queue);

	t->does = RENAMES;
	memcpy(t->id, id, UUID_TEXT);
	t->name = arena_span(&t->task.arena, name);
	worker_submit(v->queue->console->worker, &t->task);
}

void views_remove(struct queue *q, const char *id)
{
	struct write_task *t = write_task(q);

	t->does = DELETES;
	memcpy(t->id, id, UUID_TEXT);
	worker_submit(q->console->worker, &t->task);
}
