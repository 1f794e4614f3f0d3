/* The names in the database that a completion offers. */
#ifndef CLI_COMPLETION_NAMES_H
#define CLI_COMPLETION_NAMES_H

#include "cli/command.h"

/* What they name, as the scripts ask for it: "accounts", "personas", "settings"; ended by NULL. */
extern const char *const completion_kinds[];

/* Prints them, one a line, for whoever presses Tab: within a second or not at all, and whatever
 * fails is silent. Nothing is asked for and nothing written. */
void completion_names(const struct call *c, const char *kind);

#endif
