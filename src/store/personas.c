/* Listing personas, and changing them. */
#include "store/personas.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/time.h"
#include "config_row.h"
#include "lookup.h"
#include "row.h"
#include "store/events.h"
#include "transaction.h"

#define ROWS \
	"SELECT p.id, p.reddit_username, p.display_name, p.config, p.created_at, p.updated_at" \
	" FROM personas p"

static void read_row(struct stmt *st, struct arena *a, struct persona *out)
{
	row_copy(out->id, sizeof(out->id), col_text(st, 0));
	out->username = row_text(st, 1, a);
	out->display_name = row_text(st, 2, a);
	out->config = config_open_text(col_text(st, 3), a, &out->hides);
	out->created_at = row_text(st, 4, a);
	out->updated_at = row_text(st, 5, a);
}

static const char *const all_personas[] = {
	[DB_SQLITE] = ROWS " ORDER BY lower(p.reddit_username), p.reddit_username",
	[DB_POSTGRES] = ROWS
	" ORDER BY " POSTGRES_LOWER("p.reddit_username") ", p.reddit_username COLLATE \"C\"",
};

int personas_list(struct db *db, struct arena *a, struct persona **out, size_t *n, struct err *e)
{
	struct stmt *st = db_prepare(db, all_personas[db_engine(db)], e);
	size_t room = 0;
	int step;

	*out = NULL;
	*n = 0;
	if (!st)
		return -1;
	while ((step = stmt_step(st, e)) > 0) {
		*out = row_room(a, *out, *n, sizeof(**out), &room);
		read_row(st, a, &(*out)[(*n)++]);
	}
	stmt_done(&st);
	return step;
}

/* The name as it is written comes before one that differs in case. */
static const char *const by_name[] = {
	[DB_SQLITE] = ROWS " WHERE lower(p.reddit_username) = lower($1)"
			   " ORDER BY p.reddit_username = $1 DESC LIMIT 1",
	[DB_POSTGRES] = ROWS " WHERE " POSTGRES_LOWER("p.reddit_username") " = " POSTGRES_LOWER(
		"CAST($1 AS text)") " ORDER BY p.reddit_username = $1 DESC LIMIT 1",
};
static const char by_id[] = ROWS " WHERE p.id = $1";

/* 1 found, 0 there is none, -1 error. */
static int find(struct db *db, const char *sql, struct span key, struct arena *a,
	struct persona *out, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	if (!st)
		return -1;
	stmt_text(st, 1, key);
	int found = stmt_step(st, e);
	if (found > 0)
		read_row(st, a, out);
	stmt_done(&st);
	return found;
}

static struct span without_prefix(struct span name)
{
	if (name.n > 2 && (name.p[0] == 'u' || name.p[0] == 'U') && name.p[1] == '/')
		return (struct span){name.p + 2, name.n - 2};
	return name;
}

static const char usernames[] = "SELECT reddit_username FROM personas";

int personas_get(
	struct db *db, struct span name, struct arena *a, struct persona *out, struct err *e)
{
	struct span bare = without_prefix(name);
	int found = find(db, by_name[db_engine(db)], lookup_text(db, bare), a, out, e);

	if (found == 0)
		found = find(db, by_id, lookup_id(db, name), a, out, e);
	if (found == 0) {
		err_set(e, ERR_MISSING, "there is no persona \"%.*s\"", (int)name.n, name.p);
		lookup_hint(db_prepare(db, usernames, NULL), bare,
			"`tenet personas list` names them", e);
	}
	return found > 0 ? 0 : -1;
}

/* --- Changing. --- */

struct change {
	const struct session *session;
	const struct persona *now, *was; /* was: NULL for a new one */
	const char *id;
};

static int check(const struct persona *p, const struct persona *was, struct err *e)
{
	if (persona_check_display_name(p->display_name, e) < 0)
		return -1;
	return was ? persona_check_change(was, p->config, e) : persona_check_config(p->config, e);
}

/* An empty name is none. */
static struct span named(struct span text)
{
	return text.n > 0 ? text : SPAN_NULL;
}

static json_t *persona_json(const struct persona *p)
{
	json_t *o = json_object();

	json_put(o, "display_name", json_from_text(named(p->display_name)));
	json_put(o, "config", json_from_column(p->config));
	return o;
}

/* What was before, and what is now, as JSON. */
static int record(
	struct db *db, const struct change *c, struct span name, const char *kind, struct err *e)
{
	json_t *o = json_object();

	json_put(o, "before", c->was ? persona_json(c->was) : json_null());
	json_put(o, "after", persona_json(c->now));
	char *text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	if (!text)
		die_of_memory(0);
	int rc = events_add(db, c->session, kind, name, span_of(text), e);
	free(text);
	return rc;
}

#define SAME_NAMES "SELECT count(*) FROM personas WHERE "
static const char *const same_names[] = {
	[DB_SQLITE] = SAME_NAMES "lower(reddit_username) = lower($1)",
	[DB_POSTGRES] = SAME_NAMES POSTGRES_LOWER("reddit_username") " = " POSTGRES_LOWER(
		"CAST($1 AS text)"),
};

static int check_free(struct db *db, struct span name, struct err *e)
{
	struct stmt *st = db_prepare(db, same_names[db_engine(db)], e);
	int64_t n = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, name);
	if (row_number(st, &n, e) < 0)
		return -1;
	if (n > 0)
		return err_set(
			e, ERR_CONSTRAINT, "there is a persona %.*s already", (int)name.n, name.p);
	return 0;
}

static const char add_persona[] =
	"INSERT INTO personas (id, reddit_username, display_name, config, created_at, updated_at)"
	" VALUES ($1, $2, $3, $4, $5, $6)";

/* A transaction_work. */
static int add(struct db *db, void *arg, struct err *e)
{
	const struct change *c = arg;
	char created[20], updated[27];
	int64_t now = time_now();

	if (session_check(db, c->session, MAY_CONFIGURE, e) < 0 ||
		check_free(db, c->now->username, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, add_persona, e);
	if (!st)
		return -1;
	time_format_seconds(now, created);
	time_format_micros(now, updated);
	stmt_text(st, 1, span_of(c->id));
	stmt_text(st, 2, c->now->username);
	stmt_text(st, 3, named(c->now->display_name));
	stmt_text(st, 4, c->now->config);
	stmt_text(st, 5, span_of(created));
	stmt_text(st, 6, span_of(updated));
	if (row_write(st, NULL, e) < 0)
		return -1;
	return record(db, c, c->now->username, "persona.add", e);
}

int personas_add(struct db *db, const struct session *s, const struct persona *p,
	char id[UUID_TEXT], struct err *e)
{
	struct change c = {.session = s, .now = p, .id = id};

	if (persona_check_username(p->username, e) < 0 || check(p, NULL, e) < 0)
		return -1;
	uuid_new(id);
	return transaction_run(db, TRANSACTION_ALONE, add, &c, NULL, e);
}

static const char *const hold_persona[] = {
	[DB_SQLITE] = ROWS " WHERE p.id = $1",
	[DB_POSTGRES] = ROWS " WHERE p.id = $1 FOR UPDATE",
};

static int check_unchanged(struct db *db, const struct persona *was, struct err *e)
{
	struct arena a = {0};
	struct persona is;
	int found =
		find(db, hold_persona[db_engine(db)], lookup_id(db, span_of(was->id)), &a, &is, e);

	if (found == 0)
		err_set(e, ERR_MISSING, "the persona was deleted meanwhile");
	else if (found > 0 &&
		(!span_eq(is.display_name, was->display_name) || !span_eq(is.config, was->config)))
		found = err_set(e, ERR_CONFLICT, "somebody changed %.*s meanwhile",
			(int)is.username.n, is.username.p);
	arena_free(&a);
	return found > 0 ? 0 : -1;
}

/* A config that stays is not written: what was read of it may have been only what is open. */
static const char set_persona[] =
	"UPDATE personas SET display_name = $2, config = coalesce($3, config), updated_at = $4"
	" WHERE id = $1";

/* A transaction_work. */
static int set(struct db *db, void *arg, struct err *e)
{
	const struct change *c = arg;
	bool same = span_eq(c->now->config, c->was->config);
	char updated[27];

	if (session_check(db, c->session, MAY_CONFIGURE, e) < 0 ||
		check_unchanged(db, c->was, e) < 0)
		return -1;
	struct stmt *st = db_prepare(db, set_persona, e);
	if (!st)
		return -1;
	time_format_micros(time_now(), updated);
	stmt_text(st, 1, span_of(c->was->id));
	stmt_text(st, 2, named(c->now->display_name));
	stmt_text(st, 3, same ? SPAN_NULL : c->now->config);
	stmt_text(st, 4, span_of(updated));
	if (row_write(st, NULL, e) < 0)
		return -1;
	return record(db, c, c->was->username, "persona.set", e);
}

int personas_set(struct db *db, const struct session *s, const struct persona *p,
	const struct persona *was, struct err *e)
{
	struct change c = {.session = s, .now = p, .was = was};

	if (check(p, was, e) < 0)
		return -1;
	return transaction_run(db, TRANSACTION_ROWS, set, &c, NULL, e);
}
