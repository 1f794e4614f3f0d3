/* What is copied: every table of the schema with what SQLite's own words do not say of a column. */
#ifndef MIGRATE_COPY_TABLES_H
#define MIGRATE_COPY_TABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

enum column_kind {
	COLUMN_ID, /* a UUID in lower case */
	COLUMN_TEXT,
	COLUMN_JSON,
	COLUMN_TIME,
	COLUMN_REAL,
	COLUMN_INT,
	COLUMN_BLOB,
};

struct copy_column {
	const char *name;
	enum column_kind kind;
	bool needed; /* NOT NULL */
	int max; /* characters of a text, bytes of a whole number; 0: any */
	const char *parent; /* the table whose key this names, NULL: none */
};

#define COPY_COLUMNS 20 /* at the most */

struct copy_table {
	const char *name;
	const char *key, *also; /* columns of the primary key; the second is mostly NULL */
	const struct copy_column *columns;
	size_t n;
	bool console; /* not one of the agent's ten */
};

/* Parents stand before their children. */
extern const struct copy_table copy_tables[];
extern const size_t copy_tables_n;

/* NULL when there is none of that name. */
const struct copy_table *copy_table_named(struct span name);
/* Position of a column, -1 when there is none. */
int copy_column_named(const struct copy_table *t, struct span name);

#endif
