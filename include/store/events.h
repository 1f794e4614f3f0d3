/* console_events: logins, account, config and migration events. Append-only. */
#ifndef STORE_EVENTS_H
#define STORE_EVENTS_H

#include "db/db.h"
#include "store/session.h"

/* `kind` like "login", "account.add"; `subject` what it was about; `detail` free text or SPAN_NULL.
 * `s` may be NULL (nobody). Inside the caller's transaction. */
int events_add(struct db *db, const struct session *s, const char *kind, struct span subject,
	struct span detail, struct err *e);

/* The same with an id that the caller made. */
int events_add_as(struct db *db, const struct session *s, const char *id, const char *kind,
	struct span subject, struct span detail, struct err *e);

/* The same in a transaction of its own. */
int events_record(struct db *db, const struct session *s, const char *kind, struct span subject,
	struct span detail, struct err *e);

#endif
