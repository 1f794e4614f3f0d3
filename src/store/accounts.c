/* Which accounts there are, and what stands with them. */
#include "store/accounts.h"

#include "account_row.h"
#include "base/time.h"
#include "lookup.h"
#include "model/password.h"
#include "row.h"

#define ALL_ACCOUNTS \
	"SELECT a.id, a.username, a.created_at, a.updated_at, c.last_login_at, c.account_id, " \
	"c.role," \
	" c.must_change_password, c.disabled, c.failures, c.next_try_at, a.hashed_password" \
	" FROM admins a LEFT JOIN console_accounts c ON c.account_id = a.id ORDER BY "
static const char *const all_accounts[] = {
	[DB_SQLITE] = ALL_ACCOUNTS "lower(a.username), a.username",
	[DB_POSTGRES] = ALL_ACCOUNTS POSTGRES_LOWER("a.username") ", a.username COLLATE \"C\"",
};

/* A text, with its end. */
static bool is_usable(struct span stored)
{
	char hash[PASSWORD_HASH_TEXT];

	if (stored.n >= sizeof(hash))
		return false;
	row_copy(hash, sizeof(hash), stored);
	return password_cost(hash) > 0;
}

int accounts_list(struct db *db, struct arena *a, struct account **out, size_t *n, struct err *e)
{
	struct account *list = NULL;
	size_t used = 0, room = 0;
	struct stmt *st = db_prepare(db, all_accounts[db_engine(db)], e);
	int step;

	if (!st)
		return -1;
	while ((step = stmt_step(st, e)) > 0) {
		list = row_room(a, list, used, sizeof(*list), &room);
		struct account *x = &list[used++];
		row_copy(x->id, sizeof(x->id), col_text(st, 0));
		x->username = row_text(st, 1, a);
		x->created_at = row_text(st, 2, a);
		x->updated_at = row_text(st, 3, a);
		x->last_login = row_text(st, 4, a);
		x->has_role = !col_is_null(st, 5);
		x->role = col_is_null(st, 5) ? ROLE_ADMIN : role_of(col_text(st, 6));
		x->must_change = col_int(st, 7) != 0;
		x->disabled = col_int(st, 8) != 0;
		x->failures = col_int(st, 9);
		time_parse(col_text(st, 10), &x->next_try);
		x->usable = is_usable(col_text(st, 11));
		x->expires = TIME_NONE;
	}
	stmt_done(&st);
	*out = list;
	*n = used;
	return step;
}

static const char all_terms[] =
	"SELECT c.account_id, c.password_expires_at, t.confirmed_at FROM console_accounts c"
	" LEFT JOIN console_totp t ON t.account_id = c.account_id"
	" WHERE c.password_expires_at IS NOT NULL OR t.confirmed_at IS NOT NULL";

int accounts_terms(struct db *db, struct account *list, size_t n, struct err *e)
{
	bool there;
	int step;

	if (account_terms_there(db, &there, e) < 0)
		return -1;
	if (!there)
		return 0;
	struct stmt *st = db_prepare(db, all_terms, e);
	if (!st)
		return -1;
	while ((step = stmt_step(st, e)) > 0)
		for (size_t i = 0; i < n; i++) {
			if (!span_is(col_text(st, 0), list[i].id))
				continue;
			time_parse(col_text(st, 1), &list[i].expires);
			list[i].second_factor = !col_is_null(st, 2);
		}
	stmt_done(&st);
	return step;
}

bool account_ran_out(const struct account *x, int64_t now)
{
	return x->must_change && x->expires != TIME_NONE && x->expires <= now;
}

bool account_lets_in(const struct account *x, int64_t now)
{
	return !x->disabled && x->usable && !account_ran_out(x, now);
}

int accounts_find(
	struct db *db, struct span name, struct arena *a, struct account *out, struct err *e)
{
	struct account_row row;
	struct account *list;
	size_t n;

	if (account_row_find(db, name, &row, e) < 0 || accounts_list(db, a, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!span_eq(span_of(row.id), span_of(list[i].id)))
			continue;
		*out = list[i];
		return accounts_terms(db, out, 1, e);
	}
	return err_set(e, ERR_MISSING, "the account %s is gone again", row.name);
}

#define DECIDED "SELECT count(*) FROM console_decisions WHERE actor_id = $1 AND action <> 'undo'"
static const char *const decided[] = {
	[DB_SQLITE] = DECIDED " AND replace(decided_at, 'T', ' ') >= $2",
	[DB_POSTGRES] = DECIDED " AND decided_at >= CAST($2 AS TIMESTAMPTZ)",
};

int accounts_decided(
	struct db *db, const char *account_id, int64_t since, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, decided[db_engine(db)], e);
	char text[20];

	if (!st)
		return -1;
	time_format_seconds(since, text);
	stmt_text(st, 1, span_of(account_id));
	stmt_text(st, 2, span_of(text));
	return row_number(st, out, e);
}

static const char hash_of[] = "SELECT hashed_password FROM admins WHERE id = $1";

int accounts_uses_default(struct db *db, const struct account *x, bool *out, struct err *e)
{
	char hash[PASSWORD_HASH_TEXT] = "";
	struct stmt *st = db_prepare(db, hash_of, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(x->id));
	int row = stmt_step(st, e);
	if (row == 1)
		row_copy(hash, sizeof(hash), col_text(st, 0));
	stmt_done(&st);
	*out = row == 1 && password_matches(SPAN_LIT(PASSWORD_DEFAULT), hash, PASSWORD_COST);
	return row < 0 ? -1 : 0;
}

static const char held_back[] =
	"SELECT count(*) FROM pg_catalog.pg_roles WHERE row_security_active('admins')"
	" AND rolname IN ('console_moderator', 'console_operator')"
	" AND pg_has_role(session_user, oid, 'MEMBER')";

int accounts_held_back(struct db *db, bool *out, struct err *e)
{
	int64_t n = 0;

	*out = false;
	if (db_engine(db) == DB_SQLITE)
		return 0;
	struct stmt *st = db_prepare(db, held_back, e);
	if (!st || row_number(st, &n, e) < 0)
		return -1;
	*out = n > 0;
	return 0;
}

#define WORKING_ACCOUNTS \
	" FROM admins a LEFT JOIN console_accounts c ON c.account_id = a.id" \
	" WHERE (coalesce(c.must_change_password, 0) = 0"
#define RUNS_OUT " OR c.password_expires_at IS NOT NULL"
/* Whom the server shows only his own account cannot know that there is no other. */
#define AND_UNSEEN "SELECT count(*) + CAST(row_security_active('admins') AS INTEGER)"
/* Of an earlier revision, and since pass phrases run out. */
static const char *const working_accounts[][2] = {
	[DB_SQLITE] = {"SELECT count(*)" WORKING_ACCOUNTS ")",
		"SELECT count(*)" WORKING_ACCOUNTS RUNS_OUT ")"},
	[DB_POSTGRES] = {AND_UNSEEN WORKING_ACCOUNTS ")", AND_UNSEEN WORKING_ACCOUNTS RUNS_OUT ")"},
};

/* A pass phrase that must be changed and does not run out is the well-known one: the others are for
 * one login, and whoever has them may use them. */
int accounts_setting_up(struct db *db, bool *out, struct err *e)
{
	int64_t n = 0;
	bool terms;

	if (account_terms_there(db, &terms, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, working_accounts[db_engine(db)][terms], e);
	if (!st || row_number(st, &n, e) < 0)
		return -1;
	*out = n == 0;
	return 0;
}

#define THERE " IN ('admins', 'console_accounts')"
static const char *const tables_of_logins[] = {
	[DB_SQLITE] = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name" THERE,
	[DB_POSTGRES] = "SELECT count(*) FROM information_schema.tables"
			" WHERE table_schema = current_schema() AND table_name" THERE,
};

int accounts_there(struct db *db, bool *out, struct err *e)
{
	struct stmt *st = db_prepare(db, tables_of_logins[db_engine(db)], e);
	int64_t n = 0;

	if (!st || row_number(st, &n, e) < 0)
		return -1;
	*out = n == 2;
	return 0;
}

static const char enabled_admins[] =
	"SELECT count(*) FROM admins a LEFT JOIN console_accounts c ON c.account_id = a.id"
	" WHERE coalesce(c.role, 'admin') = 'admin' AND coalesce(c.disabled, 0) = 0";

int accounts_default_role(struct db *db, enum role *out, struct err *e)
{
	struct stmt *st = db_prepare(db, enabled_admins, e);
	int64_t n = 0;

	if (!st || row_number(st, &n, e) < 0)
		return -1;
	*out = n == 0 ? ROLE_ADMIN : ROLE_MODERATOR;
	return 0;
}
