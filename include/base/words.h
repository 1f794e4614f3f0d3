/* The words of a text, told apart whatever their letter case. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/* Begin with the text and `at` 0. */
struct words {
	struct span text;
	size_t at;
};

struct word {
	struct span text; /* as it stands there */
	size_t letters; /* characters */
	uint64_t key; /* equal for words that differ in case only (FNV-1a of the folded letters) */
};

/* The next row of letters, marks and digits; false at the end. Bytes that are no UTF-8 part words.
 */
bool words_next(struct words *w, struct word *out);

#endif
