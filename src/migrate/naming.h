/* Names of tables and columns before and after the renames that a schema hints at. */
#ifndef MIGRATE_NAMING_H
#define MIGRATE_NAMING_H

#include "migrate/catalog.h"

/* Two schemas, and the two sides of one table in them. */
struct naming {
	const struct catalog *all_want, *all_have;
	const struct catalog_table *want, *have;
	struct arena *a;
};

/* What a wanted table or column is now, under its own name or the one that it had; NULL: nothing.
 */
const struct catalog_table *naming_table_before(
	const struct catalog *want, const struct catalog *have, const struct catalog_table *table);
const struct catalog_column *naming_column_before(const struct catalog_table *want,
	const struct catalog_table *have, const struct catalog_column *column);

/* The objects of `have`, in its order, with the names that are wanted. */
const struct catalog_object *naming_objects(const struct naming *n);
/* The same for a constraint as it is declared: "CHECK (a > 0)". */
const char *naming_constraint(const struct naming *n, const char *constraint);
/* The object of `have` that is then the wanted one but for its own name; NULL: none. */
const struct catalog_object *naming_counterpart(
	const struct naming *n, const struct catalog_object *wanted);

#endif
