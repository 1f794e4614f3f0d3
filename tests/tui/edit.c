/* Editing a draft before it is approved: nothing that was typed is lost, and nothing is approved
 * that was not on the screen. */
#include "tui/fixture_edit.h"

#include <stdio.h>

#include "base/str.h"

#define K_CTRL_G "\007"
#define K_CTRL_K "\013"

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
	console_expect(w->c, "taken back with its edit: pending again in r/science");
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
	console_expect(w->c, "Throw away all that you typed?");
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
	console_expect(w->c, "Your edit is kept: e goes on with it");
	console_expect(w->c, " edited ");
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

/* Leaves the editor on a draft with this text, at the difference; its id. */
static const char *keep_edit(struct walk *w, const char *text, int rows, int columns)
{
	const char *id = edit_of_size(w, text, rows, columns);

	console_keys(w->c, "Oh! " K_CTRL_S);
	console_keys(w->c, K_ESC);
	walk_expect_sql(w, KEPT, "1");
	return id;
}

static void what_is_gone_on_with_and_left_unchanged_stays_kept(void **state)
{
	struct walk *w = *state;

	keep_edit(w, TEXT, 24, 80);
	console_keys(w->c, "e");
	console_keys(w->c, "y");
	console_expect(w->c, "modified, kept");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "your text is kept · e goes on with it");
	console_expect_not(w->c, "Editing");
	console_keys(w->c, "e");
	console_keys(w->c, "y");
	console_keys(w->c, "x" K_BACKSPACE);
	console_keys(w->c, K_ESC);
	console_expect(w->c, "your text is kept · e goes on with it");
	walk_expect_sql(w, "SELECT content FROM console_recovery", "Oh! " TEXT);
	console_keys(w->c, "e");
	console_keys(w->c, "y");
	console_keys(w->c, "x");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "Throw away all that you typed?");
	console_expect(w->c, "What was kept of it goes as well");
	console_keys(w->c, "y");
	walk_expect_sql(w, KEPT, "0");
}

static void what_is_kept_is_forgotten_when_asked_for(void **state)
{
	struct walk *w = *state;

	keep_edit(w, TEXT, 24, 80);
	console_keys(w->c, "e");
	console_expect(w->c, "d forget it");
	console_keys(w->c, "d");
	console_expect(w->c, "Forget the text that was kept?");
	console_keys(w->c, "n");
	console_expect(w->c, "How your text differs from the draft");
	walk_expect_sql(w, KEPT, "1");
	console_keys(w->c, "d");
	console_keys(w->c, "y");
	console_expect_not(w->c, "Unfinished");
	console_expect_not(w->c, "Your edit is kept");
	walk_expect_sql(w, KEPT, "0");
	console_keys(w->c, "e");
	console_expect(w->c, "Editing");
}

static void the_place_in_a_long_text_has_numbers_that_can_be_read(void **state)
{
	struct walk *w = *state;
	struct str text = {0};

	for (int i = 1; i < 1256; i++)
		str_add(&text, "A line.\n");
	edit_of_size(w, str_cstr(&text), 24, 120);
	console_expect(w->c, "line 1 of 1,256 · column 1 · 10,040 characters");
	str_free(&text);
}

static void that_it_is_kept_stands_above_a_long_draft(struct walk *w, int rows, int columns)
{
	struct str text = {0};

	for (int i = 0; i < 60; i++)
		str_add(&text, "A line of many.\n\n");
	keep_edit(w, str_cstr(&text), rows, columns);
	console_expect(w->c, "Your edit is kept: e goes on with it");
	console_expect(w->c, "J: ");
	console_keys(w->c, "J");
	console_expect(w->c, "Your edit is kept: e goes on with it");
	str_free(&text);
}

static void that_it_is_kept_is_seen_at_120_columns(void **state)
{
	that_it_is_kept_stands_above_a_long_draft(*state, 24, 120);
}

static void that_it_is_kept_is_seen_at_80_columns(void **state)
{
	that_it_is_kept_stands_above_a_long_draft(*state, 24, 80);
}

static void that_it_is_kept_is_seen_at_40_columns(void **state)
{
	that_it_is_kept_stands_above_a_long_draft(*state, 15, 40);
}

static void a_rejection_that_is_taken_back_leaves_the_edit(void **state)
{
	struct walk *w = *state;

	keep_edit(w, TEXT, 24, 80);
	console_keys(w->c, "x1");
	console_keys(w->c, "k");
	console_expect(w->c, "Rejected by rosa");
	console_expect_not(w->c, "Your edit is kept");
	console_keys(w->c, "u");
	console_expect(w->c, "Your edit is kept");
	console_keys(w->c, "e");
	console_expect(w->c, "{+Oh! +}Teh cat");
}

static void approving_the_agents_text_forgets_the_edit_and_says_so_before(void **state)
{
	struct walk *w = *state;

	keep_edit(w, TEXT, 24, 80);
	console_keys(w->c, "a");
	console_expect(w->c, "forgets your text");
	console_keys(w->c, "y");
	walk_expect_sql(w, KEPT, "0");
	console_keys(w->c, "u");
	console_expect(w->c, "  " TEXT);
	console_expect_not(w->c, "Your edit is kept");
}

static void an_edit_that_was_ended_elsewhere_is_not_spoken_of(void **state)
{
	struct walk *w = *state;

	keep_edit(w, TEXT, 24, 80);
	console_expect(w->c, "r/science          edited");
	walk_sql(w, "DELETE FROM console_recovery");
	walk_sql(w, "UPDATE pending_posts SET updated_at = updated_at");
	console_wait_text(w->c, "r/science          comment", 20);
	console_expect_not(w->c, "Your edit is kept");
}

/* A text of her own for the first draft, which she kept at another console. */
static void keep_elsewhere(struct walk *w, const char *text)
{
	walk_sql(w,
		arena_printf(&w->arena,
			"INSERT INTO console_recovery (account_id, post_id, content, based_on,"
			" updated_at) SELECT a.id, 'dddddddd-0000-4000-8000-000000000001', '%s',"
			" 'h', '2026-01-01 00:00:00' FROM admins a WHERE a.username = 'rosa'",
			text));
}

static void the_draft_is_seen_nowhere_behind_a_kept_edit(void **state)
{
	static const int sizes[][2] = {{24, 80}, {24, 120}, {50, 200}, {22, 60}, {20, 80}, {19, 80},
		{18, 80}, {17, 80}, {16, 80}, {14, 120}, {15, 40}, {4, 40}};
	struct walk *w = *state;
	struct str text = {0};

	str_add(&text, TEXT);
	for (int i = 0; i < 120; i++)
		str_add(&text, "\nThe agent's line.");
	walk_add_first(w, str_span(&text));
	str_free(&text);
	walk_rosa(w);
	keep_elsewhere(w, "Mine.");
	console_wait_text(w->c, "Your edit is kept", 20);
	console_expect(w->c, "  The agent's line.");
	console_keys(w->c, "e");
	console_keys(w->c, "y");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		console_resize(w->c, sizes[i][0], sizes[i][1]);
		console_expect(w->c, "Mine.");
		console_expect_not(w->c, "  The agent's line.");
	}
}

static void neither_is_it_above_the_first_steps(void **state)
{
	assert_int_equal(system("rm -f $HOME/.local/state/tenet/tour"), 0);
	the_draft_is_seen_nowhere_behind_a_kept_edit(state);
}

static void an_edit_that_was_made_elsewhere_is_not_forgotten(void **state)
{
	struct walk *w = *state;

	edit(w, TEXT);
	console_keys(w->c, K_ESC);
	keep_elsewhere(w, "The cat");
	console_keys(w->c, "a");
	console_expect(w->c, "Not decided: you have edited this draft elsewhere");
	console_expect(w->c, "Your edit is kept: e goes on with it");
	walk_expect_sql(w, KEPT, "1");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "a");
	console_expect(w->c, "forgets your text");
	console_keys(w->c, "y");
	walk_expect_sql(w, KEPT, "0");
	walk_expect_sql(w, DECISIONS, "1");
}

static void what_one_has_edited_is_not_approved_with_others(void **state)
{
	struct walk *w = *state;
	const char *id = keep_edit(w, TEXT, 24, 80);

	console_keys(w->c, " ");
	console_keys(w->c, " ");
	console_keys(w->c, ";");
	console_keys(w->c, "a");
	console_expect(w->c, "What you have edited stays as it is, too: 1.");
	console_keys(w->c, "y");
	console_expect(w->c, "1 of 2 approved");
	console_expect(w->c, "dddddddd  your edit of it is kept · r/science");
	walk_expect_sql(w, KEPT, "1");
	walk_expect_sql(w, "SELECT count(*) FROM console_decisions", "1");
	console_keys(w->c, K_ESC);
	console_expect(w->c, " 1 marked");
	walk_expect_sql(w,
		arena_printf(&w->arena, "SELECT status FROM pending_posts WHERE id = '%s'", id),
		"pending");
}

static void rejecting_many_leaves_the_edit_for_who_takes_it_back(void **state)
{
	struct walk *w = *state;

	keep_edit(w, TEXT, 24, 80);
	console_keys(w->c, " ");
	console_keys(w->c, " ");
	console_keys(w->c, ";");
	console_keys(w->c, "x1");
	console_expect_not(w->c, "What you have edited");
	console_keys(w->c, "y");
	console_expect(w->c, "2 of 2 rejected");
	console_keys(w->c, "u");
	console_keys(w->c, "y");
	console_expect(w->c, "2 of 2 taken back");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "g");
	console_expect(w->c, "Your edit is kept");
	console_keys(w->c, "e");
	console_expect(w->c, "{+Oh! +}Teh cat");
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
	console_expect(w->c, " unread · J goes on");
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

static void the_keys_of_every_page_are_named_at_forty_columns(void **state)
{
	struct walk *w = *state;

	keep_edit(w, TEXT, 15, 40);
	console_keys(w->c, K_ENTER);
	console_keys(w->c, "e");
	console_expect(w->c, "y go on  n anew  d forget  Esc leave");
	console_keys(w->c, "y");
	console_keys(w->c, K_CTRL_S);
	console_expect(w->c, "a approve  e edit  Esc leave");
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

/* --- The user's own editor. --- */

static void edit_outside(struct walk *w, const char *editor)
{
	const char *const args[] = {"--allow-editor", NULL};
	const char *const env[] = {"VISUAL", editor, NULL};

	walk_add_first(w, span_of(TEXT));
	walk_open_with(w, args, env);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "E");
}

static void what_ones_own_editor_changed_is_confirmed_and_approved(void **state)
{
	struct walk *w = *state;

	edit_outside(w, "EDITOR=sed -i s/Teh/The/");
	console_expect(w->c, "[-Teh-]{+The+} cat sat on the mat.");
	walk_expect_sql(w, DECISIONS, "0");
	console_keys(w->c, "a");
	console_expect(w->c, "as you edited it");
	walk_expect_sql(
		w, "SELECT content_after FROM console_decisions", "The cat sat on the mat.");
}

static void the_line_end_that_an_editor_adds_is_no_change(void **state)
{
	struct walk *w = *state;

	edit_outside(w, "EDITOR=echo >>");
	console_expect(w->c, "nothing was changed");
}

static void an_editor_that_fails_changes_nothing_and_says_where_its_file_is(void **state)
{
	struct walk *w = *state;

	edit_outside(w, "EDITOR=false");
	console_expect(w->c, "false ended with status 1; what it wrote is in /");
	console_expect(w->c, " " TEXT);
}

/* An id is text in a file, and whatever the agent writes there. */
static void no_id_leads_the_editor_out_of_its_folder(void **state)
{
	struct walk *w = *state;
	const char *told = arena_printf(&w->arena, "%s/told", w->folder);
	const char *const args[] = {"--allow-editor", NULL};
	const char *const env[] = {"VISUAL",
		arena_printf(&w->arena, "EDITOR=f() { basename \"$1\" >%s; }; f", told), NULL};
	char name[80] = "";

	walk_sql_on(w, "UPDATE pending_posts SET id = '../../../elsewhere' WHERE id = '%s'",
		walk_add_first(w, SPAN_LIT(TEXT)));
	walk_open_with(w, args, env);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, "E");
	console_expect(w->c, "nothing was changed");
	FILE *f = fopen(told, "r");
	assert_non_null(f);
	assert_non_null(fgets(name, sizeof(name), f));
	fclose(f);
	assert_string_equal(name, "draft----------e--e--e-e.md\n");
}

static void an_editor_that_is_stopped_goes_on(void **state)
{
	struct walk *w = *state;

	edit_outside(w, "EDITOR=f() { kill -STOP 0; sed -i s/Teh/The/ \"$1\"; }; f");
	console_expect(w->c, "[-Teh-]{+The+} cat sat on the mat.");
}

static void ones_own_editor_has_to_be_allowed(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "E");
	console_expect(w->c, "your own editor is not allowed here (tenet --allow-editor)");
	console_expect_not(w->c, "Editing");
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
		WALK(the_place_in_a_long_text_has_numbers_that_can_be_read),
		WALK(that_it_is_kept_is_seen_at_120_columns),
		WALK(that_it_is_kept_is_seen_at_80_columns),
		WALK(that_it_is_kept_is_seen_at_40_columns),
		WALK_BOTH(what_is_gone_on_with_and_left_unchanged_stays_kept),
		WALK_BOTH(what_is_kept_is_forgotten_when_asked_for),
		WALK_BOTH(a_rejection_that_is_taken_back_leaves_the_edit),
		WALK_BOTH(approving_the_agents_text_forgets_the_edit_and_says_so_before),
		WALK_BOTH(an_edit_that_was_ended_elsewhere_is_not_spoken_of),
		WALK(the_draft_is_seen_nowhere_behind_a_kept_edit),
		WALK(neither_is_it_above_the_first_steps),
		WALK_BOTH(an_edit_that_was_made_elsewhere_is_not_forgotten),
		WALK_BOTH(what_one_has_edited_is_not_approved_with_others),
		WALK_BOTH(rejecting_many_leaves_the_edit_for_who_takes_it_back),
		WALK_BOTH(megabytes_are_edited),
		WALK_BOTH(hidden_content_is_named_before_it_is_approved),
		WALK_BOTH(a_difference_longer_than_the_screen_is_read_to_its_end_first),
		WALK_BOTH(keys_in_one_breath_approve_nothing),
		WALK_BOTH(line_ends_of_the_agent_stay_as_they_are),
		WALK(broken_bytes_stay_as_they_are),
		WALK_BOTH(sixty_columns_are_enough),
		WALK_BOTH(forty_columns_are_enough),
		WALK(the_keys_of_every_page_are_named_at_forty_columns),
		WALK_BOTH(four_rows_are_enough),
		WALK_BOTH(one_cell_survives),
		WALK(what_ones_own_editor_changed_is_confirmed_and_approved),
		WALK(the_line_end_that_an_editor_adds_is_no_change),
		WALK(an_editor_that_fails_changes_nothing_and_says_where_its_file_is),
		WALK(no_id_leads_the_editor_out_of_its_folder),
		WALK(an_editor_that_is_stopped_goes_on),
		WALK(ones_own_editor_has_to_be_allowed),
	};

	return RUN_WALKS(tests);
}
