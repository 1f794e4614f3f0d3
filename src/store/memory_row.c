/* Reading rows of interactions. */
#include "memory_row.h"

#include "base/sanitize.h"
#include "base/time.h"
#include "lookup.h"
#include "row.h"

void memory_line_read(struct stmt *st, struct arena *a, struct memory_line *out)
{
	struct span content = col_blob(st, 7);

	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	row_copy(out->key.time, sizeof(out->key.time), col_text(st, 1));
	time_parse(col_text(st, 1), &out->created);
	out->key.seq = col_int(st, 2);
	memcpy(out->key.id, out->id, UUID_TEXT);
	out->key.rank = col_int(st, 9);
	out->type = row_text(st, 3, a);
	out->subreddit = row_text(st, 4, a);
	out->reddit_id = row_text(st, 5, a);
	out->parent_id = row_text(st, 6, a);
	out->snippet = post_snippet(content, a);
	out->hides = text_alarms(post_whole_characters(content)) || text_alarms(out->subreddit);
	out->has_score = !col_is_null(st, 8);
	out->score = col_int(st, 8);
}

static const char *const lines_by_id[] = {
	[DB_SQLITE] = SQLITE_MEMORY_LINE " WHERE p.id IN " ROW_PLACES,
	[DB_POSTGRES] = POSTGRES_MEMORY_LINE " WHERE p.id IN " ROW_PLACES,
};

static int read_some(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct memory_line *out, struct err *e)
{
	struct stmt *st = db_prepare(db, lines_by_id[db_engine(db)], e);
	int step;

	if (!st)
		return -1;
	lookup_bind_ids(st, db, ids, n);
	while ((step = stmt_step(st, e)) > 0)
		for (size_t i = 0; i < n; i++)
			if (span_is(col_text(st, 0), ids[i]))
				memory_line_read(st, a, &out[i]);
	stmt_done(&st);
	return step;
}

int memory_lines(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct memory_line *out, struct err *e)
{
	for (size_t at = 0; at < n; at += ROW_BATCH) {
		size_t some = n - at < ROW_BATCH ? n - at : ROW_BATCH;
		if (read_some(db, ids + at, some, a, out + at, e) < 0)
			return -1;
	}
	return 0;
}

void memory_lines_turn(struct memory_line *lines, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct memory_line line = lines[i];
		lines[i] = lines[n - 1 - i];
		lines[n - 1 - i] = line;
	}
}
