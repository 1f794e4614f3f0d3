/* What the commands that list rows by a filter have in common. */
#ifndef CLI_LISTING_H
#define CLI_LISTING_H

#include "base/arena.h"
#include "cli/command.h"
#include "cli/print.h"
#include "db/db.h"

/* First member of what a command keeps of its own. */
struct listing {
	const struct call *call;
	struct db *db;
	struct table *table; /* NULL: JSON */
	int64_t now;
};

struct listing_kind {
	const char *what; /* "drafts" */
	/* Reads the options and opens the database. Returns the headings, and in `none` what is
	 * printed instead of no rows; NULL: an error. */
	const char *const *(*begin)(
		struct listing *l, struct arena *a, const char **none, struct err *e);
	/* Reads the page of at most `most` rows that follows the one before into the arena, and
	 * prints it; what was read before it is still there. Says how many rows those were, and
	 * whether there are more. */
	int (*page)(struct listing *l, size_t most, struct arena *a, size_t *n, bool *more,
		struct err *e);
	/* How many there are in all, up to `cap` and one. */
	int (*count)(struct listing *l, int64_t cap, int64_t *all, struct err *e);
};

/* Prints up to --limit rows, page by page, so that a million need the memory of two pages; where
 * rows were left out, it says how many there are. Returns the exit status. */
int listing_run(struct listing *l, const struct listing_kind *kind);

#endif
