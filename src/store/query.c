/* Filters as SQL: fragments that are constant and values that are bound. */
#include "store/query.h"

#include <assert.h>

#include "lookup.h"

void query_add(struct query *q, const char *sql)
{
	str_add(&q->sql, sql);
}

/* Filters and lists of words have at most 32 terms: more values are a mistake in the program. */
static int next_param(struct query *q)
{
	assert(q->n < QUERY_PARAMS);
	return q->n++;
}

void query_bind_text(struct query *q, struct span value)
{
	int i = next_param(q);

	q->param[i].type = QUERY_TEXT;
	q->param[i].text = value;
}

void query_bind_int(struct query *q, int64_t value)
{
	int i = next_param(q);

	q->param[i].type = QUERY_INT;
	q->param[i].number = value;
}

void query_text(struct query *q, struct span value)
{
	query_bind_text(q, value);
	str_addf(&q->sql, "$%d", q->n);
}

void query_int(struct query *q, int64_t value)
{
	query_bind_int(q, value);
	str_addf(&q->sql, "$%d", q->n);
}

/* %text% for LIKE … ESCAPE '\'. */
static struct span like_pattern(struct span text, struct arena *a)
{
	char *p = arena_alloc(a, 2 * text.n + 3);
	size_t n = 0;

	p[n++] = '%';
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '%' || text.p[i] == '_' || text.p[i] == '\\')
			p[n++] = '\\';
		p[n++] = text.p[i];
	}
	p[n++] = '%';
	return (struct span){p, n};
}

/* Either way letters of ASCII match without case, and no others. */
static const char *const like[] = {
	[DB_SQLITE] = " LIKE ",
	[DB_POSTGRES] = " COLLATE \"C\" ILIKE ",
};

static void add_contains(
	struct query *q, const char *const *columns, size_t n, struct span text, struct arena *a)
{
	if (!lookup_possible(q->engine, text)) {
		query_add(q, "1 = 0");
		return;
	}
	query_bind_text(q, like_pattern(text, a));
	for (size_t i = 0; i < n; i++)
		str_addf(&q->sql, "%s%s%s$%d ESCAPE '\\'", i > 0 ? " OR " : "", columns[i],
			like[q->engine], q->n);
}

void query_contains(
	struct query *q, const char *const *columns, size_t n, struct span text, struct arena *a)
{
	query_add(q, " AND (");
	add_contains(q, columns, n, text, a);
	query_add(q, ")");
}

static void add_term(struct query *q, const struct filter_term *t, struct arena *a)
{
	static const char *const content[] = {"p.content"};

	switch (t->field) {
	case FILTER_WORD: add_contains(q, content, 1, t->value, a); return;
	case FILTER_STATUS:
		if (span_is(t->value, "any")) {
			query_add(q, "1 = 1");
			return;
		}
		query_add(q, t->negated ? "coalesce(p.status, '') = " : "p.status = ");
		query_text(q, t->value);
		return;
	case FILTER_SUB:
		if (!lookup_possible(q->engine, t->value)) {
			query_add(q, "1 = 0");
			return;
		}
		query_add(q, "lower(coalesce(p.target_subreddit, '')) = lower(");
		query_text(q, t->value);
		query_add(q, ")");
		return;
	}
}

void query_filter(struct query *q, const struct filter *f, struct arena *a)
{
	for (size_t i = 0; i < f->n; i++) {
		query_add(q, f->terms[i].negated ? " AND NOT (" : " AND (");
		add_term(q, &f->terms[i], a);
		query_add(q, ")");
	}
}

struct stmt *query_prepare(struct query *q, struct db *db, struct err *e)
{
	struct stmt *st = db_prepare(db, str_cstr(&q->sql), e);

	if (!st)
		return NULL;
	for (int i = 0; i < q->n; i++) {
		if (q->param[i].type == QUERY_INT)
			stmt_int(st, i + 1, q->param[i].number);
		else
			stmt_text(st, i + 1, q->param[i].text);
	}
	return st;
}

void query_clear(struct query *q)
{
	str_free(&q->sql);
	q->n = 0;
}
