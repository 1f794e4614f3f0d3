/* Drafts whole, several by one question: for what is loaded before it is asked for, over a
 * connection on which every question takes its time. */
#ifndef STORE_AHEAD_H
#define STORE_AHEAD_H

#include "store/ledger.h"
#include "store/posts.h"

#define AHEAD_MOST 32

struct post_ahead {
	struct arena arena; /* of its own; free it also after an error */
	struct post post; /* its id is "" when it is gone or was left out */
	struct ledger_row *history;
	size_t history_count;
};

/* Each draft with its ledger, by its exact id, in the order given; `out` (all zero) has room for n,
 * which are AHEAD_MOST at most and differ. A draft of more than `most` bytes is left out. */
int posts_ahead(struct db *db, const char (*ids)[UUID_TEXT], size_t n, int64_t most,
	struct post_ahead *out, struct err *e);

#endif
