/* The description of a schema: reading it on either engine, and finding things in it. */
#include "migrate/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "catalog_build.h"
#include "sqltext.h"

/* --- Building. --- */

void *catalog_room(struct arena *a, void *array, size_t n, size_t size)
{
	bool full = n == 0 || (n >= 4 && (n & (n - 1)) == 0);
	void *larger;

	if (!full)
		return array;
	larger = arena_calloc(a, n ? 2 * n : 4, size);
	if (n)
		memcpy(larger, array, n * size);
	return larger;
}

struct catalog_table *catalog_add_table(struct catalog *c, struct arena *a, const char *name)
{
	c->tables = catalog_room(a, c->tables, c->n, sizeof(*c->tables));
	c->tables[c->n].name = name;
	return &c->tables[c->n++];
}

struct catalog_column *catalog_add_column(struct catalog_table *t, struct arena *a)
{
	t->columns = catalog_room(a, t->columns, t->n_columns, sizeof(*t->columns));
	return &t->columns[t->n_columns++];
}

struct catalog_object *catalog_add_object(
	struct catalog_table *t, struct arena *a, enum catalog_kind kind)
{
	t->objects = catalog_room(a, t->objects, t->n_objects, sizeof(*t->objects));
	t->objects[t->n_objects].kind = kind;
	t->objects[t->n_objects].place = t->n_objects;
	return &t->objects[t->n_objects++];
}

void catalog_add_name(struct catalog_object *o, struct arena *a, struct span name)
{
	const char **list = catalog_room(a, (void *)o->columns, o->n, sizeof(*list));

	list[o->n++] = name.n ? arena_memdup(a, name.p, name.n) : NULL;
	o->columns = list;
}

char *catalog_list(const struct catalog_object *o, struct arena *a)
{
	struct str out = {0};

	for (size_t i = 0; i < o->n; i++) {
		str_add(&out, i ? ", " : "(");
		sql_add_name(&out, o->columns[i] ? o->columns[i] : "");
	}
	str_addc(&out, ')');
	char *list = arena_strdup(a, str_cstr(&out));
	str_free(&out);
	return list;
}

/* --- Reading. --- */

static int text_order(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int by_kind(const void *pa, const void *pb)
{
	const struct catalog_object *a = pa, *b = pb;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	int order = text_order(a->name, b->name);
	return order ? order : (a->place > b->place) - (a->place < b->place);
}

static int by_name(const void *pa, const void *pb)
{
	const struct catalog_table *a = pa, *b = pb;

	return strcmp(a->name, b->name);
}

static void sort_objects(struct catalog_table *t)
{
	if (t->n_objects)
		qsort(t->objects, t->n_objects, sizeof(*t->objects), by_kind);
}

static int read_all(struct db *db, struct arena *a, struct catalog *out, struct err *e)
{
	*out = (struct catalog){.engine = db_engine(db), .loose = {.name = ""}};
	int result = out->engine == DB_SQLITE ? catalog_read_sqlite(db, a, out, e)
					      : catalog_read_postgres(db, a, out, e);
	sort_objects(&out->loose);
	if (result != 0 || out->n == 0)
		return result;
	qsort(out->tables, out->n, sizeof(*out->tables), by_name);
	for (size_t i = 0; i < out->n; i++)
		sort_objects(&out->tables[i]);
	return 0;
}

int catalog_read(struct db *db, struct arena *a, struct catalog *out, struct err *e)
{
	if (db_in_transaction(db))
		return read_all(db, a, out, e);
	if (db_begin_read(db, e) != 0)
		return -1;
	int result = read_all(db, a, out, e);
	db_rollback(db);
	return result;
}

/* --- Finding. --- */

const struct catalog_table *catalog_table(const struct catalog *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->tables[i].name, name) == 0)
			return &c->tables[i];
	return NULL;
}

const struct catalog_column *catalog_column(const struct catalog_table *t, const char *name)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return &t->columns[i];
	return NULL;
}

const struct catalog_object *catalog_primary(const struct catalog_table *t)
{
	for (size_t i = 0; i < t->n_objects; i++)
		if (t->objects[i].kind == CATALOG_PRIMARY)
			return &t->objects[i];
	return NULL;
}

bool catalog_is_record(const char *table)
{
	return strcmp(table, "alembic_version") == 0 || strcmp(table, "console_migrations") == 0;
}

bool catalog_is_consoles(const char *name)
{
	return name && strncmp(name, "console_", strlen("console_")) == 0;
}

bool catalog_has_name(enum catalog_kind kind)
{
	return kind >= CATALOG_INDEX && kind != CATALOG_SECURITY;
}

const char *catalog_kind_name(enum catalog_kind kind)
{
	static const char *const names[CATALOG_KINDS] = {
		[CATALOG_PRIMARY] = "primary key",
		[CATALOG_FOREIGN] = "foreign key",
		[CATALOG_UNIQUE] = "unique key",
		[CATALOG_CHECK] = "check",
		[CATALOG_INDEX] = "index",
		[CATALOG_TRIGGER] = "trigger",
		[CATALOG_RULE] = "rule",
		[CATALOG_POLICY] = "policy",
		[CATALOG_SECURITY] = "row security",
		[CATALOG_VIEW] = "view",
		[CATALOG_FUNCTION] = "function",
		[CATALOG_TYPE] = "type",
		[CATALOG_SEQUENCE] = "sequence",
	};

	return names[kind];
}
