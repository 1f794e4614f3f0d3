/* The values of a filter's field that are in the database, for completion. */
#ifndef STORE_FILTER_VALUES_H
#define STORE_FILTER_VALUES_H

#include "base/arena.h"
#include "db/db.h"
#include "model/filter.h"

/*
 * At most `most` values that begin with `typed` (letters of ASCII in either case), ordered by name:
 * sub, persona, by, flag and reason of drafts, tag, rel, persona and by of beliefs, sub and persona
 * of interactions; none for other fields. Subreddits and relations are found by jumps from one to
 * the next in an index; flags are those of the newest 1,000 drafts, reasons those of the newest
 * 1,000 decisions, tags those of 1,000 beliefs, names those of the newest 1,000 changes. A value
 * that holds a blank or sign of the language wants quotes.
 */
int filter_values(struct db *db, enum filter_dialect dialect, enum filter_field field,
	struct span typed, size_t most, struct arena *a, struct span **out, size_t *n,
	struct err *e);

#endif
