/* tenet memory similar. */
#include <inttypes.h>

#include "base/json.h"
#include "base/time.h"
#include "limit.h"
#include "memory.h"
#include "waiting.h"

#define DEFAULT_LIMIT 20
#define MOST 10000

static int read_limit(const struct call *c, size_t *out, struct err *e)
{
	*out = DEFAULT_LIMIT;
	if (call_option(c, "--limit") && limit_read(c, out, e) < 0)
		return -1;
	if (*out > MOST)
		return err_set(e, ERR_USAGE, "memory similar: --limit is at most %d", MOST);
	return 0;
}

static int put_json(struct db *db, const struct memory_match *m, struct arena *a, struct err *e)
{
	struct interaction whole;
	struct err gone = {0};

	if (memory_get(db, span_of(m->line.id), a, &whole, &gone) < 0) {
		if (gone.code == ERR_MISSING)
			return 0; /* deleted meanwhile */
		*e = gone;
		return -1;
	}
	json_t *o = memory_json(&whole);
	json_put(o, "cosine", json_from_real(m->cosine));
	return print_json(o);
}

static int put_all(
	const struct call *c, struct db *db, const struct memory_similar *s, struct err *e)
{
	static const char *const headings[] = {">COSINE", MEMORY_HEADINGS, NULL};
	struct table *t = call_option(c, "--json") ? NULL : table_new(headings);
	struct arena a = {0};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < s->n && !print_lost(); i++) {
		arena_clear(&a);
		if (t) {
			table_number(t, s->matches[i].cosine);
			memory_cells(t, &s->matches[i].line, time_now(), &a);
		} else {
			rc = put_json(db, &s->matches[i], &a, e);
		}
	}
	if (t && table_print(&t, "No other interaction has an embedding like it.") < 0)
		rc = -1;
	arena_free(&a);
	return rc;
}

/* "compared 118 embeddings of 384 numbers; 15 have no embedding; skipped 3: 1 odd length, 2 all
 * zero". */
static void say_compared(const struct memory_similar *s)
{
	int64_t skipped = 0;
	struct str line = {0};

	for (int f = 0; f < EMBEDDING_FAULTS; f++)
		skipped += s->skipped[f];
	str_addf(&line, "compared %" PRId64 " embedding%s of %zu numbers", s->compared,
		s->compared == 1 ? "" : "s", s->dimension);
	if (s->without > 0)
		str_addf(&line, "; %" PRId64 " of %" PRId64 " others %s no embedding", s->without,
			s->others, s->without == 1 ? "has" : "have");
	if (skipped > 0)
		str_addf(&line, "; skipped %" PRId64, skipped);
	const char *before = ": ";
	for (int f = 0; f < EMBEDDING_FAULTS; f++) {
		if (s->skipped[f] == 0)
			continue;
		str_addf(&line, "%s%" PRId64 " %s", before, s->skipped[f],
			embedding_fault_name((enum embedding_fault)f));
		before = ", ";
	}
	fflush(stdout);
	print_note("%s", str_cstr(&line));
	str_free(&line);
}

static int similar(const struct call *c, struct db **db, struct arena *a, struct err *e)
{
	struct memory_similar s;
	struct interaction it;
	size_t limit;

	if (read_limit(c, &limit, e) < 0 || command_open(c, DB_READ_ONLY, a, db, e) < 0 ||
		memory_get(*db, span_of(c->words[0]), a, &it, e) < 0)
		return -1;
	waiting_begin(c);
	int compared = memory_similar(*db, &it, SPAN_NULL, limit, a, &s, NULL, NULL, e);
	waiting_end();
	if (compared < 0 || put_all(c, *db, &s, e) < 0)
		return -1;
	say_compared(&s);
	return 0;
}

static int run(const struct call *c)
{
	struct arena a = {0};
	struct db *db = NULL;
	struct err e = {0};
	int status = EXIT_DONE;

	if (similar(c, &db, &a, &e) < 0)
		status = e.code ? command_fail(&e) : EXIT_FAILED;
	db_close(&db);
	arena_free(&a);
	return status;
}

static const struct option_spec options[] = {
	{"--limit", "N", "at most N interactions (default: 20)", NULL},
	{"--json", NULL, "print JSON, one interaction a line, with its cosine", NULL},
	OPTION_END,
};

const struct command command_memory_similar = {
	.name = "memory similar",
	.operands = "ID",
	.min = 1,
	.max = 1,
	.help = "List the interactions whose embeddings are nearest to that of one",
	.signs = MEMORY_SIGNS,
	.options = options,
	.agents_only = true,
	.run = run,
};
