/* The same calls have the same results on both engines. */
#include <float.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>

#include "unit/db_server.h"

#define MEGABYTE 1048576

/* --- A database with one table of all types, of the engine that the test's name says. --- */

static const char table_sql[] =
	"CREATE TABLE v (k INTEGER PRIMARY KEY, t TEXT, i BIGINT, r DOUBLE PRECISION, b BYTEA,"
	" at TIMESTAMPTZ, j JSONB, yes BOOLEAN, u INTEGER UNIQUE, p INTEGER REFERENCES v (k),"
	" n INTEGER NOT NULL DEFAULT 0 CHECK (n >= 0))";

struct bench {
	struct scratch *scratch;
	enum db_engine engine;
	const char *where;
	struct db *db;
};

static int setup(void **state, enum db_engine engine)
{
	struct bench *b = xcalloc(1, sizeof(*b));

	b->engine = engine;
	*state = b;
	return scratch_setup((void **)&b->scratch);
}

static int on_sqlite(void **state)
{
	return setup(state, DB_SQLITE);
}

static int on_postgres(void **state)
{
	return setup(state, DB_POSTGRES);
}

static int teardown(void **state)
{
	struct bench *b = *state;

	db_close(&b->db);
	int result = scratch_teardown((void **)&b->scratch);
	free(b);
	return result;
}

static struct db *bench_open(void **state)
{
	struct bench *b = *state;

	b->where = b->engine == DB_SQLITE ? scratch_path(b->scratch, "a.db")
					  : new_database(b->scratch, "");
	b->db = open_url(b->scratch, b->where, DB_CREATE);
	assert_int_equal(db_engine(b->db), b->engine);
	scratch_exec(b->db, table_sql);
	return b->db;
}

static struct db *bench_again(void **state, enum db_access access)
{
	struct bench *b = *state;

	return open_url(b->scratch, b->where, access);
}

static struct stmt *prepared(struct db *db, const char *sql)
{
	struct err e = {0};
	struct stmt *st = db_prepare(db, sql, &e);

	if (!st)
		fail_msg("%s", e.text);
	return st;
}

static void must_step(struct stmt *st, int expected)
{
	struct err e = {0};
	int row = stmt_step(st, &e);

	if (row != expected)
		fail_msg("step gave %d: %s", row, e.text);
}

static void run(struct stmt **st)
{
	must_step(*st, 0);
	stmt_done(st);
}

static struct stmt *only_row(struct db *db, const char *sql)
{
	struct stmt *st = prepared(db, sql);

	must_step(st, 1);
	return st;
}

/* --- Values come back as they went in. --- */

static void check_text(struct db *db, struct span text)
{
	struct stmt *st = prepared(db, "INSERT INTO v (k, t) VALUES (1, $1)");

	stmt_text(st, 1, text);
	run(&st);
	st = only_row(db, "SELECT t FROM v");
	assert_true(span_eq(col_text(st, 0), text));
	assert_int_equal(col_is_null(st, 0), !text.p);
	stmt_done(&st);
	scratch_exec(db, "DELETE FROM v");
}

static void text_comes_back_as_it_was(void **state)
{
	static const char *const texts[] = {"", "a", " a ", "Grüße, 世界 👋🏽",
		"'\"\\ \\x41 \\000 %s $1", "line\nline\r\n\ttab", "\x01\x7f", "NULL", NULL};
	struct db *db = bench_open(state);

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		check_text(db, span_of(texts[i]));
}

static void a_megabyte_of_text_comes_back_as_it_was(void **state)
{
	struct db *db = bench_open(state);
	char *text = xmalloc(MEGABYTE);

	for (size_t i = 0; i < MEGABYTE; i++)
		text[i] = (char)('a' + i % 26);
	check_text(db, (struct span){text, MEGABYTE});
	free(text);
}

static void text_without_a_nul_behind_it_ends_where_its_length_says(void **state)
{
	check_text(bench_open(state), (struct span){"abcdef", 3});
}

static void check_blob(struct db *db, struct span bytes)
{
	struct stmt *st = prepared(db, "INSERT INTO v (k, b) VALUES (1, $1)");

	stmt_blob(st, 1, bytes);
	run(&st);
	st = only_row(db, "SELECT b FROM v");
	assert_true(span_eq(col_blob(st, 0), bytes));
	assert_int_equal(col_is_null(st, 0), !bytes.p);
	stmt_done(&st);
	scratch_exec(db, "DELETE FROM v");
}

static void bytes_come_back_as_they_were(void **state)
{
	struct db *db = bench_open(state);
	char *all = xmalloc(MEGABYTE);

	for (size_t i = 0; i < MEGABYTE; i++)
		all[i] = (char)(i + i / 256);
	check_blob(db, SPAN_NULL);
	check_blob(db, SPAN_LIT(""));
	check_blob(db, (struct span){all, 256});
	check_blob(db, (struct span){all, MEGABYTE});
	free(all);
}

static void whole_numbers_keep_all_64_bits(void **state)
{
	static const int64_t numbers[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_C(1) << 53,
		(INT64_C(1) << 53) + 1, INT64_MAX};
	struct db *db = bench_open(state);

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct stmt *st = prepared(db, "INSERT INTO v (k, i) VALUES ($1, $2)");
		stmt_int(st, 1, (int64_t)i);
		stmt_int(st, 2, numbers[i]);
		run(&st);
		st = prepared(db, "SELECT i FROM v WHERE i = $1");
		stmt_int(st, 1, numbers[i]);
		must_step(st, 1);
		assert_true(col_int(st, 0) == numbers[i]);
		stmt_done(&st);
	}
}

static void doubles_keep_every_digit(void **state)
{
	static const double numbers[] = {0.0, 0.1, 1.0 / 3, -2.5, 1e-320, 5e-324, DBL_MIN, DBL_MAX,
		1e308, 1e15 + 0.3, 9007199254740993.0, 1e22, 3.0, INFINITY, -INFINITY};
	struct db *db = bench_open(state);

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct stmt *st = prepared(db, "INSERT INTO v (k, r) VALUES ($1, $2)");
		stmt_int(st, 1, (int64_t)i);
		stmt_real(st, 2, numbers[i]);
		run(&st);
		st = prepared(db, "SELECT r FROM v WHERE k = $1");
		stmt_int(st, 1, (int64_t)i);
		must_step(st, 1);
		double back = col_real(st, 0);
		assert_memory_equal(&back, &numbers[i], sizeof(back));
		stmt_done(&st);
	}
}

static void minus_zero_is_zero_and_no_number_is_null(void **state)
{
	struct db *db = bench_open(state);
	struct stmt *st = prepared(db, "INSERT INTO v (k, r) VALUES (1, $1), (2, $2)");

	stmt_real(st, 1, -0.0);
	stmt_real(st, 2, NAN);
	run(&st);
	st = prepared(db, "SELECT r FROM v ORDER BY k");
	must_step(st, 1);
	assert_true(col_real(st, 0) == 0.0);
	assert_false(col_is_null(st, 0));
	must_step(st, 1);
	assert_true(col_is_null(st, 0));
	assert_true(isnan(col_real(st, 0)));
	stmt_done(&st);
}

static void times_come_back_in_the_agents_two_forms(void **state)
{
	static const char *const times[] = {"2026-11-22 10:00:00", "2026-11-22T10:00:00.123456",
		"2026-11-22T10:00:00.100000", "2026-11-22T10:00:00.000001", "1970-01-01 00:00:00",
		"1999-12-31T23:59:59.999999", "2024-02-29 12:00:00"};
	struct db *db = bench_open(state);

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		struct stmt *st = prepared(db, "INSERT INTO v (k, at) VALUES (1, $1)");
		stmt_text(st, 1, span_of(times[i]));
		run(&st);
		st = only_row(db, "SELECT at FROM v");
		assert_string_equal(col_text(st, 0).p, times[i]);
		assert_int_equal(col_text(st, 0).n, strlen(times[i]));
		stmt_done(&st);
		scratch_exec(db, "DELETE FROM v");
	}
}

static void json_comes_back_as_json(void **state)
{
	static const char json[] = "{\"a\": [1, 2.50, \"ü\\n\", null], \"b\": {}}";
	struct db *db = bench_open(state);
	struct stmt *st = prepared(db, "INSERT INTO v (k, j) VALUES (1, $1)");

	stmt_text(st, 1, SPAN_LIT(json));
	run(&st);
	st = only_row(db, "SELECT j FROM v");
	assert_true(span_is(col_text(st, 0), json));
	stmt_done(&st);
}

static void yes_and_no_are_one_and_zero(void **state)
{
	struct db *db = bench_open(state);
	struct stmt *st = prepared(db, "INSERT INTO v (k, yes) VALUES (1, $1), (2, $2), (3, $3)");

	stmt_int(st, 1, 1);
	stmt_int(st, 2, 0);
	run(&st);
	st = prepared(db, "SELECT yes FROM v ORDER BY k");
	must_step(st, 1);
	assert_int_equal(col_int(st, 0), 1);
	assert_true(span_is(col_text(st, 0), "1"));
	must_step(st, 1);
	assert_int_equal(col_int(st, 0), 0);
	assert_true(span_is(col_text(st, 0), "0"));
	must_step(st, 1);
	assert_true(col_is_null(st, 0));
	stmt_done(&st);
}

static void numbers_and_text_convert(void **state)
{
	struct db *db = bench_open(state);
	struct stmt *st = only_row(db, "SELECT '42', 7, 2.5, count(*), 1e3 FROM v");

	assert_int_equal(col_int(st, 0), 42);
	assert_true(span_is(col_text(st, 1), "7"));
	assert_true(col_real(st, 1) == 7.0);
	assert_true(col_real(st, 2) == 2.5);
	assert_int_equal(col_int(st, 2), 2);
	assert_int_equal(col_int(st, 3), 0);
	assert_true(col_real(st, 4) == 1000);
	stmt_done(&st);
}

/* --- Statements. --- */

static void a_placeholder_may_come_twice_and_in_any_order(void **state)
{
	struct db *db = bench_open(state);
	struct stmt *st =
		prepared(db, "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)");

	stmt_text(st, 1, SPAN_LIT("one"));
	stmt_text(st, 2, SPAN_LIT("two"));
	must_step(st, 1);
	assert_int_equal(stmt_columns(st), 3);
	assert_true(span_is(col_text(st, 0), "two"));
	assert_true(span_is(col_text(st, 1), "one"));
	assert_true(span_is(col_text(st, 2), "two"));
	stmt_done(&st);
}

static void what_is_not_bound_is_null_for_the_next_user_too(void **state)
{
	struct db *db = bench_open(state);

	for (int user = 0; user < 2; user++) {
		struct stmt *st = prepared(db, "SELECT CAST($1 AS TEXT), CAST($2 AS TEXT)");
		if (user == 0)
			stmt_text(st, 2, SPAN_LIT("x"));
		must_step(st, 1);
		assert_true(col_is_null(st, 0));
		assert_int_equal(col_is_null(st, 1), user == 1);
		stmt_done(&st);
	}
}

static void a_placeholder_that_is_not_there_is_an_error(void **state)
{
	struct db *db = bench_open(state);
	struct stmt *st = prepared(db, "SELECT CAST($1 AS TEXT)");
	struct err e = {0};

	stmt_text(st, 2, SPAN_LIT("x"));
	assert_int_equal(stmt_step(st, &e), -1);
	assert_non_null(strstr(e.text, "$2"));
	stmt_done(&st);
}

static void a_statement_is_the_next_users_after_its_error(void **state)
{
	struct db *db = bench_open(state);

	for (int i = 0; i < 3; i++) {
		struct err e = {0};
		struct stmt *st = prepared(db, "INSERT INTO v (k) VALUES ($1)");
		stmt_int(st, 1, i == 1 ? 0 : i);
		assert_int_equal(stmt_step(st, &e), i == 1 ? -1 : 0);
		assert_int_equal(e.code, i == 1 ? ERR_CONSTRAINT : ERR_NONE);
		stmt_done(&st);
	}
}

static void another_statement_may_run_between_the_rows_of_one(void **state)
{
	struct db *db = bench_open(state);

	scratch_exec(db, "INSERT INTO v (k, i) VALUES (1, 10), (2, 20)");
	struct stmt *rows = prepared(db, "SELECT k FROM v ORDER BY k");
	for (int64_t k = 1; k <= 2; k++) {
		must_step(rows, 1);
		struct stmt *st = prepared(db, "SELECT i FROM v WHERE k = $1");
		stmt_int(st, 1, k);
		must_step(st, 1);
		assert_int_equal(col_int(st, 0), k * 10);
		stmt_done(&st);
		assert_int_equal(col_int(rows, 0), k);
	}
	must_step(rows, 0);
	stmt_done(&rows);
}

static void more_statements_than_are_kept_all_work(void **state)
{
	struct db *db = bench_open(state);
	struct bench *b = *state;

	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 80; i++) {
			struct stmt *st = only_row(db,
				arena_printf(
					&b->scratch->a, "SELECT k + %d FROM (SELECT 1 AS k) x", i));
			assert_int_equal(col_int(st, 0), i + 1);
			stmt_done(&st);
		}
}

static void changes_are_the_rows_that_were_written(void **state)
{
	static const struct {
		const char *sql;
		int rows, changes;
	} steps[] = {
		{"INSERT INTO v (k) VALUES (1), (2), (3)", 0, 3},
		{"UPDATE v SET i = 1 WHERE k > 1", 0, 2},
		{"UPDATE v SET i = 1 WHERE k > 9", 0, 0},
		{"SELECT k FROM v", 3, 0},
		{"UPDATE v SET i = 2 WHERE k = 1 RETURNING k", 1, 1},
		{"INSERT INTO v (k) VALUES (1) ON CONFLICT DO NOTHING", 0, 0},
		{"DELETE FROM v", 0, 3},
	};
	struct db *db = bench_open(state);

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct stmt *st = prepared(db, steps[i].sql);
		for (int row = 0; row < steps[i].rows; row++)
			must_step(st, 1);
		must_step(st, 0);
		assert_int_equal(stmt_changes(st), steps[i].changes);
		stmt_done(&st);
	}
}

static void a_row_that_breaks_a_rule_is_refused_and_says_so(void **state)
{
	static const char *const wrong[] = {"INSERT INTO v (k) VALUES (1)",
		"INSERT INTO v (k, u) VALUES (2, 5)", "INSERT INTO v (k, p) VALUES (2, 99)",
		"INSERT INTO v (k, n) VALUES (2, -1)", "INSERT INTO v (k, n) VALUES (2, NULL)"};
	struct db *db = bench_open(state);

	scratch_exec(db, "INSERT INTO v (k, u) VALUES (1, 5)");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct err e = {0};
		struct stmt *st = prepared(db, wrong[i]);
		assert_int_equal(stmt_step(st, &e), -1);
		assert_int_equal(e.code, ERR_CONSTRAINT);
		assert_non_null(strstr(e.text, "(in: INSERT INTO v"));
		stmt_done(&st);
	}
	struct stmt *st = only_row(db, "SELECT count(*) FROM v");
	assert_int_equal(col_int(st, 0), 1);
	stmt_done(&st);
}

static void wrong_sql_fails_as_it_is_prepared(void **state)
{
	struct db *db = bench_open(state);
	struct err e = {0};

	assert_null(db_prepare(db, "SELEKT 1", &e));
	assert_non_null(strstr(e.text, "SELEKT"));
	err_clear(&e);
	assert_null(db_prepare(db, "SELECT 1 FROM nowhere", &e));
	assert_non_null(strstr(e.text, "nowhere"));
}

static void several_statements_run_in_one_call(void **state)
{
	struct db *db = bench_open(state);

	scratch_exec(db,
		"CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1); -- a comment; and\n"
		"INSERT INTO a VALUES (2);\n");
	assert_string_equal(
		scratch_ask(((struct bench *)*state)->scratch, db, "SELECT count(*) FROM a"),
		"2|\n");
	struct err e = {0};
	assert_int_equal(db_exec(db, "INSERT INTO a VALUES (3); NONSENSE", &e), -1);
}

/* --- Transactions. --- */

static int64_t count(struct db *db)
{
	struct stmt *st = only_row(db, "SELECT count(*) FROM v");
	int64_t n = col_int(st, 0);

	stmt_done(&st);
	return n;
}

static void a_rollback_undoes_and_a_commit_keeps(void **state)
{
	struct db *db = bench_open(state), *other = bench_again(state, DB_READ_WRITE);
	struct err e = {0};

	assert_int_equal(db_begin(db, &e), 0);
	assert_true(db_in_transaction(db));
	scratch_exec(db, "INSERT INTO v (k) VALUES (1)");
	assert_int_equal(count(other), 0);
	db_rollback(db);
	assert_false(db_in_transaction(db));
	assert_int_equal(count(db), 0);

	assert_int_equal(db_begin(db, &e), 0);
	scratch_exec(db, "INSERT INTO v (k) VALUES (1)");
	int64_t commits = db_commits(db);
	assert_int_equal(db_commit(db, &e), 0);
	assert_int_equal(db_commits(db), commits + 1);
	assert_false(db_in_transaction(db));
	assert_int_equal(count(other), 1);
	db_rollback(db);
	assert_int_equal(count(other), 1);
	db_close(&other);
}

static void a_transaction_in_a_transaction_is_an_error(void **state)
{
	struct db *db = bench_open(state);
	struct err e = {0};

	assert_int_equal(db_begin(db, &e), 0);
	assert_int_equal(db_begin(db, &e), -1);
	db_rollback(db);
}

static void a_read_sees_one_state_until_it_ends(void **state)
{
	struct db *db = bench_open(state), *other = bench_again(state, DB_READ_WRITE);
	struct err e = {0};

	assert_int_equal(db_begin_read(db, &e), 0);
	assert_int_equal(count(db), 0);
	scratch_exec(other, "INSERT INTO v (k) VALUES (1)");
	assert_int_equal(count(db), 0);
	assert_int_equal(db_commit(db, &e), 0);
	assert_int_equal(count(db), 1);
	db_close(&other);
}

static void a_connection_for_reading_never_writes(void **state)
{
	struct db *owner = bench_open(state), *db = bench_again(state, DB_READ_ONLY);
	struct err e = {0};

	assert_true(db_read_only(db));
	assert_false(db_read_only(owner));
	assert_int_equal(db_begin(db, &e), -1);
	assert_int_equal(e.code, ERR_READONLY);
	assert_int_equal(exec_code(db, "INSERT INTO v (k) VALUES (1)"), ERR_READONLY);
	assert_int_equal(count(db), 0);
	db_close(&db);
}

static void a_connection_is_not_lost_and_can_be_made_anew(void **state)
{
	struct db *db = bench_open(state);
	struct err e = {0};
	struct stmt *st = prepared(db, "SELECT count(*) FROM v");

	stmt_done(&st);
	assert_false(db_lost(db));
	assert_int_equal(db_reconnect(db, &e), 0);
	assert_int_equal(count(db), 0);
}

/* --- Cancelling. --- */

static const char *const endless_sql[] = {
	[DB_SQLITE] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
		      " SELECT count(*) FROM n",
	[DB_POSTGRES] = "SELECT pg_sleep(10000)",
};

struct canceller {
	struct db *db;
	atomic_bool enough;
};

/* Until it has had an effect: when the call begins cannot be seen from here. */
static void *cancel_again_and_again(void *arg)
{
	struct canceller *c = arg;

	while (!atomic_load(&c->enough)) {
		db_cancel(c->db);
		poll(NULL, 0, 1); /* the server needs the processor, too */
	}
	return NULL;
}

static enum err_code cancelled_step(struct db *db, const char *sql)
{
	struct canceller c = {.db = db};
	struct err e = {0};
	struct stmt *st = prepared(db, sql);
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, cancel_again_and_again, &c), 0);
	int row = stmt_step(st, &e);
	atomic_store(&c.enough, true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	stmt_done(&st);
	assert_int_equal(row, -1);
	if (e.code != ERR_CANCELLED)
		print_message("# not cancelled: %s\n", e.text);
	return e.code;
}

static void a_cancel_ends_what_runs_and_the_connection_goes_on(void **state)
{
	struct bench *b = *state;
	struct db *db = bench_open(state);

	for (int i = 0; i < 3; i++) {
		assert_int_equal(cancelled_step(db, endless_sql[b->engine]), ERR_CANCELLED);
		assert_int_equal(count(db), 0);
	}
}

static void a_cancel_ends_the_wait_for_a_lock(void **state)
{
	struct db *db = bench_open(state), *other = bench_again(state, DB_READ_WRITE);
	struct err e = {0};

	scratch_exec(db, "INSERT INTO v (k) VALUES (1)");
	assert_int_equal(db_begin(other, &e), 0);
	scratch_exec(other, "UPDATE v SET i = 1");
	db_set_busy_timeout(db, 600000);
	assert_int_equal(cancelled_step(db, "UPDATE v SET i = 2"), ERR_CANCELLED);
	assert_int_equal(db_commit(other, &e), 0);
	scratch_exec(db, "UPDATE v SET i = 3");
	db_close(&other);
}

static void who_waits_too_long_for_a_lock_is_told_that_it_is_busy(void **state)
{
	struct db *db = bench_open(state), *other = bench_again(state, DB_READ_WRITE);
	struct err e = {0};

	scratch_exec(db, "INSERT INTO v (k) VALUES (1)");
	assert_int_equal(db_begin(other, &e), 0);
	scratch_exec(other, "UPDATE v SET i = 1");
	db_set_busy_timeout(db, 20);
	assert_int_equal(exec_code(db, "UPDATE v SET i = 2"), ERR_BUSY);
	db_close(&other);
}

static void a_cancel_between_two_calls_is_forgotten(void **state)
{
	struct db *db = bench_open(state);

	db_cancel(db);
	assert_int_equal(count(db), 0);
}

static void a_cancel_between_two_rows_ends_the_statement(void **state)
{
	struct db *db = bench_open(state);
	struct err e = {0};

	scratch_exec(db, "INSERT INTO v (k) VALUES (1), (2)");
	struct stmt *st = prepared(db, "SELECT k FROM v");
	must_step(st, 1);
	db_cancel(db);
	assert_int_equal(stmt_step(st, &e), -1);
	assert_int_equal(e.code, ERR_CANCELLED);
	stmt_done(&st);
	assert_int_equal(count(db), 2);
}

/* --- Many rows in, many rows out. --- */

static struct load *loading(struct db *db)
{
	static const char *const columns[] = {"k", "t", "i", "r", "b"};
	struct err e = {0};
	struct load *l = load_begin(db, "v", columns, 5, &e);

	if (!l)
		fail_msg("%s", e.text);
	return l;
}

static void load_one(struct load *l, int64_t k, struct span text)
{
	struct err e = {0};

	load_int(l, k);
	load_text(l, text);
	load_int(l, INT64_MIN);
	load_real(l, 0.1);
	load_blob(l, (struct span){"\0\xff\\", 3});
	if (load_row(l, &e) != 0)
		fail_msg("%s", e.text);
}

static void loaded_rows_are_as_they_went_in(void **state)
{
	static const char *const texts[] = {
		"", "tab\tline\nreturn\r\\ \\N \\.", "Grüße 👋🏽", "\b\f\v\x01\x7f", NULL};
	struct db *db = bench_open(state);
	struct err e = {0};

	assert_int_equal(db_begin(db, &e), 0);
	struct load *l = loading(db);
	for (int i = 0; i < 5; i++)
		load_one(l, i, span_of(texts[i]));
	assert_int_equal(load_end(&l, &e), 0);
	assert_int_equal(db_commit(db, &e), 0);
	struct stmt *st = prepared(db, "SELECT t, i, r, b FROM v ORDER BY k");
	for (int i = 0; i < 5; i++) {
		must_step(st, 1);
		assert_true(span_eq(col_text(st, 0), span_of(texts[i])));
		assert_true(col_int(st, 1) == INT64_MIN);
		assert_true(col_real(st, 2) == 0.1);
		assert_true(span_eq(col_blob(st, 3), (struct span){"\0\xff\\", 3}));
	}
	stmt_done(&st);
}

static void more_is_loaded_than_is_sent_at_once(void **state)
{
	struct db *db = bench_open(state);
	struct err e = {0};

	assert_int_equal(db_begin(db, &e), 0);
	struct load *l = loading(db);
	for (int i = 0; i < 20000; i++)
		load_one(l, i, SPAN_LIT("some text that makes the lines longer"));
	assert_int_equal(load_end(&l, &e), 0);
	assert_int_equal(db_commit(db, &e), 0);
	assert_int_equal(count(db), 20000);
}

static void a_load_that_is_refused_or_given_up_leaves_nothing(void **state)
{
	struct db *db = bench_open(state);
	struct err e = {0};
	int result = 0;

	assert_int_equal(db_begin(db, &e), 0);
	struct load *l = loading(db);
	for (int i = 0; i < 2 && result == 0; i++) {
		load_int(l, 7);
		for (int c = 0; c < 4; c++)
			load_text(l, SPAN_NULL);
		result = load_row(l, &e);
	}
	if (result == 0)
		result = load_end(&l, &e);
	load_abort(&l);
	assert_int_equal(result, -1);
	assert_int_equal(e.code, ERR_CONSTRAINT);
	db_rollback(db);
	assert_int_equal(db_begin(db, &e), 0);
	l = loading(db);
	load_one(l, 1, SPAN_LIT("x"));
	load_abort(&l);
	db_rollback(db);
	assert_int_equal(count(db), 0);
}

static void rows_of_a_stream_come_one_by_one_and_may_be_left(void **state)
{
	struct db *db = bench_open(state);

	scratch_exec(db, "INSERT INTO v (k) VALUES (1), (2), (3)");
	for (int left = 0; left < 4; left++) {
		struct stmt *st = prepared(db, "SELECT k, t FROM v ORDER BY k");
		stmt_stream(st);
		for (int i = 1; i <= 3 - left; i++) {
			must_step(st, 1);
			assert_int_equal(col_int(st, 0), i);
			assert_int_equal(col_kind(st, 0), COL_INT);
			assert_int_equal(col_kind(st, 1), COL_NULL);
		}
		if (left == 0)
			must_step(st, 0);
		stmt_done(&st);
		assert_int_equal(count(db), 3);
	}
}

static void blobs_come_as_bytes_when_they_are_asked_for_so(void **state)
{
	static const struct span bytes = {"\0\1\xFE\xFF", 4};
	struct db *db = bench_open(state);
	struct stmt *in = prepared(db, "INSERT INTO v (k, b) VALUES (1, $1)");

	stmt_blob(in, 1, bytes);
	must_step(in, 0);
	stmt_done(&in);
	for (int as_bytes = 0; as_bytes < 2; as_bytes++) {
		struct stmt *st = prepared(db, "SELECT b, 'text' FROM v");
		if (as_bytes)
			stmt_as_bytes(st);
		must_step(st, 1);
		assert_true(span_eq(col_blob(st, 0), bytes));
		assert_true(span_is(col_text(st, 1), "text"));
		stmt_done(&st);
	}
}

static void a_stream_that_fails_says_so_and_the_connection_goes_on(void **state)
{
	struct bench *b = *state;
	struct db *db = bench_open(state);
	struct err e = {0};

	scratch_exec(db, "INSERT INTO v (k) VALUES (1), (2)");
	struct stmt *st = prepared(db,
		b->engine == DB_SQLITE ? "SELECT abs(-9223372036854775807 - k) FROM v"
				       : "SELECT 1 / (2 - k) FROM v ORDER BY k");
	int row = 0;
	stmt_stream(st);
	for (int i = 0; i < 3 && row >= 0; i++)
		row = stmt_step(st, &e);
	assert_int_equal(row, -1);
	assert_true(e.text[0]);
	stmt_done(&st);
	assert_int_equal(count(db), 2);
}

#define BOTH(f) \
	{#f "_on_sqlite", f, on_sqlite, teardown, NULL}, \
	{ \
#f "_on_postgres", f, on_postgres, teardown, NULL \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(text_comes_back_as_it_was),
		BOTH(a_megabyte_of_text_comes_back_as_it_was),
		BOTH(text_without_a_nul_behind_it_ends_where_its_length_says),
		BOTH(bytes_come_back_as_they_were),
		BOTH(whole_numbers_keep_all_64_bits),
		BOTH(doubles_keep_every_digit),
		BOTH(minus_zero_is_zero_and_no_number_is_null),
		BOTH(times_come_back_in_the_agents_two_forms),
		BOTH(json_comes_back_as_json),
		BOTH(yes_and_no_are_one_and_zero),
		BOTH(numbers_and_text_convert),
		BOTH(a_placeholder_may_come_twice_and_in_any_order),
		BOTH(what_is_not_bound_is_null_for_the_next_user_too),
		BOTH(a_placeholder_that_is_not_there_is_an_error),
		BOTH(a_statement_is_the_next_users_after_its_error),
		BOTH(another_statement_may_run_between_the_rows_of_one),
		BOTH(more_statements_than_are_kept_all_work),
		BOTH(changes_are_the_rows_that_were_written),
		BOTH(a_row_that_breaks_a_rule_is_refused_and_says_so),
		BOTH(wrong_sql_fails_as_it_is_prepared),
		BOTH(several_statements_run_in_one_call),
		BOTH(a_rollback_undoes_and_a_commit_keeps),
		BOTH(a_transaction_in_a_transaction_is_an_error),
		BOTH(a_read_sees_one_state_until_it_ends),
		BOTH(a_connection_for_reading_never_writes),
		BOTH(a_connection_is_not_lost_and_can_be_made_anew),
		BOTH(a_cancel_ends_what_runs_and_the_connection_goes_on),
		BOTH(a_cancel_ends_the_wait_for_a_lock),
		BOTH(who_waits_too_long_for_a_lock_is_told_that_it_is_busy),
		BOTH(a_cancel_between_two_calls_is_forgotten),
		BOTH(a_cancel_between_two_rows_ends_the_statement),
		BOTH(loaded_rows_are_as_they_went_in),
		BOTH(more_is_loaded_than_is_sent_at_once),
		BOTH(a_load_that_is_refused_or_given_up_leaves_nothing),
		BOTH(rows_of_a_stream_come_one_by_one_and_may_be_left),
		BOTH(blobs_come_as_bytes_when_they_are_asked_for_so),
		BOTH(a_stream_that_fails_says_so_and_the_connection_goes_on),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
