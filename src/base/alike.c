/* Names that people take for one another. */
#include "base/alike.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/err.h"

/* NULL when it is no UTF-8. Free it. */
static char *fold(struct span name)
{
	utf8proc_uint8_t *out = NULL;
	utf8proc_ssize_t n =
		utf8proc_map((const utf8proc_uint8_t *)name.p, (utf8proc_ssize_t)name.n, &out,
			UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);

	if (n == UTF8PROC_ERROR_NOMEM)
		die_of_memory(name.n);
	return n < 0 ? NULL : (char *)out;
}

bool names_alike(struct span a, struct span b)
{
	if (span_eq(a, b))
		return true;
	char *one = fold(a), *other = fold(b);
	bool alike = one && other && strcmp(one, other) == 0;
	free(one);
	free(other);
	return alike;
}
