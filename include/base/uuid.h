/* Version 4 UUIDs as lower-case text, and SHA-256 as hexadecimal. */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

#define UUID_TEXT 37 /* 36 characters and the NUL */
#define SHA256_TEXT 65

void uuid_new(char out[UUID_TEXT]);
/* Several that differ in their last eight digits alone: an index takes them in one place. */
void uuid_series(char (*out)[UUID_TEXT], size_t n);
/* SHA-256 of several parts, each preceded by its length (a NULL part differs from an empty one), so
 * that no two lists collide. */
void sha256_parts(const struct span *parts, size_t n, char out[SHA256_TEXT]);

#endif
