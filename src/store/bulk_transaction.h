/* A transaction of some hundreds of drafts. */
#ifndef STORE_BULK_TRANSACTION_H
#define STORE_BULK_TRANSACTION_H

#include "transaction.h"

/* transaction_run of TRANSACTION_ROWS, with room for the pages of so many. */
int bulk_transaction(
	struct db *db, transaction_work *work, void *arg, bool *in_doubt, struct err *e);

#endif
