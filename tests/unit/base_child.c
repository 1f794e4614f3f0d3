/* A helper program: its answer is taken, and one that misbehaves is gone when the call returns. */
#include "base/child.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define LIMIT 100 /* ms, for those that outlive it */
#define PATIENCE 60000
#define MOST 1000

/* A name beside this program that no other run of it takes. */
static void helper_path(char name[64], char path[PATH_MAX])
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	assert_true(n > 0);
	self[n] = '\0';
	*strrchr(self, '/') = '\0';
	snprintf(name, 64, "child-helper-%d", (int)getpid());
	assert_true(snprintf(path, PATH_MAX, "%s/%s", self, name) < PATH_MAX);
}

static atomic_bool stop;

static int run(const char *script, const char *input, int ms, struct str *out, struct err *e)
{
	char name[64], path[PATH_MAX];

	helper_path(name, path);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, "#!/bin/sh\n%s\n", script);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, 0700), 0);
	int rc = child_run(name, span_of(input), ms, MOST, &stop, out, e);
	unlink(path);
	return rc;
}

static void nobody_is_left(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void fails(const char *script, int ms, const char *why)
{
	struct str out = {0};
	struct err e = {0};

	assert_int_equal(run(script, "", ms, &out, &e), -1);
	assert_int_equal(e.code, ERR_OTHER);
	assert_non_null(strstr(e.text, why));
	nobody_is_left();
	str_free(&out);
}

static void what_it_answers_to_its_input_is_given_out(void **state)
{
	struct str out = {0};
	struct err e = {0};

	(void)state;
	assert_int_equal(run("cat", "one\ntwo\n", PATIENCE, &out, &e), 0);
	assert_string_equal(str_cstr(&out), "one\ntwo\n");
	nobody_is_left();
	str_free(&out);
}

static void one_that_outlives_its_limit_is_killed_and_reaped(void **state)
{
	(void)state;
	fails("exec sleep 600", LIMIT, "took longer than 100 ms");
}

static void one_that_falls_silent_and_stays_is_killed_and_reaped(void **state)
{
	(void)state;
	fails("exec sleep 600 <&- >&-", LIMIT, "took longer than 100 ms");
}

static void *stop_soon(void *arg)
{
	static const struct timespec moment = {.tv_nsec = 50 * 1000 * 1000};

	nanosleep(&moment, NULL);
	atomic_store(&stop, true);
	return arg;
}

static void stops(const char *script)
{
	struct str out = {0};
	struct err e = {0};
	pthread_t other;

	assert_int_equal(pthread_create(&other, NULL, stop_soon, NULL), 0);
	assert_int_equal(run(script, "", PATIENCE, &out, &e), -1);
	assert_int_equal(e.code, ERR_CANCELLED);
	nobody_is_left();
	pthread_join(other, NULL);
	atomic_store(&stop, false);
	str_free(&out);
}

static void one_that_is_to_stop_is_killed_and_reaped(void **state)
{
	(void)state;
	stops("exec sleep 600");
	stops("exec sleep 600 <&- >&-");
}

static void one_that_writes_too_much_is_killed_and_reaped(void **state)
{
	(void)state;
	fails("while :; do echo rubbish; done", PATIENCE, "wrote more than 1000 bytes");
}

static void one_that_fails_is_an_error_whatever_it_wrote(void **state)
{
	(void)state;
	fails("echo half; exit 3", PATIENCE, "failed");
}

static void one_that_is_not_there_is_missing(void **state)
{
	struct str out = {0};
	struct err e = {0};

	(void)state;
	assert_int_equal(child_run("no-such-helper", span_of(""), LIMIT, MOST, NULL, &out, &e), -1);
	assert_int_equal(e.code, ERR_MISSING);
	nobody_is_left();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_it_answers_to_its_input_is_given_out),
		cmocka_unit_test(one_that_outlives_its_limit_is_killed_and_reaped),
		cmocka_unit_test(one_that_falls_silent_and_stays_is_killed_and_reaped),
		cmocka_unit_test(one_that_is_to_stop_is_killed_and_reaped),
		cmocka_unit_test(one_that_writes_too_much_is_killed_and_reaped),
		cmocka_unit_test(one_that_fails_is_an_error_whatever_it_wrote),
		cmocka_unit_test(one_that_is_not_there_is_missing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
