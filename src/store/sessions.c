/* Beginning and ending sessions, and who is in. */
#include "store/sessions.h"

#include <string.h>

#include "account_row.h"
#include "base/time.h"
#include "lookup.h"
#include "row.h"
#include "session_row.h"
#include "store/claims.h"
#include "store/events.h"
#include "transaction.h"

/* What was ended so long ago is of no use to anybody; the log of events remembers. */
#define KEPT (30 * 24 * INT64_C(3600) * TIME_SECOND)
#define LONGEST_TEXT 255

static const char end_session[] =
	"UPDATE console_sessions SET ended_at = $2, ended_by = $3 WHERE id = $1"
	" AND ended_at IS NULL";
static const char forget_sessions[] =
	"DELETE FROM console_sessions WHERE account_id = $1 AND started_at < $2";
static const char begin_session[] = "INSERT INTO console_sessions (id, account_id, actor, "
				    "started_at, seen_at, origin, host, pid)"
				    " VALUES ($1, $2, $3, $4, $4, $5, $6, $7)";

static int end_row(struct db *db, const char *id, const char *by, int64_t *changed, struct err *e)
{
	struct stmt *st = db_prepare(db, end_session, e);
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, lookup_id(db, span_of(id)));
	stmt_text(st, 2, span_of(now));
	stmt_text(st, 3, by ? span_of(by) : SPAN_NULL);
	return row_write(st, changed, e);
}

static int forget(struct db *db, const char *account_id, int64_t now, struct err *e)
{
	struct stmt *st = db_prepare(db, forget_sessions, e);
	char before[27];

	if (!st)
		return -1;
	time_format_micros(now - KEPT, before);
	stmt_text(st, 1, span_of(account_id));
	stmt_text(st, 2, span_of(before));
	return row_write(st, NULL, e);
}

struct span session_place_text(const struct db *db, const char *text)
{
	struct span s = span_of(text ? text : "");

	if (s.n > LONGEST_TEXT)
		s.n = LONGEST_TEXT;
	return s.n == 0 || !lookup_possible(db_engine(db), s) ? SPAN_NULL : s;
}

struct beginning {
	const struct session *session;
	const struct session_place *place;
	char id[UUID_TEXT];
};

/* A transaction_work. */
static int begin(struct db *db, void *arg, struct err *e)
{
	const struct beginning *b = arg;
	const struct session *s = b->session;
	int64_t now = time_now();
	char since[27];

	if (s->console[0] && end_row(db, s->console, NULL, NULL, e) < 0)
		return -1;
	if (forget(db, s->id, now, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, begin_session, e);
	if (!st)
		return -1;
	time_format_micros(now, since);
	stmt_text(st, 1, span_of(b->id));
	stmt_text(st, 2, span_of(s->id));
	stmt_text(st, 3, span_of(s->name));
	stmt_text(st, 4, span_of(since));
	stmt_text(st, 5, session_place_text(db, b->place->origin));
	stmt_text(st, 6, session_place_text(db, b->place->host));
	stmt_int(st, 7, b->place->pid);
	return row_write(st, NULL, e);
}

int sessions_begin(
	struct db *db, struct session *s, const struct session_place *place, struct err *e)
{
	struct beginning b = {.session = s, .place = place};

	if (db_read_only(db))
		return 0;
	uuid_new(b.id);
	if (transaction_run(db, TRANSACTION_ROWS, begin, &b, NULL, e) < 0)
		return -1;
	memcpy(s->console, b.id, sizeof(s->console));
	return 0;
}

static const char see_session[] =
	"UPDATE console_sessions SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL";

struct seeing {
	const struct session *session;
	int64_t when;
};

/* A transaction_work. */
static int see(struct db *db, void *arg, struct err *e)
{
	const struct seeing *s = arg;
	struct stmt *st = db_prepare(db, see_session, e);
	char when[27];

	if (!st)
		return -1;
	time_format_micros(s->when, when);
	stmt_text(st, 1, span_of(s->session->console));
	stmt_text(st, 2, span_of(when));
	return row_write(st, NULL, e);
}

int sessions_seen(struct db *db, const struct session *s, int64_t when, struct err *e)
{
	struct seeing seen = {s, when};

	if (!s->console[0] || db_read_only(db))
		return 0;
	return transaction_run(db, TRANSACTION_ROWS, see, &seen, NULL, e);
}

static int64_t last_key(const struct session_row *r, int64_t now)
{
	return now - r->seen < 2 * SESSION_SEEN ? now : r->seen;
}

void session_idle(const struct session_row *r, int64_t now, char out[12])
{
	time_format_age(last_key(r, now), now, out);
}

void session_idle_ago(const struct session_row *r, int64_t now, char out[24])
{
	time_format_ago(last_key(r, now), now, out);
}

/* A transaction_work. */
static int end_own(struct db *db, void *arg, struct err *e)
{
	const struct session *s = arg;
	int64_t changed;

	if (end_row(db, s->console, NULL, &changed, e) < 0)
		return -1;
	if (changed == 0)
		return 1;
	return events_add(db, s, "logout", span_of(s->name), SPAN_NULL, e);
}

int sessions_end(struct db *db, const struct session *s, struct err *e)
{
	struct session copy = *s;

	if (!s->console[0] || db_read_only(db))
		return 0;
	return transaction_run(db, TRANSACTION_ROWS, end_own, &copy, NULL, e);
}

static const char account_of_session[] =
	"SELECT account_id, actor, ended_at, ended_by FROM console_sessions WHERE id = $1";

int session_row_read(struct db *db, const char *id, struct session_end *out, struct err *e)
{
	struct stmt *st = db_prepare(db, account_of_session, e);

	*out = (struct session_end){.over = true};
	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(id)));
	int found = stmt_step(st, e);
	if (found > 0) {
		row_copy(out->account_id, sizeof(out->account_id), col_text(st, 0));
		row_copy(out->name, sizeof(out->name), col_text(st, 1));
		out->over = !col_is_null(st, 2);
		row_copy(out->by, sizeof(out->by), col_text(st, 3));
	}
	stmt_done(&st);
	return found < 0 ? -1 : 0;
}

struct stopping {
	const struct session *actor;
	const char *id;
};

/* A transaction_work. */
static int stop(struct db *db, void *arg, struct err *e)
{
	const struct stopping *s = arg;
	struct session_end row;
	int64_t changed = 0;

	if (session_row_read(db, s->id, &row, e) < 0)
		return -1;
	bool is_own = strcmp(row.account_id, s->actor->id) == 0 && s->actor->id[0];
	if ((is_own ? session_check_own(db, s->actor, e)
		    : session_check(db, s->actor, MAY_MANAGE, e)) < 0)
		return -1;
	if (!row.over && end_row(db, s->id, s->actor->name, &changed, e) < 0)
		return -1;
	if (changed == 0)
		return err_set(e, ERR_MISSING, "this session is over already");
	return events_add(
		db, s->actor, is_own ? "logout" : "session.end", span_of(row.name), SPAN_NULL, e);
}

int sessions_stop(struct db *db, const struct session *actor, const char *id, struct err *e)
{
	struct stopping s = {.actor = actor, .id = id};

	return transaction_run(db, TRANSACTION_ROWS, stop, &s, NULL, e);
}

static const char end_sessions[] = "UPDATE console_sessions SET ended_at = $3, ended_by = $4"
				   " WHERE account_id = $1 AND id <> $2 AND ended_at IS NULL";
/* As no session has it: none is spared. */
#define NO_SESSION "00000000-0000-0000-0000-000000000000"

int sessions_stop_all(
	struct db *db, const char *account_id, const char *but, const char *by, struct err *e)
{
	struct stmt *st = db_prepare(db, end_sessions, e);
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(account_id));
	stmt_text(st, 2, span_of(but[0] ? but : NO_SESSION));
	stmt_text(st, 3, span_of(now));
	stmt_text(st, 4, span_of(by));
	return row_write(st, NULL, e);
}

/* Nobody has more than one draft open: a claim is of an account, and knows no session. */
#define OPEN_SESSIONS \
	"SELECT s.id, s.account_id, coalesce(a.username, s.actor), s.origin, s.host, s.pid, " \
	"s.started_at, s.seen_at," \
	" c.post_id, c.expires_at, p.target_subreddit, count(*) OVER (PARTITION BY s.account_id)," \
	" (SELECT max(o.ended_at) FROM console_sessions o WHERE o.account_id = s.account_id)" \
	" FROM console_sessions s" \
	" LEFT JOIN admins a ON a.id = s.account_id" \
	" LEFT JOIN console_claims c ON c.account_id = s.account_id" \
	" LEFT JOIN pending_posts p ON p.id = c.post_id" \
	" WHERE s.ended_at IS NULL AND s.started_at > $1 ORDER BY s.started_at, s.id"

/* The claim may be left from a session that has ended since it was last renewed. */
static bool may_be_left(struct span ended, int64_t until)
{
	int64_t at;

	return time_parse(ended, &at) && at > until - CLAIM_SECONDS * TIME_SECOND;
}

int sessions_list(
	struct db *db, struct arena *a, struct session_row **out, size_t *n, struct err *e)
{
	struct session_row *list = NULL;
	size_t used = 0, room = 0;
	struct stmt *st = db_prepare(db, OPEN_SESSIONS, e);
	int64_t now = time_now(), until;
	char since[27];
	int step;

	if (!st)
		return -1;
	time_format_micros(now - SESSION_LONGEST, since);
	stmt_text(st, 1, span_of(since));
	while ((step = stmt_step(st, e)) > 0) {
		list = row_room(a, list, used, sizeof(*list), &room);
		struct session_row *r = &list[used++];
		*r = (struct session_row){.pid = col_int(st, 5), .shared = col_int(st, 11) > 1};
		row_copy(r->id, sizeof(r->id), col_text(st, 0));
		row_copy(r->account_id, sizeof(r->account_id), col_text(st, 1));
		r->name = row_text(st, 2, a);
		r->origin = row_text(st, 3, a);
		r->host = row_text(st, 4, a);
		time_parse(col_text(st, 6), &r->since);
		time_parse(col_text(st, 7), &r->seen);
		if (!time_parse(col_text(st, 9), &until) || until <= now ||
			may_be_left(col_text(st, 12), until))
			continue;
		r->draft = row_text(st, 8, a);
		r->draft_place = row_text(st, 10, a);
	}
	stmt_done(&st);
	*out = list;
	*n = used;
	return step;
}

bool session_is_stale(const struct session *s)
{
	return time_now() - s->since > SESSION_LONGEST;
}

int session_row_check(struct db *db, const struct session *s, struct err *e)
{
	struct session_end row;

	if (session_is_stale(s)) {
		err_set(e, ERR_DENIED, "%s logged in more than 12 hours ago", s->name);
		return err_hint(e, "log in again");
	}
	if (!s->console[0])
		return 0;
	if (session_row_read(db, s->console, &row, e) < 0)
		return -1;
	if (!row.over)
		return 0;
	err_set(e, ERR_DENIED, "%s ended this session of %s", row.by[0] ? row.by : "somebody",
		s->name);
	return err_hint(e, "log in again");
}

int session_check_own(struct db *db, const struct session *s, struct err *e)
{
	struct account_row row;

	if (account_row_of(db, s, ACCOUNT_ALONE, &row, e) < 0)
		return -1;
	return session_row_check(db, s, e);
}

static const char others_here[] =
	"SELECT count(DISTINCT account_id) FROM console_sessions WHERE ended_at IS NULL"
	" AND started_at > $2 AND seen_at > $3 AND account_id <> $1";

static int count_others(struct db *db, const struct session *s, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, others_here, e);
	int64_t now = time_now();
	char since[27], seen[27];

	if (!st)
		return -1;
	time_format_micros(now - SESSION_LONGEST, since);
	time_format_micros(now - SESSION_HERE, seen);
	stmt_text(st, 1, lookup_id(db, span_of(s->id)));
	stmt_text(st, 2, span_of(since));
	stmt_text(st, 3, span_of(seen));
	return row_number(st, out, e);
}

int sessions_look(struct db *db, const struct session *s, struct session_now *out, struct err *e)
{
	struct account_row row;
	struct err why = {0};

	*out = (struct session_now){0};
	if (account_row_of(db, s, ACCOUNT_LOOK, &row, &why) == 0 &&
		session_row_check(db, s, &why) == 0) {
		out->role = row.role;
		return count_others(db, s, &out->others, e);
	}
	if (why.code != ERR_DENIED) {
		*e = why;
		return -1;
	}
	out->over = true;
	row_copy(out->why, sizeof(out->why), span_of(why.text));
	err_clear(&why);
	return 0;
}
