/* --sql of `tenet db upgrade` and `downgrade`. */
#ifndef CLI_DB_SCRIPT_H
#define CLI_DB_SCRIPT_H

#include "cli/command.h"

enum script_way { SCRIPT_UP, SCRIPT_DOWN };

/* Prints the SQL of the way that `word` says ("head", "0003:0005"), for the engine that --sql names
 * or else for that of the database, which is not opened. */
int db_script(const struct call *c, const char *word, enum script_way way, struct arena *a,
	struct err *e);

#endif
