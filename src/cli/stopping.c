/* Ctrl-C, held back. */
#include "stopping.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define AGAIN 100 /* ms */

static void stop_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

int stopping_hold(struct err *e)
{
	sigset_t set;

	stop_signals(&set);
	int signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (signals < 0)
		return err_set(e, ERR_OTHER, "cannot watch signals: %s", strerror(errno));
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signals;
}

bool stopping_came(int signals)
{
	struct signalfd_siginfo info;

	return read(signals, &info, sizeof(info)) == (ssize_t)sizeof(info);
}

void stopping_release(int signals)
{
	sigset_t set;

	while (stopping_came(signals))
		; /* asked twice is asked once */
	close(signals);
	stop_signals(&set);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* A cancel between two calls has no effect, so it is said again until all has ended. */
static void *watch(void *arg)
{
	struct stopping *s = arg;
	struct pollfd fds[] = {{s->end, POLLIN, 0}, {s->signals, POLLIN, 0}};

	for (;;) {
		int n = poll(fds, 2, atomic_load(&s->stopped) ? AGAIN : -1);
		if (n < 0 && errno != EINTR)
			return NULL;
		if (n > 0 && fds[0].revents)
			return NULL;
		if (n > 0 && fds[1].revents) {
			atomic_store(&s->stopped, true);
			fds[1].fd = -1;
		}
		if (atomic_load(&s->stopped))
			db_cancel(s->db);
	}
}

int stopping_begin(struct stopping *s, struct db *db, struct err *e)
{
	s->db = db;
	atomic_init(&s->stopped, false);
	s->signals = stopping_hold(e);
	if (s->signals < 0)
		return -1;
	s->end = eventfd(0, EFD_CLOEXEC);
	int why = s->end < 0 ? errno : pthread_create(&s->thread, NULL, watch, s);
	if (why == 0)
		return 0;
	if (s->end >= 0)
		close(s->end);
	stopping_release(s->signals);
	return err_set(e, ERR_OTHER, "cannot watch signals: %s", strerror(why));
}

void stopping_end(struct stopping *s)
{
	uint64_t one = 1;

	while (write(s->end, &one, sizeof(one)) < 0 && errno == EINTR)
		;
	pthread_join(s->thread, NULL);
	close(s->end);
	stopping_release(s->signals);
}

bool stopping_asked(const struct stopping *s)
{
	return atomic_load(&s->stopped);
}
