/* Puts the sections of a new migration together. */
#include "migrate/write.h"

#include <string.h>
#include <strings.h>

#include "affinity.h"
#include "base/str.h"
#include "catalog_build.h"
#include "sqltext.h"
#include "write_table.h"

struct writer {
	struct arena *a;
	const struct write_from *from;
	const struct differences *d;
	struct str up;
	const char **downs; /* in the order of the way up */
	size_t n_downs;
	struct written *out;
};

/* One step of the way up, and what undoes it; both are emptied for the next. */
static void step(struct writer *w, struct str *up, struct str *down)
{
	if (up->len) {
		str_add(&w->up, w->up.len ? "\n" : "");
		str_adds(&w->up, str_span(up));
		w->downs = catalog_room(w->a, (void *)w->downs, w->n_downs, sizeof(*w->downs));
		w->downs[w->n_downs++] = arena_strdup(w->a, str_cstr(down));
	}
	str_clear(up);
	str_clear(down);
}

static void note(struct writer *w, const char *text)
{
	struct written *out = w->out;

	out->notes = catalog_room(w->a, (void *)out->notes, out->n, sizeof(*out->notes));
	out->notes[out->n++] = text;
}

static void add_only(struct str *out, const char *engine, const char *sql)
{
	if (sql[0])
		str_addf(out, "-- only: %s\n%s-- end\n", engine, sql);
}

static void add_commented(struct str *out, const char *sql)
{
	for (const char *p = sql; *p;) {
		size_t n = strcspn(p, "\n");
		str_add(out, "-- ");
		str_addn(out, p, n);
		str_addc(out, '\n');
		p += n + (p[n] == '\n');
	}
}

static void add_rename(struct str *out, const char *from, const char *to)
{
	str_add(out, "ALTER TABLE ");
	sql_add_name(out, from);
	str_add(out, " RENAME TO ");
	sql_add_name(out, to);
	str_add(out, ";\n");
}

/* --- Indices and triggers. --- */

static bool stands_alone(const struct catalog_object *o)
{
	return o && (o->kind == CATALOG_INDEX || o->kind == CATALOG_TRIGGER);
}

/* What PostgreSQL's text makes under this name; NULL: nothing. */
static const char *postgres_twin(
	const struct catalog_object *o, const char *postgres, struct arena *a)
{
	return sql_find_create(
		postgres, o->kind == CATALOG_INDEX ? "INDEX" : "TRIGGER", o->name, a);
}

static bool is_same_sql(const char *x, const char *y, struct arena *a)
{
	return strcasecmp(sql_canonical(span_of(x), a), sql_canonical(span_of(y), a)) == 0;
}

/* For both engines, each as it is declared for it. */
static void add_create(
	struct writer *w, struct str *out, const struct catalog_object *o, const char *postgres)
{
	const char *sqlite = arena_printf(w->a, "%s;\n", o->sql);
	const char *twin = postgres_twin(o, postgres, w->a);

	if (twin && is_same_sql(twin, o->sql, w->a)) {
		str_add(out, sqlite);
		return;
	}
	add_only(out, "sqlite", sqlite);
	if (twin)
		add_only(out, "postgres", arena_printf(w->a, "%s;\n", twin));
}

static void add_drop(struct writer *w, struct str *out, const struct catalog_object *o,
	const char *table, const char *postgres)
{
	bool both = postgres_twin(o, postgres, w->a) != NULL;
	struct str sql = {0};

	str_add(&sql, o->kind == CATALOG_INDEX ? "DROP INDEX " : "DROP TRIGGER ");
	sql_add_name(&sql, o->name);
	if (both && o->kind == CATALOG_INDEX) {
		str_addf(out, "%s;\n", str_cstr(&sql));
	} else {
		add_only(out, "sqlite", arena_printf(w->a, "%s;\n", str_cstr(&sql)));
		str_add(&sql, " ON ");
		sql_add_name(&sql, table);
		if (both)
			add_only(out, "postgres", arena_printf(w->a, "%s;\n", str_cstr(&sql)));
	}
	str_free(&sql);
}

static void write_object(struct writer *w, const struct difference *d)
{
	const char *had = w->from->have_postgres, *wanted = w->from->want_postgres;
	const char *have = d->have_table->name, *want = d->want_table->name;
	struct str up = {0}, down = {0};

	if (d->have)
		add_drop(w, &up, d->have, want, had);
	if (d->want) {
		add_create(w, &up, d->want, wanted);
		add_drop(w, &down, d->want, have, wanted);
	}
	if (d->have)
		add_create(w, &down, d->have, had);
	step(w, &up, &down);
	str_free(&up);
	str_free(&down);
}

/* --- Tables. --- */

static void create_table(struct writer *w, const struct catalog_table *t)
{
	struct str up = {0}, down = {0};

	write_create(&up, t, NULL, 0, w->a);
	for (size_t i = 0; i < t->n_objects; i++)
		if (stands_alone(&t->objects[i]))
			add_create(w, &up, &t->objects[i], w->from->want_postgres);
	str_add(&down, "DROP TABLE ");
	sql_add_name(&down, t->name);
	str_add(&down, ";\n");
	step(w, &up, &down);
	str_free(&up);
	str_free(&down);
}

/* Whether all tables that it refers to are there before it. */
static bool is_ready(const struct writer *w, const struct catalog_table *t, const bool *made)
{
	for (size_t i = 0; i < t->n_objects; i++) {
		const char *target = t->objects[i].target;
		for (size_t k = 0; target && k < w->d->n; k++)
			if (w->d->d[k].kind == DIFFERENCE_TABLE &&
				w->d->d[k].way == DIFFERENCE_MISSING && !made[k] &&
				w->d->d[k].want_table != t && strcmp(w->d->d[k].table, target) == 0)
				return false;
	}
	return true;
}

/* Those that others refer to come first; in a ring, any. */
static void create_tables(struct writer *w)
{
	bool *made = arena_calloc(w->a, w->d->n + 1, sizeof(*made)), any = true, force = false;

	while (any || !force) {
		force = !any;
		any = false;
		for (size_t i = 0; i < w->d->n; i++) {
			const struct difference *d = &w->d->d[i];
			if (d->kind != DIFFERENCE_TABLE || d->way != DIFFERENCE_MISSING ||
				made[i] || (!force && !is_ready(w, d->want_table, made)))
				continue;
			create_table(w, d->want_table);
			made[i] = any = true;
		}
	}
}

/* The differences of one table, in their order. */
struct group {
	const struct difference **d, **kept; /* kept: what is there and stays, being extra */
	size_t n, n_kept;
	bool rebuild;
};

static bool is_of_table(const struct difference *d)
{
	return d->have_table && d->want_table && !stands_alone(d->want ? d->want : d->have);
}

static struct group group_of(struct writer *w, const struct catalog_table *t)
{
	struct group g = {0};

	g.d = arena_calloc(w->a, w->d->n + 1, sizeof(const struct difference *));
	g.kept = arena_calloc(w->a, w->d->n + 1, sizeof(const struct difference *));
	for (size_t i = 0; i < w->d->n; i++) {
		const struct difference *d = &w->d->d[i];
		if (d->want_table != t || !is_of_table(d))
			continue;
		if (d->way == DIFFERENCE_EXTRA)
			g.kept[g.n_kept++] = d;
		else
			g.d[g.n++] = d;
		g.rebuild = g.rebuild || write_needs_rebuild(d, w->a);
	}
	return g;
}

static bool is_rename(const struct difference *d)
{
	return d->way == DIFFERENCE_RENAMED && d->kind != DIFFERENCE_OBJECT;
}

static bool comes_with_column(const struct group *g, const struct difference *d)
{
	for (size_t i = 0; d->kind == DIFFERENCE_OBJECT && d->want && i < g->n; i++)
		if (g->d[i]->kind == DIFFERENCE_COLUMN && g->d[i]->way == DIFFERENCE_MISSING &&
			write_column_brings(g->d[i], d->want))
			return true;
	return false;
}

static void add_alters(struct writer *w, struct str *out, const struct group *g, enum write_way way)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct difference *d = g->d[way == WRITE_UP ? i : g->n - 1 - i];
		if (!is_rename(d) && !comes_with_column(g, d))
			write_alter(out, d, way, w->a);
	}
}

static void add_renames(struct writer *w, struct str *out, const struct group *g,
	const struct catalog_table *from, const struct catalog_table *to, enum write_way way)
{
	struct str names = {0};

	if (strcmp(from->name, to->name) != 0)
		add_rename(out, from->name, to->name);
	for (size_t i = 0; i < g->n; i++)
		if (is_rename(g->d[i]) && g->d[i]->kind == DIFFERENCE_COLUMN)
			write_alter(out, g->d[i], way, w->a);
	if (way == WRITE_UP)
		write_names(&names, from, to, way, w->a);
	else
		write_names(&names, to, from, way, w->a);
	add_only(out, "postgres", str_cstr(&names));
	str_free(&names);
}

static bool stores_alike(const struct difference *d)
{
	return d->kind != DIFFERENCE_TYPE ||
		affinity_is_same(d->have_column->type, d->want_column->type);
}

static void add_warnings(struct str *out, const struct group *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (!stores_alike(g->d[i]))
			str_addf(out,
				"-- SQLite refuses this while a value of %s would read differently"
				" in its new type, as\n-- '007' does that becomes 7: an UPDATE "
				"before"
				" it says what becomes of such values.\n",
				g->d[i]->want_column->name);
}

/* Names first, so that a rebuild finds the columns that it copies. */
static void add_changes(struct writer *w, struct str *out, const struct group *g,
	const struct catalog_table *from, const struct catalog_table *to, enum write_way way)
{
	struct str alters = {0};

	add_renames(w, out, g, from, to, way);
	add_alters(w, &alters, g, way);
	if (!g->rebuild) {
		str_adds(out, str_span(&alters));
	} else {
		add_warnings(out, g);
		str_addf(out, "-- rebuild: %s\n", to->name);
		write_create(out, to, way == WRITE_UP ? g->kept : NULL,
			way == WRITE_UP ? g->n_kept : 0, w->a);
		str_add(out, "-- end\n");
		add_only(out, "postgres", str_cstr(&alters));
	}
	str_free(&alters);
}

static void change_table(struct writer *w, const struct catalog_table *want)
{
	struct group g = group_of(w, want);
	struct str up = {0}, down = {0};

	if (g.n > 0) {
		const struct catalog_table *have = g.d[0]->have_table;
		add_changes(w, &up, &g, have, want, WRITE_UP);
		add_changes(w, &down, &g, want, have, WRITE_DOWN);
		step(w, &up, &down);
	}
	str_free(&up);
	str_free(&down);
}

/* --- What is not wanted any more. --- */

static void add_extra(struct writer *w, struct str *sql, const struct difference *d)
{
	if (d->kind == DIFFERENCE_TABLE) {
		str_add(sql, "DROP TABLE ");
		sql_add_name(sql, d->table);
		str_add(sql, ";\n");
	} else if (stands_alone(d->have)) {
		add_drop(w, sql, d->have, d->table, w->from->have_postgres);
	} else {
		write_alter(sql, d, WRITE_UP, w->a);
		if (d->kind == DIFFERENCE_OBJECT)
			str_addf(sql, "(SQLite: a rebuild of %s without it)\n", d->table);
	}
}

static void write_extra(struct writer *w, const struct difference *d)
{
	struct str sql = {0}, up = {0}, down = {0};

	add_extra(w, &sql, d);
	str_addf(&up, "-- Not dropped until somebody takes the dashes away: %s\n", d->text);
	add_commented(&up, str_cstr(&sql));
	step(w, &up, &down);
	note(w,
		arena_printf(
			w->a, "%s; its drop is commented out, and has no way back yet", d->text));
	str_free(&sql);
	str_free(&up);
	str_free(&down);
}

/* --- What to look at. --- */

static void note_column(struct writer *w, const struct difference *d)
{
	const struct catalog_column *c = d->want_column;

	if (d->kind == DIFFERENCE_COLUMN && d->way == DIFFERENCE_MISSING && !c->nullable &&
		!c->fallback)
		note(w,
			arena_printf(w->a,
				"%s.%s takes no NULL and has no default: a table with rows refuses "
				"it",
				d->table, c->name));
	if (d->kind == DIFFERENCE_COLUMN && d->way == DIFFERENCE_MISSING)
		note(w, arena_printf(w->a, "going down loses what %s.%s holds", d->table, c->name));
	if (d->kind == DIFFERENCE_NULLABILITY && !c->nullable)
		note(w,
			arena_printf(w->a, "rows in which %s.%s is NULL stop it: fill them before",
				d->table, c->name));
	if (d->kind == DIFFERENCE_TYPE)
		note(w,
			arena_printf(w->a,
				"%s.%s changes its type: SQLite %s, and PostgreSQL may need a "
				"USING",
				d->table, c->name,
				stores_alike(d)
					? "keeps the values as they are"
					: "refuses it while a value would read differently"));
}

static void note_difference(struct writer *w, const struct difference *d)
{
	if (d->kind == DIFFERENCE_TABLE && d->way == DIFFERENCE_MISSING)
		note(w, arena_printf(w->a, "going down loses the table %s", d->table));
	else if (d->want_column)
		note_column(w, d);
	else if (d->kind == DIFFERENCE_OBJECT && d->want && d->way != DIFFERENCE_RENAMED &&
		(d->want->unique || !stands_alone(d->want)))
		note(w,
			arena_printf(w->a, "%s: rows that break the %s %s stop it", d->table,
				catalog_kind_name(d->want->kind),
				d->want->name ? d->want->name : d->want->text));
}

/* --- All of it. --- */

/* A word read back from SQLite stands in the quotes of a name. */
static const char *in_words(const char *sql, struct arena *a)
{
	struct str out = {0};

	for (const char *p = sql; *p; p++) {
		if (strncmp(p, "\"{{", 3) == 0)
			continue;
		str_addc(&out, *p);
		if (p > sql && p[0] == '}' && p[-1] == '}' && p[1] == '"')
			p++;
	}
	const char *words = arena_strdup(a, str_cstr(&out));
	str_free(&out);
	return words;
}

static void finish(struct writer *w)
{
	struct str down = {0};

	for (size_t i = w->n_downs; i > 0; i--) {
		if (!w->downs[i - 1][0])
			continue;
		str_add(&down, down.len ? "\n" : "");
		str_add(&down, w->downs[i - 1]);
	}
	w->out->up = in_words(str_cstr(&w->up), w->a);
	w->out->down = in_words(str_cstr(&down), w->a);
	for (size_t i = 0; i < w->out->n; i++)
		w->out->notes[i] = in_words(w->out->notes[i], w->a);
	str_free(&w->up);
	str_free(&down);
}

void write_changes(const struct write_from *from, const struct differences *d, struct arena *a,
	struct written *out)
{
	struct writer w = {.a = a, .from = from, .d = d, .out = out};

	*out = (struct written){0};
	create_tables(&w);
	for (size_t i = 0; i < from->want->n; i++)
		change_table(&w, &from->want->tables[i]);
	for (size_t i = 0; i < d->n; i++)
		if (d->d[i].way != DIFFERENCE_EXTRA && d->d[i].have_table && d->d[i].want_table &&
			stands_alone(d->d[i].want))
			write_object(&w, &d->d[i]);
	for (size_t i = 0; i < d->n; i++)
		if (d->d[i].way == DIFFERENCE_EXTRA)
			write_extra(&w, &d->d[i]);
	for (size_t i = 0; i < d->n; i++)
		if (d->d[i].way != DIFFERENCE_EXTRA)
			note_difference(&w, &d->d[i]);
	finish(&w);
}
