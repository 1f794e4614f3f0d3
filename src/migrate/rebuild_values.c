/* Stores the values of a column in its new type beside themselves, and compares. */
#include "rebuild_values.h"

#include "catalog_build.h"

/* https://www.sqlite.org/datatype3.html, section 3.1 */
#define AFFINITY(t) \
	"CASE WHEN " t " LIKE '%INT%' THEN 'NUMERIC'" \
	" WHEN " t " LIKE '%CHAR%' OR " t " LIKE '%CLOB%' OR " t " LIKE '%TEXT%' THEN 'TEXT'" \
	" WHEN " t " = '' OR " t " LIKE '%BLOB%' THEN ''" \
	" WHEN " t " LIKE '%REAL%' OR " t " LIKE '%FLOA%' OR " t " LIKE '%DOUB%' THEN 'REAL'" \
	" ELSE 'NUMERIC' END"

/* Of each column that stores otherwise what it stores: name and affinity as they are in SQL, and
 * what is made of them. */
static const char changed_columns[] =
	"SELECT name, '\"' || replace(name, '\"', '\"\"') || '\"', becomes FROM ("
	" SELECT n.name, " AFFINITY("o.type") " AS was, " AFFINITY(
		"n.type") " AS becomes"
			  " FROM pragma_table_xinfo($2) n JOIN pragma_table_xinfo($1) o"
			  " ON o.name = n.name COLLATE NOCASE WHERE n.hidden = 0)"
			  " WHERE becomes NOT IN ('', was)";

/* The signs keep each value as it is stored: no type is there to be compared by. */
#define READS_ALIKE "+was IS +becomes OR CAST(was AS TEXT) IS CAST(becomes AS TEXT)"

static const char count_others[] =
	"SELECT count(*) OVER (), substr(quote(was), 1, 40), substr(quote(becomes), 1, 40)"
	" FROM temp.tenet_values WHERE NOT (" READS_ALIKE ") LIMIT 1";

static void add_quoted(struct str *out, struct span name)
{
	str_addc(out, '"');
	for (size_t i = 0; i < name.n; i++)
		str_addn(out, name.p[i] == '"' ? "\"\"" : &name.p[i], name.p[i] == '"' ? 2 : 1);
	str_addc(out, '"');
}

struct column {
	struct span name, quoted, type;
};

/* A check fails where sqlite3 runs a script, which has nobody to count. */
static void add_copy(struct str *out, struct span table, const struct column *c, const char *check)
{
	str_addf(out, "CREATE TEMP TABLE tenet_values (was, becomes %s%s);\n", c->type.p, check);
	str_addf(
		out, "INSERT INTO temp.tenet_values SELECT %s, %s FROM ", c->quoted.p, c->quoted.p);
	add_quoted(out, table);
	str_add(out, ";\n");
}

static int refuse_others(struct db *db, struct span name, struct err *e)
{
	struct stmt *st = db_prepare(db, count_others, e);
	int row = st ? stmt_step(st, e) : -1;

	if (row == 1) {
		struct span was = col_text(st, 1), becomes = col_text(st, 2);
		long long n = (long long)col_int(st, 0);
		row = err_set(e, ERR_CONSTRAINT,
			"%lld value%s of the column %.*s would read differently in its new type,"
			" the first being %.*s, which would become %.*s: an UPDATE before the"
			" rebuild has to say what becomes of %s",
			n, n == 1 ? "" : "s", (int)name.n, name.p, (int)was.n, was.p,
			(int)becomes.n, becomes.p, n == 1 ? "it" : "them");
	}
	stmt_done(&st);
	return row;
}

static int look_at_column(
	struct db *db, struct span table, const struct column *c, struct str *script, struct err *e)
{
	static const char drop[] = "DROP TABLE temp.tenet_values;\n";
	struct str sql = {0};

	add_copy(&sql, table, c, "");
	int result = db_exec(db, str_cstr(&sql), e);
	if (result == 0)
		result = refuse_others(db, c->name, e);
	if (result == 0)
		result = db_exec(db, drop, e);
	str_free(&sql);
	if (script) {
		add_copy(script, table, c, ", CHECK (" READS_ALIKE ")");
		str_add(script, drop);
	}
	return result;
}

/* All of them at once: no table can be dropped while rows are being read. */
static int read_columns(struct db *db, struct span table, struct span made, struct arena *a,
	struct column **out, size_t *n, struct err *e)
{
	struct stmt *st = db_prepare(db, changed_columns, e);
	int row = -1;

	if (!st)
		return -1;
	stmt_text(st, 1, table);
	stmt_text(st, 2, made);
	while ((row = stmt_step(st, e)) == 1) {
		*out = catalog_room(a, *out, *n, sizeof(**out));
		(*out)[(*n)++] = (struct column){arena_span(a, col_text(st, 0)),
			arena_span(a, col_text(st, 1)), arena_span(a, col_text(st, 2))};
	}
	stmt_done(&st);
	return row;
}

int rebuild_refuse_changes(
	struct db *db, struct span table, struct span made, struct str *script, struct err *e)
{
	struct column *columns = NULL;
	struct arena a = {0};
	size_t n = 0;
	int result = read_columns(db, table, made, &a, &columns, &n, e);

	for (size_t i = 0; i < n && result == 0; i++)
		result = look_at_column(db, table, &columns[i], script, e);
	arena_free(&a);
	return result;
}
