/* Reading settings, and changing them on what was seen. */
#include "store/config.h"

#include "base/time.h"
#include "config_row.h"
#include "lookup.h"
#include "model/config_key.h"
#include "row.h"
#include "store/events.h"
#include "transaction.h"

static const char *const all_settings[] = {
	[DB_SQLITE] = CONFIG_COLUMNS " WHERE persona_id = $1 ORDER BY config_key",
	[DB_POSTGRES] = CONFIG_COLUMNS " WHERE persona_id = $1 ORDER BY config_key COLLATE \"C\"",
};

int config_list(struct db *db, const char *persona_id, struct arena *a, struct setting **out,
	size_t *n, struct err *e)
{
	struct stmt *st = db_prepare(db, all_settings[db_engine(db)], e);
	size_t room = 0;
	int step;

	*out = NULL;
	*n = 0;
	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(persona_id)));
	while ((step = stmt_step(st, e)) > 0) {
		*out = row_room(a, *out, *n, sizeof(**out), &room);
		config_read_row(st, a, &(*out)[(*n)++]);
	}
	stmt_done(&st);
	return step;
}

static const char one_setting[] = CONFIG_COLUMNS " WHERE persona_id = $1 AND config_key = $2";

int config_get(struct db *db, const char *persona_id, struct span key, struct arena *a,
	struct setting *out, struct err *e)
{
	struct stmt *st = db_prepare(db, one_setting, e);

	*out = (struct setting){.key = arena_span(a, key)};
	if (!st)
		return -1;
	stmt_text(st, 1, lookup_id(db, span_of(persona_id)));
	stmt_text(st, 2, lookup_text(db, key));
	int step = stmt_step(st, e);
	if (step > 0)
		config_read_row(st, a, out);
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

static const char keys_set[] = "SELECT DISTINCT config_key FROM agent_config ORDER BY config_key";

int config_keys_set(struct db *db, struct arena *a, struct span **out, size_t *n, struct err *e)
{
	struct stmt *st = db_prepare(db, keys_set, e);
	size_t room = 0;
	int step;

	*out = NULL;
	*n = 0;
	if (!st)
		return -1;
	while ((step = stmt_step(st, e)) > 0) {
		*out = row_room(a, *out, *n, sizeof(**out), &room);
		(*out)[(*n)++] = row_text(st, 0, a);
	}
	stmt_done(&st);
	return step;
}

/* --- Changing. --- */

struct change {
	const struct config_change *c;
	const struct session *session;
	struct span json; /* as it is stored */
	struct arena arena; /* of one try */
	bool changed;
};

static const char newest_event[] =
	"SELECT actor, at, detail FROM console_events"
	" WHERE kind IN " CONFIG_KINDS " AND subject = $1 ORDER BY seq DESC LIMIT 1";

/* Who it was: the newest event tells, if it left behind what is there now. */
static int say_conflict(
	struct db *db, const struct change *x, const struct setting *is, struct err *e)
{
	struct span key = x->c->was->key, actor = SPAN_NULL;
	struct setting after = {.key = key};
	struct arena a = {0};
	struct stmt *st = db_prepare(db, newest_event, e);
	struct span at = is->updated_at;
	char when[20];
	int64_t t;

	if (!st)
		return -1;
	stmt_text(st, 1, config_subject(x->c->persona, key, &a));
	int step = stmt_step(st, e);
	if (step > 0) {
		config_detail_read(col_text(st, 2), "after", &a, &after);
		if (after.state == is->state && span_eq(after.value, is->value)) {
			actor = row_text(st, 0, &a);
			at = row_text(st, 1, &a);
		}
	}
	stmt_done(&st);
	time_parse(at, &t);
	time_format_minutes(t, when);
	if (step >= 0)
		err_set(e, ERR_CONFLICT, "%.*s %s %.*s meanwhile (%s)", actor.p ? (int)actor.n : 24,
			actor.p ? actor.p : "something outside tenet",
			is->state == SETTING_UNSET ? "removed" : "changed", (int)key.n, key.p,
			when);
	arena_free(&a);
	return -1;
}

static const char *const hold_setting[] = {
	[DB_SQLITE] = CONFIG_COLUMNS " WHERE persona_id = $1 AND config_key = $2",
	[DB_POSTGRES] = CONFIG_COLUMNS " WHERE persona_id = $1 AND config_key = $2 FOR UPDATE",
};

static int read_held(struct db *db, struct change *x, struct setting *out, struct err *e)
{
	struct stmt *st = db_prepare(db, hold_setting[db_engine(db)], e);

	*out = (struct setting){.key = x->c->was->key};
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(x->c->persona->id));
	stmt_text(st, 2, x->c->was->key);
	int step = stmt_step(st, e);
	if (step > 0)
		config_read_row(st, &x->arena, out);
	stmt_done(&st);
	return step < 0 ? -1 : 0;
}

static const char add_setting[] = "INSERT INTO agent_config"
				  " (id, persona_id, config_key, config_value, created_at,"
				  " updated_at) VALUES ($1, $2, $3, $4, $5, $6)";

static int add(struct db *db, const struct change *x, struct err *e)
{
	struct stmt *st = db_prepare(db, add_setting, e);
	char id[UUID_TEXT], created[20], updated[27];
	int64_t now = time_now();
	struct err why = {0};

	if (!st)
		return -1;
	uuid_new(id);
	time_format_seconds(now, created);
	time_format_micros(now, updated);
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, span_of(x->c->persona->id));
	stmt_text(st, 3, x->c->was->key);
	stmt_text(st, 4, x->json);
	stmt_text(st, 5, span_of(created));
	stmt_text(st, 6, span_of(updated));
	if (row_write(st, NULL, &why) < 0 && why.code == ERR_CONSTRAINT)
		return err_set(e, ERR_CONFLICT,
			"something outside tenet added %.*s meanwhile, or removed the persona",
			(int)x->c->was->key.n, x->c->was->key.p);
	return why.code ? err_take(e, &why) : 0;
}

static const char update_setting[] = "UPDATE agent_config SET config_value = $3, updated_at = $4"
				     " WHERE persona_id = $1 AND config_key = $2";
static const char delete_setting[] =
	"DELETE FROM agent_config WHERE persona_id = $1 AND config_key = $2";

static int replace(struct db *db, const struct change *x, struct err *e)
{
	struct stmt *st = db_prepare(db, x->json.p ? update_setting : delete_setting, e);
	char updated[27];

	if (!st)
		return -1;
	time_format_micros(time_now(), updated);
	stmt_text(st, 1, span_of(x->c->persona->id));
	stmt_text(st, 2, x->c->was->key);
	if (x->json.p) {
		stmt_text(st, 3, x->json);
		stmt_text(st, 4, span_of(updated));
	}
	return row_write(st, NULL, e);
}

/* Read again: the engine may spell it otherwise, and what it stored is what is compared later. */
static int record(struct db *db, struct change *x, const struct setting *before, struct err *e)
{
	struct setting after;
	struct str detail = {0};

	if (read_held(db, x, &after, e) < 0)
		return -1;
	str_addc(&detail, '{');
	config_detail_add(&detail, "before", before);
	config_detail_add(&detail, "after", &after);
	if (x->c->restores > 0)
		str_addf(&detail, "%s\"restores\": %lld", detail.len > 1 ? ", " : "",
			(long long)x->c->restores);
	str_addc(&detail, '}');
	const char *kind = x->c->restores > 0 ? "config.restore"
		: x->json.p                   ? "config.set"
					      : "config.unset";
	int rc = events_add(db, x->session, kind,
		config_subject(x->c->persona, x->c->was->key, &x->arena), str_span(&detail), e);
	str_free(&detail);
	return rc;
}

static bool says_the_same(struct span json, const struct setting *is)
{
	struct str now = {0};
	bool same = !json.p && is->state == SETTING_UNSET;

	if (json.p && is->state == SETTING_OPEN) {
		json_lay_out(&now, is->value, JSON_STORED, NULL);
		same = span_eq(str_span(&now), json);
	}
	str_free(&now);
	return same;
}

/* A transaction_work. */
static int change(struct db *db, void *arg, struct err *e)
{
	struct change *x = arg;
	const struct setting *was = x->c->was;
	struct setting is;

	arena_clear(&x->arena);
	x->changed = false;
	if (session_check(db, x->session, MAY_CONFIGURE, e) < 0 || read_held(db, x, &is, e) < 0 ||
		setting_check_open(&is, e) < 0)
		return -1;
	if (is.state != was->state || !span_eq(is.value, was->value))
		return say_conflict(db, x, &is, e);
	if (says_the_same(x->json, &is))
		return 1;
	x->changed = true;
	if (is.state == SETTING_UNSET ? add(db, x, e) < 0 : replace(db, x, e) < 0)
		return -1;
	return record(db, x, &is, e);
}

static int check(const struct config_change *c, struct str *stored, struct err *e)
{
	const struct config_key *k = config_key_find(c->was->key);

	if (config_key_check_name(c->was->key, e) < 0 || setting_check_open(c->was, e) < 0)
		return -1;
	if (!c->json.p)
		return 0;
	if (json_check(c->json, NULL, e) < 0)
		return err_prefix(e, "not JSON");
	if (!c->restores && config_key_check(k, c->json, e) < 0)
		return -1;
	if (config_check_open(c->json, "it", e) < 0)
		return -1;
	json_lay_out(stored, c->json, JSON_STORED, NULL);
	if (stored->len > JSON_LONGEST)
		return err_set(e, ERR_USAGE,
			"as the agent writes it, it has %zu bytes, and a value may have 1 MB (%d)",
			stored->len, JSON_LONGEST);
	return 0;
}

int config_check(const struct config_change *c, struct err *e)
{
	struct str stored = {0};
	int rc = check(c, &stored, e);

	str_free(&stored);
	return rc;
}

int config_set(struct db *db, const struct session *s, const struct config_change *c, bool *changed,
	struct err *e)
{
	struct change x = {.c = c, .session = s};
	struct str stored = {0};
	int rc = check(c, &stored, e);

	x.json = c->json.p ? str_span(&stored) : SPAN_NULL;
	if (rc == 0)
		rc = transaction_run(db, TRANSACTION_ALONE, change, &x, NULL, e);
	*changed = rc == 0 && x.changed;
	str_free(&stored);
	arena_free(&x.arena);
	return rc;
}
