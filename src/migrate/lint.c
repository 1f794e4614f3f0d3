/* Looks at what each migration changed, and at what its way down left. */
#include "migrate/lint.h"

#include <string.h>

#include "affinity.h"
#include "catalog_build.h"
#include "migrate/compare.h"
#include "migrate/shadow.h"
#include "scan.h"
#include "sqltext.h"

struct exception {
	const char *path, *text; /* "index stance_versions.persona_id: why" */
	bool used;
};

struct linting {
	struct arena *a;
	struct migration_set set;
	struct declared declared;
	struct shadow_walk walk;
	struct exception *exceptions;
	size_t n;
	struct lint *out;
};

static const char *const kinds[] = {
	[LINT_DROP] = "drop",
	[LINT_INDEX] = "index",
	[LINT_ON_DELETE] = "on-delete",
	[LINT_NOT_NULL] = "not-null",
	[LINT_TYPE] = "type",
	[LINT_DOWN] = "down",
	[LINT_ALLOW] = "allow",
};

const char *lint_kind_name(enum lint_kind kind)
{
	return kinds[kind];
}

/* --- Exceptions. --- */

static const char mark[] = "-- lint: allow ";

static void read_exceptions(struct linting *l, const char *path, const char *sql)
{
	struct sql_walk w = {span_of(sql), 0};
	size_t n = strlen(mark);

	for (struct sql_token t = sql_next_any(&w); t.kind != SQL_END; t = sql_next_any(&w)) {
		if (t.kind != SQL_COMMENT || t.text.n < n || memcmp(t.text.p, mark, n) != 0)
			continue;
		l->exceptions = catalog_room(l->a, l->exceptions, l->n, sizeof(*l->exceptions));
		l->exceptions[l->n++] = (struct exception){
			path, arena_memdup(l->a, t.text.p + n, t.text.n - n), false};
	}
}

static bool has_reason(const struct exception *x)
{
	const char *colon = strchr(x->text, ':');

	return colon && colon[1 + strspn(colon + 1, " ")];
}

static bool is_allowed(struct linting *l, enum lint_kind kind, const char *subject)
{
	const char *wanted = arena_printf(l->a, "%s %s:", kinds[kind], subject);
	bool allowed = false;

	for (size_t i = 0; i < l->n; i++)
		if (strncmp(l->exceptions[i].text, wanted, strlen(wanted)) == 0 &&
			has_reason(&l->exceptions[i]))
			allowed = l->exceptions[i].used = true;
	return allowed;
}

static void add(struct linting *l, enum lint_kind kind, const char *path, const char *subject,
	const char *text)
{
	struct lint *out = l->out;

	if (kind != LINT_ALLOW && is_allowed(l, kind, subject)) {
		out->allowed++;
		return;
	}
	out->f = catalog_room(l->a, out->f, out->n, sizeof(*out->f));
	out->f[out->n++] = (struct lint_finding){kind, path, subject, text};
}

static bool is_kind(const char *text)
{
	size_t n = strcspn(text, " :");

	for (int i = 0; i < LINT_ALLOW; i++)
		if (strlen(kinds[i]) == n && strncmp(kinds[i], text, n) == 0)
			return true;
	return false;
}

static const char *say_exception(const struct exception *x, struct arena *a)
{
	if (!is_kind(x->text))
		return arena_printf(a,
			"the exception \"%s\" names no kind of warning: they are drop, index,"
			" on-delete, not-null, type and down",
			x->text);
	return arena_printf(a,
		has_reason(x) ? "nothing needs the exception \"%s\""
			      : "the exception \"%s\" gives no reason",
		x->text);
}

static void look_at_exceptions(struct linting *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct exception *x = &l->exceptions[i];
		if (!x->used)
			add(l, LINT_ALLOW, x->path, x->text, say_exception(x, l->a));
	}
}

/* --- Foreign keys. --- */

static bool begins_with(const struct catalog_object *index, const struct catalog_object *key)
{
	if (index->n < key->n || index->partial || index->kind == CATALOG_FOREIGN ||
		index->kind == CATALOG_CHECK)
		return false;
	for (size_t i = 0; i < key->n; i++)
		if (!index->columns[i] || strcmp(index->columns[i], key->columns[i]) != 0)
			return false;
	return true;
}

static bool has_index(const struct catalog_table *t, const struct catalog_object *key)
{
	for (size_t i = 0; i < t->n_objects; i++)
		if (begins_with(&t->objects[i], key))
			return true;
	return false;
}

static const char *subject_of(const char *table, const struct catalog_object *key, struct arena *a)
{
	const char *subject = table;

	for (size_t i = 0; i < key->n; i++)
		subject = arena_printf(a, "%s%s%s", subject, i ? "," : ".", key->columns[i]);
	return subject;
}

/* The index may come in a later step. */
static void look_at_key(struct linting *l, const struct migration *m, const char *table,
	const struct catalog_object *key)
{
	const struct catalog_table *last = catalog_table(&l->walk.up[l->set.n], table);
	const char *subject = subject_of(table, key, l->a);

	if (last && !has_index(last, key))
		add(l, LINT_INDEX, m->path, subject,
			arena_printf(l->a,
				"no index begins with %s, which refers to %s: every row that is "
				"deleted"
				" there reads the whole table",
				subject, key->target));
	if (!strstr(key->text, "ON DELETE"))
		add(l, LINT_ON_DELETE, m->path, subject,
			arena_printf(l->a,
				"the foreign key %s does not say ON DELETE: rows of %s cannot be"
				" deleted while others refer to them",
				subject, key->target));
}

/* --- Steps. --- */

static void look_at_table(
	struct linting *l, const struct migration *m, const struct catalog_table *t)
{
	for (size_t i = 0; i < t->n_objects; i++)
		if (t->objects[i].kind == CATALOG_FOREIGN)
			look_at_key(l, m, t->name, &t->objects[i]);
}

/* RENAME old TO new, RENAME COLUMN old TO new, TABLE old RENAME TO new. */
struct rename {
	const char *old, *new; /* "" for what is no name */
};

static bool next_rename(struct sql_walk *w, struct arena *a, struct rename *out)
{
	const char *before = "", *name;

	for (struct sql_token t = sql_next(w); t.kind != SQL_END; t = sql_next(w)) {
		if (!sql_is(t, "RENAME")) {
			name = sql_name(t, a);
			before = name ? name : "";
			continue;
		}
		t = sql_next(w);
		if (sql_is(t, "COLUMN"))
			t = sql_next(w);
		name = sql_is(t, "TO") ? before : sql_name(t, a);
		out->old = name ? name : "";
		if (!sql_is(t, "TO"))
			(void)sql_next(w);
		name = sql_name(sql_next(w), a);
		out->new = name ? name : "";
		return true;
	}
	return false;
}

/* What bears another name is not gone, and what bore one is not new. */
static bool is_renamed(const struct linting *l, const char *sql, const char *name)
{
	struct sql_walk w = {span_of(sql), 0};
	struct rename r;

	while (next_rename(&w, l->a, &r))
		if (strcmp(r.old, name) == 0)
			return true;
	return false;
}

static bool is_renamed_to(const struct linting *l, const char *sql, const char *name)
{
	struct sql_walk w = {span_of(sql), 0};
	struct rename r;

	while (next_rename(&w, l->a, &r))
		if (strcmp(r.new, name) == 0)
			return true;
	return false;
}

static void look_at_lost_column(
	struct linting *l, const struct migration *m, const struct difference *d)
{
	const char *name = d->have_column->name;
	const char *subject = arena_printf(l->a, "%s.%s", d->table, name);

	if (!is_renamed(l, m->up, name))
		add(l, LINT_DROP, m->path, subject,
			arena_printf(l->a, "drops %s with all that it holds", subject));
}

/* VARCHAR(50) and VARCHAR(80) store their values alike. */
static bool stores_alike(enum db_engine engine, const char *was, const char *becomes)
{
	size_t n = strcspn(was, "(");

	return engine == DB_SQLITE ? affinity_is_same(was, becomes)
				   : n == strcspn(becomes, "(") && strncmp(was, becomes, n) == 0;
}

static void look_at_type(struct linting *l, const struct migration *m, const struct difference *d)
{
	const char *was = d->have_column->type, *type = d->want_column->type;
	const char *subject = arena_printf(l->a, "%s.%s", d->table, d->want_column->name);
	enum db_engine engine = l->walk.up[0].engine;

	if (!stores_alike(engine, was, type))
		add(l, LINT_TYPE, m->path, subject,
			arena_printf(l->a, "%s becomes %s instead of %s: %s", subject, type, was,
				engine == DB_SQLITE
					? "a value that would read differently stops it"
					: "what its USING makes of the values is all that is "
					  "left of them"));
}

static void look_at_column(struct linting *l, const struct migration *m, const struct difference *d)
{
	const struct catalog_column *want = d->want_column;
	const char *subject = arena_printf(l->a, "%s.%s", d->table, want->name);

	if (d->kind == DIFFERENCE_COLUMN && d->way == DIFFERENCE_MISSING && !want->nullable &&
		!want->fallback && !is_renamed_to(l, m->up, want->name))
		add(l, LINT_NOT_NULL, m->path, subject,
			arena_printf(l->a,
				"%s takes no NULL and has no default: a table with rows refuses it",
				subject));
	else if (d->kind == DIFFERENCE_TYPE)
		look_at_type(l, m, d);
	else if (d->kind == DIFFERENCE_NULLABILITY && !want->nullable)
		add(l, LINT_NOT_NULL, m->path, subject,
			arena_printf(l->a,
				"%s takes no NULL any more: a table with rows that have one "
				"refuses it",
				subject));
}

static void look_at_difference(
	struct linting *l, const struct migration *m, const struct difference *d)
{
	if (d->want_column)
		look_at_column(l, m, d);
	else if (d->have_column)
		look_at_lost_column(l, m, d);
	else if (d->kind == DIFFERENCE_TABLE && d->way == DIFFERENCE_MISSING)
		look_at_table(l, m, d->want_table);
	else if (d->kind == DIFFERENCE_TABLE && d->way == DIFFERENCE_EXTRA &&
		!is_renamed(l, m->up, d->table))
		add(l, LINT_DROP, m->path, d->table,
			arena_printf(l->a, "drops the table %s with all its rows", d->table));
	else if (d->kind == DIFFERENCE_OBJECT && d->want && d->want->kind == CATALOG_FOREIGN)
		look_at_key(l, m, d->table, d->want);
}

/* --- Rows. --- */

/* The table whose rows a statement deletes or changes, NULL: none. */
static const char *changes_rows(struct span statement, struct arena *a)
{
	static const char *const between[] = {"FROM", "TABLE", "ONLY"};
	struct sql_walk w = {statement, 0};
	struct sql_token t = sql_next(&w);
	bool with = sql_is(t, "WITH");

	while (with && t.kind != SQL_END && !sql_is(t, "DELETE") && !sql_is(t, "UPDATE"))
		t = sql_next(&w);
	if (!sql_is(t, "DELETE") && !sql_is(t, "UPDATE") && !sql_is(t, "TRUNCATE"))
		return NULL;
	t = sql_next(&w);
	/* UPDATE OR IGNORE */
	if (sql_is(t, "OR") && sql_next(&w).kind != SQL_END)
		t = sql_next(&w);
	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++)
		if (sql_is(t, between[i]))
			t = sql_next(&w);
	const char *name = sql_name(t, a);
	while (name && sql_is(sql_peek(&w), ".") && sql_is(sql_next(&w), "."))
		name = sql_name(sql_next(&w), a);
	return name;
}

/* What it did to rows shows in no schema. */
static void look_at_rows(struct linting *l, const struct migration *m)
{
	enum db_engine engine = l->walk.up[0].engine;
	struct span up = span_of(m->up), down = span_of(m->down), one;

	if (scan_statement(&down, engine, &one))
		return;
	while (scan_statement(&up, engine, &one)) {
		const char *table = changes_rows(one, l->a);
		if (table)
			add(l, LINT_DOWN, m->path, table,
				arena_printf(l->a,
					"rows of %s are deleted or changed, and the way down is"
					" empty",
					table));
	}
}

static void look_at_way_down(struct linting *l, size_t i)
{
	const struct migration *m = &l->set.m[i];
	const struct differences *left = &l->walk.left[i];

	if (l->walk.stuck[i]) {
		add(l, LINT_DOWN, m->path, m->revision,
			arena_printf(l->a, "going down fails: %s", l->walk.stuck[i]));
		return;
	}
	for (size_t k = 0; k < left->n; k++) {
		const struct difference *d = &left->d[k];
		add(l, LINT_DOWN, m->path, d->table ? d->table : difference_object(d),
			arena_printf(l->a, "going down does not undo it: %s", d->text));
	}
}

static void look_at_step(struct linting *l, size_t i)
{
	const struct migration *m = &l->set.m[i];
	struct differences d;

	catalog_compare(&l->walk.up[i + 1], &l->walk.up[i], l->a, &d);
	for (size_t k = 0; k < d.n; k++)
		look_at_difference(l, m, &d.d[k]);
	look_at_way_down(l, i);
	look_at_rows(l, m);
}

int lint_all(struct db *db, const char *dir, struct arena *a, struct lint *out, struct err *e)
{
	enum db_engine engine = db ? db_engine(db) : DB_SQLITE;
	struct linting l = {.a = a, .out = out};

	*out = (struct lint){0};
	if (migrations_load(dir, engine, a, &l.set, e) != 0 ||
		declared_load(dir, engine, MIGRATION_SQL, a, &l.declared, e) != 0 ||
		shadow_of_walk(db, &l.set, a, &l.walk, e) != 0)
		return -1;
	for (size_t i = 0; i < l.set.n; i++) {
		read_exceptions(&l, l.set.m[i].path, l.set.m[i].up);
		read_exceptions(&l, l.set.m[i].path, l.set.m[i].down);
	}
	if (l.declared.sql)
		read_exceptions(&l, l.declared.path, l.declared.sql);
	for (size_t i = 0; i < l.set.n; i++)
		look_at_step(&l, i);
	look_at_exceptions(&l);
	return 0;
}
