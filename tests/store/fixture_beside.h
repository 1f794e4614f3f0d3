/* Something that another process does to the same database at the same time. */
#ifndef TESTS_STORE_FIXTURE_BESIDE_H
#define TESTS_STORE_FIXTURE_BESIDE_H

#include <sys/types.h>

#include "fixture.h"

/* Runs in the other process with a connection of its own. No assertions there: beside_must. */
typedef void beside_fn(struct db *db, void *arg);

struct beside {
	pid_t pid;
	int ready;
};

struct beside beside_start(struct store *s, beside_fn *run, void *arg);
/* Until the other one called beside_ready, or ended. */
void beside_wait(struct beside *b);
/* Until it has ended; it must have ended well. */
void beside_join(struct beside *b);

/* For the other process. */
void beside_ready(void);
/* SQL that must work, and a call that must. */
void beside_exec(struct db *db, const char *sql);
#define beside_must(call, e) \
	do { \
		if ((call) != 0) \
			beside_fail((e).text); \
	} while (0)
_Noreturn void beside_fail(const char *why);
/* Asks until the answer is not 0. */
void beside_until(struct db *db, const char *sql);
/* Until somebody waits for a lock of ours. SQLite does not tell: there it returns at once. */
void beside_until_waited_for(struct db *db);

#endif
