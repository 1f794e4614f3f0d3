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

static int add_words(struct query *sql, struct span words, struct arena *a, struct err *e)
{
	static const char *const columns[] = {"b.title", "b.summary", "coalesce(b.tags, '')"};
	size_t found = 0;

	for (size_t at = 0; at < words.n;) {
		size_t end = at;
		while (end < words.n && !is_blank(words.p[end]))
			end++;
		if (end > at && found++ == MOST_WORDS)
			return err_set(e, ERR_USAGE, "more than %d words", MOST_WORDS);
		if (end > at)
			query_contains(sql, columns, 3, (struct span){words.p + at, end - at}, a);
		at = end + 1;
	}
	return 0;
}

/* The first comparison alone lets SQLite enter the index at the key (see the queue's pages). */
#define AFTER " WHERE lower(b.title) >= $1 AND (lower(b.title), b.id) > ($1, $2)"
#define BEFORE " WHERE lower(b.title) <= $1 AND (lower(b.title), b.id) < ($1, $2)"

static const char page_after[] = BELIEF_ROW AFTER;
static const char page_before[] = BELIEF_ROW BEFORE;
static const char in_order[] = " ORDER BY lower(b.title), b.id LIMIT $3";
static const char in_reverse[] = " ORDER BY lower(b.title) DESC, b.id DESC LIMIT $3";

static bool reads_backwards(const struct belief_query *q)
{
	return q->from == PAGE_LAST || q->from == PAGE_BEFORE;
}

static struct stmt *prepare_page(struct db *db, const struct belief_query *q, struct arena *a,
	struct query *sql, struct err *e)
{
	static const char end_of_text[] = "\xF4\x8F\xBF\xBF";
	bool back = reads_backwards(q);
	bool keyed = q->from == PAGE_AFTER || q->from == PAGE_BEFORE;
	struct span edge = span_of(back ? end_of_text : "");

	query_bind_text(sql, keyed && q->key.title_key.p ? q->key.title_key : edge);
	query_bind_text(sql, keyed ? span_of(q->key.id) : edge);
	query_bind_int(sql, (int64_t)q->limit + 1);
	query_add(sql, back ? page_before : page_after);
	if (add_words(sql, q->words, a, e) < 0)
		return NULL;
	query_add(sql, back ? in_reverse : in_order);
	return query_prepare(sql, db, e);
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
	struct query sql = {0};
	int rc = -1;
	struct stmt *st = prepare_page(db, q, a, &sql, e);

	if (!st)
		goto out;
	rc = read_page(st, q->limit, a, out, e);
	stmt_done(&st);
	if (rc == 0 && reads_backwards(q))
		reverse(out);
out:
	query_clear(&sql);
	return rc;
}

static const char count_beliefs[] =
	"SELECT count(*) FROM (SELECT 1 FROM belief_nodes b WHERE 1 = 1";

int beliefs_count(struct db *db, struct span words, int64_t cap, int64_t *out, struct err *e)
{
	struct query sql = {0};
	struct arena a = {0};
	int rc = -1;

	query_bind_int(&sql, cap + 1);
	query_add(&sql, count_beliefs);
	if (add_words(&sql, words, &a, e) < 0)
		goto out;
	query_add(&sql, " LIMIT $1)");
	struct stmt *st = query_prepare(&sql, db, e);
	if (!st)
		goto out;
	rc = row_number(st, out, e);
out:
	query_clear(&sql);
	arena_free(&a);
	return rc;
}
