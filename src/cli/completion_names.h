/* The names that a completion offers. */
#ifndef CLI_COMPLETION_NAMES_H
#define CLI_COMPLETION_NAMES_H

#include "cli/command.h"

/*
 * Prints the names of one kind ("accounts", "revisions", …) for whoever presses Tab, one a line,
 * with a tab and what it is behind it where there is more to say: at most 200 that begin with
 * `typed`, letters of ASCII in either case; a filter goes on from it. What a name depends on stands
 * in the line, whose words follow those two in the call. Within a second or not at
 * all, and whatever fails is silent; nothing is asked for and nothing written. False: no such kind.
 */
bool completion_names(const struct call *c, const char *kind, const char *typed);

#endif
