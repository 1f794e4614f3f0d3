/* Adding a belief with its first stance. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "lookup.h"
#include "row.h"
#include "steer_work.h"

struct adding {
	const struct session *session;
	const struct steer_new *new;
	struct steer_belief belief;
	struct arena *arena;
	struct steer_result *out;
};

static const char personas_named[] =
	"SELECT id, reddit_username FROM personas WHERE reddit_username = $1 OR id = $2 LIMIT 2";
static const char all_personas[] = "SELECT id, reddit_username FROM personas LIMIT 2";

/* Nobody is named: then there must be one alone. */
static int find_persona(struct db *db, struct span name, struct steer_belief *b, struct err *e)
{
	struct stmt *st = db_prepare(db, name.p ? personas_named : all_personas, e);

	if (!st)
		return -1;
	if (name.p) {
		stmt_text(st, 1, lookup_text(db, name));
		stmt_text(st, 2, lookup_id(db, name));
	}
	int found = stmt_step(st, e), another = 0;
	if (found > 0) {
		row_copy(b->persona_id, sizeof(b->persona_id), col_text(st, 0));
		another = stmt_step(st, e);
	}
	stmt_done(&st);
	if (found < 0 || another < 0)
		return -1;
	if (found == 0)
		return name.p ? err_set(e, ERR_MISSING, "there is no persona \"%.*s\"", (int)name.n,
					name.p)
			      : err_set(e, ERR_MISSING, "there is no persona");
	if (another == 0)
		return 0;
	err_set(e, ERR_USAGE, "there are several personas: say whose belief it is");
	return err_hint(e, "--persona NAME says it");
}

static const char same_title[] =
	"SELECT count(*) FROM belief_nodes WHERE persona_id = $1 AND title = $2";

static int check_title_free(struct db *db, const struct steer_belief *b, struct err *e)
{
	struct stmt *st = db_prepare(db, same_title, e);
	int64_t n = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(b->persona_id));
	stmt_text(st, 2, b->title);
	if (row_number(st, &n, e) < 0)
		return -1;
	return n == 0 ? 0 : err_set(e, ERR_CONSTRAINT, "there is a belief of this title already");
}

static const char add_belief[] =
	"INSERT INTO belief_nodes (id, created_at, updated_at, persona_id, title, summary, tags,"
	" current_confidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

static int insert_belief(
	struct db *db, const struct steer_belief *b, double confidence, struct err *e)
{
	struct steer_time now = steer_now();
	struct stmt *st = db_prepare(db, add_belief, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(b->id));
	stmt_text(st, 2, span_of(now.created));
	stmt_text(st, 3, span_of(now.updated));
	stmt_text(st, 4, span_of(b->persona_id));
	stmt_text(st, 5, b->title);
	stmt_text(st, 6, b->summary);
	stmt_text(st, 7, b->tags);
	stmt_real(st, 8, confidence);
	return row_write(st, NULL, e);
}

/* What it was before is nothing, a title included: that is how an undo knows it. */
static int audit(
	struct db *db, const struct adding *g, const struct steer_after *after, struct err *e)
{
	const struct steer_belief *b = &g->belief;
	struct steer_audit row = {.session = g->session,
		.id = g->out->update_id,
		.belief = b,
		.before = steer_json_before(b),
		.after = steer_json_after(b, after),
		.reason = g->new->reason,
		.trigger = "manual"};

	json_put(row.before, "title", json_null());
	json_put(row.after, "title", json_from_text(b->title));
	json_put(row.after, "summary", json_from_text(b->summary));
	json_put(row.after, "tags", json_from_text(b->tags));
	return steer_audit(db, &row, g->arena, e);
}

/* A transaction_work. */
static int add(struct db *db, void *arg, struct err *e)
{
	struct adding *g = arg;
	const struct steer_new *n = g->new;
	struct steer_after after = {
		n->confidence, n->text.p ? n->text : n->summary, STANCE_CURRENT, true};

	if (session_check(db, g->session, MAY_STEER, e) < 0 ||
		find_persona(db, n->persona, &g->belief, e) < 0 ||
		check_title_free(db, &g->belief, e) < 0 ||
		insert_belief(db, &g->belief, n->confidence, e) < 0 ||
		steer_write(db, &g->belief, &after, n->reason, e) < 0)
		return -1;
	g->out->before = g->belief;
	g->out->after = after;
	memcpy(g->out->belief_id, g->belief.id, UUID_TEXT);
	return audit(db, g, &after, e);
}

static int check_new(struct db *db, const struct steer_new *n, struct err *e)
{
	const struct span texts[] = {n->title, n->summary, n->text, n->reason};

	if (steer_check_title(n->title, e) < 0 || steer_check_confidence(n->confidence, e) < 0 ||
		(n->tags.p && steer_check_tags(n->tags, e) < 0))
		return -1;
	if (n->summary.n == 0)
		return err_set(
			e, ERR_USAGE, "a belief needs a summary: what it says in a sentence");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (steer_check_kept(db, texts[i], e) < 0)
			return -1;
	return steer_check_reason(n->reason, e);
}

int steer_add(struct db *db, const struct session *s, const struct steer_new *n, struct arena *a,
	struct steer_result *out, struct err *e)
{
	struct adding g = {.session = s, .new = n, .arena = a, .out = out};

	*out = (struct steer_result){.dry = out->dry};
	if (check_new(db, n, e) < 0)
		return -1;
	uuid_new(g.belief.id);
	g.belief.title = n->title;
	g.belief.summary = n->summary;
	g.belief.tags = n->tags.p ? n->tags : SPAN_LIT("[]");
	g.belief.kind = CONFIDENCE_NONE;
	g.belief.confidence = (double)NAN;
	g.belief.status = STANCE_OTHER;
	return steer_run(db, add, &g, out, e);
}
