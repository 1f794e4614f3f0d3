/* The inside of a batch, shared by the files that ask for it and run it. */
#ifndef BULK_H
#define BULK_H

#include "bulk_report.h"
#include "queue.h"
#include "store/bulk.h"

struct bulk {
	struct queue *queue;
	enum { ASKING_WHY, COUNTING, ASKING, RUNNING, IN_DOUBT } state;
	struct session session; /* who said yes */
	bool undo;
	enum decision decision; /* what is done, or what is taken back */
	char batch[UUID_TEXT];
	struct str reason, note;
	struct idmap ids; /* what was marked when the key was pressed */
	struct idmap able; /* those of them that could be decided when they were counted */
	size_t own; /* of the others: have one's own approval, and wait for somebody else's */
	size_t next; /* of ids: not tried yet */
	int64_t after, first; /* ledger order of what was taken back last, and first */
	size_t size; /* of the next transaction */
	size_t count; /* how many the question is about */
	size_t shown; /* of those: the filter shows them */
	size_t total, done, refused;
	size_t firsts; /* of those that were done: the first of two approvals */
	size_t flagged; /* before it: by the agent's own check */
	size_t waiting; /* before it: need somebody else's approval, too */
	bool unlisted; /* some that were taken back have no row in the list */
	int64_t began;
	struct err err; /* what ended it too early */
	struct report *report;
	struct batch_task *doubtful; /* IN_DOUBT: got no answer, and asked for */
	bool asked;
};

static inline bool bulk_runs(const struct queue *q)
{
	return q->bulk && (q->bulk->state == RUNNING || q->bulk->state == IN_DOUBT);
}

/* bulk.c */
struct bulk *bulk_new(struct queue *q); /* in the place of one that was only asked about */
void bulk_start(void *arg); /* the queue's question was answered with yes */

#endif
