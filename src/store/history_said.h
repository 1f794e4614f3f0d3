/* What the rows of a page of history say beside what they hold. */
#ifndef STORE_HISTORY_SAID_H
#define STORE_HISTORY_SAID_H

#include "store/history.h"

/* Fills in `said` of each audit row, and tells apart those of one minute. */
int history_say(struct db *db, struct arena *a, struct history_page *page, struct err *e);

#endif
