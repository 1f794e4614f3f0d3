/* Where the walks' databases come from. */
#ifndef TESTS_TUI_FIXTURE_DATABASE_H
#define TESTS_TUI_FIXTURE_DATABASE_H

#include "tui/fixture_walk.h"

/* Opens the database of a walk as the agent left it, and says how the console is to call it. */
void database_make_sqlite(struct walk *w);
void database_make_postgres(struct walk *w);
/* One without a table, which is not opened. */
void database_make_empty(struct walk *w);

#endif
