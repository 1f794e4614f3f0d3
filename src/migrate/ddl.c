/* Reads the items of a CREATE TABLE statement. */
#include "ddl.h"

#include <string.h>
#include <strings.h>

#include "catalog_build.h"
#include "sqltext.h"

static struct ddl_item *add(struct ddl_table *t, struct arena *a, enum ddl_kind kind,
	const char *name, struct span text)
{
	t->items = catalog_room(a, t->items, t->n, sizeof(*t->items));
	t->items[t->n] = (struct ddl_item){.kind = kind, .name = name, .text = text};
	return &t->items[t->n++];
}

/* NOT DEFERRABLE and INITIALLY IMMEDIATE are what it is anyway. */
static bool is_deferred(struct span text)
{
	struct sql_walk w = {text, 0};

	for (struct sql_token t = sql_next(&w); t.kind != SQL_END; t = sql_next(&w))
		if (sql_is(t, "DEFERRED"))
			return true;
	return false;
}

/* --- Constraints. --- */

static bool is_constraint(struct sql_token t, enum ddl_kind *kind)
{
	static const struct {
		const char *word;
		enum ddl_kind kind;
	} words[] = {{"PRIMARY", DDL_PRIMARY}, {"FOREIGN", DDL_FOREIGN}, {"UNIQUE", DDL_UNIQUE},
		{"CHECK", DDL_CHECK}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!sql_is(t, words[i].word))
			continue;
		*kind = words[i].kind;
		return true;
	}
	return false;
}

static void read_constraint(struct ddl_table *out, struct arena *a, struct sql_walk *w,
	enum ddl_kind kind, const char *name, struct span text)
{
	struct ddl_item *item = add(out, a, kind, name, text);

	if (kind == DDL_PRIMARY || kind == DDL_FOREIGN)
		(void)sql_next(w); /* KEY */
	struct span inside = sql_inside(w);
	if (kind == DDL_CHECK)
		item->expression = inside;
	else
		item->columns = inside;
	item->deferred = kind == DDL_FOREIGN && is_deferred(text);
}

/* One of a column's constraints, whose first word was taken. */
static void read_property(struct ddl_table *out, struct arena *a, struct sql_walk *w,
	struct sql_token t, const char **name, size_t column)
{
	const char *at = out->items[column].name;
	struct span text = out->items[column].text;
	struct ddl_item *item;

	if (sql_is(t, "CONSTRAINT")) {
		*name = sql_name(sql_next(w), a);
		return;
	}
	if (sql_is(t, "COLLATE")) {
		out->items[column].collation = sql_name(sql_next(w), a);
	} else if (sql_is(t, "AUTOINCREMENT")) {
		out->items[column].autoincrement = true;
	} else if (sql_is(t, "PRIMARY") || sql_is(t, "UNIQUE") || sql_is(t, "REFERENCES")) {
		item = add(out, a,
			sql_is(t, "PRIMARY")          ? DDL_PRIMARY
				: sql_is(t, "UNIQUE") ? DDL_UNIQUE
						      : DDL_FOREIGN,
			*name, text);
		item->column = at;
		item->deferred = item->kind == DDL_FOREIGN && is_deferred(text);
	} else if (sql_is(t, "CHECK")) {
		item = add(out, a, DDL_CHECK, *name, text);
		item->column = at;
		item->expression = sql_inside(w);
	} else {
		return;
	}
	*name = NULL;
}

static void read_column(struct ddl_table *out, struct arena *a, struct sql_walk *w,
	struct sql_token first, struct span text)
{
	size_t column = out->n;
	const char *name = NULL;

	add(out, a, DDL_COLUMN, sql_name(first, a), text);
	for (;;) {
		/* What stands in parentheses is a length, a default, or an expression. */
		while (sql_inside(w).p)
			;
		struct sql_token t = sql_next(w);
		if (t.kind == SQL_END)
			return;
		read_property(out, a, w, t, &name, column);
	}
}

static void read_item(struct ddl_table *out, struct arena *a, struct span text)
{
	struct sql_walk w = {text, 0};
	struct sql_token t = sql_next(&w);
	const char *name = NULL;
	enum ddl_kind kind;

	if (sql_is(t, "CONSTRAINT")) {
		name = sql_name(sql_next(&w), a);
		t = sql_next(&w);
	}
	if (is_constraint(t, &kind))
		read_constraint(out, a, &w, kind, name, text);
	else if (t.kind == SQL_WORD || t.kind == SQL_NAME || t.kind == SQL_TEXT)
		read_column(out, a, &w, t, text);
}

/* --- Items. --- */

/* The name in a comment `-- was: NAME`, NULL when it is another one. */
static const char *hint(struct sql_token t, struct arena *a)
{
	static const char mark[] = "-- was:";
	size_t n = strlen(mark);

	if (t.kind != SQL_COMMENT || t.text.n < n || memcmp(t.text.p, mark, n) != 0)
		return NULL;
	struct sql_walk w = {{t.text.p + n, t.text.n - n}, 0};
	return sql_name(sql_next(&w), a);
}

struct items {
	struct ddl_table *out;
	struct arena *a;
	const char *from, *to; /* of the item that is being read; NULL: none was begun */
	const char *was;
	size_t last; /* the item that was read last, SIZE_MAX: none */
	const char *last_end;
};

static void finish_item(struct items *s)
{
	if (!s->from)
		return;
	s->last = s->out->n;
	s->last_end = s->to;
	read_item(s->out, s->a, (struct span){s->from, (size_t)(s->to - s->from)});
	if (s->was && s->last < s->out->n)
		s->out->items[s->last].was = s->was;
	s->from = s->was = NULL;
}

/* A hint belongs to the item on its line, also behind the comma. */
static void take_hint(struct items *s, struct sql_token t, const char *name)
{
	if (s->from)
		s->was = name;
	else if (!s->last_end)
		s->out->was = name;
	else if (!memchr(s->last_end, '\n', (size_t)(t.text.p - s->last_end)) &&
		s->last < s->out->n)
		s->out->items[s->last].was = name;
}

static void read_items(struct items *s, struct span inside)
{
	struct sql_walk w = {inside, 0};
	size_t depth = 0;

	for (struct sql_token t = sql_next_any(&w); t.kind != SQL_END; t = sql_next_any(&w)) {
		const char *name = hint(t, s->a);
		if (name)
			take_hint(s, t, name);
		if (t.kind == SQL_COMMENT)
			continue;
		if (depth == 0 && sql_is(t, ",")) {
			finish_item(s);
			continue;
		}
		if (sql_is(t, "("))
			depth++;
		if (sql_is(t, ")") && depth > 0)
			depth--;
		if (!s->from)
			s->from = t.text.p;
		s->to = t.text.p + t.text.n;
	}
	finish_item(s);
}

void ddl_read(const char *sql, struct arena *a, struct ddl_table *out)
{
	struct sql_walk w = {span_of(sql), 0};
	struct items s = {.out = out, .a = a, .last = SIZE_MAX};

	*out = (struct ddl_table){0};
	if (!sql_is(sql_next(&w), "CREATE"))
		return;
	while (sql_peek(&w).kind != SQL_END && !sql_is(sql_peek(&w), "(")) {
		struct sql_token t = sql_next_any(&w);
		const char *name = hint(t, a);
		if (name)
			out->was = name;
		if (sql_is(t, "AS"))
			return;
	}
	struct span inside = sql_inside(&w);
	if (inside.p)
		read_items(&s, inside);
}

const struct ddl_item *ddl_column(const struct ddl_table *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->items[i].kind == DDL_COLUMN && strcasecmp(t->items[i].name, name) == 0)
			return &t->items[i];
	return NULL;
}

static const char *columns_of(const struct ddl_item *item, struct arena *a)
{
	struct str out = {0};

	str_addc(&out, '(');
	if (item->column)
		sql_add_name(&out, item->column);
	else
		str_add(&out, sql_canonical(item->columns, a));
	str_addc(&out, ')');
	const char *text = arena_strdup(a, str_cstr(&out));
	str_free(&out);
	return text;
}

const struct ddl_item *ddl_constraint(
	const struct ddl_table *t, enum ddl_kind kind, const char *columns, struct arena *a)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->items[i].kind == kind &&
			strcasecmp(columns_of(&t->items[i], a), columns) == 0)
			return &t->items[i];
	return NULL;
}
