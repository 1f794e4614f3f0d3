/* The same work through bare libpq, and the rows of a file carried to a server. */
#ifndef FIXTURE_LIBPQ_H
#define FIXTURE_LIBPQ_H

#include <postgresql/libpq-fe.h>

#include "fixture_bench.h"

/* Each ends the program on an error. */
PGconn *pq_open(const char *url);
/* One statement; free the result with PQclear. */
PGresult *pq_ask(PGconn *conn, const char *sql);
void pq_exec(PGconn *conn, const char *sql);
/* The first column of the first row; free it. */
char *pq_text(PGconn *conn, const char *sql);

/* Carries the agent's ten tables from a file to a server that has them, empty. */
void pq_fill(const char *file, PGconn *to);

/* The page query of the queue as tenet asks it, for the first 50 pending drafts, and the same for
 * those that hold a word: what psql is given. */
extern const char pq_page_query[];
#define PQ_RARE_WORD "zyzzyva"
extern const char pq_search_query[];

/* Milliseconds for each round: the next page of `rows` by key. */
void pq_pages(PGconn *conn, int rows, int rounds, struct samples *out);
/* … approving one pending draft from the newest end: BEGIN, UPDATE, COMMIT. */
void pq_decisions(PGconn *conn, int rounds, struct samples *out);

#endif
