/* What db copy, export and import show while they work and when they are done. */
#ifndef CLI_COPYING_H
#define CLI_COPYING_H

#include "cli/command.h"
#include "migrate/copy.h"
#include "stopping.h"

#define OPTION_ON_BAD \
	{"--on-bad", "WHAT", \
		"where one of the engines could not hold a row, stop (default) or leave it out", \
		copying_choices}, \
	{ \
		"--reject-file", "FILE", "where rejected rows go (default: rejected.jsonl)", NULL \
	}
extern const char *const copying_choices[];

/* A bar on a terminal, else a line a table, on standard error; and Ctrl-C. */
struct copying {
	const char *verb; /* "copied" */
	bool ascii;
	size_t columns; /* of the terminal, 0: none */
	bool drawn;
	int64_t phase_began, last; /* time_monotonic */
	int64_t calls;
	int phase;
	const char *what;
	bool begun;
	struct stopping stopping;
};

/* Fills in the options of the call. */
int copying_options(struct copying *c, const struct call *call, const char *verb,
	struct copy_options *out, struct err *e);
/* db_open, which may take a while; what follows draws its own bar. */
int copying_open(const struct call *call, const struct db_address *where, enum db_access access,
	struct db **out, struct err *e);
/* From here to copying_end Ctrl-C ends the work, and the program when it is reported. */
int copying_begin(struct copying *c, struct err *e);
void copying_end(struct copying *c);

/* "row" or "rows". */
const char *copying_rows(int64_t n);

/* Prints what there is to say of `result`, and of the error, which may be none; returns the exit
 * status. */
int copying_report(const struct call *call, const char *source, const char *target,
	const struct copy_options *o, const struct copy_result *result, const struct err *e);
/* An error for a command that writes, under --read-only. */
int copying_refuse_read_only(const struct call *call, struct err *e);

#endif
