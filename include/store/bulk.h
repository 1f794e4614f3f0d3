/* Deciding many drafts at once, and taking that back: in transactions of some hundreds, each draft
 * with its own outcome and its own row in the ledger. */
#ifndef STORE_BULK_H
#define STORE_BULK_H

#include "store/posts.h"

#define BULK_LEAST 128 /* drafts of one transaction, to begin with */
#define BULK_MOST 1024
/* How many the next transaction should have when one of `size` took so many µs: what takes a part
 * of a second, because everybody else's decisions wait for its end. */
size_t bulk_fit(size_t size, int64_t took);

struct bulk_request {
	const char *batch; /* a uuid that all of them share, over all transactions; NULL: none */
	struct span reason, note; /* SPAN_NULL: none */
	enum decision decision;
	bool refuse_hidden; /* what nobody saw is not approved if it holds hidden content or a link
			       that misleads (model/links.h), nor is what holds TEXT_EXAMINE and was
			       not examined */
	bool forgets; /* as in decision_request */
};

struct bulk_item {
	char post_id[UUID_TEXT]; /* exact; no two are the same */
	char seen_hash[SHA256_TEXT]; /* post_hash of what was shown; "": nothing was */
	bool examined; /* its bytes, too */
	bool barred; /* whoever said yes was told that it cannot be decided: it is not */
	const struct bulk_request *own; /* asked for this draft alone; NULL: as for all */
	int64_t own_viewing_ms; /* beside it; -1: unknown */
	/* Set by bulk_decide: */
	struct decision_result result;
	struct span target_subreddit, snippet; /* in the arena; SPAN_NULL for what is gone */
};

/*
 * posts_decide, two approvers included, for up to BULK_MOST drafts in one transaction. `r` may be
 * NULL when each item has a request of its own. A draft that
 * somebody decided first, that changed, is gone or is refused is an outcome of that draft, and the
 * others go on. -1 is for what stops all of them (denied, busy, cancelled, lost …): then nothing
 * was changed.
 *
 * ERR_LOST with a `ledger_id` in the result of some item: the connection broke during the commit.
 * All of them stand or none: posts_decision_known of that one answers for all, and what the results
 * say is what holds if it does.
 */
int bulk_decide(struct db *db, const struct session *s, const struct bulk_request *r,
	struct bulk_item *items, size_t n, struct arena *a, struct err *e);

/* How many decisions of this batch the account could still try to take back. */
int bulk_count(
	struct db *db, const struct session *s, const char *batch, int64_t *out, struct err *e);

/*
 * Takes back the next of one's own decisions of a batch, in one transaction: those behind ledger
 * order `after` (0: from the first), up to `most`. `out` has room for as many; *n is how many there
 * were, 0 behind the last. Each is taken back or says why not, as in posts_undo. -1 and
 * ERR_LOST with a ledger_id mean what they mean in bulk_decide.
 */
int bulk_undo(struct db *db, const struct session *s, const char *batch, int64_t after, size_t most,
	struct arena *a, struct undo_result *out, size_t *n, struct err *e);

/* out[i] (all false) becomes true for those of these drafts that wait for a decision. */
int bulk_pending(struct db *db, const char (*ids)[UUID_TEXT], size_t n, bool *out, struct err *e);

/* How many of these drafts match the filter now. */
int bulk_matching(struct db *db, const struct filter *f, const char (*ids)[UUID_TEXT], size_t n,
	int64_t *out, struct err *e);

#endif
