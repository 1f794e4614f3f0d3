/*
 * The race of race.c on a PostgreSQL server, and once more with a server that dies in its middle:
 * whoever gets no answer looks up what stands, and in the end the ledger holds exactly what was
 * acknowledged.
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

static int set_up(void **state)
{
	struct race *r = xcalloc(1, sizeof(*r));
	struct err e = {0};

	server_database(&server, "race", NULL, r->address);
	race_prepare(r, DRAFTS);
	struct db *agent = race_connect(r, DB_READ_WRITE);
	assert_int_equal(db_begin(agent, &e), 0);
	race_enqueue(r, enqueue, agent);
	assert_int_equal(db_commit(agent, &e), 0);
	db_close(&agent);
	*state = r;
	return 0;
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
			a_server_that_dies_in_the_middle_loses_no_decision_and_halves_none, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			two_who_decide_in_batches_and_six_who_do_not_lose_and_double_nothing,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_server_that_dies_during_batches_loses_no_decision_and_halves_none, set_up,
			tear_down),
	};
	const struct CMUnitTest none[] = {
		{"the_race_on_postgres", left_out, NULL, NULL, NULL},
	};

	if (!server_wanted())
		return cmocka_run_group_tests(none, NULL, NULL);
	return cmocka_run_group_tests(tests, start, stop);
}
