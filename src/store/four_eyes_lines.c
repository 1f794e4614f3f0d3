/* Which lines of the queue have the first of two approvals. */
#include "four_eyes.h"

#include "lookup.h"
#include "row.h"
#include "store/four_eyes.h"

/* Of the text as it is, and not taken back: an approval of another text is no first one. */
static const char first_approvals[] =
	"SELECT DISTINCT p.id, p.persona_id FROM pending_posts p"
	" JOIN console_decisions d ON d.post_id = p.id"
	" WHERE p.id IN " ROW_PLACES " AND p.status = 'pending' AND d.action = 'approve'"
	" AND d.status_after = 'pending' AND coalesce(d.content_after, d.content_before) = "
	"p.content"
	" AND NOT EXISTS (SELECT 1 FROM console_decisions u WHERE u.undoes = d.id)";

struct found {
	const struct post *posts[ROW_BATCH];
	bool two[ROW_BATCH]; /* are asked for */
	size_t n;
};

static int find(struct db *db, const struct post_line *lines, size_t n, struct arena *a,
	struct found *out, struct err *e)
{
	struct stmt *st = db_prepare(db, first_approvals, e);
	char ids[ROW_BATCH][UUID_TEXT];
	int step;

	if (!st)
		return -1;
	for (size_t i = 0; i < n; i++)
		memcpy(ids[i], lines[i].id, UUID_TEXT);
	lookup_bind_ids(st, db, (const char(*)[UUID_TEXT])ids, n);
	while ((step = stmt_step(st, e)) > 0) {
		struct post *p = arena_calloc(a, 1, sizeof(*p));
		row_copy(p->id, sizeof(p->id), col_text(st, 0));
		p->persona_id = row_text(st, 1, a);
		p->status = POST_PENDING;
		out->posts[out->n++] = p;
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
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
	struct found f = {0};
	struct arena a = {0};
	int result = find(db, lines, n, &a, &f, e);

	if (result == 0 && f.n > 0)
		result = four_eyes_ask(db, f.posts, f.n, f.two, e);
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
