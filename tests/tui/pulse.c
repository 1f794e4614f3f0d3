/* How the queue does, as charts and numbers. */
#include "tui/fixture_walk.h"

static void the_pulse_counts_what_waits_and_who_decided(void **state)
{
	struct walk *w = *state;

	walk_open_size(w, 40, 120);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "a");
	console_keys(w->c, "x1");
	console_keys(w->c, "u");
	console_keys(w->c, "7");
	console_expect(w->c, "─ Pulse · arrived, by hour ─");
	console_expect(w->c, "179  pending");
	console_expect(w->c, "rosa: 1 approved, 1 rejected, 1 taken back, looked at for ");
	console_expect(w->c, "as of 2026-11-22 12:00 UTC");
}

static void what_changes_meanwhile_is_read_with_r(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "7");
	console_expect(w->c, "180  pending");
	walk_sql(w, "UPDATE pending_posts SET status = 'rejected'");
	console_keys(w->c, "R");
	console_expect_not(w->c, "pending  ");
	console_expect(w->c, "Nothing waits.");
}

static void two_ages_that_are_the_same_are_said_once(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "UPDATE pending_posts SET created_at = '2026-11-22 09:00:00'");
	walk_rosa(w);
	console_keys(w->c, "7");
	console_expect(w->c, "half of them 3h or more");
	console_expect_not(w->c, "one in");
	walk_sql(w,
		"UPDATE pending_posts SET created_at = '2026-11-01 09:00:00'"
		" WHERE target_subreddit = 'science'");
	console_keys(w->c, "R");
	console_expect(w->c, "half of them 3h or more, one in");
}

static void what_waits_elsewhere_is_counted_below_the_deepest(void **state)
{
	struct walk *w = *state;

	walk_sql(w,
		"UPDATE pending_posts SET target_subreddit = 'of_' || id"
		" WHERE status = 'pending'");
	walk_rosa(w);
	console_resize(w->c, 50, 120);
	console_keys(w->c, "7");
	console_expect(w->c, "1  r/of_");
	console_expect(w->c, "… and 168 in other subreddits");
}

/* All 48 hours are drawn, in fewer bars where there is no room for one an hour. */
static void hours_are_joined_where_there_is_no_room_for_each(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "UPDATE pending_posts SET created_at = '2026-11-20 13:30:00'");
	walk_rosa(w);
	console_keys(w->c, "7");
	console_expect(w->c, "─ Pulse · arrived, by 2 hours ─");
	console_expect(w->c, " decided, by 2 hours ─");
	console_expect(w->c, "0│█");
	console_resize(w->c, 24, 48);
	console_expect(w->c, "─ Pulse ─");
	console_expect(w->c, "─ arrived, by 3 hours ─");
	console_expect(w->c, "0│█");
	console_resize(w->c, 24, 120);
	console_expect(w->c, "arrived, by hour");
	console_expect(w->c, "0│█");
	console_expect(w->c, " · 48 hours");
	/* Without the charts it has its name all the same, and speaks of no hours. */
	console_resize(w->c, 15, 60);
	console_expect(w->c, "─ Pulse ─");
	console_expect_not(w->c, "48 hours");
}

static void an_empty_queue_has_a_pulse_too(void **state)
{
	struct walk *w = *state;

	walk_sql(w, "DELETE FROM pending_posts");
	walk_rosa(w);
	console_keys(w->c, "7");
	console_expect(w->c, "The agent has written no drafts yet.");
	console_keys(w->c, "J");
	console_expect(w->c, "Nobody has decided anything.");
}

static void twenty_quick_approvals_ask_for_a_break(void **state)
{
	struct walk *w = *state;

	for (int i = 0; i < 21; i++)
		walk_add_first(w, SPAN_LIT("Short."));
	walk_rosa(w);
	for (int i = 0; i < 19; i++)
		console_keys(w->c, "a");
	console_expect_not(w->c, "break?");
	console_keys(w->c, "a");
	console_expect(w->c, "time for a break?");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "20");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(the_pulse_counts_what_waits_and_who_decided),
		WALK_BOTH(what_changes_meanwhile_is_read_with_r),
		WALK_BOTH(two_ages_that_are_the_same_are_said_once),
		WALK_BOTH(what_waits_elsewhere_is_counted_below_the_deepest),
		WALK(hours_are_joined_where_there_is_no_room_for_each),
		WALK_BOTH(an_empty_queue_has_a_pulse_too),
		WALK_BOTH(twenty_quick_approvals_ask_for_a_break),
	};

	return RUN_WALKS(tests);
}
