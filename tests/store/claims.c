/* Claims: one draft each, for five minutes, never a lock. */
#include <string.h>

#include "base/time.h"
#include "fixture.h"
#include "store/claims.h"

static struct claim *all(struct store *s, size_t *n)
{
	struct claim *list = NULL;
	struct err e = {0};

	assert_ok(claims_list(s->db, &s->arena, &list, n, &e), e);
	return list;
}

static void take(struct store *s, const struct session *who, const char *id)
{
	struct err e = {0};

	assert_ok(claims_take(s->db, who, id, &e), e);
}

static void one_has_one_draft_open_at_a_time(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *first = store_draft(s, &(struct store_draft){.content = "first"});
	const char *second = store_draft(s, &(struct store_draft){.content = "second"});
	size_t n;

	take(s, &mia, first);
	take(s, &mia, second);
	struct claim *list = all(s, &n);
	assert_int_equal(n, 1);
	assert_string_equal(list[0].post_id, second);
	assert_string_equal(list[0].account_id, mia.id);
	assert_span(list[0].actor, "mia");
	assert_int_equal(list[0].until - list[0].since, CLAIM_SECONDS * TIME_SECOND);
}

static void what_somebody_has_open_is_not_taken_from_her(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){.content = "x"});
	size_t n;

	take(s, &mia, id);
	take(s, &ben, id);
	struct claim *list = all(s, &n);
	assert_int_equal(n, 1);
	assert_span(list[0].actor, "mia");
}

static void going_on_keeps_since_when(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){.content = "x"});
	size_t n;

	take(s, &mia, id);
	store_exec(s->db,
		"UPDATE console_claims SET claimed_at = '2026-01-01 00:00:00.000000',"
		" expires_at = '2026-01-01 00:05:00.000000'");
	all(s, &n);
	assert_int_equal(n, 0);
	take(s, &mia, id);
	struct claim *list = all(s, &n);
	assert_int_equal(n, 1);
	assert_true(list[0].since < list[0].until - CLAIM_SECONDS * TIME_SECOND);
}

static void a_claim_that_ran_out_is_anybodys(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){.content = "x"});
	size_t n;

	take(s, &mia, id);
	store_exec(s->db,
		"UPDATE console_claims SET claimed_at = '2026-01-01 00:00:00.000000',"
		" expires_at = '2026-01-01 00:05:00.000000'");
	take(s, &ben, id);
	struct claim *list = all(s, &n);
	assert_int_equal(n, 1);
	assert_span(list[0].actor, "ben");
	assert_int_equal(list[0].until - list[0].since, CLAIM_SECONDS * TIME_SECOND);
}

static void letting_go_and_deciding_leave_no_claim(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){.content = "x"});
	struct decision_request r = {.post_id = id, .decision = DECIDE_APPROVE, .viewing_ms = -1};
	struct decision_result out;
	struct err e = {0};
	size_t n;

	take(s, &mia, id);
	assert_ok(claims_release(s->db, &mia, &e), e);
	assert_ok(claims_release(s->db, &mia, &e), e);
	all(s, &n);
	assert_int_equal(n, 0);
	take(s, &mia, id);
	assert_ok(posts_decide(s->db, &mia, &r, &s->arena, &out, &e), e);
	all(s, &n);
	assert_int_equal(n, 0);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 1);
}

static void a_draft_that_is_gone_is_not_claimed(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){.content = "x"});
	size_t n;

	take(s, &mia, id);
	store_exec(s->db, "DELETE FROM pending_posts");
	all(s, &n);
	assert_int_equal(n, 0);
	take(s, &mia, id);
	all(s, &n);
	assert_int_equal(n, 0);
}

static void who_may_not_decide_claims_nothing(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){.content = "x"});
	struct err e = {0};

	store_exec(s->db, "UPDATE console_accounts SET disabled = 1");
	assert_fails(claims_take(s->db, &mia, id, &e), e, ERR_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(one_has_one_draft_open_at_a_time),
		ON_FRESH(what_somebody_has_open_is_not_taken_from_her),
		ON_FRESH(going_on_keeps_since_when),
		ON_FRESH(a_claim_that_ran_out_is_anybodys),
		ON_FRESH(letting_go_and_deciding_leave_no_claim),
		ON_FRESH(a_draft_that_is_gone_is_not_claimed),
		ON_FRESH(who_may_not_decide_claims_nothing),
	};

	return RUN_CASES(tests);
}
