/* One interaction whole. */
#include "store/memory.h"

#include "base/time.h"
#include "lookup.h"
#include "memory_row.h"
#include "row.h"

#define SHORTEST_PREFIX 4

#define WHOLE \
	"SELECT p.id, p.persona_id, s.reddit_username, p.content, p.interaction_type," \
	" p.reddit_id, p.subreddit, p.parent_id, p.metadata, p.created_at, p.updated_at," \
	" p.embedding FROM interactions p LEFT JOIN personas s ON s.id = p.persona_id"

static const char by_id[] = WHOLE " WHERE p.id = $1";
static const char by_reddit_id[] = WHOLE " WHERE p.reddit_id = $1";
static const char by_prefix[] = WHOLE " WHERE p.id BETWEEN $1 AND $2 LIMIT 2";

static void read_whole(struct stmt *st, struct arena *a, struct interaction *out)
{
	struct span embedding = col_is_null(st, 11) ? SPAN_NULL : col_blob(st, 11);

	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	out->persona_id = row_text(st, 1, a);
	out->persona = row_text(st, 2, a);
	out->content = row_text(st, 3, a);
	out->type = row_text(st, 4, a);
	out->reddit_id = row_text(st, 5, a);
	out->subreddit = row_text(st, 6, a);
	out->parent_id = row_text(st, 7, a);
	out->metadata = row_text(st, 8, a);
	out->created_at = row_text(st, 9, a);
	out->updated_at = row_text(st, 10, a);
	time_parse(out->created_at, &out->created);
	out->embedding = embedding_check(embedding);
	out->embedding_bytes = embedding.n;
	out->dimension = embedding_dimension(embedding);
}

/* Gives the statement back. 1 one, 0 none, -1 error or several. */
static int read_only_one(
	struct stmt *st, struct span name, struct arena *a, struct interaction *out, struct err *e)
{
	int found = stmt_step(st, e);

	if (found > 0) {
		read_whole(st, a, out);
		int another = stmt_step(st, e);
		if (another > 0)
			another = err_set(e, ERR_USAGE, "several interactions begin with \"%.*s\"",
				(int)name.n, name.p);
		found = another < 0 ? -1 : 1;
	}
	stmt_done(&st);
	return found;
}

static int find_by(struct db *db, const char *sql, struct span key, struct span name,
	struct arena *a, struct interaction *out, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	if (!st)
		return -1;
	stmt_text(st, 1, key);
	return read_only_one(st, name, a, out, e);
}

static int find_by_prefix(
	struct db *db, struct span name, struct arena *a, struct interaction *out, struct err *e)
{
	struct id_range range = lookup_prefix(db_engine(db), name, a);
	struct stmt *st = db_prepare(db, by_prefix, e);

	if (!st)
		return -1;
	stmt_text(st, 1, range.first);
	stmt_text(st, 2, range.last);
	return read_only_one(st, name, a, out, e);
}

int memory_get(
	struct db *db, struct span id, struct arena *a, struct interaction *out, struct err *e)
{
	*out = (struct interaction){0};
	int found = find_by(db, by_id, lookup_id(db, id), id, a, out, e);

	if (found == 0)
		found = find_by(db, by_reddit_id, lookup_text(db, id), id, a, out, e);
	if (found == 0 && id.n >= SHORTEST_PREFIX)
		found = find_by_prefix(db, id, a, out, e);
	if (found == 0) {
		err_set(e, ERR_MISSING, "there is no interaction \"%.*s\"", (int)id.n, id.p);
		if (id.n < SHORTEST_PREFIX)
			err_hint(
				e, "an id needs its first %d characters at least", SHORTEST_PREFIX);
	}
	return found > 0 ? 0 : -1;
}
