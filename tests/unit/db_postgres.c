/* What a connection to PostgreSQL promises beyond what both engines do: its session, its errors,
 * its passwords, and what it hears from others. */
#include <locale.h>

#include "postgres/relay.h"
#include "unit/db_server.h"

static const char *setting(struct scratch *s, struct db *db, const char *name)
{
	const char *sql = arena_printf(&s->a, "SELECT current_setting('%s')", name);

	return scratch_ask(s, db, sql);
}

static int64_t version(struct db *db)
{
	struct err e = {0};
	int64_t v = 0;

	if (db_data_version(db, &v, &e) != 0)
		fail_msg("%s", e.text);
	return v;
}

/* --- The session. --- */

static void a_session_is_set_to_what_the_program_relies_on(void **state)
{
	static const char *const settings[][2] = {{"TimeZone", "UTC|\n"},
		{"client_encoding", "UTF8|\n"}, {"search_path", "public|\n"},
		{"statement_timeout", "30s|\n"}, {"lock_timeout", "5s|\n"},
		{"application_name", "tenet|\n"}, {"synchronous_commit", "on|\n"},
		{"standard_conforming_strings", "on|\n"}};
	struct db *db = new_postgres(*state);

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		assert_string_equal(setting(*state, db, settings[i][0]), settings[i][1]);
	assert_non_null(strstr(db_library(db), "PostgreSQL "));
	assert_false(db_library_affected(db));
	assert_int_equal(db_log_size(db), 0);
	db_close(&db);
}

static void what_the_url_or_the_role_sets_is_left(void **state)
{
	struct scratch *s = *state;
	const char *url = new_database(s,
		"&application_name=mine&options=-cstatement_timeout%3D7s%20-csearch_path%3Ddesk");

	server_exec(&server, "test", "ALTER ROLE postgres SET lock_timeout = '3s'");
	struct db *db = open_url(s, url, DB_READ_WRITE);
	server_exec(&server, "test", "ALTER ROLE postgres RESET lock_timeout");
	assert_string_equal(setting(s, db, "statement_timeout"), "7s|\n");
	assert_string_equal(setting(s, db, "search_path"), "desk|\n");
	assert_string_equal(setting(s, db, "application_name"), "mine|\n");
	assert_string_equal(setting(s, db, "lock_timeout"), "3s|\n");
	db_close(&db);
}

static void a_commit_is_on_disk_whatever_the_role_says(void **state)
{
	struct scratch *s = *state;
	const char *url = new_database(s, "&options=-csynchronous_commit%3Doff");
	struct db *db = open_url(s, url, DB_READ_WRITE);

	assert_string_equal(setting(s, db, "synchronous_commit"), "on|\n");
	db_close(&db);
}

static void a_migration_takes_the_time_it_takes(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_url(s, new_database(s, ""), DB_CREATE);

	assert_string_equal(setting(s, db, "statement_timeout"), "0|\n");
	db_close(&db);
}

static void a_service_file_says_where_and_its_settings_hold(void **state)
{
	struct scratch *s = *state;
	new_database(s, "");
	const char *text = arena_printf(&s->a,
		"[desk]\nhost=%s\ndbname=test\nuser=postgres\napplication_name=desk\n", server.dir);

	scratch_write(s, "service", span_of(text));
	setenv("PGSERVICEFILE", scratch_path(s, "service"), 1);
	struct db *db = open_url(s, "postgresql://?service=desk", DB_READ_WRITE);
	unsetenv("PGSERVICEFILE");
	assert_string_equal(scratch_ask(s, db, "SELECT current_database()"), "test|\n");
	assert_string_equal(setting(s, db, "application_name"), "desk|\n");
	db_close(&db);
}

static void numbers_have_a_point_in_every_language(void **state)
{
	struct db *db = new_postgres(*state);

	/* Where the system has no such language, there is nothing to go wrong. */
	(void)setlocale(LC_ALL, "de_DE.UTF-8");
	assert_string_equal(scratch_ask(*state, db, "SELECT 0.5::float8"), "0.5|\n");
	struct err e = {0};
	struct stmt *st = db_prepare(db, "SELECT $1::float8 * 2", &e);
	assert_non_null(st);
	stmt_real(st, 1, 0.25);
	assert_int_equal(stmt_step(st, &e), 1);
	assert_true(col_real(st, 0) == 0.5);
	stmt_done(&st);
	setlocale(LC_ALL, "C");
	db_close(&db);
}

/* --- Refused. --- */

static const char *url_as(struct scratch *s, const char *who, const char *base)
{
	return arena_printf(&s->a, "postgresql://%s@/%s?host=%s", who, base, server.dir);
}

static void a_wrong_password_is_refused_and_not_repeated(void **state)
{
	struct scratch *s = *state;
	new_database(s, "");

	expect_refusal(s, url_as(s, "secret:s3cret", "test"), ERR_DENIED,
		"password authentication failed for user \"secret\"");
	expect_refusal(s, arena_printf(&s->a, "%s&password=s3cret", url_as(s, "secret", "test")),
		ERR_DENIED, "password authentication failed");
	expect_refusal(s, url_as(s, "secret", "test"), ERR_DENIED, "wants a password");
	struct db *db = open_url(s, url_as(s, "secret:open sesame", "test"), DB_READ_WRITE);
	assert_null(strstr(db_name(db), "sesame"));
	db_close(&db);
}

static void a_password_file_opens(void **state)
{
	struct scratch *s = *state;
	new_database(s, "");
	const char *path = scratch_path(s, "pgpass");

	scratch_write(s, "pgpass", SPAN_LIT("*:*:*:secret:open sesame\n"));
	assert_int_equal(chmod(path, 0600), 0);
	const char *url = arena_printf(&s->a, "%s&passfile=%s", url_as(s, "secret", "test"), path);
	struct db *db = open_url(s, url, DB_READ_WRITE);
	db_close(&db);
}

static void what_is_not_there_is_named(void **state)
{
	struct scratch *s = *state;
	new_database(s, "");

	expect_refusal(s, url_as(s, "postgres", "nowhere"), ERR_MISSING,
		"database \"nowhere\" does not exist");
	expect_refusal(s, url_as(s, "nobody_here", "test"), ERR_DENIED, "nobody_here");
	expect_refusal(s, "postgresql://rosa:s3cret@/db?host=/nowhere", ERR_LOST, "/nowhere");
	expect_refusal(s, "postgresql://rosa:s3cret@127.0.0.1:1/db", ERR_LOST, "refused");
	expect_refusal(s, "postgresql://rosa:s3cret@no.such.host.invalid/db", ERR_LOST,
		"no.such.host.invalid");
	expect_refusal(s, "postgresql://h/db?speed=fast", ERR_LOST, "speed");
	expect_refusal(s, "postgresql://?service=nowhere", ERR_LOST, "nowhere");
}

static void a_server_that_does_not_answer_is_given_up(void **state)
{
	struct scratch *s = *state;
	const char *url = new_database(s, "&connect_timeout=2");

	server_freeze(&server);
	struct err e = {0};
	struct db *db = NULL;
	int result = try_url(s, url, DB_READ_WRITE, &db, &e);
	server_thaw(&server);
	assert_int_equal(result, -1);
	assert_int_equal(e.code, ERR_LOST);
	assert_non_null(strstr(e.text, "no answer"));
}

static void the_next_host_serves_when_one_is_gone(void **state)
{
	struct scratch *s = *state;
	new_database(s, "");
	const char *url = arena_printf(&s->a,
		"postgresql://postgres@/test?host=/nowhere,%s,/elsewhere&port=5432,,5432"
		"&target_session_attrs=read-write",
		server.dir);
	struct db *db = open_url(s, url, DB_READ_WRITE);

	db_close(&db);
	url = arena_printf(&s->a,
		"postgresql://postgres@/test?host=%s,/"
		"elsewhere&target_session_attrs=prefer-standby",
		server.dir);
	db = open_url(s, url, DB_READ_WRITE);
	db_close(&db);
	url = arena_printf(&s->a,
		"postgresql://postgres@/test?host=%s,%s&target_session_attrs=standby", server.dir,
		server.dir);
	expect_refusal(s, url, ERR_LOST, "standby");
}

static void a_database_that_cannot_hold_all_text_is_refused(void **state)
{
	static const char *const encodings[] = {"SQL_ASCII", "LATIN1"};
	struct scratch *s = *state;
	new_database(s, "");

	for (size_t i = 0; i < 2; i++) {
		server_exec(&server, "postgres", "DROP DATABASE IF EXISTS narrow");
		server_exec(&server, "postgres",
			arena_printf(&s->a,
				"CREATE DATABASE narrow ENCODING '%s' LOCALE 'C' TEMPLATE "
				"template0",
				encodings[i]));
		expect_refusal(s, url_as(s, "postgres", "narrow"), ERR_OTHER, encodings[i]);
	}
}

static void a_server_that_takes_no_writes_is_opened_for_reading(void **state)
{
	struct scratch *s = *state;
	const char *url = new_database(s, "&options=-cdefault_transaction_read_only%3Don");
	struct db *db = open_url(s, url, DB_READ_WRITE);
	struct err e = {0};

	assert_true(db_read_only(db));
	assert_int_equal(db_begin(db, &e), -1);
	assert_int_equal(e.code, ERR_READONLY);
	assert_int_equal(exec_code(db, "CREATE TABLE t (x INTEGER)"), ERR_READONLY);
	db_close(&db);
}

/* --- Errors of statements. --- */

static void errors_say_what_kind_they_are(void **state)
{
	static const struct {
		const char *sql;
		enum err_code code;
	} cases[] = {
		{"SELECT 1 FROM nowhere", ERR_SCHEMA},
		{"SELECT nothing", ERR_SCHEMA},
		{"SELECT 1 FROM nowhere.nothing", ERR_SCHEMA},
		{"SET ROLE secret; CREATE TABLE public.mine (x INTEGER)", ERR_DENIED},
		{"RESET ROLE; SELECT 'x'::uuid", ERR_CONSTRAINT},
		{"SELECT pg_terminate_backend(pg_backend_pid())", ERR_LOST},
	};
	struct db *db = new_postgres(*state);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(exec_code(db, cases[i].sql), cases[i].code);
	assert_true(db_lost(db));
	db_close(&db);
}

static void a_statement_that_takes_too_long_is_not_called_cancelled(void **state)
{
	struct scratch *s = *state;
	struct db *db = open_url(s, new_database(s, ""), DB_READ_WRITE);
	struct err e = {0};

	scratch_exec(db, "SET statement_timeout = 50"); /* opening may take longer */
	assert_int_equal(db_exec(db, "SELECT pg_sleep(600)", &e), -1);
	assert_int_equal(e.code, ERR_BUSY);
	assert_non_null(strstr(e.text, "statement timeout"));
	assert_null(strstr(e.text, "pg_sleep"));
	assert_non_null(strstr(e.hint, "statement_timeout"));
	db_close(&db);
}

static void who_waits_in_vain_for_a_lock_is_shown_no_sql(void **state)
{
	struct scratch *s = *state;
	const char *url = new_database(s, "");
	struct db *a = open_url(s, url, DB_READ_WRITE), *b = open_url(s, url, DB_READ_WRITE);
	struct err e = {0};

	scratch_exec(a, "CREATE TABLE t (x INT)");
	assert_int_equal(db_begin(a, &e), 0);
	scratch_exec(a, "LOCK TABLE t");
	db_set_busy_timeout(b, 1);
	assert_int_equal(db_exec(b, "SELECT x FROM t", &e), -1);
	assert_int_equal(e.code, ERR_BUSY);
	assert_non_null(strstr(e.text, "lock timeout"));
	assert_null(strstr(e.text, "SELECT"));
	db_close(&b);
	db_close(&a);
}

static const char *hint_of(struct db *db, const char *sql)
{
	static struct err e;

	e = (struct err){0};
	assert_int_equal(db_exec(db, sql, &e), -1);
	assert_int_equal(e.code, ERR_DENIED);
	return e.hint;
}

static void who_lacks_a_right_is_told_who_has_it(void **state)
{
	struct scratch *s = *state;
	struct db *owner = open_url(s, new_database(s, ""), DB_READ_WRITE);

	scratch_exec(
		owner, "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN; CREATE TABLE t ()");
	struct db *db = open_url(s, url_as(s, "guest", "test"), DB_READ_WRITE);
	assert_non_null(strstr(hint_of(db, "CREATE TABLE u ()"), "createdb --owner"));
	assert_non_null(strstr(hint_of(db, "SELECT FROM t"), "tenet db grants"));
	db_close(&db);
	db_close(&owner);
}

static void a_time_limit_that_is_no_number_is_refused(void **state)
{
	struct scratch *s = *state;

	expect_refusal(s, new_database(s, "&connect_timeout=abc"), ERR_USAGE, "connect_timeout");
	expect_refusal(s, new_database(s, "&connect_timeout=5s"), ERR_USAGE, "connect_timeout");
}

static void who_meets_a_newer_write_is_told_to_try_again(void **state)
{
	struct scratch *s = *state;
	const char *url = new_database(s, "");
	struct db *a = open_url(s, url, DB_READ_WRITE), *b = open_url(s, url, DB_READ_WRITE);
	struct err e = {0};

	scratch_exec(a,
		"CREATE TABLE t (x INTEGER PRIMARY KEY, y INTEGER);"
		"INSERT INTO t VALUES (1, 0), (2, 0)");
	assert_int_equal(db_begin(b, &e), 0);
	scratch_exec(a, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM t");
	scratch_exec(b, "UPDATE t SET y = 1 WHERE x = 1");
	assert_int_equal(db_commit(b, &e), 0);
	assert_int_equal(exec_code(a, "UPDATE t SET y = 2 WHERE x = 1"), ERR_RETRY);
	db_rollback(a);
	db_close(&a);
	db_close(&b);
}

static void text_with_a_nul_is_refused_and_the_placeholder_named(void **state)
{
	struct db *db = new_postgres(*state);
	struct err e = {0};
	struct stmt *st = db_prepare(db, "SELECT $1::text, $2::text", &e);

	assert_non_null(st);
	stmt_text(st, 1, SPAN_LIT("good"));
	stmt_text(st, 2, SPAN_LIT("a\0b"));
	assert_int_equal(stmt_step(st, &e), -1);
	assert_int_equal(e.code, ERR_CONSTRAINT);
	assert_non_null(strstr(e.text, "$2"));
	assert_non_null(strstr(e.text, "NUL"));
	stmt_done(&st);
	db_close(&db);
}

static void a_commit_that_rolls_back_is_a_failure(void **state)
{
	struct scratch *s = *state;
	struct db *db = new_postgres(s);
	struct err e = {0};

	scratch_exec(db, "CREATE TABLE t (x INTEGER UNIQUE DEFERRABLE INITIALLY DEFERRED)");
	assert_int_equal(db_begin(db, &e), 0);
	scratch_exec(db, "INSERT INTO t VALUES (1)");
	assert_int_equal(exec_code(db, "SELECT 1 FROM nowhere"), ERR_SCHEMA);
	assert_int_equal(db_commit(db, &e), -1);
	assert_non_null(strstr(e.text, "nothing was changed"));
	assert_false(db_in_transaction(db));
	assert_string_equal(scratch_ask(s, db, "SELECT count(*) FROM t"), "0|\n");

	err_clear(&e);
	assert_int_equal(db_begin(db, &e), 0);
	scratch_exec(db, "INSERT INTO t VALUES (1), (1)");
	assert_int_equal(db_commit(db, &e), -1);
	assert_int_equal(e.code, ERR_CONSTRAINT);
	assert_false(db_in_transaction(db));
	db_close(&db);
}

static void copy_is_refused_and_does_not_hang(void **state)
{
	struct db *db = new_postgres(*state);
	struct err e = {0};

	scratch_exec(db, "CREATE TABLE t (x INTEGER)");
	assert_int_equal(db_begin(db, &e), 0);
	assert_int_equal(db_exec_within(db, "COPY t FROM STDIN", &e), -1);
	assert_int_equal(e.code, ERR_OTHER);
	assert_non_null(strstr(e.text, "COPY has no place here (in: COPY t FROM STDIN)"));
	assert_false(db_lost(db));
	db_rollback(db);
	assert_int_equal(exec_code(db, "COPY t FROM STDIN; SELECT 1"), ERR_OTHER);
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM t"), "0|\n");
	assert_int_equal(exec_code(db, "COPY t TO STDOUT"), ERR_LOST);
	db_close(&db);
}

/* --- What others change. --- */

static void the_version_changes_when_others_notify_and_not_by_itself(void **state)
{
	struct scratch *s = *state;
	const char *url = new_database(s, "");
	struct db *db = open_url(s, url, DB_READ_WRITE), *other = open_url(s, url, DB_READ_WRITE);
	int64_t before = version(db);

	assert_int_equal(version(db), before);
	scratch_exec(db, "NOTIFY console_changed; NOTIFY console_changed, 'mine'");
	assert_int_equal(version(db), before);
	scratch_exec(other, "NOTIFY elsewhere");
	scratch_exec(other, "NOTIFY console_changed");
	/* The server wakes the listener after the other's commit; an answer comes after the word.
	 */
	while (version(db) == before)
		scratch_exec(db, "SELECT 1");
	struct err e = {0};
	before = version(db);
	assert_int_equal(db_reconnect(db, &e), 0);
	assert_true(version(db) != before);
	db_close(&db);
	db_close(&other);
}

/* --- A proxy that lends sessions. --- */

struct lent {
	struct relay *relay;
	struct db *db;
	const char *direct;
};

static struct lent lend(struct scratch *s)
{
	struct lent l = {.direct = new_database(s, "")};
	char url[SERVER_URL];

	l.relay = relay_start(&server, "test", url);
	relay_lend_sessions(l.relay);
	l.db = open_url(s, url, DB_READ_WRITE);
	return l;
}

static void end_lending(struct lent *l)
{
	db_close(&l->db);
	relay_stop(&l->relay);
}

static void a_lent_session_keeps_nothing_of_ours(void **state)
{
	struct scratch *s = *state;
	struct lent l = lend(s);
	struct err e = {0};

	assert_string_equal(setting(s, l.db, "statement_timeout"), "0|\n");
	assert_string_equal(scratch_ask(s, l.db, "SELECT * FROM pg_listening_channels()"), "");
	assert_string_equal(
		scratch_ask(s, l.db, "SELECT count(*) FROM pg_prepared_statements"), "0|\n");
	assert_int_equal(db_begin(l.db, &e), 0);
	assert_string_equal(setting(s, l.db, "statement_timeout"), "30s|\n");
	assert_string_equal(setting(s, l.db, "lock_timeout"), "5s|\n");
	assert_int_equal(db_commit(l.db, &e), 0);
	assert_string_equal(setting(s, l.db, "statement_timeout"), "0|\n");
	end_lending(&l);
}

static void statements_and_changes_work_through_a_proxy(void **state)
{
	struct scratch *s = *state;
	struct lent l = lend(s);
	struct db *other = open_url(s, l.direct, DB_READ_WRITE);
	struct err e = {0};

	scratch_exec(l.db, "CREATE TABLE t (x INTEGER)");
	for (int i = 0; i < 3; i++) {
		struct stmt *st = db_prepare(l.db, "INSERT INTO t VALUES ($1)", &e);
		assert_non_null(st);
		stmt_int(st, 1, i);
		assert_int_equal(stmt_step(st, &e), 0);
		assert_int_equal(stmt_changes(st), 1);
		stmt_done(&st);
	}
	assert_string_equal(scratch_ask(s, l.db, "SELECT count(*), sum(x) FROM t"), "3|3|\n");
	int64_t before = version(l.db);
	assert_int_equal(version(l.db), before);
	scratch_exec(other, "INSERT INTO t VALUES (9)");
	assert_true(version(l.db) != before);
	db_close(&other);
	end_lending(&l);
}

static void a_session_that_forgot_our_statements_is_taken_for_lent(void **state)
{
	struct scratch *s = *state;
	struct db *db = new_postgres(s);
	struct err e = {0};

	assert_string_equal(scratch_ask(s, db, "SELECT 41"), "41|\n");
	assert_string_equal(scratch_ask(s, db, "SELECT 42"), "42|\n");
	scratch_exec(db, "DEALLOCATE ALL");
	assert_int_equal(db_begin(db, &e), 0);
	struct stmt *st = db_prepare(db, "SELECT 41", &e);
	assert_int_equal(stmt_step(st, &e), -1);
	assert_int_equal(e.code, ERR_RETRY);
	stmt_done(&st);
	db_rollback(db);
	assert_string_equal(scratch_ask(s, db, "SELECT 41"), "41|\n");
	db_close(&db);

	db = new_postgres(s);
	assert_string_equal(scratch_ask(s, db, "SELECT 42"), "42|\n");
	scratch_exec(db, "DEALLOCATE ALL");
	assert_string_equal(scratch_ask(s, db, "SELECT 42"), "42|\n");
	db_close(&db);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

static void no_second_statement_hides_behind_the_first(void **state)
{
	struct db *db = new_postgres(*state);
	struct err e = {0};

	assert_int_equal(db_begin(db, &e), 0);
	assert_int_equal(db_exec_within(db, "CREATE TABLE a (x int); COMMIT", &e), -1);
	assert_non_null(strstr(e.text, "multiple commands"));
	db_rollback(db);
	assert_string_equal(scratch_ask(*state, db, "SELECT to_regclass('a')"), "NULL|\n");
	db_close(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_session_is_set_to_what_the_program_relies_on),
		TEST(what_the_url_or_the_role_sets_is_left),
		TEST(a_commit_is_on_disk_whatever_the_role_says),
		TEST(a_migration_takes_the_time_it_takes),
		TEST(a_service_file_says_where_and_its_settings_hold),
		TEST(numbers_have_a_point_in_every_language),
		TEST(no_second_statement_hides_behind_the_first),
		TEST(a_wrong_password_is_refused_and_not_repeated),
		TEST(a_password_file_opens),
		TEST(what_is_not_there_is_named),
		TEST(a_server_that_does_not_answer_is_given_up),
		TEST(the_next_host_serves_when_one_is_gone),
		TEST(a_database_that_cannot_hold_all_text_is_refused),
		TEST(a_server_that_takes_no_writes_is_opened_for_reading),
		TEST(errors_say_what_kind_they_are),
		TEST(a_statement_that_takes_too_long_is_not_called_cancelled),
		TEST(who_waits_in_vain_for_a_lock_is_shown_no_sql),
		TEST(who_lacks_a_right_is_told_who_has_it),
		TEST(a_time_limit_that_is_no_number_is_refused),
		TEST(who_meets_a_newer_write_is_told_to_try_again),
		TEST(text_with_a_nul_is_refused_and_the_placeholder_named),
		TEST(a_commit_that_rolls_back_is_a_failure),
		TEST(copy_is_refused_and_does_not_hang),
		TEST(the_version_changes_when_others_notify_and_not_by_itself),
		TEST(a_lent_session_keeps_nothing_of_ours),
		TEST(statements_and_changes_work_through_a_proxy),
		TEST(a_session_that_forgot_our_statements_is_taken_for_lent),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
