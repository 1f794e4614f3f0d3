/* Writes CREATE TABLE and ALTER TABLE out of the SQL that a schema was declared in. */
#include "write_table.h"

#include <string.h>
#include <strings.h>

#include "ddl.h"
#include "sqltext.h"

/* --- What SQLite can do. --- */

static bool has_constraints(const struct ddl_table *ddl, const char *column)
{
	for (size_t i = 0; i < ddl->n; i++)
		if (ddl->items[i].column && strcmp(ddl->items[i].column, column) == 0)
			return true;
	return false;
}

static bool is_constant(const char *sql)
{
	return !sql || strchr("0123456789'-+", sql[0]) || strcasecmp(sql, "null") == 0 ||
		strcasecmp(sql, "true") == 0 || strcasecmp(sql, "false") == 0;
}

static bool column_needs_rebuild(const struct difference *d, struct arena *a)
{
	const struct catalog_column *c = d->want_column;
	struct ddl_table ddl;

	if (d->way != DIFFERENCE_MISSING)
		return false;
	ddl_read(d->want_table->sql, a, &ddl);
	return !is_constant(c->fallback) || c->generated || has_constraints(&ddl, c->name);
}

bool write_needs_rebuild(const struct difference *d, struct arena *a)
{
	if (d->way == DIFFERENCE_EXTRA)
		return false;
	switch (d->kind) {
	case DIFFERENCE_TABLE: return false;
	case DIFFERENCE_COLUMN: return column_needs_rebuild(d, a);
	case DIFFERENCE_OBJECT:
		return d->want->kind != CATALOG_INDEX && d->want->kind != CATALOG_TRIGGER;
	default: return true;
	}
}

/* --- CREATE TABLE. --- */

static void add_item(struct str *out, struct span text)
{
	str_add(out, out->p[out->len - 1] == '(' ? "\n    " : ",\n    ");
	str_adds(out, text);
}

static const struct ddl_item *check_item(
	const struct ddl_table *ddl, const struct catalog_object *o, struct arena *a)
{
	for (size_t i = 0; i < ddl->n; i++)
		if (ddl->items[i].kind == DDL_CHECK &&
			strcasecmp(sql_canonical_bare(ddl->items[i].expression, a), o->text) == 0)
			return &ddl->items[i];
	return NULL;
}

static const struct ddl_item *constraint_item(
	const struct ddl_table *ddl, const struct catalog_object *o, struct arena *a)
{
	static const enum ddl_kind kinds[CATALOG_KINDS] = {[CATALOG_PRIMARY] = DDL_PRIMARY,
		[CATALOG_FOREIGN] = DDL_FOREIGN,
		[CATALOG_UNIQUE] = DDL_UNIQUE};
	const char *list = o->text;

	if (o->kind == CATALOG_CHECK)
		return check_item(ddl, o, a);
	if (o->kind == CATALOG_FOREIGN) {
		struct sql_walk w = {span_of(o->text), 0};
		(void)sql_inside(&w);
		list = arena_memdup(a, o->text, w.at);
	}
	return ddl_constraint(ddl, kinds[o->kind], list, a);
}

static void add_kept(
	struct str *out, const struct difference *d, enum ddl_kind first_kind, struct arena *a)
{
	const struct ddl_item *item = NULL;
	struct ddl_table ddl;

	ddl_read(d->have_table->sql, a, &ddl);
	if (first_kind == DDL_COLUMN && d->kind == DIFFERENCE_COLUMN)
		item = ddl_column(&ddl, d->have_column->name);
	else if (first_kind != DDL_COLUMN && d->kind == DIFFERENCE_OBJECT)
		item = constraint_item(&ddl, d->have, a);
	/* A column brings its own constraints along. */
	if (item && (item->kind == DDL_COLUMN || !item->column))
		add_item(out, item->text);
}

void write_create(struct str *out, const struct catalog_table *to,
	const struct difference *const *keep, size_t n, struct arena *a)
{
	struct ddl_table ddl;

	ddl_read(to->sql, a, &ddl);
	str_add(out, "CREATE TABLE ");
	sql_add_name(out, to->name);
	str_add(out, " (");
	for (size_t i = 0; i < ddl.n; i++)
		if (ddl.items[i].kind == DDL_COLUMN)
			add_item(out, ddl.items[i].text);
	for (size_t i = 0; i < n; i++)
		add_kept(out, keep[i], DDL_COLUMN, a);
	for (size_t i = 0; i < ddl.n; i++)
		if (ddl.items[i].kind != DDL_COLUMN && !ddl.items[i].column)
			add_item(out, ddl.items[i].text);
	for (size_t i = 0; i < n; i++)
		add_kept(out, keep[i], DDL_PRIMARY, a);
	str_add(out, "\n);\n");
}

bool write_column_brings(const struct difference *column, const struct catalog_object *o)
{
	struct arena a = {0};
	struct ddl_table ddl;

	ddl_read(column->want_table->sql, &a, &ddl);
	const struct ddl_item *item = constraint_item(&ddl, o, &a);
	bool brings = item && item->column && strcmp(item->column, column->want_column->name) == 0;
	arena_free(&a);
	return brings;
}

/* --- ALTER TABLE. --- */

/* The two sides of a difference, as a way goes from one to the other. */
struct sides {
	const struct catalog_table *table; /* as it is called on that way */
	const struct catalog_column *from_column, *to_column;
	const struct catalog_object *from, *to;
};

static struct sides sides_of(const struct difference *d, enum write_way way)
{
	if (way == WRITE_UP)
		return (struct sides){
			d->want_table, d->have_column, d->want_column, d->have, d->want};
	return (struct sides){d->have_table, d->want_column, d->have_column, d->want, d->have};
}

/* The name that PostgreSQL gives to a constraint that was given none. */
static const char *name_of(
	const struct catalog_table *t, const struct catalog_object *o, struct arena *a)
{
	static const char *const ends[CATALOG_KINDS] = {[CATALOG_PRIMARY] = "pkey",
		[CATALOG_FOREIGN] = "fkey",
		[CATALOG_UNIQUE] = "key",
		[CATALOG_CHECK] = "check"};
	struct str out = {0};
	size_t named = 0, last = 0;

	if (o->name)
		return o->name;
	str_add(&out, t->name);
	for (size_t i = 0; o->kind != CATALOG_PRIMARY && i < o->n; i++)
		str_addf(&out, "_%s", o->columns[i]);
	/* A check bears the name of the column where it names only one. */
	for (size_t i = 0; o->kind == CATALOG_CHECK && i < t->n_columns; i++) {
		struct sql_walk w = {span_of(o->text), 0};
		bool mentioned = false;
		for (struct sql_token k = sql_next(&w); k.kind != SQL_END; k = sql_next(&w))
			mentioned = mentioned || sql_is(k, t->columns[i].name);
		named += mentioned;
		last = mentioned ? i : last;
	}
	if (named == 1)
		str_addf(&out, "_%s", t->columns[last].name);
	str_addf(&out, "_%s", ends[o->kind]);
	const char *name = arena_strdup(a, str_cstr(&out));
	str_free(&out);
	return name;
}

static void begin(struct str *out, const struct catalog_table *t)
{
	str_add(out, "ALTER TABLE ");
	sql_add_name(out, t->name);
}

static void alter_column(struct str *out, const struct sides *s, const char *what)
{
	begin(out, s->table);
	str_add(out, " ALTER COLUMN ");
	sql_add_name(out, s->to_column->name);
	str_addf(out, " %s", what);
}

static void write_column(struct str *out, const struct sides *s, struct arena *a)
{
	struct ddl_table ddl;

	begin(out, s->table);
	if (s->from_column && s->to_column) {
		str_add(out, " RENAME COLUMN ");
		sql_add_name(out, s->from_column->name);
		str_add(out, " TO ");
		sql_add_name(out, s->to_column->name);
	} else if (s->to_column) {
		ddl_read(s->table->sql, a, &ddl);
		const struct ddl_item *item = ddl_column(&ddl, s->to_column->name);
		str_add(out, " ADD COLUMN ");
		if (item)
			str_adds(out, item->text);
	} else if (s->from_column) {
		str_add(out, " DROP COLUMN ");
		sql_add_name(out, s->from_column->name);
	}
	str_add(out, ";\n");
}

static void add_constraint(struct str *out, const struct sides *s, struct arena *a)
{
	static const char *const words[CATALOG_KINDS] = {[CATALOG_PRIMARY] = "PRIMARY KEY ",
		[CATALOG_FOREIGN] = "FOREIGN KEY ",
		[CATALOG_UNIQUE] = "UNIQUE ",
		[CATALOG_CHECK] = "CHECK ("};
	struct ddl_table ddl;

	begin(out, s->table);
	str_add(out, " ADD ");
	if (s->to->name) {
		str_add(out, "CONSTRAINT ");
		sql_add_name(out, s->to->name);
		str_addc(out, ' ');
	}
	str_add(out, words[s->to->kind]);
	ddl_read(s->table->sql, a, &ddl);
	const struct ddl_item *item = constraint_item(&ddl, s->to, a);
	if (s->to->kind == CATALOG_CHECK && item)
		str_adds(out, item->expression);
	else
		str_add(out, s->to->text);
	str_add(out, s->to->kind == CATALOG_CHECK ? ");\n" : ";\n");
}

static void rename_constraint(
	struct str *out, const struct catalog_table *t, const char *from, const char *to)
{
	begin(out, t);
	str_add(out, " RENAME CONSTRAINT ");
	sql_add_name(out, from);
	str_add(out, " TO ");
	sql_add_name(out, to);
	str_add(out, ";\n");
}

void write_names(struct str *out, const struct catalog_table *have,
	const struct catalog_table *want, enum write_way way, struct arena *a)
{
	for (size_t i = 0; i < want->n_objects; i++) {
		const struct catalog_object *o = &want->objects[i];
		const struct catalog_object *before = difference_counterpart(want, have, o, a);
		if (o->name || !before || before->name)
			continue;
		const char *old = name_of(have, before, a), *new = name_of(want, o, a);
		if (strcmp(old, new) == 0)
			continue;
		if (way == WRITE_UP)
			rename_constraint(out, want, old, new);
		else
			rename_constraint(out, have, new, old);
	}
}

static void write_constraint(
	struct str *out, const struct difference *d, const struct sides *s, struct arena *a)
{
	const char *from = s->from ? name_of(s->table, s->from, a) : NULL;

	if (from && d->way == DIFFERENCE_RENAMED) {
		rename_constraint(out, s->table, from, name_of(s->table, s->to, a));
		return;
	}
	if (from) {
		begin(out, s->table);
		str_add(out, " DROP CONSTRAINT ");
		sql_add_name(out, from);
		str_add(out, ";\n");
	}
	if (s->to)
		add_constraint(out, s, a);
}

void write_alter(struct str *out, const struct difference *d, enum write_way way, struct arena *a)
{
	struct sides s = sides_of(d, way);

	switch (d->kind) {
	case DIFFERENCE_TABLE: break;
	case DIFFERENCE_COLUMN: write_column(out, &s, a); break;
	case DIFFERENCE_TYPE:
		alter_column(out, &s, "TYPE ");
		str_addf(out, "%s;\n", s.to_column->type);
		break;
	case DIFFERENCE_NULLABILITY:
		alter_column(
			out, &s, s.to_column->nullable ? "DROP NOT NULL;\n" : "SET NOT NULL;\n");
		break;
	case DIFFERENCE_DEFAULT:
		alter_column(out, &s, s.to_column->fallback ? "SET DEFAULT " : "DROP DEFAULT;\n");
		if (s.to_column->fallback)
			str_addf(out, "%s;\n", s.to_column->fallback);
		break;
	case DIFFERENCE_OBJECT: write_constraint(out, d, &s, a); break;
	}
}
