/*
 * A program that is killed while it upgrades a database with rows in it: 500 times, at each call by
 * which files change and in the middle of it. The database is at one revision or the next, whole,
 * and so is the backup, if there is one.
 */
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"
#include "fault/fixture.h"
#include "fault/fixture_calls.h"
#include "migrate/backup.h"
#include "migrate/migrate.h"

#define KILLS 500
#define STEPS 4

/* The second step rebuilds a parent, the third changes rows, the fourth rebuilds the parent again
 * and its child. */
static const char *const files[STEPS] = {
	"-- tenet:up\n"
	"CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);\n"
	"CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL"
	" REFERENCES parent (id) ON DELETE CASCADE, text TEXT);\n"
	"CREATE INDEX child_parent ON child (parent_id);\n"
	"CREATE VIEW names AS SELECT name FROM parent;\n"
	"-- tenet:down\nDROP VIEW names; DROP TABLE child; DROP TABLE parent;\n",
	"-- tenet:up\n-- rebuild: parent\n"
	"CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,"
	" extra TEXT DEFAULT 'x');\n-- end\n-- tenet:down\n",
	"-- tenet:up\nUPDATE child SET text = upper(text);\n"
	"CREATE TABLE more (x INTEGER);\n-- tenet:down\n",
	"-- tenet:up\n-- rebuild: parent\n"
	"CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''));\n"
	"-- end\n-- rebuild: child\n"
	"CREATE TABLE child (id INTEGER PRIMARY KEY, text TEXT, parent_id INTEGER NOT NULL"
	" REFERENCES parent (id) ON DELETE CASCADE);\n-- end\n-- tenet:down\n",
};

static const char rows[] =
	"INSERT INTO parent (name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	" WHERE i < 40) SELECT 'parent ' || i FROM n;"
	"INSERT INTO child (parent_id, text) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
	" SELECT i + 1 FROM n WHERE i < 200) SELECT 1 + i % 40, 'a text of some length ' || i"
	" FROM n";

struct scene {
	char folder[64]; /* in memory where there is such a file system: no call waits for a disk */
	char *path;
	struct arena a;
	struct migration_set set;
	char *start; /* the file at the first step, with rows */
	size_t start_size;
	char *contents[STEPS + 1]; /* after so many steps */
};

static char *join(const struct scene *s, const char *name)
{
	char *path = NULL;

	assert_true(asprintf(&path, "%s/%s", s->folder, name) > 0);
	return path;
}

static void clear_folder(const struct scene *s)
{
	DIR *folder = opendir(s->folder);
	struct dirent *entry;

	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		char *path = join(s, entry->d_name);
		if (strncmp(entry->d_name, "killed.db", 9) == 0)
			assert_int_equal(unlink(path), 0);
		free(path);
	}
	closedir(folder);
}

static void begin_anew(const struct scene *s)
{
	clear_folder(s);
	FILE *f = fopen(s->path, "wbe");
	assert_non_null(f);
	assert_int_equal(fwrite(s->start, 1, s->start_size, f), s->start_size);
	assert_int_equal(fclose(f), 0);
}

/* --- Migrating. --- */

static struct db_address where(const struct scene *s)
{
	return (struct db_address){.engine = DB_SQLITE, .target = s->path, .name = s->path};
}

struct trip {
	const struct scene *s;
	struct db *db;
	int told; /* a descriptor, or -1 */
};

static int back_up(void *arg, struct err *e)
{
	struct trip *t = arg;
	struct arena a = {0};
	struct db_address address = where(t->s);
	int result = backup_write(t->db, backup_name(&address, "0001", &a), e);

	arena_free(&a);
	return result;
}

static void tell(void *arg, const struct migration *m, bool up)
{
	struct trip *t = arg;

	(void)m;
	(void)up;
	if (t->told >= 0 && write(t->told, "+", 1) != 1)
		_exit(1);
}

enum backup { WITHOUT_BACKUP, WITH_BACKUP };

static int migrate(
	const struct scene *s, size_t target, enum backup backup, int told, struct err *e)
{
	struct trip t = {.s = s, .told = told};
	const struct db_address address = where(s);
	const struct migrate_run run = {.target = target,
		.before = backup == WITH_BACKUP ? back_up : NULL,
		.report = tell,
		.arg = &t};
	int result = db_open(&address, DB_CREATE, &t.db, e);

	if (result == 0)
		result = migrate_run(t.db, &s->set, &run, e);
	db_close(&t.db);
	return result;
}

static void must_migrate(const struct scene *s, size_t target)
{
	struct err e = {0};

	if (migrate(s, target, WITHOUT_BACKUP, -1, &e) != 0)
		fail_msg("%s", e.text);
}

/* --- What is in it. --- */

static char *read_contents(const char *path)
{
	static const char question[] =
		"SELECT (SELECT group_concat(integrity_check) FROM pragma_integrity_check(10))"
		" || ' ' || (SELECT count(*) FROM pragma_foreign_key_check) || ' '"
		" || (SELECT group_concat(type || name || sql, ';') FROM"
		"  (SELECT * FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name))"
		" || (SELECT group_concat(version_num) FROM alembic_version) || ': '"
		" || (SELECT group_concat(revision || checksum || state) FROM"
		"  (SELECT * FROM console_migrations ORDER BY revision))"
		" || (SELECT group_concat(id || name) FROM parent)"
		" || (SELECT group_concat(id || parent_id || text) FROM child)";

	return agent_text(path, question);
}

static size_t position(const struct scene *s, const char *path)
{
	char *now = read_contents(path);
	size_t i = 1;

	assert_int_equal(strncmp(now, "ok 0 ", 5), 0);
	while (i <= STEPS && strcmp(now, s->contents[i]) != 0)
		i++;
	if (i > STEPS)
		fail_msg("at no revision: %s", now);
	free(now);
	return i;
}

/* A backup that has its name is whole, and is what the first step found. */
static int expect_whole_backups(const struct scene *s)
{
	DIR *folder = opendir(s->folder);
	struct dirent *entry;
	int n = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		size_t length = strlen(entry->d_name);
		if (length < 4 || strcmp(entry->d_name + length - 4, ".bak") != 0)
			continue;
		char *path = join(s, entry->d_name);
		assert_int_equal(position(s, path), 1);
		free(path);
		n++;
	}
	closedir(folder);
	return n;
}

/* --- The scene. --- */

static void write_files(const struct scene *s)
{
	for (int i = 0; i < STEPS; i++) {
		char *name = NULL;
		assert_true(asprintf(&name, "%s/%04d_step.sql", s->folder, i + 1) > 0);
		FILE *f = fopen(name, "we");
		assert_non_null(f);
		assert_true(fputs(files[i], f) >= 0);
		assert_int_equal(fclose(f), 0);
		free(name);
	}
}

static void fill(struct scene *s)
{
	const struct db_address address = where(s);
	struct db *db = NULL;
	struct err e = {0};
	struct stat st;

	must_migrate(s, 1);
	if (db_open(&address, DB_READ_WRITE, &db, &e) != 0 || db_exec(db, rows, &e) != 0)
		fail_msg("%s", e.text);
	db_close(&db);
	FILE *f = fopen(s->path, "rbe");
	assert_non_null(f);
	assert_int_equal(stat(s->path, &st), 0);
	s->start_size = (size_t)st.st_size;
	s->start = xmalloc(s->start_size);
	assert_int_equal(fread(s->start, 1, s->start_size, f), s->start_size);
	fclose(f);
}

static int prepare(void **state)
{
	struct scene *s = xcalloc(1, sizeof(*s));
	struct err e = {0};
	const char *memory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";

	snprintf(s->folder, sizeof(s->folder), "%s/tenet-killed-XXXXXX", memory);
	assert_non_null(mkdtemp(s->folder));
	s->path = join(s, "killed.db");
	write_files(s);
	if (migrations_load(s->folder, DB_SQLITE, &s->a, &s->set, &e) != 0)
		fail_msg("%s", e.text);
	fill(s);
	for (size_t i = 1; i <= STEPS; i++) {
		begin_anew(s);
		must_migrate(s, i);
		s->contents[i] = read_contents(s->path);
	}
	*state = s;
	return 0;
}

static int clean(void **state)
{
	struct scene *s = *state;

	clear_folder(s);
	for (int i = 0; i < STEPS; i++) {
		char *name = NULL;
		assert_true(asprintf(&name, "%s/%04d_step.sql", s->folder, i + 1) > 0);
		(void)unlink(name);
		free(name);
	}
	(void)rmdir(s->folder);
	for (size_t i = 0; i <= STEPS; i++)
		free(s->contents[i]);
	free(s->start);
	free(s->path);
	arena_free(&s->a);
	free(s);
	return 0;
}

/* --- Killing. --- */

static size_t run_and_die(const struct scene *s, struct calls_plan plan)
{
	int ends[2], status;
	size_t told = 0;
	char c;

	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct err e = {0};
		calls_begin(plan);
		_exit(migrate(s, STEPS, WITH_BACKUP, ends[1], &e) == 0 ? 0 : 1);
	}
	close(ends[1]);
	while (read(ends[0], &c, 1) == 1)
		told++;
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	return told;
}

static long count_calls(const struct scene *s)
{
	struct err e = {0};

	begin_anew(s);
	calls_begin((struct calls_plan){.what = CALLS_COUNT});
	int result = migrate(s, STEPS, WITH_BACKUP, -1, &e);
	long seen = calls_end();
	if (result != 0)
		fail_msg("%s", e.text);
	return seen;
}

static void an_upgrade_killed_500_times_is_at_one_revision_or_the_other(void **state)
{
	const struct scene *s = *state;
	long calls = count_calls(s);
	size_t seen[STEPS + 1] = {0};
	int backups = 0;

	assert_true(calls > 50);
	for (int i = 0; i < KILLS; i++) {
		/* Each call is met again and again, killed before it and in the middle of it. */
		const struct calls_plan plan = {.what = i % 2 ? CALLS_TEAR : CALLS_KILL,
			.at = calls < KILLS / 2 ? 1 + i / 2 % calls
						: 1 + i * (calls - 1) / (KILLS - 1)};
		begin_anew(s);
		size_t told = run_and_die(s, plan);
		size_t now = position(s, s->path);
		if (now != told + 1 && now != told + 2)
			fail_msg("call %ld: %zu steps were told, and it is at %zu", plan.at, told,
				now);
		seen[now]++;
		backups += expect_whole_backups(s);
		if (i % 5)
			continue;
		must_migrate(s, STEPS);
		assert_int_equal(position(s, s->path), STEPS);
	}
	for (size_t i = 1; i <= STEPS; i++)
		assert_true(seen[i] > 0);
	assert_true(backups > 0);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_upgrade_killed_500_times_is_at_one_revision_or_the_other),
	};
	return cmocka_run_group_tests(tests, prepare, clean);
}
