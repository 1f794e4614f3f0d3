/* One belief with its edges and evidence. */
#include "store/beliefs.h"

#include <string.h>

#include "belief_row.h"
#include "lookup.h"
#include "row.h"

#define SHORTEST_PREFIX 4

static const char belief_by_id[] = BELIEF_ROW("1") " WHERE b.id = $1";
static const char beliefs_by_title[] = BELIEF_ROW("1") " WHERE b.title = $1 LIMIT 2";
static const char beliefs_by_prefix[] = BELIEF_ROW("1") " WHERE b.id BETWEEN $1 AND $2 LIMIT 2";

/* Gives the statement back. 1 one belief, 0 none, -1 error or several. */
static int read_only_belief(
	struct stmt *st, struct span name, struct arena *a, struct belief *out, struct err *e)
{
	int found = stmt_step(st, e);

	if (found > 0) {
		belief_row_read(st, a, out);
		int another = stmt_step(st, e);
		if (another > 0)
			another = err_set(e, ERR_USAGE, "several beliefs are called \"%.*s\"",
				(int)name.n, name.p);
		found = another < 0 ? -1 : 1;
	}
	stmt_done(&st);
	return found;
}

static int find_by(struct db *db, const char *sql, struct span key, struct span name,
	struct arena *a, struct belief *out, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	if (!st)
		return -1;
	stmt_text(st, 1, key);
	return read_only_belief(st, name, a, out, e);
}

int beliefs_find(struct db *db, struct span id, struct arena *a, struct belief *out, struct err *e)
{
	return find_by(db, belief_by_id, lookup_id(db, id), id, a, out, e);
}

static const char beliefs_by_id[] = BELIEF_ROW("1") " WHERE b.id IN " ROW_PLACES;

/* The same may be asked for by several drafts. */
static int find_some(struct db *db, const struct span *ids, size_t n, struct arena *const *a,
	struct belief *out, struct err *e)
{
	struct stmt *st = db_prepare(db, beliefs_by_id, e);
	int step;

	if (!st)
		return -1;
	for (size_t i = 0; i < ROW_BATCH; i++)
		stmt_text(st, (int)i + 1, i < n ? lookup_id(db, ids[i]) : SPAN_NULL);
	while ((step = stmt_step(st, e)) > 0)
		for (size_t i = 0; i < n; i++)
			if (span_eq(lookup_id(db, ids[i]), col_text(st, 0)))
				belief_row_read(st, a[i], &out[i]);
	stmt_done(&st);
	return step;
}

int beliefs_find_all(struct db *db, const struct span *ids, size_t n, struct arena *const *a,
	struct belief *out, struct err *e)
{
	memset(out, 0, n * sizeof(*out));
	for (size_t at = 0; at < n; at += ROW_BATCH) {
		size_t some = n - at < ROW_BATCH ? n - at : ROW_BATCH;
		if (find_some(db, ids + at, some, a + at, out + at, e) < 0)
			return -1;
	}
	return 0;
}

static int find_by_prefix(
	struct db *db, struct span name, struct arena *a, struct belief *out, struct err *e)
{
	struct id_range range = lookup_prefix(db_engine(db), name, a);
	struct stmt *st = db_prepare(db, beliefs_by_prefix, e);

	if (!st)
		return -1;
	stmt_text(st, 1, range.first);
	stmt_text(st, 2, range.last);
	return read_only_belief(st, name, a, out, e);
}

/* What a slip of the fingers makes of a title is about as long. */
#define TITLES_LIKE(lower, sought) \
	"SELECT title FROM belief_nodes WHERE abs(length(title) - length(" sought ")) <= 3" \
	" OR substr(" lower("title") ", 1, length(" sought ")) = " lower(sought) " LIMIT 1000"
#define SQLITE_LOWER(x) "lower(" x ")"
static const char *const titles_like[] = {
	[DB_SQLITE] = TITLES_LIKE(SQLITE_LOWER, "$1"),
	[DB_POSTGRES] = TITLES_LIKE(POSTGRES_LOWER, "CAST($1 AS text)"),
};

static void hint_at_title(struct db *db, struct span name, struct err *e)
{
	struct stmt *st = db_prepare(db, titles_like[db_engine(db)], NULL);

	if (st)
		stmt_text(st, 1, lookup_text(db, name));
	lookup_hint(st, name, "`tenet beliefs list` lists them with their ids", e);
}

int beliefs_named(
	struct db *db, struct span name, struct arena *a, struct belief *out, struct err *e)
{
	if (name.n == 0)
		return err_set(e, ERR_MISSING, "no belief has an empty id or title");
	int found = find_by(db, belief_by_id, lookup_id(db, name), name, a, out, e);
	if (found == 0)
		found = find_by(db, beliefs_by_title, lookup_text(db, name), name, a, out, e);
	if (found == 0 && name.n >= SHORTEST_PREFIX)
		found = find_by_prefix(db, name, a, out, e);
	if (found == 0) {
		err_set(e, ERR_MISSING, "there is no belief \"%.*s\"", (int)name.n, name.p);
		if (name.n < SHORTEST_PREFIX)
			err_hint(
				e, "an id needs its first %d characters at least", SHORTEST_PREFIX);
		else
			hint_at_title(db, name, e);
	}
	return found > 0 ? 0 : -1;
}

#define EDGE_ROW \
	"SELECT g.id, g.relation, g.weight, o.id, o.title, o.current_confidence" \
	" FROM belief_edges g JOIN belief_nodes o"
#define EDGE_ORDER(title) " ORDER BY g.relation, g.weight DESC NULLS LAST, " title ", o.id"

/* An edge from a belief to itself goes out. */
#define EDGES_IN \
	EDGE_ROW " ON o.id = g.source_id WHERE g.target_id = $1 AND g.source_id <> g.target_id"
#define EDGES_OUT EDGE_ROW " ON o.id = g.target_id WHERE g.source_id = $1"
static const char *const edges_in[] = {
	[DB_SQLITE] = EDGES_IN EDGE_ORDER(SQLITE_TITLE("o")),
	[DB_POSTGRES] = EDGES_IN EDGE_ORDER(POSTGRES_TITLE("o")),
};
static const char *const edges_out[] = {
	[DB_SQLITE] = EDGES_OUT EDGE_ORDER(SQLITE_TITLE("o")),
	[DB_POSTGRES] = EDGES_OUT EDGE_ORDER(POSTGRES_TITLE("o")),
};

static void read_edge(struct stmt *st, struct arena *a, struct belief_edge *out)
{
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	out->relation = row_text(st, 1, a);
	out->weight = row_real(st, 2);
	row_copy(out->other_id, sizeof(out->other_id), col_text(st, 3));
	out->other_title = row_text(st, 4, a);
	out->other_confidence = row_confidence(st, 5, &out->other_broken);
}

static int read_edges(struct db *db, const char *sql, const char *id, struct arena *a,
	struct belief_edge **out, size_t *n, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);
	size_t room = 0;
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(id));
	while ((step = stmt_step(st, e)) > 0) {
		*out = row_room(a, *out, *n, sizeof(**out), &room);
		read_edge(st, a, &(*out)[(*n)++]);
	}
	stmt_done(&st);
	return step;
}

#define EVIDENCE \
	"SELECT v.id, v.source_type, v.source_ref, v.strength, v.created_at FROM evidence_links v" \
	" WHERE v.belief_id = $1 ORDER BY "

static const char *const evidence_of[] = {
	[DB_SQLITE] = EVIDENCE "replace(v.created_at, 'T', ' ') DESC, v.rowid DESC",
	[DB_POSTGRES] = EVIDENCE "v.created_at DESC, v.updated_at DESC, v.id DESC",
};

static int read_evidence(struct db *db, struct belief_detail *d, struct arena *a, struct err *e)
{
	struct stmt *st = db_prepare(db, evidence_of[db_engine(db)], e);
	size_t room = 0;
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(d->belief.id));
	while ((step = stmt_step(st, e)) > 0) {
		d->evidence =
			row_room(a, d->evidence, d->evidence_count, sizeof(*d->evidence), &room);
		struct evidence *v = &d->evidence[d->evidence_count++];
		row_copy(v->id, sizeof(v->id), col_text(st, 0));
		v->source_type = row_text(st, 1, a);
		v->source_ref = row_text(st, 2, a);
		v->strength = row_text(st, 3, a);
		v->created_at = row_text(st, 4, a);
	}
	stmt_done(&st);
	return step;
}

/* What of a belief is asked for. */
enum detail_part { DETAIL_ALL, DETAIL_WITHOUT_EDGES };

static int read_detail(struct db *db, struct span id, enum detail_part part, struct arena *a,
	struct belief_detail *d, struct err *e)
{
	enum db_engine engine = db_engine(db);

	if (beliefs_named(db, id, a, &d->belief, e) < 0)
		return -1;
	if (part == DETAIL_WITHOUT_EDGES)
		return read_evidence(db, d, a, e);
	if (read_edges(db, edges_in[engine], d->belief.id, a, &d->in, &d->in_count, e) < 0)
		return -1;
	if (read_edges(db, edges_out[engine], d->belief.id, a, &d->out, &d->out_count, e) < 0)
		return -1;
	return read_evidence(db, d, a, e);
}

/* One snapshot, so that counts and lists agree. */
static int get(struct db *db, struct span id, enum detail_part part, struct arena *a,
	struct belief_detail *out, struct err *e)
{
	bool own = !db_in_transaction(db);

	*out = (struct belief_detail){0};
	if (own && db_begin_read(db, e) < 0)
		return -1;
	int rc = read_detail(db, id, part, a, out, e);
	if (own)
		db_rollback(db);
	return rc;
}

int beliefs_get(
	struct db *db, struct span id, struct arena *a, struct belief_detail *out, struct err *e)
{
	return get(db, id, DETAIL_ALL, a, out, e);
}

int beliefs_get_node(
	struct db *db, struct span id, struct arena *a, struct belief_detail *out, struct err *e)
{
	return get(db, id, DETAIL_WITHOUT_EDGES, a, out, e);
}
