/* What a persona wrote in a draft's subreddit before. */
#include "store/context.h"

#include "base/time.h"
#include "lookup.h"
#include "model/similar.h"
#include "post_row.h"
#include "row.h"

/* Along the indices of migration 0012: each page starts at the draft's own time. */
#define SQLITE_EARLIER(sub) \
	" WHERE p.persona_id = $1 AND " sub " = $2 AND " SQLITE_TIME " <= replace($3, 'T', ' ')"
#define POSTGRES_EARLIER(sub) " WHERE p.persona_id = $1 AND " sub " = $2 AND p.created_at <= $3"
#define SQLITE_NEWEST " ORDER BY " SQLITE_TIME " DESC, p.rowid DESC LIMIT $4"
#define POSTGRES_NEWEST " ORDER BY p.created_at DESC, p.id DESC LIMIT $4"

static const char *const earlier_posts[] = {
	[DB_SQLITE] = SQLITE_LINE SQLITE_EARLIER("p.target_subreddit") SQLITE_NEWEST,
	[DB_POSTGRES] = POSTGRES_LINE POSTGRES_EARLIER("p.target_subreddit") POSTGRES_NEWEST,
};

static const char *const earlier_interactions[] = {
	[DB_SQLITE] =
		"SELECT p.interaction_type, p.reddit_id, p.created_at,"
		" substr(CAST(p.content AS BLOB), 1, 2000) FROM interactions p" SQLITE_EARLIER(
			"p.subreddit") SQLITE_NEWEST,
	[DB_POSTGRES] = "SELECT p.interaction_type, p.reddit_id, p.created_at,"
			" left(p.content, 2000) FROM interactions p" POSTGRES_EARLIER("p.subreddit")
				POSTGRES_NEWEST,
};

/* NULL with `*none` where nothing can stand beside the draft. */
static struct stmt *prepare(struct db *db, const char *const *sql, const struct post *p,
	int64_t most, bool *none, struct err *e)
{
	*none = !p->persona_id.p || !p->target_subreddit.p || p->created == TIME_NONE;
	struct stmt *st = *none ? NULL : db_prepare(db, sql[db_engine(db)], e);
	if (!st)
		return NULL;
	stmt_text(st, 1, lookup_id(db, p->persona_id));
	stmt_text(st, 2, lookup_text(db, p->target_subreddit));
	stmt_text(st, 3, p->created_at);
	stmt_int(st, 4, most);
	return st;
}

int context_posts(struct db *db, const struct post *p, struct arena *a, struct post_line **out,
	size_t *n, struct err *e)
{
	bool none;
	/* One more than asked for: the draft itself may be among them. */
	struct stmt *st = prepare(db, earlier_posts, p, CONTEXT_POSTS + 1, &none, e);
	int step;

	*n = 0;
	*out = arena_calloc(a, CONTEXT_POSTS, sizeof(**out));
	if (!st)
		return none ? 0 : -1;
	while ((step = stmt_step(st, e)) > 0) {
		if (*n == CONTEXT_POSTS || span_is(col_text(st, 0), p->id))
			continue;
		post_line_read(st, FILTER_OLDEST, a, &(*out)[(*n)++]);
	}
	stmt_done(&st);
	return step;
}

/* Reads and compares all of them; what is shown of them is in `rows`, in the same order. */
static int read_interactions(struct stmt *st, struct similar *s, struct arena *rows_arena,
	struct context_interaction *rows, size_t *n, struct err *e)
{
	int step;

	while ((step = stmt_step(st, e)) > 0) {
		struct context_interaction *row = &rows[(*n)++];
		row->type = row_text(st, 0, rows_arena);
		row->reddit_id = row_text(st, 1, rows_arena);
		time_parse(col_text(st, 2), &row->created);
		similar_add(s, col_blob(st, 3));
		row->snippet = post_snippet(col_blob(st, 3), rows_arena);
	}
	return step;
}

static void copy_best(const struct similar *s, const struct context_interaction *rows,
	struct arena *a, struct context_interaction **out, size_t *n)
{
	struct similar_match best[CONTEXT_SIMILAR];

	*n = similar_best(s, best, CONTEXT_SIMILAR);
	*out = arena_calloc(a, *n, sizeof(**out));
	for (size_t i = 0; i < *n; i++) {
		struct context_interaction *to = &(*out)[i];
		*to = rows[best[i].index];
		to->type = arena_span(a, to->type);
		to->reddit_id = arena_span(a, to->reddit_id);
		to->snippet = arena_span(a, to->snippet);
		for (size_t word = 0; word < SIMILAR_NAMED; word++)
			to->words[word] = arena_span(a, best[i].words[word]);
	}
}

int context_similar(struct db *db, const struct post *p, struct arena *a,
	struct context_interaction **out, size_t *n, size_t *looked, struct err *e)
{
	struct arena scratch = {0};
	bool none;
	struct stmt *st = prepare(db, earlier_interactions, p, CONTEXT_LOOKED, &none, e);

	*out = NULL;
	*n = *looked = 0;
	if (!st)
		return none ? 0 : -1;
	struct context_interaction *rows = arena_calloc(&scratch, CONTEXT_LOOKED, sizeof(*rows));
	struct similar *s = similar_new(p->content);
	int step = read_interactions(st, s, &scratch, rows, looked, e);
	stmt_done(&st);
	if (step == 0)
		copy_best(s, rows, a, out, n);
	similar_free(&s);
	arena_free(&scratch);
	return step;
}
