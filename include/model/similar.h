/* Which of many texts are most like one text, by the rare words that they share with it. */
#ifndef MODEL_SIMILAR_H
#define MODEL_SIMILAR_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define SIMILAR_WORDS 256 /* different words of the text that count: its first ones */
#define SIMILAR_NAMED 3

/*
 * A word is a row of letters and digits of four characters or more, its case folded. A word that
 * more than a quarter of the texts hold says nothing. Each other one that a text shares adds
 * ln((n + 1) / df) to its score: n texts, df of which hold the word (inverse document frequency,
 * Spärck Jones 1972). One such word may be chance: a text counts when it shares two. Scripts that
 * write no blanks between words have few words here, and find little.
 */
struct similar;

/* For one text, which must live as long. Free with similar_free. */
struct similar *similar_new(struct span text);
void similar_free(struct similar **s);

/* Adds a text to compare with, of which nothing is kept but which words it shares. */
void similar_add(struct similar *s, struct span text);

struct similar_match {
	size_t index; /* of the text, in the order of similar_add */
	double score; /* above 0 */
	struct span words[SIMILAR_NAMED]; /* in the text of similar_new; SPAN_NULL when fewer */
};

/* The best `most` texts, best first, of equal ones the one added first; returns how many. */
size_t similar_best(const struct similar *s, struct similar_match *out, size_t most);

#endif
