/* Makes schemas in the dark: in memory, or in a schema that is rolled back. */
#include "migrate/shadow.h"

#include <unistd.h>

#include "base/str.h"
#include "sqltext.h"

struct shadow {
	struct db *db;
	struct db *memory; /* the same, where it is ours to close */
};

static int hint_at_rights(struct err *e)
{
	err_prefix(e, "cannot make a schema to compare with");
	if (e->code == ERR_DENIED)
		return err_hint(e,
			"it is rolled back again, but making it needs the right CREATE on the"
			" database");
	return -1;
}

static int begin_postgres(struct db *db, struct err *e)
{
	struct str sql = {0};
	int result;

	str_addf(&sql,
		"CREATE SCHEMA tenet_shadow_%ld; SET LOCAL search_path = tenet_shadow_%ld, pg_temp",
		(long)getpid(), (long)getpid());
	result = db_exec(db, str_cstr(&sql), e);
	str_free(&sql);
	return result == 0 ? 0 : hint_at_rights(e);
}

static int open_shadow(struct db *db, struct shadow *s, struct err *e)
{
	*s = (struct shadow){.db = db};
	if (!db || db_engine(db) == DB_SQLITE) {
		if (db_open_memory("a database in memory", &s->memory, e) != 0)
			return -1;
		s->db = s->memory;
		return 0;
	}
	return db_begin(db, e) == 0 ? begin_postgres(db, e) : -1;
}

static void close_shadow(struct shadow *s)
{
	if (!s->memory && s->db)
		db_rollback(s->db);
	db_close(&s->memory);
}

/* What cannot run inside a transaction gives the same schema as what can. */
static void add_without_concurrently(struct str *out, const char *sql)
{
	struct sql_walk w = {span_of(sql), 0};
	size_t from = 0;

	for (struct sql_token t = sql_next(&w); t.kind != SQL_END; t = sql_next(&w)) {
		if (!sql_is(t, "CONCURRENTLY"))
			continue;
		str_addn(out, sql + from, w.at - t.text.n - from);
		from = w.at;
	}
	str_add(out, sql + from);
}

static int run_postgres(struct db *db, const char *path, const char *text, struct err *e)
{
	struct str sql = {0};

	add_without_concurrently(&sql, text);
	int result = db_exec(db, str_cstr(&sql), e);
	str_free(&sql);
	return result == 0 ? 0 : err_prefix(e, "cannot try %s", path);
}

/* From `now` applied steps to `then`. */
static int go(const struct shadow *s, const struct migration_set *set, size_t now, size_t then,
	struct err *e)
{
	if (s->memory)
		return migrate_go(s->db, set, then, NULL, NULL, e);
	for (; now < then; now++)
		if (run_postgres(s->db, set->m[now].path, set->m[now].up, e) != 0)
			return -1;
	for (; now > then; now--)
		if (run_postgres(s->db, set->m[now - 1].path, set->m[now - 1].down, e) != 0)
			return -1;
	return 0;
}

int shadow_of_steps(struct db *db, const struct migration_set *set, size_t steps, struct arena *a,
	struct catalog *out, struct err *e)
{
	struct shadow s;
	int result = open_shadow(db, &s, e);

	if (result == 0)
		result = go(&s, set, 0, steps, e);
	if (result == 0)
		result = catalog_read(s.db, a, out, e);
	close_shadow(&s);
	return result;
}

int shadow_of_sql(struct db *db, const char *path, const char *sql, struct arena *a,
	struct catalog *out, struct err *e)
{
	struct shadow s;
	int result = open_shadow(db, &s, e);

	if (result == 0)
		result = s.memory ? db_exec(s.db, sql, e) : run_postgres(s.db, path, sql, e);
	if (result != 0 && s.memory)
		err_prefix(e, "cannot try %s", path);
	if (result == 0)
		result = catalog_read(s.db, a, out, e);
	close_shadow(&s);
	return result;
}

/* Whether undoing step `i` leads back to the schema before it. */
static bool leads_back(const struct shadow *s, const struct migration_set *set, size_t i,
	struct arena *a, struct shadow_walk *out)
{
	struct catalog *down = arena_calloc(a, 1, sizeof(*down));
	struct err why = {0};

	if (go(s, set, i + 1, i, &why) != 0 || catalog_read(s->db, a, down, &why) != 0) {
		out->stuck[i] = arena_strdup(a, why.text);
		return false;
	}
	catalog_compare(&out->up[i], down, a, &out->left[i]);
	return out->left[i].n == 0;
}

/* What one step leaves behind is not laid at the door of the others: they go on from a new one. */
static int walk(struct db *db, struct shadow *s, const struct migration_set *set, struct arena *a,
	struct shadow_walk *out, struct err *e)
{
	size_t at = 0;

	if (catalog_read(s->db, a, &out->up[0], e) != 0)
		return -1;
	for (size_t i = 0; i < set->n; i++) {
		if (go(s, set, at, i + 1, e) != 0 ||
			catalog_read(s->db, a, &out->up[i + 1], e) != 0)
			return -1;
		bool back = leads_back(s, set, i, a, out);
		at = back ? i : 0;
		if (back || i + 1 == set->n)
			continue;
		close_shadow(s);
		if (open_shadow(db, s, e) != 0)
			return -1;
	}
	return 0;
}

int shadow_of_walk(struct db *db, const struct migration_set *set, struct arena *a,
	struct shadow_walk *out, struct err *e)
{
	struct shadow s;
	int result = open_shadow(db, &s, e);

	out->up = arena_calloc(a, set->n + 1, sizeof(*out->up));
	out->left = arena_calloc(a, set->n, sizeof(*out->left));
	out->stuck = arena_calloc(a, set->n, sizeof(*out->stuck));
	if (result == 0)
		result = walk(db, &s, set, a, out, e);
	close_shadow(&s);
	return result;
}
