/* What tenet is measured beside: neomutt on a mailbox, tig on a repository, commands. */
#ifndef FIXTURE_OTHERS_H
#define FIXTURE_OTHERS_H

#include "fixture_bench.h"
#include "fixture_pty.h"

#define KEYS 300
#define COLUMNS 120
#define LINES 40
#define PAGE_DOWN "\033[6~"
/* A pause that says that a program which does not speak the idle protocol is done with a key. */
#define QUIET 20.0

/* What one key costs: milliseconds to the last byte, and bytes. */
struct reading {
	struct samples time, bytes;
};

/* Types one key, waits until it is answered and adds what it cost. */
void reading_take(struct reading *r, struct program *p, const char *key, enum pty_protocol how);
void reading_free(struct reading *r);

/* A program that runs until other_free; NULL when it is not installed. */
struct other {
	const char *name;
	struct program *program;
	double first_paint; /* ms */
	struct reading line, page;
};

void other_neomutt(struct other *o, const char *mailbox);
void other_tig(struct other *o, const char *repository);
void other_free(struct other *o);

/* Runs a command with its output thrown away; milliseconds from start to end. Ends the benchmark
 * when the command fails. */
double command_run(const char *const *argv);
/* Runs one for so many milliseconds, then sends it SIGINT; milliseconds until its end. */
double command_interrupt(const char *const *argv, int after);

#endif
