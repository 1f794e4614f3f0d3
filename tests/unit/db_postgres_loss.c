/* What is left when PostgreSQL goes away in the middle of something, and how it goes on. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "postgres/relay.h"
#include "unit/db_server.h"

/* A table with one row. */
static struct db *open_table(struct scratch *s, const char *url)
{
	struct db *db = open_url(s, url, DB_READ_WRITE);

	scratch_exec(db, "CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1)");
	return db;
}

static void must_reconnect(struct db *db)
{
	struct err e = {0};

	if (db_reconnect(db, &e) != 0)
		fail_msg("%s", e.text);
	assert_false(db_lost(db));
}

static void must_begin(struct db *db)
{
	struct err e = {0};

	if (db_begin(db, &e) != 0)
		fail_msg("%s", e.text);
}

static void expect_rows(struct scratch *s, struct db *db, const char *rows)
{
	assert_string_equal(scratch_ask(s, db, "SELECT x FROM t ORDER BY x"), rows);
}

/* --- The server dies. --- */

static void after_a_loss_every_call_says_so_until_it_is_made_anew(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_table(s, new_database(s, ""));
	struct err e[6] = {0};
	int64_t version;

	expect_rows(s, db, "1|\n");
	server_crash(&server);
	assert_int_equal(db_exec(db, "INSERT INTO t VALUES (2)", &e[0]), -1);
	assert_true(db_lost(db));
	assert_int_equal(db_exec(db, "INSERT INTO t VALUES (2)", &e[1]), -1);
	assert_int_equal(db_begin(db, &e[2]), -1);
	assert_int_equal(db_data_version(db, &version, &e[3]), -1);
	assert_null(db_prepare(db, "SELECT 7", &e[4]));
	assert_int_equal(db_reconnect(db, &e[5]), -1);
	for (int i = 0; i < 6; i++)
		assert_int_equal(e[i].code, ERR_LOST);
	assert_true(db_lost(db));
	db_rollback(db);
	assert_false(db_in_transaction(db));

	server_restart(&server);
	must_reconnect(db);
	expect_rows(s, db, "1|\n");
	db_close(&db);
}

static void a_statement_that_is_held_works_on_the_new_connection(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_table(s, new_database(s, ""));
	struct err e = {0};
	struct stmt *st = db_prepare(db, "SELECT x + $1 FROM t", &e);

	assert_non_null(st);
	stmt_int(st, 1, 10);
	server_crash(&server);
	assert_int_equal(stmt_step(st, &e), -1);
	assert_int_equal(e.code, ERR_LOST);
	server_restart(&server);
	must_reconnect(db);
	err_clear(&e);
	assert_int_equal(stmt_step(st, &e), 1);
	assert_int_equal(col_int(st, 0), 11);
	stmt_done(&st);
	db_close(&db);
}

static void rows_that_have_come_can_be_read_to_the_end(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_table(s, new_database(s, ""));
	struct err e = {0};
	struct stmt *st = db_prepare(db, "SELECT generate_series(1, 3)", &e);

	assert_non_null(st);
	assert_int_equal(stmt_step(st, &e), 1);
	server_crash(&server);
	for (int i = 2; i <= 3; i++) {
		assert_int_equal(stmt_step(st, &e), 1);
		assert_int_equal(col_int(st, 0), i);
	}
	assert_int_equal(stmt_step(st, &e), 0);
	stmt_done(&st);
	server_restart(&server);
	db_close(&db);
}

static void a_transaction_that_was_cut_off_changed_nothing(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_table(s, new_database(s, ""));
	struct err e = {0};

	must_begin(db);
	scratch_exec(db, "INSERT INTO t VALUES (2)");
	server_crash(&server);
	assert_int_equal(db_commit(db, &e), -1);
	assert_int_equal(e.code, ERR_LOST);
	assert_false(db_in_transaction(db));
	server_restart(&server);
	must_reconnect(db);
	expect_rows(s, db, "1|\n");
	must_begin(db);
	scratch_exec(db, "INSERT INTO t VALUES (3)");
	assert_int_equal(db_commit(db, &e), 0);
	db_close(&db);
}

static void what_was_committed_outlives_the_servers_death(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_table(s, new_database(s, ""));
	struct err e = {0};

	must_begin(db);
	scratch_exec(db, "INSERT INTO t VALUES (2)");
	assert_int_equal(db_commit(db, &e), 0);
	server_crash(&server);
	server_restart(&server);
	must_reconnect(db);
	expect_rows(s, db, "1|\n2|\n");
	db_close(&db);
}

static void an_idle_connection_learns_of_the_loss_without_asking(void **state)
{
	struct db *db = open_table(*state, new_database(*state, ""));
	struct err e = {0};
	int64_t version;

	server_restart(&server);
	while (db_data_version(db, &version, &e) == 0)
		sched_yield();
	assert_int_equal(e.code, ERR_LOST);
	assert_true(db_lost(db));
	must_reconnect(db);
	db_close(&db);
}

static void who_idles_in_a_transaction_is_thrown_out(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_table(
		s, new_database(s, "&options=-cidle_in_transaction_session_timeout%3D10"));
	struct err e = {0};
	int64_t version;

	must_begin(db);
	while (db_data_version(db, &version, &e) == 0)
		sched_yield();
	assert_int_equal(e.code, ERR_LOST);
	must_reconnect(db);
	expect_rows(s, db, "1|\n");
	db_close(&db);
}

/* --- The network fails between. --- */

struct cut {
	struct relay *relay;
	struct db *db;
};

static struct cut open_relay(struct scratch *s)
{
	char url[SERVER_URL];
	struct cut c;

	new_database(s, "");
	c.relay = relay_start(&server, "test", url);
	c.db = open_table(s, url);
	return c;
}

static void close_relay(struct cut *c)
{
	db_close(&c->db);
	relay_stop(&c->relay);
}

static void commit_into(struct scratch *s, enum relay_fault fault, const char *rows)
{
	struct cut c = open_relay(s);
	struct err e = {0};

	must_begin(c.db);
	scratch_exec(c.db, "INSERT INTO t VALUES (2)");
	relay_break(c.relay, "COMMIT", fault);
	assert_int_equal(db_commit(c.db, &e), -1);
	assert_true(relay_broke(c.relay));
	assert_int_equal(e.code, ERR_LOST);
	assert_non_null(strstr(e.text, "did not say whether"));
	must_reconnect(c.db);
	expect_rows(s, c.db, rows);
	close_relay(&c);
}

static void a_commit_that_never_arrived_is_not_called_done(void **state)
{
	commit_into(*state, RELAY_LOSE_REQUEST, "1|\n");
}

static void a_commit_whose_answer_was_lost_is_not_called_undone(void **state)
{
	commit_into(*state, RELAY_LOSE_ANSWER, "1|\n2|\n");
}

struct canceller {
	struct db *db;
	atomic_bool enough;
};

static void *cancel_again_and_again(void *arg)
{
	struct canceller *c = arg;

	while (!atomic_load(&c->enough)) {
		db_cancel(c->db);
		sched_yield();
	}
	return NULL;
}

/* A call that nobody answers, cancelled by the user. */
static enum err_code exec_cancelled(struct db *db, const char *sql)
{
	struct canceller c = {.db = db};
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, cancel_again_and_again, &c), 0);
	enum err_code code = exec_code(db, sql);
	atomic_store(&c.enough, true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	return code;
}

static void who_cancels_need_not_wait_for_a_server_that_hangs(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_table(s, new_database(s, ""));

	server_freeze(&server);
	enum err_code code = exec_cancelled(db, "SELECT 1");
	server_thaw(&server);
	assert_int_equal(code, ERR_LOST);
	must_reconnect(db);
	expect_rows(s, db, "1|\n");
	db_close(&db);
}

static void locks_of_a_lost_session_do_not_outlive_the_new_one(void **state)
{
	struct scratch *s = *state;
	struct cut c = open_relay(s);

	must_begin(c.db);
	relay_break(c.relay, "UPDATE t", RELAY_SILENCE);
	assert_int_equal(exec_cancelled(c.db, "UPDATE t SET x = 2"), ERR_LOST);
	must_reconnect(c.db);
	/* Nobody but the session that the server believes alive could hold the row. */
	scratch_exec(c.db, "SET lock_timeout = '1ms'; UPDATE t SET x = 3");
	expect_rows(s, c.db, "3|\n");
	close_relay(&c);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(after_a_loss_every_call_says_so_until_it_is_made_anew),
		TEST(a_statement_that_is_held_works_on_the_new_connection),
		TEST(rows_that_have_come_can_be_read_to_the_end),
		TEST(a_transaction_that_was_cut_off_changed_nothing),
		TEST(what_was_committed_outlives_the_servers_death),
		TEST(an_idle_connection_learns_of_the_loss_without_asking),
		TEST(who_idles_in_a_transaction_is_thrown_out),
		TEST(a_commit_that_never_arrived_is_not_called_done),
		TEST(a_commit_whose_answer_was_lost_is_not_called_undone),
		TEST(who_cancels_need_not_wait_for_a_server_that_hangs),
		TEST(locks_of_a_lost_session_do_not_outlive_the_new_one),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
