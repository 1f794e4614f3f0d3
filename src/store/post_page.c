/* Pages of the queue by key. */
#include "store/posts.h"

#include "post_filter.h"
#include "post_row.h"

enum direction { AFTER, AT, BEFORE };

/*
 * The first comparison looks redundant, but it alone lets SQLite enter the index at the key: it
 * does not look for an indexed expression inside a row value.
 */
#define DIRECTIONS(rows, time, tie) \
	{ \
		[AFTER] = rows time " >= $1 AND (" time ", " tie ") > ($1, $2)", \
		[AT] = rows time " >= $1 AND (" time ", " tie ") >= ($1, $2)", \
		[BEFORE] = rows time " <= $1 AND (" time ", " tie ") < ($1, $2)", \
	}

static const char *const status_pages[][3] = {
	[DB_SQLITE] = DIRECTIONS(SQLITE_LINE " WHERE p.status = $4 AND ", SQLITE_TIME, SQLITE_TIE),
	[DB_POSTGRES] =
		DIRECTIONS(POSTGRES_LINE " WHERE p.status = $4 AND ", POSTGRES_TIME, POSTGRES_TIE),
};
/* All drafts; a filter's terms are still to come. */
static const char *const pages[][3] = {
	[DB_SQLITE] = DIRECTIONS(SQLITE_LINE " WHERE ", SQLITE_TIME, SQLITE_TIE),
	[DB_POSTGRES] = DIRECTIONS(POSTGRES_LINE " WHERE ", POSTGRES_TIME, POSTGRES_TIE),
};

#define ORDERS(time, tie) \
	{ \
		[AFTER] = " ORDER BY " time ", " tie " LIMIT $3", \
		[AT] = " ORDER BY " time ", " tie " LIMIT $3", \
		[BEFORE] = " ORDER BY " time " DESC, " tie " DESC LIMIT $3", \
	}
static const char *const orders[][3] = {
	[DB_SQLITE] = ORDERS(SQLITE_TIME, SQLITE_TIE),
	[DB_POSTGRES] = ORDERS(POSTGRES_TIME, POSTGRES_TIE),
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

static void build_page(struct query *sql, const struct post_query *q, struct arena *a)
{
	const struct post_key *key = key_of(sql->engine, q);
	enum post_scope scope = post_filter_scope(&q->filter);
	enum direction way = direction_of(q);

	query_bind_text(sql, span_of(key->time));
	if (sql->engine == DB_SQLITE)
		query_bind_int(sql, key->seq);
	else
		query_bind_text(sql, span_of(key->id));
	query_bind_int(sql, (int64_t)q->limit + 1);
	if (scope == SCOPE_STATUS)
		query_bind_text(sql, span_of(filter_status(&q->filter)));
	query_add(sql,
		scope == SCOPE_STATUS ? status_pages[sql->engine][way] : pages[sql->engine][way]);
	if (scope == SCOPE_FILTER)
		post_filter_add(sql, &q->filter, a);
	query_add(sql, orders[sql->engine][way]);
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
