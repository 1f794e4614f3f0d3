/* Reading one's own decisions beside what their drafts are now. */
#include "store/mine.h"

#include "base/time.h"
#include "post_row.h"
#include "row.h"

/* The newest decision on the same draft that came later and was not taken back. */
#define LATER \
	"(SELECT l.actor FROM console_decisions l WHERE l.post_id = d.post_id AND l.seq > d.seq" \
	" AND l.action <> 'undo' AND NOT EXISTS (SELECT 1 FROM console_decisions n" \
	" WHERE n.undoes = l.id) ORDER BY l.seq DESC LIMIT 1)"
#define COLUMNS(beginning, reddit_id) \
	"SELECT d.seq, d.id, d.post_id, d.action, d.status_after, d.decided_at, d.reason," \
	" d.content_after IS NOT NULL, " beginning ", p.id, p.post_type, p.target_subreddit," \
	" p.status, " reddit_id ", u.id, " LATER " FROM console_decisions d" \
	" LEFT JOIN pending_posts p ON p.id = d.post_id" \
	" LEFT JOIN console_decisions u ON u.undoes = d.id" \
	" WHERE d.actor_id = $1 AND d.action <> 'undo' AND d.seq "
#define TEXT "coalesce(d.content_after, d.content_before)"
#define SQLITE_MINE \
	COLUMNS("substr(CAST(" TEXT " AS BLOB), 1, 404)", \
		"CASE WHEN json_valid(p.draft_metadata)" \
		" THEN json_extract(p.draft_metadata, '$.reddit_id') END")
#define POSTGRES_MINE COLUMNS("left(" TEXT ", 404)", "p.draft_metadata ->> 'reddit_id'")
#define OLDER "< $2 ORDER BY d.seq DESC LIMIT $3"
#define NEWER "> $2 ORDER BY d.seq LIMIT $3"

static const char *const pages[][2] = {
	[MINE_OLDER] = {[DB_SQLITE] = SQLITE_MINE OLDER, [DB_POSTGRES] = POSTGRES_MINE OLDER},
	[MINE_NEWER] = {[DB_SQLITE] = SQLITE_MINE NEWER, [DB_POSTGRES] = POSTGRES_MINE NEWER},
};

static void read_fate(struct stmt *st, const struct session *s, struct mine_fate *out)
{
	struct span status = col_text(st, 12), reddit_id = col_text(st, 13),
		    later = col_text(st, 15);

	if (!col_is_null(st, 14)) {
		out->state = MINE_UNDONE;
	} else if (col_is_null(st, 9)) {
		out->state = MINE_GONE;
	} else if (later.p || !span_eq(status, col_text(st, 4))) {
		out->state = span_is(later, s->name) ? MINE_AGAIN : MINE_CHANGED;
		row_copy(out->by, sizeof(out->by), later);
		row_copy(out->status, sizeof(out->status), status);
	} else if (reddit_id.n > 0) {
		out->state = MINE_PUBLISHED;
		row_copy(out->reddit_id, sizeof(out->reddit_id), reddit_id);
	}
}

static void read_row(
	struct stmt *st, const struct session *s, struct arena *a, struct mine_row *out)
{
	*out = (struct mine_row){.seq = col_int(st, 0)};
	row_copy(out->id, sizeof(out->id), col_text(st, 1));
	row_copy(out->post_id, sizeof(out->post_id), col_text(st, 2));
	out->decision = span_is(col_text(st, 3), "approve") ? DECIDE_APPROVE : DECIDE_REJECT;
	out->first = span_is(col_text(st, 4), "pending");
	time_parse(col_text(st, 5), &out->at);
	out->reason = row_text(st, 6, a);
	out->edited = col_int(st, 7) != 0;
	out->snippet = post_snippet(col_blob(st, 8), a);
	out->post_type = row_text(st, 10, a);
	out->target_subreddit = row_text(st, 11, a);
	read_fate(st, s, &out->fate);
}

static void turn_round(struct mine_row *rows, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct mine_row one = rows[i];
		rows[i] = rows[n - 1 - i];
		rows[n - 1 - i] = one;
	}
}

int mine_page(struct db *db, const struct session *s, const struct mine_query *q, struct arena *a,
	struct mine_row **out, size_t *n, bool *more, struct err *e)
{
	struct stmt *st = db_prepare(db, pages[q->from][db_engine(db)], e);
	int step = -1;

	*n = 0;
	*more = false;
	*out = arena_calloc(a, q->limit, sizeof(**out));
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(s->id));
	stmt_int(st, 2, q->seq);
	stmt_int(st, 3, (int64_t)q->limit + 1);
	while ((step = stmt_step(st, e)) > 0 && !(*more = *n == q->limit))
		read_row(st, s, a, &(*out)[(*n)++]);
	stmt_done(&st);
	if (q->from == MINE_NEWER)
		turn_round(*out, *n);
	return step < 0 ? -1 : 0;
}
