/*
 * similar TENET FOLDER [ROWS]: the nearest neighbours of one interaction among ROWS (200,000) with
 * embeddings of 384 numbers, beside a bare loop that reads the same rows and multiplies: through
 * libsqlite3 on a file, and through libpq on a server, each in turn in one run.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fixture_bare.h"
#include "fixture_libpq.h"
#include "fixture_ours.h"
#include "fixture_report.h"
#include "postgres/server.h"
#include "store/memory.h"

#define NUMBERS 384
#define ROUNDS 7
#define MOST 20
#define PERSONA "11111111-1111-4111-8111-111111111111"
#define SOUGHT "t1_0"

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static void check(int rc, const struct err *e)
{
	if (rc < 0)
		bench_fail("%s", e->text);
}

/* --- The rows. --- */

static void add_row(struct load *l, long i, uint64_t *state, struct err *e)
{
	char id[64], reddit[24];
	float v[NUMBERS];

	for (size_t k = 0; k < NUMBERS; k++)
		v[k] = (float)((int64_t)draw(state) >> 32) / 2147483648.0F;
	snprintf(id, sizeof(id), "00000000-0000-4000-8000-%012lx", (unsigned long)i);
	snprintf(reddit, sizeof(reddit), "t1_%lx", (unsigned long)i);
	load_text(l, span_of(id));
	load_text(l, SPAN_LIT(PERSONA));
	load_text(l,
		SPAN_LIT("I read the paper that you linked, and I come away less sure than"
			 " its headline. Two things can be true at once."));
	load_text(l, SPAN_LIT("comment"));
	load_text(l, span_of(reddit));
	load_text(l, SPAN_LIT("science"));
	load_blob(l, (struct span){(const char *)v, sizeof(v)});
	check(load_row(l, e), e);
}

/* Without a limit of time for a statement. */
static void fill(const char *target, long rows)
{
	static const char *const columns[] = {"id", "persona_id", "content", "interaction_type",
		"reddit_id", "subreddit", "embedding"};
	uint64_t state = 3;
	struct arena a = {0};
	struct db *db = bench_open(target, DB_CREATE, &a);
	struct err e = {0};

	check(db_exec(db,
		      "INSERT INTO personas (id, reddit_username, config) VALUES ('" PERSONA
		      "', 'Bench', '{}')",
		      &e),
		&e);
	check(db_begin(db, &e), &e);
	struct load *l = load_begin(db, "interactions", columns, 7, &e);
	check(l ? 0 : -1, &e);
	for (long i = 0; i < rows; i++)
		add_row(l, i, &state, &e);
	check(load_end(&l, &e), &e);
	check(db_commit(db, &e), &e);
	check(db_checkpoint(db, &e), &e);
	db_close(&db);
	arena_free(&a);
}

/* --- The bare loops. --- */

struct bare {
	float sought[NUMBERS];
	double best[MOST];
	char ids[MOST][UUID_TEXT];
	size_t n;
};

/* Sums side by side, as anybody would write it who wants the machine's vectors. */
static double cosine(const float *a, const char *bytes)
{
	float dots[16] = {0}, squares[16] = {0}, b[NUMBERS], dot = 0, square = 0;

	memcpy(b, bytes, sizeof(b));
	for (size_t i = 0; i < NUMBERS; i += 16) {
		for (size_t k = 0; k < 16; k++) {
			dots[k] += a[i + k] * b[i + k];
			squares[k] += b[i + k] * b[i + k];
		}
	}
	for (size_t k = 0; k < 16; k++) {
		dot += dots[k];
		square += squares[k];
	}
	return (double)dot / sqrt((double)square);
}

static void keep(struct bare *b, double value, const char *id)
{
	size_t at = b->n < MOST ? b->n++ : MOST - 1;

	for (; at > 0 && value > b->best[at - 1]; at--) {
		b->best[at] = b->best[at - 1];
		memcpy(b->ids[at], b->ids[at - 1], UUID_TEXT);
	}
	b->best[at] = value;
	memcpy(b->ids[at], id, UUID_TEXT);
}

static void consider(struct bare *b, const char *id, const char *bytes, size_t n)
{
	if (n != sizeof(b->sought))
		return;
	double value = cosine(b->sought, bytes);
	if (b->n < MOST || value > b->best[MOST - 1])
		keep(b, value, id);
}

#define ROWS_BUT_ONE \
	"embedding FROM interactions WHERE embedding IS NOT NULL AND reddit_id <> '" SOUGHT "'"

static void bare_sqlite(sqlite3 *db, struct bare *b)
{
	sqlite3_stmt *st = bare_prepare(db, "SELECT id, " ROWS_BUT_ONE);

	b->n = 0;
	while (sqlite3_step(st) == SQLITE_ROW)
		consider(b, (const char *)sqlite3_column_text(st, 0), sqlite3_column_blob(st, 1),
			(size_t)sqlite3_column_bytes(st, 1));
	sqlite3_finalize(st);
}

/* Row by row and in bytes, as it needs no memory; libpq's usual way keeps all of them as text. */
static void bare_postgres(PGconn *conn, struct bare *b)
{
	PGresult *row;

	b->n = 0;
	if (!PQsendQueryParams(
		    conn, "SELECT id::text, " ROWS_BUT_ONE, 0, NULL, NULL, NULL, NULL, 1) ||
		!PQsetSingleRowMode(conn))
		bench_fail("%s", PQerrorMessage(conn));
	while ((row = PQgetResult(conn))) {
		if (PQresultStatus(row) == PGRES_SINGLE_TUPLE)
			consider(b, PQgetvalue(row, 0, 0), PQgetvalue(row, 0, 1),
				(size_t)PQgetlength(row, 0, 1));
		else if (PQresultStatus(row) != PGRES_TUPLES_OK)
			bench_fail("%s", PQerrorMessage(conn));
		PQclear(row);
	}
}

/* --- Ours, and both in turn. --- */

struct ours {
	struct db *db;
	struct interaction it;
	struct arena arena;
	struct memory_similar found;
};

static void find_similar(struct ours *o)
{
	struct err e = {0};

	arena_clear(&o->arena);
	check(memory_get(o->db, SPAN_LIT(SOUGHT), &o->arena, &o->it, &e), &e);
	check(memory_similar(o->db, &o->it, SPAN_NULL, MOST, &o->arena, &o->found, NULL, NULL, &e),
		&e);
}

/* What was found is the same, or nothing was measured. */
static void compare(const struct ours *o, const struct bare *b, long rows)
{
	if (o->found.n != MOST || o->found.compared != rows - 1)
		bench_fail("%zu found among %lld", o->found.n, (long long)o->found.compared);
	for (size_t i = 0; i < MOST; i++)
		if (strcmp(o->found.matches[i].line.id, b->ids[i]) != 0)
			bench_fail("row %zu is %s here and %s there", i,
				o->found.matches[i].line.id, b->ids[i]);
}

static long kilobytes(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

static void report(const char *work, const char *beside, struct samples *ours,
	struct samples *theirs, long rows, long grown)
{
	struct line l = {.work = work};
	double times = samples_median(ours) / samples_median(theirs);

	str_addf(&l.tenet, "%.0f ms (%ld rows of %d numbers; memory grew by %ld KB)",
		samples_median(ours), rows, NUMBERS, grown);
	str_addf(&l.beside, "%s %.0f ms (%.2f times)", beside, samples_median(theirs), times);
	line_goal(&l, times <= 1.5, "1.5 times");
	line_print(&l);
	samples_free(ours);
	samples_free(theirs);
}

static void on_sqlite(const char *tenet, const char *folder, long rows)
{
	struct samples ours = {0}, theirs = {0};
	struct str path = {0};
	struct arena a = {0};
	struct ours o = {0};
	struct bare b = {0};

	str_addf(&path, "%s/similar.db", folder);
	(void)unlink(path.p);
	bench_upgrade(tenet, path.p);
	fill(path.p, rows);
	o.db = bench_open(path.p, DB_READ_WRITE, &a);
	sqlite3 *bare = bare_open(path.p, SQLITE_OPEN_READONLY);
	sqlite3_stmt *st = bare_prepare(
		bare, "SELECT embedding FROM interactions WHERE reddit_id = '" SOUGHT "'");
	sqlite3_step(st);
	memcpy(b.sought, sqlite3_column_blob(st, 0), sizeof(b.sought));
	sqlite3_finalize(st);
	long before = kilobytes();
	for (int i = 0; i < ROUNDS; i++) {
		double begin = bench_now();
		find_similar(&o);
		double middle = bench_now();
		bare_sqlite(bare, &b);
		samples_add(&ours, middle - begin);
		samples_add(&theirs, bench_now() - middle);
	}
	compare(&o, &b, rows);
	report("similar, SQLite", "libsqlite3: reads and multiplies", &ours, &theirs, rows,
		kilobytes() - before);
	sqlite3_close(bare);
	db_close(&o.db);
	(void)unlink(path.p);
	str_free(&path);
	arena_free(&o.arena);
	arena_free(&a);
}

static void on_postgres(const char *tenet, long rows)
{
	static struct server server;
	struct samples ours = {0}, theirs = {0};
	char url[SERVER_URL];
	struct arena a = {0};
	struct ours o = {0};
	struct bare b = {0};

	server_start(&server);
	server_database(&server, "similar", NULL, url);
	bench_upgrade(tenet, url);
	fill(url, rows);
	o.db = bench_open(url, DB_READ_WRITE, &a);
	server_exec(&server, "similar", "VACUUM ANALYZE interactions");
	PGconn *conn = pq_open(url);
	PGresult *r = PQexecParams(conn,
		"SELECT embedding FROM interactions WHERE reddit_id = '" SOUGHT "'", 0, NULL, NULL,
		NULL, NULL, 1);
	memcpy(b.sought, PQgetvalue(r, 0, 0), sizeof(b.sought));
	PQclear(r);
	long before = kilobytes();
	for (int i = 0; i < ROUNDS; i++) {
		double begin = bench_now();
		find_similar(&o);
		double middle = bench_now();
		bare_postgres(conn, &b);
		samples_add(&ours, middle - begin);
		samples_add(&theirs, bench_now() - middle);
	}
	compare(&o, &b, rows);
	report("similar, PostgreSQL", "libpq: reads row by row and multiplies", &ours, &theirs,
		rows, kilobytes() - before);
	PQfinish(conn);
	db_close(&o.db);
	server_stop(&server);
	arena_free(&o.arena);
	arena_free(&a);
}

int main(int argc, char **argv)
{
	if (argc != 3 && argc != 4) {
		fputs("usage: similar TENET FOLDER [ROWS]\n", stderr);
		return 2;
	}
	long rows = argc == 4 ? strtol(argv[3], NULL, 10) : 200000;

	report_heading("Interactions that are alike");
	on_sqlite(argv[1], argv[2], rows);
	on_postgres(argv[1], rows);
	return 0;
}
