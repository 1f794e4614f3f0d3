/* How many drafts match, never counting further than somebody wants to know. */
#include "store/posts.h"

#include "post_filter.h"
#include "post_row.h"
#include "row.h"

#define COUNT_ROWS "SELECT count(*) FROM (SELECT 1 FROM pending_posts p"

static const char count_all[] = COUNT_ROWS " WHERE 1 = 1";
/* The newest rows are few; SQLite finds them by their order of insertion and by no other index. */
static const char *const count_arrived[] = {
	[DB_SQLITE] = COUNT_ROWS " NOT INDEXED WHERE p.rowid > $2",
	[DB_POSTGRES] = COUNT_ROWS " WHERE (p.created_at, p.id) > ($2, $3)",
};

/* Adds the filter to the text and runs it; $1 is how far to count. */
static int count(
	struct query *sql, struct db *db, const struct filter *f, int64_t *out, struct err *e)
{
	const char *status = filter_status(f);
	struct arena a = {0};

	if (status) {
		query_add(sql, " AND p.status = ");
		query_text(sql, span_of(status));
	}
	post_filter_rest(sql, f, &a);
	query_add(sql, " LIMIT $1) AS counted");
	struct stmt *st = query_prepare(sql, db, e);
	int rc = st ? row_number(st, out, e) : -1;
	query_clear(sql);
	arena_free(&a);
	return rc;
}

int posts_count(struct db *db, const struct filter *f, int64_t cap, int64_t *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};

	query_bind_int(&sql, cap + 1);
	query_add(&sql, count_all);
	return count(&sql, db, f, out, e);
}

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

	query_bind_int(&sql, cap + 1);
	bind_since(&sql, since);
	query_add(&sql, count_arrived[sql.engine]);
	return count(&sql, db, f, out, e);
}
