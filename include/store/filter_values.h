/* The values of a filter's field that are in the database, for completion. */
#ifndef STORE_FILTER_VALUES_H
#define STORE_FILTER_VALUES_H

#include "base/arena.h"
#include "db/db.h"
#include "model/filter.h"

/*
 * At most `most` values of sub, persona, by, flag and reason that begin with `typed` (letters of
 * ASCII in either case), ordered by name; none for other fields. Subreddits are found by jumps from
 * one to the next in an index; flags are those of the newest 1,000 drafts, reasons those of the
 * newest 1,000 decisions. A value that holds a blank or sign of the language wants quotes.
 */
int filter_values(struct db *db, enum filter_field field, struct span typed, size_t most,
	struct arena *a, struct span **out, size_t *n, struct err *e);

#endif
