/* Merges what happened around a belief from four tables, page by page. */
#include "store/history.h"

#include <math.h>
#include <string.h>

#include "base/time.h"
#include "history_said.h"
#include "lookup.h"
#include "row.h"

/*
 * Every statement gives id, time, order within the time, and nine columns of struct history_row; $1
 * is the belief, ($2, $3) the place where reading begins (on PostgreSQL ($2, $5, $3) for audit and
 * evidence, whose order within the time is that of the last change), $4 how many. The first
 * comparison alone lets SQLite enter an index at the time (see the queue's pages).
 */
#define COLUMNS(time, seq, what, who, place, text, ref, old, new, reason, note) \
	"SELECT x.id, " time ", " seq ", " what ", " who ", " place ", " text ", " ref ", " old \
	", " new ", " reason ", " note
#define SQLITE_TIME(column) "replace(x." column ", 'T', ' ')"
#define SQLITE_OLDER(time, seq) \
	" AND " time " <= $2 AND (" time ", " seq ") < ($2, $3) ORDER BY " time " DESC, " seq \
	" DESC LIMIT $4"
#define SQLITE_NEWER(time, seq) \
	" AND " time " >= $2 AND (" time ", " seq ") > ($2, $3) ORDER BY " time ", " seq " LIMIT " \
	"$4"
#define POSTGRES_OLDER(time, seq) \
	" AND (" time ", " seq ") < ($2, $3) ORDER BY " time " DESC, " seq " DESC LIMIT $4"
#define POSTGRES_NEWER(time, seq) \
	" AND (" time ", " seq ") > ($2, $3) ORDER BY " time ", " seq " LIMIT $4"
#define SQLITE_BOTH(rows, time, seq) \
	{ \
		rows SQLITE_OLDER(time, seq), rows SQLITE_NEWER(time, seq) \
	}
#define POSTGRES_BOTH(rows, time, seq) \
	{ \
		rows POSTGRES_OLDER(time, seq), rows POSTGRES_NEWER(time, seq) \
	}

/*
 * Of one belief. PostgreSQL is asked for a range that begins or ends with the belief, in the order
 * of the index: asked for one belief in the order of time, it likes to walk an index of times, past
 * all other beliefs (see the queue's pages).
 */
#define SQLITE_OF_BELIEF(rows) \
	SQLITE_BOTH(rows "x.belief_id = $1", SQLITE_TIME("created_at"), "x.rowid")
#define POSTGRES_OF_BELIEF(rows) \
	{ \
		rows "(x.belief_id, x.created_at, x.updated_at, x.id) < ($1, $2, $5, $3)" \
		     " AND x.belief_id >= $1 ORDER BY x.belief_id DESC, x.created_at DESC," \
		     " x.updated_at DESC, x.id DESC LIMIT $4", \
			rows "(x.belief_id, x.created_at, x.updated_at, x.id) > ($1, $2, $5, $3)" \
			     " AND x.belief_id <= $1 ORDER BY x.belief_id, x.created_at," \
			     " x.updated_at, x.id LIMIT $4" \
	}

/*
 * The ledger is walked in the order of its writing, which is that of time unless the clock was set
 * back: what is often proposed is found after few rows. SQLite would rather begin with the drafts.
 */
#define DECISION(time, text, join) \
	COLUMNS(time, "x.seq", "x.action", "x.actor", "p.target_subreddit", text, "x.post_id", \
		"p.draft_metadata", "NULL", "x.reason", "x.note") \
	" FROM console_decisions x " join " pending_posts p ON p.id = x.post_id WHERE "
#define BY_WRITING(rows, time) \
	{ \
		rows " AND (" time ", x.seq) < ($2, $3) ORDER BY x.seq DESC LIMIT $4", \
			rows " AND (" time ", x.seq) > ($2, $3) ORDER BY x.seq LIMIT $4" \
	}
/* Most metadata does not hold the id at all, which is cheaper to see than what it is. */
#define SQLITE_PROPOSES \
	"instr(p.draft_metadata, $1) > 0 AND EXISTS (SELECT 1 FROM json_each(CASE WHEN" \
	" json_valid(p.draft_metadata) THEN p.draft_metadata END," \
	" '$.belief_proposals.updates') u WHERE u.type = 'object'" \
	" AND json_extract(u.value, '$.belief_id') = $1)"
#define POSTGRES_PROPOSES \
	"CAST(p.draft_metadata AS jsonb) @> jsonb_build_object('belief_proposals'," \
	" jsonb_build_object('updates', jsonb_build_array(jsonb_build_object('belief_id'," \
	" CAST($1 AS text)))))"

#define AUDIT(time, seq) \
	COLUMNS(time, seq, "x.trigger_type", "x.updated_by", "NULL", "x.reason", "NULL", \
		"x.old_value", "x.new_value", "NULL", "NULL") \
	" FROM belief_updates x WHERE "

#define EVIDENCE(time, seq) \
	COLUMNS(time, seq, "x.source_type", "NULL", "x.strength", "x.source_ref", "NULL", "NULL", \
		"NULL", "NULL", "NULL") \
	" FROM evidence_links x WHERE "

/* $5 to $6 is one day. */
#define MEMORY(time, seq, text) \
	COLUMNS(time, seq, "x.interaction_type", "NULL", "x.subreddit", text, "x.reddit_id", \
		"NULL", "NULL", "NULL", "NULL") \
	" FROM interactions x WHERE x.persona_id = (SELECT b.persona_id FROM belief_nodes b" \
	" WHERE b.id = $1) AND " time " >= $5 AND " time " < $6"

#define SQLITE_TEXT(column) "substr(" column ", 1, 4000)"
#define POSTGRES_TEXT(column) "left(" column ", 4000)"

enum direction { OLDER, NEWER };
static const char *const statements[][HISTORY_KINDS][2] = {
	[DB_SQLITE] =
		{
			[HISTORY_DECISION] = BY_WRITING(
				DECISION(SQLITE_TIME("decided_at"), SQLITE_TEXT("p.content"),
					"CROSS JOIN") SQLITE_PROPOSES,
				SQLITE_TIME("decided_at")),
			[HISTORY_AUDIT] =
				SQLITE_OF_BELIEF(AUDIT(SQLITE_TIME("created_at"), "x.rowid")),
			[HISTORY_EVIDENCE] =
				SQLITE_OF_BELIEF(EVIDENCE(SQLITE_TIME("created_at"), "x.rowid")),
			[HISTORY_MEMORY] = SQLITE_BOTH(MEMORY(SQLITE_TIME("created_at"), "x.rowid",
							       SQLITE_TEXT("x.content")),
				SQLITE_TIME("created_at"), "x.rowid"),
		},
	[DB_POSTGRES] =
		{
			[HISTORY_DECISION] =
				BY_WRITING(DECISION("x.decided_at", POSTGRES_TEXT("p.content"),
						   "JOIN") POSTGRES_PROPOSES,
					"x.decided_at"),
			[HISTORY_AUDIT] = POSTGRES_OF_BELIEF(AUDIT("x.created_at", "x.updated_at")),
			[HISTORY_EVIDENCE] =
				POSTGRES_OF_BELIEF(EVIDENCE("x.created_at", "x.updated_at")),
			[HISTORY_MEMORY] =
				POSTGRES_BOTH(
					MEMORY("x.created_at", "0", POSTGRES_TEXT("x.content")),
					"x.created_at", "x.id"),
		},
};

/* The nearest moment before or after $2 at which anything else happened, so that what was said is
 * looked for on those days alone. */
#define NEAREST_OF(table, time, compare, direction) \
	"SELECT (SELECT " time " FROM " table " x WHERE x.belief_id = $1 AND " time " " compare \
	" $2 ORDER BY " time direction " LIMIT 1) AS t"
#define NEAREST(pick, time, compare, direction) \
	"SELECT " pick "(t) FROM (" NEAREST_OF("stance_versions", time, compare, \
		direction) " UNION ALL " NEAREST_OF("belief_updates", time, compare, \
		direction) " UNION ALL " NEAREST_OF("evidence_links", time, compare, \
		direction) ") AS nearest"
static const char *const nearest[][2] = {
	[DB_SQLITE] = {NEAREST("max", SQLITE_TIME("created_at"), "<", " DESC"),
		NEAREST("min", SQLITE_TIME("created_at"), ">=", "")},
	[DB_POSTGRES] = {NEAREST("max", "x.created_at", "<", " DESC"),
		NEAREST("min", "x.created_at", ">=", "")},
};

const char *history_kind_name(enum history_kind kind)
{
	static const char *const names[HISTORY_KINDS] = {
		[HISTORY_DECISION] = "decision",
		[HISTORY_AUDIT] = "audit",
		[HISTORY_EVIDENCE] = "evidence",
		[HISTORY_MEMORY] = "memory",
	};

	return kind < HISTORY_KINDS ? names[kind] : "";
}

/* One page that is being read. */
struct reading {
	struct db *db;
	const struct history_query *q;
	enum direction direction;
	struct history_key start;
	struct arena *a;
	struct err *e;
};

struct rows {
	struct history_row *v;
	size_t n, room;
};

/* --- The place where reading begins --- */

#define LATEST "9999-12-31 23:59:59"
#define EARLIEST "0001-01-01 00:00:00"

static void set_start(struct reading *r)
{
	const struct history_query *q = r->q;
	bool keyed = q->from != PAGE_FIRST && q->from != PAGE_LAST && q->key.id[0];

	r->direction = q->from == PAGE_LAST || q->from == PAGE_BEFORE ? NEWER : OLDER;
	if (keyed) {
		r->start = q->key;
		return;
	}
	r->start = (struct history_key){.kind = HISTORY_KINDS};
	/* On SQLite a time may be any text. */
	if (db_engine(r->db) == DB_POSTGRES)
		memcpy(r->start.time, r->direction == OLDER ? LATEST : EARLIEST, sizeof(LATEST));
	else if (r->direction == OLDER)
		memcpy(r->start.time, "~~~~~~~~~~", 11);
}

static bool has_updated(struct db *db, enum history_kind kind)
{
	return db_engine(db) == DB_POSTGRES && (kind == HISTORY_AUDIT || kind == HISTORY_EVIDENCE);
}

/* Of the rows of the same moment, those of a kind that stands behind the start's in the direction
 * of reading are all still to come, and those of one before it were all there. */
static void bind_start(struct stmt *st, const struct reading *r, enum history_kind kind)
{
	bool all = r->direction == OLDER ? kind > r->start.kind : kind < r->start.kind;
	bool highest = all == (r->direction == OLDER);
	bool at = kind == r->start.kind && r->start.id[0];

	stmt_text(st, 2, span_of(r->start.time));
	if (db_engine(r->db) == DB_SQLITE || kind == HISTORY_DECISION)
		stmt_int(st, 3,
			kind == r->start.kind ? r->start.seq
				: highest     ? INT64_MAX
					      : INT64_MIN);
	else if (at)
		stmt_text(st, 3, span_of(r->start.id));
	else
		stmt_text(st, 3,
			highest ? SPAN_LIT("ffffffff-ffff-ffff-ffff-ffffffffffff")
				: SPAN_LIT("00000000-0000-0000-0000-000000000000"));
	if (has_updated(r->db, kind))
		stmt_text(st, 5, span_of(at ? r->start.updated : highest ? LATEST : EARLIEST));
}

/* --- Rows --- */

static void read_proposal(
	struct span metadata, const char *belief, struct arena *a, struct history_row *out)
{
	struct post_meta m;

	post_meta_read(metadata, a, &m);
	for (size_t i = 0; i < m.update_count; i++) {
		if (!span_is(m.updates[i].belief_id, belief))
			continue;
		out->from = m.updates[i].current;
		out->to = m.updates[i].proposed;
		out->why = m.updates[i].reason;
		return;
	}
}

static struct span join(struct span reason, struct span note, struct arena *a)
{
	if (!reason.p || !note.p)
		return arena_span(a, reason.p ? reason : note);
	return span_of(arena_printf(a, "%.*s: %.*s", (int)reason.n, reason.p, (int)note.n, note.p));
}

static void read_row(
	struct stmt *st, const struct reading *r, enum history_kind kind, struct history_row *out)
{
	struct arena *a = r->a;

	*out = (struct history_row){.key.kind = kind, .from = (double)NAN, .to = (double)NAN};
	row_copy(out->key.id, sizeof(out->key.id), col_text(st, 0));
	row_copy(out->key.time, sizeof(out->key.time), col_text(st, 1));
	if (has_updated(r->db, kind))
		row_copy(out->key.updated, sizeof(out->key.updated), col_text(st, 2));
	else
		out->key.seq = col_int(st, 2);
	time_parse(col_text(st, 1), &out->at);
	out->what = row_text(st, 3, a);
	out->who = row_text(st, 4, a);
	out->place = row_text(st, 5, a);
	out->text = row_text(st, 6, a);
	out->ref = row_text(st, 7, a);
	if (kind == HISTORY_DECISION) {
		struct arena scratch = {0};
		read_proposal(col_text(st, 8), r->q->belief_id, &scratch, out);
		out->why = arena_span(a, out->why);
		arena_free(&scratch);
	} else {
		out->old_value = row_text(st, 8, a);
		out->new_value = row_text(st, 9, a);
	}
	out->note = join(col_text(st, 10), col_text(st, 11), a);
}

static struct stmt *prepare(const struct reading *r, enum history_kind kind, size_t most)
{
	struct stmt *st = db_prepare(r->db, statements[db_engine(r->db)][kind][r->direction], r->e);

	if (!st)
		return NULL;
	stmt_text(st, 1, lookup_id(r->db, span_of(r->q->belief_id)));
	bind_start(st, r, kind);
	stmt_int(st, 4, (int64_t)most);
	return st;
}

static int read_rows(
	struct stmt *st, const struct reading *r, enum history_kind kind, struct rows *out)
{
	int step;

	if (!st)
		return -1;
	while ((step = stmt_step(st, r->e)) > 0) {
		out->v = row_room(r->a, out->v, out->n, sizeof(*out->v), &out->room);
		read_row(st, r, kind, &out->v[out->n++]);
	}
	stmt_done(&st);
	return step;
}

/* --- What was said on the same days --- */

#define DAY 10

/* One day as the bounds of its times. */
struct day {
	char first[20], after[20];
};

/* False for what is no date. */
static bool day_of(struct span time, struct day *out)
{
	char midnight[] = "yyyy-mm-dd 00:00:00";
	int64_t t;

	if (time.n < DAY)
		return false;
	memcpy(midnight, time.p, DAY);
	if (!time_parse(span_of(midnight), &t))
		return false;
	time_format_seconds(t, out->first);
	time_format_seconds(t + 24 * 3600 * TIME_SECOND, out->after);
	return true;
}

/* 1 there is another moment, in `time`; 0 there is none; -1 error. */
static int find_nearest(const struct reading *r, const char *from, char time[40])
{
	struct stmt *st = db_prepare(r->db, nearest[db_engine(r->db)][r->direction], r->e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(r->db, span_of(r->q->belief_id)));
	stmt_text(st, 2, span_of(from));
	int step = stmt_step(st, r->e);
	if (step > 0 && col_is_null(st, 0))
		step = 0;
	if (step > 0)
		row_copy(time, 40, col_text(st, 0));
	stmt_done(&st);
	return step;
}

static int read_day(const struct reading *r, const struct day *day, struct rows *out)
{
	struct stmt *st = prepare(r, HISTORY_MEMORY, r->q->limit + 1 - out->n);

	if (!st)
		return -1;
	stmt_text(st, 5, span_of(day->first));
	stmt_text(st, 6, span_of(day->after));
	return read_rows(st, r, HISTORY_MEMORY, out);
}

/* In a file a time may be any text: the next greater one is that with the least sign behind it. */
static bool step_over(char time[40])
{
	size_t n = strlen(time);

	if (n + 1 < 40) {
		time[n] = '\001';
		time[n + 1] = '\0';
	}
	return n + 1 < 40;
}

/* Day after day on which anything else happened, from that of the start on. */
static int read_memory(const struct reading *r, struct rows *out)
{
	char from[40], time[40];
	struct day day;
	int found = 1;

	memcpy(from, r->start.time, sizeof(from));
	if (day_of(span_of(from), &day))
		memcpy(from, r->direction == OLDER ? day.after : day.first, sizeof(day.first));
	while (out->n <= r->q->limit && (found = find_nearest(r, from, time)) > 0) {
		memcpy(from, time, sizeof(from));
		if (!day_of(span_of(time), &day)) {
			if (r->direction == NEWER && !step_over(from))
				break;
			continue;
		}
		if (read_day(r, &day, out) < 0)
			return -1;
		memcpy(from, r->direction == OLDER ? day.first : day.after, sizeof(day.first));
	}
	return found < 0 ? -1 : 0;
}

/* --- Merging --- */

/* Whether x comes before y in the direction of reading; within one kind they are in order. */
static bool comes_first(
	const struct reading *r, const struct history_key *x, const struct history_key *y)
{
	int order = strcmp(x->time, y->time);

	if (order == 0)
		order = (int)y->kind - (int)x->kind;
	return r->direction == OLDER ? order > 0 : order < 0;
}

static void merge(const struct reading *r, struct rows *of, struct history_page *out)
{
	size_t at[HISTORY_KINDS] = {0};

	out->rows = arena_calloc(r->a, r->q->limit, sizeof(*out->rows));
	for (;;) {
		int best = -1;
		for (int k = 0; k < HISTORY_KINDS; k++)
			if (at[k] < of[k].n &&
				(best < 0 ||
					comes_first(
						r, &of[k].v[at[k]].key, &of[best].v[at[best]].key)))
				best = k;
		out->more = best >= 0;
		if (best < 0 || out->n == r->q->limit)
			break;
		out->rows[out->n++] = of[best].v[at[best]++];
	}
	for (size_t i = 0; r->direction == NEWER && i < out->n / 2; i++) {
		struct history_row row = out->rows[i];
		out->rows[i] = out->rows[out->n - 1 - i];
		out->rows[out->n - 1 - i] = row;
	}
}

static int read_all(const struct reading *r, struct history_page *out)
{
	unsigned kinds = r->q->kinds ? r->q->kinds : ~0u;
	struct rows of[HISTORY_KINDS] = {0};

	for (int k = 0; k < HISTORY_KINDS; k++) {
		int rc = 0;
		if (!(kinds & 1u << k))
			continue;
		if (k == HISTORY_MEMORY)
			rc = read_memory(r, &of[k]);
		else
			rc = read_rows(prepare(r, (enum history_kind)k, r->q->limit + 1), r,
				(enum history_kind)k, &of[k]);
		if (rc < 0)
			return -1;
	}
	merge(r, of, out);
	return history_say(r->db, r->a, out, r->e);
}

/* One snapshot, so that nothing moves from one table's page to another's. */
int history_page(struct db *db, const struct history_query *q, struct arena *a,
	struct history_page *out, struct err *e)
{
	struct reading r = {.db = db, .q = q, .a = a, .e = e};
	bool own = !db_in_transaction(db);

	*out = (struct history_page){0};
	set_start(&r);
	if (own && db_begin_read(db, e) < 0)
		return -1;
	int rc = read_all(&r, out);
	if (own)
		db_rollback(db);
	return rc;
}
