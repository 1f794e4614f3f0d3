/*
 * drive TENET BIG SMALL MAILBOX REPOSITORY FOLDER MANY MANY-COPY: measures tenet on the two
 * generated files beside bare SQLite, neomutt and tig, and prints one entry for each number of
 * DESIGN section 7.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_bare.h"
#include "fixture_console.h"
#include "fixture_others.h"
#include "fixture_report.h"

#define STARTS 15
#define LOGINS 7
#define DECISIONS 200
#define ROUND 20
#define COMMANDS 30
#define UPGRADES 15
#define ESCAPES 100
#define STOPS 20
#define NARROW 58 /* columns at which the list stands alone */
#define LIST_ROWS 36 /* of the queue at LINES lines */

struct bench {
	char *tenet, *big, *small, *mailbox, *repository, *folder;
	char *marker; /* the subreddit of the oldest pending draft: on the first screen of rows */
	long rows; /* of the big file */
	struct other neomutt, tig;
};

static struct program *start(const struct bench *b, const char *database, int columns)
{
	return console_start(b->tenet, database, columns);
}

static double login(const struct bench *b, struct program *p)
{
	return console_login(p, b->marker);
}

/* ------ Starting. ------ */

static void add_ratio(struct line *l, const struct other *o, double ours)
{
	if (!o->program) {
		str_addf(line_beside(l), "%s is not installed", o->name);
		return;
	}
	str_addf(line_beside(l), "%s, 100,000 mails %.0f ms (%.0f times as long)", o->name,
		o->first_paint, o->first_paint / ours);
	line_goal(l, o->first_paint >= 50 * ours, "50 times faster than %s", o->name);
}

static void first_paint(const struct bench *b)
{
	struct line l = {.work = "first paint"};
	struct samples s = {0};

	for (int i = 0; i < STARTS; i++) {
		struct program *p = start(b, b->big, COLUMNS);
		samples_add(&s, program_wait_idle(p));
		program_stop(&p);
	}
	double median = samples_median(&s);
	line_times(&l.tenet, &s);
	line_goal(&l, median <= 50, "50 ms");
	add_ratio(&l, &b->neomutt, median);
	line_print(&l);
	samples_free(&s);
}

static void first_rows(const struct bench *b)
{
	struct line l = {.work = "login to first rows"};
	struct samples s = {0}, bare = {0};

	for (int i = 0; i < LOGINS; i++) {
		struct program *p = start(b, b->big, COLUMNS);
		samples_add(&s, login(b, p));
		program_stop(&p);
	}
	bare_first_rows(b->big, LIST_ROWS, LOGINS, &bare);
	double median = samples_median(&s);
	line_times(&l.tenet, &s);
	str_addf(&l.beside, "libsqlite3: open, page, draft %.2f ms", samples_median(&bare));
	line_goal(&l, median <= 50, "50 ms");
	add_ratio(&l, &b->neomutt, median);
	line_print(&l);
	samples_free(&s);
	samples_free(&bare);
}

/* ------ Keys. ------ */

static void add_other(
	struct line *l, const struct other *o, struct reading *theirs, struct reading *ours)
{
	if (!o->program) {
		str_addf(line_beside(l), "%s is not installed", o->name);
		return;
	}
	str_addf(line_beside(l), "%s ", o->name);
	line_times(&l->beside, &theirs->time);
	str_addf(&l->beside, ", %.0f bytes", samples_median(&theirs->bytes));
	line_goal(l, samples_p99(&ours->time) < samples_p99(&theirs->time), "p99 below %s's",
		o->name);
}

static void add_reading(struct line *l, struct reading *r, double most)
{
	if (samples_median(&r->bytes) < 1)
		bench_fail("%s: the key is not answered", l->work);
	line_times(&l->tenet, &r->time);
	str_addf(&l->tenet, "; %.0f bytes, p99 %.0f", samples_median(&r->bytes),
		samples_p99(&r->bytes));
	line_goal(l, samples_median(&r->bytes) <= most, "%.0f bytes", most);
}

static void line_key_alone(struct bench *b)
{
	struct line l = {.work = "j, 58x40: the list alone"};
	struct reading r = {0};
	struct program *p = start(b, b->big, NARROW);

	login(b, p);
	for (int i = 0; i < KEYS; i++)
		reading_take(&r, p, "j", PTY_SAYS_IDLE);
	program_stop(&p);
	add_reading(&l, &r, 200);
	line_print(&l);
	reading_free(&r);
}

/* Key by key in turn, so that a busy moment of the machine meets all three. */
static void press(struct bench *b, struct program *p, const char *key, struct reading *ours,
	struct reading *neomutt, struct reading *tig)
{
	for (int i = 0; i < KEYS; i++) {
		reading_take(ours, p, key, PTY_SAYS_IDLE);
		if (b->neomutt.program)
			reading_take(neomutt, b->neomutt.program, key, PTY_SILENT);
		if (b->tig.program)
			reading_take(tig, b->tig.program, key, PTY_SILENT);
	}
}

static void print_key(struct bench *b, struct line *l, struct reading *ours,
	struct reading *neomutt, struct reading *tig)
{
	add_other(l, &b->neomutt, neomutt, ours);
	add_other(l, &b->tig, tig, ours);
	line_print(l);
}

static void keys(struct bench *b, struct program *p)
{
	struct line line = {.work = "j, 120x40: a draft beside"}, page = {.work = "PgDn, 120x40"};
	struct other *n = &b->neomutt, *t = &b->tig;
	struct reading j = {0}, down = {0};
	struct samples draft = {0}, rows = {0};
	sqlite3 *db = bare_open(b->big, SQLITE_OPEN_READWRITE);

	press(b, p, "j", &j, &n->line, &t->line);
	bare_drafts(db, KEYS, &draft);
	add_reading(&line, &j, 2500);
	str_addf(&line.beside, "libsqlite3: one draft %.3f ms", samples_median(&draft));
	print_key(b, &line, &j, &n->line, &t->line);

	press(b, p, PAGE_DOWN, &down, &n->page, &t->page);
	bare_pages(db, LIST_ROWS, KEYS, &rows);
	add_reading(&page, &down, 5000);
	str_addf(&page.beside, "libsqlite3: one page %.3f ms", samples_median(&rows));
	print_key(b, &page, &down, &n->page, &t->page);

	sqlite3_close(db);
	samples_free(&draft);
	samples_free(&rows);
	reading_free(&j);
	reading_free(&down);
}

/* ------ Deciding. ------ */

static const char count_decisions[] = "SELECT count(*) FROM console_decisions";

static long number(sqlite3 *db, const char *sql)
{
	char *text = bare_text(db, sql);
	long n = strtol(text, NULL, 10);

	free(text);
	return n;
}

/* What another connection sees has been synchronised. */
static void decide_some(struct program *p, sqlite3 *db, struct samples *out)
{
	for (int i = 0; i < ROUND; i++) {
		long before = number(db, count_decisions);
		program_type(p, "x"); /* asks why; the digit decides */
		(void)program_wait_idle(p);
		program_type(p, "1");
		samples_add(out, program_wait_idle(p));
		if (number(db, count_decisions) != before + 1)
			bench_fail("the next draft is shown, but no decision is committed");
	}
}

/* In turns, because a disk changes its mood. The console is left to see what the bare commits
 * changed before it goes on. */
static void decide(const struct bench *b, struct program *p)
{
	struct line l = {.work = "decide, next draft painted"};
	struct samples ours = {0}, bare = {0};
	sqlite3 *db = bare_open(b->big, SQLITE_OPEN_READWRITE);

	for (int i = 0; i < DECISIONS / ROUND; i++) {
		decide_some(p, db, &ours);
		bare_decisions(db, ROUND, &bare);
		program_listen(p, 2000);
	}
	sqlite3_close(db);

	double ratio = samples_median(&ours) / samples_median(&bare);
	line_times(&l.tenet, &ours);
	str_add(&l.beside, "libsqlite3: the same UPDATE, synchronous=FULL ");
	line_times(&l.beside, &bare);
	str_addf(&l.beside, " (%.1f times)", ratio);
	line_goal(&l, ratio <= 3, "3 times");
	line_print(&l);
	samples_free(&ours);
	samples_free(&bare);
}

/* ------ Many at once. ------ */

static const char oldest_pending[] =
	"SELECT target_subreddit FROM pending_posts WHERE status = 'pending'"
	" ORDER BY replace(created_at, 'T', ' '), rowid LIMIT 1";
static const char count_approved[] =
	"SELECT count(*) FROM console_decisions WHERE batch_id IS NOT NULL";

/* Marks as many as can be, and gives the milliseconds from the last key to the report. */
static double approve_marked(const struct bench *b, const char *database, double *resident)
{
	struct program *p =
		program_start((const char *const[]){b->tenet, "--database", database, NULL},
			COLUMNS, LINES, PTY_SAYS_IDLE);

	login(b, p);
	program_type(p, "*");
	program_wait_idle(p);
	*resident = (double)program_resident(p) / 1024;
	program_type(p, ";");
	program_wait_idle(p);
	program_type(p, "a");
	program_wait_idle(p);
	program_type(p, "100000");
	program_wait_idle(p);
	program_type(p, "\r");
	double took = program_wait_text(p, " drafts approved");
	program_stop(&p);
	return took;
}

static void bulk(struct bench *b, const char *ours, const char *theirs)
{
	struct line l = {.work = "approve 100,000 marked"}, m = {.work = "100,000 marked"};
	const char *const bare[] = {"sqlite3", theirs, bare_approve_many, NULL};
	char *marker = b->marker;
	double resident;

	sqlite3 *db = bare_open(ours, SQLITE_OPEN_READWRITE);
	b->marker = bare_text(db, oldest_pending);
	double took = approve_marked(b, ours, &resident);
	long n = number(db, count_approved);
	double beside = command_run(bare);
	sqlite3_close(db);
	free(b->marker);
	b->marker = marker;
	str_addf(&l.tenet, "%.0f ms: %ld decided, each with its row in the ledger", took, n);
	str_addf(&l.beside, "sqlite3: the same UPDATE of 100,000 %.0f ms (%.1f times)", beside,
		took / beside);
	line_goal(&l, took <= 3 * beside, "3 times");
	line_print(&l);
	str_addf(&m.tenet, "%.1f MiB resident", resident);
	line_goal(&m, resident <= 16, "16 MiB");
	line_print(&m);
}

/* ------ Escape and Ctrl-C. ------ */

/* Closes the help that is over the draft. */
static void escape(struct program *p)
{
	struct line l = {.work = "Escape, 120x40"};
	struct samples s = {0};

	for (int i = 0; i < ESCAPES; i++) {
		program_type(p, "?");
		program_wait_idle(p);
		program_type(p, "\033");
		samples_add(&s, program_wait_idle(p));
	}
	line_times(&l.tenet, &s);
	line_goal(&l, samples_median(&s) <= 25, "25 ms to the last byte");
	line_print(&l);
	samples_free(&s);
}

/* A word that no draft holds, looked for until somebody has had enough. */
static void stop_search(struct program *p)
{
	struct line l = {.work = "Ctrl-C ends a search"};
	struct samples s = {0};

	for (int i = 0; i < STOPS; i++) {
		program_type(p, "/");
		program_wait_idle(p);
		program_type(p, "\025xyzzyplugh\r");
		program_wait_text(p, "Ctrl-C stops");
		program_type(p, "\003");
		samples_add(&s, program_wait_idle(p));
	}
	line_times(&l.tenet, &s);
	line_goal(&l, samples_p99(&s) <= 50, "p99 50 ms");
	line_print(&l);
	samples_free(&s);
}

static void stop_command(const struct bench *b)
{
	const char *const argv[] = {
		b->tenet, "--database", b->big, "posts", "list", "--filter", "xyzzyplugh", NULL};
	struct line l = {.work = "Ctrl-C ends posts list"};
	struct samples s = {0};

	for (int i = 0; i < STOPS; i++)
		samples_add(&s, command_interrupt(argv, 100));
	line_times(&l.tenet, &s);
	line_goal(&l, samples_p99(&s) <= 50, "p99 50 ms");
	line_print(&l);
	samples_free(&s);
}

static void stop(const struct bench *b)
{
	struct program *p = start(b, b->big, COLUMNS);

	login(b, p);
	escape(p);
	stop_search(p);
	program_stop(&p);
	stop_command(b);
}

/* ------ Resting. ------ */

/* What came meanwhile waits on its terminal. */
static void add_rest(struct line *l, const struct other *o, double before, double seconds)
{
	if (!o->program)
		return;
	double used = (program_cpu(o->program) - before) * 60 / seconds;
	program_listen(o->program, 50);
	str_addf(line_beside(l), "%s %zu bytes, %.1f ms", o->name, program_bytes(o->program), used);
}

static double cpu_so_far(const struct other *o)
{
	if (!o->program)
		return 0;
	program_listen(o->program, 50);
	return program_cpu(o->program);
}

static void rest(const struct bench *b)
{
	struct line l = {.work = "idle for a minute"};
	struct program *p = start(b, b->big, COLUMNS);
	const char *given = getenv("BENCH_IDLE_SECONDS");
	double seconds = given ? strtod(given, NULL) : 60;

	login(b, p);
	program_listen(p, 2000);
	double neomutt = cpu_so_far(&b->neomutt), tig = cpu_so_far(&b->tig);
	double before = program_cpu(p);
	program_listen(p, seconds * 1000);
	double used = (program_cpu(p) - before) * 60 / seconds;
	str_addf(&l.tenet, "%zu bytes, %.1f ms of processor time", program_bytes(p), used);
	add_rest(&l, &b->neomutt, neomutt, seconds);
	add_rest(&l, &b->tig, tig, seconds);
	line_goal(&l, program_bytes(p) == 0, "0 bytes");
	line_goal(&l, used < 20, "20 ms");
	line_print(&l);
	program_stop(&p);
}

/* The same walk on both files, so that what differs is the file. */
static void walk(struct program *p, const char *key)
{
	for (int i = 0; i < KEYS; i++) {
		program_type(p, key);
		program_wait_idle(p);
	}
}

static long walked_memory(const struct bench *b, const char *database)
{
	struct program *p = start(b, database, COLUMNS);

	login(b, p);
	walk(p, "j");
	walk(p, PAGE_DOWN);
	long kib = program_resident(p);
	program_stop(&p);
	return kib;
}

static void memory(const struct bench *b)
{
	struct line l = {.work = "resident memory"};
	double few = (double)walked_memory(b, b->small) / 1024;
	double many = (double)walked_memory(b, b->big) / 1024;

	str_addf(&l.tenet, "%.1f MiB with 100 rows, %.1f MiB with %ld (%.2f times)", few, many,
		b->rows, many / few);
	line_goal(&l, many <= 1.1 * few, "1.1 times");
	line_goal(&l, many <= 16 && few <= 16, "16 MiB");
	line_print(&l);
}

/* ------ Commands. ------ */

static void list_posts(const struct bench *b)
{
	const char *const ours[] = {
		b->tenet, "--database", b->big, "posts", "list", "--limit", "50", NULL};
	const char *const theirs[] = {"sqlite3", b->big, bare_page_query, NULL};
	struct line l = {.work = "posts list --limit 50"};
	struct samples s = {0}, bare = {0};

	for (int i = 0; i < COMMANDS; i++) {
		samples_add(&s, command_run(ours));
		samples_add(&bare, command_run(theirs));
	}
	double ratio = samples_median(&s) / samples_median(&bare);
	line_times(&l.tenet, &s);
	str_add(&l.beside, "sqlite3: the same page query ");
	line_times(&l.beside, &bare);
	str_addf(&l.beside, " (%.2f times)", ratio);
	line_goal(&l, ratio <= 1.5, "1.5 times");
	line_print(&l);
	samples_free(&s);
	samples_free(&bare);
}

/* Nothing stands under this name, nor beside it. */
static void fresh_path(const struct bench *b, const char *name, struct str *out)
{
	static const char *const ends[] = {"-wal", "-shm", ""};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		str_clear(out);
		str_addf(out, "%s/%s.db%s", b->folder, name, ends[i]);
		remove(str_cstr(out));
	}
}

/* A process for each, so that both pay for starting one. */
static void upgrade(const struct bench *b, char *self)
{
	struct line l = {.work = "db upgrade head"};
	struct samples s = {0}, bare = {0};
	struct str file = {0}, copy = {0};

	for (int i = 0; i < UPGRADES; i++) {
		fresh_path(b, "upgrade", &file);
		const char *const ours[] = {
			b->tenet, "--database", file.p, "db", "upgrade", "head", NULL};
		samples_add(&s, command_run(ours));
		fresh_path(b, "bare", &copy);
		const char *const theirs[] = {self, "upgrade", file.p, copy.p, NULL};
		samples_add(&bare, command_run(theirs));
	}
	double ratio = samples_median(&s) / samples_median(&bare);
	line_times(&l.tenet, &s);
	str_add(&l.beside, "libsqlite3: the same SQL in one transaction ");
	line_times(&l.beside, &bare);
	str_addf(&l.beside, " (%.2f times)", ratio);
	line_goal(&l, ratio <= 2, "2 times");
	line_print(&l);
	str_free(&file);
	str_free(&copy);
	samples_free(&s);
	samples_free(&bare);
}

static const char count_rows[] = "SELECT max(rowid) FROM pending_posts";

static void look_at_file(struct bench *b)
{
	sqlite3 *db = bare_open(b->big, SQLITE_OPEN_READWRITE);

	b->marker = bare_text(db, oldest_pending);
	b->rows = number(db, count_rows);
	sqlite3_close(db);
}

static void console(struct bench *b)
{
	struct program *p = start(b, b->big, COLUMNS);

	login(b, p);
	keys(b, p);
	decide(b, p);
	program_stop(&p);
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "upgrade") == 0) {
		bare_upgrade(argv[2], argv[3]);
		return 0;
	}
	if (argc != 9) {
		fputs("usage: drive TENET BIG SMALL MAILBOX REPOSITORY FOLDER MANY MANY-COPY\n",
			stderr);
		return 2;
	}
	struct bench b = {.tenet = argv[1],
		.big = argv[2],
		.small = argv[3],
		.mailbox = argv[4],
		.repository = argv[5],
		.folder = argv[6]};

	look_at_file(&b);
	other_neomutt(&b.neomutt, b.mailbox);
	other_tig(&b.tig, b.repository);
	report_heading("Starting");
	first_paint(&b);
	first_rows(&b);
	report_heading("Keys");
	console(&b);
	line_key_alone(&b);
	report_heading("Stopping");
	stop(&b);
	report_heading("Resting");
	rest(&b);
	memory(&b);
	report_heading("Many at once");
	bulk(&b, argv[7], argv[8]);
	report_heading("Commands");
	list_posts(&b);
	upgrade(&b, argv[0]);
	other_free(&b.neomutt);
	other_free(&b.tig);
	free(b.marker);
	return 0;
}
