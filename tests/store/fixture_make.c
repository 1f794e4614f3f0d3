/* Makes databases: a file each; on PostgreSQL two that are made once and cleaned for each case. */
#include "fixture_make.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "fixture.h"
#include "fixture_rows.h"
#include "migrate/migrate.h"
#include "migrate/ready.h"

static struct db *open_database(const char *address, enum db_access access)
{
	struct db_address where;
	struct arena a = {0};
	struct db *db = NULL;
	struct err e = {0};

	assert_ok(db_address_parse(address, &a, &where, &e), e);
	assert_ok(db_open(&where, access, &db, &e), e);
	arena_free(&a);
	return db;
}

static void migrate(struct db *db)
{
	struct arena a = {0};
	struct migration_set set;
	struct err e = {0};

	assert_ok(migrations_load(NULL, db_engine(db), &a, &set, &e), e);
	assert_ok(migrate_go(db, &set, set.n, NULL, NULL, &e), e);
	arena_free(&a);
}

/* --- SQLite. --- */

static void read_file(const char *path, struct str *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		fail_msg("cannot read %s", path);
	char *to = str_reserve(out, (size_t)st.st_size);
	assert_int_equal(read(fd, to, (size_t)st.st_size), st.st_size);
	out->len += (size_t)st.st_size;
	close(fd);
}

static void adopt(struct db *db)
{
	struct str sql = {0}, notice = {0};
	struct err e = {0};

	read_file("tests/data/agent.sql", &sql);
	store_exec(db, str_cstr(&sql));
	str_free(&sql);
	assert_ok(migrate_ready(db, &notice, &e), e);
	assert_true(notice.len > 0);
	str_free(&notice);
}

char *make_sqlite(enum store_rows rows)
{
	const char *folder = getenv("TMPDIR");
	struct str path = {0};

	str_addf(&path, "%s/tenet-store-XXXXXX", folder ? folder : "/tmp");
	char *address = xstrdup(str_cstr(&path));
	str_free(&path);
	int fd = mkstemp(address);
	assert_true(fd >= 0);
	close(fd);
	struct db *db = open_database(address, DB_CREATE);
	if (rows == ROWS_OF_AGENT)
		adopt(db);
	else
		migrate(db);
	db_close(&db);
	return address;
}

void drop_sqlite(const char *file)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	struct str path = {0};

	for (size_t i = 0; i < 3; i++) {
		str_clear(&path);
		str_addf(&path, "%s%s", file, ends[i]);
		unlink(str_cstr(&path));
	}
	str_free(&path);
}

/* --- PostgreSQL. --- */

static struct {
	struct server server;
	bool started, made[ROWS_TURKISH + 1];
} postgres;

struct server *store_server(void)
{
	if (!postgres.started)
		server_start(&postgres.server);
	postgres.started = true;
	return &postgres.server;
}

int stop_server(void **state)
{
	(void)state;
	if (postgres.started)
		server_stop(&postgres.server);
	return 0;
}

/* One database for each kind of rows. A copy for each case would be simpler, and cost more than all
 * else in these tests together. */
static const char *const databases[] = {
	[ROWS_NONE] = "store_fresh", [ROWS_OF_AGENT] = "store_agent", [ROWS_TURKISH] = "turkish"};
static const char create_turkish[] = "CREATE DATABASE turkish TEMPLATE template0"
				     " LOCALE_PROVIDER icu ICU_LOCALE 'tr'";

static const char *const consoles[] = {"console_accounts", "console_decisions", "console_claims",
	"console_reasons", "console_views", "console_events", "console_recovery",
	"console_sessions", "console_totp"};

/* What cases begin with is kept in a schema beside. */
static void keep_rows(struct db *db)
{
	struct str sql = {0};

	str_add(&sql, "CREATE SCHEMA kept;");
	for (size_t i = 0; i < ROWS_TABLES; i++)
		str_addf(&sql, "CREATE TABLE kept.%s AS TABLE %s;", rows_tables[i], rows_tables[i]);
	store_exec(db, str_cstr(&sql));
	str_free(&sql);
}

static void make_database(enum store_rows rows)
{
	char url[SERVER_URL];

	if (rows == ROWS_TURKISH)
		server_exec(store_server(), "postgres", create_turkish);
	server_database(store_server(), databases[rows], NULL, url);
	struct db *db = open_database(url, DB_CREATE);
	migrate(db);
	if (rows == ROWS_OF_AGENT) {
		char *file = make_sqlite(rows);
		struct db *agent = open_database(file, DB_READ_ONLY);
		rows_copy(agent, db);
		db_close(&agent);
		drop_sqlite(file);
		free(file);
	}
	keep_rows(db);
	db_close(&db);
	postgres.made[rows] = true;
}

/* Without foreign keys and the triggers of tables that only grow. */
static const char begin_anew[] = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
				 " WHERE datname = current_database() AND pid <> pg_backend_pid();"
				 "SET session_replication_role = replica;";

static void restore(enum store_rows rows)
{
	struct str sql = {0};

	str_add(&sql, begin_anew);
	for (size_t i = 0; i < sizeof(consoles) / sizeof(consoles[0]); i++)
		str_addf(&sql, "DELETE FROM %s;", consoles[i]);
	for (size_t i = 0; i < ROWS_TABLES; i++)
		str_addf(&sql, "DELETE FROM %s; INSERT INTO %s SELECT * FROM kept.%s;",
			rows_tables[i], rows_tables[i], rows_tables[i]);
	server_exec(store_server(), databases[rows], str_cstr(&sql));
	str_free(&sql);
}

char *make_postgres(enum store_rows rows)
{
	char url[SERVER_URL];

	if (postgres.made[rows])
		restore(rows);
	else
		make_database(rows);
	server_url(store_server(), databases[rows], url);
	return xstrdup(url);
}
