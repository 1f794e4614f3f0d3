/* What a list shows of several beliefs at once: how their confidence went, and how they are now. */
#include "store/beliefs.h"

#include <string.h>

#include "belief_row.h"
#include "lookup.h"
#include "row.h"

/* The last versions of each, newest first. */
static const char *const courses[] = {
	[DB_SQLITE] = "SELECT b.id, t.confidence FROM belief_nodes b JOIN stance_versions t"
		      " ON t.rowid IN (SELECT v.rowid FROM stance_versions v"
		      " WHERE v.belief_id = b.id ORDER BY replace(v.created_at, 'T', ' ') DESC,"
		      " v.rowid DESC LIMIT 16) WHERE b.id IN " ROW_PLACES
		      " ORDER BY b.id, replace(t.created_at, 'T', ' ') DESC, t.rowid DESC",
	[DB_POSTGRES] =
		"SELECT b.id, t.confidence FROM belief_nodes b CROSS JOIN LATERAL"
		" (SELECT v.confidence, v.created_at, v.updated_at, v.id FROM"
		" stance_versions v"
		" WHERE v.belief_id = b.id ORDER BY v.created_at DESC, v.updated_at DESC, v.id DESC"
		" LIMIT 16)"
		" t WHERE b.id IN " ROW_PLACES " ORDER BY b.id, t.created_at DESC,"
		" t.updated_at DESC, t.id DESC",
};

static void turn(struct belief_course *c)
{
	for (size_t i = 0; i < c->n / 2; i++) {
		double kept = c->v[i];
		c->v[i] = c->v[c->n - 1 - i];
		c->v[c->n - 1 - i] = kept;
	}
}

static int read_courses(struct db *db, const char (*ids)[UUID_TEXT], size_t n,
	struct belief_course *out, struct err *e)
{
	struct stmt *st = db_prepare(db, courses[db_engine(db)], e);
	int step;

	if (!st)
		return -1;
	lookup_bind_ids(st, db, ids, n);
	while ((step = stmt_step(st, e)) > 0)
		for (size_t i = 0; i < n; i++)
			if (span_is(col_text(st, 0), ids[i]) && out[i].n < BELIEF_COURSE)
				out[i].v[out[i].n++] = row_real(st, 1);
	stmt_done(&st);
	for (size_t i = 0; i < n; i++)
		turn(&out[i]);
	return step;
}

int beliefs_courses(struct db *db, const char (*ids)[UUID_TEXT], size_t n,
	struct belief_course *out, struct err *e)
{
	memset(out, 0, n * sizeof(*out));
	for (size_t at = 0; at < n; at += ROW_BATCH) {
		size_t some = n - at < ROW_BATCH ? n - at : ROW_BATCH;
		if (read_courses(db, ids + at, some, out + at, e) < 0)
			return -1;
	}
	return 0;
}

int beliefs_rows(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct belief *out, struct err *e)
{
	struct arena scratch = {0};
	struct span *spans = arena_calloc(&scratch, n, sizeof(*spans));
	struct arena **arenas = arena_calloc(&scratch, n, sizeof(*arenas));

	for (size_t i = 0; i < n; i++) {
		spans[i] = span_of(ids[i]);
		arenas[i] = a;
	}
	int rc = beliefs_find_all(db, spans, n, arenas, out, e);
	arena_free(&scratch);
	return rc;
}
