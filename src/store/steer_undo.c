/* Taking back a change of beliefs, by a further change. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "lookup.h"
#include "row.h"
#include "steer_undo.h"
#include "steer_work.h"
#include "store/events.h"

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

/* The same of a belief that was changed by somebody, as its newest audit row says. */
static int moved_on_by(struct db *db, const struct undoing *g, const struct steer_belief *b,
	const char *what, struct err *e)
{
	struct str said = {0};
	int result = 0;

	str_add(&said, what);
	if (strcmp(b->update_id, g->undo->id) != 0)
		result = steer_say_who(db, b->update_id, &said, e);
	if (result == 0)
		result = moved_on(str_cstr(&said), e);
	str_free(&said);
	return result;
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
	const json_t *text = json_object_get(value, name);

	return json_is_string(text)
		? (struct span){json_string_value(text), json_string_length(text)}
		: SPAN_NULL;
}

static const char remove_evidence[] = "DELETE FROM evidence_links WHERE id = $1";
static int remove_linked(struct db *db, struct span id, struct err *e)
{
	struct stmt *st = db_prepare(db, remove_evidence, e);
	int64_t changed = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, id);
	if (row_write(st, &changed, e) < 0)
		return -1;
	return changed > 0 ? 0 : moved_on("the evidence is gone", e);
}

static int undo_evidence(struct db *db, const struct undoing *g, const struct steer_belief *b,
	struct steer_audit *row, struct err *e)
{
	const json_t *is = json_object_get(g->after, "evidence"),
		     *was = json_object_get(g->before, "evidence");

	if (!is)
		return 0;
	json_put(row->before, "evidence", json_deep_copy(is));
	json_put(row->after, "evidence", json_deep_copy(was));
	if (json_is_object(is))
		return remove_linked(db, lookup_id(db, text_of(is, "id")), e);
	return steer_insert_evidence(db, b, lookup_id(db, text_of(was, "id")),
		text_of(was, "source_type"), text_of(was, "source_ref"), text_of(was, "strength"),
		e);
}

static int undo_words(struct db *db, const struct undoing *g, const struct steer_belief *b,
	struct steer_audit *row, struct err *e)
{
	static const char *const names[] = {"title", "summary", "tags"};
	struct span words[] = {b->title, b->summary, b->tags};
	bool any = false;

	for (int i = 0; i < 3; i++) {
		const json_t *is = json_object_get(g->after, names[i]),
			     *was = json_object_get(g->before, names[i]);
		if (!is)
			continue;
		json_t *present = json_from_text(words[i]);
		bool same = json_equal(present, is);
		json_decref(present);
		if (!same)
			return moved_on_by(db, g, b, "its words are others", e);
		words[i] = text_of(g->before, names[i]);
		json_put(row->before, names[i], json_deep_copy(is));
		json_put(row->after, names[i], json_deep_copy(was));
		any = true;
	}
	return any ? steer_write_words(db, b, words[0], words[1], words[2], e) : 0;
}

/* What the stance becomes again; undo_understand found that it can. */
static int plan_back(struct db *db, const struct undoing *g, const struct steer_belief *b,
	struct steer_after *out, struct err *e)
{
	json_t *present = steer_json_before(b);
	bool there = undo_same(present, g->after, "confidence") &&
		undo_same(present, g->after, "text") && undo_same(present, g->after, "status");

	json_decref(present);
	*out = (struct steer_after){b->confidence, b->text, b->status, false};
	if (!there)
		return moved_on_by(db, g, b, "its stance is another one", e);
	bool text = !undo_same(g->before, g->after, "text");
	bool confidence = !undo_same(g->before, g->after, "confidence");
	if (undo_same(g->before, g->after, "status") && steer_check_unlocked(b, e) < 0)
		return -1;
	if (!text && !confidence) {
		out->status = undo_status(g->before);
		return 0;
	}
	out->version = true;
	out->status = undo_status(g->before);
	out->confidence =
		confidence ? json_get_real(g->before, "confidence", (double)NAN) : b->confidence;
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
	if (plan_back(db, g, &b, &after, e) < 0)
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
		.weight = json_get_real(value, "weight", (double)NAN)};

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
	const json_t *is = json_object_get(g->after, "edge"),
		     *was = json_object_get(g->before, "edge");
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
		undo_by_id(db, span_of(g->undo->id), g->arena, &again, e) < 0)
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
