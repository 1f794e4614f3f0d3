/* The connection that callers see: finds the engine, and keeps prepared statements for the next
 * user. */
#include "db/db.h"

#include <stdio.h>
#include <string.h>

#include "file.h"
#include "module.h"

/* Only where the driver was linked (tests); else it is in the module. */
#pragma weak postgres_engine

static const struct engine *engine_for(const struct db_address *where, struct err *e)
{
	const struct engine *linked = &postgres_engine;

	if (where->engine == DB_SQLITE)
		return &sqlite_engine;
	return linked ? linked : module_engine(where, e);
}

static int opened(struct db **out, int rc)
{
	if (rc == 0)
		pthread_mutex_init(&(*out)->helped, NULL);
	return rc;
}

int db_open(const struct db_address *where, enum db_access access, struct db **out, struct err *e)
{
	const struct engine *engine = engine_for(where, e);

	*out = NULL;
	return engine ? opened(out, engine->open(where, access, out, e)) : -1;
}

int db_open_memory(const char *name, struct db **out, struct err *e)
{
	*out = NULL;
	return opened(out, sqlite_open_memory(name, out, e));
}

enum db_engine db_engine(const struct db *db)
{
	return db->engine->kind;
}

const char *db_name(const struct db *db)
{
	return db->name;
}

const char *db_call(const struct db *db)
{
	return db->call;
}

const char *db_file(const struct db *db)
{
	return db->engine->file ? db->engine->file(db) : NULL;
}

bool db_pooled(const struct db *db)
{
	return db->engine->pooled && db->engine->pooled(db);
}

bool db_read_only(const struct db *db)
{
	return db->read_only;
}

const char *db_library(const struct db *db)
{
	return db->library;
}

bool db_library_affected(const struct db *db)
{
	return db->library_affected;
}

void db_set_watch(struct db *db, const struct db_watch *w)
{
	db->watch = *w;
}

static void enter(struct db *db, enum db_call call)
{
	if (db->watch.enter)
		db->watch.enter(db->watch.arg, call);
}

static int leave(struct db *db, int rc)
{
	if (db->watch.leave)
		db->watch.leave(db->watch.arg);
	return rc;
}

void db_close(struct db **db)
{
	struct db *d = *db;

	if (!d)
		return;
	const struct db_watch watch = d->watch;
	enter(d, DB_CALL);
	for (size_t i = 0; i < CACHE_SIZE; i++)
		if (d->cache[i])
			d->engine->stmt_free(d->cache[i]);
	pthread_mutex_destroy(&d->helped);
	d->engine->close(d);
	*db = NULL;
	if (watch.leave)
		watch.leave(watch.arg);
	if (watch.end)
		watch.end(watch.arg);
}

void db_set_busy_timeout(struct db *db, int milliseconds)
{
	db->engine->set_busy_timeout(db, milliseconds);
}

void db_set_cache(struct db *db, int kib)
{
	if (db->engine->set_cache)
		db->engine->set_cache(db, kib);
}

void db_cancel(struct db *db)
{
	db->engine->cancel(db);
	pthread_mutex_lock(&db->helped);
	if (db->helper)
		db_cancel(db->helper);
	pthread_mutex_unlock(&db->helped);
}

void db_set_helper(struct db *db, struct db *helper)
{
	pthread_mutex_lock(&db->helped);
	db->helper = helper;
	pthread_mutex_unlock(&db->helped);
}

/* --- Statements. --- */

/* The slot for a new statement: an empty one, else the one unused for the longest time, else none.
 */
static struct stmt **cache_slot(struct db *db)
{
	struct stmt **oldest = NULL;

	for (size_t i = 0; i < CACHE_SIZE; i++) {
		struct stmt **slot = &db->cache[i];
		if (!*slot)
			return slot;
		if (!(*slot)->used && (!oldest || (*slot)->given_back < (*oldest)->given_back))
			oldest = slot;
	}
	return oldest;
}

static bool cached(const struct stmt *st)
{
	for (size_t i = 0; i < CACHE_SIZE; i++)
		if (st->db->cache[i] == st)
			return true;
	return false;
}

struct stmt *db_prepare(struct db *db, const char *sql, struct err *e)
{
	for (size_t i = 0; i < CACHE_SIZE; i++) {
		struct stmt *st = db->cache[i];
		if (st && !st->used && strcmp(st->sql, sql) == 0) {
			st->used = true;
			return st;
		}
	}
	enter(db, DB_CALL);
	struct stmt *st = db->engine->prepare(db, sql, e);
	leave(db, 0);
	if (!st)
		return NULL;
	st->used = true;
	struct stmt **slot = cache_slot(db);
	if (slot) {
		if (*slot)
			db->engine->stmt_free(*slot);
		*slot = st;
	}
	return st;
}

void stmt_done(struct stmt **st)
{
	struct stmt *s = *st;

	if (!s)
		return;
	*st = NULL;
	if (!cached(s)) {
		s->db->engine->stmt_free(s);
		return;
	}
	s->db->engine->reset(s);
	s->used = false;
	s->given_back = ++s->db->clock;
}

void db_forget(struct db *db)
{
	for (size_t i = 0; i < CACHE_SIZE; i++) {
		if (!db->cache[i] || db->cache[i]->used)
			continue;
		db->engine->stmt_free(db->cache[i]);
		db->cache[i] = NULL;
	}
}

void stmt_text(struct stmt *st, int param, struct span text)
{
	struct value v = {.type = text.p ? VALUE_TEXT : VALUE_NULL, .bytes = text};

	st->db->engine->bind(st, param, &v);
}

void stmt_blob(struct stmt *st, int param, struct span bytes)
{
	struct value v = {.type = bytes.p ? VALUE_BLOB : VALUE_NULL, .bytes = bytes};

	st->db->engine->bind(st, param, &v);
}

void stmt_int(struct stmt *st, int param, int64_t v)
{
	st->db->engine->bind(st, param, &(struct value){.type = VALUE_INT, .number = v});
}

void stmt_real(struct stmt *st, int param, double v)
{
	st->db->engine->bind(st, param, &(struct value){.type = VALUE_REAL, .real = v});
}

void stmt_null(struct stmt *st, int param)
{
	st->db->engine->bind(st, param, &(struct value){.type = VALUE_NULL});
}

int stmt_step(struct stmt *st, struct err *e)
{
	struct db *db = st->db;

	enter(db, DB_CALL);
	return leave(db, db->engine->step(st, e));
}

void stmt_stream(struct stmt *st)
{
	if (st->db->engine->stream)
		st->db->engine->stream(st);
}

void stmt_as_bytes(struct stmt *st)
{
	if (st->db->engine->as_bytes)
		st->db->engine->as_bytes(st);
}

int64_t stmt_changes(const struct stmt *st)
{
	return st->db->engine->changes(st);
}

int stmt_columns(const struct stmt *st)
{
	return st->db->engine->columns(st);
}

bool col_is_null(struct stmt *st, int col)
{
	return st->db->engine->is_null(st, col);
}

struct span col_text(struct stmt *st, int col)
{
	return st->db->engine->text(st, col);
}

struct span col_blob(struct stmt *st, int col)
{
	return st->db->engine->blob(st, col);
}

int64_t col_int(struct stmt *st, int col)
{
	return st->db->engine->integer(st, col);
}

double col_real(struct stmt *st, int col)
{
	return st->db->engine->real(st, col);
}

enum col_kind col_kind(struct stmt *st, int col)
{
	return st->db->engine->kind_of(st, col);
}

int db_exec(struct db *db, const char *sql, struct err *e)
{
	enter(db, DB_CALL);
	return leave(db, db->engine->exec(db, sql, e));
}

int db_exec_within(struct db *db, const char *sql, struct err *e)
{
	enter(db, DB_CALL);
	return leave(db, db->engine->exec_within(db, sql, e));
}

static bool goes_on(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

void db_first_words(const char *sql, char out[FIRST_WORDS])
{
	bool blank = true;
	size_t n = 0;

	for (; *sql && n < FIRST_WORDS - 16; sql++) {
		bool space = strchr(" \t\n", *sql);
		if (!space || !blank)
			out[n++] = space ? ' ' : *sql;
		blank = space;
	}
	if (goes_on(*sql))
		while (n > 0 && goes_on(out[--n]))
			;
	if (n > 0 && out[n - 1] == ' ')
		n--;
	snprintf(out + n, FIRST_WORDS - n, "%s", *sql ? "…" : "");
}

/* --- Transactions. --- */

int db_begin(struct db *db, struct err *e)
{
	enter(db, DB_CALL); /* it waits for the lock */
	return leave(db, db->engine->begin(db, TRANSACTION_WRITE, e));
}

int db_begin_read(struct db *db, struct err *e)
{
	enter(db, DB_CALL);
	return leave(db, db->engine->begin(db, TRANSACTION_READ, e));
}

int db_commit(struct db *db, struct err *e)
{
	enter(db, DB_CALL_COMMIT);
	int rc = leave(db, db->engine->commit(db, e));

	db->commits += rc == 0;
	return rc;
}

int64_t db_commits(const struct db *db)
{
	return db->commits;
}

void db_rollback(struct db *db)
{
	db->engine->rollback(db);
}

bool db_in_transaction(const struct db *db)
{
	return db->engine->in_transaction(db);
}

bool db_lost(const struct db *db)
{
	return db->engine->lost(db);
}

int db_reconnect(struct db *db, struct err *e)
{
	return db->engine->reconnect(db, e);
}

int db_data_version(struct db *db, int64_t *out, struct err *e)
{
	return db->engine->data_version(db, out, e);
}

bool db_watch_files(const struct db *db, int inotify)
{
	const char *path = db_file(db);

	return path && file_watch(path, inotify);
}

int64_t db_log_size(struct db *db)
{
	return db->engine->log_size(db);
}

int db_checkpoint(struct db *db, struct err *e)
{
	return db->engine->checkpoint(db, e);
}

int db_copy_into(struct db *db, const char *path, struct err *e)
{
	if (!db->engine->copy_into)
		return err_set(e, ERR_OTHER, "%s is not a file that could be copied", db->name);
	enter(db, DB_CALL);
	return leave(db, db->engine->copy_into(db, path, e));
}
