/* Filters of beliefs as SQL. */
#ifndef STORE_BELIEF_FILTER_H
#define STORE_BELIEF_FILTER_H

#include "model/filter.h"
#include "store/query.h"

/* " AND …" for each term, asked of a row of belief_nodes named b. */
void belief_filter(struct query *sql, const struct filter *f, struct arena *a);

#endif
