/* copy TENET FILE FOLDER: a file copied to PostgreSQL, beside a bare COPY of its drafts into a
 * database that is ready for them, on the same server in turn. */
#include <errno.h>
#include <postgresql/libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture_others.h"
#include "fixture_report.h"
#include "postgres/server.h"

#define ROUNDS 3
#define CHUNK 65536

static PGconn *open_bare(const char *url)
{
	PGconn *conn = PQconnectdb(url);

	if (PQstatus(conn) != CONNECTION_OK)
		bench_fail("%s: %s", url, PQerrorMessage(conn));
	return conn;
}

static PGresult *ask(PGconn *conn, const char *sql, ExecStatusType expected)
{
	PGresult *result = PQexec(conn, sql);

	if (PQresultStatus(result) != expected)
		bench_fail("%s: %s", sql, PQerrorMessage(conn));
	return result;
}

/* The drafts as COPY writes them. */
static void unload(const char *url, const char *path)
{
	PGconn *conn = open_bare(url);
	FILE *out = fopen(path, "w");
	char *row;
	int n;

	if (!out)
		bench_fail("%s: %s", path, strerror(errno));
	PQclear(ask(conn, "COPY pending_posts TO STDOUT", PGRES_COPY_OUT));
	while ((n = PQgetCopyData(conn, &row, 0)) > 0) {
		if (fwrite(row, 1, (size_t)n, out) != (size_t)n)
			bench_fail("%s: %s", path, strerror(errno));
		PQfreemem(row);
	}
	if (fclose(out) != 0)
		bench_fail("%s: %s", path, strerror(errno));
	PQfinish(conn);
}

static void send_file(PGconn *conn, const char *path)
{
	static char chunk[CHUNK];
	FILE *in = fopen(path, "r");
	size_t n;

	if (!in)
		bench_fail("%s: %s", path, strerror(errno));
	while ((n = fread(chunk, 1, sizeof(chunk), in)) > 0)
		if (PQputCopyData(conn, chunk, (int)n) != 1)
			bench_fail("COPY: %s", PQerrorMessage(conn));
	fclose(in);
}

/* Rows, and milliseconds in `ms`. */
static long load(const char *url, const char *path, double *ms)
{
	PGconn *conn = open_bare(url);

	PQclear(ask(conn, "TRUNCATE pending_posts CASCADE", PGRES_COMMAND_OK));
	PQclear(ask(conn, "CHECKPOINT", PGRES_COMMAND_OK));
	double begin = bench_now();
	PQclear(ask(conn, "COPY pending_posts FROM STDIN", PGRES_COPY_IN));
	send_file(conn, path);
	if (PQputCopyEnd(conn, NULL) != 1)
		bench_fail("COPY: %s", PQerrorMessage(conn));
	PGresult *result = PQgetResult(conn);
	*ms = bench_now() - begin;
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		bench_fail("COPY: %s", PQerrorMessage(conn));
	long rows = strtol(PQcmdTuples(result), NULL, 10);
	PQclear(result);
	PQfinish(conn);
	return rows;
}

/* The drafts of which not all are JSON are left behind on both sides. */
static double copy(const char *tenet, const char *file, const char *url, const char *rejects)
{
	const char *const command[] = {tenet, "db", "copy", file, url, "--on-bad", "reject",
		"--reject-file", rejects, NULL};

	(void)unlink(rejects);
	return command_run(command);
}

static void measure(struct server *server, const char *tenet, const char *file, const char *folder)
{
	struct line l = {.work = "db copy to PostgreSQL"};
	struct samples ours = {0}, theirs = {0};
	struct str rejects = {0}, drafts = {0};
	char url[SERVER_URL], bare[SERVER_URL];
	long rows = 0;
	double ms;

	str_addf(&rejects, "%s/rejected.jsonl", folder);
	str_addf(&drafts, "%s/drafts.copy", folder);
	for (int i = 0; i < ROUNDS; i++) {
		server_database(server, "copied", NULL, url);
		server_exec(server, "postgres", "CHECKPOINT");
		samples_add(&ours, copy(tenet, file, url, rejects.p));
		if (i == 0) {
			unload(url, drafts.p);
			server_database(server, "bare", "copied", bare);
		}
		rows = load(bare, drafts.p, &ms);
		samples_add(&theirs, ms);
	}
	double fast = (double)rows / samples_median(&ours) * 1000;
	double bare_fast = (double)rows / samples_median(&theirs) * 1000;
	str_addf(&l.tenet, "%.0f rows/s, checked and compared (%ld rows in %.1f s)", fast, rows,
		samples_median(&ours) / 1000);
	str_addf(&l.beside, "libpq: COPY of the same rows %.0f rows/s (%.2f times)", bare_fast,
		fast / bare_fast);
	line_goal(&l, fast >= 0.7 * bare_fast, "0.7 times");
	line_print(&l);
	samples_free(&ours);
	samples_free(&theirs);
	str_free(&rejects);
	str_free(&drafts);
}

int main(int argc, char **argv)
{
	static struct server server;

	if (argc != 4) {
		fputs("usage: copy TENET FILE FOLDER\n", stderr);
		return 2;
	}
	server_start(&server);
	report_heading("Moving");
	measure(&server, argv[1], argv[2], argv[3]);
	server_stop(&server);
	return 0;
}
