/* Copies of a file: whole, private, and there or not there. */
#include "migrate/backup.h"

#include <pthread.h>
#include <sha256.h>
#include <stdatomic.h>

#include "fixture.h"

static void fill(struct db *db)
{
	scratch_exec(db,
		"CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1), (2);"
		"CREATE INDEX t_x ON t (x)");
}

static bool needed(struct db *db)
{
	bool out;
	struct err e = {0};

	if (backup_needed(db, &out, &e) != 0)
		fail_msg("%s", e.text);
	return out;
}

static void only_a_file_with_rows_needs_one(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	bool sqlite = p->engine == DB_SQLITE;

	assert_false(needed(db));
	go(p, db, "head");
	assert_false(needed(db));
	scratch_exec(db,
		"INSERT INTO personas (id, reddit_username, config)"
		" VALUES ('" PERSONA "', 'rosa', '{}')");
	assert_int_equal(needed(db), sqlite);
	if (sqlite)
		scratch_exec(db, "CREATE TABLE \"a \"\" b\" (x)");
	assert_int_equal(needed(db), sqlite);
	if (sqlite)
		scratch_exec(db, "DROP TABLE \"a \"\" b\"");
	go(p, db, "base");
	db_close(&db);
}

static void it_is_whole_and_private(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE), *copy;
	const char *path = scratch_path(&p->s, "copy");
	struct err e = {0};
	struct stat st;

	fill(db);
	if (backup_write(db, path, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(access(scratch_path(&p->s, "copy.part"), F_OK), -1);
	copy = place_open(p, "copy", DB_READ_ONLY);
	assert_string_equal(scratch_ask(&p->s, copy, "SELECT * FROM t"), "1|\n2|\n");
	assert_string_equal(scratch_ask(&p->s, copy, "PRAGMA integrity_check"), "ok|\n");
	db_close(&copy);
	db_close(&db);
}

/* Every byte of the file and of its log, to be compared. */
static const char *bytes_of(struct place *p, const char *name)
{
	struct str text = {0};
	FILE *f = fopen(scratch_path(&p->s, name), "re");

	while (f) {
		size_t n = fread(str_reserve(&text, 4096), 1, 4096, f);
		if (n == 0)
			break;
		text.len += n;
	}
	if (f)
		assert_int_equal(fclose(f), 0);
	char digest[SHA256_DIGEST_STRING_LENGTH];
	SHA256Data((const uint8_t *)text.p, text.len, digest);
	str_free(&text);
	return arena_strdup(&p->s.a, digest);
}

/* A handle that only reads cannot make such a table anew. */
static void a_check_beside_a_generated_column_does_not_hinder(void **state)
{
	static const enum db_access ways[] = {DB_READ_WRITE, DB_READ_ONLY};
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE), *copy;
	struct err e = {0};

	scratch_exec(db,
		"CREATE TABLE t (a INT CHECK (a > 0), g INT AS (a * 2)); INSERT INTO t VALUES (4)");
	for (size_t i = 0; i < 2; i++) {
		const char *name = i ? "second" : "first";
		struct db *from = place_open(p, "a", ways[i]);
		const char *file = bytes_of(p, "a"), *log = bytes_of(p, "a-wal");
		if (backup_write(from, scratch_path(&p->s, name), &e) != 0)
			fail_msg("%s", e.text);
		assert_string_equal(bytes_of(p, "a"), file);
		assert_string_equal(bytes_of(p, "a-wal"), log);
		copy = place_open(p, name, DB_READ_ONLY);
		assert_string_equal(scratch_ask(&p->s, copy, "SELECT * FROM t"), "4|8|\n");
		db_close(&copy);
		db_close(&from);
	}
	db_close(&db);
}

/* What is not committed is not in it, and the transaction goes on. */
static void it_is_made_while_a_transaction_is_open(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE), *copy;
	struct err e = {0};

	fill(db);
	assert_int_equal(db_begin(db, &e), 0);
	scratch_exec(db, "DELETE FROM t");
	if (backup_write(db, scratch_path(&p->s, "copy"), &e) != 0)
		fail_msg("%s", e.text);
	assert_true(db_in_transaction(db));
	/* The lock is still ours: another writer does not get in. */
	struct db *other = place_open(p, "a", DB_READ_WRITE);
	db_set_busy_timeout(other, 10);
	assert_int_equal(db_begin(other, &e), -1);
	assert_int_equal(e.code, ERR_BUSY);
	db_close(&other);
	err_clear(&e);
	assert_int_equal(db_commit(db, &e), 0);
	assert_string_equal(scratch_ask(&p->s, db, "SELECT * FROM t"), "");
	copy = place_open(p, "copy", DB_READ_ONLY);
	assert_string_equal(scratch_ask(&p->s, copy, "SELECT count(*) FROM t"), "2|\n");
	db_close(&copy);
	db_close(&db);
}

static void a_file_that_is_there_is_never_replaced(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct db_address where = {.target = scratch_path(&p->s, "a")};
	const char *first = backup_name(&where, "0003", &p->s.a);
	struct err e = {0};

	fill(db);
	scratch_write(&p->s, "copy", SPAN_LIT("precious"));
	assert_int_equal(backup_write(db, scratch_path(&p->s, "copy"), &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	struct stat st;
	assert_int_equal(stat(scratch_path(&p->s, "copy"), &st), 0);
	assert_int_equal(st.st_size, 8);
	err_clear(&e);
	assert_int_equal(backup_write(db, first, &e), 0);
	assert_string_not_equal(backup_name(&where, "0003", &p->s.a), first);
	db_close(&db);
}

static void nothing_is_left_of_one_that_failed(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct err e = {0};

	fill(db);
	scratch_exec(db,
		"PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = 2"
		" WHERE name = 't_x'; PRAGMA writable_schema=OFF");
	assert_int_equal(backup_write(db, scratch_path(&p->s, "copy"), &e), -1);
	assert_non_null(strstr(e.text, "no backup of"));
	assert_int_equal(access(scratch_path(&p->s, "copy"), F_OK), -1);
	assert_int_equal(access(scratch_path(&p->s, "copy.part"), F_OK), -1);
	db_close(&db);
}

static struct stopper {
	struct db *db;
	atomic_bool copied, ended;
} stopper;

static void enter_call(void *arg, enum db_call call)
{
	(void)arg;
	(void)call;
}

static void leave_call(void *arg)
{
	struct stopper *s = arg;

	atomic_store(&s->copied, true);
}

static void *cancel_the_check(void *arg)
{
	struct stopper *s = arg;

	while (!atomic_load(&s->ended)) {
		if (atomic_load(&s->copied))
			db_cancel(s->db);
		sched_yield();
	}
	return NULL;
}

static void the_check_of_the_copy_is_cancelled_too(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	const struct db_watch watch = {.enter = enter_call, .leave = leave_call, .arg = &stopper};
	struct err e = {0};
	pthread_t thread;

	fill(db);
	scratch_exec(db,
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000)"
		" INSERT INTO t SELECT i FROM n");
	stopper.db = db;
	db_set_watch(db, &watch);
	assert_int_equal(pthread_create(&thread, NULL, cancel_the_check, &stopper), 0);
	int result = backup_write(db, scratch_path(&p->s, "copy"), &e);
	atomic_store(&stopper.ended, true);
	pthread_join(thread, NULL);
	db_set_watch(db, &(struct db_watch){0});
	assert_int_equal(result, -1);
	assert_int_equal(e.code, ERR_CANCELLED);
	assert_string_equal(e.hint, "what was copied so far is removed");
	assert_int_equal(access(scratch_path(&p->s, "copy"), F_OK), -1);
	assert_int_equal(access(scratch_path(&p->s, "copy.part"), F_OK), -1);
	db_close(&db);
}

static void what_a_killed_one_left_does_not_hinder(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct err e = {0};

	fill(db);
	scratch_write(&p->s, "copy.part", SPAN_LIT("SQLite format 3 and so on"));
	if (backup_write(db, scratch_path(&p->s, "copy"), &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(access(scratch_path(&p->s, "copy.part"), F_OK), -1);
	db_close(&db);
}

static void a_server_has_none(void **state)
{
	struct place *p = *state;
	struct db *db = place_open(p, "a", DB_CREATE);
	struct err e = {0};

	assert_int_equal(backup_write(db, scratch_path(&p->s, "copy"), &e), -1);
	assert_int_equal(access(scratch_path(&p->s, "copy.part"), F_OK), -1);
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(only_a_file_with_rows_needs_one),
		SQLITE(it_is_whole_and_private),
		SQLITE(a_check_beside_a_generated_column_does_not_hinder),
		SQLITE(it_is_made_while_a_transaction_is_open),
		SQLITE(a_file_that_is_there_is_never_replaced),
		SQLITE(nothing_is_left_of_one_that_failed),
		SQLITE(the_check_of_the_copy_is_cancelled_too),
		SQLITE(what_a_killed_one_left_does_not_hinder),
		POSTGRES(a_server_has_none),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
