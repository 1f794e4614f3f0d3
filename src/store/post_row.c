/* Reading rows of pending_posts. */
#include "post_row.h"

#include <string.h>

#include "base/sanitize.h"
#include "base/time.h"
#include "lookup.h"
#include "row.h"

#define SNIPPET 400

const struct post_key post_key_first[] = {
	[DB_SQLITE] = {.time = "", .seq = INT64_MIN, .rank = INT32_MIN},
	[DB_POSTGRES] = {.time = "-infinity",
		.id = "00000000-0000-0000-0000-000000000000",
		.rank = INT32_MIN},
};

/* U+10FFFF: nothing that a text column can hold comes after it. */
#define LAST_TEXT "\xF4\x8F\xBF\xBF"
const struct post_key post_key_last[] = {
	[DB_SQLITE] = {.time = LAST_TEXT,
		.seq = INT64_MAX,
		.rank = INT32_MAX,
		.name = "\xFF",
		.name_n = 1},
	[DB_POSTGRES] = {.time = "infinity",
		.id = "ffffffff-ffff-ffff-ffff-ffffffffffff",
		.rank = INT32_MAX,
		.name = LAST_TEXT,
		.name_n = sizeof(LAST_TEXT) - 1},
};

struct span post_snippet(struct span content, struct arena *a)
{
	size_t n = content.n;

	if (n > SNIPPET) {
		n = SNIPPET;
		while (n > SNIPPET - 3 && ((unsigned char)content.p[n] & 0xC0) == 0x80)
			n--;
	}
	return arena_span(a, (struct span){content.p, n});
}

struct span post_whole_characters(struct span start)
{
	size_t n = start.n;

	if (n < LINE_SCANNED)
		return start;
	while (n > 0 && start.n - n < 3 && ((unsigned char)start.p[n - 1] & 0xC0) == 0x80)
		n--;
	if (n > 0 && (unsigned char)start.p[n - 1] >= 0xC0)
		n--;
	return (struct span){start.p, n};
}

static void read_order(struct stmt *st, enum filter_sort sort, struct post_key *out)
{
	if (sort == FILTER_BY_SUB) {
		struct span name = col_text(st, 10);
		out->name_n = name.n < sizeof(out->name) ? name.n : sizeof(out->name);
		if (out->name_n > 0)
			memcpy(out->name, name.p, out->name_n);
	} else if (sort != FILTER_OLDEST) {
		out->rank = col_int(st, 10);
	}
}

void post_line_read(struct stmt *st, enum filter_sort sort, struct arena *a, struct post_line *out)
{
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	row_copy(out->key.time, sizeof(out->key.time), col_text(st, 1));
	time_parse(col_text(st, 1), &out->created);
	out->key.seq = col_int(st, 2);
	row_copy(out->key.id, sizeof(out->key.id), col_text(st, 0));
	out->post_type = row_text(st, 3, a);
	out->target_subreddit = row_text(st, 4, a);
	out->status_text = row_text(st, 5, a);
	out->status = post_status_of(out->status_text);
	out->reviewed_by = row_text(st, 6, a);
	out->snippet = post_snippet(col_blob(st, 7), a);
	out->hides = text_alarms(post_whole_characters(col_blob(st, 7))) ||
		text_alarms(out->target_subreddit);
	out->flagged = col_int(st, 8) != 0;
	out->published = col_int(st, 9) != 0;
	read_order(st, sort, &out->key);
}

#define ONE_POST WHOLE_POST " WHERE p.id = $1"
#define POSTS WHOLE_POST " WHERE p.id IN " ROW_PLACES

void post_read(struct stmt *st, struct arena *a, struct post *out)
{
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	out->persona_id = row_text(st, 1, a);
	out->persona = row_text(st, 2, a);
	out->content = row_text(st, 3, a);
	out->post_type = row_text(st, 4, a);
	out->target_subreddit = row_text(st, 5, a);
	out->parent_id = row_text(st, 6, a);
	out->draft_metadata = row_text(st, 7, a);
	out->status_text = row_text(st, 8, a);
	out->reviewed_by = row_text(st, 9, a);
	out->reviewed_at = row_text(st, 10, a);
	out->created_at = row_text(st, 11, a);
	out->updated_at = row_text(st, 12, a);
	out->status = post_status_of(out->status_text);
	time_parse(out->created_at, &out->created);
	post_hash(out, out->hash);
}

/* Gives the statement back. */
static int read_only_post(
	struct stmt *st, struct span id, struct arena *a, struct post *out, struct err *e)
{
	if (!st)
		return -1;
	stmt_text(st, 1, id);
	int found = stmt_step(st, e);
	if (found > 0)
		post_read(st, a, out);
	stmt_done(&st);
	return found;
}

static const char whole_post[] = ONE_POST;

int post_load(struct db *db, struct span id, struct arena *a, struct post *out, struct err *e)
{
	struct stmt *st = db_prepare(db, whole_post, e);

	return read_only_post(st, lookup_id(db, id), a, out, e);
}

static const char *const held_post[] = {
	[DB_SQLITE] = ONE_POST, /* whoever writes is alone */
	[DB_POSTGRES] = ONE_POST " FOR UPDATE OF p",
};

int post_hold(struct db *db, struct span id, struct arena *a, struct post *out, struct err *e)
{
	struct stmt *st = db_prepare(db, held_post[db_engine(db)], e);

	return read_only_post(st, lookup_id(db, id), a, out, e);
}

/* Whoever holds several takes them in one order, so that two do not wait for each other. */
static const char *const held_posts[] = {
	[DB_SQLITE] = POSTS,
	[DB_POSTGRES] = POSTS " ORDER BY p.id FOR UPDATE OF p",
};

static int hold_some(struct db *db, const char *const *ids, size_t n, struct arena *a,
	struct post *out, struct err *e)
{
	struct stmt *st = db_prepare(db, held_posts[db_engine(db)], e);
	struct post p;
	int step;

	if (!st)
		return -1;
	for (size_t i = 0; i < ROW_BATCH; i++)
		stmt_text(st, (int)i + 1, i < n ? lookup_id(db, span_of(ids[i])) : SPAN_NULL);
	while ((step = stmt_step(st, e)) > 0) {
		size_t i = 0;
		post_read(st, a, &p);
		while (i < n && strcmp(ids[i], p.id) != 0)
			i++;
		if (i < n)
			out[i] = p;
	}
	stmt_done(&st);
	return step;
}

int post_hold_all(struct db *db, const char *const *ids, size_t n, struct arena *a,
	struct post *out, struct err *e)
{
	memset(out, 0, n * sizeof(*out));
	for (size_t at = 0; at < n; at += ROW_BATCH) {
		size_t some = n - at < ROW_BATCH ? n - at : ROW_BATCH;
		if (hold_some(db, ids + at, some, a, out + at, e) < 0)
			return -1;
	}
	return 0;
}
