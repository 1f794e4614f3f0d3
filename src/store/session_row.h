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

/* ERR_DENIED when the session has a row that was ended, or lost it. */
int session_row_check(struct db *db, const struct session *s, struct err *e);

#endif
