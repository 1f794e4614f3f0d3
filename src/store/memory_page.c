/* Pages of interactions by key, and how many there are. */
#include "store/memory.h"

#include "memory_filter.h"
#include "memory_row.h"
#include "row.h"

/* Where in the index a page begins, and which way it is read. */
enum side { AFTER, AT, BEFORE, BACK_FROM };

struct page_sql {
	const char *rows; /* a filter's terms come behind it */
	const char *order;
};

/* As for the queue, a first comparison (`from`, `to`) alone lets SQLite enter the index at the key.
 * PostgreSQL does so by itself. */
#define BY_TIME(line, from, to, time, id) \
	{ \
		{line " WHERE " from "(" time ", " id ") > ($1, $2)", \
			" ORDER BY " time ", " id " LIMIT $3"}, \
			{line " WHERE " from "(" time ", " id ") >= ($1, $2)", \
				" ORDER BY " time ", " id " LIMIT $3"}, \
			{line " WHERE " to "(" time ", " id ") < ($1, $2)", \
				" ORDER BY " time " DESC, " id " DESC LIMIT $3"}, \
			{line " WHERE " to "(" time ", " id ") <= ($1, $2)", \
				" ORDER BY " time " DESC, " id " DESC LIMIT $3"}, \
	}
#define BY_RANK(line, rank, time, id) \
	{ \
		{line " WHERE (" rank ", " time ", " id ") > ($4, $1, $2)", \
			" ORDER BY " rank ", " time ", " id " LIMIT $3"}, \
			{line " WHERE (" rank ", " time ", " id ") >= ($4, $1, $2)", \
				" ORDER BY " rank ", " time ", " id " LIMIT $3"}, \
			{line " WHERE (" rank ", " time ", " id ") < ($4, $1, $2)", \
				" ORDER BY " rank " DESC, " time " DESC, " id " DESC LIMIT $3"}, \
			{line " WHERE (" rank ", " time ", " id ") <= ($4, $1, $2)", \
				" ORDER BY " rank " DESC, " time " DESC, " id " DESC LIMIT $3"}, \
	}
#define SQLITE_BY_SCORE SQLITE_MEMORY_LINE_AND(SQLITE_RANK) " FROM interactions p"
#define POSTGRES_BY_SCORE POSTGRES_MEMORY_LINE_AND(POSTGRES_RANK) " FROM interactions p"

static const struct page_sql pages_by_time[][4] = {
	[DB_SQLITE] = BY_TIME(SQLITE_MEMORY_LINE, SQLITE_TIME " >= $1 AND ",
		SQLITE_TIME " <= $1 AND ", SQLITE_TIME, "p.rowid"),
	[DB_POSTGRES] = BY_TIME(POSTGRES_MEMORY_LINE, "", "", "p.created_at", "p.id"),
};
static const struct page_sql pages_by_score[][4] = {
	[DB_SQLITE] = BY_RANK(SQLITE_BY_SCORE, SQLITE_RANK, SQLITE_TIME, "p.rowid"),
	[DB_POSTGRES] = BY_RANK(POSTGRES_BY_SCORE, POSTGRES_RANK, "p.created_at", "p.id"),
};

static const struct memory_key first_key[] = {
	[DB_SQLITE] = {.rank = INT64_MIN, .time = "", .seq = INT64_MIN},
	[DB_POSTGRES] = {.rank = INT64_MIN,
		.time = "-infinity",
		.id = "00000000-0000-0000-0000-000000000000"},
};
/* U+10FFFF: nothing that a text column can hold comes after it. */
static const struct memory_key last_key[] = {
	[DB_SQLITE] = {.rank = INT64_MAX, .time = "\xF4\x8F\xBF\xBF", .seq = INT64_MAX},
	[DB_POSTGRES] = {.rank = INT64_MAX,
		.time = "infinity",
		.id = "ffffffff-ffff-ffff-ffff-ffffffffffff"},
};

/* Which side of the ascending order a page is on. */
static enum side side_of(const struct memory_query *q)
{
	static const enum side sides[][2] = {
		[PAGE_FIRST] = {AFTER, BEFORE},
		[PAGE_LAST] = {BEFORE, AFTER},
		[PAGE_AFTER] = {AFTER, BEFORE},
		[PAGE_BEFORE] = {BEFORE, AFTER},
		[PAGE_AT] = {AT, BACK_FROM},
	};

	return sides[q->from][q->filter.reversed];
}

static const struct memory_key *key_of(const struct memory_query *q, enum db_engine engine)
{
	bool given = q->from != PAGE_FIRST && q->from != PAGE_LAST && q->key.id[0];
	bool at_end = q->from == PAGE_LAST;

	if (given)
		return &q->key;
	return at_end != q->filter.reversed ? &last_key[engine] : &first_key[engine];
}

static void build_page(struct query *sql, const struct memory_query *q, struct arena *a)
{
	bool by_score = q->filter.sort == FILTER_BY_SCORE;
	const struct page_sql *page =
		&(by_score ? pages_by_score : pages_by_time)[sql->engine][side_of(q)];
	const struct memory_key *key = key_of(q, sql->engine);

	query_bind_text(sql, span_of(key->time));
	if (sql->engine == DB_SQLITE)
		query_bind_int(sql, key->seq);
	else
		query_bind_text(sql, span_of(key->id));
	query_bind_int(sql, (int64_t)q->limit + 1);
	if (by_score)
		query_bind_int(sql, key->rank);
	query_add(sql, page->rows);
	memory_filter(sql, &q->filter, a);
	query_add(sql, page->order);
}

static int read_page(
	struct stmt *st, size_t limit, struct arena *a, struct memory_page *out, struct err *e)
{
	int step;

	while ((step = stmt_step(st, e)) > 0) {
		if (out->n == limit) {
			out->more = true;
			return 0;
		}
		memory_line_read(st, a, &out->lines[out->n++]);
	}
	return step;
}

int memory_page(struct db *db, const struct memory_query *q, struct arena *a,
	struct memory_page *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	int rc = -1;

	*out = (struct memory_page){.lines = arena_calloc(a, q->limit, sizeof(*out->lines))};
	if (q->from == PAGE_BEFORE && !q->key.id[0])
		return 0; /* nothing is before the first */
	build_page(&sql, q, a);
	struct stmt *st = query_prepare(&sql, db, e);
	if (st)
		rc = read_page(st, q->limit, a, out, e);
	stmt_done(&st);
	if (rc == 0 && (q->from == PAGE_LAST || q->from == PAGE_BEFORE))
		memory_lines_turn(out->lines, out->n);
	query_clear(&sql);
	return rc;
}

static const char count_interactions[] =
	"SELECT count(*) FROM (SELECT 1 FROM interactions p WHERE 1 = 1";

int memory_count(struct db *db, const struct filter *f, int64_t cap, int64_t *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	struct arena a = {0};

	query_bind_int(&sql, cap + 1);
	query_add(&sql, count_interactions);
	memory_filter(&sql, f, &a);
	query_add(&sql, " LIMIT $1) AS counted");
	struct stmt *st = query_prepare(&sql, db, e);
	int rc = st ? row_number(st, out, e) : -1;
	query_clear(&sql);
	arena_free(&a);
	return rc;
}
