/* The timeline of one belief. */
#include "store/stances.h"

#include <math.h>

#include "base/time.h"
#include "lookup.h"
#include "row.h"

#define SHORTEST_PREFIX 4

static const char one_belief[] = "SELECT count(*) FROM belief_nodes WHERE id = $1";

static int check_belief(struct db *db, const char *belief_id, struct err *e)
{
	struct stmt *st = db_prepare(db, one_belief, e);
	int64_t n = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(belief_id)));
	if (row_number(st, &n, e) < 0)
		return -1;
	return n > 0 ? 0 : err_set(e, ERR_MISSING, "there is no belief \"%s\"", belief_id);
}

#define VERSION_COLUMNS \
	"SELECT v.id, v.persona_id, v.belief_id, v.text, v.confidence, v.status, v.rationale," \
	" v.created_at, v.updated_at, "
#define SQLITE_TIME "replace(v.created_at, 'T', ' ')"
#define SQLITE_VERSION VERSION_COLUMNS SQLITE_TIME ", v.rowid FROM stance_versions v"
/* Without a row's place in the order of writing: a version is changed for the last time when the
 * next one is written (see steer_work.c). */
#define POSTGRES_VERSION VERSION_COLUMNS "v.created_at, 0 FROM stance_versions v"
#define POSTGRES_ORDER(direction) \
	"v.created_at" direction ", v.updated_at" direction ", v.id" direction

static void read_row(struct stmt *st, struct arena *a, struct stance *out)
{
	*out = (struct stance){.change = (double)NAN};
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	out->persona_id = row_text(st, 1, a);
	out->belief_id = row_text(st, 2, a);
	out->text = row_text(st, 3, a);
	out->confidence = row_confidence(st, 4, &out->confidence_broken);
	out->status_text = row_text(st, 5, a);
	out->status = stance_status_of(out->status_text);
	out->rationale = row_text(st, 6, a);
	out->created_at = row_text(st, 7, a);
	out->updated_at = row_text(st, 8, a);
	time_parse(out->created_at, &out->created);
}

static void read_key(struct stmt *st, struct stance_key *out)
{
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	out->confidence = row_real(st, 4);
	row_copy(out->updated, sizeof(out->updated), col_text(st, 8));
	row_copy(out->time, sizeof(out->time), col_text(st, 9));
	out->seq = col_int(st, 10);
}

/* --- Pages --- */

/* The first comparison alone lets SQLite enter the index at the key (see the queue's pages). */
#define SQLITE_PAGE(enter, compare, direction) \
	SQLITE_VERSION \
	" WHERE v.belief_id = $1 AND " SQLITE_TIME enter " $2 AND (" SQLITE_TIME \
	", v.rowid) " compare " ($2, $3) ORDER BY " SQLITE_TIME direction ", v.rowid" direction \
	" LIMIT $4"
/* PostgreSQL is asked for a range that begins or ends with the belief, in the order of the index:
 * asked for one belief in the order of time, it likes to walk an index of times (see the queue's
 * pages). */
#define POSTGRES_PAGE(compare, end, direction) \
	POSTGRES_VERSION \
	" WHERE (v.belief_id, v.created_at, v.updated_at, v.id) " compare \
	" ($1, $2, $5, $3) AND v.belief_id " end " $1 ORDER BY v.belief_id" direction \
	", " POSTGRES_ORDER(direction) " LIMIT $4"
#define SQLITE_END(direction) \
	SQLITE_VERSION " WHERE v.belief_id = $1 ORDER BY " SQLITE_TIME direction \
		       ", v.rowid" direction " LIMIT $2"
#define POSTGRES_END(direction) \
	POSTGRES_VERSION " WHERE v.belief_id BETWEEN $1 AND $1 ORDER BY v.belief_id" direction \
			 ", " POSTGRES_ORDER(direction) " LIMIT $2"

static const char *const pages[][PAGE_AT + 1] = {
	[DB_SQLITE] =
		{
			[PAGE_FIRST] = SQLITE_END(" DESC"),
			[PAGE_LAST] = SQLITE_END(""),
			[PAGE_AFTER] = SQLITE_PAGE("<=", "<", " DESC"),
			[PAGE_BEFORE] = SQLITE_PAGE(">=", ">", ""),
			[PAGE_AT] = SQLITE_PAGE("<=", "<=", " DESC"),
		},
	[DB_POSTGRES] =
		{
			[PAGE_FIRST] = POSTGRES_END(" DESC"),
			[PAGE_LAST] = POSTGRES_END(""),
			[PAGE_AFTER] = POSTGRES_PAGE("<", ">=", " DESC"),
			[PAGE_BEFORE] = POSTGRES_PAGE(">", "<=", ""),
			[PAGE_AT] = POSTGRES_PAGE("<=", ">=", " DESC"),
		},
};

static bool reads_backwards(enum page_from from)
{
	return from == PAGE_LAST || from == PAGE_BEFORE;
}

/* One version more than asked for is read: it says that there are more, and what the oldest one
 * shown changed. */
static struct stmt *prepare_page(struct db *db, const struct stance_query *q, struct err *e)
{
	enum page_from from = q->from;
	bool keyed = from != PAGE_FIRST && from != PAGE_LAST;
	if (keyed && !q->key.id[0]) {
		from = PAGE_FIRST;
		keyed = false;
	}
	struct stmt *st = db_prepare(db, pages[db_engine(db)][from], e);
	if (!st)
		return NULL;
	stmt_text(st, 1, lookup_id(db, span_of(q->belief_id)));
	if (keyed) {
		stmt_text(st, 2, span_of(q->key.time));
		if (db_engine(db) == DB_SQLITE) {
			stmt_int(st, 3, q->key.seq);
		} else {
			stmt_text(st, 3, span_of(q->key.id));
			stmt_text(st, 5, span_of(q->key.updated));
		}
	}
	stmt_int(st, keyed ? 4 : 2, (int64_t)q->limit + 1);
	return st;
}

static void reverse(struct stance_page *p)
{
	for (size_t i = 0; i < p->n / 2; i++) {
		size_t j = p->n - 1 - i;
		struct stance row = p->rows[i];
		struct stance_key key = p->keys[i];
		p->rows[i] = p->rows[j];
		p->keys[i] = p->keys[j];
		p->rows[j] = row;
		p->keys[j] = key;
	}
}

/* Each against the one behind it; the last one against `before`, the confidence beyond the page. */
static void set_changes(struct stance_page *p, double before)
{
	for (size_t i = 0; i < p->n; i++)
		p->rows[i].change =
			p->rows[i].confidence - (i + 1 < p->n ? p->rows[i + 1].confidence : before);
}

static int read_page(struct stmt *st, const struct stance_query *q, struct arena *a,
	struct stance_page *out, double *before, struct err *e)
{
	size_t room = 0, key_room = 0;
	int step;

	while ((step = stmt_step(st, e)) > 0) {
		if (out->n == q->limit) {
			out->more = true;
			*before = row_real(st, 4);
			break;
		}
		out->rows = row_room(a, out->rows, out->n, sizeof(*out->rows), &room);
		out->keys = row_room(a, out->keys, out->n, sizeof(*out->keys), &key_room);
		read_row(st, a, &out->rows[out->n]);
		read_key(st, &out->keys[out->n++]);
	}
	return step < 0 ? -1 : 0;
}

int stances_page(struct db *db, const struct stance_query *q, struct arena *a,
	struct stance_page *out, struct err *e)
{
	double before = (double)NAN;

	*out = (struct stance_page){0};
	if (check_belief(db, q->belief_id, e) < 0)
		return -1;
	if (q->from == PAGE_BEFORE && !q->key.id[0])
		return 0; /* nothing is before the newest */
	struct stmt *st = prepare_page(db, q, e);
	int rc = st ? read_page(st, q, a, out, &before, e) : -1;
	stmt_done(&st);
	if (rc < 0)
		return -1;
	if (reads_backwards(q->from)) {
		reverse(out);
		before = q->from == PAGE_BEFORE ? q->key.confidence : (double)NAN;
	}
	set_changes(out, before);
	return 0;
}

/* --- One version --- */

static const char *const version_by_id[] = {
	[DB_SQLITE] = SQLITE_VERSION " WHERE v.id = $1",
	[DB_POSTGRES] = POSTGRES_VERSION " WHERE v.id = $1",
};
static const char *const versions_by_prefix[] = {
	[DB_SQLITE] = SQLITE_VERSION " WHERE v.id BETWEEN $1 AND $2 LIMIT 2",
	[DB_POSTGRES] = POSTGRES_VERSION " WHERE v.id BETWEEN $1 AND $2 LIMIT 2",
};

/* Gives the statement back. 1 one version, 0 none, -1 error or several. */
static int read_only_version(
	struct stmt *st, struct span name, struct arena *a, struct stance *out, struct err *e)
{
	int found = stmt_step(st, e);

	if (found > 0) {
		read_row(st, a, out);
		int another = stmt_step(st, e);
		if (another > 0) {
			err_set(e, ERR_USAGE, "several versions begin with \"%.*s\"", (int)name.n,
				name.p);
			another = err_hint(e, "give more of the id");
		}
		found = another < 0 ? -1 : 1;
	}
	stmt_done(&st);
	return found;
}

int stances_get(struct db *db, struct span id, struct arena *a, struct stance *out, struct err *e)
{
	struct stmt *st = db_prepare(db, version_by_id[db_engine(db)], e);
	int found = -1;

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, id));
	found = read_only_version(st, id, a, out, e);
	if (found == 0 && id.n >= SHORTEST_PREFIX) {
		struct id_range range = lookup_prefix(db_engine(db), id, a);
		st = db_prepare(db, versions_by_prefix[db_engine(db)], e);
		if (!st)
			return -1;
		stmt_text(st, 1, range.first);
		stmt_text(st, 2, range.last);
		found = read_only_version(st, id, a, out, e);
	}
	if (found == 0) {
		err_set(e, ERR_MISSING, "there is no version \"%.*s\" of a stance", (int)id.n,
			id.p);
		if (id.n < SHORTEST_PREFIX)
			err_hint(
				e, "an id needs its first %d characters at least", SHORTEST_PREFIX);
	}
	return found > 0 ? 0 : -1;
}

/* In the order of the timeline. */
static const char *const version_before[] = {
	[DB_SQLITE] = SQLITE_VERSION
	" JOIN stance_versions w ON w.id = $1 WHERE v.belief_id = w.belief_id AND (" SQLITE_TIME
	", v.rowid) < (replace(w.created_at, 'T', ' '), w.rowid) ORDER BY " SQLITE_TIME
	" DESC, v.rowid DESC LIMIT 1",
	[DB_POSTGRES] = POSTGRES_VERSION
	" JOIN stance_versions w ON w.id = $1 WHERE v.belief_id = w.belief_id"
	" AND (v.created_at, v.updated_at, v.id) < (w.created_at, w.updated_at, w.id)"
	" ORDER BY " POSTGRES_ORDER(" DESC") " LIMIT 1",
};

int stances_before(
	struct db *db, const char *id, struct arena *a, struct stance *out, struct err *e)
{
	struct stmt *st = db_prepare(db, version_before[db_engine(db)], e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(id)));
	int found = stmt_step(st, e);
	if (found > 0)
		read_row(st, a, out);
	stmt_done(&st);
	return found;
}

#define LIVE(version, order) \
	version " WHERE v.belief_id = $1 AND v.status IN ('current', 'locked') ORDER BY " order \
		" LIMIT $2"
static const char *const live[] = {
	[DB_SQLITE] = LIVE(SQLITE_VERSION, SQLITE_TIME " DESC, v.rowid DESC"),
	[DB_POSTGRES] = LIVE(POSTGRES_VERSION, POSTGRES_ORDER(" DESC")),
};

int stances_live(struct db *db, const char *belief_id, struct arena *a, struct stance **out,
	size_t *n, struct err *e)
{
	struct stmt *st = db_prepare(db, live[db_engine(db)], e);
	int step;

	*n = 0;
	*out = arena_calloc(a, STANCES_LIVE, sizeof(**out));
	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(belief_id)));
	stmt_int(st, 2, STANCES_LIVE);
	while ((step = stmt_step(st, e)) > 0)
		read_row(st, a, &(*out)[(*n)++]);
	stmt_done(&st);
	return step;
}

/* --- The course of the confidence --- */

#define COURSE "SELECT v.created_at, v.confidence FROM stance_versions v WHERE v.belief_id = $1 "
static const char *const courses[] = {
	[DB_SQLITE] = COURSE "ORDER BY " SQLITE_TIME ", v.rowid",
	[DB_POSTGRES] = COURSE "ORDER BY " POSTGRES_ORDER(""),
};

#define THINNED 4 /* points of which two stay */

/* The lowest and the highest of some points, in their order. */
static size_t keep_extremes(struct stance_point *from, size_t n, struct stance_point *to)
{
	size_t low = 0, high = 0;

	for (size_t i = 1; i < n; i++) {
		if (!(from[i].v >= from[low].v))
			low = i;
		if (!(from[i].v <= from[high].v))
			high = i;
	}
	struct stance_point first = from[low < high ? low : high];
	struct stance_point second = from[low < high ? high : low];
	to[0] = first;
	to[1] = second;
	return low == high ? 1 : 2;
}

static void thin(struct stance_course *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n; i += THINNED)
		kept += keep_extremes(
			&c->points[i], c->n - i < THINNED ? c->n - i : THINNED, &c->points[kept]);
	c->n = kept;
}

int stances_course(struct db *db, const char *belief_id, struct arena *a, struct stance_course *out,
	struct err *e)
{
	struct stmt *st = db_prepare(db, courses[db_engine(db)], e);
	size_t room = 0;
	int step;

	*out = (struct stance_course){0};
	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(belief_id)));
	stmt_stream(st);
	while ((step = stmt_step(st, e)) > 0) {
		if (out->n == STANCE_POINTS)
			thin(out);
		out->points = row_room(a, out->points, out->n, sizeof(*out->points), &room);
		struct stance_point *p = &out->points[out->n++];
		time_parse(col_text(st, 0), &p->t);
		p->v = row_real(st, 1);
		out->versions++;
	}
	stmt_done(&st);
	return step;
}
