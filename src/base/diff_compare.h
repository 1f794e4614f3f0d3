/* Comparing two rows of numbers. */
#ifndef BASE_DIFF_COMPARE_H
#define BASE_DIFF_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

struct diff_row {
	const uint32_t *ids;
	bool *changed; /* all false; those that the other row does not have in this place become
			  true */
	int32_t n;
};

/* What stays unchanged are the same numbers in the same order in both. True if it gave up where too
 * much was too unlike, and called all of that changed (diff.h says when). */
bool diff_compare(struct diff_row a, struct diff_row b);

#endif
