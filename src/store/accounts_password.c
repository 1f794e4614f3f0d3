/* Setting pass phrases: one's own, somebody else's, and one that holds for a login. */
#include <stdio.h>
#include <string.h>

#include "accounts_write.h"
#include "base/time.h"
#include "model/password.h"
#include "row.h"
#include "session_row.h"
#include "store/events.h"
#include "store/sessions.h"
#include "transaction.h"
#include "tries.h"

static const char set_hash[] =
	"UPDATE admins SET hashed_password = $2, updated_at = $3 WHERE id = $1";
/* Not one statement for both: with roles in the server only admins may add a row. */
static const char set_must_change[] =
	"UPDATE console_accounts SET must_change_password = $2, failures = 0, next_try_at = NULL,"
	" updated_at = $3, password_expires_at = $4 WHERE account_id = $1";

static int write_must_change(struct db *db, const char *id, int64_t expires, struct err *e)
{
	const struct account_state state = {
		.role = ROLE_ADMIN, .must_change = expires != TIME_NONE, .expires = expires};
	struct stmt *st = db_prepare(db, set_must_change, e);
	int64_t changed = 0;
	char updated[27], until[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), updated);
	time_format_micros(expires, until);
	stmt_text(st, 1, span_of(id));
	stmt_int(st, 2, state.must_change);
	stmt_text(st, 3, span_of(updated));
	stmt_text(st, 4, state.must_change ? span_of(until) : SPAN_NULL);
	if (row_write(st, &changed, e) < 0)
		return -1;
	return changed > 0 ? 0 : account_row_add(db, id, &state, e);
}

/* Until `expires` it lets in to be changed; TIME_NONE: it is one's own. */
static int write_password(
	struct db *db, const char *id, const char *hash, int64_t expires, struct err *e)
{
	struct stmt *st = db_prepare(db, set_hash, e);
	char updated[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), updated);
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, span_of(hash));
	stmt_text(st, 3, span_of(updated));
	if (row_write(st, NULL, e) < 0)
		return -1;
	return write_must_change(db, id, expires, e);
}

static int check_may_set(
	struct db *db, const struct session *actor, const struct account_row *row, struct err *e)
{
	return span_is(span_of(actor->id), row->id) ? session_check_own(db, actor, e)
						    : session_check(db, actor, MAY_MANAGE, e);
}

struct new_password {
	const struct session *actor;
	const struct account_row *row; /* whose it becomes */
	char hash[PASSWORD_HASH_TEXT];
};

/* A transaction_work. */
static int set_password(struct db *db, void *arg, struct err *e)
{
	const struct new_password *n = arg;
	const struct session *actor = n->actor;
	/* Who is given a password by somebody else chooses another one at the next login. */
	bool own = span_is(span_of(actor->id), n->row->id);
	bool given = actor->id[0] != '\0' && !own;
	struct account_row held;
	int found = account_row_by_id(db, n->row->id, ACCOUNT_ALONE, &held, e);

	if (found == 0)
		return err_set(e, ERR_MISSING, "the account %s was deleted", n->row->name);
	if (found < 0 || check_may_set(db, actor, n->row, e) < 0)
		return -1;
	if (write_password(db, n->row->id, n->hash,
		    given ? time_now() + ACCOUNT_ONE_TIME : TIME_NONE, e) < 0 ||
		sessions_stop_all(db, n->row->id, own ? actor->console : "", actor->name, e) < 0)
		return -1;
	return events_add(db, actor, "account.password", span_of(n->row->name), SPAN_NULL, e);
}

static int save(struct db *db, struct new_password *n, struct span password, struct err *e)
{
	if (password_hash(password, n->hash, e) < 0)
		return -1;
	return transaction_run(db, TRANSACTION_ROWS, set_password, n, NULL, e);
}

static int is_the_old_one(struct err *e)
{
	return err_set(e, ERR_USAGE, "the new pass phrase is the old one");
}

static int find_to_set(struct db *db, const struct session *actor, struct span name,
	struct account_row *row, struct err *e)
{
	if (account_row_find(db, name, row, e) < 0)
		return -1;
	return check_may_set(db, actor, row, e);
}

int accounts_check_set_password(
	struct db *db, const struct session *actor, struct span name, struct err *e)
{
	struct account_row row;

	return find_to_set(db, actor, name, &row, e);
}

int accounts_set_password(struct db *db, const struct session *actor, struct span name,
	struct span password, struct err *e)
{
	struct account_row row;
	struct new_password n = {.actor = actor, .row = &row};

	if (find_to_set(db, actor, name, &row, e) < 0)
		return -1;
	if (password_check(password, e) < 0)
		return -1;
	if (password_matches(password, row.hash, PASSWORD_COST))
		return is_the_old_one(e);
	return save(db, &n, password, e);
}

/* A try that was right is taken back with what write_must_change sets. */
int accounts_change_password(struct db *db, const struct session *actor,
	const struct session_place *place, struct span present, struct span password, struct err *e)
{
	struct login l = {.name = span_of(actor->name), .place = place};
	struct new_password n = {.actor = actor, .row = &l.row};

	if (session_check_own(db, actor, e) < 0 || password_check(password, e) < 0)
		return -1;
	if (span_eq(password, present))
		return is_the_old_one(e);
	int wrong = tries_password(db, &l, present, e);
	if (wrong > 0)
		return err_set(e, ERR_DENIED,
			"not changed: wrong pass phrase, or too soon after a failed try");
	return wrong < 0 ? -1 : save(db, &n, password, e);
}

struct reset {
	const struct session *actor;
	const struct account *seen;
	int64_t until;
	char hash[PASSWORD_HASH_TEXT];
};

/* A transaction_work. */
static int reset(struct db *db, void *arg, struct err *e)
{
	const struct reset *r = arg;
	struct account_row held;
	char until[20], detail[64];

	if (account_hold_seen(db, r->actor, r->seen, &held, e) < 0 ||
		write_password(db, held.id, r->hash, r->until, e) < 0 ||
		sessions_stop_all(db, held.id, "", r->actor->name, e) < 0)
		return -1;
	time_format_minutes(r->until, until);
	snprintf(detail, sizeof(detail), "until %s", until);
	return events_add(db, r->actor, "account.reset", span_of(held.name), span_of(detail), e);
}

int accounts_reset(struct db *db, const struct session *actor, const struct account *seen,
	char out[PASSWORD_ONE_TIME], struct err *e)
{
	struct reset r = {.actor = actor, .seen = seen, .until = time_now() + ACCOUNT_ONE_TIME};

	if (strcmp(seen->id, actor->id) == 0) {
		err_set(e, ERR_USAGE, "one's own pass phrase is not reset, but changed");
		return err_hint(e, "tenet accounts passwd");
	}
	if (password_generate(out, e) < 0 || password_hash(span_of(out), r.hash, e) < 0 ||
		transaction_run(db, TRANSACTION_ROWS, reset, &r, NULL, e) < 0) {
		password_wipe(out, PASSWORD_ONE_TIME);
		return -1;
	}
	return 0;
}
