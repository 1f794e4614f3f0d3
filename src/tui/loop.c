/* The event loop: one poll() over descriptors, signals and timers. */
#include "tui/loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/err.h"
#include "base/time.h"

struct watch {
	int fd;
	short events;
	loop_fd_fn *fn;
	void *arg;
};

struct timer {
	int id;
	int64_t due;
	loop_timer_fn *fn;
	void *arg;
};

struct loop {
	int signal_fd;
	loop_signal_fn *on_signal;
	loop_idle_fn *on_idle;
	void *arg;
	struct watch *watches;
	size_t watch_n;
	struct pollfd *ready; /* a snapshot of `watches` for one poll */
	struct timer *timers;
	size_t timer_n;
	int last_id;
	bool stopped;
};

static void read_signals(void *arg, short revents)
{
	struct loop *l = arg;
	struct signalfd_siginfo info;

	(void)revents;
	while (!l->stopped && read(l->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
		l->on_signal(l->arg, (int)info.ssi_signo);
}

struct loop *loop_new(
	const int *signals, loop_signal_fn *on_signal, loop_idle_fn *on_idle, void *arg)
{
	struct loop *l = xcalloc(1, sizeof(*l));
	sigset_t set;

	sigemptyset(&set);
	for (; *signals; signals++)
		sigaddset(&set, *signals);
	sigprocmask(SIG_BLOCK, &set, NULL);
	l->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	l->on_signal = on_signal;
	l->on_idle = on_idle;
	l->arg = arg;
	if (l->signal_fd >= 0)
		loop_watch(l, l->signal_fd, POLLIN, read_signals, l);
	return l;
}

void loop_free(struct loop **lp)
{
	struct loop *l = *lp;

	if (!l)
		return;
	if (l->signal_fd >= 0)
		close(l->signal_fd);
	free(l->watches);
	free(l->ready);
	free(l->timers);
	free(l);
	*lp = NULL;
}

void loop_watch(struct loop *l, int fd, short events, loop_fd_fn *fn, void *arg)
{
	l->watches = xrealloc(l->watches, (l->watch_n + 1) * sizeof(*l->watches));
	l->watches[l->watch_n++] = (struct watch){fd, events, fn, arg};
}

static struct watch *find_watch(struct loop *l, int fd)
{
	for (size_t i = 0; i < l->watch_n; i++)
		if (l->watches[i].fd == fd)
			return &l->watches[i];
	return NULL;
}

void loop_unwatch(struct loop *l, int fd)
{
	struct watch *w = find_watch(l, fd);

	if (w)
		*w = l->watches[--l->watch_n];
}

int loop_after(struct loop *l, int ms, loop_timer_fn *fn, void *arg)
{
	int64_t due = time_monotonic() + (int64_t)ms * 1000;

	if (++l->last_id <= 0)
		l->last_id = 1;
	l->timers = xrealloc(l->timers, (l->timer_n + 1) * sizeof(*l->timers));
	l->timers[l->timer_n++] = (struct timer){l->last_id, due, fn, arg};
	return l->last_id;
}

void loop_cancel(struct loop *l, int id)
{
	for (size_t i = 0; i < l->timer_n; i++)
		if (l->timers[i].id == id) {
			l->timers[i] = l->timers[--l->timer_n];
			return;
		}
}

static struct timer *first_timer(struct loop *l)
{
	struct timer *first = NULL;

	for (size_t i = 0; i < l->timer_n; i++)
		if (!first || l->timers[i].due < first->due)
			first = &l->timers[i];
	return first;
}

static void run_timers(struct loop *l)
{
	int64_t now = time_monotonic();
	struct timer *first;

	while (!l->stopped && (first = first_timer(l)) && first->due <= now) {
		struct timer t = *first;

		loop_cancel(l, t.id);
		t.fn(t.arg);
	}
}

/* How long poll may wait: until the first timer, and no longer than `idle` ms. */
static int wait_ms(struct loop *l, int idle)
{
	const struct timer *first = first_timer(l);

	if (!first)
		return idle;
	int64_t left = (first->due - time_monotonic() + 999) / 1000;
	if (left < 0)
		left = 0;
	return idle < 0 || left < idle ? (int)left : idle;
}

static void run_watches(struct loop *l, size_t n)
{
	for (size_t i = 0; i < n && !l->stopped; i++) {
		if (!l->ready[i].revents)
			continue;
		/* An earlier function may have taken this one off. */
		struct watch *w = find_watch(l, l->ready[i].fd);
		if (w)
			w->fn(w->arg, l->ready[i].revents);
	}
}

void loop_run(struct loop *l)
{
	for (l->stopped = false; !l->stopped;) {
		int idle = l->on_idle(l->arg);

		if (l->stopped)
			return;
		size_t n = l->watch_n;
		l->ready = xrealloc(l->ready, n * sizeof(*l->ready));
		for (size_t i = 0; i < n; i++)
			l->ready[i] = (struct pollfd){l->watches[i].fd, l->watches[i].events, 0};
		int got = poll(l->ready, n, wait_ms(l, idle));
		if (got < 0 && errno != EINTR)
			return;
		if (got > 0)
			run_watches(l, n);
		run_timers(l);
	}
}

void loop_stop(struct loop *l)
{
	l->stopped = true;
}
