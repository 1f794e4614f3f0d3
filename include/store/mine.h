/* One's own decisions, newest first, with what became of each. */
#ifndef STORE_MINE_H
#define STORE_MINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/posts.h"

enum mine_state {
	MINE_STANDS,
	MINE_UNDONE, /* one took it back */
	MINE_AGAIN, /* one decided on it again oneself */
	MINE_CHANGED, /* others did, or it is not what it made of the draft any more */
	MINE_PUBLISHED,
	MINE_GONE, /* the draft was deleted */
};

/* What may change behind a decision; plain data, copied freely. */
struct mine_fate {
	enum mine_state state;
	char by[SESSION_NAME]; /* MINE_AGAIN, MINE_CHANGED: who decided again, "" when nobody did */
	char status[32]; /* MINE_AGAIN, MINE_CHANGED: what the draft is now, cut */
	char reddit_id[64]; /* MINE_PUBLISHED: as what, cut */
};

struct mine_row {
	int64_t seq; /* ledger order */
	char id[UUID_TEXT], post_id[UUID_TEXT]; /* of the decision, and of its draft */
	enum decision decision;
	bool first; /* of two approvals: the draft stayed pending */
	bool edited;
	int64_t at; /* TIME_NONE when unreadable */
	struct span reason; /* SPAN_NULL: none */
	struct span post_type,
		target_subreddit; /* of the draft as it is; SPAN_NULL when it is gone */
	struct span snippet; /* the beginning of the text that was decided on */
	struct mine_fate fate;
};

enum mine_from { MINE_OLDER, MINE_NEWER };

/* Decisions older or newer than the one of ledger order `seq`, next to it; INT64_MAX and 0 are the
 * ends. */
struct mine_query {
	enum mine_from from;
	int64_t seq;
	size_t limit;
};

/* One page, always newest first. `more`: further ones lie in that direction. */
int mine_page(struct db *db, const struct session *s, const struct mine_query *q, struct arena *a,
	struct mine_row **out, size_t *n, bool *more, struct err *e);

#endif
