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
#define PASSWORD_HASH_TEXT 64

/* 0 when it may be used; else one sentence why not: too short, over 72 bytes, NUL, not UTF-8, or
 * well known (PASSWORD_DEFAULT among them, and repeated or counted characters). */
int password_check(struct span password, struct err *e);

/* A bcrypt hash ($2b$, PASSWORD_COST) with a salt from the system. Does not apply password_check.
 */
int password_hash(struct span password, char out[PASSWORD_HASH_TEXT], struct err *e);

/* True when the password has this hash. A hash that is malformed costs as much time as one that is
 * not, and is false; so is a NULL one (unknown users). */
bool password_matches(struct span password, const char *hash);

/* A pass phrase to be told to somebody: five groups of four letters and digits that are not taken
 * for one another, 100 bits from the system. */
#define PASSWORD_ONE_TIME 25
int password_generate(char out[PASSWORD_ONE_TIME], struct err *e);

/* Overwrites memory that held a secret; not optimised away. */
void password_wipe(void *p, size_t n);

#endif
