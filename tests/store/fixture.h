/*
 * A database for each case of the contract suite, on each engine: empty and migrated, or with the
 * agent's own rows. Cases ask no engine which one it is; what only one of them can do is registered
 * for that one.
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
#include "store/query.h"
#include "store/session.h"

struct store {
	enum db_engine engine;
	struct db *db;
	struct arena arena; /* for what a case reads; freed with the store */
	char *address;
	char persona[UUID_TEXT]; /* owns what store_draft adds */
};

/* cmocka setups and teardown: *state is a struct store. */
int store_fresh_sqlite(void **state);
int store_fresh_postgres(void **state);
int store_turkish_postgres(void **state);
int store_agent_sqlite(void **state); /* as the agent left it, and adopted */
int store_agent_postgres(void **state); /* with the same rows */
int store_drop(void **state);

#define STORE_CASE(f, suffix, setup) \
	{ \
#f suffix, f, setup, store_drop, NULL \
	}
#define FRESH_SQLITE(f) STORE_CASE(f, "_on_sqlite", store_fresh_sqlite)
#define FRESH_POSTGRES(f) STORE_CASE(f, "_on_postgres", store_fresh_postgres)
#define TURKISH_POSTGRES(f) STORE_CASE(f, "_on_postgres_in_turkish", store_turkish_postgres)
#define AGENT_SQLITE(f) STORE_CASE(f, "_among_the_agents_rows_on_sqlite", store_agent_sqlite)
#define AGENT_POSTGRES(f) STORE_CASE(f, "_among_the_agents_rows_on_postgres", store_agent_postgres)
#define ON_FRESH(f) FRESH_SQLITE(f), FRESH_POSTGRES(f)
#define IN_TURKISH(f) ON_FRESH(f), TURKISH_POSTGRES(f)
#define AMONG_ROWS(f) AGENT_SQLITE(f), AGENT_POSTGRES(f)
#define ON_BOTH(f) ON_FRESH(f), AMONG_ROWS(f)

/* Runs the cases. With TENET_TEST_POSTGRES=0 those that need a server are reported as skipped. */
int store_run(const struct CMUnitTest *cases, size_t n);
#define RUN_CASES(cases) store_run(cases, sizeof(cases) / sizeof((cases)[0]))

/* The server behind PostgreSQL's databases, for tests that break it. */
struct server *store_server(void);

/* Another connection to the same database; close it with db_close. */
struct db *store_connect(struct store *s, enum db_access access);

/* SQL that must work: one or more statements; one number; one text ("" for NULL) in the arena. */
void store_exec(struct db *db, const char *sql);
int64_t store_number(struct store *s, const char *sql);
const char *store_text(struct store *s, const char *sql);
/* The same with one text bound to $1. */
const char *store_text_of(struct store *s, const char *sql, const char *value);
/* The first column of all rows, each with a blank behind it. */
const char *store_column(struct store *s, const char *sql);
/* Runs a statement with these texts (or NULL) bound to $1 and on. */
void store_write(struct db *db, const char *sql, const char *const *values, size_t n);

/* How the engine means to run the query, its values bound. */
const char *store_plan(struct store *s, const struct query *q);

/* " ORDER BY …": the order of pending_posts in the queue. */
const char *store_queue_order(const struct store *s);

#define STORE_PERSONA "11111111-1111-4111-8111-111111111111"
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
