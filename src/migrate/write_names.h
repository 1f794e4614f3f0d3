/* The names that PostgreSQL gives to constraints that were given none. */
#ifndef MIGRATE_WRITE_NAMES_H
#define MIGRATE_WRITE_NAMES_H

#include "writer.h"

/* The name of a constraint of a table that was made as it is declared. */
const char *write_name(
	const struct catalog_table *t, const struct catalog_object *o, struct arena *a);
/* What a new constraint of a group is named, beside those that stay. `given` tells whether ALTER
 * TABLE must say so, because PostgreSQL would take another one. */
const char *write_new_name(
	const struct group *g, const struct catalog_object *o, struct arena *a, bool *given);

/* Renames the constraints that would have another name if the table had been made as it is
 * declared on the other side, and those that were given one. Beside one that is only dropped in
 * comments such names are taken until the dashes are away (NAMES_TAKEN). */
enum names { NAMES_FREE, NAMES_TAKEN };
void write_names(struct writer *w, struct str *out, const struct group *g, enum names which,
	enum write_way way);

#endif
