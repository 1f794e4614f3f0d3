/* What a filter means for the queue. */
#include "post_filter.h"

void post_filter_rest(struct query *sql, const struct filter *f, struct arena *a)
{
	bool one_status = filter_status(f) != NULL;
	struct filter rest = {arena_calloc(a, f->n, sizeof(*rest.terms)), 0};

	for (size_t i = 0; i < f->n; i++)
		if (!one_status || f->terms[i].field != FILTER_STATUS)
			rest.terms[rest.n++] = f->terms[i];
	query_filter(sql, &rest, a);
}
