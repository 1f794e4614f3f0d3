/* Cancels on Ctrl-C. */
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
	sigset_t set;

	s->db = db;
	atomic_init(&s->stopped, false);
	stop_signals(&set);
	s->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	s->end = eventfd(0, EFD_CLOEXEC);
	if (s->signals >= 0 && s->end >= 0) {
		sigprocmask(SIG_BLOCK, &set, NULL);
		errno = pthread_create(&s->thread, NULL, watch, s);
		if (errno == 0)
			return 0;
		sigprocmask(SIG_UNBLOCK, &set, NULL);
	}
	err_set(e, ERR_OTHER, "cannot watch signals: %s", strerror(errno));
	close(s->signals);
	close(s->end);
	return -1;
}

void stopping_end(struct stopping *s)
{
	struct signalfd_siginfo info;
	uint64_t one = 1;
	sigset_t set;

	while (write(s->end, &one, sizeof(one)) < 0 && errno == EINTR)
		;
	pthread_join(s->thread, NULL);
	while (read(s->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		; /* asked twice is asked once */
	close(s->signals);
	close(s->end);
	stop_signals(&set);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

bool stopping_asked(const struct stopping *s)
{
	return atomic_load(&s->stopped);
}
