/* Pages of the queue by key. */
#include "store/posts.h"

#include "four_eyes.h"
#include "post_filter.h"
#include "post_row.h"

/* Where in the index a page begins, and which way it is read. */
enum side { AFTER, AT, BEFORE, BACK_FROM };

struct page_sql {
	const char *rows; /* a filter's terms come behind it */
	const char *order;
};

/* The first comparison looks redundant, but it alone lets SQLite enter the index at the key: it
 * does not look for an indexed expression inside a row value. */
#define SQLITE_AFTER SQLITE_TIME " >= $1 AND (" SQLITE_TIME ", p.rowid) > ($1, $2)"
#define SQLITE_AT SQLITE_TIME " >= $1 AND (" SQLITE_TIME ", p.rowid) >= ($1, $2)"
#define SQLITE_BEFORE SQLITE_TIME " <= $1 AND (" SQLITE_TIME ", p.rowid) < ($1, $2)"
#define SQLITE_BACK_FROM SQLITE_TIME " <= $1 AND (" SQLITE_TIME ", p.rowid) <= ($1, $2)"
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
#define STATUS_BACK_FROM "(p.status, p.created_at, p.id) <= ($4, $1, $2) AND p.status >= $4"
#define STATUS_ONWARD " ORDER BY p.status, p.created_at, p.id LIMIT $3"
#define STATUS_BACKWARD " ORDER BY p.status DESC, p.created_at DESC, p.id DESC LIMIT $3"

#define POSTGRES_AFTER "(p.created_at, p.id) > ($1, $2)"
#define POSTGRES_AT "(p.created_at, p.id) >= ($1, $2)"
#define POSTGRES_BEFORE "(p.created_at, p.id) < ($1, $2)"
#define POSTGRES_BACK_FROM "(p.created_at, p.id) <= ($1, $2)"
#define POSTGRES_ONWARD " ORDER BY p.created_at, p.id LIMIT $3"
#define POSTGRES_BACKWARD " ORDER BY p.created_at DESC, p.id DESC LIMIT $3"

static const struct page_sql status_pages[][4] = {
	[DB_SQLITE] =
		{
			{SQLITE_LINE " WHERE p.status = $4 AND " SQLITE_AFTER, SQLITE_ONWARD},
			{SQLITE_LINE " WHERE p.status = $4 AND " SQLITE_AT, SQLITE_ONWARD},
			{SQLITE_LINE " WHERE p.status = $4 AND " SQLITE_BEFORE, SQLITE_BACKWARD},
			{SQLITE_LINE " WHERE p.status = $4 AND " SQLITE_BACK_FROM, SQLITE_BACKWARD},
		},
	[DB_POSTGRES] =
		{
			{POSTGRES_LINE " WHERE " STATUS_AFTER, STATUS_ONWARD},
			{POSTGRES_LINE " WHERE " STATUS_AT, STATUS_ONWARD},
			{POSTGRES_LINE " WHERE " STATUS_BEFORE, STATUS_BACKWARD},
			{POSTGRES_LINE " WHERE " STATUS_BACK_FROM, STATUS_BACKWARD},
		},
};

static const struct page_sql all_pages[][4] = {
	[DB_SQLITE] =
		{
			{SQLITE_LINE " WHERE " SQLITE_AFTER, SQLITE_ONWARD},
			{SQLITE_LINE " WHERE " SQLITE_AT, SQLITE_ONWARD},
			{SQLITE_LINE " WHERE " SQLITE_BEFORE, SQLITE_BACKWARD},
			{SQLITE_LINE " WHERE " SQLITE_BACK_FROM, SQLITE_BACKWARD},
		},
	[DB_POSTGRES] =
		{
			{POSTGRES_LINE " WHERE " POSTGRES_AFTER, POSTGRES_ONWARD},
			{POSTGRES_LINE " WHERE " POSTGRES_AT, POSTGRES_ONWARD},
			{POSTGRES_LINE " WHERE " POSTGRES_BEFORE, POSTGRES_BACKWARD},
			{POSTGRES_LINE " WHERE " POSTGRES_BACK_FROM, POSTGRES_BACKWARD},
		},
};

/* The same by another expression first, whose value in the key is $4. */
#define SORTED(line, key, enter, leave, forward, back) \
	{ \
		{line " WHERE " enter key " > ($4, $1, $2)", " ORDER BY " forward " LIMIT $3"}, \
			{line " WHERE " enter key " >= ($4, $1, $2)", \
				" ORDER BY " forward " LIMIT $3"}, \
			{line " WHERE " leave key " < ($4, $1, $2)", \
				" ORDER BY " back " LIMIT $3"}, \
			{line " WHERE " leave key " <= ($4, $1, $2)", \
				" ORDER BY " back " LIMIT $3"}, \
	}
#define SQLITE_SORTED(x, enter, leave) \
	SORTED(SQLITE_LINE_AND(x), "(" x ", " SQLITE_TIME ", p.rowid)", enter, leave, \
		x ", " SQLITE_TIME ", p.rowid", x " DESC, " SQLITE_TIME " DESC, p.rowid DESC")
#define SQLITE_INDEXED(x) SQLITE_SORTED(x, x " >= $4 AND ", x " <= $4 AND ")
#define POSTGRES_SORTED(x) \
	SORTED(POSTGRES_LINE_AND(x), "(" x ", p.created_at, p.id)", "", "", \
		x ", p.created_at, p.id", x " DESC, p.created_at DESC, p.id DESC")

static const struct page_sql sorted_pages[][FILTER_BY_SUB + 1][4] = {
	[DB_SQLITE] =
		{
			[FILTER_BY_CONF] = SQLITE_SORTED(SQLITE_CONFIDENCE, "", ""),
			[FILTER_BY_LENGTH] = SQLITE_INDEXED(SQLITE_LENGTH),
			[FILTER_BY_FLAGS] = SQLITE_SORTED(SQLITE_FLAGS, "", ""),
			[FILTER_BY_SUB] = SQLITE_INDEXED(SQLITE_SUBREDDIT),
		},
	[DB_POSTGRES] =
		{
			[FILTER_BY_CONF] = POSTGRES_SORTED(POSTGRES_CONFIDENCE),
			[FILTER_BY_LENGTH] = POSTGRES_SORTED(POSTGRES_LENGTH),
			[FILTER_BY_FLAGS] = POSTGRES_SORTED(POSTGRES_FLAGS),
			[FILTER_BY_SUB] = POSTGRES_SORTED(POSTGRES_SUBREDDIT),
		},
};

/*
 * SQLite has no bytes of an empty name but NULL, which no key is compared with: in the order of
 * subreddits the drafts without one are a part of their own, before all others.
 */
#define SQLITE_NAMELESS SQLITE_LINE " WHERE " SQLITE_SUBREDDIT " IS NULL AND "
static const struct page_sql nameless_pages[] = {
	{SQLITE_NAMELESS SQLITE_AFTER, SQLITE_ONWARD},
	{SQLITE_NAMELESS SQLITE_AT, SQLITE_ONWARD},
	{SQLITE_NAMELESS SQLITE_BEFORE, SQLITE_BACKWARD},
	{SQLITE_NAMELESS SQLITE_BACK_FROM, SQLITE_BACKWARD},
};

/* Word for word the condition of the indices of migration 0009; NULL: there is none, and all drafts
 * of the status are sorted. */
static const char *const only_pending[][FILTER_BY_SUB + 1] = {
	[DB_SQLITE] =
		{
			[FILTER_BY_LENGTH] = " AND +p.status = 'pending'",
			[FILTER_BY_SUB] = " AND +p.status = 'pending'",
		},
	[DB_POSTGRES] =
		{
			[FILTER_BY_CONF] = " AND p.status = 'pending'",
			[FILTER_BY_LENGTH] = " AND p.status = 'pending'",
			[FILTER_BY_FLAGS] = " AND p.status = 'pending'",
			[FILTER_BY_SUB] = " AND p.status = 'pending'",
		},
};

/* Pages before a key are read from it, and turned round afterwards. */
static bool comes_turned(const struct post_query *q)
{
	return q->from == PAGE_LAST || q->from == PAGE_BEFORE;
}

static enum side side_of(const struct post_query *q)
{
	if (q->from == PAGE_AT)
		return q->filter.reversed ? BACK_FROM : AT;
	return comes_turned(q) == q->filter.reversed ? AFTER : BEFORE;
}

static const struct post_key *key_of(enum db_engine engine, const struct post_query *q)
{
	bool keyed = q->from != PAGE_FIRST && q->from != PAGE_LAST;

	if (keyed && q->key.time[0])
		return &q->key;
	/* Without a key, a page stands where the list begins. */
	return (q->from == PAGE_LAST) == q->filter.reversed ? &post_key_first[engine]
							    : &post_key_last[engine];
}

static void bind_place(struct query *sql, const struct post_query *q, const struct post_key *key)
{
	query_bind_text(sql, span_of(key->time));
	if (sql->engine == DB_SQLITE)
		query_bind_int(sql, key->seq);
	else
		query_bind_text(sql, span_of(key->id));
	query_bind_int(sql, (int64_t)q->limit + 1);
}

static void bind_order(struct query *sql, enum filter_sort sort, const struct post_key *key)
{
	struct span name = {key->name, key->name_n};

	if (sort != FILTER_BY_SUB)
		query_bind_int(sql, key->rank);
	else if (sql->engine == DB_SQLITE)
		query_bind_blob(sql, name);
	else
		query_bind_text(sql, name);
}

static void add_status(struct query *sql, enum filter_sort sort, const char *status)
{
	const char *indexed = only_pending[sql->engine][sort];

	if (indexed && status && strcmp(status, "pending") == 0) {
		query_add(sql, indexed);
	} else if (status) {
		query_add(sql, " AND p.status = ");
		query_text(sql, span_of(status));
	}
}

/* The text of the statement and its values, which must live as long as the query. */
static void build_page(struct query *sql, const struct post_query *q, struct arena *a)
{
	const char *status = filter_status(&q->filter);
	const struct page_sql *pages = q->filter.sort != FILTER_OLDEST
		? sorted_pages[sql->engine][q->filter.sort]
		: (status ? status_pages : all_pages)[sql->engine];
	const struct page_sql *page = &pages[side_of(q)];

	bind_place(sql, q, key_of(sql->engine, q));
	if (q->filter.sort != FILTER_OLDEST) {
		bind_order(sql, q->filter.sort, key_of(sql->engine, q));
		query_add(sql, page->rows);
		add_status(sql, q->filter.sort, status);
	} else {
		if (status)
			query_bind_text(sql, span_of(status));
		query_add(sql, page->rows);
	}
	post_filter_rest(sql, &q->filter, a);
	query_add(sql, page->order);
}

static void build_nameless(struct query *sql, const struct post_query *q, struct arena *a)
{
	const struct page_sql *page = &nameless_pages[side_of(q)];
	const struct post_key *key = key_of(sql->engine, q);

	/* Read backward from a name, they begin with their last. */
	bind_place(sql, q, key->name_n > 0 ? &post_key_last[sql->engine] : key);
	query_add(sql, page->rows);
	add_status(sql, q->filter.sort, filter_status(&q->filter));
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

/* Adds rows to the page. One more than asked for says that there are further ones. */
static int read_page(struct stmt *st, const struct post_query *q, struct arena *a,
	struct post_page *out, struct err *e)
{
	int step;

	while ((step = stmt_step(st, e)) > 0) {
		if (out->n == q->limit) {
			out->more = true;
			return 0;
		}
		post_line_read(st, q->filter.sort, a, &out->lines[out->n++]);
	}
	return step;
}

typedef void build(struct query *sql, const struct post_query *q, struct arena *a);

static int add_rows(struct db *db, const struct post_query *q, build *how, struct arena *a,
	struct post_page *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	int rc = -1;

	how(&sql, q, a);
	struct stmt *st = query_prepare(&sql, db, e);
	if (st)
		rc = read_page(st, q, a, out, e);
	stmt_done(&st);
	query_clear(&sql);
	return rc;
}

int posts_page(struct db *db, const struct post_query *q, struct arena *a, struct post_page *out,
	struct err *e)
{
	enum db_engine engine = db_engine(db);
	bool in_parts = engine == DB_SQLITE && q->filter.sort == FILTER_BY_SUB;
	bool onward = side_of(q) < BEFORE;

	*out = (struct post_page){.lines = arena_calloc(a, q->limit, sizeof(*out->lines))};
	if (in_parts && onward && key_of(engine, q)->name_n == 0 &&
		add_rows(db, q, build_nameless, a, out, e) < 0)
		return -1;
	if (!out->more && add_rows(db, q, build_page, a, out, e) < 0)
		return -1;
	if (in_parts && !onward && !out->more && add_rows(db, q, build_nameless, a, out, e) < 0)
		return -1;
	if (comes_turned(q))
		reverse(out->lines, out->n);
	return four_eyes_mark(db, out->lines, out->n, e);
}
