/* Fuzz: of any two texts the difference gives back both, in as few pieces as it promises. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The text that the pieces make without those of one kind. */
static void check(const struct diff *d, enum diff_kind without, struct span text)
{
	size_t at = 0;

	for (size_t i = 0; i < d->n; i++) {
		struct span piece = d->v[i].text;
		if (d->v[i].kind == without)
			continue;
		if (piece.n > text.n - at || memcmp(piece.p, text.p + at, piece.n) != 0)
			abort();
		at += piece.n;
	}
	if (at != text.n)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct diff d;
	/* The first byte says where the old text ends, in parts of 256. */
	size_t cut = size ? 1 + (size - 1) * data[0] / 256 : 0;
	struct span old = {(const char *)data + (size ? 1 : 0), size ? cut - 1 : 0};
	struct span new = {(const char *)data + cut, size - cut};

	diff_words(old, new, &a, &d);
	check(&d, DIFF_INSERTED, old);
	check(&d, DIFF_DELETED, new);
	for (size_t i = 0; i < d.n; i++) {
		if (d.v[i].text.n == 0 || (i > 0 && d.v[i].kind == d.v[i - 1].kind))
			abort();
		if (i > 0 && d.v[i].kind == DIFF_DELETED && d.v[i - 1].kind == DIFF_INSERTED)
			abort();
	}
	arena_free(&a);
	return 0;
}
