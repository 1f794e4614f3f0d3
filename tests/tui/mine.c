/* One's own decisions: what became of them, the draft as it was, and the way back. */
#include "tui/fixture_walk.h"

#define ACTIONS "SELECT action FROM console_decisions ORDER BY seq"

/* The first two drafts: one approved, one rejected. */
static void decide_two(struct walk *w)
{
	walk_rosa(w);
	while (console_has(w->c, "unread lines"))
		console_keys(w->c, "J");
	console_keys(w->c, "a");
	console_keys(w->c, "x2");
	console_expect(w->c, "rejected r/changemyview");
}

static void the_newest_stands_on_top_with_its_reason(void **state)
{
	struct walk *w = *state;

	decide_two(w);
	console_keys(w->c, "D");
	console_expect(w->c, "D Decisions");
	console_expect(w->c, "▸ now ✗ rejected    r/changemyview");
	console_expect(w->c, "  now ✓ approved    r/de");
	console_expect(w->c, "unsupported");
	console_expect(w->c, "✗ You rejected it, just now");
	console_expect(w->c, "1 of 2");
	console_keys(w->c, "j");
	console_expect(w->c, "✓ You approved it, just now");
	console_expect(w->c, "It stands: u takes it back.");
}

static void the_tabs_keep_the_names_that_have_room(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_expect(w->c,
		" 1 Queue   2 Beliefs   3 Stances   4 Memory   5 Config   6 People   7 Pulse");
	console_keys(w->c, "D");
	console_expect(w->c,
		" 1 Queue  2 Beliefs  3 Stances  4 Memory  5 Config  6 People  7  D Decisions");
	console_resize(w->c, 15, 40);
	console_expect(w->c, " 1  2  3  4  5  6  7  D Decisions");
	console_resize(w->c, 10, 30);
	console_expect(w->c, " 3  4  5  6  7  D Decisions");
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, " 1 Queue  2  3  4  5  6  7");
}

static void enter_shows_the_draft_as_it_was_decided(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, SPAN_LIT("A sentence about zebras."));

	walk_rosa(w);
	console_keys(w->c, "x1");
	walk_sql_on(w,
		"UPDATE pending_posts SET content = 'A sentence about lions.' WHERE id = '%s'", id);
	console_keys(w->c, "D");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "What you decided on");
	console_expect(w->c, "A sentence about zebras.");
	console_keys(w->c, "G");
	console_expect(w->c, "What it says now");
	console_expect(w->c, "[-zebras-]{+lions+}");
	console_keys(w->c, K_BACKSPACE);
	console_keys(w->c, K_BACKSPACE);
	console_expect(w->c, "Queue  status:pending");
	console_expect_not(w->c, "D Decisions");
}

static void u_takes_back_the_one_that_is_selected(void **state)
{
	struct walk *w = *state;

	decide_two(w);
	console_keys(w->c, "D");
	console_keys(w->c, "j");
	console_expect(w->c, "u undo");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back: pending again in r/de");
	console_expect(w->c, "▸ now ✓ taken back");
	console_expect_not(w->c, "u undo");
	console_expect(w->c, "You took it back since.");
	console_expect(w->c, "  now ✗ rejected");
	console_expect(w->c, "179 pending");
	walk_expect_sql(w, ACTIONS, "approve reject undo");
	walk_expect_sql(w,
		"SELECT d.action FROM console_decisions u JOIN console_decisions d"
		" ON d.id = u.undoes",
		"approve");
	console_keys(w->c, "u");
	console_expect(w->c, "not taken back: it was taken back before");
	console_keys(w->c, "1");
	console_expect(w->c, "8w r/de               comment");
	console_expect(w->c, "✗ r/changemyview     rejected");
}

static void what_others_did_is_said_and_stays(void **state)
{
	struct walk *w = *state;

	decide_two(w);
	console_keys(w->c, "D");
	walk_sql(w,
		"UPDATE pending_posts SET draft_metadata = '{\"reddit_id\": \"t1_abc\"}'"
		" WHERE id = (SELECT post_id FROM console_decisions WHERE action = 'approve')");
	console_wait_text(w->c, "  now ✓ published", 20);
	console_keys(w->c, "j");
	console_expect(w->c, "Published as t1_abc");
	console_keys(w->c, "u");
	console_expect(w->c, "not taken back: it was published as t1_abc");
	walk_sql(w,
		"UPDATE pending_posts SET status = 'approved', reviewed_by = 'admin' WHERE id ="
		" (SELECT post_id FROM console_decisions WHERE action = 'reject')");
	console_wait_text(w->c, "  now ✗ is approved", 20);
	console_keys(w->c, "ku");
	console_expect(w->c, "not taken back: it is approved by now");
	console_expect(w->c, "It is not what you made of it: it is approved");
	walk_sql(w,
		"DELETE FROM pending_posts WHERE id = (SELECT post_id FROM console_decisions"
		" WHERE action = 'reject')");
	console_wait_text(w->c, "The draft was deleted since.", 20);
	console_expect(w->c, "What you decided on");
	walk_expect_sql(w, ACTIONS, "approve reject");
}

static void whoever_decided_nothing_is_told_where_to(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "D");
	console_expect(w->c, "You have not decided anything yet.");
	console_expect(w->c, "1 goes to the queue, where a approves and x rejects.");
	console_expect_not(w->c, "take-back");
	console_expect_not(w->c, "open");
	console_keys(w->c, "u");
	console_expect(w->c, "there is no decision to take back");
	console_keys(w->c, K_ENTER "gGjk");
	console_keys(w->c, "q");
	console_expect(w->c, "Queue  status:pending");
}

static void hidden_content_is_named_in_what_was_decided(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT("harmless\033[2J and user\u202ejpg.exe"));
	walk_rosa(w);
	console_keys(w->c, "x1");
	console_keys(w->c, "D");
	console_expect(w->c, "Hidden or misleading content in the draft");
	console_keys(w->c, K_ENTER "G");
	console_expect(w->c, "harmless^[[2J and user<U+202E>jpg.exe");
}

/* More than one page, from the newest to the oldest and back. */
static void hundreds_are_read_page_by_page(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w,
		"INSERT INTO console_decisions (id, post_id, actor_id, actor, action,"
		" status_before, status_after, content_before, decided_at)"
		" SELECT p.id, p.id, a.id, a.username, 'reject',"
		" 'pending', p.status, p.content, p.created_at"
		" FROM pending_posts p CROSS JOIN admins a WHERE a.username = 'rosa'");
	console_keys(w->c, "D");
	console_expect(w->c, "─ row 1 ─");
	console_keys(w->c, "G");
	console_keys(w->c, "k");
	console_keys(w->c, "g");
	for (int i = 0; i < 60; i++)
		console_keys(w->c, K_PGDN);
	console_expect(w->c, "240 of 240");
	console_keys(w->c, "g");
	console_expect(w->c, "─ row 1 ");
}

static void it_fits_narrow_windows(void **state)
{
	struct walk *w = *state;

	decide_two(w);
	console_keys(w->c, "D");
	console_expect_screen(w->c, "decisions-24x80");
	console_resize(w->c, 15, 40);
	console_expect_screen(w->c, "decisions-15x40");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "You rejected it");
	console_resize(w->c, 24, 60);
	console_expect(w->c, "You rejected it");
	console_resize(w->c, 1, 1);
	console_resize(w->c, 40, 120);
	console_expect_screen(w->c, "decisions-40x120");
}

static void a_long_title_gives_way_to_how_one_reads_on(void **state)
{
	struct walk *w = *state;

	decide_two(w);
	walk_sql(w, "UPDATE pending_posts SET target_subreddit = 'explainlikeimfive'");
	console_resize(w->c, 15, 40);
	console_keys(w->c, "D");
	console_expect(w->c, "r/explain");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "─ reply in r/explainlikeimfi…  J: more ─");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(the_newest_stands_on_top_with_its_reason),
		WALK_BOTH(a_long_title_gives_way_to_how_one_reads_on),
		WALK_BOTH(the_tabs_keep_the_names_that_have_room),
		WALK_BOTH(enter_shows_the_draft_as_it_was_decided),
		WALK_BOTH(u_takes_back_the_one_that_is_selected),
		WALK_BOTH(what_others_did_is_said_and_stays),
		WALK_BOTH(whoever_decided_nothing_is_told_where_to),
		WALK_BOTH(hidden_content_is_named_in_what_was_decided),
		WALK_BOTH(hundreds_are_read_page_by_page),
		WALK(it_fits_narrow_windows),
	};

	return RUN_WALKS(tests);
}
