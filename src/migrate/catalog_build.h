/* Building a catalog: what both engines' readers share. */
#ifndef MIGRATE_CATALOG_BUILD_H
#define MIGRATE_CATALOG_BUILD_H

#include "migrate/catalog.h"

/* Room for one more thing behind the `n` of an array in the arena: the array, moved when it must
 * grow. The new one is zeroed. */
void *catalog_room(struct arena *a, void *array, size_t n, size_t size);

struct catalog_table *catalog_add_table(struct catalog *c, struct arena *a, const char *name);
struct catalog_column *catalog_add_column(struct catalog_table *t, struct arena *a);
struct catalog_object *catalog_add_object(
	struct catalog_table *t, struct arena *a, enum catalog_kind kind);
/* Adds a column's name to a list that has `n` already; "" stands for an expression. */
void catalog_add_name(struct catalog_object *o, struct arena *a, struct span name);
/* "(a, b)" */
char *catalog_list(const struct catalog_object *o, struct arena *a);

int catalog_read_sqlite(struct db *db, struct arena *a, struct catalog *out, struct err *e);
int catalog_read_postgres(struct db *db, struct arena *a, struct catalog *out, struct err *e);

#endif
