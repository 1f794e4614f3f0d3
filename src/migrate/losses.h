/* What is said of rows that a way through the migrations would lose. */
#ifndef MIGRATE_LOSSES_H
#define MIGRATE_LOSSES_H

#include "migrate/migrate.h"
#include "scan.h"
#include "step.h"

struct losses {
	struct db *db;
	const struct migration_set *set;
	struct arena *a;
	struct migrate_losses *out;
	struct str told; /* each loss as "\ntable.column\n", so that it is told once */
	struct err *e;
};

/* Whether this loss was told already; from now on it counts as told. `column` NULL: of rows. */
bool losses_told(struct losses *l, struct span table, struct span column);
/* Adds one in words; what they are about is `what`, whose own text is not looked at. */
void losses_say(struct losses *l, struct migrate_loss what, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Calls `visit` with each step of the way, in order. */
typedef int losses_visit(void *arg, const struct migration *m, enum direction way);
int losses_walk(struct losses *l, const struct migration_state *now, size_t target,
	losses_visit *visit, void *arg);

/*
 * Tells what statements lose whose words do not say it (DELETE, UPDATE, TRUNCATE, DO, CALL, …):
 * where there are any, the way is run in a transaction that is rolled back, and rows are counted
 * before and after each of them, cascades included. What cannot be run beforehand is told as that.
 */
int losses_try(struct losses *l, const struct migration_state *now, size_t target);

#endif
