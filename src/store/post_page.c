/* Pages of the queue by key. */
#include "store/posts.h"

#include "post_filter.h"
#include "post_row.h"

enum direction { AFTER, AT, BEFORE };

struct page_sql {
	const char *rows; /* a filter's terms come behind it */
	const char *order;
};

/* The first comparison looks redundant, but it alone lets SQLite enter the index at the key: it
 * does not look for an indexed expression inside a row value. */
#define SQLITE_AFTER SQLITE_TIME " >= $1 AND (" SQLITE_TIME ", p.rowid) > ($1, $2)"
#define SQLITE_AT SQLITE_TIME " >= $1 AND (" SQLITE_TIME ", p.rowid) >= ($1, $2)"
#define SQLITE_BEFORE SQLITE_TIME " <= $1 AND (" SQLITE_TIME ", p.rowid) < ($1, $2)"
#define SQLITE_ONWARD " ORDER BY " SQLITE_TIME ", p.rowid LIMIT $3"
#define SQLITE_BACKWARD " ORDER BY " SQLITE_TIME " DESC, p.rowid DESC LIMIT $3"

/*
 * PostgreSQL is asked for a range that begins or ends with the status, in the order of the queue's
 * index. Asked for one status in the order of time, it likes to walk an index of times, and reads
 * all that was ever decided on its way to the first draft that waits.
 */
#define STATUS_AFTER "(p.status, p.created_at, p.id) > ($4, $1, $2) AND p.status <= $4"
#define STATUS_AT "(p.status, p.created_at, p.id) >= ($4, $1, $2) AND p.status <= $4"
#define STATUS_BEFORE "(p.status, p.created_at, p.id) < ($4, $1, $2) AND p.status >= $4"
#define STATUS_ONWARD " ORDER BY p.status, p.created_at, p.id LIMIT $3"
#define STATUS_BACKWARD " ORDER BY p.status DESC, p.created_at DESC, p.id DESC LIMIT $3"

#define POSTGRES_AFTER "(p.created_at, p.id) > ($1, $2)"
#define POSTGRES_AT "(p.created_at, p.id) >= ($1, $2)"
#define POSTGRES_BEFORE "(p.created_at, p.id) < ($1, $2)"
#define POSTGRES_ONWARD " ORDER BY p.created_at, p.id LIMIT $3"
#define POSTGRES_BACKWARD " ORDER BY p.created_at DESC, p.id DESC LIMIT $3"

static const struct page_sql status_pages[][3] = {
	[DB_SQLITE] =
		{
			{SQLITE_LINE " WHERE p.status = $4 AND " SQLITE_AFTER, SQLITE_ONWARD},
			{SQLITE_LINE " WHERE p.status = $4 AND " SQLITE_AT, SQLITE_ONWARD},
			{SQLITE_LINE " WHERE p.status = $4 AND " SQLITE_BEFORE, SQLITE_BACKWARD},
		},
	[DB_POSTGRES] =
		{
			{POSTGRES_LINE " WHERE " STATUS_AFTER, STATUS_ONWARD},
			{POSTGRES_LINE " WHERE " STATUS_AT, STATUS_ONWARD},
			{POSTGRES_LINE " WHERE " STATUS_BEFORE, STATUS_BACKWARD},
		},
};

static const struct page_sql all_pages[][3] = {
	[DB_SQLITE] =
		{
			{SQLITE_LINE " WHERE " SQLITE_AFTER, SQLITE_ONWARD},
			{SQLITE_LINE " WHERE " SQLITE_AT, SQLITE_ONWARD},
			{SQLITE_LINE " WHERE " SQLITE_BEFORE, SQLITE_BACKWARD},
		},
	[DB_POSTGRES] =
		{
			{POSTGRES_LINE " WHERE " POSTGRES_AFTER, POSTGRES_ONWARD},
			{POSTGRES_LINE " WHERE " POSTGRES_AT, POSTGRES_ONWARD},
			{POSTGRES_LINE " WHERE " POSTGRES_BEFORE, POSTGRES_BACKWARD},
		},
};

static enum direction direction_of(const struct post_query *q)
{
	switch (q->from) {
	case PAGE_FIRST:
	case PAGE_AFTER: return AFTER;
	case PAGE_AT: return AT;
	case PAGE_LAST:
	case PAGE_BEFORE: break;
	}
	return BEFORE;
}

static const struct post_key *key_of(enum db_engine engine, const struct post_query *q)
{
	if (q->from == PAGE_LAST)
		return &post_key_last[engine];
	if (q->from == PAGE_FIRST || !q->key.time[0])
		return &post_key_first[engine];
	return &q->key;
}

/* The text of the statement and its values, which must live as long as the query. */
static void build_page(struct query *sql, const struct post_query *q, struct arena *a)
{
	const struct post_key *key = key_of(sql->engine, q);
	const char *status = filter_status(&q->filter);
	const struct page_sql *page =
		&(status ? status_pages : all_pages)[sql->engine][direction_of(q)];

	query_bind_text(sql, span_of(key->time));
	if (sql->engine == DB_SQLITE)
		query_bind_int(sql, key->seq);
	else
		query_bind_text(sql, span_of(key->id));
	query_bind_int(sql, (int64_t)q->limit + 1);
	if (status)
		query_bind_text(sql, span_of(status));
	query_add(sql, page->rows);
	post_filter_rest(sql, &q->filter, a);
	query_add(sql, page->order);
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
	struct query sql = {.engine = db_engine(db)};
	int rc = -1;

	build_page(&sql, q, a);
	struct stmt *st = query_prepare(&sql, db, e);
	if (!st)
		goto out;
	rc = read_page(st, q->limit, a, out, e);
	stmt_done(&st);
	if (rc == 0 && direction_of(q) == BEFORE)
		reverse(out->lines, out->n);
out:
	query_clear(&sql);
	return rc;
}
