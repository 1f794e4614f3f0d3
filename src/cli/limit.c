/* Options that several lists take. */
#include "limit.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_LIMIT 50

int limit_read(const struct call *c, size_t *out, struct err *e)
{
	const char *text = call_option(c, "--limit");
	char *end;

	*out = DEFAULT_LIMIT;
	if (!text)
		return 0;
	if (strcmp(text, "all") == 0) {
		*out = SIZE_MAX;
		return 0;
	}
	errno = 0;
	long long n = strtoll(text, &end, 10);
	if (errno == ERANGE && n > 0 && !*end)
		return err_set(e, ERR_USAGE, "%s: --limit %s is too large", c->command->name, text);
	if (errno || *end || end == text || n < 1)
		return err_set(e, ERR_USAGE,
			"%s: --limit \"%s\" is neither a number above 0 nor all", c->command->name,
			text);
	*out = (size_t)n;
	return 0;
}

bool limit_says(const struct call *c)
{
	return !call_option(c, "--limit") || isatty(STDOUT_FILENO);
}
