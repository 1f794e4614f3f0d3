/* Reads the file with the bare library, so that no code of ours vouches for itself. */
#include "fault/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

void agent_load(const char *path)
{
	unlink(path);
	char *command = NULL;
	assert_true(asprintf(&command, "sqlite3 '%s' <tests/data/agent.sql", path) > 0);
	assert_int_equal(system(command), 0);
	free(command);
}

static sqlite3_stmt *first_row(const char *path, const char *sql, sqlite3 **db)
{
	sqlite3_stmt *st = NULL;
	assert_int_equal(sqlite3_open_v2(path, db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	sqlite3_busy_timeout(*db, 10000);
	if (sqlite3_prepare_v2(*db, sql, -1, &st, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(*db));
	if (sqlite3_step(st) != SQLITE_ROW)
		fail_msg("%s: no row", sql);
	return st;
}

static void done(sqlite3_stmt *st, sqlite3 *db)
{
	sqlite3_finalize(st);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

long long agent_number(const char *path, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *st = first_row(path, sql, &db);
	long long n = sqlite3_column_int64(st, 0);
	done(st, db);
	return n;
}

char *agent_text(const char *path, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *st = first_row(path, sql, &db);
	const unsigned char *text = sqlite3_column_text(st, 0);
	char *copy = strdup(text ? (const char *)text : "");
	assert_non_null(copy);
	done(st, db);
	return copy;
}

void agent_expect_sound(const char *path)
{
	char *answer = agent_text(path, "PRAGMA integrity_check");
	assert_string_equal(answer, "ok");
	free(answer);
	/* A draft's last row in the ledger says the status that the draft has. */
	assert_int_equal(agent_number(path,
				 "SELECT count(*) FROM console_decisions d JOIN pending_posts p ON "
				 "p.id = d.post_id "
				 "WHERE d.seq = (SELECT max(seq) FROM console_decisions WHERE "
				 "post_id = p.id) "
				 "AND p.status <> d.status_after"),
		0);
	/* What the agent's file brought along was decided in September. */
	assert_int_equal(
		agent_number(path,
			"SELECT count(*) FROM pending_posts p WHERE p.reviewed_at > '2026-10' "
			"AND p.id NOT IN (SELECT post_id FROM console_decisions)"),
		0);
}

char *scratch_path(const char *name)
{
	const char *folder = getenv("TMPDIR");
	char *path = NULL;
	assert_true(asprintf(&path, "%s/%s", folder ? folder : "/tmp", name) > 0);
	return path;
}
