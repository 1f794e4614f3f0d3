/* One question for each kind of finding. */
#include "store/findings.h"

#include "base/time.h"
#include "findings_cycle.h"
#include "row.h"

/*
 * Every statement gives: the belief's id, title and confidence, those of the other one, detail,
 * other detail, weight, other weight, count, time. The last placeholder says how many rows; the one
 * before it, where a kind has one, is the least confidence or difference, or the time.
 *
 * SQLite keeps in a column what was put there: a confidence that is no number is greater than every
 * number, and PostgreSQL's NaN is, too. BETWEEN leaves both out. The + keeps it from walking an
 * index of random ids through the whole table, only to have few rows in their order.
 */
#define COLUMNS(b, o, detail, other_detail, weight, other_weight, count, time) \
	"SELECT " b ".id AS belief, " b ".title, " b ".current_confidence, " o ".id AS other, " o \
	".title, " o ".current_confidence, " detail ", " other_detail ", " weight \
	", " other_weight ", " count ", " time
#define ALONE(detail, other_detail, weight, other_weight, count, time) \
	"SELECT b.id AS belief, b.title, b.current_confidence, CAST(NULL AS uuid) AS other," \
	" NULL, NULL, " detail ", " other_detail ", " weight ", " other_weight ", " count \
	", " time
#define ENDS \
	" FROM belief_edges g JOIN belief_nodes b ON b.id = g.source_id" \
	" JOIN belief_nodes o ON o.id = g.target_id"
#define IS_STRONG(b) b ".current_confidence BETWEEN $1 AND 1"

#define TENSIONS(least) \
	COLUMNS("b", "o", "g.relation", "NULL", "g.weight", "NULL", "0", "NULL") \
	ENDS " WHERE g.relation = 'contradicts' AND g.source_id <> g.target_id AND " IS_STRONG( \
		"b") " AND " IS_STRONG("o") " ORDER BY coalesce(g.weight, 0) * " least \
					    "(b.current_confidence, o.current_confidence) DESC, " \
					    "g.id LIMIT $2"

#define TWO_WAYS \
	COLUMNS("b", "o", "min(g.relation)", "NULL", "max(g.weight)", "max(h.weight)", "0", \
		"NULL") \
	ENDS " JOIN belief_edges h ON h.source_id = g.source_id AND h.target_id = g.target_id" \
	     " AND h.relation = 'contradicts' WHERE g.relation IN ('supports', 'evidence_for')" \
	     " AND g.source_id <> g.target_id GROUP BY b.id, o.id ORDER BY b.id, o.id LIMIT $1"

#define NO_EVIDENCE \
	ALONE("NULL", "NULL", "NULL", "NULL", "0", "NULL") \
	" FROM belief_nodes b WHERE " IS_STRONG( \
		"b") " AND NOT EXISTS (SELECT 1 FROM evidence_links v WHERE v.belief_id = b.id)" \
		     " ORDER BY b.current_confidence DESC, b.id LIMIT $2"

/* Once for a belief. What is no number is not the same as one, and all of it the same. */
#define SQLITE_NUMBER(x) "CASE WHEN typeof(" x ") IN ('real', 'integer') THEN " x " END"
#define POSTGRES_NUMBER(x) "nullif(" x ", 'NaN')"
#define DRIFT(stance, belief) \
	ALONE("NULL", "NULL", "max(v.confidence)", "NULL", "count(*)", "NULL") \
	" FROM belief_nodes b JOIN stance_versions v ON v.belief_id = b.id" \
	" AND v.status IN ('current', 'locked') WHERE abs(" stance " - " belief ") > $1" \
	" OR (" stance " IS NULL) <> (" belief " IS NULL)" \
	" GROUP BY b.id ORDER BY b.id LIMIT $2"

#define LIVE \
	"SELECT id AS belief, title, current_confidence, CAST(NULL AS uuid) AS other, NULL, " \
	"NULL, NULL, NULL, NULL, NULL, n, NULL" \
	" FROM (SELECT b.id, b.title, b.current_confidence, (SELECT count(*) FROM" \
	" stance_versions v WHERE v.belief_id = b.id AND v.status IN ('current', 'locked')) AS n" \
	" FROM belief_nodes b) AS counted WHERE n <> 1 ORDER BY id LIMIT $1"

#define PERSONAS(order) \
	COLUMNS("b", "o", "p.reddit_username", "q.reddit_username", "NULL", "NULL", "0", "NULL") \
	ENDS " LEFT JOIN personas p ON p.id = b.persona_id" \
	     " LEFT JOIN personas q ON q.id = o.persona_id" \
	     " WHERE b.persona_id <> o.persona_id OR g.persona_id <> b.persona_id" \
	     " ORDER BY " order " LIMIT $1"

#define SELF_EDGE(order) \
	ALONE("g.relation", "NULL", "g.weight", "NULL", "0", "NULL") \
	" FROM belief_edges g JOIN belief_nodes b ON b.id = g.source_id" \
	" WHERE g.source_id = g.target_id ORDER BY " order " LIMIT $1"

#define DOUBLE_EDGE \
	"SELECT b.id AS belief, b.title, b.current_confidence, o.id AS other, o.title, " \
	"o.current_confidence," \
	" g.relation, NULL, NULL, NULL, g.n, NULL FROM (SELECT source_id, target_id, relation," \
	" count(*) AS n FROM belief_edges GROUP BY source_id, target_id, relation" \
	" HAVING count(*) > 1) AS g JOIN belief_nodes b ON b.id = g.source_id" \
	" JOIN belief_nodes o ON o.id = g.target_id ORDER BY b.id, o.id, g.relation LIMIT $1"

#define CONFIDENCE(text, type, wrong) \
	ALONE(text, type, "NULL", "NULL", "0", "NULL") \
	" FROM belief_nodes b WHERE b.current_confidence IS NULL OR " wrong \
	" ORDER BY b.id LIMIT $1"

#define TAGS(text, array) \
	ALONE(text, "NULL", "NULL", "NULL", "0", "NULL") \
	" FROM belief_nodes b WHERE b.tags IS NOT NULL AND NOT " array " ORDER BY b.id LIMIT $1"

/* Once for a belief, with one of the values. */
#define AUDIT(no_object_before, no_object_after) \
	"SELECT b.id AS belief, b.title, b.current_confidence, CAST(NULL AS uuid) AS other," \
	" NULL, NULL, min(CASE WHEN " no_object_before " THEN CAST(u.old_value AS TEXT)" \
	" ELSE CAST(u.new_value AS TEXT) END), NULL, NULL, NULL, count(*), NULL" \
	" FROM belief_updates u JOIN belief_nodes b ON b.id = u.belief_id" \
	" WHERE " no_object_before " OR " no_object_after " GROUP BY b.id ORDER BY b.id LIMIT $1"
#define SQLITE_NO_OBJECT(x) \
	"(" x " IS NOT NULL AND NOT CASE WHEN json_valid(" x ") THEN json_type(" x \
	") = 'object' ELSE 0 END)"
#define POSTGRES_NO_OBJECT(x) \
	"(" x " IS NOT NULL AND jsonb_typeof(CAST(" x " AS jsonb)) <> 'object')"

/* Of the end that is there; SQLite without foreign keys alone lets one be missing. */
#define NO_END(order) \
	"SELECT coalesce(b.id, o.id) AS belief, coalesce(b.title, o.title)," \
	" coalesce(b.current_confidence, o.current_confidence)," \
	" CASE WHEN o.id IS NULL THEN g.target_id ELSE g.source_id END AS other, NULL, NULL," \
	" g.relation, CASE WHEN b.id IS NOT NULL THEN 'target' WHEN o.id IS NOT NULL" \
	" THEN 'source' ELSE 'both' END, NULL, NULL, 0, NULL FROM belief_edges g" \
	" LEFT JOIN belief_nodes b ON b.id = g.source_id" \
	" LEFT JOIN belief_nodes o ON o.id = g.target_id" \
	" WHERE b.id IS NULL OR o.id IS NULL ORDER BY " order " LIMIT $1"

#define STALE(changed, added) \
	ALONE("NULL", "NULL", "NULL", "NULL", "0", "b.updated_at") \
	" FROM belief_nodes b WHERE " changed " < $1" \
	" AND NOT EXISTS (SELECT 1 FROM stance_versions v WHERE v.belief_id = b.id AND " added \
	" >= $1) AND NOT EXISTS (SELECT 1 FROM evidence_links v WHERE v.belief_id = b.id AND" \
	" " added " >= $1) ORDER BY " changed ", b.id LIMIT $2"

static const char *const statements[FINDING_KINDS][2] = {
	[FINDING_TENSION] = {[DB_SQLITE] = TENSIONS("min"), [DB_POSTGRES] = TENSIONS("least")},
	[FINDING_TWO_WAYS] = {[DB_SQLITE] = TWO_WAYS, [DB_POSTGRES] = TWO_WAYS},
	[FINDING_NO_EVIDENCE] = {[DB_SQLITE] = NO_EVIDENCE, [DB_POSTGRES] = NO_EVIDENCE},
	[FINDING_DRIFT] =
		{
			[DB_SQLITE] = DRIFT(SQLITE_NUMBER("v.confidence"),
				SQLITE_NUMBER("b.current_confidence")),
			[DB_POSTGRES] = DRIFT(POSTGRES_NUMBER("v.confidence"),
				POSTGRES_NUMBER("b.current_confidence")),
		},
	[FINDING_LIVE] = {[DB_SQLITE] = LIVE, [DB_POSTGRES] = LIVE},
	[FINDING_PERSONAS] = {[DB_SQLITE] = PERSONAS("+g.id"), [DB_POSTGRES] = PERSONAS("g.id")},
	[FINDING_SELF_EDGE] = {[DB_SQLITE] = SELF_EDGE("+g.id"), [DB_POSTGRES] = SELF_EDGE("g.id")},
	[FINDING_DOUBLE_EDGE] = {[DB_SQLITE] = DOUBLE_EDGE, [DB_POSTGRES] = DOUBLE_EDGE},
	[FINDING_CONFIDENCE] =
		{
			[DB_SQLITE] = CONFIDENCE("CAST(b.current_confidence AS TEXT)",
				"typeof(b.current_confidence)",
				"typeof(b.current_confidence) NOT IN ('real', 'integer')"
				" OR b.current_confidence NOT BETWEEN 0 AND 1"),
			[DB_POSTGRES] = CONFIDENCE("CAST(b.current_confidence AS TEXT)", "'real'",
				"b.current_confidence NOT BETWEEN 0 AND 1"),
		},
	[FINDING_TAGS] =
		{
			[DB_SQLITE] = TAGS("CAST(b.tags AS TEXT)",
				"CASE WHEN json_valid(b.tags) THEN json_type(b.tags) = 'array'"
				" ELSE 0 END"),
			[DB_POSTGRES] = TAGS("CAST(b.tags AS TEXT)",
				"(jsonb_typeof(CAST(b.tags AS jsonb)) = 'array')"),
		},
	[FINDING_AUDIT] =
		{
			[DB_SQLITE] = AUDIT(
				SQLITE_NO_OBJECT("u.old_value"), SQLITE_NO_OBJECT("u.new_value")),
			[DB_POSTGRES] = AUDIT(POSTGRES_NO_OBJECT("u.old_value"),
				POSTGRES_NO_OBJECT("u.new_value")),
		},
	[FINDING_NO_END] = {[DB_SQLITE] = NO_END("+g.id"), [DB_POSTGRES] = NO_END("g.id")},
	[FINDING_STALE] =
		{
			[DB_SQLITE] =
				STALE("replace(b.updated_at, 'T', ' ')",
					"replace(v.created_at, 'T', ' ')"),
			[DB_POSTGRES] = STALE("b.updated_at", "v.created_at"),
		},
};

/* Around a statement, which is then asked for all. A number, not EXISTS: that could be joined in
 * another order. */
#define OF_PERSONA \
	"SELECT * FROM (%s) f WHERE (SELECT count(*) FROM belief_nodes n WHERE" \
	" n.persona_id = $%d AND n.id IN (f.belief, f.other)) > 0 LIMIT $%d"

/* The placeholder that says how many rows. */
static int last_place(enum finding_kind kind)
{
	bool has_least = kind == FINDING_TENSION || kind == FINDING_NO_EVIDENCE ||
		kind == FINDING_DRIFT || kind == FINDING_STALE;

	return has_least ? 2 : 1;
}

static struct stmt *prepare(struct db *db, enum finding_kind kind, struct span persona_id,
	struct arena *a, struct err *e)
{
	const char *sql = statements[kind][db_engine(db)];
	int last = last_place(kind);

	if (persona_id.p)
		sql = arena_printf(a, OF_PERSONA, sql, last + 1, last + 2);
	return db_prepare(db, sql, e);
}

static void bind(struct stmt *st, enum finding_kind kind, int64_t now, char time[20])
{
	switch (kind) {
	case FINDING_TENSION:
	case FINDING_NO_EVIDENCE: stmt_real(st, 1, FINDING_STRONG); break;
	case FINDING_DRIFT: stmt_real(st, 1, FINDING_DRIFT_LEAST); break;
	case FINDING_STALE:
		time_format_seconds(now - INT64_C(86400) * FINDING_STALE_DAYS * TIME_SECOND, time);
		stmt_text(st, 1, span_of(time));
		break;
	default: break;
	}
}

static void bind_limit(
	struct stmt *st, enum finding_kind kind, struct span persona_id, int64_t rows)
{
	int last = last_place(kind);

	stmt_int(st, last, persona_id.p ? INT64_MAX : rows);
	if (!persona_id.p)
		return;
	stmt_text(st, last + 1, persona_id);
	stmt_int(st, last + 2, rows);
}

static void read_finding(
	struct stmt *st, enum finding_kind kind, struct arena *a, struct finding *out)
{
	out->kind = kind;
	row_copy(out->belief, sizeof(out->belief), col_text(st, 0));
	out->title = row_text(st, 1, a);
	out->confidence = row_confidence(st, 2, &out->confidence_broken);
	row_copy(out->other, sizeof(out->other), col_text(st, 3));
	out->other_title = row_text(st, 4, a);
	out->other_confidence = row_confidence(st, 5, &out->other_broken);
	out->detail = row_text(st, 6, a);
	out->other_detail = row_text(st, 7, a);
	out->weight = row_confidence(st, 8, &out->weight_broken);
	out->other_weight = row_real(st, 9);
	out->count = col_int(st, 10);
	time_parse(col_text(st, 11), &out->since);
}

int findings_of_kind(struct db *db, enum finding_kind kind, int64_t now, struct span persona_id,
	size_t limit, struct arena *a, struct finding_list *out, struct err *e)
{
	char time[20];
	size_t room = 0;
	int step;

	*out = (struct finding_list){0};
	if (kind == FINDING_CYCLE)
		return findings_cycles(db, persona_id, limit, a, out, e);
	struct stmt *st = prepare(db, kind, persona_id, a, e);
	if (!st)
		return -1;
	bind(st, kind, now, time);
	bind_limit(st, kind, persona_id, (int64_t)limit + 1);
	while ((step = stmt_step(st, e)) > 0) {
		if (out->n == limit) {
			out->more = true;
			break;
		}
		out->rows = row_room(a, out->rows, out->n, sizeof(*out->rows), &room);
		read_finding(st, kind, a, &out->rows[out->n++]);
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}
