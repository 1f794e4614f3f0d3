/* Promises of the event loop. */
#include "tui/loop.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/time.h"

struct fixture {
	struct loop *l;
	int a[2], b[2]; /* pipes */
	char log[64]; /* what happened, a letter each */
	int idles;
	int wait; /* what on_idle answers */
	int signo;
};

static void note(struct fixture *f, char c)
{
	size_t n = strlen(f->log);

	assert_true(n + 1 < sizeof(f->log));
	f->log[n] = c;
}

static int on_idle(void *arg)
{
	struct fixture *f = arg;

	f->idles++;
	return f->wait;
}

static void on_signal(void *arg, int signo)
{
	struct fixture *f = arg;

	f->signo = signo;
	note(f, 's');
	loop_stop(f->l);
}

static int set_up(void **state)
{
	static const int signals[] = {SIGUSR1, SIGWINCH, 0};
	static struct fixture f;

	f = (struct fixture){.wait = -1};
	f.l = loop_new(signals, on_signal, on_idle, &f);
	*state = &f;
	return pipe(f.a) || pipe(f.b);
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	loop_free(&f->l);
	for (int i = 0; i < 2; i++) {
		close(f->a[i]);
		close(f->b[i]);
	}
	return f->l != NULL;
}

static void note_a(void *arg)
{
	note(arg, 'a');
}

static void note_b(void *arg)
{
	note(arg, 'b');
}

static void stop(void *arg)
{
	struct fixture *f = arg;

	note(f, '.');
	loop_stop(f->l);
}

static void timers_fire_in_the_order_of_their_time(void **state)
{
	struct fixture *f = *state;

	loop_after(f->l, 20, stop, f);
	loop_after(f->l, 10, note_b, f);
	loop_after(f->l, 1, note_a, f);
	loop_run(f->l);
	assert_string_equal(f->log, "ab.");
}

static void a_timer_never_fires_early(void **state)
{
	struct fixture *f = *state;
	int64_t start = time_monotonic();

	loop_after(f->l, 15, stop, f);
	loop_run(f->l);
	assert_true(time_monotonic() - start >= 15000);
}

static void a_cancelled_timer_does_not_fire(void **state)
{
	struct fixture *f = *state;
	int id = loop_after(f->l, 0, note_a, f);

	assert_int_not_equal(id, 0);
	loop_after(f->l, 1, stop, f);
	loop_cancel(f->l, id);
	loop_cancel(f->l, id);
	loop_cancel(f->l, 0);
	loop_run(f->l);
	assert_string_equal(f->log, ".");
}

static void again(void *arg)
{
	struct fixture *f = arg;

	note(f, 'r');
	if (strlen(f->log) < 5)
		loop_after(f->l, 0, again, f);
	else
		loop_stop(f->l);
}

static void a_timer_may_set_itself_again(void **state)
{
	struct fixture *f = *state;

	loop_after(f->l, 0, again, f);
	loop_run(f->l);
	assert_string_equal(f->log, "rrrrr");
}

static void a_signal_comes_through_the_loop(void **state)
{
	struct fixture *f = *state;

	raise(SIGUSR1);
	loop_run(f->l);
	assert_int_equal(f->signo, SIGUSR1);
	assert_string_equal(f->log, "s");
}

static void a_storm_of_one_signal_is_one_call(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 1000; i++)
		raise(SIGWINCH);
	loop_run(f->l);
	assert_string_equal(f->log, "s");
}

static void read_one(void *arg, short revents)
{
	struct fixture *f = arg;
	char c;

	assert_true(revents & POLLIN);
	assert_int_equal(read(f->a[0], &c, 1), 1);
	note(f, c);
	if (c == '.')
		loop_stop(f->l);
}

static void idle_is_called_before_each_wait(void **state)
{
	struct fixture *f = *state;

	loop_watch(f->l, f->a[0], POLLIN, read_one, f);
	assert_int_equal(write(f->a[1], "xy.", 3), 3);
	loop_run(f->l);
	assert_string_equal(f->log, "xy.");
	assert_int_equal(f->idles, 3);
}

static void take_off_the_other(void *arg, short revents)
{
	struct fixture *f = arg;

	(void)revents;
	note(f, '1');
	loop_unwatch(f->l, f->a[0]);
	loop_unwatch(f->l, f->b[0]);
	loop_stop(f->l);
}

static void what_was_unwatched_is_not_called_although_it_was_ready(void **state)
{
	struct fixture *f = *state;

	loop_watch(f->l, f->a[0], POLLIN, take_off_the_other, f);
	loop_watch(f->l, f->b[0], POLLIN, take_off_the_other, f);
	assert_int_equal(write(f->a[1], "x", 1), 1);
	assert_int_equal(write(f->b[1], "x", 1), 1);
	loop_run(f->l);
	assert_string_equal(f->log, "1");
}

static void hang_up(void *arg, short revents)
{
	struct fixture *f = arg;

	assert_true(revents & POLLHUP);
	stop(f);
}

static void a_hang_up_is_reported(void **state)
{
	struct fixture *f = *state;
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	close(fds[1]);
	loop_watch(f->l, fds[0], POLLIN, hang_up, f);
	loop_run(f->l);
	assert_string_equal(f->log, ".");
	close(fds[0]);
}

static int idle_that_sets_a_timer(void *arg)
{
	struct fixture *f = *(struct fixture **)arg;

	if (f->idles++ == 0)
		loop_after(f->l, 0, stop, f);
	return -1;
}

static void the_wait_takes_in_what_idle_has_set(void **state)
{
	struct fixture *f = *state;
	static const int none[] = {0};
	struct loop *before = f->l;

	f->l = loop_new(none, on_signal, idle_that_sets_a_timer, &f);
	loop_run(f->l);
	assert_string_equal(f->log, ".");
	loop_free(&f->l);
	f->l = before;
}

static int idle_that_counts_down(void *arg)
{
	struct fixture *f = *(struct fixture **)arg;

	if (++f->idles == 3)
		loop_stop(f->l);
	return 1;
}

static void the_wait_is_no_longer_than_idle_allows(void **state)
{
	struct fixture *f = *state;
	static const int none[] = {0};
	struct loop *before = f->l;

	f->l = loop_new(none, on_signal, idle_that_counts_down, &f);
	loop_run(f->l);
	assert_int_equal(f->idles, 3);
	loop_free(&f->l);
	f->l = before;
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(timers_fire_in_the_order_of_their_time),
		TEST(a_timer_never_fires_early),
		TEST(a_cancelled_timer_does_not_fire),
		TEST(a_timer_may_set_itself_again),
		TEST(a_signal_comes_through_the_loop),
		TEST(a_storm_of_one_signal_is_one_call),
		TEST(idle_is_called_before_each_wait),
		TEST(what_was_unwatched_is_not_called_although_it_was_ready),
		TEST(a_hang_up_is_reported),
		TEST(the_wait_takes_in_what_idle_has_set),
		TEST(the_wait_is_no_longer_than_idle_allows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
