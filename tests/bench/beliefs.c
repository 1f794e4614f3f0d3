/*
 * beliefs TENET BIG SMALL: what keys cost on a graph of 100,000 beliefs with 300,000 edges, one
 * belief of which has 10,000 versions and is the target of 5,000 edges, beside 1,000,000
 * interactions; and what memory the console takes for it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_bare.h"
#include "fixture_console.h"
#include "fixture_report.h"

#define GOAL 50.0 /* ms at p95 */
#define REFOCUSES 150
#define HUBS 50
#define PATHS 100

struct bench {
	const char *tenet, *database;
	char *marker; /* stands on the first screen of the queue */
	char *long_one; /* the title of the belief with the most versions, and the most edges */
};

static const char oldest_pending[] =
	"SELECT target_subreddit FROM pending_posts WHERE status = 'pending'"
	" ORDER BY replace(created_at, 'T', ' '), rowid LIMIT 1";
static const char most_versions[] =
	"SELECT title FROM belief_nodes WHERE id = (SELECT belief_id FROM stance_versions"
	" GROUP BY belief_id ORDER BY count(*) DESC LIMIT 1)";

static struct bench look_at(const char *tenet, const char *database)
{
	sqlite3 *db = bare_open(database, SQLITE_OPEN_READWRITE);
	struct bench b = {
		tenet, database, bare_text(db, oldest_pending), bare_text(db, most_versions)};

	sqlite3_close(db);
	return b;
}

static void forget(struct bench *b)
{
	free(b->marker);
	free(b->long_one);
}

static struct program *console(const struct bench *b)
{
	struct program *p = console_start(b->tenet, b->database, COLUMNS);

	console_login(p, b->marker);
	return p;
}

static void press(struct program *p, const char *keys)
{
	program_type(p, keys);
	program_wait_idle(p);
}

static void print(const char *work, struct reading *r)
{
	struct line l = {.work = work};
	double p95 = samples_quantile(&r->time, .95);

	if (samples_median(&r->bytes) < 1)
		bench_fail("%s: the key is not answered", work);
	str_addf(&l.tenet, "%.2f ms, p95 %.2f, p99 %.2f; %.0f bytes", samples_median(&r->time), p95,
		samples_p99(&r->time), samples_median(&r->bytes));
	line_goal(&l, p95 <= GOAL, "p95 of 50 ms");
	line_print(&l);
	reading_free(r);
}

static void measure(struct program *p, const char *work, const char *key, int times)
{
	struct reading r = {0};

	for (int i = 0; i < times; i++)
		reading_take(&r, p, key, PTY_SAYS_IDLE);
	print(work, &r);
}

/* The first page of an order is asked for while the prompt closes; it is counted apart. */
static void list(struct program *p)
{
	static const char *const orders[] = {"changed", "conf", "degree", "evidence", "title"};
	char work[3][64];

	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		struct reading first = {0};
		snprintf(work[0], sizeof(work[0]), "beliefs by %s: first page", orders[i]);
		snprintf(work[1], sizeof(work[1]), "beliefs by %s: j", orders[i]);
		snprintf(work[2], sizeof(work[2]), "beliefs by %s: PgDn", orders[i]);
		press(p, "o");
		press(p, orders[i]);
		reading_take(&first, p, "\r", PTY_SAYS_IDLE);
		print(work[0], &first);
		measure(p, work[1], "j", KEYS);
		measure(p, work[2], PAGE_DOWN, KEYS);
	}
}

/* From neighbour to neighbour; what a key reads is in no cache of the console. */
static void follow(struct program *p, const char *work)
{
	struct reading r = {0};

	for (int i = 0; i < REFOCUSES; i++) {
		press(p, i % 3 == 0 ? "jj" : "j");
		reading_take(&r, p, "\r", PTY_SAYS_IDLE);
	}
	print(work, &r);
}

static void refocus(struct program *p)
{
	press(p, "\t");
	follow(p, "follow an edge: Enter");
	measure(p, "come back: Backspace", "\177", REFOCUSES / 2);
	press(p, ">");
	follow(p, "depth 2, follow an edge: Enter");
	press(p, ">");
	follow(p, "depth 3, follow an edge: Enter");
	measure(p, "depth 3, come back: Backspace", "\177", REFOCUSES / 2);
	press(p, "<");
	press(p, "<");
}

static void path(struct program *p)
{
	struct reading r = {0};

	press(p, "\t");
	for (int i = 0; i < PATHS; i++) {
		press(p, "U");
		press(p, " ");
		press(p, PAGE_DOWN);
		press(p, " ");
		reading_take(&r, p, "p", PTY_SAYS_IDLE);
		press(p, "q");
	}
	print("path between two marked: p", &r);
}

static void find_long_one(const struct bench *b, struct program *p)
{
	press(p, "/");
	press(p, "\x15"); /* what stands there goes */
	press(p, "\"");
	press(p, b->long_one);
	press(p, "\"\r");
}

/* To one of those around it, and back. */
static void hub(struct program *p)
{
	static const char *const work[] = {
		"hub of 5,000 edges, come back: Backspace", "the same at depth 3: Backspace"};

	press(p, "\t");
	for (size_t depth = 0; depth < 2; depth++) {
		struct reading r = {0};
		press(p, depth > 0 ? ">" : "g");
		press(p, depth > 0 ? ">" : "g");
		for (int i = 0; i < HUBS; i++) {
			press(p, "j");
			press(p, "\r");
			reading_take(&r, p, "\177", PTY_SAYS_IDLE);
		}
		print(work[depth], &r);
	}
	press(p, "<");
	press(p, "<");
	press(p, "\t");
}

static void timeline(struct program *p)
{
	struct reading r = {0};

	reading_take(&r, p, "t", PTY_SAYS_IDLE);
	print("open 10,000 versions: t", &r);
	measure(p, "10,000 versions: j", "j", KEYS);
	measure(p, "10,000 versions: PgDn", PAGE_DOWN, KEYS);
}

static void memories(struct program *p)
{
	press(p, "4");
	measure(p, "1,000,000 interactions: j", "j", KEYS);
	measure(p, "1,000,000 interactions: PgDn", PAGE_DOWN, KEYS);
}

/* The same walk on both files, so that what differs is the file. */
static double walked_memory(const struct bench *b)
{
	struct program *p = console(b);

	for (const char *pane = "24"; *pane; pane++) {
		press(p, (const char[]){*pane, '\0'});
		for (int i = 0; i < KEYS; i++)
			press(p, i % 2 == 0 ? "j" : PAGE_DOWN);
	}
	double resident = (double)program_resident(p) / 1024;
	program_stop(&p);
	return resident;
}

static void memory(const struct bench *big, const struct bench *small)
{
	struct line l = {.work = "resident memory"};
	double few = walked_memory(small), many = walked_memory(big);

	str_addf(&l.tenet, "%.1f MiB on the agent's own file, %.1f MiB here (%.2f times)", few,
		many, many / few);
	line_goal(&l, many <= 1.1 * few, "1.1 times");
	line_goal(&l, many <= 16, "16 MiB");
	line_print(&l);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: beliefs TENET BIG SMALL\n", stderr);
		return 2;
	}
	struct bench big = look_at(argv[1], argv[2]), small = look_at(argv[1], argv[3]);
	struct program *p = console(&big);

	report_heading("The belief graph");
	press(p, "2");
	list(p);
	refocus(p);
	path(p);
	find_long_one(&big, p);
	hub(p);
	timeline(p);
	memories(p);
	program_stop(&p);
	memory(&big, &small);
	forget(&big);
	forget(&small);
	return 0;
}
