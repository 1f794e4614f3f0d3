/* Making and opening databases for our own store. */
#include "fixture_ours.h"

#include "fixture_others.h"

void bench_upgrade(const char *tenet, const char *database)
{
	const char *const command[] = {
		tenet, "--database", database, "db", "upgrade", "head", NULL};

	command_run(command);
}

struct db *bench_open(const char *target, enum db_access access, struct arena *a)
{
	struct db_address where;
	struct db *db = NULL;
	struct err e = {0};

	if (db_address_parse(target, a, &where, &e) < 0 || db_open(&where, access, &db, &e) < 0)
		bench_fail("%s", e.text);
	return db;
}
