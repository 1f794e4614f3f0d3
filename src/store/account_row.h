/* One account as login and permission checks read it. */
#ifndef STORE_ACCOUNT_ROW_H
#define STORE_ACCOUNT_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "base/uuid.h"
#include "db/db.h"
#include "model/password.h"
#include "model/role.h"
#include "store/session.h"

struct account_row {
	char id[UUID_TEXT];
	char name[SESSION_NAME];
	char hash[PASSWORD_HASH_TEXT];
	bool kept; /* the console keeps a row of it, in console_accounts */
	enum role role; /* ROLE_ADMIN for an account without one */
	bool must_change, disabled;
	bool never_in; /* nobody logged in as this account so far */
	int64_t failures;
	int64_t next_try; /* TIME_NONE: at once */
};

/* What nobody else does to the account until the transaction ends. (On SQLite, where whoever writes
 * is alone, they are the same.) */
enum account_hold {
	ACCOUNT_LOOK, /* anything: for telling people, also where nothing can be written */
	ACCOUNT_AS_IS, /* nobody changes it */
	ACCOUNT_ALONE, /* nobody changes it or relies on it */
};

/* 1 found, 0 not found, -1 error. By name: exactly so spelled, else the only one whose name has the
 * same form (base/name.h). */
int account_row_by_id(struct db *db, const char *id, enum account_hold hold,
	struct account_row *out, struct err *e);
int account_row_by_name(struct db *db, struct span name, struct account_row *out, struct err *e);

/* How many accounts have a name of this form, `but` one ("": none is left out), and the last of
 * them. */
struct account_alike {
	size_t n;
	char id[UUID_TEXT], name[SESSION_NAME];
};
int account_alike(
	struct db *db, struct span name, const char *but, struct account_alike *out, struct err *e);

/* By name; ERR_MISSING. */
int account_row_find(struct db *db, struct span name, struct account_row *out, struct err *e);

/* Whether migration 0014 was applied, which brought pass phrases that run out, and second factors:
 * somebody logs in to a database of an earlier revision who is about to bring it up. */
int account_terms_there(struct db *db, bool *out, struct err *e);

/* ERR_DENIED when its pass phrase was for one login, which came too late. */
int account_row_expired(struct db *db, const struct account_row *row, struct err *e);

/* ERR_DENIED when the server takes this connection, by its login role, for somebody else's (roles
 * in the server, see tenet-deploy(7)). */
int account_row_connection(struct db *db, struct span name, struct err *e);

/* ERR_DENIED when the session's account is gone or disabled; for changing one's own password. */
int account_row_of(struct db *db, const struct session *s, enum account_hold hold,
	struct account_row *out, struct err *e);

/* session_check that holds the account alone. */
int session_check_alone(
	struct db *db, const struct session *s, enum permission what, struct err *e);

struct new_account {
	const struct session *actor;
	struct span name;
	char hash[PASSWORD_HASH_TEXT];
	enum role role;
	bool must_change;
	int64_t expires; /* TIME_NONE: never */
};

/* Checks the actor and that the name is free, then adds the account, whatever its name and password
 * are like, and its event, all in one transaction. */
int account_create(struct db *db, struct new_account *n, struct err *e);

#endif
