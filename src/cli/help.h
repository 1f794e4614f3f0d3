/* Help text, made from the tables. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/str.h"
#include "cli/command.h"

/* Everything; the commands that begin with `group`; one command with its options. */
void help_all(struct str *out);
void help_group(struct str *out, const char *group);
void help_command(struct str *out, const struct command *cmd);

/* The page of section 1 that a command stands in: "tenet-posts". */
const char *command_page(const struct command *cmd);
/* The help of an option and the values that it takes. */
void option_help(struct str *out, const struct option_spec *o);

#endif
