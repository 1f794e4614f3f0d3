/* Changing one's own pass phrase in the console. */
#include "tui/fixture_walk.h"

#define NEW_WORDS "seven quiet harbours"

static void open_box(struct walk *w)
{
	console_keys(w->c, ":pass-phrase" K_ENTER);
	console_expect(w->c, "Your pass phrase");
}

static void fill(struct walk *w, const char *present, const char *new, const char *again)
{
	console_keys(w->c, present);
	console_keys(w->c, K_TAB);
	console_keys(w->c, new);
	console_keys(w->c, K_TAB);
	console_keys(w->c, again);
	console_keys(w->c, K_TAB);
	console_expect_not(w->c, "harbours");
	console_expect_not(w->c, "tulips");
	console_keys(w->c, K_ENTER);
}

static void ones_own_pass_phrase_is_changed_by_the_present_one(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	open_box(w);
	fill(w, ROSAS_WORDS, NEW_WORDS, NEW_WORDS);
	console_expect(w->c, "changed your pass phrase");
	console_expect_not(w->c, "Your pass phrase");
	walk_expect_sql(w,
		"SELECT count(*) FROM console_events WHERE kind = 'account.password'"
		" AND actor = 'rosa' AND subject = 'rosa'",
		"1");
	console_keys(w->c, "L");
	console_keys(w->c, NEW_WORDS K_ENTER);
	console_expect(w->c, "welcome back, rosa");
}

static void a_wrong_one_counts_as_a_failed_login_and_all_is_typed_again(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	open_box(w);
	fill(w, "daffodils and typewriters", NEW_WORDS, NEW_WORDS);
	console_expect(w->c, "not changed: wrong pass phrase, or too soon");
	console_expect(w->c, "type all three again");
	walk_expect_sql(w, "SELECT failures FROM console_accounts", "1");
	walk_expect_sql(
		w, "SELECT count(*) FROM console_events WHERE kind = 'account.password'", "0");
	walk_sql(w, "UPDATE console_accounts SET failures = 0, next_try_at = NULL");
	fill(w, ROSAS_WORDS, NEW_WORDS, NEW_WORDS);
	console_expect(w->c, "changed your pass phrase");
}

static void what_cannot_be_saved_is_said_where_it_stands(void **state)
{
	struct walk *w = *state;

	walk_rosa(w);
	open_box(w);
	fill(w, "", NEW_WORDS, NEW_WORDS);
	console_expect(w->c, "type the one that you have");
	console_keys(w->c, K_CTRL_C);
	console_keys(w->c, "y");
	open_box(w);
	fill(w, ROSAS_WORDS, "harbours", "harbours");
	console_expect(w->c, "too short");
	console_keys(w->c, K_CTRL_C);
	console_keys(w->c, "y");
	open_box(w);
	fill(w, ROSAS_WORDS, NEW_WORDS, "seven quiet harbors");
	console_expect(w->c, "the two are not the same");
	console_keys(w->c, K_CTRL_C);
	console_keys(w->c, "y");
	open_box(w);
	fill(w, ROSAS_WORDS, ROSAS_WORDS, ROSAS_WORDS);
	console_expect(w->c, "the new pass phrase is the old one");
	walk_expect_sql(w, "SELECT failures FROM console_accounts", "0");
}

static void read_only_refuses_it(void **state)
{
	static const char *const args[] = {"--read-only", NULL};
	struct walk *w = *state;

	walk_enter(w);
	int status = system("\"$TENET\" --database agent.db posts list >/dev/null");
	walk_leave();
	assert_int_equal(status, 0);
	walk_open_with(w, args, NULL);
	walk_login(w, ROSA, ROSAS_WORDS);
	console_keys(w->c, ":pass-phrase" K_ENTER);
	console_expect(w->c, "the database is open read-only");
	console_expect_not(w->c, "Your pass phrase");
	console_keys(w->c, K_ESC);
	console_keys(w->c, ":second-factor" K_ENTER);
	console_expect(w->c, "the database is open read-only");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WALK_BOTH(ones_own_pass_phrase_is_changed_by_the_present_one),
		WALK_BOTH(a_wrong_one_counts_as_a_failed_login_and_all_is_typed_again),
		WALK(what_cannot_be_saved_is_said_where_it_stands),
		WALK(read_only_refuses_it),
	};

	return RUN_WALKS(tests);
}
