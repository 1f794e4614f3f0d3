/* Several processes migrate one file at the same moment. */
#include <sys/stat.h>
#include <sys/wait.h>

#include "fixture.h"
#include "migrate/ready.h"

#define PROCESSES 4
#define ROUNDS 10

/* What a child says by its exit status. */
enum { DID_NOTHING, DID_ALL, DID_A_PART, FAILED };
typedef int work(struct place *s);

/* Each child waits until the pipe is closed, so that all begin at once. Returns how many did all of
 * the work; the others did none. */
static int all_at_once(struct place *s, work *fn)
{
	pid_t children[PROCESSES];
	int gate[2], workers = 0;

	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		assert_int_not_equal(children[i], -1);
		if (children[i] == 0) {
			char c;
			close(gate[1]);
			_exit(read(gate[0], &c, 1) == 0 ? fn(s) : 99);
		}
	}
	close(gate[0]);
	close(gate[1]);
	for (int i = 0; i < PROCESSES; i++) {
		int status;
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status));
		assert_in_range(WEXITSTATUS(status), DID_NOTHING, DID_ALL);
		workers += WEXITSTATUS(status) == DID_ALL;
	}
	return workers;
}

static void count_step(void *arg, const struct migration *m, bool up)
{
	(void)m;
	(void)up;
	++*(int *)arg;
}

static int to_target(struct place *s, size_t target)
{
	struct migration_set set = builtin_set(s);
	struct db *db = NULL;
	struct err e = {0};
	int steps = 0;
	int result = place_try(s, "a", DB_CREATE, &db, &e);

	if (result == 0)
		result = migrate_go(db, &set, target, count_step, &steps, &e);
	if (result != 0)
		fprintf(stderr, "# %s\n", e.text);
	db_close(&db);
	if (result != 0)
		return FAILED;
	return steps == 0 ? DID_NOTHING : steps == HEAD ? DID_ALL : DID_A_PART;
}

static int upgrade(struct place *s)
{
	return to_target(s, HEAD);
}

static int downgrade(struct place *s)
{
	return to_target(s, 0);
}

static void of_four_at_once_one_does_all_and_three_find_nothing_to_do(void **state)
{
	for (int i = 0; i < ROUNDS; i++) {
		if (i % 2 == 0)
			place_fresh(*state, "a");
		assert_int_equal(all_at_once(*state, upgrade), 1);
		struct db *db = place_open(*state, "a", DB_READ_WRITE);
		assert_string_equal(
			scratch_ask(*state, db, "SELECT count(*) FROM console_migrations"),
			"15|\n");
		assert_string_equal(
			scratch_ask(*state, db, "SELECT version_num FROM alembic_version"),
			"0015|\n");
		db_close(&db);
		assert_int_equal(all_at_once(*state, downgrade), 1);
		db = place_open(*state, "a", DB_READ_WRITE);
		assert_true(state_of(*state, db).empty);
		db_close(&db);
	}
}

static int open_agent(struct place *s)
{
	struct str notice = {0};
	struct db *db = NULL;
	struct err e = {0};
	int result = place_try(s, "agent", DB_READ_WRITE, &db, &e);

	if (result == 0)
		result = migrate_ready(db, &notice, &e);
	if (result != 0)
		fprintf(stderr, "# %s\n", e.text);
	/* Two that say that they added the tables make this folder twice. */
	if (notice.len > 0 && mkdir(scratch_path(&s->s, "added"), 0700) != 0)
		result = -1;
	db_close(&db);
	str_free(&notice);
	return result == 0 ? DID_NOTHING : FAILED;
}

static void four_consoles_that_open_an_agents_database_adopt_it_once(void **state)
{
	struct db *db = agent_database(*state, "agent");

	db_close(&db);
	assert_int_equal(all_at_once(*state, open_agent), 0);
	db = place_open(*state, "agent", DB_READ_WRITE);
	assert_string_equal(
		scratch_ask(*state, db, "SELECT count(*) FROM console_migrations"), "15|\n");
	assert_string_equal(scratch_ask(*state, db, "SELECT version_num FROM alembic_version"),
		"7c2e41f09ab3|\n");
	db_close(&db);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(of_four_at_once_one_does_all_and_three_find_nothing_to_do),
		BOTH(four_consoles_that_open_an_agents_database_adopt_it_once),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
