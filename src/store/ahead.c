/* Several drafts whole, and their ledgers, by one question each. */
#include "store/ahead.h"

#include <assert.h>

#include "ledger_row.h"
#include "lookup.h"
#include "post_row.h"
#include "row.h"

static_assert(AHEAD_MOST == ROW_BATCH, "each question has a place for each draft");

static struct post_ahead *find(
	struct post_ahead *out, const char (*ids)[UUID_TEXT], size_t n, struct span id)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(id, ids[i]))
			return &out[i];
	return NULL;
}

static const char *const small_posts[] = {
	[DB_SQLITE] = WHOLE_POST " WHERE p.id IN " ROW_PLACES
				 " AND length(CAST(p.content AS BLOB)) <= $33",
	[DB_POSTGRES] =
		WHOLE_POST " WHERE p.id IN " ROW_PLACES " AND octet_length(p.content) <= $33",
};

static int read_posts(struct db *db, const char (*ids)[UUID_TEXT], size_t n, int64_t most,
	struct post_ahead *out, struct err *e)
{
	struct stmt *st = db_prepare(db, small_posts[db_engine(db)], e);
	int step;

	if (!st)
		return -1;
	lookup_bind_ids(st, db, ids, n);
	stmt_int(st, ROW_BATCH + 1, most);
	while ((step = stmt_step(st, e)) > 0) {
		struct post_ahead *p = find(out, ids, n, col_text(st, 0));
		if (p)
			post_read(st, &p->arena, &p->post);
	}
	stmt_done(&st);
	return step;
}

static const char histories[] =
	"SELECT " LEDGER_COLUMNS " FROM console_decisions d WHERE d.post_id IN " ROW_PLACES
	" ORDER BY d.seq";

int posts_ahead(struct db *db, const char (*ids)[UUID_TEXT], size_t n, int64_t most,
	struct post_ahead *out, struct err *e)
{
	size_t room[AHEAD_MOST] = {0};
	int step;

	assert(n <= AHEAD_MOST);
	if (read_posts(db, ids, n, most, out, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, histories, e);
	if (!st)
		return -1;
	for (size_t i = 0; i < ROW_BATCH; i++)
		stmt_text(st, (int)i + 1,
			i < n && out[i].post.id[0] ? lookup_id(db, span_of(ids[i])) : SPAN_NULL);
	while ((step = stmt_step(st, e)) > 0) {
		struct post_ahead *p = find(out, ids, n, col_text(st, 2));
		if (!p)
			continue;
		p->history = row_room(&p->arena, p->history, p->history_count, sizeof(*p->history),
			&room[p - out]);
		ledger_row_read(st, &p->arena, &p->history[p->history_count++]);
	}
	stmt_done(&st);
	return step;
}
