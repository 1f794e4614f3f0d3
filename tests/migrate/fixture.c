/* Databases for the migration suite on both engines. */
#include "fixture.h"

/* One server for all cases of a program. */
static struct server server;

static int setup(void **state)
{
	enum db_engine engine = *(const enum db_engine *)*state;
	struct scratch *s;

	assert_int_equal(scratch_setup(state), 0);
	s = *state;
	struct place *p = xcalloc(1, sizeof(*p));
	p->s = *s;
	p->engine = engine;
	free(s);
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	struct place *p = *state;

	str_free(&p->made);
	return scratch_teardown(state);
}

static int start_server(void **state)
{
	(void)state;
	if (server_wanted())
		server_start(&server);
	return 0;
}

static int stop_server(void **state)
{
	(void)state;
	if (server_wanted())
		server_stop(&server);
	return 0;
}

static void not_wanted(void **state)
{
	(void)state;
	print_message("TENET_TEST_POSTGRES=0 leaves PostgreSQL out\n");
	skip();
}

int run_cases(const struct migrate_case *cases, size_t n)
{
	static enum db_engine engines[] = {DB_SQLITE, DB_POSTGRES};
	static const char *const names[] = {"sqlite", "postgres"};
	struct CMUnitTest *tests = xcalloc(2 * n, sizeof(*tests));
	struct arena a = {0};
	size_t used = 0;

	cmocka_set_message_output(CM_OUTPUT_TAP);
	for (size_t i = 0; i < 2 * n; i++) {
		const struct migrate_case *c = &cases[i / 2];
		enum db_engine engine = engines[i % 2];
		if (!(c->on & (engine == DB_SQLITE ? ON_SQLITE : ON_POSTGRES)))
			continue;
		bool out = engine == DB_POSTGRES && !server_wanted();
		tests[used++] =
			(struct CMUnitTest){arena_printf(&a, "%s (%s)", c->name, names[engine]),
				out ? not_wanted : c->run, setup, teardown, &engines[engine]};
	}
	int failed = _cmocka_run_group_tests("migrate", tests, used, start_server, stop_server);
	arena_free(&a);
	free(tests);
	return failed;
}

/* --- Databases. --- */

static bool is_made(const struct place *p, const char *name)
{
	const char *found = p->made.len ? strstr(str_cstr(&p->made), name) : NULL;

	return found && found[strlen(name)] == ' ';
}

void place_fresh(struct place *p, const char *name)
{
	char url[SERVER_URL];

	if (p->engine == DB_SQLITE) {
		(void)remove(scratch_path(&p->s, name));
		return;
	}
	server_database(&server, name, NULL, url);
	if (!is_made(p, name))
		str_addf(&p->made, "%s ", name);
}

const char *place_url(struct place *p, const char *role, const char *name, const char *more)
{
	return arena_printf(&p->s.a, "postgresql://%s@/%s?host=%s%s", role, name, server.dir, more);
}

static int try_url(
	struct place *p, const char *url, enum db_access access, struct db **out, struct err *e)
{
	struct db_address where;

	if (db_address_parse(url, &p->s.a, &where, e) != 0)
		return -1;
	return db_open(&where, access, out, e);
}

int place_try(
	struct place *p, const char *name, enum db_access access, struct db **out, struct err *e)
{
	if (p->engine == DB_SQLITE)
		return scratch_try(&p->s, name, access, out, e);
	if (access == DB_CREATE && !is_made(p, name))
		place_fresh(p, name);
	return try_url(p, place_url(p, "postgres", name, ""), access, out, e);
}

struct db *place_open(struct place *p, const char *name, enum db_access access)
{
	struct err e = {0};
	struct db *db = NULL;

	if (place_try(p, name, access, &db, &e) != 0)
		fail_msg("%s", e.text);
	return db;
}

struct db *place_open_url(struct place *p, const char *url)
{
	struct err e = {0};
	struct db *db = NULL;

	if (try_url(p, url, DB_READ_WRITE, &db, &e) != 0)
		fail_msg("%s", e.text);
	return db;
}

void load_agent_sql(struct db *db)
{
	struct str sql = {0};
	FILE *f = fopen("tests/data/agent.sql", "re");
	size_t n;

	assert_non_null(f);
	while ((n = fread(str_reserve(&sql, 65536), 1, 65536, f)) > 0)
		sql.len += n;
	assert_int_equal(fclose(f), 0);
	str_addc(&sql, '\n');
	scratch_exec(db, str_cstr(&sql));
	str_free(&sql);
}

/* The agent's own tool makes on PostgreSQL what the first seven steps make. */
static void make_agent(struct place *p, struct db *db)
{
	go(p, db, "0007");
	scratch_exec(db,
		"DROP TABLE console_migrations;"
		"UPDATE alembic_version SET version_num = '" FOREIGN_REVISION "';"
		"INSERT INTO personas (id, reddit_username, config) VALUES ('" PERSONA
		"', 'HonestBubble', '{}');"
		"INSERT INTO pending_posts (id, persona_id, content) VALUES ('" UUID(
			"01") "', '" PERSONA "', 'one'), ('" UUID("02") "', '" PERSONA "', 'two')");
}

struct db *agent_database(struct place *p, const char *name)
{
	struct db *db = place_open(p, name, DB_CREATE);

	if (p->engine == DB_SQLITE)
		load_agent_sql(db);
	else
		make_agent(p, db);
	db_close(&db);
	return place_open(p, name, DB_READ_WRITE);
}

struct migration_set builtin_set(struct place *p)
{
	struct migration_set set;
	struct err e = {0};

	if (migrations_load(NULL, p->engine, &p->s.a, &set, &e) != 0)
		fail_msg("%s", e.text);
	return set;
}

struct migration_state state_of(struct place *p, struct db *db)
{
	struct migration_set set = builtin_set(p);
	struct migration_state state;
	struct err e = {0};

	if (migrate_state(db, &set, &state, &e) != 0)
		fail_msg("%s", e.text);
	return state;
}

void go(struct place *p, struct db *db, const char *word)
{
	struct migration_set set = builtin_set(p);
	struct migration_state state = state_of(p, db);
	struct err e = {0};
	size_t target;

	if (migrate_target(word, &set, &state, &target, &e) != 0 ||
		migrate_go(db, &set, target, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(state_of(p, db).applied, target);
}

static const char schema_sqlite[] =
	"SELECT type, name, tbl_name, sql FROM sqlite_schema"
	" WHERE tbl_name NOT IN ('alembic_version', 'console_migrations') ORDER BY type, name";

/* In the words in which the server itself would make it again. */
static const char schema_postgres[] =
	"WITH mine AS (SELECT c.* FROM pg_class c WHERE relnamespace = 'public'::regnamespace)"
	" SELECT 'column', c.relname,"
	"  lpad((row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum))::text, 3), a.attname,"
	"  format_type(a.atttypid, a.atttypmod), a.attnotnull::text, a.attidentity::text,"
	"  pg_get_expr(d.adbin, d.adrelid)"
	" FROM mine c JOIN pg_attribute a ON a.attrelid = c.oid"
	" LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
	" WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
	"  AND c.relname NOT IN ('alembic_version', 'console_migrations')"
	" UNION ALL SELECT 'constraint', c.relname, k.conname, pg_get_constraintdef(k.oid), '', '',"
	"  '', '' FROM mine c JOIN pg_constraint k ON k.conrelid = c.oid"
	"  WHERE c.relname NOT IN ('alembic_version', 'console_migrations')"
	" UNION ALL SELECT 'index', c.relname, '', pg_get_indexdef(c.oid), '', '', '', ''"
	"  FROM mine c WHERE c.relkind = 'i'"
	"  AND c.relname NOT IN ('alembic_version_pkc', 'console_migrations_pkey')"
	" UNION ALL SELECT 'trigger', c.relname, t.tgname, pg_get_triggerdef(t.oid), '', '', '', ''"
	"  FROM mine c JOIN pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal"
	" UNION ALL SELECT 'function', p.proname, '', pg_get_functiondef(p.oid), '', '', '', ''"
	"  FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
	" UNION ALL SELECT 'domain', t.typname, '', format_type(t.typbasetype, NULL), '', '', '', "
	"''"
	"  FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype = 'd'"
	" ORDER BY 1, 2, 3, 4";

const char *schema_of(struct place *p, struct db *db)
{
	return scratch_ask(&p->s, db, p->engine == DB_SQLITE ? schema_sqlite : schema_postgres);
}

const char *tables_of(struct place *p, struct db *db)
{
	return scratch_ask(&p->s, db,
		p->engine == DB_SQLITE ? "SELECT name FROM sqlite_schema WHERE type = 'table'"
					 " AND name NOT LIKE 'sqlite%' ORDER BY name"
				       : "SELECT relname FROM pg_class WHERE relkind = 'r' AND"
					 " relnamespace = 'public'::regnamespace ORDER BY relname");
}
