/* The difference of two texts, by words. */
#ifndef BASE_DIFF_H
#define BASE_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/str.h"

enum diff_kind { DIFF_KEPT, DIFF_DELETED, DIFF_INSERTED };

struct diff_piece {
	enum diff_kind kind;
	struct span text; /* borrowed: what was deleted from the old text, all else from the new */
};

struct diff {
	struct diff_piece *v; /* in the arena */
	size_t n;
	bool coarse; /* a stretch was too long and too unlike, and is one deletion and insertion */
};

/*
 * Compares byte for byte; NULL spans are empty. Kept and deleted pieces in their order are the old
 * text, kept and inserted ones the new. A change is at most one deletion and then one insertion,
 * and no two kept pieces are neighbours; equal texts are one kept piece, or none when empty.
 *
 * Pieces are made of words (with their marks and apostrophes), blanks in a row, line breaks, single
 * other characters, and single clusters of scripts that set no blanks between words. What is hidden
 * (text_step) is never part of a word, and where a change is nothing else, it alone is called
 * changed: a zero-width space put into a word is one insertion, and the word is kept. Blanks that
 * alone are kept between two changes are taken for changed, to be read with them.
 *
 * E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), in linear space. Where
 * more than some hundred differences come in a row it goes on from the best place found, and after
 * a fixed number of steps the rest is `coarse`; so are texts of more than 64 MB together. Then, and
 * only then, there may be a shorter difference.
 */
void diff_words(struct span old, struct span new, struct arena *a, struct diff *out);

/* Adds it as one text, with signs around what changed: "[-deleted-]{+inserted+}kept". */
void diff_add_signs(const struct diff *d, struct str *out);

#endif
