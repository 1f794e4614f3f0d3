/* One draft by its id, single lines, and what is new in the queue. */
#include "store/posts.h"

#include "four_eyes.h"
#include "lookup.h"
#include "post_row.h"
#include "row.h"

#define SHORTEST_PREFIX 4

static const char ids_with_prefix[] =
	"SELECT p.id FROM pending_posts p WHERE p.id BETWEEN $1 AND $2 LIMIT 2";

/* The one id that begins so. */
static int complete_id(
	struct db *db, struct span prefix, struct arena *a, struct span *out, struct err *e)
{
	struct id_range range = lookup_prefix(db_engine(db), prefix, a);
	struct stmt *st = db_prepare(db, ids_with_prefix, e);
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, range.first);
	stmt_text(st, 2, range.last);
	step = stmt_step(st, e);
	if (step > 0) {
		*out = row_text(st, 0, a);
		step = stmt_step(st, e);
		if (step > 0)
			step = err_set(e, ERR_USAGE, "several drafts begin with \"%.*s\"",
				(int)prefix.n, prefix.p);
	} else if (step == 0) {
		step = err_set(
			e, ERR_MISSING, "there is no draft \"%.*s\"", (int)prefix.n, prefix.p);
	}
	stmt_done(&st);
	return step;
}

int posts_get(struct db *db, struct span id, struct arena *a, struct post *out, struct err *e)
{
	int found = post_load(db, id, a, out, e);

	if (found == 0 && id.n >= SHORTEST_PREFIX) {
		struct span whole = SPAN_NULL;
		if (complete_id(db, id, a, &whole, e) < 0)
			return -1;
		found = post_load(db, whole, a, out, e);
	}
	if (found == 0) {
		err_set(e, ERR_MISSING, "there is no draft \"%.*s\"", (int)id.n, id.p);
		if (id.n < SHORTEST_PREFIX)
			err_hint(
				e, "an id needs its first %d characters at least", SHORTEST_PREFIX);
	}
	return found > 0 ? 0 : -1;
}

static const char *const lines_by_id[] = {
	[DB_SQLITE] = SQLITE_LINE " WHERE p.id IN " ROW_PLACES,
	[DB_POSTGRES] = POSTGRES_LINE " WHERE p.id IN " ROW_PLACES,
};

/* An id may be asked for twice. */
static void put_line(
	const struct post_line *line, const char (*ids)[UUID_TEXT], size_t n, struct post_line *out)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(ids[i], line->id) == 0)
			out[i] = *line;
}

static int read_lines(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct post_line *out, struct err *e)
{
	struct stmt *st = db_prepare(db, lines_by_id[db_engine(db)], e);
	int step;

	if (!st)
		return -1;
	lookup_bind_ids(st, db, ids, n);
	while ((step = stmt_step(st, e)) > 0) {
		struct post_line line = {0};
		post_line_read(st, FILTER_OLDEST, a, &line);
		put_line(&line, ids, n, out);
	}
	stmt_done(&st);
	return step;
}

int posts_lines(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct post_line **out, struct err *e)
{
	*out = arena_calloc(a, n, sizeof(**out));
	for (size_t at = 0; at < n; at += ROW_BATCH) {
		size_t some = n - at < ROW_BATCH ? n - at : ROW_BATCH;
		if (read_lines(db, ids + at, some, a, *out + at, e) < 0)
			return -1;
	}
	return four_eyes_mark(db, *out, n, e);
}

static const char *const newest_row[] = {
	[DB_SQLITE] = "SELECT '', max(p.rowid), '' FROM pending_posts p",
	[DB_POSTGRES] = "SELECT p.created_at, 0, p.id FROM pending_posts p"
			" ORDER BY p.created_at DESC, p.id DESC LIMIT 1",
};

int posts_newest(struct db *db, struct post_key *out, struct err *e)
{
	struct stmt *st = db_prepare(db, newest_row[db_engine(db)], e);

	if (!st)
		return -1;
	*out = (struct post_key){0};
	int step = stmt_step(st, e);
	if (step > 0) {
		row_copy(out->time, sizeof(out->time), col_text(st, 0));
		out->seq = col_int(st, 1);
		row_copy(out->id, sizeof(out->id), col_text(st, 2));
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}
