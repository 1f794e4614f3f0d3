/* SQL in pieces, as an engine reads it: literals and comments whole, and where statements end. */
#ifndef MIGRATE_SCAN_H
#define MIGRATE_SCAN_H

#include "base/span.h"
#include "db/db.h"

enum piece_kind {
	PIECE_SPACE,
	PIECE_COMMENT, /* without the line feed after it */
	PIECE_LITERAL, /* 'text'; PostgreSQL: $tag$ text $tag$, E'text' */
	PIECE_NAME, /* "name", `name`; SQLite: [name] */
	PIECE_WORD, /* SQLite: a variable, too */
	PIECE_SIGN, /* any other character */
	PIECE_OPEN, /* a literal or comment that never ends; its text is empty */
};
struct piece {
	enum piece_kind kind;
	struct span text;
};

/* The piece that `s` begins with. A doubled quote is two literals side by side.
 * https://www.sqlite.org/src/file/src/tokenize.c, PostgreSQL's src/backend/parser/scan.l */
struct piece scan_piece(struct span s, enum db_engine engine);
/* The next one that means something, taken from `rest`; false at the end. */
bool scan_next(struct span *rest, enum db_engine engine, struct piece *out);
/* Whether a word goes on with this character. */
bool scan_goes_on(char c);
/* Whether it is this keyword (in capitals), in any case. */
bool piece_is(const struct piece *p, const char *keyword);
/* Whether it is this name, quoted or not, in any case. */
bool piece_names(const struct piece *p, struct span name);

/* The keyword, when no migration may have a statement that begins with it; NULL else. */
const char *piece_forbidden(const struct piece *first);

/* Follows statements piece by piece; {0} stands before the first. The body of a trigger or a
 * function (BEGIN … END) belongs to its statement, and so does what a rule does (in brackets). */
struct statement {
	size_t n; /* pieces that mean something so far */
	size_t depth; /* brackets that are open */
	bool creates, has_body, in_body, after_semicolon;
};
/* True when the piece is the first of a statement. */
bool statement_take(struct statement *st, const struct piece *p);

/* The next statement of `rest`, without its semicolon; false when only blanks and comments are
 * left. */
bool scan_statement(struct span *rest, enum db_engine engine, struct span *out);

/* A stretch of an expanded section: plain SQL, or what stands in a block `-- rebuild: TABLE`. */
struct part {
	struct span sql;
	struct span table; /* NULL: plain */
};
bool scan_part(struct span *rest, enum db_engine engine, struct part *out);
/* Whether any part is a rebuild, which only SQLite has. */
bool scan_rebuilds(const char *sql, enum db_engine engine);

/* What an expanded section begins with when it must not run in a transaction. */
#define MARK_ALONE "-- tenet:no-transaction"
#define MARK_REBUILD "-- rebuild: "
#define MARK_END "-- end"
bool scan_alone(const char *sql);

#endif
