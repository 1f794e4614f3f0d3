/* What an interaction led to: drafts, changes of beliefs, evidence. */
#include "store/memory.h"

#include <ctype.h>
#include <math.h>

#include "base/time.h"
#include "lookup.h"
#include "model/audit.h"
#include "post_sql.h"
#include "row.h"

/* --- Drafts. --- */

/* In a subreddit of its own or in none: the agent does not always fill the column. */
#define SQLITE_NAMED \
	"CASE WHEN CASE WHEN json_valid(p.draft_metadata)" \
	" THEN json_extract(p.draft_metadata, '$.reddit_id') = $4 END THEN 0" \
	" WHEN p.parent_id = $4 THEN 1" \
	" WHEN instr(p.draft_metadata, '\"' || $4 || '\"') > 0" \
	" OR instr(p.draft_metadata, '\"' || $6 || '\"') > 0 THEN 2 END"
#define POSTGRES_NAMED \
	"CASE WHEN " POSTGRES_META " ->> 'reddit_id' = $4 THEN 0 WHEN p.parent_id = $4 THEN 1" \
	" WHEN strpos(CAST(p.draft_metadata AS text), '\"' || $4 || '\"') > 0" \
	" OR strpos(CAST(p.draft_metadata AS text), '\"' || $6 || '\"') > 0 THEN 2 END"
#define WINDOW(named, time, sub, side, order) \
	"SELECT * FROM (SELECT p.id AS id, " named " AS link, " time " AS written" \
	" FROM pending_posts p WHERE p.persona_id = $1 AND p.target_subreddit " sub " AND " time \
	" " side " ORDER BY " order " LIMIT $5) w"
#define WINDOWS(named, time, moment) \
	"SELECT id, link FROM (" WINDOW( \
		named, time, "= $2", "<= " moment, time " DESC") " UNION ALL " WINDOW(named, time, \
		"IS NULL", "<= " moment, time " DESC") " UNION ALL " WINDOW(named, time, "= $2", \
		"> " moment, time) " UNION ALL " WINDOW(named, time, "IS NULL", "> " moment, \
		time) ") d WHERE link IS NOT NULL ORDER BY written, id LIMIT $7"
static const char *const drafts_around[] = {
	[DB_SQLITE] = WINDOWS(SQLITE_NAMED, SQLITE_TIME, "replace($3, 'T', ' ')"),
	[DB_POSTGRES] = WINDOWS(POSTGRES_NAMED, "p.created_at", "$3"),
};

static int find_drafts(struct db *db, const struct interaction *it,
	char ids[MEMORY_EFFECTS + 1][UUID_TEXT], enum draft_link *links, size_t *n, struct err *e)
{
	struct stmt *st = db_prepare(db, drafts_around[db_engine(db)], e);
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, it->persona_id));
	stmt_text(st, 2, it->subreddit);
	stmt_text(st, 3, it->created_at);
	stmt_text(st, 4, it->reddit_id);
	stmt_int(st, 5, MEMORY_LOOKED);
	stmt_text(st, 6, span_of(it->id));
	stmt_int(st, 7, MEMORY_EFFECTS + 1);
	while ((step = stmt_step(st, e)) > 0 && *n < MEMORY_EFFECTS + 1) {
		row_copy(ids[*n], UUID_TEXT, col_text(st, 0));
		links[(*n)++] = (enum draft_link)col_int(st, 1);
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

static int read_drafts(struct db *db, const struct interaction *it, struct arena *a,
	struct memory_effects *out, struct err *e)
{
	char ids[MEMORY_EFFECTS + 1][UUID_TEXT];
	enum draft_link links[MEMORY_EFFECTS + 1];
	struct post_line *lines;
	size_t n = 0;

	if (find_drafts(db, it, ids, links, &n, e) < 0)
		return -1;
	out->drafts_more = n > MEMORY_EFFECTS;
	n -= out->drafts_more;
	out->drafts = arena_calloc(a, n, sizeof(*out->drafts));
	if (posts_lines(db, (const char(*)[UUID_TEXT])ids, n, a, &lines, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (lines[i].id[0])
			out->drafts[out->draft_count++] = (struct memory_draft){lines[i], links[i]};
	return 0;
}

/* --- Changes of beliefs. --- */

/* On SQLite a day begins a time in either form, so that the agent's index serves. */
#define CHANGES(contains, since) \
	"SELECT w.belief_id, b.title, w.reason, w.updated_by, w.created_at, w.old_value, " \
	"w.new_value" \
	" FROM (SELECT * FROM belief_updates u WHERE u.created_at >= " since \
	" ORDER BY u.created_at LIMIT $2) w JOIN belief_nodes b ON b.id = w.belief_id" \
	" WHERE " contains "(w.reason, $3) > 0 OR " contains "(w.reason, $4) > 0" \
	" ORDER BY w.created_at, w.id"
static const char *const changes_since[] = {
	[DB_SQLITE] = CHANGES("instr", "substr($1, 1, 10)"),
	[DB_POSTGRES] = CHANGES("strpos", "$1"),
};

static bool is_part_of_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* "t1_138" is not named where "t1_1388" stands. */
static bool is_named(struct span text, struct span name)
{
	size_t at = 0;

	while (name.n > 0 && at + name.n <= text.n) {
		const char *found = memmem(text.p + at, text.n - at, name.p, name.n);
		if (!found)
			return false;
		size_t begin = (size_t)(found - text.p), end = begin + name.n;
		if ((begin == 0 || !is_part_of_name(text.p[begin - 1])) &&
			(end == text.n || !is_part_of_name(text.p[end])))
			return true;
		at = begin + 1;
	}
	return false;
}

static double confidence_of(struct span value, bool *broken)
{
	struct arena a = {0};
	struct audit_value v;

	audit_value_read(value, &a, &v);
	*broken = v.confidence_broken;
	arena_free(&a);
	return v.confidence;
}

/* NULL when there is room for no more. */
static struct memory_change *next_change(struct memory_effects *out)
{
	if (out->change_count < MEMORY_EFFECTS)
		return &out->changes[out->change_count++];
	out->changes_more = true;
	return NULL;
}

static void read_change(struct stmt *st, struct arena *a, struct memory_change *out)
{
	row_copy(out->belief_id, sizeof(out->belief_id), col_text(st, 0));
	out->title = row_text(st, 1, a);
	out->text = row_text(st, 2, a);
	out->by = row_text(st, 3, a);
	time_parse(col_text(st, 4), &out->created);
	out->before = confidence_of(col_text(st, 5), &out->before_broken);
	out->after = confidence_of(col_text(st, 6), &out->after_broken);
}

static int read_changes(struct db *db, const struct interaction *it, struct arena *a,
	struct memory_effects *out, struct err *e)
{
	struct stmt *st = db_prepare(db, changes_since[db_engine(db)], e);
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, it->created_at);
	stmt_int(st, 2, MEMORY_LOOKED);
	stmt_text(st, 3, it->reddit_id);
	stmt_text(st, 4, span_of(it->id));
	while ((step = stmt_step(st, e)) > 0) {
		struct span reason = col_text(st, 2);
		if (!is_named(reason, it->reddit_id) && !is_named(reason, span_of(it->id)))
			continue;
		struct memory_change *c = next_change(out);
		if (!c)
			break;
		read_change(st, a, c);
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

#define EVIDENCE(order) \
	"SELECT v.belief_id, b.title, v.strength, v.created_at FROM evidence_links v" \
	" JOIN belief_nodes b ON b.id = v.belief_id WHERE v.source_ref IN ($1, $2)" \
	" ORDER BY " order " LIMIT $3"
static const char *const evidence_from[] = {
	[DB_SQLITE] = EVIDENCE("replace(v.created_at, 'T', ' '), v.id"),
	[DB_POSTGRES] = EVIDENCE("v.created_at, v.id"),
};

static int read_evidence(struct db *db, const struct interaction *it, struct arena *a,
	struct memory_effects *out, struct err *e)
{
	struct stmt *st = db_prepare(db, evidence_from[db_engine(db)], e);
	struct memory_change *c;
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, it->reddit_id);
	stmt_text(st, 2, span_of(it->id));
	stmt_int(st, 3, MEMORY_EFFECTS + 1);
	while ((step = stmt_step(st, e)) > 0 && (c = next_change(out))) {
		*c = (struct memory_change){.evidence = true, .before = NAN, .after = NAN};
		row_copy(c->belief_id, sizeof(c->belief_id), col_text(st, 0));
		c->title = row_text(st, 1, a);
		c->text = row_text(st, 2, a);
		time_parse(col_text(st, 3), &c->created);
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

int memory_effects(struct db *db, const struct interaction *it, struct arena *a,
	struct memory_effects *out, struct err *e)
{
	*out = (struct memory_effects){
		.changes = arena_calloc(a, MEMORY_EFFECTS, sizeof(*out->changes))};
	if (it->persona_id.p && it->created != TIME_NONE && read_drafts(db, it, a, out, e) < 0)
		return -1;
	if (it->created != TIME_NONE && read_changes(db, it, a, out, e) < 0)
		return -1;
	return read_evidence(db, it, a, out, e);
}
