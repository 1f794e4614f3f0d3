/* Gives what is there the names that tables and columns should have. */
#include "naming.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "catalog_build.h"
#include "sqltext.h"

const struct catalog_table *naming_table_before(
	const struct catalog *want, const struct catalog *have, const struct catalog_table *table)
{
	const struct catalog_table *found = catalog_table(have, table->name);

	if (found || !table->was || catalog_table(want, table->was))
		return found;
	return catalog_table(have, table->was);
}

const struct catalog_column *naming_column_before(const struct catalog_table *want,
	const struct catalog_table *have, const struct catalog_column *column)
{
	const struct catalog_column *found = catalog_column(have, column->name);

	if (found || !column->was || catalog_column(want, column->was))
		return found;
	return catalog_column(have, column->was);
}

static const char *table_now(const struct naming *n, const char *name)
{
	for (size_t i = 0; i < n->all_want->n; i++) {
		const struct catalog_table *t = &n->all_want->tables[i];
		const struct catalog_table *have = naming_table_before(n->all_want, n->all_have, t);
		if (have && strcasecmp(have->name, name) == 0)
			return t->name;
	}
	return name;
}

static const char *column_now(const struct naming *n, const char *name)
{
	for (size_t i = 0; n->have && n->want && i < n->want->n_columns; i++) {
		const struct catalog_column *have =
			naming_column_before(n->want, n->have, &n->want->columns[i]);
		if (have && strcasecmp(have->name, name) == 0)
			return n->want->columns[i].name;
	}
	return name;
}

/* A walk over a key, an index, or a check; behind REFERENCES the names are those of the target. */
struct walk {
	struct naming n;
	size_t depth, from; /* only names in so many parentheses are those of columns */
	bool names_table;
};

static const char *target_now(struct walk *w, const char *name)
{
	const char *now = table_now(&w->n, name);

	w->names_table = false;
	w->from = 1;
	w->n.have = catalog_table(w->n.all_have, name);
	w->n.want = catalog_table(w->n.all_want, now);
	return now;
}

static const char *word_now(
	struct walk *w, struct sql_token t, struct sql_token next, const char *name)
{
	if (sql_is(t, "("))
		w->depth++;
	if (sql_is(t, ")") && w->depth > 0)
		w->depth--;
	if (w->names_table && name)
		return target_now(w, name);
	if (w->depth == 0 && sql_is(t, "REFERENCES"))
		w->names_table = true;
	/* What stands before a parenthesis is a function. */
	return name && w->depth >= w->from && !sql_is(next, "(") ? column_now(&w->n, name) : name;
}

static const char *text_now(const struct naming *n, const char *text, size_t from_depth)
{
	struct walk now = {.n = *n, .from = from_depth};
	struct sql_walk w = {span_of(text), 0};
	struct str out = {0};
	size_t from = 0;

	for (struct sql_token t = sql_next(&w); t.kind != SQL_END; t = sql_next(&w)) {
		const char *name = t.kind == SQL_TEXT ? NULL : sql_name(t, n->a);
		const char *wanted = word_now(&now, t, sql_peek(&w), name);
		str_addn(&out, text + from, w.at - t.text.n - from);
		from = w.at;
		if (name && strcmp(wanted, name) != 0)
			sql_add_name(&out, wanted);
		else
			str_adds(&out, t.text);
	}
	str_add(&out, text + from);
	text = arena_strdup(n->a, str_cstr(&out));
	str_free(&out);
	return text;
}

const char *naming_constraint(const struct naming *n, const char *constraint)
{
	return text_now(n, constraint, 1);
}

const struct catalog_object *naming_objects(const struct naming *n)
{
	const struct catalog_table *have = n->have;
	struct catalog_object *now = arena_calloc(n->a, have->n_objects + 1, sizeof(*now));

	for (size_t i = 0; i < have->n_objects; i++) {
		struct catalog_object *o = &now[i];
		*o = have->objects[i];
		if (o->kind >= CATALOG_TRIGGER)
			continue;
		o->text = text_now(n, o->text, o->kind == CATALOG_FOREIGN);
		o->target = o->target ? table_now(n, o->target) : NULL;
		o->columns = NULL;
		o->n = 0;
		for (size_t k = 0; k < have->objects[i].n; k++) {
			const char *name = have->objects[i].columns[k];
			catalog_add_name(o, n->a, span_of(name ? column_now(n, name) : ""));
		}
	}
	return now;
}

const struct catalog_object *naming_counterpart(
	const struct naming *n, const struct catalog_object *wanted)
{
	const struct catalog_object *now = naming_objects(n);

	for (size_t i = 0; i < n->have->n_objects; i++)
		if (now[i].kind == wanted->kind && strcasecmp(now[i].text, wanted->text) == 0)
			return &n->have->objects[i];
	return NULL;
}
