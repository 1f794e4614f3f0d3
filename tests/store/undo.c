/* Taking decisions back. */
#include <string.h>

#include "fixture.h"
#include "store/ledger.h"

static const char *decided(
	struct store *s, const struct session *who, const char *content, enum decision decision)
{
	const char *id = store_draft(s, &(struct store_draft){.content = content});
	struct decision_request r = {.post_id = id, .decision = decision, .viewing_ms = -1};
	struct decision_result out;
	struct err e = {0};

	assert_ok(posts_decide(s->db, who, &r, &s->arena, &out, &e), e);
	assert_int_equal(out.outcome, DECIDED);
	return id;
}

static struct undo_result undo(
	struct store *s, const struct session *who, const char *post_id, int64_t before)
{
	struct undo_result out;
	struct err e = {0};

	assert_ok(posts_undo(s->db, who, post_id, before, &s->arena, &out, &e), e);
	assert_false(db_in_transaction(s->db));
	return out;
}

static void undo_goes_back_through_ones_own_decisions(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *first = decided(s, &mia, "first", DECIDE_APPROVE);
	const char *second = decided(s, &mia, "second", DECIDE_REJECT);
	const char *theirs = decided(s, &ben, "theirs", DECIDE_APPROVE);
	struct undo_result r = undo(s, &mia, NULL, 0);

	assert_null(r.refused);
	assert_string_equal(r.post_id, second);
	assert_int_equal(r.decision, DECIDE_REJECT);
	assert_span(r.snippet, "second");
	assert_span(r.target_subreddit, "science");
	struct post p = store_post(s, second);
	assert_int_equal(p.status, POST_PENDING);
	assert_null(p.reviewed_by.p);
	assert_null(p.reviewed_at.p);

	r = undo(s, &mia, NULL, 0);
	assert_string_equal(r.post_id, first);
	assert_int_equal(r.decision, DECIDE_APPROVE);
	struct err e = {0};
	assert_fails(posts_undo(s->db, &mia, NULL, 0, &s->arena, &r, &e), e, ERR_MISSING);
	assert_int_equal(store_post(s, theirs).status, POST_APPROVED);
}

static void an_undo_is_a_row_that_names_what_it_undoes(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = decided(s, &mia, "once", DECIDE_APPROVE);
	struct undo_result r = undo(s, &mia, id, 0);
	struct ledger_row *rows;
	struct err e = {0};
	size_t n;

	assert_ok(ledger_of_post(s->db, id, &s->arena, &rows, &n, &e), e);
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].seq, r.seq);
	assert_span(rows[1].id, r.ledger_id);
	assert_span(rows[1].action, "undo");
	assert_true(span_eq(rows[1].undoes, rows[0].id));
	assert_span(rows[1].status_before, "approved");
	assert_span(rows[1].status_after, "pending");
}

static void a_draft_can_be_decided_and_undone_again(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = decided(s, &mia, "again", DECIDE_APPROVE);
	struct decision_request r = {.post_id = id, .decision = DECIDE_REJECT, .viewing_ms = -1};
	struct decision_result out;
	struct err e = {0};

	assert_null(undo(s, &mia, id, 0).refused);
	assert_ok(posts_decide(s->db, &mia, &r, &s->arena, &out, &e), e);
	assert_int_equal(out.outcome, DECIDED);
	assert_int_equal(undo(s, &mia, id, 0).decision, DECIDE_REJECT);
	assert_int_equal(store_post(s, id).status, POST_PENDING);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 4);
}

/* Each change makes the undo of an approval impossible, and nothing may be written. */
static void what_cannot_be_taken_back_is_refused_with_the_reason(void **state)
{
	static const struct {
		const char *change, *why;
	} cases[] = {
		{"UPDATE pending_posts SET draft_metadata = '{\"reddit_id\": \"t1_abc\"}'"
		 " WHERE id = $1",
			"it was published as t1_abc"},
		{"UPDATE pending_posts SET status = 'rejected' WHERE id = $1",
			"it is rejected by now"},
		{"UPDATE pending_posts SET status = 'pending', reviewed_by = NULL WHERE id = $1",
			"it is pending by now"},
		{"UPDATE pending_posts SET reviewed_by = 'ben' WHERE id = $1",
			"ben decided on it since"},
		{"DELETE FROM pending_posts WHERE id = $1", "the draft was deleted"},
	};
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *id = decided(s, &mia, "stays", DECIDE_APPROVE);
		store_text_of(s, arena_printf(&s->arena, "%s RETURNING id", cases[i].change), id);
		struct undo_result r = undo(s, &mia, NULL, 0);
		assert_string_equal(r.refused, cases[i].why);
		assert_string_equal(r.post_id, id);
	}
	assert_int_equal(
		store_number(s, "SELECT count(*) FROM console_decisions WHERE action = 'undo'"), 0);
}

static void undo_can_go_past_a_decision_that_stays(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *older = decided(s, &mia, "older", DECIDE_APPROVE);
	const char *newer = decided(s, &mia, "newer", DECIDE_APPROVE);

	store_text_of(s,
		"UPDATE pending_posts SET draft_metadata = '{\"reddit_id\": \"t3_x\"}'"
		" WHERE id = $1 RETURNING id",
		newer);
	struct undo_result r = undo(s, &mia, NULL, 0);
	assert_non_null(r.refused);
	r = undo(s, &mia, NULL, r.seq);
	assert_null(r.refused);
	assert_string_equal(r.post_id, older);
}

static void metadata_that_is_not_json_does_not_stop_an_undo(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = decided(s, &mia, "x", DECIDE_APPROVE);

	store_exec(s->db, "UPDATE pending_posts SET draft_metadata = '{broken'");
	assert_null(undo(s, &mia, id, 0).refused);
}

static void a_disabled_account_takes_nothing_back(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = decided(s, &mia, "x", DECIDE_APPROVE);
	struct undo_result r;
	struct err e = {0};

	store_exec(s->db, "UPDATE console_accounts SET disabled = 1");
	assert_fails(posts_undo(s->db, &mia, NULL, 0, &s->arena, &r, &e), e, ERR_DENIED);
	assert_int_equal(store_post(s, id).status, POST_APPROVED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(undo_goes_back_through_ones_own_decisions),
		ON_FRESH(an_undo_is_a_row_that_names_what_it_undoes),
		ON_BOTH(a_draft_can_be_decided_and_undone_again),
		ON_BOTH(what_cannot_be_taken_back_is_refused_with_the_reason),
		ON_FRESH(undo_can_go_past_a_decision_that_stays),
		FRESH_SQLITE(metadata_that_is_not_json_does_not_stop_an_undo),
		ON_FRESH(a_disabled_account_takes_nothing_back),
	};

	return RUN_CASES(tests);
}
