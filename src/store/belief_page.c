/* Pages of beliefs in each order, how many there are, and which. */
#include "store/beliefs.h"

#include "belief_filter.h"
#include "belief_row.h"
#include "lookup.h"
#include "row.h"

/* One order: a page is read along it or against it, from a key or from an end. */
struct page_sql {
	const char *rows, *after, *at, *before, *back_from, *in_order, *in_reverse;
};
/* $1 is how many rows, $2 the title or the time of the key, $3 its id, $4 its rank. */
#define ORDER(rows_of, enter, leave, key, back, values) \
	{ \
		.rows = rows_of " WHERE 1 = 1", .after = " AND " enter "(" key ") > (" values ")", \
		.at = " AND " enter "(" key ") >= (" values ")", \
		.before = " AND " leave "(" key ") < (" values ")", \
		.back_from = " AND " leave "(" key ") <= (" values ")", \
		.in_order = " ORDER BY " key " LIMIT $1", \
		.in_reverse = " ORDER BY " back " LIMIT $1", \
	}
/* By an expression: the first comparison looks redundant, but it alone lets SQLite enter the index
 * at the key (see the queue's pages). */
#define BY(rows_of, x, value, key, back, values) \
	ORDER(rows_of, x " >= " value " AND ", x " <= " value " AND ", key, back, values)
#define BY_TITLE(title) \
	BY(BELIEF_ROW(title ", 0"), title, "$2", title ", b.id", title " DESC, b.id DESC", "$2, $3")
#define BY_TIME(time) \
	BY(BELIEF_ROW("NULL, " time), time, "$2", time ", b.id", time " DESC, b.id DESC", "$2, $3")
#define BY_CONFIDENCE(x, title) \
	BY(BELIEF_ROW(title ", " x), x, "$4", x ", " title ", b.id", \
		x " DESC, " title " DESC, b.id DESC", "$4, $2, $3")

/* Word for word the expressions of migration 0013: an index serves no other. What is no confidence
 * stands last in both. */
#define CONFIDENCE(value) "CASE WHEN b.current_confidence BETWEEN 0 AND 1 THEN " value " ELSE 2 END"
#define LEAST_SURE CONFIDENCE("b.current_confidence")
#define SUREST CONFIDENCE("- b.current_confidence")

/* SQLite begins with the counts that the triggers of migration 0015 keep, and looks each belief up.
 */
#define RANKED(column) \
	BY(BELIEF_ROW_FROM("r.title, - r." column, \
		   "console_belief_ranks r CROSS JOIN belief_nodes b ON b.id = r.id"), \
		"(- r." column ")", "$4", "(- r." column "), r.title, r.id", \
		"(- r." column ") DESC, r.title DESC, r.id DESC", "$4, $2, $3")
#define COUNTED(counts) \
	ORDER(BELIEF_ROW_FROM(POSTGRES_TITLE("b") ", - coalesce(n.n, 0)", \
		      "belief_nodes b LEFT JOIN (" counts ") n ON n.id = b.id"), \
		"", "", "(- coalesce(n.n, 0)), " POSTGRES_TITLE("b") ", b.id", \
		"(- coalesce(n.n, 0)) DESC, " POSTGRES_TITLE("b") " DESC, b.id DESC", \
		"$4, $2, $3")

static const struct page_sql surest_first[] = {
	[DB_SQLITE] = BY_CONFIDENCE(SUREST, SQLITE_TITLE("b")),
	[DB_POSTGRES] = BY_CONFIDENCE(SUREST, POSTGRES_TITLE("b")),
};
static const struct page_sql pages[][FILTER_BY_EVIDENCE + 1] = {
	[DB_SQLITE] =
		{
			[FILTER_OLDEST] = BY_TITLE(SQLITE_TITLE("b")),
			[FILTER_BY_TITLE] = BY_TITLE(SQLITE_TITLE("b")),
			[FILTER_BY_CONF] = BY_CONFIDENCE(LEAST_SURE, SQLITE_TITLE("b")),
			[FILTER_BY_CHANGED] = BY_TIME("replace(b.updated_at, 'T', ' ')"),
			[FILTER_BY_DEGREE] = RANKED("degree"),
			[FILTER_BY_EVIDENCE] = RANKED("evidence"),
		},
	[DB_POSTGRES] =
		{
			[FILTER_OLDEST] = BY_TITLE(POSTGRES_TITLE("b")),
			[FILTER_BY_TITLE] = BY_TITLE(POSTGRES_TITLE("b")),
			[FILTER_BY_CONF] = BY_CONFIDENCE(LEAST_SURE, POSTGRES_TITLE("b")),
			[FILTER_BY_CHANGED] = BY_TIME("b.updated_at"),
			[FILTER_BY_DEGREE] =
				COUNTED("SELECT e.id, count(*) AS n FROM (SELECT g.source_id AS id"
					" FROM belief_edges g UNION ALL SELECT g.target_id"
					" FROM belief_edges g WHERE g.source_id <> g.target_id) e"
					" GROUP BY e.id"),
			[FILTER_BY_EVIDENCE] = COUNTED("SELECT v.belief_id AS id, count(*) AS n"
						       " FROM evidence_links v"
						       " GROUP BY v.belief_id"),
		},
};

static bool is_counted(enum filter_sort sort)
{
	return sort == FILTER_BY_DEGREE || sort == FILTER_BY_EVIDENCE;
}

/* Pages before a key are read from it, and turned round afterwards. */
static bool comes_turned(const struct belief_query *q)
{
	return q->from == PAGE_LAST || q->from == PAGE_BEFORE;
}

static bool is_surest_first(const struct belief_query *q)
{
	return q->filter.sort == FILTER_BY_CONF && q->filter.reversed;
}

/* The latest change comes first, so that this list runs against its index. */
static bool runs_backwards(const struct belief_query *q)
{
	return !is_surest_first(q) && q->filter.reversed != (q->filter.sort == FILTER_BY_CHANGED);
}

static bool reads_backwards(const struct belief_query *q)
{
	return comes_turned(q) != runs_backwards(q);
}

static const char *side_of(const struct page_sql *page, const struct belief_query *q)
{
	bool back = reads_backwards(q);

	if (q->from == PAGE_AT)
		return back ? page->back_from : page->at;
	return back ? page->before : page->after;
}

static void bind_key(struct query *sql, const struct belief_query *q)
{
	enum filter_sort sort = q->filter.sort;

	query_bind_text(sql, sort == FILTER_BY_CHANGED ? span_of(q->key.time) : q->key.title_key);
	query_bind_text(sql, span_of(q->key.id));
	if (is_counted(sort))
		query_bind_int(sql, (int64_t)q->key.rank);
	else if (sort == FILTER_BY_CONF)
		query_bind_real(sql, q->key.rank);
}

/* The values must live as long as the query, those of the filter in the arena. */
static void build_page(struct query *sql, const struct belief_query *q, struct arena *a)
{
	const struct page_sql *page = is_surest_first(q) ? &surest_first[sql->engine]
							 : &pages[sql->engine][q->filter.sort];
	bool keyed = q->from != PAGE_FIRST && q->from != PAGE_LAST;

	query_bind_int(sql, (int64_t)q->limit + 1);
	query_add(sql, page->rows);
	if (keyed && q->key.id[0]) {
		bind_key(sql, q);
		query_add(sql, side_of(page, q));
	} else if (q->from == PAGE_BEFORE) {
		query_add(sql, " AND 1 = 0"); /* nothing is before the first */
	}
	belief_filter(sql, &q->filter, a);
	query_add(sql, reads_backwards(q) ? page->in_reverse : page->in_order);
}

static void reverse(struct belief_page *p)
{
	for (size_t i = 0; i < p->n / 2; i++) {
		size_t j = p->n - 1 - i;
		struct belief row = p->rows[i];
		struct belief_key key = p->keys[i];
		p->rows[i] = p->rows[j];
		p->keys[i] = p->keys[j];
		p->rows[j] = row;
		p->keys[j] = key;
	}
}

static void read_key(
	struct stmt *st, enum filter_sort sort, struct arena *a, struct belief_key *key)
{
	row_copy(key->id, sizeof(key->id), col_text(st, 0));
	if (sort == FILTER_BY_CHANGED) {
		row_copy(key->time, sizeof(key->time), col_text(st, BELIEF_KEY + 1));
		return;
	}
	key->title_key = row_text(st, BELIEF_KEY, a);
	key->rank = col_real(st, BELIEF_KEY + 1);
}

static int read_page(struct stmt *st, const struct belief_query *q, struct arena *a,
	struct belief_page *out, struct err *e)
{
	int step;

	*out = (struct belief_page){
		.rows = arena_calloc(a, q->limit, sizeof(*out->rows)),
		.keys = arena_calloc(a, q->limit, sizeof(*out->keys)),
	};
	while ((step = stmt_step(st, e)) > 0) {
		if (out->n == q->limit) {
			out->more = true;
			return 0;
		}
		read_key(st, q->filter.sort, a, &out->keys[out->n]);
		belief_row_read(st, a, &out->rows[out->n++]);
	}
	return step;
}

int beliefs_page(struct db *db, const struct belief_query *q, struct arena *a,
	struct belief_page *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};

	build_page(&sql, q, a);
	struct stmt *st = query_prepare(&sql, db, e);
	int rc = st ? read_page(st, q, a, out, e) : -1;
	stmt_done(&st);
	if (rc == 0 && comes_turned(q))
		reverse(out);
	query_clear(&sql);
	return rc;
}

static const char count_beliefs[] =
	"SELECT count(*) FROM (SELECT 1 FROM belief_nodes b WHERE 1 = 1";

int beliefs_count(struct db *db, const struct filter *f, int64_t cap, int64_t *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	struct arena a = {0};
	int rc = -1;

	query_bind_int(&sql, cap + 1);
	query_add(&sql, count_beliefs);
	belief_filter(&sql, f, &a);
	query_add(&sql, " LIMIT $1) AS counted");
	struct stmt *st = query_prepare(&sql, db, e);
	if (st)
		rc = row_number(st, out, e);
	query_clear(&sql);
	arena_free(&a);
	return rc;
}

static const char ids_of_beliefs[] = "SELECT b.id FROM belief_nodes b WHERE 1 = 1";
static const char ids_behind[] = " AND b.id > $2";

int beliefs_ids(struct db *db, const struct filter *f, const char *after, size_t most,
	struct arena *a, char (**out)[UUID_TEXT], size_t *n, bool *more, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	int step = -1;

	*out = arena_calloc(a, most, sizeof(**out));
	*n = 0;
	query_bind_int(&sql, (int64_t)most + 1);
	query_add(&sql, ids_of_beliefs);
	if (after[0]) {
		query_bind_text(&sql, lookup_id(db, span_of(after)));
		query_add(&sql, ids_behind);
	}
	belief_filter(&sql, f, a);
	query_add(&sql, " ORDER BY b.id LIMIT $1");
	struct stmt *st = query_prepare(&sql, db, e);
	while (st && (step = stmt_step(st, e)) > 0 && *n < most)
		row_copy((*out)[(*n)++], UUID_TEXT, col_text(st, 0));
	*more = step > 0;
	stmt_done(&st);
	query_clear(&sql);
	return step < 0 ? -1 : 0;
}
