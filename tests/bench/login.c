/*
 * login TENET FOLDER [TRIES]: how long a login takes that fails, for each reason that it may have,
 * in turn, TRIES (200) of each. Who could tell the reasons apart by time would know which accounts
 * there are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/time.h"
#include "fixture_ours.h"
#include "fixture_report.h"
#include "store/session.h"

/* A hash of nobody's pass phrase at the cost that the program gives, and at the lowest. */
#define HASH "$2b$12$CeiW6MMIDq9DBzjM0LEf7OjgbSTgguftkA9OaHsiLlIliv/XNwhlu"

struct reason {
	const char *name, *hash; /* NULL: there is no such account */
	bool disabled, held;
	struct samples times;
};

static void check(int rc, const struct err *e)
{
	if (rc < 0)
		bench_fail("%s", e->text);
}

static void run(struct db *db, const char *sql)
{
	struct err e = {0};

	check(db_exec(db, sql, &e), &e);
}

static void add_account(struct db *db, const struct reason *r, size_t i)
{
	struct str sql = {0};

	if (!r->hash)
		return;
	str_addf(&sql,
		"INSERT INTO admins (id, username, hashed_password) VALUES"
		" ('00000000-0000-4000-8000-00000000000%zu', '%s', '%s');"
		"INSERT INTO console_accounts (account_id, role, disabled) VALUES"
		" ('00000000-0000-4000-8000-00000000000%zu', 'moderator', %d)",
		i, r->name, r->hash, i, r->disabled);
	run(db, str_cstr(&sql));
	str_free(&sql);
}

/* Each try finds what the first one found: no failure before it, or a wait that goes on. */
static void prepare(struct db *db, const struct reason *r)
{
	struct str sql = {0};
	char next[27];

	time_format_micros(time_now() + 600 * TIME_SECOND, next);
	if (r->held)
		str_addf(&sql, "UPDATE console_accounts SET failures = 11, next_try_at = '%s'",
			next);
	else
		str_add(&sql, "UPDATE console_accounts SET failures = 0, next_try_at = NULL");
	run(db, str_cstr(&sql));
	str_free(&sql);
}

static void try(struct db *db, struct reason *r)
{
	struct session out;
	struct err e = {0};

	prepare(db, r);
	double begin = bench_now();
	int rc = session_login(
		db, span_of(r->name), SPAN_LIT("not the pass phrase of anybody"), &out, &e);
	samples_add(&r->times, bench_now() - begin);
	if (rc == 0 || e.code != ERR_DENIED)
		bench_fail("%s: %s", r->name, rc == 0 ? "logged in" : e.text);
}

int main(int argc, char **argv)
{
	static struct reason reasons[] = {{.name = "unknown"}, {.name = "wrong", .hash = HASH},
		{.name = "disabled", .hash = HASH, .disabled = true},
		{.name = "held up", .hash = HASH, .held = true},
		{.name = "malformed", .hash = "*0"}, {.name = "low cost", .hash = BENCH_HASH}};
	const size_t n = sizeof(reasons) / sizeof(reasons[0]);
	long tries = argc > 3 ? strtol(argv[3], NULL, 10) : 200;
	struct str path = {0};
	struct arena a = {0};

	if (argc < 3)
		bench_fail("usage: login TENET FOLDER [TRIES]");
	str_addf(&path, "%s/login.db", argv[2]);
	(void)unlink(str_cstr(&path));
	bench_upgrade(argv[1], str_cstr(&path));
	struct db *db = bench_open(str_cstr(&path), DB_READ_WRITE, &a);
	for (size_t i = 0; i < n; i++)
		add_account(db, &reasons[i], i);
	for (long k = 0; k < tries; k++)
		for (size_t i = 0; i < n; i++)
			try(db, &reasons[i]);

	double least = 0, most = 0;
	report_heading("Logins that fail");
	for (size_t i = 0; i < n; i++) {
		double median = samples_median(&reasons[i].times);
		least = i == 0 || median < least ? median : least;
		most = median > most ? median : most;
	}
	struct line l = {.work = "medians, by reason"};
	for (size_t i = 0; i < n; i++) {
		str_addf(&l.tenet, "%s%s %.1f", i ? ", " : "", reasons[i].name,
			samples_median(&reasons[i].times));
		samples_free(&reasons[i].times);
	}
	str_addf(&l.tenet, " ms (%ld tries of each)", tries);
	str_addf(line_beside(&l), "the slowest %.3f times the fastest", most / least);
	line_goal(&l, most / least <= 1.05, "1.05 times");
	line_print(&l);
	db_close(&db);
	(void)unlink(str_cstr(&path));
	str_free(&path);
	arena_free(&a);
	return 0;
}
