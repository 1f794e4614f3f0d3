/* Adding accounts, and what they may be called. */
#include "accounts_write.h"
#include "base/sanitize.h"
#include "base/time.h"
#include "model/password.h"
#include "row.h"
#include "store/events.h"
#include "transaction.h"

/* A login role of PostgreSQL can be named like the account: longer names would be cut there. */
#define LONGEST_NAME 63

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

int accounts_check_name(struct span name, struct err *e)
{
	if (name.n == 0)
		return err_set(e, ERR_USAGE, "an account needs a name");
	if (text_check_line(name, "an account's name", e) < 0)
		return -1;
	if (name.p[0] == '-')
		return err_set(e, ERR_USAGE,
			"an account's name may not begin with a hyphen: commands would take it for"
			" an option");
	if (name.p[0] == ' ' || name.p[name.n - 1] == ' ')
		return err_set(e, ERR_USAGE, "an account's name may not begin or end with a space");
	if (name.n > LONGEST_NAME)
		return err_set(e, ERR_USAGE, "an account's name may have at most %d bytes in UTF-8",
			LONGEST_NAME);
	return 0;
}

int account_check_free(struct db *db, struct span name, const char *but, struct err *e)
{
	struct account_alike taken;

	if (account_alike(db, name, but, &taken, e) < 0)
		return -1;
	if (taken.n == 0)
		return 0;
	err_set(e, ERR_CONSTRAINT, "there is an account %s already", taken.name);
	if (!span_is(name, taken.name))
		err_hint(e, "%.*s could be taken for it", (int)name.n, name.p);
	return -1;
}

static const char add_admin[] =
	"INSERT INTO admins (id, username, hashed_password, created_at, updated_at)"
	" VALUES ($1, $2, $3, $4, $5)";
static const char add_account[] =
	"INSERT INTO console_accounts (account_id, role, must_change_password, failures, disabled,"
	" created_at, updated_at, password_expires_at) VALUES ($1, $2, $3, 0, $4, $5, $6, $7)";

int account_row_add(struct db *db, const char *id, const struct account_state *state, struct err *e)
{
	struct stmt *st = db_prepare(db, add_account, e);
	int64_t now = time_now();
	char created[20], updated[27], expires[27];

	if (!st)
		return -1;
	time_format_seconds(now, created);
	time_format_micros(now, updated);
	time_format_micros(state->expires, expires);
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, span_of(role_name(state->role)));
	stmt_int(st, 3, state->must_change);
	stmt_int(st, 4, state->disabled);
	stmt_text(st, 5, span_of(created));
	stmt_text(st, 6, span_of(updated));
	stmt_text(st, 7, state->expires == TIME_NONE ? SPAN_NULL : span_of(expires));
	return row_write(st, NULL, e);
}

static int write_account(struct db *db, const struct new_account *n, struct err *e)
{
	const struct account_state state = {
		.role = n->role, .must_change = n->must_change, .expires = n->expires};
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
	return account_row_add(db, id, &state, e);
}

static int check_may_add(
	struct db *db, const struct session *actor, struct span name, enum role role, struct err *e)
{
	if (session_check(db, actor, MAY_MANAGE, e) < 0 || account_check_free(db, name, "", e) < 0)
		return -1;
	return check_role(db, role, e);
}

int accounts_check_add(
	struct db *db, const struct session *actor, struct span name, enum role role, struct err *e)
{
	if (accounts_check_name(name, e) < 0)
		return -1;
	return check_may_add(db, actor, name, role, e);
}

/* A transaction_work. */
static int add(struct db *db, void *arg, struct err *e)
{
	const struct new_account *n = arg;

	if (check_may_add(db, n->actor, n->name, n->role, e) < 0 || write_account(db, n, e) < 0)
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
	struct new_account n = {.actor = actor,
		.name = name,
		.role = role,
		.must_change = must_change,
		.expires = must_change ? time_now() + ACCOUNT_ONE_TIME : TIME_NONE};

	if (accounts_check_name(name, e) < 0 || password_check(password, e) < 0)
		return -1;
	if (role == ROLE_NONE)
		return err_set(e, ERR_USAGE, "an account needs a role");
	/* A quarter of a second of hashing must not hold the lock that the agent waits for. */
	if (password_hash(password, n.hash, e) < 0)
		return -1;
	return account_create(db, &n, e);
}
