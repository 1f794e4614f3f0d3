/* The line of a command that waits: drawn by a thread of its own, and only while the command's own
 * is at work and so does not write anything itself. Where there is no terminal, the thread only
 * says how Ctrl-C, or another signal, ended it. */
#include "waiting.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/str.h"
#include "base/time.h"
#include "tui/draw.h"

#define TURN 200 /* ms between two drawings */
#define SLOW (300 * TIME_SECOND / 1000) /* a command that takes longer says so */
#define LONG (100 * TIME_SECOND / 1000) /* in one go: short ones must not flicker */
#define LAST_WORD 1000 /* ms for standard error to take it */

static const int stop_signals[] = {SIGINT, SIGTERM, SIGHUP};
#define STOP_SIGNALS (sizeof(stop_signals) / sizeof(stop_signals[0]))

/* There is one terminal, and a signal handler takes no argument. */
static struct waiting {
	int users; /* databases that are open, and work that was begun */
	pthread_t thread;
	pthread_mutex_t lock;
	int wake; /* an eventfd, or -1: it is over, or a signal came */
	struct sigaction before[STOP_SIGNALS];
	const char *what;
	enum glyph_set glyphs;
	bool terminal; /* there is one to draw on */
	bool drawn, over;
	int depth; /* of what waits within what */
	int64_t began, entered; /* 0: it does not wait */
	bool saving; /* a commit is under way */
	bool saved; /* and one was before */
	unsigned turn;
} waiting = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = -1};

static volatile sig_atomic_t stopped; /* by which signal */

/* A terminal that was stopped, or a pipe that nobody reads, takes nothing for a long time. */
static bool is_heard(int patience)
{
	struct pollfd out = {STDERR_FILENO, POLLOUT, 0};

	return poll(&out, 1, patience) > 0;
}

static void say(const char *text)
{
	/* Nothing can be done if this fails. */
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		waiting.drawn = false;
}

static void erase(void)
{
	if (waiting.drawn)
		say("\r\033[K");
	waiting.drawn = false;
}

static void draw(int64_t now)
{
	const char *dot = glyph_in(waiting.glyphs, GLYPH_DOT);
	int64_t tenths = (now - waiting.began) * 10 / TIME_SECOND;
	struct str line = {0};

	str_add(&line, "\r\033[K");
	str_addf(&line, "%s %s %s %lld.%lld s %s Ctrl-C stops",
		glyph_in(waiting.glyphs, GLYPH_SPIN_1 + waiting.turn++ % 4), waiting.what, dot,
		(long long)(tenths / 10), (long long)(tenths % 10), dot);
	waiting.drawn = true;
	say(str_cstr(&line));
	str_free(&line);
}

/* --- Ctrl-C, and the signals like it. --- */

/* The command goes no further: it could ask for something meanwhile, and hide what is typed. */
static void on_stop(int signo)
{
	int64_t one = 1;

	stopped = signo;
	ssize_t ignored = write(waiting.wake, &one, sizeof(one)); /* full: woken already */
	(void)ignored;
	for (;;)
		pause();
}

static const char *say_kept(void)
{
	if (waiting.saving)
		return "tenet: stopped while it was being saved: look whether it was\n";
	if (waiting.saved)
		return "tenet: stopped: what it said is done stays done, and nothing else was "
		       "changed\n";
	return "tenet: stopped: nothing was changed\n";
}

/* The terminal shows ^C where the line does not stand. */
static void stop(int signo)
{
	if (is_heard(LAST_WORD)) {
		if (waiting.drawn)
			erase();
		else if (waiting.terminal && signo == SIGINT)
			say("\n");
		say(say_kept());
	}
	signal(signo, SIG_DFL);
	kill(getpid(), signo);
	for (;;)
		pause();
}

/* --- The thread. --- */

static void *turn(void *arg)
{
	struct pollfd wake = {waiting.wake, POLLIN, 0};

	(void)arg;
	for (;;) {
		poll(&wake, 1, waiting.terminal ? TURN : -1);
		if (stopped)
			stop(stopped);
		if (pthread_mutex_trylock(&waiting.lock) != 0)
			continue; /* who has it may have been stopped in that moment */
		int64_t now = time_monotonic();
		if (waiting.over)
			break;
		if (waiting.entered > 0 && now - waiting.entered >= LONG &&
			now - waiting.began >= SLOW && is_heard(0))
			draw(now);
		pthread_mutex_unlock(&waiting.lock);
	}
	pthread_mutex_unlock(&waiting.lock);
	return NULL;
}

static bool has_terminal(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

/* Signals are for the thread of the command. */
static bool start(void)
{
	sigset_t all, before;

	waiting.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (waiting.wake < 0)
		return false;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool started = pthread_create(&waiting.thread, NULL, turn, NULL) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!started)
		close(waiting.wake);
	return started;
}

/* Whoever began us without one of them, as nohup does, meant it. */
static void watch_signals(void)
{
	struct sigaction action = {.sa_handler = on_stop, .sa_flags = SA_RESTART | SA_NODEFER};

	for (size_t i = 0; i < STOP_SIGNALS; i++) {
		sigaction(stop_signals[i], NULL, &waiting.before[i]);
		if (waiting.before[i].sa_handler != SIG_IGN)
			sigaction(stop_signals[i], &action, NULL);
	}
}

static void unwatch_signals(void)
{
	for (size_t i = 0; i < STOP_SIGNALS; i++)
		sigaction(stop_signals[i], &waiting.before[i], NULL);
}

static bool join(const struct call *c)
{
	if (waiting.users > 0) {
		waiting.users++;
		return true;
	}
	waiting.what = c->command->name;
	waiting.glyphs = command_glyphs(c);
	waiting.began = time_monotonic();
	waiting.over = false;
	waiting.terminal = has_terminal();
	if (!start())
		return false;
	watch_signals();
	waiting.users = 1;
	return true;
}

static void part(void)
{
	int64_t one = 1;

	if (--waiting.users > 0)
		return;
	unwatch_signals();
	pthread_mutex_lock(&waiting.lock);
	waiting.over = true;
	pthread_mutex_unlock(&waiting.lock);
	if (write(waiting.wake, &one, sizeof(one)) < 0)
		waiting.turn = 0; /* it is full: woken already */
	pthread_join(waiting.thread, NULL);
	close(waiting.wake);
}

/* --- What waits. --- */

static void enter(void *arg, enum db_call call)
{
	(void)arg;
	pthread_mutex_lock(&waiting.lock);
	if (waiting.depth++ == 0)
		waiting.entered = time_monotonic();
	waiting.saving = call == DB_CALL_COMMIT;
	pthread_mutex_unlock(&waiting.lock);
}

static void leave(void *arg)
{
	(void)arg;
	pthread_mutex_lock(&waiting.lock);
	waiting.saved = waiting.saved || waiting.saving;
	waiting.saving = false;
	if (--waiting.depth == 0) {
		waiting.entered = 0;
		erase();
	}
	pthread_mutex_unlock(&waiting.lock);
}

static void end(void *arg)
{
	(void)arg;
	part();
}

int waiting_open(const struct call *c, const struct db_address *where, enum db_access access,
	struct db **out, struct err *e)
{
	bool joined = join(c);

	if (joined)
		enter(NULL, DB_CALL);
	int result = db_open(where, access, out, e);
	if (joined)
		leave(NULL);
	if (joined && result < 0)
		part();
	else if (joined)
		db_set_watch(*out, &(struct db_watch){enter, leave, end, NULL});
	return result;
}

void waiting_begin(const struct call *c)
{
	if (join(c))
		enter(NULL, DB_CALL);
}

void waiting_end(void)
{
	if (waiting.users == 0)
		return;
	leave(NULL);
	part();
}
