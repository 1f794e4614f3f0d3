/* Options that several lists take. */
#ifndef CLI_LIMIT_H
#define CLI_LIMIT_H

#include "cli/command.h"

/* --limit, 50 when it is not given; ERR_USAGE. */
int limit_read(const struct call *c, size_t *out, struct err *e);

#endif
