/* Decisions: made once, on what was seen, by somebody who may. */
#include <string.h>

#include "base/time.h"
#include "fixture.h"
#include "store/ledger.h"

#define BATCH "b0b0b0b0-0000-4000-8000-000000000001"

static struct decision_result decide(struct store *s, struct db *db, const struct session *who,
	const struct post *seen, enum decision decision)
{
	struct decision_request r = {.post_id = seen->id,
		.seen_hash = seen->hash,
		.decision = decision,
		.viewing_ms = 1500};
	struct decision_result out;
	struct err e = {0};

	assert_ok(posts_decide(db, who, &r, &s->arena, &out, &e), e);
	return out;
}

static void refuse(
	struct store *s, struct db *db, const struct session *who, const char *id, struct err *e)
{
	struct decision_request r = {.post_id = id, .decision = DECIDE_APPROVE, .viewing_ms = -1};
	struct decision_result out;

	if (posts_decide(db, who, &r, &s->arena, &out, e) == 0)
		fail_msg("the decision was taken");
	assert_false(db_in_transaction(db));
	assert_int_equal(store_post(s, id).status, POST_PENDING);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 0);
}

static void a_decision_stands_in_the_draft_and_in_the_ledger(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){.content = "as seen"});
	struct post p = store_post(s, id);
	struct decision_request r = {.post_id = id,
		.seen_hash = p.hash,
		.decision = DECIDE_REJECT,
		.reason = SPAN_LIT("tone"),
		.note = SPAN_LIT("too sharp"),
		.viewing_ms = 2345,
		.batch = BATCH};
	struct decision_result out;
	struct ledger_row *rows;
	struct err e = {0};
	size_t n;

	assert_int_equal(setenv("TENET_NOW", "2026-11-22T10:00:00.123456", 1), 0);
	assert_ok(posts_decide(s->db, &mia, &r, &s->arena, &out, &e), e);
	unsetenv("TENET_NOW");
	assert_int_equal(out.outcome, DECIDED);
	assert_int_equal(out.status, POST_REJECTED);
	struct post now = store_post(s, id);
	assert_span(now.status_text, "rejected");
	assert_span(now.reviewed_by, "mia");
	assert_span(now.reviewed_at, "2026-11-22T10:00:00.123456");
	assert_true(span_eq(now.reviewed_at, now.updated_at));
	assert_span(now.created_at, "2026-11-22 10:00:00");
	assert_string_equal(now.hash, p.hash);

	assert_ok(ledger_of_post(s->db, id, &s->arena, &rows, &n, &e), e);
	assert_int_equal(n, 1);
	assert_span(rows[0].id, out.ledger_id);
	assert_span(rows[0].actor, "mia");
	assert_span(rows[0].action, "reject");
	assert_span(rows[0].reason, "tone");
	assert_span(rows[0].note, "too sharp");
	assert_span(rows[0].status_before, "pending");
	assert_span(rows[0].status_after, "rejected");
	assert_span(rows[0].content_before, "as seen");
	assert_null(rows[0].content_after.p);
	assert_span(rows[0].seen_hash, p.hash);
	assert_span(rows[0].batch_id, BATCH);
	assert_null(rows[0].undoes.p);
	assert_int_equal(rows[0].viewing_ms, 2345);
}

static void a_draft_decided_by_two_moderators_at_once_has_one_winner(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_OPERATOR);
	struct db *other = store_connect(s, DB_READ_WRITE);
	struct post p = store_post(s, store_draft(s, &(struct store_draft){0}));

	struct decision_result first = decide(s, s->db, &mia, &p, DECIDE_APPROVE);
	struct decision_result second = decide(s, other, &ben, &p, DECIDE_REJECT);
	db_close(&other);
	assert_int_equal(first.outcome, DECIDED);
	assert_int_equal(second.outcome, DECIDED_BEFORE);
	assert_int_equal(second.status, POST_APPROVED);
	assert_span(second.by, "mia");
	int64_t at;
	assert_true(time_parse(second.at, &at));
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 1);
	assert_int_equal(store_post(s, p.id).status, POST_APPROVED);
}

static void pressing_twice_decides_once(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct post p = store_post(s, store_draft(s, &(struct store_draft){0}));

	assert_int_equal(decide(s, s->db, &mia, &p, DECIDE_APPROVE).outcome, DECIDED);
	struct decision_result again = decide(s, s->db, &mia, &p, DECIDE_APPROVE);
	assert_int_equal(again.outcome, DECIDED_BEFORE);
	assert_span(again.by, "mia");
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 1);
}

static void a_draft_that_changed_since_it_was_shown_is_not_decided(void **state)
{
	static const char *const changes[] = {
		"UPDATE pending_posts SET content = content || '!'",
		"UPDATE pending_posts SET draft_metadata = '{\"belief_proposals\": {}}'",
		"UPDATE pending_posts SET target_subreddit = 'de'",
		"UPDATE pending_posts SET parent_id = 't1_x'",
		"UPDATE pending_posts SET post_type = 'post'",
	};
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct post p = store_post(s, id);
		store_exec(s->db, changes[i]);
		struct decision_result r = decide(s, s->db, &mia, &p, DECIDE_APPROVE);
		assert_int_equal(r.outcome, DECISION_CHANGED);
		assert_int_equal(r.status, POST_PENDING);
	}
	assert_int_equal(store_post(s, id).status, POST_PENDING);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 0);
	struct post p = store_post(s, id);
	assert_int_equal(decide(s, s->db, &mia, &p, DECIDE_APPROVE).outcome, DECIDED);
}

static void a_deleted_draft_is_gone(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	struct post p = store_post(s, id);

	store_exec(s->db, "DELETE FROM pending_posts WHERE persona_id = '" STORE_PERSONA "'");
	assert_int_equal(decide(s, s->db, &mia, &p, DECIDE_APPROVE).outcome, DECISION_GONE);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 0);
}

static void a_command_that_saw_nothing_decides_on_what_is_there(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	struct decision_request r = {.post_id = id, .viewing_ms = -1};
	struct decision_result out;
	struct err e = {0};

	assert_ok(posts_decide(s->db, &mia, &r, &s->arena, &out, &e), e);
	assert_int_equal(out.outcome, DECIDED);
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM console_decisions WHERE seen_hash"
				 " IS NULL AND viewing_ms IS NULL"),
		1);
}

static void whoever_lost_the_right_decides_nothing(void **state)
{
	static const struct {
		const char *change, *words;
	} cases[] = {
		{"UPDATE console_accounts SET disabled = 1", "disabled"},
		{"UPDATE console_accounts SET disabled = 0, must_change_password = 1",
			"pass phrase"},
		{"DELETE FROM admins WHERE username = 'mia'", "does not exist any more"},
	};
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct db *other = store_connect(s, DB_READ_WRITE);
	const char *id = store_draft(s, &(struct store_draft){0});

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = {0};
		store_exec(other, cases[i].change);
		refuse(s, s->db, &mia, id, &e);
		assert_int_equal(e.code, ERR_DENIED);
		assert_says(e, cases[i].words);
		assert_says(e, "was not decided");
	}
	db_close(&other);
}

static void nobody_decides_even_before_there_is_an_account(void **state)
{
	struct store *s = *state;
	struct session nobody = {0};
	struct err e = {0};

	refuse(s, s->db, &nobody, store_draft(s, &(struct store_draft){0}), &e);
	assert_int_equal(e.code, ERR_DENIED);
}

static void a_locked_database_leaves_the_draft_undecided(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	struct db *other = store_connect(s, DB_READ_WRITE);
	struct err e = {0};

	assert_ok(db_begin(other, &e), e);
	store_exec(other, "UPDATE pending_posts SET content = content");
	db_set_busy_timeout(s->db, 20);
	refuse(s, s->db, &mia, id, &e);
	assert_int_equal(e.code, ERR_BUSY);
	assert_says(e, "was not decided");
	db_rollback(other);
	db_close(&other);
	struct post p = store_post(s, id);
	assert_int_equal(decide(s, s->db, &mia, &p, DECIDE_APPROVE).outcome, DECIDED);
}

static void a_read_only_connection_takes_no_decision(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){0});
	struct db *reader = store_connect(s, DB_READ_ONLY);
	struct err e = {0};

	refuse(s, reader, &mia, id, &e);
	assert_int_equal(e.code, ERR_READONLY);
	db_close(&reader);
}

static void the_ledger_cannot_be_rewritten(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct post p = store_post(s, store_draft(s, &(struct store_draft){0}));
	struct err e = {0};

	decide(s, s->db, &mia, &p, DECIDE_APPROVE);
	assert_fails(db_exec(s->db, "UPDATE console_decisions SET actor = 'ben'", &e), e,
		ERR_CONSTRAINT);
	err_clear(&e);
	assert_fails(db_exec(s->db, "DELETE FROM console_decisions", &e), e, ERR_CONSTRAINT);
	/* It outlives draft and account. */
	store_exec(s->db,
		"DELETE FROM pending_posts WHERE persona_id = '" STORE_PERSONA "';"
		"DELETE FROM admins WHERE username = 'mia'");
	assert_string_equal(store_text(s, "SELECT actor FROM console_decisions"), "mia");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(a_decision_stands_in_the_draft_and_in_the_ledger),
		ON_BOTH(a_draft_decided_by_two_moderators_at_once_has_one_winner),
		ON_BOTH(pressing_twice_decides_once),
		ON_FRESH(a_draft_that_changed_since_it_was_shown_is_not_decided),
		ON_BOTH(a_deleted_draft_is_gone),
		ON_FRESH(a_command_that_saw_nothing_decides_on_what_is_there),
		ON_BOTH(whoever_lost_the_right_decides_nothing),
		ON_BOTH(nobody_decides_even_before_there_is_an_account),
		ON_BOTH(a_locked_database_leaves_the_draft_undecided),
		ON_BOTH(a_read_only_connection_takes_no_decision),
		ON_FRESH(the_ledger_cannot_be_rewritten),
	};

	return RUN_CASES(tests);
}
