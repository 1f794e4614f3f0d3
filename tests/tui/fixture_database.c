/* The agent's database for each walk: a file in its folder, or a copy on one server that all walks
 * of a program share. */
#include "tui/fixture_database.h"

#include <stdio.h>

#include "migrate/migrate.h"
#include "store/fixture_rows.h"

#define STEPS_OF_AGENT 7

static struct db *open_database(struct walk *w, const char *address, enum db_access access)
{
	struct db_address where;
	struct db *db = NULL;
	struct err e = {0};

	if (db_address_parse(address, &w->arena, &where, &e) != 0 ||
		db_open(&where, access, &db, &e) != 0)
		fail_msg("%s", e.text);
	return db;
}

static void exec_or_fail(struct db *db, const char *sql)
{
	struct err e = {0};

	if (db_exec(db, sql, &e) != 0)
		fail_msg("%s", e.text);
}

/* --- SQLite. --- */

static void load_agent(struct db *db)
{
	FILE *in = fopen("tests/data/agent.sql", "r");
	char *text = NULL;
	size_t size = 0;

	assert_non_null(in);
	assert_true(getdelim(&text, &size, '\0', in) > 0);
	fclose(in);
	exec_or_fail(db, text);
	free(text);
}

static struct db *make_file(struct walk *w)
{
	struct db *db =
		open_database(w, arena_printf(&w->arena, "%s/" WALK_FILE, w->folder), DB_CREATE);

	load_agent(db);
	return db;
}

void database_make_sqlite(struct walk *w)
{
	w->address = WALK_FILE;
	w->db = make_file(w);
}

/* --- PostgreSQL. --- */

static struct {
	struct server server;
	bool started, made; /* the server, the template of its databases */
} postgres;

static struct server *start(void)
{
	if (!postgres.started)
		server_start(&postgres.server);
	postgres.started = true;
	return &postgres.server;
}

struct server *walk_server(void)
{
	return &postgres.server;
}

/* The agent's own tool makes on PostgreSQL what the first steps of ours make. */
static void make_tables(struct walk *w, struct db *db)
{
	struct migration_set set;
	struct err e = {0};

	if (migrations_load(NULL, DB_POSTGRES, &w->arena, &set, &e) != 0 ||
		migrate_go(db, &set, STEPS_OF_AGENT, NULL, NULL, &e) != 0)
		fail_msg("%s", e.text);
	exec_or_fail(db,
		"DROP TABLE console_migrations;"
		"UPDATE alembic_version SET version_num = '7c2e41f09ab3'");
}

static void make_template(struct walk *w)
{
	char url[SERVER_URL];

	server_database(start(), "agent", NULL, url);
	struct db *rows = make_file(w), *db = open_database(w, url, DB_CREATE);
	make_tables(w, db);
	rows_copy(rows, db);
	db_close(&rows);
	db_close(&db);
	postgres.made = true;
}

static void make_database(struct walk *w, const char *template)
{
	char url[SERVER_URL];

	server_database(start(), "walk", template, url);
	w->engine = DB_POSTGRES;
	w->address = arena_strdup(&w->arena, url);
}

void database_make_postgres(struct walk *w)
{
	if (!postgres.made)
		make_template(w);
	make_database(w, "agent");
	w->db = open_database(w, w->address, DB_READ_WRITE);
}

void database_make_empty(struct walk *w)
{
	make_database(w, NULL);
}

/* --- Running. --- */

static void left_out(void **state)
{
	(void)state;
	skip();
}

static int stop_postgres(void **state)
{
	(void)state;
	if (postgres.started)
		server_stop(&postgres.server);
	return 0;
}

int walk_run(const struct CMUnitTest *walks, size_t n)
{
	struct CMUnitTest *all = xcalloc(n, sizeof(*all));

	cmocka_set_message_output(CM_OUTPUT_TAP);
	for (size_t i = 0; i < n; i++) {
		all[i] = walks[i];
		if (strstr(walks[i].name, "_on_postgres") && !server_wanted())
			all[i] = (struct CMUnitTest){.name = walks[i].name, .test_func = left_out};
	}
	int failed = _cmocka_run_group_tests("walks", all, n, NULL, stop_postgres);
	free(all);
	return failed;
}
