/* The names that a completion offers. */
#ifndef CLI_COMPLETION_NAMES_H
#define CLI_COMPLETION_NAMES_H

#include "cli/command.h"

/*
 * Prints the names of one kind ("accounts", "revisions", …) for whoever presses Tab, one a line,
 * with a tab and what it is behind it where there is more to say. `typed` is what stands there so
 * far, which the filters go on from; the others leave it to the shell. Within a second or not at
 * all, and whatever fails is silent; nothing is asked for and nothing written. False: no such kind.
 */
bool completion_names(const struct call *c, const char *kind, const char *typed);

#endif
