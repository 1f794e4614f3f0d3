/* Who has which draft open, console_claims: a courtesy among moderators, never a lock. */
#ifndef STORE_CLAIMS_H
#define STORE_CLAIMS_H

#include <stdbool.h>

#include "base/arena.h"
#include "db/db.h"
#include "store/session.h"

#define CLAIM_SECONDS 300

struct claim {
	char post_id[UUID_TEXT], account_id[UUID_TEXT];
	struct span actor;
	int64_t since, until; /* µs */
};

/*
 * Claims the draft for CLAIM_SECONDS from now, or goes on with one's own claim, and lets go of any
 * other draft: one has one open at a time. When somebody else holds it, nothing is taken. Needs
 * MAY_DECIDE.
 */
int claims_take(struct db *db, const struct session *s, const char *post_id, struct err *e);
/* Lets go of whatever this account holds. */
int claims_release(struct db *db, const struct session *s, struct err *e);
/* All that have not run out: about one for each moderator at work. */
int claims_list(struct db *db, struct arena *a, struct claim **out, size_t *n, struct err *e);

#endif
