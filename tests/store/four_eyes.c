/* Drafts that need two approvers. */
#include <string.h>

#include "fixture.h"
#include "store/four_eyes.h"

static void set_filter(struct store *s, const char *json)
{
	const char *const values[] = {s->persona, json};

	store_exec(s->db, "DELETE FROM agent_config WHERE config_key = 'console'");
	store_write(s->db,
		"INSERT INTO agent_config (id, persona_id, config_key, config_value) VALUES"
		" ('99999999-9999-4999-8999-999999999999', $1, 'console', $2)",
		values, 2);
}

static struct decision_result decide(
	struct store *s, const struct session *who, const char *id, enum decision decision)
{
	struct decision_request r = {.post_id = id, .decision = decision, .viewing_ms = -1};
	struct decision_result out;
	struct err e = {0};

	assert_ok(posts_decide(s->db, who, &r, &s->arena, &out, &e), e);
	return out;
}

static const char *political(struct store *s)
{
	return store_draft(
		s, &(struct store_draft){.content = "Vote for me", .subreddit = "politics"});
}

static void a_draft_that_matches_needs_two_different_approvers(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);

	set_filter(s, "{\"four_eyes\": \"sub:politics | flag:any\"}");
	const char *id = political(s);
	assert_int_equal(decide(s, &mia, id, DECIDE_APPROVE).outcome, DECISION_FIRST);
	assert_int_equal(store_post(s, id).status, POST_PENDING);
	assert_int_equal(decide(s, &mia, id, DECIDE_APPROVE).outcome, DECISION_SAME);
	assert_int_equal(decide(s, &ben, id, DECIDE_APPROVE).outcome, DECIDED);
	assert_int_equal(store_post(s, id).status, POST_APPROVED);
	assert_span(store_post(s, id).reviewed_by, "ben");
	assert_string_equal(store_column(s,
				    "SELECT actor || ':' || status_after FROM console_decisions"
				    " ORDER BY seq"),
		"mia:pending ben:approved ");
}

static bool approved_once(struct store *s, const char *id)
{
	char ids[1][UUID_TEXT];
	struct post_query q = {.limit = 5};
	struct post_page page;
	struct post_line *lines;
	struct err e = {0};
	bool in_page = false;

	memcpy(ids[0], id, UUID_TEXT);
	assert_ok(posts_lines(s->db, (const char(*)[UUID_TEXT])ids, 1, &s->arena, &lines, &e), e);
	assert_ok(posts_page(s->db, &q, &s->arena, &page, &e), e);
	for (size_t i = 0; i < page.n; i++)
		in_page = in_page ||
			(page.lines[i].approved_once && strcmp(page.lines[i].id, id) == 0);
	assert_int_equal(in_page, lines[0].approved_once);
	return in_page;
}

static void a_line_says_that_one_of_two_has_approved(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct undo_result undone;
	struct err e = {0};

	set_filter(s, "{\"four_eyes\": \"sub:politics\"}");
	const char *id = political(s), *other = political(s);
	assert_false(approved_once(s, id));
	decide(s, &mia, id, DECIDE_APPROVE);
	assert_true(approved_once(s, id));
	assert_false(approved_once(s, other));

	store_exec(s->db, "UPDATE pending_posts SET content = 'Another text'");
	assert_false(approved_once(s, id));
	decide(s, &mia, id, DECIDE_APPROVE);
	assert_true(approved_once(s, id));
	assert_ok(posts_undo(s->db, &mia, id, 0, &s->arena, &undone, &e), e);
	assert_false(approved_once(s, id));

	decide(s, &mia, other, DECIDE_APPROVE);
	assert_true(approved_once(s, other));
	set_filter(s, "{\"four_eyes\": \"sub:science\"}");
	assert_false(approved_once(s, other));
}

static int64_t waiting(struct store *s, const struct session *who, const char *a, const char *b)
{
	char ids[2][UUID_TEXT];
	struct err e = {0};
	int64_t n;

	memcpy(ids[0], a, UUID_TEXT);
	memcpy(ids[1], b, UUID_TEXT);
	assert_ok(four_eyes_waiting(s->db, who, (const char(*)[UUID_TEXT])ids, 2, &n, &e), e);
	return n;
}

static bool is_own(struct store *s, const struct session *who, const char *of)
{
	char ids[1][UUID_TEXT];
	struct err e = {0};
	bool own = false;

	memcpy(ids[0], of, UUID_TEXT);
	assert_ok(four_eyes_own(s->db, who, (const char(*)[UUID_TEXT])ids, 1, &own, &e), e);
	return own;
}

static void approve_as_seen(struct store *s, const struct session *who, const char *id)
{
	struct decision_request r = {.post_id = id, .decision = DECIDE_APPROVE, .viewing_ms = -1};
	struct decision_result out;
	struct err e = {0};
	struct post p;

	assert_ok(posts_get(s->db, span_of(id), &s->arena, &p, &e), e);
	r.seen_hash = p.hash;
	assert_ok(posts_decide(s->db, who, &r, &s->arena, &out, &e), e);
}

static void whose_first_approval_is_ones_own_can_be_asked_before(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *id = political(s);

	set_filter(s, "{\"four_eyes\": \"sub:politics\"}");
	assert_false(is_own(s, &mia, id));
	approve_as_seen(s, &mia, id);
	assert_true(is_own(s, &mia, id));
	assert_false(is_own(s, &ben, id));
	/* What stands around the text is another: it would be a first approval again. */
	store_exec(s->db, "UPDATE pending_posts SET target_subreddit = 'Politics'");
	assert_false(is_own(s, &mia, id));
	store_exec(s->db, "UPDATE pending_posts SET target_subreddit = 'politics'");
	assert_true(is_own(s, &mia, id));
	decide(s, &ben, id, DECIDE_APPROVE);
	assert_false(is_own(s, &mia, id));
}

static void whose_approvals_decide_nothing_can_be_counted_before(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *id = political(s), *other = political(s);
	const char *fact = store_draft(s, &(struct store_draft){.content = "A fact"});

	assert_int_equal(waiting(s, &mia, id, other), 0);
	set_filter(s, "{\"four_eyes\": \"sub:politics\"}");
	assert_int_equal(waiting(s, &mia, id, other), 2);
	assert_int_equal(waiting(s, &mia, id, fact), 1);
	decide(s, &mia, id, DECIDE_APPROVE);
	assert_int_equal(waiting(s, &mia, id, other), 2);
	assert_int_equal(waiting(s, &ben, id, other), 1);
	decide(s, &ben, other, DECIDE_REJECT);
	assert_int_equal(waiting(s, &ben, id, other), 0);
	store_exec(s->db, "UPDATE pending_posts SET content = 'Another text'");
	assert_int_equal(waiting(s, &ben, id, other), 1);
}

static void a_filter_matches_the_same_in_every_language(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);

	set_filter(s, "{\"four_eyes\": \"sub:POLITICS\"}");
	assert_int_equal(decide(s, &mia, political(s), DECIDE_APPROVE).outcome, DECISION_FIRST);
}

static void other_drafts_and_rejections_need_one(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *other = store_draft(s, &(struct store_draft){.content = "A fact"});

	set_filter(s, "{\"four_eyes\": \"sub:politics\"}");
	const char *id = political(s);
	assert_int_equal(decide(s, &mia, other, DECIDE_APPROVE).outcome, DECIDED);
	assert_int_equal(decide(s, &mia, id, DECIDE_REJECT).outcome, DECIDED);
	set_filter(s, "{\"four_eyes\": \"\"}");
	assert_int_equal(decide(s, &mia, political(s), DECIDE_APPROVE).outcome, DECIDED);
	set_filter(s, "{\"bell\": true}");
	assert_int_equal(decide(s, &mia, political(s), DECIDE_APPROVE).outcome, DECIDED);
}

static void the_first_counts_only_for_the_text_that_it_saw(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);

	set_filter(s, "{\"four_eyes\": \"sub:politics\"}");
	const char *id = political(s);
	assert_int_equal(decide(s, &mia, id, DECIDE_APPROVE).outcome, DECISION_FIRST);
	store_exec(s->db, "UPDATE pending_posts SET content = 'Vote for her'");
	assert_int_equal(decide(s, &ben, id, DECIDE_APPROVE).outcome, DECISION_FIRST);
	assert_int_equal(decide(s, &mia, id, DECIDE_APPROVE).outcome, DECIDED);
}

static void the_first_can_be_taken_back(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	struct undo_result undone;
	struct err e = {0};

	set_filter(s, "{\"four_eyes\": \"sub:politics\"}");
	const char *id = political(s);
	decide(s, &mia, id, DECIDE_APPROVE);
	assert_ok(posts_undo(s->db, &mia, NULL, 0, &s->arena, &undone, &e), e);
	assert_null(undone.refused);
	assert_int_equal(decide(s, &ben, id, DECIDE_APPROVE).outcome, DECISION_FIRST);
	assert_int_equal(store_post(s, id).status, POST_PENDING);
}

static void an_earlier_approval_of_the_text_is_the_first_again(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	struct decision_request edit = {.viewing_ms = -1, .content = SPAN_LIT("Vote for nobody")};
	struct decision_result out;
	struct undo_result undone;
	struct err e = {0};

	set_filter(s, "{\"four_eyes\": \"sub:politics\"}");
	const char *id = political(s);
	assert_int_equal(decide(s, &mia, id, DECIDE_APPROVE).outcome, DECISION_FIRST);
	edit.post_id = id;
	assert_ok(posts_decide(s->db, &ben, &edit, &s->arena, &out, &e), e);
	assert_int_equal(out.outcome, DECISION_FIRST);
	assert_ok(posts_undo(s->db, &ben, id, 0, &s->arena, &undone, &e), e);
	assert_true(undone.first && undone.restored);
	assert_span(undone.counts, "mia");
	assert_ok(posts_undo(s->db, &mia, id, 0, &s->arena, &undone, &e), e);
	assert_true(undone.first);
	assert_null(undone.counts.p);
	assert_int_equal(decide(s, &ben, id, DECIDE_APPROVE).outcome, DECISION_FIRST);
}

static void a_first_approval_is_withdrawn_behind_a_later_one(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	struct decision_request edit = {.viewing_ms = -1, .content = SPAN_LIT("Vote for nobody")};
	struct decision_result out;
	struct undo_result undone;
	struct err e = {0};

	set_filter(s, "{\"four_eyes\": \"sub:politics\"}");
	const char *id = political(s);
	decide(s, &mia, id, DECIDE_APPROVE);
	int64_t seq = store_number(s, "SELECT max(seq) FROM console_decisions");
	edit.post_id = id;
	assert_ok(posts_decide(s->db, &ben, &edit, &s->arena, &out, &e), e);
	assert_ok(posts_undo_this(s->db, &mia, seq, &s->arena, &undone, &e), e);
	assert_null(undone.refused);
	assert_span(undone.counts, "ben");
	assert_ok(posts_undo(s->db, &ben, id, 0, &s->arena, &undone, &e), e);
	assert_null(undone.counts.p);
	assert_int_equal(decide(s, &ben, id, DECIDE_APPROVE).outcome, DECISION_FIRST);
}

static void without_the_second_approval_the_first_is_left(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	struct undo_result undone;
	struct err e = {0};

	set_filter(s, "{\"four_eyes\": \"sub:politics\"}");
	const char *id = political(s);
	decide(s, &mia, id, DECIDE_APPROVE);
	decide(s, &ben, id, DECIDE_APPROVE);
	assert_ok(posts_undo(s->db, &ben, NULL, 0, &s->arena, &undone, &e), e);
	assert_false(undone.first);
	assert_span(undone.counts, "mia");
}

static void nobody_edits_the_second_approver_away_in_two_steps(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	struct decision_request edit = {.viewing_ms = -1, .content = SPAN_LIT("Meet me")};
	struct decision_result out;
	struct err e = {0};

	set_filter(s, "{\"four_eyes\": \"vote\"}");
	edit.post_id = political(s);
	assert_ok(posts_decide(s->db, &mia, &edit, &s->arena, &out, &e), e);
	assert_int_equal(out.outcome, DECISION_FIRST);
	assert_int_equal(decide(s, &mia, edit.post_id, DECIDE_APPROVE).outcome, DECISION_SAME);
	edit.content = SPAN_LIT("Greet me");
	assert_ok(posts_decide(s->db, &mia, &edit, &s->arena, &out, &e), e);
	assert_int_equal(out.outcome, DECISION_FIRST);
	assert_int_equal(decide(s, &mia, edit.post_id, DECIDE_APPROVE).outcome, DECISION_SAME);
	assert_int_equal(decide(s, &ben, edit.post_id, DECIDE_APPROVE).outcome, DECIDED);
}

static void a_setting_that_is_wrong_lets_nothing_through(void **state)
{
	static const char *const wrong[] = {
		"{\"four_eyes\": \"subb:politics\"}", "{\"four_eyes\": true}", "[1, 2]"};
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct decision_request r = {.decision = DECIDE_APPROVE, .viewing_ms = -1};
	struct decision_result out;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct err e = {0};
		set_filter(s, wrong[i]);
		r.post_id = political(s);
		assert_fails(posts_decide(s->db, &mia, &r, &s->arena, &out, &e), e, ERR_USAGE);
		assert_says(e, "two approvers");
		assert_int_equal(store_post(s, r.post_id).status, POST_PENDING);
	}
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(a_draft_that_matches_needs_two_different_approvers),
		ON_FRESH(a_line_says_that_one_of_two_has_approved),
		ON_FRESH(whose_approvals_decide_nothing_can_be_counted_before),
		ON_FRESH(whose_first_approval_is_ones_own_can_be_asked_before),
		IN_TURKISH(a_filter_matches_the_same_in_every_language),
		ON_FRESH(other_drafts_and_rejections_need_one),
		ON_FRESH(the_first_counts_only_for_the_text_that_it_saw),
		ON_FRESH(the_first_can_be_taken_back),
		ON_FRESH(an_earlier_approval_of_the_text_is_the_first_again),
		ON_FRESH(a_first_approval_is_withdrawn_behind_a_later_one),
		ON_FRESH(without_the_second_approval_the_first_is_left),
		ON_FRESH(nobody_edits_the_second_approver_away_in_two_steps),
		ON_FRESH(a_setting_that_is_wrong_lets_nothing_through),
	};

	return RUN_CASES(tests);
}
