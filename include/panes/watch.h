/* Asks once a second whether somebody else changed the data, keeps the log short, and brings a lost
 * connection back. */
#ifndef PANES_WATCH_H
#define PANES_WATCH_H

#include "panes/console.h"
#include "tui/loop.h"

/* Embedded. `changed` runs on the UI thread. */
struct watch {
	struct console *console;
	struct loop *loop;
	void (*changed)(void *arg);
	void *arg;
	int64_t version; /* of the data, as last seen; 0: not yet */
	int pause; /* ms until the next try to connect */
};

/* Begins, once the database is open; it goes on until loop and worker end. */
void watch_start(struct watch *w);

#endif
