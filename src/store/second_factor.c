/* Second factors: setting them up, asking for them, and taking them away. */
#include "store/second_factor.h"

#include <stdlib.h>
#include <string.h>

#include "accounts_write.h"
#include "base/json.h"
#include "base/time.h"
#include "factor_row.h"
#include "row.h"
#include "session_row.h"
#include "store/events.h"
#include "transaction.h"
#include "tries.h"

#define EVENT "account.second_factor"

struct factor {
	bool there, on;
	char secret[65];
	int64_t last_step;
	json_t *codes; /* an array of hashes */
};

static const char read_factor[] =
	"SELECT secret, codes, last_step, confirmed_at FROM console_totp WHERE account_id = $1";

/* Give `codes` back. */
static int factor_read(struct db *db, const char *account_id, struct factor *f, struct err *e)
{
	struct stmt *st = db_prepare(db, read_factor, e);

	*f = (struct factor){0};
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(account_id));
	int row = stmt_step(st, e);
	if (row > 0) {
		struct err ignored = {0};
		f->there = true;
		row_copy(f->secret, sizeof(f->secret), col_text(st, 0));
		f->codes = json_read(col_text(st, 1), &ignored);
		f->last_step = col_int(st, 2);
		f->on = !col_is_null(st, 3);
	}
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

static const char use_factor[] =
	"UPDATE console_totp SET last_step = $2, codes = $3, updated_at = $4 WHERE account_id = $1";

static int factor_write(
	struct db *db, const char *account_id, const struct factor *f, struct err *e)
{
	struct stmt *st = db_prepare(db, use_factor, e);
	char now[27];

	if (!st)
		return -1;
	char *codes = json_dumps(f->codes, JSON_COMPACT);
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(account_id));
	stmt_int(st, 2, f->last_step);
	stmt_text(st, 3, span_of(codes ? codes : "[]"));
	stmt_text(st, 4, span_of(now));
	int rc = row_write(st, NULL, e);
	free(codes);
	return rc;
}

/* Takes the code out of those that are left. */
static bool take_code(json_t *codes, struct span code)
{
	char hash[SHA256_TEXT];

	if (!totp_code_hash(code, hash))
		return false;
	for (size_t i = 0; i < json_array_size(codes); i++) {
		const char *left = json_string_value(json_array_get(codes, i));
		if (left && strcmp(left, hash) == 0)
			return json_array_remove(codes, i) == 0;
	}
	return false;
}

static int spend(struct db *db, const struct session *s, struct span code, struct factor *f,
	enum factor_answer *out, struct err *e)
{
	struct str left = {0};

	*out = FACTOR_WRONG;
	if (totp_accepts(span_of(f->secret), code, time_now(), f->last_step, &f->last_step)) {
		*out = FACTOR_ACCEPTED;
		return db_read_only(db) ? 0 : factor_write(db, s->id, f, e);
	}
	if (db_read_only(db) || !take_code(f->codes, code))
		return 0;
	*out = FACTOR_ACCEPTED;
	if (factor_write(db, s->id, f, e) < 0)
		return -1;
	str_addf(&left, "a recovery code was used; %zu left", json_array_size(f->codes));
	int rc = events_add(db, s, EVENT, span_of(s->name), str_span(&left), e);
	str_free(&left);
	return rc;
}

int factor_answer(struct db *db, const struct session *s, struct span code, enum factor_answer *out,
	struct err *e)
{
	struct factor f;
	int rc = 0;
	bool there;

	*out = FACTOR_ACCEPTED;
	if (account_terms_there(db, &there, e) < 0)
		return -1;
	if (!there)
		return 0;
	if (factor_read(db, s->id, &f, e) < 0)
		return -1;
	if (f.on && !code.p)
		*out = FACTOR_ASKS;
	else if (f.on)
		rc = spend(db, s, code, &f, out, e);
	json_decref(f.codes);
	return rc;
}

int second_factor_look(
	struct db *db, const struct session *s, struct second_factor *out, struct err *e)
{
	struct factor f;

	if (factor_read(db, s->id, &f, e) < 0)
		return -1;
	*out = (struct second_factor){f.on, json_array_size(f.codes)};
	json_decref(f.codes);
	return 0;
}

/* --- Setting it up --- */

static const char forget_factor[] = "DELETE FROM console_totp WHERE account_id = $1";
static const char add_factor[] =
	"INSERT INTO console_totp (account_id, secret, codes, created_at, updated_at)"
	" VALUES ($1, $2, '[]', $3, $4)";

static int forget(struct db *db, const char *account_id, struct err *e)
{
	struct stmt *st = db_prepare(db, forget_factor, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(account_id));
	return row_write(st, NULL, e);
}

static int add(struct db *db, const char *account_id, const char *secret, struct err *e)
{
	struct stmt *st = db_prepare(db, add_factor, e);
	char created[20], updated[27];
	int64_t now = time_now();

	if (!st)
		return -1;
	time_format_seconds(now, created);
	time_format_micros(now, updated);
	stmt_text(st, 1, span_of(account_id));
	stmt_text(st, 2, span_of(secret));
	stmt_text(st, 3, span_of(created));
	stmt_text(st, 4, span_of(updated));
	return row_write(st, NULL, e);
}

struct setting_up {
	const struct session *session;
	const char *secret;
	struct span code;
	json_t *hashes;
};

/* A transaction_work. */
static int begin(struct db *db, void *arg, struct err *e)
{
	const struct setting_up *u = arg;
	struct factor f;

	if (session_check_own(db, u->session, e) < 0 || factor_read(db, u->session->id, &f, e) < 0)
		return -1;
	json_decref(f.codes);
	if (f.on)
		return err_set(e, ERR_CONFLICT, "the second factor is on already");
	if (forget(db, u->session->id, e) < 0)
		return -1;
	return add(db, u->session->id, u->secret, e);
}

int second_factor_begin(
	struct db *db, const struct session *s, char secret[TOTP_SECRET_TEXT], struct err *e)
{
	struct setting_up u = {.session = s, .secret = secret};

	totp_new_secret(secret);
	return transaction_run(db, TRANSACTION_ROWS, begin, &u, NULL, e);
}

static const char confirm_factor[] =
	"UPDATE console_totp SET confirmed_at = $2 WHERE account_id = $1";

/* A transaction_work. */
static int confirm(struct db *db, void *arg, struct err *e)
{
	const struct setting_up *u = arg;
	const char *id = u->session->id;
	struct factor f;
	char now[27];

	if (session_check_own(db, u->session, e) < 0 || factor_read(db, id, &f, e) < 0)
		return -1;
	json_decref(f.codes);
	f.codes = u->hashes;
	if (!f.there || f.on)
		return err_set(e, ERR_CONFLICT, "there is no second factor to confirm any more");
	if (!totp_accepts(span_of(f.secret), u->code, time_now(), f.last_step, &f.last_step)) {
		err_set(e, ERR_USAGE, "this is not the code of now");
		return err_hint(e, "the clocks of both machines must be right within 30 s");
	}
	if (factor_write(db, id, &f, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, confirm_factor, e);
	if (!st)
		return -1;
	time_format_micros(time_now(), now);
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, span_of(now));
	if (row_write(st, NULL, e) < 0)
		return -1;
	return events_add(
		db, u->session, EVENT, span_of(u->session->name), SPAN_LIT("switched on"), e);
}

int second_factor_confirm(struct db *db, const struct session *s, struct span code,
	char codes[TOTP_CODES][TOTP_CODE_TEXT], struct err *e)
{
	struct setting_up u = {.session = s, .code = code, .hashes = json_array()};
	char hash[SHA256_TEXT];

	for (size_t i = 0; i < TOTP_CODES; i++) {
		totp_new_code(codes[i]);
		if (totp_code_hash(span_of(codes[i]), hash))
			json_array_append_new(u.hashes, json_string(hash));
	}
	int rc = transaction_run(db, TRANSACTION_ROWS, confirm, &u, NULL, e);
	json_decref(u.hashes);
	return rc;
}

/* --- Taking it away --- */

struct removal {
	const struct session *actor;
	struct login *login; /* whose pass phrase was right; NULL: an admin does it */
	const struct account *seen; /* by that admin */
	struct account_row row;
};

static int check_removal(struct db *db, struct removal *r, struct err *e)
{
	if (!r->login)
		return account_hold_seen(db, r->actor, r->seen, &r->row, e);
	r->row = r->login->row;
	return session_check_own(db, r->actor, e) < 0 ? -1 : tries_take_back(db, r->login, e);
}

/* A transaction_work. */
static int take_away(struct db *db, void *arg, struct err *e)
{
	struct removal *r = arg;
	struct factor f;

	if (check_removal(db, r, e) < 0 || factor_read(db, r->row.id, &f, e) < 0)
		return -1;
	json_decref(f.codes);
	if (!f.on)
		return err_set(e, ERR_MISSING, "%s has no second factor", r->row.name);
	if (forget(db, r->row.id, e) < 0)
		return -1;
	return events_add(db, r->actor, EVENT, span_of(r->row.name),
		r->login ? SPAN_LIT("switched off") : SPAN_LIT("taken away"), e);
}

int second_factor_off(struct db *db, const struct session *s, struct span password, struct err *e)
{
	struct login l = {.name = span_of(s->name)};
	struct removal r = {.actor = s, .login = &l};
	int wrong = tries_password(db, &l, password, e);

	if (wrong > 0)
		return err_set(e, ERR_DENIED,
			"not switched off: wrong pass phrase, or too soon after a failed try");
	if (wrong < 0)
		return -1;
	return transaction_run(db, TRANSACTION_ROWS, take_away, &r, NULL, e);
}

int second_factor_remove(
	struct db *db, const struct session *actor, const struct account *seen, struct err *e)
{
	struct removal r = {.actor = actor, .seen = seen};

	if (strcmp(seen->id, actor->id) == 0) {
		err_set(e, ERR_USAGE, "one's own second factor is not taken away");
		return err_hint(e, ":second-factor switches it off, with the pass phrase");
	}
	return transaction_run(db, TRANSACTION_ROWS, take_away, &r, NULL, e);
}
