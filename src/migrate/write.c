/* Puts the sections of a new migration together. */
#include "migrate/write.h"

#include <string.h>

#include "affinity.h"
#include "catalog_build.h"
#include "naming.h"
#include "sqltext.h"
#include "write_names.h"
#include "write_table.h"

void writer_step(struct writer *w, enum phase on, enum phase off, struct str *up, struct str *down)
{
	struct str *to = &w->up[on], *back = &w->down[off];

	if (up->len) {
		str_add(to, to->len ? "\n" : "");
		str_adds(to, str_span(up));
	}
	if (down->len) {
		str_add(down, back->len ? "\n" : "");
		str_adds(down, str_span(back));
		str_clear(back);
		str_adds(back, str_span(down));
	}
	str_clear(up);
	str_clear(down);
}

void writer_note(struct writer *w, const char *text)
{
	struct written *out = w->out;

	out->notes = catalog_room(w->a, (void *)out->notes, out->n, sizeof(*out->notes));
	out->notes[out->n++] = text;
}

/* --- New tables. --- */

static void create_table(struct writer *w, const struct catalog_table *t)
{
	struct str up = {0}, down = {0};

	write_whole_table(w, &up, t, w->from->want_postgres);
	str_add(&down, "DROP TABLE ");
	sql_add_name(&down, t->name);
	str_add(&down, ";\n");
	writer_step(w, PHASE_MAKE, PHASE_MAKE, &up, &down);
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

/* --- What changes in a table. --- */

static bool is_of_table(const struct difference *d)
{
	return d->have_table && d->want_table && !write_stands_alone(d->want ? d->want : d->have);
}

static struct group group_of(struct writer *w, const struct catalog_table *t)
{
	struct group g = {.want = t};

	g.d = arena_calloc(w->a, w->d->n + 1, sizeof(const struct difference *));
	g.kept = arena_calloc(w->a, w->d->n + 1, sizeof(const struct difference *));
	for (size_t i = 0; i < w->d->n; i++) {
		const struct difference *d = &w->d->d[i];
		if (d->want_table != t || !is_of_table(d))
			continue;
		g.have = d->have_table;
		if (d->way == DIFFERENCE_EXTRA)
			g.kept[g.n_kept++] = d;
		else
			g.d[g.n++] = d;
		g.rebuild = g.rebuild || write_needs_rebuild(d, w->a);
	}
	return g;
}

static bool is_column_rename(const struct difference *d)
{
	return d->way == DIFFERENCE_RENAMED && d->kind == DIFFERENCE_COLUMN;
}

static void add_names(struct writer *w, struct str *out, const struct group *g, enum write_way way)
{
	const char *from = way == WRITE_UP ? g->have->name : g->want->name;
	const char *to = way == WRITE_UP ? g->want->name : g->have->name;
	struct str names = {0};

	if (strcmp(from, to) != 0) {
		str_add(out, "ALTER TABLE ");
		sql_add_name(out, from);
		str_add(out, " RENAME TO ");
		sql_add_name(out, to);
		str_add(out, ";\n");
	}
	for (size_t i = 0; i < g->n; i++)
		if (is_column_rename(g->d[i]))
			write_column(out, g->d[i], way, w->a);
	write_names(w, &names, g, NAMES_FREE, way);
	write_only(out, "postgres", str_cstr(&names));
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

static void add_changes(
	struct writer *w, struct str *out, const struct group *g, enum write_way way)
{
	bool up = way == WRITE_UP;
	const struct catalog_table *to = up ? g->want : g->have;
	struct str alters = {0};

	for (size_t i = 0; i < g->n; i++) {
		const struct difference *d = g->d[up ? i : g->n - 1 - i];
		if (!is_column_rename(d))
			write_column(&alters, d, way, w->a);
	}
	if (!g->rebuild) {
		str_adds(out, str_span(&alters));
	} else {
		add_warnings(out, g);
		str_add(out, "-- rebuild: ");
		sql_add_name(out, to->name);
		str_addc(out, '\n');
		write_create(w, out, to, up ? g->kept : NULL, up ? g->n_kept : 0);
		str_add(out, "-- end\n");
		write_only(out, "postgres", str_cstr(&alters));
	}
	str_free(&alters);
}

/* --- Keys and checks of a table, which PostgreSQL changes one by one. --- */

static bool comes_with_column(const struct group *g, const struct catalog_object *o)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->d[i]->kind == DIFFERENCE_COLUMN && g->d[i]->way == DIFFERENCE_MISSING &&
			write_column_brings(g->want, g->d[i]->want_column->name, o))
			return true;
	return false;
}

/* A foreign key of a table may hang on this key of another one. */
static bool drops_key(const struct writer *w, const char *table)
{
	for (size_t i = 0; i < w->d->n; i++) {
		const struct difference *d = &w->d->d[i];
		if (d->kind == DIFFERENCE_OBJECT && d->way == DIFFERENCE_CHANGED &&
			(d->have->kind == CATALOG_PRIMARY || d->have->kind == CATALOG_UNIQUE) &&
			strcmp(d->table, table) == 0)
			return true;
	}
	return false;
}

static enum phase phase_of(const struct catalog_object *o, enum phase key, enum phase other)
{
	return o->kind == CATALOG_FOREIGN ? key : other;
}

/* PostgreSQL's statements, which are emptied. */
static void step_of_constraint(struct writer *w, enum phase phase, struct str *up, struct str *down)
{
	struct str on = {0}, off = {0};

	write_only(&on, "postgres", str_cstr(up));
	write_only(&off, "postgres", str_cstr(down));
	writer_step(w, phase, phase, &on, &off);
	str_clear(up);
	str_clear(down);
	str_free(&on);
	str_free(&off);
}

/* Takes `have` off before the names change, and puts `want` on after them. NULL: there is none. */
static void change_constraint(struct writer *w, const struct group *g,
	const struct catalog_object *have, const struct catalog_object *want)
{
	struct str on = {0}, off = {0};
	bool given = false;

	if (have) {
		const char *name = write_name(g->have, have, w->a);
		write_drop_constraint(&off, g->have->name, name);
		write_add_constraint(&on, g->have->name, g->have, have, name, w->a);
		step_of_constraint(w, phase_of(have, PHASE_KEYS_OFF, PHASE_OFF), &off, &on);
	}
	if (want) {
		const char *name = write_new_name(g, want, w->a, &given);
		write_drop_constraint(&off, g->want->name, name);
		write_add_constraint(&on, g->want->name, g->want, want, given ? name : NULL, w->a);
		step_of_constraint(w, phase_of(want, PHASE_KEYS_ON, PHASE_ON), &on, &off);
	}
	str_free(&on);
	str_free(&off);
}

static void change_constraints(struct writer *w, const struct group *g)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct difference *d = g->d[i];
		if (d->kind == DIFFERENCE_OBJECT && d->way != DIFFERENCE_RENAMED &&
			!comes_with_column(g, d->want))
			change_constraint(w, g, d->have, d->want);
	}
}

/* Keys that stay, but hang on one that does not. */
static void hang_keys_anew(struct writer *w, const struct group *g)
{
	const struct naming names = {w->from->want, w->from->have, g->want, g->have, w->a};

	for (size_t i = 0; i < g->want->n_objects; i++) {
		const struct catalog_object *o = &g->want->objects[i];
		if (o->kind != CATALOG_FOREIGN || !drops_key(w, o->target))
			continue;
		const struct catalog_object *have = naming_counterpart(&names, o);
		if (have)
			change_constraint(w, g, have, o);
	}
}

static void change_table(struct writer *w, const struct catalog_table *want)
{
	struct group g = group_of(w, want);
	struct str up = {0}, down = {0};

	if (!g.have)
		g.have = catalog_table(w->from->have, want->name);
	if (!g.have)
		return;
	hang_keys_anew(w, &g);
	if (g.n > 0) {
		change_constraints(w, &g);
		add_names(w, &up, &g, WRITE_UP);
		add_names(w, &down, &g, WRITE_DOWN);
		writer_step(w, PHASE_NAMES, PHASE_NAMES, &up, &down);
		add_changes(w, &up, &g, WRITE_UP);
		add_changes(w, &down, &g, WRITE_DOWN);
		writer_step(w, PHASE_CHANGE, PHASE_CHANGE, &up, &down);
	}
	str_free(&up);
	str_free(&down);
}

/* --- Indices, triggers and views. --- */

static const char *name_of(const struct catalog_table *t)
{
	return t ? t->name : NULL;
}

static void change_object(struct writer *w, const struct difference *d)
{
	const char *had = w->from->have_postgres, *wanted = w->from->want_postgres;
	struct str up = {0}, down = {0};

	if (d->have) {
		write_drop(w, &up, d->have, name_of(d->have_table), had);
		write_make(w, &down, d->have, had);
		writer_step(w, PHASE_OFF, PHASE_OFF, &up, &down);
	}
	write_make(w, &up, d->want, wanted);
	write_drop(w, &down, d->want, name_of(d->want_table), wanted);
	writer_step(w, PHASE_ON, PHASE_ON, &up, &down);
	str_free(&up);
	str_free(&down);
}

/* --- What to look at. --- */

static void note_column(struct writer *w, const struct difference *d)
{
	const struct catalog_column *c = d->want_column;

	if (d->kind == DIFFERENCE_COLUMN && d->way == DIFFERENCE_MISSING && !c->nullable &&
		!c->fallback)
		writer_note(w,
			arena_printf(w->a,
				"%s.%s takes no NULL and has no default: a table with rows refuses "
				"it",
				d->table, c->name));
	if (d->kind == DIFFERENCE_COLUMN && d->way == DIFFERENCE_MISSING)
		writer_note(w,
			arena_printf(w->a, "going down loses what %s.%s holds", d->table, c->name));
	if (d->kind == DIFFERENCE_NULLABILITY && !c->nullable)
		writer_note(w,
			arena_printf(w->a, "rows in which %s.%s is NULL stop it: fill them before",
				d->table, c->name));
	if (d->kind == DIFFERENCE_TYPE)
		writer_note(w,
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
		writer_note(w, arena_printf(w->a, "going down loses the table %s", d->table));
	else if (d->want_column)
		note_column(w, d);
	else if (d->kind == DIFFERENCE_OBJECT && d->want && d->way != DIFFERENCE_RENAMED &&
		(d->want->unique || !write_stands_alone(d->want)))
		writer_note(w,
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

static const char *join(struct writer *w, struct str *parts, const enum phase *order)
{
	struct str all = {0};

	for (size_t i = 0; i < PHASES; i++) {
		struct str *part = &parts[order[i]];
		str_add(&all, all.len && part->len ? "\n" : "");
		str_adds(&all, str_span(part));
		str_free(part);
	}
	const char *text = in_words(str_cstr(&all), w->a);
	str_free(&all);
	return text;
}

static void finish(struct writer *w)
{
	static const enum phase up[] = {PHASE_KEYS_OFF, PHASE_OFF, PHASE_NAMES, PHASE_MAKE,
		PHASE_CHANGE, PHASE_ON, PHASE_KEYS_ON, PHASE_DROP};
	static const enum phase down[] = {PHASE_DROP, PHASE_KEYS_ON, PHASE_ON, PHASE_NAMES,
		PHASE_CHANGE, PHASE_MAKE, PHASE_OFF, PHASE_KEYS_OFF};

	w->out->up = join(w, w->up, up);
	w->out->down = join(w, w->down, down);
	for (size_t i = 0; i < w->out->n; i++)
		w->out->notes[i] = in_words(w->out->notes[i], w->a);
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
		if (write_stands_alone(d->d[i].want))
			change_object(&w, &d->d[i]);
	write_drops(&w);
	for (size_t i = 0; i < d->n; i++)
		if (d->d[i].way != DIFFERENCE_EXTRA)
			note_difference(&w, &d->d[i]);
	finish(&w);
}
