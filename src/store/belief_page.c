/* Pages of beliefs by title, and how many there are. */
#include "store/beliefs.h"

#include "belief_row.h"
#include "row.h"
#include "store/query.h"

#define MOST_WORDS 32

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static int add_words(struct query *sql, struct span words, struct err *e)
{
	static const char *const columns[][3] = {
		[DB_SQLITE] = {"b.title", "b.summary", "coalesce(b.tags, '')"},
		[DB_POSTGRES] = {"b.title", "b.summary", "coalesce(CAST(b.tags AS TEXT), '')"},
	};
	size_t found = 0;

	for (size_t at = 0; at < words.n;) {
		size_t end = at;
		while (end < words.n && !is_blank(words.p[end]))
			end++;
		if (end > at && found++ == MOST_WORDS)
			return err_set(e, ERR_USAGE, "more than %d words", MOST_WORDS);
		if (end > at) {
			query_add(sql, " AND ");
			query_contains(sql, columns[sql->engine], 3,
				(struct span){words.p + at, end - at});
		}
		at = end + 1;
	}
	return 0;
}

/* The first comparison alone lets SQLite enter the index at the key (see the queue's pages). */
static const char rows[] = BELIEF_ROW " WHERE 1 = 1";
static const char after[] = " AND lower(b.title) >= $2 AND (lower(b.title), b.id) > ($2, $3)";
static const char at[] = " AND lower(b.title) >= $2 AND (lower(b.title), b.id) >= ($2, $3)";
static const char before[] = " AND lower(b.title) <= $2 AND (lower(b.title), b.id) < ($2, $3)";
static const char in_order[] = " ORDER BY lower(b.title), b.id LIMIT $1";
static const char in_reverse[] = " ORDER BY lower(b.title) DESC, b.id DESC LIMIT $1";

static bool reads_backwards(const struct belief_query *q)
{
	return q->from == PAGE_LAST || q->from == PAGE_BEFORE;
}

static void add_key(struct query *sql, const struct belief_query *q)
{
	static const char *const sides[] = {
		[PAGE_AFTER] = after, [PAGE_BEFORE] = before, [PAGE_AT] = at};
	bool keyed = q->from != PAGE_FIRST && q->from != PAGE_LAST;

	if (keyed && q->key.id[0]) {
		query_bind_text(sql, q->key.title_key);
		query_bind_text(sql, span_of(q->key.id));
		query_add(sql, sides[q->from]);
	} else if (q->from == PAGE_BEFORE) {
		query_add(sql, " AND 1 = 0"); /* nothing is before the first */
	}
}

static int build_page(struct query *sql, const struct belief_query *q, struct err *e)
{
	query_bind_int(sql, (int64_t)q->limit + 1);
	query_add(sql, rows);
	add_key(sql, q);
	if (add_words(sql, q->words, e) < 0)
		return -1;
	query_add(sql, reads_backwards(q) ? in_reverse : in_order);
	return 0;
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

static int read_page(
	struct stmt *st, size_t limit, struct arena *a, struct belief_page *out, struct err *e)
{
	int step;

	*out = (struct belief_page){
		.rows = arena_calloc(a, limit, sizeof(*out->rows)),
		.keys = arena_calloc(a, limit, sizeof(*out->keys)),
	};
	while ((step = stmt_step(st, e)) > 0) {
		if (out->n == limit) {
			out->more = true;
			return 0;
		}
		struct belief_key *key = &out->keys[out->n];
		belief_row_read(st, a, &out->rows[out->n++]);
		key->title_key = row_text(st, BELIEF_TITLE_KEY, a);
		row_copy(key->id, sizeof(key->id), col_text(st, 0));
	}
	return step;
}

int beliefs_page(struct db *db, const struct belief_query *q, struct arena *a,
	struct belief_page *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	struct stmt *st = NULL;

	if (build_page(&sql, q, e) == 0)
		st = query_prepare(&sql, db, e);
	int rc = st ? read_page(st, q->limit, a, out, e) : -1;
	stmt_done(&st);
	if (rc == 0 && reads_backwards(q))
		reverse(out);
	query_clear(&sql);
	return rc;
}

static const char count_beliefs[] =
	"SELECT count(*) FROM (SELECT 1 FROM belief_nodes b WHERE 1 = 1";

int beliefs_count(struct db *db, struct span words, int64_t cap, int64_t *out, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	int rc = -1;

	query_bind_int(&sql, cap + 1);
	query_add(&sql, count_beliefs);
	if (add_words(&sql, words, e) < 0)
		goto out;
	query_add(&sql, " LIMIT $1) AS counted");
	struct stmt *st = query_prepare(&sql, db, e);
	if (!st)
		goto out;
	rc = row_number(st, out, e);
out:
	query_clear(&sql);
	return rc;
}
