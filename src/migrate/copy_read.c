/* Rows of a database, table by table, as they stand in one snapshot. */
#include <stdlib.h>

#include "copy_source.h"

struct copy_read {
	struct copy_source source;
	struct db *db;
	enum copy_look look;
	const struct copy_table *table;
	struct stmt *st;
	struct str sql; /* what `st` was prepared from */
	char times[COPY_COLUMNS][27];
};

/* --- What to ask. --- */

static void add_columns(struct str *sql, const struct copy_table *t)
{
	for (size_t i = 0; i < t->n; i++)
		str_addf(sql, "%st.\"%s\"", i ? ", " : "", t->columns[i].name);
}

/* For each column that names a parent, whether there is that parent. */
static void add_parents(struct str *sql, const struct copy_table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct copy_table *parent = copy_table_named(span_of(t->columns[i].parent));
		if (parent)
			str_addf(sql, ", EXISTS (SELECT 1 FROM \"%s\" p WHERE p.\"%s\" = t.\"%s\")",
				parent->name, parent->key, t->columns[i].name);
	}
}

/* SQLite: in the order of insertion, which orders rows of one second. PostgreSQL does not know it,
 * and orders those by their key. */
static void select_sql(const struct copy_read *r, struct str *sql)
{
	const struct copy_table *t = r->table;

	str_add(sql, "SELECT ");
	add_columns(sql, t);
	if (r->look == COPY_LOOK_AT_PARENTS)
		add_parents(sql, t);
	str_addf(sql, " FROM \"%s\" t", t->name);
	if (db_engine(r->db) == DB_SQLITE)
		str_add(sql, " ORDER BY t.rowid");
	else if (r->look == COPY_LOOK_AT_PARENTS)
		str_addf(sql, " ORDER BY t.\"%s\"%s%s", t->key, t->also ? ", t." : "",
			t->also ? t->also : "");
}

static const char table_sqlite[] = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1";
static const char table_postgres[] =
	"SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace"
	" WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND c.relname = $1";
static const char *const table_there[] = {
	[DB_SQLITE] = table_sqlite, [DB_POSTGRES] = table_postgres};

static int is_there(struct db *db, const char *table, struct err *e)
{
	struct stmt *st = db_prepare(db, table_there[db_engine(db)], e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(table));
	int row = stmt_step(st, e);
	stmt_done(&st);
	return row;
}

static void leave_table(struct copy_read *r)
{
	stmt_done(&r->st);
	str_clear(&r->sql);
}

static int begin(struct copy_source *s, const struct copy_table *t, struct err *e)
{
	struct copy_read *r = (struct copy_read *)s;

	leave_table(r);
	r->table = t;
	int there = is_there(r->db, t->name, e);
	if (there != 1)
		return there;
	select_sql(r, &r->sql);
	r->st = db_prepare(r->db, str_cstr(&r->sql), e);
	if (!r->st)
		return -1;
	stmt_stream(r->st);
	return 1;
}

/* --- Rows. --- */

/* A time has no form in PostgreSQL: the driver gives whole seconds the form of created_at, and all
 * other columns have the second one. */
static struct span agents_form(struct span text, const struct copy_column *c, char out[27])
{
	static const char no_micros[] = {'.', '0', '0', '0', '0', '0', '0'};

	if (text.n != 19 || strcmp(c->name, "created_at") == 0)
		return text;
	memcpy(out, text.p, 19);
	out[10] = 'T';
	memcpy(out + 19, no_micros, sizeof(no_micros));
	return (struct span){out, 26};
}

static void read_value(struct copy_read *r, int i, struct copy_value *v)
{
	const struct copy_column *c = &r->table->columns[i];

	v->kind = col_kind(r->st, i);
	switch (v->kind) {
	case COL_TEXT: v->bytes = col_text(r->st, i); break;
	case COL_BLOB: v->bytes = col_blob(r->st, i); break;
	case COL_INT: v->number = col_int(r->st, i); break;
	case COL_REAL: v->real = col_real(r->st, i); break;
	case COL_NULL: break;
	}
	if (c->kind == COLUMN_TIME && v->kind == COL_TEXT && db_engine(r->db) == DB_POSTGRES)
		v->bytes = agents_form(v->bytes, c, r->times[i]);
}

static uint32_t read_orphans(struct copy_read *r, const struct copy_row *row)
{
	const struct copy_table *t = r->table;
	int column = (int)t->n;
	uint32_t orphan = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->columns[i].parent && col_int(r->st, column++) == 0 &&
			row->v[i].kind != COL_NULL)
			orphan |= UINT32_C(1) << i;
	return orphan;
}

static int next(struct copy_source *s, struct copy_row *out, struct err *e)
{
	struct copy_read *r = (struct copy_read *)s;
	int row = stmt_step(r->st, e);

	if (row != 1)
		return row;
	out->table = r->table;
	for (size_t i = 0; i < r->table->n; i++)
		read_value(r, (int)i, &out->v[i]);
	out->orphan = r->look == COPY_LOOK_AT_PARENTS ? read_orphans(r, out) : 0;
	return 1;
}

static int finish(struct copy_source *s, struct err *e)
{
	(void)e;
	leave_table((struct copy_read *)s);
	return 0;
}

static void close_read(struct copy_source *s)
{
	struct copy_read *r = (struct copy_read *)s;

	stmt_done(&r->st);
	str_free(&r->sql);
	free(r);
}

struct copy_source *copy_read_new(struct db *db, enum copy_look look)
{
	struct copy_read *r = xcalloc(1, sizeof(*r));

	r->source = (struct copy_source){begin, next, finish, close_read};
	r->db = db;
	r->look = look;
	return &r->source;
}

int copy_count(struct db *db, const struct copy_table *t, int64_t *out, struct err *e)
{
	struct str sql = {0};
	int there = is_there(db, t->name, e);

	*out = 0;
	if (there != 1)
		return there;
	str_addf(&sql, "SELECT count(*) FROM \"%s\"", t->name);
	struct stmt *st = db_prepare(db, str_cstr(&sql), e);
	int row = st ? stmt_step(st, e) : -1;
	if (row == 1)
		*out = col_int(st, 0);
	stmt_done(&st);
	str_free(&sql);
	return row == 1 ? 0 : -1;
}

/* --- What is not copied. --- */

static const char columns_sqlite[] =
	"SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
	" WHERE t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_' ORDER BY t.name, c.cid";
static const char columns_postgres[] =
	"SELECT c.relname, a.attname FROM pg_catalog.pg_class c"
	" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	" JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
	" WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')"
	" AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum";
static const char *const columns_of[] = {
	[DB_SQLITE] = columns_sqlite, [DB_POSTGRES] = columns_postgres};

/* Each database keeps its own record of how it was made, and what triggers derive from the rest. */
static bool is_its_own(struct span table)
{
	return span_is(table, "alembic_version") || span_is(table, "console_migrations") ||
		span_is(table, "console_copy") || span_is(table, "console_belief_ranks");
}

int copy_left_out(struct db *db, struct str *out, struct err *e)
{
	struct stmt *st = db_prepare(db, columns_of[db_engine(db)], e);
	struct str last = {0};
	int row = -1;

	while (st && (row = stmt_step(st, e)) == 1) {
		struct span table = col_text(st, 0), column = col_text(st, 1);
		const struct copy_table *t = copy_table_named(table);
		bool again = span_eq(table, str_span(&last));
		str_clear(&last);
		str_adds(&last, table);
		if (is_its_own(table) || (t && copy_column_named(t, column) >= 0) || (!t && again))
			continue;
		str_addf(out, "%s%.*s", out->len ? ", " : "", (int)table.n, table.p);
		if (t)
			str_addf(out, ".%.*s", (int)column.n, column.p);
	}
	stmt_done(&st);
	str_free(&last);
	return row;
}
