/* Who is acting: login, and the check that every write makes again inside its transaction. */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "base/uuid.h"
#include "db/db.h"
#include "model/role.h"

#define SESSION_NAME 256

struct session_place;

/* Plain data, copied freely. `id` empty: nobody (bootstrap: see accounts_setting_up). */
struct session {
	char id[UUID_TEXT]; /* admins.id */
	char name[SESSION_NAME]; /* admins.username */
	enum role role;
	bool must_change; /* logs in with a password that must be replaced before anything else is
			     written */
	bool first; /* the account's first login */
	int64_t since; /* the login, µs */
	char console[UUID_TEXT]; /* console_sessions.id; "": a command's, or read-only */
};

struct credentials {
	const struct session_place *place; /* where from; NULL: nobody knows */
	struct span name, password;
	struct span code; /* of the second factor; SPAN_NULL until it is asked for */
};

/*
 * Logs in. Every failure (unknown, wrong, disabled, too soon, malformed hash) is ERR_DENIED with
 * the same sentence after the same work: as much bcrypt as the costliest hash of the database
 * takes, at least PASSWORD_COST. Which hashes are used: see password_cost.
 *
 * The failure is counted, and that is committed, before hashing; the next allowed try (1 s doubling
 * to 15 min, and after 64 failures in a row 30 min, so that a day has fewer than a hundred) follows
 * once the password is known to be wrong, from the eighth failure on before hashing: right logins
 * at the same moment all get in, and guesses at the same moment are eight at most. Never longer,
 * whatever the clock does. Success resets both and writes last login and an event.
 *
 * Who guesses must not keep the owner out: from the eighth failure on, a place from which a console
 * of the account was begun and ended in the last 30 days is good for as many tries, at most three,
 * that need not wait; each is spent before hashing, and a session that ends there gives it back.
 *
 * ERR_CODE: the pass phrase is right, and the account has a second factor (store/second_factor.h):
 * the same again with its code. This try counts for nothing; a wrong code counts as a failure.
 *
 * On a read-only database nothing is recorded, and recovery codes are refused. Where the server has
 * the console's roles, nobody but the one of the connection's role is let in: ERR_DENIED, which
 * says so.
 */
int session_login_with(
	struct db *db, const struct credentials *c, struct session *out, struct err *e);
/* From nobody knows where, and without a code. */
int session_login(
	struct db *db, struct span name, struct span password, struct session *out, struct err *e);

/*
 * After a login that must not wait for it: a stored hash in the older letters ($2a$, $2y$) or of a
 * cost below PASSWORD_COST is replaced by one of today (0.3 s), unless it changed meanwhile. Does
 * nothing on a read-only database. An error leaves the old hash, which lets in as before.
 */
int session_rehash(struct db *db, const struct session *s, struct span password, struct err *e);

/*
 * Inside a write transaction: reads role and account state again, and nobody changes them until it
 * ends. ERR_DENIED when the account is gone, disabled, may not do `what`, or must change its
 * password first, and when somebody ended the session or it is stale (see store/sessions.h). Nobody
 * (an empty id) has MAY_MANAGE and MAY_MIGRATE alone, and only while accounts_setting_up.
 */
int session_check(struct db *db, const struct session *s, enum permission what, struct err *e);

#endif
