/* Small helpers over jansson: lenient getters for metadata that a foreign program wrote. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <jansson.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/* Parses any JSON value (duplicates kept last; a text may hold NUL: use its length). NULL and what
 * it is instead in `e`: "not JSON: line 1, column 2: …", or JSON that goes beyond a limit: "nested
 * deeper than 2,048 levels: …". Free with json_decref. */
json_t *json_read(struct span text, struct err *e);

/* The same, but an object in which a member stands twice is an error, too: for what somebody is
 * about to store. */
json_t *json_read_strict(struct span text, struct err *e);

/* Member of an object as text copied into the arena; SPAN_NULL when absent or of another type. */
struct span json_get_text(const json_t *object, const char *key, struct arena *a);
/* Member as a number; `missing` when absent or of another type. */
double json_get_real(const json_t *object, const char *key, double missing);
int64_t json_get_int(const json_t *object, const char *key, int64_t missing);
int json_get_flag(const json_t *object, const char *key, int missing);

/* Text that may hold invalid UTF-8 as a JSON string: bad bytes become U+FFFD. SPAN_NULL gives null.
 */
json_t *json_from_text(struct span text);
/* A stored time as time_text gives it. */
json_t *json_from_time(struct span stored);
/* A number as JSON, which has no infinite ones and no NAN: null for these. */
json_t *json_from_real(double value);
/* A column that should hold JSON: its value, or a JSON string of the raw text when it does not
 * parse; null for NULL. */
json_t *json_from_column(struct span text);
/* Sets object[key] = value and takes the reference; ends the program when memory is used up. */
void json_put(json_t *object, const char *key, json_t *value);

#endif
