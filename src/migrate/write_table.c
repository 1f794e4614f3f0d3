/* Writes CREATE TABLE and ALTER TABLE out of the SQL that a schema was declared in. */
#include "write_table.h"

#include <string.h>
#include <strings.h>

#include "ddl.h"
#include "naming.h"
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

static bool cannot_be_added(
	const struct catalog_table *t, const struct catalog_column *c, struct arena *a)
{
	struct ddl_table ddl;

	ddl_read(t->sql, a, &ddl);
	return !is_constant(c->fallback) || c->generated || has_constraints(&ddl, c->name);
}

bool write_needs_rebuild_back(const struct difference *d, struct arena *a)
{
	return cannot_be_added(d->have_table, d->have_column, a);
}

bool write_needs_rebuild(const struct difference *d, struct arena *a)
{
	if (d->way == DIFFERENCE_EXTRA)
		return false;
	switch (d->kind) {
	case DIFFERENCE_TABLE: return false;
	case DIFFERENCE_COLUMN:
		return d->way == DIFFERENCE_MISSING &&
			cannot_be_added(d->want_table, d->want_column, a);
	case DIFFERENCE_OBJECT: return !write_stands_alone(d->want);
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

const char *write_place(
	const struct catalog_table *t, const struct catalog_object *o, struct arena *a)
{
	struct ddl_table ddl;

	ddl_read(t->sql, a, &ddl);
	const struct ddl_item *item = constraint_item(&ddl, o, a);
	return item ? item->text.p : NULL;
}

static void add_kept(
	struct writer *w, struct str *out, const struct difference *d, enum ddl_kind first_kind)
{
	const struct ddl_item *item = NULL;
	struct ddl_table ddl;

	ddl_read(d->have_table->sql, w->a, &ddl);
	if (first_kind == DDL_COLUMN && d->kind == DIFFERENCE_COLUMN)
		item = ddl_column(&ddl, d->have_column->name);
	else if (first_kind != DDL_COLUMN && d->kind == DIFFERENCE_OBJECT &&
		!write_stands_alone(d->have))
		item = constraint_item(&ddl, d->have, w->a);
	if (!item)
		return;
	/* A column brings its own constraints along. */
	const struct naming names = {
		w->from->want, w->from->have, d->want_table, d->have_table, w->a};
	if (item->kind == DDL_COLUMN)
		add_item(out, item->text);
	else if (!item->column)
		add_item(out,
			span_of(naming_constraint(
				&names, arena_memdup(w->a, item->text.p, item->text.n))));
}

void write_create(struct writer *w, struct str *out, const struct catalog_table *to,
	const struct difference *const *keep, size_t n)
{
	struct ddl_table ddl;

	ddl_read(to->sql, w->a, &ddl);
	str_add(out, "CREATE TABLE ");
	sql_add_name(out, to->name);
	str_add(out, " (");
	for (size_t i = 0; i < ddl.n; i++)
		if (ddl.items[i].kind == DDL_COLUMN)
			add_item(out, ddl.items[i].text);
	for (size_t i = 0; i < n; i++)
		add_kept(w, out, keep[i], DDL_COLUMN);
	for (size_t i = 0; i < ddl.n; i++)
		if (ddl.items[i].kind != DDL_COLUMN && !ddl.items[i].column)
			add_item(out, ddl.items[i].text);
	for (size_t i = 0; i < n; i++)
		add_kept(w, out, keep[i], DDL_PRIMARY);
	str_add(out, "\n);\n");
}

bool write_column_brings(
	const struct catalog_table *t, const char *name, const struct catalog_object *o)
{
	struct arena a = {0};
	struct ddl_table ddl;

	ddl_read(t->sql, &a, &ddl);
	const struct ddl_item *item = constraint_item(&ddl, o, &a);
	bool brings = item && item->column && strcmp(item->column, name) == 0;
	arena_free(&a);
	return brings;
}

/* --- ALTER TABLE. --- */

static void begin(struct str *out, const char *table, const char *what)
{
	str_add(out, "ALTER TABLE ");
	sql_add_name(out, table);
	str_addf(out, " %s ", what);
}

static void alter_column(
	struct str *out, const char *table, const struct catalog_column *c, const char *what)
{
	begin(out, table, "ALTER COLUMN");
	sql_add_name(out, c->name);
	str_addf(out, " %s", what);
}

/* Adds, drops or renames one; NULL: there is none on that side. */
static void go_to_column(struct str *out, const struct catalog_table *t,
	const struct catalog_column *from, const struct catalog_column *to, struct arena *a)
{
	struct ddl_table ddl;

	if (from && to) {
		begin(out, t->name, "RENAME COLUMN");
		sql_add_name(out, from->name);
		str_add(out, " TO ");
		sql_add_name(out, to->name);
	} else if (to) {
		ddl_read(t->sql, a, &ddl);
		const struct ddl_item *item = ddl_column(&ddl, to->name);
		begin(out, t->name, "ADD COLUMN");
		if (item)
			str_adds(out, item->text);
	} else if (from) {
		begin(out, t->name, "DROP COLUMN");
		sql_add_name(out, from->name);
	}
	str_add(out, ";\n");
}

void write_column(struct str *out, const struct difference *d, enum write_way way, struct arena *a)
{
	bool up = way == WRITE_UP;
	const struct catalog_table *t = up ? d->want_table : d->have_table;
	const struct catalog_column *from = up ? d->have_column : d->want_column;
	const struct catalog_column *to = up ? d->want_column : d->have_column;

	switch (d->kind) {
	case DIFFERENCE_TABLE:
	case DIFFERENCE_OBJECT: break;
	case DIFFERENCE_COLUMN: go_to_column(out, t, from, to, a); break;
	case DIFFERENCE_TYPE:
		alter_column(out, t->name, to, "TYPE ");
		str_addf(out, "%s;\n", to->type);
		break;
	case DIFFERENCE_NULLABILITY:
		alter_column(
			out, t->name, to, to->nullable ? "DROP NOT NULL;\n" : "SET NOT NULL;\n");
		break;
	case DIFFERENCE_DEFAULT:
		alter_column(out, t->name, to, to->fallback ? "SET DEFAULT " : "DROP DEFAULT;\n");
		if (to->fallback)
			str_addf(out, "%s;\n", to->fallback);
		break;
	}
}

void write_add_constraint(struct str *out, const char *table, const struct catalog_table *of,
	const struct catalog_object *o, const char *name, struct arena *a)
{
	static const char *const words[CATALOG_KINDS] = {[CATALOG_PRIMARY] = "PRIMARY KEY ",
		[CATALOG_FOREIGN] = "FOREIGN KEY ",
		[CATALOG_UNIQUE] = "UNIQUE ",
		[CATALOG_CHECK] = "CHECK ("};
	struct ddl_table ddl;

	begin(out, table, "ADD");
	if (name) {
		str_add(out, "CONSTRAINT ");
		sql_add_name(out, name);
		str_addc(out, ' ');
	}
	str_add(out, words[o->kind]);
	ddl_read(of->sql, a, &ddl);
	const struct ddl_item *item = constraint_item(&ddl, o, a);
	if (o->kind == CATALOG_CHECK && item)
		str_adds(out, item->expression);
	else
		str_add(out, o->text);
	str_add(out, o->kind == CATALOG_CHECK ? ");\n" : ";\n");
}

void write_drop_constraint(struct str *out, const char *table, const char *name)
{
	begin(out, table, "DROP CONSTRAINT");
	sql_add_name(out, name);
	str_add(out, ";\n");
}
