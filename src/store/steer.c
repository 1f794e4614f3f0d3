/* Nudging, setting, locking, editing, and linking evidence. */
#include "store/steer.h"

#include <string.h>

#include "base/json.h"
#include "row.h"
#include "steer_work.h"

struct changing {
	const struct session *session;
	const struct steer_belief *seen;
	const struct steer_change *change;
	struct arena *arena;
	struct steer_result *out;
};

/* Only what changes, so that taking it back leaves the rest alone. */
static void put_words(
	json_t *before, json_t *after, const char *name, struct span was, struct span now)
{
	if (!now.p || span_eq(was, now))
		return;
	json_put(before, name, json_from_text(was));
	json_put(after, name, json_from_text(now));
}

static const char *strength_word(enum belief_strength s)
{
	static const char *const words[] = {
		[STRENGTH_WEAK] = "weak",
		[STRENGTH_MODERATE] = "moderate",
		[STRENGTH_STRONG] = "strong",
		[STRENGTH_OTHER] = NULL,
	};

	return words[s];
}

static json_t *evidence_json(const struct steer_change *c, const char *id)
{
	const char *strength = strength_word(c->strength);
	json_t *value = json_object();

	json_put(value, "id", json_string(id));
	json_put(value, "source_type", json_from_text(c->source_type));
	json_put(value, "source_ref", json_from_text(c->source_ref));
	json_put(value, "strength", strength ? json_string(strength) : json_null());
	return value;
}

/* What the change writes beside the stance, and says in the audit row. */
static int write_rest(struct db *db, const struct changing *g, const struct steer_belief *b,
	json_t *before, json_t *after, struct err *e)
{
	const struct steer_change *c = g->change;
	char id[UUID_TEXT];

	if (c->what == STEER_EDIT) {
		put_words(before, after, "title", b->title, c->title);
		put_words(before, after, "summary", b->summary, c->summary);
		put_words(before, after, "tags", b->tags, c->tags);
		return steer_write_words(db, b, c->title.p ? c->title : b->title,
			c->summary.p ? c->summary : b->summary, c->tags.p ? c->tags : b->tags, e);
	}
	if (c->what == STEER_EVIDENCE) {
		uuid_new(id);
		json_put(before, "evidence", json_null());
		json_put(after, "evidence", evidence_json(c, id));
		return steer_insert_evidence(db, b, span_of(id), c->source_type, c->source_ref,
			span_of(strength_word(c->strength)), e);
	}
	return 0;
}

/* A transaction_work. */
static int change(struct db *db, void *arg, struct err *e)
{
	const struct changing *g = arg;
	struct steer_belief b;
	struct steer_after after;

	if (session_check(db, g->session, MAY_STEER, e) < 0 ||
		steer_hold_seen(db, g->seen, g->arena, &b, e) < 0 ||
		steer_plan(&b, g->change, &after, e) < 0)
		return -1;
	struct steer_audit row = {.session = g->session,
		.id = g->out->update_id,
		.belief = &b,
		.before = steer_json_before(&b),
		.after = steer_json_after(&b, &after),
		.reason = g->change->reason,
		.trigger = g->change->what == STEER_EVIDENCE ? "evidence" : "manual"};
	if (steer_write(db, &b, &after, g->change->reason, e) < 0 ||
		write_rest(db, g, &b, row.before, row.after, e) < 0) {
		json_decref(row.before);
		json_decref(row.after);
		return -1;
	}
	g->out->before = b;
	g->out->after = after;
	g->out->old_value = steer_json_text(json_incref(row.before), g->arena);
	g->out->new_value = steer_json_text(json_incref(row.after), g->arena);
	memcpy(g->out->belief_id, b.id, UUID_TEXT);
	return steer_audit(db, &row, g->arena, e);
}

static int check_kept(struct db *db, const struct steer_change *c, struct err *e)
{
	const struct span texts[] = {c->reason, c->text, c->title, c->summary, c->source_ref};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (steer_check_kept(db, texts[i], e) < 0)
			return -1;
	return 0;
}

int steer_change(struct db *db, const struct session *s, const struct steer_belief *seen,
	const struct steer_change *c, struct arena *a, struct steer_result *out, struct err *e)
{
	struct changing g = {s, seen, c, a, out};

	*out = (struct steer_result){.dry = out->dry};
	return check_kept(db, c, e) < 0 ? -1 : steer_run(db, change, &g, out, e);
}
