/* What the files that change accounts share. */
#ifndef STORE_ACCOUNTS_WRITE_H
#define STORE_ACCOUNTS_WRITE_H

#include "account_row.h"
#include "store/accounts.h"

/* ERR_CONSTRAINT when an account, `but` this one, has a name that is taken for it. What is
 * to hold until something is written is asked inside a TRANSACTION_ALONE. */
int account_check_free(struct db *db, struct span name, const char *but, struct err *e);

struct account_state {
	enum role role;
	bool must_change, disabled;
	int64_t expires; /* TIME_NONE: never */
};
/* The row of an account that the agent made. Hold the account alone. */
int account_row_add(
	struct db *db, const char *id, const struct account_state *state, struct err *e);

/* For changing somebody's account: the actor's permission, and the account, held alone. ERR_MISSING
 * when it is gone, ERR_CONFLICT when it is not what was seen: who changed it, when, and to what. */
int account_hold_seen(struct db *db, const struct session *actor, const struct account *seen,
	struct account_row *held, struct err *e);

#endif
