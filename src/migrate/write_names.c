/* Names constraints as PostgreSQL does. */
#include "write_names.h"

#include <stdlib.h>
#include <string.h>

#include "naming.h"
#include "sqltext.h"
#include "write_table.h"

#define LONGEST 63 /* NAMEDATALEN - 1 */

/* "TABLE_COLUMNS_END": the longer one of the first two is cut where it is too long (makeObjectName
 * in src/backend/commands/indexcmds.c of PostgreSQL). */
static const char *put_together(
	const char *table, const char *columns, const char *end, struct arena *a)
{
	size_t n = strlen(table), m = strlen(columns), room = LONGEST - strlen(end) - 1;

	room -= m ? 1 : 0;
	while (n + m > room)
		*(n > m ? &n : &m) -= 1;
	return arena_printf(a, "%.*s%s%.*s_%s", (int)n, table, m ? "_" : "", (int)m, columns, end);
}

static const char *columns_of(const struct catalog_object *o, struct arena *a)
{
	const char *columns = "";

	if (o->kind == CATALOG_PRIMARY || (o->kind == CATALOG_CHECK && o->n != 1))
		return columns;
	for (size_t i = 0; i < o->n; i++)
		columns = arena_printf(
			a, "%s%s%s", columns, i ? "_" : "", o->columns[i] ? o->columns[i] : "");
	return columns;
}

/* The nth of those that would bear the same name, from 0. */
static const char *nth_name(
	const struct catalog_table *t, const struct catalog_object *o, size_t nth, struct arena *a)
{
	static const char *const ends[CATALOG_KINDS] = {[CATALOG_PRIMARY] = "pkey",
		[CATALOG_FOREIGN] = "fkey",
		[CATALOG_UNIQUE] = "key",
		[CATALOG_CHECK] = "check"};
	const char *end = ends[o->kind];

	if (nth)
		end = arena_printf(a, "%s%zu", end, nth);
	return put_together(t->name, columns_of(o, a), end, a);
}

/* How many before it, as the table is declared, take its name. */
static size_t place_of(
	const struct catalog_table *t, const struct catalog_object *o, struct arena *a)
{
	const char *name = nth_name(t, o, 0, a);
	const char *mine = write_place(t, o, a);
	size_t n = 0;

	for (size_t i = 0; mine && i < t->n_objects; i++) {
		const struct catalog_object *other = &t->objects[i];
		const char *place = other->kind == o->kind && !other->name && other != o
			? write_place(t, other, a)
			: NULL;
		n += place && place < mine && strcmp(nth_name(t, other, 0, a), name) == 0;
	}
	return n;
}

const char *write_name(
	const struct catalog_table *t, const struct catalog_object *o, struct arena *a)
{
	return o->name ? o->name : nth_name(t, o, place_of(t, o, a), a);
}

static bool is_kept(const struct group *g, const char *name, struct arena *a)
{
	for (size_t i = 0; i < g->n_kept; i++)
		if (g->kept[i]->have && !write_stands_alone(g->kept[i]->have) &&
			strcmp(write_name(g->have, g->kept[i]->have, a), name) == 0)
			return true;
	return false;
}

const char *write_new_name(
	const struct group *g, const struct catalog_object *o, struct arena *a, bool *given)
{
	const char *name = write_name(g->want, o, a);

	*given = true;
	if (o->name)
		return name;
	for (size_t nth = place_of(g->want, o, a); is_kept(g, name, a);)
		name = nth_name(g->want, o, ++nth, a);
	*given = strcmp(name, nth_name(g->want, o, 0, a)) != 0;
	return name;
}

static void rename_constraint(struct str *out, const char *table, const char *from, const char *to)
{
	str_add(out, "ALTER TABLE ");
	sql_add_name(out, table);
	str_add(out, " RENAME CONSTRAINT ");
	sql_add_name(out, from);
	str_add(out, " TO ");
	sql_add_name(out, to);
	str_add(out, ";\n");
}

/* From and to which name the wanted constraint goes on the way up; false: it stays as it is. */
static bool goes_by_another(struct writer *w, const struct group *g, const struct catalog_object *o,
	const char **from, const char **to)
{
	const struct naming names = {w->from->want, w->from->have, g->want, g->have, w->a};
	const struct catalog_object *before = naming_counterpart(&names, o);

	if (write_stands_alone(o) || !before)
		return false;
	*from = write_name(g->have, before, w->a);
	*to = write_name(g->want, o, w->a);
	return strcmp(*from, *to) != 0;
}

/* Those of one kind count on from one another. */
static bool is_counted_with_kept(const struct group *g, const struct catalog_object *o)
{
	for (size_t i = 0; i < g->n_kept && !o->name; i++)
		if (g->kept[i]->have && g->kept[i]->have->kind == o->kind &&
			!g->kept[i]->have->name)
			return true;
	return false;
}

void write_names(struct writer *w, struct str *out, const struct group *g, enum names which,
	enum write_way way)
{
	const char *table = way == WRITE_UP || which == NAMES_TAKEN ? g->want->name : g->have->name;
	const char *from, *to;

	for (size_t i = 0; i < g->want->n_objects; i++) {
		const struct catalog_object *o =
			&g->want->objects[way == WRITE_UP ? i : g->want->n_objects - 1 - i];
		if (is_counted_with_kept(g, o) != (which == NAMES_TAKEN) ||
			!goes_by_another(w, g, o, &from, &to))
			continue;
		if (way == WRITE_UP)
			rename_constraint(out, table, from, to);
		else
			rename_constraint(out, table, to, from);
	}
}
