/* How many drafts match, never counting further than somebody wants to know. */
#include "store/posts.h"

#include "post_filter.h"
#include "row.h"

#define COUNT_ROWS "SELECT count(*) FROM (SELECT 1 FROM pending_posts p"

static const char count_status[] = COUNT_ROWS " WHERE p.status = $2 LIMIT $1)";
static const char count_all[] = COUNT_ROWS " LIMIT $1)";
static const char count_filter[] = COUNT_ROWS " WHERE 1 = 1";
/* The newest rows are few: they are found by their order of insertion and by no other index. */
static const char count_arrived[] = COUNT_ROWS " NOT INDEXED WHERE p.rowid > $2";

static int run_count(struct query *sql, struct db *db, int64_t *out, struct err *e)
{
	struct stmt *st = query_prepare(sql, db, e);

	return st ? row_number(st, out, e) : -1;
}

static int count_filtered(
	struct db *db, const struct filter *f, int64_t rows, int64_t *out, struct err *e)
{
	struct query sql = {0};
	struct arena a = {0};

	query_bind_int(&sql, rows);
	query_add(&sql, count_filter);
	post_filter_add(&sql, f, &a);
	query_add(&sql, " LIMIT $1)");
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

int posts_arrived(struct db *db, const struct filter *f, int64_t since, int64_t cap, int64_t *out,
	struct err *e)
{
	struct query sql = {0};
	struct arena a = {0};

	query_bind_int(&sql, cap + 1);
	query_bind_int(&sql, since);
	query_add(&sql, count_arrived);
	post_filter_add(&sql, f, &a);
	query_add(&sql, " LIMIT $1)");
	int rc = run_count(&sql, db, out, e);
	query_clear(&sql);
	arena_free(&a);
	return rc;
}
