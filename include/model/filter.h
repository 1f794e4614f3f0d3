/* The filter language as a syntax tree: words and field:value, ! for not. */
#ifndef MODEL_FILTER_H
#define MODEL_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

enum filter_field {
	FILTER_WORD, /* text anywhere in the content */
	FILTER_STATUS, /* status:pending, status:any */
	FILTER_SUB, /* sub:science, case-insensitive, r/ accepted */
};

struct filter_term {
	enum filter_field field;
	bool negated;
	struct span value; /* in the arena; quotes removed */
	size_t column; /* where it stands, from 1 */
};

/* All terms must hold. An empty filter has none. */
struct filter {
	struct filter_term *terms;
	size_t n;
};

/*
 * Parses `sub:science !lottery "two words" status:pending`. Errors: ERR_USAGE "column 5: unknown
 * field "foo" (status, sub)", an unknown status, an empty value, an open quote, more than 32 terms.
 * `out` lives in the arena.
 */
int filter_parse(struct span text, struct arena *a, struct filter *out, struct err *e);
/* The single status that the filter asks for: "pending" when it names none, NULL for status:any or
 * a negated or repeated one. */
const char *filter_status(const struct filter *f);

#endif
