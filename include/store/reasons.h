/* Saved reasons for rejecting, console_reasons. */
#ifndef STORE_REASONS_H
#define STORE_REASONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"
#include "store/session.h"

struct reason {
	char id[UUID_TEXT];
	struct span code; /* what the ledger keeps and the agent learns from: "off-topic" */
	struct span text; /* for people */
	struct span subreddit, post_type; /* only for drafts of these; SPAN_NULL: for all */
	int64_t uses; /* in the newest 5,000 decisions */
};

/* All of them, the most used first, those never used in the order in which they were made. While
 * none is saved, a handful to begin with, whose ids are empty. */
int reasons_list(struct db *db, struct arena *a, struct reason **out, size_t *n, struct err *e);
/* A copy that needs nothing of the original. */
struct reason reason_copy(const struct reason *r, struct arena *a);
/* Whether it is for a draft of this subreddit and type; letter case of ASCII aside. */
bool reason_fits(const struct reason *r, struct span subreddit, struct span post_type);

/*
 * Adds a reason (an empty id), or changes one. `was` is what it said when whoever changes it saw it
 * (NULL when it is added). ERR_USAGE when the code is not one to 50 letters, digits and hyphens,
 * the text is empty, or a text holds what cannot be seen; ERR_CONSTRAINT when the code is taken,
 * ERR_CONFLICT when it says something else by now, ERR_MISSING when it was deleted meanwhile. Needs
 * MAY_SHARE, as do all that follow; each leaves an event.
 */
int reasons_save(struct db *db, const struct session *s, const struct reason *r,
	const struct reason *was, struct err *e);
/* ERR_CONFLICT and ERR_MISSING as above. Decisions that name it keep its code. */
int reasons_delete(struct db *db, const struct session *s, const struct reason *was, struct err *e);
/* Exchanges the places of two, which counts while they are used as often as each other. */
int reasons_exchange(
	struct db *db, const struct session *s, const char *id, const char *other, struct err *e);
/* Saves the handful that reasons_list gives while none is saved, so that they can be changed like
 * any other; nothing when some are. */
int reasons_begin(struct db *db, const struct session *s, struct err *e);

#endif
