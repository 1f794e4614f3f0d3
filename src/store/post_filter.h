/* What a filter means for the queue. */
#ifndef STORE_POST_FILTER_H
#define STORE_POST_FILTER_H

#include "base/arena.h"
#include "model/filter.h"
#include "store/query.h"

/* " AND …" for each term but the one status that filter_status gives. */
void post_filter_rest(struct query *sql, const struct filter *f, struct arena *a);

#endif
