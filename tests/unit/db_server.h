/* A test's databases on a server of its own program: `start_server` and `stop_server` are the
 * group's setup and teardown. */
#ifndef TESTS_DB_SERVER_H
#define TESTS_DB_SERVER_H

#include "postgres/server.h"
#include "unit/db_scratch.h"

static struct server server;

static inline int start_server(void **state)
{
	(void)state;
	if (server_wanted())
		server_start(&server);
	return 0;
}

static inline int stop_server(void **state)
{
	(void)state;
	if (server_wanted())
		server_stop(&server);
	return 0;
}

static inline int try_url(
	struct scratch *s, const char *url, enum db_access access, struct db **out, struct err *e)
{
	struct db_address where;

	if (db_address_parse(url, &s->a, &where, e) != 0)
		return -1;
	return db_open(&where, access, out, e);
}

static inline struct db *open_url(struct scratch *s, const char *url, enum db_access access)
{
	struct err e = {0};
	struct db *db = NULL;

	if (try_url(s, url, access, &db, &e) != 0)
		fail_msg("%s: %s", url, e.text);
	return db;
}

/* An empty database, and the URL of it with options such as "&user=rosa". */
static inline const char *new_database(struct scratch *s, const char *options)
{
	char url[SERVER_URL];

	if (!server_wanted())
		skip();
	server_database(&server, "test", NULL, url);
	return arena_printf(&s->a, "%s%s", url, options);
}

static inline struct db *new_postgres(struct scratch *s)
{
	return open_url(s, new_database(s, ""), DB_READ_WRITE);
}

static inline void expect_refusal(
	struct scratch *s, const char *url, enum err_code code, const char *words)
{
	struct err e = {0};
	struct db *db = NULL;

	if (try_url(s, url, DB_READ_WRITE, &db, &e) == 0)
		fail_msg("%s was opened", url);
	assert_null(db);
	if (e.code != code || !strstr(e.text, words))
		fail_msg("code %d: %s", (int)e.code, e.text);
	assert_null(strstr(e.text, "s3cret"));
	assert_null(strstr(e.hint, "s3cret"));
	assert_null(strchr(e.text, '\n'));
}

/* The code of an error that must come. */
static inline enum err_code exec_code(struct db *db, const char *sql)
{
	struct err e = {0};

	return db_exec(db, sql, &e) == 0 ? ERR_NONE : e.code;
}

#endif
