/* Help text, made from the tables. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/str.h"
#include "cli/command.h"

/* Everything; the commands that begin with `group`; one command with its options. */
void help_all(struct str *out);
void help_group(struct str *out, const char *group);
void help_command(struct str *out, const struct command *cmd);

#endif
