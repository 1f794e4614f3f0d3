/* Rows that are made up, the same on every run. */
#ifndef FIXTURE_ROWS_H
#define FIXTURE_ROWS_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/uuid.h"
#include "fixture_bare.h"

/* The next number of a sequence that begins with `*state`: any, or below n. */
uint64_t rows_draw(uint64_t *state);
size_t rows_pick(uint64_t *state, size_t n);

/* A copy with a NUL behind it; free it. */
char *rows_copy(const char *text, size_t n);

void rows_id(uint64_t *state, char out[UUID_TEXT]);

/* The two forms in which the agent writes a time. */
enum rows_form { ROWS_SECONDS, ROWS_MICROS };
void rows_time(time_t seconds, enum rows_form form, char out[40]);

/* The text must live until the step; NULL is NULL. */
void rows_bind(sqlite3_stmt *st, int param, const char *text);

/* Loads the schema and the account BENCH_USER into a file that nobody else has open, in haste:
 * nothing is lost with it. */
void rows_begin(sqlite3 *db, const char *schema);
/* The file as tenet keeps it; closes it. */
void rows_end(sqlite3 *db);

#endif
