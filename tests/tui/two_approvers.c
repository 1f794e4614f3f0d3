/* Drafts that two have to approve: each of them is told where it stands. */
#include "tui/fixture_walk.h"

#define NEW_WORDS "an umbrella for the ferry"
#define K_CTRL_S "\023"

/* The first draft is in r/science, whose drafts need two. */
static void ask_for_two(struct walk *w)
{
	walk_add_first(w, SPAN_LIT("A sentence about zebras."));
	walk_sql(w, "DELETE FROM agent_config WHERE config_key = 'console'");
	walk_sql(w,
		"INSERT INTO agent_config (id, persona_id, config_key, config_value)"
		" SELECT 'cccccccc-0000-4000-8000-000000000001', persona_id, 'console',"
		" '{\"four_eyes\": \"sub:science\"}' FROM pending_posts"
		" WHERE id = 'dddddddd-0000-4000-8000-000000000001'");
}

static void open_first(struct walk *w)
{
	ask_for_two(w);
	walk_rosa(w);
}

static void open_as_admin(struct walk *w)
{
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	walk_open(w);
	walk_login(w, ADMIN, ADMINS_WORDS);
	console_keys(w->c, NEW_WORDS K_ENTER NEW_WORDS K_ENTER);
}

static void a_draft_says_that_two_have_to_approve_it(void **state)
{
	struct walk *w = *state;

	open_first(w);
	console_expect(w->c, "Two have to approve it.");
	console_keys(w->c, "j");
	console_expect_not(w->c, "Two have to approve it.");
}

/* The view begins at the text, and what is quoted before it is out of sight. */
static void a_quote_does_not_hide_that_two_have_to_approve(void **state)
{
	struct walk *w = *state;

	ask_for_two(w);
	walk_sql(w,
		"UPDATE pending_posts SET draft_metadata = '{\"original_reply\": {\"body\":"
		" \"One.\\n\\nTwo.\\n\\nThree.\\n\\nFour.\\n\\nFive.\\n\\nSix.\\n\\nSeven.\"}}'"
		" WHERE id = 'dddddddd-0000-4000-8000-000000000001'");
	walk_rosa(w);
	console_expect(w->c, "Two have to approve it.");
	console_expect(w->c, "A sentence about zebras.");
	console_expect_not(w->c, "Three.");
	console_keys(w->c, "K");
	console_expect(w->c, "Three.");
}

static void who_gave_the_first_approval_is_told_at_once(void **state)
{
	struct walk *w = *state;

	open_first(w);
	console_keys(w->c, "/id:dddddddd" K_ENTER);
	console_expect(w->c, "A sentence about zebras.");
	console_keys(w->c, "a");
	console_expect(w->c, "approved, the first of two");
	console_expect(w->c, "r/science          1 of 2 ");
	walk_sql(w,
		"INSERT INTO console_recovery (account_id, post_id, content, based_on, updated_at)"
		" SELECT a.id, 'dddddddd-0000-4000-8000-000000000001', 'x', 'h',"
		" '2026-01-01 00:00:00' FROM admins a WHERE a.username = 'rosa'");
	walk_sql(w, "UPDATE pending_posts SET updated_at = updated_at");
	console_wait_text(w->c, "r/science          edited    1 of 2 ", 20);
	walk_sql(w, "DELETE FROM console_recovery");
	walk_sql(w, "UPDATE pending_posts SET updated_at = updated_at");
	console_wait_text(w->c, "r/science          1 of 2 ", 20);
	console_expect(w->c, "✓ Approved by you, just now");
	console_expect(w->c, "approvals. Somebody else's decides.");
	console_expect(w->c, "approved by rosa, the first of two");
	console_expect_not(w->c, "Two have to approve it.");
}

/* One approval is enough then, and it may be the same moderator's. */
static void nothing_is_told_of_it_when_two_are_not_asked_for_any_more(void **state)
{
	struct walk *w = *state;

	open_first(w);
	console_keys(w->c, "a");
	console_keys(w->c, "k");
	console_expect(w->c, "Approved by you");
	walk_sql(w, "DELETE FROM agent_config WHERE config_key = 'console'");
	console_wait_gone(w->c, "Approved by you", 20);
	console_keys(w->c, "a");
	console_expect(w->c, "approved r/science");
}

static void the_second_approver_is_told_of_the_first(void **state)
{
	struct walk *w = *state;

	open_first(w);
	console_keys(w->c, "a");
	open_as_admin(w);
	console_expect(w->c, "✓ Approved by rosa, just now");
	console_expect(w->c, "approvals. The second one decides.");
	console_keys(w->c, "a");
	console_keys(w->c, "k");
	console_expect(w->c, "✓ Approved by admin, just now");
	console_expect_not(w->c, "the first of two approvals");
	console_expect(w->c, "approved by rosa, the first of two");
}

static void a_refusal_goes_when_its_reason_is_taken_back(void **state)
{
	struct walk *w = *state;

	open_first(w);
	console_keys(w->c, "a");
	console_keys(w->c, "k");
	console_keys(w->c, "a");
	console_expect(w->c, "▲ Not decided: the first of two approvals is yours.");
	console_keys(w->c, "j");
	console_keys(w->c, "k");
	console_expect(w->c, "▲ Not decided: the first of two approvals is yours.");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back: pending with no approval in r/science");
	console_expect(w->c, " 181 pending");
	console_expect(w->c, "Two have to approve it.");
	console_expect_not(w->c, "Not decided");
	console_keys(w->c, "R");
	console_expect_not(w->c, "Not decided");
}

static void the_second_approver_sees_what_the_first_one_wrote(void **state)
{
	struct walk *w = *state;

	open_first(w);
	console_keys(w->c, "e");
	console_keys(w->c, "Oh! " K_CTRL_S);
	console_expect(w->c, "Two have to approve it: you would be the first");
	console_keys(w->c, "a");
	console_expect(w->c, "approved, the first of two: somebody else decides · u takes it back");
	open_as_admin(w);
	console_expect(w->c, "✓ Approved by rosa with another text than the agent's, just now");
	console_expect(w->c, "What people changed in it");
	console_expect(w->c, "would write, as edited by rosa");
}

/* What two people made of it is the agent's own again. */
static void an_edit_back_to_the_agents_text_is_none(void **state)
{
	struct walk *w = *state;

	open_first(w);
	console_keys(w->c, "/id:dddddddd" K_ENTER);
	console_keys(w->c, "e");
	console_keys(w->c, "O" K_CTRL_S);
	console_keys(w->c, "a");
	console_expect(w->c, "approved, the first of two");
	console_expect(w->c, "Approved by you with another text than the agent's");
	console_keys(w->c, "e");
	console_keys(w->c, "\033[3~" K_CTRL_S);
	console_keys(w->c, "a");
	console_wait_text(w->c, "✓ Approved by you, just now", 20);
	console_expect(w->c, "HonestBubble would write ──");
}

/* Who approved the agent's text and then her own has the first approval still when the second one
 * is taken back. */
static void a_take_back_says_which_approval_stands(void **state)
{
	struct walk *w = *state;

	open_first(w);
	console_keys(w->c, "/id:dddddddd" K_ENTER);
	console_keys(w->c, "a");
	console_expect(w->c, "approved, the first of two");
	console_keys(w->c, "e");
	console_keys(w->c, "Oh! " K_CTRL_S);
	console_keys(w->c, "a");
	console_expect(w->c, "Oh! A sentence");
	console_wait_text(w->c, "r/science          1 of 2      Oh! A sentence", 20);
	console_keys(w->c, "D");
	console_expect(w->c, "✓ is pending");
	console_keys(w->c, "j");
	console_wait_text(w->c, "You decided on it again since: it is pending", 20);
	console_keys(w->c, "1");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back with its edit: pending with rosa's approval in r/science");
	console_expect_not(w->c, "This draft changed while you read it");
	console_expect(w->c, "✓ Approved by you");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back: pending with no approval in r/science");
	console_wait_text(w->c, "r/science          comment     A sentence", 20);
}

/* Two drafts need two, and one of them has the admin's. The third is in another subreddit. */
static void open_three_marked(struct walk *w)
{
	walk_add_first(w, SPAN_LIT("A sentence about zebras."));
	walk_add_first(w, SPAN_LIT("A sentence about yaks."));
	walk_add_first(w, SPAN_LIT("A sentence about geese."));
	walk_sql(w,
		"UPDATE pending_posts SET target_subreddit = 'urbanplanning'"
		" WHERE content LIKE '%zebras.' OR content LIKE '%yaks.'");
	walk_sql(w,
		"INSERT INTO agent_config (id, persona_id, config_key, config_value)"
		" SELECT 'cccccccc-0000-4000-8000-000000000001', persona_id, 'console',"
		" '{\"four_eyes\": \"sub:urbanplanning\"}' FROM pending_posts"
		" WHERE content LIKE '%zebras.'");
}

static void decide_three(struct walk *w)
{
	console_keys(w->c, "/\"a sentence about\"" K_ENTER);
	console_keys(w->c, "*");
	console_keys(w->c, ";");
	console_keys(w->c, "a");
}

static void a_batch_says_what_was_only_the_first_of_two(void **state)
{
	struct walk *w = *state;

	open_three_marked(w);
	walk_rosa(w);
	decide_three(w);
	console_expect(w->c, "Approve 3 drafts?");
	console_expect(w->c, "2 of them need somebody else's approval, too.");
	console_keys(w->c, "y");
	console_expect(w->c, "─ 1 approved, 2 as first of two ─");
	console_expect(w->c, "1 of 3 approved in ");
	console_expect(w->c, "2 as first of two, still pending");
	console_expect(w->c, "○ dddddddd  the first of two approvals · r/urbanplanning");
	console_expect(w->c, "✓ dddddddd  r/science");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "1 approved, 2 as first of two · u takes it back");
	console_keys(w->c, "u");
	console_keys(w->c, "y");
	console_expect(w->c, "3 of 3 taken back");
	console_expect(w->c, "2 had been first of two, pending all along");
}

/* What the admin approved is decided by the second approval; one's own first one is none. */
static void a_batch_asks_only_for_approvals_that_are_missing(void **state)
{
	struct walk *w = *state;

	open_three_marked(w);
	walk_rosa(w);
	console_keys(w->c, "/zebras" K_ENTER);
	console_keys(w->c, "a");
	console_expect(w->c, "approved, the first of two");
	console_keys(w->c, K_ESC);
	decide_three(w);
	console_expect(w->c, "Approve 2 drafts?");
	console_expect(w->c, "1 of them needs somebody else's approval, too.");
	console_expect(w->c, "1 more cannot be approved: the first approval is yours.");
	console_keys(w->c, "n");
	console_keys(w->c, "U");
	console_keys(w->c, K_ESC);
	open_as_admin(w);
	decide_three(w);
	console_expect(w->c, "1 of them needs somebody else's approval, too.");
	console_keys(w->c, "y");
	console_expect(w->c, "─ 2 approved, 1 as first of two ─");
	console_keys(w->c, K_ESC);
	console_keys(w->c, K_ESC);
	decide_three(w);
	console_expect(w->c, "none of what is marked can be approved: the first approval is yours");
	console_expect_not(w->c, "Approve 1 draft?");
	console_keys(w->c, ";");
	console_keys(w->c, "x");
	console_keys(w->c, "1");
	console_expect(w->c, "Reject 1 draft?");
}

static void a_batch_says_all_of_it_in_a_small_window(void **state)
{
	struct walk *w = *state;

	open_three_marked(w);
	walk_open_size(w, 15, 40);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "/zebras" K_ENTER);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "a");
	console_expect(w->c, "approved, the first of two");
	console_keys(w->c, K_ESC);
	console_keys(w->c, K_ESC);
	decide_three(w);
	console_keys(w->c, "y");
	console_expect(w->c, "─ 1 approved, 1 as first of two ─");
	console_expect(w->c, "│ 1 of 3 approved in ");
	console_expect(w->c, "│ 1 as first of two, still pending ");
	console_expect(w->c, "│ you decide again");
	console_expect(w->c, "│ 1 not: see below; still marked");
	console_expect(w->c, "│ ▲ dddddddd  r/urbanplanning");
	console_expect(w->c, "│   the first approval is yours");
	console_expect(w->c, "│ u takes it back · Esc closes");
	console_keys(w->c, "G");
	console_expect(w->c, "✓ dddddddd  r/science");
}

static void a_row_says_what_the_draft_says_by_now(void **state)
{
	struct walk *w = *state;

	open_first(w);
	walk_sql(w,
		"UPDATE pending_posts SET content = 'Yaks, instead.', updated_at = '2026-01-01'"
		" WHERE id = 'dddddddd-0000-4000-8000-000000000001'");
	console_keys(w->c, "j");
	console_wait_text(w->c, "Yaks, instead.", 20);
	console_expect_not(w->c, "A sentence about zebras.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(a_draft_says_that_two_have_to_approve_it),
		WALK_BOTH(a_quote_does_not_hide_that_two_have_to_approve),
		WALK_BOTH(who_gave_the_first_approval_is_told_at_once),
		WALK_BOTH(nothing_is_told_of_it_when_two_are_not_asked_for_any_more),
		WALK_BOTH(the_second_approver_is_told_of_the_first),
		WALK_BOTH(a_refusal_goes_when_its_reason_is_taken_back),
		WALK_BOTH(the_second_approver_sees_what_the_first_one_wrote),
		WALK_BOTH(an_edit_back_to_the_agents_text_is_none),
		WALK_BOTH(a_take_back_says_which_approval_stands),
		WALK_BOTH(a_batch_says_what_was_only_the_first_of_two),
		WALK_BOTH(a_batch_asks_only_for_approvals_that_are_missing),
		WALK(a_batch_says_all_of_it_in_a_small_window),
		WALK_BOTH(a_row_says_what_the_draft_says_by_now),
	};

	return RUN_WALKS(tests);
}
