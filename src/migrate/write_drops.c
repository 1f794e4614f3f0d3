/* Writes out what would drop things, and what makes them again, for somebody to take the dashes
 * away. */
#include <string.h>

#include "sqltext.h"
#include "write_names.h"
#include "write_table.h"

/* What goes from one table, or all of it. */
struct drop {
	struct group g; /* only what is extra, in `kept` */
	bool whole;
	bool done;
};

static bool is_constraint(const struct difference *d)
{
	return d->kind == DIFFERENCE_OBJECT && !write_stands_alone(d->have);
}

/* --- Parts of a table. --- */

static bool brought_by_column(const struct group *g, const struct catalog_object *o)
{
	for (size_t i = 0; i < g->n_kept; i++)
		if (g->kept[i]->kind == DIFFERENCE_COLUMN &&
			write_column_brings(g->have, g->kept[i]->have_column->name, o))
			return true;
	return false;
}

static void add_columns(
	struct writer *w, struct str *out, const struct group *g, enum write_way way)
{
	for (size_t i = 0; i < g->n_kept; i++) {
		struct difference d = *g->kept[i];
		/* The table bears its new name in both directions. */
		struct catalog_table now = *g->have;
		now.name = g->want->name;
		d.have_table = &now;
		if (d.kind == DIFFERENCE_COLUMN)
			write_column(out, &d, way, w->a);
	}
}

/* What PostgreSQL drops one by one, SQLite leaves out of a rebuild. */
static void add_parts(struct writer *w, struct str *out, const struct group *g, enum write_way way)
{
	bool up = way == WRITE_UP;
	struct str alters = {0};

	if (!up)
		write_names(w, &alters, g, NAMES_TAKEN, way);
	add_columns(w, &alters, g, way);
	if (up)
		write_names(w, &alters, g, NAMES_TAKEN, way);
	if (g->rebuild) {
		str_add(out, "-- rebuild: ");
		sql_add_name(out, g->want->name);
		str_addc(out, '\n');
		write_create(w, out, g->want, up ? NULL : g->kept, up ? 0 : g->n_kept);
		str_add(out, "-- end\n");
		write_only(out, "postgres", str_cstr(&alters));
	} else {
		str_adds(out, str_span(&alters));
	}
	str_free(&alters);
}

static void add_commented(struct str *out, const char *says, const char *what, const char *sql)
{
	str_addf(out, "-- %s the dashes away: %s\n", says, what);
	for (const char *p = sql; *p;) {
		size_t n = strcspn(p, "\n");
		str_add(out, "-- ");
		str_addn(out, p, n);
		str_addc(out, '\n');
		p += n + (p[n] == '\n');
	}
}

/* What is undone stands where names and keys are again as they were before. */
static void step(
	struct writer *w, enum phase back, const char *what, struct str *up, struct str *down)
{
	struct str on = {0}, off = {0};

	add_commented(&on, "Not dropped until somebody takes", what, str_cstr(up));
	add_commented(&off, "Comes back where somebody took", what, str_cstr(down));
	writer_step(w, PHASE_DROP, back, &on, &off);
	str_clear(up);
	str_clear(down);
	str_free(&on);
	str_free(&off);
}

static void drop_object(struct writer *w, const struct difference *d)
{
	const char *table = d->want_table ? d->want_table->name : NULL;
	struct str up = {0}, down = {0};

	write_drop(w, &up, d->have, table, w->from->have_postgres);
	write_make(w, &down, d->have, w->from->have_postgres);
	step(w, PHASE_OFF, d->text, &up, &down);
	str_free(&up);
	str_free(&down);
}

static void drop_constraint(struct writer *w, const struct group *g, const struct difference *d)
{
	const char *name = write_name(g->have, d->have, w->a);
	bool key = d->have->kind == CATALOG_FOREIGN;
	struct str up = {0}, down = {0}, off = {0}, on = {0};

	write_drop_constraint(&off, g->want->name, name);
	write_add_constraint(&on, g->have->name, g->have, d->have, name, w->a);
	write_only(&up, "postgres", str_cstr(&off));
	write_only(&down, "postgres", str_cstr(&on));
	step(w, key ? PHASE_KEYS_OFF : PHASE_OFF, d->text, &up, &down);
	str_free(&up);
	str_free(&down);
	str_free(&off);
	str_free(&on);
}

static void drop_parts(struct writer *w, const struct drop *x)
{
	const struct group *g = &x->g;
	const char *what = "";
	struct str up = {0}, down = {0};

	for (size_t i = 0; i < g->n_kept; i++) {
		const struct difference *d = g->kept[i];
		if (write_stands_alone(d->have)) {
			drop_object(w, d);
			continue;
		}
		what = arena_printf(w->a, "%s%s%s", what, what[0] ? "; " : "", d->text);
		if (is_constraint(d) && !brought_by_column(g, d->have))
			drop_constraint(w, g, d);
	}
	if (!what[0])
		return;
	add_parts(w, &up, g, WRITE_UP);
	add_parts(w, &down, g, WRITE_DOWN);
	step(w, PHASE_DROP, what, &up, &down);
	str_free(&up);
	str_free(&down);
}

/* --- All of them. --- */

static void drop_table(struct writer *w, const struct drop *x)
{
	const struct catalog_table *t = x->g.have;
	struct str up = {0}, down = {0};

	str_add(&up, "DROP TABLE ");
	sql_add_name(&up, t->name);
	str_add(&up, ";\n");
	write_whole_table(w, &down, t, w->from->have_postgres);
	step(w, PHASE_KEYS_OFF, x->g.kept[0]->text, &up, &down);
	str_free(&up);
	str_free(&down);
}

static void note_drop(struct writer *w, const struct difference *d)
{
	writer_note(w,
		arena_printf(
			w->a, "%s; its drop is commented out, and so is what undoes it", d->text));
}

static void write_one(struct writer *w, const struct drop *x)
{
	if (x->whole)
		drop_table(w, x);
	else
		drop_parts(w, x);
	for (size_t i = 0; i < x->g.n_kept; i++)
		note_drop(w, x->g.kept[i]);
}

/* Those that refer to another one go before it: either with the key, or as a whole. */
static bool refers_to(const struct drop *x, const char *table)
{
	for (size_t i = 0; i < x->g.have->n_objects; i++) {
		const struct catalog_object *o = &x->g.have->objects[i];
		if (o->kind == CATALOG_FOREIGN && strcmp(o->target, table) == 0)
			return true;
	}
	return false;
}

static bool is_free(const struct drop *drops, size_t n, const struct drop *x)
{
	for (size_t i = 0; i < n; i++)
		if (&drops[i] != x && !drops[i].done && refers_to(&drops[i], x->g.have->name))
			return false;
	return true;
}

static struct drop *drop_of(
	struct writer *w, struct drop *drops, size_t *n, const struct difference *d)
{
	for (size_t i = 0; i < *n; i++)
		if (drops[i].g.have == d->have_table)
			return &drops[i];
	struct drop *x = &drops[(*n)++];
	x->g = (struct group){.have = d->have_table, .want = d->want_table};
	x->g.kept = arena_calloc(w->a, w->d->n, sizeof(*x->g.kept));
	return x;
}

static size_t find_drops(struct writer *w, struct drop *drops)
{
	size_t n = 0;

	for (size_t i = 0; i < w->d->n; i++) {
		const struct difference *d = &w->d->d[i];
		if (d->way != DIFFERENCE_EXTRA || !d->have_table)
			continue;
		struct drop *x = drop_of(w, drops, &n, d);
		x->g.kept[x->g.n_kept++] = d;
		x->whole = x->whole || d->kind == DIFFERENCE_TABLE;
		x->g.rebuild = x->g.rebuild || is_constraint(d) ||
			(d->kind == DIFFERENCE_COLUMN && write_needs_rebuild_back(d, w->a));
	}
	return n;
}

void write_drops(struct writer *w)
{
	struct drop *drops = arena_calloc(w->a, w->d->n + 1, sizeof(*drops));
	size_t n = find_drops(w, drops);
	bool any = true, force = false;

	/* Views show what is there. */
	for (size_t i = 0; i < w->d->n; i++)
		if (w->d->d[i].way == DIFFERENCE_EXTRA && !w->d->d[i].have_table) {
			drop_object(w, &w->d->d[i]);
			note_drop(w, &w->d->d[i]);
		}
	while (any || !force) {
		force = !any;
		any = false;
		for (size_t i = 0; i < n; i++) {
			if (drops[i].done || (!force && !is_free(drops, n, &drops[i])))
				continue;
			write_one(w, &drops[i]);
			drops[i].done = any = true;
		}
	}
}
