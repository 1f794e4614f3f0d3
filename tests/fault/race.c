/*
 * Eight processes decide the same drafts as fast as they can while a ninth enqueues more, as the
 * agent does: each draft is decided once, none is lost, and the ledger holds exactly what was
 * acknowledged.
 */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fixture_race.h"

#define DRAFTS 2000
#define PATIENCE 60000 /* ms */

static const char enqueue_sql[] =
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit,"
	" draft_metadata, status) VALUES (?, '" RACE_PERSONA
	"', ?, 'comment', 'science', '{\"evaluation\": {\"flagged\": false}}', 'pending')";

/* A connection as the agent has it: SQLite's own settings and a busy timeout. */
static sqlite3 *agent_open(const struct race *r)
{
	sqlite3 *agent;

	if (sqlite3_open(r->address, &agent) != SQLITE_OK)
		exit(1);
	sqlite3_busy_timeout(agent, PATIENCE);
	return agent;
}

static void enqueue(void *arg, const char *id, int number)
{
	sqlite3 *agent = arg;
	sqlite3_stmt *st;
	char content[64];

	snprintf(content, sizeof(content), "Draft number %d of a busy morning.", number);
	if (sqlite3_prepare_v2(agent, enqueue_sql, -1, &st, NULL) != SQLITE_OK ||
		sqlite3_bind_text(st, 1, id, -1, SQLITE_STATIC) != SQLITE_OK ||
		sqlite3_bind_text(st, 2, content, -1, SQLITE_STATIC) != SQLITE_OK ||
		sqlite3_step(st) != SQLITE_DONE) {
		fprintf(stderr, "the agent: %s\n", sqlite3_errmsg(agent));
		exit(1);
	}
	sqlite3_finalize(st);
}

static void begin_agent(const struct race *r, race_enqueue_fn **fn, void **agent)
{
	*fn = enqueue;
	*agent = agent_open(r);
}

struct files {
	struct race race; /* first: *state is either */
	char folder[64];
};

static int set_up(void **state)
{
	struct files *f = xcalloc(1, sizeof(*f));
	const char *tmp = getenv("TMPDIR");

	snprintf(f->folder, sizeof(f->folder), "%.40s/race-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->race.address, sizeof(f->race.address), "%s/race.db", f->folder);
	f->race.people = f->race.rivals = 8;
	race_prepare(&f->race, DRAFTS);
	sqlite3 *agent = agent_open(&f->race);
	assert_int_equal(sqlite3_exec(agent, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
	race_enqueue(&f->race, enqueue, agent);
	assert_int_equal(sqlite3_exec(agent, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(agent);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	struct files *f = *state;
	char path[200];

	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", f->race.address, ends[i]);
		unlink(path);
	}
	rmdir(f->folder);
	race_clear(&f->race);
	free(f);
	return 0;
}

static void each_draft_is_decided_once_and_every_acknowledged_decision_is_in_the_ledger(
	void **state)
{
	struct race *r = *state;

	race_expect(r, race_run(r, begin_agent, NULL, NULL));
	struct db *db = race_connect(r, DB_READ_ONLY);
	assert_int_equal(race_number(db,
				 "SELECT count(*) FROM pragma_integrity_check WHERE"
				 " integrity_check <> 'ok'"),
		0);
	db_close(&db);
}

static void two_who_decide_in_batches_and_six_who_do_not_lose_and_double_nothing(void **state)
{
	struct race *r = *state;

	r->in_batches = 2;
	race_expect(r, race_run(r, begin_agent, NULL, NULL));
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_draft_is_decided_once_and_every_acknowledged_decision_is_in_the_ledger,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			two_who_decide_in_batches_and_six_who_do_not_lose_and_double_nothing,
			set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
