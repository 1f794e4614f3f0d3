/* Writing versions of stances and audit rows. */
#include "steer_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/time.h"
#include "lookup.h"
#include "row.h"
#include "transaction.h"

struct steer_time steer_now(void)
{
	struct steer_time t = {0};
	int64_t now = time_now();

	time_format_seconds(now, t.created);
	time_format_micros(now, t.updated);
	return t;
}

/* --- Values as the agent keeps them --- */

static const char *status_word(enum stance_status status)
{
	return status == STANCE_LOCKED ? "locked" : "current";
}

static json_t *value_of(struct span text, json_t *number, enum stance_status status)
{
	json_t *o = json_object();
	bool live = status == STANCE_CURRENT || status == STANCE_LOCKED;

	json_put(o, "text", live ? json_from_text(text) : json_null());
	json_put(o, "confidence", number);
	json_put(o, "status", live ? json_string(status_word(status)) : json_null());
	return o;
}

static json_t *confidence_before(const struct steer_belief *b)
{
	if (b->kind == CONFIDENCE_TEXT)
		return json_from_text(b->confidence_text);
	return json_from_real(b->confidence);
}

json_t *steer_json_before(const struct steer_belief *b)
{
	return value_of(b->text, confidence_before(b), b->status);
}

json_t *steer_json_after(const struct steer_belief *b, const struct steer_after *after)
{
	return value_of(after->text,
		after->version ? json_from_real(after->confidence) : confidence_before(b),
		after->status);
}

struct span steer_json_text(json_t *value, struct arena *a)
{
	char *text = value
		? json_dumps(value, JSON_ENSURE_ASCII | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15))
		: NULL;

	if (value && !text)
		die_of_memory(0);
	struct span copy = text ? arena_span(a, span_of(text)) : SPAN_NULL;
	free(text);
	json_decref(value);
	return copy;
}

/* --- Rows --- */

/*
 * On SQLite a row's place is the order of its writing. On PostgreSQL updated_at is, within one
 * second of created_at: a row is written later than all of that second, whatever the clock says,
 * and what is changed afterwards is never set back.
 */
#define POSTGRES_LATER(table) \
	"greatest($3, (SELECT max(w.updated_at) + INTERVAL '1 microsecond' FROM " table \
	" w WHERE w.belief_id = $5 AND w.created_at = $2))"
#define POSTGRES_NOT_BACK "greatest(updated_at, $2)"

#define ADD_UPDATE(updated) \
	"INSERT INTO belief_updates (id, created_at, updated_at, persona_id, belief_id, " \
	"old_value," \
	" new_value, reason, trigger_type, updated_by) VALUES ($1, $2, " updated \
	", $4, $5, $6, $7, $8, $9, $10)"
static const char *const add_update[] = {
	[DB_SQLITE] = ADD_UPDATE("$3"),
	[DB_POSTGRES] = ADD_UPDATE(POSTGRES_LATER("belief_updates")),
};

int steer_audit(struct db *db, const struct steer_audit *row, struct arena *a, struct err *e)
{
	struct span before = steer_json_text(row->before, a),
		    after = steer_json_text(row->after, a);
	struct steer_time now = steer_now();
	struct stmt *st = db_prepare(db, add_update[db_engine(db)], e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(row->id));
	stmt_text(st, 2, span_of(now.created));
	stmt_text(st, 3, span_of(now.updated));
	stmt_text(st, 4, span_of(row->belief->persona_id));
	stmt_text(st, 5, span_of(row->belief->id));
	stmt_text(st, 6, before);
	stmt_text(st, 7, after);
	stmt_text(st, 8, row->reason);
	stmt_text(st, 9, span_of(row->trigger));
	stmt_text(st, 10, span_of(row->session->name));
	return row_write(st, NULL, e);
}

#define DEPRECATE(updated) \
	"UPDATE stance_versions SET status = 'deprecated', updated_at = " updated \
	" WHERE belief_id = $1 AND status IN ('current', 'locked') AND id <> $3"
static const char *const deprecate[] = {
	[DB_SQLITE] = DEPRECATE("$2"),
	[DB_POSTGRES] = DEPRECATE(POSTGRES_NOT_BACK),
};
/* As no stance has it: all of them. */
#define NO_STANCE "00000000-0000-0000-0000-000000000000"

static int deprecate_live(struct db *db, const char *belief, const char *keep, struct err *e)
{
	struct steer_time now = steer_now();
	struct stmt *st = db_prepare(db, deprecate[db_engine(db)], e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(belief));
	stmt_text(st, 2, span_of(now.updated));
	stmt_text(st, 3, span_of(keep));
	return row_write(st, NULL, e);
}

static void bind_confidence(struct stmt *st, int param, double confidence)
{
	if (isnan(confidence))
		stmt_null(st, param);
	else
		stmt_real(st, param, confidence);
}

#define ADD_STANCE(updated) \
	"INSERT INTO stance_versions (id, created_at, updated_at, persona_id, belief_id, text," \
	" confidence, status, rationale) VALUES ($1, $2, " updated ", $4, $5, $6, $7, $8, $9)"
static const char *const add_stance[] = {
	[DB_SQLITE] = ADD_STANCE("$3"),
	[DB_POSTGRES] = ADD_STANCE(POSTGRES_LATER("stance_versions")),
};

static int insert_stance(struct db *db, const struct steer_belief *b,
	const struct steer_after *after, struct span rationale, struct err *e)
{
	struct steer_time now = steer_now();
	struct stmt *st = db_prepare(db, add_stance[db_engine(db)], e);
	char id[UUID_TEXT];

	if (!st)
		return -1;
	uuid_new(id);
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, span_of(now.created));
	stmt_text(st, 3, span_of(now.updated));
	stmt_text(st, 4, span_of(b->persona_id));
	stmt_text(st, 5, span_of(b->id));
	stmt_text(st, 6, after->text);
	bind_confidence(st, 7, after->confidence);
	stmt_text(st, 8, span_of(status_word(after->status)));
	stmt_text(st, 9, rationale);
	return row_write(st, NULL, e);
}

static const char set_confidence[] =
	"UPDATE belief_nodes SET current_confidence = $2, updated_at = $3 WHERE id = $1";
static const char touch_belief[] = "UPDATE belief_nodes SET updated_at = $2 WHERE id = $1";

static int update_belief(
	struct db *db, const struct steer_belief *b, const struct steer_after *after, struct err *e)
{
	struct steer_time now = steer_now();
	struct stmt *st = db_prepare(db, after->version ? set_confidence : touch_belief, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(b->id));
	if (after->version)
		bind_confidence(st, 2, after->confidence);
	stmt_text(st, after->version ? 3 : 2, span_of(now.updated));
	return row_write(st, NULL, e);
}

#define SET_STATUS(updated) \
	"UPDATE stance_versions SET status = $3, updated_at = " updated " WHERE id = $1"
static const char *const set_status[] = {
	[DB_SQLITE] = SET_STATUS("$2"),
	[DB_POSTGRES] = SET_STATUS(POSTGRES_NOT_BACK),
};

static int update_status(
	struct db *db, const struct steer_belief *b, enum stance_status to, struct err *e)
{
	struct steer_time now = steer_now();
	struct stmt *st = db_prepare(db, set_status[db_engine(db)], e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(b->stance_id));
	stmt_text(st, 2, span_of(now.updated));
	stmt_text(st, 3, span_of(status_word(to)));
	return row_write(st, NULL, e);
}

int steer_write(struct db *db, const struct steer_belief *b, const struct steer_after *after,
	struct span rationale, struct err *e)
{
	if (after->version) {
		if (deprecate_live(db, b->id, NO_STANCE, e) < 0 ||
			insert_stance(db, b, after, rationale, e) < 0)
			return -1;
	} else if (b->live > 0 && after->status != b->status) {
		if (deprecate_live(db, b->id, b->stance_id, e) < 0 ||
			update_status(db, b, after->status, e) < 0)
			return -1;
	}
	return update_belief(db, b, after, e);
}

static const char set_words[] =
	"UPDATE belief_nodes SET title = $2, summary = $3, tags = $4 WHERE id = $1";

int steer_write_words(struct db *db, const struct steer_belief *b, struct span title,
	struct span summary, struct span tags, struct err *e)
{
	struct stmt *st = db_prepare(db, set_words, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(b->id));
	stmt_text(st, 2, title);
	stmt_text(st, 3, summary);
	stmt_text(st, 4, tags);
	return row_write(st, NULL, e);
}

static const char add_evidence[] =
	"INSERT INTO evidence_links (id, created_at, updated_at, persona_id, belief_id,"
	" source_type, source_ref, strength) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

int steer_insert_evidence(struct db *db, const struct steer_belief *b, struct span id,
	struct span source_type, struct span source_ref, struct span strength, struct err *e)
{
	struct steer_time now = steer_now();
	struct stmt *st = db_prepare(db, add_evidence, e);

	if (!st)
		return -1;
	stmt_text(st, 1, id);
	stmt_text(st, 2, span_of(now.created));
	stmt_text(st, 3, span_of(now.updated));
	stmt_text(st, 4, span_of(b->persona_id));
	stmt_text(st, 5, span_of(b->id));
	stmt_text(st, 6, source_type);
	stmt_text(st, 7, source_ref);
	stmt_text(st, 8, strength);
	return row_write(st, NULL, e);
}

int steer_check_kept(struct db *db, struct span text, struct err *e)
{
	if (lookup_possible(db_engine(db), text))
		return 0;
	return err_set(e, ERR_USAGE,
		"it holds NUL or bytes that are not UTF-8, which PostgreSQL cannot keep");
}

struct running {
	int (*work)(struct db *db, void *arg, struct err *e);
	void *arg;
	bool dry;
};

/* A transaction_work. */
static int run(struct db *db, void *arg, struct err *e)
{
	const struct running *r = arg;
	int result = r->work(db, r->arg, e);

	return result == 0 && r->dry ? 1 : result;
}

int steer_run(struct db *db, int (*work)(struct db *db, void *arg, struct err *e), void *arg,
	struct steer_result *out, struct err *e)
{
	struct running r = {work, arg, out->dry};
	bool in_doubt = false;

	uuid_new(out->update_id);
	int result = transaction_run(db, TRANSACTION_ROWS, run, &r, &in_doubt, e);
	out->in_doubt = in_doubt;
	if (in_doubt)
		return err_prefix(e, "it is not known whether this was saved");
	return result;
}
