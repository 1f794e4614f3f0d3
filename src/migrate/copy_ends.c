/* Looks at the ends of a copy. */
#include "copy_ends.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "migrate/copy.h"
#include "migrate/migrate.h"
#include "migrate/ready.h"
#include "schema.h"

/* --- The source. --- */

int copy_look_at_source(
	struct db *db, const char *dir, struct arena *a, struct copy_standing *out, struct err *e)
{
	struct migration_set set;
	struct migration_state s;

	if (copy_check_finished(db, e) != 0 ||
		migrations_load(dir, db_engine(db), a, &set, e) != 0 ||
		migrate_state(db, &set, &s, e) != 0)
		return -1;
	bool agents = !s.ours && s.applied <= AGENT_STEPS;
	if (s.newer)
		return err_set(e, ERR_SCHEMA,
			"%s is at revision %s, which this tenet does not know", db_name(db),
			s.unknown);
	if (!agents && s.applied < set.n) {
		err_set(e, ERR_SCHEMA, "%s is at %s, and this tenet copies from %s", db_name(db),
			s.applied ? set.m[s.applied - 1].revision : "base",
			set.m[set.n - 1].revision);
		return err_hint(e, "run `%s db upgrade head%s` first", db_call(db),
			migrate_login_words(db, &s));
	}
	out->console = s.applied == set.n;
	out->revision = set.m[s.applied ? s.applied - 1 : 0].revision;
	out->agent_revision = s.foreign[0] ? arena_strdup(a, s.foreign) : NULL;
	return schema_check(db, out->console ? SCHEMA_WHOLE : SCHEMA_AGENT, e);
}

int copy_check_revision(const char *file, const char *revision, const char *dir, struct err *e)
{
	struct arena a = {0};
	struct migration_set set;
	int result = migrations_load(dir, DB_SQLITE, &a, &set, e);
	bool known = false;

	for (size_t i = 0; result == 0 && i < set.n; i++)
		known = known || strcmp(set.m[i].revision, revision) == 0;
	arena_free(&a);
	if (result != 0 || known)
		return result;
	err_set(e, ERR_SCHEMA, "%s is of revision %.80s, which this tenet does not know", file,
		revision);
	return err_hint(e, "use the tenet that wrote it, or a newer one");
}

static const char *whole_path(const char *path, struct arena *a)
{
	char *whole = realpath(path, NULL);
	const char *copy = arena_strdup(a, whole ? whole : path);

	free(whole);
	return copy;
}

void copy_origin_of_file(const char *path, struct arena *a, struct copy_origin *out)
{
	bool standard = strcmp(path, "-") == 0;

	out->name = standard ? "standard input" : path;
	out->identity = standard ? out->name : whole_path(path, a);
}

/* Names and numbers say which it is, wherever the server runs now; the time of its start, that two
 * connections have one server. */
static const char identity[] =
	"SELECT pg_catalog.concat_ws(' ', d.datname, d.oid, n.nspname, n.oid),"
	" pg_catalog.pg_postmaster_start_time()::text FROM pg_catalog.pg_database d,"
	" pg_catalog.pg_namespace n WHERE d.datname = current_database()"
	" AND n.nspname = current_schema()";
enum { IDENTITY_DATABASE, IDENTITY_START };

static const char *ask_identity(struct db *db, bool with_start, struct arena *a, struct err *e)
{
	struct stmt *st = db_prepare(db, identity, e);
	int row = st ? stmt_step(st, e) : -1;
	const char *found = NULL;

	if (row == 1)
		found = arena_printf(a, "%s%s%s", col_text(st, IDENTITY_DATABASE).p,
			with_start ? " " : "", with_start ? col_text(st, IDENTITY_START).p : "");
	stmt_done(&st);
	return row == 0 ? "" : found;
}

int copy_origin_of(struct db *db, struct arena *a, struct copy_origin *out, struct err *e)
{
	out->name = arena_strdup(a, db_name(db));
	out->identity = db_engine(db) == DB_SQLITE ? whole_path(db_file(db), a)
						   : ask_identity(db, false, a, e);
	return out->identity ? 0 : -1;
}

static bool is_same_file(struct db *a, struct db *b)
{
	struct stat x, y;

	return stat(db_file(a), &x) == 0 && stat(db_file(b), &y) == 0 && x.st_dev == y.st_dev &&
		x.st_ino == y.st_ino;
}

static int is_same_base(struct db *one, struct db *other, bool *same, struct err *e)
{
	struct arena a = {0};
	const char *x = ask_identity(one, true, &a, e);
	const char *y = x ? ask_identity(other, true, &a, e) : NULL;

	*same = y && *x && strcmp(x, y) == 0;
	arena_free(&a);
	return y ? 0 : -1;
}

int copy_refuse_itself(struct db *source, struct db *target, struct err *e)
{
	bool same = false;

	if (db_engine(source) != db_engine(target))
		return 0;
	if (db_engine(source) == DB_SQLITE)
		same = is_same_file(source, target);
	else if (is_same_base(source, target, &same, e) != 0)
		return -1;
	return same ? err_set(e, ERR_USAGE, "%s cannot be copied into itself", db_name(source)) : 0;
}

/* --- The target. --- */

/* Of a target; events of tenet's own migrating are none. */
static int count_rows(struct db *db, const struct copy_table *t, int64_t *out, struct err *e)
{
	if (copy_count(db, t, out, e) != 0)
		return -1;
	if (*out == 0 || strcmp(t->name, "console_events") != 0)
		return 0;
	return copy_count_events(db, out, e);
}

int copy_refuse_rows(struct db *db, struct err *e)
{
	struct str held = {0};
	int64_t n;

	for (size_t i = 0; i < copy_tables_n; i++) {
		if (count_rows(db, &copy_tables[i], &n, e) != 0)
			return -1;
		if (n > 0)
			str_addf(&held, "%s%s (%lld)", held.len ? ", " : "", copy_tables[i].name,
				(long long)n);
	}
	if (held.len == 0)
		return 0;
	err_set(e, ERR_OTHER, "%s holds rows already: %s", db_name(db), str_cstr(&held));
	str_free(&held);
	return err_hint(e, "copy into an empty database");
}

static int refuse_other_source(struct db *db, const struct copy_origin *from, struct err *e)
{
	struct str name = {0}, before = {0};
	int result = copy_state_source(db, &before, &name, e);

	if (result == 0 && strcmp(str_cstr(&before), from->identity) != 0) {
		err_set(e, ERR_OTHER, "%s holds a part of %s, whose copy was interrupted",
			db_name(db), str_cstr(&name));
		result = err_hint(
			e, "finish that copy, or copy %s into an empty database", from->name);
	}
	str_free(&name);
	str_free(&before);
	return result;
}

int copy_look_at_target(
	struct db *db, const struct copy_origin *from, bool *unfinished, struct err *e)
{
	int state = copy_state_there(db, e);

	*unfinished = state == 1;
	if (state < 0)
		return -1;
	return state == 1 ? refuse_other_source(db, from, e) : copy_refuse_rows(db, e);
}

int copy_migrate_target(struct db *db, const char *dir, bool unfinished, struct err *e)
{
	struct arena a = {0};
	struct migration_set set;
	struct migration_state state;
	int result = migrations_load(dir, db_engine(db), &a, &set, e);

	if (result == 0 && !unfinished)
		result = migrate_go(db, &set, set.n, NULL, NULL, e);
	if (result == 0)
		result = migrate_state(db, &set, &state, e);
	if (result == 0 && (state.newer || state.applied < set.n)) {
		err_set(e, ERR_SCHEMA, "the copy into %s was begun by a tenet of another revision",
			db_name(db));
		result = err_hint(e, "finish it with that one, or begin with an empty database");
	}
	arena_free(&a);
	return result;
}

int copy_unfinished(struct db *db, struct err *e)
{
	return copy_state_there(db, e);
}

int copy_check_finished(struct db *db, struct err *e)
{
	int unfinished = copy_unfinished(db, e);

	if (unfinished != 1)
		return unfinished;
	err_set(e, ERR_SCHEMA, "%s holds a copy that was not finished", db_name(db));
	return err_hint(e,
		"run the same `tenet db copy` or `tenet import` again: it goes on there; with "
		"--on-bad "
		"reject, where a row is what stops it");
}
