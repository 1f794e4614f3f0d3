/* Our own store, called without a console. */
#ifndef FIXTURE_OURS_H
#define FIXTURE_OURS_H

#include "base/arena.h"
#include "db/db.h"
#include "fixture_bench.h"

/* Makes or brings up a database, by the program `tenet`. */
void bench_upgrade(const char *tenet, const char *database);
/* Opens it, or ends the benchmark. */
struct db *bench_open(const char *target, enum db_access access, struct arena *a);

#endif
