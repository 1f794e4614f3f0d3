/* What filters of every list ask in the same way, as SQL. */
#include "filter_sql.h"

#include "base/time.h"

static const char *const compares[] = {
	[FILTER_IS] = " = ",
	[FILTER_LESS] = " < ",
	[FILTER_LESS_OR_IS] = " <= ",
	[FILTER_MORE] = " > ",
	[FILTER_MORE_OR_IS] = " >= ",
};

/* What is older was written before. */
static const char *const earlier[] = {
	[FILTER_IS] = " = ",
	[FILTER_LESS] = " > ",
	[FILTER_LESS_OR_IS] = " >= ",
	[FILTER_MORE] = " < ",
	[FILTER_MORE_OR_IS] = " <= ",
};

void filter_sql_text(struct query *q, const char *before, struct span value, const char *after)
{
	if (!lookup_possible(q->engine, value)) {
		query_add(q, "1 = 0");
		return;
	}
	query_add(q, before);
	query_text(q, value);
	query_add(q, after);
}

void filter_sql_same(struct query *q, const char *const (*same)[2], struct span value)
{
	filter_sql_text(q, same[q->engine][0], value, same[q->engine][1]);
}

void filter_sql_number(struct query *q, const char *sql, const struct filter_node *t)
{
	query_add(q, sql);
	query_add(q, compares[t->compare]);
	query_int(q, t->number);
}

/* The moment that lies an age ago, in the form that sorts among those of the column. */
static struct span moment(int64_t age, struct arena *a)
{
	int64_t t = time_now() - age * TIME_SECOND;
	char *text = arena_alloc(a, 27);

	if (t % TIME_SECOND == 0)
		time_format_seconds(t, text);
	else
		time_format_micros(t, text);
	text[10] = ' ';
	return span_of(text);
}

void filter_sql_age(struct query *q, const char *sql, const struct filter_node *t, struct arena *a)
{
	query_add(q, sql);
	query_add(q, earlier[t->compare]);
	if (!q->spelled) {
		query_text(q, moment(t->number, a));
		return;
	}
	query_add(q, "now() - interval '1 second' * ");
	query_int(q, t->number);
}

void filter_sql_id(
	struct query *q, const char *column, const struct filter_node *t, struct arena *a)
{
	struct id_range range = lookup_prefix(q->engine, t->value, a);

	if (!range.first.p) {
		query_add(q, "1 = 0");
		return;
	}
	query_add(q, column);
	query_add(q, " BETWEEN ");
	query_text(q, range.first);
	query_add(q, " AND ");
	query_text(q, range.last);
}

static void add_node(
	struct query *q, const struct filter_node *n, filter_sql_term *term, struct arena *a)
{
	query_add(q, n->negated ? "NOT (" : "(");
	if (n->kind == FILTER_TERM)
		term(q, n, a);
	for (const struct filter_node *part = n->first; part; part = part->next) {
		if (part != n->first)
			query_add(q, n->kind == FILTER_ALL ? " AND " : " OR ");
		add_node(q, part, term, a);
	}
	query_add(q, ")");
}

void filter_sql_rest(struct query *q, const struct filter *f, const struct filter_node *but,
	filter_sql_term *term, struct arena *a)
{
	for (const struct filter_node *n = f->first; n; n = n->next) {
		if (n == but)
			continue;
		query_add(q, " AND ");
		add_node(q, n, term, a);
	}
}
