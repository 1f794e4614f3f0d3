/* One draft by its id, single lines, and what is new in the queue. */
#include "store/posts.h"

#include "post_row.h"
#include "row.h"

#define SHORTEST_PREFIX 4

static const char ids_with_prefix[] =
	"SELECT p.id FROM pending_posts p WHERE p.id >= $1 AND p.id < $2 LIMIT 2";

/* The one id that begins so. */
static int complete_id(
	struct db *db, struct span prefix, struct arena *a, struct span *out, struct err *e)
{
	struct stmt *st = db_prepare(db, ids_with_prefix, e);
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, prefix);
	stmt_text(st, 2, span_of(arena_printf(a, "%.*s~", (int)prefix.n, prefix.p)));
	step = stmt_step(st, e);
	if (step > 0) {
		*out = row_text(st, 0, a);
		step = stmt_step(st, e);
		if (step > 0)
			step = err_set(e, ERR_USAGE, "several drafts begin with %.*s",
				(int)prefix.n, prefix.p);
	} else if (step == 0) {
		step = err_set(e, ERR_MISSING, "there is no draft %.*s", (int)prefix.n, prefix.p);
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
		err_set(e, ERR_MISSING, "there is no draft %.*s", (int)id.n, id.p);
		if (id.n < SHORTEST_PREFIX)
			err_hint(
				e, "an id needs its first %d characters at least", SHORTEST_PREFIX);
	}
	return found > 0 ? 0 : -1;
}

static const char line_by_id[] = POST_LINE " WHERE p.id = $1";

int posts_lines(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct post_line **out, struct err *e)
{
	*out = arena_calloc(a, n, sizeof(**out));
	for (size_t i = 0; i < n; i++) {
		struct stmt *st = db_prepare(db, line_by_id, e);
		if (!st)
			return -1;
		stmt_text(st, 1, span_of(ids[i]));
		int found = stmt_step(st, e);
		if (found > 0)
			post_line_read(st, a, &(*out)[i]);
		stmt_done(&st);
		if (found < 0)
			return -1;
	}
	return 0;
}

static const char newest_row[] = "SELECT coalesce(max(p.rowid), 0) FROM pending_posts p";

int posts_newest(struct db *db, int64_t *seq, struct err *e)
{
	struct stmt *st = db_prepare(db, newest_row, e);

	return st ? row_number(st, seq, e) : -1;
}
