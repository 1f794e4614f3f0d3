/* The console on its pseudo-terminal, and the way in. */
#ifndef FIXTURE_CONSOLE_H
#define FIXTURE_CONSOLE_H

#include "fixture_others.h"

struct program *console_start(const char *tenet, const char *database, int columns);
/* Logs in and returns the milliseconds from the last Enter to the first rows; `marker` stands in
 * them. */
double console_login(struct program *p, const char *marker);

#endif
