/* One JSON value as both engines hold it, in one spelling. */
#ifndef MIGRATE_CANON_H
#define MIGRATE_CANON_H

#include "base/span.h"
#include "base/str.h"

/*
 * Appends the canonical spelling of a JSON text: no blanks; the members of an object ordered by the
 * bytes of their names as spelled here; strings in UTF-8, escaped only where JSON must (\" \\ and
 * \u00xx); numbers as their exact decimal digits without leading and trailing zeros, with "e" and
 * the exponent where it is not 0: 1.50 is 15e-1, 100 is 1e2, -0 is 0. Two texts have one spelling
 * exactly when they mean the same value.
 *
 * Takes what jansson reads and JSONB keeps whole, and that is less than JSON: RFC 8259, in valid
 * UTF-8; no U+0000, no lone surrogate, no name twice in an object (JSONB would drop one); whole
 * numbers within 64 bits, also those that only JSONB would write without a point (1e30), and
 * others below 1.8e308 with at most 16383 places; at most 2048 levels. Returns NULL, or why not, a
 * constant text; "" where the reason is its syntax (ask json_read for the place). What was
 * appended by then stays.
 */
const char *canon_json(struct span text, struct str *out);

/* The same for the value that `rest` begins with, blanks before it left out; `rest` then begins
 * behind it. `raw` (may be NULL) gets the value as it stands there. */
const char *canon_next(struct span *rest, struct span *raw, struct str *out);

#endif
