/* Prints migrations as SQL, without a connection. */
#include "db_script.h"

#include <string.h>

#include "cli/print.h"
#include "migrate/migrate.h"

static int find_engine(const struct call *c, struct arena *a, enum db_engine *out, struct err *e)
{
	const char *named = call_option(c, "--sql");
	struct db_address where;

	if (*named) {
		*out = strcmp(named, "postgres") == 0 ? DB_POSTGRES : DB_SQLITE;
		return 0;
	}
	if (db_address_find(c->globals->database, a, &where, e) < 0)
		return -1;
	*out = where.engine;
	return 0;
}

static int resolve(
	const char *word, const struct migration_set *set, size_t from, size_t *out, struct err *e)
{
	const struct migration_state at = {.ours = true, .applied = from};

	return migrate_target(word, set, &at, out, e);
}

static int find_range(const char *word, enum script_way way, const struct migration_set *set,
	struct arena *a, size_t *from, size_t *to, struct err *e)
{
	const char *colon = strchr(word, ':');

	*from = 0;
	if (!colon && way == SCRIPT_DOWN) {
		err_set(e, ERR_USAGE, "--sql has no database to ask where it stands");
		return err_hint(e, "say where the way down begins: %s:%s",
			set->m[set->n - 1].revision, word);
	}
	if (colon && resolve(arena_memdup(a, word, (size_t)(colon - word)), set, 0, from, e) < 0)
		return -1;
	if (resolve(colon ? colon + 1 : word, set, *from, to, e) < 0)
		return -1;
	if (way == SCRIPT_UP ? *to < *from : *to > *from)
		return err_set(e, ERR_USAGE, "%s does not lead %s", word,
			way == SCRIPT_UP ? "up" : "down");
	return 0;
}

/* What runs it goes on after an error by itself. */
static const char *const stops[] = {
	[DB_SQLITE] = ".bail on\n", [DB_POSTGRES] = "\\set ON_ERROR_STOP on\n"};

int db_script(
	const struct call *c, const char *word, enum script_way way, struct arena *a, struct err *e)
{
	struct migration_set set;
	struct str sql = {0};
	enum db_engine engine;
	size_t from = 0, to = 0;

	if (find_engine(c, a, &engine, e) < 0 ||
		migrations_load(c->globals->migrations, engine, a, &set, e) < 0 ||
		find_range(word, way, &set, a, &from, &to, e) < 0)
		return -1;
	str_add(&sql, stops[engine]);
	int result = migrate_script(&set, engine, from, to, &sql, e);
	if (result == 0)
		print_body(str_span(&sql));
	str_free(&sql);
	return result;
}
