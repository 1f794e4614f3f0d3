/* What a PostgreSQL session must be before tenet works in it, and what it is set to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/time.h"
#include "postgres.h"

#define OLDEST_SERVER 130000
#define CHANNEL "console_changed"
#define STATEMENT_SECONDS 30
/* The server's own limit comes first; this is for one that is not there any more. */
#define PATIENCE ((STATEMENT_SECONDS + 10) * TIME_SECOND)
#define END_TRIES 250 /* of 20 ms */

/* --- The server. --- */

static const char look_sql[] =
	"SELECT current_setting('server_encoding'), current_setting('transaction_read_only'),"
	" pg_is_in_recovery(), pid, extract(epoch FROM backend_start), current_database()"
	" FROM (SELECT pg_backend_pid() AS pid) me LEFT JOIN pg_stat_activity USING (pid)";
enum { LOOK_ENCODING, LOOK_READ_ONLY, LOOK_STANDBY, LOOK_PID, LOOK_STARTED, LOOK_DATABASE };

static int check_encoding(struct postgres *p, const char *encoding, const char *base, struct err *e)
{
	if (strcmp(encoding, "UTF8") == 0)
		return 0;
	err_set(e, ERR_OTHER, "%s: the database %s is encoded in %s, which cannot hold all text",
		p->db.name, base, encoding);
	return err_hint(
		e, "make one with createdb --owner=ROLE --encoding=UTF8 --template=template0");
}

static int check_version(struct postgres *p, struct err *e)
{
	int version = PQserverVersion(p->conn);

	snprintf(p->db.library, sizeof(p->db.library), "PostgreSQL %d.%d", version / 10000,
		version % 10000);
	if (version >= OLDEST_SERVER)
		return 0;
	return err_set(e, ERR_OTHER, "%s is %s, and tenet needs %d or newer", p->db.name,
		p->db.library, OLDEST_SERVER / 10000);
}

/* A proxy that lends its server sessions makes up the process number that it tells us. */
static int look(struct postgres *p, struct backend *now, struct err *e)
{
	PGresult *r = postgres_query(p, look_sql, e);

	if (!r)
		return -1;
	const char *pid = PQgetvalue(r, 0, LOOK_PID);
	int result = check_encoding(
		p, PQgetvalue(r, 0, LOOK_ENCODING), PQgetvalue(r, 0, LOOK_DATABASE), e);
	p->standby = PQgetvalue(r, 0, LOOK_STANDBY)[0] == 't';
	p->db.read_only = p->access == DB_READ_ONLY || p->standby ||
		strcmp(PQgetvalue(r, 0, LOOK_READ_ONLY), "on") == 0;
	p->pooled = p->pooled || strtol(pid, NULL, 10) != PQbackendPID(p->conn);
	snprintf(now->pid, sizeof(now->pid), "%s", p->pooled ? "" : pid);
	snprintf(now->started, sizeof(now->started), "%s", PQgetvalue(r, 0, LOOK_STARTED));
	PQclear(r);
	return result;
}

/* --- The session before this one. --- */

static const char end_sql[] =
	"SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
	" WHERE pid = $1::int AND extract(epoch FROM backend_start) = $2::numeric";

/*
 * The server may not know yet that the connection is gone: what we did there might hold locks, or
 * be done only after we looked whether it was.
 */
static int end_last_session(struct postgres *p, struct err *e)
{
	const char *const values[] = {p->backend.pid, p->backend.started};

	if (!p->backend.pid[0])
		return 0;
	for (int i = 0; i < END_TRIES; i++) {
		struct err refused = {0};
		PGresult *r = postgres_answer(p,
			PQsendQueryParams(p->conn, end_sql, 2, NULL, values, NULL, NULL, 0),
			end_sql, &refused);
		int alive = r ? PQntuples(r) : 0;
		PQclear(r);
		if (alive == 0)
			return p->conn ? 0 : err_set(e, refused.code, "%s", refused.text);
		nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
	}
	return err_set(e, ERR_BUSY,
		"%s still works on what was sent before the connection was lost", p->db.name);
}

/* --- The settings. --- */

/*
 * Some the driver relies on; the others are left to those who set them in the URL, the service,
 * the role, the database or the server's file. Acknowledged is on disk.
 */
static const char settings_sql[] =
	"SELECT set_config(w.name, w.value, false)"
	" FROM (VALUES ('TimeZone', 'UTC', true), ('DateStyle', 'ISO', true),"
	"  ('extra_float_digits', '1', true), ('bytea_output', 'hex', true),"
	"  ('standard_conforming_strings', 'on', true), ('search_path', 'public', false),"
	"  ('idle_in_transaction_session_timeout', '60s', false),"
	"  ('client_connection_check_interval', '10s', false),"
	"  ('statement_timeout', $1, false), ('lock_timeout', '5s', false),"
	"  ('lock_timeout', $2, true), ('default_transaction_read_only', $3, true),"
	"  ('synchronous_commit', 'on', current_setting('synchronous_commit') = 'off')"
	" ) AS w (name, value, always) JOIN pg_settings s USING (name)"
	" WHERE w.value IS NOT NULL AND (w.always OR s.source = 'default')";

const char postgres_local_settings[] =
	"SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL extra_float_digits = 1;"
	"SET LOCAL bytea_output = 'hex'; SET LOCAL standard_conforming_strings = on;"
	"SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '30s';"
	"SELECT set_config('synchronous_commit', 'on', true)"
	" WHERE current_setting('synchronous_commit') = 'off'";

static int apply_settings(struct postgres *p, struct err *e)
{
	char lock[16] = "";
	const char *const values[] = {
		p->access == DB_CREATE ? NULL : "30s", /* a migration takes the time it takes */
		p->lock_timeout < 0 ? NULL : lock,
		p->access == DB_READ_ONLY ? "on" : NULL,
	};

	snprintf(lock, sizeof(lock), "%d", p->lock_timeout);
	PGresult *r = postgres_answer(p,
		PQsendQueryParams(p->conn, settings_sql, 3, NULL, values, NULL, NULL, 0),
		settings_sql, e);
	PQclear(r);
	return r ? 0 : -1;
}

static void listen_for_changes(struct postgres *p)
{
	struct err refused = {0};
	PGresult *r = postgres_query(p, "LISTEN " CHANNEL, &refused);

	p->listening = r;
	PQclear(r);
}

int postgres_set_up(struct postgres *p, struct err *e)
{
	struct backend now;

	p->patience = p->access == DB_CREATE ? 0 : PATIENCE;
	p->listening = false;
	if (check_version(p, e) != 0 || look(p, &now, e) != 0)
		return -1;
	if (!p->pooled && (apply_settings(p, e) != 0 || end_last_session(p, e) != 0))
		return -1;
	if (!p->pooled && !p->standby)
		listen_for_changes(p);
	if (!p->conn)
		return postgres_begin_call(p, e);
	p->backend = now;
	return 0;
}

int postgres_promoted(struct postgres *p, struct err *e)
{
	struct backend now;

	if (look(p, &now, e) != 0)
		return -1;
	if (!p->pooled && !p->standby)
		listen_for_changes(p);
	return postgres_begin_call(p, e);
}
