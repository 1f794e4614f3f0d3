/* Where the contract suite's databases come from. */
#ifndef TESTS_STORE_FIXTURE_MAKE_H
#define TESTS_STORE_FIXTURE_MAKE_H

#include "postgres/server.h"

/* The last is none, in a database whose language has four i's: i and I are not one letter. */
enum store_rows { ROWS_NONE, ROWS_OF_AGENT, ROWS_TURKISH };

/* A database with these rows and no others, and its address: free it. On PostgreSQL it is the one
 * that the case before had, whose connections are closed. */
char *make_sqlite(enum store_rows rows);
char *make_postgres(enum store_rows rows);
void drop_sqlite(const char *path);
/* A cmocka teardown of the group. */
int stop_server(void **state);

#endif
