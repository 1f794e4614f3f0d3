/* SQLite behind the engine table: the only file that sees sqlite3.h. */
#include <errno.h>
#include <math.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/fold.h"
#include "base/str.h"
#include "base/time.h"
#include "engine.h"
#include "file.h"

#define BUSY_TIMEOUT 5000
#define COPY_STEPS 1000 /* of SQLite between two looks whether a copy was cancelled */
#define BUSY_STEP 10 /* ms: how soon a cancelled wait ends */
#define CHECKPOINT_WAIT 5 /* ms */
#define WAL_WAIT 200 /* ms */

struct sqlite {
	struct db db;
	sqlite3 *handle;
	int busy_timeout;
	int64_t busy_since;
	bool checkpointing;
	char refused[64]; /* by the authorizer: the words */
	atomic_bool cancelled; /* since the call that runs now began */
};

struct sqlite_stmt {
	struct stmt st;
	sqlite3_stmt *handle;
	int *place; /* SQLite's number of placeholder $N: it counts by first appearance */
	int places;
	int bind_result; /* the first bind that failed */
	int bind_param;
	bool running; /* stepped since the last reset */
	int64_t changes;
};

static struct sqlite *sqlite_of(const struct db *db)
{
	return (struct sqlite *)db;
}

static struct sqlite_stmt *stmt_of(const struct stmt *st)
{
	return (struct sqlite_stmt *)st;
}

/* --- Errors. --- */

static const struct {
	int code;
	const char *name;
} io_errors[] = {
	{SQLITE_IOERR_READ, "read"},
	{SQLITE_IOERR_SHORT_READ, "short read"},
	{SQLITE_IOERR_WRITE, "write"},
	{SQLITE_IOERR_FSYNC, "fsync"},
	{SQLITE_IOERR_DIR_FSYNC, "fsync of the folder"},
	{SQLITE_IOERR_TRUNCATE, "truncate"},
	{SQLITE_IOERR_FSTAT, "fstat"},
	{SQLITE_IOERR_LOCK, "lock"},
	{SQLITE_IOERR_RDLOCK, "read lock"},
	{SQLITE_IOERR_UNLOCK, "unlock"},
	{SQLITE_IOERR_DELETE, "delete"},
	{SQLITE_IOERR_ACCESS, "access"},
	{SQLITE_IOERR_CLOSE, "close"},
	{SQLITE_IOERR_SHMOPEN, "open of the -shm file"},
	{SQLITE_IOERR_SHMSIZE, "growth of the -shm file"},
	{SQLITE_IOERR_SHMMAP, "map of the -shm file"},
	{SQLITE_IOERR_DATA, "checksum"},
	{SQLITE_IOERR_CORRUPTFS, "file system"},
};

static const char *io_error_name(int code)
{
	for (size_t i = 0; i < sizeof(io_errors) / sizeof(io_errors[0]); i++)
		if (io_errors[i].code == code)
			return io_errors[i].name;
	return "I/O";
}

/* What the system said. A commit that fails does not pass it on, but the log's file remembers. */
static int system_error(struct sqlite *s, int rc, const char *sql)
{
	sqlite3_file *log = NULL;
	int error = 0;

	if (sql && (rc == SQLITE_IOERR_WRITE || rc == SQLITE_IOERR_FSYNC) &&
		sqlite3_file_control(s->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) ==
			SQLITE_OK &&
		log && log->pMethods)
		log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
	return error ? error : sqlite3_system_errno(s->handle);
}

static int fail_io(struct sqlite *s, int rc, const char *sql, struct err *e)
{
	int os_error = system_error(s, rc, sql);

	if (os_error == ENOSPC || os_error == EDQUOT)
		return err_set(e, ERR_FULL, "the disk of %s is full", s->db.name);
	return err_set(e, ERR_OTHER, "%s: %s failed%s%s (SQLite error %d)", s->db.name,
		io_error_name(rc), os_error ? ": " : "", os_error ? strerror(os_error) : "", rc);
}

/* Turns the result of the handle's last call into an error. `sql` may be NULL. */
static int fail(struct sqlite *s, int rc, const char *sql, struct err *e)
{
	const char *name = s->db.name, *why = sqlite3_errmsg(s->handle);
	char words[FIRST_WORDS];

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		if (atomic_load(&s->cancelled))
			return err_set(e, ERR_CANCELLED, "cancelled");
		return err_set(e, ERR_BUSY, "%s is locked by another process", name);
	case SQLITE_INTERRUPT: return err_set(e, ERR_CANCELLED, "cancelled");
	case SQLITE_FULL: return err_set(e, ERR_FULL, "the disk of %s is full", name);
	case SQLITE_IOERR: return fail_io(s, rc, sql, e);
	case SQLITE_CORRUPT: return err_set(e, ERR_CORRUPT, "%s is damaged: %s", name, why);
	case SQLITE_NOTADB: return err_set(e, ERR_CORRUPT, "%s is not a database", name);
	case SQLITE_READONLY: return err_set(e, ERR_READONLY, "%s cannot be written", name);
	case SQLITE_NOMEM: die_of_memory(0);
	case SQLITE_AUTH:
		return err_set(
			e, ERR_OTHER, "%s: %s is refused within a transaction", name, s->refused);
	default: break;
	}
	enum err_code code = (rc & 0xff) == SQLITE_CONSTRAINT ? ERR_CONSTRAINT : ERR_OTHER;
	if (!sql)
		return err_set(e, code, "%s: %s", name, why);
	db_first_words(sql, words);
	return err_set(e, code, "%s: %s (in: %s)", name, why, words);
}

/* --- Waiting and cancelling. --- */

static int busy(void *arg, int tries)
{
	struct sqlite *s = arg;
	int64_t now = time_monotonic();

	if (tries == 0)
		s->busy_since = now;
	int64_t left = s->busy_since + s->busy_timeout * INT64_C(1000) - now;
	if (left > 0 && !atomic_load(&s->cancelled)) {
		int64_t step = tries < BUSY_STEP ? tries + 1 : BUSY_STEP;
		if (step * 1000 > left)
			step = left / 1000 + 1;
		nanosleep(&(struct timespec){.tv_nsec = (long)step * 1000000}, NULL);
		return 1;
	}
	/* A checkpoint that does not get the writer's lock goes on as a passive one, which is the
	 * one that can lose a commit (DESIGN: one file, several writers); an interrupt stops it
	 * before its first page. */
	if (s->checkpointing)
		sqlite3_interrupt(s->handle);
	return 0;
}

static void set_busy_timeout(struct db *db, int milliseconds)
{
	sqlite_of(db)->busy_timeout = milliseconds;
}

static void set_cache(struct db *db, int kib)
{
	char sql[48];

	snprintf(sql, sizeof(sql), "PRAGMA cache_size=-%d", kib);
	sqlite3_exec(sqlite_of(db)->handle, sql, NULL, NULL, NULL); /* it only makes faster */
}

static void cancel(struct db *db)
{
	struct sqlite *s = sqlite_of(db);

	atomic_store(&s->cancelled, true);
	sqlite3_interrupt(s->handle);
}

/* --- Statements. --- */

/* Reads the numbers of $1, $2 … out of the statement. */
static int find_places(struct sqlite_stmt *st, struct err *e)
{
	int n = sqlite3_bind_parameter_count(st->handle);

	for (int i = 1; i <= n; i++) {
		const char *name = sqlite3_bind_parameter_name(st->handle, i);
		char *end = NULL;
		long number = name && name[0] == '$' ? strtol(name + 1, &end, 10) : 0;
		if (number < 1 || number > 999 || *end)
			return err_set(e, ERR_OTHER, "the placeholder %s is not of the form $1",
				name ? name : "?");
		if (number > st->places) {
			st->place = xrealloc(st->place, (size_t)number * sizeof(int));
			for (int k = st->places; k < number; k++)
				st->place[k] = 0;
			st->places = (int)number;
		}
		st->place[number - 1] = i;
	}
	return 0;
}

static void stmt_release(struct stmt *stmt)
{
	struct sqlite_stmt *st = stmt_of(stmt);

	sqlite3_finalize(st->handle);
	free(st->place);
	free(st->st.sql);
	free(st);
}

static struct stmt *prepare(struct db *db, const char *sql, struct err *e)
{
	struct sqlite *s = sqlite_of(db);
	sqlite3_stmt *handle = NULL;

	atomic_store(&s->cancelled, false);
	int rc = sqlite3_prepare_v3(s->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
	if (rc != SQLITE_OK) {
		fail(s, rc, sql, e);
		return NULL;
	}
	struct sqlite_stmt *st = xcalloc(1, sizeof(*st));
	st->st.db = db;
	st->st.sql = xstrdup(sql);
	st->handle = handle;
	if (find_places(st, e) != 0) {
		stmt_release(&st->st);
		return NULL;
	}
	return &st->st;
}

static void reset(struct stmt *stmt)
{
	struct sqlite_stmt *st = stmt_of(stmt);

	/* Both only repeat what the last step said. */
	sqlite3_reset(st->handle);
	sqlite3_clear_bindings(st->handle);
	st->bind_result = SQLITE_OK;
	st->running = false;
	st->changes = 0;
}

static int bind_value(sqlite3_stmt *handle, int place, const struct value *v)
{
	switch (v->type) {
	case VALUE_TEXT:
		return sqlite3_bind_text64(
			handle, place, v->bytes.p, v->bytes.n, SQLITE_STATIC, SQLITE_UTF8);
	case VALUE_BLOB:
		return sqlite3_bind_blob64(handle, place, v->bytes.p, v->bytes.n, SQLITE_STATIC);
	case VALUE_INT: return sqlite3_bind_int64(handle, place, v->number);
	case VALUE_REAL: return sqlite3_bind_double(handle, place, v->real);
	case VALUE_NULL: break;
	}
	return sqlite3_bind_null(handle, place);
}

static void bind(struct stmt *stmt, int param, const struct value *v)
{
	struct sqlite_stmt *st = stmt_of(stmt);
	int place = param >= 1 && param <= st->places ? st->place[param - 1] : 0;
	int rc = place ? bind_value(st->handle, place, v) : SQLITE_RANGE;

	if (rc != SQLITE_OK && st->bind_result == SQLITE_OK) {
		st->bind_result = rc;
		st->bind_param = param;
	}
}

static int fail_bind(struct sqlite_stmt *st, struct err *e)
{
	char words[FIRST_WORDS];

	db_first_words(st->st.sql, words);
	return err_set(e, ERR_OTHER, "cannot bind $%d: %s (in: %s)", st->bind_param,
		sqlite3_errstr(st->bind_result), words);
}

static int step(struct stmt *stmt, struct err *e)
{
	struct sqlite_stmt *st = stmt_of(stmt);
	struct sqlite *s = sqlite_of(stmt->db);

	if (st->bind_result != SQLITE_OK)
		return fail_bind(st, e);
	if (!st->running)
		atomic_store(&s->cancelled, false);
	else if (atomic_load(&s->cancelled))
		return err_set(e, ERR_CANCELLED, "cancelled");
	st->running = true;
	int rc = sqlite3_step(st->handle);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		return fail(s, rc, st->st.sql, e);
	st->running = false;
	st->changes = sqlite3_stmt_readonly(st->handle) ? 0 : sqlite3_changes64(s->handle);
	return 0;
}

static int64_t changes(const struct stmt *st)
{
	return stmt_of(st)->changes;
}

static int columns(const struct stmt *st)
{
	return sqlite3_column_count(stmt_of(st)->handle);
}

static bool is_null(struct stmt *st, int col)
{
	return sqlite3_column_type(stmt_of(st)->handle, col) == SQLITE_NULL;
}

static struct span column_bytes(struct stmt *st, int col, const void *p)
{
	if (!p)
		p = "";
	return (struct span){p, (size_t)sqlite3_column_bytes(stmt_of(st)->handle, col)};
}

static struct span column_text(struct stmt *st, int col)
{
	if (is_null(st, col))
		return SPAN_NULL;
	return column_bytes(st, col, sqlite3_column_text(stmt_of(st)->handle, col));
}

static struct span column_blob(struct stmt *st, int col)
{
	if (is_null(st, col))
		return SPAN_NULL;
	return column_bytes(st, col, sqlite3_column_blob(stmt_of(st)->handle, col));
}

static int64_t column_int(struct stmt *st, int col)
{
	return sqlite3_column_int64(stmt_of(st)->handle, col);
}

static double column_real(struct stmt *st, int col)
{
	return is_null(st, col) ? NAN : sqlite3_column_double(stmt_of(st)->handle, col);
}

static enum col_kind kind_of(struct stmt *st, int col)
{
	switch (sqlite3_column_type(stmt_of(st)->handle, col)) {
	case SQLITE_TEXT: return COL_TEXT;
	case SQLITE_BLOB: return COL_BLOB;
	case SQLITE_INTEGER: return COL_INT;
	case SQLITE_FLOAT: return COL_REAL;
	default: return COL_NULL;
	}
}

/* --- Transactions. --- */

static int exec(struct db *db, const char *sql, struct err *e)
{
	struct sqlite *s = sqlite_of(db);

	atomic_store(&s->cancelled, false);
	int rc = sqlite3_exec(s->handle, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : fail(s, rc, sql, e);
}

/* Those that only look, for functions of tables (pragma_table_info) and for what SQLite itself asks
 * as it alters a table or makes one of FTS5. */
static bool only_looks(const char *pragma, const char *value)
{
	static const char *const looking[] = {"table_info", "table_xinfo", "table_list",
		"index_list", "index_info", "index_xinfo", "foreign_key_list", "foreign_key_check",
		"quick_check", "integrity_check", "collation_list", "data_version"};

	for (size_t i = 0; i < sizeof(looking) / sizeof(looking[0]); i++)
		if (sqlite3_stricmp(pragma, looking[i]) == 0)
			return true;
	return !value && sqlite3_stricmp(pragma, "page_size") == 0;
}

/* https://www.sqlite.org/c3ref/set_authorizer.html */
static int authorize(void *arg, int action, const char *first, const char *second,
	const char *schema, const char *trigger)
{
	struct sqlite *s = arg;
	const char *word;

	(void)schema;
	(void)trigger;
	switch (action) {
	case SQLITE_TRANSACTION: word = ""; break;
	case SQLITE_SAVEPOINT: word = "SAVEPOINT "; break;
	case SQLITE_ATTACH: word = "ATTACH "; break;
	case SQLITE_DETACH: word = "DETACH "; break;
	case SQLITE_PRAGMA:
		if (only_looks(first, second))
			return SQLITE_OK;
		word = "PRAGMA ";
		break;
	default: return SQLITE_OK;
	}
	snprintf(s->refused, sizeof(s->refused), "%s%s", word, first ? first : "");
	return SQLITE_DENY;
}

static int exec_within(struct db *db, const char *sql, struct err *e)
{
	struct sqlite *s = sqlite_of(db);

	sqlite3_set_authorizer(s->handle, authorize, s);
	int result = exec(db, sql, e);
	sqlite3_set_authorizer(s->handle, NULL, NULL);
	return result;
}

/* Whether another file, or none, stands where the database was opened. */
static bool has_moved(struct sqlite *s)
{
	int moved = 0;

	return sqlite3_file_control(s->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
		SQLITE_OK &&
		moved;
}

static int begin(struct db *db, enum transaction kind, struct err *e)
{
	/* SQLite would begin a read transaction instead, and fail later. */
	if (kind == TRANSACTION_WRITE && db->read_only)
		return err_set(e, ERR_READONLY, "%s cannot be written", db->name);
	/* SQLite would write to the file that nobody finds again. */
	if (kind == TRANSACTION_WRITE && has_moved(sqlite_of(db))) {
		err_set(e, ERR_LOST, "%s was moved or deleted while it was open", db->name);
		return err_hint(e, "put it back, or start again");
	}
	return exec(db, kind == TRANSACTION_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", e);
}

static bool in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(sqlite_of(db)->handle);
}

static void rollback(struct db *db)
{
	/* SQLite may have rolled back by itself, and a rollback that fails leaves nothing behind
	 * that a commit could write; one that was cancelled leaves the transaction open. */
	for (int rc = SQLITE_INTERRUPT; rc == SQLITE_INTERRUPT && in_transaction(db);)
		rc = sqlite3_exec(sqlite_of(db)->handle, "ROLLBACK", NULL, NULL, NULL);
}

static int commit(struct db *db, struct err *e)
{
	int result = exec(db, "COMMIT", e);

	if (result == 0 && in_transaction(db))
		result = err_set(e, ERR_OTHER, "%s: the transaction did not end", db->name);
	if (result != 0)
		rollback(db);
	return result;
}

/* A file is there, or it is not: each call finds out by itself. */
static bool lost(const struct db *db)
{
	(void)db;
	return false;
}

static int reconnect(struct db *db, struct err *e)
{
	(void)db;
	(void)e;
	return 0;
}

static int data_version(struct db *db, int64_t *out, struct err *e)
{
	struct stmt *st = db_prepare(db, "PRAGMA data_version", e);
	int row = st ? stmt_step(st, e) : -1;

	if (row == 1)
		*out = column_int(st, 0);
	stmt_done(&st);
	return row == 1 ? 0 : -1;
}

static int64_t log_size(struct db *db)
{
	const char *file = sqlite3_db_filename(sqlite_of(db)->handle, "main");
	struct stat st;

	return file && *file && stat(sqlite3_filename_wal(file), &st) == 0 ? st.st_size : 0;
}

static int checkpoint(struct db *db, struct err *e)
{
	struct sqlite *s = sqlite_of(db);
	int timeout = s->busy_timeout;

	if (db->read_only || in_transaction(db))
		return 0;
	for (sqlite3_stmt *st = NULL; (st = sqlite3_next_stmt(s->handle, st));)
		if (sqlite3_stmt_busy(st))
			return 0;
	atomic_store(&s->cancelled, false);
	s->checkpointing = true;
	s->busy_timeout = CHECKPOINT_WAIT;
	int rc = sqlite3_wal_checkpoint_v2(s->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	s->busy_timeout = timeout;
	s->checkpointing = false;
	int kind = rc & 0xff;
	if (kind == SQLITE_OK || kind == SQLITE_BUSY || kind == SQLITE_LOCKED ||
		kind == SQLITE_INTERRUPT)
		return 0;
	return fail(s, rc, NULL, e);
}

/* --- The function that statements may call. --- */

static void free_sought(void *sought)
{
	struct fold *f = sought;

	fold_free(&f);
}

static struct span value_text(sqlite3_value *value)
{
	const unsigned char *p = sqlite3_value_text(value);

	return (struct span){(const char *)p, (size_t)sqlite3_value_bytes(value)};
}

/* What is sought is a constant of the statement: it is folded for the first row alone. */
static void contains(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct sqlite *s = sqlite3_user_data(context);
	struct fold *kept = sqlite3_get_auxdata(context, 1);
	struct fold *sought = kept ? kept : fold_new(value_text(values[1]));

	(void)n;
	sqlite3_result_int(context, fold_find(sought, value_text(values[0]), &s->cancelled));
	if (!kept)
		sqlite3_set_auxdata(context, 1, sought, free_sought);
}

static int add_functions(struct sqlite *s, struct err *e)
{
	int rc = sqlite3_create_function_v2(s->handle, "console_contains", 2,
		SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, s, contains, NULL, NULL,
		NULL);

	return rc == SQLITE_OK ? 0 : fail(s, rc, NULL, e);
}

static const char *file_path(const struct db *db)
{
	const char *path = sqlite3_db_filename(sqlite_of(db)->handle, "main");

	return path ? path : "";
}

static int is_cancelled(void *arg)
{
	return atomic_load(&((struct sqlite *)arg)->cancelled);
}

/* VACUUM does not run in a transaction, and the caller may be in one: a second handle sees what is
 * committed. SQLite itself opens it, because closing a file takes away all of a process's locks on
 * it (https://www.sqlite.org/howtocorrupt.html, "Posix advisory locks canceled"). A handle that may
 * not write cannot copy a table with a check and a generated column; this one writes nothing: it
 * leaves the log alone, too. */
static int copy_into(struct db *db, const char *path, struct err *e)
{
	struct sqlite *s = sqlite_of(db);
	struct sqlite copy = {.db = {.name = db->name}, .busy_timeout = s->busy_timeout};
	sqlite3_stmt *st = NULL;

	atomic_init(&copy.cancelled, false);
	int rc = sqlite3_open_v2(sqlite3_db_filename(s->handle, "main"), &copy.handle,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (!copy.handle)
		die_of_memory(0);
	sqlite3_db_config(copy.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_busy_handler(copy.handle, busy, &copy);
	atomic_store(&s->cancelled, false);
	sqlite3_progress_handler(copy.handle, COPY_STEPS, is_cancelled, s);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(copy.handle, "VACUUM INTO ?1", -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_DONE)
		rc = SQLITE_OK;
	int result = rc == SQLITE_OK ? 0 : fail(&copy, rc, "VACUUM INTO", e);
	sqlite3_finalize(st);
	sqlite3_close(copy.handle);
	return result;
}

/* --- Opening. --- */

static void close_handle(struct sqlite *s)
{
	/* With every statement finalized this cannot fail. */
	sqlite3_close(s->handle);
	s->handle = NULL;
}

static void close_db(struct db *db)
{
	struct sqlite *s = sqlite_of(db);

	close_handle(s);
	free(s->db.name);
	free(s->db.call);
	free(s);
}

/* Runs a PRAGMA; `out` (may be NULL) gets its first value, or "". */
static int pragma(struct sqlite *s, const char *sql, char out[32], struct err *e)
{
	struct stmt *st = prepare(&s->db, sql, e);
	int row = st ? step(st, e) : -1;

	if (out)
		snprintf(out, 32, "%s", row == 1 ? column_text(st, 0).p : "");
	if (st)
		stmt_release(st);
	return row < 0 ? -1 : 0;
}

static const char *const settings[] = {
	"PRAGMA foreign_keys=ON",
	"PRAGMA synchronous=FULL",
	"PRAGMA wal_autocheckpoint=0",
	"PRAGMA mmap_size=0",
	"PRAGMA cache_size=-256",
	"PRAGMA trusted_schema=OFF",
};

static int set_up(struct sqlite *s, struct err *e)
{
	char value[32];

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (pragma(s, settings[i], NULL, e) != 0)
			return -1;
	if (pragma(s, "PRAGMA foreign_keys", value, e) != 0)
		return -1;
	if (strcmp(value, "1") != 0)
		return err_set(e, ERR_OTHER, "this SQLite does not enforce foreign keys");
	return 0;
}

/* An empty file stays empty until somebody asks for a database in it. */
static int switch_to_wal(struct sqlite *s, enum db_access access, struct err *e)
{
	char mode[32], pages[32];

	if (s->db.read_only || access == DB_MEMORY || access == DB_AS_IT_IS)
		return 0;
	if (pragma(s, "PRAGMA journal_mode", mode, e) != 0 ||
		pragma(s, "PRAGMA page_count", pages, e) != 0)
		return -1;
	if (strcmp(mode, "wal") == 0 || (access != DB_CREATE && strcmp(pages, "0") == 0))
		return 0;
	struct err refused = {0};
	s->busy_timeout = WAL_WAIT;
	int result = pragma(s, "PRAGMA journal_mode=WAL", NULL, &refused);
	s->busy_timeout = BUSY_TIMEOUT;
	if (result == 0 || refused.code == ERR_BUSY)
		return 0; /* somebody works in it; the next one to open it switches */
	return err_set(e, refused.code, "%s", refused.text);
}

/* How the file is opened: `immutable` looks at nothing but the file, and at it only once. */
enum opening { OPEN_WRITABLE, OPEN_READ_ONLY, OPEN_IMMUTABLE };

static int open_handle(struct sqlite *s, const char *path, enum opening how, struct err *e)
{
	struct str uri = {0};
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

	flags |= how == OPEN_WRITABLE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	if (how == OPEN_IMMUTABLE) {
		flags |= SQLITE_OPEN_URI;
		file_uri(path, &uri);
		str_add(&uri, "?immutable=1");
		path = str_cstr(&uri);
	}
	int rc = sqlite3_open_v2(path, &s->handle, flags, NULL);
	str_free(&uri);
	if (!s->handle)
		die_of_memory(0);
	sqlite3_busy_handler(s->handle, busy, s);
	if (rc != SQLITE_OK)
		return fail(s, rc, NULL, e);
	s->db.read_only = sqlite3_db_readonly(s->handle, "main") == 1;
	if (set_up(s, e) != 0 || add_functions(s, e) != 0)
		return -1;
	/* The first read: only now are header, locks and the files beside it looked at. */
	return pragma(s, "PRAGMA schema_version", NULL, e);
}

/*
 * A database in WAL mode needs a -shm file, which nobody can make in a folder that takes no writes.
 * When there is no -wal file either, all content is in the file itself and nobody has it open.
 */
static int open_read_only(struct sqlite *s, const char *path, struct err *e)
{
	struct err first = {0};

	if (open_handle(s, path, OPEN_READ_ONLY, &first) == 0)
		return 0;
	int rc = sqlite3_extended_errcode(s->handle) & 0xff;
	if (rc != SQLITE_CANTOPEN && rc != SQLITE_READONLY)
		return err_set(e, first.code, "%s", first.text);
	if (file_has(path, "-wal"))
		return err_set(e, ERR_OTHER,
			"cannot open %s: it has a log (-wal) that is read through a -shm file, and"
			" no right to make that",
			s->db.name);
	close_handle(s);
	return open_handle(s, path, OPEN_IMMUTABLE, e);
}

static void explain_damage(struct sqlite *s, const char *path, struct err *e)
{
	int64_t size, expected;

	if (!e || e->code != ERR_CORRUPT || !file_cut_off(path, &size, &expected))
		return;
	err_clear(e);
	err_set(e, ERR_CORRUPT,
		"cannot open %s: the database is damaged (cut off: %lld of %lld bytes are there)",
		s->db.name, (long long)size, (long long)expected);
	err_hint(e, "go back to a backup; `sqlite3 FILE .recover` reads what is left");
}

static bool has_wal_reset_bug(int version)
{
	return version >= 3007000 && version <= 3051002 && version != 3044006 && version != 3050007;
}

static struct sqlite *new_connection(const struct db_address *where)
{
	struct sqlite *s = xcalloc(1, sizeof(*s));

	s->db.engine = &sqlite_engine;
	s->db.name = xstrdup(where->name);
	s->db.call = xstrdup(db_address_call(where));
	s->db.library_affected = has_wal_reset_bug(sqlite3_libversion_number());
	snprintf(s->db.library, sizeof(s->db.library), "SQLite %s", sqlite3_libversion());
	s->busy_timeout = BUSY_TIMEOUT;
	atomic_init(&s->cancelled, false);
	return s;
}

int sqlite_open_memory(const char *name, struct db **out, struct err *e)
{
	struct sqlite *s = new_connection(&(struct db_address){.name = name});

	if (open_handle(s, ":memory:", OPEN_WRITABLE, e) != 0) {
		close_db(&s->db);
		return -1;
	}
	*out = &s->db;
	return 0;
}

static int open_db(
	const struct db_address *where, enum db_access access, struct db **out, struct err *e)
{
	enum file_access file;

	if (access == DB_MEMORY)
		file = FILE_WRITABLE;
	else if (file_examine(where, access, &file, e) != 0)
		return -1;
	struct sqlite *s = new_connection(where);
	struct err why = {0};
	const char *path = access == DB_MEMORY ? ":memory:" : where->target;
	int result = file == FILE_WRITABLE ? open_handle(s, path, OPEN_WRITABLE, &why)
					   : open_read_only(s, path, &why);
	if (result == 0)
		result = switch_to_wal(s, access, &why);
	if (result == 0) {
		*out = &s->db;
		return 0;
	}
	explain_damage(s, where->target, &why);
	close_db(&s->db);
	return err_take(e, &why);
}

const struct engine sqlite_engine = {
	.kind = DB_SQLITE,
	.open = open_db,
	.close = close_db,
	.set_busy_timeout = set_busy_timeout,
	.set_cache = set_cache,
	.cancel = cancel,
	.prepare = prepare,
	.reset = reset,
	.stmt_free = stmt_release,
	.bind = bind,
	.step = step,
	.changes = changes,
	.columns = columns,
	.is_null = is_null,
	.text = column_text,
	.blob = column_blob,
	.integer = column_int,
	.real = column_real,
	.kind_of = kind_of,
	.exec = exec,
	.exec_within = exec_within,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.in_transaction = in_transaction,
	.lost = lost,
	.reconnect = reconnect,
	.data_version = data_version,
	.log_size = log_size,
	.checkpoint = checkpoint,
	.copy_into = copy_into,
	.file = file_path,
};
