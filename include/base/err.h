/* What went wrong, as one finished sentence that is ready to print. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stddef.h>

/* A code exists only where some caller branches on it. */
enum err_code {
	ERR_NONE = 0,
	ERR_OTHER,
	ERR_USAGE, /* the words of the call are wrong */
	ERR_BUSY, /* somebody else holds the lock; trying again may help */
	ERR_CONSTRAINT, /* the database refused the row */
	ERR_CONFLICT, /* somebody else was first, or it changed since it was seen */
	ERR_LOST, /* the connection is gone */
	ERR_RETRY, /* the transaction met another one and was rolled back: run it again as a whole
		    */
	ERR_CANCELLED, /* the user asked for it to stop */
	ERR_DENIED, /* not logged in, or the role may not */
	ERR_CODE, /* a login lacks the code of the second factor */
	ERR_CORRUPT, /* not a database, or a damaged one */
	ERR_MISSING, /* what was named does not exist */
	ERR_READONLY, /* the file or the session takes no writes */
	ERR_FULL, /* the disk is full */
	ERR_SCHEMA, /* tables are missing, or from another version */
};

/*
 * `text` is one sentence, lower case, without a full stop: "cannot open data.db: file is not a
 * database". `hint` is a next step, or empty. Longer sentences end in "…" at a character's edge.
 * Start with `struct err e = {0};`. A function that succeeds leaves it alone.
 */
struct err {
	enum err_code code;
	char text[768];
	char hint[512];
};

/* Sets code and text unless an earlier error stands there already (the first error wins). Always
 * returns -1. `e` may be NULL. */
int err_set(struct err *e, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds the next step to an error that has none yet. Returns -1, so that a caller can end with it.
 */
int err_hint(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Takes over what another error says, hint included, unless an earlier one stands there already.
 * Returns -1. */
int err_take(struct err *e, const struct err *other);

/* Puts "prefix: " before the text of a set error: who failed, on what. Returns -1. */
int err_prefix(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Forgets the error so that the struct can be used again. */
void err_clear(struct err *e);

/*
 * Ends the program because memory is used up, after calling the hook (which gives the terminal
 * back) if one is set. Async-signal state: none; call from ordinary code only.
 */
_Noreturn void die_of_memory(size_t wanted);
void die_set_hook(void (*hook)(void));

/* malloc, realloc and free-standing copies that never return NULL. Free with free(). */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);

#endif
