/* Any bytes as a filter: it parses or says where it does not, and what it says holds. */
#include "model/filter.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {size ? (const char *)data : "", size};
	struct arena a = {0};
	struct filter f;
	struct err e = {0};

	if (filter_parse(text, &a, &f, &e) == 0) {
		for (size_t i = 0; i < f.n; i++)
			if (f.terms[i].value.n == 0 || f.terms[i].column == 0 ||
				f.terms[i].column > size)
				abort();
		const char *status = filter_status(&f);
		if (status && status[0] == '\0')
			abort();
	} else if (e.code != ERR_USAGE || strncmp(e.text, "column ", 7) != 0) {
		abort();
	}
	arena_free(&a);
	return 0;
}
