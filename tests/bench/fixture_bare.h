/* The same work through bare libsqlite3. */
#ifndef FIXTURE_BARE_H
#define FIXTURE_BARE_H

#include <sqlite3.h>

#include "fixture_bench.h"

/* Each ends the program on an error. */
sqlite3 *bare_open(const char *path, int flags);
void bare_exec(sqlite3 *db, const char *sql);
sqlite3_stmt *bare_prepare(sqlite3 *db, const char *sql);
/* One step of a statement that gives no rows, and its reset. */
void bare_run(sqlite3_stmt *st);
/* The first column of the first row; free it. */
char *bare_text(sqlite3 *db, const char *sql);

/* The page query of the queue as tenet asks it, for the first 50 pending drafts: what the sqlite3
 * shell is given. */
extern const char bare_page_query[];
/* The UPDATE that approves the 100,000 drafts which wait longest. */
extern const char bare_approve_many[];

/* Milliseconds for each round: open, read the first page of `rows` and the first draft, close. */
void bare_first_rows(const char *path, int rows, int rounds, struct samples *out);
/* … one draft by its id. */
void bare_drafts(sqlite3 *db, int rounds, struct samples *out);
/* … the next page of `rows` by key. */
void bare_pages(sqlite3 *db, int rows, int rounds, struct samples *out);
/* … approving one pending draft from the newest end: BEGIN IMMEDIATE, UPDATE, COMMIT,
 * synchronous=FULL. */
void bare_decisions(sqlite3 *db, int rounds, struct samples *out);

/* Makes `target` with the schema that `reference` has, in one transaction. */
void bare_upgrade(const char *reference, const char *target);

#endif
