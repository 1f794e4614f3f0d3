/* The same work through bare libpq. */
#include "fixture_libpq.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "base/uuid.h"
#include "fixture_bare.h"

PGconn *pq_open(const char *url)
{
	PGconn *conn = PQconnectdb(url);

	if (PQstatus(conn) != CONNECTION_OK)
		bench_fail("%s", PQerrorMessage(conn));
	return conn;
}

static PGresult *check(PGconn *conn, PGresult *result, const char *sql)
{
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
		bench_fail("%.60s: %s", sql, PQerrorMessage(conn));
	return result;
}

PGresult *pq_ask(PGconn *conn, const char *sql)
{
	return check(conn, PQexec(conn, sql), sql);
}

void pq_exec(PGconn *conn, const char *sql)
{
	PQclear(pq_ask(conn, sql));
}

char *pq_text(PGconn *conn, const char *sql)
{
	PGresult *result = pq_ask(conn, sql);

	if (PQntuples(result) == 0)
		bench_fail("%.60s: no row", sql);
	char *text = xstrdup(PQgetvalue(result, 0, 0));
	PQclear(result);
	return text;
}

/* ------ Rows. ------ */

/* A value in COPY's text format. */
static void add_value(struct str *out, sqlite3_stmt *st, int column)
{
	const unsigned char *bytes = sqlite3_column_blob(st, column);
	int n = sqlite3_column_bytes(st, column);

	if (sqlite3_column_type(st, column) == SQLITE_NULL)
		str_add(out, "\\N");
	else if (sqlite3_column_type(st, column) == SQLITE_BLOB)
		str_add(out, "\\\\x");
	for (int i = 0; i < n; i++) {
		if (sqlite3_column_type(st, column) == SQLITE_BLOB)
			str_addf(out, "%02x", bytes[i]);
		else if (bytes[i] == '\\' || bytes[i] == '\t')
			str_addf(out, "\\%c", bytes[i]);
		else if (bytes[i] == '\n' || bytes[i] == '\r')
			str_add(out, bytes[i] == '\n' ? "\\n" : "\\r");
		else
			str_addc(out, (char)bytes[i]);
	}
}

/* The names of a table's columns, and how they are read: what is no JSON has no place there. */
static void name_columns(sqlite3 *from, const char *table, struct str *names, struct str *read)
{
	sqlite3_stmt *st = bare_prepare(from, "SELECT name FROM pragma_table_info(?1)");

	sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(st, 0);
		const char *comma = names->len > 0 ? ", " : "";
		str_addf(names, "%s%s", comma, name);
		if (strcmp(name, "draft_metadata") == 0)
			str_addf(read, "%sCASE WHEN json_valid(%s) THEN %s END", comma, name, name);
		else
			str_addf(read, "%s%s", comma, name);
	}
	sqlite3_finalize(st);
}

static void put(PGconn *to, const struct str *bytes)
{
	if (PQputCopyData(to, bytes->p, (int)bytes->len) != 1)
		bench_fail("COPY: %s", PQerrorMessage(to));
}

static void copy_rows(sqlite3_stmt *st, PGconn *to)
{
	struct str line = {0};

	while (sqlite3_step(st) == SQLITE_ROW) {
		str_clear(&line);
		for (int c = 0; c < sqlite3_column_count(st); c++) {
			if (c > 0)
				str_addc(&line, '\t');
			add_value(&line, st, c);
		}
		str_addc(&line, '\n');
		put(to, &line);
	}
	str_free(&line);
	if (PQputCopyEnd(to, NULL) != 1)
		bench_fail("COPY: %s", PQerrorMessage(to));
	PQclear(check(to, PQgetResult(to), "COPY"));
	PQclear(PQgetResult(to));
}

static void copy_table(sqlite3 *from, PGconn *to, const char *table)
{
	struct str names = {0}, read = {0}, sql = {0};

	name_columns(from, table, &names, &read);
	str_addf(&sql, "COPY %s (%s) FROM STDIN", table, str_cstr(&names));
	pq_exec(to, str_cstr(&sql));
	str_clear(&sql);
	str_addf(&sql, "SELECT %s FROM %s", str_cstr(&read), table);
	sqlite3_stmt *st = bare_prepare(from, str_cstr(&sql));
	copy_rows(st, to);
	sqlite3_finalize(st);
	str_free(&names);
	str_free(&read);
	str_free(&sql);
}

void pq_fill(const char *file, PGconn *to)
{
	static const char *const tables[] = {"personas", "belief_nodes", "belief_edges",
		"stance_versions", "evidence_links", "interactions", "belief_updates",
		"pending_posts", "agent_config", "admins"};
	sqlite3 *from = bare_open(file, SQLITE_OPEN_READONLY);

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		copy_table(from, to, tables[i]);
	sqlite3_close(from);
}

/* ------ Pages. ------ */

#define LINE \
	"SELECT p.id, p.created_at, 0, p.post_type, p.target_subreddit, p.status," \
	" p.reviewed_by, left(p.content, 404)," \
	" p.draft_metadata #>> '{evaluation,flagged}' = 'true'," \
	" p.draft_metadata ->> 'reddit_id' <> ''" \
	" FROM pending_posts p WHERE (p.status, p.created_at, p.id) >"
#define FIRST " ('pending', '-infinity', '00000000-0000-0000-0000-000000000000')"
#define REST " AND p.status <= 'pending'"
#define ORDER " ORDER BY p.status, p.created_at, p.id LIMIT "

const char pq_page_query[] = LINE FIRST REST ORDER "50";
const char pq_search_query[] =
	LINE FIRST REST " AND p.content COLLATE \"C\" ILIKE '%" PQ_RARE_WORD "%'" ORDER "50";
static const char next_page[] = LINE " ('pending', $1, $2)" REST ORDER "$3";

void pq_pages(PGconn *conn, int rows, int rounds, struct samples *out)
{
	char time[64] = "-infinity", id[UUID_TEXT] = "00000000-0000-0000-0000-000000000000";
	char limit[16];
	const char *const values[] = {time, id, limit};

	snprintf(limit, sizeof(limit), "%d", rows);
	PQclear(check(conn, PQprepare(conn, "page", next_page, 0, NULL), next_page));
	for (int i = 0; i < rounds; i++) {
		double began = bench_now();
		PGresult *r = check(
			conn, PQexecPrepared(conn, "page", 3, values, NULL, NULL, 0), next_page);
		samples_add(out, bench_now() - began);
		if (PQntuples(r) != rows)
			bench_fail("a page of %d rows", PQntuples(r));
		snprintf(id, sizeof(id), "%s", PQgetvalue(r, rows - 1, 0));
		snprintf(time, sizeof(time), "%s", PQgetvalue(r, rows - 1, 1));
		PQclear(r);
	}
}

/* ------ Decisions. ------ */

static const char newest_pending[] = "SELECT id FROM pending_posts WHERE status = 'pending'"
				     " ORDER BY status DESC, created_at DESC, id DESC LIMIT 1";
static const char approve[] =
	"UPDATE pending_posts SET status = 'approved', reviewed_by = '" BENCH_USER "',"
	" reviewed_at = now(), updated_at = now() WHERE id = $1 AND status = 'pending'";

void pq_decisions(PGconn *conn, int rounds, struct samples *out)
{
	for (int i = 0; i < rounds; i++) {
		char *id = pq_text(conn, newest_pending);
		const char *const values[] = {id};
		double began = bench_now();
		pq_exec(conn, "BEGIN");
		PQclear(check(conn, PQexecParams(conn, approve, 1, NULL, values, NULL, NULL, 0),
			approve));
		pq_exec(conn, "COMMIT");
		samples_add(out, bench_now() - began);
		free(id);
	}
}
