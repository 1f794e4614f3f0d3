/* Ctrl-C, held back. */
#include "stopping.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define AGAIN 10 /* ms */

/* Whoever began us without one of them, as nohup does, meant it. */
static sigset_t stop_signals(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action;
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (sigaction(signals[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
			sigaddset(&set, signals[i]);
	return set;
}

static void hold(void)
{
	sigset_t set = stop_signals();

	sigprocmask(SIG_BLOCK, &set, NULL);
}

bool stopping_came(void)
{
	sigset_t pending, set = stop_signals();

	return sigpending(&pending) == 0 && sigandset(&set, &set, &pending) == 0 &&
		!sigisemptyset(&set);
}

void stopping_end_program(void)
{
	sigset_t set = stop_signals();

	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* One that came waits for stopping_end_program; else they end the program again. */
static void release(void)
{
	if (!stopping_came())
		stopping_end_program();
}

static void on_wake(int signo)
{
	(void)signo;
}

/* Not SA_RESTART: a system call that waits ends. */
static void take_wakes(void)
{
	const struct sigaction action = {.sa_handler = on_wake};

	sigaction(SIGURG, &action, NULL);
}

static void stop(const struct stopping *s)
{
	if (s->db)
		db_cancel(s->db);
	else
		pthread_kill(s->caller, SIGURG);
}

/* The signal is not read: it waits for the end of the command. A stop between two calls has no
 * effect, so it is said again until all has ended. */
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
			stop(s);
	}
}

static void close_both(const struct stopping *s)
{
	if (s->signals >= 0)
		close(s->signals);
	if (s->end >= 0)
		close(s->end);
}

int stopping_begin(struct stopping *s, struct db *db, struct err *e)
{
	s->db = db;
	s->caller = pthread_self();
	take_wakes();
	atomic_init(&s->stopped, false);
	sigset_t set = stop_signals();
	hold();
	s->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	s->end = eventfd(0, EFD_CLOEXEC);
	int why = s->signals < 0 || s->end < 0 ? errno : pthread_create(&s->thread, NULL, watch, s);
	if (why == 0)
		return 0;
	close_both(s);
	release();
	return err_set(e, ERR_OTHER, "cannot watch signals: %s", strerror(why));
}

void stopping_end(struct stopping *s)
{
	uint64_t one = 1;

	while (write(s->end, &one, sizeof(one)) < 0 && errno == EINTR)
		;
	pthread_join(s->thread, NULL);
	close_both(s);
	release();
}

bool stopping_asked(const struct stopping *s)
{
	return atomic_load(&s->stopped);
}
