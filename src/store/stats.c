/* The numbers of the queue. */
#include "store/stats.h"

#include <stdlib.h>

#include "base/time.h"
#include "post_sql.h"
#include "row.h"

#define HOUR (3600 * TIME_SECOND)
#define DAY (24 * HOUR)
/* The ledger is read in the order of writing, in which times may be this much out of order. */
#define SLACK HOUR

static const char by_status[] =
	"SELECT p.status, count(*) FROM pending_posts p GROUP BY p.status ORDER BY 2 DESC, 1";
/* The condition is that of the index (migration 0009), which on PostgreSQL cuts names shorter. */
static const char *const by_subreddit[] = {
	[DB_SQLITE] =
		"SELECT coalesce(" SQLITE_SUBREDDIT ", ''), count(*) FROM pending_posts p"
		" WHERE +p.status = 'pending' GROUP BY " SQLITE_SUBREDDIT " ORDER BY 2 DESC, 1",
	[DB_POSTGRES] = "SELECT left(lower(coalesce(p.target_subreddit, '') COLLATE \"C\"), 64),"
			" count(*) FROM pending_posts p WHERE p.status = 'pending'"
			" GROUP BY 1 ORDER BY 2 DESC, 1",
};

static int read_counts(
	struct stmt *st, struct arena *a, struct stats_count **out, size_t *n, struct err *e)
{
	struct stats_count *list = NULL;
	size_t used = 0, room = 0;
	int step = -1;

	while (st && (step = stmt_step(st, e)) > 0) {
		list = row_room(a, list, used, sizeof(*list), &room);
		list[used++] = (struct stats_count){row_text(st, 0, a), col_int(st, 1)};
	}
	stmt_done(&st);
	*out = list;
	*n = used;
	return step;
}

static int read_depths(struct db *db, struct arena *a, struct stats *out, struct err *e)
{
	struct stmt *st = db_prepare(db, by_status, e);

	if (read_counts(st, a, &out->statuses, &out->status_n, e) < 0)
		return -1;
	for (size_t i = 0; i < out->status_n; i++)
		if (span_is(out->statuses[i].name, "pending"))
			out->pending = out->statuses[i].n;
	st = db_prepare(db, by_subreddit[db_engine(db)], e);
	return read_counts(st, a, &out->subreddits, &out->subreddit_n, e);
}

/* One number, not a page: a percentile has no key. */
static const char *const nth_oldest[] = {
	[DB_SQLITE] = "SELECT " SQLITE_TIME " FROM pending_posts p WHERE p.status = 'pending'"
		      " ORDER BY " SQLITE_TIME " LIMIT 1 OFFSET $1",
	[DB_POSTGRES] = "SELECT p.created_at FROM pending_posts p WHERE p.status = 'pending'"
			" ORDER BY p.created_at LIMIT 1 OFFSET $1",
};

static int read_age(struct db *db, int64_t skip, int64_t now, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, nth_oldest[db_engine(db)], e);
	int64_t created;

	if (!st)
		return -1;
	stmt_int(st, 1, skip);
	int step = stmt_step(st, e);
	if (step > 0 && time_parse(col_text(st, 0), &created))
		*out = now > created ? now - created : 0;
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

static int read_ages(struct db *db, int64_t now, struct stats *out, struct err *e)
{
	out->age_p50 = out->age_p95 = -1;
	if (out->pending == 0)
		return 0;
	if (read_age(db, (out->pending - 1) / 2, now, &out->age_p50, e) < 0)
		return -1;
	return read_age(db, (out->pending - 1) / 20, now, &out->age_p95, e);
}

static const char *const arrivals[] = {
	[DB_SQLITE] = "SELECT " SQLITE_TIME " FROM pending_posts p WHERE " SQLITE_TIME " >= $1",
	[DB_POSTGRES] = "SELECT p.created_at FROM pending_posts p WHERE p.created_at >= $1",
};

static void count_hour(int64_t *hours, int64_t first, int64_t time)
{
	if (time >= first && time - first < STATS_HOURS * HOUR)
		hours[(time - first) / HOUR]++;
}

static int read_arrivals(struct db *db, struct stats *out, struct err *e)
{
	struct stmt *st = db_prepare(db, arrivals[db_engine(db)], e);
	char since[20];
	int64_t created;
	int step;

	if (!st)
		return -1;
	time_format_seconds(out->hour, since);
	stmt_text(st, 1, span_of(since));
	while ((step = stmt_step(st, e)) > 0)
		if (time_parse(col_text(st, 0), &created))
			count_hour(out->arrived, out->hour, created);
	stmt_done(&st);
	return step;
}

/* --- The ledger. --- */

struct moderator {
	struct stats_moderator sum;
	int64_t *viewed; /* ms */
	size_t n, room;
};

struct tally {
	struct arena *arena;
	struct moderator *list;
	size_t n, room;
};

static struct moderator *moderator_of(struct tally *t, struct span name)
{
	for (size_t i = 0; i < t->n; i++)
		if (span_eq(t->list[i].sum.name, name))
			return &t->list[i];
	t->list = row_room(t->arena, t->list, t->n, sizeof(*t->list), &t->room);
	struct moderator *m = &t->list[t->n++];
	*m = (struct moderator){.sum = {.name = arena_span(t->arena, name), .median_ms = -1}};
	return m;
}

static const char decisions[] =
	"SELECT d.decided_at, d.action, d.actor, d.viewing_ms, o.actor FROM console_decisions d"
	" LEFT JOIN console_decisions o ON o.id = d.undoes ORDER BY d.seq DESC";

static void count_decision(struct stmt *st, struct tally *t)
{
	struct span action = col_text(st, 1);

	if (span_is(action, "undo")) {
		if (!col_is_null(st, 4))
			moderator_of(t, col_text(st, 4))->sum.reversed++;
		return;
	}
	struct moderator *m = moderator_of(t, col_text(st, 2));
	if (span_is(action, "approve"))
		m->sum.approved++;
	else
		m->sum.rejected++;
	if (col_is_null(st, 3))
		return;
	m->viewed = row_room(t->arena, m->viewed, m->n, sizeof(*m->viewed), &m->room);
	m->viewed[m->n++] = col_int(st, 3);
}

static int read_decisions(
	struct db *db, int64_t now, struct tally *t, struct stats *out, struct err *e)
{
	struct stmt *st = db_prepare(db, decisions, e);
	int64_t since = now - STATS_DAYS * DAY, at;
	int step = -1;

	while (st && (step = stmt_step(st, e)) > 0) {
		if (!time_parse(col_text(st, 0), &at) || at > now)
			continue;
		if (at < since - SLACK)
			break;
		if (at >= since)
			count_decision(st, t);
		if (!span_is(col_text(st, 1), "undo"))
			count_hour(out->decided, out->hour, at);
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int by_work(const void *a, const void *b)
{
	const struct stats_moderator *x = a, *y = b;
	int64_t more = (y->approved + y->rejected) - (x->approved + x->rejected);

	if (more != 0)
		return more > 0 ? 1 : -1;
	size_t n = x->name.n < y->name.n ? x->name.n : y->name.n;
	return n > 0 ? memcmp(x->name.p, y->name.p, n) : 0;
}

static void sum_up(const struct tally *t, struct stats *out)
{
	out->moderator_n = t->n;
	out->moderators = arena_calloc(t->arena, t->n, sizeof(*out->moderators));
	for (size_t i = 0; i < t->n; i++) {
		struct moderator *m = &t->list[i];
		if (m->n > 0) {
			qsort(m->viewed, m->n, sizeof(*m->viewed), by_value);
			m->sum.median_ms = m->viewed[(m->n - 1) / 2];
		}
		out->moderators[i] = m->sum;
	}
	if (t->n > 0)
		qsort(out->moderators, t->n, sizeof(*out->moderators), by_work);
}

int stats_read(struct db *db, int64_t now, struct arena *a, struct stats *out, struct err *e)
{
	struct tally tally = {.arena = a};

	*out = (struct stats){.hour = now - now % HOUR - (STATS_HOURS - 1) * HOUR};
	if (db_begin_read(db, e) < 0)
		return -1;
	int rc = read_depths(db, a, out, e);
	if (rc == 0)
		rc = read_ages(db, now, out, e);
	if (rc == 0)
		rc = read_arrivals(db, out, e);
	if (rc == 0)
		rc = read_decisions(db, now, &tally, out, e);
	db_rollback(db);
	if (rc == 0)
		sum_up(&tally, out);
	return rc;
}
