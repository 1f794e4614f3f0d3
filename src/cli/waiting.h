/* A command that waits for its database says so on the terminal, and for how long. */
#ifndef SRC_CLI_WAITING_H
#define SRC_CLI_WAITING_H

#include "cli/command.h"
#include "db/db.h"

/* From now on until the database is closed. Nothing where standard error is no terminal; nothing
 * before 0.3 s. What was said is gone before the command goes on. */
void waiting_begin(struct db *db, const struct call *c);

#endif
