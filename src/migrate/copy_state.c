/* What a copy notes in its target, each in the transaction that makes it true. */
#include "copy_state.h"

static const char there_sqlite[] =
	"SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'console_copy'";
static const char there_postgres[] =
	"SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace"
	" WHERE n.nspname = current_schema() AND c.relname = 'console_copy'";
static const char *const there[] = {[DB_SQLITE] = there_sqlite, [DB_POSTGRES] = there_postgres};

int copy_state_there(struct db *db, struct err *e)
{
	struct stmt *st = db_prepare(db, there[db_engine(db)], e);
	int row = st ? stmt_step(st, e) : -1;

	stmt_done(&st);
	return row;
}

static const char make[] =
	"CREATE TABLE console_copy (kind VARCHAR(20) NOT NULL, name TEXT NOT NULL,"
	" rows_read BIGINT, rows_kept BIGINT, digest VARCHAR(64), detail TEXT,"
	" PRIMARY KEY (kind, name))";
static const char add_source[] =
	"INSERT INTO console_copy (kind, name, detail) VALUES ('source', $1, $2)";
static const char add_table[] =
	"INSERT INTO console_copy (kind, name, rows_read, rows_kept, digest)"
	" VALUES ('table', $1, 0, 0, $2)";

static int run_named(
	struct db *db, const char *sql, const char *name, const char *text, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(name));
	if (text)
		stmt_text(st, 2, span_of(text));
	int result = stmt_step(st, e);
	stmt_done(&st);
	return result < 0 ? -1 : 0;
}

int copy_state_make(struct db *db, const struct copy_origin *from, struct err *e)
{
	const struct digest none = {0};
	char zero[DIGEST_TEXT];

	digest_format(&none, zero);
	if (db_exec(db, make, e) != 0 ||
		run_named(db, add_source, from->identity, from->name, e) != 0)
		return -1;
	for (size_t i = 0; i < copy_tables_n; i++)
		if (run_named(db, add_table, copy_tables[i].name, zero, e) != 0)
			return -1;
	return 0;
}

static const char read_source[] = "SELECT name, detail FROM console_copy WHERE kind = 'source'";

int copy_state_source(struct db *db, struct str *identity, struct str *name, struct err *e)
{
	struct stmt *st = db_prepare(db, read_source, e);
	int row = st ? stmt_step(st, e) : -1;

	if (row == 1) {
		str_adds(identity, col_text(st, 0));
		str_adds(name, col_text(st, 1));
	}
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

/* --- How far each table is. --- */

static const char read_mark[] = "SELECT rows_read, rows_kept, digest FROM console_copy"
				" WHERE kind = 'table' AND name = $1";

int copy_state_read(struct db *db, const struct copy_table *t, struct copy_mark *out, struct err *e)
{
	struct stmt *st = db_prepare(db, read_mark, e);

	*out = (struct copy_mark){0};
	if (!st)
		return -1;
	stmt_text(st, 1, span_of(t->name));
	int row = stmt_step(st, e);
	if (row == 1) {
		out->read = col_int(st, 0);
		out->kept.rows = col_int(st, 1);
		digest_parse(col_text(st, 2), &out->kept);
	}
	stmt_done(&st);
	if (row == 0)
		err_set(e, ERR_OTHER, "console_copy of %s does not know the table %s", db_name(db),
			t->name);
	return row == 1 ? 0 : -1;
}

static const char write_mark[] =
	"UPDATE console_copy SET rows_read = $1, rows_kept = $2, digest = $3"
	" WHERE kind = 'table' AND name = $4 AND rows_read = $5";

int copy_state_write(struct db *db, const struct copy_table *t, const struct copy_mark *before,
	const struct copy_mark *now, struct err *e)
{
	struct stmt *st = db_prepare(db, write_mark, e);
	char digest[DIGEST_TEXT];

	if (!st)
		return -1;
	digest_format(&now->kept, digest);
	stmt_int(st, 1, now->read);
	stmt_int(st, 2, now->kept.rows);
	stmt_text(st, 3, span_of(digest));
	stmt_text(st, 4, span_of(t->name));
	stmt_int(st, 5, before->read);
	int row = stmt_step(st, e);
	int64_t changed = row == 0 ? stmt_changes(st) : 0;
	stmt_done(&st);
	if (row == 0 && changed != 1)
		return err_set(e, ERR_OTHER, "another copy into %s is at work", db_name(db));
	return row < 0 ? -1 : 0;
}

/* --- Rows that the engine refused. --- */

static const char add_refused[] =
	"INSERT INTO console_copy (kind, name, detail) VALUES ('refused', $1, $2)";
static const char find_refused[] =
	"SELECT detail FROM console_copy WHERE kind = 'refused' AND name = $1";
static const char any_refused[] = "SELECT 1 FROM console_copy WHERE kind = 'refused' LIMIT 1";

static void row_name(const struct copy_row *r, struct str *out)
{
	struct str key = {0};

	copy_row_key(r, &key);
	str_addf(out, "%s %s", r->table->name, str_cstr(&key));
	str_free(&key);
}

int copy_state_refuse(struct db *db, const struct copy_row *r, const char *why, struct err *e)
{
	struct str name = {0};

	row_name(r, &name);
	int result = run_named(db, add_refused, str_cstr(&name), why, e);
	str_free(&name);
	return result;
}

int copy_state_refused(struct db *db, const struct copy_row *r, struct str *why, struct err *e)
{
	struct stmt *st = db_prepare(db, find_refused, e);
	struct str name = {0};

	if (!st)
		return -1;
	row_name(r, &name);
	stmt_text(st, 1, str_span(&name));
	int row = stmt_step(st, e);
	str_clear(why);
	if (row == 1)
		str_adds(why, col_text(st, 0));
	stmt_done(&st);
	str_free(&name);
	return row < 0 ? -1 : 0;
}

int copy_state_any_refused(struct db *db, bool *out, struct err *e)
{
	struct stmt *st = db_prepare(db, any_refused, e);
	int row = st ? stmt_step(st, e) : -1;

	*out = row == 1;
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

/* --- Keys and indices that wait for the rows. --- */

/* Those that are no constraint's own; a foreign key needs the unique index that it points to. */
static const char aside[] =
	"SELECT 'index' AS kind, i.relname, pg_catalog.pg_get_indexdef(i.oid),"
	" pg_catalog.format('DROP INDEX %I', i.relname)"
	" FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid"
	" JOIN pg_catalog.pg_class t ON t.oid = x.indrelid"
	" JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace"
	" WHERE n.nspname = current_schema() AND t.relname = $1 AND NOT EXISTS"
	" (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conindid = i.oid)"
	" UNION ALL SELECT 'key', k.conname, pg_catalog.format('ALTER TABLE %I ADD CONSTRAINT %I ',"
	" t.relname, k.conname) || pg_catalog.pg_get_constraintdef(k.oid),"
	" pg_catalog.format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, k.conname)"
	" FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class t ON t.oid = k.conrelid"
	" JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace"
	" WHERE n.nspname = current_schema() AND t.relname = $1 AND k.contype = 'f'"
	" ORDER BY 1 DESC, 2";
enum { ASIDE_KIND, ASIDE_NAME, ASIDE_MAKE, ASIDE_DROP };
static const char add_aside[] = "INSERT INTO console_copy (kind, name, detail) VALUES ($1, $2, $3)";

static int note_aside(struct db *db, const char *table, struct stmt *found, struct err *e)
{
	struct str name = {0};
	struct stmt *st = db_prepare(db, add_aside, e);
	int result = -1;

	if (!st)
		return -1;
	str_addf(&name, "%s.%s", table, col_text(found, ASIDE_NAME).p);
	stmt_text(st, 1, col_text(found, ASIDE_KIND));
	stmt_text(st, 2, str_span(&name));
	stmt_text(st, 3, col_text(found, ASIDE_MAKE));
	if (stmt_step(st, e) == 0)
		result = db_exec(db, col_text(found, ASIDE_DROP).p, e);
	stmt_done(&st);
	str_free(&name);
	return result;
}

int copy_state_put_aside(struct db *db, struct err *e)
{
	for (size_t i = 0; i < copy_tables_n; i++) {
		struct stmt *st = db_prepare(db, aside, e);
		int row = -1;
		if (!st)
			return -1;
		stmt_text(st, 1, span_of(copy_tables[i].name));
		while ((row = stmt_step(st, e)) == 1)
			if (note_aside(db, copy_tables[i].name, st, e) != 0)
				break;
		stmt_done(&st);
		if (row != 0)
			return -1;
	}
	return 0;
}

static const char next_aside[] = "SELECT name, detail FROM console_copy"
				 " WHERE kind IN ('index', 'key') ORDER BY kind, name LIMIT 1";
static const char remove_aside[] =
	"DELETE FROM console_copy WHERE kind IN ('index', 'key') AND name = $1";

int copy_state_next_aside(struct db *db, struct str *name, struct str *sql, struct err *e)
{
	struct stmt *st = db_prepare(db, next_aside, e);
	int row = st ? stmt_step(st, e) : -1;

	str_clear(name);
	str_clear(sql);
	if (row == 1) {
		str_adds(name, col_text(st, 0));
		str_adds(sql, col_text(st, 1));
	}
	stmt_done(&st);
	return row;
}

int copy_state_made(struct db *db, const char *name, struct err *e)
{
	return run_named(db, remove_aside, name, NULL, e);
}
