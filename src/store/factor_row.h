/* What a login does with the second factor of an account. */
#ifndef STORE_FACTOR_ROW_H
#define STORE_FACTOR_ROW_H

#include "store/second_factor.h"

enum factor_answer {
	FACTOR_ACCEPTED, /* there is none, or this is its code */
	FACTOR_ASKS, /* there is one, and no code was given */
	FACTOR_WRONG,
};

/* Inside a transaction, with the account held alone: a code that was accepted is spent, unless the
 * database is read-only, where recovery codes are refused. */
int factor_answer(struct db *db, const struct session *s, struct span code, enum factor_answer *out,
	struct err *e);

#endif
