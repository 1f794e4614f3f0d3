/* What every write asks of the session that it is made in. */
#ifndef STORE_SESSION_ROW_H
#define STORE_SESSION_ROW_H

#include "store/session.h"

struct session_end {
	char account_id[UUID_TEXT], name[SESSION_NAME];
	bool over; /* it was ended, or there is no such row */
	char by[SESSION_NAME]; /* who ended it; "": its own console */
};
int session_row_read(struct db *db, const char *id, struct session_end *out, struct err *e);

/* What the environment says of a place may be anything: as it is stored, or SPAN_NULL. */
struct span session_place_text(const struct db *db, const char *text);

/* ERR_DENIED when the session is stale, has a row that was ended, or lost it. */
int session_row_check(struct db *db, const struct session *s, struct err *e);

/* What one's own things need: no permission, but an account and a session that still stand. */
int session_check_own(struct db *db, const struct session *s, struct err *e);

#endif
