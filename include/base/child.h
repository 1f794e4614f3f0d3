/* A helper program of ours, run for one answer. */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stdatomic.h>
#include <stddef.h>

#include "base/err.h"
#include "base/span.h"
#include "base/str.h"

/*
 * Runs the program `name`, which stands beside the one that runs or in ../lib/tenet beside that,
 * gives it `input`, and appends to `out` what it writes until it ends. No PATH is searched, the
 * environment is empty but for LC_ALL=C, what it writes to standard error is lost, and no signal of
 * the terminal reaches it. After `ms` milliseconds, or `most` bytes, or soon after `stop` (NULL:
 * never) is set, it is killed. ERR_MISSING when it is not there, ERR_CANCELLED when it was to stop,
 * ERR_OTHER for all else that goes wrong; `out` may then hold something. May be called on any
 * thread, and blocks it.
 */
int child_run(const char *name, struct span input, int ms, size_t most, const atomic_bool *stop,
	struct str *out, struct err *e);

#endif
