/* Which lines of the queue have the first of two approvals, and how many drafts wait for one. */
#include "four_eyes.h"

#include "lookup.h"
#include "row.h"
#include "store/four_eyes.h"
#include "store/posts.h"

/* Of the text as it is, and not taken back: an approval of another text is no first one. */
#define FIRST_APPROVAL \
	"EXISTS (SELECT 1 FROM console_decisions d WHERE d.post_id = p.id" \
	" AND d.action = 'approve' AND d.status_after = 'pending'" \
	" AND coalesce(d.content_after, d.content_before) = p.content" \
	" AND NOT EXISTS (SELECT 1 FROM console_decisions u WHERE u.undoes = d.id)"
#define PENDING \
	"SELECT p.id, p.persona_id FROM pending_posts p" \
	" WHERE p.id IN " ROW_PLACES " AND p.status = 'pending' AND "

static const char approved_by_one[] = PENDING FIRST_APPROVAL ")";
static const char approved_by_no_other[] = PENDING "NOT " FIRST_APPROVAL " AND d.actor_id <> $33)";
static const char approved_by_oneself[] = PENDING FIRST_APPROVAL " AND d.actor_id = $33)";

struct found {
	const struct post *posts[ROW_BATCH];
	bool two[ROW_BATCH]; /* are asked for */
	size_t n;
};

/* Runs a bound statement and gives it back; then asks the rules. */
static int find(struct db *db, struct stmt *st, struct arena *a, struct found *out, struct err *e)
{
	int step;

	while ((step = stmt_step(st, e)) > 0) {
		struct post *p = arena_calloc(a, 1, sizeof(*p));
		row_copy(p->id, sizeof(p->id), col_text(st, 0));
		p->persona_id = row_text(st, 1, a);
		p->status = POST_PENDING;
		out->posts[out->n++] = p;
	}
	stmt_done(&st);
	if (step < 0)
		return -1;
	return out->n > 0 ? four_eyes_ask(db, out->posts, out->n, out->two, e) : 0;
}

static void mark(struct post_line *lines, size_t n, const struct found *f)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < f->n; j++)
			if (f->two[j] && strcmp(lines[i].id, f->posts[j]->id) == 0)
				lines[i].approved_once = true;
}

static int mark_some(struct db *db, struct post_line *lines, size_t n, struct err *e)
{
	struct stmt *st = db_prepare(db, approved_by_one, e);
	char ids[ROW_BATCH][UUID_TEXT];
	struct found f = {0};
	struct arena a = {0};

	if (!st)
		return -1;
	for (size_t i = 0; i < n; i++)
		memcpy(ids[i], lines[i].id, UUID_TEXT);
	lookup_bind_ids(st, db, (const char(*)[UUID_TEXT])ids, n);
	int result = find(db, st, &a, &f, e);
	if (result == 0)
		mark(lines, n, &f);
	arena_free(&a);
	return result;
}

int four_eyes_mark(struct db *db, struct post_line *lines, size_t n, struct err *e)
{
	bool used;

	if (four_eyes_used(db, &used, e) < 0)
		return -1;
	for (size_t at = 0; used && at < n; at += ROW_BATCH)
		if (mark_some(db, lines + at, n - at < ROW_BATCH ? n - at : ROW_BATCH, e) < 0)
			return -1;
	return 0;
}

static int count_some(struct db *db, const struct session *s, const char (*ids)[UUID_TEXT],
	size_t n, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, approved_by_no_other, e);
	struct found f = {0};
	struct arena a = {0};

	if (!st)
		return -1;
	lookup_bind_ids(st, db, ids, n);
	stmt_text(st, ROW_BATCH + 1, span_of(s->id));
	int result = find(db, st, &a, &f, e);
	for (size_t i = 0; result == 0 && i < f.n; i++)
		*out += f.two[i];
	arena_free(&a);
	return result;
}

int four_eyes_waiting(struct db *db, const struct session *s, const char (*ids)[UUID_TEXT],
	size_t n, int64_t *out, struct err *e)
{
	bool used;

	*out = 0;
	if (four_eyes_used(db, &used, e) < 0)
		return -1;
	for (size_t at = 0; used && at < n; at += ROW_BATCH)
		if (count_some(db, s, ids + at, n - at < ROW_BATCH ? n - at : ROW_BATCH, out, e) <
			0)
			return -1;
	return 0;
}

/* An approval of the same text counts only for all of the draft as it was seen: the few that have
 * one's own are looked at as a decision looks at them. */
static int is_own(struct db *db, const struct session *s, const char *id, struct arena *a,
	bool *out, struct err *e)
{
	enum four_eyes eyes;
	struct post p;

	*out = false;
	if (posts_get(db, span_of(id), a, &p, e) < 0) {
		if (e->code != ERR_MISSING)
			return -1;
		*e = (struct err){0};
		return 0;
	}
	if (four_eyes_count(db, s, &p, a, &eyes, e) < 0)
		return -1;
	*out = eyes == EYES_SAME;
	return 0;
}

static int mark_own(struct db *db, const struct session *s, const char (*ids)[UUID_TEXT], size_t n,
	bool *out, struct err *e)
{
	struct stmt *st = db_prepare(db, approved_by_oneself, e);
	struct found f = {0};
	struct arena a = {0};

	if (!st)
		return -1;
	lookup_bind_ids(st, db, ids, n);
	stmt_text(st, ROW_BATCH + 1, span_of(s->id));
	int result = find(db, st, &a, &f, e);
	for (size_t i = 0; result == 0 && i < n; i++)
		for (size_t j = 0; result == 0 && j < f.n; j++)
			if (f.two[j] && strcmp(ids[i], f.posts[j]->id) == 0)
				result = is_own(db, s, ids[i], &a, &out[i], e);
	arena_free(&a);
	return result;
}

int four_eyes_own(struct db *db, const struct session *s, const char (*ids)[UUID_TEXT], size_t n,
	bool *out, struct err *e)
{
	bool used;

	if (four_eyes_used(db, &used, e) < 0)
		return -1;
	for (size_t at = 0; used && at < n; at += ROW_BATCH)
		if (mark_own(db, s, ids + at, n - at < ROW_BATCH ? n - at : ROW_BATCH, out + at,
			    e) < 0)
			return -1;
	return 0;
}
