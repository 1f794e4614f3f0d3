/* Any bytes within any others: what is part of a text is found in it, in either case. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte says how long the part is that is sought, the second where it begins. It must not
 * cut a character: folding one differs from folding its bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	struct span text = {(const char *)data + 2, size - 2};
	size_t at = text.n ? data[1] % text.n : 0;
	size_t n = text.n ? data[0] % (text.n - at + 1) : 0;
	bool ascii = true;
	for (size_t i = 0; i < n; i++)
		ascii = ascii && (unsigned char)text.p[at + i] < 0x80;
	char *sought = malloc(n + 1);
	if (!sought)
		return 0;
	for (size_t i = 0; i < n; i++)
		sought[i] = (char)(ascii ? toupper((unsigned char)text.p[at + i]) : text.p[at + i]);
	struct fold *f = fold_new((struct span){sought, n});
	bool found = fold_find(f, text, NULL);
	if (ascii && !found)
		abort();
	fold_free(&f);
	free(sought);
	return 0;
}
