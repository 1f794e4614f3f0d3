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

/* Plain data, copied freely. `id` empty: nobody (bootstrap: see accounts_setting_up). */
struct session {
	char id[UUID_TEXT]; /* admins.id */
	char name[SESSION_NAME]; /* admins.username */
	enum role role;
	bool must_change; /* logs in with a password that must be replaced before anything else is
			     written */
	int64_t since;
	char console[UUID_TEXT]; /* console_sessions.id; "": a command's, or read-only */
};

/*
 * Logs in. Every failure (unknown, wrong, disabled, too soon, malformed hash) is ERR_DENIED with
 * the same sentence after the same work: one bcrypt. The failure is counted, and that is committed,
 * before hashing; the next allowed try (1 s doubling to 15 min) follows once the password is known
 * to be wrong, from the eighth failure on before hashing: right logins at the same moment all get
 * in, and guesses at the same moment are eight at most. Success resets both and writes last login
 * and an event. On a read-only database nothing is recorded. Where the server has the console's
 * roles, nobody but the one of the connection's role is let in: ERR_DENIED, which says so.
 */
int session_login(
	struct db *db, struct span name, struct span password, struct session *out, struct err *e);

/*
 * Inside a write transaction: reads role and account state again, and nobody changes them until it
 * ends. ERR_DENIED when the account is gone, disabled, may not do `what`, or must change its
 * password first, and when somebody ended the session (see store/sessions.h). Nobody (an empty id) has
 * MAY_MANAGE and MAY_MIGRATE alone, and only while accounts_setting_up.
 */
int session_check(struct db *db, const struct session *s, enum permission what, struct err *e);

#endif
