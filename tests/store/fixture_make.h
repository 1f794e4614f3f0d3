/* Where the contract suite's databases come from. */
#ifndef TESTS_STORE_FIXTURE_MAKE_H
#define TESTS_STORE_FIXTURE_MAKE_H

#include "postgres/server.h"

enum store_rows { ROWS_NONE, ROWS_OF_AGENT };

/* A new database, and its address: free it. PostgreSQL has one at a time, which takes the place of
 * the one before. */
char *make_sqlite(enum store_rows rows);
char *make_postgres(enum store_rows rows);
void drop_sqlite(const char *path);
/* A cmocka teardown of the group. */
int stop_server(void **state);

#endif
