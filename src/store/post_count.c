/* How many drafts match, never counting further than somebody wants to know. */
#include "store/posts.h"

#include "post_filter.h"
#include "post_row.h"
#include "row.h"

#define COUNT_ROWS "SELECT count(*) FROM (SELECT 1 FROM pending_posts p"

static const char count_status[] = COUNT_ROWS " WHERE p.status = $2 LIMIT $1) AS counted";
static const char count_all[] = COUNT_ROWS " LIMIT $1) AS counted";
static const char count_filter[] = COUNT_ROWS " WHERE 1 = 1";
static const char count_end[] = " LIMIT $1) AS counted";

static int run_count(struct query *sql, struct db *db, int64_t *out, struct err *e)
{
	struct stmt *st = query_prepare(sql, db, e);

	return st ? row_number(st, out, e) : -1;
}

static int count_filtered(
	struct db *db, const struct filter *f, int64_t rows, int64_t *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	struct arena a = {0};

	query_bind_int(&sql, rows);
	query_add(&sql, count_filter);
	post_filter_add(&sql, f, &a);
	query_add(&sql, count_end);
	int rc = run_count(&sql, db, out, e);
	query_clear(&sql);
	arena_free(&a);
	return rc;
}

int posts_count(struct db *db, const struct filter *f, int64_t cap, int64_t *out, struct err *e)
{
	enum post_scope scope = post_filter_scope(f);

	if (scope == SCOPE_FILTER)
		return count_filtered(db, f, cap + 1, out, e);
	struct stmt *st = db_prepare(db, scope == SCOPE_ALL ? count_all : count_status, e);
	if (!st)
		return -1;
	stmt_int(st, 1, cap + 1);
	if (scope == SCOPE_STATUS)
		stmt_text(st, 2, span_of(filter_status(f)));
	return row_number(st, out, e);
}

/* The newest rows are few; SQLite finds them by their order of insertion and by no other index. */
static const char *const count_arrived[] = {
	[DB_SQLITE] = COUNT_ROWS " NOT INDEXED WHERE p.rowid > $2",
	[DB_POSTGRES] = COUNT_ROWS " WHERE (p.created_at, p.id) > ($2, $3)",
};

static void bind_since(struct query *sql, const struct post_key *since)
{
	if (sql->engine == DB_SQLITE) {
		query_bind_int(sql, since->seq);
		return;
	}
	if (!since->time[0])
		since = &post_key_first[sql->engine];
	query_bind_text(sql, span_of(since->time));
	query_bind_text(sql, span_of(since->id));
}

int posts_arrived(struct db *db, const struct filter *f, const struct post_key *since, int64_t cap,
	int64_t *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	struct arena a = {0};

	query_bind_int(&sql, cap + 1);
	bind_since(&sql, since);
	query_add(&sql, count_arrived[sql.engine]);
	post_filter_add(&sql, f, &a);
	query_add(&sql, count_end);
	int rc = run_count(&sql, db, out, e);
	query_clear(&sql);
	arena_free(&a);
	return rc;
}
