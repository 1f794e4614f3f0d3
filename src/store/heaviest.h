/* The heaviest of many edges, with room for little more than those. */
#ifndef STORE_HEAVIEST_H
#define STORE_HEAVIEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/uuid.h"

/* What an index says of an edge, seen from one of its ends. */
struct light_edge {
	char key[UUID_TEXT]; /* names it: its id, or, on SQLite, its rowid */
	char other[UUID_TEXT];
	struct span relation;
	double weight; /* NAN comes last */
	bool outward;
};

/* Embedded: zeroed, but for `most`, it is empty. What it holds is in the arena. */
struct heaviest {
	size_t most;
	struct light_edge *v;
	size_t n;
	size_t room; /* private, like `full` */
	bool full; /* v[most - 1] was the lightest of the heaviest */
};

/* Copies the edge, if it may be one of them. */
void heaviest_add(struct heaviest *h, const struct light_edge *edge, struct arena *a);
/* Leaves the heaviest in order: those of one weight by relation, other end and key. */
void heaviest_end(struct heaviest *h);

#endif
