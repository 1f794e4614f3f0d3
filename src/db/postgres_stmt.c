/* Statements on PostgreSQL: prepared by name where the session is ours, values in text. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "postgres.h"

#define NUMBER_TEXT 32

/* Types as the server numbers them (pg_type.dat). */
enum { TYPE_BOOL = 16, TYPE_BYTEA = 17, TYPE_INT8 = 20, TYPE_INT2 = 21, TYPE_INT4 = 23 };
enum { TYPE_FLOAT4 = 700, TYPE_FLOAT8 = 701, TYPE_NUMERIC = 1700 };
enum { TYPE_TIMESTAMP = 1114, TYPE_TIMESTAMPTZ = 1184 };

struct postgres_stmt {
	struct stmt st;
	char name[24];
	uint64_t connection; /* where it was prepared; 0: nowhere */

	int params;
	struct arena bound; /* what the parameters point to */
	const char **value;
	int *length, *format;
	int bad_param; /* the first that cannot be bound, 0: none */
	const char *bad_why;

	PGresult *result;
	int row, rows;
	enum { ALL_AT_ONCE, STREAM, STREAMING } delivery;
	bool as_bytes; /* columns come in the binary format */
	int64_t changes;
	struct arena cells; /* columns that were not text as they came */
};

static struct postgres_stmt *stmt_of(const struct stmt *st)
{
	return (struct postgres_stmt *)st;
}

/* --- Preparing. --- */

/* The highest $N outside of literals. */
static int count_params(const char *sql)
{
	long highest = 0;
	bool literal = false;

	for (; *sql; sql++) {
		if (*sql == '\'')
			literal = !literal;
		long n = !literal && *sql == '$' && isdigit((unsigned char)sql[1])
			? strtol(sql + 1, NULL, 10)
			: 0;
		if (n > highest && n <= 999)
			highest = n;
	}
	return (int)highest;
}

static void deallocate_unused(struct postgres *p)
{
	PGTransactionStatusType status = PQtransactionStatus(p->conn);
	struct err ignored = {0};

	if (p->unused.len == 0 || (status != PQTRANS_IDLE && status != PQTRANS_INTRANS))
		return;
	PQclear(postgres_query(p, str_cstr(&p->unused), &ignored));
	str_clear(&p->unused);
}

/* The server's session may be another than the one before, or gone: the name is made anew. */
static int prepare_here(struct postgres *p, struct postgres_stmt *st, struct err *e)
{
	if (p->pooled || st->connection == p->connection)
		return 0;
	deallocate_unused(p);
	if (!p->conn)
		return postgres_begin_call(p, e);
	snprintf(st->name, sizeof(st->name), "tenet_%llu", (unsigned long long)++p->statements);
	PGresult *result = postgres_answer(
		p, PQsendPrepare(p->conn, st->name, st->st.sql, 0, NULL), st->st.sql, e);
	if (!result)
		return -1;
	PQclear(result);
	st->connection = p->connection;
	return 0;
}

struct stmt *postgres_prepare(struct db *db, const char *sql, struct err *e)
{
	struct postgres *p = postgres_of(db);

	if (postgres_begin_call(p, e) != 0)
		return NULL;
	struct postgres_stmt *st = xcalloc(1, sizeof(*st));
	st->st.db = db;
	st->st.sql = xstrdup(sql);
	st->params = count_params(sql);
	st->value = xcalloc((size_t)st->params, sizeof(*st->value));
	st->length = xcalloc((size_t)st->params, sizeof(*st->length));
	st->format = xcalloc((size_t)st->params, sizeof(*st->format));
	if (prepare_here(p, st, e) != 0) {
		postgres_stmt_free(&st->st);
		return NULL;
	}
	return &st->st;
}

static void clear_result(struct postgres_stmt *st)
{
	PQclear(st->result);
	st->result = NULL;
	st->changes = 0;
	arena_clear(&st->cells);
}

void postgres_reset(struct stmt *stmt)
{
	struct postgres_stmt *st = stmt_of(stmt);

	clear_result(st);
	if (st->delivery == STREAMING)
		postgres_end_rows(postgres_of(stmt->db));
	st->delivery = ALL_AT_ONCE;
	st->as_bytes = false;
	for (int i = 0; i < st->params; i++)
		st->value[i] = NULL;
	st->bad_param = 0;
	arena_clear(&st->bound);
}

void postgres_stmt_free(struct stmt *stmt)
{
	struct postgres_stmt *st = stmt_of(stmt);
	struct postgres *p = postgres_of(stmt->db);

	if (st->delivery == STREAMING)
		postgres_end_rows(p);
	if (p->conn && st->connection == p->connection)
		str_addf(&p->unused, "DEALLOCATE %s;", st->name);
	PQclear(st->result);
	arena_free(&st->bound);
	arena_free(&st->cells);
	free(st->value);
	free(st->length);
	free(st->format);
	free(st->st.sql);
	free(st);
}

/* --- Binding. --- */

static void refuse(struct postgres_stmt *st, int param, const char *why)
{
	if (st->bad_param == 0) {
		st->bad_param = param;
		st->bad_why = why;
	}
}

static char *real_text(struct postgres *p, struct arena *a, double v)
{
	char *text = arena_alloc(a, NUMBER_TEXT);
	locale_t users = uselocale(p->plain);

	snprintf(text, NUMBER_TEXT, "%.17g", v);
	uselocale(users);
	return text;
}

static char *int_text(struct arena *a, int64_t v)
{
	char *text = arena_alloc(a, NUMBER_TEXT);

	snprintf(text, NUMBER_TEXT, "%lld", (long long)v);
	return text;
}

void postgres_bind(struct stmt *stmt, int param, const struct value *v)
{
	struct postgres_stmt *st = stmt_of(stmt);
	int i = param - 1;

	if (param < 1 || param > st->params) {
		refuse(st, param, "the statement has no such placeholder");
		return;
	}
	st->value[i] = NULL;
	st->length[i] = (int)v->bytes.n;
	st->format[i] = v->type == VALUE_BLOB;
	switch (v->type) {
	case VALUE_TEXT:
		if (memchr(v->bytes.p, '\0', v->bytes.n))
			refuse(st, param, "PostgreSQL keeps no text with a NUL character in it");
		/* fallthrough */
	case VALUE_BLOB:
		if (v->bytes.n > INT32_MAX)
			refuse(st, param, "it is longer than 2 GiB");
		else
			st->value[i] = arena_memdup(&st->bound, v->bytes.p, v->bytes.n);
		break;
	case VALUE_INT: st->value[i] = int_text(&st->bound, v->number); break;
	case VALUE_REAL: /* as SQLite: what is no number is NULL */
		if (!isnan(v->real))
			st->value[i] = real_text(postgres_of(stmt->db), &st->bound, v->real);
		break;
	case VALUE_NULL: break;
	}
}

static int fail_bind(struct postgres_stmt *st, struct err *e)
{
	char words[FIRST_WORDS];

	db_first_words(st->st.sql, words);
	return err_set(e, ERR_CONSTRAINT, "cannot bind $%d: %s (in: %s)", st->bad_param,
		st->bad_why, words);
}

/* --- Running. --- */

static int send(struct postgres *p, struct postgres_stmt *st)
{
	if (p->pooled)
		return PQsendQueryParams(p->conn, st->st.sql, st->params, NULL, st->value,
			st->length, st->format, st->as_bytes);
	return PQsendQueryPrepared(
		p->conn, st->name, st->params, st->value, st->length, st->format, st->as_bytes);
}

static PGresult *attempt(struct postgres *p, struct postgres_stmt *st, struct err *e)
{
	if (prepare_here(p, st, e) != 0)
		return NULL;
	return postgres_answer(p, send(p, st), st->st.sql, e);
}

/* When it turns out that sessions are only lent, what is not part of a transaction is said again,
 * without a name. */
static PGresult *run(struct postgres *p, struct postgres_stmt *st, struct err *e)
{
	bool named = !p->pooled;
	struct err first = {0};
	PGresult *result = attempt(p, st, &first);

	if (!result && named && p->pooled && PQtransactionStatus(p->conn) == PQTRANS_IDLE)
		return attempt(p, st, e);
	if (!result)
		err_take(e, &first);
	return result;
}

static int64_t rows_changed(PGresult *result)
{
	static const char *const writes[] = {"INSERT ", "UPDATE ", "DELETE "};

	for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++)
		if (strncmp(PQcmdStatus(result), writes[i], strlen(writes[i])) == 0)
			return strtoll(PQcmdTuples(result), NULL, 10);
	return 0;
}

void postgres_stream(struct stmt *st)
{
	stmt_of(st)->delivery = STREAM;
}

void postgres_as_bytes(struct stmt *st)
{
	stmt_of(st)->as_bytes = true;
}

static int start_stream(struct postgres *p, struct postgres_stmt *st, struct err *e)
{
	if (postgres_begin_call(p, e) != 0 || prepare_here(p, st, e) != 0)
		return -1;
	if (!send(p, st) || !PQsetSingleRowMode(p->conn))
		return postgres_lose(p, PQerrorMessage(p->conn), e);
	st->delivery = STREAMING;
	return 0;
}

static int step_stream(struct postgres *p, struct postgres_stmt *st, struct err *e)
{
	clear_result(st);
	if (st->delivery == STREAM && start_stream(p, st, e) != 0)
		return -1;
	int row = postgres_next_row(p, &st->result, st->st.sql, e);
	st->row = 0;
	st->rows = 1;
	if (row != 1)
		st->delivery = STREAM;
	return row;
}

int postgres_step(struct stmt *stmt, struct err *e)
{
	struct postgres_stmt *st = stmt_of(stmt);
	struct postgres *p = postgres_of(stmt->db);

	if (st->bad_param)
		return fail_bind(st, e);
	if (st->delivery != ALL_AT_ONCE)
		return step_stream(p, st, e);
	if (st->result) {
		if (atomic_load(&p->cancelled))
			return err_set(e, ERR_CANCELLED, "cancelled");
		arena_clear(&st->cells);
		st->row++;
	} else {
		clear_result(st);
		if (postgres_begin_call(p, e) != 0)
			return -1;
		st->result = run(p, st, e);
		if (!st->result)
			return -1;
		st->row = 0;
		st->rows = PQntuples(st->result);
	}
	if (st->row < st->rows)
		return 1;
	int64_t changed = rows_changed(st->result);
	clear_result(st);
	st->changes = changed;
	return 0;
}

int64_t postgres_changes(const struct stmt *st)
{
	return stmt_of(st)->changes;
}

/* --- Columns. --- */

int postgres_columns(const struct stmt *stmt)
{
	return PQnfields(stmt_of(stmt)->result);
}

bool postgres_is_null(struct stmt *stmt, int col)
{
	struct postgres_stmt *st = stmt_of(stmt);

	return PQgetisnull(st->result, st->row, col);
}

static struct span cell(struct postgres_stmt *st, int col)
{
	return (struct span){PQgetvalue(st->result, st->row, col),
		(size_t)PQgetlength(st->result, st->row, col)};
}

/* A session that is only lent may be in another. */
static struct span other_zone(int64_t t, char *out)
{
	if (t % TIME_SECOND == 0)
		time_format_seconds(t, out);
	else
		time_format_micros(t, out);
	return span_of(out);
}

/* "2026-11-22 10:00:00.5+00" in the agent's forms; what is no such time ("infinity") as it is. */
static struct span agents_time(struct postgres_stmt *st, struct span text)
{
	char *out = arena_alloc(&st->cells, NUMBER_TEXT);
	size_t zone = text.n > 3 && strchr("+-", text.p[text.n - 3]) ? 3 : 0;
	int64_t t;

	if (text.n < 19 || text.n > 29 || !memchr(text.p, ':', text.n))
		return text;
	memcpy(out, text.p, text.n);
	if (zone)
		memcpy(out + text.n, ":00", 4);
	if (!time_parse((struct span){out, text.n + zone}, &t))
		return text;
	size_t n = text.n - zone;
	if (zone && memcmp(text.p + n, "+00", 3) != 0)
		return other_zone(t, out);
	if (n > 19) {
		out[10] = 'T';
		memset(out + n, '0', 26 - n);
		n = 26;
	}
	out[n] = '\0';
	return (struct span){out, n};
}

static int nibble(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* bytea comes as \x and two digits a byte. */
static struct span bytes(struct postgres_stmt *st, struct span hex)
{
	size_t n = hex.n >= 2 ? (hex.n - 2) / 2 : 0;
	char *out = arena_alloc(&st->cells, n + 1);

	for (size_t i = 0; i < n; i++)
		out[i] = (char)(nibble(hex.p[2 + 2 * i]) << 4 | nibble(hex.p[3 + 2 * i]));
	return (struct span){out, n};
}

struct span postgres_text(struct stmt *stmt, int col)
{
	struct postgres_stmt *st = stmt_of(stmt);

	if (postgres_is_null(stmt, col))
		return SPAN_NULL;
	struct span text = cell(st, col);
	switch (PQftype(st->result, col)) {
	case TYPE_BOOL: return text.p[0] == 't' ? SPAN_LIT("1") : SPAN_LIT("0");
	case TYPE_BYTEA: return st->as_bytes ? text : bytes(st, text);
	case TYPE_TIMESTAMP:
	case TYPE_TIMESTAMPTZ: return agents_time(st, text);
	default: return text;
	}
}

struct span postgres_blob(struct stmt *stmt, int col)
{
	return postgres_text(stmt, col);
}

double postgres_real(struct stmt *stmt, int col)
{
	struct span text = postgres_text(stmt, col);

	return text.p ? strtod_l(text.p, NULL, postgres_of(stmt->db)->plain) : NAN;
}

int64_t postgres_integer(struct stmt *stmt, int col)
{
	Oid type = PQftype(stmt_of(stmt)->result, col);
	struct span text = postgres_text(stmt, col);

	if (!text.p)
		return 0;
	if (type != TYPE_FLOAT4 && type != TYPE_FLOAT8)
		return strtoll(text.p, NULL, 10);
	double v = postgres_real(stmt, col);
	if (v >= 0x1p63)
		return INT64_MAX;
	return v >= -0x1p63 ? (int64_t)v : INT64_MIN;
}

enum col_kind postgres_kind_of(struct stmt *stmt, int col)
{
	if (postgres_is_null(stmt, col))
		return COL_NULL;
	switch (PQftype(stmt_of(stmt)->result, col)) {
	case TYPE_BYTEA: return COL_BLOB;
	case TYPE_BOOL:
	case TYPE_INT2:
	case TYPE_INT4:
	case TYPE_INT8: return COL_INT;
	case TYPE_FLOAT4:
	case TYPE_FLOAT8:
	case TYPE_NUMERIC: return COL_REAL;
	default: return COL_TEXT;
	}
}
