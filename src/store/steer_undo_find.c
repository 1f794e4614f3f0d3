/* Finding a change of beliefs that can be taken back. */
#include <string.h>

#include "base/time.h"
#include "lookup.h"
#include "row.h"
#include "steer_undo.h"

#define UPDATE(taken_back) \
	"SELECT u.id, u.belief_id, b.title, u.updated_by, u.updated_at, u.reason, u.old_value," \
	" u.new_value, CASE WHEN " taken_back " THEN 1 ELSE 0 END" \
	" FROM belief_updates u JOIN belief_nodes b ON b.id = u.belief_id"
#define OWN \
	" WHERE u.updated_by = $1 AND u.reason NOT LIKE '" UNDOES "%' AND NOT " TAKEN_BACK \
	" ORDER BY u.created_at DESC, u.updated_at DESC, "

/* Nobody makes more of those that cannot be taken back in a row. */
#define MOST "LIMIT 50"

/* What was written last among those of one time. */
static const char *const own_update[] = {
	[DB_SQLITE] = UPDATE("1 = 0") OWN "u.rowid DESC " MOST,
	[DB_POSTGRES] = UPDATE("1 = 0") OWN "u.id DESC " MOST,
};
static const char update_by_id[] = UPDATE(TAKEN_BACK) " WHERE u.id = $1";

#define EVENT(restored) \
	"SELECT d.id, d.subject, d.actor, d.at, d.detail, CASE WHEN " restored \
	" THEN 1 ELSE 0 END FROM console_events d WHERE d.kind = 'belief.delete'"

static const char own_event[] =
	EVENT("1 = 0") " AND d.actor = $1 AND NOT " RESTORED " ORDER BY d.seq DESC " MOST;
static const char event_by_id[] = EVENT(RESTORED) " AND d.id = $1";

/* Reads a row; true: it was taken back. */
typedef bool read_fn(struct stmt *st, struct arena *a, struct steer_undo *out);

static bool read_update(struct stmt *st, struct arena *a, struct steer_undo *out)
{
	*out = (struct steer_undo){.what = UNDO_STANCE};
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	row_copy(out->belief_id, sizeof(out->belief_id), col_text(st, 1));
	out->title = row_text(st, 2, a);
	out->by = row_text(st, 3, a);
	out->at = row_text(st, 4, a);
	out->reason = row_text(st, 5, a);
	out->before = row_text(st, 6, a);
	out->after = row_text(st, 7, a);
	return col_int(st, 8) != 0;
}

static bool read_event(struct stmt *st, struct arena *a, struct steer_undo *out)
{
	*out = (struct steer_undo){.what = UNDO_DELETE};
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	out->title = row_text(st, 1, a);
	out->by = row_text(st, 2, a);
	out->at = row_text(st, 3, a);
	out->before = row_text(st, 4, a);
	return col_int(st, 5) != 0;
}

/* 1 found, 0 not, -1. */
static int read_one(struct db *db, const char *sql, read_fn *read, struct span id, struct arena *a,
	struct steer_undo *out, bool *taken_back, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	if (!st)
		return -1;
	stmt_text(st, 1, id);
	int found = stmt_step(st, e);
	if (found > 0)
		*taken_back = read(st, a, out);
	stmt_done(&st);
	return found;
}

/* A change that cannot be taken back, and so is passed over. */
struct passed {
	struct steer_undo undo;
	struct err why;
	const struct passed *newer;
};

/* Somebody's newest change in one table, and the newer ones that were passed over. */
struct newest {
	struct steer_undo undo;
	const struct passed *first, *last; /* by age, the newest first; NULL: none */
	int found; /* 1; 0 there is none that can be taken back */
};

/* What the stance was before a change that stays is gone, too. */
static bool is_behind(const struct newest *n, const struct steer_undo *u)
{
	for (const struct passed *p = n->last; p && u->what == UNDO_STANCE; p = p->newer)
		if (strcmp(p->undo.belief_id, u->belief_id) == 0)
			return true;
	return false;
}

static void pass_over(struct newest *n, const struct err *why, struct arena *a)
{
	struct passed *p = arena_calloc(a, 1, sizeof(*p));

	p->undo = n->undo;
	p->why = *why;
	err_prefix(&p->why, "%.*s", (int)n->undo.title.n, n->undo.title.p);
	p->newer = n->last;
	n->last = p;
	if (!n->first)
		n->first = p;
}

static int read_newest(struct db *db, const char *sql, read_fn *read, const struct session *by,
	struct arena *a, struct newest *out, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	*out = (struct newest){.found = -1};
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(by->name));
	while ((out->found = stmt_step(st, e)) > 0) {
		struct err why = {0};
		read(st, a, &out->undo);
		if (undo_understand(&out->undo, a, &why) < 0)
			pass_over(out, &why, a);
		else if (!is_behind(out, &out->undo))
			break;
	}
	stmt_done(&st);
	return out->found < 0 ? -1 : 0;
}

/* Or of the same moment. */
static bool is_later(struct span at, struct span other)
{
	int64_t one, two;

	time_parse(at, &one);
	time_parse(other, &two);
	return one >= two;
}

static int find_newest(struct db *db, const struct session *s, struct arena *a,
	struct steer_undo *out, struct err *e)
{
	struct newest update, deleted;

	if (read_newest(db, own_update[db_engine(db)], read_update, s, a, &update, e) < 0 ||
		read_newest(db, own_event, read_event, s, a, &deleted, e) < 0)
		return -1;
	bool event = deleted.found && (!update.found || is_later(deleted.undo.at, update.undo.at));
	if (!event && !update.found)
		return update.first
			? err_take(e, &update.first->why)
			: err_set(e, ERR_MISSING, "%s made no change that could be taken back",
				  s->name);
	*out = event ? deleted.undo : update.undo;
	if (update.first && is_later(update.first->undo.at, out->at))
		out->passed = span_of(update.first->why.text);
	return 0;
}

#define SHORTEST_PREFIX 4
static const char ids_by_prefix[] =
	"SELECT id FROM belief_updates WHERE id BETWEEN $1 AND $2 UNION ALL"
	" SELECT id FROM console_events WHERE kind = 'belief.delete' AND id BETWEEN $1 AND $2"
	" LIMIT 2";

/* The id that begins so; NULL when there is none. */
static int whole_id(
	struct db *db, struct span prefix, struct arena *a, struct span *out, struct err *e)
{
	struct id_range range = lookup_prefix(db_engine(db), prefix, a);
	struct stmt *st = db_prepare(db, ids_by_prefix, e);
	int found = 0, another = 0;

	*out = SPAN_NULL;
	if (!st)
		return -1;
	if (prefix.n >= SHORTEST_PREFIX) {
		stmt_text(st, 1, range.first);
		stmt_text(st, 2, range.last);
		found = stmt_step(st, e);
		if (found > 0) {
			*out = row_text(st, 0, a);
			another = stmt_step(st, e);
		}
	}
	stmt_done(&st);
	if (another > 0)
		return err_set(e, ERR_USAGE, "several changes begin with \"%.*s\"", (int)prefix.n,
			prefix.p);
	return found < 0 || another < 0 ? -1 : 0;
}

int undo_by_id(
	struct db *db, struct span id, struct arena *a, struct steer_undo *out, struct err *e)
{
	bool taken_back = false;
	struct span key;

	if (whole_id(db, id, a, &key, e) < 0)
		return -1;
	int found = read_one(db, update_by_id, read_update, key, a, out, &taken_back, e);

	if (found == 0)
		found = read_one(db, event_by_id, read_event, key, a, out, &taken_back, e);
	if (found == 0)
		return err_set(e, ERR_MISSING, "there is no change \"%.*s\"", (int)id.n, id.p);
	if (found > 0 && taken_back)
		return err_set(e, ERR_CONFLICT, "it was taken back before");
	return found < 0 ? -1 : 0;
}

int steer_undo_find(struct db *db, const struct session *s, struct span id, struct arena *a,
	struct steer_undo *out, struct err *e)
{
	bool own = !db_in_transaction(db);

	if (own && db_begin_read(db, e) < 0)
		return -1;
	int result = id.p ? undo_by_id(db, id, a, out, e) : find_newest(db, s, a, out, e);
	if (own)
		db_rollback(db);
	return result == 0 && id.p ? undo_understand(out, a, e) : result;
}
