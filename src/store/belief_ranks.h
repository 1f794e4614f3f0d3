/* How many edges and how much evidence each belief has, ordered, on SQLite. */
#ifndef STORE_BELIEF_RANKS_H
#define STORE_BELIEF_RANKS_H

#include "db/db.h"

/* One row a belief: both counts below zero, so that the most come first, its title's key and its
 * id; with an index in the order of each count, title and id. */
#define BELIEF_RANKS "temp.console_belief_ranks"

/* Makes the table true for what the database holds now. It lives with the connection and outside of
 * the database, so that a reader may do it, too; nothing is done while no data changed since. */
int belief_ranks_refresh(struct db *db, struct err *e);
/* Makes the table if there is none: a list that goes on keeps the order that it began with. */
int belief_ranks_keep(struct db *db, struct err *e);

#endif
