/* One thread that owns a context and does what must not be waited for, and one that cancels it.
 * Concurrency lives here and nowhere else. */
#ifndef TUI_WORKER_H
#define TUI_WORKER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* What the worker owns: opened, used and closed on its own thread. cancel comes from another
 * thread, again and again until the task that it is meant for has ended. */
struct worker_ops {
	void *(*open)(void *arg,
		struct err *e); /* NULL: failed; the worker then fails every task with this error */
	void (*close)(void *context);
	void (*cancel)(void *context);
};

enum task_mode {
	TASK_KEEP, /* runs whatever comes after it (writes) */
	TASK_LATEST, /* a newer one of the same owner and kind drops it, and cancels it when it runs
		      */
	TASK_URGENT, /* as KEEP, but goes before all that wait (decisions); after one, or some that
			run at once, one of the others has its turn */
};

#define TASKS_AT_ONCE 32

/*
 * A question to the context. First member of the pane's own struct; task_new zeroes all of it.
 * `run` executes on the worker and may use arena and err and the fields of the struct; `done` runs
 * on the UI thread afterwards and is not called for a dropped task. The worker frees task, arena
 * included, after `done`; `done` may move the arena out (copy it and zero it here) to keep what is
 * in it.
 */
struct task {
	void (*run)(struct task *t, void *context);
	/* Optional, for tasks that pile up when the context is slow: runs up to TASKS_AT_ONCE that
	 * waited one behind the other, of the same owner and run_all, instead of `run` one by one.
	 */
	void (*run_all)(struct task *const *t, size_t n, void *context);
	void (*done)(struct task *t);
	void (*clear)(struct task *t); /* optional: gives back what the arena does not own; always
					  called, on the UI thread */
	void *owner;
	int kind;
	enum task_mode mode;
	const char *what; /* "loading drafts": shown when it takes longer than 300 ms */
	struct arena arena;
	struct err err; /* ERR_NONE: it worked */
	atomic_llong looked; /* how many rows `run` went through so far, if it counts them */
	atomic_llong whole; /* of how many, if it knows */
	atomic_bool stop; /* it is being cancelled: for what the context knows nothing of */
	bool quiet; /* set by `done`: nothing that is on the screen changed */
	/* Set by `run` when it has nothing to tell: in so many ms it runs again, and whoever waits
	 * for keys is not woken. As soon as another task is submitted, it is done as it is. */
	int rest;
	/* private */
	struct task *next;
	bool dropped;
	bool rested;
};

struct worker;

/* Starts the thread; the context is opened on it at once. Signals must be blocked before. */
struct worker *worker_start(const struct worker_ops *ops, void *arg);
/* Drops the tasks of TASK_LATEST, lets writes that wait or run finish (0.7 s; what runs longer is
 * cancelled), closes the context, frees everything. `done` is not called any more. */
void worker_stop(struct worker **w);

void *task_new(size_t size);
void worker_submit(struct worker *w, struct task *t);
/* A task that rests is done as it is; where none does, the next one that would is: what it looks at
 * may have changed meanwhile. */
void worker_rouse(struct worker *w);
/* Drops every task of this owner: their `done` will not be called. TASK_KEEP and TASK_URGENT tasks
 * still run. */
void worker_forget(struct worker *w, void *owner);
/* Cancels what runs now (Ctrl-C); its `done` sees ERR_CANCELLED, unless it was over already. True
 * if there was something to cancel. */
bool worker_cancel(struct worker *w);

/* Readable when results wait; then call worker_deliver, which runs the `done` functions and
 * says how many were not quiet. */
int worker_fd(const struct worker *w);
size_t worker_deliver(struct worker *w);

/* The context is not open yet: worker_stop would wait for that, since nobody can cancel it. */
bool worker_opening(struct worker *w);
/* True while any task waits, runs, or has a result that was not delivered; not for one that rests,
 * or runs again after that. */
bool worker_busy(struct worker *w);
/* What runs now, or is the first to wait until the context is open, since when (time_monotonic),
 * and how many rows it went through (0: it does not say; `looked` and `whole` may be NULL). NULL:
 * nothing. */
const char *worker_running(struct worker *w, int64_t *since, int64_t *looked, int64_t *whole);

#endif
