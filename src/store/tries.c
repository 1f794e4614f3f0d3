/* Counting tries before they are looked at, and who need not wait for those of others. */
#include "tries.h"

#include "base/time.h"
#include "model/password.h"
#include "row.h"
#include "session_row.h"
#include "store/events.h"
#include "transaction.h"

#define LONGEST_DELAY (900 * TIME_SECOND)
/* So many failures are counted before the next try has to wait for this one to end. */
#define FREE_TRIES 8
/* So many in a row are no forgetful owner: then it doubles once more, and a day has fewer than a
 * hundred. */
#define MANY_FAILURES 64
/* So many tries a place is good for from which the owner logged in before. */
#define KNOWN_TRIES 3
#define KNOWN_FOR (30 * 24 * INT64_C(3600) * TIME_SECOND)

static int64_t delay_after(int64_t failures)
{
	if (failures > 10)
		return failures < MANY_FAILURES ? LONGEST_DELAY : 2 * LONGEST_DELAY;
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

bool tries_held_up(const struct account_row *row, int64_t now)
{
	return row->next_try > now && row->next_try - now <= delay_after(row->failures);
}

#define FROM_HERE \
	" FROM console_sessions WHERE account_id = $1 AND coalesce(origin, '') = $2" \
	" AND coalesce(host, '') = $3 AND started_at > $4" \
	" AND ended_at IS NOT NULL AND ended_by IS NULL"
static const char count_known[] = "SELECT count(*)" FROM_HERE;
static const char spend_known[] = "DELETE" FROM_HERE " AND id NOT IN (SELECT id" FROM_HERE
				  " ORDER BY started_at DESC, id LIMIT $5)";

static void bind_place(struct stmt *st, struct db *db, const struct login *l, const char *since)
{
	struct span origin = session_place_text(db, l->place->origin);
	struct span host = session_place_text(db, l->place->host);

	stmt_text(st, 1, span_of(l->row.id));
	stmt_text(st, 2, origin.p ? origin : SPAN_LIT(""));
	stmt_text(st, 3, host.p ? host : SPAN_LIT(""));
	stmt_text(st, 4, span_of(since));
}

/*
 * What others do must not keep the owner out: each session that was begun from this place and ended
 * in the last 30 days, up to KNOWN_TRIES, is good for one try that does not wait. It is spent with
 * the try. 1 when there was one.
 */
static int spend(struct db *db, const struct login *l, struct err *e)
{
	int64_t known = 0;
	char since[27];

	if (!l->place || l->row.failures < FREE_TRIES)
		return 0;
	time_format_micros(time_now() - KNOWN_FOR, since);
	struct stmt *st = db_prepare(db, count_known, e);
	if (!st)
		return -1;
	bind_place(st, db, l, since);
	if (row_number(st, &known, e) < 0 || known == 0)
		return known == 0 ? 0 : -1;
	st = db_prepare(db, spend_known, e);
	if (!st)
		return -1;
	bind_place(st, db, l, since);
	stmt_int(st, 5, (known < KNOWN_TRIES ? known : KNOWN_TRIES) - 1);
	return row_write(st, NULL, e) < 0 ? -1 : 1;
}

/* A transaction_work. */
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
	int may = found && tries_held_up(row, now) ? spend(db, l, e) : found;
	if (may < 0)
		return -1;
	if (may == 0) {
		row->failures = 0;
		return 1;
	}
	l->next_before = row->next_try;
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
 * the count back: then this one counts again, and waits for no more than is counted. A
 * transaction_work. */
static int record_failure(struct db *db, void *arg, struct err *e)
{
	const struct account_row *tried = &((struct login *)arg)->row;
	struct account_row row;

	int found = account_row_by_id(db, tried->id, ACCOUNT_ALONE, &row, e);
	if (found < 0)
		return -1;
	if (!found)
		return 1;
	if (log_failure(db, &row, e) < 0)
		return -1;
	int64_t count = row.failures > 0 ? row.failures : 1;
	int64_t next = time_now() + delay_after(count < tried->failures ? count : tried->failures);
	if (row.next_try >= next || row.failures >= FREE_TRIES)
		return 0;
	return write_failure(db, row.id, count, next, e);
}

int tries_begin(struct db *db, struct login *l, struct err *e)
{
	return transaction_run(db, TRANSACTION_ROWS, record_try, l, NULL, e);
}

int tries_failed(struct db *db, const struct login *l, struct err *e)
{
	struct login copy = *l;

	return transaction_run(db, TRANSACTION_ROWS, record_failure, &copy, NULL, e);
}

int tries_take_back(struct db *db, const struct login *l, struct err *e)
{
	struct account_row row;
	int found = account_row_by_id(db, l->row.id, ACCOUNT_ALONE, &row, e);

	if (found <= 0 || row.failures == 0)
		return found < 0 ? -1 : 0;
	return write_failure(db, row.id, row.failures - 1, l->next_before, e);
}

int tries_password(struct db *db, struct login *l, struct span password, struct err *e)
{
	if (tries_begin(db, l, e) < 0)
		return -1;
	if (password_matches(password, l->allowed ? l->row.hash : NULL, PASSWORD_COST))
		return 0;
	return l->row.failures > 0 && tries_failed(db, l, e) < 0 ? -1 : 1;
}
