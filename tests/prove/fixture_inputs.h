/* Hostile inputs without end, the same for the same seed. */
#ifndef PROVE_FIXTURE_INPUTS_H
#define PROVE_FIXTURE_INPUTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "base/str.h"

/* What inputs are made from: the entries of tables as tests/data/hostile.json is one. */
struct inputs {
	struct str *entries;
	size_t n;
	uint64_t state; /* of the random numbers; not 0 */
};

/* Adds the entries of a table; ends the program when it cannot be read. */
void inputs_read(struct inputs *in, const char *path);
/* The next input, in `out`. */
void inputs_next(struct inputs *in, struct str *out);
void inputs_free(struct inputs *in);

/* A number below n. */
size_t inputs_below(struct inputs *in, size_t n);

#endif
