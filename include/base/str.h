/* The one growing string. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stddef.h>

#include "base/span.h"

/* `struct str s = {0};` is empty. `p` is NULL until the first byte, else NUL-terminated; owned,
 * free with str_free. */
struct str {
	char *p;
	size_t len;
	size_t cap;
};

void str_add(struct str *s, const char *text);
void str_addn(struct str *s, const char *bytes, size_t n);
void str_adds(struct str *s, struct span bytes);
void str_addc(struct str *s, char c);
void str_addf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for `n` more bytes and returns where they go; the caller then adds to `len` itself. */
char *str_reserve(struct str *s, size_t n);
/* Empties but keeps the memory. */
void str_clear(struct str *s);
void str_free(struct str *s);
/* The text, "" when empty: never NULL. Borrowed until the next change. */
const char *str_cstr(const struct str *s);
struct span str_span(const struct str *s);

#endif
