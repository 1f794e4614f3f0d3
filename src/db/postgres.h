/* PostgreSQL's connection and statements, for the files that make up the driver; no other sees
 * libpq. */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

#include <libpq-fe.h>
#include <locale.h>
#include <stdatomic.h>

#include "base/str.h"
#include "engine.h"

/* A process of the server, so that it can be found again. */
struct backend {
	char pid[16], started[32];
};

struct postgres {
	struct db db;
	PGconn *conn; /* NULL: lost */
	char *target;
	enum db_access access;
	int wake; /* eventfd: db_cancel was called */
	atomic_bool cancelled; /* since the call that runs now began */
	locale_t plain; /* numbers have a point, whatever the user's language */

	bool pooled; /* a proxy lends us server sessions: nothing is left in them */
	bool listening;
	bool standby; /* as the session found it: it takes no writes until it takes over */
	bool committing; /* COMMIT is on its way, and is not cancelled */
	uint64_t connection; /* counts them: a statement is prepared in each anew */
	uint64_t statements; /* counts their names */
	struct str unused; /* DEALLOCATE of statements that were freed */
	int64_t version; /* counts notifications and connections */
	int64_t patience; /* µs without an answer until the server is given up; 0: any */
	int lock_timeout; /* ms; -1: as the server says */
	struct backend backend; /* of the last session that was ready; empty: not known */
};

static inline struct postgres *postgres_of(const struct db *db)
{
	return (struct postgres *)db;
}

/* --- postgres.c: errors. --- */

enum err_code postgres_code(const char *sqlstate);
/* The connection is gone, or given up: closes what is left of it. `why` is cut at its first line.
 * Returns -1. */
int postgres_lose(struct postgres *p, const char *why, struct err *e);
/* A result that failed, as an error. Returns -1. */
int postgres_fail(struct postgres *p, const PGresult *result, const char *sql, struct err *e);

/* --- postgres_wait.c: sending and waiting. --- */

void postgres_cancel(struct db *db);
/* Forgets what was cancelled before. */
void postgres_forget_cancel(struct postgres *p);
/* A new call begins. ERR_LOST when there is no connection. */
int postgres_begin_call(struct postgres *p, struct err *e);
/* poll() for one socket and db_cancel. 1: the socket is ready; 0: the deadline (time_monotonic, 0
 * for none) has come; -1: it was cancelled. */
int postgres_poll(struct postgres *p, int socket, short events, int64_t deadline);
/*
 * Waits for the answer to what PQsend… sent (`sent` is what it returned): the last result, to be
 * freed with PQclear, or NULL when one of them failed or the connection is gone. `sql` is for the
 * error.
 */
PGresult *postgres_answer(struct postgres *p, int sent, const char *sql, struct err *e);
/* The same for one or more statements without parameters. */
PGresult *postgres_query(struct postgres *p, const char *sql, struct err *e);

/* The next row of a query in single-row mode: 1 and a result of one row, 0 at the end, -1. */
int postgres_next_row(struct postgres *p, PGresult **out, const char *sql, struct err *e);
/* Ends such a query before its last row. */
void postgres_end_rows(struct postgres *p);

/* --- postgres_connect.c, postgres_session.c: opening. --- */

int postgres_open(
	const struct db_address *where, enum db_access access, struct db **out, struct err *e);
int postgres_reconnect(struct db *db, struct err *e);
void postgres_close(struct db *db);
/* Connects to the first server that will do. */
int postgres_connect(struct postgres *p, struct err *e);
/* Looks at the server behind a new connection, and sets the session. */
int postgres_set_up(struct postgres *p, struct err *e);
/* The same session on a standby that has taken over. */
int postgres_promoted(struct postgres *p, struct err *e);
/* What a transaction sets for itself in a session that is only lent, after its BEGIN. */
extern const char postgres_local_settings[];

/* --- postgres_stmt.c: as in struct engine. --- */

struct stmt *postgres_prepare(struct db *db, const char *sql, struct err *e);
void postgres_reset(struct stmt *st);
void postgres_stmt_free(struct stmt *st);
void postgres_bind(struct stmt *st, int param, const struct value *v);
int postgres_step(struct stmt *st, struct err *e);
void postgres_stream(struct stmt *st);
void postgres_as_bytes(struct stmt *st);
int64_t postgres_changes(const struct stmt *st);
int postgres_columns(const struct stmt *st);
bool postgres_is_null(struct stmt *st, int col);
struct span postgres_text(struct stmt *st, int col);
struct span postgres_blob(struct stmt *st, int col);
int64_t postgres_integer(struct stmt *st, int col);
double postgres_real(struct stmt *st, int col);
enum col_kind postgres_kind_of(struct stmt *st, int col);

/* --- postgres_copy.c: as in struct engine. --- */

int postgres_copy_begin(struct db *db, const char *sql, struct err *e);
int postgres_copy_put(struct db *db, struct span lines, struct err *e);
int postgres_copy_end(struct db *db, const char *give_up, const char *sql, struct err *e);

#endif
