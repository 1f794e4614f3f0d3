/* What an interaction answers, and what answers it. */
#include "store/memory.h"

#include "memory_row.h"

/* --- Above. --- */

/* Each step finds one row by its id on Reddit, which is unique: a loop would go round for ever, and
 * ends where more than are shown would be read. */
#define ABOVE(line) \
	"WITH RECURSIVE up(id, parent, height) AS (SELECT i.id, i.parent_id, 0" \
	" FROM interactions i WHERE i.id = $1" \
	" UNION ALL SELECT i.id, i.parent_id, up.height + 1 FROM up" \
	" JOIN interactions i ON i.reddit_id = up.parent WHERE up.height < $2) " line \
	" FROM up JOIN interactions p ON p.id = up.id ORDER BY up.height"
static const char *const above[] = {
	[DB_SQLITE] = ABOVE(SQLITE_MEMORY_LINE_AND("0")),
	[DB_POSTGRES] = ABOVE(POSTGRES_MEMORY_LINE_AND("0")),
};

static bool stands_among(const struct memory_line *lines, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(lines[i].id, id) == 0)
			return true;
	return false;
}

/* How it ends where the last line names a parent that is not among the rows. */
static enum thread_end end_of(const struct memory_line *last, size_t n)
{
	if (!last->parent_id.p || last->parent_id.n == 0)
		return THREAD_ROOT;
	return n > MEMORY_ABOVE + 1 ? THREAD_LONG : THREAD_ELSEWHERE;
}

static int read_above(struct db *db, const struct interaction *it, struct arena *a,
	struct memory_thread *out, struct err *e)
{
	/* The row itself, those above it, and one more. */
	struct memory_line *lines = arena_calloc(a, MEMORY_ABOVE + 2, sizeof(*lines));
	struct stmt *st = db_prepare(db, above[db_engine(db)], e);
	size_t n = 0;
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(it->id));
	stmt_int(st, 2, MEMORY_ABOVE + 1);
	while ((step = stmt_step(st, e)) > 0 && n < MEMORY_ABOVE + 2) {
		memory_line_read(st, a, &lines[n]);
		if (stands_among(lines, n, lines[n].id)) {
			out->end = THREAD_LOOP;
			break;
		}
		n++;
	}
	stmt_done(&st);
	if (step < 0)
		return -1;
	if (n == 0)
		return 0; /* it was deleted meanwhile */
	if (out->end != THREAD_LOOP)
		out->end = end_of(&lines[n - 1], n);
	out->beyond = lines[n - 1].parent_id;
	if (out->end == THREAD_LONG)
		out->beyond = lines[--n - 1].parent_id;
	out->above = lines + 1;
	out->above_count = n - 1;
	memory_lines_turn(out->above, out->above_count);
	return 0;
}

/* --- Below. --- */

/* What stands in the thread above answers itself in the end, and is not counted among replies. */
#define BELOW(line) \
	"WITH RECURSIVE down(id, depth) AS (SELECT i.id, 0 FROM interactions i WHERE i.id = $1" \
	" UNION SELECT c.id, down.depth + 1 FROM down" \
	" JOIN interactions i ON i.id = down.id" \
	" JOIN interactions c ON c.parent_id = i.reddit_id" \
	" WHERE down.depth < $2 AND c.id <> $1) " line \
	" FROM down JOIN interactions p ON p.id = down.id WHERE down.depth > 0 LIMIT $3"
static const char *const below[] = {
	[DB_SQLITE] = BELOW(SQLITE_MEMORY_LINE_AND("down.depth")),
	[DB_POSTGRES] = BELOW(POSTGRES_MEMORY_LINE_AND("down.depth")),
};

static bool comes_before(const struct memory_reply *a, const struct memory_reply *b)
{
	if (a->line.created != b->line.created)
		return a->line.created < b->line.created;
	return strcmp(a->line.id, b->line.id) < 0;
}

static void sort_by_time(struct memory_reply *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct memory_reply one = v[i];
		size_t at = i;
		for (; at > 0 && comes_before(&one, &v[at - 1]); at--)
			v[at] = v[at - 1];
		v[at] = one;
	}
}

/* Moves the replies to `parent`, and those to them, behind each other. */
static void add_replies(struct memory_reply *from, size_t n, struct span parent, int depth,
	struct memory_thread *out)
{
	for (size_t i = 0; i < n; i++) {
		if (from[i].depth != depth || !from[i].line.id[0] ||
			!span_eq(from[i].line.parent_id, parent))
			continue;
		struct memory_reply one = from[i];
		from[i].line.id[0] = '\0';
		out->below[out->below_count++] = one;
		add_replies(from, n, one.line.reddit_id, depth + 1, out);
	}
}

static bool is_known(const struct memory_reply *v, size_t n, struct span id)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(id, v[i].line.id))
			return true;
	return false;
}

/* In a loop the same row comes again, deeper. */
static int read_below(struct db *db, const struct interaction *it, struct arena *a,
	struct memory_thread *out, struct err *e)
{
	struct memory_reply *found = arena_calloc(a, MEMORY_BELOW, sizeof(*found));
	struct stmt *st = db_prepare(db, below[db_engine(db)], e);
	size_t n = 0;
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(it->id));
	stmt_int(st, 2, MEMORY_DEPTH + 1);
	stmt_int(st, 3, 2 * MEMORY_BELOW);
	while ((step = stmt_step(st, e)) > 0) {
		int depth = (int)col_int(st, MEMORY_LINE_COLUMNS - 1);
		if (is_known(found, n, col_text(st, 0)))
			continue;
		if (n == MEMORY_BELOW || depth > MEMORY_DEPTH) {
			out->below_more = true;
			continue;
		}
		found[n].depth = depth;
		memory_line_read(st, a, &found[n++].line);
	}
	stmt_done(&st);
	sort_by_time(found, n);
	out->below = arena_calloc(a, n, sizeof(*out->below));
	add_replies(found, n, it->reddit_id, 1, out);
	return step;
}

int memory_thread(struct db *db, const struct interaction *it, struct arena *a,
	struct memory_thread *out, struct err *e)
{
	*out = (struct memory_thread){0};
	if (read_above(db, it, a, out, e) < 0)
		return -1;
	return read_below(db, it, a, out, e);
}
