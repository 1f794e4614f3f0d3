/* What happens to the draft, to the database and to whoever edits, while she edits: nothing that
 * was typed is lost, and nothing is decided that was not on the screen. */
#include "tui/fixture_edit.h"

#include <signal.h>
#include <stdio.h>

static void what_is_typed_is_kept_by_itself(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "abc ");
	console_wait_text(w->c, "modified, kept", 20);
	walk_expect_sql(w, "SELECT content FROM console_recovery", "abc " TEXT);
	console_keys(w->c, "d");
	console_expect_not(w->c, "modified, kept");
}

static void a_broken_line_keeps_the_last_letter(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "abc ");
	console_hangup(w->c);
	console_wait_exit(w->c, 20);
	console_free(&w->c);
	walk_expect_sql(w, "SELECT content FROM console_recovery", "abc " TEXT);
	walk_open(w);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_expect(w->c, "Your edit is kept: e goes on");
	console_keys(w->c, "e");
	console_expect(w->c, "{+abc +}Teh cat");
	console_keys(w->c, "y");
	console_expect(w->c, "abc " TEXT);
}

static void a_crash_loses_three_seconds_at_most(void **state)
{
	struct walk *w = *state;
	const char *id = edit(w, TEXT);

	console_keys(w->c, "abc ");
	console_wait_text(w->c, "modified, kept", 20);
	console_signal(w->c, SIGKILL);
	console_wait_exit(w->c, 20);
	console_free(&w->c);
	walk_sql_on(w, "UPDATE pending_posts SET content = 'Teh dog.' WHERE id = '%s'", id);
	walk_open(w);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "e");
	console_expect(w->c, "The draft changed since");
	console_keys(w->c, "y");
	console_expect(w->c, "abc " TEXT);
}

static void locking_keeps_the_editor_as_it_is(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "L");
	console_expect(w->c, "L" TEXT);
}

static void what_the_agent_changes_meanwhile_is_shown_and_hers_is_kept(void **state)
{
	struct walk *w = *state;
	const char *id = edit(w, TEXT);

	console_keys(w->c, "Oh! " K_CTRL_S);
	console_expect(w->c, "{+Oh! +}");
	walk_sql_on(w,
		"UPDATE pending_posts SET content = 'Teh cat sat on the rug.' WHERE id = '%s'", id);
	console_keys(w->c, "a");
	console_wait_text(w->c, "The draft changed while you edited it", 20);
	console_expect(w->c, "[-mat-]{+rug+}");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "e");
	console_expect(w->c, "Oh! " TEXT);
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "[-rug-]{+mat+}");
	console_expect(w->c, "The whole text, as it would be published");
	console_keys(w->c, "J");
	console_keys(w->c, "a");
	walk_expect_sql(w, "SELECT content_before || '|' || content_after FROM console_decisions",
		"Teh cat sat on the rug.|Oh! " TEXT);
}

static void approving_what_the_agent_wrote_asks_before_her_text_is_forgotten(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "Oh! " K_CTRL_S);
	console_keys(w->c, K_ESC);
	console_keys(w->c, "a");
	console_expect(w->c, "You have edited this draft");
	console_keys(w->c, "n");
	walk_expect_sql(w, DECISIONS, "0");
	walk_expect_sql(w, KEPT, "1");
	console_keys(w->c, "a");
	console_keys(w->c, "y");
	console_expect(w->c, "approved r/science");
	walk_expect_sql(w, "SELECT coalesce(content_after, '') FROM console_decisions", "");
	walk_expect_sql(w, KEPT, "0");
}

static void a_change_is_announced_while_she_types(void **state)
{
	struct walk *w = *state;
	const char *id = edit(w, TEXT);

	console_keys(w->c, "Oh! ");
	walk_sql_on(w, "UPDATE pending_posts SET content = 'Teh dog.' WHERE id = '%s'", id);
	console_wait_text(w->c, "the draft changed meanwhile: Ctrl-S shows how", 20);
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "The draft changed while you edited it");
	console_keys(w->c, "e");
	console_expect(w->c, "Oh! " TEXT);
}

static void what_another_decides_meanwhile_stands_and_hers_is_kept(void **state)
{
	struct walk *w = *state;
	const char *id = edit(w, TEXT);

	console_keys(w->c, "Oh! " K_CTRL_S);
	walk_sql_on(w,
		"UPDATE pending_posts SET status = 'rejected', reviewed_by = 'bruno',"
		" reviewed_at = '2026-11-22 10:00:00' WHERE id = '%s'",
		id);
	console_keys(w->c, "a");
	console_expect(w->c, "bruno rejected it first");
	console_expect(w->c, "{+Oh! +}");
	walk_expect_sql(w, "SELECT content FROM console_recovery", "Oh! " TEXT);
	console_keys(w->c, K_ESC);
	console_expect(
		w->c, "your text is kept · rejected by bruno · e goes on if that is taken back ─");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "e");
	console_expect(w->c, "this draft is decided already");
	walk_sql_on(w, "UPDATE pending_posts SET status = 'pending' WHERE id = '%s'", id);
	console_wait_text(w->c, "Your edit is kept: e goes on with it", 20);
	console_keys(w->c, "e");
	console_expect(w->c, "{+Oh! +}");
}

static void what_was_decided_before_she_pressed_a_is_told_as_she_leaves(void **state)
{
	struct walk *w = *state;
	const char *id = edit(w, TEXT);

	console_keys(w->c, "Oh! " K_CTRL_S);
	walk_sql_on(w,
		"UPDATE pending_posts SET status = 'approved', reviewed_by = 'bruno',"
		" reviewed_at = '2026-11-22 10:00:00' WHERE id = '%s'",
		id);
	console_wait_text(w->c, "approved    Teh cat", 20);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "your text is kept · approved by bruno");
}

static void what_is_deleted_meanwhile_leaves_the_text_in_the_editor(void **state)
{
	struct walk *w = *state;
	const char *id = edit(w, TEXT);

	console_keys(w->c, "Oh! " K_CTRL_S);
	walk_sql_on(w, "DELETE FROM pending_posts WHERE id = '%s'", id);
	console_keys(w->c, "a");
	console_expect(w->c, "the draft was deleted");
	console_expect(w->c, "Esc leave  J K scroll");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "your text can be kept no longer, only copied");
	console_keys(w->c, "n");
	console_keys(w->c, "e");
	console_expect(w->c, "Oh! " TEXT);
	console_keys(w->c, "x" K_ESC);
	console_expect(w->c, "Throw away all that you typed?");
	console_keys(w->c, "y");
	console_expect_not(w->c, "Editing");
}

/* Whichever comes first, the refusal or the end of the session. */
static void whoever_is_disabled_meanwhile_approves_nothing_and_keeps_her_text(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "Oh! " K_CTRL_S);
	walk_hold(w);
	walk_sql(w, "UPDATE console_accounts SET disabled = 1");
	console_type(w->c, "a");
	walk_commit(w);
	console_wait_text(w->c, "the account rosa is disabled", 20);
	console_expect_not(w->c, TEXT);
	walk_sql(w, "UPDATE console_accounts SET disabled = 0");
	console_keys(w->c, ROSAS_WORDS K_ENTER);
	console_wait_text(w->c, "Oh! " TEXT, 20);
	walk_expect_sql(w, DECISIONS, "0");
}

static void a_database_that_goes_away_takes_no_text_with_it(void **state)
{
	struct walk *w = *state;
	const char *there = arena_printf(&w->arena, "%s/agent.db", w->folder);
	const char *away = arena_printf(&w->arena, "%s/away.db", w->folder);

	edit(w, TEXT);
	console_keys(w->c, "Oh! ");
	assert_int_equal(rename(there, away), 0);
	console_keys(w->c, K_CTRL_S);
	console_keys(w->c, "a");
	console_expect(w->c, "your text is still here");
	console_expect(w->c, "Oh! " TEXT);
	assert_int_equal(rename(away, there), 0);
	console_keys(w->c, K_CTRL_S);
	console_keys(w->c, "a");
	console_expect(w->c, "as you edited it");
	walk_expect_sql(w, "SELECT content_after FROM console_decisions", "Oh! " TEXT);
}

static void who_edits_is_shown_to_others_and_asked_about(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT(TEXT));
	walk_rosa(w);
	walk_sql(w,
		"INSERT INTO console_claims (post_id, account_id, actor, expires_at) SELECT p.id,"
		" a.id, 'bruno', '2026-11-22T12:04:00.000000' FROM pending_posts p, admins a WHERE"
		" p.content = '" TEXT "' AND a.username = 'admin'");
	console_wait_text(w->c, "open: bruno", 20);
	console_keys(w->c, "e");
	console_expect(w->c, "bruno has this draft open");
	console_keys(w->c, "n");
	console_expect_not(w->c, "Editing");
	console_keys(w->c, "e");
	console_keys(w->c, "y");
	console_expect(w->c, "Editing comment");
}

/* --- Deciding without the editor. --- */

static void a_decision_on_what_changed_shows_the_difference(void **state)
{
	struct walk *w = *state;

	walk_add_first(w, SPAN_LIT(TEXT));
	walk_rosa(w);
	console_keys(w->c, "x");
	walk_sql_on(w,
		"UPDATE pending_posts SET content = 'Teh cat sat on the rug.' WHERE id = '%s'",
		walk_first(w));
	console_keys(w->c, "1");
	console_expect(w->c, "Not decided: the draft changed since you saw it.");
	console_expect(w->c, "What changed in it");
	console_expect(w->c, "Teh cat sat on the [-mat-]{+rug+}.");
	console_wait_text(w->c, "comment     Teh cat sat on the rug.", 20); /* its row, too */
	walk_expect_screen(w, "changed-since");
	walk_expect_sql(w, DECISIONS, "0");
}

static void a_change_that_came_behind_the_question_is_shown_as_a_difference(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, SPAN_LIT(TEXT));

	walk_rosa(w);
	console_keys(w->c, "x");
	walk_sql_on(w,
		"UPDATE pending_posts SET content = 'Teh cat sat on the rug.' WHERE id = '%s'", id);
	console_wait_text(w->c, "This draft changed while you read it", 20);
	console_keys(w->c, "1");
	console_expect(w->c, "Not decided: the draft changed since you saw it.");
	console_expect(w->c, "Teh cat sat on the [-mat-]{+rug+}.");
	walk_expect_sql(w, DECISIONS, "0");
}

static void what_changes_under_the_reader_is_shown_as_a_difference(void **state)
{
	struct walk *w = *state;
	const char *id = walk_add_first(w, SPAN_LIT(TEXT));

	walk_rosa(w);
	walk_sql_on(w,
		"UPDATE pending_posts SET content = 'Teh cat sat on the rug.' WHERE id = '%s'", id);
	console_wait_text(w->c, "This draft changed while you read it", 20);
	console_expect(w->c, "[-mat-]{+rug+}");
	walk_sql_on(w, "UPDATE pending_posts SET post_type = 'post' WHERE id = '%s'", id);
	console_wait_text(w->c, "Its text is the same", 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(what_is_typed_is_kept_by_itself),
		WALK_BOTH(a_broken_line_keeps_the_last_letter),
		WALK_BOTH(a_crash_loses_three_seconds_at_most),
		WALK_BOTH(locking_keeps_the_editor_as_it_is),
		WALK_BOTH(what_the_agent_changes_meanwhile_is_shown_and_hers_is_kept),
		WALK_BOTH(approving_what_the_agent_wrote_asks_before_her_text_is_forgotten),
		WALK_BOTH(a_change_is_announced_while_she_types),
		WALK_BOTH(what_another_decides_meanwhile_stands_and_hers_is_kept),
		WALK(what_was_decided_before_she_pressed_a_is_told_as_she_leaves),
		WALK_BOTH(what_is_deleted_meanwhile_leaves_the_text_in_the_editor),
		WALK_BOTH(whoever_is_disabled_meanwhile_approves_nothing_and_keeps_her_text),
		WALK(a_database_that_goes_away_takes_no_text_with_it),
		WALK_BOTH(who_edits_is_shown_to_others_and_asked_about),
		WALK_BOTH(a_decision_on_what_changed_shows_the_difference),
		WALK_BOTH(a_change_that_came_behind_the_question_is_shown_as_a_difference),
		WALK_BOTH(what_changes_under_the_reader_is_shown_as_a_difference),
	};

	return RUN_WALKS(tests);
}
