/* What a database has of tables and the like, read back into one form for both engines. */
#ifndef MIGRATE_CATALOG_H
#define MIGRATE_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "db/db.h"

struct catalog_column {
	const char *name;
	const char *type; /* as the engine says it: "VARCHAR(255)", "character varying(255)" */
	const char *fallback; /* the default's SQL; NULL: none. Identity and generated columns have
				 "GENERATED …" here */
	const char *was; /* the name before, from a hint in its table's SQL; NULL: none (SQLite) */
	bool nullable;
	bool generated; /* takes no value of its own */
};

enum catalog_kind {
	CATALOG_PRIMARY,
	CATALOG_FOREIGN,
	CATALOG_UNIQUE,
	CATALOG_CHECK,
	CATALOG_INDEX,
	CATALOG_TRIGGER,
	/* PostgreSQL's own. */
	CATALOG_RULE,
	CATALOG_POLICY,
	CATALOG_SECURITY, /* row security that is switched on; it has no name */
	/* Of no table. */
	CATALOG_VIEW,
	CATALOG_FUNCTION, /* that no trigger runs: a trigger's is a part of it */
	CATALOG_TYPE,
	CATALOG_SEQUENCE, /* that no column has for itself */
};
#define CATALOG_KINDS (CATALOG_SEQUENCE + 1)

/*
 * A key, check, index, trigger, or one of the others. `text` is all that matters of it but its
 * name, in one spelling:
 * "(persona_id) REFERENCES personas (id) ON DELETE CASCADE". An index that is there only because of
 * a primary or unique key is not listed again.
 */
struct catalog_object {
	enum catalog_kind kind;
	const char *name; /* NULL: it has none (SQLite) */
	const char *text;
	const char *const *columns; /* of keys, checks and indices; an expression is NULL */
	size_t n;
	const char *target; /* foreign keys: the table that they name */
	const char *sql; /* makes it again: the statement of an index, a trigger or (SQLite) a
			    view; on PostgreSQL of
			    every other one what follows ADD CONSTRAINT name; else NULL */
	size_t place; /* in the order in which the engine names them */
	bool unique; /* an index that admits no two equal rows */
	bool partial; /* an index with a WHERE */
};

struct catalog_table {
	const char *name;
	const char *sql; /* SQLite: the statement that made it; else NULL */
	const char *was; /* the name before, from a hint in its SQL; NULL: none */
	struct catalog_column *columns; /* in the table's order */
	size_t n_columns;
	struct catalog_object *objects; /* by kind, then by name and place */
	size_t n_objects;
};

/* Tables by name, without those of the engine itself and of PostgreSQL's extensions. All in the
 * arena that read it. */
struct catalog {
	enum db_engine engine;
	struct catalog_table *tables;
	size_t n;
	struct catalog_table
		loose; /* what belongs to no table, as the objects of one without name */
};

/* Reads everything; PostgreSQL: of the first schema of the search path. In a transaction of the
 * caller's, or in a snapshot of its own. */
int catalog_read(struct db *db, struct arena *a, struct catalog *out, struct err *e);

/* NULL: there is none. */
const struct catalog_table *catalog_table(const struct catalog *c, const char *name);
const struct catalog_column *catalog_column(const struct catalog_table *t, const char *name);
/* The table's primary key, NULL: none. */
const struct catalog_object *catalog_primary(const struct catalog_table *t);
/* alembic_version and console_migrations: kept by the migrations themselves. */
bool catalog_is_record(const char *table);
/* Whether the name says that it is the console's own: "console_…". false for NULL. */
bool catalog_is_consoles(const char *name);
/* Whether objects of this kind are told apart by their names. */
bool catalog_has_name(enum catalog_kind kind);
/* "index", "foreign key", … */
const char *catalog_kind_name(enum catalog_kind kind);

#endif
