/* PostgreSQL's connection and statement, for the files that make up the driver; no other sees
 * libpq. */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

#include <libpq-fe.h>
#include <locale.h>
#include <stdatomic.h>

#include "base/str.h"
#include "engine.h"

struct postgres {
	struct db db;
	PGconn *conn; /* NULL before the first connection and after a loss */
	char *target;
	enum db_access access;
	int wake; /* eventfd: db_cancel was called */
	atomic_bool cancelled; /* since the call that runs now began */
	locale_t plain; /* numbers are written with a point, whatever the user's language */

	bool pooled; /* a proxy hands out server sessions: nothing of ours stays in one */
	bool listening;
	bool committing; /* COMMIT is on its way: it is not cancelled */
	uint64_t connection; /* counts connections: a statement must be prepared in each */
	uint64_t statements; /* counts names */
	struct str unused; /* DEALLOCATE of statements that were freed */
	int64_t changed; /* counts notifications and connections */
	int64_t patience; /* µs that a statement may take before the server is given up; 0: any */
	int lock_timeout; /* ms; -1: as the server says */
};

static inline struct postgres *postgres_of(const struct db *db)
{
	return (struct postgres *)db;
}

/* --- postgres.c: waiting, and errors. --- */

/* A new call begins: what was cancelled before it is forgotten. ERR_LOST without a connection. */
int postgres_begin_call(struct postgres *p, struct err *e);
/*
 * Waits for the answer to what PQsend… sent (`sent` is what it returned). The last result, or the
 * first that failed; NULL when the connection is gone, or the result failed (it is in `e` then).
 * Free with PQclear. `sql` is for the error.
 */
PGresult *postgres_answer(struct postgres *p, int sent, const char *sql, struct err *e);
/* Sends one or more statements without parameters. */
PGresult *postgres_query(struct postgres *p, const char *sql, struct err *e);
/* The connection is gone: closes what is left of it. */
int postgres_lose(struct postgres *p, const char *why, struct err *e);
enum err_code postgres_code(const char *sqlstate);

/* --- postgres_connect.c --- */

int postgres_open(
	const struct db_address *where, enum db_access access, struct db **out, struct err *e);
int postgres_reconnect(struct db *db, struct err *e);
void postgres_close(struct db *db);

/* --- postgres_stmt.c: as in struct engine. --- */

struct stmt *postgres_prepare(struct db *db, const char *sql, struct err *e);
void postgres_reset(struct stmt *st);
void postgres_stmt_free(struct stmt *st);
void postgres_bind(struct stmt *st, int param, const struct value *v);
int postgres_step(struct stmt *st, struct err *e);
int64_t postgres_changes(const struct stmt *st);
int postgres_columns(const struct stmt *st);
bool postgres_is_null(struct stmt *st, int col);
struct span postgres_text(struct stmt *st, int col);
struct span postgres_blob(struct stmt *st, int col);
int64_t postgres_integer(struct stmt *st, int col);
double postgres_real(struct stmt *st, int col);

#endif
