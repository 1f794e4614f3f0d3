/* Changing somebody's account: its role, its name, and whether it lets in. */
#include <string.h>

#include "accounts_write.h"
#include "base/str.h"
#include "base/time.h"
#include "row.h"
#include "store/events.h"
#include "store/sessions.h"
#include "transaction.h"

struct change {
	const struct session *actor;
	const struct account *seen;
	enum { SET_ROLE, DISABLE, ENABLE, RENAME } what;
	enum role role;
	struct span name;
};

/* --- What was seen, and what is. --- */

static const char who_changed[] = "SELECT actor, at FROM console_events WHERE subject = $1"
				  " AND kind LIKE 'account.%' ORDER BY seq DESC LIMIT 1";

/* "now it is mia, operator, disabled; rosa changed it at 2026-11-22 10:00" */
static int changed(
	struct db *db, const struct account *seen, const struct account_row *is, struct err *e)
{
	struct stmt *st = db_prepare(db, who_changed, e);
	char by[SESSION_NAME] = "somebody", when[20] = "an unknown time";
	int64_t at;

	if (!st)
		return -1;
	stmt_text(st, 1, seen->username);
	int found = stmt_step(st, e);
	if (found > 0 && !col_is_null(st, 0))
		row_copy(by, sizeof(by), col_text(st, 0));
	if (found > 0 && time_parse(col_text(st, 1), &at))
		time_format_minutes(at, when);
	stmt_done(&st);
	if (found < 0)
		return -1;
	return err_set(e, ERR_CONFLICT,
		"%s changed this account at %s: now it is %s, %s, %s; nothing was done", by, when,
		is->name, role_name(is->role), is->disabled ? "disabled" : "enabled");
}

int account_hold_seen(struct db *db, const struct session *actor, const struct account *seen,
	struct account_row *held, struct err *e)
{
	if (session_check(db, actor, MAY_MANAGE, e) < 0)
		return -1;
	int found = account_row_by_id(db, seen->id, ACCOUNT_ALONE, held, e);
	if (found < 0)
		return -1;
	if (!found)
		return err_set(e, ERR_MISSING, "the account %.*s was deleted",
			(int)seen->username.n, seen->username.p);
	if (span_is(seen->username, held->name) && seen->role == held->role &&
		seen->disabled == held->disabled)
		return 0;
	return changed(db, seen, held, e);
}

/* --- The last admin. --- */

static size_t count_admins(const struct account *list, size_t n, const char *but)
{
	int64_t now = time_now();
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += list[i].role == ROLE_ADMIN && account_lets_in(&list[i], now) &&
			strcmp(list[i].id, but) != 0;
	return count;
}

/* All such changes come one after the other, so that no two leave each other's. */
static int check_others(struct db *db, const struct account_row *held, struct err *e)
{
	struct arena a = {0};
	struct account *list;
	size_t n;
	int rc = accounts_list(db, &a, &list, &n, e);

	if (rc == 0)
		rc = accounts_terms(db, list, n, e);
	size_t others = rc == 0 ? count_admins(list, n, held->id) : 0;
	arena_free(&a);
	if (rc < 0 || others > 0)
		return rc;
	err_set(e, ERR_CONSTRAINT, "%s is the last admin who can log in, and must stay one",
		held->name);
	return err_hint(e, "make another account an admin first");
}

static int check_last(
	struct db *db, const struct change *c, const struct account_row *held, struct err *e)
{
	bool takes = c->what == DISABLE || (c->what == SET_ROLE && c->role != ROLE_ADMIN);

	if (!takes || held->role != ROLE_ADMIN || held->disabled)
		return 0;
	return check_others(db, held, e);
}

/* Whoever shuts himself out may leave admins whom nobody lets in. */
static int check_own(const struct change *c, const struct account_row *held, struct err *e)
{
	if (strcmp(held->id, c->actor->id) != 0)
		return 0;
	if (c->what == DISABLE)
		return err_set(
			e, ERR_CONSTRAINT, "one's own account is only disabled by another admin");
	if (c->what == SET_ROLE && c->role != held->role)
		return err_set(
			e, ERR_CONSTRAINT, "one's own role is only changed by another admin");
	return 0;
}

/* --- The change. --- */

static const char set_role[] =
	"UPDATE console_accounts SET role = $2, updated_at = $3 WHERE account_id = $1";
static const char set_disabled[] =
	"UPDATE console_accounts SET disabled = 1, updated_at = $2 WHERE account_id = $1";
static const char set_enabled[] = "UPDATE console_accounts SET disabled = 0, failures = 0,"
				  " next_try_at = NULL, updated_at = $2 WHERE account_id = $1";
static const char set_name[] = "UPDATE admins SET username = $2, updated_at = $3 WHERE id = $1";

static int write_name(struct db *db, const struct change *c, struct err *e)
{
	struct stmt *st = db_prepare(db, set_name, e);
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(c->seen->id));
	stmt_text(st, 2, c->name);
	stmt_text(st, 3, span_of(now));
	return row_write(st, NULL, e);
}

/* Updating first: a login may have made the row since this transaction looked. */
static int write_state(struct db *db, const struct change *c, struct err *e)
{
	static const char *const updates[] = {
		[SET_ROLE] = set_role, [DISABLE] = set_disabled, [ENABLE] = set_enabled};
	const struct account_state state = {
		.role = c->what == SET_ROLE ? c->role : ROLE_ADMIN,
		.disabled = c->what == DISABLE,
		.expires = TIME_NONE,
	};
	struct stmt *st = db_prepare(db, updates[c->what], e);
	int64_t rows = 0;
	char now[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(c->seen->id));
	if (c->what == SET_ROLE)
		stmt_text(st, 2, span_of(role_name(c->role)));
	stmt_text(st, c->what == SET_ROLE ? 3 : 2, span_of(now));
	if (row_write(st, &rows, e) < 0)
		return -1;
	return rows > 0 ? 0 : account_row_add(db, c->seen->id, &state, e);
}

/* What would change nothing is said. An account that nobody gave a role may be given the one it
 * has, and one that waits after failures be let in at once. */
static int check_changes(const struct change *c, const struct account_row *held, struct err *e)
{
	const char *is = NULL;

	if (c->what == SET_ROLE && c->seen->has_role && c->role == held->role)
		is = role_name(held->role);
	else if (c->what == DISABLE && held->disabled)
		is = "disabled";
	else if (c->what == ENABLE && !held->disabled && held->failures == 0)
		is = "enabled";
	else if (c->what == RENAME && span_is(c->name, held->name))
		return err_set(e, ERR_CONSTRAINT, "this account is called %s already", held->name);
	if (!is)
		return 0;
	return err_set(e, ERR_CONSTRAINT, "%s is %s already", held->name, is);
}

static int add_event(
	struct db *db, const struct change *c, const struct account_row *held, struct err *e)
{
	static const char *const kinds[] = {[SET_ROLE] = "account.role",
		[DISABLE] = "account.disable",
		[ENABLE] = "account.enable",
		[RENAME] = "account.rename"};
	struct str detail = {0};

	switch (c->what) {
	case SET_ROLE:
		str_addf(&detail, "%s → %s", role_name(held->role), role_name(c->role));
		break;
	case DISABLE: str_add(&detail, "enabled → disabled"); break;
	case ENABLE:
		str_addf(&detail, "%s → enabled", held->disabled ? "disabled" : "waiting");
		break;
	case RENAME: str_addf(&detail, "%s → %.*s", held->name, (int)c->name.n, c->name.p); break;
	}
	int result =
		events_add(db, c->actor, kinds[c->what], span_of(held->name), str_span(&detail), e);
	str_free(&detail);
	return result;
}

/* Nobody goes on under a name or a right that is gone. */
static int end_sessions(struct db *db, const struct change *c, struct err *e)
{
	if (c->what == DISABLE)
		return sessions_stop_all(db, c->seen->id, "", c->actor->name, e);
	if (c->what == RENAME)
		return sessions_stop_all(db, c->seen->id, c->actor->console, c->actor->name, e);
	return 0;
}

/* A transaction_work. */
static int change(struct db *db, void *arg, struct err *e)
{
	const struct change *c = arg;
	struct account_row held;

	if (account_hold_seen(db, c->actor, c->seen, &held, e) < 0 ||
		check_changes(c, &held, e) < 0 || check_last(db, c, &held, e) < 0 ||
		check_own(c, &held, e) < 0)
		return -1;
	if (c->what == RENAME && account_check_free(db, c->name, held.id, e) < 0)
		return -1;
	if ((c->what == RENAME ? write_name : write_state)(db, c, e) < 0 ||
		end_sessions(db, c, e) < 0)
		return -1;
	return add_event(db, c, &held, e);
}

static int run(struct db *db, struct change c, struct err *e)
{
	return transaction_run(db, TRANSACTION_ALONE, change, &c, NULL, e);
}

int accounts_set_role(struct db *db, const struct session *actor, const struct account *seen,
	enum role role, struct err *e)
{
	if (role == ROLE_NONE)
		return err_set(e, ERR_USAGE, "an account needs a role");
	return run(db, (struct change){actor, seen, SET_ROLE, role, SPAN_NULL}, e);
}

int accounts_disable(
	struct db *db, const struct session *actor, const struct account *seen, struct err *e)
{
	return run(db, (struct change){actor, seen, DISABLE, ROLE_NONE, SPAN_NULL}, e);
}

int accounts_enable(
	struct db *db, const struct session *actor, const struct account *seen, struct err *e)
{
	return run(db, (struct change){actor, seen, ENABLE, ROLE_NONE, SPAN_NULL}, e);
}

int accounts_rename(struct db *db, const struct session *actor, const struct account *seen,
	struct span name, struct err *e)
{
	if (accounts_check_name(name, e) < 0)
		return -1;
	return run(db, (struct change){actor, seen, RENAME, ROLE_NONE, name}, e);
}
