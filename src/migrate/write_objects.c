/* Writes what has a statement of its own, for both engines. */
#include <string.h>
#include <strings.h>

#include "sqltext.h"
#include "write_table.h"

void write_only(struct str *out, const char *engine, const char *sql)
{
	if (sql[0])
		str_addf(out, "-- only: %s\n%s-- end\n", engine, sql);
}

bool write_stands_alone(const struct catalog_object *o)
{
	return o && catalog_has_name(o->kind);
}

static const char *word_of(const struct catalog_object *o)
{
	return o->kind == CATALOG_INDEX ? "INDEX" : o->kind == CATALOG_VIEW ? "VIEW" : "TRIGGER";
}

/* What PostgreSQL's text makes under this name; NULL: nothing. */
static const char *postgres_twin(
	const struct catalog_object *o, const char *postgres, struct arena *a)
{
	return sql_find_create(postgres, word_of(o), o->name, a);
}

static bool is_same_sql(const char *x, const char *y, struct arena *a)
{
	return strcasecmp(sql_canonical(span_of(x), a), sql_canonical(span_of(y), a)) == 0;
}

void write_make(
	struct writer *w, struct str *out, const struct catalog_object *o, const char *postgres)
{
	const char *sqlite = arena_printf(w->a, "%s;\n", o->sql);
	const char *twin = postgres_twin(o, postgres, w->a);

	if (twin && is_same_sql(twin, o->sql, w->a)) {
		str_add(out, sqlite);
		return;
	}
	write_only(out, "sqlite", sqlite);
	if (twin)
		write_only(out, "postgres", arena_printf(w->a, "%s;\n", twin));
}

void write_drop(struct writer *w, struct str *out, const struct catalog_object *o,
	const char *table, const char *postgres)
{
	bool both = postgres_twin(o, postgres, w->a) != NULL;
	struct str sql = {0};

	str_addf(&sql, "DROP %s ", word_of(o));
	sql_add_name(&sql, o->name);
	if (both && o->kind != CATALOG_TRIGGER) {
		str_addf(out, "%s;\n", str_cstr(&sql));
	} else {
		write_only(out, "sqlite", arena_printf(w->a, "%s;\n", str_cstr(&sql)));
		str_add(&sql, " ON ");
		sql_add_name(&sql, table ? table : "");
		if (both)
			write_only(out, "postgres", arena_printf(w->a, "%s;\n", str_cstr(&sql)));
	}
	str_free(&sql);
}

void write_whole_table(
	struct writer *w, struct str *out, const struct catalog_table *t, const char *postgres)
{
	write_create(w, out, t, NULL, 0);
	for (size_t i = 0; i < t->n_objects; i++)
		if (write_stands_alone(&t->objects[i]))
			write_make(w, out, &t->objects[i], postgres);
}
