/* The belief graph of the demonstration: beliefs, stance histories, evidence, edges. */
#include <jansson.h>

#include "base/json.h"
#include "base/time.h"
#include "model/belief.h"
#include "row.h"
#include "seed.h"
#include "seed_text.h"

#define DAY (86400 * TIME_SECOND)
#define HOUR (3600 * TIME_SECOND)

/* Histories happen at different hours of their days. */
static int64_t time_of(const struct seed *s, int days, int which)
{
	return s->now - days * DAY - (which * 5 % 17) * HOUR;
}

/* The next step in the history of a belief; NULL for `before` asks for the first one. */
static const struct seed_step *next_step(
	enum seed_belief_name belief, const struct seed_step *before)
{
	const struct seed_step *end = seed_steps + SEED_STEPS;

	for (const struct seed_step *step = before ? before + 1 : seed_steps; step < end; step++)
		if (step->belief == belief)
			return step;
	return NULL;
}

static struct span tags_json(struct seed *s, const char *const *tags, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n && tags[i]; i++)
		seed_append(array, json_string(tags[i]));
	return seed_json(s, array);
}

/* One version of a stance while the history is replayed. */
struct version {
	const char *text;
	double confidence;
};

static const char add_stance[] =
	"INSERT INTO stance_versions (id, created_at, updated_at, persona_id, belief_id, text,"
	" confidence, status, rationale) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

static int insert_stance(struct seed *s, const char *belief, struct version v, const char *status,
	const char *rationale, int64_t at)
{
	struct stmt *st = seed_insert(s, add_stance, NULL, at);

	if (!st)
		return -1;
	stmt_text(st, 5, span_of(belief));
	stmt_text(st, 6, span_of(v.text));
	stmt_real(st, 7, v.confidence);
	stmt_text(st, 8, span_of(status));
	stmt_text(st, 9, span_of(rationale));
	s->stances++;
	return row_write(st, NULL, s->err);
}

static struct span version_json(struct seed *s, struct version v)
{
	json_t *o = json_object();

	json_put(o, "text", json_string(v.text));
	json_put(o, "confidence", json_real(v.confidence));
	json_put(o, "status", json_string("current"));
	return seed_json(s, o);
}

static const char add_update[] =
	"INSERT INTO belief_updates (id, created_at, updated_at, persona_id, belief_id, old_value,"
	" new_value, reason, trigger_type, updated_by)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

static int insert_update(struct seed *s, const char *belief, const struct seed_step *step,
	struct version before, struct version after, int64_t at)
{
	struct stmt *st = seed_insert(s, add_update, NULL, at);

	if (!st)
		return -1;
	stmt_text(st, 5, span_of(belief));
	stmt_text(st, 6, version_json(s, before));
	stmt_text(st, 7, version_json(s, after));
	stmt_text(st, 8, span_of(step->reason));
	stmt_text(st, 9, span_of(step->trigger));
	stmt_text(st, 10, span_of(step->by));
	return row_write(st, NULL, s->err);
}

static struct version next_version(struct version v, const struct seed_step *step)
{
	enum belief_strength strength = strength_of(span_of(step->strength));

	v.confidence = belief_update(v.confidence, strength, step->direction);
	if (step->text)
		v.text = step->text;
	return v;
}

/* The rationale as the agent spells it. */
static const char *rationale_of(
	struct seed *s, const struct seed_step *step, struct version before, struct version after)
{
	return arena_printf(s->arena, "%s (Evidence: %s, Confidence: %.3f → %.3f)", step->reason,
		step->strength, before.confidence, after.confidence);
}

/* Replays the history of a belief and gives the version and the time that it ends with. */
static int insert_history(struct seed *s, enum seed_belief_name name, const char *belief,
	struct version *v, int64_t *at)
{
	const struct seed_belief *b = &seed_beliefs[name];
	const char *why = "Initial belief seeded during setup";
	int which = 0;

	*v = (struct version){b->first_text, b->first_confidence};
	*at = time_of(s, b->days, which);
	for (const struct seed_step *step = NULL; (step = next_step(name, step)) != NULL;) {
		struct version next = next_version(*v, step);
		if (insert_stance(s, belief, *v, "deprecated", why, *at) < 0)
			return -1;
		*at = time_of(s, step->days, ++which);
		why = rationale_of(s, step, *v, next);
		if (insert_update(s, belief, step, *v, next, *at) < 0)
			return -1;
		*v = next;
	}
	return insert_stance(s, belief, *v, b->last_status, why, *at);
}

static const char add_belief[] =
	"INSERT INTO belief_nodes (id, created_at, updated_at, persona_id, title, summary,"
	" current_confidence, tags) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

static int insert_belief(struct seed *s, const struct seed_belief *b, const char *id)
{
	struct stmt *st = seed_insert(s, add_belief, id, time_of(s, b->days, 0));

	if (!st)
		return -1;
	stmt_text(st, 5, span_of(b->title));
	stmt_text(st, 6, span_of(b->summary));
	stmt_real(st, 7, b->first_confidence);
	stmt_text(st, 8, tags_json(s, b->tags, 4));
	return row_write(st, NULL, s->err);
}

static const char set_confidence[] =
	"UPDATE belief_nodes SET current_confidence = $2, updated_at = $3 WHERE id = $1";

static int update_belief(struct seed *s, const char *id, double confidence, int64_t at)
{
	struct stmt *st = db_prepare(s->db, set_confidence, s->err);
	char updated[27];

	if (!st)
		return -1;
	time_format_micros(at, updated);
	stmt_text(st, 1, span_of(id));
	stmt_real(st, 2, confidence);
	stmt_text(st, 3, span_of(updated));
	return row_write(st, NULL, s->err);
}

static const char add_evidence[] =
	"INSERT INTO evidence_links (id, created_at, updated_at, persona_id, belief_id,"
	" source_type, source_ref, strength) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

static int insert_evidence(struct seed *s, enum seed_belief_name name, const char *belief)
{
	int days = seed_beliefs[name].days;

	for (int i = 0; i < SEED_EVIDENCE; i++) {
		const struct seed_evidence *v = &seed_evidence[i];
		if (v->belief != name)
			continue;
		days -= 9;
		struct stmt *st = seed_insert(s, add_evidence, NULL, time_of(s, days, i));
		if (!st)
			return -1;
		stmt_text(st, 5, span_of(belief));
		stmt_text(st, 6, span_of(v->type));
		stmt_text(st, 7, span_of(v->ref));
		stmt_text(st, 8, span_of(v->strength));
		s->evidence++;
		if (row_write(st, NULL, s->err) < 0)
			return -1;
	}
	return 0;
}

static const char find_belief[] =
	"SELECT id, current_confidence FROM belief_nodes WHERE persona_id = $1 AND title = $2";

static int look_up(struct seed *s, const char *title, char id[UUID_TEXT], double *confidence)
{
	struct stmt *st = db_prepare(s->db, find_belief, s->err);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(s->persona));
	stmt_text(st, 2, span_of(title));
	int found = stmt_step(st, s->err);
	if (found > 0) {
		row_copy(id, UUID_TEXT, col_text(st, 0));
		*confidence = col_is_null(st, 1) ? 0.5 : col_real(st, 1);
	}
	stmt_done(&st);
	return found;
}

/* 1 found, 0 added, -1 error. */
static int seed_belief(
	struct seed *s, enum seed_belief_name name, char id[UUID_TEXT], double *confidence)
{
	const struct seed_belief *b = &seed_beliefs[name];
	int found = look_up(s, b->title, id, confidence);
	struct version last;
	int64_t at;

	if (found != 0)
		return found;
	uuid_new(id);
	if (insert_belief(s, b, id) < 0 || insert_history(s, name, id, &last, &at) < 0)
		return -1;
	*confidence = last.confidence;
	if (update_belief(s, id, last.confidence, at) < 0)
		return -1;
	return insert_evidence(s, name, id);
}

static const char find_edge[] =
	"SELECT id FROM belief_edges WHERE source_id = $1 AND target_id = $2 AND relation = $3";
static const char add_edge[] =
	"INSERT INTO belief_edges (id, created_at, updated_at, persona_id, source_id, target_id,"
	" relation, weight) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

static int seed_edge(struct seed *s, const struct seed_edge *g, char (*ids)[UUID_TEXT])
{
	const char *const ends[] = {ids[g->source], ids[g->target], g->relation};
	char id[UUID_TEXT];
	int found = seed_find(s, find_edge, ends, 3, id);

	if (found != 0)
		return found;
	struct stmt *st = seed_insert(s, add_edge, NULL, time_of(s, 50, 0));
	if (!st)
		return -1;
	for (int i = 0; i < 3; i++)
		stmt_text(st, 5 + i, span_of(ends[i]));
	stmt_real(st, 8, g->weight);
	return row_write(st, NULL, s->err);
}

int seed_graph_add(struct seed *s, struct seed_graph *g)
{
	int beliefs_found = 0, edges_found = 0;

	for (enum seed_belief_name i = 0; i < SEED_BELIEFS; i++) {
		int found = seed_belief(s, i, g->ids[i], &g->confidence[i]);
		if (found < 0)
			return -1;
		beliefs_found += found;
	}
	for (int i = 0; i < SEED_EDGES; i++) {
		int found = seed_edge(s, &seed_edges[i], g->ids);
		if (found < 0)
			return -1;
		edges_found += found;
	}
	seed_say(s, "beliefs", SEED_BELIEFS - beliefs_found, beliefs_found);
	seed_say(s, "stances", s->stances, 0);
	seed_say(s, "pieces of evidence", s->evidence, 0);
	seed_say(s, "edges", SEED_EDGES - edges_found, edges_found);
	return 0;
}
