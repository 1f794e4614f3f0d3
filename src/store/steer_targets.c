/* Beliefs that an edge could lead to, by words of their titles. */
#include "belief_row.h"
#include "lookup.h"
#include "row.h"
#include "store/query.h"
#include "store/steer.h"

#define MOST_WORDS 8

static const char targets[] =
	"SELECT b.id, b.title FROM belief_nodes b WHERE b.persona_id = $1 AND b.id <> $2";
static const char elsewhere[] = "SELECT s.reddit_username FROM belief_nodes b"
				" JOIN personas s ON s.id = b.persona_id WHERE b.persona_id <> $1";
static const char *const in_order[] = {
	[DB_SQLITE] = " ORDER BY " SQLITE_TITLE("b") ", b.id LIMIT ",
	[DB_POSTGRES] = " ORDER BY " POSTGRES_TITLE("b") ", b.id LIMIT ",
};

/* Further words than that leave the list as it is. */
static void add_words(struct query *sql, struct span words)
{
	static const char *const columns[] = {"b.title"};
	int found = 0;

	for (size_t at = 0, end; at < words.n && found < MOST_WORDS; at = end + 1) {
		for (end = at; end < words.n && words.p[end] != ' '; end++)
			;
		if (end == at)
			continue;
		query_add(sql, " AND ");
		query_contains(sql, columns, 1, (struct span){words.p + at, end - at});
		found++;
	}
}

int steer_targets(struct db *db, const struct steer_belief *source, struct span words, size_t most,
	struct arena *a, struct steer_target **out, size_t *n, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	int step = -1;

	*n = 0;
	*out = arena_calloc(a, most, sizeof(**out));
	query_bind_text(&sql, span_of(source->persona_id));
	query_bind_text(&sql, span_of(source->id));
	query_add(&sql, targets);
	add_words(&sql, lookup_text(db, words));
	query_add(&sql, in_order[sql.engine]);
	query_int(&sql, (int64_t)most);
	struct stmt *st = query_prepare(&sql, db, e);
	while (st && (step = stmt_step(st, e)) > 0) {
		row_copy((*out)[*n].id, UUID_TEXT, col_text(st, 0));
		(*out)[(*n)++].title = row_text(st, 1, a);
	}
	stmt_done(&st);
	query_clear(&sql);
	return step < 0 ? -1 : 0;
}

int steer_target_elsewhere(struct db *db, const struct steer_belief *source, struct span words,
	struct arena *a, struct span *persona, struct err *e)
{
	struct query sql = {.engine = db_engine(db)};
	int step = -1;

	query_bind_text(&sql, span_of(source->persona_id));
	query_add(&sql, elsewhere);
	add_words(&sql, lookup_text(db, words));
	query_add(&sql, in_order[sql.engine]);
	query_int(&sql, 1);
	struct stmt *st = query_prepare(&sql, db, e);
	if (st && (step = stmt_step(st, e)) > 0)
		*persona = row_text(st, 0, a);
	stmt_done(&st);
	query_clear(&sql);
	return step;
}
