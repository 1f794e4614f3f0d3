/* Something that another process does to the same database at the same time. */
#include "fixture_beside.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int ready = -1; /* the other process's end */

struct beside beside_start(struct store *s, beside_fn *run, void *arg)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	fflush(NULL);
	struct beside b = {.pid = fork(), .ready = ends[0]};
	assert_true(b.pid >= 0);
	if (b.pid == 0) {
		close(ends[0]);
		ready = ends[1];
		struct db *db = store_connect(s, DB_READ_WRITE);
		run(db, arg);
		db_close(&db);
		_exit(0);
	}
	close(ends[1]);
	return b;
}

void beside_wait(struct beside *b)
{
	char byte;

	assert_true(read(b->ready, &byte, 1) >= 0);
}

void beside_join(struct beside *b)
{
	int status = -1;

	assert_int_equal(waitpid(b->pid, &status, 0), b->pid);
	close(b->ready);
	assert_int_equal(status, 0);
}

void beside_ready(void)
{
	close(ready);
}

_Noreturn void beside_fail(const char *why)
{
	fprintf(stderr, "beside: %s\n", why);
	_exit(1);
}

void beside_exec(struct db *db, const char *sql)
{
	struct err e = {0};

	beside_must(db_exec(db, sql, &e), e);
}

void beside_until(struct db *db, const char *sql)
{
	int64_t n = 0;

	while (n == 0) {
		struct err e = {0};
		struct stmt *st = db_prepare(db, sql, &e);
		if (!st || stmt_step(st, &e) != 1)
			beside_fail(e.text);
		n = col_int(st, 0);
		stmt_done(&st);
		nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
	}
}

static const char waiting[] = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
			      " AND datname = current_database()";

void beside_until_waited_for(struct db *db)
{
	if (db_engine(db) == DB_POSTGRES)
		beside_until(db, waiting);
}
