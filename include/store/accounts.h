/* Accounts: the agent's admins table and the console's console_accounts beside it. */
#ifndef STORE_ACCOUNTS_H
#define STORE_ACCOUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/session.h"

struct account {
	char id[UUID_TEXT];
	struct span username, created_at, updated_at, last_login; /* last_login SPAN_NULL: never */
	enum role role; /* ROLE_ADMIN for an account that the agent made and nobody gave a role */
	bool has_role; /* somebody gave it one */
	bool must_change, disabled;
	int64_t failures;
};

/* Ordered by name. */
int accounts_list(struct db *db, struct arena *a, struct account **out, size_t *n, struct err *e);

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
 * taken (compared by its form, see base/name.h), ERR_USAGE for another role than admin while that is the default,
 * for a bad name (empty, over 63 bytes, control or
 * hidden characters, spaces at the ends) or a password that password_check refuses.
 */
int accounts_add(struct db *db, const struct session *actor, struct span name, struct span password,
	enum role role, bool must_change, struct err *e);

/* Sets an account's password: one's own (any role, also while must_change, which it clears), or as
 * admin somebody else's, who must then change it at the next login. ERR_USAGE when it is the old
 * one. */
int accounts_set_password(struct db *db, const struct session *actor, struct span name,
	struct span password, struct err *e);

#endif
