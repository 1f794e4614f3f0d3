/* Listing accounts, adding them, and setting passwords. */
#include "store/accounts.h"

#include "account_row.h"
#include "base/sanitize.h"
#include "base/time.h"
#include "lookup.h"
#include "model/password.h"
#include "row.h"
#include "store/events.h"
#include "transaction.h"

/* A login role of PostgreSQL can be named like the account: longer names would be cut there. */
#define LONGEST_NAME 63

#define ALL_ACCOUNTS \
	"SELECT a.id, a.username, a.created_at, a.updated_at, c.last_login_at, c.account_id, " \
	"c.role," \
	" c.must_change_password, c.disabled, c.failures" \
	" FROM admins a LEFT JOIN console_accounts c ON c.account_id = a.id ORDER BY "
static const char *const all_accounts[] = {
	[DB_SQLITE] = ALL_ACCOUNTS "lower(a.username), a.username",
	[DB_POSTGRES] = ALL_ACCOUNTS POSTGRES_LOWER("a.username") ", a.username COLLATE \"C\"",
};

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
	}
	stmt_done(&st);
	*out = list;
	*n = used;
	return step;
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
	*out = row == 1 && password_matches(SPAN_LIT(PASSWORD_DEFAULT), hash);
	return row < 0 ? -1 : 0;
}

#define WORKING_ACCOUNTS \
	" FROM admins a LEFT JOIN console_accounts c ON c.account_id = a.id" \
	" WHERE coalesce(c.must_change_password, 0) = 0"
/* Whom the server shows only his own account cannot know that there is no other. */
static const char *const working_accounts[] = {
	[DB_SQLITE] = "SELECT count(*)" WORKING_ACCOUNTS,
	[DB_POSTGRES] =
		"SELECT count(*) + CAST(row_security_active('admins') AS INTEGER)" WORKING_ACCOUNTS,
};

int accounts_setting_up(struct db *db, bool *out, struct err *e)
{
	struct stmt *st = db_prepare(db, working_accounts[db_engine(db)], e);
	int64_t n = 0;

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

static int check_role(struct db *db, enum role role, struct err *e)
{
	enum role least;

	if (accounts_default_role(db, &least, e) < 0)
		return -1;
	if (least != ROLE_ADMIN || role == ROLE_ADMIN)
		return 0;
	err_set(e, ERR_USAGE, "the first account must be an admin");
	return err_hint(e, "only an admin can add the others");
}

static int check_name(struct span name, struct err *e)
{
	struct text_report report;

	if (name.n == 0)
		return err_set(e, ERR_USAGE, "an account needs a name");
	text_scan(name, &report);
	if (report.classes != TEXT_CLEAN)
		return err_set(e, ERR_USAGE,
			"an account's name may hold neither hidden or control characters nor"
			" look-alike letters of several scripts");
	if (name.p[0] == '-')
		return err_set(e, ERR_USAGE,
			"an account's name may not begin with a hyphen: commands would take it for "
			"an"
			" option");
	if (name.p[0] == ' ' || name.p[name.n - 1] == ' ')
		return err_set(e, ERR_USAGE, "an account's name may not begin or end with a space");
	if (name.n > LONGEST_NAME)
		return err_set(e, ERR_USAGE, "an account's name may have at most %d bytes in UTF-8",
			LONGEST_NAME);
	return 0;
}

#define SAME_NAMES "SELECT count(*) FROM admins WHERE "
static const char *const same_names[] = {
	[DB_SQLITE] = SAME_NAMES "lower(username) = lower($1)",
	[DB_POSTGRES] = SAME_NAMES POSTGRES_LOWER("username") " = " POSTGRES_LOWER("$1"),
};

static int check_free(struct db *db, struct span name, struct err *e)
{
	struct stmt *st = db_prepare(db, same_names[db_engine(db)], e);
	int64_t n = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, name);
	if (row_number(st, &n, e) < 0)
		return -1;
	if (n > 0)
		return err_set(
			e, ERR_CONSTRAINT, "there is an account %.*s already", (int)name.n, name.p);
	return 0;
}

static const char add_admin[] =
	"INSERT INTO admins (id, username, hashed_password, created_at, updated_at)"
	" VALUES ($1, $2, $3, $4, $5)";
static const char add_account[] =
	"INSERT INTO console_accounts"
	" (account_id, role, must_change_password, failures, disabled, created_at, updated_at)"
	" VALUES ($1, $2, $3, 0, 0, $4, $5)";

static int write_account(struct db *db, const struct new_account *n, struct err *e)
{
	char id[UUID_TEXT], created[20], updated[27];
	int64_t now = time_now();

	uuid_new(id);
	time_format_seconds(now, created);
	time_format_micros(now, updated);
	struct stmt *st = db_prepare(db, add_admin, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, n->name);
	stmt_text(st, 3, span_of(n->hash));
	stmt_text(st, 4, span_of(created));
	stmt_text(st, 5, span_of(updated));
	if (row_write(st, NULL, e) < 0)
		return -1;
	st = db_prepare(db, add_account, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, span_of(role_name(n->role)));
	stmt_int(st, 3, n->must_change);
	stmt_text(st, 4, span_of(created));
	stmt_text(st, 5, span_of(updated));
	return row_write(st, NULL, e);
}

/* A transaction_work. */
static int add(struct db *db, void *arg, struct err *e)
{
	const struct new_account *n = arg;

	if (session_check(db, n->actor, MAY_MANAGE, e) < 0 || check_free(db, n->name, e) < 0)
		return -1;
	if (check_role(db, n->role, e) < 0)
		return -1;
	if (write_account(db, n, e) < 0)
		return -1;
	return events_add(db, n->actor, "account.add", n->name, span_of(role_name(n->role)), e);
}

int account_create(struct db *db, struct new_account *n, struct err *e)
{
	return transaction_run(db, TRANSACTION_ALONE, add, n, NULL, e);
}

int accounts_add(struct db *db, const struct session *actor, struct span name, struct span password,
	enum role role, bool must_change, struct err *e)
{
	struct new_account n = {
		.actor = actor, .name = name, .role = role, .must_change = must_change};

	if (check_name(name, e) < 0 || password_check(password, e) < 0)
		return -1;
	if (role == ROLE_NONE)
		return err_set(e, ERR_USAGE, "an account needs a role");
	/* A quarter of a second of hashing must not hold the lock that the agent waits for. */
	if (password_hash(password, n.hash, e) < 0)
		return -1;
	return account_create(db, &n, e);
}

static const char set_hash[] =
	"UPDATE admins SET hashed_password = $2, updated_at = $3 WHERE id = $1";
/* Not one statement for both: with roles in the server only admins may add a row. */
static const char set_must_change[] =
	"UPDATE console_accounts SET must_change_password = $2, failures = 0, next_try_at = NULL,"
	" updated_at = $3 WHERE account_id = $1";

static int write_must_change(struct db *db, const char *id, bool must_change, struct err *e)
{
	struct stmt *st = db_prepare(db, set_must_change, e);
	int64_t now = time_now(), changed = 0;
	char created[20], updated[27];

	if (!st)
		return -1;
	time_format_seconds(now, created);
	time_format_micros(now, updated);
	stmt_text(st, 1, span_of(id));
	stmt_int(st, 2, must_change);
	stmt_text(st, 3, span_of(updated));
	if (row_write(st, &changed, e) < 0 || changed > 0)
		return changed > 0 ? 0 : -1;
	st = db_prepare(db, add_account, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, span_of(role_name(ROLE_ADMIN)));
	stmt_int(st, 3, must_change);
	stmt_text(st, 4, span_of(created));
	stmt_text(st, 5, span_of(updated));
	return row_write(st, NULL, e);
}

static int write_password(
	struct db *db, const char *id, const char *hash, bool must_change, struct err *e)
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
	return write_must_change(db, id, must_change, e);
}

static int find_account(struct db *db, struct span name, struct account_row *row, struct err *e)
{
	int found = account_row_by_name(db, name, row, e);

	if (found < 0)
		return -1;
	if (!found)
		return err_set(e, ERR_MISSING, "there is no account %.*s", (int)name.n, name.p);
	return 0;
}

/* One's own password needs no permission, but an account that still works. */
static int check_may_set(
	struct db *db, const struct session *actor, const struct account_row *row, struct err *e)
{
	struct account_row own;

	if (span_is(span_of(actor->id), row->id))
		return account_row_of(db, actor, ACCOUNT_ALONE, &own, e);
	return session_check(db, actor, MAY_MANAGE, e);
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
	bool given = actor->id[0] != '\0' && !span_is(span_of(actor->id), n->row->id);
	struct account_row held;
	int found = account_row_by_id(db, n->row->id, ACCOUNT_ALONE, &held, e);

	if (found == 0)
		return err_set(e, ERR_MISSING, "the account %s was deleted", n->row->name);
	if (found < 0 || check_may_set(db, actor, n->row, e) < 0)
		return -1;
	if (write_password(db, n->row->id, n->hash, given, e) < 0)
		return -1;
	return events_add(db, actor, "account.password", span_of(n->row->name), SPAN_NULL, e);
}

int accounts_set_password(struct db *db, const struct session *actor, struct span name,
	struct span password, struct err *e)
{
	struct account_row row;
	struct new_password n = {.actor = actor, .row = &row};

	if (find_account(db, name, &row, e) < 0 || check_may_set(db, actor, &row, e) < 0)
		return -1;
	if (password_check(password, e) < 0)
		return -1;
	if (password_matches(password, row.hash))
		return err_set(e, ERR_USAGE, "the new pass phrase is the old one");
	if (password_hash(password, n.hash, e) < 0)
		return -1;
	return transaction_run(db, TRANSACTION_ROWS, set_password, &n, NULL, e);
}
