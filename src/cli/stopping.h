/* Ctrl-C while something is at work: it is stopped, instead of the program. */
#ifndef CLI_STOPPING_H
#define CLI_STOPPING_H

#include <pthread.h>
#include <stdatomic.h>

#include "db/db.h"

/* From here to stopping_release, SIGINT, SIGTERM and SIGHUP do not end the program. Returns a
 * descriptor, which can be read once one of them came; -1: an error. */
int stopping_hold(struct err *e);
/* Whether one came since the last question. */
bool stopping_came(int signals);
/* Forgets those that came meanwhile. */
void stopping_release(int signals);

struct stopping {
	struct db *db;
	int signals, end; /* descriptors */
	pthread_t thread;
	atomic_bool stopped;
};

/* From here to stopping_end they cancel what the connection runs. The struct may not move
 * meanwhile. */
int stopping_begin(struct stopping *s, struct db *db, struct err *e);
void stopping_end(struct stopping *s);
/* Whether one of them came. */
bool stopping_asked(const struct stopping *s);

#endif
