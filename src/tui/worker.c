/* The worker thread: a queue of questions in, a queue of answers out, one lock around both. */
#include "tui/worker.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"

#define STOP_GRACE INT64_C(700000) /* µs that writes still have when the console ends */
#define AGAIN 20 /* ms between two attempts to cancel what does not end */

struct worker {
	const struct worker_ops *ops;
	void *arg;
	pthread_t thread, canceller;
	int fd;
	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t wake; /* a task waits, or it is time to stop */
	pthread_cond_t cancel; /* what runs is to be cancelled, or the thread is over */
	pthread_cond_t over_now;
	struct task *waiting, *finished; /* in order */
	struct task *running; /* a queue of those that run at once */
	struct task *resting; /* NULL, or one that had nothing to tell, until `rested` */
	struct timespec rested; /* on the monotonic clock */
	bool roused; /* while none rested: the next one does not */
	int64_t since;
	bool was_urgent; /* what ran last */
	void *context; /* NULL before it is opened and when that failed */
	struct err open_err;
	bool opening; /* the tasks wait for that */
	bool cancelling; /* what runs now */
	bool stopping, over;
};

/* --- Queues --- */

static void append(struct task **queue, struct task *t)
{
	while (*queue)
		queue = &(*queue)->next;
	t->next = NULL;
	*queue = t;
}

/* Urgent tasks go before all others, but keep their own order. */
static void insert_urgent(struct task **queue, struct task *t)
{
	while (*queue && (*queue)->mode == TASK_URGENT)
		queue = &(*queue)->next;
	t->next = *queue;
	*queue = t;
}

static struct task *take_first(struct task **queue)
{
	struct task *t = *queue;

	if (t)
		*queue = t->next;
	return t;
}

/* Whoever decides faster than the context answers would else be shown no draft any more. */
static struct task *take_next(struct worker *w)
{
	struct task **at = &w->waiting;

	while (w->was_urgent && *at && (*at)->mode == TASK_URGENT)
		at = &(*at)->next;
	return take_first(*at ? at : &w->waiting);
}

/* Adds to `t`, the first, those that may run with it; returns how many there are. */
static size_t take_along(struct worker *w, struct task *t, struct task **all)
{
	size_t n = 0;

	all[n++] = t;
	while (t->run_all && n < TASKS_AT_ONCE && w->waiting && w->waiting->run_all == t->run_all &&
		w->waiting->owner == t->owner)
		all[n++] = take_first(&w->waiting);
	return n;
}

static void free_task(struct task *t)
{
	if (t->clear)
		t->clear(t);
	arena_free(&t->arena);
	free(t);
}

static void free_queue(struct task *queue)
{
	struct task *t;

	while ((t = take_first(&queue)))
		free_task(t);
}

/* --- The thread --- */

static void announce(struct worker *w)
{
	const uint64_t one = 1;

	/* The counter cannot be full, and a result more than one is announced by one. */
	if (write(w->fd, &one, sizeof(one)) < 0)
		return;
}

static void run_all(struct task *const *all, size_t n, void *context)
{
	if (n > 1)
		all[0]->run_all(all, n, context);
	else
		all[0]->run(all[0], context);
}

static struct timespec in_ms(int ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += ms / 1000;
	at.tv_nsec += ms % 1000 * 1000000L;
	at.tv_sec += at.tv_nsec / 1000000000L;
	at.tv_nsec %= 1000000000L;
	return at;
}

static void finish(struct worker *w, struct task *t)
{
	append(&w->finished, t);
	announce(w);
}

/* It has nothing to tell, and nobody waits. */
static void rest(struct worker *w, struct task *t)
{
	w->resting = t;
	w->rested = in_ms(t->rest);
	t->rested = true;
}

static void end_rest(struct worker *w)
{
	if (w->resting)
		finish(w, w->resting);
	w->resting = NULL;
}

/* With the lock held: until a task waits, or it is time to stop. */
static void wait_for_task(struct worker *w)
{
	while (!w->waiting && !w->stopping) {
		if (!w->resting) {
			pthread_cond_wait(&w->wake, &w->lock);
		} else if (pthread_cond_timedwait(&w->wake, &w->lock, &w->rested) == ETIMEDOUT &&
			w->resting) {
			append(&w->waiting, w->resting);
			w->resting = NULL;
		}
	}
}

/* Called and returns with the lock held. */
static void run_next(struct worker *w)
{
	struct task *all[TASKS_AT_ONCE];
	struct task *first = take_next(w);
	size_t n = take_along(w, first, all);
	void *context = w->context;

	first->rest = 0;
	for (size_t i = 0; i < n; i++)
		append(&w->running, all[i]);
	w->since = time_monotonic();
	w->was_urgent = first->mode == TASK_URGENT;
	pthread_mutex_unlock(&w->lock);
	if (context)
		run_all(all, n, context);
	for (size_t i = 0; !context && i < n; i++)
		all[i]->err = w->open_err;
	pthread_mutex_lock(&w->lock);
	w->running = NULL;
	w->cancelling = false;
	bool would = n == 1 && first->rest > 0 && !first->dropped, rests = would && !w->roused;
	if (would)
		w->roused = false;
	if (rests && !w->waiting && !w->stopping) {
		rest(w, first);
		return;
	}
	for (size_t i = 0; i < n; i++)
		finish(w, all[i]);
}

static void *worker_main(void *arg)
{
	struct worker *w = arg;
	void *context = w->ops->open(w->arg, &w->open_err);

	pthread_mutex_lock(&w->lock);
	w->context = context;
	w->opening = false;
	for (;;) {
		wait_for_task(w);
		if (!w->waiting)
			break;
		run_next(w);
	}
	w->context = NULL;
	pthread_mutex_unlock(&w->lock);
	if (context)
		w->ops->close(context);
	pthread_mutex_lock(&w->lock);
	w->over = true;
	pthread_cond_signal(&w->over_now);
	pthread_cond_signal(&w->cancel);
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* --- Cancelling --- */

/* With the lock held: waits on `cond` until it is signalled, or for AGAIN. */
static void wait_a_moment(struct worker *w, pthread_cond_t *cond)
{
	const struct timespec until = in_ms(AGAIN);

	pthread_cond_timedwait(cond, &w->lock, &until);
}

/* A cancel between two statements of a task has no effect, so it is said again until the task has
 * ended; with the lock held, so that what is cancelled is the task that was meant. */
static void *canceller_main(void *arg)
{
	struct worker *w = arg;

	pthread_mutex_lock(&w->lock);
	while (!w->over) {
		if (w->cancelling) {
			w->ops->cancel(w->context);
			wait_a_moment(w, &w->cancel);
		} else {
			pthread_cond_wait(&w->cancel, &w->lock);
		}
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

static void cancel_running(struct worker *w)
{
	if (!w->running || !w->context)
		return;
	for (struct task *t = w->running; t; t = t->next)
		atomic_store(&t->stop, true);
	w->cancelling = true;
	pthread_cond_signal(&w->cancel);
}

struct worker *worker_start(const struct worker_ops *ops, void *arg)
{
	struct worker *w = xcalloc(1, sizeof(*w));
	pthread_condattr_t monotonic;

	w->ops = ops;
	w->arg = arg;
	w->opening = true;
	w->since = time_monotonic();
	w->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&w->wake, &monotonic);
	pthread_cond_init(&w->cancel, &monotonic);
	pthread_cond_init(&w->over_now, &monotonic);
	pthread_condattr_destroy(&monotonic);
	/* A descriptor or a thread that is not to be had: the machine is out of them as of memory.
	 */
	if (w->fd < 0 || pthread_create(&w->thread, NULL, worker_main, w) != 0 ||
		pthread_create(&w->canceller, NULL, canceller_main, w) != 0)
		die_of_memory(sizeof(*w));
	return w;
}

typedef bool task_match(const struct task *t, const void *arg);

static bool any_task(const struct task *t, const void *arg)
{
	(void)t;
	(void)arg;
	return true;
}

static bool task_of(const struct task *t, const void *owner)
{
	return t->owner == owner;
}

static bool same_question(const struct task *t, const void *arg)
{
	const struct task *newer = arg;

	return t->mode == TASK_LATEST && t->owner == newer->owner && t->kind == newer->kind;
}

/* Takes the waiting tasks of TASK_LATEST that match out of the queue. */
static struct task *unqueue_latest(struct worker *w, task_match *match, const void *arg)
{
	struct task *out = NULL, **at = &w->waiting;

	while (*at) {
		struct task *t = *at;

		if (t->mode == TASK_LATEST && match(t, arg)) {
			*at = t->next;
			append(&out, t);
		} else {
			at = &t->next;
		}
	}
	return out;
}

void worker_stop(struct worker **wp)
{
	struct worker *w = *wp;

	if (!w)
		return;
	int64_t patience = time_monotonic() + STOP_GRACE;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	struct task *dropped = unqueue_latest(w, any_task, NULL);
	pthread_cond_signal(&w->wake);
	while (!w->over) {
		bool late = time_monotonic() > patience;

		if (w->running && (late || w->running->mode == TASK_LATEST))
			cancel_running(w);
		wait_a_moment(w, &w->over_now);
	}
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_join(w->canceller, NULL);
	free_queue(dropped);
	free_queue(w->finished);
	free_queue(w->resting);
	pthread_cond_destroy(&w->wake);
	pthread_cond_destroy(&w->cancel);
	pthread_cond_destroy(&w->over_now);
	pthread_mutex_destroy(&w->lock);
	close(w->fd);
	free(w);
	*wp = NULL;
}

/* --- Tasks --- */

void *task_new(size_t size)
{
	return xcalloc(1, size);
}

/* The answers to an older question of this kind are wanted no more. */
static struct task *drop_older(struct worker *w, const struct task *t)
{
	struct task *dropped = unqueue_latest(w, same_question, t);

	if (w->running && same_question(w->running, t)) {
		w->running->dropped = true;
		cancel_running(w);
	}
	for (struct task *f = w->finished; f; f = f->next)
		if (same_question(f, t))
			f->dropped = true;
	return dropped;
}

void worker_submit(struct worker *w, struct task *t)
{
	struct task *dropped = NULL;

	pthread_mutex_lock(&w->lock);
	end_rest(w);
	if (t->mode == TASK_LATEST)
		dropped = drop_older(w, t);
	if (t->mode == TASK_URGENT)
		insert_urgent(&w->waiting, t);
	else
		append(&w->waiting, t);
	pthread_mutex_unlock(&w->lock);
	/* Behind the lock, which who wakes takes first. */
	pthread_cond_signal(&w->wake);
	free_queue(dropped);
}

void worker_rouse(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	w->roused = !w->resting;
	end_rest(w);
	pthread_mutex_unlock(&w->lock);
}

void worker_forget(struct worker *w, void *owner)
{
	pthread_mutex_lock(&w->lock);
	end_rest(w);
	struct task *dropped = unqueue_latest(w, task_of, owner);
	for (struct task *t = w->waiting; t; t = t->next)
		if (t->owner == owner)
			t->dropped = true;
	for (struct task *t = w->finished; t; t = t->next)
		if (t->owner == owner)
			t->dropped = true;
	for (struct task *t = w->running; t; t = t->next) {
		if (t->owner != owner)
			continue;
		t->dropped = true;
		if (t->mode == TASK_LATEST)
			cancel_running(w);
	}
	pthread_mutex_unlock(&w->lock);
	free_queue(dropped);
}

bool worker_cancel(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	bool can = w->running;
	if (can)
		cancel_running(w);
	pthread_mutex_unlock(&w->lock);
	return can;
}

/* --- Answers --- */

int worker_fd(const struct worker *w)
{
	return w->fd;
}

static struct task *next_answer(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	struct task *t = take_first(&w->finished);
	pthread_mutex_unlock(&w->lock);
	return t;
}

size_t worker_deliver(struct worker *w)
{
	size_t delivered = 0;
	uint64_t count;
	struct task *t;

	/* First the announcement, then the answers: one that comes meanwhile announces itself
	 * again. */
	if (read(w->fd, &count, sizeof(count)) < 0)
		count = 0;
	while ((t = next_answer(w))) {
		if (!t->dropped) {
			t->done(t);
			delivered += !t->quiet;
		}
		free_task(t);
	}
	return delivered;
}

bool worker_opening(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	bool opening = w->opening;
	pthread_mutex_unlock(&w->lock);
	return opening;
}

bool worker_busy(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	bool busy = w->waiting || (w->running && !w->running->rested) || w->finished;
	pthread_mutex_unlock(&w->lock);
	return busy;
}

const char *worker_running(struct worker *w, int64_t *since, int64_t *looked, int64_t *whole)
{
	const char *what = NULL;

	pthread_mutex_lock(&w->lock);
	if (w->running) {
		what = w->running->what;
		*since = w->since;
		if (looked)
			*looked = atomic_load(&w->running->looked);
		if (whole)
			*whole = atomic_load(&w->running->whole);
	} else if (w->opening && w->waiting) {
		what = w->waiting->what;
		*since = w->since;
		if (looked)
			*looked = 0;
		if (whole)
			*whole = 0;
	}
	pthread_mutex_unlock(&w->lock);
	return what;
}
