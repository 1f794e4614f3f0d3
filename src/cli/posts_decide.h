/* What deciding on one draft and on many share. */
#ifndef CLI_POSTS_DECIDE_H
#define CLI_POSTS_DECIDE_H

#include "commands.h"
#include "posts.h"
#include "store/posts.h"

struct decider {
	const struct call *call;
	struct db *db;
	struct session session;
	enum decision decision;
	struct arena arena; /* of one draft */
};

/* Whether the next draft can fare better than the one that failed so. */
bool decide_hopeless(const struct err *e);
/* Says what became of a draft, and gives the exit status that belongs to it; `more` stands behind
 * the line about one that was decided. */
int decide_say(struct decider *d, const char *id, struct span subreddit,
	const struct decision_result *r, const char *more);
/* The same for one that was taken back. */
int undo_say(const struct call *c, const struct undo_result *r, const char *more, struct arena *a);
/* What is added to a line about a change that was found in the ledger afterwards. */
extern const char decide_found_late[];

/* Decides on all that the call names, or on all that its --filter matches. */
int decide_many(struct decider *d);
/* Takes back the decisions of a batch. */
int undo_many(const struct call *c, struct db *db, const struct session *s, const char *batch);

#endif
