/* PostgreSQL behind the engine table: errors, transactions, and what others changed. */
#include "postgres.h"

#include <stdlib.h>
#include <string.h>

#include "base/time.h"

/* --- Errors. --- */

static const struct {
	const char *sqlstate; /* or its beginning */
	enum err_code code;
} codes[] = {
	{"08", ERR_LOST},
	{"22", ERR_CONSTRAINT},
	{"23", ERR_CONSTRAINT},
	{"25006", ERR_READONLY},
	{"25P03", ERR_LOST}, /* idle in a transaction for too long */
	{"28", ERR_DENIED},
	{"3D000", ERR_MISSING},
	{"3F000", ERR_SCHEMA},
	{"40001", ERR_RETRY},
	{"40P01", ERR_RETRY},
	{"42501", ERR_DENIED},
	{"42703", ERR_SCHEMA},
	{"42P01", ERR_SCHEMA},
	{"53100", ERR_FULL},
	{"53300", ERR_BUSY}, /* too many connections */
	{"55P03", ERR_BUSY},
	{"57014", ERR_CANCELLED},
	{"57P", ERR_LOST}, /* the server shuts down, or starts */
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
	int n = (int)strcspn(why, "\n");

	if (p->committing)
		err_set(e, ERR_LOST, "%s did not say whether the change was made: %.*s", p->db.name,
			n, why);
	else
		err_set(e, ERR_LOST, "lost the connection to %s: %.*s", p->db.name, n, why);
	PQfinish(p->conn);
	p->conn = NULL;
	p->listening = false;
	str_clear(&p->unused);
	return -1;
}

/* A proxy gave us another server session than the one in which the statement was prepared. */
static int fail_borrowed(struct postgres *p, struct err *e)
{
	p->pooled = true;
	p->listening = false;
	return err_set(e, ERR_RETRY, "%s: the server session changed", p->db.name);
}

/* What to do about it; the first that fits. */
static const struct {
	const char *sqlstate, *words, *hint;
} hints[] = {
	{"42501", "permission denied for schema public",
		"from PostgreSQL 15 on only the owner of a database makes tables there: `createdb"
		" --owner=ROLE` makes one, `GRANT CREATE ON SCHEMA public TO ROLE` lets one in"},
	{"42501", "permission denied for table",
		"connect as the role that owns the tables, or as one that `tenet db grants` makes"},
	{"57014", "statement timeout",
		"ask for less, or for more time: options=-cstatement_timeout%3D2min in the URL"},
};

static int say_hint(const char *state, const char *why, struct err *e)
{
	for (size_t i = 0; state && i < sizeof(hints) / sizeof(hints[0]); i++)
		if (strcmp(state, hints[i].sqlstate) == 0 && strstr(why, hints[i].words))
			return err_hint(e, "%s", hints[i].hint);
	return -1;
}

int postgres_fail(struct postgres *p, const PGresult *result, const char *sql, struct err *e)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *why = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	enum err_code code = state ? postgres_code(state) : ERR_OTHER;
	char words[FIRST_WORDS];

	if (!why)
		why = PQresultErrorMessage(result);
	if (PQstatus(p->conn) == CONNECTION_BAD || code == ERR_LOST)
		return postgres_lose(p, why, e);
	if (state && (strcmp(state, "26000") == 0 || strcmp(state, "42P05") == 0) && !p->pooled)
		return fail_borrowed(p, e);
	if (code == ERR_CANCELLED && atomic_load(&p->cancelled))
		return err_set(e, ERR_CANCELLED, "cancelled");
	if (code == ERR_CANCELLED) /* by the server's own statement_timeout */
		code = ERR_BUSY;
	db_first_words(sql, words);
	if (code == ERR_BUSY) /* it does not matter what met the lock */
		err_set(e, code, "%s: %.*s", p->db.name, (int)strcspn(why, "\n"), why);
	else
		err_set(e, code, "%s: %.*s (in: %s)", p->db.name, (int)strcspn(why, "\n"), why,
			words);
	return say_hint(state, why, e);
}

/* --- Transactions. --- */

static int exec(struct db *db, const char *sql, struct err *e)
{
	struct postgres *p = postgres_of(db);
	PGresult *result = postgres_begin_call(p, e) == 0 ? postgres_query(p, sql, e) : NULL;

	PQclear(result);
	return result ? 0 : -1;
}

/* The extended protocol takes one statement. */
static int exec_within(struct db *db, const char *sql, struct err *e)
{
	struct postgres *p = postgres_of(db);

	if (postgres_begin_call(p, e) != 0)
		return -1;
	int sent = PQsendQueryParams(p->conn, sql, 0, NULL, NULL, NULL, NULL, 0);
	PGresult *result = postgres_answer(p, sent, sql, e);
	PQclear(result);
	return result ? 0 : -1;
}

static bool in_transaction(const struct db *db)
{
	const struct postgres *p = postgres_of(db);

	return p->conn && PQtransactionStatus(p->conn) != PQTRANS_IDLE;
}

static const char *const begin_sql[] = {
	[TRANSACTION_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	[TRANSACTION_WRITE] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
};

static int begin(struct db *db, enum transaction kind, struct err *e)
{
	if (kind == TRANSACTION_WRITE && db->read_only)
		return err_set(e, ERR_READONLY, "%s cannot be written", db->name);
	if (in_transaction(db))
		return err_set(e, ERR_OTHER, "%s: a transaction has begun already", db->name);
	if (exec(db, begin_sql[kind], e) != 0)
		return -1;
	return postgres_of(db)->pooled ? exec(db, postgres_local_settings, e) : 0;
}

static void rollback(struct db *db)
{
	struct err ignored = {0};

	/* A connection on which this fails is not one that could commit. */
	if (in_transaction(db))
		exec(db, "ROLLBACK", &ignored);
}

static int commit(struct db *db, struct err *e)
{
	struct postgres *p = postgres_of(db);

	if (postgres_begin_call(p, e) != 0)
		return -1;
	int64_t patience = p->patience;
	p->committing = true;
	p->patience = 0; /* a standby may be slow, and only its answer says what was done */
	PGresult *result = postgres_query(p, "COMMIT", e);
	p->committing = false;
	p->patience = patience;
	if (!result) {
		rollback(db);
		return -1;
	}
	/* A transaction in which something failed is rolled back, and that is called a success. */
	bool committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
	PQclear(result);
	if (committed)
		return 0;
	return err_set(e, ERR_OTHER, "%s: nothing was changed, because an earlier step had failed",
		db->name);
}

/* --- What others changed. --- */

static const char snapshot_sql[] = "SELECT hashtextextended(txid_current_snapshot()::text, 0),"
				   " pg_is_in_recovery()";

/* Changes with every transaction that begins or ends, ours as well. */
static int ask_version(struct postgres *p, int64_t *out, struct err *e)
{
	PGresult *result = postgres_query(p, snapshot_sql, e);

	if (!result)
		return -1;
	*out = strtoll(PQgetvalue(result, 0, 0), NULL, 10) ^ p->version;
	bool promoted = p->standby && PQgetvalue(result, 0, 1)[0] == 'f';
	PQclear(result);
	return promoted ? postgres_promoted(p, e) : 0;
}

static int data_version(struct db *db, int64_t *out, struct err *e)
{
	struct postgres *p = postgres_of(db);

	if (postgres_begin_call(p, e) != 0)
		return -1;
	if (!p->listening)
		return ask_version(p, out, e);
	if (!PQconsumeInput(p->conn))
		return postgres_lose(p, PQerrorMessage(p->conn), e);
	for (PGnotify *n; (n = PQnotifies(p->conn)); PQfreemem(n))
		if (n->be_pid != PQbackendPID(p->conn))
			p->version++;
	*out = p->version;
	return 0;
}

static bool lost(const struct db *db)
{
	return !postgres_of(db)->conn;
}

/* --- What only a file has, and the table. --- */

static int64_t log_size(struct db *db)
{
	(void)db;
	return 0;
}

static bool pooled(const struct db *db)
{
	return postgres_of(db)->pooled;
}

static int checkpoint(struct db *db, struct err *e)
{
	(void)db;
	(void)e;
	return 0;
}

static void set_busy_timeout(struct db *db, int milliseconds)
{
	struct postgres *p = postgres_of(db);
	struct err ignored = {0};
	struct str sql = {0};

	p->lock_timeout = milliseconds > 0 ? milliseconds : 1; /* 0 would be no limit */
	if (p->pooled)
		return;
	str_addf(&sql, "SET lock_timeout = %d", p->lock_timeout);
	exec(db, str_cstr(&sql), &ignored);
	str_free(&sql);
}

const struct engine postgres_engine = {
	.kind = DB_POSTGRES,
	.open = postgres_open,
	.close = postgres_close,
	.set_busy_timeout = set_busy_timeout,
	.cancel = postgres_cancel,
	.prepare = postgres_prepare,
	.reset = postgres_reset,
	.stmt_free = postgres_stmt_free,
	.bind = postgres_bind,
	.step = postgres_step,
	.stream = postgres_stream,
	.as_bytes = postgres_as_bytes,
	.changes = postgres_changes,
	.columns = postgres_columns,
	.is_null = postgres_is_null,
	.text = postgres_text,
	.blob = postgres_blob,
	.integer = postgres_integer,
	.real = postgres_real,
	.kind_of = postgres_kind_of,
	.copy_begin = postgres_copy_begin,
	.copy_put = postgres_copy_put,
	.copy_end = postgres_copy_end,
	.exec = exec,
	.exec_within = exec_within,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.in_transaction = in_transaction,
	.lost = lost,
	.reconnect = postgres_reconnect,
	.data_version = data_version,
	.log_size = log_size,
	.checkpoint = checkpoint,
	.pooled = pooled,
};
