/* Any bytes as a value of the audit log: never a failure, and what is given out can be read. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "model/audit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct span s)
{
	if (s.p && (s.p[s.n] != '\0' || !utf8_valid(s)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span column = {size ? (const char *)data : "", size};
	struct arena a = {0};
	struct audit_value v;

	audit_value_read(column, &a, &v);
	check(v.text);
	check(v.status);
	if (v.raw.n != size || (!v.readable && (v.text.p || v.status.p || !isnan(v.confidence))))
		abort();
	arena_free(&a);
	return 0;
}
