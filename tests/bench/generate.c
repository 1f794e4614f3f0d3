/*
 * generate AGENT.SQL FILE ROWS: the agent's database with ROWS drafts in place of its own, put
 * together from its real texts and metadata; the same rows on every run.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/str.h"
#include "base/uuid.h"
#include "fixture_rows.h"

#define LONGEST_PARAGRAPH 400
#define FIRST_DRAFT 1704067200 /* 2024-01-01, in seconds */
#define BETWEEN_DRAFTS 60

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

static void add_paragraphs(struct source *s, const char *content)
{
	while (*content) {
		const char *end = strstr(content, "\n\n");
		size_t n = end ? (size_t)(end - content) : strlen(content);
		if (n > 0 && n <= LONGEST_PARAGRAPH) {
			s->paragraphs = xrealloc(
				s->paragraphs, (s->paragraph_count + 1) * sizeof(*s->paragraphs));
			s->paragraphs[s->paragraph_count++] = rows_copy(content, n);
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

/* Paragraphs until there are about 600 bytes. */
static void make_content(const struct source *s, uint64_t *state, struct str *out)
{
	size_t wanted = 400 + rows_pick(state, 300);

	str_clear(out);
	while (out->len < wanted) {
		if (out->len > 0)
			str_add(out, "\n\n");
		str_add(out, s->paragraphs[rows_pick(state, s->paragraph_count)]);
	}
}

static const char insert_draft[] =
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit, "
	"parent_id,"
	" draft_metadata, status, reviewed_by, reviewed_at, created_at, updated_at)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

static void add_draft(
	sqlite3_stmt *st, const struct source *s, int64_t i, uint64_t *state, struct str *content)
{
	const struct sample *sample = &s->samples[rows_pick(state, s->n)];
	char *const *text = sample->text;
	char id[UUID_TEXT], created[40], reviewed[40];
	time_t at = FIRST_DRAFT + (time_t)(i * BETWEEN_DRAFTS) + (time_t)rows_pick(state, 60);

	rows_id(state, id);
	make_content(s, state, content);
	rows_time(at, rows_pick(state, 3) == 0 ? ROWS_MICROS : ROWS_SECONDS, created);
	rows_time(at + 3600, ROWS_MICROS, reviewed);
	rows_bind(st, 1, id);
	rows_bind(st, 2, text[PERSONA]);
	rows_bind(st, 3, str_cstr(content));
	rows_bind(st, 4, text[TYPE]);
	rows_bind(st, 5, text[SUBREDDIT]);
	rows_bind(st, 6, text[PARENT]);
	rows_bind(st, 7, text[METADATA]);
	rows_bind(st, 8, text[STATUS]);
	rows_bind(st, 9, text[BY]);
	rows_bind(st, 10, text[BY] ? reviewed : NULL);
	rows_bind(st, 11, created);
	rows_bind(st, 12, text[BY] ? reviewed : created);
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

int main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: generate AGENT.SQL FILE ROWS\n", stderr);
		return 2;
	}
	char *schema = bench_read_file(argv[1]);
	sqlite3 *db = bare_open(argv[2], SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	rows_begin(db, schema);
	add_drafts(db, strtoll(argv[3], NULL, 10));
	rows_end(db);
	free(schema);
	return 0;
}
