/* How the queue does: its depth and age, what arrives and what is decided, and by whom. */
#ifndef STORE_STATS_H
#define STORE_STATS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"

#define STATS_HOURS 48
#define STATS_DAYS 7 /* of decisions by moderator */

struct stats_count {
	struct span name; /* SPAN_NULL: without a status; subreddits in lower case, "" for none */
	int64_t n;
};

struct stats_moderator {
	struct span name;
	int64_t approved, rejected;
	int64_t reversed; /* of these and earlier ones, taken back within the time, by anybody */
	int64_t median_ms; /* viewing time; -1: never measured */
};

struct stats {
	struct stats_count *statuses; /* most first */
	size_t status_n;
	int64_t pending;
	struct stats_count *subreddits; /* of pending drafts, deepest first */
	size_t subreddit_n;
	int64_t age_p50, age_p95; /* microseconds that half, and 5 %, of the pending drafts have
				     waited at least; -1: none waits */
	int64_t hour; /* when the first of the hours begins, in microseconds */
	int64_t arrived[STATS_HOURS], decided[STATS_HOURS]; /* oldest first; the last is now's */
	struct stats_moderator *moderators; /* of the last STATS_DAYS days, most decisions first */
	size_t moderator_n;
};

/*
 * Reads all of it at one moment. Arrivals and decisions cost what their hours and days hold, in
 * indices by time and by seq; depths and ages are scans of indices: of all drafts by status, of
 * those that wait by subreddit and time (a second for a million).
 */
int stats_read(struct db *db, int64_t now, struct arena *a, struct stats *out, struct err *e);

#endif
