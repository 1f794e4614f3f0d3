/* What the db commands share: the database of one call, where it stands, and who changes that. */
#ifndef CLI_DB_PLACE_H
#define CLI_DB_PLACE_H

#include <jansson.h>

#include "base/str.h"
#include "cli/command.h"
#include "migrate/migrate.h"
#include "migrate/records.h"

struct place {
	struct arena a;
	struct db_address where;
	struct db *db;
	struct migration_set set;
	struct migration_state state;
	bool at_work; /* somebody runs the step that did not end yet */
	bool half_copied; /* a copy into it was not finished */
};

/* Opens the database as it is: unlike command_open it makes no table of the console's. */
int place_open(const struct call *c, enum db_access access, struct place *p, struct err *e);
/* The same for a command that writes whatever it finds: with the two refusals below. */
int place_open_to_write(
	const struct call *c, enum db_access access, struct place *p, struct err *e);
/* The same for who is about to say what is true of a database that contradicts itself. */
int place_open_recorded(const struct call *c, struct place *p, struct err *e);
void place_close(struct place *p);

/* ERR_READONLY under --read-only, and for a database that takes no writes once it is open. */
int place_refuse_read_only(const struct call *c, const struct place *p, struct err *e);
/* An error where a copy was not finished: its keys and indices are not all there to be changed. */
int place_refuse_half(const struct place *p, struct err *e);

/* The revision it is at, or "base". */
const char *place_revision(const struct place *p);
/* "pending", "missing" (neither made nor a file), "begun", or how the step of the set, from 0, came
 * to be there; `r` is its record or NULL. */
const char *place_step_state(const struct place *p, size_t i, const struct migration_record *r);
/* Adds "0008 (head), beside the agent's own 7c2e41f09ab3". */
void place_say(const struct place *p, struct str *out);
json_t *place_json(const struct place *p);
/* Reads again where it stands, and prints it behind `before`. */
int place_print_end(const struct call *c, struct place *p, const char *before, struct err *e);

/* An admin, once there are accounts to log in to; nobody before that. */
int place_log_in(const struct call *c, struct place *p, struct session *out, struct err *e);
/* Writes to the log of events, where there is one. */
int place_record(struct place *p, const struct session *s, const char *kind, const char *subject,
	struct err *e);

/* Copies a file that holds rows, and says where to; not with --no-backup. For `before` of a
 * migrate_run: nobody can write meanwhile, so that it is what the first step finds. */
int place_back_up(const struct call *c, struct place *p, struct err *e);

/* Prints `question` and asks for yes on the terminal. 0 when --yes was given or yes was typed;
 * ERR_CANCELLED; ERR_USAGE with `otherwise` where nobody can be asked. */
int place_ask(const struct call *c, const char *question, const char *otherwise, const char *hint,
	struct err *e);

#endif
