/* Takes turns with other processes that migrate the same database. */
#include "lock.h"

#include <time.h>

#define PAUSE 50000000 /* ns */

/* How many pauses. */
static const int patience_of[] = {[MIGRATE_WAITS] = 4000, [MIGRATE_HURRIES] = 600};

void lock_pause(void)
{
	static const struct timespec pause = {.tv_nsec = PAUSE};

	(void)nanosleep(&pause, NULL);
}

/* The first number says what it is for. */
#define LOCK(function) \
	"SELECT " function "(1952804453, n.oid::int)" \
	" FROM pg_catalog.pg_namespace n WHERE n.nspname = current_schema()"

/* Given back at the end of the transaction. */
static const char try_lock[] = LOCK("pg_try_advisory_xact_lock");
static const char keep_lock[] = LOCK("pg_try_advisory_lock");
static const char release_lock[] = LOCK("pg_advisory_unlock");

/* Where there is no schema, nothing needs a lock: looking at it will say so. */
static int take(struct db *db, const char *sql, bool *taken, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);
	int row = st ? stmt_step(st, e) : -1;

	*taken = row == 0 || (row == 1 && col_int(st, 0) != 0);
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

int lock_begin(struct db *db, enum migrate_patience patience, struct err *e)
{
	bool taken = db_engine(db) == DB_SQLITE;

	for (int i = 0; i < patience_of[patience]; i++) {
		if (db_begin(db, e) != 0)
			return -1;
		if (!taken && take(db, try_lock, &taken, e) != 0)
			return -1;
		if (taken)
			return 0;
		db_rollback(db);
		lock_pause();
	}
	return err_set(e, ERR_BUSY, "somebody else is migrating %s", db_name(db));
}

/* CREATE INDEX CONCURRENTLY waits for every transaction that is open, however long that is. */
static const char wait_on[] =
	"SELECT set_config('tenet.lock_timeout', current_setting('lock_timeout'), false),"
	" set_config('tenet.statement_timeout', current_setting('statement_timeout'), false),"
	" set_config('lock_timeout', '0', false), set_config('statement_timeout', '0', false)";
static const char wait_as_before[] =
	"SELECT set_config('lock_timeout', current_setting('tenet.lock_timeout'), false),"
	" set_config('statement_timeout', current_setting('tenet.statement_timeout'), false)";

static int run(struct db *db, const char *sql, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);
	int row = st ? stmt_step(st, e) : -1;

	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

int lock_keep(struct db *db, struct err *e)
{
	bool taken;

	if (take(db, keep_lock, &taken, e) != 0)
		return -1;
	return run(db, wait_on, e);
}

void lock_release(struct db *db)
{
	struct err ignored = {0};
	bool released;

	/* A session that is gone has given everything back. */
	db_rollback(db);
	(void)run(db, wait_as_before, &ignored);
	(void)take(db, release_lock, &released, &ignored);
}
