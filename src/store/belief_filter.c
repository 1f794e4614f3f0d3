/* Filters of beliefs as SQL: what each term asks of a row. */
#include "belief_filter.h"

#include "belief_row.h"
#include "filter_sql.h"
#include "lookup.h"

static void add_word(struct query *q, struct span word)
{
	static const char *const columns[][3] = {
		[DB_SQLITE] = {"b.title", "b.summary", "coalesce(b.tags, '')"},
		[DB_POSTGRES] = {"b.title", "b.summary", "coalesce(CAST(b.tags AS TEXT), '')"},
	};

	query_contains(q, columns[q->engine], 3, word);
}

/* In thousandths, rounded as the screen rounds. */
static const char *const confidence[] = {
	[DB_SQLITE] = "typeof(b.current_confidence) IN ('real', 'integer')"
		      " AND round(b.current_confidence * 1000)",
	[DB_POSTGRES] = "b.current_confidence IS NOT NULL AND b.current_confidence <> 'NaN'"
			" AND round(b.current_confidence * 1000)",
};
static const char *const no_confidence[] = {
	[DB_SQLITE] = "typeof(b.current_confidence) NOT IN ('real', 'integer')",
	[DB_POSTGRES] = "coalesce(b.current_confidence = 'NaN', true)",
};

static void add_confidence(struct query *q, const struct filter_node *t)
{
	if (t->number == FILTER_NONE)
		query_add(q, no_confidence[q->engine]);
	else
		filter_sql_number(q, confidence[q->engine], t);
}

/* What is no array has no tags. */
#define SQLITE_TAGS \
	"CASE WHEN NOT json_valid(b.tags) THEN '[]' WHEN json_type(b.tags) = 'array' THEN b.tags" \
	" ELSE '[]' END"
#define POSTGRES_TAGS \
	"CASE WHEN jsonb_typeof(CAST(b.tags AS jsonb)) = 'array' THEN CAST(b.tags AS jsonb)" \
	" ELSE CAST('[]' AS jsonb) END"

static const char *const same_tag[][2] = {
	[DB_SQLITE] = {"EXISTS (SELECT 1 FROM json_each(" SQLITE_TAGS ") f"
		       " WHERE f.type = 'text' AND lower(f.value) = lower(",
		"))"},
	[DB_POSTGRES] = {"EXISTS (SELECT 1 FROM jsonb_array_elements_text(" POSTGRES_TAGS
			 ") f(value) WHERE " POSTGRES_LOWER("f.value") " = lower(",
		" COLLATE \"C\"))"},
};
/* The sign before the persona keeps SQLite from reading all that one believes, and sorting it. */
static const char *const same_persona[][2] = {
	[DB_SQLITE] = SQLITE_OF_PERSONA("+b.persona_id"),
	[DB_POSTGRES] = POSTGRES_OF_PERSONA("b.persona_id"),
};
#define UPDATED "EXISTS (SELECT 1 FROM belief_updates u WHERE u.belief_id = b.id AND "
static const char *const same_name[][2] = {
	[DB_SQLITE] = {UPDATED "lower(coalesce(u.updated_by, '')) = lower(", "))"},
	[DB_POSTGRES] = {UPDATED POSTGRES_LOWER("coalesce(u.updated_by, '')") " = lower(",
		" COLLATE \"C\"))"},
};

#define EDGE_OUT "EXISTS (SELECT 1 FROM belief_edges g WHERE g.source_id = b.id"
#define EDGE_IN "EXISTS (SELECT 1 FROM belief_edges g WHERE g.target_id = b.id"
#define OTHER " AND g.relation NOT IN ('supports', 'contradicts', 'depends_on', 'evidence_for'))"
static const char *const related[] = {
	[DB_SQLITE] = " AND lower(g.relation) = lower(",
	[DB_POSTGRES] = " AND " POSTGRES_LOWER("g.relation") " = lower(",
};
static const char *const related_end[] = {[DB_SQLITE] = "))", [DB_POSTGRES] = " COLLATE \"C\"))"};

static void add_relation(struct query *q, const struct filter_node *t)
{
	if (span_is(t->value, "any")) {
		query_add(q, EDGE_OUT ") OR " EDGE_IN ")");
	} else if (span_is(t->value, "other")) {
		query_add(q, EDGE_OUT OTHER " OR " EDGE_IN OTHER);
	} else if (!lookup_possible(q->engine, t->value)) {
		query_add(q, "1 = 0");
	} else {
		query_add(q, EDGE_OUT);
		filter_sql_text(q, related[q->engine], t->value, related_end[q->engine]);
		query_add(q, " OR " EDGE_IN);
		filter_sql_text(q, related[q->engine], t->value, related_end[q->engine]);
	}
}

/* The belief itself, and the other ends of its edges. */
static void add_near(struct query *q, const struct filter_node *t, struct arena *a)
{
	filter_sql_id(q, "b.id", t, a);
	query_add(q, " OR b.id IN (SELECT g.target_id FROM belief_edges g WHERE ");
	filter_sql_id(q, "g.source_id", t, a);
	query_add(q, " UNION ALL SELECT g.source_id FROM belief_edges g WHERE ");
	filter_sql_id(q, "g.target_id", t, a);
	query_add(q, ")");
}

#define STATUS(list) " FROM stance_versions t WHERE t.belief_id = b.id AND t.status IN (" list "))"

static const char *const changed[] = {
	[DB_SQLITE] = "replace(b.updated_at, 'T', ' ')", [DB_POSTGRES] = "b.updated_at"};
static const char *const created[] = {
	[DB_SQLITE] = "replace(b.created_at, 'T', ' ')", [DB_POSTGRES] = "b.created_at"};

static void add_part(struct query *q, const struct filter_node *t)
{
	static const char *const tags[] = {
		[DB_SQLITE] = "json_array_length(" SQLITE_TAGS ") > 0",
		[DB_POSTGRES] = "jsonb_array_length(" POSTGRES_TAGS ") > 0",
	};

	query_add(q, span_is(t->value, "tags") ? tags[q->engine] : "trim(b.summary) <> ''");
}

static void add_term(struct query *q, const struct filter_node *t, struct arena *a)
{
	switch (t->field) {
	case FILTER_WORD: add_word(q, t->value); return;
	case FILTER_CONF: add_confidence(q, t); return;
	case FILTER_TAG: filter_sql_same(q, same_tag, t->value); return;
	case FILTER_REL: add_relation(q, t); return;
	case FILTER_NEAR: add_near(q, t, a); return;
	case FILTER_LOCKED:
		query_add(q, span_is(t->value, "yes") ? "" : "NOT ");
		query_add(q, "EXISTS (SELECT 1" STATUS("'locked'"));
		return;
	case FILTER_EVIDENCE: filter_sql_number(q, BELIEF_EVIDENCE, t); return;
	case FILTER_DEGREE: filter_sql_number(q, BELIEF_EDGES_IN " + " BELIEF_EDGES_OUT, t); return;
	case FILTER_STANCES:
		filter_sql_number(q, "(SELECT count(*)" STATUS("'current', 'locked'"), t);
		return;
	case FILTER_CHANGED: filter_sql_age(q, changed[q->engine], t, a); return;
	case FILTER_AGE: filter_sql_age(q, created[q->engine], t, a); return;
	case FILTER_BY: filter_sql_same(q, same_name, t->value); return;
	case FILTER_PERSONA: filter_sql_same(q, same_persona, t->value); return;
	case FILTER_ID: filter_sql_id(q, "b.id", t, a); return;
	case FILTER_HAS: add_part(q, t); return;
	default: return; /* of other lists; sort: is never in the tree */
	}
}

void belief_filter(struct query *sql, const struct filter *f, struct arena *a)
{
	filter_sql_rest(sql, f, NULL, add_term, a);
}
