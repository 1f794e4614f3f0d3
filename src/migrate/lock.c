/* Takes turns with other processes that migrate the same database. */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"

#define PAUSE 50000000 /* ns */

/* How many pauses. */
static const int patience_of[] = {[MIGRATE_WAITS] = 4000, [MIGRATE_HURRIES] = 600};

int lock_refuse_stopped(const struct migrate_run *run, struct err *e)
{
	return run && run->stopped && run->stopped(run->arg)
		? err_set(e, ERR_CANCELLED, "cancelled")
		: 0;
}

static int pause_a_moment(const struct migrate_run *run, struct err *e)
{
	static const struct timespec pause = {.tv_nsec = PAUSE};

	(void)nanosleep(&pause, NULL);
	return lock_refuse_stopped(run, e);
}

static int pauses(const struct migrate_run *run)
{
	return patience_of[run ? run->patience : MIGRATE_WAITS];
}

static int say_busy(struct db *db, struct err *e)
{
	return err_set(e, ERR_BUSY, "somebody else is migrating %s", db_name(db));
}

/* The first number says what it is for. */
#define LOCK(function, number) \
	"SELECT " function "(" number ", n.oid::int)" \
	" FROM pg_catalog.pg_namespace n WHERE n.nspname = current_schema()"

static const char try_step[] = LOCK("pg_try_advisory_xact_lock", "1952804453");
static const char try_turn[] = LOCK("pg_try_advisory_lock", "1952804454");
static const char end_turn[] = LOCK("pg_advisory_unlock", "1952804454");

/* Where there is no schema, nothing needs a lock: looking at it will say so. */
static int ask(struct db *db, const char *sql, bool *taken, struct err *e)
{
	struct stmt *st = db_prepare(db, sql, e);
	int row = st ? stmt_step(st, e) : -1;

	*taken = row == 0 || (row == 1 && col_int(st, 0) != 0);
	stmt_done(&st);
	return row < 0 ? -1 : 0;
}

/* --- Turns. --- */

/* A folder that cannot be opened or locked keeps no order. */
static int open_folder(const char *file)
{
	const char *slash = strrchr(file, '/');
	struct str folder = {0};

	if (!slash)
		return -1;
	str_addn(&folder, file, slash == file ? 1 : (size_t)(slash - file));
	int fd = open(str_cstr(&folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	str_free(&folder);
	return fd;
}

static int try_once(struct turn *t, bool *taken, struct err *e)
{
	*taken = true;
	if (db_engine(t->db) == DB_POSTGRES) {
		if (db_pooled(t->db))
			return 0;
		if (ask(t->db, try_turn, taken, e) != 0)
			return -1;
		t->held = *taken;
	} else if (t->folder >= 0) {
		*taken = flock(t->folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
	}
	return 0;
}

int turn_take(struct db *db, const struct migrate_run *run, struct turn *out, struct err *e)
{
	const char *file = db_file(db);
	bool taken;

	*out = (struct turn){.db = db, .folder = file ? open_folder(file) : -1};
	for (int i = 0; i < pauses(run); i++) {
		if (try_once(out, &taken, e) != 0)
			break;
		if (taken)
			return 0;
		if (pause_a_moment(run, e) != 0)
			break;
	}
	turn_end(out);
	return say_busy(db, e);
}

int migrate_at_work(struct db *db, bool *out, struct err *e)
{
	const char *file = db_file(db);
	struct turn t = {.db = db, .folder = file ? open_folder(file) : -1};
	bool taken;
	int result = try_once(&t, &taken, e);

	turn_end(&t);
	*out = result == 0 && !taken;
	return result;
}

void turn_end(struct turn *t)
{
	struct err ignored = {0};
	bool ended;

	if (t->folder >= 0)
		close(t->folder);
	/* A session that is gone has given everything back. */
	if (t->held)
		(void)ask(t->db, end_turn, &ended, &ignored);
	t->folder = -1;
	t->held = false;
}

/* --- Steps. --- */

int lock_begin(struct db *db, const struct migrate_run *run, struct err *e)
{
	bool taken = db_engine(db) == DB_SQLITE;

	for (int i = 0; i < pauses(run); i++) {
		if (db_begin(db, e) != 0)
			return -1;
		if (!taken && ask(db, try_step, &taken, e) != 0)
			return -1;
		if (taken)
			return 0;
		db_rollback(db);
		if (pause_a_moment(run, e) != 0)
			return -1;
	}
	return say_busy(db, e);
}

static const char wait_long[] =
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

int lock_wait_long(struct db *db, struct err *e)
{
	return run(db, wait_long, e);
}

void lock_wait_as_before(struct db *db)
{
	struct err ignored = {0};

	(void)run(db, wait_as_before, &ignored);
}
