/* What an interaction means to the agent's model, as a row of numbers, and how alike two are. */
#ifndef MODEL_EMBEDDING_H
#define MODEL_EMBEDDING_H

#include <stddef.h>

#include "base/span.h"

/* A stored embedding is a row of float32, little-endian, without a header. What may be wrong: */
enum embedding_fault {
	EMBEDDING_FINE,
	EMBEDDING_NONE, /* NULL: the agent made none */
	EMBEDDING_EMPTY, /* no bytes at all */
	EMBEDDING_ODD, /* a length that is no multiple of four */
	EMBEDDING_DIMENSION, /* another dimension than the one that it is compared with */
	EMBEDDING_NOT_FINITE, /* a NaN or an infinity in it */
	EMBEDDING_ZERO, /* all zero: it points nowhere */
	EMBEDDING_FAULTS
};

/* "has a length that is no multiple of four": what stands behind "the embedding". */
const char *embedding_fault_text(enum embedding_fault f);
/* "odd length", "another dimension": one or two words for a list of counts. */
const char *embedding_fault_name(enum embedding_fault f);

/* Looks at each number; never EMBEDDING_DIMENSION. */
enum embedding_fault embedding_check(struct span bytes);
/* How many numbers it has, rounded down. */
size_t embedding_dimension(struct span bytes);

/* The one that the others are compared with. */
struct embedding {
	float *v; /* scaled to the length 1 */
	size_t n;
};

/* Reads it; `out->v` is the caller's to free. Nothing is kept when it is not fine. */
enum embedding_fault embedding_read(struct span bytes, struct embedding *out);
void embedding_clear(struct embedding *e);

/*
 * The cosine of the angle between the two: 1 the same direction, 0 nothing in common, -1 opposite.
 * `bytes` may stand at any address.
 *
 * Sums run in float over 16 lanes, so that each product goes through at most n/16 + 5 roundings: by
 * the usual bound for dot products (Higham, Accuracy and Stability, 3.1) the result is off by no
 * more than (n/16 + 8) · 2^-23, which is 4e-6 for 384 numbers. Where squares leave the range of
 * float (and on machines of the other byte order), it is done in double.
 */
enum embedding_fault embedding_cosine(const struct embedding *e, struct span bytes, double *out);

#endif
