/* What the commands that change beliefs share: opening, logging in, and the report. */
#ifndef CLI_BELIEFS_STEER_H
#define CLI_BELIEFS_STEER_H

#include <jansson.h>

#include "commands.h"
#include "store/steer.h"

/* clang-format off */
#define OPTION_REASON {"--reason", "T", "why " OPTION_NEEDED "; it stands in the audit log", NULL}
#define OPTION_DRY_RUN {"--dry-run", NULL, "say what would change, and keep nothing of it", NULL}
#define STEER_OPTIONS OPTION_REASON, OPTION_DRY_RUN, OPTION_LOGIN, OPTION_JSON, OPTION_END
/* clang-format on */

struct steer_call {
	const struct call *call;
	struct db *db;
	struct session session;
	struct arena arena;
	bool dry; /* all but the commit */
};
typedef int steer_call_fn(struct steer_call *s, struct err *e);

/* Opens the database, logs in, and runs; returns the exit status. */
int steer_command(const struct call *c, steer_call_fn *fn);
/* The belief that an operand names. */
int steer_named(struct steer_call *s, const char *name, struct steer_belief *out, struct err *e);
/* --reason, or SPAN_NULL. */
struct span steer_reason(const struct steer_call *s);
/* The number from 0 to 1 that an option gives; `out` stays as it is without it. ERR_USAGE says
 * what was not `done`. */
int steer_number(
	const struct call *c, const char *option, const char *done, double *out, struct err *e);
/* The same, checked before anybody logs in; then runs `fn`. Returns the exit status. */
int steer_command_number(
	const struct call *c, const char *option, const char *done, steer_call_fn *fn);
/* The hint for an error that says that the reason is missing. */
void steer_hint_reason(const struct steer_call *s, struct err *e);

/* Says of which belief or edge what was not done. Returns -1. */
int steer_failed(const struct steer_call *s, const char *id, const char *done, struct err *e);

/* Makes the change and says "nudged" what, and from where to where.
 */
int steer_make(struct steer_call *s, const struct steer_belief *b, const struct steer_change *c,
	const char *done, struct err *e);
/* A value of the audit row, as JSON throughout. */
json_t *steer_value_json(struct span value);
/* {"update_id", "belief_id", "dry_run", "old", "new"}; the last two are taken. */
int steer_print_json(const struct steer_call *s, const char *update_id, const char *belief_id,
	json_t *before, json_t *after);
/* "would have " in a dry run. */
const char *steer_would(const struct steer_call *s);

#endif
