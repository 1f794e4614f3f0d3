/* Any bytes as JSON: what is spelled is what jansson reads, means the same, and is spelled the same
 * again. */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/migrate/canon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t flags = JSON_DECODE_ANY | JSON_REJECT_DUPLICATES;
	struct span text = {(const char *)data, size};
	struct str once = {0}, twice = {0};
	/* jansson takes a NUL for the end; a column that holds one is refused before. */
	if (memchr(data, '\0', size))
		return 0;
	const char *why = canon_json(text, &once);
	json_t *value = json_loadb(text.p, text.n, flags, NULL);

	/* jansson takes more: numbers that JSONB would not keep. */
	if (!why && !value)
		abort();
	if (why && !*why && value)
		abort();
	if (!why) {
		why = canon_json(str_span(&once), &twice);
		/* 1e20 is how 100000000000000000000.0 is spelled, which JSONB keeps with its point.
		 */
		if (why ? strcmp(why, "holds a whole number that does not fit 64 bits") != 0
			: !span_eq(str_span(&once), str_span(&twice)))
			abort();
	}
	json_decref(value);
	str_free(&once);
	str_free(&twice);
	return 0;
}
