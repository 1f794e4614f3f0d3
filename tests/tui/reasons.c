/* Admins edit the reasons that moderators pick from. */
#include "tui/fixture_walk.h"

#define CODES "SELECT code FROM console_reasons ORDER BY position, code"
#define EVENTS \
	"SELECT kind || ':' || subject FROM console_events WHERE kind LIKE 'reason.%' ORDER BY " \
	"seq"
#define CLEAR "\025" /* Ctrl-U */

static void open_reasons(struct walk *w)
{
	walk_rosa(w);
	console_keys(w->c, "X");
	console_expect(w->c, "Reasons for rejecting");
	console_expect(w->c, "▸ 1 off-topic");
}

static void a_reason_is_added_and_offered_where_it_applies(void **state)
{
	struct walk *w = *state;

	open_reasons(w);
	console_keys(w->c, "a");
	console_expect(w->c, "Add a reason");
	console_keys(w->c, "spam" K_TAB "Sells something" K_TAB "r/de" K_TAB "comment" K_ENTER);
	console_expect(w->c, "saved");
	console_expect(w->c, "▸ 7 spam");
	console_keys(w->c, "G");
	console_expect(w->c, "for comment in r/de · used 0 times");
	walk_expect_sql(w, CODES, "off-topic unsupported tone repetitive rules hidden spam");
	walk_expect_sql(w,
		"SELECT subreddit || ' ' || post_type FROM console_reasons WHERE code = 'spam'",
		"de comment");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "x");
	console_expect(w->c, "7  Sells something");
	console_keys(w->c, "7");
	console_expect(w->c, "rejected r/de");
	walk_expect_sql(w, "SELECT reason FROM console_decisions", "spam");
	console_keys(w->c, "x");
	console_expect(w->c, "Reject the reply in r/changemyview: why?");
	console_expect_not(w->c, "Sells something");
}

static void a_reason_is_edited_and_decisions_keep_the_code_they_were_made_with(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x3");
	console_keys(w->c, "X");
	console_expect(w->c, "▸ 1 tone");
	console_expect(w->c, "used 1 time in the newest 5,000 decisions");
	console_keys(w->c, "e");
	console_expect(w->c, "Edit a reason");
	console_keys(w->c, CLEAR "Is rude" K_BACKTAB CLEAR "rude" K_ENTER);
	console_expect(w->c, "saved");
	console_expect(w->c, "rude");
	console_expect_not(w->c, "tone");
	walk_expect_sql(w, "SELECT reason FROM console_decisions", "tone");
	walk_expect_sql(w, EVENTS,
		"reason.save:off-topic reason.save:unsupported reason.save:tone"
		" reason.save:repetitive reason.save:rules reason.save:hidden reason.save:rude");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "x");
	console_expect(w->c, "Is rude");
}

static void what_cannot_be_saved_is_said_and_stays_to_be_corrected(void **state)
{
	struct walk *w = *state;

	open_reasons(w);
	console_keys(w->c, "a" K_ENTER);
	console_expect(w->c, "not saved: a reason's code is made of letters");
	console_keys(w->c, "tone" K_TAB "Is rude" K_ENTER);
	console_expect(w->c, "not saved: the code tone is taken by another reason");
	console_expect(w->c, "Is rude");
	console_keys(w->c, K_BACKTAB "2" K_ENTER);
	console_expect(w->c, "▸ 7 tone2");
	console_keys(w->c, "e" CLEAR K_ENTER);
	console_expect(w->c, "not saved: a reason needs a text for people");
	console_keys(w->c, K_ESC);
	console_expect(w->c, "Is rude");
}

static void a_reason_is_removed_after_a_question(void **state)
{
	struct walk *w = *state;

	open_reasons(w);
	console_keys(w->c, "jd");
	console_expect(w->c, "Remove the reason unsupported?");
	console_keys(w->c, K_ENTER "d");
	console_expect(w->c, "y remove it");
	console_keys(w->c, "n");
	walk_expect_sql(w, "SELECT count(*) FROM console_reasons", "0");
	console_keys(w->c, "dy");
	console_expect(w->c, "removed");
	walk_expect_sql(w, CODES, "off-topic tone repetitive rules hidden");
	walk_sql(w, "DELETE FROM console_reasons WHERE code <> 'tone'");
	console_keys(w->c, K_ESC);
	console_keys(w->c, "X");
	console_expect(w->c, "▸ 1 tone");
	console_keys(w->c, "d");
	console_expect(w->c, "It is the last one");
	console_keys(w->c, "y");
	console_expect(w->c, "  1 off-topic");
}

static void those_used_as_often_are_moved_and_use_decides_the_rest(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x4");
	console_keys(w->c, "X");
	console_expect(w->c, "▸ 1 repetitive");
	console_keys(w->c, "-");
	console_expect(w->c, "not moved: what is used more often comes first");
	console_keys(w->c, "j-");
	console_expect(w->c, "moved");
	console_expect(w->c, "  2 unsupported");
	console_expect(w->c, "▸ 3 off-topic");
	console_keys(w->c, "+");
	console_expect(w->c, "▸ 2 off-topic");
	console_keys(w->c, "G-");
	walk_expect_sql(w, CODES, "off-topic unsupported tone repetitive rules hidden");
}

static void a_digit_keeps_its_reason_until_the_next_login(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	console_keys(w->c, "x2");
	console_keys(w->c, "x2");
	console_keys(w->c, "R");
	console_keys(w->c, "X");
	console_expect(w->c, "▸ 1 unsupported");
	console_keys(w->c, "G+");
	console_expect(w->c, "moved: digits follow at the next login");
	console_keys(w->c, K_ESC);
	walk_sql(w, "DELETE FROM console_reasons WHERE code = 'tone'");
	console_keys(w->c, "R");
	console_keys(w->c, "x");
	console_expect(w->c, "1  Has little to do");
	console_expect(w->c, "2  Claims more");
	console_expect(w->c, "3  Says again");
	console_expect(w->c, "4  Breaks a rule");
	console_keys(w->c, "1");
	walk_expect_sql(w, "SELECT reason FROM console_decisions ORDER BY seq",
		"unsupported unsupported off-topic");
	console_type(w->c, "q");
	walk_expect_exit(w, 0);
	walk_rosa(w);
	console_keys(w->c, "x");
	console_expect(w->c, "1  Claims more");
}

static void of_two_admins_the_second_sees_first_what_she_would_overwrite(void **state)
{
	struct walk *w = *state;

	open_reasons(w);
	console_keys(w->c,
		"a"
		"spam" K_TAB "Sells something" K_ENTER);
	console_keys(w->c, "e");
	walk_sql(w, "UPDATE console_reasons SET text = 'Is an advertisement' WHERE code = 'spam'");
	console_keys(w->c, CLEAR "Wants money" K_ENTER);
	console_expect(w->c, "not saved: somebody changed it to spam, \"Is an advertisement\"");
	console_expect(w->c, "Wants money");
	walk_expect_sql(
		w, "SELECT text FROM console_reasons WHERE code = 'spam'", "Is an advertisement");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "saved");
	walk_expect_sql(w, "SELECT text FROM console_reasons WHERE code = 'spam'", "Wants money");
	console_keys(w->c, "e");
	walk_sql(w, "DELETE FROM console_reasons WHERE code = 'spam'");
	console_keys(w->c, "!" K_ENTER);
	console_expect(w->c, "not saved: it was deleted meanwhile");
	console_expect(w->c, "Wants money!");
}

static void only_admins_edit_reasons(void **state)
{
	struct walk *w = *state;

	open_reasons(w);
	walk_sql(w, "UPDATE console_accounts SET role = 'moderator'");
	console_keys(w->c, "dy");
	console_expect(w->c, "not removed: rosa (moderator) may not");
	console_keys(w->c, K_ESC);
	console_type(w->c, "q");
	walk_expect_exit(w, 0);

	walk_rosa(w);
	console_keys(w->c, "X");
	console_expect(w->c, "only admins may change saved reasons and shared views");
	walk_expect_sql(w, "SELECT count(*) FROM console_reasons", "0");
}

static void texts_of_others_are_shown_safely(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	walk_sql(w,
		arena_printf(&w->arena,
			"INSERT INTO console_reasons (id, code, text) VALUES"
			" ('e1000000-0000-4000-8000-000000000001', 'odd', 'a' || %s(27) || '[2Jb')",
			w->engine == DB_SQLITE ? "char" : "chr"));
	console_keys(w->c, "X");
	console_expect(w->c, "a^[[2Jb");
	console_keys(w->c, "e");
	console_expect(w->c, "a^[[2Jb");
	console_keys(w->c, K_ENTER);
	console_expect(w->c, "not saved: a reason's text may not hold ");
}

static void the_box_fits_narrow_windows(void **state)
{
	struct walk *w = *state;

	open_reasons(w);
	console_expect_screen(w->c, "reasons-24x80");
	console_keys(w->c, "e");
	console_expect_screen(w->c, "reason-24x80");
	console_resize(w->c, 15, 40);
	console_expect(w->c, "Tab next line");
	console_keys(w->c, K_ESC);
	console_expect_screen(w->c, "reasons-15x40");
	console_resize(w->c, 3, 10);
	console_resize(w->c, 24, 60);
	console_expect(w->c, "a add  e edit  d remove");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(a_reason_is_added_and_offered_where_it_applies),
		WALK_BOTH(a_reason_is_edited_and_decisions_keep_the_code_they_were_made_with),
		WALK_BOTH(what_cannot_be_saved_is_said_and_stays_to_be_corrected),
		WALK_BOTH(a_reason_is_removed_after_a_question),
		WALK_BOTH(those_used_as_often_are_moved_and_use_decides_the_rest),
		WALK_BOTH(a_digit_keeps_its_reason_until_the_next_login),
		WALK_BOTH(of_two_admins_the_second_sees_first_what_she_would_overwrite),
		WALK_BOTH(only_admins_edit_reasons),
		WALK_BOTH(texts_of_others_are_shown_safely),
		WALK(the_box_fits_narrow_windows),
	};

	return RUN_WALKS(tests);
}
