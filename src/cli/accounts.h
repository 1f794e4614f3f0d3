/* What the commands about accounts share. */
#ifndef CLI_ACCOUNTS_H
#define CLI_ACCOUNTS_H

#include <jansson.h>

#include "cli/command.h"
#include "store/accounts.h"

/* A row, with its terms. */
json_t *account_json(const struct account *x);
/* Says what was done to the account of this name: a sentence, or its row. `one_time` (or NULL) is
 * the pass phrase that it was given. */
int account_report(const struct call *c, struct db *db, struct arena *a, const char *verb,
	struct span name, const char *one_time, struct err *e);

/* Opens the database for writing and runs the rest, whose error it prints. */
typedef int account_write(const struct call *c, struct db *db, struct arena *a, struct err *e);
int account_write_with(const struct call *c, account_write *fn);

#endif
