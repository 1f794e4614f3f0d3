/* The statements that change one table. */
#ifndef MIGRATE_WRITE_TABLE_H
#define MIGRATE_WRITE_TABLE_H

#include "base/str.h"
#include "migrate/compare.h"

enum write_way { WRITE_UP, WRITE_DOWN };

/* Whether SQLite needs a rebuild for it: ALTER TABLE cannot do it there, or not undo it. */
bool write_needs_rebuild(const struct difference *d, struct arena *a);

/* Whether the text of a column that is added holds this constraint of it. */
bool write_column_brings(const struct difference *column, const struct catalog_object *o);

/* CREATE TABLE as on the side that the way leads to; `keep` holds the columns and constraints of
 * the other side that stay, too. Ends with a line feed. */
void write_create(struct str *out, const struct catalog_table *to,
	const struct difference *const *keep, size_t n, struct arena *a);

/* ALTER TABLE for one difference, as PostgreSQL has it; for columns that are added, dropped and
 * renamed, SQLite has it, too. */
void write_alter(struct str *out, const struct difference *d, enum write_way way, struct arena *a);

/* Renames the constraints to which PostgreSQL gave a name after what a table and its columns were
 * called before. */
void write_names(struct str *out, const struct catalog_table *have,
	const struct catalog_table *want, enum write_way way, struct arena *a);

#endif
