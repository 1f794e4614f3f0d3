/* The words of a call: which command, its options, its operands. */
#ifndef CLI_PARSE_H
#define CLI_PARSE_H

#include "cli/command.h"

/* True when the command's name is `first` alone, or `first` and `second`. */
bool command_is(const struct command *cmd, const char *first, const char *second);
/* True when `first` is the first of two words in some command's name. */
bool command_is_group(const char *first);

/* The command that argv begins with, and how many of its words are the name. NULL and ERR_USAGE
 * with the nearest name as hint. */
const struct command *command_find(int argc, char **argv, int *used, struct err *e);

/* What the operand in this place, from 0, is called, without the signs around it; behind
 * the last one, as that. */
struct span operand_name(const char *operands, int place);

/*
 * Reads options and operands behind the name. Options are long, `--name value` or `--name=value`;
 * `--` ends them; what begins with a sign and a digit is an operand. A value that may be left
 * out is taken from the next word when that is one of its choices. Returns 1 when help was asked
 * for, 0 when the call can run, -1 with ERR_USAGE.
 */
int call_parse(const struct command *cmd, int argc, char **argv, const struct globals *g,
	struct arena *a, struct call *out, struct err *e);

#endif
