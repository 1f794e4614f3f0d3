/* Ctrl-C while something is at work: that is stopped first, and the program when the command has
 * said what became of it. */
#ifndef CLI_STOPPING_H
#define CLI_STOPPING_H

#include <pthread.h>
#include <stdatomic.h>

#include "db/db.h"

/* Whether SIGINT, SIGTERM or SIGHUP came, and waits for the end of the command. */
bool stopping_came(void);
/* At the end of a command: what came ends the program. */
void stopping_end_program(void);

struct stopping {
	struct db *db;
	pthread_t caller;
	int signals, end; /* descriptors */
	pthread_t thread;
	atomic_bool stopped;
};

/* From here to stopping_end they cancel what the connection runs, or, where `db` is NULL, end the
 * caller's read or write that waits, with EINTR. The struct may not move meanwhile. */
int stopping_begin(struct stopping *s, struct db *db, struct err *e);
void stopping_end(struct stopping *s);
/* Whether one of them came. */
bool stopping_asked(const struct stopping *s);

#endif
