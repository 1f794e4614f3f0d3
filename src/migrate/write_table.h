/* The statements that change one table. */
#ifndef MIGRATE_WRITE_TABLE_H
#define MIGRATE_WRITE_TABLE_H

#include "writer.h"

/* Whether SQLite needs a rebuild for it: ALTER TABLE cannot do it there, or not undo it. */
bool write_needs_rebuild(const struct difference *d, struct arena *a);
/* Whether it needs one to drop this column, or to add it again. */
bool write_needs_rebuild_back(const struct difference *d, struct arena *a);

/* Whether the text of the column `name` of the table holds this constraint of it. */
bool write_column_brings(
	const struct catalog_table *t, const char *name, const struct catalog_object *o);

/* Where the table's SQL declares a constraint; NULL: nowhere. */
const char *write_place(
	const struct catalog_table *t, const struct catalog_object *o, struct arena *a);

/* CREATE TABLE as `to` is; the columns and constraints of the other side that are in `keep` stay,
 * too. Ends with a line feed. */
void write_create(struct writer *w, struct str *out, const struct catalog_table *to,
	const struct difference *const *keep, size_t n);

/* ALTER TABLE for a column, as PostgreSQL has it; for columns that are added, dropped and renamed,
 * SQLite has it, too. Nothing for what is no column's. */
void write_column(struct str *out, const struct difference *d, enum write_way way, struct arena *a);
/* ALTER TABLE `table` ADD: a constraint that `of` has, under `name` (NULL: PostgreSQL names it). */
void write_add_constraint(struct str *out, const char *table, const struct catalog_table *of,
	const struct catalog_object *o, const char *name, struct arena *a);
void write_drop_constraint(struct str *out, const char *table, const char *name);

#endif
