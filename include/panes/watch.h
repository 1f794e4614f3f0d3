/* Sees within a second or two that somebody else changed the data: files tell that they were
 * written, a server is asked once a second. Keeps the log short, brings a lost connection back, and
 * tells when the session was ended, its role changed, or others came or went. */
#ifndef PANES_WATCH_H
#define PANES_WATCH_H

#include "panes/console.h"
#include "tui/loop.h"

/* Embedded. `changed` runs on the UI thread. */
struct watch {
	struct console *console;
	struct loop *loop;
	void (*changed)(void *arg);
	void (*ended)(void *arg, const char *why); /* this session was, or its account */
	void *arg;
	int files; /* an inotify descriptor for those of the database, or -1 */
	bool listening; /* the loop waits for it */
	int64_t version; /* of the data, as last seen; 0: not yet */
	int64_t commits; /* of this console, when the session was last looked at */
	int pause; /* ms until the next try to connect */
	uint64_t keys; /* pressed, up to the one whose time was last written */
	int64_t seen; /* time_monotonic of that one */
	int64_t looked; /* time_monotonic of the last look at the session ... */
	int64_t looked_since; /* ... and which one it was, by its `since` */
	int64_t ended_since; /* the session that `ended` was called for, by its `since` */
};

/* Begins, once the database is open; it goes on until loop and worker end. */
void watch_start(struct watch *w);
/* Behind the end of the worker; also of one that never began. */
void watch_end(struct watch *w);

#endif
