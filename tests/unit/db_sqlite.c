/* What a connection to SQLite promises about statements, transactions, waiting and cancelling. */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/inotify.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "unit/db_scratch.h"

static struct db *new_db(void **state)
{
	struct db *db = scratch_open(*state, "a.db", DB_CREATE);

	scratch_exec(db,
		"CREATE TABLE t (id INTEGER PRIMARY KEY, x UNIQUE);"
		"CREATE TABLE child (t INTEGER REFERENCES t (id))");
	return db;
}

static struct stmt *prepared(struct db *db, const char *sql)
{
	struct err e = {0};
	struct stmt *st = db_prepare(db, sql, &e);

	if (!st)
		fail_msg("%s", e.text);
	return st;
}

static int step_code(struct db *db, const char *sql)
{
	struct err e = {0};
	struct stmt *st = prepared(db, sql);

	while (stmt_step(st, &e) == 1)
		;
	stmt_done(&st);
	return (int)e.code;
}

/* --- Statements. --- */

static void a_statement_given_back_serves_the_next_user(void **state)
{
	struct db *db = new_db(state);
	char text[] = "SELECT 1", same[] = "SELECT 1";
	struct stmt *first = prepared(db, text), *kept = first;

	stmt_done(&first);
	assert_null(first);
	memset(text, ' ', sizeof(text) - 1);
	first = prepared(db, same);
	assert_ptr_equal(first, kept);
	stmt_done(&first);
	db_close(&db);
}

static void a_statement_in_use_is_not_handed_out_twice(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};
	struct stmt *a = prepared(db, "SELECT 1 UNION SELECT 2");
	assert_int_equal(stmt_step(a, &e), 1);
	struct stmt *b = prepared(db, "SELECT 1 UNION SELECT 2");

	assert_ptr_not_equal(a, b);
	assert_int_equal(stmt_step(b, &e), 1);
	assert_int_equal(col_int(b, 0), 1);
	assert_int_equal(stmt_step(a, &e), 1);
	assert_int_equal(col_int(a, 0), 2);
	stmt_done(&a);
	stmt_done(&b);
	db_close(&db);
}

static void more_statements_than_the_cache_holds_all_work(void **state)
{
	struct db *db = new_db(state);
	struct stmt *open[100];
	struct err e = {0};
	char sql[32];

	for (int i = 0; i < 100; i++) {
		snprintf(sql, sizeof(sql), "SELECT %d", i);
		open[i] = prepared(db, sql);
	}
	for (int i = 0; i < 100; i++) {
		assert_int_equal(stmt_step(open[i], &e), 1);
		assert_int_equal(col_int(open[i], 0), i);
		stmt_done(&open[i]);
	}
	db_close(&db);
}

static void placeholders_bind_by_number_not_by_appearance(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};
	struct stmt *st = prepared(db, "SELECT $2, $1, $2");

	stmt_int(st, 1, 10);
	stmt_int(st, 2, 20);
	assert_int_equal(stmt_step(st, &e), 1);
	assert_int_equal(col_int(st, 0), 20);
	assert_int_equal(col_int(st, 1), 10);
	assert_int_equal(col_int(st, 2), 20);
	stmt_done(&st);
	db_close(&db);
}

static void a_bind_without_placeholder_fails_the_step(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};
	struct stmt *st = prepared(db, "SELECT $1");

	stmt_int(st, 2, 1);
	assert_int_equal(stmt_step(st, &e), -1);
	assert_non_null(strstr(e.text, "$2"));
	stmt_done(&st);
	assert_null(db_prepare(db, "SELECT ?", &(struct err){0}));
	db_close(&db);
}

static void values_come_back_as_they_went_in(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};
	struct stmt *st = prepared(db, "SELECT $1, $2, $3, $4, $5, $6, $7");

	stmt_text(st, 1, (struct span){"a\0b", 3});
	stmt_text(st, 2, SPAN_LIT(""));
	stmt_text(st, 3, SPAN_NULL);
	stmt_blob(st, 4, (struct span){"\xff\0", 2});
	stmt_blob(st, 5, SPAN_LIT(""));
	stmt_real(st, 6, 0.25);
	stmt_null(st, 7);
	assert_int_equal(stmt_step(st, &e), 1);
	assert_true(span_eq(col_text(st, 0), (struct span){"a\0b", 3}));
	assert_true(span_eq(col_text(st, 1), SPAN_LIT("")));
	assert_true(col_is_null(st, 2));
	assert_null(col_text(st, 2).p);
	assert_true(span_eq(col_blob(st, 3), (struct span){"\xff\0", 2}));
	assert_true(span_eq(col_blob(st, 4), SPAN_LIT("")));
	assert_true(col_real(st, 5) == 0.25);
	assert_true(isnan(col_real(st, 6)));
	stmt_done(&st);
	db_close(&db);
}

static void a_reused_statement_remembers_no_values(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};
	struct stmt *st = prepared(db, "SELECT $1");

	stmt_int(st, 1, 5);
	stmt_done(&st);
	st = prepared(db, "SELECT $1");
	assert_int_equal(stmt_step(st, &e), 1);
	assert_true(col_is_null(st, 0));
	stmt_done(&st);
	db_close(&db);
}

static void changes_are_those_of_the_statement(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};

	scratch_exec(db, "INSERT INTO t (x) VALUES (1), (2), (3)");
	struct stmt *st = prepared(db, "UPDATE t SET x = x + 10 WHERE x > 1");
	assert_int_equal(stmt_step(st, &e), 0);
	assert_int_equal(stmt_changes(st), 2);
	stmt_done(&st);
	st = prepared(db, "UPDATE t SET x = 0 WHERE x = 99");
	assert_int_equal(stmt_step(st, &e), 0);
	assert_int_equal(stmt_changes(st), 0);
	stmt_done(&st);
	db_close(&db);
}

static void an_error_names_the_statement_and_the_reason(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};

	assert_null(
		db_prepare(db, "SELECT missing\n\tFROM  t WHERE x IS NULL AND id IS NOT NULL", &e));
	assert_non_null(strstr(e.text, "no such column: missing"));
	assert_non_null(strstr(e.text, "SELECT missing FROM t WHERE"));
	err_clear(&e);
	assert_int_equal(db_exec(db, "INSERT INTO t (x) VALUES (1), (1)", &e), -1);
	assert_int_equal(e.code, ERR_CONSTRAINT);
	assert_non_null(strstr(e.text, "UNIQUE constraint failed: t.x"));
	db_close(&db);
}

/* --- Settings. --- */

static void every_connection_is_durable_and_keeps_its_promises(void **state)
{
	struct db *db = new_db(state);

	assert_string_equal(scratch_ask(*state, db, "PRAGMA journal_mode"), "wal|\n");
	assert_string_equal(scratch_ask(*state, db, "PRAGMA synchronous"), "2|\n");
	assert_string_equal(scratch_ask(*state, db, "PRAGMA foreign_keys"), "1|\n");
	assert_string_equal(scratch_ask(*state, db, "PRAGMA wal_autocheckpoint"), "0|\n");
	assert_string_equal(scratch_ask(*state, db, "PRAGMA mmap_size"), "0|\n");
	assert_int_equal(step_code(db, "INSERT INTO child VALUES (7)"), ERR_CONSTRAINT);
	assert_memory_equal(db_library(db), "SQLite 3.", 9);
	db_close(&db);
}

/* --- Transactions. --- */

static void a_commit_is_seen_and_a_rollback_is_not(void **state)
{
	struct db *db = new_db(state), *other = scratch_open(*state, "a.db", DB_READ_WRITE);
	struct err e = {0};

	assert_int_equal(db_begin(db, &e), 0);
	scratch_exec(db, "INSERT INTO t (x) VALUES (1)");
	assert_true(db_in_transaction(db));
	db_rollback(db);
	assert_false(db_in_transaction(db));
	db_rollback(db);
	assert_string_equal(scratch_ask(*state, other, "SELECT count(*) FROM t"), "0|\n");
	assert_int_equal(db_begin(db, &e), 0);
	scratch_exec(db, "INSERT INTO t (x) VALUES (1)");
	assert_int_equal(db_commit(db, &e), 0);
	assert_string_equal(scratch_ask(*state, other, "SELECT count(*) FROM t"), "1|\n");
	db_close(&other);
	db_close(&db);
}

static void a_commit_that_fails_leaves_no_transaction_and_no_row(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};

	scratch_exec(db,
		"CREATE TABLE late (t INTEGER REFERENCES t (id)"
		" DEFERRABLE INITIALLY DEFERRED)");
	assert_int_equal(db_begin(db, &e), 0);
	scratch_exec(db, "INSERT INTO late VALUES (7)");
	assert_int_equal(db_commit(db, &e), -1);
	assert_int_equal(e.code, ERR_CONSTRAINT);
	assert_false(db_in_transaction(db));
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM late"), "0|\n");
	db_close(&db);
}

static void a_read_transaction_sees_one_state(void **state)
{
	struct db *db = new_db(state), *other = scratch_open(*state, "a.db", DB_READ_WRITE);
	struct err e = {0};

	assert_int_equal(db_begin_read(db, &e), 0);
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM t"), "0|\n");
	scratch_exec(other, "INSERT INTO t (x) VALUES (1)");
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM t"), "0|\n");
	db_rollback(db);
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM t"), "1|\n");
	db_close(&other);
	db_close(&db);
}

static void the_data_version_moves_when_somebody_else_writes(void **state)
{
	struct db *db = new_db(state), *other = scratch_open(*state, "a.db", DB_READ_WRITE);
	struct err e = {0};
	int64_t before, same, after;

	assert_int_equal(db_data_version(db, &before, &e), 0);
	assert_int_equal(db_data_version(db, &same, &e), 0);
	assert_int_equal(before, same);
	scratch_exec(other, "INSERT INTO t (x) VALUES (1)");
	assert_int_equal(db_data_version(db, &after, &e), 0);
	assert_int_not_equal(before, after);
	db_close(&other);
	db_close(&db);
}

static bool tells(int inotify)
{
	char events[4096];
	bool any = false;

	while (read(inotify, events, sizeof(events)) > 0)
		any = true;
	return any;
}

static void its_files_tell_when_somebody_else_writes(void **state)
{
	struct db *db = new_db(state), *other = scratch_open(*state, "a.db", DB_READ_WRITE);
	int inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	struct err e = {0};
	int64_t version;

	assert_true(db_watch_files(db, inotify));
	assert_int_equal(db_data_version(db, &version, &e), 0);
	assert_false(tells(inotify));
	scratch_exec(other, "INSERT INTO t (x) VALUES (1)");
	assert_true(tells(inotify));
	assert_int_equal(rename(scratch_path(*state, "a.db"), scratch_path(*state, "b.db")), 0);
	assert_true(tells(inotify));
	close(inotify);
	db_close(&other);
	db_close(&db);
}

static void a_database_in_memory_has_no_files_that_could_tell(void **state)
{
	struct err e = {0};
	struct db *db = NULL;
	int inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	(void)state;
	assert_int_equal(db_open_memory("a", &db, &e), 0);
	assert_false(db_watch_files(db, inotify));
	assert_false(db_watch_files(db, -1));
	close(inotify);
	db_close(&db);
}

static void a_full_database_is_an_error_and_keeps_what_was_there(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};

	scratch_exec(db, "INSERT INTO t (x) VALUES ('kept'); PRAGMA max_page_count = 10");
	assert_int_equal(db_begin(db, &e), 0);
	assert_int_equal(step_code(db, "INSERT INTO t (x) VALUES (zeroblob(100000))"), ERR_FULL);
	db_rollback(db);
	assert_string_equal(scratch_ask(*state, db, "SELECT x FROM t"), "kept|\n");
	db_close(&db);
}

/* Fills a file system of 1 MB beside the database, commits, makes room, looks. 0: as promised. */
static int commit_on_full_disk(struct scratch *s)
{
	struct err e = {0};

	if (mount("tenet", s->dir, "tmpfs", 0, "size=1m") != 0)
		return 77;
	struct db *db = scratch_open(s, "full.db", DB_CREATE);
	scratch_exec(db, "CREATE TABLE t (x); INSERT INTO t VALUES ('kept')");
	FILE *ballast = fopen(scratch_path(s, "ballast"), "we");
	for (int i = 0; i < 1 << 20 && fputc('x', ballast) != EOF; i++)
		;
	fflush(ballast);
	int begun = db_begin(db, &e);
	int written = db_exec(db, "INSERT INTO t VALUES (zeroblob(20000))", &e);
	if (begun != 0 || written != 0)
		return 2;
	if (db_commit(db, &e) == 0 || e.code != ERR_FULL || db_in_transaction(db))
		return 3;
	unlink(scratch_path(s, "ballast"));
	fclose(ballast);
	if (strcmp(scratch_ask(s, db, "SELECT x FROM t"), "kept|\n") != 0)
		return 4;
	scratch_exec(db, "INSERT INTO t VALUES ('goes on')");
	db_close(&db);
	return umount(s->dir) == 0 ? 0 : 5;
}

static void a_full_disk_at_commit_acknowledges_nothing(void **state)
{
	int status;
	pid_t child = fork();

	assert_int_not_equal(child, -1);
	if (child == 0)
		_exit(unshare(CLONE_NEWNS) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0
				? commit_on_full_disk(*state)
				: 77);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* --- The log and its checkpoint. --- */

static int64_t size_of(struct scratch *s, const char *name)
{
	struct stat st;

	return stat(scratch_path(s, name), &st) == 0 ? st.st_size : -1;
}

static void only_a_checkpoint_that_is_asked_for_moves_the_log(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};
	int64_t before = size_of(*state, "a.db");

	scratch_exec(db,
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
		" WHERE i < 2000) INSERT INTO t (x) SELECT randomblob(4000) FROM n");
	assert_int_equal(size_of(*state, "a.db"), before);
	assert_true(size_of(*state, "a.db-wal") > 4 * 1000 * 1000);
	assert_int_equal(db_checkpoint(db, &e), 0);
	assert_int_equal(size_of(*state, "a.db-wal"), 0);
	assert_true(size_of(*state, "a.db") > 4 * 1000 * 1000);
	db_close(&db);
}

/* SQLite would go on as a passive checkpoint, the one with the WAL-reset bug. */
static void a_checkpoint_beside_a_writer_moves_nothing(void **state)
{
	struct db *db = new_db(state), *writer = scratch_open(*state, "a.db", DB_READ_WRITE);
	struct err e = {0};

	assert_int_equal(db_checkpoint(db, &e), 0);
	scratch_exec(db, "INSERT INTO t (x) VALUES (zeroblob(100000))");
	int64_t before = size_of(*state, "a.db");
	assert_int_equal(db_begin(writer, &e), 0);
	assert_int_equal(db_checkpoint(db, &e), 0);
	assert_int_equal(size_of(*state, "a.db"), before);
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM t"), "1|\n");
	db_rollback(writer);
	assert_int_equal(db_checkpoint(db, &e), 0);
	assert_true(size_of(*state, "a.db") > before);
	db_close(&writer);
	db_close(&db);
}

static void a_checkpoint_does_not_wait_for_readers(void **state)
{
	struct db *db = new_db(state), *reader = scratch_open(*state, "a.db", DB_READ_WRITE);
	struct err e = {0};

	assert_int_equal(db_begin_read(reader, &e), 0);
	assert_string_equal(scratch_ask(*state, reader, "SELECT count(*) FROM t"), "0|\n");
	scratch_exec(db, "INSERT INTO t (x) VALUES (1)");
	assert_int_equal(db_checkpoint(db, &e), 0);
	assert_true(size_of(*state, "a.db-wal") > 0);
	assert_string_equal(scratch_ask(*state, reader, "SELECT count(*) FROM t"), "0|\n");
	db_close(&reader);
	db_close(&db);
}

/* --- Waiting and cancelling. --- */

static void a_lock_that_stays_is_busy_after_the_timeout(void **state)
{
	struct db *db = new_db(state), *other = scratch_open(*state, "a.db", DB_READ_WRITE);
	struct err e = {0};

	assert_int_equal(db_begin(other, &e), 0);
	db_set_busy_timeout(db, 20);
	assert_int_equal(db_begin(db, &e), -1);
	assert_int_equal(e.code, ERR_BUSY);
	assert_non_null(strstr(e.text, "a.db is locked by another process"));
	db_rollback(other);
	err_clear(&e);
	assert_int_equal(db_begin(db, &e), 0);
	db_close(&other);
	db_close(&db);
}

struct canceller {
	struct db *db;
	atomic_bool stop;
};

/* Whoever cancels does not know when the call began: cancels until it ended. */
static void *cancel_until_stopped(void *arg)
{
	struct canceller *c = arg;

	while (!atomic_load(&c->stop)) {
		db_cancel(c->db);
		sched_yield();
	}
	return NULL;
}

static enum err_code cancelled_exec(struct db *db, const char *sql)
{
	struct canceller c = {.db = db};
	struct err e = {0};
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, cancel_until_stopped, &c), 0);
	int result = db_exec(db, sql, &e);
	atomic_store(&c.stop, true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(result, -1);
	return e.code;
}

static void cancelling_ends_a_long_statement(void **state)
{
	struct db *db = new_db(state);

	assert_int_equal(cancelled_exec(db,
				 "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
				 " SELECT count(*) FROM n"),
		ERR_CANCELLED);
	assert_string_equal(scratch_ask(*state, db, "SELECT 1"), "1|\n");
	db_close(&db);
}

static void cancelling_ends_a_wait_for_a_lock(void **state)
{
	struct db *db = new_db(state), *other = scratch_open(*state, "a.db", DB_READ_WRITE);
	struct err e = {0};

	assert_int_equal(db_begin(other, &e), 0);
	db_set_busy_timeout(db, 600 * 1000);
	assert_int_equal(cancelled_exec(db, "BEGIN IMMEDIATE"), ERR_CANCELLED);
	db_close(&other);
	db_close(&db);
}

static void a_cancel_between_two_calls_is_forgotten(void **state)
{
	struct db *db = new_db(state);

	db_cancel(db);
	assert_string_equal(scratch_ask(*state, db, "SELECT 1 UNION SELECT 2"), "1|\n2|\n");
	db_close(&db);
}

static void a_cancel_between_two_rows_ends_the_statement(void **state)
{
	struct db *db = new_db(state);
	struct err e = {0};
	struct stmt *st = prepared(db, "SELECT 1 UNION SELECT 2");

	assert_int_equal(stmt_step(st, &e), 1);
	db_cancel(db);
	assert_int_equal(stmt_step(st, &e), -1);
	assert_int_equal(e.code, ERR_CANCELLED);
	stmt_done(&st);
	db_close(&db);
}

static void databases_in_memory_know_nothing_of_one_another(void **state)
{
	struct db *a = NULL, *b = NULL;
	struct err e = {0};

	assert_int_equal(db_open_memory("one", &a, &e), 0);
	assert_int_equal(db_open_memory("other", &b, &e), 0);
	assert_int_equal(db_begin(a, &e), 0);
	scratch_exec(a, "CREATE TABLE t (a INTEGER)");
	assert_int_equal(db_commit(a, &e), 0);
	assert_string_equal(scratch_ask(*state, a, "SELECT count(*) FROM t"), "0|\n");
	assert_int_equal(db_exec(b, "SELECT * FROM t", &e), -1);
	assert_non_null(strstr(e.text, "other: no such table"));
	assert_int_equal(db_log_size(a), 0);
	db_close(&a);
	db_close(&b);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

/* --- Statements of others, within a transaction. --- */

static void what_would_end_the_transaction_is_refused_however_it_is_hidden(void **state)
{
	static const char *const hidden[] = {"CREATE TABLE a (x); COMMIT; CREATE TABLE b (x)",
		"SELECT 1 AS [a']; COMMIT; SELECT 2 AS [b']", "SELECT $x$; COMMIT; SELECT $x$",
		"SELECT 1; \xEF\xBB\xBF"
		"COMMIT",
		"SAVEPOINT a", "RELEASE a", "ROLLBACK", "ATTACH ':memory:' AS a", "DETACH a",
		"PRAGMA writable_schema=ON", "PRAGMA page_size=1024",
		"SELECT * FROM pragma_wal_checkpoint"};
	struct db *db = new_db(state);
	struct err e = {0};

	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
		err_clear(&e);
		assert_int_equal(db_begin(db, &e), 0);
		assert_int_equal(db_exec_within(db, hidden[i], &e), -1);
		assert_true(strstr(e.text, "is refused within a transaction") ||
			strstr(e.text, "no such table: pragma_wal_checkpoint"));
		assert_true(db_in_transaction(db));
		db_rollback(db);
	}
	assert_string_equal(
		scratch_ask(*state, db, "SELECT name FROM sqlite_schema WHERE name IN ('a', 'b')"),
		"");
	/* The connection's own statements go on. */
	scratch_exec(db, "PRAGMA user_version=7");
	db_close(&db);
}

static void what_only_looks_is_not_refused(void **state)
{
	struct db *db = new_db(state);

	assert_int_equal(db_begin(db, NULL), 0);
	static const char *const harmless[] = {
		"ALTER TABLE t ADD COLUMN y INTEGER NOT NULL DEFAULT 1 CHECK (y > 0)",
		"ALTER TABLE t RENAME COLUMN y TO z", "ALTER TABLE t DROP COLUMN z",
		"CREATE TABLE n AS SELECT name FROM pragma_table_info('t')",
		"CREATE VIRTUAL TABLE f USING fts5 (a)", "INSERT INTO f VALUES ('one')",
		"DELETE FROM f WHERE f MATCH 'one'", "DROP TABLE f"};
	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
		struct err e = {0};
		if (db_exec_within(db, harmless[i], &e) != 0)
			fail_msg("%s", e.text);
	}
	assert_int_equal(db_commit(db, NULL), 0);
	db_close(&db);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		TEST(a_statement_given_back_serves_the_next_user),
		TEST(a_statement_in_use_is_not_handed_out_twice),
		TEST(more_statements_than_the_cache_holds_all_work),
		TEST(placeholders_bind_by_number_not_by_appearance),
		TEST(a_bind_without_placeholder_fails_the_step),
		TEST(values_come_back_as_they_went_in),
		TEST(a_reused_statement_remembers_no_values),
		TEST(changes_are_those_of_the_statement),
		TEST(an_error_names_the_statement_and_the_reason),
		TEST(what_would_end_the_transaction_is_refused_however_it_is_hidden),
		TEST(what_only_looks_is_not_refused),
		TEST(every_connection_is_durable_and_keeps_its_promises),
		TEST(a_commit_is_seen_and_a_rollback_is_not),
		TEST(a_commit_that_fails_leaves_no_transaction_and_no_row),
		TEST(a_read_transaction_sees_one_state),
		TEST(the_data_version_moves_when_somebody_else_writes),
		TEST(its_files_tell_when_somebody_else_writes),
		TEST(a_database_in_memory_has_no_files_that_could_tell),
		TEST(a_full_database_is_an_error_and_keeps_what_was_there),
		TEST(a_full_disk_at_commit_acknowledges_nothing),
		TEST(only_a_checkpoint_that_is_asked_for_moves_the_log),
		TEST(a_checkpoint_beside_a_writer_moves_nothing),
		TEST(a_checkpoint_does_not_wait_for_readers),
		TEST(a_lock_that_stays_is_busy_after_the_timeout),
		TEST(cancelling_ends_a_long_statement),
		TEST(cancelling_ends_a_wait_for_a_lock),
		TEST(a_cancel_between_two_calls_is_forgotten),
		TEST(a_cancel_between_two_rows_ends_the_statement),
		TEST(databases_in_memory_know_nothing_of_one_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
