/* What a filter means for the agent's memory. */
#ifndef STORE_MEMORY_FILTER_H
#define STORE_MEMORY_FILTER_H

#include "base/arena.h"
#include "model/filter.h"
#include "store/query.h"

/* " AND …" for each term, of interactions named p. */
void memory_filter(struct query *sql, const struct filter *f, struct arena *a);

#endif
