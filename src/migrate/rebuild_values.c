/* Stores the values of a column in its new type beside themselves, and compares. */
#include "rebuild_values.h"

#include "affinity.h"
#include "catalog_build.h"
#include "sqltext.h"

static const char shared_columns[] =
	"SELECT n.name, o.type, n.type FROM pragma_table_xinfo($2) n"
	" JOIN pragma_table_xinfo($1) o ON o.name = n.name COLLATE NOCASE WHERE n.hidden = 0";

/* The signs keep each value as it is stored: no type is there to be compared by. */
#define READS_ALIKE "+was IS +becomes OR CAST(was AS TEXT) IS CAST(becomes AS TEXT)"

static const char count_others[] =
	"SELECT count(*) OVER (), substr(quote(was), 1, 40), substr(quote(becomes), 1, 40)"
	" FROM temp.tenet_values WHERE NOT (" READS_ALIKE ") LIMIT 1";

/* One that stores otherwise what it stores. */
struct column {
	struct span name;
	const char *becomes; /* the affinity */
};

/* A check fails where sqlite3 runs a script, which has nobody to count. */
static void add_copy(struct str *out, struct span table, const struct column *c, const char *check)
{
	str_addf(out, "CREATE TEMP TABLE tenet_values (was, becomes %s%s);\n", c->becomes, check);
	str_add(out, "INSERT INTO temp.tenet_values SELECT ");
	sql_add_quoted(out, '"', c->name);
	str_add(out, ", ");
	sql_add_quoted(out, '"', c->name);
	str_add(out, " FROM ");
	sql_add_quoted(out, '"', table);
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
	struct stmt *st = db_prepare(db, shared_columns, e);
	int row = -1;

	if (!st)
		return -1;
	stmt_text(st, 1, table);
	stmt_text(st, 2, made);
	while ((row = stmt_step(st, e)) == 1) {
		const char *was = arena_span(a, col_text(st, 1)).p;
		const char *type = arena_span(a, col_text(st, 2)).p;
		if (!affinity_of(type)[0] || affinity_is_same(type, was))
			continue;
		*out = catalog_room(a, *out, *n, sizeof(**out));
		(*out)[(*n)++] = (struct column){arena_span(a, col_text(st, 0)), affinity_of(type)};
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
