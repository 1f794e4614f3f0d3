/* What a way through the migrations would drop or delete. */
#include "losses.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "catalog_build.h"
#include "sqltext.h"

/* A name without its quotes. */
static struct span bare(const struct piece *p)
{
	return p->kind == PIECE_NAME ? (struct span){p->text.p + 1, p->text.n - 2} : p->text;
}

/* The spelling in the database; a NULL column asks for any of the table. Nothing where there is
 * none. */
static const char *const spellings[] = {
	[DB_SQLITE] = "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c"
		      " WHERE t.type = 'table' AND t.name = $1 COLLATE NOCASE"
		      " AND ($2 IS NULL OR c.name = $2 COLLATE NOCASE) LIMIT 1",
	[DB_POSTGRES] =
		"SELECT c.relname, a.attname FROM pg_catalog.pg_class c"
		" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
		" JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
		" WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND a.attnum > 0"
		" AND NOT a.attisdropped AND lower(c.relname) = lower($1::text)"
		" AND ($2::text IS NULL OR lower(a.attname) = lower($2::text)) LIMIT 1"};

static int count_sql(struct losses *l, struct span table, struct span column, struct str *sql)
{
	struct stmt *st = db_prepare(l->db, spellings[db_engine(l->db)], l->e);

	if (!st)
		return -1;
	stmt_text(st, 1, table);
	stmt_text(st, 2, column);
	int row = stmt_step(st, l->e);
	if (row == 1) {
		str_add(sql, "SELECT count(");
		if (column.p)
			sql_add_quoted(sql, '"', col_text(st, 1));
		else
			str_addc(sql, '*');
		str_add(sql, ") FROM ");
		sql_add_quoted(sql, '"', col_text(st, 0));
	}
	stmt_done(&st);
	return row;
}

static int64_t count(struct losses *l, const char *sql)
{
	struct stmt *st = db_prepare(l->db, sql, l->e);
	int row = st ? stmt_step(st, l->e) : -1;
	int64_t n = row == 1 ? col_int(st, 0) : row;

	stmt_done(&st);
	return n;
}

bool losses_told(struct losses *l, struct span table, struct span column)
{
	struct str key = {0};

	str_addf(&key, "\n%.*s.%.*s\n", (int)table.n, table.p, (int)column.n,
		column.p ? column.p : "");
	bool yes = l->told.len > 0 && strcasestr(str_cstr(&l->told), str_cstr(&key));
	if (!yes)
		str_adds(&l->told, str_span(&key));
	str_free(&key);
	return yes;
}

void losses_say(struct losses *l, struct migrate_loss what, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		die_of_memory(0);
	va_end(ap);
	what.text = arena_strdup(l->a, text);
	free(text);
	l->out->l = catalog_room(l->a, l->out->l, l->out->n, sizeof(*l->out->l));
	l->out->l[l->out->n++] = what;
}

void migrate_losses_add(const struct migrate_losses *losses, struct str *out)
{
	for (size_t i = 0; i < losses->n; i++)
		str_addf(out, "%s%s", i ? ", " : "", losses->l[i].text);
}

enum loss { LOSE_WHOLE, LOSE_PERHAPS };

/* `column` NULL: the whole table. */
static int lose(struct losses *l, struct span table, struct span column, enum loss how)
{
	struct str sql = {0};
	int64_t n = 0;

	if (losses_told(l, table, column))
		return 0;
	int row = count_sql(l, table, column, &sql);
	if (row == 1)
		n = count(l, str_cstr(&sql));
	str_free(&sql);
	if (row < 0 || n < 0)
		return -1;
	if (n == 0)
		return 0;
	const struct migrate_loss what = {
		arena_span(l->a, table).p, column.p ? arena_span(l->a, column).p : NULL, n, NULL};
	const char *of = how == LOSE_WHOLE ? "the column" : "perhaps, by another type, a part of";
	if (column.p)
		losses_say(l, what, "%s %.*s of %.*s (%lld row%s)", of, (int)column.n, column.p,
			(int)table.n, table.p, (long long)n, n == 1 ? "" : "s");
	else
		losses_say(l, what, "%.*s (%lld row%s)", (int)table.n, table.p, (long long)n,
			n == 1 ? "" : "s");
	return 0;
}

/* --- Statements. --- */

static bool next(const struct losses *l, struct span *rest, struct piece *p)
{
	return scan_next(rest, db_engine(l->db), p);
}

/* The next piece after those of these keywords that stand here, any of them. */
static bool next_after(
	struct losses *l, struct span *rest, struct piece *p, const char *const *keywords)
{
	while (next(l, rest, p)) {
		bool skip = false;
		for (size_t i = 0; keywords[i] && !skip; i++)
			skip = piece_is(p, keywords[i]);
		if (!skip)
			return true;
	}
	return false;
}

static bool is_sign(const struct piece *p, char c)
{
	return p->kind == PIECE_SIGN && p->text.p[0] == c;
}

/* A name with its schema: the last part counts. `p` is the first piece, then the one behind. */
static struct span table_here(
	const struct losses *l, struct span *rest, struct piece *p, bool *more)
{
	struct span name = bare(p);

	while ((*more = next(l, rest, p)) && is_sign(p, '.') && next(l, rest, p))
		name = bare(p);
	return name;
}

static int drop_tables(struct losses *l, struct span rest)
{
	static const char *const skipped[] = {"IF", "EXISTS", NULL};
	struct piece p;
	bool more = next_after(l, &rest, &p, skipped);

	while (more) {
		if (lose(l, table_here(l, &rest, &p, &more), SPAN_NULL, LOSE_WHOLE) != 0)
			return -1;
		if (!more || !is_sign(&p, ','))
			return 0;
		more = next(l, &rest, &p);
	}
	return 0;
}

/* Behind ALTER: a column that gets another type, which may hold less. */
static int change_type(struct losses *l, struct span table, struct span *rest)
{
	static const char *const skipped[] = {"COLUMN", NULL};
	static const char *const between[] = {"SET", "DATA", NULL};
	struct piece column, p;

	if (!next_after(l, rest, &column, skipped))
		return 0;
	struct span behind = *rest;
	if (!next_after(l, &behind, &p, between) || !piece_is(&p, "TYPE"))
		return 0;
	return lose(l, table, bare(&column), LOSE_PERHAPS);
}

/* ALTER TABLE t DROP c; DROP CONSTRAINT and DROP DEFAULT lose nothing. */
static int drop_columns(struct losses *l, struct span rest)
{
	static const char *const before[] = {"IF", "EXISTS", "ONLY", NULL};
	static const char *const skipped[] = {"COLUMN", "IF", "EXISTS", NULL};
	static const char *const others[] = {
		"CONSTRAINT", "DEFAULT", "NOT", "IDENTITY", "EXPRESSION"};
	struct piece p;
	bool more = next_after(l, &rest, &p, before);

	if (!more)
		return 0;
	struct span table = table_here(l, &rest, &p, &more);
	for (; more; more = next(l, &rest, &p)) {
		if (piece_is(&p, "ALTER") && change_type(l, table, &rest) != 0)
			return -1;
		if (!piece_is(&p, "DROP"))
			continue;
		if (!next_after(l, &rest, &p, skipped))
			return 0;
		bool other = false;
		for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			other = other || piece_is(&p, others[i]);
		if (!other && lose(l, table, bare(&p), LOSE_WHOLE) != 0)
			return -1;
	}
	return 0;
}

static int statement(struct losses *l, struct span sql)
{
	struct span rest = sql;
	struct piece first, second;

	if (!next(l, &rest, &first) || !next(l, &rest, &second))
		return 0;
	if (piece_is(&first, "DROP") && piece_is(&second, "TABLE"))
		return drop_tables(l, rest);
	if (piece_is(&first, "ALTER") && piece_is(&second, "TABLE"))
		return drop_columns(l, rest);
	return 0;
}

/* --- Rebuilds. --- */

/* Whether the new definition has a column of this name: the first piece of an item between its
 * outer brackets. */
static bool defines_column(struct span sql, struct span column)
{
	struct piece p;
	int depth = 0;
	bool begins = false;

	while (scan_next(&sql, DB_SQLITE, &p)) {
		if (depth == 1 && begins && piece_names(&p, column))
			return true;
		begins = (depth == 0 && is_sign(&p, '(')) || (depth == 1 && is_sign(&p, ','));
		depth += is_sign(&p, '(') - is_sign(&p, ')');
	}
	return false;
}

static const char columns_of[] = "SELECT name FROM pragma_table_info($1)";

static int rebuild(struct losses *l, const struct part *part)
{
	struct stmt *st = db_prepare(l->db, columns_of, l->e);
	int row = -1, result = 0;

	if (!st)
		return -1;
	stmt_text(st, 1, part->table);
	while (result == 0 && (row = stmt_step(st, l->e)) == 1)
		if (!defines_column(part->sql, col_text(st, 0)))
			result = lose(l, part->table, col_text(st, 0), LOSE_WHOLE);
	stmt_done(&st);
	return row < 0 ? -1 : result;
}

static int section(struct losses *l, const char *sql)
{
	struct span rest = span_of(sql), one;
	struct part part;

	while (scan_part(&rest, db_engine(l->db), &part)) {
		if (part.table.p && rebuild(l, &part) != 0)
			return -1;
		while (!part.table.p && scan_statement(&part.sql, db_engine(l->db), &one))
			if (statement(l, one) != 0)
				return -1;
	}
	return 0;
}

static int read_step(void *arg, const struct migration *m, enum direction way)
{
	return section(arg, step_sql(m, way));
}

int losses_walk(struct losses *l, const struct migration_state *now, size_t target,
	losses_visit *visit, void *arg)
{
	struct migration_state at = *now;
	struct arena a = {0};
	struct migration m;
	int result = 0;

	for (size_t i = now->applied; result == 0 && i < target; i++)
		result = visit(arg, &l->set->m[i], UP);
	while (result == 0 && step_position(&at) > target) {
		result = step_find(l->db, l->set, &at, DOWN, &a, &m, l->e);
		if (result == 0)
			result = visit(arg, &m, DOWN);
		if (at.beyond > 0)
			at.beyond--;
		else
			at.applied--;
	}
	arena_free(&a);
	return result;
}

int migrate_losses(struct db *db, const struct migration_set *set,
	const struct migration_state *now, size_t target, struct arena *a,
	struct migrate_losses *out, struct err *e)
{
	struct losses l = {.db = db, .set = set, .a = a, .out = out, .e = e};

	*out = (struct migrate_losses){0};
	int result = losses_walk(&l, now, target, read_step, &l);
	if (result == 0)
		result = losses_try(&l, now, target);
	str_free(&l.told);
	return result;
}
