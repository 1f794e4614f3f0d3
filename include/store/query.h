/* A statement put together of constant fragments and a list of values to bind. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "base/str.h"
#include "db/db.h"

/* Values bound to a compiled statement, $1 upward. */
#define QUERY_PARAMS 112
struct query {
	enum db_engine engine; /* set by the caller */
	bool spelled; /* set by the caller: values stand in the text, see query_spell */
	struct str sql;
	struct {
		enum { QUERY_TEXT, QUERY_BLOB, QUERY_INT, QUERY_REAL } type;
		struct span text; /* the caller's */
		int64_t number;
		double real;
	} param[QUERY_PARAMS];
	int n;
};

/*
 * Appends a value as a literal of PostgreSQL, of printable ASCII without $, { and }: for text that
 * is kept in the server, where nothing can be bound. A query that is `spelled` has no placeholders.
 */
void query_spell(struct str *out, struct span value);

/* Adds one value whose placeholder "$N" stands in text that is added as it is. */
void query_bind_text(struct query *q, struct span value);
void query_bind_blob(struct query *q, struct span value);
void query_bind_int(struct query *q, int64_t value);
void query_bind_real(struct query *q, double value);
/* Appends text, and adds one value and its placeholder "$N". */
void query_add(struct query *q, const char *sql);
void query_text(struct query *q, struct span value);
void query_int(struct query *q, int64_t value);
/* Appends a condition in parentheses: the text occurs in one of the `n` columns, by the rule of
 * base/fold.h on both engines; never NULL. */
void query_contains(struct query *q, const char *const *columns, size_t n, struct span text);
/* Prepares and binds. The values must live until stmt_done. */
struct stmt *query_prepare(struct query *q, struct db *db, struct err *e);
void query_clear(struct query *q);

#endif
