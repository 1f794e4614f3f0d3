/*
 * A database for each case of the contract suite: empty and migrated, or as the agent left it and
 * adopted. An engine is what store_open and store_connect make; no case asks which one it is.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "db/db.h"
#include "store/posts.h"
#include "store/session.h"

struct store {
	struct db *db;
	struct arena arena; /* for what a case reads; freed with the store */
	char *path;
	char persona[UUID_TEXT]; /* owns what store_draft adds */
};

/* cmocka setups and teardown: *state is a struct store. */
int store_fresh(void **state);
int store_adopted(void **state);
int store_drop(void **state);

#define ON_FRESH(f) \
	{ \
#f, f, store_fresh, store_drop, NULL \
	}
#define ON_ADOPTED(f) \
	{ \
#f "_in_the_agents_database", f, store_adopted, store_drop, NULL \
	}
#define ON_BOTH(f) ON_FRESH(f), ON_ADOPTED(f)

/* Another connection to the same database; close it with db_close. */
struct db *store_connect(struct store *s, enum db_access access);

/* SQL that must work: one or more statements; one number; one text ("" for NULL) in the arena. */
void store_exec(struct db *db, const char *sql);
int64_t store_number(struct store *s, const char *sql);
const char *store_text(struct store *s, const char *sql);
/* The same with one text bound to $1. */
const char *store_text_of(struct store *s, const char *sql, const char *value);

/* An account with this role and no password, and its session. */
struct session store_account(struct store *s, const char *name, enum role role);

struct store_draft {
	const char *content, *subreddit, *status, *created, *metadata; /* NULL: a default */
};
/* Adds a draft and gives its id, in the arena. */
const char *store_draft(struct store *s, const struct store_draft *d);
/* The draft as it is shown now. */
struct post store_post(struct store *s, const char *id);

/* Fails with the error's text unless the call worked. */
#define assert_ok(call, e) \
	do { \
		if ((call) != 0) \
			fail_msg("%s: %s", #call, (e).text); \
	} while (0)
/* The call must fail with this code. */
#define assert_fails(call, e, expected) \
	do { \
		if ((call) == 0) \
			fail_msg("%s worked", #call); \
		if ((e).code != (expected)) \
			fail_msg("%s: code %d: %s", #call, (int)(e).code, (e).text); \
	} while (0)
#define assert_says(e, words) \
	do { \
		if (!strstr((e).text, words)) \
			fail_msg("\"%s\" does not say \"%s\"", (e).text, words); \
	} while (0)
#define assert_span(actual, expected) \
	do { \
		struct span span_ = (actual); \
		if (!span_is(span_, expected)) \
			fail_msg("%s is \"%.*s\", not \"%s\"", #actual, (int)span_.n, \
				span_.p ? span_.p : "", expected); \
	} while (0)

#endif
