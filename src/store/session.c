/* Login with a growing delay, and the permission check that every write makes again. */
#include "store/session.h"

#include <string.h>

#include "account_row.h"
#include "base/time.h"
#include "model/password.h"
#include "row.h"
#include "session_row.h"
#include "store/accounts.h"
#include "store/events.h"
#include "transaction.h"

#define LONGEST_DELAY (900 * TIME_SECOND)
/* So many failures are counted before the next try has to wait for this one to end. */
#define FREE_TRIES 8

static int denied(struct err *e)
{
	return err_set(e, ERR_DENIED,
		"login failed: wrong user or pass phrase, or too soon after a failed try");
}

static int64_t delay_after(int64_t failures)
{
	if (failures > 10)
		return LONGEST_DELAY;
	int64_t delay = TIME_SECOND << (failures > 0 ? failures - 1 : 0);
	return delay < LONGEST_DELAY ? delay : LONGEST_DELAY;
}

static const char count_failure[] =
	"UPDATE console_accounts SET failures = $2, next_try_at = $3, updated_at = $4"
	" WHERE account_id = $1";
static const char first_failure[] =
	"INSERT INTO console_accounts"
	" (account_id, role, must_change_password, failures, next_try_at, disabled, updated_at,"
	" created_at)"
	" VALUES ($1, 'admin', 0, $2, $3, 0, $4, $5)";

/* The row would make the account an admin, and the server lets only admins do that. */
static int explain_row(struct err *e)
{
	if (e->code != ERR_DENIED)
		return -1;
	err_clear(e);
	err_set(e, ERR_DENIED, "nobody has given this account a role in the console");
	return err_hint(e, "an admin gives it one: see Roles in the server in tenet-deploy(7)");
}

/* Not one statement for both: with roles in the server only admins may add a row, which gives the
 * account a role. */
static int write_failure(
	struct db *db, const char *id, int64_t failures, int64_t next_try, struct err *e)
{
	static const char *const tries[] = {count_failure, first_failure};
	int64_t now = time_now(), changed = 0;
	char created[20], updated[27], next[27];

	time_format_seconds(now, created);
	time_format_micros(now, updated);
	time_format_micros(next_try, next);
	for (size_t i = 0; i < 2 && changed == 0; i++) {
		struct stmt *st = db_prepare(db, tries[i], e);
		if (!st)
			return -1;
		stmt_text(st, 1, span_of(id));
		stmt_int(st, 2, failures);
		stmt_text(st, 3, next_try == TIME_NONE ? SPAN_NULL : span_of(next));
		stmt_text(st, 4, span_of(updated));
		if (i > 0)
			stmt_text(st, 5, span_of(created));
		if (row_write(st, &changed, e) < 0)
			return i > 0 ? explain_row(e) : -1;
	}
	return 0;
}

struct login {
	struct span name;
	struct account_row row;
	struct session session; /* once it is known who it is */
	bool allowed; /* to look at the password */
};

/*
 * Counts the try as a failed one before anybody knows whether it is. Who runs many logins at once
 * gets FREE_TRIES guesses, not many: the last of them holds up what comes after it at once, those
 * before it when they turn out wrong. row.failures becomes the number of this try, 0 when it is not
 * counted. A transaction_work.
 */
static int record_try(struct db *db, void *arg, struct err *e)
{
	struct login *l = arg;
	struct account_row *row = &l->row;
	int64_t now = time_now();

	l->allowed = false;
	int found = account_row_by_name(db, l->name, row, e);
	if (found > 0)
		found = account_row_by_id(db, row->id, ACCOUNT_ALONE, row, e);
	if (found < 0)
		return -1;
	if (!found || row->next_try > now) {
		row->failures = 0;
		return 1;
	}
	int64_t count = row->failures + 1;
	int64_t next = count < FREE_TRIES ? row->next_try : now + delay_after(count);
	if (write_failure(db, row->id, count, next, e) < 0)
		return -1;
	l->allowed = !row->disabled;
	row->failures = count;
	return 0;
}

/* Who was tried stands in the log of events, whoever tried. */
static int log_failure(struct db *db, const struct account_row *row, struct err *e)
{
	return events_add(db, NULL, "login.failed", span_of(row->name), SPAN_NULL, e);
}

/* The wait after a try that was counted and turned out wrong. A login that succeeded meanwhile took
 * the count back: then this one counts again. A transaction_work. */
static int record_failure(struct db *db, void *arg, struct err *e)
{
	const struct account_row *tried = &((struct login *)arg)->row;
	int64_t next = time_now() + delay_after(tried->failures);
	struct account_row row;

	int found = account_row_by_id(db, tried->id, ACCOUNT_ALONE, &row, e);
	if (found < 0)
		return -1;
	if (!found)
		return 1;
	if (log_failure(db, &row, e) < 0)
		return -1;
	if (row.next_try >= next || tried->failures >= FREE_TRIES)
		return 0;
	int64_t count = row.failures > 0 ? row.failures : 1;
	return write_failure(db, row.id, count, next, e);
}

static int look_up(struct db *db, struct login *l, struct err *e)
{
	int found = account_row_by_name(db, l->name, &l->row, e);

	l->allowed = found > 0 && !l->row.disabled && l->row.next_try <= time_now();
	return found < 0 ? -1 : 0;
}

static const char record_login[] =
	"UPDATE console_accounts SET failures = 0, next_try_at = NULL, must_change_password = $2,"
	" last_login_at = $3, updated_at = $3 WHERE account_id = $1";

/* The account is read again: its password may have changed while this one was being checked. A
 * transaction_work. */
static int record_success(struct db *db, void *arg, struct err *e)
{
	struct login *l = arg;
	const struct session *s = &l->session;
	struct account_row row;
	char now[27];

	if (account_row_of(db, s, ACCOUNT_ALONE, &row, e) < 0)
		return -1;
	if (strcmp(row.hash, l->row.hash) != 0)
		return denied(e);
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

int session_login(
	struct db *db, struct span name, struct span password, struct session *out, struct err *e)
{
	struct login l = {.name = name};

	if (account_row_connection(db, name, e) < 0)
		return -1;
	int rc = db_read_only(db) ? look_up(db, &l, e)
				  : transaction_run(db, TRANSACTION_ROWS, record_try, &l, NULL, e);

	if (rc < 0)
		return -1;
	if (!password_matches(password, l.allowed ? l.row.hash : NULL)) {
		bool counted = !db_read_only(db) && l.row.failures > 0;
		if (counted &&
			transaction_run(db, TRANSACTION_ROWS, record_failure, &l, NULL, e) < 0)
			return -1;
		return denied(e);
	}
	if (account_row_expired(db, &l.row, e) < 0)
		return -1;
	l.session = (struct session){.role = l.row.role, .since = time_now()};
	memcpy(l.session.id, l.row.id, sizeof(l.session.id));
	memcpy(l.session.name, l.row.name, sizeof(l.session.name));
	l.session.must_change = l.row.must_change || span_is(password, PASSWORD_DEFAULT);
	if (!db_read_only(db) &&
		transaction_run(db, TRANSACTION_ROWS, record_success, &l, NULL, e) < 0)
		return -1;
	*out = l.session;
	return 0;
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
