/* A set of ids in the order in which they came, each with a few bytes of its own: 16 bytes an id
 * that is a UUID in lower case, 36 for any other. */
#ifndef BASE_IDMAP_H
#define BASE_IDMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"

struct idmap_table {
	unsigned char *rows; /* key and value, one after the other */
	uint32_t *slots; /* number of a row and one; 0: free. A power of two of them. */
	size_t n, room, slot_count;
};

/* Embedded: zeroed, but for `value`, it is an empty one. */
struct idmap {
	size_t value; /* bytes that each id carries; may be 0 */
	struct idmap_table uuids, others; /* private */
};

/* Adds the id, or gives the one that is there this value (`value` bytes; NULL: zeroed). True if it
 * was not there. */
bool idmap_put(struct idmap *m, const char *id, const void *value);
bool idmap_has(const struct idmap *m, const char *id);
/* The value, NULL when the id is not there. Borrowed until the next change. */
const void *idmap_get(const struct idmap *m, const char *id);
/* The last one takes its place in the order. True if it was there. */
bool idmap_remove(struct idmap *m, const char *id);
size_t idmap_count(const struct idmap *m);
/* The id at place i, UUIDs first. */
void idmap_at(const struct idmap *m, size_t i, char id[UUID_TEXT]);
/* Makes `to`, an empty one, a copy that is no larger than it must be. */
void idmap_copy(struct idmap *to, const struct idmap *from);
/* Gives the memory back. */
void idmap_clear(struct idmap *m);

#endif
