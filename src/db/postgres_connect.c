/* Connecting to PostgreSQL: what libpq is told, and what a session is set to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/time.h"
#include "postgres.h"

/*
 * What the session must be, and what it is unless the URL, the service, the role or the database
 * says otherwise. A commit that is acknowledged is on disk.
 */
static const char settings_sql[] =
	"SELECT set_config(w.name, w.value, false)"
	" FROM (VALUES ('TimeZone', 'UTC', true), ('DateStyle', 'ISO', true),"
	"  ('client_encoding', 'UTF8', true), ('extra_float_digits', '1', true),"
	"  ('bytea_output', 'hex', true), ('standard_conforming_strings', 'on', true),"
	"  ('search_path', 'public', false), ('statement_timeout', '30s', false),"
	"  ('lock_timeout', '5s', false), ('idle_in_transaction_session_timeout', '60s', false)"
	" ) AS w (name, value, always)"
	" JOIN pg_settings s ON s.name = w.name"
	" WHERE w.always OR s.source NOT IN ('client', 'user', 'database', 'database user')"
	" UNION ALL SELECT set_config('synchronous_commit', 'on', false)"
	" WHERE current_setting('synchronous_commit') = 'off'";

static void quiet(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

static int fail_connect(struct postgres *p, struct err *e)
{
	const char *why = PQerrorMessage(p->conn);

	err_set(e, ERR_LOST, "cannot connect to %s: %.*s", p->db.name, (int)strcspn(why, "\n"),
		why);
	PQfinish(p->conn);
	p->conn = NULL;
	return -1;
}

static int run(struct postgres *p, const char *sql, struct err *e)
{
	PGresult *result = postgres_query(p, sql, e);

	PQclear(result);
	return result ? 0 : -1;
}

static int set_up(struct postgres *p, struct err *e)
{
	PQsetNoticeProcessor(p->conn, quiet, NULL);
	if (PQsetnonblocking(p->conn, 1) != 0)
		return fail_connect(p, e);
	if (run(p, settings_sql, e) != 0)
		return -1;
	struct err refused = {0};
	p->listening = run(p, "LISTEN console_changed", &refused) == 0;
	return 0;
}

static int connect_to(struct postgres *p, struct err *e)
{
	static const char *const keys[] = {
		"dbname", "fallback_application_name", "connect_timeout", NULL};
	const char *const values[] = {p->target, "tenet", "10", NULL};

	p->conn = PQconnectdbParams(keys, values, 1);
	if (!p->conn)
		die_of_memory(0);
	if (PQstatus(p->conn) != CONNECTION_OK)
		return fail_connect(p, e);
	p->connection++;
	p->changed++;
	int version = PQserverVersion(p->conn);
	snprintf(p->db.library, sizeof(p->db.library), "PostgreSQL %d.%d", version / 10000,
		version % 10000);
	return set_up(p, e);
}

int postgres_open(
	const struct db_address *where, enum db_access access, struct db **out, struct err *e)
{
	struct postgres *p = xcalloc(1, sizeof(*p));

	p->db.engine = &postgres_engine;
	p->db.name = xstrdup(where->name);
	p->target = xstrdup(where->target);
	p->access = access;
	p->lock_timeout = -1;
	p->plain = newlocale(LC_ALL_MASK, "C", NULL);
	p->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	atomic_init(&p->cancelled, false);
	if (connect_to(p, e) != 0) {
		postgres_close(&p->db);
		return -1;
	}
	*out = &p->db;
	return 0;
}

int postgres_reconnect(struct db *db, struct err *e)
{
	struct postgres *p = postgres_of(db);

	PQfinish(p->conn);
	p->conn = NULL;
	return connect_to(p, e);
}

void postgres_close(struct db *db)
{
	struct postgres *p = postgres_of(db);

	PQfinish(p->conn);
	if (p->wake >= 0)
		close(p->wake);
	if (p->plain)
		freelocale(p->plain);
	str_free(&p->unused);
	free(p->target);
	free(p->db.name);
	free(p);
}
