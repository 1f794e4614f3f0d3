/* Finding words that mix Latin with letters which look Latin and are not. */
#ifndef BASE_MIXED_H
#define BASE_MIXED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chars.h"

#define MIXED_LETTERS 64

/* Fed one character after another; `struct mixed m = {0};` is the start of a text. */
struct mixed {
	size_t count, first; /* words found, and the byte offset of the first */
	/* private: a token (example.org/a-b) has labels (example, org, a-b), a label has words */
	struct mixed_word {
		size_t from, n;
		bool foreign, maths, wide; /* `maths` and `wide`: holds a row of such letters */
		unsigned char looks[MIXED_LETTERS]; /* enum look */
	} word;
	struct mixed_label {
		size_t from, same;
		bool latin, other;
	} label;
	struct mixed_token {
		size_t imitation_from;
		bool latin, imitation;
	} token;
	struct mixed_row {
		enum look look;
		size_t n;
	} row; /* letters of one look that follow each other */
	struct mixed_line {
		size_t wide, first; /* full-width words */
		bool east;
	} line;
};

void mixed_add(struct mixed *m, uint32_t cp, size_t at);
/* Before anything that no word goes across. */
void mixed_end(struct mixed *m);
/* At the end of a line or text. */
void mixed_end_line(struct mixed *m);

#endif
