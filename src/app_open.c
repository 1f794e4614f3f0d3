/* Opening the database: what the worker does first, and what the login then says of it. */
#include <poll.h>
#include <stdio.h>

#include "app_parts.h"
#include "migrate/ready.h"

#define OPEN_MS 150 /* for an open that fails at once, the terminal stays as it was */

static void *context_open(void *arg, struct err *e)
{
	struct opening *o = arg;
	struct db *db = NULL;

	if (db_open(&o->where, o->access, &db, e) < 0)
		return NULL;
	if (migrate_ready(db, &o->notice, e) < 0) {
		db_close(&db);
		return NULL;
	}
	o->read_only = db_read_only(db);
	o->affected = db_library_affected(db);
	snprintf(o->library, sizeof(o->library), "%s", db_library(db));
	return db;
}

static void context_close(void *context)
{
	struct db *db = context;

	db_close(&db);
}

static void context_cancel(void *context)
{
	db_cancel(context);
}

static const struct worker_ops worker_ops = {context_open, context_close, context_cancel};

struct hello_task {
	struct task task;
	struct app *app;
};

static void hello_run(struct task *task, void *context)
{
	(void)task;
	(void)context;
}

static void hello_done(struct task *task)
{
	struct app *a = ((struct hello_task *)task)->app;

	a->fatal = task->err;
	a->console.read_only = a->opening.read_only;
	a->dirty = true;
	str_clear(&a->login.fact);
	str_adds(&a->login.fact, str_span(&a->opening.notice));
	if (a->opening.affected)
		str_addf(&a->login.fact,
			"%s%s has the WAL-reset bug: tenet avoids it, other programs may not "
			"(see tenet-deploy(7))",
			a->login.fact.len ? "\n" : "", a->opening.library);
	if (a->fatal.code == ERR_NONE)
		watch_start(&a->watch);
}

void app_open_database(struct app *a)
{
	struct hello_task *t = task_new(sizeof(*t));

	a->console.worker = worker_start(&worker_ops, &a->opening);
	t->task.run = hello_run;
	t->task.done = hello_done;
	t->task.owner = a;
	t->task.what = "opening the database";
	t->app = a;
	worker_submit(a->console.worker, &t->task);
	struct pollfd ready = {worker_fd(a->console.worker), POLLIN, 0};
	if (poll(&ready, 1, OPEN_MS) > 0)
		worker_deliver(a->console.worker);
}
