/*
 * Migrations in which one call to the system fails, or is the last. The database is then at one
 * revision or the next, whole, with every step in it that was told; and the next run completes.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/fixture.h"
#include "fault/fixture_calls.h"
#include "migrate/migrate.h"

#define MOST 64 /* revisions */
#define MOMENTS 100 /* tried, out of all calls */

struct scene {
	char *path;
	struct arena arena;
	struct migration_set set;
	char *schema[MOST]; /* after so many steps */
};

enum way { UP, DOWN };

static size_t target_of(const struct scene *s, enum way way)
{
	return way == UP ? s->set.n : 0;
}

static struct db *open_db(const struct scene *s, struct err *e)
{
	const struct db_address where = {.engine = DB_SQLITE, .target = s->path, .name = s->path};
	struct db *db = NULL;

	return db_open(&where, DB_CREATE, &db, e) == 0 ? db : NULL;
}

static void tell(void *arg, const struct migration *m, bool up)
{
	const int *fd = arg;

	(void)m;
	if (*fd >= 0 && write(*fd, up ? "+" : "-", 1) != 1)
		_exit(1);
}

static int migrate(const struct scene *s, size_t target, int told, struct err *e)
{
	struct db *db = open_db(s, e);
	int result = db ? migrate_go(db, &s->set, target, tell, &told, e) : -1;

	db_close(&db);
	return result;
}

static void must_migrate(const struct scene *s, size_t target)
{
	struct err e = {0};

	if (migrate(s, target, -1, &e) != 0)
		fail_msg("%s", e.text);
}

/* All that the database consists of while it holds no rows but the bookkeeping's. */
static char *read_schema(const struct scene *s)
{
	static const char tables[] = "SELECT count(*) FROM sqlite_master WHERE name = "
				     "'console_migrations'";
	static const char objects[] = "SELECT group_concat(type || ' ' || sql, ';') FROM"
				      " (SELECT * FROM sqlite_master WHERE sql IS NOT NULL"
				      " ORDER BY type, name)";
	static const char books[] = "SELECT (SELECT group_concat(version_num) FROM alembic_version)"
				    " || ': ' || group_concat(revision || checksum) FROM"
				    " (SELECT * FROM console_migrations ORDER BY revision)";
	char *schema = agent_text(s->path, objects), *all = NULL;
	char *kept = agent_number(s->path, tables) ? agent_text(s->path, books) : xstrdup("");

	assert_true(asprintf(&all, "%s\n%s", schema, kept) > 0);
	free(schema);
	free(kept);
	return all;
}

static void forget(const struct scene *s)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char *path = NULL;
		assert_true(asprintf(&path, "%s%s", s->path, ends[i]) > 0);
		unlink(path);
		free(path);
	}
}

/* Where a run in this direction starts. */
static void set_up(const struct scene *s, enum way way)
{
	forget(s);
	if (way == DOWN)
		must_migrate(s, s->set.n);
}

static int prepare(void **state)
{
	struct scene *s = xcalloc(1, sizeof(*s));
	struct err e = {0};

	s->path = scratch_path("migrate.db");
	if (migrations_load(NULL, DB_SQLITE, &s->arena, &s->set, &e) != 0)
		fail_msg("%s", e.text);
	assert_in_range(s->set.n, 1, MOST - 1);
	set_up(s, DOWN);
	for (size_t i = s->set.n; i > 0; i--) {
		must_migrate(s, i);
		s->schema[i] = read_schema(s);
	}
	must_migrate(s, 0);
	s->schema[0] = read_schema(s);
	*state = s;
	return 0;
}

static int clean(void **state)
{
	struct scene *s = *state;

	forget(s);
	for (size_t i = 0; i <= s->set.n; i++)
		free(s->schema[i]);
	arena_free(&s->arena);
	free(s->path);
	free(s);
	return 0;
}

/* After how many steps the database is what it is now. */
static size_t position(const struct scene *s)
{
	char *answer = agent_text(s->path, "PRAGMA integrity_check");
	char *schema = read_schema(s);
	size_t i = 0;

	assert_string_equal(answer, "ok");
	/* Nothing at all, not even the version's table, is where a first run starts. */
	if (strcmp(schema, "\n") != 0)
		while (i <= s->set.n && strcmp(schema, s->schema[i]) != 0)
			i++;
	if (i > s->set.n)
		fail_msg("at no revision: %s", schema);
	free(schema);
	free(answer);
	return i;
}

/* Where the database stands is as far as was told, or one step further. */
static void expect_whole(const struct scene *s, enum way way, size_t told, long at)
{
	size_t now = position(s), steps = way == UP ? now : s->set.n - now;

	if (steps != told && steps != told + 1)
		fail_msg("call %ld: %zu steps were told, %zu were made", at, told, steps);
	must_migrate(s, target_of(s, way));
	assert_int_equal(position(s), target_of(s, way));
}

/* Migrates in a process of its own; how many steps it told of, and its status. */
static size_t run(const struct scene *s, enum way way, struct calls_plan plan, int *status)
{
	int ends[2];
	size_t told = 0;
	char c;

	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct err e = {0};
		calls_begin(plan);
		int result = migrate(s, target_of(s, way), ends[1], &e);
		/* An error says why. */
		_exit(result == 0 ? 0 : e.code == ERR_FULL ? 1 : 2);
	}
	close(ends[1]);
	while (read(ends[0], &c, 1) == 1)
		told++;
	close(ends[0]);
	assert_int_equal(waitpid(pid, status, 0), pid);
	return told;
}

static long count_calls(const struct scene *s, enum way way)
{
	struct err e = {0};

	set_up(s, way);
	calls_begin((struct calls_plan){.what = CALLS_COUNT});
	int result = migrate(s, target_of(s, way), -1, &e);
	long seen = calls_end();
	assert_int_equal(result, 0);
	return seen;
}

static void kill_at_many(const struct scene *s, enum way way)
{
	long calls = count_calls(s, way);

	assert_true(calls > MOMENTS);
	for (int i = 0; i < MOMENTS; i++) {
		const struct calls_plan plan = {
			.what = CALLS_TEAR, .at = 1 + i * (calls - 1) / (MOMENTS - 1)};
		int status;
		set_up(s, way);
		size_t told = run(s, way, plan, &status);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		expect_whole(s, way, told, plan.at);
	}
}

static void an_upgrade_killed_at_any_moment_is_at_a_whole_revision(void **state)
{
	kill_at_many(*state, UP);
}

static void a_downgrade_killed_at_any_moment_is_at_a_whole_revision(void **state)
{
	kill_at_many(*state, DOWN);
}

static void an_upgrade_on_a_full_disk_is_at_a_whole_revision(void **state)
{
	const struct scene *s = *state;
	long calls = count_calls(s, UP);
	int failures = 0;

	for (int i = 0; i < MOMENTS; i++) {
		const struct calls_plan plan = {.what = CALLS_FAIL_ON,
			.at = 1 + i * (calls - 1) / (MOMENTS - 1),
			.error = ENOSPC};
		int status;
		set_up(s, UP);
		size_t told = run(s, UP, plan, &status);
		/* Only the last calls, when the log is cleared away, may fail unnoticed. */
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
		assert_int_equal(WEXITSTATUS(status) == 0, told == s->set.n);
		failures += WEXITSTATUS(status);
		expect_whole(s, UP, told, plan.at);
	}
	assert_true(failures > MOMENTS / 2);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_upgrade_killed_at_any_moment_is_at_a_whole_revision),
		cmocka_unit_test(a_downgrade_killed_at_any_moment_is_at_a_whole_revision),
		cmocka_unit_test(an_upgrade_on_a_full_disk_is_at_a_whole_revision),
	};
	return cmocka_run_group_tests(tests, prepare, clean);
}
