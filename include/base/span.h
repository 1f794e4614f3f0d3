/* Borrowed bytes with their length: database content may hold NUL, and SQL NULL is not the empty
 * text. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* `p == NULL` means SQL NULL (or "absent"); empty text has p != NULL and n == 0. Never owns. */
struct span {
	const char *p;
	size_t n;
};

#define SPAN_NULL ((struct span){NULL, 0})
/* A span over a string literal. */
#define SPAN_LIT(s) ((struct span){(s), sizeof(s) - 1})

/* A span over a C string, NULL for NULL. */
static inline struct span span_of(const char *s)
{
	return (struct span){s, s ? strlen(s) : 0};
}

static inline bool span_eq(struct span a, struct span b)
{
	if (!a.p || !b.p)
		return !a.p && !b.p;
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

/* By their bytes: below, at or above 0. A shorter text comes before one that goes on. */
static inline int span_compare(struct span a, struct span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n > 0 ? memcmp(a.p, b.p, n) : 0;

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

static inline bool span_is(struct span a, const char *s)
{
	return span_eq(a, span_of(s));
}

#endif
