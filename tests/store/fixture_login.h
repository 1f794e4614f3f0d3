/* Logging in, for the cases of the contract suite that are about it: at any time, as the agent's
 * own account, and in vain. */
#ifndef TESTS_STORE_FIXTURE_LOGIN_H
#define TESTS_STORE_FIXTURE_LOGIN_H

#include "fixture.h"

#define LOGIN_PHRASE "tulips and typewriters 1931"
/* What every failure says. */
#define LOGIN_REFUSAL "login failed: wrong user or pass phrase, or too soon after a failed try"

/* rosa's row of the agent's database, as Rosa: LOGIN_PHRASE, as the agent's own bcrypt hashed it.
 */
extern const char login_rosa[];

/* The clock stands still at this time; a case that uses it is registered by AT_ANY_TIME. */
void login_at(const char *time);
/* A cmocka teardown: it goes on again, and the store is dropped. */
int login_thaw(void **state);

#define AT_ANY_TIME(f) \
	{#f "_on_sqlite", f, store_fresh_sqlite, login_thaw, NULL}, \
	{ \
#f "_on_postgres", f, store_fresh_postgres, login_thaw, NULL \
	}

/* A login that must fail, with LOGIN_REFUSAL and nothing else. */
void login_refused(struct db *db, const char *name, const char *password);
struct session login_ok(struct db *db, const char *name, const char *password);

#endif
