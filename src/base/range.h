/* Sorted tables of ranges of characters. */
#ifndef SRC_BASE_RANGE_H
#define SRC_BASE_RANGE_H

#include <stddef.h>
#include <stdint.h>

struct range {
	uint32_t first, last;
	int value; /* the table's own */
};

/* The range that holds the character, or NULL. */
const struct range *range_find(const struct range *table, size_t n, uint32_t cp);

#endif
