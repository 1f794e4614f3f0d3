/* A command of the command line as a table entry. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "db/db.h"
#include "store/session.h"
#include "tui/draw.h"

/* Exit statuses of D5. */
enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_WRONG_USAGE = 2,
	EXIT_NOT_ALLOWED = 3,
	EXIT_TOO_LATE = 4
};

/* Options that every command takes, read by main. */
struct globals {
	const char *database; /* --database or NULL */
	const char *migrations; /* --migrations or NULL */
	const char *theme;
	bool read_only, restricted, ascii, plain, mouse, outside;
};

/* Stands in the help of an option without which its command is refused, whatever else is said. */
#define OPTION_NEEDED "(needed)"

struct option_spec {
	const char *name; /* "--status" */
	const char *value; /* "S" names the value, "[S]": may be left out, NULL: a switch */
	const char *help;
	const char *const *choices; /* for completion and checking; NULL-terminated, or NULL */
};

/* The options of struct globals as a table, for main's parser, the help and the completions; ended
 * by a NULL name. */
extern const struct option_spec global_options[];

/* The parsed words of one call. Values are found by option name. */
struct call {
	const struct command *command;
	const struct globals *globals;
	const char **words; /* operands */
	int n;
	const char *option_values[16]; /* by position in command->options; "" for a switch that is
					  set */
};
/* What the terminal takes, by --ascii and the locale. */
enum glyph_set command_glyphs(const struct call *c);
/* The value of an option, NULL when it was not given. */
const char *call_option(const struct call *c, const char *name);

struct command {
	const char *name; /* "posts list": one or two words */
	const char *operands; /* "ID…" for the usage line, "" for none, "a|b" when these are all */
	int min, max; /* how many operands; max -1: any */
	const char *help; /* one sentence, no full stop */
	const struct option_spec *options; /* ended by a NULL name; --json, --user and --password-fd
					      stand here where the command takes them */
	const char *manual; /* "5 tenet": the page that says more, or NULL for that of its group */
	const char *signs; /* what those in its table mean, or NULL */
	const char *exits; /* what an exit status of its own means ("1 when …"), or NULL */
	bool agents_only; /* reads the agent's tables alone: the console's may be missing */
	int (*run)(const struct call *c); /* returns an exit status */
};

/* All commands, ended by NULL. */
extern const struct command *const commands[];

/* Runs the command whose first word is argv[0] (the global options are behind us) and returns its
 * exit status; no words at all print the help. Prints errors, those of standard output included. */
int command_main(int argc, char **argv, const struct globals *g);

/* Prints "tenet: what: why" and the hint line; returns the exit status that belongs to the code. */
int command_fail(const struct err *e);

/*
 * Opens the database and checks that it is ready (migrate_ready); prints its notice to stderr.
 * DB_READ_WRITE is for commands that write: ERR_READONLY under --read-only or when the file takes
 * no writes. DB_READ_ONLY is for those that read; they still open for writing where they may,
 * because a database that the agent migrated gets the console's own tables when it is first opened.
 */
int command_open(const struct call *c, enum db_access access, struct arena *a, struct db **out,
	struct err *e);

/* Logs in for a writing command: --user (else $USER), password from --password-fd, else asked on
 * the terminal without echo. Nobody while accounts_setting_up. ERR_DENIED also for an account that
 * must change its password first. */
int command_login(const struct call *c, struct db *db, struct session *out, struct err *e);
/* The same without the two exceptions: somebody logs in, whoever must change a password included.
 */
int command_authenticate(const struct call *c, struct db *db, struct session *out, struct err *e);

/* For commands that read, and may read what is somebody's own: who --user names logs in; nobody
 * without it. */
int command_reader(const struct call *c, struct db *db, struct session *out, struct err *e);

/* A password from the descriptor that the option `fd_option` ("--password-fd") names (one line of
 * at most 4096 bytes; the next call reads the next line), else from the terminal; a new one, to
 * `confirm`, twice, unless password_check refuses it. NUL-terminated. Wipe it with password_wipe;
 * free it. */
int command_password(const struct call *c, const char *fd_option, const char *prompt, bool confirm,
	char **out, size_t *n, struct err *e);

#endif
