/* Rebuilds tables of SQLite. */
#include "rebuild.h"

#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "rebuild_values.h"
#include "scan.h"
#include "sqltext.h"

#define NEW_NAME "tenet_rebuild"

struct rebuild {
	struct db *db;
	struct span table;
	struct span sql;
	struct str *script;
	struct str columns; /* that both have */
	bool keeps_rowids;
	struct str objects; /* indices and triggers as they were */
	struct str known; /* their names, and those of the columns, as texts */
	int64_t mark; /* of AUTOINCREMENT; -1: none */
};

/* --- Foreign keys. --- */

/* 1 they are on, 0 off, -1 error. */
static int are_on(struct db *db, struct err *e)
{
	struct stmt *st = db_prepare(db, "PRAGMA foreign_keys", e);
	int row = st ? stmt_step(st, e) : -1;
	int on = row == 1 && col_int(st, 0) != 0;

	stmt_done(&st);
	return row < 0 ? -1 : on;
}

static int keys(struct db *db, const char *sql, int wanted, struct err *e)
{
	if (db_exec(db, sql, e) != 0)
		return -1;
	int on = are_on(db, e);
	if (on < 0)
		return -1;
	return on == wanted ? 0 : err_set(e, ERR_OTHER, "%s had no effect", sql);
}

int rebuild_keys_off(struct db *db, struct err *e)
{
	return keys(db, "PRAGMA foreign_keys=OFF", 0, e);
}

int rebuild_keys_on(struct db *db, struct err *e)
{
	return keys(db, "PRAGMA foreign_keys=ON", 1, e);
}

static const char keep_orphans[] =
	"CREATE TEMP TABLE tenet_orphans AS"
	" SELECT \"table\" AS child, \"rowid\" AS row, parent FROM pragma_foreign_key_check";
#define NEW_ORPHANS \
	"SELECT \"table\", \"rowid\", parent FROM pragma_foreign_key_check" \
	" EXCEPT SELECT child, row, parent FROM temp.tenet_orphans"
static const char new_orphans[] = NEW_ORPHANS " LIMIT 1";
static const char forget_orphans[] = "DROP TABLE temp.tenet_orphans";

int rebuild_keep_orphans(struct db *db, struct str *script, struct err *e)
{
	int on = are_on(db, e);

	if (on < 0)
		return -1;
	/* Dropping the old table would delete its children. */
	if (on)
		return err_set(e, ERR_OTHER, "the foreign keys are on: no table can be rebuilt");
	if (script)
		str_addf(script, "%s;\n", keep_orphans);
	return db_exec(db, keep_orphans, e);
}

int rebuild_refuse_orphans(struct db *db, struct str *script, struct err *e)
{
	struct stmt *st = db_prepare(db, new_orphans, e);
	int row = st ? stmt_step(st, e) : -1;

	if (script) {
		guard_add(script, DB_SQLITE, "rows would be left without what they refer to",
			"NOT EXISTS (" NEW_ORPHANS ")");
		str_addf(script, "%s;\n", forget_orphans);
	}
	if (row == 1) {
		struct span child = col_text(st, 0), parent = col_text(st, 2);
		row = err_set(e, ERR_CONSTRAINT,
			"row %lld of %.*s would be left without what it refers to in %.*s",
			(long long)col_int(st, 1), (int)child.n, child.p, (int)parent.n, parent.p);
	}
	stmt_done(&st);
	return row == 0 ? db_exec(db, forget_orphans, e) : -1;
}

/* --- What there is. --- */

static int run(struct rebuild *r, struct err *e, const char *sql)
{
	if (r->script)
		str_addf(r->script, "%s;\n", sql);
	return db_exec(r->db, sql, e);
}

/* A statement about the table: its first value in `out`. 1 a row, 0 none, -1 error. */
static int ask(struct rebuild *r, const char *sql, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(r->db, sql, e);

	if (!st)
		return -1;
	stmt_text(st, 1, r->table);
	int row = stmt_step(st, e);
	if (row == 1)
		*out = col_int(st, 0);
	stmt_done(&st);
	return row;
}

static const char find_table[] =
	"SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1 COLLATE NOCASE";
static const char find_marks[] = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'"
				 " AND $1 <> ''";
static const char read_mark[] = "SELECT seq FROM sqlite_sequence WHERE name = $1 COLLATE NOCASE";

static int look(struct rebuild *r, struct err *e)
{
	int64_t there;
	int row = ask(r, find_table, &there, e);

	if (row == 0)
		return err_set(e, ERR_SCHEMA, "there is no table %.*s to rebuild", (int)r->table.n,
			r->table.p);
	r->mark = -1;
	if (row == 1)
		row = ask(r, find_marks, &there, e);
	if (row == 1)
		row = ask(r, read_mark, &r->mark, e);
	return row < 0 ? -1 : 0;
}

#define OBJECTS " AND type IN ('index', 'trigger') AND sql IS NOT NULL"
static const char read_objects[] =
	"SELECT sql, name FROM sqlite_schema WHERE tbl_name = $1 COLLATE NOCASE" OBJECTS
	" ORDER BY type, rowid";
static const char read_all_columns[] = "SELECT name FROM pragma_table_xinfo($1)";

static void know(struct rebuild *r, struct span name)
{
	str_add(&r->known, r->known.len ? ", " : "");
	sql_add_quoted(&r->known, '\'', name);
}

static int keep_column_names(struct rebuild *r, struct err *e)
{
	struct stmt *st = db_prepare(r->db, read_all_columns, e);
	int row = -1;

	if (!st)
		return -1;
	stmt_text(st, 1, r->table);
	while ((row = stmt_step(st, e)) == 1)
		know(r, col_text(st, 0));
	stmt_done(&st);
	return row;
}

/* What the live table has beyond that of the migrations would go without a word. */
static void refuse_unknown(struct rebuild *r)
{
	struct str table = {0}, message = {0}, condition = {0};

	sql_add_quoted(&table, '\'', r->table);
	str_addf(&message, "%.*s has columns, indices or triggers that this script does not keep",
		(int)r->table.n, r->table.p);
	str_addf(&condition,
		"NOT EXISTS (SELECT 1 FROM (SELECT name FROM pragma_table_xinfo(%s) UNION ALL"
		" SELECT name FROM sqlite_schema WHERE tbl_name = %s COLLATE NOCASE" OBJECTS
		") WHERE name COLLATE NOCASE NOT IN (%s))",
		str_cstr(&table), str_cstr(&table), str_cstr(&r->known));
	guard_add(r->script, DB_SQLITE, str_cstr(&message), str_cstr(&condition));
	str_free(&table);
	str_free(&message);
	str_free(&condition);
}

static int keep_objects(struct rebuild *r, struct err *e)
{
	struct stmt *st = db_prepare(r->db, read_objects, e);
	int row = -1;

	if (!st)
		return -1;
	stmt_text(st, 1, r->table);
	while ((row = stmt_step(st, e)) == 1) {
		str_adds(&r->objects, col_text(st, 0));
		str_add(&r->objects, ";\n");
		know(r, col_text(st, 1));
	}
	stmt_done(&st);
	if (row == 0)
		row = keep_column_names(r, e);
	if (row == 0 && r->script)
		refuse_unknown(r);
	return row;
}

/* --- The new table. --- */

static int make_new(struct rebuild *r, struct err *e)
{
	struct span rest = r->sql, statement;
	struct str sql = {0};

	(void)scan_statement(&rest, DB_SQLITE, &statement);
	struct sql_walk w = {statement, 0};
	(void)sql_next(&w);
	(void)sql_next(&w);
	struct span name = sql_next(&w).text;
	str_addn(&sql, statement.p, (size_t)(name.p - statement.p));
	str_add(&sql, NEW_NAME);
	str_addn(&sql, statement.p + w.at, statement.n - w.at);
	if (r->script)
		str_addf(r->script, "%s;\n", str_cstr(&sql));
	int result = db_exec_within(r->db, str_cstr(&sql), e);
	str_free(&sql);
	return result;
}

static const char shared_columns[] =
	"SELECT n.name FROM pragma_table_xinfo('" NEW_NAME "') n JOIN pragma_table_xinfo($1) o"
	" ON o.name = n.name COLLATE NOCASE WHERE n.hidden = 0 ORDER BY n.cid";
/* Both are stored by rowid, no column has that name, and none of the new table stands for it. */
static const char rowids[] =
	"SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pragma_table_list WHERE schema = 'main'"
	" AND name COLLATE NOCASE IN ($1, '" NEW_NAME "') AND wr = 1)"
	" AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo($1) WHERE name = 'rowid' COLLATE NOCASE)"
	" AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo('" NEW_NAME "')"
	" WHERE name = 'rowid' COLLATE NOCASE OR (pk = 1 AND type = 'INTEGER' COLLATE NOCASE))";
static const char sorts_by_rowid[] =
	"SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pragma_table_list WHERE schema = 'main'"
	" AND name = $1 COLLATE NOCASE AND wr = 1)";

static int read_columns(struct rebuild *r, struct err *e)
{
	struct stmt *st = db_prepare(r->db, shared_columns, e);
	int row = -1;

	if (!st)
		return -1;
	stmt_text(st, 1, r->table);
	while ((row = stmt_step(st, e)) == 1) {
		if (r->columns.len)
			str_add(&r->columns, ", ");
		sql_add_quoted(&r->columns, '"', col_text(st, 0));
	}
	stmt_done(&st);
	if (row == 0 && r->columns.len == 0)
		return err_set(e, ERR_SCHEMA, "the new %.*s has no column of the old one",
			(int)r->table.n, r->table.p);
	return row;
}

static int copy_rows(struct rebuild *r, struct err *e)
{
	struct str sql = {0};
	int64_t yes;
	int keeps = ask(r, rowids, &yes, e);
	int sorts = keeps < 0 ? -1 : ask(r, sorts_by_rowid, &yes, e);

	if (sorts < 0)
		return -1;
	const char *first = keeps ? "rowid, " : "";
	str_addf(&sql, "INSERT INTO " NEW_NAME " (%s%s) SELECT %s%s FROM ", first,
		str_cstr(&r->columns), first, str_cstr(&r->columns));
	sql_add_quoted(&sql, '"', r->table);
	if (sorts)
		str_add(&sql, " ORDER BY rowid");
	int result = run(r, e, str_cstr(&sql));
	str_free(&sql);
	return result;
}

static bool counts_on(struct span sql)
{
	struct piece p;

	while (scan_next(&sql, DB_SQLITE, &p))
		if (piece_is(&p, "AUTOINCREMENT"))
			return true;
	return false;
}

/* The mark is that of the live table: DROP TABLE takes it away. */
static void script_mark_before(struct rebuild *r)
{
	if (!r->script || !counts_on(r->sql))
		return;
	str_add(r->script,
		"CREATE TEMP TABLE tenet_mark AS SELECT seq FROM sqlite_sequence WHERE name = ");
	sql_add_quoted(r->script, '\'', r->table);
	str_add(r->script, " COLLATE NOCASE;\n");
}

/* Other tables, triggers and views go on naming the table as before: without the old way of
 * renaming they would be looked at, and changed, while it is not there. */
static int change_places(struct rebuild *r, struct err *e)
{
	struct str drop = {0}, rename = {0};

	script_mark_before(r);
	str_add(&drop, "DROP TABLE ");
	sql_add_quoted(&drop, '"', r->table);
	str_add(&rename, "ALTER TABLE " NEW_NAME " RENAME TO ");
	sql_add_quoted(&rename, '"', r->table);
	int result = run(r, e, str_cstr(&drop));
	if (result == 0)
		result = run(r, e, "PRAGMA legacy_alter_table=ON");
	if (result == 0)
		result = run(r, e, str_cstr(&rename));
	if (run(r, e, "PRAGMA legacy_alter_table=OFF") != 0)
		result = -1;
	str_free(&drop);
	str_free(&rename);
	return result;
}

static const char raise_mark[] =
	"UPDATE sqlite_sequence SET seq = max(seq, $2) WHERE name = $1 COLLATE NOCASE";
static const char add_mark[] =
	"INSERT INTO sqlite_sequence (name, seq) SELECT name, $2"
	" FROM sqlite_schema WHERE type = 'table' AND name = $1 COLLATE NOCASE";

static int64_t write_mark(struct rebuild *r, const char *sql, struct err *e)
{
	struct stmt *st = db_prepare(r->db, sql, e);

	if (!st)
		return -1;
	stmt_text(st, 1, r->table);
	stmt_int(st, 2, r->mark);
	int64_t changed = stmt_step(st, e) < 0 ? -1 : stmt_changes(st);
	stmt_done(&st);
	return changed;
}

static void script_mark_after(struct rebuild *r)
{
	struct str name = {0};

	sql_add_quoted(&name, '\'', r->table);
	str_addf(r->script,
		"INSERT INTO sqlite_sequence (name, seq) SELECT %s, seq FROM temp.tenet_mark"
		" WHERE %s NOT IN (SELECT name FROM sqlite_sequence);\n"
		"UPDATE sqlite_sequence SET seq = max(sqlite_sequence.seq, m.seq) FROM "
		"temp.tenet_mark m"
		" WHERE name = %s;\nDROP TABLE temp.tenet_mark;\n",
		str_cstr(&name), str_cstr(&name), str_cstr(&name));
	str_free(&name);
}

/* Numbers that were given once are not given again. */
static int keep_mark(struct rebuild *r, struct err *e)
{
	if (!counts_on(r->sql))
		return 0;
	if (r->script)
		script_mark_after(r);
	if (r->mark < 0)
		return 0;
	int64_t changed = write_mark(r, raise_mark, e);
	if (changed == 0)
		changed = write_mark(r, add_mark, e);
	return changed < 0 ? -1 : 0;
}

/* A rename looks at all views and triggers, and says which of them does not fit. */
static int check_views(struct rebuild *r, struct err *e)
{
	static const char check[] =
		"CREATE TABLE tenet_rebuild (x); ALTER TABLE tenet_rebuild RENAME TO"
		" tenet_rebuilt; DROP TABLE tenet_rebuilt";

	return db_exec(r->db, check, e);
}

static int rebuild(struct rebuild *r, struct err *e)
{
	if (look(r, e) != 0 || keep_objects(r, e) != 0 || make_new(r, e) != 0 ||
		read_columns(r, e) != 0 ||
		rebuild_refuse_changes(r->db, r->table, SPAN_LIT(NEW_NAME), r->script, e) != 0 ||
		copy_rows(r, e) != 0 || change_places(r, e) != 0 || keep_mark(r, e) != 0)
		return -1;
	if (r->script)
		str_adds(r->script, str_span(&r->objects));
	if (db_exec(r->db, str_cstr(&r->objects), e) != 0)
		return -1;
	return check_views(r, e);
}

int rebuild_table(
	struct db *db, struct span table, struct span sql, struct str *script, struct err *e)
{
	struct rebuild r = {.db = db, .table = table, .sql = sql, .script = script};
	int result = rebuild(&r, e);

	if (result != 0)
		err_prefix(e, "rebuilding %.*s", (int)table.n, table.p);
	str_free(&r.columns);
	str_free(&r.objects);
	str_free(&r.known);
	return result;
}
