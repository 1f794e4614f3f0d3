/*
 * Decisions in which one call to the system fails, or is the last: each of them in turn. What was
 * acknowledged is there, what failed was not made, and nothing is half done.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/fixture.h"
#include "fault/fixture_calls.h"
#include "fault/fixture_decide.h"

#define STREAM 3 /* decisions in a row */
#define DRAFTS 4000

struct scene {
	char *path;
	int next; /* the first draft that nobody decided */
};

static int prepare(void **state)
{
	struct scene *s = xcalloc(1, sizeof(*s));

	s->path = scratch_path("calls.db");
	decide_prepare(s->path, DRAFTS);
	s->next = 1;
	*state = s;
	return 0;
}

static int clean(void **state)
{
	struct scene *s = *state;

	unlink(s->path);
	free(s->path);
	free(s);
	return 0;
}

/* A stream of decisions with a checkpoint in it, as a console's worker makes it. Tells of each what
 * came of it; `told` may be NULL. */
static void decide_stream(struct db *db, int first, bool *decided, struct err *errors, int told)
{
	for (int i = 0; i < STREAM; i++) {
		decided[i] = decide_draft(db, first + i, &errors[i]) == 0;
		if (decided[i] && told >= 0 && write(told, "!", 1) != 1)
			_exit(1);
		if (i == STREAM / 2)
			db_checkpoint(db, &errors[STREAM]);
	}
}

/* --- Calls that fail. --- */

static bool says_why(const struct err *e, int error)
{
	if (error == ENOSPC || error == EDQUOT)
		return e->code == ERR_FULL && strstr(e->text, "is full");
	return e->code == ERR_OTHER && strstr(e->text, strerror(error));
}

/* False when there are fewer calls than that. */
static bool decide_with_failure(struct scene *s, struct calls_plan plan)
{
	struct err errors[STREAM + 1] = {0};
	bool decided[STREAM], all[STREAM];
	struct db *db = decide_open(s->path);
	int first = s->next;

	s->next += STREAM;
	calls_begin(plan);
	decide_stream(db, first, decided, errors, -1);
	long seen = calls_end();
	for (int i = 0; i <= STREAM; i++) {
		if (i < STREAM)
			assert_int_equal(decided[i], errors[i].code == ERR_NONE);
		if (errors[i].code != ERR_NONE && !says_why(&errors[i], plan.error))
			fail_msg("call %ld: %s", plan.at, errors[i].text);
		if (errors[i].code)
			print_message("%ld %d: %s\n", plan.at, i, errors[i].text);
	}
	decide_expect(s->path, first, STREAM, decided);
	for (int i = 0; i < STREAM; i++) {
		struct err e = {0};
		if (!decided[i] && decide_draft(db, first + i, &e) != 0)
			fail_msg("call %ld, then again: %s", plan.at, e.text);
		all[i] = true;
	}
	db_close(&db);
	decide_expect(s->path, first, STREAM, all);
	return seen >= plan.at;
}

static void fail_each(struct scene *s, enum calls_what what, int error)
{
	struct calls_plan plan = {.what = what, .at = 1, .error = error};

	while (decide_with_failure(s, plan))
		plan.at++;
	assert_true(plan.at > 3 * STREAM);
}

static void a_write_that_finds_the_disk_full_leaves_the_draft_undecided(void **state)
{
	fail_each(*state, CALLS_FAIL, ENOSPC);
}

static void a_disk_that_stays_full_leaves_the_drafts_undecided(void **state)
{
	fail_each(*state, CALLS_FAIL_ON, ENOSPC);
}

static void a_quota_that_is_used_up_leaves_the_drafts_undecided(void **state)
{
	fail_each(*state, CALLS_FAIL_ON, EDQUOT);
}

static void a_disk_that_fails_once_leaves_the_draft_undecided(void **state)
{
	fail_each(*state, CALLS_FAIL, EIO);
}

/* --- Calls that are the last. --- */

/* The other processes that have the database open: with one, the log's index outlives the kill. */
static pid_t start_onlooker(const char *path, int *hold)
{
	int ends[2], ready[2];
	char c;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pipe(ready), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[1]);
		struct db *db = decide_open(path);
		if (write(ready[1], "!", 1) == 1 && read(ends[0], &c, 1) == 0)
			db_close(&db);
		_exit(0);
	}
	close(ends[0]);
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	*hold = ends[1];
	return pid;
}

static void end_onlooker(pid_t pid, int hold)
{
	close(hold);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* Runs the stream in a process that the plan kills; how many decisions it told of, and whether it
 * was killed. */
static int run_until_killed(struct scene *s, int first, struct calls_plan plan, bool *killed)
{
	int ends[2], told = 0, status;
	char c;

	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct err errors[STREAM + 1] = {0};
		bool decided[STREAM];
		calls_begin(plan);
		struct db *db = decide_open(s->path);
		decide_stream(db, first, decided, errors, ends[1]);
		db_close(&db);
		_exit(0);
	}
	close(ends[1]);
	while (read(ends[0], &c, 1) == 1)
		told++;
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	*killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
	assert_true(*killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
	return told;
}

enum company { ALONE, WATCHED };

static void kill_at_each(struct scene *s, enum calls_what what, enum company company)
{
	struct calls_plan plan = {.what = what, .at = 1};
	bool killed = true;

	for (; killed; plan.at++) {
		bool decided[STREAM] = {0};
		int hold = -1, first = s->next;
		s->next += STREAM;
		pid_t onlooker = company == WATCHED ? start_onlooker(s->path, &hold) : -1;
		int told = run_until_killed(s, first, plan, &killed);
		decide_states(s->path, first, STREAM, decided);
		/* The one after those that it told of may be decided, too; no other. */
		for (int i = 0; i < STREAM; i++)
			if (i != told && decided[i] != (i < told))
				fail_msg("killed at call %ld after telling of %d: the next %d %s",
					plan.at, told, i + 1, decided[i] ? "is decided" : "waits");
		if (company == WATCHED)
			end_onlooker(onlooker, hold);
		agent_expect_sound(s->path);
	}
	assert_true(plan.at > 3 * STREAM);
}

static void a_process_killed_at_any_call_keeps_what_it_acknowledged(void **state)
{
	kill_at_each(*state, CALLS_TEAR, ALONE);
}

static void so_it_does_while_others_have_the_database_open(void **state)
{
	kill_at_each(*state, CALLS_TEAR, WATCHED);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_write_that_finds_the_disk_full_leaves_the_draft_undecided),
		cmocka_unit_test(a_disk_that_stays_full_leaves_the_drafts_undecided),
		cmocka_unit_test(a_quota_that_is_used_up_leaves_the_drafts_undecided),
		cmocka_unit_test(a_disk_that_fails_once_leaves_the_draft_undecided),
		cmocka_unit_test(a_process_killed_at_any_call_keeps_what_it_acknowledged),
		cmocka_unit_test(so_it_does_while_others_have_the_database_open),
	};
	return cmocka_run_group_tests(tests, prepare, clean);
}
