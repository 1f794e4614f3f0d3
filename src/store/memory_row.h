/* Rows of interactions as lines of a list. */
#ifndef STORE_MEMORY_ROW_H
#define STORE_MEMORY_ROW_H

#include "memory_sql.h"
#include "post_row.h"
#include "store/memory.h"

/* The columns that memory_line_read expects, of interactions named p; the last is the rank. */
#define SQLITE_MEMORY_LINE_AND(rank) \
	"SELECT p.id, " SQLITE_TIME ", p.rowid, p.interaction_type, p.subreddit, p.reddit_id," \
	" p.parent_id, substr(CAST(p.content AS BLOB), 1, 40000), " SQLITE_SCORE ", " rank
#define POSTGRES_MEMORY_LINE_AND(rank) \
	"SELECT p.id, p.created_at, 0, p.interaction_type, p.subreddit, p.reddit_id," \
	" p.parent_id, left(p.content, 40000), " POSTGRES_SCORE ", " rank
#define SQLITE_MEMORY_LINE SQLITE_MEMORY_LINE_AND("0") " FROM interactions p"
#define POSTGRES_MEMORY_LINE POSTGRES_MEMORY_LINE_AND("0") " FROM interactions p"
#define MEMORY_LINE_COLUMNS 10

void memory_line_read(struct stmt *st, struct arena *a, struct memory_line *out);

/* The current lines of these ids, in their order; those that are gone have an empty id. */
int memory_lines(struct db *db, const char (*ids)[UUID_TEXT], size_t n, struct arena *a,
	struct memory_line *out, struct err *e);
/* Into the opposite order. */
void memory_lines_turn(struct memory_line *lines, size_t n);

#endif
