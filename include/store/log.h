/* Pages of the two logs, newest first: decisions, and events. */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"
#include "model/filter.h"
#include "store/ledger.h"

/* What an account did, by its id, and what was done to it or tried, under its name; of the newest
 * LOG_LATELY events alone, so that it costs the same in a log of any length. */
struct log_account {
	struct span id, name;
};
#define LOG_LATELY 10000

struct log_query {
	int64_t before; /* only rows of an earlier seq; 0: from the newest on */
	int64_t after; /* events: the oldest of a later seq, newest first all the same; -1: the
			  oldest of all; 0: no bound */
	int64_t since; /* microseconds, only rows of that time or later; TIME_NONE: all */
	size_t limit;
	struct span
		actor; /* only what this account did, letter case of ASCII aside; SPAN_NULL: all */
	const struct filter *filter; /* decisions: of drafts that match; NULL: of all, also of
					drafts that are gone */
	struct span kind; /* events: of this kind, or of all that begin with it and a dot;
			     SPAN_NULL: of all */
	const struct log_account *about; /* events: NULL: of all */
	struct span words; /* events: text in kind, actor, subject or detail; SPAN_NULL: all */
};

/* One page by seq. A filter and `since` look at row after row: a rare match costs a scan. `more`:
 * there are further rows. */
int log_decisions(struct db *db, const struct log_query *q, struct arena *a,
	struct ledger_row **out, size_t *n, bool *more, struct err *e);

struct event_row {
	int64_t seq;
	struct span id, at, actor_id, actor, kind, subject, detail;
};
int log_events(struct db *db, const struct log_query *q, struct arena *a, struct event_row **out,
	size_t *n, bool *more, struct err *e);

#endif
