/* console_totp: the second factor of an account, which a login asks for after the pass phrase. */
#ifndef STORE_SECOND_FACTOR_H
#define STORE_SECOND_FACTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "model/totp.h"
#include "store/accounts.h"

struct second_factor {
	bool on;
	size_t left; /* recovery codes that were not used */
};

/* One's own. */
int second_factor_look(
	struct db *db, const struct session *s, struct second_factor *out, struct err *e);

/* Gives a new secret; the factor is off until it was confirmed. ERR_CONFLICT when it is on. */
int second_factor_begin(
	struct db *db, const struct session *s, char secret[TOTP_SECRET_TEXT], struct err *e);

/*
 * Switches it on, if the code is one of the secret that was given last, and gives the recovery
 * codes, each good for one login: only their hashes are stored. ERR_USAGE when the code is wrong,
 * ERR_CONFLICT when there is nothing to confirm. Writes an event, as all below do.
 */
int second_factor_confirm(struct db *db, const struct session *s, struct span code,
	char codes[TOTP_CODES][TOTP_CODE_TEXT], struct err *e);

/* Switches it off. ERR_DENIED when the pass phrase is wrong, which counts as a failed login, or the
 * account has to wait after one. */
int second_factor_off(struct db *db, const struct session *s, struct span password, struct err *e);

/* As MAY_MANAGE: takes away somebody else's who lost phone and codes, if the account still is what
 * was `seen` (see accounts_set_role). ERR_MISSING when there is none that is on. */
int second_factor_remove(
	struct db *db, const struct session *actor, const struct account *seen, struct err *e);

#endif
