/* Editing a draft before it is approved: nothing that was typed is lost, and nothing is approved
 * that was not on the screen. */
#include "tui/fixture_walk.h"

#include <signal.h>
#include <stdio.h>

#include "base/str.h"

#define K_CTRL_S "\023"
#define K_CTRL_E "\005"
#define K_CTRL_G "\007"
#define K_CTRL_K "\013"
#define DECISIONS "SELECT count(*) FROM console_decisions"
#define KEPT "SELECT count(*) FROM console_recovery"

#define TEXT "Teh cat sat on the mat."

/* Rosa has a short draft open in the editor. */
static const char *edit_of_size(struct walk *w, const char *text, int rows, int columns)
{
	const char *id = walk_add_first(w, span_of(text));

	walk_open_size(w, rows, columns);
	walk_login(w, ROSA, ROSAS_WORDS);
	if (rows < 24)
		console_keys(w->c, K_ENTER);
	console_keys(w->c, "e");
	return id;
}

static const char *edit(struct walk *w, const char *text)
{
	return edit_of_size(w, text, 24, 80);
}

static void what_was_edited_is_approved_after_a_look_at_the_difference(void **state)
{
	struct walk *w = *state;
	const char *id = edit(w, TEXT);

	console_expect(w->c, "Editing comment in r/");
	console_expect(w->c, "line 1 of 1 · column 1 · 23 characters");
	console_expect(w->c, "Ctrl-S go on  Esc leave");
	console_keys(w->c, K_CTRL_K "The cat sat on the mat.");
	console_expect(w->c, "modified");
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "[-Teh-]{+The+} cat sat on the mat.");
	console_expect(w->c, "a approve your text");
	walk_expect_screen(w, "edit-confirm");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "a");
	console_expect(w->c, "as you edited it");
	console_expect(w->c, "1 Queue");
	console_expect_not(w->c, "Approve your comment");
	walk_expect_sql(w,
		"SELECT post_id || '|' || action || '|' || actor || '|' || content_before || '|' ||"
		" content_after FROM console_decisions",
		arena_printf(&w->arena, "%s|approve|rosa|" TEXT "|The cat sat on the mat.", id));
	walk_expect_sql(w,
		"SELECT content FROM pending_posts WHERE status = 'approved' AND"
		" reviewed_by = 'rosa' AND content LIKE '% cat sat %'",
		"The cat sat on the mat.");
	walk_expect_sql(w, KEPT, "0");
}

static void taking_it_back_says_that_the_text_is_the_agents_again(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "X" K_CTRL_S);
	console_keys(w->c, "a");
	console_keys(w->c, "u");
	console_expect(w->c, "taken back, the edited text as well: the draft for r/science");
	console_expect(w->c, "  " TEXT);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "G");
	console_expect(w->c, "edited:");
	walk_expect_sql(w, "SELECT count(*) FROM pending_posts WHERE content = '" TEXT "'", "1");
}

static void a_held_e_opens_the_editor_and_types_nothing(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "eeeeeeee");
	console_expect(w->c, "column 1 · 23 characters");
	console_keys(w->c, "te");
	console_expect(w->c, "column 3 · 25 characters");
}

static void without_a_change_there_is_nothing_to_approve_and_esc_leaves(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "nothing was changed");
	console_keys(w->c, K_ESC);
	console_expect_not(w->c, "Editing");
	walk_expect_sql(w, KEPT, "0");
}

static void esc_asks_before_it_throws_away(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "New ");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "Throw away what you typed?");
	console_keys(w->c, "n");
	console_expect(w->c, "New " TEXT);
	console_keys(w->c, K_ESC);
	console_keys(w->c, "y");
	console_expect_not(w->c, "New");
	console_expect_not(w->c, "Editing");
	walk_expect_sql(w, KEPT, "0");
	walk_expect_sql(w, DECISIONS, "0");
}

static void left_at_the_difference_it_is_kept_and_gone_on_with(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "Oh! " K_CTRL_S);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "your text is kept");
	console_expect(w->c, "your edit is kept: e");
	walk_expect_sql(w, "SELECT content FROM console_recovery", "Oh! " TEXT);
	console_keys(w->c, "e");
	console_expect(w->c, "You edited this draft");
	console_expect(w->c, "{+Oh! +}Teh cat");
	console_keys(w->c, "y");
	console_expect(w->c, "Oh! " TEXT);
	console_keys(w->c, K_CTRL_S);
	console_keys(w->c, "e");
	console_expect(w->c, "Editing");
	console_keys(w->c, K_CTRL_S);
	console_keys(w->c, "a");
	walk_expect_sql(w, "SELECT content_after FROM console_decisions", "Oh! " TEXT);
	walk_expect_sql(w, KEPT, "0");
}

static void the_draft_as_it_is_can_be_begun_with_again(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "Oh! " K_CTRL_S);
	console_keys(w->c, K_ESC);
	console_keys(w->c, "e");
	console_keys(w->c, "n");
	console_expect(w->c, "23 characters");
	console_keys(w->c, K_ESC);
	walk_expect_sql(w, KEPT, "1");
}

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
	console_expect(w->c, "your edit is kept: e");
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
	console_expect(w->c, "your text is kept");
	walk_expect_sql(w, DECISIONS, "0");
}

static void what_is_deleted_meanwhile_leaves_the_text_in_the_editor(void **state)
{
	struct walk *w = *state;
	const char *id = edit(w, TEXT);

	console_keys(w->c, "Oh! " K_CTRL_S);
	walk_sql_on(w, "DELETE FROM pending_posts WHERE id = '%s'", id);
	console_keys(w->c, "a");
	console_expect(w->c, "the draft was deleted");
	console_keys(w->c, "e");
	console_expect(w->c, "Oh! " TEXT);
	console_keys(w->c, "x" K_ESC);
	console_expect(w->c, "Throw away what you typed?");
	console_keys(w->c, "y");
	console_expect_not(w->c, "Editing");
}

static void whoever_is_disabled_meanwhile_approves_nothing_and_keeps_her_text(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	walk_sql(w,
		"INSERT INTO console_accounts (account_id, role, disabled) SELECT id, 'moderator', "
		"1"
		" FROM admins WHERE username = 'rosa' ON CONFLICT (account_id) DO UPDATE SET"
		" disabled = 1");
	console_keys(w->c, "Oh! " K_CTRL_S);
	console_keys(w->c, "a");
	console_expect(w->c, "your text is still here");
	console_expect(w->c, "Oh! " TEXT);
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
		" a.id, 'bruno', '2026-11-22 12:04:00' FROM pending_posts p, admins a WHERE"
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

static void megabytes_are_edited(void **state)
{
	struct walk *w = *state;
	struct str text = {0};

	while (text.len < 10u << 20)
		str_addf(&text, "%zu says something that nobody minds.\n", text.len);
	walk_add_first(w, str_span(&text));
	str_free(&text);
	walk_rosa(w);
	console_keys(w->c, "e");
	console_keys(w->c, "Oh! " K_CTRL_G "and so on");
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "{+and so onOh! +}0 says");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "your text is kept");
	walk_expect_sql(w,
		"SELECT length(content) - (SELECT max(length(content)) FROM"
		" pending_posts) FROM console_recovery",
		"13");
}

static void hidden_content_is_named_before_it_is_approved(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "\xe2\x80\xae");
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "Hidden or misleading content in your text: 1 bidirectional control");
	console_expect(w->c, "{+<U+202E>+}Teh");
}

static void a_difference_longer_than_the_screen_is_read_to_its_end_first(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	for (int i = 0; i < 40; i++)
		console_type(w->c, "one more line\r");
	console_keys(w->c, K_CTRL_S);
	console_keys(w->c, "a");
	console_expect(w->c, "left to read");
	for (int i = 0; i < 5; i++)
		console_keys(w->c, "J");
	console_keys(w->c, "a");
	console_expect(w->c, "as you edited it");
}

static void keys_in_one_breath_approve_nothing(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, "Oh! " K_CTRL_S "a");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "a");
	walk_expect_sql(w, DECISIONS, "1");
}

static void line_ends_of_the_agent_stay_as_they_are(void **state)
{
	struct walk *w = *state;

	edit(w, "one\r\ntwo");
	console_keys(w->c, "zero\r" K_CTRL_S);
	console_keys(w->c, "a");
	walk_expect_sql(w, "SELECT content_after FROM console_decisions", "zero\r\none\r\ntwo");
}

/* Only a file can hold them: the server takes no text that is not UTF-8. */
static void broken_bytes_stay_as_they_are(void **state)
{
	struct walk *w = *state;

	edit(w, "a\xff z");
	console_expect(w->c, "a<FF> z");
	console_keys(w->c, "X" K_CTRL_S);
	console_keys(w->c, "h");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "a");
	walk_expect_sql(w, "SELECT hex(content_after) FROM console_decisions", "5861FF207A");
}

static void small_terminals_edit(struct walk *w, int rows, int columns)
{
	edit_of_size(w, TEXT, rows, columns);
	console_keys(w->c, "The ");
	console_keys(w->c, K_CTRL_S);
	for (int i = 0; i < 10; i++)
		console_keys(w->c, "J");
	console_keys(w->c, "a");
	walk_expect_sql(w, "SELECT content_after FROM console_decisions", "The " TEXT);
}

static void sixty_columns_are_enough(void **state)
{
	small_terminals_edit(*state, 15, 60);
}

static void forty_columns_are_enough(void **state)
{
	small_terminals_edit(*state, 15, 40);
}

static void four_rows_are_enough(void **state)
{
	small_terminals_edit(*state, 4, 20);
}

static void one_cell_survives(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_resize(w->c, 1, 1);
	console_keys(w->c, "Oh! ");
	console_keys(w->c, K_CTRL_S);
	console_resize(w->c, 24, 80);
	console_expect(w->c, "{+Oh! +}");
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
	walk_expect_screen(w, "changed-since");
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
		WALK_BOTH(what_was_edited_is_approved_after_a_look_at_the_difference),
		WALK_BOTH(taking_it_back_says_that_the_text_is_the_agents_again),
		WALK_BOTH(a_held_e_opens_the_editor_and_types_nothing),
		WALK_BOTH(without_a_change_there_is_nothing_to_approve_and_esc_leaves),
		WALK_BOTH(esc_asks_before_it_throws_away),
		WALK_BOTH(left_at_the_difference_it_is_kept_and_gone_on_with),
		WALK_BOTH(the_draft_as_it_is_can_be_begun_with_again),
		WALK_BOTH(what_is_typed_is_kept_by_itself),
		WALK_BOTH(a_broken_line_keeps_the_last_letter),
		WALK_BOTH(a_crash_loses_three_seconds_at_most),
		WALK_BOTH(locking_keeps_the_editor_as_it_is),
		WALK_BOTH(what_the_agent_changes_meanwhile_is_shown_and_hers_is_kept),
		WALK_BOTH(a_change_is_announced_while_she_types),
		WALK_BOTH(what_another_decides_meanwhile_stands_and_hers_is_kept),
		WALK_BOTH(what_is_deleted_meanwhile_leaves_the_text_in_the_editor),
		WALK_BOTH(whoever_is_disabled_meanwhile_approves_nothing_and_keeps_her_text),
		WALK(a_database_that_goes_away_takes_no_text_with_it),
		WALK_BOTH(who_edits_is_shown_to_others_and_asked_about),
		WALK_BOTH(megabytes_are_edited),
		WALK_BOTH(hidden_content_is_named_before_it_is_approved),
		WALK_BOTH(a_difference_longer_than_the_screen_is_read_to_its_end_first),
		WALK_BOTH(keys_in_one_breath_approve_nothing),
		WALK_BOTH(line_ends_of_the_agent_stay_as_they_are),
		WALK(broken_bytes_stay_as_they_are),
		WALK_BOTH(sixty_columns_are_enough),
		WALK_BOTH(forty_columns_are_enough),
		WALK_BOTH(four_rows_are_enough),
		WALK_BOTH(one_cell_survives),
		WALK_BOTH(a_decision_on_what_changed_shows_the_difference),
		WALK_BOTH(what_changes_under_the_reader_is_shown_as_a_difference),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return RUN_WALKS(tests);
}
