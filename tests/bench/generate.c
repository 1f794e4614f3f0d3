/*
 * generate AGENT.SQL FILE ROWS: the agent's database with ROWS drafts in place of its own, put
 * together from its real texts and metadata; the same rows on every run.
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/str.h"
#include "base/uuid.h"
#include "fixture_bare.h"

#define LONGEST_PARAGRAPH 400
#define FIRST_DRAFT 1704067200 /* 2024-01-01, in seconds */
#define BETWEEN_DRAFTS 60

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static size_t pick(uint64_t *state, size_t n)
{
	return (size_t)(draw(state) % n);
}

/* What one real draft lends to the made ones. */
enum { TYPE, SUBREDDIT, PARENT, METADATA, STATUS, BY, PERSONA, TEXT_COLUMNS };
static const char samples[] =
	"SELECT post_type, target_subreddit, parent_id, draft_metadata, status, reviewed_by,"
	" persona_id, content FROM pending_posts ORDER BY rowid";

struct sample {
	char *text[TEXT_COLUMNS]; /* NULL for NULL */
};

struct source {
	struct sample *samples;
	size_t n;
	char **paragraphs;
	size_t paragraph_count;
};

static char *copy(const char *text, size_t n)
{
	char *p = xmalloc(n + 1);

	memcpy(p, text, n);
	p[n] = '\0';
	return p;
}

static void add_paragraphs(struct source *s, const char *content)
{
	while (*content) {
		const char *end = strstr(content, "\n\n");
		size_t n = end ? (size_t)(end - content) : strlen(content);
		if (n > 0 && n <= LONGEST_PARAGRAPH) {
			s->paragraphs = xrealloc(
				s->paragraphs, (s->paragraph_count + 1) * sizeof(*s->paragraphs));
			s->paragraphs[s->paragraph_count++] = copy(content, n);
		}
		content += n + strspn(content + n, "\n");
	}
}

static void read_source(sqlite3 *db, struct source *s)
{
	sqlite3_stmt *st = bare_prepare(db, samples);

	while (sqlite3_step(st) == SQLITE_ROW) {
		s->samples = xrealloc(s->samples, (s->n + 1) * sizeof(*s->samples));
		for (int c = 0; c < TEXT_COLUMNS; c++) {
			const char *text = (const char *)sqlite3_column_text(st, c);
			s->samples[s->n].text[c] = text ? xstrdup(text) : NULL;
		}
		s->n++;
		add_paragraphs(s, (const char *)sqlite3_column_text(st, TEXT_COLUMNS));
	}
	sqlite3_finalize(st);
}

static void free_source(struct source *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (int c = 0; c < TEXT_COLUMNS; c++)
			free(s->samples[i].text[c]);
	for (size_t i = 0; i < s->paragraph_count; i++)
		free(s->paragraphs[i]);
	free(s->samples);
	free(s->paragraphs);
}

static void make_id(uint64_t *state, char out[UUID_TEXT])
{
	uint64_t a = draw(state), b = draw(state);

	snprintf(out, UUID_TEXT, "%08x-%04x-4%03x-%04x-%012" PRIx64, (unsigned)(a >> 32),
		(unsigned)(a >> 16) & 0xFFFF, (unsigned)a & 0xFFF,
		((unsigned)(b >> 48) & 0x3FFF) | 0x8000, b & UINT64_C(0xFFFFFFFFFFFF));
}

/* Paragraphs until there are about 600 bytes. */
static void make_content(const struct source *s, uint64_t *state, struct str *out)
{
	size_t wanted = 400 + pick(state, 300);

	str_clear(out);
	while (out->len < wanted) {
		if (out->len > 0)
			str_add(out, "\n\n");
		str_add(out, s->paragraphs[pick(state, s->paragraph_count)]);
	}
}

enum form { SECONDS, MICROS };

static void make_time(time_t seconds, enum form form, char out[40])
{
	struct tm tm;

	gmtime_r(&seconds, &tm);
	size_t n =
		strftime(out, 32, form == MICROS ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &tm);
	if (form == MICROS)
		memcpy(out + n, ".123456", sizeof(".123456"));
}

static void bind(sqlite3_stmt *st, int param, const char *text)
{
	sqlite3_bind_text(st, param, text, -1, SQLITE_STATIC);
}

static const char insert_draft[] =
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, "
	"parent_id,"
	" draft_metadata, status, reviewed_by, reviewed_at, created_at, updated_at)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

static void add_draft(
	sqlite3_stmt *st, const struct source *s, int64_t i, uint64_t *state, struct str *content)
{
	const struct sample *sample = &s->samples[pick(state, s->n)];
	char *const *text = sample->text;
	char id[UUID_TEXT], created[40], reviewed[40];
	time_t at = FIRST_DRAFT + (time_t)(i * BETWEEN_DRAFTS) + (time_t)pick(state, 60);

	make_id(state, id);
	make_content(s, state, content);
	make_time(at, pick(state, 3) == 0 ? MICROS : SECONDS, created);
	make_time(at + 3600, MICROS, reviewed);
	bind(st, 1, id);
	bind(st, 2, text[PERSONA]);
	bind(st, 3, str_cstr(content));
	bind(st, 4, text[TYPE]);
	bind(st, 5, text[SUBREDDIT]);
	bind(st, 6, text[PARENT]);
	bind(st, 7, text[METADATA]);
	bind(st, 8, text[STATUS]);
	bind(st, 9, text[BY]);
	bind(st, 10, text[BY] ? reviewed : NULL);
	bind(st, 11, created);
	bind(st, 12, text[BY] ? reviewed : created);
	bare_run(st);
}

static void add_drafts(sqlite3 *db, int64_t rows)
{
	struct source s = {0};
	struct str content = {0};
	uint64_t state = 2;

	read_source(db, &s);
	bare_exec(db, "BEGIN; DELETE FROM pending_posts");
	sqlite3_stmt *st = bare_prepare(db, insert_draft);
	for (int64_t i = 0; i < rows; i++)
		add_draft(st, &s, i, &state, &content);
	sqlite3_finalize(st);
	bare_exec(db, "COMMIT");
	str_free(&content);
	free_source(&s);
}

/* A bcrypt of the lowest cost takes a millisecond: so it is left out of what is measured. */
static const char account[] = "INSERT INTO admins (id, username, hashed_password) VALUES"
			      " ('0be7c4a0-5a5e-4d4e-8f3a-6d1f3c2b1a00', '" BENCH_USER
			      "', '$2b$04$TlhAV6Q37jDH9ySmQ2HlsOuYrsqD4zCnGXz6Io0t8Wy78Rt/Q5Q3m')";

int main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: generate AGENT.SQL FILE ROWS\n", stderr);
		return 2;
	}
	char *schema = bench_read_file(argv[1]);
	sqlite3 *db = bare_open(argv[2], SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	/* Nothing is lost with a file that can be made again. */
	bare_exec(db,
		"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
		"PRAGMA cache_size = -500000");
	bare_exec(db, schema);
	bare_exec(db, account);
	add_drafts(db, strtoll(argv[3], NULL, 10));
	bare_exec(db, "PRAGMA journal_mode = WAL");
	sqlite3_close(db);
	free(schema);
	return 0;
}
