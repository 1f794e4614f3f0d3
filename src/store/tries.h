/* The tries to log in to one account: how they are counted, and how long the next one waits. */
#ifndef STORE_TRIES_H
#define STORE_TRIES_H

#include "account_row.h"
#include "store/sessions.h"

struct login {
	struct span name, code; /* code: SPAN_NULL before it is asked for */
	const struct session_place *place; /* where from; NULL: nobody knows */
	struct account_row row;
	struct session session; /* once it is known who it is */
	bool allowed; /* to look at the password */
	int64_t next_before; /* next_try before this try was counted */
	bool asks, wrong; /* for the code, or the code is */
	bool changed; /* the hash, since it was looked at: `row` holds the new one */
};

/* Whether a try has to wait. Longer than the failures so far account for it never does: then the
 * clock was set back. */
bool tries_held_up(const struct account_row *row, int64_t now);

/*
 * Counts the try as a failed one before anybody knows whether it is, and says whether the password
 * may be looked at. Who runs many logins at once gets eight guesses, not many: the last of them
 * holds up what comes after it at once, those before it when they turn out wrong. row.failures
 * becomes the number of this try, 0 when it is not counted.
 */
int tries_begin(struct db *db, struct login *l, struct err *e);

/* The wait after a try that was counted and turned out wrong, and an event. */
int tries_failed(struct db *db, const struct login *l, struct err *e);

/* The try was no guess after all: it counts as if it had not been. Inside the caller's transaction,
 * with the account held alone. */
int tries_take_back(struct db *db, const struct login *l, struct err *e);

/* Whether this is the pass phrase of l->name, which somebody who is in types again: a try as at a
 * login. 0: it is, and counts until tries_take_back; 1: it is not, or came too soon. */
int tries_password(struct db *db, struct login *l, struct span password, struct err *e);

#endif
