/* The name that somebody meant who wrote another one. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *word;
	const char *best; /* NULL: nothing is near enough */
	size_t distance;
};

/* `struct nearest n = {.word = typed};`, then offer every name; `best` is the nearest one that a
 * slip of the fingers explains (insertions, deletions, swaps, in two letters of five and three in
 * all at most), or an abbreviation. */
void nearest_offer(struct nearest *n, const char *name);

#endif
