/* A command that waits says so on the terminal, and for how long; Ctrl-C, SIGTERM and
 * SIGHUP end it with a word. */
#ifndef SRC_CLI_WAITING_H
#define SRC_CLI_WAITING_H

#include "cli/command.h"
#include "db/db.h"

/*
 * One line on standard error where that is a terminal, not before 0.3 s, and gone before the
 * command goes on. From the first of these calls until nobody waits any more these signals say
 * what is kept, and then end the program as they always do.
 */

/* db_open; each call to the database counts as a wait until it is closed. */
int waiting_open(const struct call *c, const struct db_address *where, enum db_access access,
	struct db **out, struct err *e);
/* From here to waiting_end the command is at work, and writes nothing. */
void waiting_begin(const struct call *c);
void waiting_end(void);

#endif
