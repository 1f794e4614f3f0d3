/*
 * postgres TENET BIG PSQL: carries the generated file to a PostgreSQL server of its own, and
 * measures tenet there beside psql and bare libpq doing the same on the same server.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_console.h"
#include "fixture_libpq.h"
#include "fixture_report.h"
#include "postgres/relay.h"
#include "postgres/server.h"

#define COMMANDS 30
#define SEARCHES 5
#define DECISIONS 200
#define ROUND 20
#define LIST_ROWS 36 /* of the queue at LINES lines */

struct bench {
	char *tenet, *psql, *marker;
	struct server server;
	char url[SERVER_URL];
	PGconn *conn;
};

/* ------ The server. ------ */

/* Rows first and their indices afterwards, as one would. A draft in the middle gets a word that no
 * other has. */
static void fill(struct bench *b, const char *file)
{
	const char *const tables[] = {
		b->tenet, "--database", b->url, "db", "upgrade", "0007", NULL};
	const char *const head[] = {b->tenet, "--database", b->url, "db", "upgrade", "head", NULL};

	command_run(tables);
	b->conn = pq_open(b->url);
	pq_fill(file, b->conn);
	command_run(head);
	pq_exec(b->conn,
		"UPDATE pending_posts SET content = content || ' " PQ_RARE_WORD
		"' WHERE id = (SELECT id FROM pending_posts WHERE status = 'pending'"
		" ORDER BY id LIMIT 1)");
	pq_exec(b->conn, "VACUUM ANALYZE");
	pq_exec(b->conn, "CHECKPOINT");
	b->marker = pq_text(b->conn,
		"SELECT target_subreddit FROM pending_posts WHERE status = 'pending'"
		" ORDER BY status, created_at, id LIMIT 1");
}

/* ------ Commands. ------ */

static void compare(const char *work, const char *const *ours, const char *const *theirs,
	int rounds, const char *beside, double most)
{
	struct line l = {.work = work};
	struct samples s = {0}, bare = {0};

	for (int i = 0; i < rounds; i++) {
		samples_add(&s, command_run(ours));
		samples_add(&bare, command_run(theirs));
	}
	double ratio = samples_median(&s) / samples_median(&bare);
	line_times(&l.tenet, &s);
	str_add(&l.beside, beside);
	line_times(&l.beside, &bare);
	str_addf(&l.beside, " (%.2f times)", ratio);
	line_goal(&l, ratio <= most, "%.1f times", most);
	line_print(&l);
	samples_free(&s);
	samples_free(&bare);
}

static void commands(struct bench *b)
{
	const char *const list[] = {
		b->tenet, "--database", b->url, "posts", "list", "--limit", "50", NULL};
	const char *const search[] = {b->tenet, "--database", b->url, "posts", "list", "--filter",
		PQ_RARE_WORD, "--limit", "50", NULL};
	const char *const page[] = {b->psql, "-X", "-A", "-t", "-c", pq_page_query, b->url, NULL};
	const char *const scan[] = {b->psql, "-X", "-A", "-t", "-c", pq_search_query, b->url, NULL};

	compare("posts list --limit 50", list, page, COMMANDS, "psql: the same page query ", 1.5);
	compare("posts list --filter WORD", search, scan, SEARCHES, "psql: the same ILIKE ", 1.0);
}

/* ------ The console. ------ */

static void page_down(struct bench *b, struct program *p)
{
	struct line l = {.work = "PgDn, 120x40"};
	struct reading r = {0};
	struct samples bare = {0};

	for (int i = 0; i < KEYS; i++)
		reading_take(&r, p, PAGE_DOWN, PTY_SAYS_IDLE);
	pq_pages(b->conn, LIST_ROWS, KEYS, &bare);
	line_times(&l.tenet, &r.time);
	str_addf(&l.tenet, "; %.0f bytes", samples_median(&r.bytes));
	str_add(&l.beside, "libpq: one page ");
	line_times(&l.beside, &bare);
	line_print(&l);
	reading_free(&r);
	samples_free(&bare);
}

static long decisions(struct bench *b)
{
	char *text = pq_text(b->conn, "SELECT count(*) FROM console_decisions");
	long n = strtol(text, NULL, 10);

	free(text);
	return n;
}

/* In turns, because a disk changes its mood. What another connection sees was acknowledged. */
static void decide(struct bench *b, struct program *p)
{
	struct line l = {.work = "decide, next draft painted"};
	struct samples ours = {0}, bare = {0};

	for (int i = 0; i < DECISIONS; i++) {
		long before = decisions(b);
		program_type(p, "x"); /* asks why; the digit decides */
		(void)program_wait_idle(p);
		program_type(p, "1");
		samples_add(&ours, program_wait_idle(p));
		if (decisions(b) != before + 1)
			bench_fail("the next draft is shown, but no decision is committed");
		if (i % ROUND == ROUND - 1) {
			pq_decisions(b->conn, ROUND, &bare);
			program_listen(p, 2000);
		}
	}
	double ratio = samples_median(&ours) / samples_median(&bare);
	line_times(&l.tenet, &ours);
	str_add(&l.beside, "libpq: the same UPDATE in BEGIN, COMMIT ");
	line_times(&l.beside, &bare);
	str_addf(&l.beside, " (%.1f times)", ratio);
	line_goal(&l, ratio <= 3, "3 times");
	line_print(&l);
	samples_free(&ours);
	samples_free(&bare);
}

/* A person on the other side of the world, who reads each draft for a second. */
#define LATE_MS 200
#define LATE_DECISIONS 500
#define READS_MS 1000
#define TALL 120 /* lines: the id, which stands last, is on the screen */
#define ASKED_MS 200 /* until the digit that says why */

/* What follows the first digits of a draft's id: those may stand on the screen already. */
#define ID_PART \
	"SELECT substr(id::text, 5, 28) FROM pending_posts WHERE status = 'pending'" \
	" ORDER BY created_at, id OFFSET %d LIMIT 1"

static char *waiting_id(struct bench *b, int offset)
{
	char sql[256];

	snprintf(sql, sizeof(sql), ID_PART, offset);
	return pq_text(b->conn, sql);
}

static void decide_far_away(struct bench *b)
{
	struct line l = {.work = "decide, answers 200 ms late"};
	struct samples times = {0};
	char url[SERVER_URL], *ids[LATE_DECISIONS + 1];
	struct relay *r = relay_start(&b->server, "bench", url);
	const char *const argv[] = {b->tenet, "--database", url, NULL};
	struct program *p = program_start(argv, COLUMNS, TALL, PTY_SAYS_IDLE);
	long before = decisions(b);

	for (int i = 0; i <= LATE_DECISIONS; i++)
		ids[i] = waiting_id(b, i);
	relay_late(r, LATE_MS);
	console_login(p, ids[0]);
	for (int i = 0; i < LATE_DECISIONS; i++) {
		program_listen(p, READS_MS);
		program_type(p, "x");
		program_listen(p, ASKED_MS);
		program_type(p, "1");
		samples_add(&times, program_wait_text(p, ids[i + 1]));
	}
	program_wait_idle(p);
	if (decisions(b) != before + LATE_DECISIONS)
		bench_fail("%ld decisions are in the ledger, not %d", decisions(b) - before,
			LATE_DECISIONS);
	line_times(&l.tenet, &times);
	double p95 = samples_quantile(&times, 0.95);
	str_addf(&l.tenet, "; p95 %.1f ms, %d in a row", p95, LATE_DECISIONS);
	str_add(&l.beside, "one answer 200 ms");
	line_goal(&l, p95 < 50, "p95 50 ms");
	line_print(&l);
	samples_free(&times);
	program_stop(&p);
	relay_stop(&r);
	for (int i = 0; i <= LATE_DECISIONS; i++)
		free(ids[i]);
}

static void console(struct bench *b)
{
	struct program *p = console_start(b->tenet, b->url, COLUMNS);

	console_login(p, b->marker);
	page_down(b, p);
	program_stop(&p);
	p = console_start(b->tenet, b->url, COLUMNS);
	console_login(p, b->marker);
	decide(b, p);
	program_stop(&p);
	decide_far_away(b);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: postgres TENET BIG PSQL\n", stderr);
		return 2;
	}
	struct bench b = {.tenet = argv[1], .psql = argv[3]};

	server_start_durable(&b.server);
	server_database(&b.server, "bench", NULL, b.url);
	fill(&b, argv[2]);
	char *version = pq_text(b.conn, "SHOW server_version");
	struct str heading = {0};
	str_addf(&heading, "PostgreSQL %s, fsync on, on a local socket", version);
	report_heading(str_cstr(&heading));
	commands(&b);
	console(&b);
	PQfinish(b.conn);
	server_stop(&b.server);
	str_free(&heading);
	free(version);
	free(b.marker);
	return 0;
}
