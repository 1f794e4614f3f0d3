/* Options that several lists take. */
#ifndef CLI_LIMIT_H
#define CLI_LIMIT_H

#include "cli/command.h"

/* --limit, SIZE_MAX for "all", 50 when it is not given; ERR_USAGE. */
int limit_read(const struct call *c, size_t *out, struct err *e);
/* Whether to say that rows were left out, and how to see them. A program that asked for so many
 * knows. */
bool limit_says(const struct call *c);
#define LIMIT_MORE "--limit N shows more, --limit all shows all"

#endif
