/* The line of a command that waits: drawn by a thread of its own, and only while the command's own
 * is in the database and so cannot write anything itself. */
#include "waiting.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/time.h"
#include "tui/draw.h"

#define TURN 200 /* ms between two drawings */
#define SLOW (300 * TIME_SECOND / 1000) /* a command that takes longer says so */
#define LONG (100 * TIME_SECOND / 1000) /* in one call: short ones must not flicker */

struct waiting {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	const char *what;
	enum glyph_set glyphs;
	bool drawn, over;
	int64_t began, entered; /* 0: it is not in the database */
	unsigned turn;
};

static void erase(struct waiting *w)
{
	static const char erased[] = "\r\033[K";

	if (w->drawn && write(STDERR_FILENO, erased, sizeof(erased) - 1) < 0)
		w->over = true;
	w->drawn = false;
}

static void draw(struct waiting *w, int64_t now)
{
	const char *dot = glyph_in(w->glyphs, GLYPH_DOT);
	int64_t tenths = (now - w->began) * 10 / TIME_SECOND;
	struct str line = {0};

	str_add(&line, "\r\033[K");
	str_addf(&line, "%s %s %s %lld.%lld s %s Ctrl-C stops",
		glyph_in(w->glyphs, GLYPH_SPIN_1 + w->turn++ % 4), w->what, dot,
		(long long)(tenths / 10), (long long)(tenths % 10), dot);
	w->drawn = write(STDERR_FILENO, line.p, line.len) > 0;
	str_free(&line);
}

static void *turn(void *arg)
{
	struct waiting *w = arg;
	struct timespec until;

	pthread_mutex_lock(&w->lock);
	clock_gettime(CLOCK_MONOTONIC, &until);
	while (!w->over) {
		until.tv_nsec += TURN * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		while (!w->over && pthread_cond_timedwait(&w->wake, &w->lock, &until) == 0)
			;
		int64_t now = time_monotonic();
		if (!w->over && w->entered > 0 && now - w->entered >= LONG &&
			now - w->began >= SLOW)
			draw(w, now);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

static void enter(void *arg)
{
	struct waiting *w = arg;

	pthread_mutex_lock(&w->lock);
	w->entered = time_monotonic();
	pthread_mutex_unlock(&w->lock);
}

static void leave(void *arg)
{
	struct waiting *w = arg;

	pthread_mutex_lock(&w->lock);
	w->entered = 0;
	erase(w);
	pthread_mutex_unlock(&w->lock);
}

static void end(void *arg)
{
	struct waiting *w = arg;

	pthread_mutex_lock(&w->lock);
	w->over = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

static bool has_terminal(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

/* Signals are for the thread of the command. */
static bool start(struct waiting *w)
{
	pthread_condattr_t monotonic;
	sigset_t all, before;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool started = pthread_create(&w->thread, NULL, turn, w) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

void waiting_begin(struct db *db, const struct call *c)
{
	if (!has_terminal())
		return;
	struct waiting *w = xcalloc(1, sizeof(*w));
	w->what = c->command->name;
	w->glyphs = command_glyphs(c);
	w->began = time_monotonic();
	if (start(w))
		db_set_watch(db, &(struct db_watch){enter, leave, end, w});
	else
		free(w);
}
