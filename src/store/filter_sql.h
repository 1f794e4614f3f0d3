/* What filters of every list ask in the same way, as SQL. Every fragment is true or false and never
 * NULL, so that NOT turns it round. */
#ifndef STORE_FILTER_SQL_H
#define STORE_FILTER_SQL_H

#include "base/arena.h"
#include "lookup.h"
#include "model/filter.h"
#include "store/query.h"

/* Appends what one term asks of a row. Texts that it makes live in the arena. */
typedef void filter_sql_term(struct query *q, const struct filter_node *t, struct arena *a);

/* " AND …" for each of the filter's conditions but one, which may be NULL. */
void filter_sql_rest(struct query *q, const struct filter *f, const struct filter_node *but,
	filter_sql_term *term, struct arena *a);

/* `before`, the value, and `after`; false where a text column cannot hold the value. */
void filter_sql_text(struct query *q, const char *before, struct span value, const char *after);
/* The same with the pair of the engine around it, for names that are compared without case. */
void filter_sql_same(struct query *q, const char *const (*same)[2], struct span value);
/* Such a pair: the column is the id of the persona with this name. */
#define SQLITE_OF_PERSONA(column) \
	{ \
		column " IN (SELECT s.id FROM personas s WHERE lower(s.reddit_username) = lower(", \
			"))" \
	}
#define POSTGRES_OF_PERSONA(column) \
	{ \
		column " IN (SELECT s.id FROM personas s WHERE " POSTGRES_LOWER( \
			"s.reddit_username") " = lower(", \
			" COLLATE \"C\"))" \
	}
/* The expression compared with the term's number. */
void filter_sql_number(struct query *q, const char *sql, const struct filter_node *t);
/* The time, in the form that sorts, compared with the moment that lies the term's age ago. */
void filter_sql_age(struct query *q, const char *sql, const struct filter_node *t, struct arena *a);
/* "COLUMN BETWEEN …": an id that begins with the value; false where none can. */
void filter_sql_id(
	struct query *q, const char *column, const struct filter_node *t, struct arena *a);

#endif
