/* Adding, changing and deleting edges. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "lookup.h"
#include "row.h"
#include "steer_work.h"

#define SHORTEST_PREFIX 4

#define EDGE \
	"SELECT g.id, g.source_id, g.target_id, s.title, t.title, g.relation, g.weight," \
	" g.created_at FROM belief_edges g JOIN belief_nodes s ON s.id = g.source_id" \
	" JOIN belief_nodes t ON t.id = g.target_id WHERE "

static const char edge_by_prefix[] = EDGE "g.id BETWEEN $1 AND $2 LIMIT 2";
static const char edge_between[] =
	EDGE "g.source_id = $1 AND g.target_id = $2 AND g.relation = $3 LIMIT 2";
static const char *const held_edge[] = {
	[DB_SQLITE] = EDGE "g.id = $1",
	[DB_POSTGRES] = EDGE "g.id = $1 FOR UPDATE OF g",
};

static void read_edge(struct stmt *st, struct arena *a, struct steer_edge *out)
{
	*out = (struct steer_edge){0};
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	row_copy(out->source_id, sizeof(out->source_id), col_text(st, 1));
	row_copy(out->target_id, sizeof(out->target_id), col_text(st, 2));
	out->source_title = row_text(st, 3, a);
	out->target_title = row_text(st, 4, a);
	out->relation = row_text(st, 5, a);
	out->weight = row_real(st, 6);
	out->created_at = row_text(st, 7, a);
}

/* Gives the statement back: 1 one edge, 0 none, 2 several, -1. */
static int read_only_edge(struct stmt *st, struct arena *a, struct steer_edge *out, struct err *e)
{
	int found = stmt_step(st, e);

	if (found > 0) {
		read_edge(st, a, out);
		int another = stmt_step(st, e);
		found = another < 0 ? -1 : 1 + another;
	}
	stmt_done(&st);
	return found;
}

int steer_edge_find(
	struct db *db, struct span id, struct arena *a, struct steer_edge *out, struct err *e)
{
	struct id_range range = lookup_prefix(db_engine(db), id, a);
	struct stmt *st = db_prepare(db, edge_by_prefix, e);

	if (!st)
		return -1;
	bool enough = id.n >= SHORTEST_PREFIX;
	stmt_text(st, 1, enough ? range.first : SPAN_NULL);
	stmt_text(st, 2, enough ? range.last : SPAN_NULL);
	int found = read_only_edge(st, a, out, e);
	if (found == 0)
		err_set(e, ERR_MISSING, "there is no edge \"%.*s\"", (int)id.n, id.p);
	if (found > 1)
		err_set(e, ERR_USAGE, "several edges begin with \"%.*s\"", (int)id.n, id.p);
	return found == 1 ? 0 : -1;
}

int steer_edge_between(struct db *db, const char *source, struct span relation, const char *target,
	struct arena *a, struct steer_edge *out, struct err *e)
{
	struct stmt *st = db_prepare(db, edge_between, e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(source)));
	stmt_text(st, 2, lookup_id(db, span_of(target)));
	stmt_text(st, 3, lookup_text(db, relation));
	int found = read_only_edge(st, a, out, e);
	if (found == 0)
		err_set(e, ERR_MISSING, "no edge %.*s leads from the one to the other",
			(int)relation.n, relation.p);
	if (found > 1) {
		err_set(e, ERR_USAGE, "several edges %.*s lead from the one to the other",
			(int)relation.n, relation.p);
		err_hint(e, "name it by its id: `tenet beliefs show %.8s --json` lists them",
			source);
	}
	return found == 1 ? 0 : -1;
}

int steer_edge_hold(
	struct db *db, const char *id, struct arena *a, struct steer_edge *out, struct err *e)
{
	struct stmt *st = db_prepare(db, held_edge[db_engine(db)], e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(id)));
	int found = stmt_step(st, e);
	if (found > 0)
		read_edge(st, a, out);
	stmt_done(&st);
	return found;
}

/* --- Rows --- */

static const char insert_edge[] =
	"INSERT INTO belief_edges (id, created_at, updated_at, persona_id, source_id, target_id,"
	" relation, weight) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

int steer_edge_insert(
	struct db *db, const char *persona_id, const struct steer_edge *g, struct err *e)
{
	struct steer_time now = steer_now();
	struct stmt *st = db_prepare(db, insert_edge, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(g->id));
	stmt_text(st, 2, g->created_at.p ? g->created_at : span_of(now.created));
	stmt_text(st, 3, span_of(now.updated));
	stmt_text(st, 4, span_of(persona_id));
	stmt_text(st, 5, span_of(g->source_id));
	stmt_text(st, 6, span_of(g->target_id));
	stmt_text(st, 7, g->relation);
	if (isnan(g->weight))
		stmt_null(st, 8);
	else
		stmt_real(st, 8, g->weight);
	return row_write(st, NULL, e);
}

static const char update_edge[] =
	"UPDATE belief_edges SET relation = $2, weight = $3, updated_at = $4 WHERE id = $1";

int steer_edge_update(struct db *db, const struct steer_edge *g, struct err *e)
{
	struct steer_time now = steer_now();
	struct stmt *st = db_prepare(db, update_edge, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(g->id));
	stmt_text(st, 2, g->relation);
	if (isnan(g->weight))
		stmt_null(st, 3);
	else
		stmt_real(st, 3, g->weight);
	stmt_text(st, 4, span_of(now.updated));
	return row_write(st, NULL, e);
}

static const char delete_edge[] = "DELETE FROM belief_edges WHERE id = $1";

int steer_edge_remove(struct db *db, const char *id, struct err *e)
{
	struct stmt *st = db_prepare(db, delete_edge, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(id));
	return row_write(st, NULL, e);
}

static const char other_doubles[] =
	"SELECT count(*) FROM belief_edges WHERE source_id = $1 AND target_id = $2"
	" AND relation = $3 AND id <> $4";

int steer_edge_check_single(struct db *db, const struct steer_edge *g, struct err *e)
{
	struct stmt *st = db_prepare(db, other_doubles, e);
	int64_t n = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(g->source_id));
	stmt_text(st, 2, span_of(g->target_id));
	stmt_text(st, 3, g->relation);
	stmt_text(st, 4, span_of(g->id));
	if (row_number(st, &n, e) < 0)
		return -1;
	return n == 0
		? 0
		: err_set(e, ERR_CONSTRAINT, "there is an edge %.*s between these two already",
			  (int)g->relation.n, g->relation.p);
}

json_t *steer_edge_json(const struct steer_edge *g)
{
	json_t *value = json_object();

	json_put(value, "id", json_string(g->id));
	json_put(value, "source_id", json_string(g->source_id));
	json_put(value, "target_id", json_string(g->target_id));
	json_put(value, "relation", json_from_text(g->relation));
	json_put(value, "weight", json_from_real(g->weight));
	if (g->created_at.p)
		json_put(value, "created_at", json_from_text(g->created_at));
	return value;
}

int steer_edge_audit(struct db *db, struct steer_audit *row, const struct steer_edge *before,
	const struct steer_edge *after, struct arena *a, struct err *e)
{
	struct steer_after same = {
		row->belief->confidence, row->belief->text, row->belief->status, false};

	row->before = steer_json_before(row->belief);
	row->after = steer_json_after(row->belief, &same);
	json_put(row->before, "edge", before ? steer_edge_json(before) : json_null());
	json_put(row->after, "edge", after ? steer_edge_json(after) : json_null());
	row->trigger = "manual";
	return steer_audit(db, row, a, e);
}

/* --- Changes --- */

struct edging {
	const struct session *session;
	const char *source, *target; /* of a new one */
	const struct steer_edge *seen; /* NULL: it is new */
	const struct steer_edge_change *change; /* NULL: it is deleted */
	struct span reason;
	struct arena *arena;
	struct steer_result *out;
	struct steer_edge before, after;
};

int steer_hold_unlocked(
	struct db *db, const char *id, struct arena *a, struct steer_belief *out, struct err *e)
{
	int found = steer_hold(db, id, a, out, e);

	if (found < 0)
		return -1;
	if (found == 0)
		return err_set(e, ERR_MISSING, "the belief that it goes out from was deleted");
	if (steer_check_unlocked(out, e) < 0)
		return err_prefix(e, "%.*s", (int)out->title.n, out->title.p);
	return 0;
}

static const char persona_of[] = "SELECT b.persona_id, s.reddit_username FROM belief_nodes b"
				 " LEFT JOIN personas s ON s.id = b.persona_id WHERE b.id = $1";

static int check_target(struct db *db, const struct steer_belief *source, const char *target,
	struct arena *a, struct err *e)
{
	char persona[UUID_TEXT] = "";
	struct span name = SPAN_NULL;

	if (strcmp(source->id, target) == 0)
		return err_set(e, ERR_CONSTRAINT, "an edge leads to another belief, not to itself");
	struct stmt *st = db_prepare(db, persona_of, e);
	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(target)));
	int found = stmt_step(st, e);
	if (found > 0) {
		row_copy(persona, sizeof(persona), col_text(st, 0));
		name = row_text(st, 1, a);
	}
	stmt_done(&st);
	if (found < 0)
		return -1;
	if (found == 0)
		return err_set(e, ERR_MISSING, "the belief that it leads to was deleted");
	if (strcmp(persona, source->persona_id) != 0)
		return err_set(e, ERR_CONSTRAINT,
			"the two beliefs are those of two personas, %.*s and %.*s",
			(int)source->persona.n, source->persona.p, (int)name.n, name.p);
	return 0;
}

/* The edge as it stands, if it still is what was seen. */
static int hold_seen(struct db *db, struct edging *g, struct err *e)
{
	const struct steer_edge *seen = g->seen;
	int found = steer_edge_hold(db, seen->id, g->arena, &g->before, e);

	if (found < 0)
		return -1;
	if (found == 0)
		return err_set(e, ERR_MISSING, "the edge was deleted meanwhile");
	bool same_weight = g->before.weight == seen->weight ||
		(isnan(g->before.weight) && isnan(seen->weight));
	if (same_weight && span_eq(g->before.relation, seen->relation))
		return 0;
	char weight[32] = "without a weight";
	if (!isnan(g->before.weight))
		snprintf(weight, sizeof(weight), "%.2f", g->before.weight);
	return err_set(e, ERR_CONFLICT, "the edge changed meanwhile: it is %.*s %s now",
		(int)g->before.relation.n, g->before.relation.p, weight);
}

static int write_edge(struct db *db, struct edging *g, const struct steer_belief *b, struct err *e)
{
	if (!g->change)
		return steer_edge_remove(db, g->before.id, e);
	g->after = g->before;
	g->after.relation = g->change->relation;
	g->after.weight = g->change->weight;
	if (g->seen && span_eq(g->after.relation, g->before.relation) &&
		g->after.weight == g->before.weight)
		return err_set(e, ERR_USAGE, "it says just that already: nothing would change");
	if (steer_edge_check_single(db, &g->after, e) < 0)
		return -1;
	return g->seen ? steer_edge_update(db, &g->after, e)
		       : steer_edge_insert(db, b->persona_id, &g->after, e);
}

/* A transaction_work. */
static int change_edge(struct db *db, void *arg, struct err *e)
{
	struct edging *g = arg;
	struct steer_belief b;
	const char *source = g->seen ? g->seen->source_id : g->source;

	if (session_check(db, g->session, MAY_STEER, e) < 0 ||
		steer_hold_unlocked(db, source, g->arena, &b, e) < 0)
		return -1;
	if (g->seen ? hold_seen(db, g, e) < 0 : check_target(db, &b, g->target, g->arena, e) < 0)
		return -1;
	if (write_edge(db, g, &b, e) < 0)
		return -1;
	struct steer_audit row = {
		.session = g->session, .id = g->out->update_id, .belief = &b, .reason = g->reason};
	g->out->before = b;
	memcpy(g->out->belief_id, b.id, UUID_TEXT);
	memcpy(g->out->edge_id, g->before.id, UUID_TEXT);
	return steer_edge_audit(
		db, &row, g->seen ? &g->before : NULL, g->change ? &g->after : NULL, g->arena, e);
}

static int run(struct db *db, struct edging *g, struct err *e)
{
	*g->out = (struct steer_result){.dry = g->out->dry};
	if (steer_check_reason(g->reason, e) < 0)
		return -1;
	if (g->change &&
		steer_check_edge(g->change->relation, g->change->other, g->change->weight, e) < 0)
		return -1;
	if (steer_check_kept(db, g->reason, e) < 0 ||
		(g->change && steer_check_kept(db, g->change->relation, e) < 0))
		return -1;
	return steer_run(db, change_edge, g, g->out, e);
}

int steer_edge_add(struct db *db, const struct session *s, const char *source, const char *target,
	const struct steer_edge_change *c, struct arena *a, struct steer_result *out, struct err *e)
{
	struct edging g = {.session = s,
		.source = source,
		.target = target,
		.change = c,
		.reason = c->reason,
		.arena = a,
		.out = out};

	uuid_new(g.before.id);
	memcpy(g.before.source_id, source, UUID_TEXT);
	memcpy(g.before.target_id, target, UUID_TEXT);
	return run(db, &g, e);
}

int steer_edge_set(struct db *db, const struct session *s, const struct steer_edge *seen,
	const struct steer_edge_change *c, struct arena *a, struct steer_result *out, struct err *e)
{
	struct edging g = {.session = s,
		.seen = seen,
		.change = c,
		.reason = c->reason,
		.arena = a,
		.out = out};

	return run(db, &g, e);
}

int steer_edge_delete(struct db *db, const struct session *s, const struct steer_edge *seen,
	struct span reason, struct arena *a, struct steer_result *out, struct err *e)
{
	struct edging g = {.session = s, .seen = seen, .reason = reason, .arena = a, .out = out};

	return run(db, &g, e);
}
