/* Accounts: the agent's admins table and the console's console_accounts beside it. */
#ifndef STORE_ACCOUNTS_H
#define STORE_ACCOUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/time.h"
#include "model/password.h"
#include "store/session.h"

/* How long a pass phrase that somebody else chose lets its owner in. */
#define ACCOUNT_ONE_TIME (7 * 24 * INT64_C(3600) * TIME_SECOND)

struct account {
	char id[UUID_TEXT];
	struct span username, created_at, updated_at, last_login; /* last_login SPAN_NULL: never */
	enum role role; /* ROLE_ADMIN for an account that the agent made and nobody gave a role */
	bool has_role; /* somebody gave it one */
	bool must_change, disabled;
	bool usable; /* its stored hash can be one of a pass phrase: see password_cost */
	int64_t failures;
	int64_t next_try; /* TIME_NONE: at once */
	/* Of accounts_terms: */
	int64_t expires; /* until when the pass phrase lets in; TIME_NONE: no such end is known */
	bool second_factor;
};

/* Ordered by name. */
int accounts_list(struct db *db, struct arena *a, struct account **out, size_t *n, struct err *e);
/* Completes them by what a database of an earlier revision does not have, where it is there. */
int accounts_terms(struct db *db, struct account *list, size_t n, struct err *e);
/* Whether its pass phrase was for one login that came too late. */
bool account_ran_out(const struct account *x, int64_t now);
/* Whether somebody may log in as it: enabled, with a usable hash that has not run out. For complete
 * ones. */
bool account_lets_in(const struct account *x, int64_t now);
/* One, complete, by the name that would log in. ERR_MISSING. */
int accounts_find(
	struct db *db, struct span name, struct arena *a, struct account *out, struct err *e);

/* Whether the server shows this connection no account but its own, and no event but those of
 * beliefs, if any (roles in the server, see tenet-deploy(7)). */
int accounts_held_back(struct db *db, bool *out, struct err *e);

/* How many drafts it decided on since then, those taken back included. */
int accounts_decided(
	struct db *db, const char *account_id, int64_t since, int64_t *out, struct err *e);

/* What an account may be called. ERR_USAGE. */
int accounts_check_name(struct span name, struct err *e);

/* Whether the pass phrase of an account is PASSWORD_DEFAULT; a quarter of a second of hashing. */
int accounts_uses_default(struct db *db, const struct account *x, bool *out, struct err *e);

/* True while no account exists but ones that must still change a well-known password (a fresh
 * database, or one after `seed admin`): then writing needs no login. */
int accounts_setting_up(struct db *db, bool *out, struct err *e);

/* Whether the tables are there that a login needs: not on a database of an earlier revision. */
int accounts_there(struct db *db, bool *out, struct err *e);

/* ROLE_ADMIN while nobody could add further accounts (no admin, or none that is enabled), else
 * ROLE_MODERATOR. */
int accounts_default_role(struct db *db, enum role *out, struct err *e);

/*
 * Adds an account. `actor` may be nobody while accounts_setting_up. ERR_CONSTRAINT when the name is
 * taken (compared by its form, see base/name.h), ERR_USAGE for another role than admin while that
 * is the default, for a bad name (empty, over 63 bytes, control or hidden characters, spaces at the
 * ends) or a password that password_check refuses. A password that must be changed lets in for
 * seven days.
 */
int accounts_add(struct db *db, const struct session *actor, struct span name, struct span password,
	enum role role, bool must_change, struct err *e);
/* What it would refuse whatever the password, for saying so before one is asked for. */
int accounts_check_add(struct db *db, const struct session *actor, struct span name, enum role role,
	struct err *e);

/* Sets an account's password: one's own (any role, also while must_change, which it clears), or as
 * admin somebody else's, who must then change it at the next login, within seven days. Ends the
 * account's sessions but the one that did it. ERR_USAGE when it is the old one. */
int accounts_set_password(struct db *db, const struct session *actor, struct span name,
	struct span password, struct err *e);
/* What it would refuse whatever the password, for saying so before one is asked for. */
int accounts_check_set_password(
	struct db *db, const struct session *actor, struct span name, struct err *e);
/* Changes one's own while one is in, for who knows the present one: ERR_DENIED when it is wrong,
 * which counts as a failed login at `place`, or came too soon after one. Else as above. */
int accounts_change_password(struct db *db, const struct session *actor,
	const struct session_place *place, struct span present, struct span password,
	struct err *e);

/*
 * Changes of somebody's account, as MAY_MANAGE, if it still is what was `seen`: ERR_CONFLICT says
 * who made what of it, ERR_MISSING that it is gone, ERR_CONSTRAINT that it is so already, or that
 * no admin would be left who can log in (account_lets_in). An account that the agent made gets its
 * row, race or not. Each writes an event, from → to.
 */
int accounts_set_role(struct db *db, const struct session *actor, const struct account *seen,
	enum role role, struct err *e);
/* Ends its sessions. */
int accounts_disable(
	struct db *db, const struct session *actor, const struct account *seen, struct err *e);
/* Also ends a wait after failed logins. */
int accounts_enable(
	struct db *db, const struct session *actor, const struct account *seen, struct err *e);
/* Ends its sessions but the actor's own. ERR_USAGE, ERR_CONSTRAINT: as accounts_add. */
int accounts_rename(struct db *db, const struct session *actor, const struct account *seen,
	struct span name, struct err *e);
/* Gives somebody else's account a pass phrase that was made up, which lets in for seven days to be
 * changed, and ends its sessions. `out` is the only place where it stands: show it once and
 * wipe it. */
int accounts_reset(struct db *db, const struct session *actor, const struct account *seen,
	char out[PASSWORD_ONE_TIME], struct err *e);

#endif
