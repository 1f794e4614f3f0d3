/* What a filter means for the queue. */
#ifndef STORE_POST_FILTER_H
#define STORE_POST_FILTER_H

#include "model/filter.h"
#include "store/query.h"

enum post_scope {
	SCOPE_STATUS, /* one status (filter_status) and nothing else */
	SCOPE_ALL, /* everything */
	SCOPE_FILTER
};
enum post_scope post_filter_scope(const struct filter *f);

/* " AND …" for each term, and for the status that is meant when none is named. */
void post_filter_add(struct query *sql, const struct filter *f, struct arena *a);

#endif
