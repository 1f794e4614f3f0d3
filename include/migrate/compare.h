/* What is different between two schemas of one engine. */
#ifndef MIGRATE_COMPARE_H
#define MIGRATE_COMPARE_H

#include "migrate/catalog.h"

enum difference_kind {
	DIFFERENCE_TABLE,
	DIFFERENCE_COLUMN,
	DIFFERENCE_TYPE,
	DIFFERENCE_NULLABILITY,
	DIFFERENCE_DEFAULT,
	DIFFERENCE_OBJECT, /* of the kind that the object has */
};

enum difference_way {
	DIFFERENCE_MISSING, /* wanted, and not there */
	DIFFERENCE_EXTRA, /* there, and not wanted */
	DIFFERENCE_CHANGED,
	DIFFERENCE_RENAMED,
};

/* `text` is one finished sentence, lower case, without a full stop: "personas: the column config is
 * missing". What there is none of is NULL; the rest points into the two catalogs. */
struct difference {
	enum difference_kind kind;
	enum difference_way way;
	const char *text;
	const char *table; /* its name as wanted, else as it is there; NULL for what has none */
	const struct catalog_table *have_table, *want_table;
	const struct catalog_column *have_column, *want_column;
	const struct catalog_object *have, *want;
};

/* By table, and there by kind. In the arena; the catalogs must live as long. */
struct differences {
	struct difference *d;
	size_t n;
};

/*
 * What would have to change in `have` to make it `want`. The records of the migrations, the order
 * of columns, and blanks, case and parentheses in SQL do not matter. A name that `want` says was
 * another one before makes a rename of what would be missing and extra.
 */
void catalog_compare(const struct catalog *want, const struct catalog *have, struct arena *a,
	struct differences *out);

/* "column", "foreign key", …: what is different. */
const char *difference_name(const struct difference *d);
/* "missing", "extra", "changed", "renamed". */
const char *difference_way_name(enum difference_way way);
/* The name of the column or object; NULL for a table, and for what has no name. */
const char *difference_object(const struct difference *d);

#endif
