/* What a CREATE TABLE says that SQLite's catalog does not: checks, names of constraints, hints. */
#ifndef MIGRATE_DDL_H
#define MIGRATE_DDL_H

#include "migrate/catalog.h"

enum ddl_kind { DDL_COLUMN, DDL_PRIMARY, DDL_FOREIGN, DDL_UNIQUE, DDL_CHECK };

struct ddl_item {
	enum ddl_kind kind;
	const char *name; /* the column's or the constraint's; NULL: a constraint without one */
	const char *column; /* a constraint that stands at a column: at which; else NULL */
	struct span columns; /* of a constraint of the table: "a, b" */
	struct span text; /* the whole item, without comments at its ends; a column's constraints
			     have the column's */
	struct span expression; /* a check's, without the parentheses */
	const char *collation; /* a column's; NULL: none is named */
	const char *was; /* a column's name before, from `-- was: NAME` on its line */
	bool autoincrement; /* a primary key */
	bool deferred; /* a foreign key that is checked at the end of the transaction */
};

/* Items in their order; a column stands before its constraints. Spans point into the SQL. */
struct ddl_table {
	const char *was; /* the table's name before, from `-- was: NAME` in front of its items */
	struct ddl_item *items;
	size_t n;
};

/* Reads CREATE TABLE name (…). What it does not know it passes over; no items when it is none. */
void ddl_read(const char *sql, struct arena *a, struct ddl_table *out);
/* The column's own item, NULL: none. */
const struct ddl_item *ddl_column(const struct ddl_table *t, const char *name);
/* The constraint of this kind over these columns ("(a, b)", canonical), NULL: none. */
const struct ddl_item *ddl_constraint(
	const struct ddl_table *t, enum ddl_kind kind, const char *columns, struct arena *a);

#endif
