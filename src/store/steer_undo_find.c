/* Finding a change of beliefs that can be taken back. */
#include "base/time.h"
#include "lookup.h"
#include "row.h"
#include "steer_undo.h"

/* How its undo is known: by the beginning of its reason. */
#define TAKEN_BACK \
	"EXISTS (SELECT 1 FROM belief_updates t WHERE t.belief_id = u.belief_id" \
	" AND t.reason LIKE '" UNDOES "' || CAST(u.id AS TEXT) || ':%')"
#define UPDATE(taken_back) \
	"SELECT u.id, u.belief_id, b.title, u.updated_by, u.updated_at, u.reason, u.old_value," \
	" u.new_value, CASE WHEN " taken_back " THEN 1 ELSE 0 END" \
	" FROM belief_updates u JOIN belief_nodes b ON b.id = u.belief_id"
#define OWN \
	" WHERE u.updated_by = $1 AND u.reason NOT LIKE '" UNDOES "%' AND NOT " TAKEN_BACK \
	" ORDER BY u.created_at DESC, u.updated_at DESC, "

/* What was written last among those of one time. */
static const char *const own_update[] = {
	[DB_SQLITE] = UPDATE("1 = 0") OWN "u.rowid DESC LIMIT 1",
	[DB_POSTGRES] = UPDATE("1 = 0") OWN "u.id DESC LIMIT 1",
};
static const char update_by_id[] = UPDATE(TAKEN_BACK) " WHERE u.id = $1";

#define RESTORED \
	"EXISTS (SELECT 1 FROM console_events r WHERE r.kind = 'belief.restore'" \
	" AND r.detail = CAST(d.id AS TEXT))"
#define EVENT(restored) \
	"SELECT d.id, d.subject, d.actor, d.at, d.detail, CASE WHEN " restored \
	" THEN 1 ELSE 0 END FROM console_events d WHERE d.kind = 'belief.delete'"

static const char own_event[] =
	EVENT("1 = 0") " AND d.actor = $1 AND NOT " RESTORED " ORDER BY d.seq DESC LIMIT 1";
static const char event_by_id[] = EVENT(RESTORED) " AND d.id = $1";

/* 1 found, 0 not, -1. */
static int read_update(struct db *db, const char *sql, struct span key, struct arena *a,
	struct steer_undo *out, bool *taken_back, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	if (!st)
		return -1;
	stmt_text(st, 1, key);
	int found = stmt_step(st, e);
	if (found > 0) {
		*out = (struct steer_undo){.what = UNDO_STANCE};
		row_copy(out->id, sizeof(out->id), col_text(st, 0));
		row_copy(out->belief_id, sizeof(out->belief_id), col_text(st, 1));
		out->title = row_text(st, 2, a);
		out->by = row_text(st, 3, a);
		out->at = row_text(st, 4, a);
		out->reason = row_text(st, 5, a);
		out->before = row_text(st, 6, a);
		out->after = row_text(st, 7, a);
		*taken_back = col_int(st, 8) != 0;
	}
	stmt_done(&st);
	return found;
}

static int read_event(struct db *db, const char *sql, struct span key, struct arena *a,
	struct steer_undo *out, bool *taken_back, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	if (!st)
		return -1;
	stmt_text(st, 1, key);
	int found = stmt_step(st, e);
	if (found > 0) {
		*out = (struct steer_undo){.what = UNDO_DELETE};
		row_copy(out->id, sizeof(out->id), col_text(st, 0));
		out->title = row_text(st, 1, a);
		out->by = row_text(st, 2, a);
		out->at = row_text(st, 3, a);
		out->before = row_text(st, 4, a);
		*taken_back = col_int(st, 5) != 0;
	}
	stmt_done(&st);
	return found;
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
	struct steer_undo deleted;
	bool taken_back;
	int update = read_update(
		db, own_update[db_engine(db)], span_of(s->name), a, out, &taken_back, e);
	int event = update < 0
		? -1
		: read_event(db, own_event, span_of(s->name), a, &deleted, &taken_back, e);

	if (event < 0)
		return -1;
	if (event > 0 && (update == 0 || is_later(deleted.at, out->at))) {
		*out = deleted;
		update = 1;
	}
	if (update == 0)
		return err_set(
			e, ERR_MISSING, "%s made no change that could be taken back", s->name);
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
		return err_set(
			e, ERR_USAGE, "several changes begin with %.*s", (int)prefix.n, prefix.p);
	return found < 0 || another < 0 ? -1 : 0;
}

int undo_by_id(
	struct db *db, struct span id, struct arena *a, struct steer_undo *out, struct err *e)
{
	bool taken_back = false;
	struct span key;

	if (whole_id(db, id, a, &key, e) < 0)
		return -1;
	int found = read_update(db, update_by_id, key, a, out, &taken_back, e);

	if (found == 0)
		found = read_event(db, event_by_id, key, a, out, &taken_back, e);
	if (found == 0)
		return err_set(e, ERR_MISSING, "there is no change %.*s", (int)id.n, id.p);
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
	return result < 0 ? -1 : undo_understand(out, a, e);
}
