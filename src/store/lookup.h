/*
 * What callers name, made fit to be looked for. PostgreSQL refuses to compare a column with what it
 * could never hold; here such a text becomes NULL, which equals nothing, as on SQLite.
 */
#ifndef STORE_LOOKUP_H
#define STORE_LOOKUP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/uuid.h"
#include "db/db.h"

/* Whether a text column can hold it: on PostgreSQL neither NUL nor broken UTF-8. */
bool lookup_possible(enum db_engine engine, struct span text);
/* The text, or NULL where it is not possible. */
struct span lookup_text(const struct db *db, struct span text);
/* The id, or NULL where it is none. */
struct span lookup_id(const struct db *db, struct span id);
/* Binds a list of ROW_PLACES: these ids, at most ROW_BATCH, and NULL behind them. */
void lookup_bind_ids(struct stmt *st, const struct db *db, const char (*ids)[UUID_TEXT], size_t n);
/* The ends of the range that holds every id with this prefix and no other; NULL when none can begin
 * so. In the arena. */
struct id_range {
	struct span first, last;
};
struct id_range lookup_prefix(enum db_engine engine, struct span prefix, struct arena *a);

/* For who looked for a name in vain: hints at the nearest one in the rows of a statement, which is
 * given back, or else as `otherwise` says. */
void lookup_hint(struct stmt *st, struct span name, const char *otherwise, struct err *e);

/* Names are the same when only letters of ASCII differ in case, as SQLite's lower() has it,
 * whatever the language of the database. */
#define POSTGRES_LOWER(x) "lower(" x " COLLATE \"C\")"

#endif
