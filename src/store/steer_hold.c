/* Reading a belief as it is steered, and holding it while it changes. */
#include <string.h>

#include "base/time.h"
#include "lookup.h"
#include "row.h"
#include "steer_work.h"
#include "store/beliefs.h"

#define NODE \
	"SELECT b.id, b.persona_id, s.reddit_username, b.title, b.summary, b.tags," \
	" b.current_confidence FROM belief_nodes b LEFT JOIN personas s ON s.id = b.persona_id" \
	" WHERE b.id = $1"

static const char node[] = NODE;
/* Not the persona: what it is called holds nobody up. */
static const char *const held_node[] = {
	[DB_SQLITE] = NODE,
	[DB_POSTGRES] = NODE " FOR UPDATE OF b",
};

static void read_node(struct stmt *st, struct arena *a, struct steer_belief *out)
{
	bool broken;

	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	row_copy(out->persona_id, sizeof(out->persona_id), col_text(st, 1));
	out->persona = row_text(st, 2, a);
	out->title = row_text(st, 3, a);
	out->summary = row_text(st, 4, a);
	out->tags = row_text(st, 5, a);
	out->confidence = row_confidence(st, 6, &broken);
	out->kind = confidence_kind(out->confidence, broken);
	out->confidence_text = row_text(st, 6, a);
}

/* The live ones first, among them the locked one, then the newest. */
#define STANCES \
	"SELECT v.id, v.text, v.status FROM stance_versions v WHERE v.belief_id = $1" \
	" ORDER BY CASE v.status WHEN 'locked' THEN 0 WHEN 'current' THEN 1 ELSE 2 END, "
static const char *const stances[] = {
	[DB_SQLITE] = STANCES "replace(v.created_at, 'T', ' ') DESC, v.rowid DESC LIMIT 1",
	[DB_POSTGRES] = STANCES "v.created_at DESC, v.updated_at DESC, v.id DESC LIMIT 1",
};

static int read_stance(struct db *db, struct arena *a, struct steer_belief *out, struct err *e)
{
	struct stmt *st = db_prepare(db, stances[db_engine(db)], e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(out->id));
	int step = stmt_step(st, e);
	out->status = STANCE_OTHER;
	out->text = out->summary;
	if (step > 0) {
		out->text = row_text(st, 1, a);
		enum stance_status status = stance_status_of(col_text(st, 2));
		if (status == STANCE_CURRENT || status == STANCE_LOCKED) {
			out->status = status;
			row_copy(out->stance_id, sizeof(out->stance_id), col_text(st, 0));
		}
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

#define LIVE \
	"SELECT v.id FROM stance_versions v WHERE v.belief_id = $1" \
	" AND v.status IN ('current', 'locked')"
static const char live[] = LIVE;
static const char *const held_live[] = {
	[DB_SQLITE] = LIVE,
	[DB_POSTGRES] = LIVE " FOR UPDATE",
};

static int count_live(struct db *db, const char *sql, struct steer_belief *out, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);
	int step;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(out->id));
	out->live = 0;
	while ((step = stmt_step(st, e)) > 0)
		out->live++;
	stmt_done(&st);
	return step;
}

#define NEWEST_UPDATE "SELECT u.id FROM belief_updates u WHERE u.belief_id = $1 ORDER BY "
static const char *const newest_update[] = {
	[DB_SQLITE] = NEWEST_UPDATE "replace(u.created_at, 'T', ' ') DESC, u.rowid DESC LIMIT 1",
	[DB_POSTGRES] = NEWEST_UPDATE "u.created_at DESC, u.updated_at DESC, u.id DESC LIMIT 1",
};

static int read_update(struct db *db, struct steer_belief *out, struct err *e)
{
	struct stmt *st = db_prepare(db, newest_update[db_engine(db)], e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(out->id));
	int step = stmt_step(st, e);
	if (step > 0)
		row_copy(out->update_id, sizeof(out->update_id), col_text(st, 0));
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

static int read_belief(struct db *db, const char *node_sql, const char *live_sql, const char *id,
	struct arena *a, struct steer_belief *out, struct err *e)
{
	struct stmt *st = db_prepare(db, node_sql, e);

	*out = (struct steer_belief){0};
	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(id)));
	int found = stmt_step(st, e);
	if (found > 0)
		read_node(st, a, out);
	stmt_done(&st);
	if (found <= 0)
		return found;
	if (count_live(db, live_sql, out, e) < 0 || read_stance(db, a, out, e) < 0 ||
		read_update(db, out, e) < 0)
		return -1;
	return 1;
}

int steer_hold(
	struct db *db, const char *id, struct arena *a, struct steer_belief *out, struct err *e)
{
	enum db_engine engine = db_engine(db);

	return read_belief(db, held_node[engine], held_live[engine], id, a, out, e);
}

static int find(
	struct db *db, struct span name, struct arena *a, struct steer_belief *out, struct err *e)
{
	struct belief b;

	if (beliefs_named(db, name, a, &b, e) < 0)
		return -1;
	int found = read_belief(db, node, live, b.id, a, out, e);
	return found == 0   ? err_set(e, ERR_MISSING, "it was deleted meanwhile")
		: found < 0 ? -1
			    : 0;
}

/* One snapshot, so that the stance is the one that the confidence belongs to. */
int steer_find(
	struct db *db, struct span name, struct arena *a, struct steer_belief *out, struct err *e)
{
	bool own = !db_in_transaction(db);

	if (own && db_begin_read(db, e) < 0)
		return -1;
	int result = find(db, name, a, out, e);
	if (own)
		db_rollback(db);
	return result;
}

/* --- What changed meanwhile --- */

static const char update_by_id[] =
	"SELECT updated_by, created_at, reason FROM belief_updates WHERE id = $1";

static const char *word_of(enum stance_status status)
{
	return status == STANCE_LOCKED     ? "locked"
		: status == STANCE_CURRENT ? "unlocked"
					   : "without a live stance";
}

/* What differs, the most important first. */
static void say_difference(
	const struct steer_belief *seen, const struct steer_belief *now, struct str *out)
{
	if (!span_eq(seen->confidence_text, now->confidence_text)) {
		steer_say_confidence(seen, out);
		str_add(out, " became ");
		steer_say_confidence(now, out);
	} else if (seen->status != now->status) {
		str_addf(out, "it is %s now", word_of(now->status));
	} else if (!span_eq(seen->text, now->text)) {
		str_add(out, "its stance says something else");
	} else if (!span_eq(seen->title, now->title)) {
		str_add(out, "it is called \"");
		str_adds(out, now->title);
		str_add(out, "\" now");
	} else if (strcmp(seen->stance_id, now->stance_id) != 0 || seen->live != now->live) {
		str_add(out, "its stance was written anew");
	} else {
		str_add(out, "its summary or its tags are others");
	}
}

int steer_say_who(struct db *db, const char *update_id, struct str *out, struct err *e)
{
	struct stmt *st = db_prepare(db, update_by_id, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(update_id));
	int step = stmt_step(st, e);
	if (step > 0) {
		int64_t at;
		char when[20];
		struct span by = col_text(st, 0);
		time_parse(col_text(st, 1), &at);
		time_format_minutes(at, when);
		str_add(out, ", by ");
		str_adds(out, by.n > 0 ? by : SPAN_LIT("somebody without a name"));
		str_addf(out, " at %s (\"", when);
		str_adds(out, col_text(st, 2));
		str_add(out, "\")");
	}
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

/* Who did it: the audit row that came since, if there is one. */
static int say_who(struct db *db, const struct steer_belief *seen, const struct steer_belief *now,
	struct str *out, struct err *e)
{
	if (strcmp(seen->update_id, now->update_id) != 0)
		return steer_say_who(db, now->update_id, out, e);
	str_add(out, ", and no audit row says by whom");
	return 0;
}

static int refuse_changed(struct db *db, const struct steer_belief *seen,
	const struct steer_belief *now, struct err *e)
{
	struct str what = {0};

	say_difference(seen, now, &what);
	int result = say_who(db, seen, now, &what, e);
	if (result == 0)
		result = err_set(e, ERR_CONFLICT, "it changed meanwhile: %s", str_cstr(&what));
	str_free(&what);
	return result;
}

int steer_hold_seen(struct db *db, const struct steer_belief *seen, struct arena *a,
	struct steer_belief *out, struct err *e)
{
	int found = steer_hold(db, seen->id, a, out, e);

	if (found < 0)
		return -1;
	if (found == 0)
		return err_set(e, ERR_MISSING, "it was deleted meanwhile");
	return steer_same(seen, out) ? 0 : refuse_changed(db, seen, out, e);
}
