/*
 * long_line TENET FOLDER [AGENT.SQL]: what it takes to paint drafts that are one line of 10 MB
 * each: in the list, beside it, and further down in the text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "fixture_console.h"
#include "fixture_report.h"
#include "fixture_rows.h"

#define BYTES 10000000
#define GOAL 200.0 /* ms */
#define MARKER_AT 200 /* bytes; no row of the list is so long */

static const struct line_kind {
	const char *name, *repeated;
} kinds[] = {
	{"words", "Strong claims need strong proof, here is what I could find. "},
	{"no blank", "abcdefghijklmnopqrstuvwxyz0123456789"},
	{"CJK",
		"翻訳はバグの少ない部分から始めると楽です。まず用語集を作り、それから見出し、最後に"
		"本文。"},
	{"Arabic", "التواضع المعرفي فضيلة، أليس كذلك؟ بِسْمِ ٱللَّهِ "},
	{"combining", "e\u0301a\u0308\u0304\u0323\u0331o\u0302\u0300"},
	{"piles of marks",
		"Z\u0335\u0321\u0316\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308"},
	{"one pile", "\u0301"},
	{"emoji",
		"👨\u200D👩\u200D👧🏽🇩🇪❤\uFE0F1\uFE0F\u20E3🏴\U000E0067\U000E0062"
		"\U000E0073"
		"\U000E0063\U000E0074\U000E007F"},
	{"hostile",
		"a\033[2J\u202Eevil\u2066\u200B\u00AD\x9B\x00\uFEFF\U000E0041\u0301\xC0\xAFраураl"},
	{"zero width", "\u200B\u200C\u200D\u2060"},
	{"tabs", "\t"},
	{"invalid", "\xFF"},
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* It stands in the text beside the list only, and shares no letter with the one before. */
static void marker_of(const struct line_kind *k, char out[9])
{
	for (int i = 0; i < 8; i++)
		out[i] = (char)('A' + k - kinds);
	out[8] = '\0';
}

static void make_content(const struct line_kind *k, struct str *out)
{
	/* The one with a NUL byte in it ends behind that. */
	size_t n = strcmp(k->name, "hostile") == 0
		? strlen(k->repeated) + 1 + strlen(k->repeated + strlen(k->repeated) + 1)
		: strlen(k->repeated);

	char mark[9];

	str_clear(out);
	str_addf(out, "one line of %s: ", k->name);
	while (out->len < MARKER_AT)
		str_add(out, "so on ");
	marker_of(k, mark);
	str_addf(out, "%s ", mark);
	while (out->len < BYTES)
		str_addn(out, k->repeated, n);
}

static const char insert_draft[] =
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, status,"
	" created_at, updated_at) VALUES (?1, (SELECT id FROM personas LIMIT 1), cast(?2 AS TEXT),"
	" 'post', 'longline', 'pending', ?3, ?3)";

/* A short one before each long one, so that each is looked at anew. */
static void make_file(const char *schema, const char *path)
{
	sqlite3 *db = bare_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	struct str content = {0};
	uint64_t state = 3;
	char *sql = bench_read_file(schema);

	rows_begin(db, sql);
	bare_exec(db, "BEGIN; DELETE FROM pending_posts");
	sqlite3_stmt *st = bare_prepare(db, insert_draft);
	for (size_t i = 0; i < KINDS; i++) {
		char id[UUID_TEXT], created[40];
		rows_id(&state, id);
		rows_time(1704067200 + (time_t)i * 60, ROWS_SECONDS, created);
		make_content(&kinds[i], &content);
		rows_bind(st, 1, id);
		sqlite3_bind_blob64(st, 2, content.p, content.len, SQLITE_STATIC);
		rows_bind(st, 3, created);
		bare_run(st);
	}
	sqlite3_finalize(st);
	bare_exec(db, "COMMIT");
	rows_end(db);
	free(sql);
	str_free(&content);
}

static void print(const char *work, const char *kind, double took)
{
	struct line l = {.work = work};

	str_addf(&l.tenet, "%s: %.0f ms", kind, took);
	line_goal(&l, took <= GOAL, "200 ms");
	line_print(&l);
}

/* Until the draft's text is on the screen. */
static double show(struct program *p, const char *key, const struct line_kind *k)
{
	char mark[9];

	marker_of(k, mark);
	program_type(p, key);
	double took = program_wait_text(p, mark);
	program_wait_idle(p);
	return took;
}

static double press(struct program *p, const char *keys)
{
	program_type(p, keys);
	return program_wait_idle(p);
}

/* A share of the text is wrapped before each key is answered, so the slowest counts. */
static double slowest(struct program *p, const char *key, int times)
{
	double most = 0;

	for (int i = 0; i < times; i++) {
		double took = press(p, key);
		most = took > most ? took : most;
	}
	return most;
}

int main(int argc, char **argv)
{
	struct str path = {0};

	if (argc < 3)
		bench_fail("usage: long_line TENET FOLDER [AGENT.SQL]");
	str_addf(&path, "%s/long-line.db", argv[2]);
	if (access(str_cstr(&path), R_OK) != 0)
		make_file(argc > 3 ? argv[3] : "tests/data/agent.sql", str_cstr(&path));
	report_heading("Drafts that are one line of 10 MB");
	struct program *p = console_start(argv[1], str_cstr(&path), COLUMNS);
	print("login to list and text:", kinds[0].name, console_login(p, "AAAAAAAA"));
	for (size_t i = 0; i < KINDS; i++) {
		if (i > 0)
			print("read, and on the screen:", kinds[i].name, show(p, "j", &kinds[i]));
		print("scroll:", kinds[i].name, slowest(p, "J", 10));
		print("painted anew:", kinds[i].name, slowest(p, "\f", 3));
	}
	program_stop(&p);
	str_free(&path);
	return 0;
}
