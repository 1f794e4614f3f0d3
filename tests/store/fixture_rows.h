/* The agent's rows, carried from one engine to the other. */
#ifndef TESTS_STORE_FIXTURE_ROWS_H
#define TESTS_STORE_FIXTURE_ROWS_H

#include "db/db.h"

/* In the order of their foreign keys. */
#define ROWS_TABLES 10
extern const char *const rows_tables[ROWS_TABLES];

/* Copies the agent's ten tables from SQLite to an empty PostgreSQL; metadata that is not JSON,
 * which that cannot hold, becomes NULL. */
void rows_copy(struct db *from, struct db *to);

#endif
