/* What a filter means for the queue. */
#include "post_filter.h"

static bool names_status(const struct filter *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->terms[i].field == FILTER_STATUS)
			return true;
	return false;
}

enum post_scope post_filter_scope(const struct filter *f)
{
	if (f->n == 0)
		return SCOPE_STATUS;
	if (f->n > 1 || f->terms[0].field != FILTER_STATUS || f->terms[0].negated)
		return SCOPE_FILTER;
	return filter_status(f) ? SCOPE_STATUS : SCOPE_ALL;
}

void post_filter_add(struct query *sql, const struct filter *f, struct arena *a)
{
	query_filter(sql, f, a);
	if (!names_status(f)) {
		query_add(sql, " AND p.status = ");
		query_text(sql, span_of(filter_status(f)));
	}
}
