/* What a restricted console may not do. */
#ifndef SRC_MAIN_RESTRICTED_H
#define SRC_MAIN_RESTRICTED_H

#include "base/arena.h"
#include "base/err.h"
#include "cli/command.h"

/*
 * Sets `g->restricted` where a mark asks for it: a file `restricted` of root's in the folder of the
 * database, or /etc/tenet/restricted. If the console is restricted and its environment is not
 * clean, the program starts anew with one that is, and this does not return. -1 with ERR_DENIED for
 * what such a console may not do; `command` is the command that was asked for, or NULL.
 */
int restricted_begin(
	struct globals *g, const char *command, char **argv, struct arena *a, struct err *e);

/* What is said at the login to somebody who asked for a command as well; NULL: nobody did. */
const char *restricted_note(void);

#endif
