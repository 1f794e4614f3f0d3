/* Promises of the worker thread. */
#include "tui/worker.h"

#include <poll.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What the worker owns here: a gate at which tasks can be held, and a log of what ran. */
struct context {
	sem_t entered, go;
	atomic_bool cancelled;
	atomic_bool closed;
	char ran[64];
	char done[64];
	int cleared;
	bool refuse;
};

struct letter {
	struct task task;
	struct context *c; /* for `done`, which is not handed the context */
	char name;
	bool held; /* waits at the gate until let through or cancelled */
	bool looks; /* has nothing to tell, however often it looks, but at the gate that it did */
};

static void add(char *log, char c)
{
	size_t n = strlen(log);

	if (n + 1 < 64)
		log[n] = c;
}

static void *open_context(void *arg, struct err *e)
{
	struct context *c = arg;

	if (!c->refuse)
		return c;
	err_set(e, ERR_MISSING, "there is no such file");
	return NULL;
}

static void close_context(void *context)
{
	struct context *c = context;

	atomic_store(&c->closed, true);
}

static void cancel_context(void *context)
{
	struct context *c = context;

	if (!atomic_exchange(&c->cancelled, true))
		sem_post(&c->go);
}

static const struct worker_ops ops = {open_context, close_context, cancel_context};

static void run_letter(struct task *t, void *context)
{
	struct letter *l = (struct letter *)t;
	struct context *c = context;

	add(c->ran, l->name);
	if (l->looks) {
		t->rest = 1;
		sem_post(&c->entered);
	}
	if (!l->held)
		return;
	atomic_store(&t->looked, 7);
	sem_post(&c->entered);
	while (sem_wait(&c->go) != 0)
		;
	bool cancelled = atomic_exchange(&c->cancelled, false);
	assert_int_equal(atomic_load(&t->stop), cancelled);
	if (cancelled)
		err_set(&t->err, ERR_CANCELLED, "cancelled");
}

static void done_letter(struct task *t)
{
	struct letter *l = (struct letter *)t;

	add(l->c->done, l->name);
	if (t->err.code == ERR_CANCELLED)
		add(l->c->done, '!');
	if (t->err.code == ERR_MISSING)
		add(l->c->done, '?');
}

static void clear_letter(struct task *t)
{
	((struct letter *)t)->c->cleared++;
}

static struct letter *letter_new(struct context *c, char name, enum task_mode mode, void *owner)
{
	struct letter *l = task_new(sizeof(*l));

	l->task.run = run_letter;
	l->task.done = done_letter;
	l->task.clear = clear_letter;
	l->task.owner = owner;
	l->task.mode = mode;
	l->task.what = "writing a letter";
	l->c = c;
	l->name = name;
	arena_alloc(&l->task.arena, 100); /* the leak checker sees to it that it is freed */
	return l;
}

struct fixture {
	struct context c;
	struct worker *w;
};

static void start(struct fixture *f)
{
	f->w = worker_start(&ops, &f->c);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f || sem_init(&f->c.entered, 0, 0) || sem_init(&f->c.go, 0, 0))
		return -1;
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	worker_stop(&f->w);
	sem_destroy(&f->c.entered);
	sem_destroy(&f->c.go);
	free(f);
	return 0;
}

static struct letter *submit(struct fixture *f, char name, enum task_mode mode, void *owner)
{
	struct letter *l = letter_new(&f->c, name, mode, owner);

	worker_submit(f->w, &l->task);
	return l;
}

/* Submits a task that runs until it is let through, and waits until it does. */
static void hold(struct fixture *f, char name, enum task_mode mode, void *owner)
{
	struct letter *l = letter_new(&f->c, name, mode, owner);

	l->held = true;
	worker_submit(f->w, &l->task);
	while (sem_wait(&f->c.entered) != 0)
		;
}

static void let_through(struct fixture *f)
{
	sem_post(&f->c.go);
}

/* Waits for answers and delivers them until nothing is left. */
static void deliver_all(struct fixture *f)
{
	while (worker_busy(f->w)) {
		struct pollfd p = {.fd = worker_fd(f->w), .events = POLLIN};

		assert_int_equal(poll(&p, 1, 10000), 1);
		worker_deliver(f->w);
	}
}

static int me, other; /* owners */

static void tasks_run_in_order_and_are_answered_once(void **state)
{
	struct fixture *f = *state;

	start(f);
	for (const char *p = "abcd"; *p; p++)
		submit(f, *p, TASK_KEEP, &me);
	deliver_all(f);
	assert_string_equal(f->c.ran, "abcd");
	assert_string_equal(f->c.done, "abcd");
	assert_int_equal(f->c.cleared, 4);
	assert_false(worker_busy(f->w));
}

static void a_newer_question_drops_the_older_that_waits(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'h', TASK_KEEP, &other);
	submit(f, 'a', TASK_LATEST, &me);
	submit(f, 'x', TASK_LATEST, &other);
	submit(f, 'b', TASK_LATEST, &me);
	assert_int_equal(f->c.cleared, 1);
	let_through(f);
	deliver_all(f);
	assert_string_equal(f->c.ran, "hxb");
	assert_string_equal(f->c.done, "hxb");
}

static void a_question_of_another_kind_drops_nothing(void **state)
{
	struct fixture *f = *state;
	struct letter *l;

	start(f);
	hold(f, 'h', TASK_KEEP, &other);
	submit(f, 'a', TASK_LATEST, &me);
	l = letter_new(&f->c, 'b', TASK_LATEST, &me);
	l->task.kind = 1;
	worker_submit(f->w, &l->task);
	let_through(f);
	deliver_all(f);
	assert_string_equal(f->c.done, "hab");
}

static void a_newer_question_cancels_the_older_that_runs(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'a', TASK_LATEST, &me);
	submit(f, 'b', TASK_LATEST, &me);
	deliver_all(f);
	assert_string_equal(f->c.ran, "ab");
	assert_string_equal(f->c.done, "b");
	assert_int_equal(f->c.cleared, 2);
}

static void an_answer_not_yet_delivered_is_dropped_by_a_newer_question(void **state)
{
	struct fixture *f = *state;
	struct pollfd p;

	start(f);
	submit(f, 'a', TASK_LATEST, &me);
	p = (struct pollfd){.fd = worker_fd(f->w), .events = POLLIN};
	assert_int_equal(poll(&p, 1, 10000), 1);
	submit(f, 'b', TASK_LATEST, &me);
	deliver_all(f);
	assert_string_equal(f->c.done, "b");
}

static void a_write_is_never_dropped_by_another(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'a', TASK_KEEP, &me);
	submit(f, 'b', TASK_KEEP, &me);
	submit(f, 'c', TASK_LATEST, &me);
	let_through(f);
	deliver_all(f);
	assert_string_equal(f->c.done, "abc");
}

static void urgent_tasks_go_first_and_after_each_one_of_the_others(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'h', TASK_URGENT, &other);
	submit(f, 'a', TASK_LATEST, &me);
	submit(f, 'b', TASK_LATEST, &other);
	submit(f, 'U', TASK_URGENT, &me);
	submit(f, 'V', TASK_URGENT, &me);
	submit(f, 'W', TASK_URGENT, &me);
	let_through(f);
	deliver_all(f);
	assert_string_equal(f->c.ran, "haUbVW");
}

/* Each group of letters that ran at once stands in brackets. */
static void run_letters(struct task *const *all, size_t n, void *context)
{
	struct context *c = context;

	add(c->ran, '(');
	for (size_t i = 0; i < n; i++)
		run_letter(all[i], context);
	add(c->ran, ')');
}

static void submit_joinable(struct fixture *f, const char *names, void *owner)
{
	for (const char *p = names; *p; p++) {
		struct letter *l = letter_new(&f->c, *p, TASK_URGENT, owner);
		l->task.run_all = run_letters;
		worker_submit(f->w, &l->task);
	}
}

static void what_piled_up_runs_at_once_and_is_answered_one_by_one(void **state)
{
	struct fixture *f = *state;

	start(f);
	submit_joinable(f, "a", &me);
	deliver_all(f);
	hold(f, 'h', TASK_KEEP, &me);
	submit_joinable(f, "bcd", &me);
	submit(f, 'u', TASK_URGENT, &me);
	submit_joinable(f, "ef", &me);
	submit_joinable(f, "g", &other);
	let_through(f);
	deliver_all(f);
	assert_string_equal(f->c.ran, "ah(bcd)u(ef)g");
	assert_string_equal(f->c.done, "ahbcduefg");
}

static void no_more_run_at_once_than_may(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'h', TASK_KEEP, &me);
	for (int i = 0; i < TASKS_AT_ONCE + 1; i++)
		submit_joinable(f, ".", &me);
	let_through(f);
	deliver_all(f);
	assert_string_equal(f->c.ran, "h(................................).");
}

static void forgotten_questions_are_not_answered_and_writes_still_run(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'h', TASK_LATEST, &me);
	struct letter *l = letter_new(&f->c, 'a', TASK_LATEST, &me);
	l->task.kind = 1;
	worker_submit(f->w, &l->task);
	submit(f, 'w', TASK_KEEP, &me);
	submit(f, 'u', TASK_URGENT, &me);
	submit(f, 'o', TASK_LATEST, &other);
	worker_forget(f->w, &me);
	deliver_all(f);
	assert_string_equal(f->c.ran, "huwo");
	assert_string_equal(f->c.done, "o");
	assert_int_equal(f->c.cleared, 5);
}

static void a_running_write_is_not_cancelled_when_forgotten(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'w', TASK_KEEP, &me);
	worker_forget(f->w, &me);
	assert_false(atomic_load(&f->c.cancelled));
	let_through(f);
	deliver_all(f);
	assert_string_equal(f->c.done, "");
}

static void cancel_stops_a_question_and_says_so_to_it(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'a', TASK_LATEST, &me);
	assert_true(worker_cancel(f->w));
	deliver_all(f);
	assert_string_equal(f->c.done, "a!");
}

static void cancel_stops_a_write_that_runs_too(void **state)
{
	struct fixture *f = *state;

	start(f);
	assert_false(worker_cancel(f->w));
	hold(f, 'w', TASK_URGENT, &me);
	assert_true(worker_cancel(f->w));
	deliver_all(f);
	assert_string_equal(f->c.done, "w!");
}

/* The first cancel finds it between two calls, and the second call forgets what was cancelled
 * before it, as those of db.h do. */
static void run_two_calls(struct task *t, void *context)
{
	struct context *c = context;

	sem_post(&c->entered);
	for (int i = 0; i < 2; i++) {
		while (sem_wait(&c->go) != 0)
			;
		atomic_store(&c->cancelled, false);
	}
	err_set(&t->err, ERR_CANCELLED, "cancelled");
}

static void a_cancel_between_two_calls_is_not_lost(void **state)
{
	struct fixture *f = *state;
	struct letter *l = letter_new(&f->c, 'a', TASK_KEEP, &me);

	start(f);
	l->task.run = run_two_calls;
	worker_submit(f->w, &l->task);
	while (sem_wait(&f->c.entered) != 0)
		;
	assert_true(worker_cancel(f->w));
	deliver_all(f);
	assert_string_equal(f->c.done, "a!");
}

static void what_runs_is_told_with_its_time_and_how_far_it_is(void **state)
{
	struct fixture *f = *state;
	int64_t since = 0, looked = 0;

	start(f);
	assert_null(worker_running(f->w, &since, &looked, NULL));
	hold(f, 'a', TASK_KEEP, &me);
	assert_string_equal(worker_running(f->w, &since, &looked, NULL), "writing a letter");
	assert_true(since > 0);
	assert_int_equal(looked, 7);
	assert_true(worker_busy(f->w));
	let_through(f);
	deliver_all(f);
	assert_null(worker_running(f->w, &since, &looked, NULL));
}

static void when_the_context_does_not_open_every_task_gets_the_error(void **state)
{
	struct fixture *f = *state;

	f->c.refuse = true;
	start(f);
	submit(f, 'a', TASK_KEEP, &me);
	submit(f, 'b', TASK_URGENT, &me);
	deliver_all(f);
	assert_string_equal(f->c.ran, "");
	assert_int_equal(strlen(f->c.done), 4);
	assert_non_null(strstr(f->c.done, "a?"));
	assert_non_null(strstr(f->c.done, "b?"));
}

static void stopping_cancels_the_question_that_runs_and_calls_nobody(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'a', TASK_LATEST, &me);
	submit(f, 'b', TASK_LATEST, &other);
	worker_stop(&f->w);
	assert_null(f->w);
	assert_string_equal(f->c.ran, "a");
	assert_string_equal(f->c.done, "");
	assert_int_equal(f->c.cleared, 2);
	assert_true(atomic_load(&f->c.closed));
}

static void writes_that_wait_are_done_before_it_stops(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'h', TASK_LATEST, &me);
	submit(f, 'w', TASK_KEEP, &me);
	submit(f, 'u', TASK_URGENT, &me);
	worker_stop(&f->w);
	assert_string_equal(f->c.ran, "huw");
	assert_int_equal(f->c.cleared, 3);
}

static void a_write_that_does_not_end_is_cancelled_when_it_stops(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'w', TASK_KEEP, &me);
	worker_stop(&f->w);
	assert_int_equal(f->c.cleared, 1);
	assert_true(atomic_load(&f->c.closed));
}

static void submit_another(struct task *t)
{
	struct letter *l = (struct letter *)t;
	struct fixture *f = t->owner;

	add(l->c->done, l->name);
	if (l->name < 'e') {
		struct letter *next = letter_new(l->c, (char)(l->name + 1), TASK_LATEST, f);

		next->task.done = submit_another;
		worker_submit(f->w, &next->task);
	}
}

static void an_answer_may_ask_the_next_question(void **state)
{
	struct fixture *f = *state;
	struct letter *l = letter_new(&f->c, 'a', TASK_LATEST, f);

	start(f);
	l->task.done = submit_another;
	worker_submit(f->w, &l->task);
	deliver_all(f);
	assert_string_equal(f->c.done, "abcde");
}

static void keep_arena(struct task *t)
{
	struct letter *l = (struct letter *)t;

	*(struct arena *)t->owner = t->arena;
	t->arena = (struct arena){0};
	add(l->c->done, l->name);
}

static void an_answer_may_take_the_arena_with_it(void **state)
{
	struct fixture *f = *state;
	struct arena kept = {0};
	struct letter *l = letter_new(&f->c, 'a', TASK_KEEP, &kept);

	start(f);
	l->task.done = keep_arena;
	char *text = arena_strdup(&l->task.arena, "kept");
	worker_submit(f->w, &l->task);
	deliver_all(f);
	assert_string_equal(text, "kept");
	arena_free(&kept);
}

static void a_thousand_questions_leave_nothing_behind(void **state)
{
	struct fixture *f = *state;

	start(f);
	for (int i = 0; i < 1000; i++) {
		submit(f, 'q', TASK_LATEST, &me);
		if (i % 7 == 0)
			submit(f, 'w', TASK_KEEP, &me);
		if (i % 11 == 0)
			worker_deliver(f->w);
		if (i % 101 == 0)
			worker_forget(f->w, &me);
		worker_cancel(f->w);
	}
	deliver_all(f);
	assert_int_equal(f->c.cleared, 1000 + 143);
}

/* --- Resting --- */

static void submit_look(struct fixture *f)
{
	struct letter *l = letter_new(&f->c, 'r', TASK_KEEP, &me);

	l->looks = true;
	worker_submit(f->w, &l->task);
}

static void wait_looks(struct fixture *f, int n)
{
	while (n > 0)
		n -= sem_wait(&f->c.entered) == 0;
}

static bool woken(struct fixture *f, int within_ms)
{
	struct pollfd p = {.fd = worker_fd(f->w), .events = POLLIN};

	return poll(&p, 1, within_ms) == 1;
}

static void a_task_with_nothing_to_tell_runs_again_and_wakes_nobody(void **state)
{
	struct fixture *f = *state;

	start(f);
	submit_look(f);
	wait_looks(f, 5);
	assert_false(worker_busy(f->w));
	assert_false(woken(f, 0));
	assert_string_equal(f->c.done, "");
}

static void a_task_that_rests_is_done_when_another_is_submitted(void **state)
{
	struct fixture *f = *state;

	start(f);
	submit_look(f);
	wait_looks(f, 2);
	submit(f, 'a', TASK_KEEP, &me);
	deliver_all(f);
	assert_string_equal(f->c.done, "ra");
	assert_int_equal(f->c.cleared, 2);
}

static void a_task_that_rests_is_done_when_it_is_roused(void **state)
{
	struct fixture *f = *state;

	start(f);
	submit_look(f);
	wait_looks(f, 2);
	worker_rouse(f->w);
	assert_true(woken(f, -1));
	worker_deliver(f->w);
	assert_string_equal(f->c.done, "r");
	assert_int_equal(f->c.cleared, 1);
}

static void a_task_that_runs_when_it_is_roused_does_not_rest(void **state)
{
	struct fixture *f = *state;
	struct letter *l = letter_new(&f->c, 'r', TASK_KEEP, &me);

	start(f);
	l->looks = l->held = true;
	worker_submit(f->w, &l->task);
	wait_looks(f, 2); /* it is held by now */
	worker_rouse(f->w);
	let_through(f);
	deliver_all(f);
	assert_string_equal(f->c.done, "r");
	assert_string_equal(f->c.ran, "r");
}

static void a_task_that_waits_when_it_is_roused_does_not_rest(void **state)
{
	struct fixture *f = *state;

	start(f);
	hold(f, 'a', TASK_KEEP, &other);
	submit_look(f);
	worker_rouse(f->w);
	let_through(f);
	deliver_all(f);
	assert_string_equal(f->c.done, "ar");
	assert_string_equal(f->c.ran, "ar");
}

static void a_task_that_rests_is_forgotten_with_its_owner(void **state)
{
	struct fixture *f = *state;

	start(f);
	submit_look(f);
	wait_looks(f, 2);
	worker_forget(f->w, &me);
	submit(f, 'a', TASK_KEEP, &other);
	deliver_all(f);
	assert_string_equal(f->c.done, "a");
	assert_int_equal(f->c.cleared, 2);
}

static void a_task_that_rests_is_freed_at_the_end(void **state)
{
	struct fixture *f = *state;

	start(f);
	submit_look(f);
	wait_looks(f, 2);
	worker_stop(&f->w);
	assert_int_equal(f->c.cleared, 1);
	assert_string_equal(f->c.done, "");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(tasks_run_in_order_and_are_answered_once),
		TEST(a_newer_question_drops_the_older_that_waits),
		TEST(a_question_of_another_kind_drops_nothing),
		TEST(a_newer_question_cancels_the_older_that_runs),
		TEST(an_answer_not_yet_delivered_is_dropped_by_a_newer_question),
		TEST(a_write_is_never_dropped_by_another),
		TEST(urgent_tasks_go_first_and_after_each_one_of_the_others),
		TEST(what_piled_up_runs_at_once_and_is_answered_one_by_one),
		TEST(no_more_run_at_once_than_may),
		TEST(forgotten_questions_are_not_answered_and_writes_still_run),
		TEST(a_running_write_is_not_cancelled_when_forgotten),
		TEST(cancel_stops_a_question_and_says_so_to_it),
		TEST(cancel_stops_a_write_that_runs_too),
		TEST(a_cancel_between_two_calls_is_not_lost),
		TEST(what_runs_is_told_with_its_time_and_how_far_it_is),
		TEST(when_the_context_does_not_open_every_task_gets_the_error),
		TEST(stopping_cancels_the_question_that_runs_and_calls_nobody),
		TEST(writes_that_wait_are_done_before_it_stops),
		TEST(a_write_that_does_not_end_is_cancelled_when_it_stops),
		TEST(an_answer_may_ask_the_next_question),
		TEST(an_answer_may_take_the_arena_with_it),
		TEST(a_task_with_nothing_to_tell_runs_again_and_wakes_nobody),
		TEST(a_task_that_rests_is_done_when_another_is_submitted),
		TEST(a_task_that_rests_is_done_when_it_is_roused),
		TEST(a_task_that_runs_when_it_is_roused_does_not_rest),
		TEST(a_task_that_waits_when_it_is_roused_does_not_rest),
		TEST(a_task_that_rests_is_forgotten_with_its_owner),
		TEST(a_task_that_rests_is_freed_at_the_end),
		TEST(a_thousand_questions_leave_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
