/* Memory that lives as long as its page or task and is given back in one go. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/span.h"

/* Embedded; `struct arena a = {0};` is an empty one. Not shared between threads without handing it
 * over whole. */
struct arena {
	struct arena_block *head;
	size_t used; /* bytes handed out since the last clear */
};

/* `n` zeroed bytes, aligned for any type, owned by the arena. Never NULL. */
void *arena_alloc(struct arena *a, size_t n);
/* Array of `n` zeroed things of `size` bytes; ends the program on overflow. */
void *arena_calloc(struct arena *a, size_t n, size_t size);
/* A NUL-terminated copy of exactly `n` bytes (which may hold NUL themselves). */
char *arena_memdup(struct arena *a, const char *p, size_t n);
char *arena_strdup(struct arena *a, const char *s);
/* A copy of the span; a NULL span stays NULL. */
struct span arena_span(struct arena *a, struct span s);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Forgets every allocation but keeps one block, so that a page loaded every second does not reach
 * malloc. */
void arena_clear(struct arena *a);
/* Gives all memory back; the arena is empty and usable again. */
void arena_free(struct arena *a);

#endif
