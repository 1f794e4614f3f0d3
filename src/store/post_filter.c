/* Filters of drafts as SQL: what each term asks of a row. */
#include "post_filter.h"

#include "filter_sql.h"
#include "lookup.h"
#include "post_sql.h"

static void add_contains(struct query *q, const char *column, struct span text)
{
	query_contains(q, &column, 1, text);
}

static void add_status(struct query *q, const struct filter_node *t)
{
	if (span_is(t->value, "any"))
		query_add(q, "1 = 1");
	else
		filter_sql_text(q, "coalesce(p.status, '') = ", t->value, "");
}

/* Names are of ASCII, or compared as if they were. */
static const char *const same_sub[][2] = {
	[DB_SQLITE] = {"lower(coalesce(p.target_subreddit, '')) = lower(", ")"},
	[DB_POSTGRES] = {POSTGRES_LOWER("coalesce(p.target_subreddit, '')") " = lower(",
		" COLLATE \"C\")"},
};
static const char *const same_reviewer[][2] = {
	[DB_SQLITE] = {"lower(coalesce(p.reviewed_by, '')) = lower(", ")"},
	[DB_POSTGRES] = {POSTGRES_LOWER("coalesce(p.reviewed_by, '')") " = lower(",
		" COLLATE \"C\")"},
};
static const char *const same_persona[][2] = {
	[DB_SQLITE] = SQLITE_OF_PERSONA("p.persona_id"),
	[DB_POSTGRES] = POSTGRES_OF_PERSONA("p.persona_id"),
};

static void add_type(struct query *q, const struct filter_node *t)
{
	if (span_is(t->value, "other"))
		query_add(
			q, "lower(coalesce(p.post_type, '')) NOT IN ('post', 'comment', 'reply')");
	else
		filter_sql_text(q, "lower(coalesce(p.post_type, '')) = ", t->value, "");
}

static const char *const created[] = {[DB_SQLITE] = SQLITE_TIME, [DB_POSTGRES] = "p.created_at"};
static const char *const reviewed[] = {
	[DB_SQLITE] = "p.reviewed_at IS NOT NULL AND replace(p.reviewed_at, 'T', ' ')",
	[DB_POSTGRES] = "p.reviewed_at IS NOT NULL AND p.reviewed_at",
};

static const char *const confidence[] = {
	[DB_SQLITE] = SQLITE_CONFIDENCE, [DB_POSTGRES] = POSTGRES_CONFIDENCE};
static const char *const length[] = {[DB_SQLITE] = SQLITE_LENGTH, [DB_POSTGRES] = POSTGRES_LENGTH};

static void add_confidence(struct query *q, const struct filter_node *t)
{
	filter_sql_number(q, confidence[q->engine], t);
	if (t->compare != FILTER_MORE && t->compare != FILTER_MORE_OR_IS)
		return;
	query_add(q, " AND ");
	query_add(q, confidence[q->engine]);
	query_add(q, " < " NO_CONFIDENCE);
}

static const char *const depth[][2] = {
	[DB_SQLITE] = {"CASE WHEN NOT json_valid(p.draft_metadata) THEN 0"
		       " WHEN json_type(p.draft_metadata, '$.conversation_depth') = 'integer'"
		       " THEN json_extract(p.draft_metadata, '$.conversation_depth')",
		" ELSE 0 END"},
	[DB_POSTGRES] = {"CASE WHEN jsonb_typeof(" POSTGRES_META
			 " -> 'conversation_depth') = 'number' AND " POSTGRES_META
			 " ->> 'conversation_depth' NOT LIKE '%.%'"
			 " THEN CAST(" POSTGRES_META " ->> 'conversation_depth' AS numeric)",
		" ELSE false END"},
};

static void add_depth(struct query *q, const struct filter_node *t)
{
	filter_sql_number(q, depth[q->engine][0], t);
	query_add(q, depth[q->engine][1]);
}

static const char *const flags[] = {[DB_SQLITE] = SQLITE_FLAGS, [DB_POSTGRES] = POSTGRES_FLAGS};
static const char *const each_flag[] = {
	[DB_SQLITE] = "EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(p.draft_metadata)"
		      " THEN p.draft_metadata ELSE 'null' END, '$.evaluation.flags') f WHERE ",
	[DB_POSTGRES] = "EXISTS (SELECT 1 FROM jsonb_array_elements_text(CASE WHEN"
			" jsonb_typeof(" POSTGRES_META " #> '{evaluation,flags}') = 'array'"
			" THEN " POSTGRES_META " #> '{evaluation,flags}' END) f(value) WHERE ",
};

static void add_flag(struct query *q, const struct filter_node *t)
{
	if (span_is(t->value, "any") || span_is(t->value, "none")) {
		query_add(q, flags[q->engine]);
		query_add(q, span_is(t->value, "any") ? " < 0" : " = 0");
		return;
	}
	query_add(q, each_flag[q->engine]);
	add_contains(q, "f.value", t->value);
	query_add(q, ")");
}

#define SQLITE_OBJECT(path) "coalesce(json_type(p.draft_metadata, '" path "'), '') = 'object'"
#define POSTGRES_OBJECT(path) \
	"coalesce(jsonb_typeof(" POSTGRES_META " #> '" path "'), '') = 'object'"
static const struct {
	const char *name, *sql[2];
} parts[] = {
	{"thread",
		{"CASE WHEN json_valid(p.draft_metadata) THEN " SQLITE_OBJECT(
			 "$.original_reply") " OR " SQLITE_OBJECT("$.our_original_comment") " ELSE "
											    "0 END",
			POSTGRES_OBJECT("{original_reply}") " OR " POSTGRES_OBJECT(
				"{our_original_comment}")}},
	{"beliefs",
		{"CASE WHEN json_valid(p.draft_metadata)"
		 " THEN coalesce(json_array_length(p.draft_metadata,"
		 " '$.belief_proposals.updates'), 0) > 0 OR " SQLITE_OBJECT(
			 "$.belief_proposals.new_belief") " ELSE 0 END",
			"CASE WHEN jsonb_typeof(" POSTGRES_META
			" #> '{belief_proposals,updates}') = 'array'"
			" THEN jsonb_array_length(" POSTGRES_META
			" #> '{belief_proposals,updates}') > 0 ELSE false END"
			" OR " POSTGRES_OBJECT("{belief_proposals,new_belief}")}},
	{"note",
		{"EXISTS (SELECT 1 FROM console_decisions d WHERE d.post_id = p.id"
		 " AND d.note <> '')",
			"EXISTS (SELECT 1 FROM console_decisions d WHERE d.post_id = p.id"
			" AND d.note <> '')"}},
	{"error",
		{"CASE WHEN json_valid(p.draft_metadata) THEN"
		 " coalesce(json_extract(p.draft_metadata, '$.post_error'), '') <> '' ELSE 0 END",
			"coalesce(" POSTGRES_META " ->> 'post_error', '') <> ''"}},
};

static void add_part(struct query *q, const struct filter_node *t)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (span_is(t->value, parts[i].name))
			query_add(q, parts[i].sql[q->engine]);
}

static void add_reason(struct query *q, const struct filter_node *t)
{
	query_add(q,
		"EXISTS (SELECT 1 FROM console_decisions d WHERE d.post_id = p.id"
		" AND d.action <> 'undo' AND NOT EXISTS"
		" (SELECT 1 FROM console_decisions u WHERE u.undoes = d.id) AND ");
	add_contains(q, "coalesce(d.reason, '')", t->value);
	query_add(q, ")");
}

static void add_term(struct query *q, const struct filter_node *t, struct arena *a)
{
	switch (t->field) {
	case FILTER_WORD: add_contains(q, "p.content", t->value); return;
	case FILTER_STATUS: add_status(q, t); return;
	case FILTER_SUB: filter_sql_same(q, same_sub, t->value); return;
	case FILTER_TYPE: add_type(q, t); return;
	case FILTER_PERSONA: filter_sql_same(q, same_persona, t->value); return;
	case FILTER_BY: filter_sql_same(q, same_reviewer, t->value); return;
	case FILTER_AGE: filter_sql_age(q, created[q->engine], t, a); return;
	case FILTER_REVIEWED: filter_sql_age(q, reviewed[q->engine], t, a); return;
	case FILTER_CONF: add_confidence(q, t); return;
	case FILTER_LEN: filter_sql_number(q, length[q->engine], t); return;
	case FILTER_FLAG: add_flag(q, t); return;
	case FILTER_DEPTH: add_depth(q, t); return;
	case FILTER_ID: filter_sql_id(q, "p.id", t, a); return;
	case FILTER_HAS: add_part(q, t); return;
	case FILTER_REASON: add_reason(q, t); return;
	default: return; /* of other lists; sort: is never in the tree */
	}
}

void post_filter_rest(struct query *sql, const struct filter *f, struct arena *a)
{
	filter_sql_rest(sql, f, filter_status_term(f), add_term, a);
}
