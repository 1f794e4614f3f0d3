/* Taking and releasing claims. */
#include "store/claims.h"

#include "base/time.h"
#include "lookup.h"
#include "row.h"
#include "transaction.h"

static const char release_others[] =
	"DELETE FROM console_claims WHERE account_id = $1 AND post_id <> $2";
static const char take_claim[] =
	"INSERT INTO console_claims (post_id, account_id, actor, claimed_at, expires_at)"
	" SELECT p.id, $2, $3, $4, $5 FROM pending_posts p WHERE p.id = $1"
	" ON CONFLICT (post_id) DO UPDATE SET expires_at = excluded.expires_at,"
	" claimed_at = CASE WHEN console_claims.account_id = excluded.account_id"
	" THEN console_claims.claimed_at ELSE excluded.claimed_at END,"
	" account_id = excluded.account_id, actor = excluded.actor"
	" WHERE console_claims.account_id = excluded.account_id"
	" OR console_claims.expires_at <= excluded.claimed_at";

struct taking {
	const struct session *session;
	const char *post_id;
};

/* A transaction_work. */
static int take(struct db *db, void *arg, struct err *e)
{
	const struct taking *t = arg;
	int64_t from = time_now();
	char now[27], until[27];

	if (session_check(db, t->session, MAY_DECIDE, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, release_others, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(t->session->id));
	stmt_text(st, 2, lookup_id(db, span_of(t->post_id)));
	if (row_write(st, NULL, e) < 0)
		return -1;
	st = db_prepare(db, take_claim, e);
	if (!st)
		return -1;
	time_format_micros(from, now);
	time_format_micros(from + CLAIM_SECONDS * TIME_SECOND, until);
	stmt_text(st, 1, lookup_id(db, span_of(t->post_id)));
	stmt_text(st, 2, span_of(t->session->id));
	stmt_text(st, 3, span_of(t->session->name));
	stmt_text(st, 4, span_of(now));
	stmt_text(st, 5, span_of(until));
	return row_write(st, NULL, e);
}

int claims_take(struct db *db, const struct session *s, const char *post_id, struct err *e)
{
	struct taking t = {.session = s, .post_id = post_id};

	if (transaction_run(db, TRANSACTION_ROWS, take, &t, NULL, e) == 0)
		return 0;
	return err_prefix(e, "draft %.8s was not claimed", post_id);
}

static const char release_all[] = "DELETE FROM console_claims WHERE account_id = $1";

/* A transaction_work. Whose it is says who asks; whether she may still decide does not matter. */
static int release(struct db *db, void *arg, struct err *e)
{
	const struct session *s = arg;
	struct stmt *st = db_prepare(db, release_all, e);
	int64_t changed = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(s->id)));
	if (row_write(st, &changed, e) < 0)
		return -1;
	return changed == 0;
}

int claims_release(struct db *db, const struct session *s, struct err *e)
{
	struct session copy = *s;

	return transaction_run(db, TRANSACTION_ROWS, release, &copy, NULL, e);
}

static const char all_claims[] = "SELECT post_id, account_id, actor, claimed_at, expires_at"
				 " FROM console_claims ORDER BY claimed_at";

int claims_list(struct db *db, struct arena *a, struct claim **out, size_t *n, struct err *e)
{
	struct claim *list = NULL;
	size_t used = 0, room = 0;
	struct stmt *st = db_prepare(db, all_claims, e);
	int64_t now = time_now();
	int step;

	if (!st)
		return -1;
	while ((step = stmt_step(st, e)) > 0) {
		int64_t until;
		if (!time_parse(col_text(st, 4), &until) || until <= now)
			continue;
		list = row_room(a, list, used, sizeof(*list), &room);
		struct claim *c = &list[used++];
		row_copy(c->post_id, sizeof(c->post_id), col_text(st, 0));
		row_copy(c->account_id, sizeof(c->account_id), col_text(st, 1));
		c->actor = row_text(st, 2, a);
		time_parse(col_text(st, 3), &c->since);
		c->until = until;
	}
	stmt_done(&st);
	*out = list;
	*n = used;
	return step;
}
