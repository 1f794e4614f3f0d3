/* The interactions whose embeddings point in nearly the same direction. */
#include "store/memory.h"

#include <stdlib.h>

#include "lookup.h"
#include "memory_row.h"
#include "row.h"

static const char embedding_of[] = "SELECT p.embedding FROM interactions p WHERE p.id = $1";

static int read_embedding(
	struct db *db, const struct interaction *it, struct embedding *out, struct err *e)
{
	struct stmt *st = db_prepare(db, embedding_of, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(it->id));
	int step = stmt_step(st, e);
	enum embedding_fault f = EMBEDDING_NONE;
	if (step > 0 && !col_is_null(st, 0))
		f = embedding_read(col_blob(st, 0), out);
	stmt_done(&st);
	if (step == 0)
		return err_set(e, ERR_MISSING, "the interaction was deleted meanwhile");
	if (step > 0 && f != EMBEDDING_FINE)
		return err_set(e, ERR_USAGE, "nothing can be compared with %.8s: its embedding %s",
			it->id, embedding_fault_text(f));
	return step < 0 ? -1 : 0;
}

#define ALL(id) \
	"SELECT " id \
	", p.embedding FROM interactions p WHERE p.embedding IS NOT NULL AND p.id <> $1"
static const char *const embeddings[] = {
	[DB_SQLITE] = ALL("p.id"), [DB_POSTGRES] = ALL("CAST(p.id AS text)")};
static const char *const embeddings_of_persona[] = {
	[DB_SQLITE] = ALL("p.id") " AND p.persona_id = $2",
	[DB_POSTGRES] = ALL("CAST(p.id AS text)") " AND p.persona_id = $2",
};

/* Counted along an index: to ask for embeddings would read all rows once more. */
#define COUNT "SELECT count(*) FROM interactions p"
static const char count_all[] = COUNT, count_of_persona[] = COUNT " WHERE p.persona_id = $1";

static int count_others(struct db *db, const struct interaction *it, struct span persona_id,
	int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, persona_id.p ? count_of_persona : count_all, e);

	if (!st)
		return -1;
	if (persona_id.p)
		stmt_text(st, 1, lookup_id(db, persona_id));
	if (row_number(st, out, e) < 0)
		return -1;
	if (!persona_id.p || span_eq(persona_id, it->persona_id))
		--*out;
	return 0;
}

struct near {
	double cosine;
	char id[UUID_TEXT];
};

/* The best so far, the nearest first. */
struct nearest {
	struct near *v;
	size_t n, most;
};

static bool is_nearer(double cosine, const char *id, const struct near *than)
{
	return cosine > than->cosine || (cosine == than->cosine && strcmp(id, than->id) < 0);
}

static void keep_nearest(struct nearest *best, double cosine, struct span id)
{
	char name[UUID_TEXT];
	size_t at = best->n;

	row_copy(name, sizeof(name), id);
	if (at == best->most && !is_nearer(cosine, name, &best->v[at - 1]))
		return;
	if (at < best->most)
		best->n++;
	else
		at--;
	for (; at > 0 && is_nearer(cosine, name, &best->v[at - 1]); at--)
		best->v[at] = best->v[at - 1];
	best->v[at].cosine = cosine;
	memcpy(best->v[at].id, name, sizeof(name));
}

static int compare_all(struct stmt *st, const struct embedding *with, struct nearest *best,
	struct memory_similar *out, atomic_llong *looked, struct err *e)
{
	int step;

	while ((step = stmt_step(st, e)) > 0) {
		double cosine;
		if (looked)
			atomic_fetch_add_explicit(looked, 1, memory_order_relaxed);
		enum embedding_fault f = embedding_cosine(with, col_blob(st, 1), &cosine);
		if (f != EMBEDDING_FINE) {
			out->skipped[f]++;
			continue;
		}
		out->compared++;
		if (best->n < best->most || cosine >= best->v[best->n - 1].cosine)
			keep_nearest(best, cosine, col_text(st, 0));
	}
	return step;
}

/* Those that were deleted meanwhile are left out. */
static int read_lines(struct db *db, const struct nearest *best, struct arena *a,
	struct memory_similar *out, struct err *e)
{
	char(*ids)[UUID_TEXT] = arena_calloc(a, best->n, sizeof(*ids));
	struct memory_line *lines = arena_calloc(a, best->n, sizeof(*lines));

	for (size_t i = 0; i < best->n; i++)
		memcpy(ids[i], best->v[i].id, UUID_TEXT);
	if (memory_lines(db, (const char(*)[UUID_TEXT])ids, best->n, a, lines, e) < 0)
		return -1;
	out->matches = arena_calloc(a, best->n, sizeof(*out->matches));
	for (size_t i = 0; i < best->n; i++)
		if (lines[i].id[0])
			out->matches[out->n++] = (struct memory_match){lines[i], best->v[i].cosine};
	return 0;
}

/* Of one snapshot, so that no more are compared than there are. */
static int find_nearest(struct db *db, const struct interaction *it, struct span persona_id,
	size_t most, struct arena *a, struct memory_similar *out, atomic_llong *looked,
	atomic_llong *whole, struct err *e)
{
	const char *const *sql = persona_id.p ? embeddings_of_persona : embeddings;
	struct nearest best = {.most = most};
	struct embedding with = {0};
	int rc = -1;

	*out = (struct memory_similar){0};
	if (read_embedding(db, it, &with, e) < 0 ||
		count_others(db, it, persona_id, &out->others, e) < 0)
		goto out;
	if (whole)
		atomic_store(whole, out->others);
	out->dimension = with.n;
	best.v = xcalloc(most, sizeof(*best.v));
	struct stmt *st = db_prepare(db, sql[db_engine(db)], e);
	if (!st)
		goto out;
	stmt_text(st, 1, span_of(it->id));
	if (persona_id.p)
		stmt_text(st, 2, lookup_id(db, persona_id));
	stmt_stream(st);
	stmt_as_bytes(st);
	rc = compare_all(st, &with, &best, out, looked, e);
	stmt_done(&st);
	out->without = out->others - out->compared;
	for (int f = 0; f < EMBEDDING_FAULTS; f++)
		out->without -= out->skipped[f];
	if (rc == 0)
		rc = read_lines(db, &best, a, out, e);
out:
	embedding_clear(&with);
	free(best.v);
	return rc;
}

int memory_similar(struct db *db, const struct interaction *it, struct span persona_id, size_t most,
	struct arena *a, struct memory_similar *out, atomic_llong *looked, atomic_llong *whole,
	struct err *e)
{
	bool own = !db_in_transaction(db);

	if (own && db_begin_read(db, e) < 0)
		return -1;
	int rc = find_nearest(db, it, persona_id, most, a, out, looked, whole, e);
	if (own)
		db_rollback(db);
	return rc;
}
