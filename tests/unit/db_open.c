/* What opening says of files that are no good, and what it does with those that cannot be written.
 */
#include <grp.h>
#include <sys/wait.h>

#include "unit/db_scratch.h"

#define NOBODY 65534

static void refused(void **state, const char *name, enum err_code code, const char *why)
{
	struct db *db = NULL;
	struct err e = {0};

	assert_int_equal(scratch_try(*state, name, DB_READ_WRITE, &db, &e), -1);
	assert_null(db);
	assert_int_equal(e.code, code);
	if (!strstr(e.text, why))
		fail_msg("\"%s\" does not say \"%s\"", e.text, why);
}

static void a_missing_file_says_how_to_make_one(void **state)
{
	struct db *db = NULL;
	struct err e = {0};

	assert_int_equal(scratch_try(*state, "a.db", DB_READ_WRITE, &db, &e), -1);
	assert_int_equal(e.code, ERR_MISSING);
	assert_non_null(strstr(e.hint, " db upgrade head"));
	assert_int_equal(access(scratch_path(*state, "a.db"), F_OK), -1);
}

static void what_is_no_database_file_is_refused_by_name(void **state)
{
	struct scratch *s = *state;

	scratch_write(s, "text.db", SPAN_LIT("Dear agent,\n\nthis is a letter.\n"));
	scratch_write(s, "short.db", SPAN_LIT("SQLite format 3\0and no more"));
	assert_int_equal(mkfifo(scratch_path(s, "pipe.db"), 0600), 0);
	refused(state, "text.db", ERR_CORRUPT, "text.db: it is not a database");
	refused(state, "short.db", ERR_CORRUPT, "cut off");
	refused(state, "pipe.db", ERR_OTHER, "not a regular file");
	refused(state, ".", ERR_OTHER, "it is a directory");
	refused(state, "text.db/a.db", ERR_OTHER, "Not a directory");
}

static void a_truncated_database_says_how_much_is_left(void **state)
{
	struct db *db = scratch_open(*state, "a.db", DB_CREATE);

	scratch_exec(db, "CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(20000))");
	db_close(&db);
	assert_int_equal(truncate(scratch_path(*state, "a.db"), 9000), 0);
	refused(state, "a.db", ERR_CORRUPT, "9000 of ");
}

static void an_empty_file_opens_and_stays_empty(void **state)
{
	struct stat st;

	scratch_write(*state, "a.db", SPAN_LIT(""));
	struct db *db = scratch_open(*state, "a.db", DB_READ_WRITE);
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM sqlite_schema"), "0|\n");
	db_close(&db);
	assert_int_equal(stat(scratch_path(*state, "a.db"), &st), 0);
	assert_int_equal(st.st_size, 0);
}

static void creating_makes_folders_and_file_for_the_owner_only(void **state)
{
	struct stat st;
	struct db *db = scratch_open(*state, "x/y/a.db", DB_CREATE);

	scratch_exec(db, "CREATE TABLE t (x)");
	assert_int_equal(stat(scratch_path(*state, "x/y"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat(scratch_path(*state, "x/y/a.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(scratch_path(*state, "x/y/a.db-wal"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	db_close(&db);
	db = scratch_open(*state, "x/y/a.db", DB_CREATE);
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM t"), "0|\n");
	db_close(&db);
}

static void read_only_never_writes(void **state)
{
	struct err e = {0};
	struct db *db = scratch_open(*state, "a.db", DB_CREATE);
	scratch_exec(db, "CREATE TABLE t (x)");
	db_close(&db);

	db = scratch_open(*state, "a.db", DB_READ_ONLY);
	assert_true(db_read_only(db));
	assert_int_equal(db_begin(db, &e), -1);
	assert_int_equal(e.code, ERR_READONLY);
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM t"), "0|\n");
	assert_int_equal(db_checkpoint(db, &e), 0);
	db_close(&db);
}

static void a_database_that_somebody_holds_is_busy(void **state)
{
	struct db *db = scratch_open(*state, "a.db", DB_CREATE);

	scratch_exec(db,
		"PRAGMA journal_mode = DELETE; CREATE TABLE t (x);"
		"PRAGMA locking_mode = EXCLUSIVE; INSERT INTO t VALUES (1)");
	refused(state, "a.db", ERR_BUSY, "a.db is locked by another process");
	db_close(&db);
}

/* An open transaction keeps the mode from being switched; work goes on all the same. */
static void a_database_in_use_in_another_mode_opens(void **state)
{
	struct err e = {0};
	struct db *db = scratch_open(*state, "a.db", DB_CREATE);

	scratch_exec(db, "PRAGMA journal_mode = DELETE; CREATE TABLE t (x)");
	assert_int_equal(db_begin_read(db, &e), 0);
	assert_string_equal(scratch_ask(*state, db, "SELECT count(*) FROM t"), "0|\n");
	struct db *second = scratch_open(*state, "a.db", DB_READ_WRITE);
	assert_string_equal(scratch_ask(*state, second, "PRAGMA journal_mode"), "delete|\n");
	db_close(&second);
	db_rollback(db);
	db_close(&db);
	db = scratch_open(*state, "a.db", DB_READ_WRITE);
	assert_string_equal(scratch_ask(*state, db, "PRAGMA journal_mode"), "wal|\n");
	db_close(&db);
}

/* --- What somebody without rights sees; root has them all, so a child becomes nobody. --- */

typedef int as_nobody(struct scratch *s);

static int run_as_nobody(struct scratch *s, as_nobody *look)
{
	int status;
	pid_t child = fork();

	assert_int_not_equal(child, -1);
	if (child == 0) {
		bool root = geteuid() == 0;
		if (root && (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
			_exit(99);
		_exit(look(s));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* A database with one row, closed: no log beside it. The folder is open to everybody. */
static void make_database(struct scratch *s)
{
	struct db *db = scratch_open(s, "a.db", DB_CREATE);

	scratch_exec(db, "CREATE TABLE t (x); INSERT INTO t VALUES ('row')");
	db_close(&db);
	assert_int_equal(chmod(s->dir, 0777), 0);
	assert_int_equal(chmod(scratch_path(s, "a.db"), 0644), 0);
}

static int reads_only(struct scratch *s)
{
	struct db *db = NULL;
	struct err e = {0};

	if (scratch_try(s, "a.db", DB_READ_WRITE, &db, &e) != 0)
		return 1;
	int wrong = !db_read_only(db) ||
		strcmp(scratch_ask(s, db, "SELECT x FROM t"), "row|\n") != 0 ||
		db_begin(db, &e) == 0 || e.code != ERR_READONLY;
	db_close(&db);
	return wrong ? 2 : 0;
}

static void a_file_that_cannot_be_written_is_read(void **state)
{
	make_database(*state);
	assert_int_equal(chmod(scratch_path(*state, "a.db"), 0444), 0);
	assert_int_equal(run_as_nobody(*state, reads_only), 0);
}

static void a_file_in_a_folder_that_takes_no_writes_is_read(void **state)
{
	struct scratch *s = *state;

	make_database(s);
	assert_int_equal(chmod(scratch_path(s, "a.db"), 0666), 0);
	assert_int_equal(chmod(s->dir, 0555), 0);
	assert_int_equal(run_as_nobody(s, reads_only), 0);
	assert_int_equal(chmod(s->dir, 0755), 0);
	assert_int_equal(access(scratch_path(s, "a.db-wal"), F_OK), -1);
}

static void a_file_that_somebody_else_writes_is_read_beside_them(void **state)
{
	struct scratch *s = *state;

	make_database(s);
	struct db *writer = scratch_open(s, "a.db", DB_READ_WRITE);
	scratch_exec(writer, "UPDATE t SET x = 'old'; UPDATE t SET x = 'row'");
	assert_int_equal(chmod(s->dir, 0555), 0);
	assert_int_equal(run_as_nobody(s, reads_only), 0);
	assert_int_equal(chmod(s->dir, 0755), 0);
	db_close(&writer);
}

static int fails_with(struct scratch *s, enum db_access access, const char *why)
{
	struct db *db = NULL;
	struct err e = {0};

	return scratch_try(s, "a.db", access, &db, &e) == -1 && strstr(e.text, why) ? 0 : 1;
}

static int no_right_to_read(struct scratch *s)
{
	return fails_with(s, DB_READ_WRITE, "no right to read it");
}

static int no_right_to_look(struct scratch *s)
{
	return fails_with(s, DB_READ_WRITE, "no right to look into its folder");
}

static int no_right_to_write(struct scratch *s)
{
	return fails_with(s, DB_CREATE, "no right to write it");
}

static int no_way_to_read_the_log(struct scratch *s)
{
	return fails_with(s, DB_READ_WRITE, "-shm");
}

static void missing_rights_are_named(void **state)
{
	struct scratch *s = *state;

	make_database(s);
	assert_int_equal(chmod(s->dir, 0555), 0);
	assert_int_equal(run_as_nobody(s, no_right_to_write), 0);
	assert_int_equal(chmod(s->dir, 0755), 0);
	assert_int_equal(chmod(scratch_path(s, "a.db"), 0200), 0);
	assert_int_equal(run_as_nobody(s, no_right_to_read), 0);
	assert_int_equal(chmod(s->dir, 0600), 0);
	assert_int_equal(run_as_nobody(s, no_right_to_look), 0);
	assert_int_equal(chmod(s->dir, 0755), 0);
}

/* Reading only the file would show less than was committed. */
static void a_log_that_cannot_be_read_is_not_passed_over(void **state)
{
	struct scratch *s = *state;

	make_database(s);
	scratch_write(s, "a.db-wal", SPAN_LIT("content that counts"));
	assert_int_equal(chmod(s->dir, 0555), 0);
	assert_int_equal(run_as_nobody(s, no_way_to_read_the_log), 0);
	assert_int_equal(chmod(s->dir, 0755), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		TEST(a_missing_file_says_how_to_make_one),
		TEST(what_is_no_database_file_is_refused_by_name),
		TEST(a_truncated_database_says_how_much_is_left),
		TEST(an_empty_file_opens_and_stays_empty),
		TEST(creating_makes_folders_and_file_for_the_owner_only),
		TEST(read_only_never_writes),
		TEST(a_database_that_somebody_holds_is_busy),
		TEST(a_database_in_use_in_another_mode_opens),
		TEST(a_file_that_cannot_be_written_is_read),
		TEST(a_file_in_a_folder_that_takes_no_writes_is_read),
		TEST(a_file_that_somebody_else_writes_is_read_beside_them),
		TEST(missing_rights_are_named),
		TEST(a_log_that_cannot_be_read_is_not_passed_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
