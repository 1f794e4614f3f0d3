/* Changing a belief while somebody else does. */
#include <string.h>

#include "fixture_beside.h"
#include "fixture_steer.h"

#define WHY SPAN_LIT("as the thread shows")
#define ROUNDS 40

/* As the agent would, without an audit row. */
static void change_as_the_agent(struct db *db, void *arg)
{
	struct err e = {0};

	(void)arg;
	beside_must(db_begin(db, &e), e);
	beside_exec(db, "UPDATE belief_nodes SET current_confidence = 0.25");
	beside_exec(db, "UPDATE stance_versions SET confidence = 0.25");
	beside_ready();
	beside_until_waited_for(db);
	beside_must(db_commit(db, &e), e);
}

static void whoever_waits_for_the_agent_sees_what_it_did(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct steer_change c = {.what = STEER_SET, .reason = WHY, .confidence = 0.9};
	struct steer_result out = {0};
	struct err e = {0};

	given_belief(s, STEER_ID(1), "one", "0.5", "current");
	struct steer_belief seen = steer_look(s, STEER_ID(1));
	struct beside other = beside_start(s, change_as_the_agent, NULL);
	beside_wait(&other);
	assert_fails(steer_change(s->db, &rosa, &seen, &c, &s->arena, &out, &e), e, ERR_CONFLICT);
	assert_says(e, "0.500 became 0.250");
	beside_join(&other);
	assert_float_equal(steer_look(s, STEER_ID(1)).confidence, 0.25, 0);
	steer_assert_whole(s, STEER_ID(1), 0, 1);
}

/* Reads and changes; gives 1 when it won, 0 when somebody was first. */
static int nudge_once(struct db *db, const struct session *by, int round, struct err *e)
{
	struct arena a = {0};
	struct steer_change c = {.what = STEER_NUDGE,
		.reason = WHY,
		.strength = STRENGTH_WEAK,
		.direction = round % 2 ? 1 : -1};
	struct steer_belief seen;
	struct steer_result out = {0};
	int result = steer_find(db, SPAN_LIT(STEER_ID(1)), &a, &seen, e);

	if (result == 0)
		result = steer_change(db, by, &seen, &c, &a, &out, e) == 0;
	if (result == 0 && e->code == ERR_CONFLICT)
		err_clear(e);
	arena_free(&a);
	return e->code == ERR_NONE ? result : -1;
}

static void nudge_beside(struct db *db, void *arg)
{
	const struct session *lee = arg;
	struct err e = {0};

	beside_ready();
	for (int i = 0; i < ROUNDS; i++)
		if (nudge_once(db, lee, i, &e) < 0)
			beside_fail(e.text);
}

static void of_two_who_nudge_at_once_each_change_counts_once(void **state)
{
	struct store *s = *state;
	struct session rosa = store_account(s, "rosa", ROLE_OPERATOR);
	struct session lee = store_account(s, "lee", ROLE_OPERATOR);
	struct err e = {0};
	int won = 0;

	given_belief(s, STEER_ID(1), "one", "0.5", "current");
	struct beside other = beside_start(s, nudge_beside, &lee);
	beside_wait(&other);
	for (int i = 0; i < ROUNDS; i++) {
		int result = nudge_once(s->db, &rosa, i, &e);
		if (result < 0)
			fail_msg("%s", e.text);
		won += result;
	}
	beside_join(&other);
	int64_t all = store_number(s, "SELECT count(*) FROM belief_updates");
	assert_int_equal(
		store_number(s, "SELECT count(*) FROM belief_updates WHERE updated_by = 'rosa'"),
		won);
	assert_true(all >= ROUNDS);
	steer_assert_whole(s, STEER_ID(1), all, all + 1);
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		ON_FRESH(whoever_waits_for_the_agent_sees_what_it_did),
		ON_FRESH(of_two_who_nudge_at_once_each_change_counts_once),
	};

	return RUN_CASES(cases);
}
