/* Filters of interactions as SQL: what each term asks of a row. */
#include "memory_filter.h"

#include "base/time.h"
#include "lookup.h"
#include "memory_sql.h"
#include "post_sql.h"

/* Every fragment is true or false and never NULL, so that NOT turns it round. */

static const char *const compares[] = {
	[FILTER_IS] = " = ",
	[FILTER_LESS] = " < ",
	[FILTER_LESS_OR_IS] = " <= ",
	[FILTER_MORE] = " > ",
	[FILTER_MORE_OR_IS] = " >= ",
};

/* What is older was written before. */
static const char *const earlier[] = {
	[FILTER_IS] = " = ",
	[FILTER_LESS] = " > ",
	[FILTER_LESS_OR_IS] = " >= ",
	[FILTER_MORE] = " < ",
	[FILTER_MORE_OR_IS] = " <= ",
};

static void add_text(struct query *q, const char *before, struct span value, const char *after)
{
	if (!lookup_possible(q->engine, value)) {
		query_add(q, "1 = 0");
		return;
	}
	query_add(q, before);
	query_text(q, value);
	query_add(q, after);
}

/* The sign before the persona keeps SQLite from reading all that one ever said, and then sorting
 * it. */
static const char *const same_sub[][2] = {
	[DB_SQLITE] = {"lower(p.subreddit) = lower(", ")"},
	[DB_POSTGRES] = {POSTGRES_LOWER("p.subreddit") " = lower(", " COLLATE \"C\")"},
};
static const char *const same_persona[][2] = {
	[DB_SQLITE] = {"+p.persona_id IN (SELECT s.id FROM personas s"
		       " WHERE lower(s.reddit_username) = lower(",
		"))"},
	[DB_POSTGRES] = {"p.persona_id IN (SELECT s.id FROM personas s"
			 " WHERE " POSTGRES_LOWER("s.reddit_username") " = lower(",
		" COLLATE \"C\"))"},
};

static void add_name(struct query *q, const char *const (*same)[2], struct span name)
{
	add_text(q, same[q->engine][0], name, same[q->engine][1]);
}

static void add_type(struct query *q, const struct filter_node *t)
{
	if (span_is(t->value, "other"))
		query_add(q, "lower(p.interaction_type) NOT IN ('post', 'comment', 'reply')");
	else
		add_text(q, "lower(p.interaction_type) = ", t->value, "");
}

#define LONGEST_AGE (INT64_C(1000) * 365 * 86400) /* in seconds; nothing is older */

/* The moment that lies an age ago, in the form that sorts among those of the column. */
static struct span moment(int64_t age, struct arena *a)
{
	int64_t t = time_now() - (age < LONGEST_AGE ? age : LONGEST_AGE) * TIME_SECOND;
	char *text = arena_alloc(a, 27);

	if (t % TIME_SECOND == 0)
		time_format_seconds(t, text);
	else
		time_format_micros(t, text);
	text[10] = ' ';
	return span_of(text);
}

static void add_age(struct query *q, const struct filter_node *t, struct arena *a)
{
	static const char *const created[] = {
		[DB_SQLITE] = SQLITE_TIME, [DB_POSTGRES] = "p.created_at"};

	query_add(q, created[q->engine]);
	query_add(q, earlier[t->compare]);
	query_text(q, moment(t->number, a));
}

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
	query_add(q, column[q->engine]);
	query_add(q, compares[t->compare]);
	query_int(q, t->number);
	query_add(q, q->engine == DB_SQLITE ? ", 0)" : ", false)");
}

static void add_id(struct query *q, const struct filter_node *t, struct arena *a)
{
	struct id_range range = lookup_prefix(q->engine, t->value, a);

	if (!range.first.p) {
		query_add(q, "1 = 0");
		return;
	}
	query_add(q, "p.id BETWEEN ");
	query_text(q, range.first);
	query_add(q, " AND ");
	query_text(q, range.last);
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
	case FILTER_SUB: add_name(q, same_sub, t->value); return;
	case FILTER_TYPE: add_type(q, t); return;
	case FILTER_PERSONA: add_name(q, same_persona, t->value); return;
	case FILTER_AGE: add_age(q, t, a); return;
	case FILTER_SCORE: add_number(q, score, t); return;
	case FILTER_COST: add_number(q, cost, t); return;
	case FILTER_LEN: add_number(q, length, t); return;
	case FILTER_REDDIT: add_text(q, "p.reddit_id = ", t->value, ""); return;
	case FILTER_PARENT: add_text(q, "coalesce(p.parent_id, '') = ", t->value, ""); return;
	case FILTER_ID: add_id(q, t, a); return;
	case FILTER_HAS: add_part(q, t); return;
	default: return; /* of other lists; sort: is never in the tree */
	}
}

static void add_node(struct query *q, const struct filter_node *n, struct arena *a)
{
	query_add(q, n->negated ? "NOT (" : "(");
	if (n->kind == FILTER_TERM)
		add_term(q, n, a);
	for (const struct filter_node *part = n->first; part; part = part->next) {
		if (part != n->first)
			query_add(q, n->kind == FILTER_ALL ? " AND " : " OR ");
		add_node(q, part, a);
	}
	query_add(q, ")");
}

void memory_filter(struct query *sql, const struct filter *f, struct arena *a)
{
	for (const struct filter_node *n = f->first; n; n = n->next) {
		query_add(sql, " AND ");
		add_node(sql, n, a);
	}
}
