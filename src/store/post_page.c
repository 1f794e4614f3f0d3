/* Pages of the queue by key: constant statements for the usual ones, compiled ones for filters. */
#include "store/posts.h"

#include "post_filter.h"
#include "post_row.h"

/*
 * The first comparison looks redundant, but it alone lets SQLite enter the index at the key: it
 * does not look for an indexed expression inside a row value.
 */
#define AFTER POST_TIME " >= $1 AND (" POST_TIME ", p.rowid) > ($1, $2)"
#define BEFORE POST_TIME " <= $1 AND (" POST_TIME ", p.rowid) < ($1, $2)"
#define OLDEST_FIRST " ORDER BY " POST_TIME ", p.rowid LIMIT $3"
#define NEWEST_FIRST " ORDER BY " POST_TIME " DESC, p.rowid DESC LIMIT $3"

static const char status_after[] = POST_LINE " WHERE p.status = $4 AND " AFTER OLDEST_FIRST;
static const char status_before[] = POST_LINE " WHERE p.status = $4 AND " BEFORE NEWEST_FIRST;
static const char all_after[] = POST_LINE " WHERE " AFTER OLDEST_FIRST;
static const char all_before[] = POST_LINE " WHERE " BEFORE NEWEST_FIRST;
static const char filter_after[] = POST_LINE " WHERE " AFTER;
static const char filter_before[] = POST_LINE " WHERE " BEFORE;

/* By scope and direction; a compiled one is still to be completed. */
static const char *const page_sql[][2] = {
	[SCOPE_STATUS] = {status_after, status_before},
	[SCOPE_ALL] = {all_after, all_before},
	[SCOPE_FILTER] = {filter_after, filter_before},
};

static struct post_key key_of(const struct post_query *q)
{
	static const struct post_key first = {"", INT64_MIN};
	/* U+10FFFF: nothing that a text column can hold comes after it. */
	static const struct post_key last = {"\xF4\x8F\xBF\xBF", INT64_MAX};

	switch (q->from) {
	case PAGE_FIRST: return first;
	case PAGE_LAST: return last;
	case PAGE_AFTER:
	case PAGE_BEFORE: break;
	}
	return q->key;
}

static bool reads_backwards(const struct post_query *q)
{
	return q->from == PAGE_LAST || q->from == PAGE_BEFORE;
}

/* `key` and `sql` must live as long as the statement. */
static struct stmt *prepare_page(struct db *db, const struct post_query *q,
	const struct post_key *key, struct arena *a, struct query *sql, struct err *e)
{
	enum post_scope scope = post_filter_scope(&q->filter);
	bool back = reads_backwards(q);
	int64_t rows = (int64_t)q->limit + 1;

	if (scope == SCOPE_FILTER) {
		query_bind_text(sql, span_of(key->time));
		query_bind_int(sql, key->seq);
		query_bind_int(sql, rows);
		query_add(sql, page_sql[scope][back]);
		post_filter_add(sql, &q->filter, a);
		query_add(sql, back ? NEWEST_FIRST : OLDEST_FIRST);
		return query_prepare(sql, db, e);
	}
	struct stmt *st = db_prepare(db, page_sql[scope][back], e);
	if (!st)
		return NULL;
	stmt_text(st, 1, span_of(key->time));
	stmt_int(st, 2, key->seq);
	stmt_int(st, 3, rows);
	if (scope == SCOPE_STATUS)
		stmt_text(st, 4, span_of(filter_status(&q->filter)));
	return st;
}

static void reverse(struct post_line *lines, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct post_line kept = lines[i];
		lines[i] = lines[n - 1 - i];
		lines[n - 1 - i] = kept;
	}
}

/* One row more than asked for says that there are further ones. */
static int read_page(
	struct stmt *st, size_t limit, struct arena *a, struct post_page *out, struct err *e)
{
	int step;

	*out = (struct post_page){.lines = arena_calloc(a, limit, sizeof(*out->lines))};
	while ((step = stmt_step(st, e)) > 0) {
		if (out->n == limit) {
			out->more = true;
			return 0;
		}
		post_line_read(st, a, &out->lines[out->n++]);
	}
	return step;
}

int posts_page(struct db *db, const struct post_query *q, struct arena *a, struct post_page *out,
	struct err *e)
{
	struct post_key key = key_of(q);
	struct query sql = {0};
	int rc = -1;
	struct stmt *st = prepare_page(db, q, &key, a, &sql, e);

	if (!st)
		goto out;
	rc = read_page(st, q->limit, a, out, e);
	stmt_done(&st);
	if (rc == 0 && reads_backwards(q))
		reverse(out->lines, out->n);
out:
	query_clear(&sql);
	return rc;
}
