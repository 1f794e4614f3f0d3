/*
 * One database connection and its prepared statements, the same for both engines.
 * A connection belongs to one thread; only db_cancel may be called from another.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

struct db;
struct stmt;

/*
 * On SQLite statements may call console_contains(text, sought): 1 when the text holds what is
 * sought by the rule of base/fold.h, 0 when not or when the text is NULL. Statements only: no index
 * and no trigger may, because the agent has to write without it.
 */
enum db_engine { DB_SQLITE, DB_POSTGRES };

enum db_access {
	DB_READ_WRITE, /* must exist */
	DB_AS_IT_IS, /* the same, and SQLite's journal mode stays: for what is rolled back */
	DB_READ_ONLY, /* never writes, whatever the file allows */
	DB_CREATE, /* made when it is missing (`tenet db upgrade`) */
	DB_MEMORY, /* SQLite: a new one in memory, whatever the target says */
};

/*
 * Where the data is, from any of the forms of D5: a path, sqlite:///path, sqlite+aiosqlite:///path,
 * postgresql://…, postgresql+asyncpg://…. `name` is what people are shown (never a password);
 * `target` what the engine opens. Both in the arena. ERR_USAGE, without repeating it, also for what
 * seems to mean a server and is no URL ("host=… password=…", "postgresql:/…"): it would become the
 * name of a file; one that is really named so is ./….
 */
struct db_address {
	enum db_engine engine;
	const char *target;
	const char *name;
	const char *call; /* in hints: "tenet --database FILE"; NULL: "tenet" */
};
int db_address_parse(const char *text, struct arena *a, struct db_address *out, struct err *e);
/* Whether a text means a server, as settings ("host=…") or as a URL or nearly one: it may hold a
 * password, so that no file may be named so, and no message may repeat it. */
bool db_address_means_server(const char *text);
/* Writes stars over the passwords in a command-line argument, which other users can see in the list
 * of processes, and over all behind the first : or = of what is nearly a URL; parse it first, or a
 * copy. */
void db_address_hide(char *argument);
/* --database (or NULL), else TENET_DATABASE, DATABASE_URL, $XDG_DATA_HOME/tenet/tenet.db,
 * ~/.local/share/tenet/tenet.db. */
int db_address_find(const char *option, struct arena *a, struct db_address *out, struct err *e);

/*
 * Opens. Errors say what is wrong and what to do: missing, a directory, not a database, damaged,
 * locked, no right to read. A file that cannot be written opens read-only when `access` is
 * DB_READ_WRITE; ask db_read_only. SQLite: busy timeout 5 s (db_set_busy_timeout), foreign keys on,
 * WAL, synchronous=FULL, no automatic checkpoint, no mmap. PostgreSQL: UTC, the search path public,
 * a statement's time 30 s (not for DB_CREATE) and a lock's 5 s, where nobody else set them; opens
 * read-only when the server takes no writes. ERR_LOST: it is not there, or not yet; ERR_DENIED,
 * ERR_MISSING: it says no, and trying again is no use. A password stands in no message.
 */
int db_open(const struct db_address *where, enum db_access access, struct db **out, struct err *e);
/* An SQLite database of its own in memory, gone when it is closed; `name` stands in messages. */
int db_open_memory(const char *name, struct db **out, struct err *e);
void db_close(struct db **db);

enum db_engine db_engine(const struct db *db);
const char *db_name(const struct db *db);
/* For hints: how to call tenet so that it takes this database, "tenet --database FILE". */
const char *db_call(const struct db *db);
/* SQLite: the whole path of the file, "" in memory; PostgreSQL: NULL. Borrowed. */
const char *db_file(const struct db *db);
/* PostgreSQL: a proxy lends sessions of the server, so that what is set in one may not last. */
bool db_pooled(const struct db *db);
/* On PostgreSQL it may change with db_reconnect, and with db_data_version when a standby took over.
 */
bool db_read_only(const struct db *db);
/* Version of the library, e.g. "SQLite 3.40.1", and whether it has the WAL-reset bug (D2). */
const char *db_library(const struct db *db);
bool db_library_affected(const struct db *db);
/* Who is told, on the thread that calls, before and after each call that may take long, and in the
 * end that there will be no more. */
enum db_call { DB_CALL, DB_CALL_COMMIT };
struct db_watch {
	void (*enter)(void *arg, enum db_call call);
	void (*leave)(void *arg);
	void (*end)(void *arg);
	void *arg;
};
void db_set_watch(struct db *db, const struct db_watch *w);
void db_set_busy_timeout(struct db *db, int milliseconds);
/* How many KiB of pages a SQLite connection keeps; nothing elsewhere. 256 after opening. */
void db_set_cache(struct db *db, int kib);

/*
 * Interrupts what the connection runs now: that call fails with ERR_CANCELLED, a wait for a lock
 * within 10 ms. Safe from another thread while the connection is open. A call forgets, as it
 * begins, what was cancelled before it; so a cancel that comes between two calls, or in the very
 * moment in which one begins, has no effect, and one that comes while a call ends may find it done.
 * Between the rows of one statement it does have effect: the next step fails. db_commit that
 * returned 0 was not cancelled.
 */
void db_cancel(struct db *db);
/* From here on db_cancel(db) cancels `helper`, too, which works for it; NULL before that is closed.
 */
void db_set_helper(struct db *db, struct db *helper);

/*
 * A prepared statement with $1, $2 … placeholders; the cache compares the text of `sql` with its
 * own copy. NULL on error. Give it back with stmt_done, which resets it for the next user. Errors
 * carry the statement's first words.
 */
struct stmt *db_prepare(struct db *db, const char *sql, struct err *e);
void stmt_done(struct stmt **st);
/* Forgets the prepared statements that nobody uses now, for when tables and types were made anew
 * under them (PostgreSQL knows types by number). */
void db_forget(struct db *db);

/* Bind by placeholder number, from 1. Text is copied or used until the statement is reset: it must
 * live until stmt_done. A NULL span binds NULL. */
void stmt_text(struct stmt *st, int param, struct span text);
void stmt_blob(struct stmt *st, int param, struct span bytes);
void stmt_int(struct stmt *st, int param, int64_t v);
void stmt_real(struct stmt *st, int param, double v);
void stmt_null(struct stmt *st, int param);

/* One step: 1 a row stands ready, 0 finished, -1 error. A failed bind is reported here. */
int stmt_step(struct stmt *st, struct err *e);
/* Before the first step: rows come one by one instead of all at once, for a result that memory need
 * not hold. No other call to the database until the last row, or stmt_done. */
void stmt_stream(struct stmt *st);
/* Before the first step, where every column is a text or a blob: blobs come as bytes instead of two
 * digits each, which a PostgreSQL server would write and we would read. */
void stmt_as_bytes(struct stmt *st);
/* Rows that the finished INSERT, UPDATE or DELETE changed. */
int64_t stmt_changes(const struct stmt *st);

/* Columns of the row that stands ready, from 0. Borrowed until the next step. Wrong types convert
 * as the engine converts. */
int stmt_columns(const struct stmt *st);
bool col_is_null(struct stmt *st, int col);
struct span col_text(struct stmt *st, int col);
struct span col_blob(struct stmt *st, int col);
int64_t col_int(struct stmt *st, int col);
double col_real(struct stmt *st, int col); /* NAN for NULL */

/* What the value is: on SQLite its own storage class, whatever the column was declared as; on
 * PostgreSQL the column's type, text for all that is none of the others. */
enum col_kind { COL_NULL, COL_TEXT, COL_BLOB, COL_INT, COL_REAL };
enum col_kind col_kind(struct stmt *st, int col);

/*
 * Many rows into one table, within a transaction, as fast as the engine takes them: COPY on
 * PostgreSQL, a prepared INSERT on SQLite. No other call to the database before load_end or
 * load_abort. Each row is as many values as there are columns, in their order, and load_row; only
 * load_end says whether the engine took all of them: PostgreSQL may refuse a row long after it was
 * sent. After an error, load_abort and db_rollback.
 */
struct load;
struct load *load_begin(
	struct db *db, const char *table, const char *const *columns, int n, struct err *e);
/* The next value of the row. Used until load_row; a NULL span is NULL. */
void load_text(struct load *l, struct span text);
void load_blob(struct load *l, struct span bytes);
void load_int(struct load *l, int64_t v);
void load_real(struct load *l, double v);
int load_row(struct load *l, struct err *e);
/* Frees it, whatever the result. */
int load_end(struct load **l, struct err *e);
void load_abort(struct load **l);

/* Runs one or more statements without parameters and rows (migrations, PRAGMA). */
int db_exec(struct db *db, const char *sql, struct err *e);
/*
 * Runs one statement that somebody else wrote, within the caller's transaction. What would end the
 * transaction, or change the connection under it, is refused before it runs, however it is hidden:
 * SQLite asks about every statement, PRAGMAs that only look are allowed; PostgreSQL takes no second
 * one behind the first.
 */
int db_exec_within(struct db *db, const char *sql, struct err *e);

/*
 * Transactions. BEGIN IMMEDIATE, so that a writer knows at once whether it may; ERR_LOST when the
 * file was moved, replaced or deleted since it was opened. After any error call db_rollback;
 * db_commit returns 0 only when the data is on disk. Not nested. db_rollback never fails and does
 * nothing outside a transaction.
 */
int db_begin(struct db *db, struct err *e);
/* A read snapshot over several statements. */
int db_begin_read(struct db *db, struct err *e);
int db_commit(struct db *db, struct err *e);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);

/*
 * The connection is known to be gone (PostgreSQL): every call fails with ERR_LOST until
 * db_reconnect has opened it again with the same settings. A COMMIT that got no answer is ERR_LOST,
 * too: nobody knows then whether it was done, and the caller must look. After db_reconnect he sees
 * how it ended: it first ends what the server may still do for the connection before (ERR_BUSY when
 * that takes long). Text that was bound stays bound.
 */
bool db_lost(const struct db *db);
int db_reconnect(struct db *db, struct err *e);

/* A number that changes when another connection changed the data (SQLite: data_version; PostgreSQL:
 * NOTIFY console_changed, or, where a proxy or a standby does not hear that, any transaction's
 * end), and with db_reconnect. Cheap enough to ask every second. */
int db_data_version(struct db *db, int64_t *out, struct err *e);
/* Adds the files of the database to an inotify descriptor, which then becomes readable when another
 * process may have changed it. False where that could go unnoticed: on a server, or where the
 * system has no more of these to give. */
bool db_watch_files(const struct db *db, int inotify);
/* How often this connection committed: what db_data_version leaves out. */
int64_t db_commits(const struct db *db);
/* Bytes of the log that stands beside the file (SQLite: the -wal file); 0 where there is none. */
int64_t db_log_size(struct db *db);
/* Writes all that is committed into a new file, which must be missing or empty (SQLite: VACUUM
 * INTO, through a handle of its own: a transaction of this connection may be open, and stays). It
 * is not synced. ERR_OTHER on PostgreSQL. */
int db_copy_into(struct db *db, const char *path, struct err *e);
/* Moves the log into the file (wal_checkpoint TRUNCATE) without waiting for readers; 0 also when it
 * could not be completed now. */
int db_checkpoint(struct db *db, struct err *e);

#endif
