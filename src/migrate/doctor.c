/* Asks a database how it is. */
#include "migrate/doctor.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "catalog_build.h"
#include "migrate/copy.h"
#include "migrate/faults.h"
#include "migrate/grants.h"
#include "migrate/ready.h"

/* A question gives one row: 0 for ok, 1 for a warning, 2 for bad; and what it found. */
struct question {
	const char *what, *sql, *todo;
};

static const struct question on_sqlite[] = {
	{"integrity",
		"SELECT CASE WHEN max(integrity_check) = 'ok' THEN 0 ELSE 2 END,"
		" CASE WHEN max(integrity_check) = 'ok' THEN 'every page and index is whole'"
		" ELSE 'the file is damaged: ' || group_concat(integrity_check, '; ') END"
		" FROM pragma_integrity_check(5)",
		"go back to a backup; `sqlite3 FILE .recover` reads what is left"},
	{"foreign keys",
		"SELECT CASE WHEN count(*) = 0 THEN 0 ELSE 2 END, CASE WHEN count(*) = 0"
		" THEN 'no row refers to one that is not there' ELSE sum(n) ||"
		" ' rows refer to ones that are not there: ' || group_concat(n || ' of ' || child"
		" || ' to ' || parent, ', ') END FROM (SELECT \"table\" AS child, parent,"
		" count(*) AS n FROM pragma_foreign_key_check GROUP BY 1, 2)",
		"`PRAGMA foreign_key_check` names them; somebody wrote with foreign_keys off"},
	{"log",
		"SELECT CASE WHEN journal_mode = 'wal' THEN 0 ELSE 1 END, CASE WHEN journal_mode ="
		" 'wal' THEN 'write-ahead: readers and writers do not wait for one another'"
		" ELSE 'the journal is ' || journal_mode || ': a writer stops all readers' END"
		" FROM pragma_journal_mode",
		"open it once for writing while nobody else has it open: tenet switches to WAL"},
};

static const struct question on_postgres[] = {
	{"version",
		"SELECT CASE WHEN v < 130000 THEN 2 WHEN v < 150000 THEN 1 ELSE 0 END, 'PostgreSQL "
		"'"
		" || current_setting('server_version') || CASE WHEN v < 130000 THEN"
		" ' is older than what tenet is tested with' WHEN v < 150000 THEN"
		" ' gets no more fixes' ELSE '' END"
		" FROM (SELECT current_setting('server_version_num')::int AS v) s",
		"upgrade the server"},
	{"encoding",
		"SELECT CASE WHEN current_setting('server_encoding') = 'UTF8' THEN 0 ELSE 2 END,"
		" current_setting('server_encoding')",
		"make a database with ENCODING 'UTF8' and copy this one into it"},
	{"durability",
		"SELECT CASE WHEN f = 'off' OR s = 'off' THEN 2 WHEN p = 'off' OR s = 'local' THEN "
		"1"
		" ELSE 0 END, 'fsync ' || f || ', synchronous_commit ' || s || ', full_page_writes "
		"'"
		" || p || CASE WHEN 'off' IN (f, s) THEN"
		" ': a decision that was acknowledged can be lost' ELSE '' END"
		" FROM (SELECT current_setting('fsync') AS f, current_setting('synchronous_commit')"
		" AS s, current_setting('full_page_writes') AS p) v",
		"switch all three on, at least for this database and its roles"},
	{"integrity",
		"SELECT CASE WHEN count(*) > 0 THEN 2 WHEN current_setting('data_checksums') = "
		"'off'"
		" THEN 1 ELSE 0 END, CASE WHEN count(*) > 0 THEN 'indices that are not valid: ' ||"
		" string_agg(i.indexrelid::regclass::text, ', ') WHEN"
		" current_setting('data_checksums') = 'off' THEN 'pages have no checksums: a disk"
		" that changes them is not noticed' ELSE 'pages have checksums, all indices are"
		" valid' END FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid ="
		" i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND "
		"n.nspname ="
		" current_schema() WHERE NOT i.indisvalid",
		"REINDEX an index that is not valid; `pg_checksums --enable` while the server is"
		" down"},
	{"foreign keys",
		"SELECT CASE WHEN count(*) = 0 THEN 0 ELSE 1 END, CASE WHEN count(*) = 0"
		" THEN 'all are validated' ELSE 'not validated: ' ||"
		" string_agg(k.conname, ', ') END FROM pg_catalog.pg_constraint k JOIN"
		" pg_catalog.pg_namespace n ON n.oid = k.connamespace AND n.nspname ="
		" current_schema() WHERE NOT k.convalidated",
		"ALTER TABLE … VALIDATE CONSTRAINT …"},
	{"time zone",
		"SELECT CASE WHEN z IN ('UTC', 'Etc/UTC', 'GMT') OR n = 0 THEN 0 ELSE 1 END,"
		" 'the server''s is ' || z || CASE WHEN n = 0 THEN ', and times are kept with their"
		" zone' ELSE ', and ' || n || ' columns keep times without one' END"
		" FROM (SELECT (SELECT reset_val FROM pg_catalog.pg_settings WHERE name = "
		"'TimeZone')"
		" AS z, (SELECT count(*) FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c "
		"ON"
		" c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND"
		" n.nspname = current_schema() WHERE c.relkind = 'r' AND a.attnum > 0 AND "
		"a.atttypid ="
		" 'timestamp'::regtype) AS n) v",
		"ALTER DATABASE … SET timezone = 'UTC', so that the agent's defaults are UTC"},
	{"notifications",
		"SELECT CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END, CASE WHEN"
		" pg_is_in_recovery() THEN 'a standby hears no NOTIFY: changes are found by asking'"
		" ELSE 'NOTIFY tells of changes' END",
		"name the primary in the URL, or live with a second's delay"},
	{"encryption",
		"SELECT CASE WHEN a IS NULL OR a << '127.0.0.0/8' OR a = '::1' OR s THEN 0 ELSE 1 "
		"END,"
		" CASE WHEN a IS NULL OR a << '127.0.0.0/8' OR a = '::1' THEN"
		" 'the connection stays on this machine' WHEN s THEN 'the connection is encrypted'"
		" ELSE 'drafts cross the network in the clear' END FROM (SELECT inet_client_addr()"
		" AS a, (SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()) AS s)"
		" v",
		"add sslmode=verify-full to the URL"},
};

void doctor_add(struct doctor *d, struct arena *a, const struct doctor_line *line)
{
	d->l = catalog_room(a, d->l, d->n, sizeof(*d->l));
	d->l[d->n++] = *line;
}

static void add(struct doctor *d, struct arena *a, enum doctor_state state, const char *what,
	const char *text, const char *todo)
{
	doctor_add(
		d, a, &(struct doctor_line){state, what, text, state == DOCTOR_OK ? NULL : todo});
}

static void ask(struct db *db, const struct question *q, struct arena *a, struct doctor *out)
{
	struct err e = {0};
	struct stmt *st = db_prepare(db, q->sql, &e);
	int row = st ? stmt_step(st, &e) : -1;

	if (row == 1)
		add(out, a, (enum doctor_state)col_int(st, 0), q->what,
			arena_span(a, col_text(st, 1)).p, q->todo);
	else
		add(out, a, DOCTOR_BAD, q->what,
			arena_printf(a, "it could not be looked at: %s", e.text), q->todo);
	stmt_done(&st);
}

/* --- Migrations. --- */

static void say_state(struct db *db, const struct migration_set *set,
	const struct migration_state *s, struct arena *a, struct doctor *out)
{
	const char *head = set->m[set->n - 1].revision;
	const char *at = s->applied ? set->m[s->applied - 1].revision : "base";

	if (s->newer)
		add(out, a, DOCTOR_BAD, "migrations",
			arena_printf(a, "it is at %s, which this tenet does not know", s->unknown),
			"use the tenet that migrated it, or a newer one");
	else if (s->halfway)
		add(out, a, DOCTOR_BAD, "migrations",
			arena_printf(a, "%s was begun and did not end", s->unsure),
			arena_printf(a, "`%s db upgrade head` says what to do", db_call(db)));
	else if (s->applied < set->n && !s->ours)
		add(out, a, DOCTOR_WARN, "migrations",
			"the agent's own tool made it, and the console's tables are not there yet",
			arena_printf(a, "`%s db adopt`", db_call(db)));
	else if (s->applied < set->n)
		add(out, a, DOCTOR_BAD, "migrations",
			arena_printf(a, "it is at %s, and this tenet needs %s", at, head),
			arena_printf(a, "`%s db upgrade head%s`", db_call(db),
				migrate_login_words(db, s)));
	else
		add(out, a, DOCTOR_OK, "migrations", arena_printf(a, "it is at %s (head)", at),
			NULL);
}

static void ask_migrations(
	struct db *db, const struct migration_set *set, struct arena *a, struct doctor *out)
{
	struct migration_state state;
	struct faults faults = {0};
	struct err e = {0};

	if (migrate_state(db, set, &state, &e) != 0 || faults_find(db, set, a, &faults, &e) != 0) {
		add(out, a, DOCTOR_BAD, "migrations", arena_strdup(a, e.text),
			e.hint[0] ? arena_strdup(a, e.hint) : NULL);
		return;
	}
	say_state(db, set, &state, a, out);
	for (size_t i = 0; i < faults.n; i++)
		add(out, a, DOCTOR_BAD, "migrations", fault_text(&faults.f[i], a),
			"put the files right, or let `tenet db repair` accept them");
}

/* --- The library, and the connection. --- */

static void ask_library(struct db *db, struct arena *a, struct doctor *out)
{
	if (!db_library_affected(db)) {
		add(out, a, DOCTOR_OK, "library", db_library(db), NULL);
		return;
	}
	add(out, a, DOCTOR_WARN, "library",
		arena_printf(a,
			"%s can lose a commit when two processes write and checkpoint at once (the"
			" WAL-reset bug, sqlite.org/wal.html); tenet never runs the checkpoint that"
			" does it",
			db_library(db)),
		"give the agent SQLite 3.51.3 or later, 3.50.7 or 3.44.6; until then let it set"
		" wal_autocheckpoint to 0");
}

#define LARGE_LOG (INT64_C(256) << 20)

static void ask_log_size(struct db *db, struct arena *a, struct doctor *out)
{
	int64_t size = db_log_size(db);

	if (size > LARGE_LOG)
		add(out, a, DOCTOR_WARN, "log",
			arena_printf(a, "it has grown to %lld MiB: some reader never ends",
				(long long)(size >> 20)),
			"end what has the file open longest; an open console then moves the log "
			"into"
			" the file");
}

static const char backend[] = "SELECT pg_backend_pid()";

/* Behind a pooler each transaction may have another server process. */
static int backend_of(struct db *db, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, backend, e);
	int row = st ? stmt_step(st, e) : -1;

	*out = row == 1 ? col_int(st, 0) : 0;
	stmt_done(&st);
	return row == 1 ? 0 : -1;
}

static void ask_pooler(struct db *db, struct arena *a, struct doctor *out)
{
	int64_t first = 0, again = 0;
	struct err e = {0};

	for (int i = 0; i < 5 && first == again; i++)
		if (backend_of(db, i ? &again : &first, &e) != 0 ||
			(i == 0 && backend_of(db, &again, &e) != 0))
			return;
	if (first != again)
		add(out, a, DOCTOR_WARN, "notifications",
			"a pooler gives each transaction another connection, on which nothing is"
			" heard: changes are found by asking",
			"let the pooler keep sessions, or connect past it");
}

/* --- A copy. --- */

static bool ask_copy(struct db *db, struct arena *a, struct doctor *out)
{
	struct err e = {0};
	int unfinished = copy_unfinished(db, &e);

	if (unfinished < 0)
		add(out, a, DOCTOR_BAD, "copy", arena_strdup(a, e.text), NULL);
	if (unfinished == 1)
		add(out, a, DOCTOR_BAD, "copy",
			"a copy into it was not finished: rows, keys and indices are not all"
			" there",
			"run the same `tenet db copy` or `tenet import` again: it goes on there");
	return unfinished == 1;
}

static const struct question *questions(const struct db *db, size_t *n)
{
	bool sqlite = db_engine(db) == DB_SQLITE;

	*n = sqlite ? sizeof(on_sqlite) / sizeof(on_sqlite[0])
		    : sizeof(on_postgres) / sizeof(on_postgres[0]);
	return sqlite ? on_sqlite : on_postgres;
}

static bool is_about_keys(const struct question *q)
{
	return strcmp(q->what, "foreign keys") == 0;
}

void doctor_foreign_keys(struct db *db, struct arena *a, struct doctor *out)
{
	size_t n;
	const struct question *q = questions(db, &n);

	for (size_t i = 0; i < n; i++)
		if (is_about_keys(&q[i]))
			ask(db, &q[i], a, out);
}

static const char superuser[] =
	"SELECT CAST(rolsuper AS INTEGER), current_user FROM pg_catalog.pg_roles"
	" WHERE rolname = current_user";

static int ask_superuser(struct db *db, struct arena *a, const char **name, struct err *e)
{
	struct stmt *st = db_prepare(db, superuser, e);
	int row = st ? stmt_step(st, e) : -1;

	*name = row == 1 && col_int(st, 0) ? arena_span(a, col_text(st, 1)).p : NULL;
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

#define CONNECT_AS "`tenet db grants` prints the SQL for roles; then connect as one of them"

static void ask_rights(struct db *db, struct arena *a, struct doctor *out)
{
	enum grants_state state;
	const char *super;
	struct err e = {0};

	if (grants_state(db, a, &state, &e) != 0 || ask_superuser(db, a, &super, &e) != 0)
		add(out, a, DOCTOR_BAD, "rights",
			arena_printf(a, "it could not be looked at: %s", e.text), CONNECT_AS);
	else if (state == GRANTS_BROKEN)
		add(out, a, DOCTOR_BAD, "rights", GRANTS_BROKEN_TEXT, GRANTS_BROKEN_TODO);
	else if (super)
		add(out, a, DOCTOR_WARN, "rights",
			arena_printf(a, "you are %s, a superuser, whom nothing stops", super),
			CONNECT_AS);
	else if (state == GRANTS_NONE)
		add(out, a, DOCTOR_WARN, "rights",
			"the console's roles have no rights here: whoever may write may write all",
			CONNECT_AS);
	else
		add(out, a, DOCTOR_OK, "rights", "the console's roles are there, and in bounds",
			NULL);
}

void doctor_database(
	struct db *db, const struct migration_set *set, struct arena *a, struct doctor *out)
{
	size_t n;
	const struct question *q = questions(db, &n);

	ask_migrations(db, set, a, out);
	bool half_copied = ask_copy(db, a, out);
	/* Those keys come back at the end of a copy: what there is of them says nothing. */
	for (size_t i = 0; i < n; i++)
		if (!half_copied || !is_about_keys(&q[i]))
			ask(db, &q[i], a, out);
	if (db_engine(db) == DB_SQLITE) {
		ask_log_size(db, a, out);
		ask_library(db, a, out);
	} else {
		ask_pooler(db, a, out);
		ask_rights(db, a, out);
	}
}

/* --- The clock. --- */

/* As text in a form that sorts; PostgreSQL's sessions are in UTC. */
static const char *const newest[] = {
	[DB_SQLITE] = "SELECT max((SELECT coalesce(max(replace(created_at, 'T', ' ')), '') FROM"
		      " pending_posts), (SELECT coalesce(max(at), '') FROM console_events))",
	[DB_POSTGRES] = "SELECT to_char(greatest((SELECT max(created_at)::timestamp FROM"
			" pending_posts), (SELECT max(at)::timestamp FROM console_events)),"
			" 'YYYY-MM-DD HH24:MI:SS')",
};

int doctor_newest(struct db *db, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, newest[db_engine(db)], e);
	int row = st ? stmt_step(st, e) : -1;

	*out = TIME_NONE;
	if (row == 1)
		(void)time_parse(col_text(st, 0), out);
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

const char *doctor_state_name(enum doctor_state state)
{
	static const char *const names[] = {
		[DOCTOR_OK] = "ok", [DOCTOR_WARN] = "warn", [DOCTOR_BAD] = "bad"};

	return names[state];
}
