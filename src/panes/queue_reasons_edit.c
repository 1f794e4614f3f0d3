/* The saved reasons for whoever edits them, and changes to them, asked of the worker. */
#include <string.h>

#include "reasons_edit.h"

/* --- The list --- */

struct list_task {
	struct task task;
	struct reasons_edit *box;
	struct reason *list;
	size_t n;
};

static void list_run(struct task *task, void *context)
{
	struct list_task *t = (struct list_task *)task;

	reasons_list(context, &task->arena, &t->list, &t->n, &task->err);
}

static void select_again(struct reasons_edit *r, const struct list_task *t, struct span code)
{
	for (size_t i = 0; code.n > 0 && i < t->n; i++)
		if (span_eq(t->list[i].code, code))
			r->menu.at = i;
	menu_set(&r->menu, t->n);
}

/* Whoever types over what somebody else changed sees first what that is. */
static void say_what_changed(struct reasons_edit *r)
{
	if (!r->was_changed)
		return;
	if (reasons_edit_take_current(r))
		said_set(&r->said, STYLE_WARN,
			"not saved: somebody changed it to %.*s, \"%.*s\" · Enter puts yours there",
			(int)r->was.code.n, r->was.code.p, (int)r->was.text.n, r->was.text.p);
	else
		said_set(&r->said, STYLE_BAD, "not saved: it was deleted meanwhile");
}

static void list_done(struct task *task)
{
	struct list_task *t = (struct list_task *)task;
	struct reasons_edit *r = t->box;
	const struct reason *selected = reasons_edit_selected(r);

	r->load_error = task->err;
	if (task->err.code != ERR_NONE)
		return;
	select_again(r, t,
		r->select.len > 0  ? str_span(&r->select)
			: selected ? selected->code
				   : SPAN_NULL);
	str_clear(&r->select);
	arena_free(&r->arena);
	r->arena = task->arena;
	task->arena = (struct arena){0};
	r->list = t->list;
	r->loaded = true;
	say_what_changed(r);
}

void reasons_edit_load(struct reasons_edit *r)
{
	struct list_task *t = task_new(sizeof(*t));

	t->task.run = list_run;
	t->task.done = list_done;
	t->task.owner = r;
	t->task.mode = TASK_LATEST;
	t->task.what = "loading reasons";
	t->box = r;
	worker_submit(r->queue->console->worker, &t->task);
}

void queue_reasons_edit_changed(struct queue *q)
{
	if (q->reasons_edit)
		reasons_edit_load(q->reasons_edit);
}

/* --- Changes --- */

struct write_task {
	struct task task;
	struct queue *queue;
	struct session session;
	enum { SAVES, REMOVES, EXCHANGES } does;
	struct reason now, was; /* EXCHANGES: one and the other */
};

/* Those that tenet begins with are saved before one of them is changed, and have ids then. */
static int find_saved(struct db *db, struct task *task, struct reason *r)
{
	struct reason *list;
	size_t n;

	if (r->id[0])
		return 0;
	if (reasons_list(db, &task->arena, &list, &n, &task->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!span_eq(list[i].code, r->code))
			continue;
		memcpy(r->id, list[i].id, UUID_TEXT);
		return 0;
	}
	return err_set(&task->err, ERR_MISSING, "it was deleted meanwhile");
}

static void save(struct write_task *t, struct db *db)
{
	struct task *task = &t->task;
	bool added = t->was.code.n == 0;

	if (!added && find_saved(db, task, &t->was) < 0)
		return;
	memcpy(t->now.id, t->was.id, UUID_TEXT);
	reasons_save(db, &t->session, &t->now, added ? NULL : &t->was, &task->err);
}

static void write_run(struct task *task, void *context)
{
	struct write_task *t = (struct write_task *)task;
	struct err *e = &task->err;

	if (reasons_begin(context, &t->session, e) < 0)
		return;
	switch (t->does) {
	case SAVES: save(t, context); break;
	case REMOVES:
		if (find_saved(context, task, &t->was) == 0)
			reasons_delete(context, &t->session, &t->was, e);
		break;
	case EXCHANGES:
		if (find_saved(context, task, &t->now) == 0 &&
			find_saved(context, task, &t->was) == 0)
			reasons_exchange(context, &t->session, t->now.id, t->was.id, e);
		break;
	}
}

static void write_done(struct task *task)
{
	static const char *const done[] = {
		"saved", "removed", "moved: digits follow at the next login"};
	struct write_task *t = (struct write_task *)task;
	struct queue *q = t->queue;
	struct reasons_edit *r = q->reasons_edit;
	bool failed = task->err.code != ERR_NONE;

	q->console->writes--;
	q->console->failed = q->console->failed || failed;
	queue_reasons_load(q);
	said_outcome(r ? &r->said : NULL, q->console, done[t->does], &task->err);
	if (!r)
		return;
	r->writing = false;
	r->was_changed = t->does == SAVES && task->err.code == ERR_CONFLICT;
	if (!failed && t->does == SAVES) {
		r->typing = false;
		str_adds(&r->select, t->now.code);
	}
	reasons_edit_load(r);
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
	if (q->reasons_edit)
		q->reasons_edit->writing = true;
	return t;
}

void reasons_edit_save(struct reasons_edit *r, const struct reason *now)
{
	struct write_task *t = write_task(r->queue);

	t->does = SAVES;
	t->now = reason_copy(now, &t->task.arena);
	t->was = reason_copy(&r->was, &t->task.arena);
	worker_submit(r->queue->console->worker, &t->task);
}

void reasons_edit_remove(struct queue *q, const struct reason *was)
{
	struct write_task *t = write_task(q);

	t->does = REMOVES;
	t->was = reason_copy(was, &t->task.arena);
	worker_submit(q->console->worker, &t->task);
}

void reasons_edit_exchange(
	struct reasons_edit *r, const struct reason *one, const struct reason *other)
{
	struct write_task *t = write_task(r->queue);

	t->does = EXCHANGES;
	t->now = reason_copy(one, &t->task.arena);
	t->was = reason_copy(other, &t->task.arena);
	worker_submit(r->queue->console->worker, &t->task);
}
