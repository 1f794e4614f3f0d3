/* Finds out what rows a way through the migrations loses, by running it and taking it back. */
#include <string.h>

#include "catalog_build.h"
#include "lock.h"
#include "losses.h"
#include "rebuild.h"
#include "sqltext.h"

struct counted {
	const char *table;
	const char **columns;
	int n;
	int64_t rows, *values; /* by column: those that are not NULL */
};

struct counts {
	struct counted *t;
	size_t n;
};

struct trial {
	struct losses *l;
	struct arena a;
	struct counts before;
	bool counted; /* `before` is what is there now */
	bool rebuilds, found; /* of all steps: foreign keys are off; something must be tried */
	bool over; /* nothing can be tried any more */
};

/* --- Statements. --- */

/* Whether only running it says what it does to rows. */
static bool moves_rows(struct span sql, enum db_engine engine)
{
	static const char *const words[] = {
		"DELETE", "UPDATE", "WITH", "TRUNCATE", "DO", "CALL", "REPLACE", "MERGE"};
	struct piece first, second;

	if (!scan_next(&sql, engine, &first))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (piece_is(&first, words[i]))
			return true;
	if (piece_is(&first, "SELECT"))
		return engine == DB_POSTGRES; /* a function may do anything */
	return piece_is(&first, "INSERT") && scan_next(&sql, engine, &second) &&
		piece_is(&second, "OR");
}

static bool section_moves_rows(const char *sql, enum db_engine engine)
{
	struct span rest = span_of(sql), one;
	struct part part;

	while (scan_part(&rest, engine, &part))
		while (!part.table.p && scan_statement(&part.sql, engine, &one))
			if (moves_rows(one, engine))
				return true;
	return false;
}

/* --- Counting. --- */

static const char *const all_columns[] = {
	[DB_SQLITE] = "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c"
		      " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
		      " AND t.name NOT IN ('alembic_version', 'console_migrations',"
		      " 'console_belief_ranks')" /* which the rest gives again */
		      " ORDER BY t.name, c.cid",
	[DB_POSTGRES] = "SELECT c.relname, a.attname FROM pg_catalog.pg_class c"
			" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
			" JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
			" WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')"
			" AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped"
			" AND c.relname NOT IN ('alembic_version', 'console_migrations')"
			" ORDER BY c.relname, a.attnum"};

static void add_column(struct arena *a, struct counts *out, struct stmt *st)
{
	struct counted *t = out->n ? &out->t[out->n - 1] : NULL;

	if (!t || !span_is(col_text(st, 0), t->table)) {
		out->t = catalog_room(a, out->t, out->n, sizeof(*out->t));
		t = &out->t[out->n++];
		*t = (struct counted){.table = arena_span(a, col_text(st, 0)).p};
	}
	t->columns = catalog_room(a, (void *)t->columns, (size_t)t->n, sizeof(*t->columns));
	t->columns[t->n++] = arena_span(a, col_text(st, 1)).p;
}

static int list_columns(struct db *db, struct arena *a, struct counts *out, struct err *e)
{
	struct stmt *st = db_prepare(db, all_columns[db_engine(db)], e);
	int row = -1;

	*out = (struct counts){0};
	while (st && (row = stmt_step(st, e)) == 1)
		add_column(a, out, st);
	stmt_done(&st);
	return row;
}

static int count_table(struct db *db, struct arena *a, struct counted *t, struct err *e)
{
	struct str sql = {0};

	str_add(&sql, "SELECT count(*)");
	for (int i = 0; i < t->n; i++) {
		str_add(&sql, ", count(");
		sql_add_quoted(&sql, '"', span_of(t->columns[i]));
		str_addc(&sql, ')');
	}
	str_add(&sql, " FROM ");
	sql_add_quoted(&sql, '"', span_of(t->table));
	struct stmt *st = db_prepare(db, str_cstr(&sql), e);
	int row = st ? stmt_step(st, e) : -1;
	t->values = arena_calloc(a, (size_t)t->n, sizeof(*t->values));
	t->rows = row == 1 ? col_int(st, 0) : 0;
	for (int i = 0; row == 1 && i < t->n; i++)
		t->values[i] = col_int(st, i + 1);
	stmt_done(&st);
	str_free(&sql);
	return row < 0 ? -1 : 0;
}

static int count(struct db *db, struct arena *a, struct counts *out, struct err *e)
{
	if (list_columns(db, a, out, e) != 0)
		return -1;
	for (size_t i = 0; i < out->n; i++)
		if (count_table(db, a, &out->t[i], e) != 0)
			return -1;
	return 0;
}

/* --- Comparing. --- */

static int64_t values_of(const struct counted *t, const char *column)
{
	for (int i = 0; t && i < t->n; i++)
		if (strcmp(t->columns[i], column) == 0)
			return t->values[i];
	return 0;
}

static void say_rows(struct losses *l, const struct counted *t, int64_t lost)
{
	struct span table = span_of(t->table);

	if (lost <= 0 || losses_told(l, table, SPAN_NULL))
		return;
	const struct migrate_loss what = {arena_strdup(l->a, t->table), NULL, lost, NULL};
	if (lost == t->rows)
		losses_say(l, what, "%s (%lld row%s)", t->table, (long long)lost,
			lost == 1 ? "" : "s");
	else
		losses_say(l, what, "%s (%lld of %lld rows)", t->table, (long long)lost,
			(long long)t->rows);
}

/* Values that went with their rows are not told a second time. */
static void say_values(struct losses *l, const struct counted *before, const struct counted *after)
{
	int64_t gone = after ? before->rows - after->rows : before->rows;

	for (int i = 0; i < before->n; i++) {
		int64_t lost = before->values[i] - values_of(after, before->columns[i]);
		lost -= gone > 0 ? gone : 0;
		if (lost <= 0 ||
			losses_told(l, span_of(before->table), span_of(before->columns[i])))
			continue;
		const struct migrate_loss what = {arena_strdup(l->a, before->table),
			arena_strdup(l->a, before->columns[i]), lost, NULL};
		losses_say(l, what, "what %s of %s holds (%lld row%s)", before->columns[i],
			before->table, (long long)lost, lost == 1 ? "" : "s");
	}
}

static void compare(struct losses *l, const struct counts *before, const struct counts *after)
{
	for (size_t i = 0; i < before->n; i++) {
		const struct counted *b = &before->t[i], *a = NULL;
		for (size_t k = 0; k < after->n && !a; k++)
			if (strcmp(after->t[k].table, b->table) == 0)
				a = &after->t[k];
		say_rows(l, b, b->rows - (a ? a->rows : 0));
		say_values(l, b, a);
	}
}

/* --- The trial. --- */

static int try_statement(struct trial *t, struct span sql, struct err *e)
{
	bool moves = moves_rows(sql, db_engine(t->l->db));
	struct counts after;

	if (moves && !t->counted && count(t->l->db, &t->a, &t->before, e) != 0)
		return -1;
	t->counted = false;
	if (step_run_statement(t->l->db, sql, e) != 0)
		return -1;
	if (!moves)
		return 0;
	if (count(t->l->db, &t->a, &after, e) != 0)
		return -1;
	compare(t->l, &t->before, &after);
	t->before = after;
	t->counted = true;
	return 0;
}

static int try_section(struct trial *t, const char *sql, struct err *e)
{
	struct db *db = t->l->db;
	struct span rest = span_of(sql), one;
	struct part part;

	while (scan_part(&rest, db_engine(db), &part)) {
		t->counted = t->counted && !part.table.p;
		if (part.table.p && rebuild_table(db, part.table, part.sql, NULL, e) != 0)
			return -1;
		while (!part.table.p && scan_statement(&part.sql, db_engine(db), &one))
			if (try_statement(t, one, e) != 0)
				return -1;
	}
	return 0;
}

static int try_step(void *arg, const struct migration *m, enum direction way)
{
	struct trial *t = arg;
	const char *sql = step_sql(m, way);
	bool moves = section_moves_rows(sql, db_engine(t->l->db));
	struct err why = {0};

	if (!t->over && (scan_alone(sql) || try_section(t, sql, &why) != 0))
		t->over = true;
	if (why.code == ERR_CANCELLED || why.code == ERR_LOST)
		return err_take(t->l->e, &why);
	if (moves && t->over)
		losses_say(t->l, (struct migrate_loss){.rows = -1},
			"perhaps rows, by %s (it cannot be tried beforehand)", m->path);
	else if (moves && t->rebuilds && !scan_rebuilds(sql, DB_SQLITE))
		losses_say(
			t->l, (struct migrate_loss){.rows = -1}, "perhaps rows that refer to them");
	return 0;
}

static int look_at_step(void *arg, const struct migration *m, enum direction way)
{
	struct trial *t = arg;
	const char *sql = step_sql(m, way);
	enum db_engine engine = db_engine(t->l->db);

	t->rebuilds = t->rebuilds || scan_rebuilds(sql, engine);
	t->found = t->found || section_moves_rows(sql, engine);
	return 0;
}

static bool any_rows(const struct counts *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->t[i].rows > 0)
			return true;
	return false;
}

/* Another process may have made some of the steps meanwhile. */
static int try_all(struct trial *t, enum direction way, size_t target)
{
	struct losses *l = t->l;
	struct migration_state now;

	if (migrate_state(l->db, l->set, &now, l->e) != 0 ||
		count(l->db, &t->a, &t->before, l->e) != 0)
		return -1;
	t->counted = true;
	if (way == UP && step_position(&now) >= target)
		return 0;
	return any_rows(&t->before) ? losses_walk(l, &now, target, try_step, t) : 0;
}

int losses_try(struct losses *l, const struct migration_state *now, size_t target)
{
	struct trial t = {.l = l};

	if (losses_walk(l, now, target, look_at_step, &t) != 0)
		return -1;
	if (!t.found)
		return 0;
	if (t.rebuilds && rebuild_keys_off(l->db, l->e) != 0)
		return -1;
	int result = lock_begin(l->db, NULL, l->e);
	if (result == 0)
		result = try_all(&t, target > step_position(now) ? UP : DOWN, target);
	db_rollback(l->db);
	db_forget(l->db);
	if (t.rebuilds && rebuild_keys_on(l->db, l->e) != 0)
		result = -1;
	arena_free(&t.a);
	return result;
}
