/* Whole transactions, run again when they met another one. */
#ifndef STORE_TRANSACTION_H
#define STORE_TRANSACTION_H

#include <stdbool.h>

#include "base/err.h"
#include "db/db.h"

enum transaction_kind {
	TRANSACTION_ROWS, /* locks the rows that it relies on */
	TRANSACTION_ALONE, /* relies on rows that do not exist, which nothing can lock: one of its
			      kind at a time */
};

/* The work of one transaction: 0 commits, 1 rolls back because nothing is to be written, -1 is an
 * error. It may be called several times and must begin anew each time. */
typedef int transaction_work(struct db *db, void *arg, struct err *e);

/*
 * Runs the work between begin and commit: 0 it was committed, or had nothing to write. ERR_RETRY
 * runs all of it again, five times in all with short random pauses, and becomes ERR_BUSY after
 * that. -1 leaves nothing changed, but for one case: `in_doubt` (or NULL) says whether a commit got
 * no answer.
 */
int transaction_run(struct db *db, enum transaction_kind kind, transaction_work *work, void *arg,
	bool *in_doubt, struct err *e);

#endif
