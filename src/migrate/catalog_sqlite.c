/* Reads a schema from SQLite: from its pragmas what they say, the rest from the SQL that it keeps.
 */
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "catalog_build.h"
#include "ddl.h"
#include "sqltext.h"

static const char all_tables[] = "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
				 " AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name";

static const char *text_of(struct stmt *st, int col, struct arena *a)
{
	return arena_span(a, col_text(st, col)).p;
}

static struct stmt *about(struct db *db, const char *sql, const char *table, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	if (st)
		stmt_text(st, 1, span_of(table));
	return st;
}

/* --- Columns, and the primary key. --- */

/* Hidden columns are those of virtual tables. */
static const char columns[] = "SELECT name, type, dflt_value, \"notnull\", hidden"
			      " FROM pragma_table_xinfo($1) WHERE hidden <> 1 ORDER BY cid";

/* With what SQLite has no column for. */
static const char *full_type(const char *type, const struct ddl_item *item, struct arena *a)
{
	const char *plain = sql_canonical(span_of(type), a);

	/* As it was written, but for its blanks. */
	if (strcasecmp(plain, type) == 0)
		plain = type;
	if (item && item->collation)
		plain = arena_printf(a, "%s COLLATE %s", plain, item->collation);
	if (item && item->autoincrement)
		plain = arena_printf(a, "%s AUTOINCREMENT", plain);
	return plain;
}

static int read_columns(struct db *db, struct catalog_table *t, const struct ddl_table *ddl,
	struct arena *a, struct err *e)
{
	struct stmt *st = about(db, columns, t->name, e);
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		struct catalog_column *c = catalog_add_column(t, a);
		c->name = text_of(st, 0, a);
		const struct ddl_item *item = ddl_column(ddl, c->name);
		c->type = full_type(text_of(st, 1, a), item, a);
		if (!col_is_null(st, 2))
			c->fallback = sql_canonical_bare(col_text(st, 2), a);
		c->nullable = col_int(st, 3) == 0;
		c->generated = col_int(st, 4) != 0;
		if (c->generated)
			c->fallback = item ? sql_canonical(item->text, a) : "GENERATED";
		c->was = item ? item->was : NULL;
	}
	stmt_done(&st);
	return row;
}

static const char primary_key[] =
	"SELECT name FROM pragma_table_xinfo($1) WHERE pk > 0 ORDER BY pk";

static int read_primary(struct db *db, struct catalog_table *t, const struct ddl_table *ddl,
	struct arena *a, struct err *e)
{
	struct stmt *st = about(db, primary_key, t->name, e);
	struct catalog_object *o = NULL;
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		if (!o)
			o = catalog_add_object(t, a, CATALOG_PRIMARY);
		catalog_add_name(o, a, col_text(st, 0));
	}
	stmt_done(&st);
	if (row != 0 || !o)
		return row;
	o->text = catalog_list(o, a);
	const struct ddl_item *item = ddl_constraint(ddl, DDL_PRIMARY, o->text, a);
	o->name = item ? item->name : NULL;
	return 0;
}

/* --- Foreign keys. --- */

static const char foreign_keys[] = "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete"
				   " FROM pragma_foreign_key_list($1) ORDER BY id, seq";

struct foreign {
	struct catalog_object *o;
	struct str theirs; /* "id, name"; empty: the primary key is meant */
	const char *on_update, *on_delete;
};

static void finish_foreign(struct foreign *f, const struct ddl_table *ddl, struct arena *a)
{
	struct str text = {0};
	struct catalog_object *o = f->o;

	if (!o)
		return;
	const char *ours = catalog_list(o, a);
	const struct ddl_item *item = ddl_constraint(ddl, DDL_FOREIGN, ours, a);
	str_addf(&text, "%s REFERENCES ", ours);
	sql_add_name(&text, o->target);
	if (f->theirs.len)
		str_addf(&text, " (%s)", str_cstr(&f->theirs));
	if (strcmp(f->on_update, "NO ACTION") != 0)
		str_addf(&text, " ON UPDATE %s", f->on_update);
	if (strcmp(f->on_delete, "NO ACTION") != 0)
		str_addf(&text, " ON DELETE %s", f->on_delete);
	if (item && item->deferred)
		str_add(&text, " DEFERRABLE INITIALLY DEFERRED");
	o->name = item ? item->name : NULL;
	o->text = arena_strdup(a, str_cstr(&text));
	str_free(&text);
	str_free(&f->theirs);
	f->o = NULL;
}

static int read_foreign(struct db *db, struct catalog_table *t, const struct ddl_table *ddl,
	struct arena *a, struct err *e)
{
	struct stmt *st = about(db, foreign_keys, t->name, e);
	struct foreign f = {0};
	int64_t id = -1;
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		if (col_int(st, 0) != id) {
			finish_foreign(&f, ddl, a);
			id = col_int(st, 0);
			f.o = catalog_add_object(t, a, CATALOG_FOREIGN);
			f.o->target = text_of(st, 1, a);
			f.on_update = text_of(st, 4, a);
			f.on_delete = text_of(st, 5, a);
		}
		catalog_add_name(f.o, a, col_text(st, 2));
		if (col_is_null(st, 3))
			continue;
		str_add(&f.theirs, f.theirs.len ? ", " : "");
		sql_add_name(&f.theirs, text_of(st, 3, a));
	}
	stmt_done(&st);
	finish_foreign(&f, ddl, a);
	return row;
}

/* --- Indices and unique keys. --- */

static const char indices[] = "SELECT l.name, l.\"unique\", l.origin, l.partial, s.sql, c.name"
			      " FROM pragma_index_list($1) l"
			      " JOIN pragma_index_xinfo(l.name) c ON c.key = 1"
			      " LEFT JOIN sqlite_schema s ON s.type = 'index' AND s.name = l.name"
			      " WHERE l.origin <> 'pk' ORDER BY l.seq, c.seqno";

/* "UNIQUE (a, lower(b)) WHERE a IS NOT NULL": what follows the table's name. */
static const char *index_text(const struct catalog_object *o, struct arena *a)
{
	struct sql_walk w = {span_of(o->sql), 0};

	while (sql_peek(&w).kind != SQL_END && !sql_is(sql_peek(&w), "("))
		(void)sql_next(&w);
	const char *list = sql_canonical((struct span){o->sql + w.at, strlen(o->sql) - w.at}, a);
	return o->unique ? arena_printf(a, "UNIQUE %s", list) : list;
}

static void begin_index(
	struct catalog_object *o, struct stmt *st, const char *name, struct arena *a)
{
	o->sql = text_of(st, 4, a);
	o->unique = col_int(st, 1) != 0;
	o->partial = col_int(st, 3) != 0;
	if (o->kind == CATALOG_INDEX) {
		o->name = name;
		o->text = index_text(o, a);
	}
}

static int read_indices(struct db *db, struct catalog_table *t, struct arena *a, struct err *e)
{
	struct stmt *st = about(db, indices, t->name, e);
	const char *last = NULL;
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		const char *name = text_of(st, 0, a);
		bool key = span_is(col_text(st, 2), "u");
		if (!last || strcmp(last, name) != 0)
			begin_index(catalog_add_object(t, a, key ? CATALOG_UNIQUE : CATALOG_INDEX),
				st, name, a);
		last = name;
		struct span column = col_text(st, 5);
		catalog_add_name(
			&t->objects[t->n_objects - 1], a, column.p ? column : SPAN_LIT(""));
	}
	stmt_done(&st);
	return row;
}

static void name_unique(struct catalog_table *t, const struct ddl_table *ddl, struct arena *a)
{
	for (size_t i = 0; i < t->n_objects; i++) {
		struct catalog_object *o = &t->objects[i];
		if (o->kind != CATALOG_UNIQUE)
			continue;
		o->text = catalog_list(o, a);
		const struct ddl_item *item = ddl_constraint(ddl, DDL_UNIQUE, o->text, a);
		o->name = item ? item->name : NULL;
	}
}

/* --- Checks and triggers. --- */

/* Each column that the expression names, once. */
static void add_named_columns(
	const struct catalog_table *t, struct catalog_object *o, struct arena *a)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		struct sql_walk w = {span_of(o->text), 0};
		bool named = false;
		for (struct sql_token k = sql_next(&w); k.kind != SQL_END; k = sql_next(&w)) {
			const char *name = k.kind == SQL_TEXT ? NULL : sql_name(k, a);
			named = named || (name && strcasecmp(name, t->columns[i].name) == 0);
		}
		if (named)
			catalog_add_name(o, a, span_of(t->columns[i].name));
	}
}

static void read_checks(struct catalog_table *t, const struct ddl_table *ddl, struct arena *a)
{
	for (size_t i = 0; i < ddl->n; i++) {
		const struct ddl_item *item = &ddl->items[i];
		if (item->kind != DDL_CHECK)
			continue;
		struct catalog_object *o = catalog_add_object(t, a, CATALOG_CHECK);
		o->name = item->name;
		o->text = sql_canonical_bare(item->expression, a);
		add_named_columns(t, o, a);
	}
}

static const char triggers[] =
	"SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1";

static int read_triggers(struct db *db, struct catalog_table *t, struct arena *a, struct err *e)
{
	struct stmt *st = about(db, triggers, t->name, e);
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		struct catalog_object *o = catalog_add_object(t, a, CATALOG_TRIGGER);
		o->name = text_of(st, 0, a);
		o->sql = text_of(st, 1, a);
		o->text = sql_canonical(span_of(o->sql), a);
	}
	stmt_done(&st);
	return row;
}

/* Views, and the triggers that stand on them. */
static const char views[] =
	"SELECT type, name, sql FROM sqlite_schema WHERE type = 'view' OR (type = 'trigger' AND"
	" tbl_name IN (SELECT name FROM sqlite_schema WHERE type = 'view'))";

static int read_views(struct db *db, struct arena *a, struct catalog *out, struct err *e)
{
	struct stmt *st = db_prepare(db, views, e);
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		struct catalog_object *o = catalog_add_object(&out->loose, a,
			span_is(col_text(st, 0), "view") ? CATALOG_VIEW : CATALOG_TRIGGER);
		o->name = text_of(st, 1, a);
		o->sql = text_of(st, 2, a);
		o->text = sql_canonical(span_of(o->sql), a);
	}
	stmt_done(&st);
	return row;
}

static int read_table(struct db *db, struct catalog_table *t, struct arena *a, struct err *e)
{
	struct ddl_table ddl;

	ddl_read(t->sql, a, &ddl);
	t->was = ddl.was;
	if (read_columns(db, t, &ddl, a, e) != 0 || read_primary(db, t, &ddl, a, e) != 0 ||
		read_foreign(db, t, &ddl, a, e) != 0 || read_indices(db, t, a, e) != 0)
		return -1;
	name_unique(t, &ddl, a);
	read_checks(t, &ddl, a);
	return read_triggers(db, t, a, e);
}

int catalog_read_sqlite(struct db *db, struct arena *a, struct catalog *out, struct err *e)
{
	struct stmt *st = db_prepare(db, all_tables, e);
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		struct catalog_table *t = catalog_add_table(out, a, text_of(st, 0, a));
		t->sql = text_of(st, 1, a);
	}
	stmt_done(&st);
	for (size_t i = 0; i < out->n && row == 0; i++)
		row = read_table(db, &out->tables[i], a, e);
	return row == 0 ? read_views(db, a, out, e) : row;
}
