/* What the config commands share: whose settings, and how one is printed. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include <jansson.h>

#include "cli/command.h"
#include "store/config.h"

/* clang-format off */
#define OPTION_PERSONA \
	{"--persona", "NAME", "whose setting; may be left out where there is only one", NULL}
/* clang-format on */

/* One call at work: `fn` prints what it found or did. */
struct config_call {
	const struct call *call;
	struct db *db;
	struct arena *arena;
	struct persona persona;
};
typedef int config_work(struct config_call *x, struct err *e);
/* Opens the database, finds the persona and runs the work; returns the exit status. */
int config_run(const struct call *c, enum db_access access, config_work *work);

/* ERR_MISSING: the setting that the call names is not set. */
int config_missing(const struct config_call *x, struct err *e);
json_t *config_json(const struct persona *p, const struct setting *s);
/* "set", "partly hidden", … */
const char *config_state(const struct setting *s);
/* Adds a value to a table, at most some 60 characters of it. */
struct table;
void config_cell(struct table *t, const struct setting *s);

#endif
