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

/* All of them, the most used first, those never used in the order in which they were made. */
int reasons_list(struct db *db, struct arena *a, struct reason **out, size_t *n, struct err *e);
/* Whether it is for a draft of this subreddit and type; letter case of ASCII aside. */
bool reason_fits(const struct reason *r, struct span subreddit, struct span post_type);

/*
 * Adds a reason (an empty id), or changes one. ERR_USAGE when the code is not one to 50 letters,
 * digits and hyphens or the text is empty, ERR_CONFLICT when the code is taken, ERR_MISSING when it
 * was deleted meanwhile. Needs MAY_CONFIGURE.
 */
int reasons_save(struct db *db, const struct session *s, const struct reason *r, struct err *e);
/* Decisions that name it keep its code. */
int reasons_delete(struct db *db, const struct session *s, const char *id, struct err *e);

#endif
