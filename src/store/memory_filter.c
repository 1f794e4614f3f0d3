/* Filters of interactions as SQL: what each term asks of a row. */
#include "memory_filter.h"

#include "filter_sql.h"
#include "lookup.h"
#include "memory_sql.h"
#include "post_sql.h"

/* The sign before the persona keeps SQLite from reading all that one ever said, and then sorting
 * it. */
static const char *const same_sub[][2] = {
	[DB_SQLITE] = {"lower(p.subreddit) = lower(", ")"},
	[DB_POSTGRES] = {POSTGRES_LOWER("p.subreddit") " = lower(", " COLLATE \"C\")"},
};
static const char *const same_persona[][2] = {
	[DB_SQLITE] = SQLITE_OF_PERSONA("+p.persona_id"),
	[DB_POSTGRES] = POSTGRES_OF_PERSONA("p.persona_id"),
};

static void add_type(struct query *q, const struct filter_node *t)
{
	if (span_is(t->value, "other"))
		query_add(q, "lower(p.interaction_type) NOT IN ('post', 'comment', 'reply')");
	else
		filter_sql_text(q, "lower(p.interaction_type) = ", t->value, "");
}

static const char *const created[] = {[DB_SQLITE] = SQLITE_TIME, [DB_POSTGRES] = "p.created_at"};

/* What has no number matches no comparison. */
static const char *const score[] = {[DB_SQLITE] = SQLITE_SCORE, [DB_POSTGRES] = POSTGRES_SCORE};
static const char *const cost[] = {
	[DB_SQLITE] = "CAST(round(1000000 * " SQLITE_COST ") AS INTEGER)",
	[DB_POSTGRES] = "round(1000000 * " POSTGRES_COST ")",
};
static const char *const length[] = {
	[DB_SQLITE] = "length(p.content)", [DB_POSTGRES] = "char_length(p.content)"};

static void add_number(struct query *q, const char *const *column, const struct filter_node *t)
{
	query_add(q, "coalesce(");
	filter_sql_number(q, column[q->engine], t);
	query_add(q, q->engine == DB_SQLITE ? ", 0)" : ", false)");
}

static const struct {
	const char *name, *sql[2];
} parts[] = {
	{"parent", {"coalesce(p.parent_id, '') <> ''", "coalesce(p.parent_id, '') <> ''"}},
	{"metadata", {"p.metadata IS NOT NULL", "p.metadata IS NOT NULL"}},
	{"embedding", {"p.embedding IS NOT NULL", "p.embedding IS NOT NULL"}},
	{"score", {SQLITE_SCORE " IS NOT NULL", POSTGRES_SCORE " IS NOT NULL"}},
	{"cost", {SQLITE_COST " IS NOT NULL", POSTGRES_COST " IS NOT NULL"}},
};

static void add_part(struct query *q, const struct filter_node *t)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (span_is(t->value, parts[i].name))
			query_add(q, parts[i].sql[q->engine]);
}

static void add_word(struct query *q, struct span word)
{
	static const char *const column = "p.content";

	query_contains(q, &column, 1, word);
}

static void add_term(struct query *q, const struct filter_node *t, struct arena *a)
{
	switch (t->field) {
	case FILTER_WORD: add_word(q, t->value); return;
	case FILTER_SUB: filter_sql_same(q, same_sub, t->value); return;
	case FILTER_TYPE: add_type(q, t); return;
	case FILTER_PERSONA: filter_sql_same(q, same_persona, t->value); return;
	case FILTER_AGE: filter_sql_age(q, created[q->engine], t, a); return;
	case FILTER_SCORE: add_number(q, score, t); return;
	case FILTER_COST: add_number(q, cost, t); return;
	case FILTER_LEN: add_number(q, length, t); return;
	case FILTER_REDDIT: filter_sql_text(q, "p.reddit_id = ", t->value, ""); return;
	case FILTER_PARENT:
		filter_sql_text(q, "coalesce(p.parent_id, '') = ", t->value, "");
		return;
	case FILTER_ID: filter_sql_id(q, "p.id", t, a); return;
	case FILTER_HAS: add_part(q, t); return;
	default: return; /* of other lists; sort: is never in the tree */
	}
}

void memory_filter(struct query *sql, const struct filter *f, struct arena *a)
{
	filter_sql_rest(sql, f, NULL, add_term, a);
}
