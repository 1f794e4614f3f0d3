/*
 * The race of race.c on a PostgreSQL server; a longer one with more people; one with a server that
 * dies in its middle, and one in which its standby takes over: whoever gets no answer looks up what
 * stands, and in the end the ledger holds exactly what was acknowledged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "fixture_race.h"
#include "postgres/server.h"

#define DRAFTS 600
#define MANY_DRAFTS 10000

static struct server server;

/* It may be sent a second time, when the first got no answer. */
static const char enqueue_sql[] =
	"INSERT INTO pending_posts (id, persona_id, content, post_type, target_subreddit,"
	" draft_metadata, status) VALUES ($1, '" RACE_PERSONA
	"', $2, 'comment', 'science', '{\"evaluation\": {\"flagged\": false}}', 'pending')"
	" ON CONFLICT (id) DO NOTHING";

static int enqueue_once(struct db *db, const char *id, const char *content, struct err *e)
{
	struct stmt *st = db_prepare(db, enqueue_sql, e);

	if (!st)
		return -1;
	stmt_text(st, 1, span_of(id));
	stmt_text(st, 2, span_of(content));
	int result = stmt_step(st, e);
	stmt_done(&st);
	return result;
}

static void enqueue(void *arg, const char *id, int number)
{
	struct db *db = arg;
	char content[64];
	struct err e = {0};

	snprintf(content, sizeof(content), "Draft number %d of a busy morning.", number);
	while (enqueue_once(db, id, content, &e) != 0) {
		if (e.code != ERR_LOST) {
			fprintf(stderr, "the agent: %s\n", e.text);
			exit(1);
		}
		err_clear(&e);
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
		if (db_reconnect(db, &e) != 0)
			err_clear(&e);
	}
}

static void begin_agent(const struct race *r, race_enqueue_fn **fn, void **agent)
{
	*fn = enqueue;
	*agent = race_connect(r, DB_READ_WRITE);
}

static int set_up_race(void **state, int people, int rivals, int drafts)
{
	struct race *r = xcalloc(1, sizeof(*r));
	struct err e = {0};

	r->people = people;
	r->rivals = rivals;
	server_database(&server, "race", NULL, r->address);
	race_prepare(r, drafts);
	struct db *agent = race_connect(r, DB_READ_WRITE);
	assert_int_equal(db_begin(agent, &e), 0);
	race_enqueue(r, enqueue, agent);
	assert_int_equal(db_commit(agent, &e), 0);
	db_close(&agent);
	*state = r;
	return 0;
}

static int set_up(void **state)
{
	return set_up_race(state, 8, 8, DRAFTS);
}

static int set_up_many(void **state)
{
	return set_up_race(state, 16, 2, MANY_DRAFTS);
}

static int tear_down(void **state)
{
	race_clear(*state);
	free(*state);
	return 0;
}

static void each_draft_is_decided_once_and_every_acknowledged_decision_is_in_the_ledger(
	void **state)
{
	struct race *r = *state;

	race_expect(r, race_run(r, begin_agent, NULL, NULL));
}

static void sixteen_sessions_decide_ten_thousand_drafts_each_once(void **state)
{
	struct race *r = *state;

	race_expect(r, race_run(r, NULL, NULL, NULL));
}

static void two_who_decide_in_batches_and_six_who_do_not_lose_and_double_nothing(void **state)
{
	struct race *r = *state;

	r->in_batches = 2;
	race_expect(r, race_run(r, begin_agent, NULL, NULL));
}

static void kill_in_the_middle(struct race *r, void *arg)
{
	bool *killed = arg;

	while (race_acknowledged(r) < DRAFTS / 3)
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	*killed = race_acknowledged(r) < DRAFTS;
	server_crash(&server);
	server_restart(&server);
}

static void a_server_that_dies_in_the_middle_loses_no_decision_and_halves_none(void **state)
{
	struct race *r = *state;
	bool killed = false;

	race_expect(r, race_run(r, begin_agent, kill_in_the_middle, &killed));
	assert_true(killed);
}

static struct server standby;

static void hand_over_in_the_middle(struct race *r, void *arg)
{
	bool *killed = arg;

	while (race_acknowledged(r) < DRAFTS / 3)
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	*killed = race_acknowledged(r) < DRAFTS;
	server_crash(&server);
	server_promote(&standby);
}

static void a_standby_that_takes_over_in_the_middle_lacks_no_decision(void **state)
{
	struct race *r = *state;
	bool killed = false;

	server_start_standby(&standby, &server);
	snprintf(r->address, sizeof(r->address),
		"postgresql://postgres@/race?host=%s,%s&target_session_attrs=read-write",
		server.dir, standby.dir);
	race_expect(r, race_run(r, begin_agent, hand_over_in_the_middle, &killed));
	assert_true(killed);
	server_stop(&standby);
}

static void a_server_that_dies_during_batches_loses_no_decision_and_halves_none(void **state)
{
	((struct race *)*state)->in_batches = 2;
	a_server_that_dies_in_the_middle_loses_no_decision_and_halves_none(state);
}

static int start(void **state)
{
	(void)state;
	server_start(&server);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	server_stop(&server);
	return 0;
}

static void left_out(void **state)
{
	(void)state;
	skip();
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_draft_is_decided_once_and_every_acknowledged_decision_is_in_the_ledger,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			sixteen_sessions_decide_ten_thousand_drafts_each_once, set_up_many,
			tear_down),
		cmocka_unit_test_setup_teardown(
			a_server_that_dies_in_the_middle_loses_no_decision_and_halves_none, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			two_who_decide_in_batches_and_six_who_do_not_lose_and_double_nothing,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_server_that_dies_during_batches_loses_no_decision_and_halves_none, set_up,
			tear_down),
		/* The last: its server does not come back. */
		cmocka_unit_test_setup_teardown(
			a_standby_that_takes_over_in_the_middle_lacks_no_decision, set_up,
			tear_down),
	};
	const struct CMUnitTest none[] = {
		{"the_race_on_postgres", left_out, NULL, NULL, NULL},
	};

	if (!server_wanted())
		return cmocka_run_group_tests(none, NULL, NULL);
	return cmocka_run_group_tests(tests, start, stop);
}
