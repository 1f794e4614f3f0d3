/* Many decisions at once: each draft has its own outcome and its own row, and one step takes all
 * of them back. */
#include "store/bulk.h"

#include <string.h>

#include "base/time.h"
#include "fixture_beside.h"
#include "store/ledger.h"

#define BATCH "b0b0b0b0-0000-4000-8000-000000000001"
#define LEDGER "SELECT count(*) FROM console_decisions"

static const struct bulk_request approve = {.decision = DECIDE_APPROVE, .batch = BATCH};

static struct bulk_item *add_drafts(struct store *s, size_t n)
{
	struct bulk_item *items = arena_calloc(&s->arena, n, sizeof(*items));

	for (size_t i = 0; i < n; i++) {
		char *content = arena_printf(&s->arena, "draft %zu", i);
		memcpy(items[i].post_id, store_draft(s, &(struct store_draft){.content = content}),
			UUID_TEXT);
	}
	return items;
}

static void see(struct store *s, struct bulk_item *item)
{
	memcpy(item->seen_hash, store_post(s, item->post_id).hash, SHA256_TEXT);
}

static void decide(struct store *s, const struct session *who, const struct bulk_request *r,
	struct bulk_item *items, size_t n)
{
	struct err e = {0};

	assert_ok(bulk_decide(s->db, who, r, items, n, &s->arena, &e), e);
	assert_false(db_in_transaction(s->db));
}

/* Takes the whole batch back, and gives how many it took back. */
static size_t undo(struct store *s, const struct session *who, size_t *refused)
{
	struct undo_result *out = arena_calloc(&s->arena, BULK_LEAST, sizeof(*out));
	struct err e = {0};
	int64_t after = 0;
	size_t n, undone = 0;

	*refused = 0;
	for (;;) {
		assert_ok(
			bulk_undo(s->db, who, BATCH, after, BULK_LEAST, &s->arena, out, &n, &e), e);
		if (n == 0)
			return undone;
		for (size_t i = 0; i < n; i++) {
			assert_true(out[i].seq > after);
			after = out[i].seq;
			undone += !out[i].refused;
			*refused += out[i].refused != NULL;
		}
	}
}

static void decisions_that_have_only_the_moment_in_common_are_made_at_once(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_item *items = add_drafts(s, 4);
	const struct bulk_request yes = {.decision = DECIDE_APPROVE};
	const struct bulk_request no = {.decision = DECIDE_REJECT, .reason = SPAN_LIT("tone")};
	const struct bulk_request no_other = {
		.decision = DECIDE_REJECT, .reason = SPAN_LIT("spam"), .note = SPAN_LIT("again")};
	const struct bulk_request *const own[] = {&yes, &no, &no_other, &yes};

	for (size_t i = 0; i < 4; i++) {
		see(s, &items[i]);
		items[i].own = own[i];
		items[i].own_viewing_ms = 1000 + (int64_t)i;
	}
	store_exec(s->db, "UPDATE pending_posts SET content = 'changed' WHERE content = 'draft 3'");
	decide(s, &mia, NULL, items, 4);
	assert_int_equal(items[3].result.outcome, DECISION_CHANGED);
	assert_int_equal(store_post(s, items[3].post_id).status, POST_PENDING);
	assert_string_equal(store_column(s,
				    "SELECT status FROM pending_posts WHERE content LIKE 'draft %'"
				    " ORDER BY content"),
		"approved rejected rejected ");
	assert_string_equal(store_column(s,
				    "SELECT action || '/' || coalesce(reason, '-') || '/' ||"
				    " coalesce(note, '-') || '/' || viewing_ms || '/' ||"
				    " CASE WHEN batch_id IS NULL THEN '-' ELSE 'batch' END"
				    " FROM console_decisions ORDER BY seq"),
		"approve/-/-/1000/- reject/tone/-/1001/- reject/spam/again/1002/- ");
}

static void many_drafts_are_decided_each_with_its_own_row(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_item *items = add_drafts(s, 100);
	const struct bulk_request r = {.decision = DECIDE_REJECT,
		.reason = SPAN_LIT("off-topic"),
		.note = SPAN_LIT("all of a kind"),
		.batch = BATCH};
	struct ledger_row *rows;
	struct err e = {0};
	size_t n;

	see(s, &items[7]);
	assert_int_equal(setenv("TENET_NOW", "2026-11-22T10:00:00.123456", 1), 0);
	decide(s, &mia, &r, items, 100);
	unsetenv("TENET_NOW");
	for (size_t i = 0; i < 100; i++) {
		struct post p = store_post(s, items[i].post_id);
		assert_int_equal(items[i].result.outcome, DECIDED);
		assert_int_equal(items[i].result.status, POST_REJECTED);
		assert_span(items[i].target_subreddit, "science");
		assert_true(span_eq(items[i].snippet, p.content));
		assert_span(p.status_text, "rejected");
		assert_span(p.reviewed_by, "mia");
		assert_span(p.reviewed_at, "2026-11-22T10:00:00.123456");
		assert_true(span_eq(p.reviewed_at, p.updated_at));
		assert_ok(ledger_of_post(s->db, items[i].post_id, &s->arena, &rows, &n, &e), e);
		assert_int_equal(n, 1);
		assert_span(rows[0].id, items[i].result.ledger_id);
		assert_span(rows[0].actor, "mia");
		assert_span(rows[0].action, "reject");
		assert_span(rows[0].reason, "off-topic");
		assert_span(rows[0].note, "all of a kind");
		assert_span(rows[0].status_before, "pending");
		assert_span(rows[0].status_after, "rejected");
		assert_true(span_eq(rows[0].content_before, p.content));
		assert_span(rows[0].batch_id, BATCH);
		assert_int_equal(rows[0].seen_hash.p != NULL, i == 7);
	}
	assert_int_equal(store_number(s, LEDGER), 100);
}

static void what_another_did_first_is_an_outcome_and_the_rest_goes_on(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_MODERATOR);
	struct bulk_item *items = add_drafts(s, 5);
	struct decision_request first = {
		.post_id = items[1].post_id, .decision = DECIDE_REJECT, .viewing_ms = -1};
	struct decision_result out;
	struct err e = {0};
	int64_t at;

	see(s, &items[2]);
	assert_ok(posts_decide(s->db, &ben, &first, &s->arena, &out, &e), e);
	store_text_of(s, "UPDATE pending_posts SET content = 'else' WHERE id = $1 RETURNING id",
		items[2].post_id);
	store_text_of(s, "DELETE FROM pending_posts WHERE id = $1 RETURNING id", items[3].post_id);
	decide(s, &mia, &approve, items, 5);

	assert_int_equal(items[0].result.outcome, DECIDED);
	assert_int_equal(items[1].result.outcome, DECIDED_BEFORE);
	assert_int_equal(items[1].result.status, POST_REJECTED);
	assert_span(items[1].result.by, "ben");
	assert_true(time_parse(items[1].result.at, &at));
	assert_int_equal(items[2].result.outcome, DECISION_CHANGED);
	assert_int_equal(store_post(s, items[2].post_id).status, POST_PENDING);
	assert_int_equal(items[3].result.outcome, DECISION_GONE);
	assert_int_equal(items[4].result.outcome, DECIDED);
	assert_int_equal(store_number(s, LEDGER), 3);
}

static void hidden_content_that_nobody_looked_at_is_not_approved(void **state)
{
	static const struct {
		const char *content;
		bool seen, examined;
		enum decision_outcome outcome;
	} cases[] = {
		{"safe \xE2\x80\xAE txet", false, false, DECISION_HIDDEN},
		{"safe \xE2\x80\xAE txet", true, false, DECISION_HIDDEN},
		{"safe \xE2\x80\xAE txet", true, true, DECIDED},
		{"safe \x1B[2J text", true, false, DECISION_HIDDEN},
		{"in\xE2\x80\x8Bvisible", false, false, DECISION_HIDDEN},
		{"in\xE2\x80\x8Bvisible", true, false, DECIDED},
		{"[good.example](https://evil.example)", false, false, DECISION_HIDDEN},
		{"[good.example](https://evil.example)", true, false, DECIDED},
		{"https://good.example\xE2\x81\x84.evil.example", false, false, DECISION_HIDDEN},
		{"[good.example](https://good.example)", false, false, DECIDED},
		{"safe text", false, false, DECIDED},
	};
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_item items[sizeof(cases) / sizeof(cases[0])] = {0};
	size_t n = sizeof(cases) / sizeof(cases[0]);
	struct bulk_request r = {.decision = DECIDE_APPROVE, .batch = BATCH, .refuse_hidden = true};

	for (size_t i = 0; i < n; i++) {
		memcpy(items[i].post_id,
			store_draft(s, &(struct store_draft){.content = cases[i].content}),
			UUID_TEXT);
		if (cases[i].seen)
			see(s, &items[i]);
		items[i].examined = cases[i].examined;
	}
	decide(s, &mia, &r, items, n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(items[i].result.outcome, cases[i].outcome);
		assert_int_equal(items[i].result.status,
			cases[i].outcome == DECIDED ? POST_APPROVED : POST_PENDING);
	}
	r.decision = DECIDE_REJECT;
	decide(s, &mia, &r, items, 1);
	assert_int_equal(items[0].result.outcome, DECIDED);
}

static void who_lost_the_right_in_the_middle_decides_no_more(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_item *items = add_drafts(s, 6);
	struct err e = {0};

	decide(s, &mia, &approve, items, 3);
	store_exec(s->db, "UPDATE console_accounts SET disabled = 1");
	assert_fails(
		bulk_decide(s->db, &mia, &approve, items + 3, 3, &s->arena, &e), e, ERR_DENIED);
	assert_says(e, "3 drafts were not decided");
	assert_string_equal(items[3].result.ledger_id, "");
	assert_int_equal(store_number(s, LEDGER), 3);
	assert_int_equal(store_post(s, items[3].post_id).status, POST_PENDING);
}

static void one_step_takes_a_batch_back(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_item *items = add_drafts(s, 2 * BULK_LEAST + 5);
	struct undo_result one;
	struct err e = {0};
	size_t n = 2 * BULK_LEAST + 5, refused;
	int64_t count;

	for (size_t at = 0; at < n; at += BULK_LEAST)
		decide(s, &mia, &approve, items + at, n - at < BULK_LEAST ? n - at : BULK_LEAST);
	/* It is not taken back one by one: whoever undoes is told that there are more. */
	assert_ok(posts_undo(s->db, &mia, NULL, 0, &s->arena, &one, &e), e);
	assert_string_equal(one.batch, BATCH);
	assert_int_equal(one.batch_count, n);
	assert_int_equal(store_number(s, LEDGER), n);

	assert_int_equal(undo(s, &mia, &refused), n);
	assert_int_equal(refused, 0);
	assert_ok(bulk_count(s->db, &mia, BATCH, &count, &e), e);
	assert_int_equal(count, 0);
	assert_int_equal(store_number(s, LEDGER), 2 * n);
	assert_int_equal(
		store_number(s,
			LEDGER " d JOIN console_decisions u ON u.undoes = d.id"
			       " WHERE d.action = 'approve' AND u.action = 'undo'"
			       " AND u.post_id = d.post_id AND u.status_before = 'approved'"
			       " AND u.status_after = 'pending'"),
		n);
	assert_int_equal(store_post(s, items[0].post_id).status, POST_PENDING);
	assert_null(store_post(s, items[n - 1].post_id).reviewed_by.p);
	assert_fails(posts_undo(s->db, &mia, NULL, 0, &s->arena, &one, &e), e, ERR_MISSING);
}

static void what_went_out_or_was_decided_anew_stays(void **state)
{
	static const char *const changes[] = {
		"UPDATE pending_posts SET draft_metadata = '{\"reddit_id\": \"t1_abc\"}'"
		" WHERE id = $1 RETURNING id",
		"UPDATE pending_posts SET status = 'rejected', reviewed_by = 'ben' WHERE id = $1"
		" RETURNING id",
		"DELETE FROM pending_posts WHERE id = $1 RETURNING id",
	};
	static const char *const why[] = {"it was published as t1_abc", "it is rejected by now",
		"the draft was deleted", NULL, NULL};
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_item *items = add_drafts(s, 5);
	struct undo_result out[BULK_LEAST];
	struct err e = {0};
	size_t n;

	decide(s, &mia, &approve, items, 5);
	for (size_t i = 0; i < 3; i++)
		store_text_of(s, changes[i], items[i].post_id);
	assert_ok(bulk_undo(s->db, &mia, BATCH, 0, BULK_LEAST, &s->arena, out, &n, &e), e);
	assert_int_equal(n, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(out[i].post_id, items[i].post_id);
		if (why[i])
			assert_string_equal(out[i].refused, why[i]);
		else
			assert_null(out[i].refused);
	}
	assert_int_equal(store_number(s, LEDGER " WHERE action = 'undo'"), 2);
	assert_int_equal(store_post(s, items[1].post_id).status, POST_REJECTED);
}

static void another_ones_batch_is_not_mine_to_take_back(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct session ben = store_account(s, "ben", ROLE_ADMIN);
	struct bulk_item *items = add_drafts(s, 3);
	size_t refused;

	decide(s, &mia, &approve, items, 3);
	assert_int_equal(undo(s, &ben, &refused), 0);
	assert_int_equal(refused, 0);
	assert_int_equal(store_number(s, LEDGER), 3);
}

static void the_last_one_of_a_batch_is_taken_back_like_any_other(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_item *items = add_drafts(s, 2);
	struct undo_result out;
	struct err e = {0};

	decide(s, &mia, &approve, items, 2);
	assert_ok(posts_undo(s->db, &mia, items[0].post_id, 0, &s->arena, &out, &e), e);
	assert_null(out.refused);
	assert_string_equal(out.batch, "");
	assert_ok(posts_undo(s->db, &mia, NULL, 0, &s->arena, &out, &e), e);
	assert_null(out.refused);
	assert_string_equal(out.post_id, items[1].post_id);
}

static void the_filter_says_which_of_them_it_shows(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_item *items = add_drafts(s, 40);
	char ids[40][UUID_TEXT];
	struct filter f;
	struct err e = {0};
	int64_t n;

	for (size_t i = 0; i < 40; i++)
		memcpy(ids[i], items[i].post_id, UUID_TEXT);
	decide(s, &mia, &approve, items, 1);
	const char(*all)[UUID_TEXT] = (const char(*)[UUID_TEXT])ids;
	assert_ok(bulk_matching(s->db, &(struct filter){0}, all, 40, &n, &e), e);
	assert_int_equal(n, 39);
	assert_ok(filter_parse(FILTER_DRAFTS, SPAN_LIT("\"draft 3\""), &s->arena, &f, &e), e);
	assert_ok(bulk_matching(s->db, &f, all, 40, &n, &e), e);
	assert_int_equal(n, 11);
	assert_ok(filter_parse(FILTER_DRAFTS, SPAN_LIT("status:approved"), &s->arena, &f, &e), e);
	assert_ok(bulk_matching(s->db, &f, all, 40, &n, &e), e);
	assert_int_equal(n, 1);
}

static void which_of_them_wait_can_be_asked_before(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_item *items = add_drafts(s, 40);
	char ids[41][UUID_TEXT] = {{0}};
	bool pending[41] = {false};
	struct err e = {0};

	for (size_t i = 0; i < 40; i++)
		memcpy(ids[i], items[i].post_id, UUID_TEXT);
	uuid_new(ids[40]);
	decide(s, &mia, &approve, items + 35, 1);
	assert_ok(bulk_pending(s->db, (const char(*)[UUID_TEXT])ids, 41, pending, &e), e);
	for (size_t i = 0; i < 41; i++)
		assert_int_equal(pending[i], i != 35 && i != 40);
}

/* --- Beside others. --- */

static void edit_meanwhile(struct db *db, void *sql)
{
	struct err e = {0};

	beside_must(db_begin(db, &e), e);
	beside_exec(db, sql);
	beside_ready();
	beside_until_waited_for(db);
	beside_must(db_commit(db, &e), e);
}

static void a_draft_that_is_being_decided_is_waited_for(void **state)
{
	struct store *s = *state;
	struct session mia = store_account(s, "mia", ROLE_MODERATOR);
	struct bulk_item *items = add_drafts(s, 3);
	char *sql = arena_printf(&s->arena,
		"UPDATE pending_posts SET status = 'rejected', reviewed_by = 'ben' WHERE id = '%s'",
		items[1].post_id);
	struct beside other = beside_start(s, edit_meanwhile, sql);

	beside_wait(&other);
	decide(s, &mia, &approve, items, 3);
	beside_join(&other);
	assert_int_equal(items[0].result.outcome, DECIDED);
	assert_int_equal(items[1].result.outcome, DECIDED_BEFORE);
	assert_span(items[1].result.by, "ben");
	assert_int_equal(items[2].result.outcome, DECIDED);
	assert_int_equal(store_number(s, LEDGER), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FRESH(decisions_that_have_only_the_moment_in_common_are_made_at_once),
		ON_FRESH(many_drafts_are_decided_each_with_its_own_row),
		ON_BOTH(what_another_did_first_is_an_outcome_and_the_rest_goes_on),
		ON_FRESH(hidden_content_that_nobody_looked_at_is_not_approved),
		ON_BOTH(who_lost_the_right_in_the_middle_decides_no_more),
		ON_FRESH(one_step_takes_a_batch_back),
		ON_BOTH(what_went_out_or_was_decided_anew_stays),
		ON_FRESH(another_ones_batch_is_not_mine_to_take_back),
		ON_FRESH(the_last_one_of_a_batch_is_taken_back_like_any_other),
		ON_FRESH(the_filter_says_which_of_them_it_shows),
		ON_FRESH(which_of_them_wait_can_be_asked_before),
		ON_FRESH(a_draft_that_is_being_decided_is_waited_for),
	};

	return RUN_CASES(tests);
}
