/* Login with a growing delay, and the permission check that every write makes again. */
#include "store/session.h"

#include <string.h>

#include "account_row.h"
#include "base/time.h"
#include "model/password.h"
#include "row.h"
#include "store/accounts.h"
#include "store/events.h"

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
	"INSERT INTO console_accounts"
	" (account_id, role, must_change_password, failures, next_try_at, disabled, created_at,"
	" updated_at)"
	" VALUES ($1, 'admin', 0, $2, $3, 0, $4, $5)"
	" ON CONFLICT (account_id) DO UPDATE SET failures = excluded.failures,"
	" next_try_at = excluded.next_try_at, updated_at = excluded.updated_at";

static int write_failure(
	struct db *db, const char *id, int64_t failures, int64_t next_try, struct err *e)
{
	struct stmt *st = db_prepare(db, count_failure, e);
	char created[20], updated[27], next[27];
	int64_t now = time_now();

	if (!st)
		return -1;
	time_format_seconds(now, created);
	time_format_micros(now, updated);
	time_format_micros(next_try, next);
	stmt_text(st, 1, span_of(id));
	stmt_int(st, 2, failures);
	stmt_text(st, 3, next_try == TIME_NONE ? SPAN_NULL : span_of(next));
	stmt_text(st, 4, span_of(created));
	stmt_text(st, 5, span_of(updated));
	return row_write(st, NULL, e);
}

/*
 * Counts the try as a failed one before anybody knows whether it is. Who runs many logins at once
 * gets FREE_TRIES guesses, not many: the last of them holds up what comes after it at once, those
 * before it when they turn out wrong. `allowed` says whether the password may be looked at;
 * row->failures becomes the number of this try, 0 when it is not counted.
 */
static int record_try(
	struct db *db, struct span name, struct account_row *row, bool *allowed, struct err *e)
{
	int64_t now = time_now();

	*allowed = false;
	if (db_begin(db, e) < 0)
		return -1;
	int found = account_row_by_name(db, name, row, e);
	if (found < 0)
		goto out;
	if (found && row->next_try <= now) {
		int64_t count = row->failures + 1;
		int64_t next = count < FREE_TRIES ? row->next_try : now + delay_after(count);
		if (write_failure(db, row->id, count, next, e) < 0 || db_commit(db, e) < 0)
			goto out;
		*allowed = !row->disabled;
		row->failures = count;
	} else {
		row->failures = 0;
	}
	db_rollback(db);
	return 0;
out:
	db_rollback(db);
	return -1;
}

/* The wait after a try that was counted and turned out wrong. A login that succeeded meanwhile took
 * the count back: then this one counts again. */
static int record_failure(struct db *db, const struct account_row *tried, struct err *e)
{
	int64_t next = time_now() + delay_after(tried->failures);
	struct account_row row;

	if (db_begin(db, e) < 0)
		return -1;
	int found = account_row_by_id(db, tried->id, &row, e);
	if (found < 0)
		goto out;
	if (found && row.next_try < next) {
		int64_t count = row.failures > 0 ? row.failures : 1;
		if (write_failure(db, row.id, count, next, e) < 0 || db_commit(db, e) < 0)
			goto out;
	}
	db_rollback(db);
	return 0;
out:
	db_rollback(db);
	return -1;
}

static int look_up(
	struct db *db, struct span name, struct account_row *row, bool *allowed, struct err *e)
{
	int found = account_row_by_name(db, name, row, e);

	*allowed = found > 0 && !row->disabled && row->next_try <= time_now();
	return found < 0 ? -1 : 0;
}

static const char record_login[] =
	"UPDATE console_accounts SET failures = 0, next_try_at = NULL, must_change_password = $2,"
	" last_login_at = $3, updated_at = $3 WHERE account_id = $1";

/* The account is read again: its password may have changed while this one was being checked. */
static int record_success(struct db *db, const struct session *s, const char *hash, struct err *e)
{
	struct account_row row;
	char now[27];

	if (db_begin(db, e) < 0)
		return -1;
	if (account_row_of(db, s, &row, e) < 0)
		goto out;
	if (strcmp(row.hash, hash) != 0) {
		denied(e);
		goto out;
	}
	struct stmt *st = db_prepare(db, record_login, e);
	if (!st)
		goto out;
	time_format_micros(s->since, now);
	stmt_text(st, 1, span_of(s->id));
	stmt_int(st, 2, s->must_change);
	stmt_text(st, 3, span_of(now));
	if (row_write(st, NULL, e) < 0)
		goto out;
	if (events_add(db, s, "login", span_of(s->name), SPAN_NULL, e) < 0)
		goto out;
	if (db_commit(db, e) < 0)
		goto out;
	return 0;
out:
	db_rollback(db);
	return -1;
}

int session_login(
	struct db *db, struct span name, struct span password, struct session *out, struct err *e)
{
	struct account_row row = {0};
	bool allowed = false;
	int rc = db_read_only(db) ? look_up(db, name, &row, &allowed, e)
				  : record_try(db, name, &row, &allowed, e);

	if (rc < 0)
		return -1;
	if (!password_matches(password, allowed ? row.hash : NULL)) {
		bool counted = !db_read_only(db) && row.failures > 0;
		if (counted && row.failures < FREE_TRIES && record_failure(db, &row, e) < 0)
			return -1;
		return denied(e);
	}

	struct session s = {.role = row.role, .since = time_now()};
	memcpy(s.id, row.id, sizeof(s.id));
	memcpy(s.name, row.name, sizeof(s.name));
	s.must_change = row.must_change || span_is(password, PASSWORD_DEFAULT);
	if (!db_read_only(db) && record_success(db, &s, row.hash, e) < 0)
		return -1;
	*out = s;
	return 0;
}

static int check_nobody(struct db *db, enum permission what, struct err *e)
{
	bool setting_up = false;

	if (accounts_setting_up(db, &setting_up, e) < 0)
		return -1;
	if (setting_up && what == MAY_CONFIGURE)
		return 0;
	return err_set(
		e, ERR_DENIED, "nobody is logged in, so nobody may %s", permission_name(what));
}

int session_check(struct db *db, const struct session *s, enum permission what, struct err *e)
{
	struct account_row row;

	if (s->id[0] == '\0')
		return check_nobody(db, what, e);
	if (account_row_of(db, s, &row, e) < 0)
		return -1;
	if (row.must_change)
		return err_set(e, ERR_DENIED, "%s must set a new pass phrase first", row.name);
	if (!role_may(row.role, what))
		return err_set(e, ERR_DENIED, "%s (%s) may not %s", row.name, role_name(row.role),
			permission_name(what));
	return 0;
}
