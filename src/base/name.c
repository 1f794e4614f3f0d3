/* Folding and composing names through utf8proc. */
#include "base/name.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/utf8.h"

void name_form(struct span name, struct str *out)
{
	utf8proc_uint8_t *form = NULL;
	utf8proc_ssize_t n = -1;

	str_clear(out);
	if (name.n > 0 && utf8_valid(name))
		n = utf8proc_map((const utf8proc_uint8_t *)name.p, (utf8proc_ssize_t)name.n, &form,
			UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
	if (n >= 0)
		str_addn(out, (const char *)form, (size_t)n);
	else
		str_adds(out, name);
	free(form);
}
