/* Taking back a change of beliefs, by a further change. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/time.h"
#include "lookup.h"
#include "row.h"
#include "steer_work.h"
#include "store/events.h"

#define UNDOES "undoes "

/* --- Finding it --- */

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
	[DB_POSTGRES] = UPDATE("1 = 0") OWN "u.ctid DESC LIMIT 1",
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

static int find_by_id(
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

/* --- What it was --- */

static json_t *member(const json_t *value, const char *name)
{
	return json_object_get(value, name);
}

static double number(const json_t *value, const char *name)
{
	const json_t *n = member(value, name);

	return json_is_number(n) ? json_number_value(n) : (double)NAN;
}

static bool same_member(const json_t *one, const json_t *other, const char *name)
{
	const json_t *a = member(one, name), *b = member(other, name);

	if (json_is_number(a) && json_is_number(b))
		return fabs(json_number_value(a) - json_number_value(b)) < 1e-9;
	return (!a && !b) || (a && b && json_equal(a, b));
}

static const char *word(const json_t *value, const char *name)
{
	const char *text = json_string_value(member(value, name));

	return text ? text : "none";
}

static void add_part(struct str *out, const char *text)
{
	str_add(out, out->len > 0 ? ", " : "");
	str_add(out, text);
}

static void say_edge(const json_t *before, const json_t *after, struct str *out)
{
	const json_t *was = member(before, "edge"), *is = member(after, "edge");

	if (json_is_null(was))
		str_addf(out, "the edge %s goes", word(is, "relation"));
	else if (json_is_null(is))
		str_addf(out, "the edge %s comes back", word(was, "relation"));
	else
		str_addf(out, "the edge %s %.2f is %s %.2f again", word(is, "relation"),
			number(is, "weight"), word(was, "relation"), number(was, "weight"));
}

static void say_confidence(const json_t *value, struct str *out)
{
	double n = number(value, "confidence");

	if (isnan(n))
		str_add(out, "none");
	else
		str_addf(out, "%.3f", n);
}

static void say_stance(const json_t *before, const json_t *after, struct str *out)
{
	static const char *const words[] = {"title", "summary", "tags"};

	if (!same_member(before, after, "confidence")) {
		str_add(out, "confidence ");
		say_confidence(after, out);
		str_add(out, " back to ");
		say_confidence(before, out);
	}
	if (!same_member(before, after, "text"))
		add_part(out, "the stance says what it said before");
	if (!same_member(before, after, "status"))
		add_part(out,
			strcmp(word(before, "status"), "locked") == 0 ? "locked again"
								      : "unlocked again");
	for (size_t i = 0; i < 3; i++)
		if (!same_member(before, after, words[i])) {
			add_part(out, words[i]);
			str_add(out, " as before");
		}
	if (member(after, "evidence")) {
		add_part(out,
			json_is_null(member(after, "evidence")) ? "the evidence comes back"
								: "the evidence goes");
	}
}

/* Finds out what kind of change it is, and puts into words what taking it back does. */
static int understand(struct steer_undo *u, struct arena *a, struct err *e)
{
	struct str said = {0};
	json_t *before = u->before.p ? json_read(u->before, NULL) : NULL;
	json_t *after = u->after.p ? json_read(u->after, NULL) : NULL;
	int result = 0;

	if (u->what == UNDO_DELETE) {
		u->reason = json_get_text(before, "reason", a);
		struct span id = json_get_text(before, "belief_id", a);
		row_copy(u->belief_id, sizeof(u->belief_id), id);
		str_add(&said, "it comes back with all that went with it");
		if (!json_is_object(member(before, "rows")))
			result = -1;
	} else if (!json_is_object(before) || !json_is_object(after)) {
		result = -1;
	} else if (member(after, "edge")) {
		u->what = UNDO_EDGE;
		say_edge(before, after, &said);
	} else if (json_is_null(member(before, "title"))) {
		u->what = UNDO_ADD;
		str_add(&said, "it is deleted again");
	} else {
		say_stance(before, after, &said);
	}
	if (result < 0)
		err_set(e, ERR_CONFLICT, "it cannot be taken back: its values cannot be read");
	u->said = arena_span(a, str_span(&said));
	str_free(&said);
	json_decref(before);
	json_decref(after);
	return result;
}

int steer_undo_find(struct db *db, const struct session *s, struct span id, struct arena *a,
	struct steer_undo *out, struct err *e)
{
	bool own = !db_in_transaction(db);

	if (own && db_begin_read(db, e) < 0)
		return -1;
	int result = id.p ? find_by_id(db, id, a, out, e) : find_newest(db, s, a, out, e);
	if (own)
		db_rollback(db);
	return result < 0 ? -1 : understand(out, a, e);
}

/* --- Doing it --- */

struct undoing {
	const struct session *session;
	const struct steer_undo *undo;
	struct span reason; /* "undoes ID: …" */
	struct arena *arena;
	struct steer_result *out;
	json_t *before, *after; /* of the change; borrowed */
};

static int moved_on(const char *what, struct err *e)
{
	err_set(e, ERR_CONFLICT, "the belief moved on since: %s", what);
	return err_hint(e, "change it by hand");
}

static struct steer_audit audit_of(const struct undoing *g, const struct steer_belief *b)
{
	return (struct steer_audit){.session = g->session,
		.id = g->out->update_id,
		.belief = b,
		.reason = g->reason,
		.trigger = "manual"};
}

static struct span text_of(const json_t *value, const char *name)
{
	const json_t *text = member(value, name);

	return json_is_string(text)
		? (struct span){json_string_value(text), json_string_length(text)}
		: SPAN_NULL;
}

static const char remove_evidence[] = "DELETE FROM evidence_links WHERE id = $1";
static const char insert_evidence[] =
	"INSERT INTO evidence_links (id, created_at, updated_at, persona_id, belief_id,"
	" source_type, source_ref, strength) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

static int undo_evidence(struct db *db, const struct undoing *g, const struct steer_belief *b,
	struct steer_audit *row, struct err *e)
{
	const json_t *is = member(g->after, "evidence"), *was = member(g->before, "evidence");
	bool goes = json_is_object(is);
	struct steer_time now = steer_now();
	struct stmt *st;
	int64_t changed = 0;

	if (!is)
		return 0;
	json_put(row->before, "evidence", json_deep_copy(is));
	json_put(row->after, "evidence", json_deep_copy(was));
	st = db_prepare(db, goes ? remove_evidence : insert_evidence, e);
	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, text_of(goes ? is : was, "id")));
	if (!goes) {
		stmt_text(st, 2, span_of(now.created));
		stmt_text(st, 3, span_of(now.updated));
		stmt_text(st, 4, span_of(b->persona_id));
		stmt_text(st, 5, span_of(b->id));
		stmt_text(st, 6, text_of(was, "source_type"));
		stmt_text(st, 7, text_of(was, "source_ref"));
		stmt_text(st, 8, text_of(was, "strength"));
	}
	if (row_write(st, &changed, e) < 0)
		return -1;
	return changed > 0 ? 0 : moved_on("the evidence is gone", e);
}

static const char set_words[] =
	"UPDATE belief_nodes SET title = $2, summary = $3, tags = $4 WHERE id = $1";

static int undo_words(struct db *db, const struct undoing *g, const struct steer_belief *b,
	struct steer_audit *row, struct err *e)
{
	static const char *const names[] = {"title", "summary", "tags"};
	const struct span now[] = {b->title, b->summary, b->tags};

	if (!member(g->after, "title") && !member(g->after, "summary") && !member(g->after, "tags"))
		return 0;
	struct stmt *st = db_prepare(db, set_words, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(b->id));
	for (int i = 0; i < 3; i++) {
		const json_t *is = member(g->after, names[i]), *was = member(g->before, names[i]);
		stmt_text(st, i + 2, is ? text_of(g->before, names[i]) : now[i]);
		if (!is)
			continue;
		json_t *present = json_from_text(now[i]);
		bool same = json_equal(present, is);
		json_decref(present);
		if (!same) {
			stmt_done(&st);
			return moved_on("its words are others", e);
		}
		json_put(row->before, names[i], json_deep_copy(is));
		json_put(row->after, names[i], json_deep_copy(was));
	}
	return row_write(st, NULL, e);
}

static enum stance_status status_in(const json_t *value)
{
	return stance_status_of(text_of(value, "status"));
}

/* What the stance becomes again. */
static int plan_back(const struct undoing *g, const struct steer_belief *b, struct steer_after *out,
	struct err *e)
{
	json_t *present = steer_json_before(b);
	bool there = same_member(present, g->after, "confidence") &&
		same_member(present, g->after, "text") && same_member(present, g->after, "status");

	json_decref(present);
	*out = (struct steer_after){b->confidence, b->text, b->status, false};
	if (!there)
		return moved_on("its stance is another one", e);
	bool text = !same_member(g->before, g->after, "text");
	bool confidence = !same_member(g->before, g->after, "confidence");
	if (same_member(g->before, g->after, "status") && steer_check_unlocked(b, e) < 0)
		return -1;
	if (!text && !confidence) {
		out->status = status_in(g->before);
		return 0;
	}
	if (status_in(g->before) == STANCE_OTHER)
		return err_set(
			e, ERR_CONFLICT, "there is nothing to go back to: it had no live stance");
	out->version = true;
	out->status = status_in(g->before);
	out->confidence = confidence ? number(g->before, "confidence") : b->confidence;
	if (confidence && !(out->confidence >= 0 && out->confidence <= 1))
		return err_set(e, ERR_CONFLICT,
			"there is nothing to go back to: it had no confidence from 0 to 1");
	if (text)
		out->text = text_of(g->before, "text");
	return 0;
}

static int undo_stance(struct db *db, const struct undoing *g, struct err *e)
{
	struct steer_belief b;
	struct steer_after after;
	int found = steer_hold(db, g->undo->belief_id, g->arena, &b, e);

	if (found <= 0)
		return found < 0 ? -1 : err_set(e, ERR_MISSING, "it was deleted meanwhile");
	if (plan_back(g, &b, &after, e) < 0)
		return -1;
	struct steer_audit row = audit_of(g, &b);
	row.before = steer_json_before(&b);
	row.after = steer_json_after(&b, &after);
	if (steer_write(db, &b, &after, g->reason, e) < 0 || undo_words(db, g, &b, &row, e) < 0 ||
		undo_evidence(db, g, &b, &row, e) < 0) {
		json_decref(row.before);
		json_decref(row.after);
		return -1;
	}
	g->out->before = b;
	g->out->after = after;
	return steer_audit(db, &row, g->arena, e);
}

static struct steer_edge edge_in(const json_t *value)
{
	struct steer_edge g = {.relation = text_of(value, "relation"),
		.created_at = text_of(value, "created_at"),
		.weight = number(value, "weight")};

	row_copy(g.id, sizeof(g.id), text_of(value, "id"));
	row_copy(g.source_id, sizeof(g.source_id), text_of(value, "source_id"));
	row_copy(g.target_id, sizeof(g.target_id), text_of(value, "target_id"));
	return g;
}

static bool same_edge(const struct steer_edge *a, const struct steer_edge *b)
{
	return span_eq(a->relation, b->relation) &&
		((isnan(a->weight) && isnan(b->weight)) || fabs(a->weight - b->weight) < 1e-9);
}

static int undo_edge(struct db *db, const struct undoing *g, struct err *e)
{
	const json_t *is = member(g->after, "edge"), *was = member(g->before, "edge");
	struct steer_edge now, then = edge_in(was), changed = edge_in(is);
	struct steer_belief b;

	if (steer_hold_unlocked(db, g->undo->belief_id, g->arena, &b, e) < 0)
		return -1;
	int found =
		steer_edge_hold(db, json_is_object(is) ? changed.id : then.id, g->arena, &now, e);
	if (found < 0)
		return -1;
	if (json_is_object(is) ? !found || !same_edge(&now, &changed) : found > 0)
		return moved_on("the edge is another one", e);
	if (json_is_object(was) && steer_edge_check_single(db, &then, e) < 0)
		return -1;
	int result = !json_is_object(was) ? steer_edge_remove(db, now.id, e)
		: json_is_object(is)      ? steer_edge_update(db, &then, e)
					  : steer_edge_insert(db, b.persona_id, &then, e);
	if (result < 0)
		return -1;
	struct steer_audit row = audit_of(g, &b);
	return steer_edge_audit(db, &row, json_is_object(is) ? &now : NULL,
		json_is_object(was) ? &then : NULL, g->arena, e);
}

/* Nothing may have happened to it since. */
static int undo_add(struct db *db, const struct undoing *g, struct err *e)
{
	struct steer_belief b;
	struct steer_toll toll;
	int found = steer_hold(db, g->undo->belief_id, g->arena, &b, e);

	if (found <= 0)
		return found < 0 ? -1 : err_set(e, ERR_MISSING, "it was deleted meanwhile");
	if (steer_toll(db, b.id, &toll, e) < 0)
		return -1;
	if (toll.edges + toll.evidence > 0 || toll.stances != 1 || toll.updates != 1)
		return moved_on("something hangs on it by now", e);
	if (steer_check_unlocked(&b, e) < 0)
		return -1;
	return steer_delete_held(db, g->session, &b, g->out->update_id, g->reason, e);
}

static int undo_delete(struct db *db, const struct undoing *g, struct err *e)
{
	struct steer_belief b;
	int64_t lost = 0;
	int found = steer_hold(db, g->undo->belief_id, g->arena, &b, e);

	if (found != 0)
		return found < 0 ? -1 : moved_on("it is there", e);
	if (steer_restore(db, g->undo->before, g->arena, &lost, e) < 0 ||
		steer_hold(db, g->undo->belief_id, g->arena, &b, e) < 0 ||
		events_add(db, g->session, "belief.restore", b.title, span_of(g->undo->id), e) < 0)
		return -1;
	struct steer_audit row = audit_of(g, &b);
	struct steer_after same = {b.confidence, b.text, b.status, false};
	struct steer_belief nothing = {
		.kind = CONFIDENCE_NONE, .confidence = (double)NAN, .status = STANCE_OTHER};
	row.before = steer_json_before(&nothing);
	row.after = steer_json_after(&b, &same);
	if (lost > 0)
		g->out->said = span_of(arena_printf(g->arena,
			"%lld of its edges stay gone, as the beliefs at their other ends are",
			(long long)lost));
	return steer_audit(db, &row, g->arena, e);
}

/* A transaction_work. Whoever took it back meanwhile was first. */
static int undo(struct db *db, void *arg, struct err *e)
{
	const struct undoing *g = arg;
	struct steer_undo again;

	g->out->said = g->undo->said;
	memcpy(g->out->belief_id, g->undo->belief_id, UUID_TEXT);
	if (session_check(db, g->session, MAY_STEER, e) < 0 ||
		find_by_id(db, span_of(g->undo->id), g->arena, &again, e) < 0)
		return -1;
	switch (g->undo->what) {
	case UNDO_STANCE: return undo_stance(db, g, e);
	case UNDO_EDGE: return undo_edge(db, g, e);
	case UNDO_ADD: return undo_add(db, g, e);
	case UNDO_DELETE: return undo_delete(db, g, e);
	}
	return -1;
}

int steer_undo(struct db *db, const struct session *s, const struct steer_undo *u,
	struct span reason, struct arena *a, struct steer_result *out, struct err *e)
{
	struct span why = reason.n > 0 ? reason : u->reason;
	struct undoing g = {.session = s, .undo = u, .arena = a, .out = out};
	int result = -1;

	*out = (struct steer_result){.dry = out->dry};
	if (steer_check_kept(db, why, e) < 0)
		return -1;
	g.reason =
		span_of(arena_printf(a, UNDOES "%s: %.*s", u->id, (int)why.n, why.p ? why.p : ""));
	g.before = u->before.p ? json_read(u->before, NULL) : NULL;
	g.after = u->after.p ? json_read(u->after, NULL) : NULL;
	if (u->what == UNDO_DELETE || (json_is_object(g.before) && json_is_object(g.after)))
		result = steer_run(db, undo, &g, out, e);
	else
		err_set(e, ERR_CONFLICT, "it cannot be taken back: its values cannot be read");
	json_decref(g.before);
	json_decref(g.after);
	return result;
}
