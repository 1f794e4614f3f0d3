/* Reading one account with what the console knows of it. */
#include "account_row.h"

#include <string.h>

#include "base/name.h"
#include "base/time.h"
#include "lookup.h"
#include "row.h"

#define ACCOUNT_FROM(console) \
	"SELECT a.id, a.username, a.hashed_password, c.account_id, c.role," \
	" c.must_change_password, c.disabled, c.failures, c.next_try_at," \
	" c.last_login_at" \
	" FROM admins a LEFT JOIN " console " c ON c.account_id = a.id"
#define ACCOUNT ACCOUNT_FROM("console_accounts")

static void read_row(struct stmt *st, struct account_row *out)
{
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	row_copy(out->name, sizeof(out->name), col_text(st, 1));
	row_copy(out->hash, sizeof(out->hash), col_text(st, 2));
	out->kept = !col_is_null(st, 3);
	out->role = out->kept ? role_of(col_text(st, 4)) : ROLE_ADMIN;
	out->must_change = col_int(st, 5) != 0;
	out->disabled = col_int(st, 6) != 0;
	out->failures = col_int(st, 7);
	if (!time_parse(col_text(st, 8), &out->next_try))
		out->next_try = TIME_NONE;
	out->never_in = col_is_null(st, 9);
}

/* Gives the statement back. More rows than one are as good as none: nobody knows who is meant. */
static int read_only_row(struct stmt *st, struct account_row *out, struct err *e)
{
	int found = stmt_step(st, e);

	if (found > 0) {
		read_row(st, out);
		int another = stmt_step(st, e);
		found = another > 0 ? 0 : another < 0 ? -1 : 1;
	}
	stmt_done(&st);
	return found;
}

/* Whoever waited for the lock reads what the other one wrote. */
#define HELD_ACCOUNT(lock) \
	ACCOUNT_FROM("(SELECT * FROM console_accounts WHERE account_id = $1 " lock ")") \
	" WHERE a.id = $1 " lock " OF a"

#define BY_ID ACCOUNT " WHERE a.id = $1"
static const char *const account_by_id[][3] = {
	[DB_SQLITE] = {BY_ID, BY_ID, BY_ID},
	[DB_POSTGRES] = {BY_ID, HELD_ACCOUNT("FOR SHARE"), HELD_ACCOUNT("FOR NO KEY UPDATE")},
};

static int read_by_id(struct db *db, const char *id, enum account_hold hold,
	struct account_row *out, struct err *e)
{
	struct stmt *st = db_prepare(db, account_by_id[db_engine(db)][hold], e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(id)));
	return read_only_row(st, out, e);
}

int account_row_by_id(struct db *db, const char *id, enum account_hold hold,
	struct account_row *out, struct err *e)
{
	int found = read_by_id(db, id, hold, out, e);

	/* A row that was added while one waited for the lock is seen by the next statement only. */
	if (found > 0 && !out->kept && hold != ACCOUNT_LOOK && db_engine(db) == DB_POSTGRES)
		found = read_by_id(db, id, hold, out, e);
	return found;
}

static const char account_by_name[] = ACCOUNT " WHERE a.username = $1";
static const char all_names[] = "SELECT id, username FROM admins";

int account_alike(
	struct db *db, struct span name, const char *but, struct account_alike *out, struct err *e)
{
	struct stmt *st = db_prepare(db, all_names, e);
	struct str sought = {0}, form = {0};
	int row;

	*out = (struct account_alike){0};
	if (!st)
		return -1;
	name_form(name, &sought);
	while ((row = stmt_step(st, e)) > 0) {
		name_form(col_text(st, 1), &form);
		if (!span_eq(str_span(&form), str_span(&sought)) || span_is(col_text(st, 0), but))
			continue;
		row_copy(out->id, sizeof(out->id), col_text(st, 0));
		row_copy(out->name, sizeof(out->name), col_text(st, 1));
		out->n++;
	}
	stmt_done(&st);
	str_free(&sought);
	str_free(&form);
	return row;
}

int account_row_by_name(struct db *db, struct span name, struct account_row *out, struct err *e)
{
	struct stmt *st = db_prepare(db, account_by_name, e);
	struct account_alike like;

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_text(db, name));
	int found = read_only_row(st, out, e);
	if (found != 0)
		return found;
	if (account_alike(db, name, "", &like, e) < 0)
		return -1;
	return like.n == 1 ? account_row_by_id(db, like.id, ACCOUNT_LOOK, out, e) : 0;
}

static const char usernames[] = "SELECT username FROM admins";

int account_row_find(struct db *db, struct span name, struct account_row *out, struct err *e)
{
	int found = account_row_by_name(db, name, out, e);

	if (found < 0)
		return -1;
	if (found)
		return 0;
	err_set(e, ERR_MISSING, "there is no account \"%.*s\"", (int)name.n, name.p);
	lookup_hint(db_prepare(db, usernames, NULL), name, "`tenet accounts list` names them", e);
	return -1;
}

/* Not from information_schema, which leaves out what one may not read: then its lack would let in
 * without a code. */
static const char *const find_table[] = {
	[DB_SQLITE] = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1",
	[DB_POSTGRES] = "SELECT CAST(to_regclass($1) IS NOT NULL AS INTEGER)",
};

int account_terms_there(struct db *db, bool *out, struct err *e)
{
	struct stmt *st = db_prepare(db, find_table[db_engine(db)], e);
	int64_t n = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, SPAN_LIT("console_totp"));
	if (row_number(st, &n, e) < 0)
		return -1;
	*out = n != 0;
	return 0;
}

static const char expiry_of[] =
	"SELECT password_expires_at FROM console_accounts WHERE account_id = $1";

int account_row_expired(struct db *db, const struct account_row *row, struct err *e)
{
	char when[20];
	int64_t until = TIME_NONE;
	bool there;

	if (!row->must_change)
		return 0;
	if (account_terms_there(db, &there, e) < 0)
		return -1;
	if (!there)
		return 0;
	struct stmt *st = db_prepare(db, expiry_of, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(row->id));
	int found = stmt_step(st, e);
	if (found > 0)
		time_parse(col_text(st, 0), &until);
	stmt_done(&st);
	if (found < 0 || until == TIME_NONE || until > time_now())
		return found < 0 ? -1 : 0;
	time_format_minutes(until, when);
	err_set(e, ERR_DENIED, "this pass phrase was for one login, and ran out at %s", when);
	return err_hint(e, "an admin gives another one: tenet accounts reset %s", row->name);
}

/* A row for whoever has the console's roles and nothing beyond them. */
static const char held_to[] = "SELECT session_user WHERE row_security_active('admins') AND EXISTS"
			      " (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname IN"
			      " ('console_moderator', 'console_operator', 'console_admin')"
			      " AND pg_has_role(session_user, oid, 'MEMBER'))";

static int read_connection(struct db *db, char out[SESSION_NAME], struct err *e)
{
	struct stmt *st = db_prepare(db, held_to, e);
	int held = st ? stmt_step(st, e) : -1;

	if (held > 0)
		row_copy(out, SESSION_NAME, col_text(st, 0));
	stmt_done(&st);
	return held;
}

int account_row_connection(struct db *db, struct span name, struct err *e)
{
	char role[SESSION_NAME];
	struct account_row row;
	int held = db_engine(db) == DB_POSTGRES ? read_connection(db, role, e) : 0;

	if (held <= 0 || span_is(name, role))
		return held < 0 ? -1 : 0;
	int found = account_row_by_name(db, name, &row, e);
	if (found < 0 || (found && strcmp(row.name, role) == 0))
		return found < 0 ? -1 : 0;
	err_set(e, ERR_DENIED, "%s is logged in to the server, and may not be %.*s in the console",
		role, (int)name.n, name.p);
	return err_hint(e, "log in to the server as %.*s: postgresql://%.*s@…", (int)name.n, name.p,
		(int)name.n, name.p);
}

int account_row_of(struct db *db, const struct session *s, enum account_hold hold,
	struct account_row *out, struct err *e)
{
	int found = account_row_by_id(db, s->id, hold, out, e);

	if (found < 0)
		return -1;
	if (!found)
		return err_set(e, ERR_DENIED, "the account %s does not exist any more", s->name);
	if (out->disabled)
		return err_set(e, ERR_DENIED, "the account %s is disabled", out->name);
	return 0;
}
