/* One's own decisions: in their order, with what became of them, and taking back one of them. */
#include "store/mine.h"

#include <string.h>

#include "fixture.h"

struct decided {
	const char *post_id;
	int64_t seq;
};

static struct decided decide_on(struct store *s, const struct session *who, const char *post_id,
	enum decision decision, const char *reason, const char *content)
{
	struct decision_request r = {.post_id = post_id,
		.decision = decision,
		.reason = span_of(reason),
		.content = span_of(content),
		.viewing_ms = -1};
	struct decision_result out;
	struct err e = {0};

	assert_ok(posts_decide(s->db, who, &r, &s->arena, &out, &e), e);
	assert_int_equal(out.outcome, DECIDED);
	return (struct decided){post_id, store_number(s, "SELECT max(seq) FROM console_decisions")};
}

static struct decided decide(
	struct store *s, const struct session *who, const char *content, enum decision decision)
{
	return decide_on(s, who, store_draft(s, &(struct store_draft){.content = content}),
		decision, decision == DECIDE_REJECT ? "spam" : NULL, NULL);
}

static struct mine_row *page(struct store *s, const struct session *who, enum mine_from from,
	int64_t seq, size_t limit, size_t *n, bool *more)
{
	struct mine_row *rows;
	struct err e = {0};
	const struct mine_query q = {from, seq, limit};

	assert_ok(mine_page(s->db, who, &q, &s->arena, &rows, n, more, &e), e);
	return rows;
}

/* The newest decision of somebody. */
static struct mine_row newest(struct store *s, const struct session *who)
{
	size_t n;
	bool more;
	struct mine_row *rows = page(s, who, MINE_OLDER, INT64_MAX, 1, &n, &more);

	assert_int_equal(n, 1);
	return rows[0];
}

static struct undo_result undo_this(struct store *s, const struct session *who, int64_t seq)
{
	struct undo_result out;
	struct err e = {0};

	assert_ok(posts_undo_this(s->db, who, seq, &s->arena, &out, &e), e);
	return out;
}

static void they_come_newest_first_and_page_by_page(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	struct decided made[5];
	size_t n;
	bool more;

	for (int i = 0; i < 5; i++) {
		made[i] = decide(s, &mia, (const char *[]){"a", "b", "c", "d", "e"}[i],
			i % 2 ? DECIDE_REJECT : DECIDE_APPROVE);
		decide(s, &ben, "his", DECIDE_APPROVE);
	}
	struct mine_row *rows = page(s, &mia, MINE_OLDER, INT64_MAX, 2, &n, &more);
	assert_int_equal(n, 2);
	assert_true(more);
	assert_span(rows[0].snippet, "e");
	assert_int_equal(rows[0].decision, DECIDE_APPROVE);
	assert_null(rows[0].reason.p);
	assert_span(rows[1].snippet, "d");
	assert_int_equal(rows[1].decision, DECIDE_REJECT);
	assert_span(rows[1].reason, "spam");
	assert_span(rows[1].target_subreddit, "science");
	assert_string_equal(rows[1].post_id, made[3].post_id);
	assert_int_equal(rows[1].seq, made[3].seq);
	rows = page(s, &mia, MINE_OLDER, made[1].seq, 2, &n, &more);
	assert_int_equal(n, 1);
	assert_false(more);
	assert_span(rows[0].snippet, "a");
	rows = page(s, &mia, MINE_NEWER, made[1].seq, 2, &n, &more);
	assert_int_equal(n, 2);
	assert_true(more);
	assert_span(rows[0].snippet, "d");
	assert_span(rows[1].snippet, "c");
	rows = page(s, &mia, MINE_NEWER, 0, 9, &n, &more);
	assert_int_equal(n, 5);
	assert_false(more);
	assert_span(rows[4].snippet, "a");
}

static void what_became_of_a_decision_is_said(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	struct decided d = decide(s, &mia, "first", DECIDE_APPROVE);

	assert_int_equal(newest(s, &mia).fate.state, MINE_STANDS);
	store_exec(s->db, "UPDATE pending_posts SET draft_metadata = '{\"reddit_id\": \"t1_x\"}'");
	assert_int_equal(newest(s, &mia).fate.state, MINE_PUBLISHED);
	assert_string_equal(newest(s, &mia).fate.reddit_id, "t1_x");
	store_exec(s->db, "UPDATE pending_posts SET draft_metadata = NULL, status = 'pending'");
	assert_int_equal(newest(s, &mia).fate.state, MINE_CHANGED);
	assert_string_equal(newest(s, &mia).fate.by, "");
	assert_string_equal(newest(s, &mia).fate.status, "pending");
	decide_on(s, &ben, d.post_id, DECIDE_APPROVE, NULL, NULL);
	assert_int_equal(newest(s, &mia).fate.state, MINE_CHANGED);
	assert_string_equal(newest(s, &mia).fate.by, "ben");
	assert_int_equal(newest(s, &ben).fate.state, MINE_STANDS);
	assert_null(undo_this(s, &ben, newest(s, &ben).seq).refused);
	assert_int_equal(newest(s, &ben).fate.state, MINE_UNDONE);
	store_exec(s->db, "DELETE FROM pending_posts");
	assert_int_equal(newest(s, &mia).fate.state, MINE_GONE);
	assert_null(newest(s, &mia).target_subreddit.p);
	assert_span(newest(s, &mia).snippet, "first");
}

static void an_edited_text_is_the_one_that_was_decided_on(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = store_draft(s, &(struct store_draft){.content = "before"});

	decide_on(s, &mia, id, DECIDE_APPROVE, NULL, "after");
	assert_true(newest(s, &mia).edited);
	assert_span(newest(s, &mia).snippet, "after");
	assert_true(undo_this(s, &mia, newest(s, &mia).seq).restored);
	assert_span(store_post(s, id).content, "before");
}

static void one_of_them_is_taken_back_and_the_newer_ones_stand(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct decided old = decide(s, &mia, "old", DECIDE_REJECT);
	struct decided new = decide(s, &mia, "new", DECIDE_REJECT);
	struct undo_result r = undo_this(s, &mia, old.seq);

	assert_null(r.refused);
	assert_string_equal(r.post_id, old.post_id);
	assert_int_equal(store_post(s, old.post_id).status, POST_PENDING);
	assert_int_equal(store_post(s, new.post_id).status, POST_REJECTED);
	assert_string_equal(undo_this(s, &mia, old.seq).refused, "it was taken back before");
	decide_on(s, &mia, old.post_id, DECIDE_REJECT, "spam", NULL);
	assert_string_equal(undo_this(s, &mia, old.seq).refused, "it was taken back before");
	assert_int_equal(store_post(s, old.post_id).status, POST_REJECTED);
}

static void what_others_decided_again_or_was_published_stays(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	struct decided d = decide(s, &mia, "first", DECIDE_REJECT);
	struct undo_result out;
	struct err e = {0};

	assert_fails(posts_undo_this(s->db, &ben, d.seq, &s->arena, &out, &e), e, ERR_MISSING);
	assert_says(e, "ben made no such decision");
	store_exec(s->db, "UPDATE pending_posts SET status = 'pending', reviewed_by = NULL");
	decide_on(s, &mia, d.post_id, DECIDE_REJECT, "rude", NULL);
	assert_string_equal(undo_this(s, &mia, d.seq).refused, "it was decided again since");
	store_exec(s->db, "UPDATE pending_posts SET draft_metadata = '{\"reddit_id\": \"t1_x\"}'");
	assert_string_equal(
		undo_this(s, &mia, newest(s, &mia).seq).refused, "it was published as t1_x");
	store_exec(s->db, "DELETE FROM pending_posts");
	assert_string_equal(
		undo_this(s, &mia, newest(s, &mia).seq).refused, "the draft was deleted");
}

static void one_of_a_batch_is_taken_back_alone(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct decided a = decide(s, &mia, "a", DECIDE_APPROVE);
	struct undo_result out;
	struct err e = {0};
	char batch[UUID_TEXT];

	uuid_new(batch);
	for (int i = 0; i < 2; i++) {
		const char *id = store_draft(s, &(struct store_draft){.content = "of a batch"});
		struct decision_request r = {.post_id = id, .batch = batch, .viewing_ms = -1};
		struct decision_result decided;
		assert_ok(posts_decide(s->db, &mia, &r, &s->arena, &decided, &e), e);
	}
	assert_ok(posts_undo_this(s->db, &mia, newest(s, &mia).seq, &s->arena, &out, &e), e);
	assert_null(out.refused);
	assert_string_equal(out.batch, "");
	assert_int_equal(store_number(s,
				 "SELECT count(*) FROM pending_posts"
				 " WHERE status = 'approved'"),
		2);
	assert_int_equal(store_post(s, a.post_id).status, POST_APPROVED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(they_come_newest_first_and_page_by_page),
		ON_FRESH(what_became_of_a_decision_is_said),
		ON_FRESH(an_edited_text_is_the_one_that_was_decided_on),
		ON_FRESH(one_of_them_is_taken_back_and_the_newer_ones_stand),
		ON_FRESH(what_others_decided_again_or_was_published_stays),
		ON_FRESH(one_of_a_batch_is_taken_back_alone),
	};

	return RUN_CASES(tests);
}
