/* The tables that the program works on, and what a database has of them. */
#ifndef MIGRATE_SCHEMA_H
#define MIGRATE_SCHEMA_H

#include "base/arena.h"
#include "db/db.h"

/* The first steps make the agent's ten tables; what comes after is the console's own. */
#define AGENT_STEPS 7
#define AGENT_TABLES 10

enum schema_part { SCHEMA_AGENT, SCHEMA_WHOLE };

/* Which tables there are, without looking into them. PostgreSQL: in the first schema of the search
 * path only; ERR_SCHEMA when there is none. */
struct schema_tables {
	bool alembic, log; /* alembic_version, console_migrations */
	int agent; /* how many of the ten */
	bool console; /* at least one of the console's own, console_migrations not counted */
	bool other; /* any further one */
};
int schema_look(struct db *db, struct schema_tables *out, struct err *e);

/* console_migrations: not there, as tenet 0.1 made it, or as it is made now. */
enum log_shape { LOG_MISSING, LOG_OLD, LOG_NEW };
int schema_log_shape(struct db *db, enum log_shape *out, struct err *e);

/* ERR_SCHEMA names the first table or column that is missing or, on PostgreSQL, of a type that does
 * not work; for SCHEMA_AGENT also the first id that is text and no UUID. What is there beyond them
 * does not matter. */
int schema_check(struct db *db, enum schema_part part, struct err *e);
/* Whether the program works with a column of this PostgreSQL type: "character varying(36)". */
bool schema_takes(const char *table, const char *column, const char *type);

#endif
