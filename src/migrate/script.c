/* Writes the way from one revision to another as SQL. */
#include <string.h>

#include "guard.h"
#include "migrate/records.h"
#include "rebuild.h"
#include "scan.h"
#include "schema.h"
#include "sqltext.h"
#include "step.h"

struct script {
	const struct migration_set *set;
	enum db_engine engine;
	struct db *trial; /* SQLite: a database in memory that goes the same way */
	struct str *out;
};

static const char *const now_text[] = {[DB_SQLITE] = "datetime('now')",
	[DB_POSTGRES] = "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"};
static const char *const user_text[] = {[DB_SQLITE] = "NULL", [DB_POSTGRES] = "current_user"};

#define INSERT_RECORD \
	"INSERT INTO console_migrations (revision, name, checksum, down_sql, applied_at," \
	" applied_by, kind, state)\n"
#define IS_ADOPTED "EXISTS (SELECT 1 FROM console_migrations WHERE kind = 'adopted')"

static void add_values(
	struct script *s, const struct migration *m, const char *kind, const char *state)
{
	const char *const values[] = {m->revision, m->name, m->checksum, m->down};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		sql_add_quoted(s->out, '\'', span_of(values[i]));
		str_add(s->out, ", ");
	}
	str_addf(s->out, "%s, %s, '%s', '%s'", now_text[s->engine], user_text[s->engine], kind,
		state);
}

static void add_record(struct script *s, const struct migration *m, const char *state)
{
	str_add(s->out, INSERT_RECORD "VALUES (");
	add_values(s, m, "applied", state);
	str_add(s->out, ");\n");
}

/* The agent's own revision stays as it is. */
static void add_version(struct script *s, size_t steps)
{
	str_add(s->out, "DELETE FROM alembic_version WHERE NOT " IS_ADOPTED ";\n");
	if (steps > 0)
		str_addf(s->out,
			"INSERT INTO alembic_version (version_num) SELECT '%s' WHERE "
			"NOT " IS_ADOPTED ";\n",
			s->set->m[steps - 1].revision);
}

/* `i` is the number of the step, from 0. */
static void add_books(struct script *s, size_t i, enum direction way)
{
	const struct migration *m = &s->set->m[i];

	if (way == UP)
		add_record(s, m, "done");
	else
		str_addf(s->out, "DELETE FROM console_migrations WHERE revision = '%s';\n",
			m->revision);
	add_version(s, way == UP ? i + 1 : i);
	if (way == DOWN && i == 0)
		str_add(s->out, "DROP TABLE console_migrations;\n");
}

/* --- Where it begins. --- */

/* A way down to base leaves the first of them. */
static void add_table(struct str *out, const char *sql)
{
	static const char create[] = "CREATE TABLE ";

	str_addf(out, "%sIF NOT EXISTS %s;\n", create, sql + strlen(create));
}

/* What the agent's own tool made is recorded before the first step on it. */
static void add_adoption(struct script *s)
{
	str_add(s->out, INSERT_RECORD);
	for (size_t i = 0; i < AGENT_STEPS; i++) {
		str_add(s->out, i ? "\nUNION ALL SELECT " : "SELECT * FROM (SELECT ");
		add_values(s, &s->set->m[i], "adopted", "done");
	}
	str_add(s->out,
		") agent WHERE NOT EXISTS (SELECT 1 FROM console_migrations)\n"
		"AND NOT EXISTS (SELECT 1 FROM alembic_version WHERE version_num IN (");
	for (size_t i = 0; i < s->set->n; i++)
		str_addf(s->out, "%s'%s'", i ? ", " : "", s->set->m[i].revision);
	str_add(s->out, "));\n");
}

/* The step runs where `steps` are applied, and nowhere else. */
static void add_guard(struct script *s, size_t steps, enum direction way)
{
	const char *revision = steps ? s->set->m[steps - 1].revision : "";
	struct str message = {0}, condition = {0};

	str_addf(&message, "this database is not at %s", steps ? revision : "base");
	str_addf(&condition,
		"(SELECT count(*) FROM console_migrations) = %zu\n"
		"AND NOT EXISTS (SELECT 1 FROM console_migrations WHERE state <> 'done')\n"
		"AND coalesce((SELECT max(revision) FROM console_migrations), '') = '%s'\n"
		"AND (" IS_ADOPTED
		"\n OR coalesce((SELECT max(version_num) FROM alembic_version), '') = '%s')",
		steps, revision, revision);
	if (way == DOWN)
		str_addf(&condition,
			"\nAND NOT EXISTS (SELECT 1 FROM console_migrations WHERE revision = '%s'"
			" AND kind = 'adopted')",
			revision);
	guard_add(s->out, s->engine, str_cstr(&message), str_cstr(&condition));
	str_free(&message);
	str_free(&condition);
}

/* What every step begins with, in its first transaction. */
static void add_start(struct script *s, size_t steps, bool first, enum direction way)
{
	if (first) {
		add_table(s->out, version_sql());
		add_table(s->out, records_sql());
	}
	if (first && steps == AGENT_STEPS && way == UP)
		add_adoption(s);
	add_guard(s, steps, way);
}

static void add_sql(struct str *out, const char *sql)
{
	str_add(out, sql);
	if (out->len > 0 && out->p[out->len - 1] != '\n')
		str_addc(out, '\n');
}

/* Runs the step in memory; what it took is the script of a step that rebuilds tables. */
static int try_out(struct script *s, const char *sql, struct str *script, struct err *e)
{
	bool rebuilds = scan_rebuilds(sql, s->engine);

	if (!s->trial)
		return 0;
	if (rebuilds && rebuild_keys_off(s->trial, e) != 0)
		return -1;
	int result = db_begin(s->trial, e);
	if (result == 0)
		result = step_run(s->trial, sql, rebuilds ? script : NULL, e);
	if (result == 0)
		result = db_commit(s->trial, e);
	db_rollback(s->trial);
	if (rebuilds && rebuild_keys_on(s->trial, e) != 0)
		return -1;
	return result;
}

static void add_bare(struct script *s, size_t i, bool first, enum direction way)
{
	const struct migration *m = &s->set->m[i];

	str_add(s->out, "BEGIN;\n");
	add_start(s, way == UP ? i : i + 1, first, way);
	if (way == UP)
		add_record(s, m, "up");
	else
		str_addf(s->out,
			"UPDATE console_migrations SET state = 'down' WHERE revision = '%s';\n",
			m->revision);
	str_add(s->out, "COMMIT;\n");
	add_sql(s->out, step_sql(m, way));
	str_add(s->out, "BEGIN;\n");
	if (way == UP)
		str_addf(s->out, "DELETE FROM console_migrations WHERE revision = '%s';\n",
			m->revision);
	add_books(s, i, way);
	str_add(s->out, "COMMIT;\n");
}

static int add_step(struct script *s, size_t i, bool first, enum direction way, struct err *e)
{
	const struct migration *m = &s->set->m[i];
	const char *sql = step_sql(m, way);
	bool keys_off = s->trial && scan_rebuilds(sql, s->engine);
	struct str ran = {0};

	if (try_out(s, sql, &ran, e) != 0) {
		str_free(&ran);
		return err_prefix(e, "cannot try out %s", m->path);
	}
	str_addf(s->out, "\n-- %s %s: %s\n", m->revision, m->name, way == UP ? "up" : "down");
	if (scan_alone(sql)) {
		add_bare(s, i, first, way);
	} else {
		str_addf(s->out, "%sBEGIN%s;\n", keys_off ? "PRAGMA foreign_keys=OFF;\n" : "",
			s->trial ? " IMMEDIATE" : "");
		add_start(s, way == UP ? i : i + 1, first, way);
		add_sql(s->out, keys_off ? str_cstr(&ran) : sql);
		add_books(s, i, way);
		str_addf(s->out, "COMMIT;\n%s", keys_off ? "PRAGMA foreign_keys=ON;\n" : "");
	}
	str_free(&ran);
	return 0;
}

static int write_script(struct script *s, size_t from, size_t to, struct err *e)
{
	for (size_t i = 0; i < from; i++)
		if (try_out(s, s->set->m[i].up, NULL, e) != 0)
			return err_prefix(e, "cannot try out %s", s->set->m[i].path);
	str_addf(s->out, "-- From %s to %s, for %s.\n",
		from ? s->set->m[from - 1].revision : "base",
		to ? s->set->m[to - 1].revision : "base",
		s->engine == DB_SQLITE ? "sqlite3" : "psql");
	for (size_t i = from; i < to; i++)
		if (add_step(s, i, i == from, UP, e) != 0)
			return -1;
	for (size_t i = from; i > to; i--)
		if (add_step(s, i - 1, i == from, DOWN, e) != 0)
			return -1;
	return 0;
}

int migrate_script(const struct migration_set *set, enum db_engine engine, size_t from, size_t to,
	struct str *out, struct err *e)
{
	const struct db_address memory = {.engine = DB_SQLITE, .target = "", .name = "memory"};
	struct script s = {.set = set, .engine = engine, .out = out};

	if (engine == DB_SQLITE && db_open(&memory, DB_MEMORY, &s.trial, e) != 0)
		return -1;
	int result = write_script(&s, from, to, e);
	db_close(&s.trial);
	return result;
}
