/* Login with a growing delay, and the permission check that every write makes again. */
#include "store/session.h"

#include <string.h>

#include "account_row.h"
#include "base/time.h"
#include "factor_row.h"
#include "model/password.h"
#include "row.h"
#include "session_row.h"
#include "store/accounts.h"
#include "store/events.h"
#include "transaction.h"
#include "tries.h"

static int denied(const struct login *l, struct err *e)
{
	if (l->code.p)
		return err_set(
			e, ERR_DENIED, "login failed: wrong code, or too soon after a failed try");
	return err_set(e, ERR_DENIED,
		"login failed: wrong user or pass phrase, or too soon after a failed try");
}

static int look_up(struct db *db, struct login *l, struct err *e)
{
	int found = account_row_by_name(db, l->name, &l->row, e);

	l->allowed = found > 0 && !l->row.disabled && !tries_held_up(&l->row, time_now());
	return found < 0 ? -1 : 0;
}

/* How much work a failure is, so that an account whose hash costs more than others does not show.
 */
static const char highest_cost[] =
	"SELECT max(substr(hashed_password, 5, 2)) FROM admins"
	" WHERE length(hashed_password) = 60 AND substr(hashed_password, 1, 2) = '$2'"
	" AND substr(hashed_password, 5, 2) IN ('13', '14', '15')";

static int read_cost(struct db *db, int *cost, struct err *e)
{
	struct stmt *st = db_prepare(db, highest_cost, e);
	int row = st ? stmt_step(st, e) : -1;

	*cost = PASSWORD_COST;
	if (row > 0 && !col_is_null(st, 0))
		*cost = 10 + (col_text(st, 0).p[1] - '0');
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

static const char record_login[] =
	"UPDATE console_accounts SET failures = 0, next_try_at = NULL, must_change_password = $2,"
	" last_login_at = $3, updated_at = $3 WHERE account_id = $1";

static int ask_factor(struct db *db, struct login *l, struct err *e)
{
	enum factor_answer answer;

	if (factor_answer(db, &l->session, l->code, &answer, e) < 0)
		return -1;
	l->asks = answer == FACTOR_ASKS;
	l->wrong = answer == FACTOR_WRONG;
	return 0;
}

/* The account is read again: its password may have changed while this one was being checked, or
 * only have been hashed anew by another login. A transaction_work. */
static int record_success(struct db *db, void *arg, struct err *e)
{
	struct login *l = arg;
	const struct session *s = &l->session;
	struct account_row row;
	char now[27];

	if (account_row_of(db, s, ACCOUNT_ALONE, &row, e) < 0)
		return -1;
	if (strcmp(row.hash, l->row.hash) != 0) {
		l->row = row;
		l->changed = true;
		return 1;
	}
	if (ask_factor(db, l, e) < 0)
		return -1;
	if (l->asks)
		return tries_take_back(db, l, e);
	if (l->wrong)
		return 1;
	struct stmt *st = db_prepare(db, record_login, e);
	if (!st)
		return -1;
	time_format_micros(s->since, now);
	stmt_text(st, 1, span_of(s->id));
	stmt_int(st, 2, s->must_change);
	stmt_text(st, 3, span_of(now));
	if (row_write(st, NULL, e) < 0)
		return -1;
	return events_add(db, s, "login", span_of(s->name), SPAN_NULL, e);
}

static int begin(struct db *db, struct login *l, int *cost, struct err *e)
{
	if (account_row_connection(db, l->name, e) < 0)
		return -1;
	int rc = db_read_only(db) ? look_up(db, l, e) : tries_begin(db, l, e);
	return rc < 0 ? -1 : read_cost(db, cost, e);
}

/* A hash that changed while its predecessor was being checked is checked as well, once. */
static int succeed(struct db *db, struct login *l, struct span password, int cost, struct err *e)
{
	const struct account_row *row = &l->row;

	for (int tries = 0; tries < 2; tries++) {
		if (!password_matches(password, l->allowed ? row->hash : NULL, cost))
			return 1;
		if (account_row_expired(db, row, e) < 0)
			return -1;
		l->session = (struct session){
			.role = row->role, .first = row->never_in, .since = time_now()};
		memcpy(l->session.id, row->id, sizeof(l->session.id));
		memcpy(l->session.name, row->name, sizeof(l->session.name));
		l->session.must_change = row->must_change || span_is(password, PASSWORD_DEFAULT);
		l->changed = false;
		int rc = db_read_only(db)
			? ask_factor(db, l, e)
			: transaction_run(db, TRANSACTION_ROWS, record_success, l, NULL, e);
		if (rc < 0)
			return -1;
		if (!l->changed)
			return l->wrong;
	}
	return 1;
}

int session_login_with(
	struct db *db, const struct credentials *c, struct session *out, struct err *e)
{
	struct login l = {.name = c->name, .code = c->code, .place = c->place};
	int cost;

	if (begin(db, &l, &cost, e) < 0)
		return -1;
	int rc = succeed(db, &l, c->password, cost, e);
	if (rc < 0)
		return -1;
	if (rc > 0) {
		if (!db_read_only(db) && l.row.failures > 0 && tries_failed(db, &l, e) < 0)
			return -1;
		return denied(&l, e);
	}
	if (l.asks)
		return err_set(e, ERR_CODE, "the code of the second factor is needed as well");
	*out = l.session;
	return 0;
}

int session_login(
	struct db *db, struct span name, struct span password, struct session *out, struct err *e)
{
	return session_login_with(
		db, &(struct credentials){.name = name, .password = password}, out, e);
}

static const char set_hash[] = "UPDATE admins SET hashed_password = $2, updated_at = $3"
			       " WHERE id = $1 AND hashed_password = $4";

struct rehash {
	const struct session *session;
	struct account_row row;
	char hash[PASSWORD_HASH_TEXT];
};

/* A transaction_work. */
static int write_hash(struct db *db, void *arg, struct err *e)
{
	const struct rehash *r = arg;
	struct stmt *st = db_prepare(db, set_hash, e);
	int64_t changed = 0;
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(r->row.id));
	stmt_text(st, 2, span_of(r->hash));
	stmt_text(st, 3, span_of(now));
	stmt_text(st, 4, span_of(r->row.hash));
	if (row_write(st, &changed, e) < 0)
		return -1;
	if (changed == 0)
		return 1;
	return events_add(db, r->session, "account.password", span_of(r->row.name),
		SPAN_LIT("the same, hashed anew"), e);
}

int session_rehash(struct db *db, const struct session *s, struct span password, struct err *e)
{
	struct rehash r = {.session = s};

	if (db_read_only(db))
		return 0;
	if (account_row_of(db, s, ACCOUNT_AS_IS, &r.row, e) < 0)
		return -1;
	if (!password_is_dated(r.row.hash) ||
		!password_matches(password, r.row.hash, PASSWORD_COST))
		return 0;
	if (password_hash(password, r.hash, e) < 0)
		return -1;
	return transaction_run(db, TRANSACTION_ROWS, write_hash, &r, NULL, e);
}

static int check_nobody(struct db *db, enum permission what, struct err *e)
{
	bool setting_up = false;

	if (accounts_setting_up(db, &setting_up, e) < 0)
		return -1;
	if (setting_up && (what == MAY_MANAGE || what == MAY_MIGRATE))
		return 0;
	return err_set(
		e, ERR_DENIED, "nobody is logged in, so nobody may %s", permission_name(what));
}

static int check(struct db *db, const struct session *s, enum permission what,
	enum account_hold hold, struct err *e)
{
	struct account_row row;

	if (s->id[0] == '\0')
		return check_nobody(db, what, e);
	if (account_row_of(db, s, hold, &row, e) < 0 || session_row_check(db, s, e) < 0)
		return -1;
	if (row.must_change)
		return err_set(e, ERR_DENIED, "%s must set a new pass phrase first", row.name);
	if (!role_may(row.role, what))
		return err_set(e, ERR_DENIED, "%s (%s) may not %s", row.name, role_name(row.role),
			permission_name(what));
	return 0;
}

int session_check(struct db *db, const struct session *s, enum permission what, struct err *e)
{
	return check(db, s, what, ACCOUNT_AS_IS, e);
}

int session_check_alone(struct db *db, const struct session *s, enum permission what, struct err *e)
{
	return check(db, s, what, ACCOUNT_ALONE, e);
}
