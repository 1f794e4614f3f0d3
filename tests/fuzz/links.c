/* Any bytes as a Markdown text: every warning lies in the text and names two hosts. */
#include <stdint.h>
#include <stdlib.h>

#include "model/links.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads every byte, so that the sanitizers see a wrong length. */
static unsigned sum(struct span s)
{
	unsigned all = 0;

	for (size_t i = 0; i < s.n; i++)
		all += (unsigned char)s.p[i];
	return all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct link_warning w[8];
	volatile unsigned read = 0;
	size_t n = links_check((struct span){size ? (const char *)data : "", size}, &a, w,
		sizeof(w) / sizeof(w[0]));

	for (size_t i = 0; i < n; i++) {
		if (w[i].at + w[i].n > size || w[i].shown.n == 0 || w[i].host.n == 0)
			abort();
		read += sum(w[i].shown) + sum(w[i].host);
	}
	(void)read;
	arena_free(&a);
	return 0;
}
