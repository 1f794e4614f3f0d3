/* What may be completed from the database. */
#include "store/filter_values.h"

#include "lookup.h"
#include "row.h"

/* A recursive query that looks for the next larger name each time (a loose index scan): what it
 * costs follows the names, not the drafts. */
#define SUBREDDITS \
	"WITH RECURSIVE s(name) AS (SELECT min(target_subreddit) FROM pending_posts" \
	" UNION ALL SELECT (SELECT min(p.target_subreddit) FROM pending_posts p" \
	" WHERE p.target_subreddit > s.name) FROM s WHERE s.name IS NOT NULL)"

#define SQLITE_BEGINS(value) \
	" WHERE lower(substr(" value ", 1, length($1))) = lower($1) AND " value " <> ''" \
	" ORDER BY 1 LIMIT $2"
#define POSTGRES_TYPED "CAST($1 AS text)"
#define POSTGRES_BEGINS(value) \
	" WHERE lower(left(" value ", char_length(" POSTGRES_TYPED ")) COLLATE \"C\")" \
	" = lower(" POSTGRES_TYPED " COLLATE \"C\") AND " value " <> ''" \
	" ORDER BY 1 LIMIT $2"

static const char *const values[][FILTER_SORT + 1] = {
	[DB_SQLITE] =
		{
			[FILTER_SUB] =
				SUBREDDITS " SELECT DISTINCT s.name FROM s" SQLITE_BEGINS("s.name"),
			[FILTER_PERSONA] = "SELECT r.reddit_username FROM personas r" SQLITE_BEGINS(
				"r.reddit_username"),
			[FILTER_BY] = "SELECT r.username FROM admins r" SQLITE_BEGINS("r.username"),
			[FILTER_FLAG] =
				"SELECT DISTINCT f.value FROM (SELECT draft_metadata AS m"
				" FROM pending_posts ORDER BY rowid DESC LIMIT 1000) d,"
				" json_each(CASE WHEN json_valid(d.m) THEN d.m ELSE 'null' END,"
				" '$.evaluation.flags') f" SQLITE_BEGINS("f.value"),
			[FILTER_REASON] =
				"SELECT DISTINCT d.reason FROM (SELECT reason FROM"
				" console_decisions ORDER BY seq DESC LIMIT 1000) d" SQLITE_BEGINS(
					"d.reason"),
		},
	[DB_POSTGRES] =
		{
			[FILTER_SUB] = SUBREDDITS
			" SELECT DISTINCT s.name COLLATE \"C\" FROM s" POSTGRES_BEGINS("s.name"),
			[FILTER_PERSONA] = "SELECT r.reddit_username COLLATE \"C\" FROM personas "
					   "r" POSTGRES_BEGINS("r.reddit_username"),
			[FILTER_BY] =
				"SELECT r.username COLLATE \"C\" FROM admins r" POSTGRES_BEGINS(
					"r.username"),
			[FILTER_FLAG] =
				"SELECT DISTINCT f.value COLLATE \"C\" FROM (SELECT"
				" CAST(draft_metadata AS jsonb) #> '{evaluation,flags}' AS m"
				" FROM pending_posts ORDER BY created_at DESC LIMIT 1000) d,"
				" jsonb_array_elements_text(CASE WHEN jsonb_typeof(d.m) = 'array'"
				" THEN d.m END) f(value)" POSTGRES_BEGINS("f.value"),
			[FILTER_REASON] =
				"SELECT DISTINCT d.reason COLLATE \"C\" FROM (SELECT reason FROM"
				" console_decisions ORDER BY seq DESC LIMIT 1000) "
				"d" POSTGRES_BEGINS("d.reason"),
		},
};

int filter_values(struct db *db, enum filter_field field, struct span typed, size_t most,
	struct arena *a, struct span **out, size_t *n, struct err *e)
{
	const char *sql = values[db_engine(db)][field];
	int step = -1;

	*out = arena_calloc(a, most, sizeof(**out));
	*n = 0;
	if (!sql || !lookup_possible(db_engine(db), typed))
		return 0;
	struct stmt *st = db_prepare(db, sql, e);
	if (!st)
		return -1;
	stmt_text(st, 1, typed.p ? typed : SPAN_LIT(""));
	stmt_int(st, 2, (int64_t)most);
	while ((step = stmt_step(st, e)) > 0 && *n < most)
		(*out)[(*n)++] = row_text(st, 0, a);
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}
