/* What may be completed from the database. */
#include "store/filter_values.h"

#include "lookup.h"
#include "row.h"

/* A recursive query that looks for the next larger name each time (a loose index scan): what it
 * costs follows the names, not the rows. */
#define EACH(column, table) \
	"WITH RECURSIVE s(name) AS (SELECT min(" column ") FROM " table \
	" UNION ALL SELECT (SELECT min(p." column ") FROM " table " p" \
	" WHERE p." column " > s.name) FROM s WHERE s.name IS NOT NULL)"

#define SQLITE_BEGINS(value) \
	" WHERE lower(substr(" value ", 1, length($1))) = lower($1) AND " value " <> ''" \
	" ORDER BY 1 LIMIT $2"
#define POSTGRES_TYPED "CAST($1 AS text)"
#define POSTGRES_BEGINS(value) \
	" WHERE lower(left(" value ", char_length(" POSTGRES_TYPED ")) COLLATE \"C\")" \
	" = lower(" POSTGRES_TYPED " COLLATE \"C\") AND " value " <> ''" \
	" ORDER BY 1 LIMIT $2"

#define SQLITE_EACH(column, table) \
	EACH(column, table) " SELECT DISTINCT s.name FROM s" SQLITE_BEGINS("s.name")
#define POSTGRES_EACH(column, table) \
	EACH(column, table) \
	" SELECT DISTINCT s.name COLLATE \"C\" FROM s" POSTGRES_BEGINS("s." \
								       "name")
#define SQLITE_PERSONAS \
	"SELECT r.reddit_username FROM personas r" SQLITE_BEGINS("r.reddit_username")
#define POSTGRES_PERSONAS \
	"SELECT r.reddit_username COLLATE \"C\" FROM personas r" POSTGRES_BEGINS( \
		"r.reddit_username")

static const struct {
	enum filter_dialect dialect;
	enum filter_field field;
	const char *sql[2]; /* by engine */
} values[] = {
	{FILTER_DRAFTS, FILTER_SUB,
		{SQLITE_EACH("target_subreddit", "pending_posts"),
			POSTGRES_EACH("target_subreddit", "pending_posts")}},
	{FILTER_DRAFTS, FILTER_PERSONA, {SQLITE_PERSONAS, POSTGRES_PERSONAS}},
	{FILTER_DRAFTS, FILTER_BY,
		{"SELECT r.username FROM admins r" SQLITE_BEGINS("r.username"),
			"SELECT r.username COLLATE \"C\" FROM admins r" POSTGRES_BEGINS(
				"r.username")}},
	{FILTER_DRAFTS, FILTER_FLAG,
		{"SELECT DISTINCT f.value FROM (SELECT draft_metadata AS m"
		 " FROM pending_posts ORDER BY rowid DESC LIMIT 1000) d,"
		 " json_each(CASE WHEN json_valid(d.m) THEN d.m ELSE 'null' END,"
		 " '$.evaluation.flags') f" SQLITE_BEGINS("f.value"),
			"SELECT DISTINCT f.value COLLATE \"C\" FROM (SELECT"
			" CAST(draft_metadata AS jsonb) #> '{evaluation,flags}' AS m"
			" FROM pending_posts ORDER BY created_at DESC LIMIT 1000) d,"
			" jsonb_array_elements_text(CASE WHEN jsonb_typeof(d.m) = 'array'"
			" THEN d.m END) f(value)" POSTGRES_BEGINS("f.value")}},
	{FILTER_DRAFTS, FILTER_REASON,
		{"SELECT DISTINCT d.reason FROM (SELECT reason FROM"
		 " console_decisions ORDER BY seq DESC LIMIT 1000) d" SQLITE_BEGINS("d.reason"),
			"SELECT DISTINCT d.reason COLLATE \"C\" FROM (SELECT reason FROM"
			" console_decisions ORDER BY seq DESC LIMIT 1000) d" POSTGRES_BEGINS(
				"d.reason")}},
	{FILTER_BELIEFS, FILTER_TAG,
		{"SELECT DISTINCT f.value FROM (SELECT tags AS m"
		 " FROM belief_nodes ORDER BY rowid DESC LIMIT 1000) d,"
		 " json_each(CASE WHEN json_valid(d.m) THEN d.m ELSE 'null' END) f" SQLITE_BEGINS(
			 "f.value"),
			"SELECT DISTINCT f.value COLLATE \"C\" FROM (SELECT"
			" CAST(tags AS jsonb) AS m FROM belief_nodes LIMIT 1000) d,"
			" jsonb_array_elements_text(CASE WHEN jsonb_typeof(d.m) = 'array'"
			" THEN d.m END) f(value)" POSTGRES_BEGINS("f.value")}},
	{FILTER_BELIEFS, FILTER_REL,
		{SQLITE_EACH("relation", "belief_edges"),
			POSTGRES_EACH("relation", "belief_edges")}},
	{FILTER_BELIEFS, FILTER_BY,
		{"SELECT DISTINCT d.updated_by FROM (SELECT updated_by FROM"
		 " belief_updates ORDER BY rowid DESC LIMIT 1000) d" SQLITE_BEGINS("d.updated_by"),
			"SELECT DISTINCT d.updated_by COLLATE \"C\" FROM (SELECT updated_by FROM"
			" belief_updates ORDER BY created_at DESC LIMIT 1000) d" POSTGRES_BEGINS(
				"d.updated_by")}},
	{FILTER_BELIEFS, FILTER_PERSONA, {SQLITE_PERSONAS, POSTGRES_PERSONAS}},
	{FILTER_INTERACTIONS, FILTER_SUB,
		{SQLITE_EACH("subreddit", "interactions"),
			POSTGRES_EACH("subreddit", "interactions")}},
	{FILTER_INTERACTIONS, FILTER_PERSONA, {SQLITE_PERSONAS, POSTGRES_PERSONAS}},
};

static const char *sql_for(
	enum db_engine engine, enum filter_dialect dialect, enum filter_field field)
{
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (values[i].dialect == dialect && values[i].field == field)
			return values[i].sql[engine];
	return NULL;
}

int filter_values(struct db *db, enum filter_dialect dialect, enum filter_field field,
	struct span typed, size_t most, struct arena *a, struct span **out, size_t *n,
	struct err *e)
{
	const char *sql = sql_for(db_engine(db), dialect, field);
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
