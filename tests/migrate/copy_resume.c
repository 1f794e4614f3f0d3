/* A copy that is interrupted goes on where it was, or says why it cannot. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture_copy.h"
#include "migrate/ready.h"

#define BATCH 40
#define KILLS 24

struct moment {
	int64_t seen, until; /* events */
};

static bool count(void *arg, const struct copy_progress *now)
{
	struct moment *m = arg;

	(void)now;
	m->seen++;
	return true;
}

static bool die(void *arg, const struct copy_progress *now)
{
	struct moment *m = arg;

	(void)now;
	if (++m->seen == m->until)
		raise(SIGKILL);
	return true;
}

static bool stop(void *arg, const struct copy_progress *now)
{
	struct moment *m = arg;

	(void)now;
	return ++m->seen < m->until;
}

static int64_t count_events(struct place *p)
{
	struct moment m = {0};
	struct trial t = {
		.options = {
			.reject_file = reject_path(p), .batch = BATCH, .watch = count, .arg = &m}};

	must(try_copy(p, "source", "counted", &t), &t);
	assert_int_equal(unlink(reject_path(p)), 0);
	return m.seen;
}

/* Copies in a child that is killed at the event; what is on the disk is all that is left of it. */
static void copy_until(struct place *p, int64_t event)
{
	int status;
	pid_t child = fork();

	assert_int_not_equal(child, -1);
	if (child == 0) {
		struct moment m = {.until = event};
		struct trial t = {.options = {.reject_file = reject_path(p),
					  .batch = BATCH,
					  .watch = die,
					  .arg = &m}};
		try_copy(p, "source", "target", &t);
		fprintf(stderr, "# not killed at %lld: %s\n", (long long)event, t.err.text);
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
}

static void is_refused_until_it_is_done(struct place *p)
{
	struct db *db = place_open(p, "target", DB_READ_WRITE);
	struct str notice = {0};
	struct err e = {0};

	assert_int_equal(migrate_ready(db, &notice, &e), -1);
	assert_non_null(strstr(e.text, "holds a copy that was not finished"));
	str_free(&notice);
	db_close(&db);
}

static void is_like_one_that_was_only_migrated(struct place *p)
{
	struct db *target = place_open(p, "target", DB_READ_ONLY);
	struct db *fresh = place_open(p, "fresh", DB_CREATE);

	go(p, fresh, "head");
	assert_string_equal(schema_of(p, target), schema_of(p, fresh));
	db_close(&target);
	db_close(&fresh);
}

static void a_copy_killed_again_and_again_ends_with_all_rows(void **state)
{
	struct place *p = *state;
	struct trial t = {.options = {.reject_file = reject_path(p), .batch = BATCH}};

	rich_source(p, "source");
	/* Two rows that only the checks find, and one that only the target does. */
	file_damage(p, "source",
		"UPDATE agent_config SET config_value = '{' WHERE rowid = 2;"
		"UPDATE pending_posts SET reviewed_at = 'now' WHERE rowid = 70;"
		"UPDATE belief_nodes SET current_confidence = 2 WHERE rowid = 24");
	int64_t events = count_events(p);
	place_fresh(p, "target"); /* here, so that it is not made anew in each child */
	/* One that goes on has fewer events than one that begins. */
	for (int i = 1; i <= KILLS; i++) {
		copy_until(p, events * i / (KILLS + 4));
		if (i > 1)
			is_refused_until_it_is_done(p);
	}
	must(try_copy(p, "source", "target", &t), &t);
	assert_true(t.result.resumed);
	assert_true(t.result.equal);
	assert_non_null(
		strstr(scratch_read(&p->s, reject_path(p)).p, "ck_belief_confidence_range"));
	is_like_one_that_was_only_migrated(p);
}

static void a_copy_that_is_stopped_says_so_and_goes_on(void **state)
{
	struct place *p = *state;
	struct moment m = {.until = 500};
	struct trial first = {.options = {.batch = BATCH, .watch = stop, .arg = &m}}, second = {0};

	rich_source(p, "source");
	assert_int_equal(try_copy(p, "source", "target", &first), -1);
	assert_int_equal(first.err.code, ERR_CANCELLED);
	assert_non_null(strstr(first.err.hint, "the same command goes on"));
	must(try_copy(p, "source", "target", &second), &second);
	assert_true(second.result.resumed);
	is_like_one_that_was_only_migrated(p);
}

static void interrupt(struct place *p, int64_t event)
{
	struct moment m = {.until = event};
	struct trial t = {.options = {.batch = BATCH, .watch = stop, .arg = &m}};

	rich_source(p, "source");
	assert_int_equal(try_copy(p, "source", "target", &t), -1);
	assert_int_equal(t.err.code, ERR_CANCELLED);
}

static void a_source_that_changed_where_it_was_copied_is_refused(void **state)
{
	struct place *p = *state;
	struct trial t = {0};

	interrupt(p, 500);
	file_damage(p, "source", "UPDATE personas SET display_name = 'x'");
	assert_int_equal(try_copy(p, "source", "target", &t), -1);
	assert_non_null(strstr(t.err.text, "changed since its copy was interrupted"));
	assert_non_null(strstr(t.err.text, "rows of personas"));
}

static void rows_that_were_added_behind_are_copied(void **state)
{
	struct place *p = *state;
	struct trial t = {0};

	interrupt(p, 500);
	file_damage(p, "source",
		"INSERT INTO pending_posts (id, persona_id, content) VALUES ('" UUID(
			"71") "', '" PERSONA "', 'later')");
	must(try_copy(p, "source", "target", &t), &t);
	assert_true(t.result.equal);
}

static void another_source_is_refused(void **state)
{
	struct place *p = *state;
	struct trial t = {0};

	interrupt(p, 500);
	rich_source(p, "another");
	assert_int_equal(try_copy(p, "another", "target", &t), -1);
	assert_non_null(strstr(t.err.text, "whose copy was interrupted"));
}

/* Between two batches of a table, the second copy takes the next one. */
static bool copy_beside(void *arg, const struct copy_progress *now)
{
	struct place *p = arg;
	struct moment m = {.until = 200};
	struct trial t = {.options = {.batch = BATCH, .watch = stop, .arg = &m}};

	if (now->phase == COPY_ROWS && strcmp(now->what, "stance_versions") == 0 &&
		now->table_rows == BATCH)
		try_copy(p, "source", "target", &t);
	return true;
}

static void two_copies_at_once_do_not_mix(void **state)
{
	struct place *p = *state;
	struct trial t = {.options = {.batch = BATCH, .watch = copy_beside, .arg = p}}, after = {0};

	rich_source(p, "source");
	assert_int_equal(try_copy(p, "source", "target", &t), -1);
	assert_non_null(strstr(t.err.text, "another copy into"));
	must(try_copy(p, "source", "target", &after), &after);
	assert_true(after.result.equal);
}

static bool lose_server(void *arg, const struct copy_progress *now)
{
	struct place *p = arg;

	if (now->phase != COPY_ROWS || now->rows != 500)
		return true;
	struct db *other = place_open(p, "other", DB_CREATE);
	scratch_ask(&p->s, other,
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'target'");
	db_close(&other);
	return true;
}

static void a_connection_that_is_lost_is_named_and_the_copy_goes_on_later(void **state)
{
	struct place *p = *state;
	struct trial t = {.options = {.batch = BATCH, .watch = lose_server, .arg = p}}, after = {0};

	rich_source(p, "source");
	assert_int_equal(try_copy(p, "source", "target", &t), -1);
	assert_int_equal(t.err.code, ERR_LOST);
	assert_non_null(strstr(t.err.hint, "the same command goes on"));
	must(try_copy(p, "source", "target", &after), &after);
	assert_true(after.result.resumed);
	assert_true(after.result.equal);
}

int main(void)
{
	static const struct migrate_case cases[] = {
		BOTH(a_copy_killed_again_and_again_ends_with_all_rows),
		BOTH(a_copy_that_is_stopped_says_so_and_goes_on),
		BOTH(a_source_that_changed_where_it_was_copied_is_refused),
		BOTH(rows_that_were_added_behind_are_copied),
		BOTH(another_source_is_refused),
		BOTH(two_copies_at_once_do_not_mix),
		POSTGRES(a_connection_that_is_lost_is_named_and_the_copy_goes_on_later),
	};

	return run_cases(cases, sizeof(cases) / sizeof(cases[0]));
}
