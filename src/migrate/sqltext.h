/* SQL as a row of tokens, enough to find names, lists and expressions in it. */
#ifndef MIGRATE_SQLTEXT_H
#define MIGRATE_SQLTEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/str.h"

enum sql_kind {
	SQL_END,
	SQL_WORD, /* a name or keyword without quotes, a number */
	SQL_NAME, /* in double quotes, grave accents or brackets */
	SQL_TEXT, /* a literal in single quotes or dollar quotes */
	SQL_SIGN, /* one character */
	SQL_COMMENT,
};

struct sql_token {
	enum sql_kind kind;
	struct span text; /* with its quotes, in the source */
};

/* A walk over `text` from byte `at`. What never ends, ends with the text. */
struct sql_walk {
	struct span text;
	size_t at;
};

/* Comments are skipped by sql_next, and yielded by sql_next_any. SQL_END at the end, again and
 * again. */
struct sql_token sql_next(struct sql_walk *w);
struct sql_token sql_next_any(struct sql_walk *w);
/* The next token without taking it. */
struct sql_token sql_peek(const struct sql_walk *w);

/* Whether the token is this keyword, in any case; or this one character. */
bool sql_is(struct sql_token t, const char *keyword);
/* A name without its quotes, in the arena; NULL when the token is none. */
const char *sql_name(struct sql_token t, struct arena *a);
/* A name as SQL: quoted where it must be. */
void sql_add_name(struct str *out, const char *name);
/* Adds a name in its quotes (") or a text in its ('), whatever it holds. */
void sql_add_quoted(struct str *out, char quote, struct span text);

/* What stands between the parenthesis that the walk is at and the one that closes it; the walk goes
 * behind that. SPAN_NULL when it is at none. */
struct span sql_inside(struct sql_walk *w);

/* One spelling of SQL that means the same: one blank between tokens or none, keywords and plain
 * names in small letters, no comments, no quotes around names that need none. */
char *sql_canonical(struct span text, struct arena *a);
/* The same without parentheses around the whole. */
char *sql_canonical_bare(struct span text, struct arena *a);

/* The name that this statement gives to what it makes, CREATE `what`; NULL: it is another one. */
const char *sql_created(struct span statement, const char *what, struct arena *a);
/* The last statement CREATE `what` `name` in `sql`, without its semicolon; NULL: there is none.
 * UNIQUE, IF NOT EXISTS and CONCURRENTLY do not matter. */
const char *sql_find_create(const char *sql, const char *what, const char *name, struct arena *a);

#endif
