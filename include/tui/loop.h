/* The one poll() of the program: descriptors, signals and timers, each with a function to call. */
#ifndef TUI_LOOP_H
#define TUI_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop;

typedef void loop_fd_fn(void *arg, short revents);
typedef void loop_timer_fn(void *arg);
typedef void loop_signal_fn(void *arg, int signo);
/* Called before each wait, when everything that was ready has been handled: the place to paint. May
 * watch, set timers and stop. Returns how long the wait may be in ms, -1 for ever. */
typedef int loop_idle_fn(void *arg);

/* Blocks the signals named (ends with 0) for the process and reads them through a descriptor: call
 * before starting threads. They stay blocked after loop_free. */
struct loop *loop_new(
	const int *signals, loop_signal_fn *on_signal, loop_idle_fn *on_idle, void *arg);
void loop_free(struct loop **l);

void loop_watch(struct loop *l, int fd, short events, loop_fd_fn *fn, void *arg);
void loop_unwatch(struct loop *l, int fd);

/* One-shot timer after `ms`; returns its id (never 0). Cancelling an id that fired or was never
 * given does nothing. */
int loop_after(struct loop *l, int ms, loop_timer_fn *fn, void *arg);
void loop_cancel(struct loop *l, int id);

/* Runs until loop_stop. */
void loop_run(struct loop *l);
void loop_stop(struct loop *l);

#endif
