/* Deleting a belief, and keeping what went with it. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "lookup.h"
#include "row.h"
#include "steer_rows.h"
#include "steer_work.h"
#include "store/events.h"

static const char toll[] =
	"SELECT (SELECT count(*) FROM belief_edges WHERE source_id = $1 OR target_id = $1),"
	" (SELECT count(*) FROM stance_versions WHERE belief_id = $1),"
	" (SELECT count(*) FROM evidence_links WHERE belief_id = $1),"
	" (SELECT count(*) FROM belief_updates WHERE belief_id = $1)";

int steer_toll(struct db *db, const char *belief_id, struct steer_toll *out, struct err *e)
{
	struct stmt *st = db_prepare(db, toll, e);

	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(belief_id)));
	int step = stmt_step(st, e);
	if (step > 0)
		*out = (struct steer_toll){
			col_int(st, 0), col_int(st, 1), col_int(st, 2), col_int(st, 3)};
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

static void say(struct str *out, int64_t n, const char *one, const char *many, const char *behind)
{
	str_addf(out, "%lld %s%s", (long long)n, n == 1 ? one : many, behind);
}

void steer_say_toll(const struct steer_toll *t, struct str *out)
{
	say(out, t->edges, "edge", "edges", ", ");
	say(out, t->stances, "stance", "stances", ", ");
	say(out, t->evidence, "piece of evidence", "pieces of evidence", " and ");
	say(out, t->updates, "audit row", "audit rows", "");
}

static bool same_toll(const struct steer_toll *a, const struct steer_toll *b)
{
	return a->edges == b->edges && a->stances == b->stances && a->evidence == b->evidence &&
		a->updates == b->updates;
}

/* The reason comes first, for those who read the log. */
static int keep(struct db *db, const struct session *s, const struct steer_belief *b,
	const char *event_id, struct span reason, struct err *e)
{
	json_t *rows = steer_rows_read(db, b->id, e), *detail = json_object();
	char *text;

	if (!rows) {
		json_decref(detail);
		return -1;
	}
	json_put(detail, "reason", json_from_text(reason));
	json_put(detail, "belief_id", json_string(b->id));
	json_put(detail, "rows", rows);
	text = json_dumps(detail, JSON_ENSURE_ASCII | JSON_REAL_PRECISION(17));
	json_decref(detail);
	if (!text)
		die_of_memory(0);
	int result = events_add_as(db, s, event_id, "belief.delete", b->title, span_of(text), e);
	free(text);
	return result;
}

static const char delete_belief[] = "DELETE FROM belief_nodes WHERE id = $1";

/* The rows below go by the agent's foreign keys; none may stay. */
int steer_delete_held(struct db *db, const struct session *s, const struct steer_belief *b,
	const char *event_id, struct span reason, struct err *e)
{
	struct steer_toll left = {0};

	if (keep(db, s, b, event_id, reason, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, delete_belief, e);
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(b->id));
	if (row_write(st, NULL, e) < 0 || steer_toll(db, b->id, &left, e) < 0)
		return -1;
	if (left.edges + left.stances + left.evidence + left.updates > 0)
		return err_set(e, ERR_SCHEMA,
			"rows of it would stay: the tables lack the agent's foreign keys");
	return 0;
}

struct deleting {
	const struct session *session;
	const struct steer_belief *seen;
	const struct steer_toll *toll;
	struct span reason;
	struct arena *arena;
	struct steer_result *out;
};

static int check_toll(struct db *db, const struct deleting *d, struct err *e)
{
	struct steer_toll now = {0};
	struct str said = {0};

	if (steer_toll(db, d->seen->id, &now, e) < 0)
		return -1;
	if (same_toll(&now, d->toll))
		return 0;
	steer_say_toll(&now, &said);
	err_set(e, ERR_CONFLICT, "other rows hang on it by now: %s", str_cstr(&said));
	str_free(&said);
	return -1;
}

/* A transaction_work. */
static int delete_it(struct db *db, void *arg, struct err *e)
{
	const struct deleting *d = arg;
	struct steer_belief b;

	if (session_check(db, d->session, MAY_STEER, e) < 0 ||
		steer_hold_seen(db, d->seen, d->arena, &b, e) < 0 ||
		steer_check_unlocked(&b, e) < 0 || check_toll(db, d, e) < 0)
		return -1;
	d->out->before = b;
	memcpy(d->out->belief_id, b.id, UUID_TEXT);
	return steer_delete_held(db, d->session, &b, d->out->update_id, d->reason, e);
}

int steer_delete(struct db *db, const struct session *s, const struct steer_belief *seen,
	const struct steer_toll *t, struct span title, struct span reason, struct arena *a,
	struct steer_result *out, struct err *e)
{
	struct deleting d = {s, seen, t, reason, a, out};

	*out = (struct steer_result){.dry = out->dry};
	if (!span_eq(title, seen->title))
		return err_set(e, ERR_USAGE, "that is not its title");
	if (steer_check_reason(reason, e) < 0 || steer_check_kept(db, reason, e) < 0)
		return -1;
	return steer_run(db, delete_it, &d, out, e);
}

int steer_restore(struct db *db, struct span detail, struct arena *a, int64_t *lost, struct err *e)
{
	json_t *kept = json_read(detail, e);
	int result = -1;

	if (kept)
		result = steer_rows_write(db, json_object_get(kept, "rows"), a, lost, e);
	json_decref(kept);
	return result;
}
