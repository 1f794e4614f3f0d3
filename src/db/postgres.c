/* PostgreSQL behind the engine table: waiting for the server, its errors, transactions. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "postgres.h"

/* How long a cancelled call waits for the server's word before it gives the connection up. */
#define CANCEL_PATIENCE (5 * TIME_SECOND)

/* --- Errors. --- */

static const struct {
	const char *sqlstate; /* or the beginning of it */
	enum err_code code;
} codes[] = {
	{"08", ERR_LOST},
	{"22", ERR_CONSTRAINT},
	{"23", ERR_CONSTRAINT},
	{"25006", ERR_READONLY},
	{"25P03", ERR_LOST},
	{"28", ERR_DENIED},
	{"3F000", ERR_SCHEMA},
	{"40001", ERR_RETRY},
	{"40P01", ERR_RETRY},
	{"42501", ERR_DENIED},
	{"42703", ERR_SCHEMA},
	{"42P01", ERR_SCHEMA},
	{"53100", ERR_FULL},
	{"53300", ERR_BUSY},
	{"55P03", ERR_BUSY},
	{"57014", ERR_CANCELLED},
	{"57P", ERR_LOST},
	{"XX001", ERR_CORRUPT},
	{"XX002", ERR_CORRUPT},
};

enum err_code postgres_code(const char *sqlstate)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strncmp(sqlstate, codes[i].sqlstate, strlen(codes[i].sqlstate)) == 0)
			return codes[i].code;
	return ERR_OTHER;
}

int postgres_lose(struct postgres *p, const char *why, struct err *e)
{
	const char *name = p->db.name;
	int n = (int)strcspn(why, "\n");

	if (p->committing)
		err_set(e, ERR_LOST, "%s: COMMIT got no answer, and may be done or not: %.*s", name,
			n, why);
	else
		err_set(e, ERR_LOST, "lost the connection to %s: %.*s", name, n, why);
	PQfinish(p->conn);
	p->conn = NULL;
	str_clear(&p->unused);
	return -1;
}

static int fail_result(struct postgres *p, const PGresult *result, const char *sql, struct err *e)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *why = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	enum err_code code = state ? postgres_code(state) : ERR_OTHER;
	const char *name = p->db.name;
	char words[FIRST_WORDS];

	if (!why)
		why = PQresultErrorMessage(result);
	if (PQstatus(p->conn) == CONNECTION_BAD || code == ERR_LOST)
		return postgres_lose(p, why, e);
	if (code == ERR_CANCELLED && atomic_load(&p->cancelled))
		return err_set(e, ERR_CANCELLED, "cancelled");
	if (code == ERR_CANCELLED)
		code = ERR_BUSY; /* the server's own statement_timeout */
	db_first_words(sql, words);
	return err_set(e, code, "%s: %.*s (in: %s)", name, (int)strcspn(why, "\n"), why, words);
}

/* --- Waiting. --- */

int postgres_begin_call(struct postgres *p, struct err *e)
{
	uint64_t forgotten;

	if (!p->conn)
		return err_set(e, ERR_LOST, "there is no connection to %s", p->db.name);
	atomic_store(&p->cancelled, false);
	if (read(p->wake, &forgotten, sizeof(forgotten)) < 0 && errno != EAGAIN)
		return err_set(e, ERR_OTHER, "%s: %s", p->db.name, strerror(errno));
	return 0;
}

static void cancel(struct db *db)
{
	struct postgres *p = postgres_of(db);
	uint64_t one = 1;

	atomic_store(&p->cancelled, true);
	/* Full means that it is woken already. */
	if (write(p->wake, &one, sizeof(one)) < 0)
		return;
}

static void send_cancel(struct postgres *p)
{
	PGcancel *c = PQgetCancel(p->conn);
	char why[256];

	if (c)
		PQcancel(c, why, sizeof(why));
	PQfreeCancel(c);
}

/* Milliseconds until `deadline` for poll, -1 for none. */
static int milliseconds_left(int64_t deadline)
{
	if (deadline == 0)
		return -1;
	int64_t left = (deadline - time_monotonic() + 999) / 1000;
	return left < 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left;
}

/* Until PQgetResult need not wait. False: the server was given up. */
static bool wait_for_result(struct postgres *p, int64_t *deadline)
{
	for (;;) {
		int unsent = PQflush(p->conn);
		if (unsent <= 0 && !PQisBusy(p->conn))
			return true;
		struct pollfd fds[] = {
			{PQsocket(p->conn), unsent > 0 ? POLLIN | POLLOUT : POLLIN, 0},
			{p->wake, POLLIN, 0},
		};
		int n = poll(fds, 2, milliseconds_left(*deadline));
		if (n < 0 && errno != EINTR)
			return false;
		if (n == 0)
			return false;
		if (n > 0 && fds[1].revents) {
			uint64_t count;
			if (read(p->wake, &count, sizeof(count)) > 0) {
				if (!p->committing)
					send_cancel(p);
				*deadline = time_monotonic() + CANCEL_PATIENCE;
			}
		}
		/* What it cannot read, the result says. */
		if (n > 0 && fds[0].revents && !PQconsumeInput(p->conn))
			return true;
	}
}

static bool has_failed(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
		status != PGRES_EMPTY_QUERY;
}

static bool is_copy(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

PGresult *postgres_answer(struct postgres *p, int sent, const char *sql, struct err *e)
{
	int64_t deadline = p->patience ? time_monotonic() + p->patience : 0;
	PGresult *kept = NULL, *next = NULL;

	if (!sent) {
		postgres_lose(p, PQerrorMessage(p->conn), e);
		return NULL;
	}
	for (;;) {
		if (!wait_for_result(p, &deadline)) {
			PQclear(kept);
			postgres_lose(p, "the server does not answer", e);
			return NULL;
		}
		next = PQgetResult(p->conn);
		if (!next)
			break;
		if (is_copy(next)) {
			PQclear(kept);
			PQclear(next);
			postgres_lose(p, "COPY is not spoken here", e);
			return NULL;
		}
		if (kept && has_failed(kept)) {
			PQclear(next);
			continue;
		}
		PQclear(kept);
		kept = next;
	}
	if (kept && !has_failed(kept))
		return kept;
	if (kept)
		fail_result(p, kept, sql, e);
	else
		postgres_lose(p, PQerrorMessage(p->conn), e);
	PQclear(kept);
	return NULL;
}

PGresult *postgres_query(struct postgres *p, const char *sql, struct err *e)
{
	return postgres_answer(p, PQsendQuery(p->conn, sql), sql, e);
}

/* --- Transactions. --- */

static int exec(struct db *db, const char *sql, struct err *e)
{
	struct postgres *p = postgres_of(db);

	if (postgres_begin_call(p, e) != 0)
		return -1;
	PGresult *result = postgres_query(p, sql, e);
	if (!result)
		return -1;
	PQclear(result);
	return 0;
}

static bool in_transaction(const struct db *db)
{
	const struct postgres *p = postgres_of(db);

	return p->conn && PQtransactionStatus(p->conn) != PQTRANS_IDLE;
}

static int begin(struct db *db, enum transaction kind, struct err *e)
{
	if (kind == TRANSACTION_WRITE && db->read_only)
		return err_set(e, ERR_READONLY, "%s cannot be written", db->name);
	if (in_transaction(db))
		return err_set(e, ERR_OTHER, "%s: a transaction is under way already", db->name);
	return exec(db,
		kind == TRANSACTION_WRITE ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
					  : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		e);
}

static void rollback(struct db *db)
{
	struct err ignored = {0};

	if (in_transaction(db))
		exec(db, "ROLLBACK", &ignored);
}

static int commit(struct db *db, struct err *e)
{
	struct postgres *p = postgres_of(db);

	if (postgres_begin_call(p, e) != 0)
		return -1;
	p->committing = true;
	PGresult *result = postgres_query(p, "COMMIT", e);
	p->committing = false;
	if (!result) {
		rollback(db);
		return -1;
	}
	bool committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
	PQclear(result);
	if (committed)
		return 0;
	return err_set(e, ERR_OTHER,
		"%s: the transaction was rolled back, because a statement in it had failed",
		db->name);
}

/* --- What others changed. --- */

static const char snapshot_sql[] = "SELECT hashtextextended(txid_current_snapshot()::text, 0)";

static int ask_version(struct postgres *p, int64_t *out, struct err *e)
{
	if (postgres_begin_call(p, e) != 0)
		return -1;
	PGresult *result = postgres_query(p, snapshot_sql, e);
	if (!result)
		return -1;
	*out = strtoll(PQgetvalue(result, 0, 0), NULL, 10) ^ p->changed;
	PQclear(result);
	return 0;
}

static int data_version(struct db *db, int64_t *out, struct err *e)
{
	struct postgres *p = postgres_of(db);

	if (!p->listening)
		return ask_version(p, out, e);
	if (postgres_begin_call(p, e) != 0)
		return -1;
	if (!PQconsumeInput(p->conn))
		return postgres_lose(p, PQerrorMessage(p->conn), e);
	for (PGnotify *n; (n = PQnotifies(p->conn));) {
		if (n->be_pid != PQbackendPID(p->conn))
			p->changed++;
		PQfreemem(n);
	}
	*out = p->changed;
	return 0;
}

static bool lost(const struct db *db)
{
	return !postgres_of(db)->conn;
}

static void set_busy_timeout(struct db *db, int milliseconds)
{
	struct postgres *p = postgres_of(db);
	struct str sql = {0};
	struct err ignored = {0};

	p->lock_timeout = milliseconds;
	str_addf(&sql, "SET lock_timeout = %d", milliseconds > 0 ? milliseconds : 1);
	exec(db, str_cstr(&sql), &ignored);
	str_free(&sql);
}

static int64_t log_size(struct db *db)
{
	(void)db;
	return 0;
}

static int checkpoint(struct db *db, struct err *e)
{
	(void)db;
	(void)e;
	return 0;
}

const struct engine postgres_engine = {
	.kind = DB_POSTGRES,
	.open = postgres_open,
	.close = postgres_close,
	.set_busy_timeout = set_busy_timeout,
	.cancel = cancel,
	.prepare = postgres_prepare,
	.reset = postgres_reset,
	.stmt_free = postgres_stmt_free,
	.bind = postgres_bind,
	.step = postgres_step,
	.changes = postgres_changes,
	.columns = postgres_columns,
	.is_null = postgres_is_null,
	.text = postgres_text,
	.blob = postgres_blob,
	.integer = postgres_integer,
	.real = postgres_real,
	.exec = exec,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.in_transaction = in_transaction,
	.lost = lost,
	.reconnect = postgres_reconnect,
	.data_version = data_version,
	.log_size = log_size,
	.checkpoint = checkpoint,
};
