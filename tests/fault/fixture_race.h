/* Processes that decide the same drafts as fast as they can, and what must hold afterwards; for
 * either engine. */
#ifndef TESTS_FAULT_FIXTURE_RACE_H
#define TESTS_FAULT_FIXTURE_RACE_H

#include <sys/types.h>

#include "db/db.h"
#include "store/posts.h"

#define RACE_MODERATORS 16 /* at most */
#define RACE_BATCH 16
#define RACE_PERSONA "11111111-1111-4111-8111-111111111111"

struct race {
	char address[192];
	int people, rivals; /* moderators, and how many of them want each draft */
	int drafts;
	int in_batches; /* so many of the moderators decide RACE_BATCH at once */
	char (*ids)[UUID_TEXT];
	struct session moderators[RACE_MODERATORS];
	int acknowledged[RACE_MODERATORS]; /* files that each process writes "POST LEDGER\n" to */
};

/* Ends the process when there is no connection. */
struct db *race_connect(const struct race *r, enum db_access access);
/* Migrates the database and adds `people`, then the drafts through `enqueue`. */
typedef void race_enqueue_fn(void *agent, const char *id, int number);
void race_prepare(struct race *r, int drafts);
void race_enqueue(struct race *r, race_enqueue_fn *enqueue, void *agent);
void race_clear(struct race *r);

/* Enqueues on and on until it is told to stop; for the process that plays the agent. */
typedef void race_agent_fn(const struct race *r, race_enqueue_fn **enqueue, void **agent);

/*
 * Runs all at once: each moderator decides every draft that he wants, the agent (or NULL) enqueues
 * more meanwhile. `disturb` (or NULL) is called while they run. Gives how many drafts the agent
 * added.
 */
int race_run(
	struct race *r, race_agent_fn *agent, void (*disturb)(struct race *, void *), void *arg);
/* How many decisions were acknowledged until now. */
int64_t race_acknowledged(const struct race *r);

/* Each draft is decided once, by who was told so, and what the agent added waits. */
void race_expect(struct race *r, int added);
int64_t race_number(struct db *db, const char *sql);

#endif
