/* Compares two schemas and says what is different. */
#include "migrate/compare.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "catalog_build.h"
#include "naming.h"
#include "sqltext.h"

struct comparison {
	struct differences *out;
	struct arena *a;
	const struct catalog *all_have, *all_want;
	const struct catalog_table *have, *want; /* the tables that are being compared */
};

static struct difference *add(
	struct comparison *c, enum difference_kind kind, enum difference_way way, const char *text)
{
	struct differences *out = c->out;

	out->d = catalog_room(c->a, out->d, out->n, sizeof(*out->d));
	out->d[out->n] = (struct difference){.kind = kind,
		.way = way,
		.text = text,
		.table = c->want ? c->want->name : c->have->name,
		.have_table = c->have,
		.want_table = c->want};
	if (!out->d[out->n].table[0]) {
		out->d[out->n].table = NULL;
		out->d[out->n].have_table = out->d[out->n].want_table = NULL;
	}
	return &out->d[out->n++];
}

static bool same_name(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : !a && !b;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcasecmp(a, b) == 0 : !a && !b;
}

/* "agent_config: "; nothing for what belongs to no table. */
static const char *say_table(const struct comparison *c)
{
	return c->want->name[0] ? arena_printf(c->a, "%s: ", c->want->name) : "";
}

/* What it does would take too many lines. */
static bool is_long(const struct catalog_object *o)
{
	return o->kind >= CATALOG_TRIGGER;
}

/* --- Columns. --- */

static void compare_column(struct comparison *c, const struct catalog_column *want,
	const struct catalog_column *have, size_t first)
{
	struct arena *a = c->a;
	const char *table = c->want->name, *name = want->name;

	if (strcmp(want->name, have->name) != 0)
		add(c, DIFFERENCE_COLUMN, DIFFERENCE_RENAMED,
			arena_printf(a, "%s: the column %s is named %s", table, name, have->name));
	if (!same_text(
		    sql_canonical(span_of(want->type), a), sql_canonical(span_of(have->type), a)))
		add(c, DIFFERENCE_TYPE, DIFFERENCE_CHANGED,
			arena_printf(a, "%s: the column %s is of the type %s instead of %s", table,
				name, have->type, want->type));
	if (want->nullable != have->nullable)
		add(c, DIFFERENCE_NULLABILITY, DIFFERENCE_CHANGED,
			arena_printf(a,
				want->nullable ? "%s: the column %s takes no NULL and should"
					       : "%s: the column %s takes NULL and should not",
				table, name));
	if (!same_text(want->fallback, have->fallback))
		add(c, DIFFERENCE_DEFAULT, DIFFERENCE_CHANGED,
			arena_printf(a, "%s: the default of the column %s is %s instead of %s",
				table, name, have->fallback ? have->fallback : "none",
				want->fallback ? want->fallback : "none"));
	for (size_t i = first; i < c->out->n; i++) {
		c->out->d[i].want_column = want;
		c->out->d[i].have_column = have;
	}
}

/* Whether a column of that name is wanted, or was renamed. */
static bool column_stays(const struct comparison *c, const struct catalog_column *have)
{
	for (size_t i = 0; i < c->want->n_columns; i++)
		if (naming_column_before(c->want, c->have, &c->want->columns[i]) == have)
			return true;
	return false;
}

static void compare_columns(struct comparison *c)
{
	for (size_t i = 0; i < c->want->n_columns; i++) {
		const struct catalog_column *want = &c->want->columns[i];
		const struct catalog_column *have = naming_column_before(c->want, c->have, want);
		if (have)
			compare_column(c, want, have, c->out->n);
		else
			add(c, DIFFERENCE_COLUMN, DIFFERENCE_MISSING,
				arena_printf(c->a, "%s: the column %s is missing", c->want->name,
					want->name))
				->want_column = want;
	}
	for (size_t i = 0; i < c->have->n_columns; i++) {
		const struct catalog_column *have = &c->have->columns[i];
		if (!column_stays(c, have))
			add(c, DIFFERENCE_COLUMN, DIFFERENCE_EXTRA,
				arena_printf(c->a, "%s: the column %s should not be there",
					c->want->name, have->name))
				->have_column = have;
	}
}

/* --- Keys, checks, indices, triggers. --- */

/* "the index idx_x (a, b)" */
static const char *say_object(const struct catalog_object *o, struct arena *a)
{
	const char *kind = catalog_kind_name(o->kind);

	if (is_long(o))
		return arena_printf(
			a, "the %s%s%s", kind, o->name ? " " : "", o->name ? o->name : "");
	return arena_printf(
		a, "the %s %s%s%s", kind, o->name ? o->name : "", o->name ? " " : "", o->text);
}

static void add_object(struct comparison *c, enum difference_way way, const char *text,
	const struct catalog_object *want, const struct catalog_object *have)
{
	struct difference *d = add(c, DIFFERENCE_OBJECT, way, text);

	d->want = want;
	d->have = have;
}

/* `now` is what `have` says with the names that are wanted. */
static void compare_object(struct comparison *c, const struct catalog_object *want,
	const struct catalog_object *have, const char *now)
{
	const char *table = c->want->name, *kind = catalog_kind_name(want->kind);

	if (!same_text(want->text, now)) {
		const char *text = is_long(want)
			? arena_printf(c->a, "%s%s %s", say_table(c), say_object(want, c->a),
				  want->kind >= CATALOG_VIEW && want->kind != CATALOG_FUNCTION
					  ? "is another one"
					  : "does something else")
			: arena_printf(c->a, "%s: the %s %s%sis %s instead of %s", table, kind,
				  want->name ? want->name : "", want->name ? " " : "", have->text,
				  want->text);
		add_object(c, DIFFERENCE_CHANGED, text, want, have);
	} else if (!same_name(want->name, have->name)) {
		add_object(c, DIFFERENCE_RENAMED,
			arena_printf(c->a, "%s: the %s %s is named %s instead of %s", table, kind,
				want->text, have->name ? have->name : "by nobody",
				want->name ? want->name : "by nobody"),
			want, have);
	}
}

static bool same_columns(const struct catalog_object *a, const struct catalog_object *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!same_text(a->columns[i], b->columns[i]))
			return false;
	return true;
}

/* PostgreSQL names a check after its column where there is only one. */
static const char *only_column(const struct catalog_object *o)
{
	return o->n == 1 ? o->columns[0] : NULL;
}

/* How sure it is that two objects are one and the same. */
enum likeness { LIKE_SAME, LIKE_TEXT, LIKE_NAME, LIKE_COLUMNS, LIKENESSES };

static bool is_like(
	const struct catalog_object *a, const struct catalog_object *b, enum likeness how)
{
	if (a->kind != b->kind)
		return false;
	if (catalog_has_name(a->kind))
		return how == LIKE_NAME && same_name(a->name, b->name);
	switch (how) {
	case LIKE_SAME: return same_text(a->text, b->text) && same_name(a->name, b->name);
	case LIKE_TEXT: return same_text(a->text, b->text);
	case LIKE_NAME: return a->name && same_name(a->name, b->name);
	default: break;
	}
	switch (a->kind) {
	case CATALOG_PRIMARY:
	case CATALOG_SECURITY: return true;
	case CATALOG_FOREIGN: return same_columns(a, b);
	case CATALOG_CHECK:
		return !a->name && !b->name && same_text(only_column(a), only_column(b));
	default: return false;
	}
}

/* Finds each wanted object its counterpart, by place; the surest pairs first. */
static void pair_objects(
	const struct comparison *c, const struct catalog_object *now, size_t *have_of, bool *taken)
{
	const struct catalog_table *want = c->want, *have = c->have;

	for (int how = 0; how < LIKENESSES; how++)
		for (size_t i = 0; i < want->n_objects; i++)
			for (size_t k = 0; k < have->n_objects && have_of[i] == SIZE_MAX; k++) {
				if (taken[k] ||
					!is_like(&want->objects[i], &now[k], (enum likeness)how))
					continue;
				have_of[i] = k;
				taken[k] = true;
			}
}

static void compare_objects(struct comparison *c)
{
	const struct catalog_table *want = c->want, *have = c->have;
	const struct naming names = {c->all_want, c->all_have, c->want, c->have, c->a};
	const struct catalog_object *now = naming_objects(&names);
	size_t *have_of = arena_calloc(c->a, want->n_objects + 1, sizeof(*have_of));
	bool *taken = arena_calloc(c->a, have->n_objects + 1, sizeof(*taken));

	for (size_t i = 0; i < want->n_objects; i++)
		have_of[i] = SIZE_MAX;
	pair_objects(c, now, have_of, taken);
	for (size_t i = 0; i < want->n_objects; i++) {
		const struct catalog_object *o = &want->objects[i];
		size_t k = have_of[i];
		if (k != SIZE_MAX)
			compare_object(c, o, &have->objects[k], now[k].text);
		else
			add_object(c, DIFFERENCE_MISSING,
				arena_printf(
					c->a, "%s%s is missing", say_table(c), say_object(o, c->a)),
				o, NULL);
	}
	for (size_t k = 0; k < have->n_objects; k++)
		if (!taken[k])
			add_object(c, DIFFERENCE_EXTRA,
				arena_printf(c->a, "%s%s should not be there", say_table(c),
					say_object(&have->objects[k], c->a)),
				NULL, &have->objects[k]);
}

/* --- Tables. --- */

static bool table_stays(
	const struct catalog *want, const struct catalog *have, const struct catalog_table *table)
{
	for (size_t i = 0; i < want->n; i++)
		if (naming_table_before(want, have, &want->tables[i]) == table)
			return true;
	return false;
}

static void compare_table(struct comparison *c)
{
	if (!c->have) {
		add(c, DIFFERENCE_TABLE, DIFFERENCE_MISSING,
			arena_printf(c->a, "the table %s is missing", c->want->name));
		return;
	}
	if (strcmp(c->have->name, c->want->name) != 0)
		add(c, DIFFERENCE_TABLE, DIFFERENCE_RENAMED,
			arena_printf(
				c->a, "the table %s is named %s", c->want->name, c->have->name));
	compare_columns(c);
	compare_objects(c);
}

void catalog_compare(const struct catalog *want, const struct catalog *have, struct arena *a,
	struct differences *out)
{
	*out = (struct differences){0};
	for (size_t i = 0; i < want->n; i++) {
		const struct catalog_table *t = &want->tables[i];
		struct comparison c = {out, a, have, want, naming_table_before(want, have, t), t};
		if (!catalog_is_record(t->name))
			compare_table(&c);
	}
	for (size_t i = 0; i < have->n; i++) {
		const struct catalog_table *t = &have->tables[i];
		struct comparison c = {out, a, have, want, t, NULL};
		if (!catalog_is_record(t->name) && !table_stays(want, have, t))
			add(&c, DIFFERENCE_TABLE, DIFFERENCE_EXTRA,
				arena_printf(a, "the table %s should not be there", t->name));
	}
	struct comparison loose = {out, a, have, want, &have->loose, &want->loose};
	compare_objects(&loose);
}

/* --- Words. --- */

const char *difference_name(const struct difference *d)
{
	switch (d->kind) {
	case DIFFERENCE_TABLE: return "table";
	case DIFFERENCE_COLUMN: return "column";
	case DIFFERENCE_TYPE: return "type";
	case DIFFERENCE_NULLABILITY: return "nullability";
	case DIFFERENCE_DEFAULT: return "default";
	case DIFFERENCE_OBJECT: break;
	}
	return catalog_kind_name(d->want ? d->want->kind : d->have->kind);
}

const char *difference_way_name(enum difference_way way)
{
	static const char *const names[] = {
		[DIFFERENCE_MISSING] = "missing",
		[DIFFERENCE_EXTRA] = "extra",
		[DIFFERENCE_CHANGED] = "changed",
		[DIFFERENCE_RENAMED] = "renamed",
	};

	return names[way];
}

const char *difference_object(const struct difference *d)
{
	if (d->want_column || d->have_column)
		return (d->want_column ? d->want_column : d->have_column)->name;
	if (d->want || d->have)
		return (d->want ? d->want : d->have)->name;
	return NULL;
}
