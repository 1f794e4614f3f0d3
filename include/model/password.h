/* Rules for pass phrases, bcrypt through libcrypt. */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/span.h"

#define PASSWORD_MIN_CHARACTERS 15
#define PASSWORD_MAX_BYTES 72 /* bcrypt reads no further */
#define PASSWORD_DEFAULT "changeme123"
#define PASSWORD_COST 12
#define PASSWORD_COST_LEAST 4 /* of a stored hash: bcrypt knows no lower one */
#define PASSWORD_COST_MOST 15 /* 2 s; each further one would take twice as long */
#define PASSWORD_HASH_TEXT 64

/* 0 when it may be used; else one sentence why not: too short, over 72 bytes, NUL, not UTF-8, or
 * well known (PASSWORD_DEFAULT among them, and repeated or counted characters). */
int password_check(struct span password, struct err *e);

/* A bcrypt hash ($2b$, PASSWORD_COST) with a salt from the system. Does not apply password_check.
 */
int password_hash(struct span password, char out[PASSWORD_HASH_TEXT], struct err *e);

/* The cost of a stored hash, 0 when it is not used: when it is no bcrypt ($2a$, $2b$ or $2y$ with
 * all of its 60 characters), or of a cost below PASSWORD_COST_LEAST or above PASSWORD_COST_MOST. */
int password_cost(const char *hash);

/* Whether a hash is used, but ought to be made anew: the older letters, or less than PASSWORD_COST.
 */
bool password_is_dated(const char *hash);

/*
 * True when the password has this hash. False takes as long for every hash of up to `cost` (at
 * least PASSWORD_COST; a quarter of a second at 12, twice that at 13), for one that is not used,
 * which never reaches libcrypt, and for NULL (unknown users). True takes what the hash costs.
 */
bool password_matches(struct span password, const char *hash, int cost);

/* A pass phrase to be told to somebody: five groups of four letters and digits that are not taken
 * for one another, 100 bits from the system. */
#define PASSWORD_ONE_TIME 25
int password_generate(char out[PASSWORD_ONE_TIME], struct err *e);

/* Overwrites memory that held a secret; not optimised away. */
void password_wipe(void *p, size_t n);

#endif
