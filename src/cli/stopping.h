/* Ctrl-C while a connection works: what it runs is cancelled, instead of the program. */
#ifndef CLI_STOPPING_H
#define CLI_STOPPING_H

#include <pthread.h>
#include <stdatomic.h>

#include "db/db.h"

struct stopping {
	struct db *db;
	int signals, end; /* descriptors */
	pthread_t thread;
	atomic_bool stopped;
};

/* From here to stopping_end, SIGINT, SIGTERM and SIGHUP cancel what the connection runs. The
 * struct may not move meanwhile. */
int stopping_begin(struct stopping *s, struct db *db, struct err *e);
void stopping_end(struct stopping *s);
/* Whether one of them came. */
bool stopping_asked(const struct stopping *s);

#endif
