/* The same work through bare libsqlite3. */
#include "fixture_bare.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "base/uuid.h"

sqlite3 *bare_open(const char *path, int flags)
{
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK)
		bench_fail("cannot open %s: %s", path, sqlite3_errmsg(db));
	sqlite3_busy_timeout(db, 5000);
	return db;
}

void bare_exec(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		bench_fail("%.60s: %s", sql, why ? why : "failed");
}

sqlite3_stmt *bare_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		bench_fail("%.60s: %s", sql, sqlite3_errmsg(db));
	return st;
}

void bare_run(sqlite3_stmt *st)
{
	if (sqlite3_step(st) != SQLITE_DONE)
		bench_fail("%.60s: %s", sqlite3_sql(st), sqlite3_errmsg(sqlite3_db_handle(st)));
	sqlite3_reset(st);
}

char *bare_text(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = bare_prepare(db, sql);

	if (sqlite3_step(st) != SQLITE_ROW || !sqlite3_column_text(st, 0))
		bench_fail("%.60s: no row", sql);
	char *text = xstrdup((const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return text;
}

#define TIME "replace(p.created_at, 'T', ' ')"
#define LINE \
	"SELECT p.id, " TIME ", p.rowid, p.post_type, p.target_subreddit, p.status," \
	" p.reviewed_by, substr(CAST(p.content AS BLOB), 1, 404)," \
	" CASE WHEN json_valid(p.draft_metadata)" \
	" THEN json_extract(p.draft_metadata, '$.evaluation.flagged') END," \
	" CASE WHEN json_valid(p.draft_metadata)" \
	" THEN json_extract(p.draft_metadata, '$.reddit_id') <> '' END" \
	" FROM pending_posts p WHERE p.status = 'pending'"
#define ORDER " ORDER BY " TIME ", p.rowid LIMIT "

const char bare_page_query[] = LINE ORDER "50";
static const char next_page[] =
	LINE " AND " TIME " >= ?1 AND (" TIME ", p.rowid) > (?1, ?2)" ORDER "?3";
static const char one_draft[] = "SELECT * FROM pending_posts WHERE id = ?1";

/* Where the next page begins; all zero before the first. */
struct key {
	char time[40];
	sqlite3_int64 rowid;
	char id[UUID_TEXT];
};

/* Reads every column, as a program does that shows them. */
static void read_row(sqlite3_stmt *st)
{
	for (int c = 0; c < sqlite3_column_count(st); c++)
		if (sqlite3_column_blob(st, c) && sqlite3_column_bytes(st, c) < 0)
			bench_fail("a column of %d bytes", sqlite3_column_bytes(st, c));
}

static void copy_text(char *out, size_t size, sqlite3_stmt *st, int column)
{
	const char *text = (const char *)sqlite3_column_text(st, column);

	if (!text || strlen(text) >= size)
		bench_fail("column %d does not fit", column);
	memcpy(out, text, strlen(text) + 1);
}

static void read_page(sqlite3_stmt *st, int rows, struct key *key)
{
	int n = 0;

	sqlite3_bind_text(st, 1, key->time, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(st, 2, key->rowid);
	sqlite3_bind_int(st, 3, rows);
	for (; sqlite3_step(st) == SQLITE_ROW; n++) {
		read_row(st);
		copy_text(key->id, sizeof(key->id), st, 0);
		copy_text(key->time, sizeof(key->time), st, 1);
		key->rowid = sqlite3_column_int64(st, 2);
	}
	sqlite3_reset(st);
	if (n != rows)
		bench_fail("a page of %d rows where %d were asked for", n, rows);
}

static void read_draft(sqlite3_stmt *st, const char *id)
{
	sqlite3_bind_text(st, 1, id, -1, SQLITE_TRANSIENT);
	if (sqlite3_step(st) != SQLITE_ROW)
		bench_fail("there is no draft %s", id);
	read_row(st);
	sqlite3_reset(st);
}

void bare_first_rows(const char *path, int rows, int rounds, struct samples *out)
{
	for (int i = 0; i < rounds; i++) {
		struct key key = {0};
		double began = bench_now();
		sqlite3 *db = bare_open(path, SQLITE_OPEN_READWRITE);
		sqlite3_stmt *page = bare_prepare(db, next_page);
		sqlite3_stmt *draft = bare_prepare(db, one_draft);
		read_page(page, rows, &key);
		read_draft(draft, key.id);
		samples_add(out, bench_now() - began);
		sqlite3_finalize(page);
		sqlite3_finalize(draft);
		sqlite3_close(db);
	}
}

void bare_drafts(sqlite3 *db, int rounds, struct samples *out)
{
	sqlite3_stmt *page = bare_prepare(db, next_page);
	sqlite3_stmt *draft = bare_prepare(db, one_draft);
	struct key key = {0};

	for (int i = 0; i < rounds; i++) {
		read_page(page, 1, &key);
		double began = bench_now();
		read_draft(draft, key.id);
		samples_add(out, bench_now() - began);
	}
	sqlite3_finalize(page);
	sqlite3_finalize(draft);
}

void bare_pages(sqlite3 *db, int rows, int rounds, struct samples *out)
{
	sqlite3_stmt *page = bare_prepare(db, next_page);
	struct key key = {0};

	for (int i = 0; i < rounds; i++) {
		double began = bench_now();
		read_page(page, rows, &key);
		samples_add(out, bench_now() - began);
	}
	sqlite3_finalize(page);
}

static const char newest_pending[] = "SELECT p.id FROM pending_posts p WHERE p.status = 'pending'"
				     " ORDER BY " TIME " DESC, p.rowid DESC LIMIT 1";
static const char approve[] =
	"UPDATE pending_posts SET status = 'approved', reviewed_by = '" BENCH_USER "',"
	" reviewed_at = '2026-11-22T10:00:00.123456', updated_at = '2026-11-22T10:00:00.123456'"
	" WHERE id = ?1 AND status = 'pending'";

const char bare_approve_many[] =
	"PRAGMA synchronous = FULL; UPDATE pending_posts SET status = 'approved', reviewed_by ="
	" '" BENCH_USER "', reviewed_at = '2026-11-22T10:00:00.123456', updated_at ="
	" '2026-11-22T10:00:00.123456' WHERE rowid IN (SELECT p.rowid FROM pending_posts p"
	" WHERE p.status = 'pending' ORDER BY " TIME ", p.rowid LIMIT 100000)";

void bare_decisions(sqlite3 *db, int rounds, struct samples *out)
{
	bare_exec(db, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
	sqlite3_stmt *begin = bare_prepare(db, "BEGIN IMMEDIATE");
	sqlite3_stmt *update = bare_prepare(db, approve);
	sqlite3_stmt *commit = bare_prepare(db, "COMMIT");

	for (int i = 0; i < rounds; i++) {
		char *id = bare_text(db, newest_pending);
		double began = bench_now();
		bare_run(begin);
		sqlite3_bind_text(update, 1, id, -1, SQLITE_TRANSIENT);
		bare_run(update);
		bare_run(commit);
		samples_add(out, bench_now() - began);
		free(id);
	}
	sqlite3_finalize(begin);
	sqlite3_finalize(update);
	sqlite3_finalize(commit);
}

static const char schema[] = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
			     " AND name NOT LIKE 'sqlite_%' ORDER BY rowid";

void bare_upgrade(const char *reference, const char *target)
{
	sqlite3 *from = bare_open(reference, SQLITE_OPEN_READONLY);
	sqlite3 *to = bare_open(target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	sqlite3_stmt *st = bare_prepare(from, schema);

	bare_exec(to, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
	while (sqlite3_step(st) == SQLITE_ROW)
		bare_exec(to, (const char *)sqlite3_column_text(st, 0));
	bare_exec(to, "COMMIT");
	sqlite3_finalize(st);
	sqlite3_close(from);
	sqlite3_close(to);
}
