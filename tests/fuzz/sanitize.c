/* The sanitizer keeps its promises for any bytes. */
#include <stdio.h>
#include <stdlib.h>

#include "sanitize_promise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *broken = promise_broken((struct span){(const char *)data, n});

	if (broken) {
		fprintf(stderr, "broken: %s\n", broken);
		abort();
	}
	return 0;
}
