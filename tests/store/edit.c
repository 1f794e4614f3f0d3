/* Approving what was edited, taking it back, and keeping what is being typed. */
#include <string.h>

#include "fixture.h"
#include "store/bulk.h"
#include "store/recovery.h"

static const char ledger[] = "SELECT action || '|' || actor || '|' || content_before || '|' ||"
			     " coalesce(content_after, '-') || '|' || status_after || ';'"
			     " FROM console_decisions ORDER BY seq";

static struct decision_result approve(struct store *s, const struct session *who, const char *id,
	const char *seen, struct span content)
{
	struct decision_request r = {
		.post_id = id, .seen_hash = seen, .viewing_ms = -1, .content = content};
	struct decision_result out;
	struct err e = {0};

	assert_ok(posts_decide(s->db, who, &r, &s->arena, &out, &e), e);
	assert_false(db_in_transaction(s->db));
	return out;
}

static struct undo_result undo(struct store *s, const struct session *who)
{
	struct undo_result out;
	struct err e = {0};

	assert_ok(posts_undo(s->db, who, NULL, 0, &s->arena, &out, &e), e);
	return out;
}

static const char *draft(struct store *s, const char *content)
{
	return store_draft(s, &(struct store_draft){.content = content, .subreddit = "politics"});
}

static void keep(struct store *s, const struct session *who, const char *id, const char *text)
{
	struct recovery r = {.content = span_of(text), .based_on = "h"};
	struct err e = {0};

	memcpy(r.post_id, id, UUID_TEXT);
	assert_ok(recovery_save(s->db, who, &r, &e), e);
}

static const char *kept(struct store *s, const struct session *who, const char *id)
{
	struct recovery r;
	struct err e = {0};
	bool found;

	assert_ok(recovery_load(s->db, who, id, &s->arena, &r, &found, &e), e);
	return found ? r.content.p : "nothing";
}

static void four_eyes_on_politics(struct store *s, const char *filter)
{
	const char *const values[] = {s->persona, filter};

	store_write(s->db,
		"INSERT INTO agent_config (id, persona_id, config_key, config_value) VALUES"
		" ('99999999-9999-4999-8999-999999999999', $1, 'console', $2)",
		values, 2);
}

/* --- Approving. --- */

static void the_edited_text_is_in_the_draft_and_both_are_in_the_ledger(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = draft(s, "Teh cat");
	struct post before = store_post(s, id);

	assert_int_equal(approve(s, &mia, id, before.hash, SPAN_LIT("The cat")).outcome, DECIDED);
	struct post after = store_post(s, id);
	assert_span(after.content, "The cat");
	assert_int_equal(after.status, POST_APPROVED);
	assert_string_equal(store_column(s, ledger), "approve|mia|Teh cat|The cat|approved; ");
	assert_string_equal(store_text(s, "SELECT seen_hash FROM console_decisions"), before.hash);
}

static void a_text_that_was_not_changed_is_no_edit(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = draft(s, "The cat");

	approve(s, &mia, id, NULL, SPAN_LIT("The cat"));
	assert_string_equal(store_column(s, ledger), "approve|mia|The cat|-|approved; ");
}

static void what_the_agent_changed_meanwhile_is_not_overwritten(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = draft(s, "Teh cat");
	struct post before = store_post(s, id);

	keep(s, &mia, id, "The cat");
	store_exec(s->db, "UPDATE pending_posts SET content = 'Teh dog'");
	assert_int_equal(
		approve(s, &mia, id, before.hash, SPAN_LIT("The cat")).outcome, DECISION_CHANGED);
	assert_span(store_post(s, id).content, "Teh dog");
	assert_string_equal(kept(s, &mia, id), "The cat");
	store_exec(s->db, "UPDATE pending_posts SET status = 'rejected', reviewed_by = 'ben'");
	struct decision_result r = approve(s, &mia, id, before.hash, SPAN_LIT("The cat"));
	assert_int_equal(r.outcome, DECIDED_BEFORE);
	assert_span(r.by, "ben");
	store_exec(s->db, "DELETE FROM pending_posts");
	assert_int_equal(
		approve(s, &mia, id, before.hash, SPAN_LIT("The cat")).outcome, DECISION_GONE);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 0);
}

static void who_was_disabled_while_editing_approves_nothing(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = draft(s, "Teh cat");
	struct decision_request r = {
		.post_id = id, .viewing_ms = -1, .content = SPAN_LIT("The cat")};
	struct recovery text = {.content = SPAN_LIT("The cat"), .based_on = "h"};
	struct decision_result out;
	struct err e = {0};

	memcpy(text.post_id, id, UUID_TEXT);
	keep(s, &mia, id, "The ca");
	store_exec(s->db, "UPDATE console_accounts SET disabled = 1");
	assert_fails(posts_decide(s->db, &mia, &r, &s->arena, &out, &e), e, ERR_DENIED);
	err_clear(&e);
	assert_fails(recovery_save(s->db, &mia, &text, &e), e, ERR_DENIED);
	assert_span(store_post(s, id).content, "Teh cat");
	assert_string_equal(kept(s, &mia, id), "The ca");
}

static void long_texts_and_line_ends_are_kept_byte_for_byte(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = draft(s, "one\r\ntwo");
	size_t n = 10u << 20;
	char *text = arena_alloc(&s->arena, n);

	for (size_t i = 0; i + 1 < n; i += 2)
		memcpy(text + i, i % 80 == 0 ? "\r\n" : "x ", 2);
	struct span content = {text, n};
	struct recovery r = {.content = content, .based_on = "h"};
	struct err e = {0};
	bool found;

	memcpy(r.post_id, id, UUID_TEXT);
	assert_ok(recovery_save(s->db, &mia, &r, &e), e);
	assert_ok(recovery_load(s->db, &mia, id, &s->arena, &r, &found, &e), e);
	assert_true(found && span_eq(r.content, content));
	assert_int_equal(approve(s, &mia, id, NULL, content).outcome, DECIDED);
	assert_true(span_eq(store_post(s, id).content, content));
}

static void an_approval_that_says_nothing_of_a_kept_edit_is_refused(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *id = draft(s, "Teh cat");
	struct decision_request r = {.post_id = id, .viewing_ms = -1, .forgets = true};
	struct decision_result out;
	struct err e = {0};

	keep(s, &mia, id, "The cat");
	assert_int_equal(approve(s, &mia, id, NULL, SPAN_NULL).outcome, DECISION_EDITED);
	assert_int_equal(store_number(s, "SELECT count(*) FROM console_decisions"), 0);
	assert_int_equal(store_post(s, id).status, POST_PENDING);
	assert_string_equal(kept(s, &mia, id), "The cat");

	assert_ok(posts_decide(s->db, &mia, &r, &s->arena, &out, &e), e);
	assert_int_equal(out.outcome, DECIDED);
	assert_span(store_post(s, id).content, "Teh cat");
	assert_string_equal(kept(s, &mia, id), "nothing");

	id = draft(s, "Teh dog");
	keep(s, &mia, id, "The dog");
	assert_int_equal(approve(s, &ben, id, NULL, SPAN_NULL).outcome, DECIDED);
}

static void broken_bytes_are_kept_as_they_are(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = draft(s, "x");
	struct span odd = SPAN_LIT("a\0b\xff");

	assert_int_equal(approve(s, &mia, id, NULL, odd).outcome, DECIDED);
	assert_true(span_eq(store_post(s, id).content, odd));
}

static void what_the_server_cannot_hold_is_refused_by_name(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = draft(s, "x");
	struct span odd[] = {SPAN_LIT("a\0b"), SPAN_LIT("a\xff")};

	for (size_t i = 0; i < 2; i++) {
		struct decision_request r = {.post_id = id, .viewing_ms = -1, .content = odd[i]};
		struct recovery text = {.content = odd[i], .based_on = "h"};
		struct decision_result out;
		struct err e = {0};
		memcpy(text.post_id, id, UUID_TEXT);
		assert_fails(posts_decide(s->db, &mia, &r, &s->arena, &out, &e), e, ERR_USAGE);
		assert_says(e, "its new text holds NUL or bytes that are not UTF-8");
		err_clear(&e);
		assert_fails(recovery_save(s->db, &mia, &text, &e), e, ERR_USAGE);
	}
	assert_int_equal(store_post(s, id).status, POST_PENDING);
}

/* --- Taking back. --- */

static void taking_it_back_brings_the_agents_text_back(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = draft(s, "Teh cat");

	approve(s, &mia, id, NULL, SPAN_LIT("The cat"));
	struct undo_result r = undo(s, &mia);
	assert_null(r.refused);
	assert_true(r.restored);
	assert_span(store_post(s, id).content, "Teh cat");
	assert_int_equal(store_post(s, id).status, POST_PENDING);
	assert_string_equal(store_column(s, ledger),
		"approve|mia|Teh cat|The cat|approved; undo|mia|The cat|Teh cat|pending; ");
	approve(s, &mia, id, NULL, SPAN_NULL);
	assert_false(undo(s, &mia).restored);
}

static void what_was_written_over_the_edit_is_not_thrown_away(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = draft(s, "Teh cat");

	approve(s, &mia, id, NULL, SPAN_LIT("The cat"));
	store_exec(s->db, "UPDATE pending_posts SET content = 'The dog'");
	struct undo_result r = undo(s, &mia);
	assert_non_null(r.refused);
	assert_non_null(strstr(r.refused, "changed once more"));
	assert_span(store_post(s, id).content, "The dog");
	assert_int_equal(store_post(s, id).status, POST_APPROVED);
}

/* --- Two approvers. --- */

static void two_have_to_approve_the_same_words(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *id = draft(s, "one");

	four_eyes_on_politics(s, "{\"four_eyes\": \"sub:politics\"}");
	struct post p = store_post(s, id);
	assert_int_equal(approve(s, &mia, id, p.hash, SPAN_LIT("two")).outcome, DECISION_FIRST);
	p = store_post(s, id);
	assert_span(p.content, "two");
	assert_int_equal(p.status, POST_PENDING);
	assert_int_equal(approve(s, &mia, id, p.hash, SPAN_NULL).outcome, DECISION_SAME);
	assert_int_equal(approve(s, &ben, id, p.hash, SPAN_LIT("three")).outcome, DECISION_FIRST);
	p = store_post(s, id);
	assert_int_equal(approve(s, &ben, id, p.hash, SPAN_NULL).outcome, DECISION_SAME);
	assert_int_equal(approve(s, &mia, id, p.hash, SPAN_NULL).outcome, DECIDED);
	assert_span(store_post(s, id).content, "three");
}

static void back_to_what_the_first_approved_is_the_second_approval(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *id = draft(s, "one");

	four_eyes_on_politics(s, "{\"four_eyes\": \"sub:politics\"}");
	assert_int_equal(
		approve(s, &mia, id, store_post(s, id).hash, SPAN_NULL).outcome, DECISION_FIRST);
	store_exec(s->db, "UPDATE pending_posts SET content = 'two'");
	assert_int_equal(
		approve(s, &ben, id, store_post(s, id).hash, SPAN_LIT("one")).outcome, DECIDED);
}

static void the_first_does_not_count_when_more_than_the_text_changed(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *id = draft(s, "one");

	four_eyes_on_politics(s, "{\"four_eyes\": \"sub:politics\"}");
	approve(s, &mia, id, store_post(s, id).hash, SPAN_LIT("two"));
	store_exec(s->db, "UPDATE pending_posts SET post_type = 'post'");
	assert_int_equal(approve(s, &ben, id, NULL, SPAN_NULL).outcome, DECISION_FIRST);
}

static void nobody_edits_her_way_around_the_second_approver(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *out = draft(s, "a lottery");
	const char *in = draft(s, "a game");
	const char *not = draft(s, "a stroll");

	four_eyes_on_politics(s, "{\"four_eyes\": \"lottery\"}");
	assert_int_equal(approve(s, &mia, out, NULL, SPAN_LIT("a raffle")).outcome, DECISION_FIRST);
	assert_int_equal(approve(s, &mia, in, NULL, SPAN_LIT("a lottery")).outcome, DECISION_FIRST);
	assert_int_equal(approve(s, &mia, not, NULL, SPAN_LIT("a walk")).outcome, DECIDED);
}

static void taking_back_a_first_approval_restores_the_text(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *id = draft(s, "one");

	four_eyes_on_politics(s, "{\"four_eyes\": \"sub:politics\"}");
	approve(s, &mia, id, NULL, SPAN_LIT("two"));
	assert_true(undo(s, &mia).restored);
	assert_span(store_post(s, id).content, "one");
}

/* --- What is being typed. --- */

static void the_last_text_is_kept_for_each_draft_and_account(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *one = draft(s, "one"), *two = draft(s, "two");
	struct recovery *list;
	struct err e = {0};
	size_t n;

	assert_string_equal(kept(s, &mia, one), "nothing");
	keep(s, &mia, one, "o");
	keep(s, &mia, one, "on");
	keep(s, &mia, two, "");
	keep(s, &ben, one, "ben's");
	assert_string_equal(kept(s, &mia, one), "on");
	assert_string_equal(kept(s, &mia, two), "");
	assert_string_equal(kept(s, &ben, one), "ben's");
	assert_ok(recovery_list(s->db, &mia, &s->arena, &list, &n, &e), e);
	assert_int_equal(n, 2);
	assert_string_equal(list[0].based_on, "h");
	assert_ok(recovery_drop(s->db, &mia, one, &e), e);
	assert_ok(recovery_drop(s->db, &mia, one, &e), e);
	assert_string_equal(kept(s, &mia, one), "nothing");
	assert_string_equal(kept(s, &ben, one), "ben's");
}

static void approving_ends_it_and_so_does_the_end_of_the_draft(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	const char *id = draft(s, "one");
	struct recovery text = {.content = SPAN_LIT("x"), .based_on = "h"};
	struct err e = {0};

	keep(s, &mia, id, "mine");
	keep(s, &ben, id, "his");
	approve(s, &mia, id, NULL, SPAN_LIT("mine"));
	assert_string_equal(kept(s, &mia, id), "nothing");
	assert_string_equal(kept(s, &ben, id), "his");
	store_exec(s->db, "DELETE FROM pending_posts");
	assert_string_equal(kept(s, &ben, id), "nothing");
	memcpy(text.post_id, id, UUID_TEXT);
	assert_fails(recovery_save(s->db, &ben, &text, &e), e, ERR_MISSING);
	assert_says(e, "the draft was deleted");
}

static void many_approvals_leave_out_what_one_has_edited(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_request all = {.decision = DECIDE_APPROVE};
	struct bulk_item items[2] = {0};
	struct err e = {0};

	memcpy(items[0].post_id, draft(s, "one"), UUID_TEXT);
	memcpy(items[1].post_id, draft(s, "two"), UUID_TEXT);
	keep(s, &mia, items[1].post_id, "mine");
	assert_ok(bulk_decide(s->db, &mia, &all, items, 2, &s->arena, &e), e);
	assert_int_equal(items[0].result.outcome, DECIDED);
	assert_int_equal(items[1].result.outcome, DECISION_EDITED);
	assert_int_equal(store_post(s, items[1].post_id).status, POST_PENDING);
	assert_string_equal(kept(s, &mia, items[1].post_id), "mine");

	all.forgets = true;
	assert_ok(bulk_decide(s->db, &mia, &all, items + 1, 1, &s->arena, &e), e);
	assert_int_equal(items[1].result.outcome, DECIDED);
	assert_string_equal(kept(s, &mia, items[1].post_id), "nothing");
}

static void a_rejection_leaves_it_to_be_gone_on_with(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	const char *one = draft(s, "one"), *two = draft(s, "two");
	struct decision_request r = {.post_id = one, .decision = DECIDE_REJECT, .viewing_ms = -1};
	struct bulk_request all = {.decision = DECIDE_REJECT};
	struct bulk_item item = {0};
	struct decision_result out;
	struct err e = {0};

	memcpy(item.post_id, two, UUID_TEXT);
	keep(s, &mia, one, "mine");
	keep(s, &mia, two, "mine as well");
	assert_ok(posts_decide(s->db, &mia, &r, &s->arena, &out, &e), e);
	assert_ok(bulk_decide(s->db, &mia, &all, &item, 1, &s->arena, &e), e);
	assert_int_equal(store_post(s, one).status, POST_REJECTED);
	assert_int_equal(store_post(s, two).status, POST_REJECTED);
	assert_string_equal(kept(s, &mia, one), "mine");
	assert_string_equal(kept(s, &mia, two), "mine as well");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(the_edited_text_is_in_the_draft_and_both_are_in_the_ledger),
		ON_FRESH(a_text_that_was_not_changed_is_no_edit),
		ON_FRESH(what_the_agent_changed_meanwhile_is_not_overwritten),
		ON_FRESH(who_was_disabled_while_editing_approves_nothing),
		ON_FRESH(long_texts_and_line_ends_are_kept_byte_for_byte),
		ON_FRESH(an_approval_that_says_nothing_of_a_kept_edit_is_refused),
		ON_FRESH(many_approvals_leave_out_what_one_has_edited),
		FRESH_SQLITE(broken_bytes_are_kept_as_they_are),
		FRESH_POSTGRES(what_the_server_cannot_hold_is_refused_by_name),
		ON_FRESH(taking_it_back_brings_the_agents_text_back),
		ON_FRESH(what_was_written_over_the_edit_is_not_thrown_away),
		ON_FRESH(two_have_to_approve_the_same_words),
		ON_FRESH(back_to_what_the_first_approved_is_the_second_approval),
		ON_FRESH(the_first_does_not_count_when_more_than_the_text_changed),
		ON_FRESH(nobody_edits_her_way_around_the_second_approver),
		ON_FRESH(taking_back_a_first_approval_restores_the_text),
		ON_FRESH(the_last_text_is_kept_for_each_draft_and_account),
		ON_FRESH(a_rejection_leaves_it_to_be_gone_on_with),
		ON_FRESH(approving_ends_it_and_so_does_the_end_of_the_draft),
	};

	return RUN_CASES(tests);
}
