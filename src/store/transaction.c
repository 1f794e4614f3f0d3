/* Whole transactions, run again when they met another one. */
#include "transaction.h"

#include <sys/random.h>
#include <time.h>

#define TRIES 5
#define PAUSE 4 /* ms, about, before the second try; each further one may be twice as long */

/* Given back at the end of the transaction; the first number says what it is for. */
static const char wait_alone[] =
	"SELECT pg_advisory_xact_lock(1952804467, n.oid::int)"
	" FROM pg_catalog.pg_namespace n WHERE n.nspname = current_schema()";

static int begin(struct db *db, enum transaction_kind kind, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	/* On SQLite every writer is alone. */
	if (kind == TRANSACTION_ROWS || db_engine(db) == DB_SQLITE)
		return 0;
	return db_exec(db, wait_alone, e);
}

static int run_once(struct db *db, enum transaction_kind kind, transaction_work *work, void *arg,
	bool *in_doubt, struct err *e)
{
	int result = begin(db, kind, e);

	if (result == 0)
		result = work(db, arg, e);
	if (result == 0) {
		result = db_commit(db, e);
		*in_doubt = result < 0 && e->code == ERR_LOST;
	}
	db_rollback(db);
	return result < 0 ? -1 : 0;
}

/* Two that met once must not meet again. */
static void pause_before(int try)
{
	unsigned short chance = 0;
	long most = PAUSE * 1000000L << try;

	if (getrandom(&chance, sizeof(chance), GRND_NONBLOCK) != sizeof(chance))
		chance = 0x8000;
	nanosleep(&(struct timespec){.tv_nsec = most / 0x10000 * chance}, NULL);
}

int transaction_run(struct db *db, enum transaction_kind kind, transaction_work *work, void *arg,
	bool *in_doubt, struct err *e)
{
	struct err why;
	bool doubt = false;
	int result;

	for (int try = 0;; try++) {
		why = (struct err){0};
		result = run_once(db, kind, work, arg, &doubt, &why);
		if (result == 0 || why.code != ERR_RETRY || try + 1 == TRIES)
			break;
		pause_before(try);
	}
	if (in_doubt)
		*in_doubt = doubt;
	if (result == 0)
		return 0;
	err_set(e, why.code == ERR_RETRY ? ERR_BUSY : why.code, "%s", why.text);
	return why.hint[0] ? err_hint(e, "%s", why.hint) : -1;
}
