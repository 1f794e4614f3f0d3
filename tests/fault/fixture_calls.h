/*
 * The calls by which SQLite changes files (write, sync, truncate, delete), counted, and one of them
 * made to fail or to be the last of the process. They stand in front of the C library's.
 */
#ifndef TESTS_FAULT_FIXTURE_CALLS_H
#define TESTS_FAULT_FIXTURE_CALLS_H

#include <stdbool.h>

enum calls_what {
	CALLS_COUNT, /* nothing happens */
	CALLS_KILL, /* the process is killed instead of the call */
	CALLS_TEAR, /* a write gets half of its bytes to the file, then the process is killed */
	CALLS_FAIL, /* the call fails with `error` */
	CALLS_FAIL_ON, /* and so does every write after it: the disk stays full */
};

struct calls_plan {
	enum calls_what what;
	long at; /* the number of the call, from 1 */
	int error; /* errno */
};

void calls_begin(struct calls_plan plan);
/* Ends the plan; the number of calls since it began. */
long calls_end(void);

#endif
